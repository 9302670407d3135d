"""Shortest paths: who lies between others, and who is near to whom.

The length of a tie is 1/weight, carried as an exact integer (`Network.distances`). With
floating lengths, equally short paths differ in the last bit and the wrong broker is named.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import networkx as nx
import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from netgov.kernels.products import tie_rows
from netgov.measures.registry import measure_card
from netgov.network import Network
from netgov.words import _

# Sources are taken in batches that stay in the processor's cache.
_CELLS: Final = 100_000
_SOURCES: Final = 256


@measure_card(
    of="actor",
    label=_("Betweenness"),
    plain=_("How often the shortest routes between two others run through it."),
    unit=_("pairs of actors"),
    formula=r"\sum_{s \neq v \neq t} \frac{\sigma_{st}(v)}{\sigma_{st}}",
    cites=("freeman1978", "brandes2001"),
    isolates=_("0"),
)
def betweenness(net: Network) -> pd.Series[float]:
    """Shortest paths between others that run through the actor.

    Each ordered pair of others counts 1, shared among its shortest paths. A tie is as long as
    1/weight, so that much contact is a short way; in a binary network paths are hops.

    Returns
    -------
    pd.Series
        Indexed by actor; pairs of actors, not normalised. An isolate gets 0.

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
    if not net.distances.fit_floats(len(net.actors)):
        scores = nx.betweenness_centrality(net.flat, normalized=False, weight="distance")
        values = np.array([scores[actor] for actor in net.actors.index])
    elif max(net.distances.lengths, default=1) == 1:
        values = _betweenness_in_hops(_lengths(net))
    else:
        values = _betweenness(_lengths(net))
    return pd.Series(values, index=net.actors.index, name="betweenness")


@measure_card(
    of="actor",
    label=_("Harmonic closeness, incoming"),
    plain=_("How easily the others reach it, over few and strong ties."),
    unit=_("1/distance"),
    formula=r"\frac{1}{n-1} \sum_{j \neq i} \frac{1}{d(j, i)}",
    cites=("marchiori2000",),
    isolates=_("0"),
)
def in_harmonic(net: Network) -> pd.Series[float]:
    """Mean of 1/distance from the others to the actor.

    Others that cannot reach the actor count 0, so disconnected networks are no obstacle.

    Returns
    -------
    pd.Series
        Indexed by actor; 1/distance, in a binary network between 0 and 1. An isolate gets 0;
        a single actor NaN, since it has no others.

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
    total = np.zeros(len(net.actors))
    for near in _nearness(net):
        total += near.sum(axis=0)
    return _mean_nearness(net, total, "in_harmonic")


@measure_card(
    of="actor",
    label=_("Harmonic closeness, outgoing"),
    plain=_("How easily it reaches the others, over few and strong ties."),
    unit=_("1/distance"),
    formula=r"\frac{1}{n-1} \sum_{j \neq i} \frac{1}{d(i, j)}",
    cites=("marchiori2000",),
    isolates=_("0"),
)
def out_harmonic(net: Network) -> pd.Series[float]:
    """Mean of 1/distance from the actor to the others.

    Others that the actor cannot reach count 0, so disconnected networks are no obstacle.

    Returns
    -------
    pd.Series
        Indexed by actor; 1/distance, in a binary network between 0 and 1. An isolate gets 0;
        a single actor NaN, since it has no others.

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
    sums = [near.sum(axis=1) for near in _nearness(net)]
    return _mean_nearness(net, np.concatenate([np.zeros(0), *sums]), "out_harmonic")


# --- distances -------------------------------------------------------------------------


def _lengths(net: Network) -> csr_array:
    """Return the integer length of each tie, held in float64 without rounding."""
    ties = net.matrix
    lengths = np.array(net.distances.lengths, dtype=float)
    return csr_array((lengths, ties.indices.copy(), ties.indptr.copy()), shape=ties.shape)


def _batches(actors: int, size: int) -> Iterator[np.ndarray]:
    for first in range(0, actors, size):
        yield np.arange(first, min(actors, first + size))


def distance_rows(net: Network) -> Iterator[np.ndarray]:
    """Yield the distances from the actors, a batch of rows at a time; inf if not reached.

    Path sums are exact integers, divided once at the end.
    """
    from scipy.sparse.csgraph import dijkstra

    unit = net.distances.unit
    if net.distances.fit_floats(len(net.actors)):
        lengths = _lengths(net)
        for sources in _batches(len(net.actors), _SOURCES):
            yield dijkstra(lengths, indices=sources) / float(unit)
        return
    place = {actor: i for i, actor in enumerate(net.actors.index)}
    for _source, reached in nx.all_pairs_dijkstra_path_length(net.flat, weight="distance"):
        row = np.full((1, len(place)), np.inf)
        for target, length in reached.items():
            row[0, place[target]] = float(length / unit)
        yield row


def _nearness(net: Network) -> Iterator[np.ndarray]:
    """Yield 1/distance in the same batches; 0 to oneself and to those not reached."""
    for rows in distance_rows(net):
        yield np.divide(1.0, rows, out=np.zeros_like(rows), where=rows > 0)


def _mean_nearness(net: Network, total: np.ndarray, name: str) -> pd.Series[float]:
    others = len(net.actors) - 1
    values = total / others if others > 0 else np.full(len(total), np.nan)
    return pd.Series(values, index=net.actors.index, name=name)


# --- betweenness -----------------------------------------------------------------------


def _betweenness(lengths: csr_array) -> np.ndarray:
    """Brandes' dependencies over all sources, in batches."""
    n = lengths.shape[0]
    total = np.zeros(n)
    for sources in _batches(n, max(1, _CELLS // max(lengths.nnz, n))):
        total += _dependencies(lengths, sources)
    return total


def _dependencies(lengths: csr_array, sources: np.ndarray) -> np.ndarray:
    """Sum the dependencies of some sources on each actor.

    A tie u to v lies on a shortest path from s if d(s,u) + length = d(s,v). These ties, for
    all sources of the batch, are the blocks of one sparse matrix.
    """
    n, batch = lengths.shape[0], len(sources)
    onward = _shortest_ties(lengths, sources)
    roots = np.arange(batch) * n + sources
    start = np.zeros(batch * n)
    start[roots] = 1
    paths = start + _spread(onward.T, start)
    share = np.divide(1.0, paths, out=np.zeros_like(paths), where=paths > 0)
    # Dependency = paths through v times the shares of all that lie beyond it: no
    # subtraction, so that actors between nobody get exactly 0.
    dependency = paths * _spread(onward, share)
    dependency[roots] = 0
    return np.asarray(dependency.reshape(batch, n).sum(axis=0))


def _shortest_ties(lengths: csr_array, sources: np.ndarray) -> csr_array:
    """Return the ties on shortest paths, each source a block of rows and columns."""
    from scipy.sparse.csgraph import dijkstra

    n, m, size = lengths.shape[0], lengths.nnz, len(sources) * lengths.shape[0]
    tails, heads = tie_rows(lengths), lengths.indices
    far = dijkstra(lengths, indices=sources)
    reach = far[:, tails] + lengths.data
    on_path = (reach == far[:, heads]) & np.isfinite(reach)
    block, tie = np.divmod(np.flatnonzero(on_path), max(m, 1))
    # Cells come sorted by row, so the CSR arrays need no sorting.
    counts = np.bincount(block * n + tails[tie], minlength=size)
    starts = np.concatenate([[0], np.cumsum(counts)])
    return csr_array((np.ones(len(tie)), block * n + heads[tie], starts), shape=(size, size))


def _spread(step: csr_array, start: np.ndarray) -> np.ndarray:
    """Sum what arrives after 1, 2, 3, ... steps; there are no cycles, so it ends."""
    total = np.zeros_like(start)
    moved = step @ start
    while moved.any():
        total += moved
        moved = step @ moved
    return total


def _betweenness_in_hops(lengths: csr_array) -> np.ndarray:
    """Brandes' dependencies when all ties are equally long: level by level, no queue."""
    n = lengths.shape[0]
    forward = csr_array(lengths.T)
    total = np.zeros(n)
    for sources in _batches(n, _SOURCES):
        roots = (sources, np.arange(len(sources)))
        level = np.zeros((n, len(sources)))
        level[roots] = 1
        paths, levels = level.copy(), []
        while level.any():
            levels.append(level)
            level = forward @ level
            level[paths > 0] = 0
            paths += level
        share = np.divide(1.0, paths, out=np.zeros_like(paths), where=paths > 0)
        beyond = np.zeros_like(paths)
        for here, further in zip(levels[-2::-1], levels[:0:-1], strict=True):
            beyond += here * (lengths @ ((1 + beyond) * share * (further > 0)))
        beyond[roots] = 0
        total += beyond.sum(axis=1)
    return total
