from __future__ import annotations

import pytest
from hypothesis import given
from known import AWKWARD, Reference, same
from strategies import few, networks

from netgov.measures.influence import pagerank
from netgov.network import Network


def test_information_network(knoke: Network) -> None:
    ranks = pagerank(knoke).round(5)
    assert ranks["MAYR"] == pytest.approx(0.1759, abs=5e-5)
    assert ranks["NEWS"] == pytest.approx(0.1571, abs=5e-5)
    assert ranks["WRO"] == pytest.approx(0.0248, abs=5e-5)
    assert ranks["COMM"] == 0.17352


def test_actors_without_ties_share_evenly() -> None:
    same(pagerank(AWKWARD["isolates only"]), [0.25] * 4)
    same(pagerank(AWKWARD["one actor"]), [1])


def test_an_isolate_gets_what_a_jump_brings(knokm: Network) -> None:
    ranks = pagerank(knokm)
    assert ranks["WRO"] == ranks.min()


@few
@given(networks())
def test_shares_sum_to_one(net: Network) -> None:
    assert pagerank(net).sum() == pytest.approx(1, abs=1e-12)


def test_pagerank_as_igraph_and_networkx(reference: Reference) -> None:
    for package in ("igraph", "networkx", "python_igraph"):
        same(pagerank(reference.net), reference.numbers(f"{package}.pagerank_weighted_0.85"))
    for package in ("igraph", "networkx"):
        theirs = reference.numbers(f"{package}.pagerank_unweighted_0.85")
        same(pagerank(reference.net.binary()), theirs)
