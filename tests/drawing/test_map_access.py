"""The map for everybody: by keyboard alone, for screen readers, in the reader's language."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from browser import DESK, PHONE, faults
from reader import cells, find, find_busiest, shown, slide, text_of, tick

from netgov.drawing.page_words import PAGE_WORDS
from netgov.errors import speak
from netgov.terms import SECTORS

# Every text that can be read or heard on the page.
HEARD = """() => [...document.querySelectorAll("#app, #app *")].flatMap((each) =>
    [...each.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data)
        .concat(["aria-label", "title", "placeholder", "aria-valuetext"]
            .map((name) => each.getAttribute(name))))
    .filter(Boolean)"""

# How near, and at what, a reader looks.
VIEW = """() => {
    const { x, y } = netgov.network.getViewPosition();
    return [netgov.network.getScale(), x, y].map((number) => number.toFixed(3));
}"""


# --- axe ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("study", "lang"), [("data", "id"), ("data", "en"), ("casework", "id")]
)
def test_no_rule_of_access_is_broken_on_a_desk(visit, drawn, study, lang):
    """Acceptance 14: WCAG 2.2 A and AA, in map, menu, search, panels and tables."""
    seen = visit(drawn(study, lang), DESK, bypass_csp=True).ready()
    seen.page.click("#save")
    seen.page.fill("#search", "dinas")
    seen.run("document.querySelectorAll('.more').forEach((each) => { each.open = true; })")
    found = {"map, with all that folds open": faults(seen)}
    find_busiest(seen)
    found["actor"] = faults(seen)
    seen.page.click(".evidence >> nth=0")
    seen.page.click("#to-table")
    found["table of actors, and a tie"] = faults(seen)
    # A few rows are as good as many, and judged sooner.
    slide(seen, 1)
    tick(seen, "layers", [seen.run("netgov.data.layers.at(-1).key")])
    for tab in ("tie", "gap"):
        seen.page.click(f"#tab-{tab}")
        found[f"table of {tab}s"] = faults(seen)
    assert {state: broken for state, broken in found.items() if broken} == {}


def test_no_rule_of_access_is_broken_on_a_phone(visit, drawn):
    """Acceptance 14: with the drawer, the sheet and the tables too."""
    seen = visit(drawn(), PHONE, bypass_csp=True).ready()
    found = {"map": faults(seen)}
    seen.page.click("#language")
    seen.page.click("#drawer")
    seen.page.wait_for_timeout(250)
    found["drawer, in English"] = faults(seen)
    seen.page.click("#drawer")
    find_busiest(seen)
    found["sheet"] = faults(seen)
    seen.page.click(".close")
    seen.page.click("#to-table")
    found["table"] = faults(seen)
    assert {state: broken for state, broken in found.items() if broken} == {}


# --- keyboard ----------------------------------------------------------------------------


def tab_to(seen, selector):
    """Press Tab until an element has the focus."""
    for _press in range(150):
        if seen.run("(s) => document.activeElement.matches(s)", selector):
            return
        seen.page.keyboard.press("Tab")
    pytest.fail(f"{selector} is not reached by Tab")


def test_by_keyboard_alone_an_actor_is_found_and_its_evidence_read(look):
    """Acceptance 15: search, pick, open what stands in the panel, go back, close."""
    seen = look()
    press = seen.page.keyboard.press
    tab_to(seen, "#search")
    seen.page.keyboard.type("polresta")
    press("ArrowDown")
    press("ArrowUp")
    press("Enter")
    assert seen.run("netgov.focus.item.id") == "polresta"
    tab_to(seen, "#panel .evidence")
    press("Enter")
    assert seen.run("netgov.focus.type") == "tie"
    tab_to(seen, "#panel .back")
    press("Space")
    assert seen.run("netgov.focus.item.id") == "polresta"
    press("Escape")
    assert seen.run("netgov.focus") is None


def test_by_keyboard_alone_the_view_is_chosen(look, scene):
    """Acceptance 15: layout, size, year, filter, language."""
    seen = look()
    press = seen.page.keyboard.press
    for select in ("layout", "size"):
        tab_to(seen, f"#{select}")
        press("ArrowDown")
        assert seen.run(f"netgov.choice.{select}") == 1
    tab_to(seen, "#year")
    press("ArrowRight")
    press("ArrowRight")
    assert seen.run("netgov.frame().key") == "2018"
    tab_to(seen, ".filters input")
    press("Space")
    ties = scene.of(scene.stage.periods[2]).ties
    rest = sorted(tie.name for tie in ties if tie.layer != scene.layers[0])
    assert shown(seen)["ties"] == rest
    tab_to(seen, "#language")
    press("Enter")
    assert seen.run("document.documentElement.lang") == "en"
    assert shown(seen)["ties"] == rest


def test_by_keyboard_alone_a_table_is_sorted_and_opened(look):
    """Acceptance 15: table, tab, sort, and a row that opens its panel."""
    seen = look()
    press = seen.page.keyboard.press
    tab_to(seen, "#to-table")
    press("Enter")
    tab_to(seen, "#tab-actor")
    press("ArrowRight")
    assert seen.run("document.activeElement.id") == "tab-tie"
    tab_to(seen, "#table-tie thead th:nth-child(2) .sort")
    press("Enter")
    names = cells(seen, "tie", 1)
    assert names == sorted(names, key=str.casefold)
    tab_to(seen, "#table-tie tbody tr:not([hidden]) .link")
    press("Enter")
    assert seen.page.locator("#panel").is_visible()


def test_by_keyboard_alone_a_table_is_saved_and_a_link_copied(visit, drawn, scene):
    """Acceptance 15: export and link."""
    seen = visit(drawn(), permissions=["clipboard-read", "clipboard-write"]).ready()
    press = seen.page.keyboard.press
    slide(seen, 2)
    tab_to(seen, "#save")
    press("Enter")
    tab_to(seen, "#save_ties")
    with seen.page.expect_download() as waiting:
        press("Enter")
    text = Path(waiting.value.path()).read_text(encoding="utf-8-sig")
    ties = scene.of(scene.stage.periods[2]).ties
    assert len(list(csv.reader(io.StringIO(text), delimiter=";"))) == len(ties) + 1
    assert seen.run("document.activeElement.id") == "save"
    press("Enter")
    tab_to(seen, "#copy_link")
    press("Enter")
    seen.until("document.getElementById('say').textContent !== ''")
    assert seen.run("navigator.clipboard.readText()").endswith("#year=2018")
    assert seen.said == []


def test_the_map_moves_and_zooms_by_keys(look):
    seen = look()
    fitted = before = seen.run(VIEW)
    tab_to(seen, "#canvas")
    for key in ("+", "-", "ArrowLeft", "ArrowUp", "ArrowRight", "ArrowDown"):
        seen.page.keyboard.press(key)
        after = seen.run(VIEW)
        assert after != before, key
        before = after
    seen.page.keyboard.press("+")
    seen.page.keyboard.press("0")
    assert seen.run(VIEW) == fitted


def test_the_first_press_of_tab_offers_to_skip_to_the_map(look):
    seen = look()
    seen.page.keyboard.press("Tab")
    assert seen.run("document.activeElement.className") == "skip"
    assert seen.page.locator(".skip").bounding_box()["width"] > 40
    seen.page.keyboard.press("Enter")
    assert seen.run("document.activeElement.id") == "main"


def test_escape_closes_one_thing_at_a_time_and_gives_the_focus_back(look):
    seen = look()
    find(seen, "Polresta")
    seen.page.click("#save")
    seen.page.keyboard.press("Escape")
    assert not seen.page.locator("#menu").is_visible()
    assert seen.run("document.activeElement.id") == "save"
    assert seen.page.locator("#panel").is_visible()
    seen.page.keyboard.press("Escape")
    assert not seen.page.locator("#panel").is_visible()


def test_what_changes_is_told_to_those_who_listen(look):
    seen = look()
    for region in ("#counts", "#say"):
        assert seen.page.get_attribute(region, "role") == "status"
    seen.page.fill("#search", "polres")
    assert text_of(seen, "#say") == speak("id")(
        PAGE_WORDS["found"], count=seen.page.locator("#results li").count()
    )


# --- words -------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["id", "en"])
def test_the_page_speaks_its_language(look, scenes, lang):
    seen, words = look(lang=lang), speak(lang)
    assert seen.run("document.documentElement.lang") == lang
    assert text_of(seen, "#title") == scenes[lang].title
    for element in ("to-map", "to-table"):
        assert text_of(seen, f"#{element}") == words(PAGE_WORDS[element.removeprefix("to-")])
    assert seen.page.get_attribute("#search", "placeholder") == words(PAGE_WORDS["search_hint"])
    legend = seen.page.locator(".side legend").all_text_contents()
    assert legend == [words(PAGE_WORDS[name]) for name in ("layers", "kinds", "sectors")]
    assert words(SECTORS["police"].label) in text_of(seen, "#side")
    assert text_of(seen, "#notice") == scenes[lang].notice


def test_switching_the_language_leaves_no_sentence_of_the_other(look, scenes):
    """Acceptance 20: with panel, menu and tables open; what is picked and chosen stays."""
    seen = look()
    find(seen, "Polresta")
    seen.page.click("#to-table")
    for lang, other in (("en", "id"), ("id", "en")):
        seen.page.click("#language")
        assert seen.run("document.documentElement.lang") == lang
        assert seen.run("netgov.focus.item.id") == "polresta"
        mine, theirs = (
            {speak(each)(sentence) for sentence in PAGE_WORDS.values()}
            for each in (lang, other)
        )
        heard = {text.strip() for text in seen.run(HEARD)}
        assert heard & (theirs - mine) == set()
        assert len(heard & mine) > 30
        assert scenes[lang].title in heard
        names = {mark.name for mark in scenes[lang].actors}
        assert set(cells(seen, "actor", 0)) == names


@pytest.mark.parametrize("lang", ["id", "en"])
def test_every_word_that_the_scripts_ask_for_exists(look, lang):
    """A key without a sentence would show as the key itself."""
    seen = look(lang=lang)
    find(seen, "dppp")
    seen.page.click("#to-table")
    keys = {key for key in PAGE_WORDS if "_" in key}
    assert keys & set(seen.run(HEARD)) == set()
