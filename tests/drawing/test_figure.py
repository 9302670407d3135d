"""The printed map: the same bytes each time, nothing cut off, names as text."""

from __future__ import annotations

import re
import struct
from itertools import pairwise
from xml.etree import ElementTree

import hostile
import pytest

import netgov as ng
from netgov.drawing.figure import paint
from netgov.terms import LAYERS, LEVELS

SVG = "{http://www.w3.org/2000/svg}"
KINDS = pytest.mark.parametrize("kind", ["svg", "pdf", "png"])


@pytest.fixture(scope="module")
def files(scene):
    return {kind: paint(scene, kind) for kind in ("svg", "pdf", "png")}


@pytest.fixture(scope="module")
def svg(files):
    return parsed(files["svg"])


def parsed(svg):
    return ElementTree.fromstring(svg)  # noqa: S314


def texts(svg):
    """Return each line of text with its place."""
    found = []
    for text in svg.iter(f"{SVG}text"):
        place = re.search(r"translate\(([-\d.]+) ([-\d.]+)\)", text.get("transform", ""))
        x, y = place.groups() if place else (text.get("x"), text.get("y"))
        found.append(("".join(text.itertext()), float(x), float(y)))
    return found


@KINDS
def test_the_same_scene_gives_the_same_bytes(files, scene, kind):
    assert paint(scene, kind) == files[kind]


@KINDS
def test_no_date_and_no_maker_is_told(files, kind):
    for word in (b"Date", b"Creator", b"Producer", b"Software", b"matplotlib", b"dc:date"):
        assert word not in files[kind]


def test_names_are_text(svg, scene):
    said = " ".join(text for text, _x, _y in texts(svg))
    lines = {line for mark in scene.actors for line in mark.label.split("\n")}
    assert {line for line in lines if line not in said} == set()


def test_the_title_and_the_legend_are_told(svg, scene):
    said = " ".join(text for text, _x, _y in texts(svg))
    words = scene.words
    expected = [scene.title, scene.period, *scene.caption.split()]
    expected += [words(LAYERS[layer].label) for layer in scene.layers]
    expected += [words(kind.label) for kind in scene.kinds if kind.drawn]
    expected += [sector.label for sector in scene.sectors]
    expected += [words(LEVELS[band.level].label) for band in scene.bands]
    assert [text for text in expected if text not in said] == []
    assert all(said.count(scene.words(kind.label)) == 1 for kind in scene.kinds if kind.drawn)


def test_nothing_is_cut_off(svg):
    width, height = (float(svg.get(side).removesuffix("pt")) for side in ("width", "height"))
    for text, x, y in texts(svg):
        assert 0 <= x <= width, text
        assert 5 <= y <= height - 2, text


def test_the_rows_of_the_legend_stand_apart(svg, scene):
    headings = [scene.words(heading) for heading in ("Sector", "Type of tie", "Gaps")]
    rows = {text: y for text, _x, y in texts(svg) if text in [*headings, scene.caption]}
    heights = [rows[text] for text in (*headings, scene.caption)]
    assert all(lower - upper > 8 for upper, lower in pairwise(heights))


def test_kinds_of_gap_that_repeat_ties_are_left_out(svg, scene):
    said = " ".join(text for text, _x, _y in texts(svg))
    hidden = [scene.words(kind.label) for kind in scene.kinds if not kind.drawn]
    assert hidden
    assert not any(label in said for label in hidden)


def test_it_is_a_page_wide_and_sharp_enough_to_print(files, svg):
    assert float(svg.get("width").removesuffix("pt")) == pytest.approx(7.2 * 72)
    width, _height = struct.unpack(">II", files["png"][16:24])
    assert width >= 2500
    assert files["pdf"].startswith(b"%PDF")


def test_hostile_names_are_only_names(hostile_study, served):
    svg = parsed(paint(ng.scene(hostile_study), "svg"))
    assert {element.tag for element in svg.iter()} <= {
        f"{SVG}{tag}"
        for tag in (
            "svg",
            "defs",
            "style",
            "g",
            "path",
            "use",
            "text",
            "tspan",
            "clipPath",
            "rect",
        )
    }
    said = " ".join(text for text, _x, _y in texts(svg))
    for start in (text.split()[0][:10] for text in hostile.strings(served.address)):
        assert start in said


def test_a_study_without_ties_has_a_figure(study):
    said = [
        text
        for text, *_place in texts(parsed(paint(ng.scene(study(), 2030, lang="en"), "svg")))
    ]
    assert {"UL", "DN", "PR", "PK", "Gaps"} <= set(said)
    assert "Type of tie" not in said
