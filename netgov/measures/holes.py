"""Structural holes: room to act between partners that are not tied to each other.

Burt's p_ij is the share of i's contact, both directions together, that it has with j.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from netgov.kernels import burt
from netgov.measures.registry import measure_card
from netgov.network import Network
from netgov.words import _


def _many(kernel: Callable[..., np.ndarray]) -> Callable[[Network, np.ndarray], np.ndarray]:
    """Return the form over draws of weights of one of Burt's measures."""
    return lambda net, draws: burt.over_draws(kernel, net.matrix, net.both, draws)[:, :, None]


@measure_card(
    of="actor",
    label=_("Constraint"),
    plain=_("How much its contact depends on partners that are tied to each other."),
    unit="",
    formula=r"\sum_{j} \left(p_{ij} + \sum_{q \neq i, j} p_{iq} p_{qj}\right)^2",
    cites=("burt1992", "everett2020"),
    isolates=_("not defined"),
    many=_many(burt.constraint_of),
)
def constraint(net: Network) -> pd.Series[float]:
    """Burt's constraint: how little room the actor's partners leave it.

    Directions are added up. Values above 1 are right where an actor has few partners.

    Returns
    -------
    pd.Series
        Indexed by actor; no unit, low means room to act. An isolate gets NaN.

    References
    ----------
    burt1992, everett2020

    Examples
    --------
    >>> import netgov as ng
    >>> net = ng.Network.of(pd.DataFrame({"source": ["S", "P"], "target": ["D", "D"]}))
    >>> constraint(net).to_dict()
    {'S': 1.0, 'D': 0.5, 'P': 1.0}
    """
    values = burt.per_actor(net.both, burt.dyadic_constraint(net.both))
    return pd.Series(values, index=net.actors.index, name="constraint")


@measure_card(
    of="actor",
    label=_("Effective size"),
    plain=_("How many separate contacts its partners open up; overlapping ones count less."),
    unit=_("actors"),
    formula=r"\sum_{j} \left(1 - \sum_{q \neq i, j} p_{iq} m_{jq}\right)",
    cites=("burt1992", "borgatti1997"),
    isolates=_("not defined"),
    many=_many(burt.effective_size_of),
)
def effective_size(net: Network) -> pd.Series[float]:
    """Burt's effective size: partners less the overlap among them.

    Directions are added up; m_jq is j's contact with q relative to j's strongest contact.

    Returns
    -------
    pd.Series
        Indexed by actor; number of actors, at most its partners. An isolate gets NaN.

    References
    ----------
    burt1992, borgatti1997

    Examples
    --------
    >>> import netgov as ng
    >>> net = ng.Network.of(pd.DataFrame({"source": ["S", "P"], "target": ["D", "D"]}))
    >>> effective_size(net).to_dict()
    {'S': 1.0, 'D': 2.0, 'P': 1.0}
    """
    values = burt.effective_sizes(net.both)
    return pd.Series(values, index=net.actors.index, name="effective_size")


@measure_card(
    of="actor",
    label=_("Efficiency"),
    plain=_("How much of its contact opens up something new instead of the same again."),
    unit=_("share"),
    formula=r"\frac{1}{|N_i|} \sum_{j} \left(1 - \sum_{q \neq i, j} p_{iq} m_{jq}\right)",
    cites=("burt1992", "borgatti1997"),
    isolates=_("not defined"),
    many=_many(burt.efficiency_of),
)
def efficiency(net: Network) -> pd.Series[float]:
    """Effective size for each partner.

    Returns
    -------
    pd.Series
        Indexed by actor; share, 1 if no partners overlap. An isolate gets NaN.

    References
    ----------
    burt1992, borgatti1997

    Examples
    --------
    >>> import netgov as ng
    >>> ties = pd.DataFrame({"source": ["S", "P", "S"], "target": ["D", "D", "P"]})
    >>> efficiency(ng.Network.of(ties)).to_dict()
    {'S': 0.5, 'D': 0.5, 'P': 0.5}
    """
    partners = np.maximum(np.diff(net.both.indptr), 1)
    values = burt.effective_sizes(net.both) / partners
    return pd.Series(values, index=net.actors.index, name="efficiency")


@measure_card(
    of="actor",
    label=_("Hierarchy of constraint"),
    plain=_("Whether its dependence comes from one partner instead of from all alike."),
    unit="",
    formula=r"\frac{\sum_j r_j \ln r_j}{N \ln N},\ r_j = \frac{c_{ij} N}{\sum_k c_{ik}}",
    cites=("burt1992",),
    isolates=_("not defined"),
    many=_many(burt.hierarchy_of),
)
def burt_hierarchy(net: Network) -> pd.Series[float]:
    """Burt's hierarchy: how far the constraint comes from few of the N partners.

    Returns
    -------
    pd.Series
        Indexed by actor; between 0 (all partners alike) and 1 (one partner). An isolate gets
        NaN, an actor with one partner 1.

    References
    ----------
    burt1992

    Examples
    --------
    >>> import netgov as ng
    >>> ties = pd.DataFrame({"source": ["S", "P"], "target": ["D", "D"], "weight": [4, 1]})
    >>> burt_hierarchy(ng.Network.of(ties)).round(3).to_dict()
    {'S': 1.0, 'D': 0.677, 'P': 1.0}
    """
    values = burt.hierarchy(net.both, burt.dyadic_constraint(net.both))
    return pd.Series(values, index=net.actors.index, name="burt_hierarchy")


@measure_card(
    of="actor",
    label=_("Constraint in the ego network"),
    plain=_("The same dependence, seen from its own partners and the ties among them."),
    unit="",
    formula=r"\sum_{j} \left(p_{ij} + \sum_{q \neq i, j} p_{iq} p^{(i)}_{qj}\right)^2",
    cites=("burt1992", "everett2020"),
    isolates=_("not defined"),
)
def ego_constraint(net: Network) -> pd.Series[float]:
    """Burt's constraint within the network of the actor, its partners and their ties.

    Contacts of partners with others outside do not count, as in a study that asked each
    actor about its own partners only.

    Returns
    -------
    pd.Series
        Indexed by actor; no unit, low means room to act. An isolate gets NaN.

    References
    ----------
    burt1992, everett2020

    Examples
    --------
    >>> import netgov as ng
    >>> ties = pd.DataFrame({"source": ["S", "P", "S", "D"], "target": ["D", "D", "P", "H"]})
    >>> ego_constraint(ng.Network.of(ties)).round(3).to_dict()
    {'S': 1.125, 'D': 0.611, 'P': 1.125, 'H': 1.0}
    """
    values = burt.ego_constraint(net.both)
    return pd.Series(values, index=net.actors.index, name="ego_constraint")


@measure_card(
    of="actor",
    label=_("Effective size of the ego network"),
    plain=_("Separate contacts, seen from its own partners and the ties among them."),
    unit=_("actors"),
    formula=r"\sum_{j} \left(1 - \sum_{q \neq i, j} p_{iq} m^{(i)}_{jq}\right)",
    cites=("burt1992", "borgatti1997"),
    isolates=_("not defined"),
)
def ego_effective_size(net: Network) -> pd.Series[float]:
    """Burt's effective size within the network of the actor, its partners and their ties.

    Returns
    -------
    pd.Series
        Indexed by actor; number of actors, at most its partners. An isolate gets NaN.

    References
    ----------
    burt1992, borgatti1997

    Examples
    --------
    >>> import netgov as ng
    >>> ties = pd.DataFrame({"source": ["S", "P", "S"], "target": ["D", "D", "P"]})
    >>> ego_effective_size(ng.Network.of(ties)).to_dict()
    {'S': 1.0, 'D': 1.0, 'P': 1.0}
    """
    values = burt.ego_effective_sizes(net.both)
    return pd.Series(values, index=net.actors.index, name="ego_effective_size")


@measure_card(
    of="tie",
    label=_("Constraint from a partner"),
    plain=_("How much the first depends on the second, directly and through others."),
    unit="",
    formula=r"\left(p_{ij} + \sum_{q \neq i, j} p_{iq} p_{qj}\right)^2",
    cites=("burt1992", "everett2020"),
)
def dyadic_constraint(net: Network) -> pd.Series[float]:
    """Constraint that the target lays on the source: its part of `constraint`.

    A partner that only approaches the actor constrains it too, but has no tie in this
    direction and so no row.

    Returns
    -------
    pd.Series
        Indexed by (source, target); no unit.

    References
    ----------
    burt1992, everett2020

    Examples
    --------
    >>> import netgov as ng
    >>> net = ng.Network.of(pd.DataFrame({"source": ["S", "D"], "target": ["D", "P"]}))
    >>> dyadic_constraint(net).to_dict()
    {('S', 'D'): 1.0, ('D', 'P'): 0.25}
    """
    values = burt.at_ties(net.matrix, net.both, burt.dyadic_constraint(net.both))
    return pd.Series(values, index=net.pairs, name="dyadic_constraint")
