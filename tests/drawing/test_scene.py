"""A scene holds what the network and the gaps hold, in words, and nothing else."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from colours import SIGHTS, distance

import netgov as ng
from netgov.drawing.scene import _BORDERS, _COLOURS, _SHAPES
from netgov.errors import DisclosureError, UnknownName

# --- what is in it -----------------------------------------------------------------------


def test_everything_of_the_network_is_in_the_scene(scene, public):
    net, gaps = public[public.whole], ng.find_gaps(public)
    assert [mark.slug for mark in scene.actors] == list(net.actors.index)
    assert [(t.source, t.target, t.layer) for t in scene.ties] == list(net.ties.index)
    assert [(g.kind, g.source, g.target) for g in scene.gaps] == list(
        gaps[["kind", "source", "target"]].itertuples(index=False, name=None)
    )


def test_the_numbers_are_those_of_the_measures(scene, public):
    measured = ng.measure(public[public.whole], *scene.values.columns)
    assert scene.values.equals(measured)


def test_each_tie_tells_its_evidence(scene):
    for tie in scene.ties:
        assert tie.signs
        assert all(sign["text"] and sign["citation"] and sign["years"] for sign in tie.signs)


def test_each_gap_tells_its_rule_or_source(scene):
    assert all(gap.article for gap in scene.gaps if gap.kind in {"unrecorded", "one_way"})
    assert all(gap.sentence and gap.confidence for gap in scene.gaps)


def test_lines_between_the_same_two_are_bent_apart(scene):
    bends = [(line.source, line.target, line.bend) for line in (*scene.ties, *scene.gaps)]
    assert len(set(bends)) == len(bends)


def test_a_tie_and_its_answer_are_two_lines(scene):
    pairs = {(tie.source, tie.target) for tie in scene.ties}
    assert any((target, source) in pairs for source, target in pairs)


def test_larger_numbers_have_larger_marks(scene):
    by_partners = scene.values["partners"].rank()
    by_radius = {mark.slug: mark.radius for mark in scene.actors}
    ranked = sorted(by_radius, key=lambda slug: by_partners[slug])
    assert all(by_radius[a] <= by_radius[b] for a, b in pairwise(ranked))


def test_only_those_in_no_line_are_faint(scene):
    touched = {end for line in (*scene.ties, *scene.gaps) for end in (line.source, line.target)}
    assert {mark.slug for mark in scene.actors if not mark.isolate} == touched - {""}


def test_labels_keep_to_three_lines(scene):
    for mark in scene.actors:
        lines = mark.label.split("\n")
        assert len(lines) <= 3
        assert max(map(len, lines)) <= 16


def test_sources_that_differ_are_flagged(scene):
    contested = {(g.source, g.target) for g in scene.gaps if g.kind == "contested"}
    assert {(t.source, t.target) for t in scene.ties if t.contested} == contested


# --- words -------------------------------------------------------------------------------


def test_both_languages_show_the_same_things(scenes):
    one, other = scenes["id"], scenes["en"]
    assert [(m.slug, m.x, m.y, m.radius) for m in one.actors] == [
        (m.slug, m.x, m.y, m.radius) for m in other.actors
    ]
    assert one.title != other.title
    assert one.notice != other.notice


def test_a_year_is_its_own_scene(public):
    year = ng.scene(public, 2018, lang="en")
    assert year.period == "2018"
    assert len(year.ties) == len(public[2018].ties)


def test_invented_data_say_so(study):
    invented = study({"netgov.toml": "[study]\nsynthetic = true\n"})
    assert ng.scene(invented, lang="en").notice.startswith("SINTETIS / SYNTHETIC: invented")


def test_only_the_public_view_is_drawn(history):
    with pytest.raises(DisclosureError, match="protect"):
        ng.scene(history)


def test_an_unknown_language_is_refused(public):
    with pytest.raises(UnknownName, match="'fr'"):
        ng.scene(public, lang="fr")


def test_a_study_without_ties_is_drawn(study):
    empty = ng.scene(study(), 2030, lang="en")
    assert len(empty.actors) == 4
    assert empty.ties == []
    assert not any(line.source == line.target for line in empty.gaps)


def test_a_picture_of_an_unknown_kind_is_refused(scene, tmp_path):
    with pytest.raises(UnknownName, match=r"\.gif"):
        ng.draw(scene, tmp_path / "map.gif")


# --- looks -------------------------------------------------------------------------------


def test_more_sectors_than_colours_share_the_last(scene):
    assert len(scene.sectors) == len(_COLOURS)
    assert scene.sectors[-1].key == "other"
    assert {mark.sector for mark in scene.actors} == {look.key for look in scene.sectors}


def test_few_sectors_have_a_look_each(study):
    drawn = ng.scene(study(), lang="en")
    assert [look.key for look in drawn.sectors] == ["government", "police", "health", "social"]
    assert {mark.slug: mark.sector for mark in drawn.actors} == {
        "unit": "social",
        "office": "government",
        "police": "police",
        "health": "health",
    }


def test_every_sector_has_its_own_colour_and_shape():
    assert len(_COLOURS) == len(_BORDERS) == len(_SHAPES) == 7
    for looks in (_COLOURS, _BORDERS, _SHAPES):
        assert len(set(looks)) == len(looks)


@pytest.mark.parametrize("sight", SIGHTS)
def test_sectors_are_told_apart_by_any_colour_vision(sight):
    nearest = min(distance(a, b, sight) for a, b in combinations(_COLOURS, 2))
    assert nearest >= 18
