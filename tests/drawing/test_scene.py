"""A scene holds what the network and the gaps hold, in words, and nothing else."""

from __future__ import annotations

from itertools import combinations, pairwise

import pandas as pd
import pytest
from colours import SIGHTS, distance
from folder import TABLES
from unpacking import Parts

import netgov as ng
from netgov.drawing import map_page
from netgov.drawing.figure import paint
from netgov.drawing.marks import BORDERS, COLOURS, SHAPES
from netgov.errors import DisclosureError, UnknownName
from netgov.period import Period
from netgov.rules import Rules

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
    empty = ng.scene(study(), year=2030, lang="en")
    assert len(empty.actors) == 4
    assert empty.ties == []
    assert not any(line.source == line.target for line in empty.gaps)


def test_a_picture_of_an_unknown_kind_is_refused(scene, tmp_path):
    with pytest.raises(UnknownName, match=r"\.gif"):
        ng.draw(scene, tmp_path / "map.gif")


# --- years, layers and other views -------------------------------------------------------


def test_a_year_is_its_own_scene(public):
    year = ng.scene(public, year=2018, lang="en")
    assert year.period == "2018"
    assert len(year.ties) == len(public[2018].ties)
    assert year.stage.periods == [Period(2018, 2018)]


def test_a_network_of_a_study_is_drawn_as_its_year(public):
    one, other = ng.scene(public[2018]), ng.scene(public, year=2018)
    assert (one.period, one.actors, one.ties, one.gaps) == (
        other.period, other.actors, other.ties, other.gaps,
    )  # fmt: skip


def test_the_whole_is_told_first_and_then_each_year(scene):
    periods = [Period(2017, 2019), *(Period(year, year) for year in (2017, 2018, 2019))]
    assert scene.stage.periods == periods
    assert scene.stage.untold == []


@pytest.mark.parametrize("year", [2017, 2018, 2019])
def test_a_year_of_a_scene_holds_that_year(scene, public, year):
    """Its ties and numbers, and its gaps of the kinds that are drawn of the whole."""
    told = scene.of(Period(year, year))
    net, gaps = public[year], ng.find_gaps(public, year)
    drawn = gaps[gaps["kind"].isin([kind.name for kind in scene.kinds])]
    assert [mark.slug for mark in told.actors] == list(net.actors.index)
    assert [(t.source, t.target, t.layer) for t in told.ties] == list(net.ties.index)
    assert told.values.equals(ng.measure(net, *told.values.columns))
    assert [(g.kind, g.source, g.target) for g in told.gaps] == list(
        drawn[["kind", "source", "target"]].itertuples(index=False, name=None)
    )


def test_a_line_keeps_its_name_its_bend_and_its_ends_in_every_year_and_language(scene):
    met = {}
    for period in scene.stage.periods:
        for lang in ("id", "en"):
            told = scene.of(period, lang)
            for line in (*told.ties, *told.gaps):
                what = (line.source, line.target, line.bend, getattr(line, "layer", None))
                assert met.setdefault(line.name, what) == what
    assert len(met) > len(scene.ties) + len(scene.gaps)


def test_an_actor_keeps_its_place_in_every_year(scene):
    places = {mark.slug: (mark.x, mark.y) for mark in scene.actors}
    for period in scene.stage.periods[1:]:
        assert all(places[m.slug] == (m.x, m.y) for m in scene.of(period).actors)


def test_years_of_which_too_little_may_be_told_are_named(study):
    """Of 2018 there is one count, and sums would give it away."""
    pairs = ["unit,police", "office,unit", "police,health"]
    counts = [f"{pair},referral,{year},20,20" for year in (2017, 2019) for pair in pairs]
    counts += ["unit,police,referral,2018,20,20"]
    head = "from_actor,to_actor,relation,year,weight,cases"
    tables = {"edges/evidence.csv": None, "edges/ties.csv": "\n".join([head, *counts])}
    stage = ng.scene(study(tables)).stage
    assert stage.untold == [2018]
    assert [str(period) for period in stage.periods] == ["2017–2019", "2017", "2019"]


def test_a_layer_alone_is_measured_anew(scene, public):
    alone = scene.only(["referral"])
    net = public[public.whole].layer("referral")
    assert alone.layers == ["referral"]
    assert alone.values.equals(ng.measure(net, *scene.values.columns))
    assert not alone.values.equals(scene.values)
    assert alone.gaps
    assert len(alone.gaps) < len(scene.gaps)


def test_a_layer_alone_has_its_years(scene, public):
    alone = scene.only(["referral"])
    assert alone.stage.periods == scene.stage.periods
    year = alone.of(Period(2018, 2018))
    net = public[2018].layer("referral")
    assert [(t.source, t.target, t.layer) for t in year.ties] == list(net.ties.index)
    assert year.values.equals(ng.measure(net, *year.values.columns))
    gaps = ng.find_gaps(public, 2018)
    assert {gap.source for gap in year.gaps} <= set(gaps[gaps["layer"] == "referral"]["source"])


def test_a_network_made_smaller_by_hand_is_drawn_alone(public):
    smaller = public[public.whole].layer("referral")
    drawn = ng.scene(smaller)
    assert [(t.source, t.target, t.layer) for t in drawn.ties] == list(smaller.ties.index)
    assert drawn.stage.periods == [public.whole]


def test_several_layers_are_drawn_together(scene):
    some = scene.only(["funding", "referral"])
    assert some.layers == ["referral", "funding"]
    ties = [(t.source, t.target) for t in scene.ties if t.layer in some.layers]
    assert [(t.source, t.target) for t in some.ties] == ties


@pytest.mark.parametrize("lang", ["id", "en"])
def test_layers_are_asked_for_in_one_way_or_the_other(scene, public, lang):
    asked = ng.scene(public, layers=["referral"], lang=lang)
    later = scene.of(public.whole, lang).only(["referral"])
    assert (asked.title, asked.actors, asked.ties, asked.gaps) == (
        later.title, later.actors, later.ties, later.gaps,
    )  # fmt: skip


def test_an_unknown_layer_is_refused(scene, public):
    with pytest.raises(UnknownName, match=r"'referal'.*referral"):
        scene.only(["referal"])
    with pytest.raises(UnknownName, match=r"'referal'.*referral"):
        ng.scene(public, layers=["referal"])


def test_given_gaps_are_drawn_and_no_others(public):
    gaps = ng.find_gaps(public)
    given = ng.scene(public, gaps[gaps["kind"] == "weak_statement"])
    assert {gap.kind for gap in given.gaps} == {"weak_statement"}
    assert {gap.kind for gap in given.of(Period(2019, 2019)).gaps} == {"weak_statement"}
    assert ng.scene(public, gaps.head(0)).gaps == []


def test_other_thresholds_weigh_gaps_otherwise(study):
    history, grave = study(), Rules(weak=0.9)
    usual, more = ng.scene(history), ng.scene(history, rules=grave)
    assert [gap.severity for gap in more.gaps] == list(
        ng.find_gaps(history, rules=grave)["severity"]
    )
    assert [gap.severity for gap in more.gaps] != [gap.severity for gap in usual.gaps]


def test_the_second_layout_can_be_asked_for_and_left_out(study):
    history = study()
    assert ng.scene(history).stage.clustered
    assert not ng.scene(history, clustered=False).stage.clustered


def test_a_body_whose_id_looks_like_a_number_is_drawn(study):
    """Acceptance 19: ids are text, whatever they look like."""
    numbered = {
        name: text.replace("unit", "7").replace("office", "08") for name, text in TABLES.items()
    }
    drawn = ng.scene(study(numbered))
    assert [mark.slug for mark in drawn.actors] == ["7", "08", "police", "health"]
    told = Parts(map_page(drawn)).told("id")
    assert [actor["id"] for actor in told["actors"]] == ["7", "08", "police", "health"]
    assert {edge["from"] for edge in told["edges"]} <= {"7", "08", "police", "health"}


def test_a_notebook_that_shows_no_frames_has_the_figure(study):
    small = ng.scene(study())
    assert small._repr_svg_() == paint(small, "svg").decode("utf-8")


# --- the caller keeps what it gave -------------------------------------------------------


def test_drawing_leaves_networks_and_frames_as_they_were(public, tmp_path):
    """Acceptance 22: after a scene, its years, its layers, a map, a figure."""
    gaps = ng.find_gaps(public)
    nets = [public[public.whole], public[2018]]
    records = public.records
    frames = [gaps, *(frame for net in nets for frame in (net.actors, net.ties)),
              records.evidence, records.actors, records.aliases, records.sources]  # fmt: skip
    before = [frame.copy() for frame in frames]
    matrices = [net.matrix.copy() for net in nets]
    drawn = ng.scene(public, gaps)
    values = drawn.values.copy()
    drawn.of(Period(2018, 2018), "en")
    drawn.only(["referral"])
    for suffix in ("html", "svg"):
        ng.draw(drawn, tmp_path / f"map.{suffix}")
    ng.to_pyvis(drawn)
    for one, other in zip(before, frames, strict=True):
        pd.testing.assert_frame_equal(one, other)
    pd.testing.assert_frame_equal(values, drawn.values)
    for net, matrix in zip(nets, matrices, strict=True):
        assert (net.matrix != matrix).nnz == 0


# --- looks -------------------------------------------------------------------------------


def test_more_sectors_than_colours_share_the_last(scene):
    assert len(scene.sectors) == len(COLOURS)
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
    assert len(COLOURS) == len(BORDERS) == len(SHAPES) == 7
    for looks in (COLOURS, BORDERS, SHAPES):
        assert len(set(looks)) == len(looks)


@pytest.mark.parametrize("sight", SIGHTS)
def test_sectors_are_told_apart_by_any_colour_vision(sight):
    nearest = min(distance(a, b, sight) for a, b in combinations(COLOURS, 2))
    assert nearest >= 18
