"""Gaps that a public source itself reports, and sources that differ."""

import pytest
from made import duty, statement

import netgov as ng


def of_kind(history, kind, year=2019):
    gaps = ng.find_gaps(history, year)
    return gaps[gaps["kind"] == kind]


@pytest.mark.parametrize(
    ("strength", "severity", "sentence"),
    [("weak", 0.5, "[1] calls the tie weak."), ("absent", 0.8, "[1] reports no tie.")],
)
def test_a_source_that_calls_a_tie_weak_or_missing(study, strength, severity, sentence):
    gap = of_kind(study([statement("A", "B", strength)]), "weak_statement").iloc[0]
    assert gap["severity"] == severity
    assert gap["text_en"] == sentence
    assert gap["part_force"] == 0.5


def test_its_rule_gives_it_force(study):
    history = study([statement("A", "B", "weak")], [duty("one", "A", "B")])
    gap = of_kind(history, "weak_statement").iloc[0]
    assert (gap["part_force"], gap["legal_basis"], gap["article"]) == (0.8, "Rule", "Pasal 1")


def test_contact_in_another_layer_does_not_outweigh_it(study):
    history = study([statement("A", "B", "weak"), statement("A", "B", layer="coordination")])
    assert len(of_kind(history, "weak_statement")) == 1


def test_a_statement_on_other_years_is_silent(study):
    history = study([statement("A", "B", "weak", first=2015, last=2016)])
    assert of_kind(history, "weak_statement").empty


@pytest.mark.parametrize(("reports", "severity"), [(1, 1.0), (3, 0.5)])
def test_sources_that_differ_are_shown_and_not_averaged(study, reports, severity):
    history = study([statement("A", "B")] * reports + [statement("A", "B", "absent")])
    gap = of_kind(history, "contested").iloc[0]
    assert gap["severity"] == severity
    assert gap["text_en"].endswith(f"[{reports + 1}] does not.")
    assert of_kind(history, "weak_statement").empty
    assert len(history[2019].ties) == 1


def test_a_weak_report_beside_a_present_one_is_told_as_weak(study):
    history = study([statement("A", "B"), statement("A", "B", "weak")])
    gap = of_kind(history, "contested").iloc[0]
    assert gap["text_en"] == "[1] reports contact, [2] calls it weak."
