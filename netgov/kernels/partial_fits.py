"""One coefficient of a regression in many draws at once: linear, logistic, of counts.

All draws share the outcome and the predictors that stay; one predictor moves. With Q an
orthonormal basis of those that stay, the coefficient of the one that moves needs only its
products with Q and with what Q leaves of the outcome (Frisch and Waugh).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

import numpy as np

# A fit stands still once no linear predictor moves more than this, and has gone astray when
# one passes the furthest: chances of 0 and 1 exactly, groups of cells without any count.
_STILL: Final = 1e-10
_FURTHEST: Final = 30.0
# A tie that was not to be expected at all would throw the next round too far.
_LONGEST_MOVE: Final = 4.0
_ROUNDS: Final = 50
_ROUNDS_OF_START: Final = 4
_LEAST_WEIGHT: Final = 1e-12
# Of a rest that is so small a share of the whole nothing but rounding is left.
_NOTHING: Final = 1e-14


class Cells(NamedTuple):
    """What each draw of a regression has to explain, and with what.

    ``outcome`` and the rows of ``basis`` are cells; ``moved`` holds a row a draw, as does
    ``known``, which says what cells count; None if all do.
    """

    outcome: np.ndarray
    basis: np.ndarray
    moved: np.ndarray
    known: np.ndarray | None

    @property
    def freedom(self) -> np.ndarray:
        """How many more cells than coefficients there are in each draw."""
        draws, cells = self.moved.shape
        count = np.full(draws, cells) if self.known is None else self.known.sum(axis=1)
        freedom: np.ndarray = count - self.basis.shape[1] - 1
        return freedom


class Fits(NamedTuple):
    """The coefficient of the predictor that moves, and how many standard errors it is long.

    NaN where a draw leaves nothing to fit. Where its fit has no end, since the predictor parts
    ties from none, both are without end too: no finite one says as much.
    """

    coefficients: np.ndarray
    statistics: np.ndarray


def linear(cells: Cells) -> Fits:
    """Return least squares, with t."""
    basis, moved = cells.basis, cells.moved
    left = cells.outcome - basis @ (basis.T @ cells.outcome)
    if cells.known is None:
        along = moved @ basis
        alone = _squares(moved) - _squares(along)
        with np.errstate(divide="ignore", invalid="ignore"):
            slope = (moved @ left) / alone
        rest = left @ left - slope**2 * alone
        whole = left @ left
    else:
        target = np.broadcast_to(left, moved.shape)
        step = _weighted(cells, cells.known, target)
        slope, alone = step.slope, step.alone
        rest = (cells.known * (target - step.fitted) ** 2).sum(axis=1)
        whole = cells.known @ left**2
    rest = np.where(rest <= _NOTHING * whole, 0.0, rest)
    return _fits(slope, alone, rest, cells.freedom)


def _fits(slope: np.ndarray, alone: np.ndarray, rest: np.ndarray, freedom: np.ndarray) -> Fits:
    """Return coefficients over their standard errors; undefined where nothing is free."""
    with np.errstate(divide="ignore", invalid="ignore"):
        statistic = slope * np.sqrt(alone * freedom / rest)
    defined = (freedom > 0) & (alone > 0) & ~np.isnan(statistic)
    return Fits(*(np.where(defined, found, np.nan) for found in (slope, statistic)))


def _squares(rows: np.ndarray) -> np.ndarray:
    found: np.ndarray = np.einsum("ij,ij->i", rows, rows)
    return found


class _Step(NamedTuple):
    slope: np.ndarray
    alone: np.ndarray
    """What of the predictor that moves the others do not hold, weighted: 1/variance."""
    fitted: np.ndarray


def _weighted(cells: Cells, weights: np.ndarray, target: np.ndarray) -> _Step:
    """Return weighted least squares of a target in each draw."""
    basis, moved = cells.basis, cells.moved
    pulled, aimed = weights * moved, weights * target
    sides = np.stack([pulled @ basis, aimed @ basis], axis=2)
    solved = np.linalg.solve(_grams(basis, weights), sides)
    held = solved[:, :, 0]
    alone = np.einsum("ij,ij->i", pulled, moved) - (sides[:, :, 0] * held).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        slope = np.einsum("ij,ij->i", aimed, moved) - (sides[:, :, 1] * held).sum(axis=1)
        slope = np.where(alone > 0, slope / alone, np.nan)
    others = solved[:, :, 1] - slope[:, None] * held
    return _Step(slope, alone, others @ basis.T + slope[:, None] * moved)


def _grams(basis: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return the weighted products of the predictors that stay, a matrix a draw."""
    wide = basis.shape[1]
    both = np.einsum("ij,ik->ijk", basis, basis).reshape(len(basis), wide * wide)
    grams: np.ndarray = (weights @ both).reshape(-1, wide, wide)
    # Too few cells with weight would leave no answer; then there is one that says nothing.
    return grams + _NOTHING * np.eye(wide)


class _Kind(NamedTuple):
    """An outcome that is no measurement: its mean, its variance, where to begin."""

    mean: Callable[[np.ndarray], np.ndarray]
    variance: Callable[[np.ndarray], np.ndarray]
    begin: Callable[[np.ndarray], np.ndarray]
    """Linear predictors near the outcome."""
    dispersed: bool
    """Whether the variance may be a multiple of what the kind says."""


def _expit(eta: np.ndarray) -> np.ndarray:
    chance: np.ndarray = 1 / (1 + np.exp(-eta))
    return chance


_LOGIT: Final = _Kind(
    _expit,
    lambda mean: mean * (1 - mean),
    lambda outcome: np.log((outcome + 0.5) / (1.5 - outcome)),
    dispersed=False,
)
_COUNT: Final = _Kind(np.exp, lambda mean: mean, lambda y: np.log(y + 0.1), dispersed=True)


def logit(cells: Cells) -> Fits:
    """Return logistic regression of 0 and 1, with z."""
    return _by_rounds(_LOGIT, cells)


def count(cells: Cells) -> Fits:
    """Return Poisson regression with log link, with t by the dispersion that was found."""
    return _by_rounds(_COUNT, cells)


def _by_rounds(kind: _Kind, cells: Cells) -> Fits:
    """Return what iterated weighted least squares comes to, draw by draw."""
    shape = cells.moved.shape
    known = np.broadcast_to(1.0, shape) if cells.known is None else cells.known.astype(float)
    cells = cells._replace(known=known)
    slopes, statistics = np.full((2, len(cells.moved)), np.nan)
    going = np.arange(len(cells.moved))
    eta = np.broadcast_to(_without_the_moved(kind, cells), shape)
    for _round in range(_ROUNDS):
        mean = kind.mean(eta)
        weights = np.maximum(kind.variance(mean), _LEAST_WEIGHT)
        off = cells.outcome - mean
        step = _weighted(cells, known * weights, eta + off / weights)
        rest = cells.freedom.astype(float)
        if kind.dispersed:
            rest = (known * off**2 / weights).sum(axis=1)
        move = step.fitted - eta
        far = (known * np.abs(move)).max(axis=1)
        still = far <= _STILL
        found = _fits(step.slope, step.alone, rest, cells.freedom)
        slopes[going[still]], statistics[going[still]] = (part[still] for part in found)
        eta = eta + move * np.minimum(1, _LONGEST_MOVE / np.maximum(far, _STILL))[:, None]
        astray = ~still & ((known * np.abs(eta)).max(axis=1) >= _FURTHEST)
        endless = np.sign(step.slope[astray]) * np.inf
        slopes[going[astray]] = statistics[going[astray]] = endless
        on = ~still & ~astray & ~np.isnan(step.slope)
        going, eta, known = going[on], eta[on], known[on]
        if not going.size:
            break
        cells = cells._replace(moved=cells.moved[on], known=known)
    return Fits(slopes, statistics)


def _without_the_moved(kind: _Kind, cells: Cells) -> np.ndarray:
    """Return about what the predictors that stay say alone, which draws come near."""
    eta = kind.begin(cells.outcome)
    for _round in range(_ROUNDS_OF_START):
        mean = kind.mean(eta)
        weights = np.maximum(kind.variance(mean), _LEAST_WEIGHT)
        root = np.sqrt(weights)
        target = root * eta + (cells.outcome - mean) / root
        eta = cells.basis @ np.linalg.lstsq(root[:, None] * cells.basis, target)[0]
    return eta


FITS: Final[Mapping[str, Callable[[Cells], Fits]]] = {
    "linear": linear,
    "logit": logit,
    "count": count,
}
