"""A link restores the view that its sender saw."""

from __future__ import annotations

import pytest
from reader import FILTERS, arrange, find, redrawn, shown, slide, tick

LONELY = ".side > .check input"
# All that a link is meant to bring back.
VIEW = """() => ({
    language: netgov.data.lang,
    year: netgov.frame().key,
    layout: netgov.data.layouts[netgov.choice.layout].key,
    size: netgov.measure().key,
    filters: ["layer", "kind", "sector"].map((field) => [...netgov.choice[field]].sort()),
    boxes: [...document.querySelectorAll(".side input[type=checkbox]")].map((b) => b.checked),
    selects: [...document.querySelectorAll(".side select")].map((each) => each.value),
    slider: document.getElementById("year").value,
    lonely: netgov.choice.lonely,
    focus: netgov.focus && [netgov.focus.type, netgov.focus.item.id],
    panel: document.getElementById("panel").textContent,
    inTable: !document.getElementById("tables").hidden,
    title: document.title,
})"""


PLACES = "netgov.network.getPositions()"


def change_everything(seen):
    """Leave nothing as the page opens with it."""
    seen.page.click("#language")
    slide(seen, 3)
    arrange(seen, "clusters")
    seen.page.select_option("#size", "3")
    for title in FILTERS:
        keys = [entry["key"] for entry in seen.run(f"netgov.data.{title}")]
        tick(seen, title, keys[1:])
    seen.page.check(LONELY)
    find(seen, "Polresta")


def link_of(seen):
    return seen.run("document.URL").partition("#")


@pytest.mark.parametrize("in_table", [False, True], ids=["map", "table"])
def test_a_link_restores_the_view(look, visit, in_table):
    """Language, year, layout, size, filters, what is picked, and map or tables."""
    seen = look()
    change_everything(seen)
    if in_table:
        seen.page.click("#to-table")
    address, _sign, hash_ = link_of(seen)
    other = visit(f"{address}#{hash_}").ready()
    assert other.run(VIEW) == seen.run(VIEW)
    assert shown(other) == shown(seen)
    assert link_of(other) == link_of(seen)


@pytest.mark.parametrize("kind", ["tie", "gap"])
def test_a_link_to_a_line_opens_it(look, visit, scene, kind):
    line = {"tie": scene.ties, "gap": scene.gaps}[kind][7]
    what = line.layer if kind == "tie" else line.kind
    seen = look(link=f"#{kind}={what}~{line.source}~{line.target}")
    assert seen.run("netgov.focus.item.id") == line.name
    assert seen.page.locator("#panel").is_visible()


def test_what_a_line_joins_tells_it_from_all_others(scene):
    """So a link to it opens it also in a page made of more or fewer records."""
    for period in scene.stage.periods:
        frame = scene.of(period)
        for lines, what in ((frame.ties, "layer"), (frame.gaps, "kind")):
            links = {(getattr(line, what), line.source, line.target) for line in lines}
            assert len(links) == len(lines)


def test_a_link_to_what_its_filters_hide_shows_it(look, scene):
    seen = look(link="#sector=health&actor=polresta")
    assert "polresta" in shown(seen)["actors"]


def test_the_page_as_it_opens_has_no_link_to_keep(look):
    assert link_of(look())[1:] == ("", "")


def test_only_what_was_changed_stands_in_the_link(look):
    seen = look()
    slide(seen, 2)
    assert link_of(seen)[2] == "year=2018"
    find(seen, "Polresta")
    assert link_of(seen)[2] == "year=2018&actor=polresta"
    seen.page.click(".all")
    seen.page.keyboard.press("Escape")
    assert link_of(seen)[1:] == ("", "")


def test_a_link_followed_within_the_open_page_is_obeyed(look, visit, drawn):
    seen, link = look(), "year=2019&layout=clusters&size=betweenness&actor=polresta"
    seen.run("(link) => { window.location.hash = link; }", link)
    seen.until("netgov.frame().key === '2019' && netgov.focus")
    fresh = visit(f"{drawn().as_uri()}#{link}").ready()
    assert seen.run(VIEW) == fresh.run(VIEW)
    assert seen.run(PLACES) == fresh.run(PLACES)
    seen.run("() => { window.location.hash = 'view=table&lang=en'; }")
    seen.until("netgov.frame().key !== '2019' && netgov.data.lang === 'en'")
    assert seen.page.locator("#tables").is_visible()
    assert not seen.page.locator("#panel").is_visible()


def test_a_layout_chosen_beside_the_tables_is_there_when_the_map_comes_back(look):
    seen, other = look(), look(size=(1366, 700), link="#layout=clusters")
    seen.page.click("#to-table")
    seen.page.select_option("#layout", "1")
    seen.page.click("#to-map")
    assert redrawn(seen).run(PLACES) == other.run(PLACES)


def test_a_link_is_copied(visit, drawn):
    seen = visit(drawn(), permissions=["clipboard-read", "clipboard-write"]).ready()
    slide(seen, 2)
    seen.page.click("#save")
    seen.page.click("#copy_link")
    seen.until("document.getElementById('say').textContent !== ''")
    assert seen.run("navigator.clipboard.readText()") == f"{drawn().as_uri()}#year=2018"


def test_a_link_that_cannot_be_copied_is_shown(look, drawn):
    seen = look()
    slide(seen, 1)
    seen.run("() => { navigator.clipboard.writeText = () => Promise.reject(); }")
    seen.page.click("#save")
    seen.page.click("#copy_link")
    seen.until(f"document.getElementById('say').textContent === '{drawn().as_uri()}#year=2017'")
