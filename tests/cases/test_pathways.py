"""What becomes of cases: hand-overs, losses, reach, quickest ways, meetings, by hand."""

import math
from collections import defaultdict
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import attendance, build, build_log, contact

import netgov as ng
from netgov.cases import (
    capacity,
    case_log,
    congruence,
    coordination,
    delays,
    detours,
    losses,
    pathways,
    public_pathways,
    reach,
    routes,
    through,
    visits,
)
from netgov.cases.log import LOST, OPEN, PASSED_ON, RESOLVED
from netgov.errors import NotEnoughData
from netgov.rules import Rules

END = contact("end", 364, "D", "E", outcome="resolved")


# --- hand-overs and visits ------------------------------------------------------------------


def test_rows_of_one_day_keep_their_order():
    rows = [contact(1, 3, "B", "C"), contact(1, 0, "A", "B"), contact(1, 3, "C", "D")]
    log = case_log(build_log(rows))
    assert log["target"].tolist() == ["B", "C", "D"]


def test_a_renamed_office_does_not_hand_over_to_itself():
    renamed = {"A": {"successor": "B"}}
    log = case_log(
        build_log([contact(1, 0, "A", "B"), contact(1, 1, "C", "A")], actors=renamed)
    )
    assert log[["source", "target"]].to_numpy().tolist() == [["C", "B"]]


def plain_visits(rows, end, lost_after=90):
    """Return target and fate of each row of one case, by the definition, with loops."""
    used, found = set(), []
    for place, row in enumerate(rows):
        exit_ = next(
            (
                later
                for later in range(place + 1, len(rows))
                if rows[later][1] == row[2] and later not in used
            ),
            None,
        )
        if exit_ is not None:
            used.add(exit_)
            found.append((row[2], PASSED_ON))
        elif row[3]:
            found.append((row[2], RESOLVED))
        else:
            found.append((row[2], LOST if end - row[0] > lost_after else OPEN))
    return found


steps = st.tuples(
    st.integers(0, 200), st.sampled_from("ABCD"), st.sampled_from("ABCD"), st.booleans()
).filter(lambda step: step[1] != step[2])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(steps, min_size=1, max_size=8), min_size=1, max_size=4))
def test_visits_are_those_of_the_definition(cases):
    rows = [
        contact(case, day, source, target, outcome="resolved" if done else "")
        for case, told in enumerate(cases)
        for day, source, target, done in told
    ]
    history = build_log([*rows, END])
    seen = visits(history, Rules())
    expected = []
    for told in cases:
        ordered = sorted(told, key=lambda step: step[0])
        expected += plain_visits(ordered, 364)
    ours = list(zip(seen["target"], seen["fate"], strict=True))[:-1]
    assert sorted(ours) == sorted(expected)


@pytest.mark.parametrize(
    ("more", "fate"),
    [
        ({"outcome": "resolved"}, "resolved"),
        ({"status": "completed"}, "resolved"),
        ({"closed": pd.Timestamp(2019, 3, 1)}, "resolved"),
        ({"outcome": "closed without service"}, "closed without service"),
        ({"status": "rejected"}, "closed without service"),
        ({}, "lost"),
    ],
)
def test_how_a_visit_ends(more, fate):
    seen = visits(build_log([contact(1, 0, "A", "B", **more), END]), Rules())
    assert seen["fate"].iloc[0] == fate


def test_a_recent_visit_is_open():
    seen = visits(build_log([contact(1, 300, "A", "B"), END]), Rules())
    assert seen["fate"].iloc[0] == "open"


# --- losses -----------------------------------------------------------------------------------


def test_the_bounds_of_the_worked_example():
    """20 cases, 12 resolved, 3 lost, 5 open: the loss lies between .15 and .40."""
    rows = [contact(f"r{n}", 0, "A", "B", outcome="resolved") for n in range(12)]
    rows += [contact(f"l{n}", 0, "A", "B") for n in range(3)]
    rows += [contact(f"o{n}", 100, "A", "B") for n in range(5)]
    lost = losses(build_log(rows, years=(2019, 2019)))
    assert (lost.low, lost.high) == (pytest.approx(0.15), pytest.approx(0.40))
    assert lost.loss == pytest.approx(3 / 15)


def test_the_losses_of_the_network_are_those_of_its_agencies():
    rows = [contact(f"a{n}", 0, "E", "A", outcome="resolved") for n in range(6)]
    for n in range(9):
        rows += [contact(f"b{n}", 0, "E", "A"), contact(f"b{n}", 5, "A", "B")]
    rows += [contact(f"b{n}", 9, "B", "C", outcome="resolved") for n in range(4)]
    lost = losses(build_log([*rows, contact("z", 200, "E", "C", outcome="resolved")]))
    assert lost.agencies["contribution"].sum() == pytest.approx(lost.loss)
    assert lost.loss == pytest.approx(5 / 16)
    assert lost.agencies.loc["B", ["received", "lost", "passed_on"]].tolist() == [9, 5, 4]
    weighted = lost.entries["share"] * lost.entries["loss"]
    assert weighted.sum() == pytest.approx(lost.loss)


def test_a_circle_without_an_end_is_named():
    rows = [contact(1, 0, "A", "B")]
    for n in range(1, 6):
        rows += [contact(1, n, *("BC" if n % 2 else "CB"))]
    with pytest.raises(NotEnoughData, match=r"B, C|C, B"):
        losses(build_log(rows))


def test_without_a_log_there_are_no_pathways(public):
    with pytest.raises(NotEnoughData, match="no log of numbered cases"):
        pathways(public)


# --- reach and quickest ways ----------------------------------------------------------------

SERVICES = {"D": {"services": "kesehatan"}, "E": {"services": "hukum"}}


def test_the_worked_example_of_reach():
    """Day 0 A to B, day 3 B to C, day 3 C to D: the service in 3 hand-overs and 3 days."""
    rows = [contact(1, 0, "A", "B"), contact(1, 3, "B", "C"), contact(1, 3, "C", "D")]
    told = reach(build_log(rows, actors=SERVICES)).loc[("A", "kesehatan")]
    assert told[["within_1", "within_2", "within_3", "median"]].tolist() == [0, 0, 1, 3]
    swapped = reach(build_log([rows[0], rows[2], rows[1]], actors=SERVICES))
    assert swapped.loc[("A", "kesehatan"), "within_3"] == 0
    assert swapped.loc[("A", "kesehatan"), "fewest"] == 3


def test_a_service_that_no_chain_of_ties_leads_to_is_a_desert():
    told = reach(build_log([contact(1, 0, "A", "D"), contact(2, 0, "C", "B")], actors=SERVICES))
    assert math.isnan(told.loc[("A", "hukum"), "fewest"])
    assert told.loc[("A", "kesehatan"), "fewest"] == 1


def test_an_entry_point_that_gives_the_service_is_no_desert():
    told = reach(build_log([contact(1, 0, "D", "A")], actors=SERVICES)).loc[("D", "kesehatan")]
    assert told[["within_1", "in_time", "median", "fewest"]].tolist() == [1, 1, 0, 0]


def test_an_open_case_is_censored_and_a_closed_one_is_not():
    """One case arrives on day 1, one is closed without, one is open since 10 days."""
    rows = [
        contact(1, 300, "A", "D"),
        contact(2, 0, "A", "B", closed=pd.Timestamp(2019, 2, 1)),
        contact(3, 354, "A", "B"),
        contact(4, 364, "C", "B", outcome="resolved"),
    ]
    told = reach(build_log(rows, actors=SERVICES)).loc[("A", "kesehatan")]
    assert told["in_time"] == pytest.approx(1 / 3)


def answered(source, target, days, count=10):
    return [
        contact(f"{source}{target}{n}", n, source, target, after=days) for n in range(count)
    ]


QUICK = [*answered("A", "B", 1), *answered("B", "D", 20), *answered("B", "C", 4),
         *answered("C", "D", 5)]  # fmt: skip


def test_the_worked_example_of_the_slow_path():
    history = build_log(QUICK, actors=SERVICES)
    way = routes(history).loc[("A", "kesehatan")]
    assert (way["days"], way["chain"], way["hand_overs"]) == (10, "A > B > C > D", 3)
    round_ = detours(history)
    assert round_.index.tolist() == [("B", "D")]
    assert round_.loc[("B", "D"), ["direct", "days"]].tolist() == [20, 9]


def test_ties_of_few_contacts_are_no_way():
    few = [*answered("A", "B", 1, count=9), *answered("B", "D", 2)]
    assert ("A", "kesehatan") not in routes(build_log(few, actors=SERVICES)).index


def test_tied_chains_share_who_lies_between():
    square = [*answered("A", "B", 2), *answered("A", "C", 1), *answered("B", "D", 2),
              *answered("C", "D", 3)]  # fmt: skip
    between = through(build_log(square))
    assert between["B"] == between["C"]
    # Of the pairs of others A D, A C, C D one is joined through B, and it is shared.
    assert between["B"] == pytest.approx(0.5 / 3)


def test_answers_of_the_same_day_make_no_endless_chains():
    same_day = [row for pair in ("AB", "BA", "BC", "CB") for row in answered(*pair, 0)]
    way = through(build_log(same_day))
    assert way["B"] == 1


# --- delays, capacity -------------------------------------------------------------------------


def test_open_referrals_are_counted_as_long_as_they_wait():
    rows = [*answered("A", "B", 4, count=3), *(contact(f"o{n}", 0, "A", "B") for n in range(4))]
    told = delays(build_log([*rows, contact("z", 50, "C", "D", after=1)])).loc["A", "B"]
    assert told["open"].item() == 4
    assert math.isnan(told["median"].item())
    assert told["longest"].item() == 51


def test_capacity_needs_staff_and_says_what_more_would_bring():
    rows = [contact(n, n, "E", "A") for n in range(360)]
    table = capacity(
        build_log(rows, actors={"A": {"staff": 4, "capacity": 8}, "E": {"staff": 2}})
    )
    assert table["staff"].tolist() == [4, 2]
    assert table.at["A", "staff_needed"] == 5
    assert table.at["A", "per_worker"] == pytest.approx(30.4375 / 4)
    assert math.isnan(table.at["E", "load"])


def test_half_a_year_of_records_is_half_a_year_of_arrivals():
    rows = [contact(n, n, "E", "A") for n in range(181)]
    table = capacity(build_log(rows, actors={"A": {"staff": 4, "capacity": 8}}))
    assert table.at["A", "monthly"] == pytest.approx(30.4375)


# --- meetings ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("meetings", "weights"),
    [
        (("A B C", "A C", "B C D"), [0.5, 1.5, 1, 0.5, 0.5]),
        (("A B* C", "A C*", "B C D*"), [0.25, 1, 0.75, 0.25, 0.25]),
    ],
)
def test_the_worked_example_of_meetings(meetings, weights):
    history = build_log([contact(1, 0, "A", "E")], meetings=attendance(*meetings))
    table = coordination(history)
    pairs = [("A", "B"), ("A", "C"), ("B", "C"), ("B", "D"), ("C", "D")]
    assert table.loc[pairs, "weight"].tolist() == weights
    assert table.loc[("A", "C"), "meetings"] == 2


def test_the_worked_example_of_congruence():
    volumes = {"AB": 30, "AC": 20, "BC": 10, "CD": 40}
    rows = [
        contact(f"{pair}{n}", n, *pair) for pair, count in volumes.items() for n in range(count)
    ]
    table = coordination(build_log(rows, meetings=attendance("A B", "B C")))
    assert congruence(table) == pytest.approx(0.4)
    assert table.loc[[("A", "C"), ("C", "D")], "finding"].eq("busy, never meet").all()


def test_who_meets_and_never_refers():
    meetings = attendance(*["A B"] * 5)
    table = coordination(build_log([contact(1, 0, "A", "E")], meetings=meetings))
    assert table.loc[("A", "B"), "finding"] == "meet, never refer"


# --- the whole, and what of it is public ------------------------------------------------------


def test_a_period_without_cases_says_so():
    with pytest.raises(NotEnoughData):
        pathways(build([]), 2019)


def test_everything_holds_together_on_the_practice_data(casework):
    found = pathways(casework)
    assert found.low < found.loss < found.high
    assert found.agencies["contribution"].sum() == pytest.approx(found.loss)
    assert set(found.delays.index.droplevel("layer")) == set(found.hand_overs.index)
    shares = found.reach[["within_1", "within_2", "within_3"]].to_numpy()
    assert (np.diff(shares) >= 0).all()


def test_records_are_not_changed(casework):
    before = pd.util.hash_pandas_object(casework.records.evidence.astype(str)).sum()
    pathways(ng.build_history(casework.records))
    assert pd.util.hash_pandas_object(casework.records.evidence.astype(str)).sum() == before


@pytest.fixture(scope="module")
def told(casework):
    public = ng.protect(casework)
    return public, public_pathways(public)


def test_the_public_sees_medians_of_published_ties_alone(told):
    public, found = told
    ties = public[public.whole].ties
    assert list(found.tables) == ["delays"]
    assert list(found.delays) == ["median", "deadline", "answered"]
    assert set(found.delays.index) <= set(ties.index[ties["cases"] >= 10])
    assert (found.delays["median"] % 1 == 0).all()
    assert math.isnan(found.loss)


def test_public_medians_name_nobody_that_is_not_named(told):
    _public, found = told
    bodies = set(found.delays.index.to_frame()[["source", "target"]].to_numpy().ravel())
    assert not bodies & {"sd_1", "smp_2", "sma_3", "rumah_aman"}


def with_hidden(count, answered=3):
    """Return three ties of 12 cases each and one of few, with days of answers."""
    rows = [
        contact(f"{pair}{n}", n, *pair, after=n % 7)
        for pair in ("AB", "AC", "BC")
        for n in range(12)
    ]
    few = [contact(f"few{n}", 20 + n, "C", "D", after=answered) for n in range(count)]
    records = build_log([*rows, *few], actors={"D": {"services": "rumah aman"}}).records
    empty = {
        name: pd.DataFrame(columns=["file", "sheet", "in"])
        for name in ("problems", "changes", "unread", "unknown")
    }
    counts = pd.DataFrame({"in": [0]}, index=pd.Index(["x"], name="file"))
    return ng.build_history(replace(records, counts=counts, **empty))


@pytest.mark.parametrize("changed", [(4, 3), (1, 90)], ids=["number", "day of an answer"])
def test_what_a_hidden_tie_holds_moves_no_public_median(changed):
    views = [ng.protect(with_hidden(*told_)) for told_ in ((1, 3), changed)]
    seen = [public_pathways(view).delays for view in views]
    pd.testing.assert_frame_equal(*seen)
    assert len(seen[0]) == 3


def test_the_order_of_rows_moves_no_public_median(casework, told):
    _public, found = told
    records = casework.records
    shuffled = records.evidence.sample(frac=1, random_state=1)
    other = public_pathways(ng.protect(ng.build_history(replace(records, evidence=shuffled))))
    pd.testing.assert_frame_equal(other.delays, found.delays)


def test_losses_that_cannot_be_told_leave_the_other_tables(casework):
    rows = [contact(1, 0, "A", "B")]
    for n in range(1, 6):
        rows += [contact(1, n, *("BC" if n % 2 else "CB"))]
    found = pathways(build_log(rows))
    assert "delays" in found.tables
    assert "ever ends on record" in found.note.say("en")


def test_a_year_without_cases_says_so(casework):
    with pytest.raises(NotEnoughData, match="2012"):
        pathways(casework, 2012)


def test_hand_overs_are_counted_plainly(casework):
    log = casework.records.evidence
    log = log[log["table"] == "referrals"]
    cases = defaultdict(set)
    for case, source, target in zip(log["case"], log["source"], log["target"], strict=True):
        cases[source, target].add(case)
    ours = pathways(casework).hand_overs["cases"].to_dict()
    assert ours == {pair: len(told) for pair, told in cases.items()}
