"""What holds for every network, whatever its ties."""

from __future__ import annotations

import random

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from known import same
from strategies import few, networks

from netgov.measures import MEASURES, measure
from netgov.network import Network

OF_THE_NETWORK = [name for name, card in MEASURES.items() if card.of == "network"]


def of(net: Network, actors: list[str]) -> Network:
    """Return the same network with its actors in another order, or with more of them."""
    groups = {actor: net.groups.get(actor, 0) for actor in actors}
    return Network.of(net.ties, groups, actors)


@few
@given(networks(), st.randoms(use_true_random=False))
def test_the_order_of_actors_does_not_matter(net: Network, shuffler: random.Random) -> None:
    actors = list(net.actors.index)
    shuffler.shuffle(actors)
    same(measure(of(net, actors)).loc[net.actors.index], measure(net))
    same(measure(of(net, actors), *OF_THE_NETWORK), measure(net, *OF_THE_NETWORK))


@few
@given(networks())
def test_an_isolate_changes_no_count(net: Network) -> None:
    counts = [
        "in_degree", "out_degree", "partners", "in_strength", "out_strength", "betweenness",
        "broker_roles", "constraint", "effective_size", "cutpoint",
    ]  # fmt: skip
    more = measure(of(net, [*net.actors.index, "isolate"]), *counts)
    same(more.drop("isolate"), measure(net, *counts))
    apart = measure(of(net, [*net.actors.index, "isolate"]), "components")
    same(apart, measure(net, "components") + 1)


@few
@given(networks(), st.sampled_from([3.0, 0.1, 1000.0]))
def test_a_unit_of_weight_changes_no_share(net: Network, factor: float) -> None:
    scaled = net.reweighted((net.ties["weight"] * factor).round(6))
    names = ["constraint", "betweenness", "pagerank", "effective_size", "broker_roles"]
    same(measure(scaled, *names), measure(net, *names))
    strengths = ["in_strength", "in_harmonic", "out_harmonic"]
    same(measure(scaled, *strengths), measure(net, *strengths) * factor)


@few
@given(networks())
def test_turning_all_ties_swaps_in_and_out(net: Network) -> None:
    back = net.ties.rename_axis(["target", "source", "layer"]).reset_index()
    turned = Network.of(back, net.groups, net.actors)
    for name in ("degree", "strength", "harmonic"):
        same(measure(turned, f"in_{name}"), measure(net, f"out_{name}"))
    unchanged = ["betweenness", "constraint", "effective_size", "partners", "cutpoint"]
    same(measure(turned, *unchanged), measure(net, *unchanged))


def test_layers_are_added_up() -> None:
    rows = [
        ("a", "b", "referral", 2.0),
        ("a", "b", "reporting", 1.0),
        ("b", "c", "referral", 3.0),
    ]
    net = Network.of(pd.DataFrame(rows, columns=["source", "target", "layer", "weight"]))
    assert measure(net, "out_strength", "out_degree").loc["a"].tolist() == [3, 1]
    assert measure(net, "betweenness").loc["b"].item() == pytest.approx(1)
