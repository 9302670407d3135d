"""Matrices side by side: golden values, laws, and p-values that are what they say."""

import json

import numpy as np
import pandas as pd
import pytest
from known import INFORMATION as KNOKI
from known import MONEY as KNOKM
from known import REFERENCE, bodies, reference, same
from scipy.stats import chisquare

import netgov as ng
from netgov.errors import NotEnoughData, UnknownName
from netgov.inference import compare_matrices, mrqap, qap
from netgov.kernels.chance import chances
from netgov.kernels.matrix_draws import as_it_is, correlations, orders
from netgov.kernels.partial_fits import FITS
from netgov.kernels.semi_partialling import observed, refits, regression

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


def noise(actors, seed=0, **names):
    """Return a matrix in which actors differ in how much they send and receive."""
    rng = np.random.default_rng(seed)
    cells = rng.normal(size=(actors, actors)) + rng.normal(size=actors)
    return pd.DataFrame(cells + rng.normal(size=(actors, 1)), **names)


def agree(ours, theirs, times, reps=10_000):
    """Assert that two chances agree within four standard errors of both, and the +1 of ours."""
    ours, theirs = np.asarray(ours, float), np.asarray(theirs, float)
    p = np.clip((ours * times + theirs * reps) / (times + reps), 1 / reps, 1 - 1 / reps)
    error = np.sqrt(p * (1 - p) * (1 / times + 1 / reps))
    assert (np.abs(ours - theirs) <= 4 * error + 1 / times).all(), (ours, theirs)


golden = pytest.mark.parametrize("told", GOLDEN, ids=lambda told: told["y"])


# --- golden values -----------------------------------------------------------------------


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
    for (order,) in orders(len(y), times, rng, 1):
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


# --- laws --------------------------------------------------------------------------------


@pytest.fixture
def three():
    """What is explained, and two explaining it, of twelve actors with names."""
    names = {"index": [*"abcdefghijkl"], "columns": [*"abcdefghijkl"]}
    x, z = noise(12, 1, **names), noise(12, 2, **names)
    return 0.5 * x + 0.2 * z + noise(12, 3, **names), x, z


def test_correlation_does_not_care_which_comes_first(three):
    y, x, _z = three
    assert qap(y, x, times=9).table["observed"].iloc[0] == pytest.approx(
        qap(x, y, times=9).table["observed"].iloc[0], rel=1e-12
    )


def test_actors_are_matched_by_name_whatever_their_order(three):
    y, x, z = three
    turned = x.iloc[::-1, ::-1].iloc[:, np.r_[6:12, 0:6]]
    for one, other in (
        (qap(y, x, times=99), qap(y, turned, times=99)),
        (mrqap(y, {"x": x, "z": z}, times=99), mrqap(y, {"x": turned, "z": z}, times=99)),
    ):
        pd.testing.assert_frame_equal(one.table, other.table)


def test_relabelling_actors_changes_nothing_that_was_observed(three):
    other = [one.iloc[::-1, ::-1] for one in three]
    for outcome in FITS:
        y = three[0].clip(lower=0)
        one = mrqap(y, {"x": three[1], "z": three[2]}, times=19, outcome=outcome).table
        two = mrqap(
            y.iloc[::-1, ::-1], {"x": other[1], "z": other[2]}, times=19, outcome=outcome
        ).table
        for column in ("coefficient", "observed", "correlation"):
            same(one[column], two[column])


def test_one_seed_gives_the_same_bytes_and_another_gives_others(three):
    y, x, z = three
    for test in (lambda s: qap(y, x, seed=s), lambda s: mrqap(y, {"x": x, "z": z}, seed=s)):
        assert test(4).draws.tobytes() == test(4).draws.tobytes()
        assert test(4).draws.tobytes() != test(5).draws.tobytes()


def test_one_predictor_is_the_correlation_in_other_words(three):
    y, x, _z = three
    off = ~np.eye(len(y), dtype=bool)
    correlation, slope = qap(y, x), mrqap(y, {"x": x})
    r = correlation.table.loc["x", "observed"]
    found = slope.table.loc["x"]
    same(found["coefficient"], r * y.to_numpy()[off].std() / x.to_numpy()[off].std())
    same(found["observed"], r * np.sqrt((off.sum() - 2) / (1 - r**2)))
    same(found["correlation"], r)
    assert found["p"] == correlation.table.loc["x", "p"]


def test_draws_do_not_depend_on_how_many_are_made_at_a_time():
    every = [
        np.concatenate([*orders(9, 50, np.random.default_rng(3), step)]) for step in (1, 7, 50)
    ]
    assert (every[0] == every[1]).all()
    assert (every[0] == every[2]).all()
    assert (np.sort(every[0], axis=1) == np.arange(9)).all()


def test_what_is_symmetric_counts_each_pair_once(three):
    one, other, _z = (square + square.T for square in three)
    found = mrqap(one, {"x": other}, times=9).table.loc["x"]
    r, pairs = found["correlation"], len(one) * (len(one) - 1) / 2
    same(found["observed"], r * np.sqrt((pairs - 2) / (1 - r**2)))


def test_whoever_waits_is_told_of_every_draw(three):
    y, x, z = three
    for test, draws in (
        (lambda tell: qap(y, x, times=150, tell=tell), 150),
        (lambda tell: mrqap(y, {"x": x, "z": z}, times=150, tell=tell), 150),
        (lambda tell: compare_matrices(y, {"x": x}, times=150, tell=tell), 300),
    ):
        told = []
        test(told.append)
        assert sum(told) == draws


def test_comparing_tells_the_chance_of_each_alone(three):
    y, x, z = three
    found = compare_matrices(y, {"x": x, "z": z}, times=99).table
    assert found.loc["x", "p_alone"] == qap(y, x, times=99).table.loc["x", "p"]
    assert found.loc["z", "p_alone"] == qap(y, z, times=99).table.loc["x", "p"]
    assert found.loc["intercept", ["p", "p_alone", "q", "correlation"]].isna().all()
    presence = compare_matrices(y, {"x": x}, outcome="logit", times=99).table.loc["x"]
    same(presence["correlation"], qap((y > 0) * 1.0, x, times=9).table.loc["x", "observed"])


# --- what is not known -------------------------------------------------------------------


def naive(x, y, order):
    """Return the correlation of the pairs that both know, actors of the second in order."""
    pairs = np.array([x, y[np.ix_(order, order)]])[:, ~np.eye(len(x), dtype=bool)]
    return np.corrcoef(pairs[:, ~np.isnan(pairs).any(axis=0)])[0, 1]


@pytest.mark.parametrize("sparse", [True, False])
def test_pairs_of_which_a_cell_is_unknown_are_left_out_of_each_draw(sparse):
    rng = np.random.default_rng(8)
    x, y = rng.normal(2019, 1, (2, 11, 11))
    if sparse:
        x, y = (rng.random((2, 11, 11)) < 0.2) * 3.0
    x[rng.random(x.shape) < 0.1] = np.nan
    y[3] = np.nan
    some = np.array([rng.permutation(11) for _draw in range(40)])
    (found,) = correlations(x, y, [some])
    same(found, [naive(x, y, order) for order in some])


def test_a_body_without_a_register_does_not_stop_the_test(three):
    y, x, z = three
    y = y.copy()
    y.loc["c"] = np.nan
    assert qap(y, x, times=99).table["draws"].tolist() == [99]
    found = mrqap(y, {"x": x, "z": z}, times=99).table
    known = y.notna().to_numpy() & ~np.eye(len(y), dtype=bool)
    design = np.column_stack([np.ones(known.sum()), x.to_numpy()[known], z.to_numpy()[known]])
    same(found["coefficient"], np.linalg.lstsq(design, y.to_numpy()[known])[0])
    assert (found["draws"].iloc[1:] == 99).all()


def test_a_draw_that_hits_only_equal_cells_is_not_counted():
    y = pd.DataFrame(np.nan, range(5), range(5))
    y.iloc[0, 1:], y.iloc[1, 2] = [1.0, 0.0, 0.0, 0.0], 1.0
    x = pd.DataFrame(0.0, range(5), range(5))
    x.iloc[0, 1] = 1.0
    found = qap(y, x, times=200)
    assert 0 < found.table.loc["x", "draws"] < 200
    assert np.isnan(found.draws).sum() == 200 - found.table.loc["x", "draws"]


# --- what cannot be told -----------------------------------------------------------------


def test_a_matrix_that_is_the_same_everywhere_goes_with_nothing(three):
    y, x, _z = three
    for flat in (0.0, 1.0):
        constant = pd.DataFrame(flat, y.index, y.columns)
        constant = constant + 5 * np.eye(len(y))
        with pytest.raises(NotEnoughData, match="matrix 'x' says the same"):
            qap(y, constant)
        with pytest.raises(NotEnoughData, match="matrix 'flat' says the same"):
            mrqap(y, {"x": x, "flat": constant})
    with pytest.raises(NotEnoughData, match="matrix 'y' says the same"):
        mrqap(y.abs() + 1, {"x": x}, outcome="logit")


def test_predictors_that_others_tell_are_named(three):
    y, x, z = three
    with pytest.raises(NotEnoughData, match="x, sum, z"):
        mrqap(y, {"x": x, "sum": x + 2 * z, "z": z})


def test_matrices_of_other_actors_are_refused(three):
    y, x, _z = three
    for wrong in (x.iloc[1:, 1:], x.rename(columns={"a": "q"}), x.iloc[:, :5]):
        with pytest.raises(NotEnoughData, match="do not hold the same actors"):
            qap(y, wrong)
    with pytest.raises(NotEnoughData, match="stands twice"):
        qap(y, x.rename(index={"a": "b"}))


def test_cells_that_are_no_numbers_are_refused(three):
    y, x, _z = three
    for wrong in ("much", np.inf):
        with pytest.raises(NotEnoughData, match="no numbers"):
            qap(y, x.astype(object).mask(x > 1, wrong))


def test_ties_that_a_predictor_parts_wholly_have_no_regression(three):
    y, _x, z = three
    ties = (y > 0) * 1.0
    with pytest.raises(NotEnoughData, match="has no end"):
        mrqap(ties, {"ties": ties, "z": z}, outcome="logit")
    same_again = mrqap(ties, {"ties": ties}, times=19).table.loc["ties"]
    assert np.isinf(same_again["observed"])
    assert same_again["p"] == 0.1


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


def test_few_ties_can_be_tested_though_they_seldom_meet_by_chance():
    names = range(14)
    y, x = (pd.DataFrame(0.0, names, names) for _matrix in range(2))
    for row, column in ((0, 1), (1, 2), (2, 3)):
        y.iloc[row, column] = 1.0
    for row, column in ((0, 1), (1, 2), (7, 8)):
        x.iloc[row, column] = 1.0
    found = mrqap(y, {"x": x}, outcome="logit", times=200)
    assert np.isinf(found.draws[:, 1]).mean() > 0.5
    assert found.table.loc["x", "p"] < 0.05


def test_what_is_asked_must_make_sense(three):
    y, x, z = three
    with pytest.raises(UnknownName, match="nearest is logit"):
        mrqap(y, {"x": x}, outcome="logti")
    with pytest.raises(NotEnoughData, match="at least one more matrix"):
        mrqap(y, {})
    with pytest.raises(NotEnoughData, match="never below 0"):
        mrqap(y, {"x": x}, outcome="count")
    few = [one.iloc[:2, :2] for one in three]
    with pytest.raises(NotEnoughData, match="Pairs that all matrices know: 2"):
        mrqap(few[0], {"x": few[1]})
    assert z.shape == (12, 12)


# --- calibration -------------------------------------------------------------------------


def uniform(ranks, draws):
    """Assert that chances fall evenly; one right test in 1,000 would fail here."""
    found = np.histogram(ranks, bins=10, range=(0, draws + 1))[0]
    assert chisquare(found).pvalue > 0.001, found


def test_chances_of_correlations_are_uniform_when_nothing_goes_together():
    """Rows and columns of each matrix hang together, as those of networks do."""
    ranks, rng = [], np.random.default_rng(1)
    for turn in range(400):
        y, x = noise(10, 2 * turn).to_numpy(), noise(10, 2 * turn + 1).to_numpy()
        (seen,), draws = (
            next(correlations(y, x, some)) for some in ([as_it_is(10)], orders(10, 99, rng, 99))
        )
        ranks.append((draws >= seen).sum() + 0.5)
    uniform(ranks, 99)


@pytest.mark.parametrize("kind", FITS)
def test_chances_of_a_predictor_are_uniform_when_it_adds_nothing(kind):
    """It does go with the other predictor, on which the outcome depends."""
    ranks, rng = [], np.random.default_rng(2)
    for turn in range(100):
        one, own, other = (noise(12, 3 * turn + part).to_numpy() for part in range(3))
        mean = 0.4 * one + 0.5 * own
        y = {
            "linear": mean,
            "logit": (rng.random(mean.shape) < 1 / (1 + np.exp(-mean))) * 1.0,
            "count": rng.poisson(np.exp(0.5 * mean)).astype(float),
        }[kind]
        built = regression(y, np.array([0.4 * one + other, one]))
        seen = observed(built, FITS[kind]).statistics[1]
        (draws,) = refits(built, FITS[kind], orders(12, 99, rng, 99))
        ranks.append((draws.statistics[:, 0] >= seen).sum() + 0.5)
    uniform(ranks, 99)


# --- matrices with a name ----------------------------------------------------------------


def test_named_matrices_hold_what_they_say(history):
    period = history.whole
    named = {name: ng.matrix_named(history, None, name) for name in ("recorded", "mandated")}
    net = history[period]
    same(named["recorded"], net.matrix.toarray())
    same(ng.matrix_named(history, None, "referral"), net.layer("referral").matrix.toarray())
    from netgov.gaps import mandated_pairs

    pairs = mandated_pairs(history, period).index
    either = named["mandated"] + ng.matrix_named(history, None, "permitted")
    ruled = either.stack()
    assert {*ruled.index[ruled > 0]} == {*pairs}
    sectors = net.actors["sector"].to_numpy()
    same(ng.matrix_named(history, None, "same_sector"), sectors[:, None] == sectors)


def test_a_unit_and_its_body_are_one(folder):
    study = ng.build_history(ng.read_records(folder()))
    found = ng.matrix_named(study, None, "same_parent")
    assert found.loc["unit", "office"] == found.loc["office", "unit"] == 1
    assert found.to_numpy()[~np.eye(4, dtype=bool)].sum() == 2


def test_what_is_not_known_of_an_actor_is_not_compared(folder):
    from folder import TABLES

    actors = TABLES["actors.csv"].replace("kecamatan,city", "unknown,city")
    study = ng.build_history(ng.read_records(folder({"actors.csv": actors})))
    levels = ng.matrix_named(study, None, "same_level")
    assert levels["health"].isna().all()
    assert levels.loc["health"].isna().all()
    assert levels.loc["unit", "office"] == 1


def test_another_year_is_read_on_the_actors_of_the_period(folder):
    from folder import TABLES

    actors = TABLES["actors.csv"].replace("city,city\n", "city,city,\n", 1)
    rows = actors.splitlines()
    dated = [f"{rows[0]},active_from", rows[1], *(f"{row}," for row in rows[2:])]
    dated[4] = f"{rows[4]},2019"
    study = ng.build_history(ng.read_records(folder({"actors.csv": "\n".join(dated)})))
    found = ng.matrix_named(study, 2019, "recorded:2018")
    assert [*found.index] == ["unit", "office", "police", "health"]
    assert found["health"].isna().all()
    assert found.loc["police", "unit"] == 1
    assert found.loc["unit", "police"] == 0


def test_meetings_attended_together_are_symmetric_and_for_the_office_alone(casework):
    found = ng.matrix_named(casework, None, "co_attendance")
    assert found.equals(found.T)
    pairs = ng.pathways(casework).coordination["meetings"]
    assert found.loc[pairs.index[0]] == pairs.iloc[0]
    with pytest.raises(NotEnoughData, match="the public view has none"):
        ng.matrix_named(ng.protect(casework), None, "co_attendance")


def test_a_public_view_tells_of_no_year_that_tells_too_little(folder):
    from netgov.errors import DisclosureError

    rows = "\n".join(
        f"K{turn},{2018 + (turn > 8)}-03-{turn + 1:02},{source},{target},referral"
        for turn, (source, target) in enumerate(
            [("unit", "police")] * 9
            + [("unit", "police"), ("unit", "health"), ("police", "health")] * 6
        )
    )
    log = f"case_id,date,from_actor,to_actor,relation\n{rows}\n"
    study = folder({"edges/referrals.csv": log})
    view = ng.protect(ng.build_history(ng.read_records(study)))
    with pytest.raises(DisclosureError):
        ng.matrix_named(view, None, "recorded:2018")


def test_a_matrix_nobody_knows_is_refused_with_the_nearest(history):
    with pytest.raises(UnknownName, match="nearest is same_sector"):
        ng.matrix_named(history, None, "samesector")


def test_rules_are_far_more_often_on_record_than_chance(history):
    """The shipped evidence: what rules require is what sources report."""
    named = (ng.matrix_named(history, None, name) for name in ("recorded", "mandated"))
    assert qap(*named).table.loc["x", "p"] < 0.01
