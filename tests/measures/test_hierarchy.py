from __future__ import annotations

from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from known import AWKWARD, Reference, network, same
from known import reference as published
from strategies import few, networks

from netgov.errors import NotEnoughData
from netgov.kernels import hierarchy as kernel
from netgov.measures import hierarchy
from netgov.measures.hierarchy import krackhardt
from netgov.network import Network

OUT_TREE = "m-d, m-h, d-u, d-v, h-w"


def by_definition(net: Network) -> list[float]:
    """Return the four dimensions pair by pair."""
    n, tied = len(net.actors), net.matrix.toarray() > 0
    graph = nx.from_numpy_array(tied, create_using=nx.DiGraph)
    reaches = [{*nx.descendants(graph, i), i} for i in range(n)]
    parts = [set(part) for part in nx.weakly_connected_components(graph)]
    pairs = list(combinations(range(n), 2))
    one = [(i, j) for i, j in pairs if j in reaches[i] or i in reaches[j]]
    mutual = [(i, j) for i, j in one if j in reaches[i] and i in reaches[j]]
    large = [part for part in parts if len(part) >= 3]
    broken = 0
    for part in large:
        for i, j in combinations(part, 2):
            bounds = {k for k in part if {i, j} <= reaches[k]}
            broken += not any(all(k in reaches[b] for b in bounds) for k in bounds)
    surplus = tied.sum() - sum(len(part) - 1 for part in parts)
    shares = [
        (sum(len(part) * (len(part) - 1) for part in parts), n * (n - 1)),
        (len(mutual), len(one)),
        (surplus, sum((len(part) - 1) ** 2 for part in parts)),
        (broken, sum((len(part) - 1) * (len(part) - 2) for part in large) / 2),
    ]
    known = [part / whole if whole else np.nan for part, whole in shares]
    return [known[0], *(1 - share for share in known[1:])]


@pytest.mark.parametrize(
    ("ties", "known"),
    [
        (OUT_TREE, [1, 1, 1, 1]),
        # Two superiors above two subordinates: nobody is the lowest of both.
        ("t-a, t-b, a-i, a-j, b-i, b-j", [1, 1, 0.875, 5 / 6]),
        ("a-b, b-a", [1, 0, 0, np.nan]),
        ("a-b, c-d", [1 / 3, 1, 1, np.nan]),
    ],
)
def test_dimensions_by_hand(ties: str, known: list[float]) -> None:
    same(krackhardt(network(ties)).iloc[0], known)


def test_dimensions_of_the_bodies(knoke: Network, knokm: Network) -> None:
    assert krackhardt(knoke).round(5).iloc[0].tolist() == [1, 0, 0.50617, 1]
    assert krackhardt(knokm).round(5).iloc[0].tolist() == [0.8, 0.90625, 0.78125, 0.85714]


def test_dimensions_as_sna(reference: Reference) -> None:
    ours = krackhardt(reference.net).iloc[0]
    same(ours["connectedness"], reference["sna.connectedness"])
    same(ours["hierarchy"], reference["sna.hierarchy_krackhardt"])
    same(ours["efficiency"], reference["sna.efficiency"])


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("krackhardt_reports_to", 0.08421), ("emon_lakepomona", 0.99415),
        ("coleman_fall", 0.93250), ("coleman_spring", 0.91264),
    ],
)  # fmt: skip
def test_upper_bounds_of_published_networks(name: str, known: float) -> None:
    # sna's lubness counts otherwise on these four.
    assert krackhardt(published(name).net)["lub"].round(5).item() == known


def test_a_chart_turned_round_is_a_tree() -> None:
    net = published("krackhardt_reports_to").net
    back = net.ties.rename_axis(["target", "source", "layer"]).reset_index()
    same(krackhardt(Network.of(back, net.groups, net.actors))["lub"], 1)


@few
@given(networks())
def test_dimensions_as_defined(net: Network) -> None:
    same(krackhardt(net).iloc[0], by_definition(net))


def test_blocks_make_no_difference(
    reference: Reference, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = krackhardt(reference.net)
    monkeypatch.setattr(kernel, "_CELLS", 10)
    same(krackhardt(reference.net), whole)


def test_too_many_actors_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hierarchy, "UP_TO", 3)
    with pytest.raises(NotEnoughData, match="at most 3; there are 4"):
        krackhardt(AWKWARD["cycle"])
