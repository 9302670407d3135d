"""Gaps in the shape of the network, by the worked example: triangle A B C, then C-D, D-E."""

import math

import networkx as nx
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import statement

import netgov as ng

CHAIN = [statement(*pair) for pair in ("AB", "BC", "CA", "CD", "DE")]


def fragile(history):
    gaps = ng.find_gaps(history, 2019)
    gaps = gaps[gaps["kind"] == "fragile"]
    return {
        gap["source"] + gap["target"]: round(gap["severity"], 3)
        for _name, gap in gaps.iterrows()
    }


def test_cutpoints_and_bridges_of_the_worked_example(study):
    assert fragile(study(CHAIN)) == {"C": 0.667, "D": 0.5, "CD": 0.6, "DE": 0.4}


def test_a_body_that_stands_for_many_is_not_compared(study):
    assert fragile(study(CHAIN, actors={"D": {"aggregate": "yes"}})) == {"C": 0.667}


def test_a_circle_has_no_weak_point(study):
    assert fragile(study([statement(*pair) for pair in ("AB", "BC", "CD", "DE", "EA")])) == {}


def test_no_ties_no_gap(study):
    assert fragile(study()) == {}


@settings(max_examples=30, deadline=None)
@given(st.sets(st.sampled_from(["AB", "AC", "AD", "AE", "BC", "BD", "BE", "CD", "CE", "DE"])))
def test_severity_is_the_share_of_pairs_that_lose_their_link(pairs):
    """Counted the plain way: pairs linked before and not after, among those who remain."""
    found = fragile(_built([statement(*pair) for pair in sorted(pairs)]))
    graph = nx.Graph(tuple(pair) for pair in pairs)
    graph.add_nodes_from("ABCDE")

    def linked(of, among):
        return {(a, b) for a in among for b in among if a < b and nx.has_path(of, a, b)}

    for actor in "ABCDE":
        rest = [other for other in "ABCDE" if other != actor]
        lost = linked(graph, rest) - linked(graph.subgraph(rest), rest)
        assert found.get(actor, 0) == round(len(lost) / math.comb(4, 2), 3)


def _built(signs):
    from made import build

    return build(signs)


def test_records_are_not_changed(study):
    history = study(CHAIN)
    before = pd.util.hash_pandas_object(history.records.evidence).sum()
    fragile(history)
    assert pd.util.hash_pandas_object(history.records.evidence).sum() == pytest.approx(before)
