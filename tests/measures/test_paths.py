from __future__ import annotations

from fractions import Fraction

import igraph
import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from known import AWKWARD, Reference, network, same
from strategies import RATIONALS, few, networks

from netgov.measures import paths
from netgov.measures.paths import betweenness, in_harmonic, out_harmonic
from netgov.network import Network


def as_igraph(net: Network) -> igraph.Graph:
    cells = net.matrix.tocoo()
    ties = list(zip(cells.row.tolist(), cells.col.tolist(), strict=True))
    graph = igraph.Graph(len(net.actors), ties, directed=True)
    graph.es["length"] = (1 / cells.data).tolist()
    return graph


def in_fractions(net: Network) -> nx.DiGraph:
    """Return the graph with lengths 1/weight as fractions, independent of `distances`."""
    graph = nx.DiGraph()
    graph.add_nodes_from(net.actors.index)
    for (source, target), weight in net.ties["weight"].groupby(level=[0, 1]).sum().items():
        graph.add_edge(source, target, length=1 / Fraction(str(weight)))
    return graph


# --- betweenness ---------------------------------------------------------------------------


def test_information_network(knoke: Network) -> None:
    known = [0.6667, 12.3333, 11.6944, 0.8056, 17.8333, 0.3333, 2.75, 0, 1.2222, 0.3611]
    assert betweenness(knoke).round(4).tolist() == known


def test_between_nobody_is_exactly_zero(knoke: Network, knokm: Network) -> None:
    assert betweenness(knoke)["UWAY"] == 0
    assert betweenness(knokm)["WRO"] == 0


def test_heather_is_the_broker_of_the_kite(kite: Network) -> None:
    scores = betweenness(kite)
    assert scores.idxmax() == "Heather"
    assert scores["Heather"] == pytest.approx(28)
    assert scores["Jane"] == 0


def test_much_contact_is_a_short_way(tiny: Network) -> None:
    # P to H: 1/10 + 1/7 over D is shorter than 1/2 directly.
    assert betweenness(tiny)["D"] == 3
    assert betweenness(tiny.binary())["D"] == 2


def test_paths_of_equal_length_share_though_floats_differ() -> None:
    # 1/10 + 1/10 + 1/10 and 1/20 + 1/4 are both 3/10, but not in floating point.
    assert 0.1 + 0.1 + 0.1 != 0.05 + 0.25
    net = network("s-a 10, a-b 10, b-t 10, s-c 20, c-t 4")
    assert betweenness(net).to_dict() == {"s": 0, "a": 1.5, "b": 1.5, "t": 0, "c": 0.5}


def test_lengths_too_large_for_floats_stay_exact() -> None:
    net = AWKWARD["weights of many primes"]
    assert not net.distances.fit_floats(len(net.actors))
    graph = in_fractions(net)
    same(
        betweenness(net),
        list(nx.betweenness_centrality(graph, weight="length", normalized=False).values()),
    )
    reached = dict(nx.all_pairs_dijkstra_path_length(graph, weight="length"))
    near = [[float(1 / reached[i][j]) if i != j else 0 for j in graph] for i in graph]
    same(out_harmonic(net), np.sum(near, axis=1) / 3)
    same(in_harmonic(net), np.sum(near, axis=0) / 3)


def test_hops_and_lengths_give_the_same_on_binary_networks(
    knoke: Network, knokm: Network
) -> None:
    for net in (knoke, knokm):
        lengths = paths._lengths(net)
        same(paths._betweenness(lengths), paths._betweenness_in_hops(lengths))


def test_betweenness_as_igraph(reference: Reference) -> None:
    # Undirected packages count each pair once, we count it in both directions.
    times = 1 if reference.directed else 2
    for package in ("igraph", "python_igraph"):
        theirs = reference.numbers(f"{package}.betweenness_inv_weight")
        same(betweenness(reference.net), times * theirs)
    hops = betweenness(reference.net.binary())
    same(hops, times * reference.numbers("igraph.betweenness_unweighted"))


def test_betweenness_in_hops_as_sna_and_networkx(reference: Reference) -> None:
    hops = betweenness(reference.net.binary())
    others = len(hops) - 1
    times = 1 if reference.directed else 2
    same(hops, times * reference.numbers("sna.betweenness"))
    same(hops, others * (others - 1) * reference.numbers("networkx.betweenness_normalized"))


@few
@given(networks(weights=RATIONALS))
def test_betweenness_as_igraph_on_random_networks(net: Network) -> None:
    graph = as_igraph(net)
    same(betweenness(net), graph.betweenness(weights="length"))
    same(betweenness(net.binary()), graph.betweenness())


@few
@given(networks(weights=RATIONALS))
def test_betweenness_as_brandes_in_fractions(net: Network) -> None:
    exact = nx.betweenness_centrality(in_fractions(net), weight="length", normalized=False)
    same(betweenness(net), list(exact.values()))


def test_batches_make_no_difference(
    reference: Reference, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = betweenness(reference.net), betweenness(reference.net.binary())
    near = in_harmonic(reference.net), out_harmonic(reference.net)
    monkeypatch.setattr(paths, "_CELLS", 700)
    monkeypatch.setattr(paths, "_SOURCES", 5)
    same(betweenness(reference.net), whole[0])
    same(betweenness(reference.net.binary()), whole[1])
    same(in_harmonic(reference.net), near[0])
    same(out_harmonic(reference.net), near[1])


# --- harmonic closeness --------------------------------------------------------------------


def test_harmonic_of_the_money_network(knokm: Network) -> None:
    near = out_harmonic(knokm).round(5)
    assert near[["COUN", "COMM", "WRO"]].tolist() == [0.61111, 0.24074, 0]


def test_a_single_actor_has_no_others() -> None:
    assert out_harmonic(AWKWARD["one actor"]).isna().all()
    assert in_harmonic(AWKWARD["one actor"]).isna().all()


def test_harmonic_as_igraph(reference: Reference) -> None:
    net, others = reference.net, len(reference.net.actors) - 1
    for ours, way in ((in_harmonic, "in"), (out_harmonic, "out")):
        same(ours(net) * others, reference.numbers(f"igraph.harmonic_inv_weight_{way}"))
        same(ours(net.binary()) * others, reference.numbers(f"igraph.harmonic_{way}"))


def test_harmonic_as_sna_and_networkx(reference: Reference) -> None:
    net, others = reference.net, len(reference.net.actors) - 1
    same(out_harmonic(net.binary()), reference.numbers("sna.closeness_suminvdir"))
    coming = in_harmonic(net) * others
    same(coming, reference.numbers("networkx.harmonic_incoming_sum_inv_weight"))
    same(
        in_harmonic(net.binary()) * others, reference.numbers("networkx.harmonic_incoming_sum")
    )


@few
@given(networks(least=2, weights=RATIONALS))
def test_harmonic_as_igraph_on_random_networks(net: Network) -> None:
    graph = as_igraph(net)
    for ours, way in ((in_harmonic, "in"), (out_harmonic, "out")):
        theirs = graph.harmonic_centrality(mode=way, weights="length")
        same(ours(net), theirs)
