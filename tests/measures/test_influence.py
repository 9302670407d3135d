from __future__ import annotations

from itertools import pairwise

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from known import AWKWARD, Reference, network, same
from scipy.sparse import csr_array
from strategies import RATIONALS, few, networks

from netgov.errors import NotEnoughData
from netgov.kernels import perron, vectors
from netgov.kernels.resampled import over_draws
from netgov.measures.influence import authorities, eigenvector, hubs, katz, pagerank
from netgov.network import Network

MEASURED = (eigenvector, authorities, hubs, pagerank, katz)
# Two circles, one of which goes on to a third actor, and an isolate; then one after the other.
CIRCLES = network("a-b, b-a, c-d, d-c, d-e", "a b c d e f")
IN_A_ROW = network("a-b, b-a, c-d, d-c, d-e, b-c", "a b c d e f")


def ring(weights: np.ndarray) -> csr_array:
    """Return a single circle, the slowest of all to settle."""
    actors = np.arange(len(weights))
    return csr_array((weights, (actors, (actors + 1) % len(weights))))


def plain_eigenvector(net: Network) -> np.ndarray:
    """Follow the definition with dense matrices and sets, component by component."""
    matrix, graph = (
        net.matrix.toarray(),
        nx.from_numpy_array(net.matrix.toarray(), create_using=nx.DiGraph),
    )
    parts = [sorted(part) for part in nx.strongly_connected_components(graph)]
    value = [max(abs(np.linalg.eigvals(matrix[np.ix_(part, part)]))) for part in parts]
    most = max(value)
    if most < 1e-6:
        return np.full(len(matrix), np.nan)
    high = [part for part, own in zip(parts, value, strict=True) if own >= most * (1 - 1e-9)]
    standing = np.zeros(len(matrix))
    for part in high:
        below = sorted(nx.descendants(graph, part[0]) - set(part))
        if any(other[0] in below for other in high):
            continue
        values, found = np.linalg.eig(matrix[np.ix_(part, part)].T)
        own = np.abs(found[:, values.real.argmax()].real)
        own *= len(part) / own.sum()
        passed = np.eye(len(below)) * most - matrix[np.ix_(below, below)].T
        standing[part] += own
        standing[below] += np.linalg.solve(passed, matrix[np.ix_(part, below)].T @ own)
    return standing / standing.max()


def plain_authorities(net: Network) -> np.ndarray:
    """Project ones on all eigenvectors of the largest eigenvalue."""
    matrix = net.matrix.toarray()
    values, found = np.linalg.eigh(matrix.T @ matrix)
    space = found[:, values >= values.max() * (1 - 1e-9)]
    standing = space @ space.T @ np.ones(len(matrix))
    return standing / standing.max()


# --- PageRank ------------------------------------------------------------------------------


def test_pagerank_of_the_information_network(knoke: Network) -> None:
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
@given(networks(weights=RATIONALS))
def test_a_step_of_the_walk_changes_no_share(net: Network) -> None:
    ranks, weights = pagerank(net).to_numpy(), net.matrix.toarray()
    assert ranks.sum() == pytest.approx(1, abs=1e-12)
    sent = weights.sum(axis=1, keepdims=True)
    steps = np.divide(weights, sent, where=sent > 0, out=np.full_like(weights, 1 / len(ranks)))
    assert np.abs(0.85 * ranks @ steps + 0.15 / len(ranks) - ranks).sum() <= 1e-13


def test_pagerank_as_igraph_and_networkx(reference: Reference) -> None:
    for package in ("igraph", "networkx", "python_igraph"):
        same(pagerank(reference.net), reference.numbers(f"{package}.pagerank_weighted_0.85"))
    for package in ("igraph", "networkx"):
        theirs = reference.numbers(f"{package}.pagerank_unweighted_0.85")
        same(pagerank(reference.net.binary()), theirs)


def test_a_walk_between_a_star_and_its_rays_ends() -> None:
    star = nx.to_scipy_sparse_array(nx.star_graph(9999), dtype=float)
    ranks = vectors.pagerank(csr_array(star))
    same(ranks[0], (0.15 / 10_000 + 0.85 * 0.15 * 9999 / 10_000) / (1 - 0.85**2))


# --- Katz ----------------------------------------------------------------------------------


def test_katz_of_the_information_network(knoke: Network) -> None:
    status = katz(knoke)
    assert status.round(4)["COMM"] == 2.4531
    assert status.round(5)[["NEWS", "WRO"]].tolist() == [2.55329, 1.16098]


@few
@given(networks(weights=RATIONALS))
def test_katz_solves_its_equation_within_its_bounds(net: Network) -> None:
    weights, status = net.matrix.toarray(), katz(net)
    most = weights.sum(axis=0).max()
    same(status, 1 + 0.85 / (most or 1) * weights.T @ status)
    assert status.between(1, 1 / 0.15 + 1e-9).all()


def test_katz_as_networkx(reference: Reference) -> None:
    ours = vectors.katz(reference.net.binary().matrix, alpha=0.01)
    same(ours, reference.numbers("networkx.katz_alpha0.01_beta1_unweighted_unnormalized"))


def test_katz_of_a_slow_sum_is_solved_for() -> None:
    circle = ring(np.ones(5))
    same(vectors.katz(circle, alpha=0.999), [1000] * 5)


@pytest.mark.parametrize("alpha", [1.1, 1e30])
def test_a_sum_without_end_is_told(alpha: float) -> None:
    with pytest.raises(NotEnoughData, match="do not settle"):
        vectors.katz(ring(np.ones(5)), alpha=alpha)


# --- eigenvector ---------------------------------------------------------------------------


def test_eigenvector_of_the_information_network(knoke: Network) -> None:
    standing = eigenvector(knoke)
    assert standing.round(5)[["COMM", "MAYR", "NEWS"]].tolist() == [0.98576, 0.98576, 1]
    same(knoke.matrix.T @ standing / standing, np.full(10, 5.16218), rtol=1e-6)


def test_standing_of_parts_side_by_side_and_in_a_row() -> None:
    same(eigenvector(CIRCLES), [1, 1, 1, 1, 1, 0])
    same(eigenvector(IN_A_ROW), [0, 0, 1, 1, 1, 0])


def test_without_a_circle_there_is_no_standing(reference: Reference) -> None:
    for name in ("no cycle", "isolates only", "out-star"):
        assert eigenvector(AWKWARD[name]).isna().all()


def test_eigenvector_as_igraph(reference: Reference) -> None:
    if reference.name == "krackhardt_reports_to":
        assert eigenvector(reference.net).isna().all()
    else:
        theirs = reference.numbers("python_igraph.eigenvector_directed_weighted_max1")
        same(eigenvector(reference.net), theirs)


@few
@given(networks(weights=RATIONALS))
def test_eigenvector_as_defined(net: Network) -> None:
    same(eigenvector(net), plain_eigenvector(net))


@few
@given(networks(least=2))
def test_passing_on_reproduces_standing(net: Network) -> None:
    standing = eigenvector(net).to_numpy()
    value = np.abs(np.linalg.eigvals(net.matrix.toarray())).max()
    if not np.isnan(standing).all():
        same(net.matrix.T @ standing, value * standing)


# --- hubs and authorities ------------------------------------------------------------------


def test_hubs_and_authorities_of_the_information_network(knoke: Network) -> None:
    assert authorities(knoke).round(5)[["NEWS", "COMM"]].tolist() == [1, 0.87392]
    assert hubs(knoke).round(5)[["MAYR", "UWAY"]].tolist() == [1, 0.97265]


def test_parts_that_share_the_lead_share_authority() -> None:
    same(authorities(IN_A_ROW), [0.5, 0, 1, 0, 0.5, 0])
    same(hubs(IN_A_ROW), [0, 1, 0, 1, 0, 0])


def test_without_ties_nobody_is_sought() -> None:
    assert authorities(AWKWARD["isolates only"]).isna().all()
    assert hubs(AWKWARD["isolates only"]).isna().all()


def test_hubs_and_authorities_as_igraph(reference: Reference) -> None:
    same(authorities(reference.net), reference.numbers("python_igraph.authority_weighted_max1"))
    same(hubs(reference.net), reference.numbers("python_igraph.hub_weighted_max1"))


@few
@given(networks(least=2))
def test_authorities_as_defined(net: Network) -> None:
    if net.matrix.nnz:
        same(authorities(net), plain_authorities(net))
        gathered = net.matrix @ authorities(net)
        same(hubs(net), gathered / gathered.max())


# --- networks that settle slowly -----------------------------------------------------------


@pytest.mark.parametrize("net", AWKWARD.values(), ids=AWKWARD.keys())
def test_every_way_to_the_values_leads_to_the_same(
    net: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = [eigenvector(net), authorities(net), hubs(net)]
    monkeypatch.setattr(perron, "_LOOKS", 0)
    for ours, again in zip(usual, (eigenvector(net), authorities(net), hubs(net)), strict=True):
        same(ours, again)


def test_large_blocks_take_other_ways(
    reference: Reference, monkeypatch: pytest.MonkeyPatch
) -> None:
    net = reference.net
    usual = eigenvector(net), authorities(net)
    monkeypatch.setattr(perron, "_LOOKS", 0)
    monkeypatch.setattr(perron, "LARGE", 26)
    same(eigenvector(net), usual[0])
    same(authorities(net), usual[1])


def test_a_long_circle_of_unlike_weights() -> None:
    weights = np.random.default_rng(3).integers(1, 9, 3000).astype(float)
    standing = vectors.eigenvector(ring(weights))
    value = np.exp(np.log(weights).mean())
    steps = [b / a for a, b in pairwise(standing) if min(a, b) > 1e-9]
    expected = [
        w / value
        for w, (a, b) in zip(weights, pairwise(standing), strict=False)
        if min(a, b) > 1e-9
    ]
    same(steps, expected, rtol=1e-7)


def test_a_long_chain_both_ways() -> None:
    chain = csr_array(nx.to_scipy_sparse_array(nx.path_graph(3000), dtype=float))
    wave = np.sin(np.pi * np.arange(1, 3001) / 3001)
    same(vectors.eigenvector(chain), wave / wave.max(), rtol=1e-7)


def test_what_cannot_be_solved_for_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(perron, "LARGE", 2)
    with pytest.raises(NotEnoughData, match="do not settle"):
        perron.by_solving(csr_array(np.ones((5, 5)) - np.eye(5)))


# --- draws ---------------------------------------------------------------------------------


@settings(few, max_examples=10)
@given(networks(least=2))
def test_draws_are_networks_for_themselves(net: Network) -> None:
    rng = np.random.default_rng(1)
    draws = rng.poisson(np.tile(net.matrix.data / 3, (6, 1))).astype(float)
    for kernel in ("pagerank", "katz", "eigenvector", "authorities", "hubs"):
        alone = []
        for draw in draws:
            cells = net.matrix.tocoo()
            there = draw > 0
            drawn = (draw[there], (cells.row[there], cells.col[there]))
            alone.append(getattr(vectors, kernel)(csr_array(drawn, shape=net.matrix.shape)))
        same(over_draws(getattr(vectors, kernel), net.matrix, draws), alone)


def test_the_same_network_gives_the_same_values_to_the_last_digit(knoke: Network) -> None:
    for measured in MEASURED:
        pd.testing.assert_series_equal(measured(knoke), measured(knoke), check_exact=True)
