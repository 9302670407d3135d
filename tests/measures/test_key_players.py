from __future__ import annotations

import sys
from itertools import combinations

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from known import AWKWARD, Reference, network, reference, same
from strategies import few, networks

from netgov.errors import NotEnoughData, UnknownName
from netgov.kernels import fragmentation as falling
from netgov.kernels import key_players as kernel
from netgov.measures import key_players
from netgov.measures.key_players import fragmentation
from netgov.network import Network

# The package gives the function where one looks for the module of that name.
FAMILY = sys.modules["netgov.measures.key_players"]


def left_by(net: Network, *actors: object) -> tuple[float, float]:
    """Return fragmentation and distance-weighted fragmentation without some actors."""
    rest = nx.DiGraph(net.flat)
    rest.remove_nodes_from(actors)
    pairs = len(rest) * (len(rest) - 1)
    if not pairs:
        return np.nan, np.nan
    joined = sum(len(part) * (len(part) - 1) for part in nx.weakly_connected_components(rest))
    hops = dict(nx.all_pairs_shortest_path_length(rest))
    near = sum(1 / hop for row in hops.values() for hop in row.values() if hop)
    return 1 - joined / pairs, 1 - near / pairs


def reached_by(net: Network, *actors: object) -> float:
    """Return the mean of 1/hops from the nearest of some actors, 1 for themselves."""
    hops = nx.multi_source_dijkstra_path_length(net.flat, set(actors), weight=None)
    return sum(1 / max(hop, 1) for hop in hops.values()) / len(net.actors)


# --- without one actor --------------------------------------------------------------------


def test_the_information_network_without_one(knoke: Network) -> None:
    distant = fragmentation(knoke)["df"]
    assert distant[["MAYR", "EDUC"]].round(6).tolist() == [0.298611, 0.291667]
    assert not fragmentation(knoke)["f"].any()


def test_a_star_falls_apart_without_its_centre() -> None:
    assert fragmentation(AWKWARD["out-star"])["f"].tolist() == [1, 0, 0, 0, 0]


def test_two_actors_leave_no_pair() -> None:
    assert fragmentation(AWKWARD["two actors"]).isna().all(axis=None)


def test_published_networks_without_one(reference: Reference) -> None:
    same(
        fragmentation(reference.net),
        [left_by(reference.net, i) for i in reference.net.actors.index],
    )


@few
@given(networks())
def test_without_each_actor_as_networkx(net: Network) -> None:
    same(fragmentation(net), [left_by(net, actor) for actor in net.actors.index])


def test_more_actors_than_bits_in_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    net = reference("coleman_fall").net
    whole = fragmentation(net)
    monkeypatch.setattr(falling, "_WORDS", 1)
    monkeypatch.setattr(falling, "_CELLS", 1)
    pd.testing.assert_frame_equal(fragmentation(net), whole)


# --- without a set ------------------------------------------------------------------------


def test_whom_the_information_network_would_miss_most(knoke: Network) -> None:
    found = key_players(knoke)
    assert found["members"].tolist() == ["COMM, MAYR"]
    assert found[["value", "before"]].round(6).loc[0].tolist() == [0.526786, 0.240741]
    assert found["exact"].all()


def test_three_actors_hold_the_karate_club_together() -> None:
    net = reference("karate_weighted").net
    value = kernel.best_sets(34, 3, lambda sets: falling.fragmentation(net.both, sets))
    assert value.sets.tolist() == [[0, 32, 33]]
    assert value.values.round(5).tolist() == [0.56989]
    found = key_players(net, 3)
    actors = [tuple(map(int, members.split(", "))) for members in found["members"]]
    same(found[["f", "value"]], [left_by(net, *some) for some in actors])


@few
@given(networks(), st.integers(1, 3))
def test_no_set_fragments_more(net: Network, k: int) -> None:
    found = key_players(net, k)
    worth = {", ".join(some): left_by(net, *some) for some in combinations(net.actors.index, k)}
    worth = {some: values for some, values in worth.items() if not np.isnan(values).any()}
    most = max((distant for _parts, distant in worth.values()), default=np.nan)
    best = [some for some, values in worth.items() if values[1] >= most - 1e-9]
    assert found["members"].tolist() == best[:20]
    same(found[["f", "value"]], [worth[some] for some in found["members"]] or np.empty((0, 2)))
    same(found["before"], [left_by(net)[1]] * len(found))


# --- a set that reaches -------------------------------------------------------------------


def test_who_reaches_the_information_network_best(knoke: Network) -> None:
    out = key_players(knoke, 1, "reach")
    assert (out["members"].item(), out["value"].item()) == ("MAYR", 0.95)
    into = key_players(knoke, 1, "reach", direction="in")
    assert (into["members"].item(), into["value"].item()) == ("NEWS", 1)
    assert out[["f", "before"]].isna().all(axis=None)


@few
@given(networks(), st.integers(1, 3), st.sampled_from(["in", "out"]))
def test_no_set_reaches_more(net: Network, k: int, direction: str) -> None:
    found = key_players(net, k, "reach", direction=direction)
    turned = net.ties.reset_index().rename(columns={"source": "target", "target": "source"})
    along = net if direction == "out" else Network.of(turned, net.groups, net.actors)
    worth = {
        ", ".join(some): reached_by(along, *some) for some in combinations(net.actors.index, k)
    }
    best = [some for some, value in worth.items() if value >= max(worth.values()) - 1e-9]
    assert found["members"].tolist() == best[:20]
    same(found["value"], [worth[some] for some in best[:20]])


# --- how sets are searched for ------------------------------------------------------------


@pytest.mark.parametrize("name", ["sampson_like", "florentine_business", "emon_mtsthelens"])
@pytest.mark.parametrize("goal", ["fragment", "reach"])
def test_growing_and_swapping_finds_the_best(
    name: str, goal: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    net = reference(name).net
    best = key_players(net, 3, goal)
    monkeypatch.setattr(kernel, "ALL_SETS", 0)
    found = key_players(net, 3, goal)
    same(found["value"].max(), best["value"].max())
    assert set(found["members"]) <= set(best["members"])
    assert best["exact"].all()
    assert not found["exact"].any()


def test_many_equal_sets_are_told_up_to_twenty() -> None:
    found = key_players(network("", "a b c d e f g h"))
    assert len(found) == 20
    assert found["members"].iloc[[0, 1, -1]].tolist() == ["a, b", "a, c", "d, f"]


# --- what is asked wrongly ----------------------------------------------------------------


def test_too_few_actors_make_no_set() -> None:
    assert key_players(AWKWARD["two actors"]).empty
    assert key_players(AWKWARD["in two parts"], 6, "reach").empty


@pytest.mark.parametrize(
    ("given", "error", "says"),
    [
        ({"goal": "fragments"}, UnknownName, "The nearest is fragment;"),
        ({"direction": "inn"}, UnknownName, "The nearest is in;"),
        ({"k": 0}, NotEnoughData, "k is at least 1"),
    ],
)
def test_wrong_wishes_are_answered(knoke: Network, given, error, says) -> None:
    with pytest.raises(error, match=says):
        key_players(knoke, **given)


def test_too_many_actors_for_all_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FAMILY, "FRAGMENTATION_UP_TO", 4)
    monkeypatch.setattr(FAMILY, "KEY_PLAYERS_UP_TO", 4)
    for measure in (fragmentation, key_players):
        with pytest.raises(NotEnoughData, match="at most 4; there are 5"):
            measure(AWKWARD["in two parts"])
