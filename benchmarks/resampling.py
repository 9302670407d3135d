"""Cases drawn anew, beside such draws measured one by one with networkx and igraph."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import igraph
import networkx as nx
import numpy as np
from clock import seconds, show
from networks import referral_log

import netgov as ng

ACTORS, PAIRS, ROWS = 50, 300, 3_000


def bootstraps() -> None:
    """Measure a thousand draws of the cases of fifty bodies, by every centrality."""
    with tempfile.TemporaryDirectory() as folder:
        path = referral_log(Path(folder) / "log.csv", ROWS, ACTORS, PAIRS)
        history = ng.build_history(ng.read_records(path))
    net = history[history.whole]
    task = f"bootstrap, 1,000 draws, {len(net.actors)} actors"
    most = [name for name in centralities() if name != "betweenness"]
    ours = seconds(lambda: ng.bootstrap(history, most, times=1000))
    show(f"{task}, without betweenness, CPU seconds", ours, "≤ 1")
    ours = seconds(lambda: ng.bootstrap(history, times=1000))
    show(f"{task}, all centralities, CPU seconds", ours, "≤ 2 (1.2)")
    rng = np.random.default_rng(1)
    draws = [net.reweighted(rng.poisson(net.ties["weight"]) + 1) for _turn in range(5)]
    peers: dict[str, tuple[Callable[[ng.Network], None], str]] = {
        "networkx": (by_networkx, "≥ 25 (40)"),
        "igraph": (by_igraph, "(≥ 2)"),
    }
    for name, (peer, goal) in peers.items():
        took = 200 * seconds(lambda peer=peer: [peer(draw) for draw in draws])
        show(f"{task}, {name} loop: peer / netgov", took / ours, goal)


def centralities() -> list[str]:
    """Return what `bootstrap` measures unless asked."""
    families = ("degree", "paths", "influence")
    return [
        card.name
        for card in ng.MEASURES.values()
        if card.of == "actor" and card.family in families and not card.by_presence
    ]


def by_networkx(net: ng.Network) -> None:
    """Measure every centrality of a draw with networkx."""
    graph = nx.DiGraph()
    graph.add_nodes_from(net.actors.index)
    for (source, target, _layer), weight in net.ties["weight"].items():
        graph.add_edge(source, target, weight=weight, distance=1 / weight)
    back = graph.reverse(copy=False)
    nx.betweenness_centrality(graph, weight="distance")
    for one in (graph, back):
        dict(one.in_degree(weight="weight"))
        nx.closeness_centrality(one, distance="distance")
        nx.harmonic_centrality(one, distance="distance")
    nx.pagerank(graph)
    nx.hits(graph)
    nx.eigenvector_centrality_numpy(graph, weight="weight")
    nx.katz_centrality_numpy(graph, alpha=1e-4, weight="weight")


def by_igraph(net: ng.Network) -> None:
    """Measure every centrality of a draw with igraph, which has no Katz."""
    cells = net.matrix.tocoo()
    ends = list(zip(cells.row.tolist(), cells.col.tolist(), strict=True))
    graph = igraph.Graph(len(net.actors), ends, directed=True)
    weights, distances = cells.data.tolist(), (1 / cells.data).tolist()
    graph.betweenness(weights=distances)
    for mode in ("in", "out"):
        graph.strength(mode=mode, weights=weights)
        graph.closeness(mode=mode, weights=distances)
        graph.harmonic_centrality(mode=mode, weights=distances)
    graph.pagerank(weights=weights)
    graph.hub_score(weights=weights)
    graph.authority_score(weights=weights)
    graph.eigenvector_centrality(weights=weights)
