"""Sentences made by rule: none where there is nothing or too little, else with their number."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

import netgov as ng
from netgov.cases import NEVER_MEET, capacity
from netgov.errors import DisclosureError, NetgovError, NotEnoughData, UnknownName, speak
from netgov.findings import (
    about_capacity,
    about_cases,
    about_first_by_year,
    about_meetings,
)
from netgov.gaps import first_agreements
from netgov.kernels.chance import counted_limits
from netgov.measures import first_rows
from netgov.words import LANGUAGES

ENGLISH = speak("en")
LABELS = pd.Series({"a": "A", "b": "B", "c": "C", "d": "D", "e": "E"})


@pytest.fixture(scope="module")
def office(casework):
    return ng.keep_internal(casework)


@pytest.fixture(scope="module")
def found(casework):
    return ng.pathways(casework)


def said(findings):
    return [str(finding) for finding in findings]


# --- staff ---------------------------------------------------------------------------------


def staffed(**loads):
    """Return bodies with a load and as many cases as their load has per cent."""
    frame = pd.DataFrame({"load": loads}).rename_axis("actor")
    cases = frame["load"] * 100
    low, high = zip(*map(counted_limits, cases), strict=True) if loads else ((), ())
    return frame.assign(
        staff=2, cases=cases, cases_low=low, cases_high=high, per_worker=frame["load"] * 5
    )


@pytest.mark.parametrize(
    ("loads", "told"),
    [
        ({}, []),
        ({"a": 0.05}, []),  # of five cases nothing is said
        ({"a": 1.0}, ["Most cases a month for each worker: A (5)."]),  # full, and no more
        ({"a": 1.2}, ["Most cases a month for each worker: A (6)."]),  # 98 to 143 %
        (
            {"a": 0.5, "b": 1.6, "c": 1.3},
            [
                "Bodies to which beyond doubt more cases come than their staff can close: 2; "
                "chiefly B, with 160% of what its staff can take (staff: 2).",
                "Most cases a month for each worker, with limits that overlap: B; C (8).",
            ],
        ),
    ],
    ids=["none", "thin", "full", "perhaps too many", "too many"],
)
def test_who_cannot_keep_up(loads, told):
    assert said(about_capacity(staffed(**loads), {}, LABELS, ENGLISH)) == told


def test_a_load_is_told_with_its_limits():
    """Of 160 cases the exact limits are 136.2 and 186.8 (chi-squared tables)."""
    full, _most = about_capacity(staffed(b=1.6), {}, LABELS, ENGLISH)
    assert full.interval == "136% – 187%"


def test_an_average_does_not_hide_what_is_growing():
    years = {"2018": staffed(a=0.9, b=0.2), "2019": staffed(a=1.4)}
    findings = list(about_capacity(staffed(a=1.1, b=0.2), years, LABELS, ENGLISH))
    assert said(findings)[0] == "In 2019, the last year, the load was greatest at A: 140%."
    assert findings[0].basis.told == "2018: 90%; 2019: 140%"


def test_the_last_year_names_all_that_cannot_be_told_apart():
    years = {"2018": staffed(a=0.9, b=0.2), "2019": staffed(a=1.4, b=1.2)}
    first = said(about_capacity(staffed(a=1.0, b=0.7), years, LABELS, ENGLISH))[0]
    assert first.endswith("greatest at these, with limits that overlap: A; B (140%).")


# --- meetings ------------------------------------------------------------------------------


def pairs(*rows):
    names = ["actor", "other", "meetings", "referrals", "finding"]
    return pd.DataFrame(rows, columns=names).set_index(["actor", "other"])


def test_meetings_without_referrals_have_no_share():
    assert said(about_meetings(pairs(("a", "b", 3, 0, "")), LABELS, ENGLISH)) == []
    assert said(about_meetings(pairs(), LABELS, ENGLISH)) == []


def test_pairs_that_never_meet_are_counted_and_the_busiest_named():
    counts = {"b": 9, "c": 30, "d": 20, "e": 8}
    never = [("a", other, 0, count, NEVER_MEET) for other, count in counts.items()]
    share, busy = said(about_meetings(pairs(*never, ("b", "c", 2, 33, "")), LABELS, ENGLISH))
    assert share == "Share of referrals between bodies that also meet: 33%."
    assert busy.endswith("on record: 4, chiefly A – C; A – D; A – B.")


def test_a_body_that_stands_for_many_is_not_told_to_attend(casework, office):
    many = set(casework.records.actors.index[casework.records.actors["aggregate"] == "yes"])
    table = ng.pathways(office).coordination
    told = table.index[table["finding"] == NEVER_MEET]
    assert many
    assert not many & {body for pair in told for body in pair}
    assert ("upt_ppa", "bapas") in set(told) | {pair[::-1] for pair in told}


# --- cases ---------------------------------------------------------------------------------


def test_of_few_cases_nothing_is_said(found):
    few = {
        "entries": found.entries.head(1).assign(cases=3),
        "delays": found.delays.assign(contacts=3),
        "reach": found.reach.head(0),
        "registers": found.registers.head(0),
    }
    told = said(about_cases(replace(found, **few), LABELS, ENGLISH, internal=True))
    assert told == ["Cases that can be followed: 3; too few to tell how many are lost."]


def test_the_largest_part_of_the_losses_is_a_part_of_all_of_them(found):
    findings = about_cases(found, LABELS, ENGLISH, internal=True)
    (largest,) = (one for one in findings if one.table == "agencies")
    part = found.agencies["contribution"].max() / found.agencies["contribution"].sum()
    assert largest.value == f"{part:.0%}"
    assert largest.basis.told == "visits: 106; lost: 70; open: 8"


def test_a_threshold_holds_for_gaps_and_tables_alike(office):
    """A case is lost after so many days without a step, wherever losses are told."""
    rules = ng.Rules(lost_after=10)
    gaps = ng.find_gaps(office, rules=rules)
    (gap,) = gaps[gaps["kind"] == "dead_end"].to_dict("records")
    agencies = ng.pathways(office, rules=rules).agencies
    assert gap["cases"] == agencies["lost"][gap["source"]]


def test_the_load_of_a_year_is_that_of_its_months(office):
    years = [capacity(office, year)["load"]["upt_ppa"] for year in (2017, 2018, 2019)]
    assert [f"{load:.0%}" for load in years] == ["78%", "89%", "137%"]


# --- the agenda ----------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_agenda_says_what_to_ask_and_what_to_agree_on(public, lang):
    agenda = ng.agenda(public, lang=lang)
    assert agenda.index.tolist() == [1, 2, 3]
    assert (agenda[["bodies", "text", "ask", "agree", "why"]] != "").all(axis=None)
    assert not agenda.isin(["{source}", "{target}"]).any(axis=None)


def test_the_agenda_holds_each_two_bodies_once_and_the_most_pressing_first(public):
    gaps = ng.find_gaps(public)
    agenda = ng.agenda(public, count=50)
    met = [frozenset(ends) for ends in zip(agenda["source"], agenda["target"], strict=True)]
    assert len(met) == len(set(met)) > 3
    assert gaps.loc[agenda["gap"], "priority"].is_monotonic_decreasing
    assert agenda["gap"].tolist() == first_agreements(gaps, public, 50).index.tolist()


def test_the_city_can_sign_each_agreement(public):
    reach = public.records.actors["reach"]
    agenda = ng.agenda(public, count=50)
    assert all(
        "city" in {reach[a], reach[b]} for a, b in agenda[["source", "target"]].to_numpy()
    )


def by_year(view, period=None):
    period = view.asked(period)
    return [*about_first_by_year(ng.find_gaps(view, period), view, period, ENGLISH, ng.Rules())]


def first_link(view, period):
    first = first_agreements(ng.find_gaps(view, period), view, 1)
    return (*first["source"], *first["target"])


def test_the_first_link_is_told_with_the_years_in_which_it_comes_first(public):
    also, *others = by_year(public)
    assert also.startswith("Year by year, the first of these links also comes first in ")
    assert all(sentence.endswith(" comes first.") for sentence in others)
    for year in public:
        same = first_link(public, ng.Period(year, year)) == first_link(public, public.whole)
        assert (str(year) in also) == same
        assert (str(year) in " ".join(others)) != same


def test_of_one_year_there_are_no_years_to_compare(public):
    assert by_year(public, 2019) == []


def test_an_agenda_is_made_of_a_view_and_has_rows(history, public):
    with pytest.raises(DisclosureError):
        ng.agenda(history)
    with pytest.raises(NetgovError, match="at least one row"):
        ng.agenda(public, count=0)


@pytest.mark.parametrize("suffix", [".docx", ".pdf", ".html", ".md"])
def test_the_agenda_is_written_by_itself(public, tmp_path, suffix):
    path = ng.write_agenda(public, path=tmp_path / f"agenda{suffix}", lang="en")
    assert [file.name for file in tmp_path.iterdir()] == [path.name]
    assert len(path.read_bytes()) > 1000
    if suffix == ".md":
        text = path.read_text(encoding="utf-8")
        assert "**To agree on:**" in text
        assert "| Bapas → Dinsos |  |  |  |" in text


def test_an_agenda_without_agreements_or_of_no_form_is_refused(folder, public, tmp_path):
    with pytest.raises(UnknownName, match=r"The nearest is \.docx"):
        ng.write_agenda(public, path=tmp_path / "agenda.doc")
    present = "source,target,layer,year_from,strength\nunit,police,referral,2019,present\n"
    changes = {"edges/mandates.csv": None, "edges/evidence.csv": present}
    bare = ng.build_history(ng.read_records(folder(changes)))
    with pytest.raises(NotEnoughData, match="Without a table of rules"):
        ng.write_agenda(ng.keep_internal(bare), path=tmp_path / "agenda.md")


# --- rows asked for ------------------------------------------------------------------------


def test_the_first_rows_are_the_largest(public):
    values = ng.measure(public[2019], "partners", "betweenness")
    first = first_rows(values, "partners", 5)
    assert first["partners"].tolist() == sorted(values["partners"], reverse=True)[:5]
    assert first_rows(values).equals(values)
    with pytest.raises(UnknownName, match="The nearest is partners"):
        first_rows(values, "partner")
    with pytest.raises(NetgovError, match="at least one row, not 0"):
        first_rows(values, top=0)
