"""Finding out: search, click, panel, and what comes back when it is asked for."""

from __future__ import annotations

import re

import pytest
from reader import FILTERS, counts, find, place_of, shown, slide, text_of, tick

from netgov.drawing.page_words import PAGE_WORDS
from netgov.errors import speak

NOTHING = {"actors": 0, "ties": 0, "gaps": 0}


def at(seen, actor):
    """Return where on the screen an actor stands."""
    canvas, place = seen.page.locator("#canvas").bounding_box(), place_of(seen, actor)
    return canvas["x"] + place["x"], canvas["y"] + place["y"]


def middle_of(seen, line):
    """Return where on the screen the middle of a line is."""
    canvas = seen.page.locator("#canvas").bounding_box()
    point = seen.run(
        "(id) => netgov.network.canvasToDOM("
        "netgov.network.body.edges[id].edgeType.getPoint(0.5))",
        line,
    )
    return canvas["x"] + point["x"], canvas["y"] + point["y"]


# --- search ------------------------------------------------------------------------------


def test_an_actor_is_found_by_alias_with_the_keyboard_alone(look, scene):
    mark = next(mark for mark in scene.actors if "DP3A" in mark.aliases)
    seen = look()
    keys = seen.page.keyboard
    while seen.run("document.activeElement.id") != "search":
        keys.press("Tab")
    keys.type("dp3a")
    assert "DP3A" in text_of(seen, "#results")
    keys.press("Enter")
    assert seen.run("netgov.focus.item.id") == mark.slug
    assert text_of(seen, "#panel h2") == mark.name
    assert seen.run("document.activeElement.id") == "panel-title"
    keys.press("Escape")
    assert seen.run("netgov.focus") is None
    assert seen.run("document.activeElement.id") == "search"


def test_every_actor_is_found_by_its_full_and_its_short_name(look, scene):
    seen = look()
    for mark in scene.actors[::6]:
        for name in (mark.name, mark.short):
            seen.page.fill("#search", name)
            assert mark.name in text_of(seen, "#results")


def test_a_name_that_nobody_has_is_told(look):
    seen = look()
    seen.page.fill("#search", "zzz")
    assert text_of(seen, "#say") == speak("id")(PAGE_WORDS["not_found"])


def test_in_the_other_language_actors_are_found_by_their_names_there(look, scenes):
    seen = look()
    seen.page.click("#language")
    names = {mark.slug: mark.name for mark in scenes["id"].actors}
    mark = next(mark for mark in scenes["en"].actors if mark.name != names[mark.slug])
    find(seen, mark.name)
    assert text_of(seen, "#panel h2") == mark.name


def test_a_body_of_another_year_is_found_and_shown_among_all_years(look, scene):
    seen = look()
    slide(seen, 2)
    here = {mark.slug for mark in scene.of(scene.stage.periods[2]).actors}
    mark = next(mark for mark in scene.actors if mark.slug not in here)
    seen.page.fill("#search", mark.name)
    assert scene.words(PAGE_WORDS["all_years"]) in text_of(seen, "#results")
    seen.page.keyboard.press("Enter")
    assert text_of(seen, "#panel h2") == mark.name
    assert seen.run("netgov.choice.period") == 0


def test_more_are_found_than_are_listed(look, scene):
    seen = look()
    seen.page.fill("#search", "a")
    told = int(re.search(r"\d+", text_of(seen, "#say"))[0])
    assert told > seen.page.locator("#results li").count() == 8


# --- click -------------------------------------------------------------------------------


def test_a_click_on_a_mark_opens_it_and_one_beside_closes_it(look):
    seen = look()
    seen.page.mouse.click(*at(seen, "polresta"))
    seen.until("netgov.focus && netgov.focus.item.id === 'polresta'")
    seen.page.mouse.click(300, 80)
    seen.until("netgov.focus === null")


def test_a_click_on_a_line_opens_its_evidence(look, scene):
    """With the years and the sources of each statement, as the scene tells them."""
    seen, tie = look(), max(scene.ties, key=lambda tie: len(tie.signs))
    find(seen, next(mark.name for mark in scene.actors if mark.slug == tie.source))
    seen.page.mouse.click(*middle_of(seen, tie.name))
    seen.until(f"netgov.focus.item.id === '{tie.name}'")
    told = text_of(seen, "#panel")
    for sign in tie.signs:
        assert sign["text"] in told
        assert sign["citation"] in told
        assert sign["years"] in told
    seen.page.click(".back")
    assert seen.run("netgov.focus.item.id") == tie.source


def test_what_is_picked_stands_out_and_the_rest_fades(look, scene):
    seen = look()
    find(seen, "Polresta")
    lines = {line.name: line for line in scene.lines}
    shades = seen.run(
        "Object.values(netgov.network.body.edges).filter((edge) => !edge.options.hidden)"
        ".map((edge) => [edge.id, edge.options.color.opacity])"
    )
    near = {
        name for name, line in lines.items() if "polresta" in (line.source, line.target)
    } & dict(shades).keys()
    assert near
    assert {name for name, shade in shades if shade == 0.95} == near
    assert {shade for name, shade in shades if name not in near} == {0.05}


def test_the_panel_lists_whom_an_actor_gives_to_and_receives_from(look, scene):
    seen, words = look(), scene.words
    find(seen, "Polresta")
    for title, here, other in (
        ("gives", "source", "target"),
        ("receives", "target", "source"),
    ):
        ends = [getattr(t, other) for t in scene.ties if getattr(t, here) == "polresta"]
        section = seen.page.locator("#panel section", has_text=f"{words(PAGE_WORDS[title])} (")
        names = {mark.slug: mark.name for mark in scene.actors}
        assert section.locator(".row .link").all_text_contents() == [names[e] for e in ends]


def test_a_gap_tells_its_sentence_and_article(look, scene):
    seen = look()
    for gap in [gap for gap in scene.gaps if gap.article][:5]:
        find(seen, next(mark.short for mark in scene.actors if mark.slug == gap.source))
        panel = seen.page.locator("#panel")
        assert gap.article in panel.text_content()
        panel.get_by_role("button", name=gap.sentence).first.click()
        assert scene.words(PAGE_WORDS["article"]) in panel.text_content()
        priority = scene.words.number(gap.priority, 1)
        assert scene.words(PAGE_WORDS["of"], value=priority, most=100) in panel.text_content()
        assert gap.article in panel.text_content()
        assert panel.locator("h2").text_content() in [
            scene.words(kind.label) for kind in scene.kinds
        ]


def test_a_counted_tie_tells_its_number_or_that_it_is_small(look, casework):
    """A protected count is told as it may be: rounded, or only that it is below five."""
    seen = look("casework")
    weights = seen.run("netgov.rows.tie.map((tie) => [tie.id, tie.weight])")
    small = next(name for name, weight in weights if weight == "1–4")
    plain = next(name for name, weight in weights if weight.isdigit())
    for name, weight in ((small, "1–4"), (plain, dict(weights)[plain])):
        seen.run("(id) => netgov.pick('tie', id)", name)
        assert seen.page.locator("#panel .facts dd").first.text_content() == weight


def test_a_body_no_longer_hidden_comes_back_with_its_gap(look, scene):
    """A gap of an unticked kind, of actors in unticked sectors, is shown when asked for."""
    seen = look()
    gap = next(gap for gap in scene.gaps if gap.target)
    for title in FILTERS:
        tick(seen, title, [])
    assert counts(seen) == NOTHING
    seen.run("(id) => netgov.pick('gap', id)", gap.name)
    assert gap.name in shown(seen)["gaps"]
    assert {gap.source, gap.target} <= set(shown(seen)["actors"])


def test_what_a_filter_hid_comes_back_when_asked_for(look):
    seen = look()
    for title in FILTERS:
        tick(seen, title, [])
    assert counts(seen) == NOTHING
    find(seen, "Polresta")
    assert "polresta" in shown(seen)["actors"]
    assert text_of(seen, "#panel .value") != ""


@pytest.mark.parametrize("title", FILTERS)
def test_what_is_picked_closes_when_a_filter_hides_it(look, scene, title):
    seen = look()
    slide(seen, 0)
    kind = {"layers": "tie", "kinds": "gap", "sectors": "actor"}[title]
    item = seen.run(f"[...netgov.shown.{kind}s][0]")
    seen.run("([kind, id]) => netgov.pick(kind, id)", [kind, item])
    assert seen.page.locator("#panel").is_visible()
    tick(seen, title, [])
    assert not seen.page.locator("#panel").is_visible()
