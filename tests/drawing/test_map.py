"""The map in a browser: silent, sealed, the same numbers everywhere, usable by anybody."""

from __future__ import annotations

import random
import re

import hostile
import pytest
from browser import DESK, PHONE, REACHING_OUT, SMALL_PHONE, WAYS

import netgov as ng
from netgov.drawing.page_words import PAGE_WORDS
from netgov.errors import speak
from netgov.terms import LAYERS, SECTORS

TABS = ("actor", "tie", "gap")
# What vis-network has on the canvas: actors, ties, gaps drawn as lines.
DRAWN = """() => {
    const { nodes, edges } = netgov.network.body;
    const seen = (items) => Object.values(items).filter((item) => !item.options.hidden);
    const lines = seen(edges).map((edge) => edge.id);
    return {
        actors: seen(nodes).length,
        ties: lines.filter((id) => netgov.ties.has(id)).length,
        gaps: lines.filter((id) => netgov.gaps.has(id)).length,
    };
}"""
# The box and size of each label, in pixels of the screen.
LABELS = """() => {
    const network = netgov.network, scale = network.getScale();
    return Object.values(network.body.nodes)
        .filter((node) => !node.options.hidden && node.options.label)
        .map((node) => {
            const box = node.shape.labelModule.size;
            const at = network.canvasToDOM({ x: box.left, y: box.top });
            return {
                label: node.options.label, size: node.options.font.size * scale,
                left: at.x, right: at.x + box.width * scale,
                top: at.y, bottom: at.y + box.height * scale,
            };
        });
}"""
SMALL_TARGETS = """(least) =>
    [...document.querySelectorAll("button, input, summary, [role=option]")]
        .filter((each) => each.checkVisibility({ visibilityProperty: true }))
        .map((each) => each.closest("label") || each)
        .filter((each) => {
            const box = each.getBoundingClientRect();
            return Math.min(Math.round(box.width), Math.round(box.height)) < least;
        })
        .map((each) => each.outerHTML.slice(0, 100))
"""
TOO_WIDE = "document.documentElement.scrollWidth - window.innerWidth"


CLICK_ALL = "(s) => [...document.querySelectorAll(s)].forEach((each) => each.click())"


def use_everything(seen):
    """Touch every control of the page."""
    page = seen.page
    seen.run(CLICK_ALL, ".side input, .side summary")
    page.click(".reset")
    page.fill("#search", "dinas")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.click(".gap .link >> nth=0")
    page.click(".back")
    page.click(".evidence >> nth=0")
    page.click(".close")
    seen.run(CLICK_ALL, ".zoom button")
    page.focus("#canvas")
    for key in ("ArrowLeft", "+", "-", "0"):
        page.keyboard.press(key)
    page.mouse.move(700, 400)
    page.mouse.wheel(0, -300)
    page.mouse.click(700, 400)
    page.click("#to-table")
    for tab in TABS:
        page.click(f"#tab-{tab}")
        seen.run(CLICK_ALL, ".page:not([hidden]) .sort")
    page.click("#to-map")


def find(seen, text):
    """Focus the first actor found for a text."""
    seen.page.fill("#search", text)
    seen.page.keyboard.press("Enter")


def place_of(seen, actor):
    """Return where an actor stands on the canvas."""
    return seen.run("(id) => netgov.network.canvasToDOM(netgov.network.getPosition(id))", actor)


def text_of(seen, selector):
    return seen.run("(s) => document.querySelector(s).textContent", selector)


def read(seen, selector):
    """Return the text of an element as it looks."""
    return hostile.visible(text_of(seen, selector))


# --- sealed ------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["id", "en"])
def test_the_map_asks_for_nothing_and_says_nothing(look, maps, lang):
    seen = look(lang)
    use_everything(seen)
    assert seen.said == []
    assert [address for address in seen.asked if not address.startswith("data:")] == [
        maps[lang].as_uri()
    ]


def test_nothing_gets_out_of_the_map_to_a_server(visit, served, maps):
    """A server counts, since browsers report even requests that they do not send."""
    (served.folder / "map.html").write_bytes(maps["id"].read_bytes())
    served.asked.clear()
    seen = visit(f"{served.address}/map.html").ready()
    use_everything(seen)
    seen.run(REACHING_OUT, served.address)
    seen.page.wait_for_timeout(300)
    assert served.asked == ["/map.html"]


def test_a_page_without_our_policy_does_reach_the_server(visit, served):
    """The control of the test above: what it looks for can happen."""
    (served.folder / "control.html").write_text("<!doctype html><p>control", encoding="utf-8")
    served.asked.clear()
    seen = visit(f"{served.address}/control.html")
    seen.run(REACHING_OUT, served.address)
    for _moment in range(100):
        if set(served.asked) >= WAYS:
            break
        seen.page.wait_for_timeout(20)
    assert set(served.asked) >= WAYS


def test_without_scripts_the_picture_shows(visit, maps):
    seen = visit(maps["id"], java_script_enabled=False)
    picture = seen.page.locator("noscript img, .unscripted img")
    assert picture.is_visible()
    assert picture.bounding_box()["width"] > 900
    assert not seen.page.locator("#app").is_visible()
    assert seen.said == []


# --- hostile -----------------------------------------------------------------------------


@pytest.fixture
def attacked(visit, served, hostile_study):
    """The map of a study that is hostile in every cell."""
    path = ng.draw(ng.scene(hostile_study), served.folder / "hostile.html")
    served.asked.clear()
    yield (seen := visit(f"{served.address}/{path.name}").ready())
    assert seen.run("window.hurt") is None
    assert seen.said == []
    assert served.asked == ["/hostile.html"]
    assert (
        seen.run("document.querySelectorAll('#app :is(script, style, img, iframe)').length")
        == 0
    )
    assert seen.run("[...document.links].map((link) => link.hash)") == ["#main"]


@pytest.fixture
def texts(served):
    """What is to be read on it."""
    return [hostile.visible(text) for text in hostile.strings(served.address)]


def test_hostile_names_are_found_and_shown_as_they_are(attacked, texts):
    for text in texts:
        attacked.page.fill("#search", text)
        assert text in read(attacked, "#results")
        attacked.page.keyboard.press("Enter")
        assert text == read(attacked, "#panel h2")
        assert text == read(attacked, "#panel .about")
        assert text in read(attacked, "#panel .small")  # the aliases


def test_hostile_statements_and_rules_are_shown_as_they_are(attacked, texts):
    data = attacked.run("netgov.data")
    for kind in ("tie", "gap"):
        told = ""
        for item in data[f"{kind}s"]:
            attacked.run("([kind, id]) => netgov.pick(kind, id)", [kind, item["id"]])
            told += read(attacked, "#panel")
        assert [text for text in texts if text not in told] == [], kind


def test_hostile_tables_and_title_are_shown_as_they_are(attacked, texts):
    attacked.page.click("#to-table")
    for tab in TABS:
        attacked.page.click(f"#tab-{tab}")
        told = read(attacked, f"#table-{tab} tbody")
        assert [text for text in texts if text not in told] == [], tab
    assert read(attacked, "#title") == " + ".join(texts)


# --- the same numbers everywhere ---------------------------------------------------------


def expected(data, chosen, lonely):
    """Return how much is to be drawn for ticked boxes, and how many gaps as rings."""
    actors = {
        actor["id"]
        for actor in data["actors"]
        if actor["sector"] in chosen["sectors"] and (lonely or not actor["isolate"])
    }
    ties = [
        tie
        for tie in data["ties"]
        if tie["layer"] in chosen["layers"] and {tie["source"], tie["target"]} <= actors
    ]
    gaps = [
        gap
        for gap in data["gaps"]
        if gap["kind"] in chosen["kinds"]
        and {gap["source"], gap["target"] or gap["source"]} <= actors
    ]
    rings = sum(gap["target"] is None for gap in gaps)
    return {"actors": len(actors), "ties": len(ties), "gaps": len(gaps)}, rings


BOXES = """() => [...document.querySelectorAll(".filters")]
    .map((group) => [...group.querySelectorAll("input")].map((box) => box.checked))
    .concat(document.querySelector(".side > .check input").checked)"""


def test_what_is_told_is_what_is_drawn_whatever_is_chosen(look):
    seen = look()
    data, chance = seen.run("netgov.data"), random.Random(1)  # noqa: S311
    boxes = seen.run("document.querySelectorAll('.side input').length")
    for _turn in range(25):
        click = "(turn) => document.querySelectorAll('.side input')[turn].click()"
        seen.run(click, chance.randrange(boxes))
        *groups, lonely_hidden = seen.run(BOXES)
        chosen = {
            name: {entry["key"] for entry, on in zip(data[name], ticked, strict=True) if on}
            for name, ticked in zip(("layers", "kinds", "sectors"), groups, strict=True)
        }
        counts, rings = expected(data, chosen, lonely=not lonely_hidden)
        told = [int(number) for number in re.findall(r"\d+", text_of(seen, "#counts"))]
        assert told == list(counts.values())
        assert seen.run(DRAWN) == {**counts, "gaps": counts["gaps"] - rings}
    seen.page.click(".reset")
    everything = [len(data[name]) for name in ("actors", "ties", "gaps")]
    assert re.findall(r"\d+", text_of(seen, "#counts")) == list(map(str, everything))


def test_kinds_of_gap_that_repeat_ties_start_unticked(look, scene):
    _layers, kinds, _sectors, _lonely = look().run(BOXES)
    assert kinds == [kind.drawn for kind in scene.kinds]
    assert False in kinds


def test_the_legend_counts_each_kind(look, scene):
    seen = look()
    rows = seen.run(
        "[...document.querySelectorAll('.filters:first-of-type .check')]"
        ".map((row) => [row.querySelector('.name').textContent,"
        " Number(row.querySelector('.number').textContent)])"
    )
    assert rows == [
        [scene.words(LAYERS[layer].label), sum(tie.layer == layer for tie in scene.ties)]
        for layer in scene.layers
    ]


def test_panel_and_table_tell_the_measured_numbers(look, scene):
    seen = look()
    find(seen, "Polresta")
    measured = [scene.words.number(v, 2) for v in scene.values.loc["polresta"]]
    assert seen.page.locator("#panel .value").all_text_contents() == measured
    seen.page.click("#to-table")
    name = next(mark.name for mark in scene.actors if mark.slug == "polresta")
    cells = seen.page.locator("#table-actor tr", has=seen.page.get_by_text(name, exact=True))
    assert cells.first.locator("td.numeric").all_text_contents() == measured


# --- finding out -------------------------------------------------------------------------


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


def test_a_name_that_nobody_has_is_told(look):
    seen = look()
    seen.page.fill("#search", "zzz")
    assert text_of(seen, "#say") == speak("id")(PAGE_WORDS["not_found"])


def test_a_click_on_a_mark_opens_it_and_one_beside_closes_it(look):
    seen = look()
    at = place_of(seen, "polresta")
    canvas = seen.page.locator("#canvas").bounding_box()
    seen.page.mouse.click(canvas["x"] + at["x"], canvas["y"] + at["y"])
    seen.until("netgov.focus && netgov.focus.item.id === 'polresta'")
    seen.page.mouse.click(300, 80)
    seen.until("netgov.focus === null")


def test_a_gap_tells_its_sentence_and_article(look, scene):
    seen = look()
    for gap in [gap for gap in scene.gaps if gap.article][:5]:
        find(seen, next(mark.short for mark in scene.actors if mark.slug == gap.source))
        panel = seen.page.locator("#panel")
        assert gap.article in panel.text_content()
        panel.get_by_role("button", name=gap.sentence).first.click()
        assert scene.words(PAGE_WORDS["article"]) in panel.text_content()
        assert gap.article in panel.text_content()
        assert panel.locator("h2").text_content() in [
            scene.words(kind.label) for kind in scene.kinds
        ]


def test_what_a_filter_hid_comes_back_when_asked_for(look):
    seen = look()
    for box in seen.page.query_selector_all(".side fieldset input"):
        box.set_checked(False)
    assert seen.run(DRAWN) == {"actors": 0, "ties": 0, "gaps": 0}
    find(seen, "Polresta")
    assert seen.run(DRAWN)["actors"] > 0
    assert text_of(seen, "#panel .value") != ""


def cells(seen, tab, column):
    """Return the cells of a column from top to bottom, blank ones left out."""
    found = seen.page.locator(f"#table-{tab} tbody tr > :nth-child({column + 1})")
    return [text for text in found.all_text_contents() if text != "–"]


def sort(seen, tab, column):
    """Sort by a column and return the direction told to screen readers."""
    seen.page.click(f"#table-{tab} .sort >> nth={column}")
    return seen.page.locator(f"#table-{tab} thead th").nth(column).get_attribute("aria-sort")


@pytest.mark.parametrize("tab", TABS)
def test_tables_sort_by_name(look, tab):
    seen = look()
    seen.page.click("#to-table")
    seen.page.click(f"#tab-{tab}")
    sort(seen, tab, 1)
    assert sort(seen, tab, 0) == "ascending"
    names = cells(seen, tab, 0)
    assert names == sorted(names, key=str.casefold)
    assert sort(seen, tab, 0) == "descending"
    assert cells(seen, tab, 0) == names[::-1]


@pytest.mark.parametrize(("tab", "column"), [("actor", 4), ("actor", 7), ("gap", 5)])
def test_tables_sort_by_number_the_largest_first(look, tab, column):
    seen = look()
    seen.page.click("#to-table")
    seen.page.click(f"#tab-{tab}")

    def numbers():
        texts = cells(seen, tab, column)
        return [float(text.replace(".", "").replace(",", ".")) for text in texts]

    assert sort(seen, tab, column) == "descending"
    assert numbers() == sorted(numbers(), reverse=True)
    assert sort(seen, tab, column) == "ascending"
    assert numbers() == sorted(numbers())


def test_gaps_start_with_the_most_pressing(look, scene):
    seen = look()
    seen.page.click("#to-table")
    seen.page.click("#tab-gap")
    told = cells(seen, "gap", 6)
    pressing = sorted((gap.priority for gap in scene.gaps), reverse=True)
    assert told == [scene.words.number(priority, 1) for priority in pressing]


def test_the_tables_hold_everything_and_obey_the_filters(look, scene):
    seen = look()
    seen.page.click(".reset")
    seen.page.click("#to-table")
    for tab, items in zip(TABS, (scene.actors, scene.ties, scene.gaps), strict=True):
        rows = f"document.querySelectorAll('#table-{tab} tbody tr:not([hidden])').length"
        assert seen.run(rows) == len(items)
    seen.page.locator(".filters:first-of-type input").first.click()
    rest = [tie for tie in scene.ties if tie.layer != scene.layers[0]]
    rows = "document.querySelectorAll('#table-tie tbody tr:not([hidden])').length"
    assert seen.run(rows) == len(rest)


# --- words -------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["id", "en"])
def test_the_page_speaks_its_language(look, scenes, lang):
    seen, words = look(lang), speak(lang)
    assert seen.run("document.documentElement.lang") == lang
    assert text_of(seen, "#title") == scenes[lang].title
    for element in ("to-map", "to-table"):
        assert text_of(seen, f"#{element}") == words(PAGE_WORDS[element.removeprefix("to-")])
    assert seen.page.get_attribute("#search", "placeholder") == words(PAGE_WORDS["search_hint"])
    legend = seen.page.locator(".side legend").all_text_contents()
    assert legend == [words(PAGE_WORDS[name]) for name in ("layers", "kinds", "sectors")]
    assert words(SECTORS["police"].label) in text_of(seen, "#side")
    assert text_of(seen, "#notice") == scenes[lang].caption


def test_every_word_that_the_scripts_ask_for_exists(look):
    """A key without a sentence would show as the key itself."""
    seen = look("en")
    find(seen, "dppp")
    seen.page.click("#to-table")
    shown = seen.run("[...document.querySelectorAll('#app *')].map((each) => each.textContent)")
    keys = {key for key in PAGE_WORDS if "_" in key}
    assert keys & set(shown) == set()


# --- looks -------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [DESK, (1920, 1080), PHONE, SMALL_PHONE], ids=str)
def test_labels_are_readable_and_apart(look, size):
    labels = look(size=size).run(LABELS)
    assert len(labels) > 60
    assert min(label["size"] for label in labels) >= 11
    overlaps = [
        (one["label"], other["label"])
        for turn, one in enumerate(labels)
        for other in labels[:turn]
        if min(one["right"], other["right"]) - max(one["left"], other["left"]) > 1
        and min(one["bottom"], other["bottom"]) - max(one["top"], other["top"]) > 1
    ]
    assert overlaps == []


def test_two_loads_look_the_same(look):
    one = look().page.screenshot()
    assert look().page.screenshot() == one


@pytest.mark.parametrize("size", [PHONE, SMALL_PHONE], ids=str)
def test_a_phone_never_scrolls_sideways_and_has_targets_for_thumbs(look, size):
    seen = look(size=size)

    def fits():
        assert seen.run(TOO_WIDE) <= 0
        assert seen.run(SMALL_TARGETS, 40) == []

    fits()
    seen.page.fill("#search", "dppp")
    fits()
    seen.page.keyboard.press("Enter")
    fits()
    seen.page.click(".evidence >> nth=0")
    fits()
    seen.page.click(".close")
    seen.page.click("#drawer")
    seen.page.wait_for_timeout(250)
    fits()
    seen.page.click("#drawer")
    seen.page.click("#to-table")
    for tab in TABS:
        seen.page.click(f"#tab-{tab}")
        assert seen.run(TOO_WIDE) <= 0


def test_on_a_phone_the_picked_actor_stands_above_its_sheet(look):
    seen = look(size=PHONE)
    find(seen, "PATBM")
    at = seen.run(
        "netgov.network.canvasToDOM(netgov.network.getPosition(netgov.focus.item.id))"
    )
    canvas = seen.page.locator("#canvas").bounding_box()
    sheet = seen.page.locator("#panel").bounding_box()
    assert canvas["y"] < canvas["y"] + at["y"] < sheet["y"]
    assert 0 < at["x"] < canvas["width"]


def test_the_map_prints_on_one_page(look):
    seen = look()
    printed = seen.page.pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
