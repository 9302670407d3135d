"""Who mediates between whom, by the groups of the three."""

from __future__ import annotations

from functools import partial
from typing import Final

import numpy as np
import pandas as pd

from netgov.kernels.role_draws import role_worth_many, standardized_many, sum_moments_many
from netgov.kernels.role_moments import actor_moments, standardized, sum_moments
from netgov.kernels.roles import (
    Worth,
    each_path,
    only_link,
    role_counts,
    role_worth,
    shared_credit,
)
from netgov.measures.registry import measure_card, network_row
from netgov.network import Network
from netgov.words import _

ROLES: Final = {
    "coordinator": _("Coordinator"),
    "itinerant": _("Itinerant broker"),
    "representative": _("Representative"),
    "gatekeeper": _("Gatekeeper"),
    "liaison": _("Liaison"),
    "total": _("All roles"),
}
_NAMES: Final = pd.Index(list(ROLES))

# Of each role its sum, and mean, standard deviation and distance from the mean by chance.
SUMS: Final = {
    "coordinator": _("Coordinator"),
    "coordinator_expected": _("Coordinator, expected"),
    "coordinator_sd": _("Coordinator, standard deviation"),
    "coordinator_z": _("Coordinator, z"),
    "itinerant": _("Itinerant broker"),
    "itinerant_expected": _("Itinerant broker, expected"),
    "itinerant_sd": _("Itinerant broker, standard deviation"),
    "itinerant_z": _("Itinerant broker, z"),
    "representative": _("Representative"),
    "representative_expected": _("Representative, expected"),
    "representative_sd": _("Representative, standard deviation"),
    "representative_z": _("Representative, z"),
    "gatekeeper": _("Gatekeeper"),
    "gatekeeper_expected": _("Gatekeeper, expected"),
    "gatekeeper_sd": _("Gatekeeper, standard deviation"),
    "gatekeeper_z": _("Gatekeeper, z"),
    "liaison": _("Liaison"),
    "liaison_expected": _("Liaison, expected"),
    "liaison_sd": _("Liaison, standard deviation"),
    "liaison_z": _("Liaison, z"),
    "total": _("All roles"),
    "total_expected": _("All roles, expected"),
    "total_sd": _("All roles, standard deviation"),
    "total_z": _("All roles, z"),
}


def _many(net: Network, draws: np.ndarray, worth: Worth) -> np.ndarray:
    return role_worth_many(net.matrix, draws, worth)


def _z_many(net: Network, draws: np.ndarray) -> np.ndarray:
    return standardized_many(_many(net, draws, each_path), draws, _density(net))


def _across_many(net: Network, draws: np.ndarray, worth: Worth) -> np.ndarray:
    return _across(_many(net, draws, worth))[..., None]


def _sums_many(net: Network, draws: np.ndarray) -> np.ndarray:
    sums = _many(net, draws, each_path).sum(axis=1)
    values = _beside_chance(sums, *sum_moments_many(draws, _density(net)))
    return values.reshape(len(draws), 1, len(SUMS))


@measure_card(
    of="actor",
    label=_("Brokerage roles"),
    plain=_("How often it links two others, the first of which does not approach the second."),
    unit=_("paths"),
    formula=r"\left|\{(i, k) : i \to j \to k,\ i \neq k,\ i \nrightarrow k\}\right|",
    cites=("gould1989",),
    needs=("groups",),
    parts=ROLES,
    isolates=_("0"),
    many=partial(_many, worth=each_path),
    by_presence=True,
)
def broker_roles(net: Network) -> pd.DataFrame:
    """Open two-paths each actor mediates, by the groups of the three.

    A path a, v, b is open if a has no tie to b. Its groups in that order make v a coordinator
    (AAA), itinerant broker (ABA), representative (AAB), gatekeeper (ABB) or liaison (ABC).

    Returns
    -------
    pd.DataFrame
        Indexed by actor; columns coordinator, itinerant, representative, gatekeeper, liaison
        and total, their sum; number of paths. An isolate gets 0.

    Raises
    ------
    NotEnoughData
        If the network has no groups.

    References
    ----------
    gould1989

    Examples
    --------
    >>> import netgov as ng
    >>> ties = pd.DataFrame({"source": ["S", "D"], "target": ["D", "H"]})
    >>> net = ng.Network.of(ties, groups={"S": "school", "D": "city", "H": "city"})
    >>> broker_roles(net).loc["D"].to_dict()
    {'coordinator': 0, 'itinerant': 0, 'representative': 0, 'gatekeeper': 1, 'liaison': 0,
     'total': 1}
    """
    return _frame(net, role_counts(net.matrix, net.codes))


@measure_card(
    of="actor",
    label=_("Brokerage roles beside chance"),
    plain=_("How far its brokerage is from what the same number of ties would give by chance."),
    unit=_("standard deviations"),
    formula=r"\frac{b_j - \mathrm{E}\,b_j}{\sqrt{\mathrm{Var}\,b_j}}",
    cites=("gould1989",),
    needs=("groups",),
    parts=ROLES,
    isolates=_("below 0 or not defined"),
    many=_z_many,
    by_presence=True,
)
def broker_roles_z(net: Network) -> pd.DataFrame:
    """Brokerage roles standardized: distance from chance in standard deviations.

    Chance: each tie exists with the network's density, whatever the others, and the groups
    are as they are. The values are for comparing actors; for a test, permute the groups.

    Returns
    -------
    pd.DataFrame
        Indexed by actor; columns as of `broker_roles`, in standard deviations. NaN where the
        role cannot occur or nothing varies: one group, or groups of one actor. An isolate
        gets a value below 0, or NaN.

    Raises
    ------
    NotEnoughData
        If the network has no groups.

    References
    ----------
    gould1989

    Examples
    --------
    >>> import netgov as ng
    >>> ties = pd.DataFrame({"source": ["S", "D"], "target": ["D", "H"]})
    >>> net = ng.Network.of(ties, groups={"S": "school", "D": "city", "H": "city"})
    >>> broker_roles_z(net).loc["D", ["gatekeeper", "liaison", "total"]].round(3).to_dict()
    {'gatekeeper': 3.536, 'liaison': nan, 'total': 2.3}
    """
    moments = actor_moments(np.bincount(net.codes)[net.codes], _density(net))
    return _frame(net, standardized(role_counts(net.matrix, net.codes), *moments))


@measure_card(
    of="actor",
    label=_("Brokerage credit"),
    plain=_("How many pairs without a tie it links; others who link them share the credit."),
    unit=_("pairs"),
    formula=r"\sum_{i \to j \to k,\ i \neq k,\ i \nrightarrow k} \frac{1}{(A^2)_{ik}}",
    cites=("gould1989",),
    needs=("groups",),
    parts=ROLES,
    isolates=_("0"),
    many=partial(_many, worth=shared_credit),
    by_presence=True,
)
def broker_credit(net: Network) -> pd.DataFrame:
    """Brokered pairs, each worth one and shared equally by its intermediaries.

    Over all actors the credit adds up to the number of ordered pairs that have an
    intermediary and no tie.

    Returns
    -------
    pd.DataFrame
        Indexed by actor; columns as of `broker_roles`; number of pairs. An isolate gets 0.

    Raises
    ------
    NotEnoughData
        If the network has no groups.

    References
    ----------
    gould1989

    Examples
    --------
    >>> import netgov as ng
    >>> ties = pd.DataFrame({"source": ["S", "S", "D", "P"], "target": ["D", "P", "H", "H"]})
    >>> net = ng.Network.of(ties, groups={"S": "a", "D": "b", "P": "b", "H": "b"})
    >>> broker_credit(net)["gatekeeper"].to_dict()
    {'S': 0.0, 'D': 0.5, 'P': 0.5, 'H': 0.0}
    """
    return _frame(net, role_worth(net.matrix, net.codes, shared_credit))


@measure_card(
    of="actor",
    label=_("Brokerage across groups"),
    plain=_("How often it links two others of different groups that have no tie of their own."),
    unit=_("paths"),
    formula=r"\left|\{(i, k) : i \to j \to k,\ i \nrightarrow k,\ g_i \neq g_k\}\right|",
    cites=("hamilton2020",),
    needs=("groups",),
    isolates=_("0"),
    many=partial(_across_many, worth=each_path),
    by_presence=True,
)
def broker_activity(net: Network) -> pd.Series[int]:
    """Open two-paths through the actor whose ends are of different groups.

    Returns
    -------
    pd.Series
        Indexed by actor; number of paths. An isolate gets 0.

    Raises
    ------
    NotEnoughData
        If the network has no groups.

    References
    ----------
    hamilton2020

    Examples
    --------
    >>> import netgov as ng
    >>> ties = pd.DataFrame({"source": ["S", "D", "D"], "target": ["D", "H", "T"]})
    >>> net = ng.Network.of(ties, groups={"S": "a", "D": "b", "H": "b", "T": "a"})
    >>> broker_activity(net).to_dict()
    {'S': 0, 'D': 1, 'H': 0, 'T': 0}
    """
    values = _across(role_counts(net.matrix, net.codes))
    return pd.Series(values, index=net.actors.index, name="broker_activity")


@measure_card(
    of="actor",
    label=_("Sole brokerage across groups"),
    plain=_("How many pairs of different groups without a tie are linked by it alone."),
    unit=_("pairs"),
    formula=r"\left|\{(i, k) : i \to j \to k,\ i \nrightarrow k,\ g_i \neq g_k,\ "
    r"(A^2)_{ik} = 1\}\right|",
    cites=("hamilton2020",),
    needs=("groups",),
    isolates=_("0"),
    many=partial(_across_many, worth=only_link),
    by_presence=True,
)
def broker_exclusivity(net: Network) -> pd.Series[int]:
    """Those paths of `broker_activity` of which the actor is the only intermediary.

    Returns
    -------
    pd.Series
        Indexed by actor; number of pairs. An isolate gets 0.

    Raises
    ------
    NotEnoughData
        If the network has no groups.

    References
    ----------
    hamilton2020

    Examples
    --------
    >>> import netgov as ng
    >>> ties = pd.DataFrame({"source": ["S", "S", "D", "P"], "target": ["D", "P", "H", "H"]})
    >>> net = ng.Network.of(ties, groups={"S": "a", "D": "b", "P": "b", "H": "b"})
    >>> broker_exclusivity(net).to_dict(), broker_exclusivity(net.without("P"))["D"].item()
    ({'S': 0, 'D': 0, 'P': 0, 'H': 0}, 1)
    """
    values = _across(role_worth(net.matrix, net.codes, only_link)).astype(int)
    return pd.Series(values, index=net.actors.index, name="broker_exclusivity")


@measure_card(
    of="network",
    label=_("Brokerage in all"),
    plain=_("How much brokerage of each role there is, and how much chance would give."),
    unit="",
    formula=r"B = \sum_j b_j,\ \mathrm{E} B = N p,\ p = d^2 (1 - d),\ "
    r"\mathrm{Var} B = d^3 (1 - d) \sum_{i \neq j} ((1 - d) T_{ij} - d\,G_{ij})^2 + "
    r"N (p (1 - p) - 2 d^3 (1 - d)^3 - d^5 (1 - d) + s p^2)",
    cites=("gould1989",),
    needs=("groups",),
    parts=SUMS,
    many=_sums_many,
    by_presence=True,
)
def broker_totals(net: Network) -> pd.DataFrame:
    """Brokerage roles summed over all actors, beside what chance would give.

    Chance: each tie exists with the network's density d, whatever the others, and the groups
    are as they are. In the formula N triples of actors i, j, k have the groups of the role; a
    tie from i to j is part of T_ij of them and closes G_ij. Of the two exchanges, i with j and
    j with k, s keep the role. So the variance counts every pair of paths that share a tie.

    Returns
    -------
    pd.DataFrame
        One row, indexed by the network's label or 0. For each role of `broker_roles` its sum
        (number of paths), and with _expected, _sd and _z behind the name its mean, standard
        deviation and distance from the mean in standard deviations; z is NaN where nothing
        varies.

    Raises
    ------
    NotEnoughData
        If the network has no groups.

    References
    ----------
    gould1989

    Examples
    --------
    >>> import netgov as ng
    >>> ties = pd.DataFrame({"source": ["S", "D"], "target": ["D", "H"]})
    >>> net = ng.Network.of(ties, groups={"S": "school", "D": "city", "H": "city"})
    >>> broker_totals(net).filter(like="gatekeeper").round(3).iloc[0].to_list()
    [1.0, 0.148, 0.355, 2.398]
    """
    sums = role_counts(net.matrix, net.codes).sum(axis=0)
    values = _beside_chance(sums, *sum_moments(np.bincount(net.codes), _density(net)))
    return pd.DataFrame(values.reshape(1, -1), index=network_row(net), columns=list(SUMS))


def _beside_chance(sums: np.ndarray, mean: np.ndarray, sd: np.ndarray) -> np.ndarray:
    """Return of each role, one row, the four values of `broker_totals`."""
    return np.stack([sums, mean, sd, standardized(sums, mean, sd)], axis=-1)


def _across(roles: np.ndarray) -> np.ndarray:
    """Add up representative, gatekeeper and liaison, whose ends are of different groups."""
    values: np.ndarray = roles[..., 2:5].sum(axis=-1)
    return values


def _density(net: Network) -> float:
    n = len(net.actors)
    return float(net.matrix.nnz / max(n * (n - 1), 1))


def _frame(net: Network, values: np.ndarray) -> pd.DataFrame:
    # An index made before is several times quicker than a list of names.
    return pd.DataFrame(values, index=net.actors.index, columns=_NAMES.view())
