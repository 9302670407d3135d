"""Gaps in the shape of the network, by the worked example: triangle A B C, then C-D, D-E."""

import math

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import statement
from scipy.sparse import csr_array

import netgov as ng
from netgov.kernels.cuts import pairs_lost

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


def test_a_long_chain_of_bodies_is_told_without_a_search_for_each():
    """Each but the last is a cutpoint: what a search a body finds after minutes."""
    many = 3_000
    whole, ends = many + 1, np.arange(many)
    ties = csr_array((np.ones(many), (ends, ends + 1)), shape=(whole, whole))
    lost = pairs_lost(ties + ties.T)
    assert lost.actors.tolist() == (np.arange(whole) * (many - np.arange(whole))).tolist()
    assert sorted(lost.ties) == sorted((ends + 1) * (many - ends))


def _built(signs):
    from made import build

    return build(signs)


def test_records_are_not_changed(study):
    history = study(CHAIN)
    before = pd.util.hash_pandas_object(history.records.evidence).sum()
    fragile(history)
    assert pd.util.hash_pandas_object(history.records.evidence).sum() == pytest.approx(before)
