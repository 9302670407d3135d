"""Actors and pairs without which a network falls into more parts."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, depth_first_order

from netgov.kernels.cells import tie_rows


class Cuts(NamedTuple):
    """Whether each actor is a cutpoint, and each stored cell a bridge."""

    actors: np.ndarray
    cells: np.ndarray


def cuts(both: csr_array) -> Cuts:
    """Return cutpoints and bridges of a symmetric network, from one search in depth.

    The search leaves a tree. All other contact runs from an actor to those on its way up the
    tree; where none from below runs higher than a superior, that superior holds both together.
    """
    n, rows = both.shape[0], tie_rows(both)
    _order, superior, turn, highest = _climbed(both)
    top = superior == n
    held = np.bincount(superior[~top & (highest >= turn[superior])], minlength=n) > 0
    held[top] = np.bincount(superior[~top], minlength=n)[top] > 1
    lost = ~top & (highest == turn[:n])
    down, up = superior[both.indices] == rows, superior[rows] == both.indices
    return Cuts(held, (down & lost[both.indices]) | (up & lost[rows]))


class Lost(NamedTuple):
    """Pairs that lose their link without each actor, and without each tie of two ``ends``."""

    actors: np.ndarray
    ties: np.ndarray
    ends: np.ndarray


def pairs_lost(both: csr_array) -> Lost:
    """Return what a symmetric network loses with an actor or a bridge, from one search.

    Whoever falls away below an actor is a part of its own; the rest stays one more.
    """
    n = both.shape[0]
    order, superior, turn, highest = _climbed(both)
    top = superior == n
    below = _numbers_below(order, superior)
    part = connected_components(both)[1] if n else np.zeros(0, dtype=np.intp)
    whole = np.bincount(part)[part] if n else np.zeros(0)
    away = np.nonzero(~top & (highest >= turn[superior]))[0]
    fallen = np.bincount(superior[away], below[away], minlength=n)
    squares = np.bincount(superior[away], below[away] ** 2, minlength=n)
    rest = whole - 1 - fallen
    bridges = np.nonzero(~top & (highest == turn[:n]))[0]
    return Lost(
        ((whole - 1) ** 2 - squares - rest**2) / 2,
        below[bridges] * (whole - below)[bridges],
        np.column_stack([superior[bridges], bridges]),
    )


def _numbers_below(order: np.ndarray, superior: np.ndarray) -> np.ndarray:
    """Return how many stand at or below each actor in the tree of a search."""
    below, above = [1.0] * (len(superior) + 1), superior.tolist()
    for actor in order[:0:-1].tolist():
        below[above[actor]] += below[actor]
    return np.array(below[:-1])


def _climbed(both: csr_array) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return the order of a search, each actor's superior, turn, and highest turn reached."""
    n = both.shape[0]
    order, parent = _searched(both)
    turn = np.empty(n + 1, dtype=np.intp)
    turn[order] = np.arange(n + 1)
    return order, parent[:n], turn, _highest(both, order, parent, turn)


def _searched(both: csr_array) -> tuple[np.ndarray, np.ndarray]:
    """Return the order of a search in depth, and from where each actor was reached.

    It starts from one more, number n, who stands above one actor of each part.
    """
    n = both.shape[0]
    part = connected_components(both)[1] if n else np.zeros(0)
    tops = np.unique(part, return_index=True)[1]
    targets = np.concatenate([both.indices, tops]).astype(np.int32)
    starts = np.append(both.indptr, len(targets))
    graph = csr_array((np.ones(len(targets)), targets, starts), shape=(n + 1, n + 1))
    order, parent = depth_first_order(graph, n)
    return order, parent


def _highest(
    both: csr_array, order: np.ndarray, parent: np.ndarray, turn: np.ndarray
) -> np.ndarray:
    """Return the first turn that an actor and those below it are in contact with."""
    rows, reached = tie_rows(both), turn[both.indices]
    reached[both.indices == parent[rows]] = len(order)
    highest = turn.copy()
    np.minimum.at(highest, rows, reached)
    found, above = highest.tolist(), parent.tolist()
    for actor in order[:0:-1].tolist():
        found[above[actor]] = min(found[above[actor]], found[actor])
    return np.array(found[:-1], dtype=np.intp)
