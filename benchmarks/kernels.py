"""The measures beside networkx, igraph, the plain loop and R's sna."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import igraph
import networkx as nx
import numpy as np
from clock import of_r, peak_megabytes, seconds, show
from networks import random_network

import netgov as ng


def measures() -> None:
    """Measure each kind of kernel at the sizes of its goals."""
    roles()
    permutations()
    holes()
    paths()
    triads()
    krackhardt()
    everything()


def of(net: ng.Network, *names: str) -> float:
    """Return the seconds of some measures one after the other."""
    functions = [ng.MEASURES[name].function for name in names]
    _ = net.matrix, net.both, net.pairs, net.codes, net.distances
    return seconds(lambda: [function(net) for function in functions])


def beside(task: str, peer: Callable[[], object], ours: float, goal: str) -> None:
    """Print how many times quicker netgov is than a peer."""
    show(f"{task}: peer / netgov", seconds(peer) / ours, goal)


def roles_by_loop(net: ng.Network, group: list[int]) -> Counter[tuple[object, ...]]:
    """Count open two-paths by role the plain way."""
    graph = net.flat
    found: Counter[tuple[object, ...]] = Counter()
    for via in graph:
        for source in graph.pred[via]:
            for target in graph.succ[via]:
                if source != target and not graph.has_edge(source, target):
                    first, own, last = group[source], group[via], group[target]
                    found[via, first == own, own == last, first == last] += 1
    return found


def roles() -> None:
    """Measure brokerage roles with their moments."""
    goals = {50: "", 500: "≥ 8 (10)", 2_000: "≥ 8 (15)", 10_000: "≥ 25 (35)"}
    for actors, goal in goals.items():
        net = random_network(actors, 6 * actors)
        ours = of(net, "broker_roles_z")
        task = f"brokerage roles and moments, {actors} actors"
        if actors == 50:
            show(f"{task}, milliseconds", 1000 * ours, "(≤ 0.4)")
        codes = net.codes.tolist()
        beside(f"{task}, loop", lambda n=net, c=codes: roles_by_loop(n, c), ours, "≥ 5")
        if told := of_r(net, "brokerage"):
            show(f"{task}, sna: peer / netgov", told["brokerage"] / ours, goal)


def permutations() -> None:
    """Measure label permutations."""
    for actors, goal, loop in ((50, "≥ 30 (40)", "≥ 12 (20)"), (500, "≥ 70", "")):
        net = random_network(actors, 6 * actors)
        rng = np.random.default_rng(1)
        draws = np.array([rng.permutation(net.codes) for _turn in range(1000)])
        _ = net.matrix
        ours = seconds(lambda n=net, d=draws: ng.measure_many(n, "broker_roles", groups=d))
        task = f"1,000 label permutations, {actors} actors"
        show(f"{task}, seconds", ours, "≤ 0.06" if actors == 50 else "≤ 0.4")
        few = draws[:20].tolist()
        peer = seconds(lambda n=net, f=few: [roles_by_loop(n, codes) for codes in f]) * 50
        show(f"{task}, loop: peer / netgov", peer / ours, loop)
        if told := of_r(net, "permutations"):
            show(f"{task}, sna: peer / netgov", told["permutations"] / ours, goal)


def holes() -> None:
    """Measure structural holes."""
    for actors, goal in ((50, "≥ 2.5"), (500, "≥ 4"), (2_000, "≥ 4 (6)")):
        net = random_network(actors, 8 * actors)
        ours = of(net, "constraint", "effective_size")
        task = f"constraint + effective size, {actors} actors"
        graph = net.flat
        beside(
            f"{task}, networkx",
            lambda g=graph: (
                nx.constraint(g, weight="weight"),
                nx.effective_size(g, weight="weight"),
            ),
            ours,
            goal,
        )
        peer = as_igraph(net)
        alone = of(net, "constraint")
        took = seconds(lambda p=peer: p.constraint(weights="weight"))
        show(f"constraint, {actors} actors: netgov / igraph", alone / took, "≤ 3.5")


def as_igraph(net: ng.Network) -> igraph.Graph:
    """Return the network with weights and lengths."""
    cells = net.matrix.tocoo()
    graph = igraph.Graph(
        len(net.actors), list(zip(cells.row.tolist(), cells.col.tolist(), strict=True)),
        directed=True,
    )  # fmt: skip
    graph.es["weight"] = cells.data.tolist()
    graph.es["length"] = (1 / cells.data).tolist()
    return graph


def paths() -> None:
    """Measure betweenness, closeness and harmonic closeness."""
    for actors, heavy in ((50, False), (200, False), (500, False), (500, True)):
        net = random_network(actors, 8 * actors, heavy=heavy)
        graph, peer = net.flat, as_igraph(net)
        kind = "heavy-tailed weights" if heavy else "weights 1 to 12"
        task = f"betweenness, {kind}, {actors} actors"
        ours = of(net, "betweenness")
        exact = lambda g=graph: nx.betweenness_centrality(g, weight="distance")  # noqa: E731
        beside(f"{task}, networkx", exact, ours, "≥ 8 (20)")
        fast = seconds(lambda p=peer: p.betweenness(weights="length"))
        show(f"{task}: netgov / igraph", ours / fast, "≤ 3 (2)" if actors >= 200 else "")
    for actors in (200, 2_000):
        net = random_network(actors, 8 * actors).binary()
        graph, peer = net.flat, as_igraph(net)
        task = f"betweenness, hops, {actors} actors"
        ours = of(net, "betweenness")
        beside(f"{task}, networkx", lambda g=graph: nx.betweenness_centrality(g), ours, "≥ 15")
        show(f"{task}: netgov / igraph", ours / seconds(peer.betweenness), "≤ 2 (1)")
    nearness()


def nearness() -> None:
    """Measure closeness in hops and harmonic closeness by weight."""
    net = random_network(500, 8 * 500)
    hops, graph = net.binary(), net.flat.reverse()
    beside(
        "closeness, hops, 500 actors, networkx",
        lambda: nx.closeness_centrality(graph),
        of(hops, "out_closeness"),
        "≥ 5 (15)",
    )
    beside(
        "harmonic closeness, weighted, 500 actors, networkx",
        lambda: nx.harmonic_centrality(graph, distance="distance"),
        of(net, "out_harmonic"),
        "≥ 10 (15)",
    )


def triads() -> None:
    """Measure the triad census."""
    for actors in (500, 2_000):
        net = random_network(actors, 8 * actors)
        graph = net.flat
        task = f"triad census, {actors} actors, networkx"
        beside(task, lambda g=graph: nx.triadic_census(g), of(net, "triad_census"), "≥ 8 (30)")


def krackhardt() -> None:
    """Measure Krackhardt's four, where few actors reach each other and where all do."""
    for ties in (1_000, 4_000):
        net = random_network(500, ties)
        if told := of_r(net, "krackhardt"):
            task = f"Krackhardt's four, 500 actors, {ties:,} ties, sna: peer / netgov"
            show(task, told["krackhardt"] / of(net, "krackhardt"), "≥ 100 (1,000)")


def everything() -> None:
    """Measure all measures of actors on a network of the size of a city."""
    net = random_network(40, 240)
    frames = net.actors, net.ties, net.groups, net.label

    def all_of_them() -> None:
        ng.measure(ng.Network(*frames))

    show(
        "all measures of actors, 40 actors, milliseconds",
        1000 * seconds(all_of_them),
        "≤ 100 (60)",
    )


# --- as large as a country ---------------------------------------------------------------

LARGE = """
import sys
sys.path.insert(0, "benchmarks")
from networks import random_network
import netgov as ng
net = random_network(50_000, 500_000)
ng.MEASURES[{name!r}].function(net)
"""


def large() -> None:
    """Measure 50,000 actors and 500,000 ties: influence beside peers, memory of the rest."""
    net = random_network(50_000, 500_000)
    graph, peer = net.flat, as_igraph(net)
    size = "50,000 actors, 500,000 ties"
    peers = {
        "pagerank": (
            lambda: nx.pagerank(graph, tol=1e-15, max_iter=500),
            lambda: peer.pagerank(weights="weight"),
        ),
        "hubs": (
            lambda: nx.hits(graph, tol=1e-10, max_iter=1000),
            lambda: peer.hub_score(weights="weight"),
        ),
        "katz": (lambda: by_sparse_solver(net),),
    }
    for name, rivals in peers.items():
        best = min(seconds(rival, 0) for rival in rivals)
        show(f"{name}, {size}: netgov / best peer", of(net, name) / best, "≤ 1.5 (1)")
    for card in ng.MEASURES.values():
        if card.up_to is None:
            peak = peak_megabytes(LARGE.format(name=card.name))
            show(f"{card.name}, {size}, peak MB", peak, "≤ 2,000")


def by_sparse_solver(net: ng.Network) -> np.ndarray:
    """Return Katz centrality by an iterative solver of scipy."""
    from scipy.sparse import eye_array
    from scipy.sparse.linalg import bicgstab

    alpha = 0.85 / net.matrix.sum(axis=0).max()
    system = eye_array(len(net.actors)) - alpha * net.matrix.T
    return bicgstab(system.tocsr(), np.ones(len(net.actors)), rtol=1e-12)[0]
