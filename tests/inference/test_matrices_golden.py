"""Matrices side by side: the golden values of sna, and published ones."""

import json

import numpy as np
import pandas as pd
import pytest
from known import INFORMATION as KNOKI
from known import MONEY as KNOKM
from known import REFERENCE, bodies, reference, same

from netgov.inference import mrqap, qap
from netgov.kernels.chance import chances
from netgov.kernels.matrix_draws import orders
from netgov.kernels.partial_fits import FITS
from netgov.kernels.semi_partialling import observed, regression

GOLDEN = json.loads((REFERENCE / "qap.json").read_text("utf-8"))["results"]


def frame(net):
    names = net.actors.index
    return pd.DataFrame((net.matrix.toarray() > 0) * 1.0, names, names)


def of(golden):
    """Return the matrices of an entry of qap.json: explained, explaining."""
    names = golden["x"] if isinstance(golden["x"], list) else [golden["x"]]
    return frame(reference(golden["y"]).net), {
        name: frame(reference(name).net) for name in names
    }


def agree(ours, theirs, times, reps=10_000):
    """Assert that two chances agree within four standard errors of both, and the +1 of ours."""
    ours, theirs = np.asarray(ours, float), np.asarray(theirs, float)
    p = np.clip((ours * times + theirs * reps) / (times + reps), 1 / reps, 1 - 1 / reps)
    error = np.sqrt(p * (1 - p) * (1 / times + 1 / reps))
    assert (np.abs(ours - theirs) <= 4 * error + 1 / times).all(), (ours, theirs)


golden = pytest.mark.parametrize("told", GOLDEN, ids=lambda told: told["y"])


@golden
def test_correlation_is_that_of_sna(told):
    y, xs = of(told)
    (x, *_others) = xs.values()
    found = qap(y, x, times=4_000).table.loc["x"]
    same(found["observed"], told["gcor"])
    agree(found["p_greater"], told["gcor_pgreq"], 4_000)
    agree(found["p_lesser"], told["gcor_pleeq"], 4_000)
    sd = told["gcor_null_sd"]
    assert abs(found["mean"] - told["gcor_null_mean"]) < 4 * sd * np.sqrt(1 / 4e3 + 1 / 1e4)
    assert found["sd"] == pytest.approx(sd, rel=4 * np.sqrt(0.5 * (1 / 4e3 + 1 / 1e4)))
    both_ways = y.equals(y.T) and x.equals(x.T)
    assert (y != x).to_numpy().sum() / (1 + both_ways) == told["hamming"]


@golden
def test_regression_is_that_of_sna(told):
    y, xs = of(told)
    found, theirs = mrqap(y, xs, times=4_000), told["netlm_qapspp"]
    same(found.table["coefficient"], theirs["coef"])
    same(found.table["observed"], theirs["tstat"])
    tested = found.table.iloc[1:]
    agree(tested["p_greater"], theirs["pgreq"][1:], 4_000)
    agree(tested["p_lesser"], theirs["pleeq"][1:], 4_000)
    as_far = (np.abs(found.draws) >= np.abs(found.table["observed"].to_numpy())).mean(axis=0)
    agree(as_far[1:], theirs["pgreqabs"][1:], 4_000)


@golden
def test_shuffling_what_is_explained_gives_the_chances_of_sna(told):
    """The older test of all predictors at once: only the observed fit is ours."""
    y, xs = of(told)
    explained, explaining = y.to_numpy(), np.array([x.to_numpy() for x in xs.values()])
    rng, times, theirs = np.random.default_rng(0), 500, told["netlm_qapy"]
    draws = []
    for (order,) in orders(np.zeros(len(y)), times, rng, 1):
        shuffled = explained[np.ix_(order, order)]
        draws.append(observed(regression(shuffled, explaining), FITS["linear"]).statistics)
    seen = observed(regression(explained, explaining), FITS["linear"])
    same(seen.coefficients, theirs["coef"])
    same(seen.statistics, theirs["tstat"])
    found = chances(seen.statistics, np.array(draws))
    agree(found.greater[1:], theirs["pgreq"][1:], times)
    agree(found.lesser[1:], theirs["pleeq"][1:], times)
    as_far = (np.abs(draws) >= np.abs(seen.statistics)).mean(axis=0)
    agree(as_far[1:], theirs["pgreqabs"][1:], times)


@golden
def test_logistic_regression_is_that_of_sna(told):
    """R stops before the last digits and takes standard errors of the round before."""
    y, xs = of(told)
    times = 1_000 if len(y) < 50 else 200
    found, theirs = mrqap(y, xs, outcome="logit", times=times), told["netlogit_qapspp"]
    beta = found.table["coefficient"].to_numpy()
    same(beta, theirs["coef"], rtol=2e-8)
    same(found.table["observed"], theirs["tstat"], rtol=1e-4)
    # What has no end is as far off as can be; in R its z is next to nothing.
    ended = np.where(np.isfinite(found.draws), found.draws, 0.0)
    as_far = np.abs(ended) >= np.abs(found.table["observed"].to_numpy())
    agree(as_far.mean(axis=0)[1:], theirs["pgreqabs"][1:], times)
    undirected = all(one.equals(one.T) for one in (y, *xs.values()))
    pairs = np.tril(np.ones(y.shape), -1) if undirected else 1 - np.eye(len(y))
    eta = beta[0] + sum(b * x.to_numpy() for b, x in zip(beta[1:], xs.values(), strict=True))
    lost = np.log1p(np.exp(eta)) - y.to_numpy() * eta
    same(2 * (lost * pairs).sum(), theirs["deviance"])


def test_money_and_information_among_knokes_bodies():
    found = qap(frame(bodies(KNOKI)), frame(bodies(KNOKM)), times=4_000).table.loc["x"]
    assert found["observed"] == pytest.approx(-0.05076, abs=5e-6)
    assert found["sd"] == pytest.approx(0.130, abs=0.006)
    agree(found["p_greater"], 0.725, 4_000)


def test_information_on_its_return_and_on_groups():
    net = bodies(KNOKI)
    y, names = frame(net), net.actors.index
    alike = pd.DataFrame((net.codes[:, None] == net.codes) * 1.0, names, names)
    found = mrqap(y, {"returned": y.T, "same group": alike}, times=100).table
    assert found["coefficient"].round(6).tolist() == [0.366537, 0.328016, -0.002545]
    assert found["observed"].round(6).tolist() == [4.538985, 3.238724, -0.022316]


def test_a_draw_that_parts_the_ties_wholly_is_further_off_than_any_other():
    """A draw in which no business tie is a marriage has no logistic regression."""
    y, xs = of(GOLDEN[0])
    found = mrqap(y, xs, outcome="logit", times=500)
    (x,) = xs.values()
    both = y.to_numpy() * x.to_numpy()
    endless = np.isinf(found.draws[:, 1])
    assert 0 < endless.sum() < 50
    assert (found.draws[endless, 1] < 0).all()
    assert both.sum() > 0
    row = found.table.iloc[1]
    assert row["draws"] == 500
    assert np.isfinite(row[["mean", "sd", "p"]].astype(float)).all()
