from __future__ import annotations

import igraph
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from known import Reference, network, same
from strategies import RATIONALS, few, networks

from netgov.kernels import burt, triangles
from netgov.measures import measure_many
from netgov.measures.degree import partners
from netgov.measures.holes import (
    burt_hierarchy,
    constraint,
    dyadic_constraint,
    effective_size,
    efficiency,
    ego_constraint,
    ego_effective_size,
)
from netgov.network import Network


def test_constraint_of_the_information_network(knoke: Network) -> None:
    known = [0.4806, 0.4014, 0.3860, 0.4786, 0.3874, 0.4543, 0.4242, 0.5138, 0.4356, 0.4858]
    assert constraint(knoke).round(4).tolist() == known


def test_effective_size_of_the_information_network(knoke: Network) -> None:
    known = [2.6111, 4.2, 3.3, 2.0556, 4.375, 2.375, 4.5, 1.75, 2.75, 1.7857]
    assert effective_size(knoke).round(4).tolist() == known


def test_four_actors_by_hand(tiny: Network) -> None:
    # Above 1 is right: P and H depend on D, and on each other through D.
    assert constraint(tiny).round(4).to_dict() == {
        "P": 1.1118,
        "D": 0.5149,
        "S": 1,
        "H": 1.3062,
    }


def test_effective_size_of_four_actors(tiny: Network) -> None:
    # P: (1 - 2/13 * 7/11) with D and (1 - 11/13 * 7/7) with H.
    assert effective_size(tiny).round(4).to_dict() == {"P": 1.0559, "D": 2.7993, "S": 1, "H": 1}


def test_an_isolate_has_no_value(knokm: Network) -> None:
    for measure in (constraint, effective_size):
        values = measure(knokm)
        assert list(values.index[values.isna()]) == ["WRO"]


def test_constraint_as_igraph(reference: Reference) -> None:
    for package in ("igraph", "python_igraph"):
        same(constraint(reference.net), reference.numbers(f"{package}.constraint_weighted"))
    binary = constraint(reference.net.binary())
    same(binary, reference.numbers("igraph.constraint_unweighted"))


@pytest.mark.parametrize("strength", ["weighted", "unweighted"])
def test_holes_as_networkx_where_it_has_a_value(reference: Reference, strength: str) -> None:
    net = reference.net if strength == "weighted" else reference.net.binary()
    for measure in (constraint, effective_size):
        key = f"networkx.{measure.__name__}_{strength}"
        known = reference.known(key)
        same(measure(net)[known], reference.numbers(key)[known])


@few
@given(networks(weights=RATIONALS))
def test_constraint_as_igraph_on_random_networks(net: Network) -> None:
    cells = net.matrix.tocoo()
    ties = list(zip(cells.row.tolist(), cells.col.tolist(), strict=True))
    graph = igraph.Graph(len(net.actors), ties, directed=True)
    same(constraint(net), graph.constraint(weights=cells.data.tolist()))


@few
@given(networks(weights=RATIONALS))
def test_effective_size_lies_between_one_and_the_partners(net: Network) -> None:
    sizes, most = effective_size(net), partners(net)
    tied = most > 0
    assert (sizes[tied] <= most[tied] + 1e-9).all()
    assert (sizes[tied] > 0).all()
    assert np.isnan(sizes[~tied]).all()


def test_large_networks_are_computed_in_blocks(
    reference: Reference, monkeypatch: pytest.MonkeyPatch
) -> None:
    of_actors = [constraint, effective_size, ego_constraint, ego_effective_size]
    whole = [measure(reference.net) for measure in of_actors]
    monkeypatch.setattr(triangles, "BLOCK", 1)
    for dense in (0, 2_000):
        monkeypatch.setattr(burt, "DENSE", dense)
        for measure, known in zip(of_actors, whole, strict=True):
            same(measure(reference.net), known)


def test_draws_are_computed_in_blocks(knoke: Network, monkeypatch: pytest.MonkeyPatch) -> None:
    draws = np.random.default_rng(1).poisson(1.0, (9, knoke.matrix.nnz))
    names = ("constraint", "effective_size", "efficiency", "burt_hierarchy")
    whole = [measure_many(knoke, name, weights=draws) for name in names]
    monkeypatch.setattr(burt, "CELLS", 400)
    for dense in (0, 2_000):
        monkeypatch.setattr(burt, "DENSE", dense)
        for name, known in zip(names, whole, strict=True):
            same(measure_many(knoke, name, weights=draws), known)


# --- efficiency, hierarchy, ties ------------------------------------------------------


def test_efficiency_is_size_for_each_partner(reference: Reference) -> None:
    net = reference.net
    same(efficiency(net), effective_size(net) / partners(net))


def test_hierarchy_of_the_information_network(knoke: Network, tiny: Network) -> None:
    known = [0.1033, 0.0517, 0.0437, 0.0824, 0.0321, 0.1394, 0.0972, 0.0791, 0.1011, 0.0720]
    assert burt_hierarchy(knoke).round(4).tolist() == known
    assert burt_hierarchy(tiny).round(4).tolist() == [0.3633, 0.2465, 1, 0.1366]


def test_partners_that_constrain_alike_make_no_hierarchy() -> None:
    star = network("a-b, a-c, a-d")
    assert burt_hierarchy(star).to_dict() == {"a": 0, "b": 1, "c": 1, "d": 1}


@few
@given(networks(weights=RATIONALS))
def test_hierarchy_is_a_share(net: Network) -> None:
    assert burt_hierarchy(net).dropna().between(0, 1).all()


@few
@given(networks(weights=RATIONALS))
def test_constraint_comes_from_all_partners(net: Network) -> None:
    # With every tie in both directions each partner has a row.
    back = net.ties.reset_index().rename(columns={"source": "target", "target": "source"})
    mutual = Network.of(pd.concat([net.ties.reset_index(), back]), net.groups, net.actors)
    total = dyadic_constraint(mutual).groupby(level="source").sum()
    same(constraint(mutual).dropna(), total.reindex(constraint(mutual).dropna().index))


def test_a_tie_in_one_direction_has_one_row(tiny: Network) -> None:
    rows = dyadic_constraint(tiny)
    assert rows.index.equals(tiny.pairs)
    # P, tied with D (10 + 1) and H (2): 11/13 directly, 2/13 * 7/9 through H.
    same(rows[("P", "D")], (11 / 13 + 2 / 13 * 7 / 9) ** 2)


# --- ego networks --------------------------------------------------------------------


def alone(net: Network, actor: str) -> tuple[float, float]:
    """Return constraint and effective size by their formulas, cut out of the whole matrix."""
    i, whole = net.actors.index.get_loc(actor), (net.matrix + net.matrix.T).toarray()
    inside = [i, *np.flatnonzero(whole[i])]
    if len(inside) == 1:
        return np.nan, np.nan
    z = whole[np.ix_(inside, inside)]
    p, m = z / z.sum(axis=1, keepdims=True), z / z.max(axis=1, keepdims=True)
    partners = range(1, len(inside))
    others = {j: [q for q in partners if q != j] for j in partners}
    constrained = [p[0, j] + sum(p[0, q] * p[q, j] for q in others[j]) for j in partners]
    distinct = [1 - sum(p[0, q] * m[j, q] for q in others[j]) for j in partners]
    return sum(c**2 for c in constrained), sum(distinct)


def test_ego_measures_of_the_information_network(knoke: Network) -> None:
    known = [0.5461, 0.4215, 0.4960, 0.6009, 0.4061, 0.7448, 0.4242, 0.6088, 0.5822, 0.6821]
    assert ego_constraint(knoke).round(4).tolist() == known
    sizes = effective_size(knoke)
    sizes[["WRO", "WELF"]] = [1.875, 2.6875]
    same(ego_effective_size(knoke), sizes)


@few
@given(networks(weights=RATIONALS))
def test_ego_measures_are_those_of_the_ego_network_alone(net: Network) -> None:
    ours = pd.concat([ego_constraint(net), ego_effective_size(net)], axis=1)
    same(ours, [alone(net, actor) for actor in net.actors.index])


def test_ego_measures_of_published_networks(reference: Reference) -> None:
    net = reference.net
    ours = pd.concat([ego_constraint(net), ego_effective_size(net)], axis=1)
    same(ours, [alone(net, actor) for actor in net.actors.index])


@few
@given(networks(weights=RATIONALS))
def test_an_actor_tied_to_all_has_the_whole_network_as_its_own(net: Network) -> None:
    spokes = pd.DataFrame({"source": "hub", "target": net.actors.index})
    wheel = Network.of(
        pd.concat([net.ties.reset_index(), spokes.assign(layer="tie", weight=3.0)])
    )
    assert ego_constraint(wheel)["hub"] == pytest.approx(constraint(wheel)["hub"])
    assert ego_effective_size(wheel)["hub"] == pytest.approx(effective_size(wheel)["hub"])
