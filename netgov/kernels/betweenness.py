"""How many shortest paths run through each actor and tie: Brandes' dependencies, in batches."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final, NamedTuple

import numpy as np
from scipy.sparse import csr_array

from netgov.kernels.cells import tie_rows
from netgov.kernels.distances import Distances, written_distances
from netgov.kernels.geodesics import Paths, Ties, shortest_paths
from netgov.kernels.nearness import DRAWS, SMALL, distances_of_draws, lengths_of_draws

# Sources of a batch: enough to be worth the steps from rank to rank, few enough for memory.
_SOURCES: Final = 256
_CELLS: Final = 125_000
# In hops the distances and paths of a batch stay in the processor's cache.
_HOP_SOURCES: Final = 32
_HOP_CELLS: Final = 16_000
# Up to so many actors a dense product is quicker than to look for the ties.
_DENSE: Final = 100
# With paths of more hops it is quicker to go from rank to rank.
_MOST_HOPS: Final = 40
# Ties whose scores are counted at once.
_TIES: Final = 1024


class Scores(NamedTuple):
    """Shares of shortest paths through each actor, and along each tie of the matrix."""

    actors: np.ndarray
    ties: np.ndarray


def betweenness(pattern: csr_array, distances: Distances, *, of_ties: bool = False) -> Scores:
    """Return between how many pairs of others each actor, or pairs of actors each tie, lies.

    Which paths are equally long is decided exactly, whatever the weights; only the scores are
    sums of floats. Those of ties are counted if asked for, else 0.
    """
    if len(distances.weights) == 1:
        scores = _in_hops(pattern, of_ties=of_ties)
        if scores is not None:
            return scores
    return _by_length(pattern, distances, of_ties=of_ties)


def betweenness_of_draws(pattern: csr_array, weights: np.ndarray) -> np.ndarray:
    """Return the betweenness of actors in each draw of weights: (draws, actors)."""
    n, ties = pattern.shape[0], Ties.of(pattern)
    if n > SMALL:
        return np.array([_of_draw(pattern, row) for row in weights]).reshape(-1, n)
    found = [np.zeros((0, n))]
    for first in range(0, len(weights), DRAWS):
        drawn = weights[first : first + DRAWS, ties.places]
        lengths = lengths_of_draws(weights[first : first + DRAWS])
        far = distances_of_draws(pattern, lengths)
        exact = partial(written_distances, drawn)
        paths = shortest_paths(ties, np.arange(n), far, lengths[:, ties.places], exact)
        found.append(_through_actors(paths, *_counted(paths), len(drawn)))
    return np.concatenate(found)


def _of_draw(pattern: csr_array, weights: np.ndarray) -> np.ndarray:
    there = np.flatnonzero(weights > 0)
    starts = np.searchsorted(there, pattern.indptr)
    drawn = csr_array((weights[there], pattern.indices[there], starts), shape=pattern.shape)
    return betweenness(drawn, written_distances(drawn.data)).actors


def _batches(actors: int, size: int) -> Iterator[np.ndarray]:
    for first in range(0, actors, size):
        yield np.arange(first, min(actors, first + size))


# --- by length -------------------------------------------------------------------------


def _by_length(pattern: csr_array, distances: Distances, *, of_ties: bool) -> Scores:
    from scipy.sparse.csgraph import dijkstra

    n, ties = pattern.shape[0], Ties.of(pattern)
    values, _unit = distances.floats(n)
    lengths = csr_array((values, pattern.indices, pattern.indptr), shape=pattern.shape)
    arranged = Distances(distances.weights, distances.which[None, ties.places])
    exact = None if distances.fit_floats(n) else lambda: arranged
    scores = Scores(np.zeros(n), np.zeros(pattern.nnz))
    for sources in _batches(n, max(_SOURCES, _CELLS // max(n, 1))):
        far = dijkstra(lengths, indices=sources)[None]
        paths = shortest_paths(ties, sources, far, values[None, ties.places], exact)
        count, beyond = _counted(paths)
        scores.actors[:] += _through_actors(paths, count, beyond, 1)[0]
        if of_ties:
            scores.ties[ties.places] += _along_ties(paths, count, beyond, pattern.nnz)
    return scores


def _counted(paths: Paths) -> tuple[np.ndarray, np.ndarray]:
    """Return the shortest paths to each cell, and the shares of all paths that go on from it.

    A path to t, of which there are so many, has the share 1/many of it.
    """
    lanes = paths.before.shape[1]
    count, beyond = np.zeros(paths.before.shape), np.zeros(paths.before.shape)
    counts, beyonds = count.ravel(), beyond.ravel()
    count[:1] = 1
    lane = paths.more_to % lanes
    for rank in range(1, paths.last):
        counts.take(paths.before[rank], out=count[rank], mode="clip")
        more = slice(paths.starts[rank], paths.starts[rank + 1])
        if more.start < more.stop:
            count[rank] += np.bincount(lane[more], counts[paths.more_from[more]], lanes)
    share = _shares(count)
    for rank in range(paths.last - 1, 0, -1):
        arrived = beyond[rank] + share[rank]
        # In one rank no predecessor stands twice.
        beyonds[paths.before[rank]] += arrived
        more = slice(paths.starts[rank], paths.starts[rank + 1])
        if more.start < more.stop:
            beyonds[paths.more_from[more]] += arrived[lane[more]]
    beyond[-1] = 0
    return count, beyond


def _shares(count: np.ndarray) -> np.ndarray:
    shares = np.zeros_like(count)
    np.divide(1.0, count, out=shares, where=count > 0)
    return shares


def _through_actors(
    paths: Paths, count: np.ndarray, beyond: np.ndarray, draws: int
) -> np.ndarray:
    """Sum over the sources of each draw: paths to an actor times what goes on from it."""
    n, lanes = paths.actors.shape
    through = (count * beyond)[:-1]
    through[:1] = 0
    draw = np.arange(lanes) // max(lanes // max(draws, 1), 1)
    place = (paths.actors + n * draw).ravel()
    return np.bincount(place, through.ravel(), draws * n).reshape(draws, n)


def _along_ties(paths: Paths, count: np.ndarray, beyond: np.ndarray, ties: int) -> np.ndarray:
    """Sum over the sources: paths to a tie's tail times what ends at its head or goes on."""
    arriving = _shares(count) + beyond
    along = count.ravel()[paths.before] * arriving
    further = count.ravel()[paths.more_from] * arriving.ravel()[paths.more_to]
    total = np.bincount(paths.ties.ravel() + 1, along.ravel(), ties + 1)[1:]
    return total + np.bincount(paths.more_ties, further, ties)


# --- in hops ---------------------------------------------------------------------------


def _in_hops(pattern: csr_array, *, of_ties: bool) -> Scores | None:
    """Count when all ties are equally long: level by level; None if there are too many."""
    n = pattern.shape[0]
    ties = csr_array((np.ones(pattern.nnz), pattern.indices, pattern.indptr), pattern.shape)
    onward = ties.toarray() if n <= _DENSE else ties
    back = onward.T if n <= _DENSE else csr_array(ties.T)
    scores = Scores(np.zeros(n), np.zeros(pattern.nnz))
    for sources in _batches(n, max(_HOP_SOURCES, _HOP_CELLS // max(n, 1))):
        found = _levels(back, sources)
        if found is None:
            return None
        count, hops = found
        share = _shares(count)
        beyond = np.zeros_like(count)
        # Nothing goes on from the source, so the last level is its neighbours.
        for level in range(hops.max(initial=0), 1, -1):
            gone = onward @ ((share + beyond) * (hops == level))
            gone *= hops == level - 1
            beyond += gone
        if of_ties:
            scores.ties[:] += _along_hops(ties, count, share + beyond, hops)
        scores.actors[:] += (count * beyond).sum(axis=1)
    return scores


def _levels(
    back: csr_array | np.ndarray, sources: np.ndarray
) -> tuple[np.ndarray, np.ndarray] | None:
    """Return shortest paths and hops, (actors, sources); hops are -1 if not reached."""
    level = np.zeros((back.shape[0], len(sources)))
    level[sources, np.arange(len(sources))] = 1
    count, hops = level.copy(), np.where(level > 0, 0, -1).astype(np.int8)
    for step in range(1, _MOST_HOPS + 2):
        level = back @ level
        level *= hops < 0
        new = level > 0
        if not new.any():
            return count, hops
        np.putmask(hops, new, step)
        count += level
    return None


def _along_hops(
    ties: csr_array, count: np.ndarray, arriving: np.ndarray, hops: np.ndarray
) -> np.ndarray:
    tails, heads = tie_rows(ties), ties.indices
    along = np.zeros(ties.nnz)
    for first in range(0, ties.nnz, _TIES):
        tail, head = tails[first : first + _TIES], heads[first : first + _TIES]
        shares = count[tail] * arriving[head]
        shares *= hops[tail] + 1 == hops[head]
        along[first : first + _TIES] = shares.sum(axis=1)
    return along
