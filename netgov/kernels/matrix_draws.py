"""Two matrices side by side while the actors of one are dealt anew: the draws of QAP.

The sum over all pairs of x_ij y_π(i)π(j) is the sum over the cells of the sparser matrix alone,
so a draw costs as much as that one has ties.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np

# So many draws at a time: what is gathered for them stays near the processor.
STEP: Final = 64
# Of a variance that is so small a share of its parts nothing but rounding is left.
_NOTHING: Final = 1e-12


def orders(
    kinds: np.ndarray, times: int, rng: np.random.Generator, step: int = STEP
) -> Iterator[np.ndarray]:
    """Yield which actor takes the place of each, a row a draw, some draws at a time.

    Actors take the places of those of their own kind alone. The draws do not depend on how many
    are made at a time.
    """
    alike = [np.flatnonzero(kinds == kind) for kind in np.unique(kinds)]
    for first in range(0, times, step):
        rows = min(step, times - first)
        order = rng.permuted(np.tile(np.arange(len(kinds)), (rows, 1)), axis=1)
        place = np.argsort(order, axis=1)
        for some in alike:
            # Those of one kind, as they stand behind each other in the order of all.
            order[:, some] = some[np.argsort(place[:, some], axis=1)]
        yield order


def known_sides(matrices: Sequence[np.ndarray]) -> np.ndarray:
    """Return of each actor which sides all matrices know: 0 none, 1 its row, 2 its column, 3.

    A side is known if one cell of it is, off the diagonal. Draws of actors whose sides are
    known alike read about as many pairs as what was observed does.
    """
    known = ~np.isnan(matrices).any(axis=0) & ~np.eye(len(matrices[0]), dtype=bool)
    rows, columns = (known.any(axis=axis).astype(int) for axis in (1, 0))
    sides: np.ndarray = rows + 2 * columns
    return sides


def as_it_is(actors: int) -> np.ndarray:
    """Return the one order in which every actor keeps its place."""
    return np.arange(actors)[None, :]


def is_constant(matrix: np.ndarray) -> bool:
    """Whether the cells off the diagonal that are known are all the same, or there is none."""
    known = matrix[~np.isnan(matrix) & ~np.eye(len(matrix), dtype=bool)]
    return not known.size or bool(known.max() == known.min())


def correlations(
    fixed: np.ndarray, moved: np.ndarray, draws: Iterable[np.ndarray]
) -> Iterator[np.ndarray]:
    """Yield the correlation of the cells off the diagonal, the actors of ``moved`` in order.

    NaN marks cells that are not known. A draw reads the pairs of which both cells are known;
    its correlation is NaN where one side does not vary among them.
    """
    x, y = _parts(fixed), _parts(moved)
    pairs = len(fixed) * (len(fixed) - 1) - x.unknown.sum() - y.unknown.sum()
    sums = [part.sum() for part in (x.values, x.values**2, y.values, y.values**2)]
    crossings = [
        _crossing(x.values, y.values),
        _crossing(x.unknown, y.unknown),
        *(_crossing(x.values**power, y.unknown) for power in (1, 2)),
        *(_crossing(x.unknown, y.values**power) for power in (1, 2)),
    ]
    turned = any(crossing.turned for crossing in crossings)
    for order in draws:
        places = np.ascontiguousarray(order.T)
        back = _backwards(places) if turned else places
        xy, neither, *lost = (_sums(c, back if c.turned else places) for c in crossings)
        s_x, s_xx, s_y, s_yy = map(np.subtract, sums, lost)
        yield _correlation(pairs + neither, xy, (s_x, s_xx), (s_y, s_yy))


def _backwards(places: np.ndarray) -> np.ndarray:
    """Return the orders that undo some; a column each."""
    back = np.empty_like(places)
    np.put_along_axis(back, places, np.arange(len(places))[:, None], axis=0)
    return back


Sums = tuple[np.ndarray, np.ndarray]


def _correlation(n: np.ndarray, xy: np.ndarray, x: Sums, y: Sums) -> np.ndarray:
    """Return correlations from the sums of products, of values and of squares."""
    spread = [
        np.where(v <= _NOTHING * n * ss, 0, v) for s, ss in (x, y) for v in [n * ss - s**2]
    ]
    with np.errstate(divide="ignore", invalid="ignore"):
        found: np.ndarray = (n * xy - x[0] * y[0]) / np.sqrt(spread[0] * spread[1])
    return np.where(np.isfinite(found), found, np.nan)


class _Parts(NamedTuple):
    """The cells of a matrix off the diagonal, 0 where unknown, and which are unknown."""

    values: np.ndarray
    unknown: np.ndarray


def _parts(matrix: np.ndarray) -> _Parts:
    off = ~np.eye(len(matrix), dtype=bool)
    unknown = np.isnan(matrix) & off
    known = off & ~unknown
    values = np.where(known, matrix, 0.0)
    if 2 * np.count_nonzero(values) > known.sum():
        # No cell can be skipped, so that they may as well lie round 0, where sums are sharp.
        values = np.where(known, matrix - values.sum() / known.sum(), 0.0)
    return _Parts(values, unknown)


class _Crossing(NamedTuple):
    """The cells of the sparser of two matrices that are not 0, and the other, row by row."""

    rows: np.ndarray
    columns: np.ndarray
    values: np.ndarray
    other: np.ndarray
    turned: bool
    """Whether the sparser one is the one that moves, so that the other moves back instead."""


def _crossing(fixed: np.ndarray, moved: np.ndarray) -> _Crossing:
    if not fixed.any() or not moved.any():
        nowhere = np.zeros(0, dtype=int)
        return _Crossing(nowhere, nowhere, np.zeros(0), np.zeros(0), turned=False)
    turned = bool(np.count_nonzero(moved) < np.count_nonzero(fixed))
    sparser, other = (moved, fixed) if turned else (fixed, moved)
    rows, columns = np.nonzero(sparser)
    values = sparser[rows, columns].astype(float)
    return _Crossing(rows, columns, values, other.ravel().astype(float), turned)


def _sums(crossing: _Crossing, places: np.ndarray) -> np.ndarray:
    """Return the sum of products of each draw: a column of places each."""
    if not crossing.values.size:
        return np.zeros(places.shape[1])
    cells = (places * len(places))[crossing.rows]
    cells += places[crossing.columns]
    # Every cell exists; to ask for no check spares a copy.
    found: np.ndarray = crossing.values @ crossing.other.take(cells, mode="clip")
    return found
