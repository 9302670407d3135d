from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from known import AWKWARD, BODIES, REFERENCE_NAMES, Reference, network, reference, same
from strategies import few, networks

from netgov.errors import NotEnoughData
from netgov.kernels import communities as louvain
from netgov.kernels import core_periphery as kernel
from netgov.measures import positions
from netgov.measures.positions import (
    actor_ei,
    communities,
    community,
    core_member,
    core_number,
    core_periphery,
    coreness,
    ei,
)
from netgov.network import Network


def tied(net: Network) -> np.ndarray:
    return (net.matrix.toarray() > 0).astype(float)


# --- k-cores ------------------------------------------------------------------------------


def test_cores_of_the_information_network(knoke: Network) -> None:
    assert core_number(knoke).tolist() == [5] * 5 + [3] + [5] * 4
    assert coreness(knoke)["in"].tolist() == [3, 3, 2, 3, 3, 1, 3, 2, 3, 2]
    assert coreness(knoke)["out"].tolist() == [3] * 10


def test_cores_as_the_others(reference: Reference) -> None:
    same(core_number(reference.net), reference.numbers("networkx.core_number_undirected"))
    same(coreness(reference.net)["in"], reference.numbers("sna.kcores_indegree"))
    same(coreness(reference.net)["out"], reference.numbers("sna.kcores_outdegree"))


@few
@given(networks())
def test_each_member_of_a_core_receives_enough_within_it(net: Network) -> None:
    ties, depth = tied(net), coreness(net)["in"].to_numpy()
    for k in range(1, depth.max() + 1):
        core = depth >= k
        assert (ties[core][:, core].sum(axis=0) >= k).all()


# --- core and periphery -------------------------------------------------------------------


def test_core_of_the_information_network(knoke: Network) -> None:
    found = core_periphery(knoke).loc[0]
    assert found[["correlation", "correlation_0", "correlation_1"]].round(6).tolist() == [
        0.657438,
        0.410174,
        0.485963,
    ]
    assert found[["core_size", "core_density", "periphery_density"]].tolist() == [5, 0.9, 0.25]
    assert found["optima"] == 1
    assert round(found["coreness_fit"], 6) == 0.753658
    assert " ".join(core_member(knoke)[lambda s: s].index) == "COMM EDUC INDU MAYR NEWS"


def test_core_of_the_money_network(knokm: Network) -> None:
    found = core_periphery(knokm).loc[0]
    assert round(found["correlation"], 6) == 0.462367
    assert found["optima"] == 3


@pytest.mark.parametrize(
    ("between", "members"),
    [("none", "COUN COMM INDU MAYR NEWS UWAY"), ("all", "COMM MAYR NEWS")],
)
def test_core_by_the_other_rules(knoke: Network, between: kernel.Between, members: str) -> None:
    core = kernel.best_core(tied(knoke), between)
    assert [BODIES[i] for i in np.flatnonzero(core.members)] == members.split()


@pytest.mark.parametrize("name", REFERENCE_NAMES)
def test_cores_as_by_brute_force(name: str) -> None:
    known = reference(name)
    rules = {"core_block_only": "none", "core_block_plus_core_periphery_ties": "all"}
    for key, theirs in known.values["core_periphery_exhaustive"].items():
        ours = kernel.best_core(tied(known.net), rules[key])
        same(ours.correlation, theirs["correlation"])
        assert ours.optima == len(theirs["optimal_cores"])
        assert (np.flatnonzero(ours.members) + 1).tolist() in theirs["optimal_cores"]


def by_numpy(ties: np.ndarray, core: np.ndarray, between: kernel.Between) -> float:
    """Return the correlation with the ideal written out cell by cell."""
    inside = np.add.outer(core.astype(int), core)
    ideal = inside == 2 if between == "none" else inside > 0
    cells = ~np.eye(len(core), dtype=bool) & ((between != "left out") | (inside != 1))
    return float(np.corrcoef(ties[cells], ideal[cells])[0, 1])


@few
@given(networks(least=4, most=7))
def test_no_set_fits_better_than_the_core(net: Network) -> None:
    ties, n = tied(net), len(net.actors)
    for between in kernel.BETWEEN:
        core = kernel.best_core(ties, between)
        if core is None:
            continue
        same(core.correlation, by_numpy(ties, core.members, between))
        with np.errstate(invalid="ignore", divide="ignore"):
            values = [
                by_numpy(ties, np.isin(range(n), some), between)
                for size in range(1, n)
                for some in combinations(range(n), size)
                if between != "left out" or 2 <= size <= n - 2
            ]
        same(core.correlation, np.nanmax(values))
        assert core.optima == (np.array(values) >= core.correlation - 1e-9).sum()


@pytest.mark.parametrize("name", ["sampson_like", "emon_lakepomona"])
@pytest.mark.parametrize("between", kernel.BETWEEN)
def test_the_search_finds_what_comparing_all_sets_finds(
    name: str, between: kernel.Between, monkeypatch: pytest.MonkeyPatch
) -> None:
    ties = tied(reference(name).net)
    found = kernel.best_core(ties, between)
    monkeypatch.setattr(kernel, "ALL_SETS", 20)
    best = kernel.best_core(ties, between)
    same(found.correlation, best.correlation)
    assert found.members.tolist() == best.members.tolist()
    assert np.isnan(found.optima)


@few
@given(networks(least=4))
def test_the_search_ends_where_no_move_and_no_swap_helps(net: Network) -> None:
    ties = tied(net)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kernel, "ALL_SETS", 0)
        core = kernel.best_core(ties, "left out")
    if core is None:
        return
    for one, other in product(range(len(ties)), repeat=2):
        changed = core.members.copy()
        changed[one] ^= True
        changed[other] = changed[other] if one == other else core.members[one]
        if 2 <= changed.sum() <= len(ties) - 2:
            with np.errstate(invalid="ignore", divide="ignore"):
                assert not by_numpy(ties, changed, "left out") > core.correlation + 1e-9


def test_the_first_of_equal_cores_is_taken() -> None:
    net = network("a-b, b-a, c-d, d-c", "a b c d e f")
    assert core_periphery(net)["optima"].item() == 2
    assert core_member(net)[lambda s: s].index.tolist() == ["a", "b"]


@pytest.mark.parametrize("name", ["empty", "one actor", "isolates only", "complete"])
def test_without_core_or_periphery_nothing_is_defined(name: str) -> None:
    assert core_periphery(AWKWARD[name]).isna().all(axis=None)
    assert core_member(AWKWARD[name]).isna().all()


def test_two_pairs_are_no_core_and_periphery() -> None:
    net = network("a-b, b-a, c-d, d-c")
    assert core_periphery(net)[["correlation", "optima"]].isna().all(axis=None)
    assert core_member(net).isna().all()


def test_coreness_of_the_information_network(knoke: Network) -> None:
    fit = kernel.minres(tied(knoke))
    assert round(fit.residual, 6) == 12.070757
    same(fit.sending @ fit.sending, fit.receiving @ fit.receiving)


def test_coreness_is_the_best_answer_to_itself(reference: Reference) -> None:
    ties = tied(reference.net)
    others = 1 - np.eye(len(ties))
    fit = kernel.minres(ties)
    left = others * (ties - np.outer(fit.sending, fit.receiving))
    same(fit.residual, (left**2).sum(), rtol=1e-5)
    # Where the best fit is only approached by ever larger values, it stops short of it.
    assert np.abs(left @ fit.receiving).max() < 1e-3
    assert np.abs(fit.sending @ left).max() < 1e-3


# --- communities --------------------------------------------------------------------------


def test_communities_as_clear_as_the_best_known(reference: Reference) -> None:
    ours = communities(reference.net)["modularity"].item()
    assert ours >= 0.97 * reference["python_igraph.optimal_modularity_undirected_sum"]


def test_communities_as_clear_as_those_of_networkx(reference: Reference) -> None:
    graph = nx.from_scipy_sparse_array(reference.net.both)
    found = [nx.community.louvain_communities(graph, seed=seed) for seed in range(20)]
    theirs = max(nx.community.modularity(graph, parts) for parts in found)
    assert communities(reference.net)["modularity"].item() >= theirs - 1e-9


def test_modularity_as_networkx(reference: Reference) -> None:
    graph = nx.from_scipy_sparse_array(reference.net.both)
    labels = community(reference.net).to_numpy()
    parts = [set(np.flatnonzero(labels == label)) for label in np.unique(labels)]
    same(communities(reference.net)["modularity"], [nx.community.modularity(graph, parts)])


def partitions(n: int) -> Iterator[list[int]]:
    """Yield the labels of every partition of n actors."""
    if n == 0:
        yield []
        return
    for labels in partitions(n - 1):
        for label in range(max(labels, default=-1) + 2):
            yield [*labels, label]


@few
@given(networks(most=6))
def test_no_partition_is_clearer_on_small_networks(net: Network) -> None:
    every = np.array(list(partitions(len(net.actors))))
    best = louvain.modularity(net.both, every).max()
    same(communities(net)["modularity"], [best])


def test_communities_are_numbered_by_size_then_first_member() -> None:
    net = network("e-f, f-e, a-b, c-d, d-g, g-c", "i a b c d e f g")
    assert community(net).to_dict() == {
        "i": 3, "a": 1, "b": 1, "c": 0, "d": 0, "e": 2, "f": 2, "g": 0,
    }  # fmt: skip


def test_cliques_are_firm_and_a_circle_is_not() -> None:
    cliques = network("a-b, b-c, c-a, d-e, e-f, f-d, a-d", "a b c d e f i")
    assert communities(cliques)["stability"].item() == 1
    assert communities(cliques)["number"].item() == 3
    circle = network(", ".join(f"{i}-{(i + 1) % 30}" for i in range(30)))
    assert 0.2 < communities(circle)["stability"].item() < 0.9


def test_without_ties_communities_are_neither_clear_nor_firm() -> None:
    found = communities(AWKWARD["isolates only"]).loc[0]
    assert found["number"] == 4
    assert found[["modularity", "stability"]].isna().all()


def test_the_same_seed_gives_the_same_communities(reference: Reference) -> None:
    assert community(reference.net).equals(community(reference.net, seed=0))
    found = [communities(reference.net, seed=seed)["modularity"].item() for seed in (1, 2)]
    assert min(found) > 0.95 * max(found)


@few
@given(networks(least=2))
def test_likeness_by_counting_pairs(net: Network) -> None:
    one, other = net.codes, core_number(net).to_numpy()
    pairs = list(combinations(range(len(one)), 2))
    together = [[labels[i] == labels[j] for i, j in pairs] for labels in (one, other)]
    shared, mine, theirs = np.sum(np.logical_and(*together)), *np.sum(together, axis=1)
    chance = mine * theirs / len(pairs)
    most = (mine + theirs) / 2
    expected = 1 if most == chance else (shared - chance) / (most - chance)
    same(louvain.likeness(one, other[None]), [expected])


# --- ties within and between groups -------------------------------------------------------


def test_closure_of_the_information_network(knoke: Network) -> None:
    assert ei(knoke).round(5).loc[0].tolist() == [0.46939, 0.46667, 0.08576]
    assert actor_ei(knoke).round(5).tolist() == [
        0.33333, 0.46667, 0.6, 0.11111, 0.25, 1, 0.33333, 1, 0.25, 1,
    ]  # fmt: skip


def test_in_one_group_nothing_else_can_be() -> None:
    assert ei(AWKWARD["one group"]).loc[0].tolist() == [-1, -1, 0]


def test_without_ties_closure_is_not_defined() -> None:
    for name in ("empty", "one actor", "isolates only"):
        assert ei(AWKWARD[name]).isna().all(axis=None)
        assert actor_ei(AWKWARD[name]).isna().all()


def test_what_chance_gives_is_what_all_placements_give() -> None:
    cells = [f"{i}-{j}" for i, j in product("abc", repeat=2) if i != j]
    every = [
        network(", ".join(some), "a b c", a="x", b="x", c="y")
        for some in combinations(cells, 3)
    ]
    indices = [ei(net)["index"].item() for net in every]
    expected = ei(every[0]).loc[0]
    same([np.mean(indices), np.std(indices)], expected[["expected", "sd"]])


@few
@given(networks())
def test_the_index_is_the_mean_of_the_actors_by_their_ties(net: Network) -> None:
    ties = np.bincount(net.ends[0], minlength=len(net.actors))
    ties += np.bincount(net.ends[1], minlength=len(net.actors))
    if ties.any():
        same(np.nansum(actor_ei(net) * ties) / ties.sum(), ei(net)["index"].item())


# --- what is asked wrongly ----------------------------------------------------------------


@pytest.mark.parametrize("measure", [actor_ei, ei])
def test_without_groups_it_says_so(measure) -> None:
    with pytest.raises(NotEnoughData, match="no groups"):
        measure(network("a-b, b-c"))


@pytest.mark.parametrize("measure", [core_member, core_periphery])
def test_too_many_actors_for_all_pairs(measure, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(positions, "CORE_UP_TO", 4)
    with pytest.raises(NotEnoughData, match="at most 4; there are 5"):
        measure(AWKWARD["in two parts"])
