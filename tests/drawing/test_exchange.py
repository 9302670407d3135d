"""Exchanges: names come free, ties become short, everybody stays in its group."""

from __future__ import annotations

from itertools import combinations
from math import hypot

import numpy as np
import pytest

from netgov.drawing.exchange import exchange

CELL = (100, 84)
SEEDS = pytest.mark.parametrize("seed", range(6))


def made(seed):
    """Return actors in uneven rows, partners drawn by lot, and two groups with one left out."""
    rng = np.random.default_rng(seed)
    actors = [f"a{turn}" for turn in range(14)]
    along = rng.uniform(0, 900, len(actors)).round(1)
    places = {a: (along[turn], 84 * (turn % 4)) for turn, a in enumerate(actors)}
    partners = {actor: set() for actor in actors}
    pairs = list(combinations(actors, 2))
    for pair in rng.choice(len(pairs), 20, replace=False):
        one, other = pairs[pair]
        partners[one].add(other)
        partners[other].add(one)
    return places, partners, [actors[:6], actors[6:13]]


def meets(line, name):
    """Say whether a straight line meets the box of a mark and its name, by walking along it."""
    (x1, y1), (x2, y2) = line
    steps = [step / 4000 for step in range(4001)]
    return any(
        abs(x1 + (x2 - x1) * step - name[0]) < 40
        and -0.12 * 84 < y1 + (y2 - y1) * step - name[1] < 0.6 * 84
        for step in steps
    )


def cost(places, partners):
    """Add up what the lines cost: in tenths, their lengths in cells and the names they meet."""
    total = 0
    for one, other in combinations(places, 2):
        if other in partners[one]:
            line = places[one], places[other]
            length = hypot(*((line[0][axis] - line[1][axis]) / CELL[axis] for axis in (0, 1)))
            others = places.keys() - {one, other}
            total += round(10 * (length + sum(meets(line, places[name]) for name in others)))
    return total


def test_a_name_comes_free():
    row = {"a": (50, 0), "b": (150, 0), "c": (250, 0)}
    places = exchange(row, {"a": {"c"}, "c": {"a"}}, [["a", "b", "c"]], CELL)
    assert abs(places["a"][0] - places["c"][0]) == 100


@SEEDS
def test_no_exchange_makes_it_worse(seed):
    places, partners, groups = made(seed)
    assert cost(exchange(places, partners, groups, CELL), partners) < cost(places, partners)


@SEEDS
def test_nobody_leaves_its_group(seed):
    places, partners, groups = made(seed)
    better = exchange(places, partners, groups, CELL)
    assert list(better) == list(places)
    for group in groups:
        assert sorted(better[a] for a in group) == sorted(places[a] for a in group)
    assert better["a13"] == places["a13"]


@SEEDS
def test_the_same_input_gives_the_same_places(seed):
    places, partners, groups = made(seed)
    reversed_partners = {a: sorted(partners[a])[::-1] for a in reversed(partners)}
    assert exchange(places, partners, groups, CELL) == exchange(
        places, reversed_partners, groups, CELL
    )


def test_who_has_nobody_to_change_with_stays():
    places, partners, _groups = made(0)
    alone = [[actor] for actor in places]
    assert exchange(places, partners, alone, CELL) == places
    assert exchange(places, partners, [], CELL) == places


def test_very_many_stay():
    places = {f"a{turn}": (100.0 * turn, 0.0) for turn in range(121)}
    assert exchange(places, {"a0": {"a120"}}, [list(places)], CELL) == places


def test_nobody_no_places():
    assert exchange({}, {}, [], CELL) == {}
