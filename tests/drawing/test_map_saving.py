"""What a reader takes away: pictures, tables as files, a page to print."""

from __future__ import annotations

import csv
import io
import re

import numpy as np
import pytest
from defusedxml import ElementTree
from PIL import Image
from reader import TABS, arrange, cells, find, saved, shown, slide, tick

from netgov.drawing.page_words import PAGE_WORDS
from netgov.terms import LAYERS

SVG = "{http://www.w3.org/2000/svg}"


def drawing(seen):
    """Return the saved drawing as a tree."""
    return ElementTree.fromstring(saved(seen, "save_svg"))


def texts(root):
    """Return the lines of text of a drawing, and all of it as one."""
    lines = [element.text for element in root.iter(f"{SVG}text")]
    return lines, " ".join(lines)


def legend_of(scene):
    """Return what the legend names of a scene as it opens."""
    words = scene.words
    return (
        [sector.label for sector in scene.sectors]
        + [words(LAYERS[layer].label) for layer in scene.layers]
        + [words(kind.label) for kind in scene.kinds if kind.drawn]
    )


# --- pictures ----------------------------------------------------------------------------


def test_a_saved_picture_is_large_and_not_blank(look):
    """Acceptance 17: at least 2,500 pixels wide, every part of it drawn on."""
    picture = Image.open(io.BytesIO(saved(look(), "save_png"))).convert("RGB")
    assert picture.width >= 2500
    assert picture.height >= 1200
    quarter = picture.width // 4
    for left in range(0, 4 * quarter, quarter):
        part = picture.crop((left, 0, left + quarter, picture.height))
        assert len(part.getcolors(maxcolors=10**6)) > 50
    assert picture.getpixel((2, 2)) == (255, 255, 255)


@pytest.mark.parametrize("layout", ["levels", "clusters"])
def test_a_saved_drawing_holds_names_title_legend_notice_and_sources(look, scene, layout):
    """Acceptance 17: well-formed, every name as text."""
    seen = look()
    arrange(seen, layout)
    root = drawing(seen)
    lines, told = texts(root)
    for mark in scene.actors:
        assert all(line in lines for line in mark.label.split("\n")), mark.label
    assert root.find(f"{SVG}title").text == f"{scene.title} · {scene.period}"
    assert scene.title in told
    assert [label for label in legend_of(scene) if label not in lines] == []
    assert scene.words(PAGE_WORDS["sources"]) in told
    for part in (scene.notice, scene.sources):
        assert " ".join(part.split()) in told


def test_a_saved_drawing_shows_what_the_map_shows(look, scene):
    """The year, the filters and the sizes that are chosen: as many lines as on the map."""
    seen = look()
    slide(seen, 2)
    tick(seen, "layers", ["referral"])
    tick(seen, "kinds", ["unrecorded"])
    seen.page.select_option("#size", "3")
    find(seen, "Polresta")
    root, drawn = drawing(seen), shown(seen)
    _lines, told = texts(root)
    arrows = [path for path in root.iter(f"{SVG}path") if "Q" in path.get("d")]
    assert len(arrows) == len(drawn["ties"]) + len(drawn["gaps"])
    assert " 2018 · " in f" {told}"
    assert seen.run("netgov.counts()") in told
    assert seen.run("netgov.measure().label") in told
    mark = next(mark for mark in scene.actors if mark.slug == "polresta")
    assert scene.words(PAGE_WORDS["picked"], actor=mark.name) in told
    assert scene.words(LAYERS["reporting"].label) not in told


def test_a_saved_file_is_named_for_what_it_holds(look):
    seen = look()
    slide(seen, 2)
    for what in ("save_svg", "save_ties", "save_gaps"):
        seen.page.click("#save")
        with seen.page.expect_download() as waiting:
            seen.page.click(f"#{what}")
        name = waiting.value.suggested_filename
        assert re.fullmatch(r"[\w-]+-2018\.((tie|gap)\.csv|svg)", name), name


# --- tables ------------------------------------------------------------------------------


def table(seen, tab):
    """Return a saved table, parted as the language of the page parts it."""
    raw = saved(seen, f"save_{tab}s")
    assert raw.startswith(b"\xef\xbb\xbf")
    comma = {"id": ";", "en": ","}[seen.run("netgov.data.lang")]
    text = raw.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=comma, strict=True))


@pytest.mark.parametrize("lang", ["id", "en"])
def test_a_saved_table_holds_what_the_table_shows(look, lang):
    """With semicolons in Indonesian, as spreadsheets want them there."""
    seen = look(lang=lang, link="#view=table")
    for tab in TABS:
        head, *rows = table(seen, tab)
        seen.page.click(f"#tab-{tab}")
        heads = f"#table-{tab} thead th .sort span"
        assert head == seen.page.locator(heads).all_text_contents()
        assert {len(row) for row in rows} == {len(head)}
        assert len(rows) == len(shown(seen)[f"{tab}s"])
        visible = f"#table-{tab} tbody tr:not([hidden]) > :first-child"
        first = seen.page.locator(visible).all_text_contents()
        assert sorted(row[0] for row in rows) == sorted(first)


def test_numbers_in_a_saved_table_are_numbers_of_the_language(look, scenes):
    """With decimal commas in Indonesian."""
    seen = look()
    for lang, mark in (("id", ","), ("en", ".")):
        head, *rows = table(seen, "actor")
        values = scenes[lang].values
        names = {actor.name: actor.slug for actor in scenes[lang].actors}
        told = [[float(cell.replace(mark, ".") or "nan") for cell in row[4:]] for row in rows]
        assert len(head) == 4 + len(values.columns)
        measured = values.loc[[names[row[0]] for row in rows]].to_numpy()
        assert np.array(told) == pytest.approx(measured, abs=0.0051, nan_ok=True)
        seen.page.click("#language")


def test_a_saved_table_obeys_the_filters_and_the_year(look, scene):
    seen = look()
    slide(seen, 3)
    tick(seen, "layers", ["referral"])
    frame = scene.of(scene.stage.periods[3])
    referrals = [tie for tie in frame.ties if tie.layer == "referral"]
    assert len(table(seen, "tie")) - 1 == len(referrals)


# --- print -------------------------------------------------------------------------------


def pages(seen):
    """Return how many pages are printed."""
    printed = seen.page.pdf(prefer_css_page_size=True, print_background=True)
    return len(re.findall(rb"/Type\s*/Page\b", printed))


@pytest.mark.parametrize(
    ("study", "layout"), [("data", "levels"), ("casework", "clusters"), ("forty", "levels")]
)
def test_the_map_prints_on_one_page_with_its_legend(visit, drawn, scene, study, layout):
    """Acceptance 17: the picture of the view, with title, legend, notice and sources."""
    seen = visit(drawn(study)).ready()
    arrange(seen, layout)
    assert pages(seen) == 1
    seen.page.emulate_media(media="print")
    seen.run("window.dispatchEvent(new Event('beforeprint'))")
    assert seen.page.locator("#paper > svg").is_visible()
    assert not seen.page.locator(".side, .map, .tools, .foot").first.is_visible()
    told = seen.page.locator("#paper > svg text").all_text_contents()
    for entry in seen.run("[...netgov.data.layers, ...netgov.data.sectors]"):
        assert entry["label"] in told


def test_the_open_table_is_printed_and_not_the_map(visit, drawn, scene):
    """Acceptance 17: all its rows, on as many pages as they need."""
    seen = visit(drawn()).ready()
    seen.page.click("#to-table")
    assert pages(seen) >= 2
    seen.page.emulate_media(media="print")
    names = cells(seen, "actor", 0)
    assert sorted(names) == sorted(mark.name for mark in scene.actors)
    assert seen.page.locator("#table-actor tbody tr").last.is_visible()
    assert seen.run("document.getElementById('paper').textContent") == ""
    box = seen.page.locator("#table-actor").bounding_box()
    assert box["height"] > 1000


def test_print_is_asked_of_the_browser(visit, drawn):
    seen = visit(drawn()).ready()
    seen.run("() => { window.print = () => { window.printed = true; }; }")
    seen.page.click("#save")
    seen.page.click("#print")
    assert seen.run("window.printed")
