"""The second layout: who works together stands together, on the patch of its community."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import combinations, pairwise, product
from math import dist
from statistics import mean

import numpy as np
import pytest

import netgov as ng
from netgov.drawing.clusters import cluster
from netgov.drawing.layout import DESK, PHONE, ROW, Ground

SHEETS = pytest.mark.parametrize("sheet", [DESK, PHONE], ids=["desk", "phone"])
LEFT, RIGHT = [f"l{i}" for i in range(5)], [f"r{i}" for i in range(6)]
ALONE = ["x0", "x1", "x2"]
EVERYBODY = [*ALONE, *LEFT, *RIGHT]
CLIQUES = {
    **dict.fromkeys(combinations(LEFT, 2), 2.0),
    **dict.fromkeys(combinations(RIGHT, 2), 3.0),
    ("l4", "r0"): 1.0,
}


def made(actors, ties, seed=1):
    """Return a network drawn by lot, in which every other tie stays in a circle of seven."""
    rng = np.random.default_rng(seed)
    names = [f"a{turn}" for turn in range(actors)]
    weights = {}
    while len(weights) < ties:
        one, other = rng.integers(actors, size=2)
        if len(weights) % 2:
            other = min(one // 7 * 7 + rng.integers(7), actors - 1)
        if one != other:
            weights[names[one], names[other]] = float(rng.integers(1, 9))
    return names, weights


NETWORKS = {
    "cliques": (EVERYBODY, CLIQUES),
    "forty": made(40, 128),
    "pairs": made(60, 25),
    "large": made(300, 900),
}
EACH = pytest.mark.parametrize(("actors", "weights"), NETWORKS.values(), ids=NETWORKS)


@SHEETS
@EACH
def test_every_actor_stands_once_on_the_sheet(actors, weights, sheet):
    ground = cluster(actors, weights, sheet)
    assert ground.width == sheet.width
    assert sorted(ground.places) == sorted(actors)
    assert len(set(ground.places.values())) == len(actors)
    for across, down in ground.places.values():
        assert sheet.margin < across < sheet.width - sheet.margin
        assert 0 < down < ground.height


@SHEETS
@EACH
def test_labels_have_room(actors, weights, sheet):
    rows = {}
    for across, down in cluster(actors, weights, sheet).places.values():
        rows.setdefault(down, []).append(across)
    assert all(lower - upper > ROW - 0.1 for upper, lower in pairwise(sorted(rows)))
    for row in rows.values():
        assert all(right - left > 0.85 * sheet.slot for left, right in pairwise(sorted(row)))


@SHEETS
@EACH
def test_patches_lie_side_by_side(actors, weights, sheet):
    ground = cluster(actors, weights, sheet)
    for patch in ground.patches:
        assert 0 <= patch.top < patch.bottom <= ground.height
        assert sheet.margin <= patch.left < patch.right <= sheet.width - sheet.margin + 0.1
    for one, other in combinations(ground.patches, 2):
        apart = max(other.left - one.right, one.left - other.right)
        above = max(other.top - one.bottom, one.top - other.bottom)
        assert max(apart, above) > 19


def on(patch, place):
    across, down = place
    return patch.left < across < patch.right and patch.top < down < patch.bottom


def test_a_patch_is_a_community_that_is_measured(public):
    net = public[public.asked(None)]
    weights = net.ties["weight"].groupby(level=["source", "target"]).sum().to_dict()
    ground = cluster(list(net.actors.index), weights)
    drawn = {
        frozenset(actor for actor, place in ground.places.items() if on(patch, place))
        for patch in ground.patches
    }
    communities = ng.measure(net, "community")["community"]
    measured = {frozenset(group.index) for _label, group in communities.groupby(communities)}
    assert drawn == {members for members in measured if len(members) > 1}


def test_cliques_stand_apart():
    places = cluster(EVERYBODY, CLIQUES).places
    within = [*combinations(LEFT, 2), *combinations(RIGHT, 2)]
    inside = mean(dist(places[one], places[other]) for one, other in within)
    between = mean(dist(places[one], places[other]) for one, other in product(LEFT, RIGHT))
    assert inside < between


@SHEETS
def test_those_without_ties_stand_below(sheet):
    places = cluster(EVERYBODY, CLIQUES, sheet).places
    lowest = max(places[actor][1] for actor in [*LEFT, *RIGHT])
    assert all(places[actor][1] > lowest for actor in ALONE)


@EACH
def test_the_same_network_gives_the_same_places(actors, weights):
    ground = cluster(actors, weights)
    assert cluster(actors, dict(sorted(weights.items(), reverse=True))) == ground
    assert cluster(actors, {pair[::-1]: w for pair, w in weights.items()}) == ground


@pytest.mark.parametrize("seed", ["0", "7"])
def test_the_order_of_hashes_plays_no_part(seed):
    actors, weights = NETWORKS["forty"]
    told = f"from netgov.drawing.clusters import cluster; print(cluster({actors}, {weights}))"
    setting = {**os.environ, "PYTHONHASHSEED": seed}
    run = subprocess.run(
        [sys.executable, "-c", told], env=setting, capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == str(cluster(actors, weights))


@pytest.mark.parametrize("lines", [40, 72, 128])
def test_forty_bodies_need_no_scrolling(lines):
    assert cluster(*made(40, lines)).height <= DESK.height


def test_a_tie_to_oneself_is_none():
    assert cluster(["a", "b"], {("a", "a"): 5.0}) == cluster(["a", "b"], {})


def test_the_caller_keeps_what_it_gave():
    actors, weights = list(EVERYBODY), dict(CLIQUES)
    cluster(actors, weights)
    assert (actors, weights) == (EVERYBODY, CLIQUES)


def test_without_ties_there_are_no_patches():
    ground = cluster(ALONE, {})
    assert ground.patches == []
    assert len({down for _across, down in ground.places.values()}) == 1


def test_one_alone_stands_in_the_middle():
    assert cluster(["a"], {}).places["a"][0] == DESK.width / 2


def test_nobody_no_ground():
    assert cluster([], {}) == Ground(DESK.width, 0, [], {}, [])
