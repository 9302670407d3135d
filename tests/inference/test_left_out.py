"""One source left out after the other: worked by hand, and against building the study anew."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from made import build, cases, statement

import netgov as ng
from netgov.errors import NotEnoughData, UnknownName
from netgov.inference import drop_sources
from netgov.records import cited

YEAR = ng.Period(2019, 2019)


def cite(history, *citations):
    """Return the study whose signs of contact cite these sources, one after the other."""
    evidence = history.records.evidence.assign(citation=list(citations))
    return ng.build_history(replace(history.records, evidence=evidence))


def test_a_finding_that_rests_on_one_source_names_it():
    signs = [statement(source, "A") for source in "BCD"] + [statement("A", "B")]
    history = cite(build(signs), "[7]", "[7]", "[8]", "[9]")
    found = drop_sources(history, ["in_strength"], year=YEAR).table.loc["in_strength"]
    # Without [7] both receive from one body alone, so either may be second.
    assert found.loc["A"].dropna().to_dict() == {
        "value": 3.0,
        "low": 1.0,
        "high": 3.0,
        "rank": 1.0,
        "rank_low": 1.0,
        "rank_high": 2.0,
        "top": 1.0,
        "citation": "[7]",
    }
    assert found.loc["B", ["rank", "rank_low", "rank_high"]].tolist() == [2, 1, 5]
    assert found.loc["B", "citation"] == "[9]"
    assert found.loc["C", "citation"] == ""


def test_a_statement_of_several_sources_stays_without_any_one_of_them():
    history = cite(build([statement("B", "A"), statement("C", "A")]), "[1] [2]", "[2]")
    found = drop_sources(history, ["in_strength"], year=YEAR).table.loc[("in_strength", "A")]
    assert (found["value"], found["low"], found["citation"]) == (2, 1, "[2]")


def test_a_tie_of_two_statements_stays_while_one_is_left():
    twice = [statement("B", "A"), statement("B", "A", "strong"), statement("C", "A")]
    found = drop_sources(
        cite(build(twice), "[1]", "[2]", "[3]"), ["in_strength"], year=YEAR
    ).table
    assert found.loc[("in_strength", "A"), "citation"] == "[3]"


def test_what_was_counted_rests_on_no_source():
    history = cite(build([cases("B", "A", 9), statement("B", "A"), statement("C", "A")]),
                   "", "[1]", "[2]")  # fmt: skip
    found = drop_sources(history, ["in_strength"], year=YEAR).table.loc[("in_strength", "A")]
    assert (found["value"], found["low"], found["citation"]) == (10, 9, "[2]")


def test_who_says_that_there_is_none_makes_no_tie():
    history = cite(build([statement("B", "A"), statement("B", "A", "absent")]), "[1]", "[2]")
    found = drop_sources(history, ["in_strength"], year=YEAR).table
    assert found.loc[("in_strength", "A"), "top"] == 1
    assert found.loc[("in_strength", "A"), "citation"] == "[1]"


def test_top_counts_in_how_many_cases_it_is_among_the_first_three():
    signs = [statement(source, "A") for source in "BCD"]
    signs += [
        statement("A", "B"),
        statement("C", "B"),
        statement("A", "C"),
        statement("B", "C"),
    ]
    signs += [statement("A", "D")]
    citations = ["[1]"] * 3 + ["[2]"] * 2 + ["[3]"] * 2 + ["[4]"]
    found = drop_sources(cite(build(signs), *citations), ["in_strength"], year=YEAR).table
    assert found.loc[("in_strength", "D"), "rank"] == 4
    # Not with all, but without any of the other three a body before it falls behind it.
    assert found.loc[("in_strength", "D"), "top"] == 3 / 5


MEASURES = ("partners", "betweenness", "broker_roles", "constraint", "cutpoint", "pagerank")


def test_equal_to_building_the_study_anew_without_each_source(pekanbaru, history):
    period = history.whole
    found = drop_sources(history, MEASURES, year=period).table
    signs = pekanbaru.signs_in(period)
    sources = {
        number
        for citation in signs.loc[signs["strength"] != "absent", "citation"]
        for number in cited(citation)
    }
    whole = ng.measure(history[period], *MEASURES)
    every = [whole]
    for source in sorted(sources):
        left = [set(cited(one)) != {source} for one in pekanbaru.evidence["citation"]]
        rest = replace(pekanbaru, evidence=pekanbaru.evidence[left])
        every.append(ng.measure(ng.build_history(rest)[period], *MEASURES))
    for name in whole:
        values = np.array([one[name].to_numpy(float) for one in every])
        table = found.loc[name]
        np.testing.assert_allclose(table["value"], values[0])
        np.testing.assert_allclose(table["low"], np.fmin.reduce(values))
        np.testing.assert_allclose(table["high"], np.fmax.reduce(values))


def test_limits_hold_the_value_and_ranks_share_the_best(history):
    found = drop_sources(history, ["betweenness", "constraint"], year=history.whole).table
    known = found.dropna(subset=["value"])
    assert (known["low"] <= known["value"]).all()
    assert (known["value"] <= known["high"]).all()
    ranked = found[found["rank"].notna()]
    assert (ranked["rank_low"] <= ranked["rank"]).all()
    assert (ranked["rank"] <= ranked["rank_high"]).all()
    single = history[history.whole].actors["aggregate"] != "yes"
    values = found.loc["betweenness", "value"].where(single)
    expected = values.rank(ascending=False, method="min")
    pd.testing.assert_series_equal(
        found.loc["betweenness", "rank"], expected, check_names=False
    )
    assert ranked["top"].between(0, 1).all()


def test_the_source_named_is_one_that_moves_the_value(history):
    found = drop_sources(history, ["partners"], year=history.whole).table
    moved = (found["low"] < found["value"]) | (found["value"] < found["high"])
    assert ((found["citation"] != "") == moved).all()


def test_the_study_is_left_as_it_was(history):
    before = history[history.whole].ties.copy()
    tables = [
        drop_sources(history, ["partners"], year=history.whole).table for _turn in range(2)
    ]
    pd.testing.assert_frame_equal(*tables)
    pd.testing.assert_frame_equal(history[history.whole].ties, before)


def test_the_public_view_is_followed_too(public):
    found = drop_sources(public, ["in_strength"], year=public.whole).table
    assert found.index.names == ["measure", "actor"]
    assert (
        found.index.get_level_values("actor").tolist()
        == public[public.whole].actors.index.tolist()
    )


def test_without_a_source_there_is_nothing_to_leave_out():
    history = cite(build([statement("A", "B")]), "")
    with pytest.raises(NotEnoughData, match="cites a source"):
        drop_sources(history, ["partners"], year=YEAR)


def test_only_measures_of_actors_are_followed(history):
    with pytest.raises(NotEnoughData, match="not a measure of actors"):
        drop_sources(history, ["density"], year=history.whole)
    with pytest.raises(UnknownName, match="partners"):
        drop_sources(history, ["partner"], year=history.whole)


def test_a_layer_and_the_level_of_parents_can_be_followed(history):
    """What `view` shows is what is measured, with all sources."""
    for how in (
        {"layer": "referral"},
        {"level": "parent"},
        {"layer": "referral", "level": "parent"},
    ):
        found = drop_sources(history, "in_strength", **how).table.loc["in_strength", "value"]
        expected = ng.measure(ng.view(history[history.whole], **how), "in_strength")
        assert found.tolist() == expected["in_strength"].tolist()
