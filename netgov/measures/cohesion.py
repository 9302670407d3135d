"""How the network holds together as a whole, and on whom that depends."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from netgov.kernels import census
from netgov.kernels.cells import cells_of, mirrored
from netgov.kernels.cuts import cuts
from netgov.measures.registry import measure_card, network_row, ratio
from netgov.network import Network
from netgov.words import _


@measure_card(
    of="actor",
    label=_("Cutpoint"),
    plain=_("Whether some actors would lose touch with the rest without it."),
    unit=_("yes or no"),
    formula=r"c(G - v) > c(G)",
    cites=("wasserman1994",),
    isolates=_("no"),
    by_presence=True,
)
def cutpoint(net: Network) -> pd.Series[bool]:
    """Whether the network falls into more parts without the actor; directions do not matter.

    Returns
    -------
    pd.Series
        Indexed by actor; True or False. An isolate gets False.

    References
    ----------
    wasserman1994

    Examples
    --------
    >>> import netgov as ng
    >>> net = ng.Network.of(pd.DataFrame({"source": ["S", "P"], "target": ["D", "D"]}))
    >>> cutpoint(net).to_dict()
    {'S': False, 'D': True, 'P': False}
    """
    return pd.Series(cuts(net.both).actors, index=net.actors.index, name="cutpoint")


# --- ties --------------------------------------------------------------------------------


@measure_card(
    of="tie",
    label=_("Reciprocated"),
    plain=_("Whether there is contact back."),
    unit=_("yes or no"),
    formula=r"a_{ij} a_{ji}",
    cites=("wasserman1994",),
    by_presence=True,
)
def reciprocated(net: Network) -> pd.Series[bool]:
    """Whether the target has a tie back to the source.

    Returns
    -------
    pd.Series
        Indexed by (source, target); True or False.

    References
    ----------
    wasserman1994

    Examples
    --------
    >>> import netgov as ng
    >>> ties = pd.DataFrame({"source": list("SDP"), "target": list("DSD")})
    >>> reciprocated(ng.Network.of(ties)).to_dict()
    {('S', 'D'): True, ('D', 'S'): True, ('P', 'D'): False}
    """
    sends = np.zeros(net.both.nnz, dtype=bool)
    cells = cells_of(net.matrix, net.both)
    sends[cells] = True
    return pd.Series(sends[mirrored(net.both)[cells]], index=net.pairs, name="reciprocated")


@measure_card(
    of="tie",
    label=_("Bridge"),
    plain=_("Whether two parts of the network would lose touch without it."),
    unit=_("yes or no"),
    formula=r"c(G - \{ij, ji\}) > c(G)",
    cites=("wasserman1994",),
    by_presence=True,
)
def bridge(net: Network) -> pd.Series[bool]:
    """Whether the network falls into more parts without the pair's contact in either direction.

    Returns
    -------
    pd.Series
        Indexed by (source, target); True or False, alike for both directions.

    References
    ----------
    wasserman1994

    Examples
    --------
    >>> import netgov as ng
    >>> ties = pd.DataFrame({"source": list("SDPP"), "target": list("DPSH")})
    >>> bridge(ng.Network.of(ties)).to_dict()
    {('S', 'D'): False, ('D', 'P'): False, ('P', 'S'): False, ('P', 'H'): True}
    """
    found = cuts(net.both).cells[cells_of(net.matrix, net.both)]
    return pd.Series(found, index=net.pairs, name="bridge")


# --- the network -------------------------------------------------------------------------


@measure_card(
    of="network",
    label=_("Density"),
    plain=_("How many of all possible ties there are."),
    unit=_("share"),
    formula=r"\frac{m}{n(n-1)}",
    cites=("wasserman1994",),
    by_presence=True,
)
def density(net: Network) -> pd.Series[float]:
    """Share of the possible ties that exist.

    Returns
    -------
    pd.Series
        One value between 0 and 1, indexed by the network's label or 0; NaN for fewer than
        two actors.

    References
    ----------
    wasserman1994

    Examples
    --------
    >>> import netgov as ng
    >>> density(ng.Network.of(pd.DataFrame({"source": ["S"], "target": ["D"]}))).item()
    0.5
    """
    n = len(net.actors)
    return pd.Series(ratio(net.matrix.nnz, n * (n - 1)), index=network_row(net), name="density")


@measure_card(
    of="network",
    label=_("Reciprocity"),
    plain=_("How often contact goes both ways."),
    unit=_("share"),
    formula=r"\frac{M + N}{M + A + N},\ \frac{M}{M + A},\ \frac{2M}{2M + A},\ "
    r"\frac{\sum_{i \neq j} \min(w_{ij}, w_{ji})}{\sum_{i \neq j} w_{ij}}",
    cites=("wasserman1994", "squartini2013"),
    parts={
        "dyadic": _("Pairs alike in both directions"),
        "nonnull": _("Pairs in contact that are mutual"),
        "edgewise": _("Ties that are answered"),
        "weighted": _("Contacts that are answered"),
    },
    by_presence=("dyadic", "nonnull", "edgewise"),
)
def reciprocity(net: Network) -> pd.DataFrame:
    """Share of pairs, ties and contacts that go both ways.

    Returns
    -------
    pd.DataFrame
        One row, indexed by the network's label or 0. Columns between 0 and 1: dyadic (pairs
        with both ties or none), nonnull (pairs in contact that are mutual), edgewise (ties
        with a tie back), weighted (weight matched by weight back). Without ties dyadic is 1
        and the others NaN; with fewer than two actors all are NaN.

    References
    ----------
    wasserman1994, squartini2013

    Examples
    --------
    >>> import netgov as ng
    >>> ties = pd.DataFrame({"source": list("SDP"), "target": list("DSD"), "weight": [4, 1, 5]})
    >>> reciprocity(ng.Network.of(ties)).round(3)
           dyadic  nonnull  edgewise  weighted
    years
    0       0.667      0.5     0.667       0.2
    """
    return pd.DataFrame(_reciprocity(net.matrix), index=network_row(net))


def _reciprocity(matrix: csr_array) -> dict[str, float]:
    n, ties = matrix.shape[0], matrix.nnz
    mutual = matrix.multiply(matrix.T).nnz // 2
    pairs = n * (n - 1) // 2
    contact = ties - mutual
    return {
        "dyadic": ratio(pairs - contact + mutual, pairs),
        "nonnull": ratio(mutual, contact),
        "edgewise": ratio(2 * mutual, ties),
        "weighted": ratio(matrix.minimum(matrix.T).sum(), matrix.sum()),
    }


@measure_card(
    of="network",
    label=_("Dyad census"),
    plain=_("How many pairs have contact both ways, one way, or none."),
    unit=_("pairs"),
    formula=r"M + A + N = \binom{n}{2}",
    cites=("holland1970",),
    parts={
        "mutual": _("Contact both ways"),
        "asymmetric": _("Contact one way"),
        "null": _("No contact"),
    },
    by_presence=True,
)
def dyad_census(net: Network) -> pd.DataFrame:
    """Pairs of actors by the ties between them.

    Returns
    -------
    pd.DataFrame
        One row, indexed by the network's label or 0. Columns mutual, asymmetric, null: numbers
        of pairs.

    References
    ----------
    holland1970

    Examples
    --------
    >>> import netgov as ng
    >>> ties = pd.DataFrame({"source": list("SDP"), "target": list("DSD")})
    >>> dyad_census(ng.Network.of(ties))
           mutual  asymmetric  null
    years
    0           1           1     1
    """
    return pd.DataFrame(census.dyads(net.matrix)._asdict(), index=network_row(net))


@measure_card(
    of="network",
    label=_("Triad census"),
    plain=_("How many sets of three there are of each of sixteen kinds."),
    unit=_("triads"),
    formula=r"\sum_{k} T_k = \binom{n}{3}",
    cites=("holland1970", "batagelj2001"),
    parts={kind: kind for kind in census.TRIADS},
    by_presence=True,
)
def triad_census(net: Network) -> pd.DataFrame:
    """Sets of three actors by the ties among them.

    A kind is named by its pairs with both ties, one tie and none, and by the direction of its
    ties: down, up, transitive, cyclic.

    Returns
    -------
    pd.DataFrame
        One row, indexed by the network's label or 0; a column for each kind, from 003 to 300:
        numbers of triads, 0 with fewer than three actors.

    References
    ----------
    holland1970, batagelj2001

    Examples
    --------
    >>> import netgov as ng
    >>> net = ng.Network.of(pd.DataFrame({"source": list("SDS"), "target": list("DPP")}))
    >>> triad_census(net)["030T"].item()
    1
    """
    return pd.DataFrame(census.triads(net.matrix, net.both), index=network_row(net))


@measure_card(
    of="network",
    label=_("Transitivity"),
    plain=_("How often a contact's contact is a contact too."),
    unit=_("share"),
    formula=r"\frac{|\{(i, j, k) : i \to j \to k,\ i \to k\}|}"
    r"{|\{(i, j, k) : i \to j \to k,\ i \neq k\}|}",
    cites=("holland1970", "wasserman1994"),
    by_presence=True,
)
def transitivity(net: Network) -> pd.Series[float]:
    """Share of the two-paths whose first actor has a tie to the last.

    Returns
    -------
    pd.Series
        One value between 0 and 1, indexed by the network's label or 0; NaN without two-paths.

    References
    ----------
    holland1970, wasserman1994

    Examples
    --------
    >>> import netgov as ng
    >>> net = ng.Network.of(pd.DataFrame({"source": list("SDSP"), "target": list("DPPH")}))
    >>> round(transitivity(net).item(), 3)
    0.333
    """
    share = census.transitivity(net.matrix, net.both)
    return pd.Series(share, index=network_row(net), name="transitivity")


@measure_card(
    of="network",
    label=_("Components"),
    plain=_("How many parts without contact between them the network falls into."),
    unit=_("parts"),
    formula=r"\left|V / {\leftrightsquigarrow}\right|",
    cites=("wasserman1994",),
    parts={"weak": _("In contact in any direction"), "strong": _("Each reaches each")},
    by_presence=True,
)
def components(net: Network) -> pd.DataFrame:
    """Parts of the network, isolates included.

    Returns
    -------
    pd.DataFrame
        One row, indexed by the network's label or 0. Columns, counts: weak (parts joined by
        ties in any direction) and strong (parts in which each reaches each along the ties).

    References
    ----------
    wasserman1994

    Examples
    --------
    >>> import netgov as ng
    >>> ties = pd.DataFrame({"source": ["S", "D", "P"], "target": ["D", "S", "D"]})
    >>> components(ng.Network.of(ties))
           weak  strong
    years
    0         1       2
    """
    return pd.DataFrame(_components(net.matrix), index=network_row(net))


def _components(matrix: csr_array) -> dict[str, int]:
    from scipy.sparse.csgraph import connected_components

    if matrix.shape[0] == 0:
        return {"weak": 0, "strong": 0}
    return {
        kind: int(connected_components(matrix, connection=kind, return_labels=False))
        for kind in ("weak", "strong")
    }
