"""The printed map: the same bytes each time, nothing cut off, readable without colours."""

from __future__ import annotations

import re
import struct
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree

import hostile
import matplotlib as mpl
import pytest

import netgov as ng
from netgov.drawing.figure import paint
from netgov.drawing.ink import ink
from netgov.drawing.lettering import width
from netgov.errors import NetgovError, UnknownName
from netgov.gaps import GAP_KINDS
from netgov.terms import LAYERS, LEVELS

SVG = "{http://www.w3.org/2000/svg}"
KINDS = pytest.mark.parametrize("kind", ["svg", "pdf", "png"])


@pytest.fixture(scope="module")
def files(scene):
    return {kind: paint(scene, kind) for kind in ("svg", "pdf", "png")}


@pytest.fixture(scope="module")
def svg(files):
    return parsed(files["svg"])


@pytest.fixture(scope="module")
def grey(scene):
    return parsed(paint(scene, "svg", greyscale=True))


def parsed(svg):
    return ElementTree.fromstring(svg)  # noqa: S314


def texts(svg):
    """Return each line of text with the place it is anchored to."""
    found = []
    for text in svg.iter(f"{SVG}text"):
        place = re.search(r"translate\(([-\d.]+) ([-\d.]+)\)", text.get("transform", ""))
        x, y = place.groups() if place else (text.get("x"), text.get("y"))
        found.append(("".join(text.itertext()), float(x), float(y)))
    return found


def said(svg):
    return " ".join(text for text, _x, _y in texts(svg))


def styles(svg):
    """Return what each thing drawn looks like."""
    for element in svg.iter():
        pairs = (part.split(":") for part in element.get("style", "").split(";") if part)
        yield {name.strip(): value.strip() for name, value in pairs}


def dashes(svg, colour):
    """Return the dashes in which lines of a colour are drawn, None for whole ones."""
    drawn = [
        look
        for look in styles(svg)
        if look.get("stroke") == colour and look.get("fill") == "none"
    ]
    return {look.get("stroke-dasharray") for look in drawn}


def with_gaps(scene, *gaps):
    """Return the scene with no gaps but these: kind, source, target."""
    first = scene.gaps[0]
    made = [replace(first, kind=kind, source=one, target=other) for kind, one, other in gaps]
    return replace(scene, gaps=made)


# --- the file ----------------------------------------------------------------------------


@KINDS
def test_the_same_scene_gives_the_same_bytes(files, scene, kind):
    assert paint(scene, kind) == files[kind]


def test_no_style_of_the_caller_changes_it(files, scene):
    with mpl.rc_context({"lines.dash_capstyle": "round", "font.size": 20, "axes.grid": True}):
        assert paint(scene, "svg") == files["svg"]
        assert mpl.rcParams["font.size"] == 20


@KINDS
def test_no_date_and_no_maker_is_told(files, kind):
    for word in (b"Date", b"Creator", b"Producer", b"Software", b"matplotlib", b"dc:date"):
        assert word not in files[kind]


def test_it_is_as_wide_as_a_page_no_higher_and_sharp_enough_to_print(files, svg):
    across, high = (float(svg.get(side).removesuffix("pt")) for side in ("width", "height"))
    assert across == pytest.approx(7.2 * 72)
    assert high < 9.7 * 72
    wide, _high = struct.unpack(">II", files["png"][16:24])
    assert wide >= 2500
    assert files["pdf"].startswith(b"%PDF")


def test_the_suffix_says_what_is_written(files, scene, tmp_path):
    for kind, content in files.items():
        assert ng.draw(scene, tmp_path / f"figure.{kind}").read_bytes() == content


def test_a_map_to_explore_is_not_printed(scene, tmp_path):
    for how in ({"greyscale": True}, {"text": "path"}):
        with pytest.raises(NetgovError, match="for print"):
            ng.draw(scene, tmp_path / "map.html", **how)
    assert list(tmp_path.iterdir()) == []


# --- letters -----------------------------------------------------------------------------


def test_names_are_text(svg, scene):
    lines = {line for mark in scene.actors for line in mark.label.split("\n")}
    assert {line for line in lines if line not in said(svg)} == set()


def test_letters_can_be_paths(scene):
    drawn = parsed(paint(scene, "svg", text="path"))
    assert list(drawn.iter(f"{SVG}text")) == []
    with pytest.raises(UnknownName, match="'paths'"):
        paint(scene, "svg", text="paths")


def test_a_text_has_nearly_its_room_without_the_font(svg):
    fonts = {look["font-family"] for look in styles(svg) if "font-family" in look}
    assert fonts == {"'DejaVu Sans', 'Verdana', sans-serif"}


def test_no_letter_is_too_small_to_print(svg):
    sizes = [
        float(look["font-size"].removesuffix("px"))
        for look in styles(svg)
        if "font-size" in look
    ]
    assert min(sizes) >= 5.8


@pytest.mark.parametrize("lang", ["id", "en"])
def test_nothing_is_cut_off(scenes, lang):
    long = " ".join(["a very long title of a study"] * 12)
    svg = parsed(paint(replace(scenes[lang], title=long), "svg"))
    across, high = (float(svg.get(side).removesuffix("pt")) for side in ("width", "height"))
    for text in svg.iter(f"{SVG}text"):
        look = dict(part.split(": ") for part in text.get("style").split("; "))
        size = float(look["font-size"].removesuffix("px"))
        wide = width("".join(text.itertext()), size, look.get("font-weight", "400"))
        x = float(text.get("x")) - (wide / 2 if look["text-anchor"] == "middle" else 0)
        assert 0 <= x < x + wide <= across, text.text
        assert 0.8 * size <= float(text.get("y")) <= high - 0.25 * size, text.text


def test_hostile_names_are_only_names(hostile_study, served):
    svg = parsed(paint(ng.scene(hostile_study), "svg"))
    marks = ("svg", "defs", "style", "g", "path", "use", "text", "tspan", "clipPath", "rect")
    assert {element.tag for element in svg.iter()} <= {f"{SVG}{tag}" for tag in marks}
    for start in (text.split()[0][:10] for text in hostile.strings(served.address)):
        assert start in said(svg)


@KINDS
def test_names_in_any_letters_are_drawn(scene, kind):
    strange = [replace(mark, label="保护儿童\n😀 अ") for mark in scene.actors]
    drawn = paint(replace(scene, actors=strange), kind)
    assert kind != "svg" or "保护儿童" in said(parsed(drawn))


# --- what it says ------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["id", "en"])
def test_title_legend_and_caption_are_told(scenes, lang):
    scene = scenes[lang]
    told, words = said(parsed(paint(scene, "svg"))), scene.words
    expected = [*scene.title.split(), scene.period, *scene.notice.split(), "(37)", "Pratiwi"]
    expected += [words(LAYERS[layer].label) for layer in scene.layers]
    expected += [words(kind.label) for kind in scene.kinds if kind.drawn]
    expected += [sector.label for sector in scene.sectors]
    expected += [words(LEVELS[band.level].label) for band in scene.bands]
    expected += [words("Size: partners"), words("hollow: no tie and no gap")]
    assert [text for text in expected if text not in told] == []
    assert all(told.count(words(kind.label)) == 1 for kind in scene.kinds if kind.drawn)


def test_the_rows_of_the_legend_stand_apart(svg, scene):
    headings = [scene.words(row) for row in ("Sector", "Size: partners", "Type of tie", "Gaps")]
    heights = {text: y for text, _x, y in texts(svg)}
    assert all(heights[b] - heights[a] > 8 for a, b in pairwise(headings))


def test_kinds_of_gap_that_repeat_ties_are_left_out(svg, scene):
    hidden = [scene.words(kind.label) for kind in scene.kinds if not kind.drawn]
    assert hidden
    assert not any(label in said(svg) for label in hidden)


def test_sizes_are_told_by_the_fewest_and_the_most_partners(svg, scene):
    partners = scene.values["partners"].astype(int)
    row = next(y for text, _x, y in texts(svg) if text == scene.words("Size: partners"))
    shown = [int(text) for text, _x, y in texts(svg) if y == row and text.isdigit()]
    assert shown == sorted(shown)
    assert {shown[0], shown[-1]} == {partners.min(), partners.max()}


def test_a_tie_in_doubt_is_the_line_of_its_layer_broken(scene):
    told = scene.words("broken line: sources disagree")
    [tie, *_others] = [tie for tie in scene.ties if tie.layer == "referral"]
    sure, doubted = (
        parsed(paint(replace(scene, ties=[replace(tie, contested=contested)]), "svg"))
        for contested in (False, True)
    )
    colour = LAYERS["referral"].colour
    assert told not in said(sure)
    assert told in said(doubted)
    assert dashes(sure, colour) == {None}
    assert dashes(doubted, colour) > {None}


def test_a_gap_of_one_body_is_a_ring_round_it(scene):
    slug = scene.actors[0].slug
    single = parsed(paint(with_gaps(scene, ("dead_end", slug, "")), "svg"))
    none = parsed(paint(with_gaps(scene), "svg"))
    colour, label = GAP_KINDS["dead_end"].colour, scene.words(GAP_KINDS["dead_end"].label)
    assert len(dashes(single, colour)) == 1
    assert dashes(none, colour) == set()
    assert label in said(single)
    assert scene.words("Gaps") not in said(none)


def test_a_legend_of_many_kinds_wraps(scene):
    slugs = [mark.slug for mark in scene.actors]
    gaps = [(kind, *slugs[:2]) for kind in GAP_KINDS] + [
        (kind, slugs[2], "") for kind in GAP_KINDS
    ]
    svg = parsed(paint(with_gaps(scene, *gaps), "svg"))
    labels = {scene.words(kind.label) for kind in GAP_KINDS.values() if kind.drawn}
    places = [(x + width(text, 6.2), y) for text, x, y in texts(svg) if text in labels]
    assert len(places) == len(labels)
    assert max(end for end, _y in places) < 7.2 * 72
    assert len({y for _end, y in places}) >= 3


def test_a_study_without_ties_has_a_figure(study):
    svg = parsed(paint(ng.scene(study(), year=2030, lang="en"), "svg"))
    shown = {text for text, *_place in texts(svg)}
    assert {"UL", "DN", "PR", "PK", "Gaps"} <= shown
    assert "Type of tie" not in shown


def test_a_study_of_nobody_has_a_figure(study, scene):
    empty = replace(scene, actors=[], ties=[], gaps=[], sectors=[])
    assert scene.title in said(parsed(paint(empty, "svg")))


# --- without colours -----------------------------------------------------------------------


def test_a_figure_in_greys_holds_no_colour(scene):
    drawn = paint(scene, "svg", greyscale=True).decode()
    colours = set(re.findall(r"#([0-9a-f]{6})\b", drawn))
    assert len(colours) > 10
    assert [each for each in colours if len({each[:2], each[2:4], each[4:]}) > 1] == []
    assert "rgb(" not in drawn


def test_a_figure_in_greys_says_the_same(svg, grey):
    assert texts(grey) == texts(svg)


@pytest.mark.parametrize("greyscale", [False, True])
def test_each_layer_has_a_dash_and_a_shade_of_its_own(scene, greyscale):
    drawn = ink(scene.sectors, [], greyscale=greyscale)
    assert len({stroke.dash for stroke in drawn.layers.values()}) == len(LAYERS)
    assert len({stroke.colour for stroke in drawn.layers.values()}) == len(LAYERS)
    svg = parsed(paint(scene, "svg", greyscale=greyscale))
    pattern = {layer: dashes(svg, drawn.layers[layer].colour) for layer in scene.layers}
    for one, other in pairwise(scene.layers):
        assert pattern[one] != pattern[other]


def test_gaps_are_darker_than_any_tie(scene):
    drawn = ink(scene.sectors, [], greyscale=True)
    assert {stroke.colour for stroke in drawn.gaps.values()} == {"#000000"}
    assert min(int(stroke.colour[1:3], 16) for stroke in drawn.layers.values()) >= 0x18


def test_greys_stay_apart(scene):
    drawn = ink(scene.sectors, [], greyscale=True)
    for looks, least in ((drawn.sectors, 30), (drawn.layers, 25)):
        shades = sorted(int(look.colour[1:3], 16) for look in looks.values())
        assert all(lighter - darker >= least for darker, lighter in pairwise(shades))
    assert len({look.shape for look in drawn.sectors.values()}) == len(scene.sectors)


def test_each_kind_of_gap_between_two_has_a_dash_of_its_own():
    between = [kind for kind in GAP_KINDS.values() if kind.drawn and "{target}" in kind.says]
    assert len({kind.dash for kind in between}) == len(between)
