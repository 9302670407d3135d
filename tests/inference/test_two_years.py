"""Two years compared: worked by hand, laws, and whether chance is called chance."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from known import same
from made import build, build_log, contact, statement
from scipy.stats import hypergeom, kstest

import netgov as ng
from netgov.errors import DisclosureError, NetgovError, NotEnoughData, UnknownName
from netgov.findings import about_two_years
from netgov.inference import compare_years, qap
from netgov.inference.two_years import CASES, PAIRS
from netgov.records import Study
from netgov.words import Words
from netgov.years import change

TWENTY = range(20)
YEARS = (2018, 2019)


def log(*years, **more):
    """Return a study of a log for each year from 2018 on: a case is a way, such as "ABC"."""
    rows = []
    for year, ways in enumerate(years, 2018):
        days = pd.date_range(f"{year}-01-01", f"{year}-12-31", periods=max(len(ways), 2))
        for turn, (day, way) in enumerate(zip(days.normalize(), ways, strict=False)):
            rows += [contact(f"{year}-{turn}", day, *pair) for pair in pairwise(way)]
    return build_log(rows, years=(2018, 2017 + len(years)), **more)


def states(*statements, **more):
    """Return a study of two years of statements."""
    records = build(statements, **more).records
    return ng.build_history(replace(records, study=Study({"en": "Toy"}, ng.Period(*YEARS))))


def row(found, measure, actor=""):
    return found.measures.table.loc[(measure, actor)]


def draws_of(found):
    return pd.DataFrame(found.measures.draws, columns=found.measures.table.index)


# --- cases dealt anew ------------------------------------------------------------------------


def test_a_change_worked_by_hand():
    """All cases of A went to B, then all to C: no dealing is as far off."""
    found = compare_years(log(["AB"] * 20, ["AC"] * 20), *YEARS, "in_strength", times=99)
    assert row(found, "in_strength", "B")[["before", "after", "observed"]].tolist() == [
        *(20, 0, -20)
    ]
    assert row(found, "in_strength", "C")["observed"] == 20
    assert row(found, "in_strength", "B")["p"] == pytest.approx(2 / 100)
    assert found.measures.null == CASES


def test_so_many_cases_fall_into_a_year_as_hypergeometric_draws_say():
    """Of 60 cases 25 go to B, 30 are of the year before: the p is exact, but for the draws."""
    found = compare_years(
        log(["AB"] * 17 + ["AC"] * 13, ["AB"] * 8 + ["AC"] * 22),
        *YEARS,
        "in_strength",
        times=4000,
    )
    exact = hypergeom.sf(16, 60, 25, 30)  # 17 or more of them in the year before
    error = 4 * np.sqrt(exact * (1 - exact) / 4000)
    assert row(found, "in_strength", "B")["p_lesser"] == pytest.approx(exact, abs=error)


def test_a_year_with_more_cases_is_no_change_by_itself():
    found = compare_years(log(["AB"] * 20, ["AB"] * 90), *YEARS, "in_strength", times=50)
    told = row(found, "in_strength", "B")
    assert told[["observed", "mean", "sd"]].tolist() == [70, 70, 0]
    assert np.isnan(told["p"])


def test_the_rows_of_a_case_are_dealt_together():
    ways = ["ABC"] * 10 + ["AD"] * 10
    drawn = draws_of(compare_years(log(ways, ways[5:] * 2), *YEARS, "in_strength", times=50))
    assert (drawn["in_strength", "B"] == drawn["in_strength", "C"]).all()
    assert (drawn["in_strength", "B"] + drawn["in_strength", "D"] == 10).all()
    assert drawn["in_strength", "B"].std() > 1


def test_a_case_of_both_years_is_a_part_in_each():
    """Were it one case, either year could hold 40 contacts, or 0."""
    rows = [
        contact(case, pd.Timestamp(year, 6, 1), "A", target)
        for case in TWENTY
        for year, target in zip(YEARS, "BC", strict=True)
    ]
    history = build_log(rows, years=YEARS)
    drawn = draws_of(compare_years(history, *YEARS, ["in_strength", "out_strength"], times=50))
    assert (drawn["out_strength", "A"] == 0).all()
    assert drawn["in_strength", "B"].std() > 1


def test_statements_and_meetings_stay_in_their_year():
    ways = log(["AB"] * 20, ["AB"] * 20).records
    stated = states(statement("D", "E", "present", "authority")).records.evidence
    met = ways.evidence.head(1).assign(
        source="C", target="D", layer="coordination", case="", table="meetings"
    )
    evidence = pd.concat([ways.evidence, stated, met], ignore_index=True)
    history = ng.build_history(replace(ways, evidence=evidence))
    drawn = draws_of(compare_years(history, *YEARS, "out_strength", times=30))
    assert (drawn["out_strength", "D"] == 1).all()
    assert (drawn["out_strength", "C"] == -1).all()


@pytest.mark.parametrize("measures", [("betweenness", "density"), ("broker_roles",), ()])
def test_each_year_is_measured_as_it_was_recorded(casework, measures):
    found = compare_years(casework, 2017, 2019, measures, times=3).measures.table
    for year, column in ((2017, "before"), (2019, "after")):
        for name in found.index.unique("measure"):
            seen = ng.measure(casework[year], name)[name].to_numpy(dtype=float)
            same(found.loc[name, column], seen)
    same(found["observed"], found["after"] - found["before"])


# --- values exchanged ------------------------------------------------------------------------


def test_statements_that_span_both_years_never_differ():
    history = states(*(statement("A", to, first=2018) for to in "BCD"))
    found = compare_years(history, *YEARS, ["in_degree", "out_degree"], times=20)
    assert found.measures.null == PAIRS
    assert not found.measures.draws.any()
    assert found.measures.table["p"].isna().all()


def test_statements_of_one_year_fall_into_either_by_a_coin():
    """Three new ties to E: the change of a draw is 3, 1, -1 or -3, and 3 in one of eight."""
    steady = statement("A", "B", first=2018)
    history = states(steady, *(statement(source, "E") for source in "ABC"))
    found = compare_years(history, *YEARS, "in_degree", times=2000)
    drawn = draws_of(found)["in_degree", "E"]
    assert {*drawn} == {-3, -1, 1, 3}
    error = 4 * np.sqrt(1 / 8 * 7 / 8 / 2000)
    assert row(found, "in_degree", "E")["p_greater"] == pytest.approx(1 / 8, abs=error)


def test_the_public_view_of_statements_can_be_compared(public):
    found = compare_years(public, *YEARS, ["in_degree", "density"], times=20)
    assert found.measures.null == PAIRS
    assert row(found, "density")["after"] == ng.measure(public[2019], "density").iloc[0, 0]


def test_the_public_view_of_cases_cannot(casework):
    with pytest.raises(DisclosureError, match=r"single cases.*--audience internal"):
        compare_years(ng.protect(casework), *YEARS, "in_strength")


# --- chance and change -----------------------------------------------------------------------


def test_chance_is_called_chance():
    """Where one process made both years p is uniform: fails by chance 1 in 1,000 times.

    Equal draws are parted by lot, which makes p uniform though counts be few. A case goes to B
    six times or not at all: were its rows dealt one by one, p would be small too often.
    """
    rng = np.random.default_rng(11)
    ways = ["AB" * 6, "AC" * 6, "AD" * 6]
    history = log(*(rng.choice(ways, size=size) for size in rng.integers(20, 40, size=60)))
    lots = []
    for year in range(2018, 2078, 2):
        found = compare_years(history, year, year + 1, "in_strength", times=99, seed=year)
        observed = row(found, "in_strength", "B")["observed"]
        drawn = draws_of(found)["in_strength", "B"]
        equal = (drawn == observed).sum() + 1
        lots.append(((drawn > observed).sum() + rng.random() * equal) / 100)
    both = 2 * np.minimum(lots, 1 - np.array(lots))
    assert kstest(lots, "uniform").pvalue > 0.0005
    assert kstest(both, "uniform").pvalue > 0.0005


def test_a_planted_change_is_found(casework):
    """LBH is sent fewer cases in 2019, while the caseload grew; it is the only one."""
    found = compare_years(casework, *YEARS, "in_strength", times=3000)
    table = found.measures.table
    assert table.index[table["q"] <= 0.05].tolist() == [("in_strength", "lbh")]
    fading = found.ties.index[found.ties["trend"] == "fading"]
    assert fading.tolist() == [("upt_ppa", "lbh", "referral")]


# --- ties, and the whole ---------------------------------------------------------------------


def test_ties_are_those_of_the_two_years_alone(casework):
    found = compare_years(casework, 2017, 2019, "in_strength", times=3)
    pd.testing.assert_frame_equal(found.ties, change(casework, (2017, 2019), ends_only=True))
    assert [column for column in found.ties if column.isdecimal()] == ["2017", "2019"]


def test_years_alike_and_years_that_are_not():
    ways = ["AB"] * 15 + ["BC"] * 9
    alike = compare_years(log(ways, ways), *YEARS, "in_strength", times=20)
    assert alike.alike.table["observed"].tolist() == pytest.approx([1])
    assert alike.alike.table.index.tolist() == ["2018–2019"]
    other = compare_years(log(["AB"] * 20, ["CD"] * 20), *YEARS, "in_strength", times=20)
    assert other.alike.table["observed"].iloc[0] < 0


def test_likeness_is_the_correlation_of_both_years(casework):
    found = compare_years(casework, *YEARS, "in_strength", times=50, seed=3)
    was, now = (
        pd.DataFrame(net.matrix.toarray(), net.actors.index, net.actors.index)
        for net in map(casework.__getitem__, YEARS)
    )
    assert found.alike.draws.tobytes() == qap(now, was, times=50, seed=3).draws.tobytes()


def test_bodies_of_one_year_are_left_out_and_named():
    ends = {"D": {"active_to": 2018.0}, "E": {"active_from": 2019.0}}
    history = log(["AB"] * 20 + ["AD"] * 9, ["AB"] * 20 + ["EB"] * 5, actors=ends)
    found = compare_years(history, *YEARS, "in_strength", times=20)
    assert found.left_out == ("D", "E")
    assert found.measures.table.index.get_level_values("actor").tolist() == ["A", "B", "C"]
    assert row(found, "in_strength", "B")[["before", "after"]].tolist() == [20, 20]
    # Cases of D and E alone touch nothing that is compared, so they are not dealt.
    assert (draws_of(found)["in_strength", "B"] == 0).all()


# --- the draws -------------------------------------------------------------------------------


def test_same_seed_same_bytes_and_another_seed_other_draws(casework):
    one, again, other = (
        compare_years(casework, *YEARS, "in_strength", times=20, seed=seed)
        for seed in (4, 4, 5)
    )
    assert one.measures.draws.tobytes() == again.measures.draws.tobytes()
    pd.testing.assert_frame_equal(one.measures.table, again.measures.table)
    assert one.measures.draws.tobytes() != other.measures.draws.tobytes()


def test_who_waits_is_told_of_each_draw():
    told = []
    ways = ["AB"] * 20
    compare_years(log(ways, ways), *YEARS, "in_degree", times=150, tell=told.append)
    assert sum(told) == 150


@pytest.mark.parametrize(
    ("years", "more", "error", "says"),
    [
        ((2018, 2020), {}, NotEnoughData, "2020 is not a year of the study"),
        ((2019, 2018), {}, NetgovError, "earlier year first"),
        ((2019, 2019), {}, NetgovError, "earlier year first"),
        (("2018-2019", 2019), {}, NetgovError, "not a single year"),
        (("once", 2019), {}, NetgovError, "not a year"),
        (YEARS, {"times": 0}, NetgovError, "at least one draw"),
        (YEARS, {"seed": -1}, NetgovError, "seed"),
    ],
)
def test_years_and_draws_that_make_no_sense(years, more, error, says):
    with pytest.raises(error, match=says):
        compare_years(log(["AB"] * 20, ["AB"] * 20), *years, "in_degree", **more)


def test_measures_that_have_no_number():
    history = log(["AB"] * 20, ["AB"] * 20)
    with pytest.raises(UnknownName, match="The nearest is betweenness"):
        compare_years(history, *YEARS, "betweeness")
    with pytest.raises(NotEnoughData, match="not a measure of actors or the network"):
        compare_years(history, *YEARS, "tie_betweenness")


@pytest.mark.parametrize(
    ("history", "says"),
    [
        (log(["AB"] * 20, []), "No tie is on record in 2019"),
        (log([], ["AB"] * 20), "No tie is on record in 2018"),
        (log(["AB"] * 20, ["AB"] * 19), "Too few cases: 19 in 2019"),
        (  # of 22 cases of a year 20 are of bodies that only one year has
            log(
                ["AB"] * 2 + ["AD"] * 20,
                ["AB"] * 2 + ["EB"] * 20,
                actors={"D": {"active_to": 2018.0}, "E": {"active_from": 2019.0}},
            ),
            "Too few cases: 2 in 2018",
        ),
        (states(), "No tie is on record"),
        (
            log(["AB"] * 20, ["AB"] * 20, actors={x: {"active_to": 2018.0} for x in "BCDE"}),
            "No tie is on record in 2018",  # A alone is in both years
        ),
    ],
)
def test_years_that_cannot_be_compared_say_why(history, says):
    with pytest.raises(NotEnoughData, match=says):
        compare_years(history, *YEARS, "in_degree")


def test_years_tied_alike_everywhere_have_no_likeness():
    """Of two bodies with a tie each way nothing can be correlated; measures can be compared."""
    two = {body: {"active_to": 2010.0} for body in "CDE"}
    found = compare_years(
        log(["AB", "BA"] * 10, ["AB", "BA"] * 10, actors=two), *YEARS, times=20
    )
    assert found.alike is None
    assert len(found.measures.table)
    told = [str(one) for one in about_two_years(found, pd.Series(dtype=str), Words("en"))]
    assert not any("alike" in one for one in told)
