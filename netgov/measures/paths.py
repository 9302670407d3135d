"""Shortest paths: who lies between others, and who is near to whom.

A tie is as long as 1/weight. Which paths are equally long is decided exactly: with floating
lengths they differ in the last bit, and the wrong broker is named.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
import pandas as pd

from netgov.kernels.betweenness import Scores, betweenness_of_draws
from netgov.kernels.betweenness import betweenness as scored
from netgov.kernels.nearness import (
    Nearness,
    closeness,
    harmonic,
    nearness,
    nearness_of_draws,
    turned,
)
from netgov.measures.registry import Many, measure_card, network_row, ratio
from netgov.network import Network
from netgov.sizes import need_at_most
from netgov.words import _

# Paths between all pairs of so many take about a minute; time grows with the square.
ALL_PAIRS: Final = 10_000


def _scores(net: Network, *, of_ties: bool = False) -> Scores:
    need_at_most(net, ALL_PAIRS)
    return scored(net.matrix, net.distances, of_ties=of_ties)


def _outward(net: Network) -> Nearness:
    """Return what the paths from each actor add up to."""
    need_at_most(net, ALL_PAIRS)
    return nearness(net.matrix, net.distances)


def _inward(net: Network) -> Nearness:
    """Return what the paths to each actor add up to."""
    need_at_most(net, ALL_PAIRS)
    back, places = turned(net.matrix)
    return nearness(back, net.distances.of(places))


def _many(kernel: Callable[[Nearness], np.ndarray], way: str) -> Many:
    """Return a measure of nearness over many draws."""

    def many(net: Network, draws: np.ndarray) -> np.ndarray:
        return kernel(getattr(nearness_of_draws(net.matrix, draws), way))[:, :, None]

    return many


@measure_card(
    of="actor",
    label=_("Betweenness"),
    plain=_("How often the shortest routes between two others run through it."),
    unit=_("pairs of actors"),
    formula=r"\sum_{s \neq v \neq t} \frac{\sigma_{st}(v)}{\sigma_{st}}",
    cites=("freeman1978", "brandes2001"),
    isolates=_("0"),
    up_to=ALL_PAIRS,
    many=lambda net, draws: betweenness_of_draws(net.matrix, draws)[:, :, None],
)
def betweenness(net: Network) -> pd.Series[float]:
    """Shortest paths between others that run through the actor.

    Each ordered pair of others counts 1, shared among its shortest paths. A tie is as long as
    1/weight, so that much contact is a short way; in a binary network paths are hops.

    Returns
    -------
    pd.Series
        Indexed by actor; pairs of actors, not normalised. An isolate gets 0.

    Raises
    ------
    NotEnoughData
        If there are more than 10,000 actors.

    References
    ----------
    freeman1978, brandes2001

    Examples
    --------
    >>> import netgov as ng
    >>> ties = pd.DataFrame({"source": ["S", "P", "D"], "target": ["D", "D", "H"]})
    >>> betweenness(ng.Network.of(ties)).to_dict()
    {'S': 0.0, 'D': 2.0, 'P': 0.0, 'H': 0.0}
    """
    return pd.Series(_scores(net).actors, index=net.actors.index, name="betweenness")


@measure_card(
    of="actor",
    label=_("Closeness, incoming"),
    plain=_("How few steps, over strong ties, all the others need to reach it."),
    unit=_("1/distance"),
    formula=r"\frac{n-1}{\sum_{j \neq i} d(j, i)}",
    cites=("sabidussi1966", "freeman1978"),
    isolates=_("not defined"),
    up_to=ALL_PAIRS,
    many=_many(closeness, "inward"),
)
def in_closeness(net: Network) -> pd.Series[float]:
    """Others for each unit of distance from them to the actor.

    Where some others are out of reach it is not defined; harmonic closeness is.

    Returns
    -------
    pd.Series
        Indexed by actor; 1/distance, in a binary network between 0 and 1. NaN
        unless all others reach it, and for a single actor.

    Raises
    ------
    NotEnoughData
        If there are more than 10,000 actors.

    References
    ----------
    sabidussi1966, freeman1978

    Examples
    --------
    >>> import netgov as ng
    >>> ties = pd.DataFrame({"source": ["S", "D"], "target": ["D", "H"]})
    >>> in_closeness(ng.Network.of(ties)).round(3).to_dict()
    {'S': nan, 'D': nan, 'H': 0.667}
    """
    values = closeness(_inward(net))
    return pd.Series(values, index=net.actors.index, name="in_closeness")


@measure_card(
    of="actor",
    label=_("Closeness, outgoing"),
    plain=_("How few steps, over strong ties, it needs to reach all the others."),
    unit=_("1/distance"),
    formula=r"\frac{n-1}{\sum_{j \neq i} d(i, j)}",
    cites=("sabidussi1966", "freeman1978"),
    isolates=_("not defined"),
    up_to=ALL_PAIRS,
    many=_many(closeness, "outward"),
)
def out_closeness(net: Network) -> pd.Series[float]:
    """Others for each unit of distance from the actor to them.

    Where some others are out of reach it is not defined; harmonic closeness is.

    Returns
    -------
    pd.Series
        Indexed by actor; 1/distance, in a binary network between 0 and 1. NaN
        unless it reaches all others, and for a single actor.

    Raises
    ------
    NotEnoughData
        If there are more than 10,000 actors.

    References
    ----------
    sabidussi1966, freeman1978

    Examples
    --------
    >>> import netgov as ng
    >>> ties = pd.DataFrame({"source": ["S", "D"], "target": ["D", "H"]})
    >>> out_closeness(ng.Network.of(ties)).round(3).to_dict()
    {'S': 0.667, 'D': nan, 'H': nan}
    """
    values = closeness(_outward(net))
    return pd.Series(values, index=net.actors.index, name="out_closeness")


@measure_card(
    of="actor",
    label=_("Harmonic closeness, incoming"),
    plain=_("How easily the others reach it, over few and strong ties."),
    unit=_("1/distance"),
    formula=r"\frac{1}{n-1} \sum_{j \neq i} \frac{1}{d(j, i)}",
    cites=("marchiori2000",),
    isolates=_("0"),
    up_to=ALL_PAIRS,
    many=_many(harmonic, "inward"),
)
def in_harmonic(net: Network) -> pd.Series[float]:
    """Mean of 1/distance from the others to the actor.

    Others that cannot reach the actor count 0, so disconnected networks are no obstacle.

    Returns
    -------
    pd.Series
        Indexed by actor; 1/distance, in a binary network between 0 and 1. An isolate gets 0;
        a single actor NaN, since it has no others.

    Raises
    ------
    NotEnoughData
        If there are more than 10,000 actors.

    References
    ----------
    marchiori2000

    Examples
    --------
    >>> import netgov as ng
    >>> ties = pd.DataFrame({"source": ["S", "D"], "target": ["D", "H"]})
    >>> in_harmonic(ng.Network.of(ties)).to_dict()
    {'S': 0.0, 'D': 0.5, 'H': 0.75}
    """
    values = harmonic(_inward(net))
    return pd.Series(values, index=net.actors.index, name="in_harmonic")


@measure_card(
    of="actor",
    label=_("Harmonic closeness, outgoing"),
    plain=_("How easily it reaches the others, over few and strong ties."),
    unit=_("1/distance"),
    formula=r"\frac{1}{n-1} \sum_{j \neq i} \frac{1}{d(i, j)}",
    cites=("marchiori2000",),
    isolates=_("0"),
    up_to=ALL_PAIRS,
    many=_many(harmonic, "outward"),
)
def out_harmonic(net: Network) -> pd.Series[float]:
    """Mean of 1/distance from the actor to the others.

    Others that the actor cannot reach count 0, so disconnected networks are no obstacle.

    Returns
    -------
    pd.Series
        Indexed by actor; 1/distance, in a binary network between 0 and 1. An isolate gets 0;
        a single actor NaN, since it has no others.

    Raises
    ------
    NotEnoughData
        If there are more than 10,000 actors.

    References
    ----------
    marchiori2000

    Examples
    --------
    >>> import netgov as ng
    >>> ties = pd.DataFrame({"source": ["S", "D"], "target": ["D", "H"]})
    >>> out_harmonic(ng.Network.of(ties)).to_dict()
    {'S': 0.75, 'D': 0.5, 'H': 0.0}
    """
    values = harmonic(_outward(net))
    return pd.Series(values, index=net.actors.index, name="out_harmonic")


@measure_card(
    of="tie",
    label=_("Betweenness of ties"),
    plain=_("How often the shortest routes between two actors use it."),
    unit=_("pairs of actors"),
    formula=r"\sum_{s \neq t} \frac{\sigma_{st}(e)}{\sigma_{st}}",
    cites=("brandes2008",),
    up_to=ALL_PAIRS,
)
def tie_betweenness(net: Network) -> pd.Series[float]:
    """Shortest paths that use the tie, those that begin or end with it among them.

    Each ordered pair of actors counts 1, shared among its shortest paths.

    Returns
    -------
    pd.Series
        Indexed by (source, target); pairs of actors, not normalised. 0 for a tie so weak that
        a detour is shorter.

    Raises
    ------
    NotEnoughData
        If there are more than 10,000 actors.

    References
    ----------
    brandes2008

    Examples
    --------
    >>> import netgov as ng
    >>> ties = pd.DataFrame({"source": ["S", "P", "D"], "target": ["D", "D", "H"]})
    >>> tie_betweenness(ng.Network.of(ties)).to_dict()
    {('S', 'D'): 2.0, ('D', 'H'): 3.0, ('P', 'D'): 2.0}
    """
    values = _scores(net, of_ties=True).ties
    return pd.Series(values, index=net.pairs, name="tie_betweenness")


@measure_card(
    of="network",
    label=_("Mean distance"),
    plain=_("How long the way is from one actor to another, where there is one."),
    unit=_("distance"),
    formula=r"\frac{\sum_{i \neq j,\ i \leadsto j} d(i, j)}"
    r"{|\{(i, j) : i \neq j,\ i \leadsto j\}|}",
    cites=("wasserman1994",),
    up_to=ALL_PAIRS,
)
def mean_distance(net: Network) -> pd.Series[float]:
    """Mean length of the shortest paths, over the ordered pairs that have one.

    Returns
    -------
    pd.Series
        One value, indexed by the network's label or 0; 1/weight, in a binary network hops.
        NaN without ties.

    Raises
    ------
    NotEnoughData
        If there are more than 10,000 actors.

    References
    ----------
    wasserman1994

    Examples
    --------
    >>> import netgov as ng
    >>> ties = pd.DataFrame({"source": ["S", "D"], "target": ["D", "H"]})
    >>> round(mean_distance(ng.Network.of(ties)).item(), 3)
    1.333
    """
    near = _outward(net)
    value = ratio(near.total.sum(), near.reached.sum())
    return pd.Series(value, index=network_row(net), name="mean_distance")


@measure_card(
    of="network",
    label=_("Diameter"),
    plain=_("How long the longest of the shortest ways is."),
    unit=_("distance"),
    formula=r"\max_{i \leadsto j} d(i, j)",
    cites=("wasserman1994",),
    up_to=ALL_PAIRS,
)
def diameter(net: Network) -> pd.Series[float]:
    """Length of the longest shortest path, over the ordered pairs that have one.

    Returns
    -------
    pd.Series
        One value, indexed by the network's label or 0; 1/weight, in a binary network hops.
        NaN without ties.

    Raises
    ------
    NotEnoughData
        If there are more than 10,000 actors.

    References
    ----------
    wasserman1994

    Examples
    --------
    >>> import netgov as ng
    >>> ties = pd.DataFrame({"source": ["S", "D"], "target": ["D", "H"]})
    >>> diameter(ng.Network.of(ties)).item()
    2.0
    """
    near = _outward(net)
    value = near.longest.max() if near.reached.any() else np.nan
    return pd.Series(value, index=network_row(net), name="diameter")


@measure_card(
    of="network",
    label=_("Centralization"),
    plain=_("How far the network turns round one single actor."),
    unit=_("share"),
    formula=r"\frac{\sum_i (\max_j c_j - c_i)}{H}",
    cites=("freeman1978",),
    parts={
        "in_degree": _("Of incoming ties"),
        "out_degree": _("Of outgoing ties"),
        "betweenness": _("Of betweenness"),
        "in_closeness": _("Of incoming closeness"),
        "out_closeness": _("Of outgoing closeness"),
    },
    up_to=ALL_PAIRS,
    by_presence=("in_degree", "out_degree"),
)
def centralization(net: Network) -> pd.DataFrame:
    """How much more central the most central actor is than the others.

    The sum of the differences, divided by H, the largest sum that a binary network of this
    size can have: (n-1)² for degrees, (n-1)²(n-2) for betweenness, (n-1)²/n for closeness.

    Returns
    -------
    pd.DataFrame
        One row, indexed by the network's label or 0. Columns in_degree, out_degree,
        betweenness, in_closeness, out_closeness: in a binary network between 0 and 1. NaN
        with fewer than three actors; closeness also unless each actor reaches each.

    Raises
    ------
    NotEnoughData
        If there are more than 10,000 actors.

    References
    ----------
    freeman1978

    Examples
    --------
    >>> import netgov as ng
    >>> ties = pd.DataFrame({"source": ["D", "D"], "target": ["S", "P"]})
    >>> centralization(ng.Network.of(ties))
           in_degree  out_degree  betweenness  in_closeness  out_closeness
    years
    0           0.25         1.0          0.0           NaN            NaN
    """
    n = len(net.actors)
    star = float((n - 1) ** 2) if n >= 3 else np.nan
    spread = {
        "in_degree": (np.bincount(net.matrix.indices, minlength=n), star),
        "out_degree": (np.diff(net.matrix.indptr), star),
        "betweenness": (_scores(net).actors, star * (n - 2)),
        "in_closeness": (closeness(_inward(net)), star / max(n, 1)),
        "out_closeness": (closeness(_outward(net)), star / max(n, 1)),
    }
    values = {
        name: (score.max(initial=0) - score).sum() / most
        for name, (score, most) in spread.items()
    }
    return pd.DataFrame(values, index=network_row(net))
