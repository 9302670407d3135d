from __future__ import annotations

from fractions import Fraction

import igraph
import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from known import AWKWARD, REFERENCE, Reference, network, same
from known import reference as published
from scipy.sparse import csr_array
from strategies import RATIONALS, few, networks

from netgov.errors import NotEnoughData
from netgov.kernels import betweenness as kernel
from netgov.kernels import geodesics, nearness
from netgov.kernels.distances import exact_distances
from netgov.measures import measure, measure_many, paths
from netgov.measures.paths import (
    betweenness,
    centralization,
    diameter,
    in_closeness,
    in_harmonic,
    mean_distance,
    out_closeness,
    out_harmonic,
    tie_betweenness,
)
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


def test_hops_and_lengths_give_the_same_on_binary_networks(reference: Reference) -> None:
    net = reference.net.binary()
    lengths = kernel._by_length(net.matrix, net.distances, of_ties=True)
    hops = kernel._in_hops(net.matrix, of_ties=True)
    assert hops is not None
    same(lengths.actors, hops.actors)
    same(lengths.ties, hops.ties)


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


ALL = ["betweenness", "in_harmonic", "out_harmonic"]


def test_batches_make_no_difference(
    reference: Reference, monkeypatch: pytest.MonkeyPatch
) -> None:
    nets = reference.net, reference.net.binary()
    whole = [measure(net, *ALL) for net in nets]
    along = [tie_betweenness(net) for net in nets]
    for name in ("_SOURCES", "_HOP_SOURCES", "_CELLS", "_HOP_CELLS", "_TIES", "_DENSE"):
        monkeypatch.setattr(kernel, name, 5)
    for name in ("_CELLS", "_WORDS"):
        monkeypatch.setattr(nearness, name, 1)
    for net, known, ties in zip(nets, whole, along, strict=True):
        same(measure(net, *ALL), known)
        same(tie_betweenness(net), ties)


def test_long_ways_are_counted_by_length() -> None:
    # A chain of more hops than levels are kept for.
    names = list(range(60))
    ties = pd.DataFrame({"source": names[:-1], "target": names[1:]})
    chain = Network.of(ties, None, names)
    same(betweenness(chain), [i * (59 - i) for i in names])


# --- exactness ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("weight", "hair"),
    [(3.0, 2e-13), (0.1, 2e-13), (7.3, 2e-13), (1000003.0, 2e-13), (1e15, 1e-15)],
)
def test_sums_that_nearly_agree_are_not_equal(weight: float, hair: float) -> None:
    # Two ties of twice the weight are as long as one; a hair more of weight is a shorter way.
    detour = f"s-a {2 * weight!r}, a-t {2 * weight!r}, s-t"
    for direct, through in ((1, 0.5), (1 + hair, 0), (1 - hair, 1)):
        net = network(f"{detour} {weight * direct!r}")
        assert betweenness(net)["a"] == through
        drawn = measure_many(net, "betweenness", weights=net.matrix.data[None])
        assert drawn[0, list(net.actors.index).index("a"), 0] == through


HARD = {
    "many primes": (999983.0, 999979.0, 499979.0, 1.0, 2.0, 0.7, 1e-7, 123456.789),
    "nearly equal": (1e15, 1e15 + 1, 5e14, 2e15, 2e15 + 2),
    "far apart": (1.0, 2.0, 1e14, 3e14, 1 / 3),
    "many ways to be equal": (2.0, 3.0, 4.0, 6.0, 12.0, 10.0, 15.0, 1009.0, 2027.0, 4093.0),
}
every_hard = pytest.mark.parametrize("weights", HARD.values(), ids=HARD.keys())


def must_be_exact(net: Network) -> None:
    graph = in_fractions(net)
    exact = nx.betweenness_centrality(graph, weight="length", normalized=False)
    same(betweenness(net), list(exact.values()))
    assert ((betweenness(net) == 0) == (np.array(list(exact.values())) == 0)).all()
    along = nx.edge_betweenness_centrality(graph, weight="length", normalized=False)
    same(tie_betweenness(net), [along[pair] for pair in net.pairs])


@every_hard
def test_any_weights_are_exact(weights: tuple[float, ...]) -> None:
    @few
    @given(networks(most=7, weights=weights))
    def holds(net: Network) -> None:
        must_be_exact(net)
        drawn = measure_many(net, "betweenness", weights=net.matrix.data[None])
        same(drawn[0, :, 0], betweenness(net))

    holds()


@every_hard
def test_without_remainders_all_doubt_is_settled_in_fractions(
    weights: tuple[float, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(geodesics, "_MODULI", ())
    rng = np.random.default_rng(5)
    frame = pd.DataFrame(rng.choice(list("abcdefgh"), (30, 2)), columns=["source", "target"])
    must_be_exact(Network.of(frame.assign(weight=rng.choice(weights, 30))))


def test_weights_without_a_common_multiple_are_exact() -> None:
    rng = np.random.default_rng(2)
    ends = rng.choice(list("abcdefghij"), (60, 2))
    frame = pd.DataFrame(ends, columns=["source", "target"])
    frame["weight"] = rng.integers(10**12, 10**13, 60).astype(float)
    net = Network.of(frame)
    assert net.distances.multiple is None
    must_be_exact(net)


def test_weights_that_have_no_remainder_are_exact() -> None:
    # From 0 to 3 directly, over 1 and over 2: all are as long. One more tie leads back.
    unit = Fraction(geodesics._MODULI[0], 2**61)
    rows, columns = [0, 0, 0, 1, 2, 3], [1, 2, 3, 3, 3, 0]
    pattern = csr_array((np.ones(6), (rows, columns)), shape=(4, 4))
    weights = [2 * unit, 3 * unit, unit, 2 * unit, unit * 3 / 2, Fraction(1)]
    scores = kernel.betweenness(pattern, exact_distances(weights))
    same(scores.actors, [4, 1 / 3, 1 / 3, 4])


def test_draws_of_large_networks_are_measured_one_by_one(
    reference: Reference, monkeypatch: pytest.MonkeyPatch
) -> None:
    net = reference.net
    draws = np.random.default_rng(3).poisson(net.matrix.data, (2, net.matrix.nnz))
    names = ("betweenness", "in_closeness", "out_harmonic")
    together = [measure_many(net, name, weights=draws) for name in names]
    for module in (kernel, nearness):
        monkeypatch.setattr(module, "SMALL", 0)
    for name, known in zip(names, together, strict=True):
        same(measure_many(net, name, weights=draws), known)


# --- ties -----------------------------------------------------------------------------------


def test_ties_of_the_information_network(knoke: Network) -> None:
    scores = tie_betweenness(knoke)
    assert scores.index.equals(knoke.pairs)
    assert round(scores[("EDUC", "WRO")], 4) == 9.3333
    assert round(scores[("COMM", "EDUC")], 4) == 7.5
    same(scores.sum(), 138)


def test_tie_betweenness_as_igraph(reference: Reference) -> None:
    edges = pd.read_csv(REFERENCE / "networks" / f"{reference.name}.edges.csv")
    edges = edges[edges["from"] != edges["to"]]
    theirs = reference.numbers("igraph.edge_betweenness_inv_weight")
    ours = tie_betweenness(reference.net)
    same(ours[list(zip(edges["from"], edges["to"], strict=True))], theirs)


@few
@given(networks(weights=RATIONALS))
def test_ties_of_an_actor_carry_what_passes_through_it(net: Network) -> None:
    arriving = tie_betweenness(net).groupby(level="target").sum()
    # To each actor come the paths through it and those that end at it.
    reached = (in_harmonic(net.binary()) > 0).sum()
    assert (arriving.reindex(net.actors.index, fill_value=0) >= betweenness(net) - 1e-9).all()
    assert reached == (arriving > 0).sum()


# --- closeness ------------------------------------------------------------------------------


def test_closeness_of_the_information_network(knoke: Network, knokm: Network) -> None:
    known = [0.6, 0.81818, 0.75, 0.6, 0.9, 0.52941, 0.5625, 0.69231, 0.5625, 0.69231]
    assert out_closeness(knoke).round(5).tolist() == known
    coming = in_closeness(knoke).round(5)
    assert coming[["COMM", "WRO", "NEWS"]].tolist() == [0.9, 0.40909, 1]
    assert out_closeness(knokm).isna().all()


def test_closeness_as_igraph_where_all_are_reached(reference: Reference) -> None:
    net, others = reference.net, len(reference.net.actors) - 1
    for ours, way in ((in_closeness, "in"), (out_closeness, "out")):
        for one, key in (
            (net.binary(), f"closeness_{way}"),
            (net, f"closeness_inv_weight_{way}"),
        ):
            values = ours(one)
            told = values.notna().to_numpy()
            same(values[told], others * reference.numbers(f"igraph.{key}")[told])


@few
@given(networks(least=2, weights=RATIONALS))
def test_closeness_is_told_where_all_are_in_reach(net: Network) -> None:
    graph, others = in_fractions(net), len(net.actors) - 1
    reached = dict(nx.all_pairs_dijkstra_path_length(graph, weight="length"))
    known = [
        float(others / sum(reached[i].values())) if len(reached[i]) > others else np.nan
        for i in graph
    ]
    same(out_closeness(net), known)


# --- the network ----------------------------------------------------------------------------


def test_distances_of_the_bodies(knoke: Network, knokm: Network) -> None:
    assert [mean_distance(knoke).round(4).item(), diameter(knoke).item()] == [1.5333, 3]
    assert [mean_distance(knokm).round(5).item(), diameter(knokm).item()] == [1.42857, 3]


def test_distances_as_igraph(reference: Reference) -> None:
    hops = reference.net.binary()
    same(mean_distance(hops), reference["igraph.mean_distance_directed"])
    same(diameter(hops), reference["igraph.diameter"])
    same(diameter(reference.net), reference["igraph.diameter_inv_weight"])


def test_without_paths_there_is_no_distance() -> None:
    assert mean_distance(AWKWARD["isolates only"]).isna().all()
    assert diameter(AWKWARD["isolates only"]).isna().all()


def test_centralization_of_the_information_network(knoke: Network) -> None:
    known = [0.50617, 0.38272, 0.20113, 0.37391, 0.28306]
    assert centralization(knoke).round(5).iloc[0].tolist() == known


def test_centralization_as_sna(reference: Reference) -> None:
    if not reference.directed:
        return
    ours = centralization(reference.net.binary()).iloc[0]
    same(ours["in_degree"], reference["sna.centralization_indegree"])
    same(ours["out_degree"], reference["sna.centralization_outdegree"])
    same(ours["betweenness"], reference["sna.centralization_betweenness"])


def test_centralization_of_closeness_where_all_reach_all() -> None:
    for name, known in (("krackhardt_advice", 0.39111), ("sampson_like", 0.09190)):
        ours = centralization(published(name).net.binary())["out_closeness"]
        assert ours.round(5).item() == known


def test_all_ways_of_a_star_run_through_one() -> None:
    star = network("a-b, b-a, a-c, c-a, a-d, d-a")
    same(centralization(star).iloc[0], [6 / 9, 6 / 9, 1, 8 / 15, 8 / 15])


def test_too_many_actors_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "ALL_PAIRS", 3)
    for name in ("betweenness", "out_closeness", "tie_betweenness", "diameter"):
        with pytest.raises(NotEnoughData, match="at most 3; there are 4"):
            measure(AWKWARD["cycle"], name)


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
