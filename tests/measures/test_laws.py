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

# Of equally good partitions and cores the first is taken, and first depends on the order.
BY_ORDER = {"community", "communities", "core_member", "core_periphery"}
FREE = [card for name, card in MEASURES.items() if name not in BY_ORDER]
OF_ACTORS = [card.name for card in FREE if card.of == "actor"]
OF_TIES = [card.name for card in FREE if card.of == "tie"]
OF_THE_NETWORK = [card.name for card in FREE if card.of == "network"]
BEST = ["core_periphery.correlation", "core_periphery.correlation_0",
        "core_periphery.correlation_1", "core_periphery.optima"]  # fmt: skip

# What reads lengths grows with the weights; strengths do too.
GROW = ["in_strength", "out_strength", "in_harmonic", "out_harmonic", "in_closeness",
        "out_closeness"]  # fmt: skip
# What an actor without ties leaves as it was.
COUNTS = [
    "in_degree", "out_degree", "partners", "in_strength", "out_strength", "betweenness",
    "eigenvector", "authorities", "hubs", "katz", "broker_roles", "broker_credit",
    "broker_activity", "broker_exclusivity", "constraint", "effective_size", "efficiency",
    "burt_hierarchy", "ego_constraint", "ego_effective_size", "cutpoint", "core_number",
    "coreness", "actor_ei",
]  # fmt: skip


def of(net: Network, actors: list[str]) -> Network:
    """Return the same network with its actors in another order, or with more of them."""
    groups = {actor: net.groups.get(actor, 0) for actor in actors}
    return Network.of(net.ties, groups, actors)


@few
@given(networks(), st.randoms(use_true_random=False))
def test_the_order_of_actors_does_not_matter(net: Network, shuffler: random.Random) -> None:
    actors = list(net.actors.index)
    shuffler.shuffle(actors)
    turned = of(net, actors)
    same(measure(turned, *OF_ACTORS).loc[net.actors.index], measure(net, *OF_ACTORS))
    same(measure(turned, *OF_TIES).loc[net.pairs], measure(net, *OF_TIES))
    whole = [*OF_THE_NETWORK, *BEST]
    same(measure(turned, *whole), measure(net, *whole))


@few
@given(networks())
def test_an_isolate_changes_no_count(net: Network) -> None:
    larger = of(net, [*net.actors.index, "isolate"])
    same(measure(larger, *COUNTS).drop("isolate"), measure(net, *COUNTS))
    same(measure(larger, *OF_TIES), measure(net, *OF_TIES))
    apart = measure(larger, "components")
    same(apart, measure(net, "components") + 1)


@few
@given(networks(), st.sampled_from([3.0, 0.1, 1000.0]))
def test_a_unit_of_weight_changes_no_share(net: Network, factor: float) -> None:
    scaled = net.reweighted((net.ties["weight"] * factor).round(6))
    unchanged = [name for name in OF_ACTORS if name not in GROW]
    same(measure(scaled, *unchanged), measure(net, *unchanged))
    same(measure(scaled, *OF_TIES), measure(net, *OF_TIES))
    same(measure(scaled, *GROW), measure(net, *GROW) * factor)
    lengths = ["mean_distance", "diameter"]
    same(measure(scaled, *lengths), measure(net, *lengths) / factor)


@few
@given(networks())
def test_turning_all_ties_swaps_in_and_out(net: Network) -> None:
    back = net.ties.rename_axis(["target", "source", "layer"]).reset_index()
    turned = Network.of(back, net.groups, net.actors)
    for name in ("degree", "strength", "harmonic", "closeness"):
        same(measure(turned, f"in_{name}"), measure(net, f"out_{name}"))
    unchanged = [
        "betweenness", "constraint", "effective_size", "partners", "cutpoint",
        "ego_constraint", "core_number", "fragmentation", "broker_activity",
    ]  # fmt: skip
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
