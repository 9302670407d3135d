"""Positions: levels as bands, rows with room for labels, the same each time."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import combinations, pairwise

import pytest

from netgov.drawing.layout import DESK, PHONE, ROW, Ground, place

SHEETS = pytest.mark.parametrize("sheet", [DESK, PHONE], ids=["desk", "phone"])
LEVELS = {
    "national": [f"n{i}" for i in range(3)],
    "city": [f"c{i}" for i in range(33)],
    "kelurahan": ["k0"],
}
PAIRS = [("n2", "c0"), ("n2", "k0"), ("c0", "c32"), ("c5", "n0")]


def rows(levels, places):
    """Return the actors of each row of each level, from left to right."""
    found = {}
    for level, actors in levels.items():
        for actor in actors:
            found.setdefault((level, places[actor][1]), []).append(actor)
    return [sorted(row, key=lambda actor: places[actor][0]) for row in found.values()]


def test_a_ground_is_as_high_as_its_bands():
    ground = place(LEVELS, PAIRS, PHONE)
    assert ground.width == PHONE.width
    assert ground.height == ground.bands[-1].bottom


@SHEETS
def test_every_actor_stands_in_the_band_of_its_level(sheet):
    ground = place(LEVELS, PAIRS, sheet)
    assert [band.level for band in ground.bands] == list(LEVELS)
    assert set(ground.places) == {actor for actors in LEVELS.values() for actor in actors}
    for band in ground.bands:
        for actor in LEVELS[band.level]:
            across, down = ground.places[actor]
            assert band.top < down < band.bottom
            assert sheet.margin < across < sheet.width - sheet.margin


@SHEETS
def test_bands_follow_each_other_without_a_seam(sheet):
    bands = place(LEVELS, PAIRS, sheet).bands
    assert bands[0].top == 0
    assert all(one.bottom == other.top for one, other in pairwise(bands))


@SHEETS
def test_neighbours_in_a_row_leave_room_for_labels(sheet):
    places = place(LEVELS, PAIRS, sheet).places
    for row in rows(LEVELS, places):
        for one, other in pairwise(row):
            # Half a place is given up where every second row stands half a place to the right.
            assert places[other][0] - places[one][0] > 0.85 * sheet.slot


def test_nobody_stands_on_another():
    places = place(LEVELS, PAIRS).places
    for one, other in combinations(places.values(), 2):
        assert abs(one[0] - other[0]) > 20 or abs(one[1] - other[1]) > 40


def test_a_few_stand_in_the_middle_and_not_lost_at_the_edges():
    places = place({"city": ["a", "b"]}, [("a", "b")]).places
    assert places["a"][0] + places["b"][0] == DESK.width
    assert abs(places["a"][0] - places["b"][0]) <= 2.5 * DESK.slot


def test_spare_height_loosens_the_fullest_band():
    levels = {"province": ["p0", "p1"], "city": [f"c{i}" for i in range(10)]}
    assert [len(row) for row in rows(levels, place(levels, []).places)] == [2, 5, 5]
    low = DESK._replace(height=0)
    assert [len(row) for row in rows(levels, place(levels, [], low).places)] == [2, 10]


def test_loose_rows_do_not_outgrow_the_sheet():
    levels = {level: [f"{level}{i}" for i in range(11)] for level in "abcdef"}
    ground = place(levels, [])
    assert DESK.height - ROW < ground.height <= DESK.height


def test_those_without_ties_stand_last():
    levels = {"city": ["alone", "a", "lonely", "b"]}
    places = place(levels, [("a", "b")]).places
    assert rows(levels, places) == [["a", "b", "alone", "lonely"]]


def test_partners_are_drawn_together():
    """Whoever stood at the far end comes over to the one partner it has."""
    levels = {"province": ["p0", "p1", "p2"], "city": ["c0", "c1", "c2"]}
    crossed = [("p0", "c2"), ("p1", "c1"), ("p2", "c0")]
    places = place(levels, crossed).places
    assert all(places[upper][0] == places[lower][0] for upper, lower in crossed)


def test_the_same_network_gives_the_same_places():
    assert place(LEVELS, PAIRS) == place(LEVELS, [*reversed(PAIRS)])
    assert place(LEVELS, PAIRS) == place(LEVELS, [(b, a) for a, b in PAIRS])


@pytest.mark.parametrize("seed", ["0", "7"])
def test_the_order_of_hashes_plays_no_part(seed):
    told = f"from netgov.drawing.layout import place; print(place({LEVELS!r}, {PAIRS!r}))"
    setting = {**os.environ, "PYTHONHASHSEED": seed}
    run = subprocess.run(
        [sys.executable, "-c", told], env=setting, capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == str(place(LEVELS, PAIRS))


def test_the_caller_keeps_what_it_gave():
    levels = {level: list(actors) for level, actors in LEVELS.items()}
    place(levels, PAIRS)
    assert levels == LEVELS


def test_no_actors_no_bands():
    assert place({}, []) == Ground(DESK.width, 0, [], {})
