"""The scene as pyvis holds it: all of it once, in its place, nothing lost without a word."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

import netgov as ng
from netgov.drawing.container import MANY_ACTORS, fill, tie_opacity
from netgov.drawing.lines import bow
from netgov.gaps import GAP_KINDS
from netgov.terms import LAYERS


@pytest.fixture(scope="module")
def container(scene):
    return ng.to_pyvis(scene)


@pytest.fixture(scope="module")
def large(scene):
    """Many actors, with a tie by itself, a tie that is answered, and a gap."""
    tie, gap = scene.ties[0], next(gap for gap in scene.gaps if gap.target)
    others = [mark.slug for mark in scene.actors if mark.slug not in {tie.source, tie.target}]
    there = replace(tie, name="there", source=others[0], target=others[1])
    back = replace(tie, name="back", source=others[1], target=others[0])
    gap = replace(gap, name="gap", source=others[2], target=others[3])
    copies = [replace(scene.actors[0], slug=f"copy{turn}") for turn in range(MANY_ACTORS)]
    return fill([*scene.actors, *copies], scene.sectors, [tie, there, back, gap])


def test_it_holds_the_actors_in_their_places(container, scene):
    """Acceptance 11: as many as the scene, by slug."""
    assert [node["id"] for node in container.nodes] == [mark.slug for mark in scene.actors]
    for node, mark in zip(container.nodes, scene.actors, strict=True):
        assert (node["x"], node["y"], node["size"]) == (mark.x, mark.y, mark.radius)
        assert node["label"] == mark.label
        assert (node["opacity"] < 1) == mark.isolate
    assert container.options["physics"] == {"enabled": False}


def test_it_holds_every_tie_and_every_gap_between_two(container, scene):
    """Acceptance 11 and 19: from a frame whose columns are called source and target."""
    ends = [(edge["id"], edge["from"], edge["to"]) for edge in container.edges]
    assert ends == [(line.name, line.source, line.target) for line in scene.lines]
    assert any(not gap.target for gap in scene.gaps)
    assert all(edge["to"] for edge in container.edges)


def test_colour_and_dash_say_what_a_line_is(container, scene):
    looks = {edge["id"]: (edge["color"]["color"], edge["dashes"]) for edge in container.edges}
    for line in scene.lines:
        if line in scene.ties:
            dash = list(line.dash) or False
            assert looks[line.name] == (LAYERS[line.layer].colour, dash)
        else:
            kind = GAP_KINDS[line.kind]
            assert looks[line.name] == (kind.colour, list(kind.dash) or False)


def test_it_can_be_read_with_pyvis_alone(container, scene):
    assert container.num_nodes() == len(scene.actors)
    assert container.num_edges() == len(scene.lines)
    assert container.directed


def test_an_actor_that_pyvis_would_drop_is_an_error(scene):
    """Acceptance 11: pyvis keeps the first of two of a name, and says nothing."""
    with pytest.raises(AssertionError, match="lost"):
        fill([*scene.actors, scene.actors[0]], scene.sectors, [])


def test_a_line_from_or_to_nobody_is_an_error(scene):
    with pytest.raises(AssertionError, match=r"lost|non existent"):
        fill(scene.actors, scene.sectors, [replace(scene.ties[0], target="nobody")])


def test_parallel_lines_bow_more_and_more():
    bows = [bow(bend) for bend in range(5)]
    assert all(other - one >= 0.13 for one, other in pairwise([0, *bows]))


def test_the_more_ties_the_fainter_but_never_unseen():
    shades = [tie_opacity(ties) for ties in (0, 1, 150, 151, 300, 1000, 10_000, 10**6)]
    assert shades[0] == shades[2] == 0.38
    assert all(one >= other for one, other in pairwise(shades))
    assert shades[-1] == 0.14


def test_among_many_a_tie_is_straight_unless_another_joins_its_two(large):
    alone, there, back, gap = (not edge["smooth"]["enabled"] for edge in large.edges)
    assert (alone, there, back, gap) == (True, False, False, False)


def test_many_are_drawn_without_arrows_and_moved_without_lines(large, container):
    for held, many in ((large, True), (container, False)):
        assert held.options["edges"]["arrows"]["to"]["enabled"] != many
        for when in ("Drag", "Zoom"):
            assert held.options["interaction"][f"hideEdgesOn{when}"] == many
