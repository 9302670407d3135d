"""What bodies without a register leave open: laws, and small networks worked by hand."""

import numpy as np
import pandas as pd
import pytest
from known import AWKWARD, bodies, network, same
from known import INFORMATION as KNOKE
from made import build, build_log, contact
from scipy.optimize import minimize

import netgov as ng
from netgov.errors import NetgovError, NotEnoughData, UnknownName
from netgov.inference import missing_registers, nonrespondents
from netgov.kernels.logit import firth

LIMITS = ["low", "observed", "mirrored", "high"]
YEAR = ng.Period(2019, 2019)
#: P kept no register: what it sent to S, D and H is unknown.
OF_P = "S-P 4, D-P 2, S-D 3, D-S 1, H-S 7"


def of(found, measure, actor, *columns):
    return found.table.loc[(measure, actor), list(columns)].tolist()


# --- fillings --------------------------------------------------------------------------------


def test_two_fillings_by_hand():
    found = missing_registers(
        network(OF_P), ["P"], ["in_strength", "out_strength", "out_degree"], times=50
    )
    assert of(found, "in_strength", "S", "observed", "mirrored") == [8, 12]
    assert of(found, "out_strength", "P", "observed", "mirrored") == [0, 6]
    assert of(found, "out_degree", "P", *LIMITS) == [0, 0, 2, 3]
    assert of(found, "out_strength", "H", *LIMITS) == [7, 7, 7, 7]


def test_what_others_wrote_of_a_body_stays():
    found = missing_registers(
        network(f"{OF_P}, P-D 9"), ["P"], ["out_strength", "in_strength"], times=50
    )
    assert of(found, "out_strength", "P", "low", "observed", "mirrored") == [9, 9, 13]
    assert of(found, "in_strength", "D", *LIMITS) == [12, 12, 12, 12]


def test_drawn_ties_weigh_as_much_as_some_on_record():
    """Of P's three ties each weighs 1, 3 or 7, or is not there; a returned one 1 or 3."""
    found = missing_registers(network(OF_P), ["P"], "in_strength", times=200)
    drawn = pd.DataFrame(found.draws, columns=found.table.index.get_level_values("actor"))
    assert {*(drawn["S"] - 8)} == {0, 1, 3}
    assert {*drawn["H"]} == {0, 7}
    assert (drawn["P"] == 6).all()


def test_ranks_that_nothing_unknown_can_move_are_firm():
    found = missing_registers(network("A-B 90, C-B 50, A-C 1, B-P 1"), ["P"], "in_strength")
    ranks = of(found, "in_strength", "B", "rank", "rank_low", "rank_high")
    assert ranks == [1, 1, 1]
    assert ("in_strength", "B") in found.firm.index
    assert ("in_strength", "P") not in found.firm.index


def test_equal_bodies_have_a_range_of_ranks():
    found = missing_registers(network("A-B 2, A-C 2, B-A 1, P-A 1, C-A 1"), ["P"], "in_degree")
    assert of(found, "in_degree", "B", "rank", "rank_low") == [2, 2]
    assert of(found, "in_degree", "B", "rank_high")[0] >= 3
    assert of(found, "in_degree", "A", "rank", "rank_low", "rank_high") == [1, 1, 1]


@pytest.mark.parametrize("without", [["MAYR"], ["COUN", "WEST"], ["EDUC", "INDU", "WRO"]])
def test_laws_of_limits_and_ranks(without):
    net = bodies(KNOKE)
    measures = ("in_strength", "betweenness", "out_closeness", "broker_roles.liaison")
    found = missing_registers(net, without, measures, times=40)
    assert found.table.index.tolist() == [(m, a) for m in measures for a in net.actors.index]
    limits = found.table
    assert (limits["low"] <= limits[["observed", "mirrored"]].min(axis=1)).all()
    assert (limits["high"] >= limits[["observed", "mirrored"]].max(axis=1)).all()
    assert (found.draws >= limits["low"].to_numpy()).all()
    assert (found.draws <= limits["high"].to_numpy()).all()
    assert (limits["rank_low"] <= limits["rank"]).all()
    assert (limits["rank"] <= limits["rank_high"]).all()
    observed = ng.measure(net, *measures)
    for measure in measures:
        same(limits.loc[measure, "observed"], observed[measure])


def test_what_is_not_defined_has_no_rank():
    found = missing_registers(network("A-B, B-A, C-B", "A B C P"), ["P"], "constraint", times=5)
    assert of(found, "constraint", "A", "rank")[0] > 0
    assert np.isnan(of(found, "constraint", "P", "observed", "rank")).all()
    assert ("constraint", "P") not in found.firm.index


def test_a_body_that_stands_for_many_has_limits_and_no_rank():
    net = network("A-B 9, C-B 8, B-P 1, P-A 3, M-A 9, C-A 9")
    net = ng.Network.of(net.ties.reset_index(), actors=net.actors.assign(aggregate="no"))
    net.actors.loc["A", "aggregate"] = "yes"
    found = missing_registers(net, ["P"], "in_strength", times=20)
    assert of(found, "in_strength", "A", "observed") == [21]
    ranks = ["rank", "rank_low", "rank_high"]
    assert np.isnan(of(found, "in_strength", "A", *ranks)).all()
    assert of(found, "in_strength", "B", *ranks) == [1, 1, 1]


def test_more_draws_only_move_the_limits_apart():
    few, many = (
        missing_registers(bodies(KNOKE), ["MAYR", "EDUC"], "betweenness", times=times).table
        for times in (20, 200)
    )
    assert (many["low"] <= few["low"] + 1e-9).mean() > 0.9
    assert (many["high"] >= few["high"] - 1e-9).mean() > 0.9


@pytest.mark.parametrize("name", AWKWARD)
def test_awkward_networks_have_limits_or_say_why_not(name):
    net = AWKWARD[name]
    if len(net.actors) < 3 or net.ties.empty:
        with pytest.raises(NotEnoughData):
            missing_registers(net, list(net.actors.index[:1]), times=3)
    else:
        found = missing_registers(net, list(net.actors.index[:1]), times=3)
        assert not (found.table["low"] > found.table["high"]).any()


# --- draws -----------------------------------------------------------------------------------


def as_dyads(bodies_, level, returned, rng):
    """Return a network of dyads of which each tie depends on the other, as a logit says."""
    states = np.exp([0, level, level, 2 * level + returned])
    names = [f"a{turn:02}" for turn in range(bodies_)]
    rows = []
    for one in range(bodies_):
        for other in range(one):
            state = rng.choice(4, p=states / states.sum())
            rows += [(names[one], names[other])] * (state in (1, 3))
            rows += [(names[other], names[one])] * (state in (2, 3))
    return ng.Network.of(pd.DataFrame(rows, columns=["source", "target"]), actors=names)


@pytest.mark.parametrize("silent", [1, 12])
def test_draws_hold_the_truth(silent):
    """Ties, and pairs tied both ways, are as many as the draws say: error 1 in 1,000 each.

    Of twelve bodies that hide their ties most pairs hide both.
    """
    net = as_dyads(40, -2.0, 2.5, np.random.default_rng(8))
    hidden = net.actors.index[:silent]
    ties = net.ties.reset_index()
    rest = ng.Network.of(ties[~ties["source"].isin(hidden)], actors=net.actors)
    found = missing_registers(rest, hidden, ["out_degree", "partners"], times=2000)
    drawn = [found.draws[:, :40].sum(axis=1), found.draws[:, 40:].sum(axis=1) / 2]
    truth = [len(ties), ng.measure(net, "partners").to_numpy().sum() / 2]
    # Pairs tied both ways are the ties less the pairs tied at all.
    for values, true in [(drawn[0], truth[0]), (drawn[0] - drawn[1], truth[0] - truth[1])]:
        low, high = np.quantile(values, [0.0005, 0.9995])
        assert low <= true <= high


def test_same_seed_same_bytes_and_another_seed_other_draws():
    net = bodies(KNOKE)
    one, again, other = (
        missing_registers(net, ["MAYR"], "betweenness", times=20, seed=seed)
        for seed in (4, 4, 5)
    )
    assert one.draws.tobytes() == again.draws.tobytes()
    pd.testing.assert_frame_equal(one.table, again.table)
    assert one.draws.tobytes() != other.draws.tobytes()


def test_who_waits_is_told_of_each_draw():
    told = []
    missing_registers(network(OF_P), ["P"], "in_degree", times=150, tell=told.append)
    assert sum(told) == 152


def test_nothing_received_is_changed():
    net = network(OF_P)
    before = net.ties.copy()
    missing_registers(net, ["P"], times=3)
    pd.testing.assert_frame_equal(net.ties, before)


@pytest.mark.parametrize(
    ("ties", "without", "measures", "error", "says"),
    [
        (OF_P, ["X"], (), UnknownName, "no actor called .X"),
        (OF_P, [], (), NotEnoughData, "nothing is missing"),
        (OF_P, ["P", "S", "D"], (), NotEnoughData, "At least two"),
        (OF_P, ["P"], ("density",), NotEnoughData, "not a measure of actors"),
        (OF_P, ["P"], ("betweeness",), UnknownName, "The nearest is betweenness"),
        ("", ["A"], (), NotEnoughData, "no tie on record"),
    ],
)
def test_what_cannot_be_answered_says_why(ties, without, measures, error, says):
    with pytest.raises(error, match=says):
        missing_registers(network(ties, "" if ties else "A B C"), without, measures)


@pytest.mark.parametrize("bad", [{"times": 0}, {"seed": -1}])
def test_draws_need_a_number_and_a_seed(bad):
    with pytest.raises(NetgovError):
        missing_registers(network(OF_P), ["P"], **bad)


# --- the logit -------------------------------------------------------------------------------

KINDS = np.array([[1, 0, 0], [1, 1, 0], [1, 0, 1], [1, 1, 1]], dtype=float)


@pytest.mark.parametrize(
    ("yes", "all_"),
    [
        ([3, 4, 5, 6], [40, 10, 20, 8]),
        ([0, 10, 0, 8], [40, 10, 20, 8]),  # what comes back is always returned
        ([0, 0, 0, 0], [40, 10, 20, 8]),
        ([40, 10, 20, 8], [40, 10, 20, 8]),
    ],
)
def test_the_logit_is_the_likeliest_under_jeffreys_prior(yes, all_):
    yes, all_ = np.array(yes, dtype=float), np.array(all_, dtype=float)

    def unlikely(effects):
        score = KINDS @ effects
        chance = 1 / (1 + np.exp(-score))
        information = (KINDS * (all_ * chance * (1 - chance))[:, None]).T @ KINDS
        likely = (yes * score - all_ * np.logaddexp(0, score)).sum()
        return -likely - np.linalg.slogdet(information)[1] / 2

    found = firth(KINDS, yes, all_)
    assert found.effects == pytest.approx(minimize(unlikely, np.zeros(3)).x, abs=1e-4)
    assert (np.diag(found.covariance) > 0).all()


def test_a_logit_of_one_column_adds_half_a_yes_and_half_a_no():
    found = firth(np.ones((1, 1)), np.array([3.0]), np.array([12.0]))
    assert found.effects[0] == pytest.approx(np.log(3.5 / 9.5))


def test_what_other_columns_tell_has_no_effect():
    found = firth(KINDS, np.array([1.0, 0, 2, 0]), np.array([10.0, 0, 5, 0]))
    assert found.effects[1] == 0
    drawn = found.drawn(np.random.default_rng(0), 100)
    assert np.abs(drawn[:, 1]).max() < 1e-4
    assert drawn[:, 2].std() > 1


# --- who gave no register --------------------------------------------------------------------


def lines(*told):
    """Return a log of "A-B sender": from, to, and whose register holds the line."""
    rows = [line.split() for line in told]
    return build_log(
        contact(turn, turn, *pair.split("-"), register=(side or [""])[0])
        for turn, (pair, *side) in enumerate(rows)
    )


@pytest.mark.parametrize(
    ("told", "silent"),
    [
        (["A-B sender", "B-A sender"], []),
        (["A-B sender"], ["B"]),
        (["A-B receiver"], ["A"]),
        (["A-B both", "A-C sender"], ["C"]),
        (["A-B sender", "B-C", "D-E"], ["B"]),  # of C to E nobody knows
        (["C-B receiver", "A-B receiver"], ["A", "C"]),
    ],
)
def test_nonrespondents_are_those_whose_contacts_only_others_hold(told, silent):
    assert nonrespondents(lines(*told), YEAR) == silent


@pytest.mark.parametrize("history", [lines("A-B", "B-A"), build()])
def test_without_registers_told_nobody_knows(history):
    with pytest.raises(NotEnoughData, match="--without"):
        nonrespondents(history, YEAR)


def test_registers_of_the_practice_data_are_not_told(casework):
    with pytest.raises(NotEnoughData, match="recorded_by"):
        nonrespondents(casework, casework.whole)
