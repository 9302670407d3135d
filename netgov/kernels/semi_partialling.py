"""Double semi-partialling: what is left of each predictor beside the others is dealt anew.

Regressed on the others and what is left of it, an outcome gives a predictor the coefficient and
the statistic that it has in the whole regression; so the order in which every actor keeps its
place gives what was observed, and the other orders give the draws (MRQAP).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple

import numpy as np

from netgov.kernels.matrix_draws import as_it_is
from netgov.kernels.partial_fits import Cells, Fits

# Draws are taken in blocks of so many cells.
_BLOCK: Final = 1 << 16
# Of a predictor that leaves so small a share the others say everything.
_NOTHING: Final = 1e-7

Fit = Callable[[Cells], Fits]


class Regression(NamedTuple):
    """The cells that an outcome and its predictors all know, a pair once if all are symmetric.

    ``bases`` and ``left`` hold, for each predictor, what spans the others (and the intercept)
    and what these leave of it; ``left`` as whole matrices, 0 where unknown. ``alone`` is the
    same of the intercept beside all predictors.
    """

    actors: int
    rows: np.ndarray
    columns: np.ndarray
    outcome: np.ndarray
    bases: list[np.ndarray]
    left: list[np.ndarray]
    shares: np.ndarray
    """The share of each predictor's variation that the others leave."""
    alone: tuple[np.ndarray, np.ndarray]
    known: np.ndarray | None
    """Which cells are known, as a whole matrix; None if all are."""

    @property
    def told_by_others(self) -> np.ndarray:
        """The places of the predictors that the others leave nothing of."""
        return np.flatnonzero(self.shares <= _NOTHING)

    @property
    def step(self) -> int:
        """How many draws are made at a time."""
        return max(1, _BLOCK // max(len(self.rows), 1))


def regression(outcome: np.ndarray, predictors: np.ndarray) -> Regression:
    """Return a regression of one matrix on others, NaN where a cell is not known."""
    actors = len(outcome)
    together = np.concatenate([outcome[None], predictors])
    off = ~np.eye(actors, dtype=bool)
    known = ~np.isnan(together).any(axis=0) & off
    mirrored = together.swapaxes(1, 2)
    symmetric = bool(np.array_equal(together, mirrored, equal_nan=True))
    rows, columns = np.nonzero(np.tril(known) if symmetric else known)
    x = predictors[:, rows, columns].T
    one = np.ones((len(rows), 1))
    bases, left, shares = [], [], np.ones(len(predictors))
    for place in range(len(predictors)):
        basis = _basis(np.hstack([one, np.delete(x, place, axis=1)]))
        rest = _rest(basis, x[:, place])
        whole = np.zeros((actors, actors))
        whole[rows, columns] = rest
        if symmetric:
            whole[columns, rows] = rest
        varies = np.linalg.norm(x[:, place] - x[:, place].mean()) if len(rows) else 0.0
        shares[place] = np.linalg.norm(rest) / varies if varies else 0.0
        bases.append(basis)
        left.append(whole.ravel())
    all_known = known.sum() == off.sum()
    beside = _basis(x)
    return Regression(
        actors, rows, columns, outcome[rows, columns], bases, left, shares,
        (beside, _rest(beside, one[:, 0])), None if all_known else known.ravel(),
    )  # fmt: skip


def _basis(columns: np.ndarray) -> np.ndarray:
    """Return an orthonormal basis of some columns."""
    basis: np.ndarray = np.linalg.qr(columns)[0]
    return basis


def _rest(basis: np.ndarray, column: np.ndarray) -> np.ndarray:
    """Return what a basis leaves of a column; the second turn takes away what rounding left."""
    for _turn in range(2):
        column = column - basis @ (basis.T @ column)
    return column


def refits(regression: Regression, fit: Fit, orders: Iterable[np.ndarray]) -> Iterator[Fits]:
    """Yield the fits of each order of the actors: one row a draw, one column a predictor."""
    n, rows, columns = regression.actors, regression.rows, regression.columns
    for order in orders:
        cells = order[:, rows] * n
        cells += order[:, columns]
        known = None if regression.known is None else regression.known.take(cells)
        found = [
            fit(Cells(regression.outcome, basis, left.take(cells, mode="clip"), known))
            for basis, left in zip(regression.bases, regression.left, strict=True)
        ]
        yield Fits(*(np.stack(part, axis=1) for part in zip(*found, strict=True)))


def observed(regression: Regression, fit: Fit) -> Fits:
    """Return the fits of what was observed: the intercept first, then each predictor."""
    (found,) = refits(regression, fit, [as_it_is(regression.actors)])
    basis, rest = regression.alone
    intercept = fit(Cells(regression.outcome, basis, rest[None, :], None))
    both = zip(intercept, found, strict=True)
    return Fits(*(np.append(first, others) for first, others in both))
