"""A logit of few cells that stays finite though they part yes from no."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

_STEPS: Final = 100
_LARGEST_STEP: Final = 5.0
_SETTLED: Final = 1e-10


class Logit(NamedTuple):
    """``effects`` of the columns, and how uncertain they are together (``covariance``).

    A column that the others already tell has no effect and no uncertainty.
    """

    effects: np.ndarray
    covariance: np.ndarray

    def drawn(self, rng: np.random.Generator, times: int) -> np.ndarray:
        """Return effects as likely as the data make them, one row a draw."""
        size = len(self.effects)
        # What adds nothing to a matrix without rank lets it be taken apart.
        root = np.linalg.cholesky(self.covariance + 1e-12 * np.eye(size))
        drawn: np.ndarray = self.effects + rng.standard_normal((times, size)) @ root.T
        return drawn


def firth(columns: np.ndarray, yes: np.ndarray, all_: np.ndarray) -> Logit:
    """Fit a logit whose likelihood is penalised by Jeffreys' prior [firth1993].

    So its effects are finite whatever the data [kosmidis2021].

    Parameters
    ----------
    columns
        What each cell is told by; the first column is 1.
    yes, all_
        How many of each cell say yes, and how many there are.
    """
    kept = _independent(columns[all_ > 0])
    x = columns[:, kept]
    beta = np.zeros(len(kept))
    for _step in range(_STEPS):
        chance, inverse = _state(x, beta, all_)
        leverage = all_ * chance * (1 - chance) * ((x @ inverse) * x).sum(axis=1)
        change = inverse @ (x.T @ (yes - all_ * chance + leverage * (0.5 - chance)))
        beta = beta + change * min(1.0, _LARGEST_STEP / max(np.abs(change).max(), _SETTLED))
        if np.abs(change).max() < _SETTLED:
            break
    effects, covariance = np.zeros(columns.shape[1]), np.zeros([columns.shape[1]] * 2)
    effects[kept] = beta
    covariance[np.ix_(kept, kept)] = _state(x, beta, all_)[1]
    return Logit(effects, covariance)


def _state(x: np.ndarray, beta: np.ndarray, all_: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the chance of yes in each cell, and the inverse of the information."""
    chance = 1 / (1 + np.exp(-x @ beta))
    information = (x * (all_ * chance * (1 - chance))[:, None]).T @ x
    return chance, np.linalg.inv(information)


def _independent(columns: np.ndarray) -> list[int]:
    """Return the columns that those before them do not tell."""
    ranks = [np.linalg.matrix_rank(columns[:, :end]) for end in range(columns.shape[1] + 1)]
    return [place for place in range(columns.shape[1]) if ranks[place + 1] > ranks[place]]
