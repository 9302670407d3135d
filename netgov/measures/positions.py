"""Where actors stand: in the core or outside, in which community, closed in by their group."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np
import pandas as pd

from netgov.kernels.closure import actor_closure, network_closure
from netgov.kernels.communities import best_partition, likeness, modularity
from netgov.kernels.core_periphery import BETWEEN, Between, Core, best_core, divisible, minres
from netgov.kernels.cores import core_numbers
from netgov.measures.registry import measure_card, network_row, ratio
from netgov.network import Network
from netgov.sizes import need_at_most
from netgov.words import _

# Core and periphery need a matrix of all pairs, and half a minute for so many actors.
CORE_UP_TO: Final = 2000

CORE_PARTS: Final = {
    "correlation": _("Fit, without ties between core and periphery"),
    "correlation_0": _("Fit to a periphery without ties"),
    "correlation_1": _("Fit to a periphery tied to the core"),
    "core_size": _("Actors in the core"),
    "core_density": _("Density of the core"),
    "periphery_density": _("Density of the periphery"),
    "optima": _("Cores that fit equally well"),
    "coreness_fit": _("Share of the ties explained by continuous coreness"),
}

# Runs of the Louvain method, of which the best is taken.
RUNS: Final = 20


@measure_card(
    of="actor",
    label=_("Core number"),
    plain=_("How deep it stands in the part where all work with at least so many others."),
    unit=_("partners"),
    formula=r"\max\{k : i \in k\text{-core}\}",
    cites=("seidman1983",),
    isolates=_("0"),
    by_presence=True,
)
def core_number(net: Network) -> pd.Series[int]:
    """Largest k with the actor in the k-core: a part in which each has k partners.

    Directions do not matter.

    Returns
    -------
    pd.Series
        Indexed by actor; number of partners. An isolate gets 0.

    References
    ----------
    seidman1983

    Examples
    --------
    >>> import netgov as ng
    >>> ties = pd.DataFrame({"source": list("SDPH"), "target": list("DPSD")})
    >>> core_number(ng.Network.of(ties)).to_dict()
    {'S': 2, 'D': 2, 'P': 2, 'H': 1}
    """
    return pd.Series(core_numbers(net.both), index=net.actors.index, name="core_number")


@measure_card(
    of="actor",
    label=_("Coreness by direction"),
    plain=_("How deep it stands in the part where all receive or send at least so many ties."),
    unit=_("ties"),
    formula=r"\max\{k : i \in C,\ \textstyle\sum_{h \in C} a_{hj} \geq k\ \forall j \in C\}",
    cites=("seidman1983", "giatsidis2013"),
    parts={"in": _("By ties received"), "out": _("By ties sent")},
    isolates=_("0"),
    by_presence=True,
)
def coreness(net: Network) -> pd.DataFrame:
    """Largest k with the actor in a part in which each receives, or sends, k ties.

    Returns
    -------
    pd.DataFrame
        Indexed by actor; columns in (ties received within the part) and out (ties sent);
        number of ties. An isolate gets 0.

    References
    ----------
    seidman1983, giatsidis2013

    Examples
    --------
    >>> import netgov as ng
    >>> ties = pd.DataFrame({"source": list("SDPH"), "target": list("DPSD")})
    >>> coreness(ng.Network.of(ties)).loc["H"].to_dict()
    {'in': 0, 'out': 1}
    """
    cores = {"in": core_numbers(net.matrix), "out": core_numbers(net.matrix.T.tocsr())}
    return pd.DataFrame(cores, index=net.actors.index)


@measure_card(
    of="network",
    label=_("Core and periphery"),
    plain=_("How far a core works together densely while the others hardly do."),
    unit="",
    formula=r"\max_{C} r(a_{ij}, \delta_{ij}),\ \delta_{ij} = [i, j \in C];\ "
    r"1 - \frac{\sum_{i \neq j} (a_{ij} - u_i v_j)^2}{\sum_{i \neq j} a_{ij}^2}",
    cites=("borgatti1999", "boyd2010"),
    parts=CORE_PARTS,
    up_to=CORE_UP_TO,
    by_presence=True,
)
def core_periphery(net: Network) -> pd.DataFrame:
    """How well the network splits into a dense core and an empty periphery.

    The core is the set of actors for which the ties correlate most with an ideal of ones in
    the core and zeros in the periphery. With up to 16 actors all sets are compared; with more,
    good ones are searched for. Weights do not matter.

    Returns
    -------
    pd.DataFrame
        One row, indexed by the network's label or 0. Columns: correlation (ties between core
        and periphery left out), correlation_0 (the ideal has none of them) and correlation_1
        (it has all), each with its own best core; core_size, core_density, periphery_density
        and optima (cores that fit equally well; NaN if not all were compared) of the first;
        coreness_fit, the share of the ties explained by a product of coreness as sender and
        as receiver. All are NaN with fewer than four actors, without ties, or if each actor
        has a tie to each; a correlation also if it is not defined for any core.

    Raises
    ------
    NotEnoughData
        If there are more than 2,000 actors.

    References
    ----------
    borgatti1999, boyd2010

    Examples
    --------
    >>> import netgov as ng
    >>> ties = pd.DataFrame({"source": list("SSDDPP"), "target": list("DPSPSH")})
    >>> core_periphery(ng.Network.of(ties))[["correlation", "core_size", "core_density"]]
           correlation  core_size  core_density
    years
    0              1.0        2.0           1.0
    """
    need_at_most(net, CORE_UP_TO)
    values = [_core_periphery(net)]
    return pd.DataFrame(values, index=network_row(net), columns=list(CORE_PARTS), dtype=float)


def _core_periphery(net: Network) -> list[float]:
    tied = _tied(net)
    cores = [_core_of(net, between) for between in BETWEEN]
    correlations = [np.nan if core is None else core.correlation for core in cores]
    core = cores[0]
    shape = [np.nan] * 4 if core is None else _shape(tied, core)
    explained = 1 - minres(tied).residual / tied.sum() if divisible(tied) else np.nan
    return [*correlations, *shape, explained]


def _shape(tied: np.ndarray, core: Core) -> list[float]:
    inside, outside = np.flatnonzero(core.members), np.flatnonzero(~core.members)
    densities = [
        ratio(tied[np.ix_(part, part)].sum(), len(part) * (len(part) - 1))
        for part in (inside, outside)
    ]
    return [len(inside), *densities, core.optima]


def _tied(net: Network) -> np.ndarray:
    tied: np.ndarray = (net.matrix.toarray() > 0).astype(float)
    return tied


def _core_of(net: Network, between: Between) -> Core | None:
    """Return the best core; `core_periphery` and `core_member` share a search of a minute."""
    return _searched(np.packbits(_tied(net) > 0).tobytes(), len(net.actors), between)


@lru_cache(maxsize=len(BETWEEN))
def _searched(bits: bytes, actors: int, between: Between) -> Core | None:
    cells = np.unpackbits(np.frombuffer(bits, dtype=np.uint8), count=actors**2)
    return best_core(cells.reshape(actors, actors).astype(float), between)


@measure_card(
    of="actor",
    label=_("Member of the core"),
    plain=_("Whether it belongs to the core that works together densely."),
    unit=_("yes or no"),
    formula=r"i \in \mathrm{arg}\,\max_{C} r(a_{ij}, \delta_{ij})",
    cites=("borgatti1999",),
    isolates=_("no"),
    up_to=CORE_UP_TO,
    by_presence=True,
)
def core_member(net: Network) -> pd.Series[bool]:
    """Whether the actor is in the core of `core_periphery`.

    Of cores that fit equally well it is the smaller one, then the first in actor order.

    Returns
    -------
    pd.Series
        Indexed by actor; True or False. An isolate gets False. All get NaN where no core is
        defined: with fewer than four actors, without ties, or if each has a tie to each.

    Raises
    ------
    NotEnoughData
        If there are more than 2,000 actors.

    References
    ----------
    borgatti1999

    Examples
    --------
    >>> import netgov as ng
    >>> ties = pd.DataFrame({"source": list("SSDDPP"), "target": list("DPSPSH")})
    >>> core_member(ng.Network.of(ties)).to_dict()
    {'S': True, 'D': False, 'P': True, 'H': False}
    """
    need_at_most(net, CORE_UP_TO)
    core = _core_of(net, "left out")
    members = np.full(len(net.actors), np.nan) if core is None else core.members
    return pd.Series(members, index=net.actors.index, name="core_member")


@measure_card(
    of="actor",
    label=_("Network community"),
    plain=_("Which group of closely cooperating actors it belongs to, by number."),
    unit="",
    formula=r"\mathrm{arg}\,\max_{c} \sum_{ij} "
    r"\left(\frac{z_{ij}}{z} - \frac{z_i z_j}{z^2}\right) [c_i = c_j]",
    cites=("newman2004", "blondel2008"),
    isolates=_("a number to itself"),
)
def community(net: Network, *, seed: int = 0) -> pd.Series[int]:
    """Number of the actor's community, in the partition of highest modularity found.

    Directions are added up. The best of 20 runs of the Louvain method is taken, the first of
    equally good ones; `communities` tells how firm it is.

    Parameters
    ----------
    net
        The network.
    seed
        Decides the order in which each run takes up the actors.

    Returns
    -------
    pd.Series
        Indexed by actor; 0 for the largest community, equally large ones in the order of
        their first members. An isolate has a number to itself.

    References
    ----------
    newman2004, blondel2008

    Examples
    --------
    >>> import netgov as ng
    >>> ties = pd.DataFrame({"source": list("SDPHK"), "target": list("DPSKH")})
    >>> community(ng.Network.of(ties)).to_dict()
    {'S': 0, 'D': 0, 'P': 0, 'H': 1, 'K': 1}
    """
    labels = best_partition(net.both, RUNS, seed)[0]
    return pd.Series(labels, index=net.actors.index, name="community")


@measure_card(
    of="network",
    label=_("Communities"),
    plain=_("Into how many close groups it falls, how clearly, and how firm they are."),
    unit="",
    formula=r"\left|\{c_i\}\right|,\ \sum_{ij} \left(\frac{z_{ij}}{z} - \frac{z_i z_j}{z^2}"
    r"\right) [c_i = c_j],\ \overline{\mathrm{ARI}(c, c')}",
    cites=("newman2004", "blondel2008", "hubert1985"),
    parts={
        "number": _("Number of communities"),
        "modularity": _("Modularity"),
        "stability": _("Agreement of repeated runs"),
    },
)
def communities(net: Network, *, seed: int = 0) -> pd.DataFrame:
    """How many communities there are, how clear they are, and how firm.

    Parameters
    ----------
    net
        The network.
    seed
        That of `community`.

    Returns
    -------
    pd.DataFrame
        One row, indexed by the network's label or 0. Columns: number of communities, isolates
        included; modularity of the partition, at most 1; and stability, the mean adjusted
        Rand index of it with those of the other 19 runs, over the actors with ties. Stability
        is 1 if all runs agree; where it is low, do not rely on the communities. Without ties
        modularity and stability are NaN.

    References
    ----------
    newman2004, blondel2008, hubert1985

    Examples
    --------
    >>> import netgov as ng
    >>> ties = pd.DataFrame({"source": list("SDPHK"), "target": list("DPSKH")})
    >>> communities(ng.Network.of(ties))
           number  modularity  stability
    years
    0           2        0.48        1.0
    """
    best, others = best_partition(net.both, RUNS, seed)
    tied = np.diff(net.both.indptr) > 0
    values = {
        "number": best.max(initial=-1) + 1,
        "modularity": modularity(net.both, best[None]).item(),
        "stability": likeness(best[tied], others[:, tied]).mean() if tied.any() else np.nan,
    }
    return pd.DataFrame(values, index=network_row(net))


@measure_card(
    of="actor",
    label=_("External less internal ties"),
    plain=_("Whether its ties lead out of its group, near 1, or stay within it, near -1."),
    unit="",
    formula=r"\frac{E_i - I_i}{E_i + I_i}",
    cites=("krackhardt1988",),
    needs=("groups",),
    isolates=_("not defined"),
    many=lambda net, groups: actor_closure(net.matrix, groups)[:, :, None],
    by_presence=True,
)
def actor_ei(net: Network) -> pd.Series[float]:
    """E-I index of the actor: ties with other groups less those with its own, as a share.

    Ties received and sent are counted, without weights.

    Returns
    -------
    pd.Series
        Indexed by actor; between -1 (all within the group) and 1 (all with other groups). An
        isolate gets NaN.

    Raises
    ------
    NotEnoughData
        If the network has no groups.

    References
    ----------
    krackhardt1988

    Examples
    --------
    >>> import netgov as ng
    >>> ties = pd.DataFrame({"source": ["S", "D"], "target": ["D", "H"]})
    >>> net = ng.Network.of(ties, groups={"S": "school", "D": "city", "H": "city"})
    >>> actor_ei(net).to_dict()
    {'S': 1.0, 'D': 0.0, 'H': -1.0}
    """
    values = actor_closure(net.matrix, net.codes[None])[0]
    return pd.Series(values, index=net.actors.index, name="actor_ei")


@measure_card(
    of="network",
    label=_("E-I index"),
    plain=_("Whether ties cross groups or stay within, beside what chance alone would give."),
    unit="",
    formula=r"\frac{E - I}{m};\ \frac{2K - T}{T};\ "
    r"\frac{2}{m}\sqrt{m\frac{K}{T}\left(1 - \frac{K}{T}\right)\frac{T - m}{T - 1}}",
    cites=("krackhardt1988",),
    needs=("groups",),
    parts={
        "index": _("Observed"),
        "expected": _("Expected by chance"),
        "sd": _("Standard deviation by chance"),
    },
    many=lambda net, groups: network_closure(net.matrix, groups)[:, None],
    by_presence=True,
)
def ei(net: Network) -> pd.DataFrame:
    """Krackhardt and Stern's E-I index, and what as many ties placed by chance would give.

    Groups of unequal size make an index above or below 0 by chance alone; so read it against
    what is expected, never against 0. T is the number of ordered pairs of actors, K of those
    between groups.

    Returns
    -------
    pd.DataFrame
        One row, indexed by the network's label or 0. Columns: index, between -1 (all ties
        within groups) and 1; its expected value and standard deviation if the same number of
        ties falls on any pairs. Without ties all are NaN.

    Raises
    ------
    NotEnoughData
        If the network has no groups.

    References
    ----------
    krackhardt1988

    Examples
    --------
    >>> import netgov as ng
    >>> ties = pd.DataFrame({"source": ["S", "D"], "target": ["D", "H"]})
    >>> net = ng.Network.of(ties, groups={"S": "school", "D": "city", "H": "city"})
    >>> ei(net).round(3)
           index  expected     sd
    years
    0        0.0     0.333  0.596
    """
    values = network_closure(net.matrix, net.codes[None])
    return pd.DataFrame(values, index=network_row(net), columns=["index", "expected", "sd"])
