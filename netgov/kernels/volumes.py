"""What the volumes of both ends imply for each tie: quasi-independence of a table."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from scipy.sparse.csgraph import connected_components

_ROUNDS: Final = 1_000
_CLOSE: Final = 1e-12


class Expected(NamedTuple):
    """The expected count of each cell and how far the table scatters about it.

    ``leverage`` is how much a cell decides its own expectation. ``surplus`` is the sum of
    squared Pearson residuals, ``freedom`` the cells that are free to differ.
    """

    counts: np.ndarray
    leverage: np.ndarray
    surplus: float
    freedom: int


def expected(table: np.ndarray, allowed: np.ndarray) -> Expected:
    """Fit a row effect times a column effect to the margins, over allowed cells only."""
    table = np.where(allowed, table, 0.0)
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    allowed = allowed & (rows[:, None] > 0) & (columns[None, :] > 0)
    fitted = _proportional(allowed.astype(float), rows, columns)
    leverage = _leverage(fitted)
    inside = fitted > 0
    surplus = float((((table - fitted)[inside] ** 2) / fitted[inside]).sum())
    parameters = round(leverage[inside].sum())
    return Expected(fitted, leverage, surplus, int(inside.sum()) - parameters)


def _proportional(fitted: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Scale rows and columns in turn until both margins agree."""
    for _round in range(_ROUNDS):
        before = fitted
        fitted = fitted * _ratio(rows, fitted.sum(axis=1))[:, None]
        fitted = fitted * _ratio(columns, fitted.sum(axis=0))[None, :]
        if np.abs(fitted - before).max(initial=0) <= _CLOSE * fitted.max(initial=1):
            break
    return fitted


def _ratio(wanted: np.ndarray, got: np.ndarray) -> np.ndarray:
    ratio: np.ndarray = np.divide(wanted, got, out=np.zeros_like(wanted), where=got > 0)
    return ratio


def _leverage(fitted: np.ndarray) -> np.ndarray:
    """Return the diagonal of the hat matrix of the Poisson fit.

    It is a cell's weight times the resistance between its row and its column, when cells are
    conductors between rows and columns.
    """
    n, m = fitted.shape
    laplacian = np.zeros((n + m, n + m))
    laplacian[:n, n:] = -fitted
    laplacian[n:, :n] = -fitted.T
    _count, part = connected_components(laplacian != 0, directed=False)
    np.fill_diagonal(laplacian, -laplacian.sum(axis=1))
    # The same constant for all of a part makes it regular and cancels in each resistance.
    inverse = np.linalg.inv(laplacian + (part[:, None] == part[None, :]))
    own = np.diag(inverse)
    resistance = own[:n, None] + own[None, n:] - 2 * inverse[:n, n:]
    leverage: np.ndarray = np.clip(fitted * resistance, 0.0, 1.0)
    return leverage


class Fewer(NamedTuple):
    """Of each cell: expected count, adjusted residual, and chance of so few."""

    counts: np.ndarray
    residual: np.ndarray
    chance: np.ndarray


def fewer_than_expected(fits: list[Expected], table: np.ndarray) -> Fewer:
    """Compare the sum of several tables with the sum of what their volumes imply."""
    from scipy.special import ndtr

    counts = sum((fit.counts for fit in fits), np.zeros_like(table))
    surplus, freedom = sum(fit.surplus for fit in fits), sum(fit.freedom for fit in fits)
    scatter = max(1.0, surplus / freedom) if freedom > 0 else 1.0
    open_ = sum((fit.counts * (1 - fit.leverage) for fit in fits), np.zeros_like(table))
    # A cell that decides its own expectation cannot differ from it.
    free = open_ > 1e-9
    spread = np.sqrt(scatter * open_, out=np.ones_like(open_), where=free)
    residual = np.where(free, (table - counts) / spread, np.nan)
    return Fewer(counts, residual, ndtr(residual))
