"""The formulas of pathways and gaps, by their worked examples and by other programs."""

import math
import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from known import same
from scipy import stats
from scipy.stats import CensoredData, ecdf

from netgov.kernels.chains import (
    absorbing_chain,
    contributions,
    elasticities,
    without_exit,
)
from netgov.kernels.chance import adjusted, so_few, so_many
from netgov.kernels.queueing import load, must_wait, wait, workers_needed
from netgov.kernels.silence import Prior, prior_of, silence
from netgov.kernels.survival import Curve
from netgov.kernels.volumes import expected, fewer_than_expected

# --- waiting for an answer: Kaplan and Meier ----------------------------------------------

DAYS = [1, 2, 2, 3, 4, 5, 6, 8, 9, 10, 3, 7]
ANSWERED = [True] * 8 + [False, True, False, False]


def test_the_worked_example_of_delays():
    curve = Curve.of(np.array(DAYS, float), np.array(ANSWERED))
    within = curve.within(5)
    assert [round(part, 4) for part in within] == [0.5238, 0.2763, 0.8177]
    assert round(1 - within.value / 0.9, 3) == 0.418
    assert curve.quantile(0.5) == 5
    completed = np.array([day for day, done in zip(DAYS, ANSWERED, strict=True) if done])
    assert np.median(completed) == 4


waits = st.lists(st.tuples(st.integers(0, 30), st.booleans()), min_size=1, max_size=40)


@given(waits)
def test_the_curve_is_that_of_scipy(told):
    days = np.array([float(day) for day, _done in told])
    done = np.array([done for _day, done in told])
    ours = Curve.of(days, done)
    if not done.any():
        assert not len(ours.days)
        return
    theirs = ecdf(CensoredData(uncensored=days[done], right=days[~done])).sf
    same(ours.waiting, theirs.evaluate(ours.days))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it has no limits where all or none are answered
        interval = theirs.confidence_interval(0.95, method="log-log")
    for day, waiting in zip(ours.days, ours.waiting, strict=True):
        if 0 < waiting < 1:
            # scipy takes 1.95996 for 1.96.
            same(1 - ours.within(day).high, interval.low.evaluate(day), rtol=1e-3)
            same(1 - ours.within(day).low, interval.high.evaluate(day), rtol=1e-3)


def test_none_and_all_answered_get_the_exact_limits_of_a_binomial():
    never = Curve.of(np.full(20, 30.0), np.zeros(20, bool))
    assert never.within(7).value == 0
    same(never.within(7).high, stats.beta.ppf(0.975, 1, 20))
    at_once = Curve.of(np.full(20, 1.0), np.ones(20, bool))
    assert at_once.within(7).value == 1
    same(at_once.within(7).low, stats.beta.ppf(0.025, 20, 1))


def test_a_median_that_is_not_reached_is_not_defined():
    curve = Curve.of(np.array([1.0, 2, 3, 9]), np.array([True, False, False, False]))
    assert math.isnan(curve.quantile(0.5))
    assert curve.last == 9


def test_without_waits_nothing_is_defined():
    nobody = Curve.of(np.array([]), np.array([], bool))
    assert all(math.isnan(part) for part in nobody.within(5))
    assert math.isnan(nobody.quantile(0.5))
    assert math.isnan(nobody.last)


# --- queues: Erlang -----------------------------------------------------------------------

MONTH = 30.4375


def test_the_worked_example_of_load():
    assert load(30, 4, 8) == 0.9375
    assert round(must_wait(30, 4, 8), 4) == 0.8650
    assert round(wait(30, 4, 8) * MONTH, 2) == 13.16
    assert load(30, 5, 8) == 0.75
    assert round(must_wait(30, 5, 8), 4) == 0.4618
    assert round(wait(30, 5, 8) * MONTH, 2) == 1.41
    assert workers_needed(30, 8, 0.85) == 5


@pytest.mark.parametrize(
    ("workers", "offered", "chance"),
    # Worked by hand: with one worker it is the load; 1/3 and 4/9 are textbook values.
    [(1, 0.5, 0.5), (2, 1.0, 1 / 3), (3, 2.0, 4 / 9), (4, 3.0, 27 / 53)],
)
def test_the_chance_of_waiting_of_small_queues(workers, offered, chance):
    assert must_wait(offered, workers, 1.0) == pytest.approx(chance, abs=5e-6)


@given(st.integers(1, 60), st.floats(0.01, 0.99))
def test_the_chance_of_waiting_is_the_sum_of_the_definition(workers, used):
    a = workers * used
    terms = [a**k / math.factorial(k) for k in range(workers)]
    last = a**workers / math.factorial(workers) * workers / (workers - a)
    same(must_wait(a, workers, 1.0), last / (sum(terms) + last))


@given(st.integers(1, 40), st.floats(0.01, 0.99))
def test_erlangs_c_follows_from_scipys_poisson(workers, used):
    a = workers * used
    blocked = stats.poisson.pmf(workers, a) / stats.poisson.cdf(workers, a)
    same(must_wait(a, workers, 1.0), workers * blocked / (workers - a * (1 - blocked)))


def test_a_full_queue_waits_for_ever():
    assert must_wait(32, 4, 8) == 1
    assert math.isnan(wait(32, 4, 8))
    assert must_wait(0, 4, 8) == 0


def test_parts_of_a_worker_lie_between_whole_ones_and_many_cost_no_time():
    chances = [must_wait(6, workers, 8) for workers in (1, 1.25, 1.5, 2)]
    assert chances == sorted(chances, reverse=True)
    assert must_wait(3, 1e8, 1) == 0


# --- the absorbing chain -------------------------------------------------------------------

PASSED = np.array([[0, 0.3, 0.2], [0.1, 0, 0.1], [0, 0.2, 0]])
ENDED = np.array([[0.4, 0.1], [0.5, 0.3], [0.7, 0.1]])
ENTRY = np.array([0.7, 0.2, 0.1])


def test_the_worked_example_of_losses():
    chain = absorbing_chain(PASSED, ENDED, ENTRY)
    parts = contributions(chain, ENDED, 1)
    assert chain.absorbed[:, 1].round(5).tolist() == [0.23573, 0.34038, 0.16808]
    assert round(parts.sum(), 5) == 0.24989
    assert parts.round(5).tolist() == [0.07484, 0.14524, 0.02981]
    assert elasticities(chain, PASSED, ENDED, 1).round(5).tolist() == [
        *(0.25433, 0.54769, 0.11027)
    ]
    assert chain.steps.round(5).tolist() == [0.63848, 0.28964, 0.25793]


def test_an_elasticity_is_what_the_loss_does():
    """Let the loss of each agency grow by a millionth, its other exits shrinking with it."""
    chain, step = absorbing_chain(PASSED, ENDED, ENTRY), 1e-6
    loss = contributions(chain, ENDED, 1).sum()
    found = []
    for agency in range(3):
        passed, ended = PASSED.copy(), ENDED.copy()
        more = ended[agency, 1] * (1 + step)
        shrunk = (1 - more) / (1 - ended[agency, 1])
        passed[agency] *= shrunk
        ended[agency, 0] *= shrunk
        ended[agency, 1] = more
        changed = absorbing_chain(passed, ended, ENTRY)
        found.append((contributions(changed, ended, 1).sum() / loss - 1) / step)
    same(elasticities(chain, PASSED, ENDED, 1), found, rtol=1e-4)


def test_bodies_that_pass_cases_to_each_other_for_ever_are_named():
    circle = np.array([[0, 1.0, 0], [1.0, 0, 0], [0.5, 0, 0]])
    ended = np.array([[0, 0], [0, 0], [0.5, 0]])
    assert without_exit(circle, ended).tolist() == [0, 1]
    assert without_exit(PASSED, ENDED).tolist() == []


def test_without_losses_no_agency_adds_any():
    ended = np.array([[0.5, 0.0], [0.8, 0.0], [0.8, 0.0]])
    chain = absorbing_chain(PASSED, ended, ENTRY)
    assert elasticities(chain, PASSED, ended, 1).tolist() == [0, 0, 0]


# --- silence -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "time", "gap", "chance"),
    [(10, 2, 0.5, 0.157), (10, 2, 1, 0.0317), (1, 2, 1, 0.422)],
)
def test_the_worked_example_of_silence(count, time, gap, chance):
    got = silence(Prior(2, 1), np.array([count]), np.array([time]), np.array([gap]))
    assert got[0] == pytest.approx(chance, abs=5e-4)


def test_silence_is_the_chance_of_no_contact_under_the_posterior():
    """Gamma(a + n, b + T), averaged over its quantiles."""
    rates = stats.gamma.ppf(np.linspace(0, 1, 100_001)[1:-1], 12, scale=1 / 3)
    got = silence(Prior(2, 1), np.array([10]), np.array([2.0]), np.array([1.0]))
    assert got[0] == pytest.approx(np.exp(-rates).mean(), rel=1e-4)


def test_few_ties_have_the_prior_of_jeffreys():
    assert prior_of(np.array([3, 4]), np.array([1.0, 1.0])) == Prior(0.5, 0.0)


def test_the_prior_is_found_again_from_many_ties():
    drawn = np.random.default_rng(7)
    times = drawn.uniform(0.5, 3, 4000)
    counts = drawn.poisson(drawn.gamma(2.0, 1 / 0.5, 4000) * times)
    found = prior_of(counts, times)
    assert found.shape == pytest.approx(2.0, rel=0.1)
    assert found.rate == pytest.approx(0.5, rel=0.1)


# --- volumes ------------------------------------------------------------------------------

TABLE = np.array([[0, 12, 9, 1], [10, 0, 8, 6], [7, 9, 0, 5], [4, 5, 4, 0.0]])
OTHERS = ~np.eye(4, dtype=bool)


def test_the_worked_example_of_volumes():
    fit = expected(TABLE, OTHERS)
    found = fewer_than_expected([fit], TABLE)
    assert round(found.counts[0, 3], 4) == 3.7485
    assert round(found.residual[0, 3], 3) == -1.923
    assert round(found.chance[0, 3], 4) == 0.0272
    assert round(adjusted(found.chance[OTHERS]).min(), 3) == 0.327
    assert (round(fit.surplus, 3), fit.freedom) == (3.814, 5)


tables = st.lists(st.lists(st.integers(0, 30), min_size=4, max_size=4), min_size=4, max_size=4)


@given(tables)
def test_a_fit_keeps_the_margins_and_the_forbidden_cells(cells):
    table = np.where(OTHERS, np.array(cells, float), 0)
    fit = expected(table, OTHERS)
    assert (fit.counts[~OTHERS] == 0).all()
    assert (fit.leverage <= 1).all()
    if ((table > 0) | ~OTHERS).all():
        np.testing.assert_allclose(fit.counts.sum(axis=0), table.sum(axis=0), rtol=1e-9)
        np.testing.assert_allclose(fit.counts.sum(axis=1), table.sum(axis=1), rtol=1e-9)


def test_without_forbidden_cells_the_fit_is_that_of_scipy():
    table = np.array([[10, 4, 6.0], [3, 8, 9]])
    fit = expected(table, np.ones_like(table, bool))
    same(fit.counts, stats.contingency.expected_freq(table))
    rows, columns, total = table.sum(axis=1), table.sum(axis=0), table.sum()
    usual = (table - fit.counts) / np.sqrt(
        fit.counts * np.outer(1 - rows / total, 1 - columns / total)
    )
    scatter = max(1, fit.surplus / fit.freedom)
    same(fewer_than_expected([fit], table).residual * np.sqrt(scatter), usual)


# --- exact tests ----------------------------------------------------------------------------


def test_the_worked_example_of_few_cases():
    tested = [(40, 0.8, 22), (25, 0.6, 12), (30, 0.5, 14), (12, 1, 11)]
    chances = [so_few(found, of, share) for of, share, found in tested]
    assert [round(p, 5) for p in chances] == [0.0003, 0.15377, 0.42777, 0]
    assert round(chances[0], 6) == 0.000304
    assert [round(q, 5) for q in adjusted(chances)] == [0.00061, 0.20502, 0.42777, 0]
    assert round(adjusted(chances)[0], 6) == 0.000609


def test_the_worked_examples_of_stopping_and_fading():
    assert round(so_many(9, 20, 0.15), 5) == 0.00133
    assert round(so_few(9, 33, 110 / 230), 5) == 0.01314
    assert round(1 - (9 / 110) / (24 / 120), 3) == 0.591


def test_nothing_tested_needs_no_adjusting():
    assert len(adjusted([])) == 0


@given(st.lists(st.floats(0, 1), max_size=30))
def test_chances_are_adjusted_as_by_scipy(chances):
    assert adjusted(chances).tolist() == stats.false_discovery_control(chances).tolist()


def test_a_chance_that_rounding_raised_above_one_is_one():
    assert adjusted([1 + 1e-12]).tolist() == [1]
