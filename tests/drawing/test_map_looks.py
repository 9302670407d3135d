"""How the map looks: labels apart and readable, parallel lines apart, the same at each load."""

from __future__ import annotations

import pytest
from browser import DESK, PHONE, SMALL_PHONE
from reader import (
    close_lines,
    covering,
    find,
    find_busiest,
    labels,
    redrawn,
    shown,
    slide,
    tick,
)

from netgov.drawing import layout as sheets
from netgov.gaps import GAP_KINDS

STUDIES = pytest.mark.parametrize("study", ["data", "casework", "forty"])
LAYOUTS = pytest.mark.parametrize("layout", ["levels", "clusters"])
SIZES = pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
# From here on, count the items that are given to vis-network to draw anew.
COUNTING = """() => {
    const { nodes, edges } = netgov.network.body.data;
    globalThis.updated = [];
    [nodes, edges].forEach((items) => {
        const update = items.update.bind(items);
        items.update = (some) => {
            globalThis.updated.push(...some.map((item) => item.id));
            return update(some);
        };
    });
}"""
POSITIONS = """() => Object.fromEntries(
    Object.values(netgov.network.body.nodes).map(({ id, x, y }) => [id, [x, y]]))"""


def updated(seen):
    """Return the items that were drawn anew since the last call."""
    return sorted(seen.run("globalThis.updated.splice(0)"))


# --- labels ------------------------------------------------------------------------------


def all_are_named(seen):
    """Whether every actor has a label, none over another, in at least 11 pixels."""
    told = labels(seen)
    assert len(told) == len(shown(seen)["actors"]) > 30
    assert min(label["size"] for label in told) >= 11
    assert covering(told) == []


@STUDIES
@LAYOUTS
@SIZES
def test_labels_and_parallel_lines_are_apart(look, study, layout, size):
    """Acceptance 12 and 13: with every gap shown, on a desk and on a phone."""
    seen = look(study, size=size, link=f"#layout={layout}")
    tick(seen, "kinds", [entry["key"] for entry in seen.run("netgov.data.kinds")])
    all_are_named(seen)
    assert list(close_lines(seen, 6)) == []


@pytest.mark.parametrize("size", [(1920, 1080), SMALL_PHONE], ids=["wide", "small phone"])
def test_labels_are_readable_and_apart_on_other_screens(look, size):
    all_are_named(look(size=size))


def test_in_single_years_and_in_the_other_language_too(look, scene):
    """Acceptance 12 and 13: names are others there, lines keep their bends."""
    seen = look(lang="en")
    for place in range(1, len(scene.stage.periods)):
        slide(seen, place)
        all_are_named(seen)
        assert list(close_lines(seen, 6)) == []


@pytest.mark.parametrize(
    ("layout", "size"), [("levels", DESK), ("clusters", PHONE)], ids=["desk", "phone"]
)
def test_of_a_crowd_those_are_named_that_find_room(look, layout, size):
    """Over 80 actors only labels that do not collide, those of the largest marks first."""
    seen = look("crowd", size=size, link=f"#layout={layout}")
    told = labels(seen)
    assert 25 < len(told) < 150
    assert min(label["size"] for label in told) >= 11
    assert covering(told) == []
    largest = seen.run(
        "netgov.rows.actor.toSorted((one, other) => other.values[0] - one.values[0])[0].label"
    )
    assert largest in [label["label"] for label in told]


def test_nearer_by_more_of_a_crowd_are_named_and_all_around_who_is_picked(look):
    seen = look("crowd")
    before = len(labels(seen))
    for _step in range(4):
        seen.page.click("#zoom-in")
    assert len(labels(seen)) > before
    assert covering(labels(seen)) == []
    find_busiest(seen)
    near = seen.run("[...netgov.lit().actors].map((id) => netgov.actors.get(id).label)")
    told = [label["label"] for label in labels(seen)]
    assert len(near) > 5
    assert [name for name in near if name not in told] == []


# --- the same at each load ---------------------------------------------------------------


def test_two_loads_look_the_same(look):
    """Acceptance 10: the same places and, pixel for pixel, the same picture."""
    one = look()
    places, picture = one.run(POSITIONS), one.page.screenshot()
    other = look()
    assert other.run(POSITIONS) == places
    assert other.page.screenshot() == picture


@LAYOUTS
@SIZES
def test_actors_stand_where_python_placed_them(look, scene, layout, size):
    """To the whole unit: vis-network drops the rest."""
    places = look(size=size, link=f"#layout={layout}").run(POSITIONS)
    ground = scene.stage.ground(layout, {DESK: sheets.DESK, PHONE: sheets.PHONE}[size])
    assert places == {actor: [int(x), int(y)] for actor, (x, y) in ground.places.items()}


def test_a_map_that_opens_with_its_tables_has_everybody_in_place_behind_them(look):
    seen = look(link="#layout=clusters&view=table")
    seen.page.click("#to-map")
    places = redrawn(seen).run(POSITIONS)
    assert places == look(link="#layout=clusters").run(POSITIONS)


def test_nobody_moves_whatever_is_picked_or_filtered(look):
    seen = look()
    places = seen.run(POSITIONS)
    find(seen, "Polresta")
    slide(seen, 2)
    tick(seen, "layers", [])
    assert seen.run(POSITIONS) == places


# --- only what changes is drawn anew -----------------------------------------------------


@pytest.mark.parametrize("layer", ["referral", "funding"])
def test_a_filter_draws_anew_only_what_it_hides_and_shows(look, scene, layer):
    seen = look()
    seen.run(COUNTING)
    touched = sorted(tie.name for tie in scene.ties if tie.layer == layer)
    tick(seen, "layers", [other for other in scene.layers if other != layer])
    assert updated(seen) == touched
    tick(seen, "layers", scene.layers)
    assert updated(seen) == touched


def test_another_picked_actor_draws_anew_only_those_around_the_two(look, scene):
    seen = look()
    find(seen, "Polresta")
    seen.run(COUNTING)
    seen.run("netgov.pick('actor', 'dinkes')")
    drawn_anew = updated(seen)
    ties = [tie for tie in scene.ties if {"polresta", "dinkes"} & {tie.source, tie.target}]
    gaps = [
        gap
        for gap in scene.gaps
        if {"polresta", "dinkes"} & {gap.source, gap.target} and GAP_KINDS[gap.kind].drawn
    ]
    around = {end for line in (*ties, *gaps) for end in (line.source, line.target)} - {""}
    lines = {line.name for line in (*ties, *gaps)}
    assert set(drawn_anew) <= lines | around | {"polresta", "dinkes"}
    assert len(drawn_anew) == len(set(drawn_anew)) > 5


def test_the_same_choice_again_draws_nothing_anew(look):
    seen = look()
    find(seen, "Polresta")
    seen.run(COUNTING)
    seen.run("netgov.pick('actor', 'polresta')")
    seen.run("netgov.rescope()")
    assert updated(seen) == []


# --- large networks ----------------------------------------------------------------------


def test_a_thousand_open_with_ties_alone_and_can_be_filtered_and_picked(visit, drawn):
    """Gaps wait until asked for, arrows until something is picked."""
    seen = visit(drawn("thousand")).ready()
    assert len(shown(seen)["actors"]) == 1000
    assert shown(seen)["gaps"] == []
    arrows = (
        "Object.values(netgov.network.body.edges).filter(({ options }) =>"
        " !options.hidden && options.arrows.to.enabled)"
    )
    assert seen.run(f"{arrows}.length") == 0
    told = labels(seen)
    assert covering(told) == []
    assert min(label["size"] for label in told) >= 11
    seen.run(COUNTING)
    layers = [entry["key"] for entry in seen.run("netgov.data.layers")]
    ties = seen.run("netgov.rows.tie.filter((tie) => tie.layer === 'funding').length")
    tick(seen, "layers", [layer for layer in layers if layer != "funding"])
    assert len(updated(seen)) == ties
    seen.run("netgov.pick('actor', netgov.ties.get([...netgov.shown.ties][0]).source)")
    assert seen.run(f"{arrows}.length") == seen.run("netgov.lit().lines.size") > 0
    assert redrawn(seen).said == []
