from __future__ import annotations

import igraph
import numpy as np
import pytest
from hypothesis import given
from known import Reference, same
from strategies import RATIONALS, few, networks

from netgov.kernels import products
from netgov.measures.degree import partners
from netgov.measures.holes import constraint, effective_size
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


@pytest.mark.parametrize("dense", [0, 1000])
def test_large_networks_are_computed_in_blocks(
    reference: Reference, monkeypatch: pytest.MonkeyPatch, dense: int
) -> None:
    whole = constraint(reference.net), effective_size(reference.net)
    monkeypatch.setattr(products, "DENSE", dense)
    monkeypatch.setattr(products, "DENSE_BLOCK", 100)
    monkeypatch.setattr(products, "SPARSE_BLOCK", 100)
    same(constraint(reference.net), whole[0])
    same(effective_size(reference.net), whole[1])
