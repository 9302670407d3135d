"""The map on a phone: nothing to the side, targets for thumbs, a drawer and a sheet."""

from __future__ import annotations

import pytest
from browser import DESK, PHONE, SMALL_PHONE
from reader import TABS, find, find_busiest, place_of, redrawn, saved, slide

SMALL_TARGETS = """(least) =>
    [...document.querySelectorAll("button, input, select, summary, a[href], [role=option]")]
        .filter((each) => each.checkVisibility({ visibilityProperty: true }))
        .filter((each) => !each.matches(".skip"))
        .map((each) => each.closest("label") || each)
        .filter((each) => {
            const box = each.getBoundingClientRect();
            return Math.min(Math.round(box.width), Math.round(box.height)) < least;
        })
        .map((each) => each.outerHTML.slice(0, 100))
"""
TOO_WIDE = "document.documentElement.scrollWidth - window.innerWidth"


def fits(seen):
    """Whether the page is no wider than the screen, and every target large enough."""
    assert seen.run(TOO_WIDE) <= 0
    assert seen.run(SMALL_TARGETS, 40) == []


def open_drawer(seen):
    seen.page.click("#drawer")
    seen.page.wait_for_timeout(250)  # until it has slid in


@pytest.mark.parametrize(
    ("study", "lang", "size"),
    [("data", "id", PHONE), ("data", "en", SMALL_PHONE), ("casework", "id", SMALL_PHONE)],
    ids=str,
)
def test_a_phone_never_scrolls_sideways_and_has_targets_for_thumbs(look, study, lang, size):
    """Acceptance 16: at 360 pixels too, with everything opened in turn."""
    seen = look(study, lang, size)
    fits(seen)
    seen.page.fill("#search", "dinas")
    fits(seen)
    find_busiest(seen)
    fits(seen)
    seen.page.click(".evidence >> nth=0")
    fits(seen)
    seen.page.click(".close")
    seen.page.click("#save")
    fits(seen)
    seen.page.keyboard.press("Escape")
    open_drawer(seen)
    fits(seen)
    seen.page.click("#drawer")
    seen.page.click("#to-table")
    for tab in TABS:
        seen.page.click(f"#tab-{tab}")
        fits(seen)


def test_on_a_phone_the_picked_actor_stands_above_its_sheet(look):
    seen = look(size=PHONE)
    find(seen, "PATBM")
    at = place_of(seen, seen.run("netgov.focus.item.id"))
    canvas = seen.page.locator("#canvas").bounding_box()
    sheet = seen.page.locator("#panel").bounding_box()
    assert canvas["y"] < canvas["y"] + at["y"] < sheet["y"]
    assert 0 < at["x"] < canvas["width"]
    assert sheet["height"] == pytest.approx(0.46 * PHONE[1], abs=2)


def test_on_a_phone_the_settings_come_in_a_drawer(look, scene):
    seen = look(size=PHONE)
    assert not seen.page.locator("#side").is_visible()
    open_drawer(seen)
    assert seen.page.get_attribute("#drawer", "aria-expanded") == "true"
    slide(seen, 2)
    seen.page.locator(".filters input").first.click()
    seen.page.locator("#canvas").click(position={"x": 380, "y": 300})
    seen.page.wait_for_timeout(250)
    assert not seen.page.locator("#side").is_visible()
    rest = [tie for tie in scene.of(scene.stage.periods[2]).ties if tie.layer != "referral"]
    assert seen.run("netgov.shown.ties.size") == len(rest)


def test_a_tap_on_a_mark_opens_it(look):
    seen = look(size=PHONE)
    canvas, at = seen.page.locator("#canvas").bounding_box(), place_of(seen, "polda_riau")
    seen.page.touchscreen.tap(canvas["x"] + at["x"], canvas["y"] + at["y"])
    seen.until("netgov.focus && netgov.focus.item.id === 'polda_riau'")


def test_pictures_and_tables_can_be_saved_from_a_phone(look):
    seen = look(size=PHONE)
    assert saved(seen, "save_svg").startswith(b"<svg")
    assert saved(seen, "save_actors")


@pytest.mark.parametrize("zoomed", [False, True], ids=["", "zoomed"])
def test_a_turned_phone_keeps_its_map_and_what_is_picked(visit, drawn, zoomed):
    """Upright the ground is tall, on its side wide; the picked actor stays in sight."""
    seen = visit(drawn(), PHONE).ready()
    if zoomed:
        seen.page.click("#zoom-in")
    find(seen, "Polresta")
    turn = seen.run("netgov.data.actors.findIndex((actor) => actor.id === 'polresta')")
    for size in ((844, 390), PHONE, DESK):
        seen.page.set_viewport_size({"width": size[0], "height": size[1]})
        sheet = "phone" if size == PHONE else "desk"
        place = f"netgov.data.layouts[0].{sheet}.places[{turn}].map(Math.floor).join()"
        stands = "(({ x, y }) => [x, y].join())(netgov.network.body.nodes.polresta)"
        seen.until(f"{stands} === {place}")
        redrawn(seen)
        at = place_of(seen, "polresta")
        canvas = seen.page.locator("#canvas").bounding_box()
        assert 0 < at["x"] < canvas["width"]
        assert 0 < at["y"] < canvas["height"]
