"""Regressions of many draws beside fits of each by other means."""

import numpy as np
import pytest
from known import same
from scipy.optimize import minimize

from netgov.kernels.matrix_draws import orders
from netgov.kernels.partial_fits import FITS, Cells, linear
from netgov.kernels.semi_partialling import observed, refits, regression

ACTORS = 9


def lost(kind, outcome, eta):
    """Return minus the logarithm of the likelihood, with its slope and curve along eta."""
    if kind == "logit":
        mean = 1 / (1 + np.exp(-eta))
        return np.logaddexp(0, eta) - outcome * eta, mean - outcome, mean * (1 - mean)
    mean = np.exp(eta)
    return mean - outcome * eta, mean - outcome, mean


def by_likelihood(kind, outcome, design):
    """Return coefficients and statistics where scipy finds the likelihood the largest."""
    if kind == "linear":
        beta = np.linalg.lstsq(design, outcome)[0]
        rest = ((outcome - design @ beta) ** 2).sum() / (len(outcome) - len(beta))
        return beta, beta / np.sqrt(rest * np.diag(np.linalg.inv(design.T @ design)))
    found = minimize(
        lambda beta: lost(kind, outcome, design @ beta)[0].sum(),
        np.zeros(design.shape[1]),
        jac=lambda beta: design.T @ lost(kind, outcome, design @ beta)[1],
        hess=lambda beta: (design.T * lost(kind, outcome, design @ beta)[2]) @ design,
        method="trust-exact",
        options={"gtol": 1e-10},
    )
    eta = design @ found.x
    curve = lost(kind, outcome, eta)[2]
    variance = np.diag(np.linalg.inv((design.T * curve) @ design))
    spread = 1.0
    if kind == "count":
        spread = ((outcome - np.exp(eta)) ** 2 / np.exp(eta)).sum() / (len(eta) - len(found.x))
    return found.x, found.x / np.sqrt(variance * spread)


def study(kind, missing=False):
    """Return an outcome and two predictors that hang together."""
    rng = np.random.default_rng(6)
    x = rng.normal(size=(2, ACTORS, ACTORS))
    x[1] += 0.8 * x[0]
    mean = 0.7 * x[1] - 0.3 + rng.normal(size=(ACTORS, 1))
    y = {
        "linear": mean + rng.normal(size=mean.shape),
        "logit": (rng.random(mean.shape) < 1 / (1 + np.exp(-mean))) * 1.0,
        "count": rng.poisson(np.exp(mean)).astype(float),
    }[kind]
    if missing:
        y[2, 4:], x[0, 6] = np.nan, np.nan
    return y, x


def cells_of(y, *predictors):
    """Return the outcome and the design of the cells that all know."""
    known = ~np.isnan([y, *predictors]).any(axis=0) & ~np.eye(ACTORS, dtype=bool)
    return y[known], np.column_stack([np.ones(known.sum()), *(x[known] for x in predictors)])


@pytest.mark.parametrize("missing", [False, True])
@pytest.mark.parametrize("kind", FITS)
def test_what_is_observed_is_the_fit_of_the_likelihood(kind, missing):
    y, x = study(kind, missing)
    found = observed(regression(y, x), FITS[kind])
    coefficients, statistics = by_likelihood(kind, *cells_of(y, *x))
    same(found.coefficients, coefficients, rtol=1e-8)
    same(found.statistics, statistics, rtol=1e-8)


@pytest.mark.parametrize("missing", [False, True])
@pytest.mark.parametrize("kind", FITS)
def test_a_draw_is_the_fit_with_what_the_others_left_shuffled(kind, missing):
    y, x = study(kind, missing)
    known = ~np.isnan([y, *x]).any(axis=0) & ~np.eye(ACTORS, dtype=bool)
    some = np.concatenate([*orders(np.zeros(ACTORS), 6, np.random.default_rng(0))])
    (found,) = refits(regression(y, x), FITS[kind], [some])
    for place in range(2):
        _explained, design = cells_of(x[place], np.where(known, x[1 - place], np.nan))
        left = np.full(y.shape, np.nan)
        left[known] = x[place][known] - design @ np.linalg.lstsq(design, x[place][known])[0]
        for turn, order in enumerate(some):
            moved = left[np.ix_(order, order)]
            fitted = by_likelihood(
                kind, *cells_of(np.where(known, y, np.nan), x[1 - place], moved)
            )
            same(found.coefficients[turn, place], fitted[0][-1], rtol=1e-6)
            same(found.statistics[turn, place], fitted[1][-1], rtol=1e-6)


def test_contacts_in_clusters_are_not_taken_for_so_many_signs():
    """Ten times as many contacts everywhere say no more about who is in contact with whom."""
    y, x = study("count")
    once, often = (observed(regression(times * y, x), FITS["count"]) for times in (1, 10))
    same(often.coefficients[1:], once.coefficients[1:])
    same(often.statistics[1:], once.statistics[1:])


def test_a_draw_without_enough_cells_has_no_fit():
    rng = np.random.default_rng(1)
    basis = np.linalg.qr(np.ones((6, 1)))[0]
    known = np.array([[1, 1, 0, 0, 0, 0], [1, 1, 1, 1, 1, 0]], dtype=bool)
    moved = rng.normal(size=(2, 6)) * known
    found = linear(Cells(rng.normal(size=6), basis, moved, known))
    assert np.isnan(found.statistics).tolist() == [True, False]


def test_the_least_likelihood_is_that_of_textbooks():
    """Of 10 pairs with 3 ties and 20 with 12 the odds ratio is (12/8) / (3/7)."""
    tie = np.r_[np.ones(3), np.zeros(7), np.ones(12), np.zeros(8)]
    group = np.r_[np.zeros(10), np.ones(20)]
    basis = np.linalg.qr(np.ones((30, 1)))[0]
    found = FITS["logit"](Cells(tie, basis, group[None] - group.mean(), None))
    same(found.coefficients, [np.log((12 / 8) / (3 / 7))])
    same(found.statistics, found.coefficients / np.sqrt(1 / 3 + 1 / 7 + 1 / 12 + 1 / 8))
    rates = FITS["count"](Cells(tie, basis, group[None] - group.mean(), None))
    same(rates.coefficients, [np.log(0.6 / 0.3)])
