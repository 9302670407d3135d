"""Communities: partitions of high modularity, and how alike partitions are."""

from __future__ import annotations

from collections import deque
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
from scipy.sparse import csr_array

from netgov.kernels.cells import tie_rows

# A move must gain more than rounding can feign, as a share of the actor's own weight.
_LEAST_GAIN: Final = 1e-9

# Modularities closer than this are equal but for rounding.
_EQUAL: Final = 1e-9

Labels = list[int]


class _Graph(NamedTuple):
    """Neighbours of each actor or community with their weights, and each one's strength."""

    near: list[list[tuple[int, float]]]
    strengths: list[float]


def best_partition(both: csr_array, runs: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the partition of highest modularity that some runs of the Louvain method find.

    Parameters
    ----------
    both
        Symmetric weights without a diagonal.
    runs, seed
        The runs differ in the random order in which they take up the actors.

    Returns
    -------
    tuple of np.ndarray
        Label of each actor's community, numbered by size and then by first member (the first
        run of those that are equally good); and the labels of the other runs, one row a run.
        An actor without ties has a community to itself.
    """
    found = _louvain(both, runs, seed)
    values = modularity(both, found)
    best = int((values >= values.max() - _EQUAL).argmax()) if both.nnz else 0
    return _by_size(found[best]), np.delete(found, best, axis=0)


def modularity(both: csr_array, partitions: np.ndarray) -> np.ndarray:
    """Return Newman's modularity of each row of labels; NaN without ties."""
    if both.nnz == 0:
        return np.full(len(partitions), np.nan)
    rows, total, strengths = tie_rows(both), both.sum(), both.sum(axis=1)
    values = np.empty(len(partitions))
    for run, labels in enumerate(partitions):
        inside = both.data[labels[rows] == labels[both.indices]].sum() / total
        expected = (np.bincount(labels, strengths) / total) ** 2
        values[run] = inside - expected.sum()
    return values


def likeness(partition: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Return the adjusted Rand index of a partition with each of others, one row each.

    It is 1 if they are the same, and 0 on average if they have only sizes in common.
    """
    own = _pairs(partition)
    every = len(partition) * (len(partition) - 1) / 2
    values = np.empty(len(others))
    for row, other in enumerate(others):
        theirs = _pairs(other)
        shared = _pairs(partition * (other.max(initial=0) + 1) + other)
        chance = own * theirs / every if every else 0.0
        most = (own + theirs) / 2
        # Nothing to adjust: both hold all together, or each apart.
        values[row] = 1.0 if most == chance else (shared - chance) / (most - chance)
    return values


def _pairs(labels: np.ndarray) -> float:
    """Count the pairs of actors with one label."""
    sizes = np.unique(labels, return_counts=True)[1]
    return float((sizes * (sizes - 1) / 2).sum())


def _by_size(labels: np.ndarray) -> np.ndarray:
    """Number communities by size, the largest first, and then by their first member."""
    _each, first, which, sizes = np.unique(
        labels, return_index=True, return_inverse=True, return_counts=True
    )
    names = np.empty(len(sizes), dtype=int)
    names[np.lexsort((first, -sizes))] = np.arange(len(sizes))
    return names[which]


# --- the Louvain method -------------------------------------------------------------------


def _louvain(both: csr_array, runs: int, seed: int) -> np.ndarray:
    """Return the labels at which each run ends, one row a run."""
    ties = list(zip(both.indices.tolist(), both.data.tolist(), strict=True))
    starts = both.indptr.tolist()
    near = [ties[first:last] for first, last in pairwise(starts)]
    graph = _Graph(near, both.sum(axis=1).tolist())
    rng = np.random.default_rng(seed)
    found = np.zeros((runs, len(near)), dtype=int)
    for run in range(runs):
        found[run] = _one_run(graph, rng)
    return found


def _one_run(graph: _Graph, rng: np.random.Generator) -> Labels:
    """Move actors, then whole communities; and again, until no actor wants to move."""
    labels = list(range(len(graph.near)))
    while True:
        settled = _settled(graph, labels, rng)
        if settled == labels:
            return labels
        labels = _merged(graph, settled, rng)


def _merged(graph: _Graph, labels: Labels, rng: np.random.Generator) -> Labels:
    """Move communities as if they were actors, and communities of these, while any gains."""
    while True:
        count = max(labels, default=-1) + 1
        upper = _settled(_joined(graph, labels, count), list(range(count)), rng)
        if max(upper, default=-1) + 1 == count:
            return labels
        labels = [upper[label] for label in labels]


def _settled(graph: _Graph, labels: Labels, rng: np.random.Generator) -> Labels:
    """Move each actor to the community of the largest gain until none gains by a move.

    After a move only neighbours in other communities are looked at again. The labels come
    back numbered by first appearance.
    """
    near, strengths = graph
    labels, total = labels.copy(), sum(strengths)
    sums = [0.0] * len(near)
    for label, strength in zip(labels, strengths, strict=True):
        sums[label] += strength
    queue = deque(rng.permutation(len(near)).tolist())
    waits = [True] * len(near)
    while queue:
        actor = queue.popleft()
        waits[actor] = False
        own, strength = labels[actor], strengths[actor]
        towards = {own: 0.0}
        for other, weight in near[actor]:
            label = labels[other]
            towards[label] = towards.get(label, 0.0) + weight
        sums[own] -= strength
        best, share = own, strength / total if total else 0.0
        most = towards[own] - share * sums[own] + _LEAST_GAIN * strength
        for label, weight in towards.items():
            gain = weight - share * sums[label]
            if gain > most:
                best, most = label, gain
        sums[best] += strength
        if best != own:
            labels[actor] = best
            for other, _weight in near[actor]:
                if labels[other] != best and not waits[other]:
                    waits[other] = True
                    queue.append(other)
    names: dict[int, int] = {}
    return [names.setdefault(label, len(names)) for label in labels]


def _joined(graph: _Graph, labels: Labels, count: int) -> _Graph:
    """Return the graph of the communities; what lies within them is in their strength only."""
    sums = [0.0] * count
    towards: list[dict[int, float]] = [{} for _community in range(count)]
    for own, ties, strength in zip(labels, *graph, strict=True):
        sums[own] += strength
        outward = towards[own]
        for other, weight in ties:
            label = labels[other]
            if label != own:
                outward[label] = outward.get(label, 0.0) + weight
    return _Graph([list(outward.items()) for outward in towards], sums)
