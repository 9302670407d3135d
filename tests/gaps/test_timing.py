"""Gaps in time: late answers, silences, cases that stop, staff that cannot keep up."""

import pandas as pd
import pytest
from made import attendance, build_log, contact, duty

import netgov as ng
from netgov.gaps.finding import not_examined
from netgov.gaps.needs import NEEDS

ONE = [duty("one", "A", "B")]


def of_kind(history, kind, year=2019):
    gaps = ng.find_gaps(history, year)
    return gaps[gaps["kind"] == kind]


# --- late -----------------------------------------------------------------------------------

DAYS = [1, 2, 2, 3, 4, 5, 6, 8, 10]
WAITING = [9, 3, 7]


def answered_late(last=60):
    """Return the worked example: nine answers and three that wait at the end of data."""
    given = [contact(f"g{n}", n, "A", "B", after=days) for n, days in enumerate(DAYS)]
    open_ = [contact(f"o{n}", last - days, "A", "B") for n, days in enumerate(WAITING)]
    return [*given, *open_, contact("end", last, "C", "D")]


def test_the_worked_example_of_a_deadline():
    gap = of_kind(build_log(answered_late(), ONE, days=5.0), "late").iloc[0]
    assert gap["text_en"] == ("Within 5 days A heard from B in 52% of referrals (28% to 82%).")
    assert gap["severity"] == pytest.approx(0.418, abs=5e-4)
    assert gap["note_en"].startswith("Median wait: 5 days.")


def test_an_answer_whose_day_is_not_on_record_is_no_open_referral():
    undated = [contact(f"u{n}", 0, "A", "B", status="completed") for n in range(20)]
    with_them = of_kind(build_log([*answered_late(), *undated], ONE, days=5.0), "late")
    assert with_them["severity"].iloc[0] == pytest.approx(0.418, abs=5e-4)


@pytest.mark.parametrize("days", [10.0, float("nan")])
def test_answers_in_time_or_no_deadline_are_no_gap(days):
    assert of_kind(build_log(answered_late(), ONE, days=days), "late").empty


def test_nine_referrals_say_nothing():
    assert of_kind(build_log(answered_late()[3:], ONE, days=5.0), "late").empty


def test_when_nobody_answers_the_limit_is_that_of_a_binomial():
    rows = [contact(n, 0, "A", "B") for n in range(20)]
    known = [contact(f"k{n}", 50, "C", "B", after=1) for n in range(3)]
    gap = of_kind(build_log([*rows, *known], ONE, days=5.0), "late").iloc[0]
    assert gap["severity"] == 1
    assert "0% of referrals (0% to 17%)" in gap["text_en"]
    assert "Median wait: more than 51 days." in gap["note_en"]


def test_a_deadline_binds_the_layer_and_the_service_it_is_for():
    report = [contact("r", 0, "A", "B", layer="reporting", after=1)]
    slow = [contact(n, n, "A", "B", after=10, service="hukum") for n in range(20)]
    both = [duty("tell", "A", "B", "reporting"), duty("send", "A", "B")]
    assert of_kind(build_log([*report, *slow], both, days=[3.0, 14.0]), "late").empty
    other = build_log([*report, *slow], ONE, days=5.0, service="medis")
    assert of_kind(other, "late").empty


def test_a_stated_outcome_is_no_open_referral():
    ended = [contact(n, 0, "A", "B", outcome="closed without service") for n in range(20)]
    known = [contact(f"k{n}", 50, "C", "B", after=1) for n in range(3)]
    assert of_kind(build_log([*ended, *known], ONE, days=5.0), "late").empty


# --- dormant ----------------------------------------------------------------------------------


def rhythm(source, target, days):
    return [contact(f"{source}{target}{n}", day, source, target) for n, day in enumerate(days)]


def test_a_tie_that_falls_silent_for_longer_than_its_rhythm_explains():
    fortnightly = rhythm("A", "B", range(0, 150, 14))
    going_on = rhythm("C", "D", range(0, 360, 14))
    gap = of_kind(build_log([*fortnightly, *going_on]), "dormant")
    assert gap[["source", "target"]].to_numpy().tolist() == [["A", "B"]]
    assert gap["text_en"].iloc[0].startswith("No referral for 210 days;")
    assert "The last was on 2019-05-21." in gap["note_en"].iloc[0]


def test_a_rare_tie_may_be_silent_for_as_long():
    rare = rhythm("A", "B", (0, 75, 150))
    assert of_kind(build_log([*rare, *rhythm("C", "D", range(0, 360, 14))]), "dormant").empty


def test_rare_ties_tell_of_the_usual_rhythm_too():
    """Four contacts and half a year of silence are nothing where most ties have one or two."""
    four = rhythm("A", "B", (0, 40, 80, 120))
    pairs = [(a, b) for a in "ABCDE" for b in "ABCDE" if a != b and (a, b) != ("A", "B")]
    rare = [row for turn, pair in enumerate(pairs) for row in rhythm(*pair, (20 * turn,))]
    assert of_kind(build_log([*four, *rare]), "dormant").empty


def test_a_renamed_office_has_not_fallen_silent():
    renamed = {"B": {"active_to": 2019.0, "successor": "E"}, "E": {"active_from": 2019.0}}
    rows = [*rhythm("A", "B", range(0, 150, 14)), *rhythm("A", "E", range(150, 360, 14))]
    assert of_kind(build_log(rows, actors=renamed), "dormant").empty


def test_a_body_that_has_ended_has_not_fallen_silent():
    rows = [*rhythm("A", "B", range(0, 150, 14)), *rhythm("C", "D", range(0, 700, 14))]
    ended = {"B": {"active_to": 2019.0}}
    history = build_log(rows, actors=ended, years=(2019, 2020))
    assert of_kind(history, "dormant", 2020).empty


# --- cases that stop --------------------------------------------------------------------------


def received(body, count, lost, name=""):
    """Return cases a body receives early in the year, of which some have no further step."""
    closed = [
        contact(f"{name}{body}c{n}", n, "E", body, closed=pd.Timestamp(2019, 2, 1))
        for n in range(count - lost)
    ]
    return closed + [contact(f"{name}{body}l{n}", n, "E", body) for n in range(lost)]


def test_the_worked_example_of_cases_that_stop():
    rows = [*received("A", 20, 9), *received("B", 100, 15), contact("end", 300, "C", "D")]
    gap = of_kind(build_log(rows), "dead_end").iloc[0]
    assert (gap["source"], gap["target"], gap["severity"], gap["cases"]) == ("A", "", 0.45, 9)
    assert gap["text_en"] == "9 of 20 cases received have no further step on record."
    assert "At all others together: 15%." in gap["note_en"]
    assert "p 0.00132891" in gap["parts"]


def test_open_and_closed_cases_are_not_lost():
    late = [contact(f"o{n}", 290, "E", "A") for n in range(40)]
    rows = [*received("A", 20, 0), *late, *received("B", 90, 3), contact("end", 300, "C", "D")]
    assert of_kind(build_log(rows), "dead_end").empty


def test_a_case_passed_on_is_not_lost():
    onward = [contact(f"Al{n}", 30, "A", "B", outcome="resolved") for n in range(9)]
    rows = [
        *received("A", 20, 9),
        *onward,
        *received("C", 90, 3),
        contact("end", 300, "C", "D"),
    ]
    assert of_kind(build_log(rows), "dead_end").empty


# --- staff ------------------------------------------------------------------------------------


def busy(cases_a_month, months=12):
    """Return cases that A receives all year, the last day of which ends the data."""
    days = pd.date_range("2019-01-01", "2019-12-31", periods=round(cases_a_month * months))
    return [contact(n, day.normalize(), "E", "A") for n, day in enumerate(days)]


def test_the_worked_example_of_load():
    """30 cases a month of 30.4375 days: 365 days are 11.99 months."""
    history = build_log(busy(30 * 365 / 365.25), actors={"A": {"staff": 4, "capacity": 8}})
    gap = of_kind(history, "overloaded").iloc[0]
    assert gap["severity"] == pytest.approx(0.8650, abs=2e-3)
    assert gap["text_en"].startswith("94% of capacity used; expected wait 13.")
    assert gap["note_en"] == (
        "With 5 workers instead of 4: 75% of capacity, expected wait 1.4 days."
    )


def test_more_than_capacity_is_a_queue_that_grows():
    history = build_log(busy(40), actors={"A": {"staff": 4, "capacity": 8}})
    gap = of_kind(history, "overloaded").iloc[0]
    assert gap["severity"] == 1
    assert gap["text_en"] == "125% of capacity used; the queue grows by 8 cases a month."


@pytest.mark.parametrize("actor", [{}, {"staff": 4}, {"staff": 5, "capacity": 8}])
def test_room_or_numbers_that_are_missing_are_no_gap(actor):
    assert of_kind(build_log(busy(30), actors={"A": actor}), "overloaded").empty


def test_half_a_worker_has_a_queue_too():
    days = pd.date_range("2019-01-01", "2019-12-31", periods=27).normalize()
    rows = [contact(n, day, "E", "A") for n, day in enumerate(days)]
    gap = of_kind(build_log(rows, actors={"A": {"staff": 0.5, "capacity": 4.8}}), "overloaded")
    assert 0.85 < gap["severity"].iloc[0] <= 1
    assert gap["priority"].notna().all()


# --- meetings ---------------------------------------------------------------------------------


def test_referrals_without_a_joint_meeting():
    rows = [
        contact(f"{pair}{n}", n, *pair)
        for pair, count in {"AB": 30, "AC": 20, "BC": 10, "CD": 40}.items()
        for n in range(count)
    ]
    history = build_log(rows, meetings=attendance("A B", "B C"))
    found = of_kind(history, "unmet_meeting").set_index(["source", "target"])["severity"]
    assert found.round(3).to_dict() == {("A", "C"): 0.667, ("C", "D"): 0.8}


def test_lists_of_another_year_or_of_one_body_say_nothing():
    rows = [contact(n, n, "A", "B") for n in range(30)]
    assert of_kind(build_log(rows, meetings=attendance("A")), "unmet_meeting").empty
    later = attendance("A B")
    later["date"] += pd.Timedelta(days=400)
    history = build_log(rows, meetings=later, years=(2019, 2020))
    assert of_kind(history, "unmet_meeting").empty


def test_without_attendance_lists_nobody_missed_a_meeting():
    rows = [contact(n, n, "A", "B") for n in range(30)]
    assert of_kind(build_log(rows), "unmet_meeting").empty


# --- fading -----------------------------------------------------------------------------------


def two_years(before, after, of_before, of_after, first=0):
    """Return contacts of A in 2018 and 2019: with B, and all others with C."""
    rows = []
    for year, shared, all_ in ((2018, before, of_before), (2019, after, of_after)):
        days = pd.date_range(f"{year}-01-01", f"{year}-12-31", periods=all_).normalize()
        rows += [
            contact(f"{year}-{n}", day, "A", "B" if n < shared else "C")
            for n, day in enumerate(days)
        ]
    return rows[first:]


def test_the_worked_example_of_fading():
    history = build_log(two_years(24, 9, 120, 110), years=(2018, 2019))
    gap = of_kind(history, "declining").iloc[0]
    assert gap["text_en"] == "9 after 24 a year earlier, allowing for caseload."
    assert gap["severity"] == pytest.approx(0.591, abs=5e-4)
    assert "p 0.013142" in gap["parts"]


def test_years_of_unlike_coverage_are_not_compared():
    history = build_log(two_years(24, 9, 120, 110, first=60), years=(2018, 2019))
    assert of_kind(history, "declining").empty


def test_a_smaller_caseload_is_no_fading():
    history = build_log(two_years(40, 12, 120, 36), years=(2018, 2019))
    assert of_kind(history, "declining").empty


# --- volumes ----------------------------------------------------------------------------------


def test_the_worked_example_of_volumes_fires_nothing():
    table = {"AB": 12, "AC": 9, "AD": 1, "BA": 10, "BC": 8, "BD": 6,
             "CA": 7, "CB": 9, "CD": 5, "DA": 4, "DB": 5, "DC": 4}  # fmt: skip
    rows = [
        contact(f"{pair}{n}", n, *pair) for pair, count in table.items() for n in range(count)
    ]
    assert of_kind(build_log(rows), "expected_weak").empty


def one_weak_pair():
    """A study of five bodies that refer much, but A hardly to D."""
    pairs = {f"{a}{b}": 60 for a in "ABCDE" for b in "ABCDE" if a != b} | {"AD": 5}
    return build_log(
        [contact(f"{pair}{n}", n, *pair) for pair, count in pairs.items() for n in range(count)]
    )


def test_two_bodies_that_refer_much_and_hardly_to_each_other():
    found = of_kind(one_weak_pair(), "expected_weak")
    assert found[["source", "target"]].to_numpy().tolist() == [["A", "D"]]


def test_of_more_bodies_than_can_be_compared_it_is_said_that_they_were_not():
    history, few, enough = one_weak_pair(), *(ng.Rules(most_bodies=most) for most in (4, 5))
    assert "expected_weak" in set(ng.find_gaps(history, 2019, enough)["kind"])
    assert "expected_weak" not in set(ng.find_gaps(history, 2019, few)["kind"])
    assert not_examined(history, few)["expected_weak"] == [NEEDS["comparable"].missing]
    assert "expected_weak" not in not_examined(history, enough)


def test_who_does_not_give_a_service_is_not_expected_to():
    gives = {body: {"services": "kesehatan"} for body in "BC"}
    pairs = {"AB": 60, "AC": 60, "DB": 60, "DC": 60, "BC": 9, "CB": 9}
    rows = [
        contact(f"{pair}{n}", n, *pair, service="Kesehatan")
        for pair, count in pairs.items()
        for n in range(count)
    ]
    found = of_kind(build_log(rows, actors=gives), "expected_weak")
    assert not found["target"].isin(["A", "D"]).any()
