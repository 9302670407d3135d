"""What a reader does with the map page, and what is then to be seen on it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import hostile
from browser import Visit

TABS = ("actor", "tie", "gap")
FILTERS = ("layers", "kinds", "sectors")
SAVINGS = ("save_png", "save_svg", "save_actors", "save_ties", "save_gaps")
# What vis-network shows on the canvas, and the rings that are painted below it.
_SHOWN = """() => {
    const { nodes, edges } = netgov.network.body;
    const seen = (items) =>
        Object.values(items).filter((item) => !item.options.hidden).map((item) => item.id);
    const lines = seen(edges);
    const rings = [...netgov.rings().values()].flat().map((gap) => gap.id);
    return {
        actors: seen(nodes),
        ties: lines.filter((id) => netgov.ties.has(id)),
        gaps: lines.filter((id) => netgov.gaps.has(id)).concat(rings),
    };
}"""
_LEGEND = """() => [...document.querySelectorAll(".filters")].map((group) =>
    [...group.querySelectorAll(".check")].map((row) => ({
        name: row.querySelector(".name").textContent,
        number: row.querySelector(".number").textContent,
        on: row.querySelector("input").checked,
    })))"""
_TICK = """([title, wanted]) => {
    const keys = netgov.data[title].map((entry) => entry.key);
    const at = ["layers", "kinds", "sectors"].filter((each) => netgov.data[each].length);
    const group = document.querySelectorAll(".filters")[at.indexOf(title)];
    group.querySelectorAll("input").forEach((box, turn) => {
        if (box.checked !== wanted.includes(keys[turn])) box.click();
    });
}"""
# The box and size of each label, in pixels of the screen. vis-network works out the boxes of
# what is in view, so the view goes over all of the ground and comes back.
_LABELS = """() => {
    const network = netgov.network, scale = network.getScale();
    const view = network.getViewPosition();
    const ground = netgov.ground(), box = document.getElementById("canvas");
    const across = box.clientWidth / scale, down = box.clientHeight / scale;
    for (let x = across / 2; x < ground.width + across / 2; x += across) {
        for (let y = down / 2; y < ground.height + down / 2; y += down) {
            network.moveTo({ position: { x, y } });
            network.redraw();
        }
    }
    network.moveTo({ position: view });
    return Object.values(network.body.nodes)
        .filter((node) => !node.options.hidden && node.options.label)
        .map((node) => {
            const { left, top, width, height } = node.shape.labelModule.size;
            const { label, font } = node.options;
            const at = network.canvasToDOM({ x: left, y: top });
            return {
                label, size: font.size * scale, left: at.x, right: at.x + width * scale,
                top: at.y, bottom: at.y + height * scale,
            };
        });
}"""
# The middle of each line on the screen, with its two ends in one order.
_MIDDLES = """() => Object.values(netgov.network.body.edges)
    .filter((edge) => !edge.options.hidden)
    .map((edge) => {
        const middle = edge.edgeType.getPoint(0.5);
        const at = netgov.network.canvasToDOM(middle);
        return { pair: [edge.fromId, edge.toId].sort().join(" – "), x: at.x, y: at.y };
    })"""
_CLICK_ALL = "(s) => [...document.querySelectorAll(s)].forEach((each) => each.click())"
_REDRAWN = "new Promise((on) => requestAnimationFrame(() => requestAnimationFrame(on)))"


# --- doing -------------------------------------------------------------------------------


def find(seen: Visit, text: str) -> None:
    """Focus the first actor found for a text."""
    seen.page.fill("#search", text)
    seen.page.keyboard.press("Enter")


def find_busiest(seen: Visit) -> str:
    """Focus the actor with most partners, and return its id."""
    most = "netgov.rows.actor.reduce((a, b) => (b.values[0] > a.values[0] ? b : a))"
    actor = seen.run(most)
    find(seen, actor["name"])
    assert seen.run("netgov.focus.item.id") == actor["id"]
    return str(actor["id"])


def tick(seen: Visit, title: str, wanted: Collection[str]) -> None:
    """Have these boxes ticked, and no others of their group."""
    seen.run(_TICK, [title, list(wanted)])


def slide(seen: Visit, place: int) -> None:
    """Move the year slider; 0 stands for all years."""
    seen.page.fill("#year", str(place))


def arrange(seen: Visit, layout: str) -> None:
    """Choose a layout, "levels" or "clusters"."""
    places = [each["key"] for each in seen.run("netgov.data.layouts")]
    seen.page.select_option("#layout", str(places.index(layout)))
    redrawn(seen)


def saved(seen: Visit, what: str) -> bytes:
    """Return the file that an entry of the menu hands out."""
    seen.page.click("#save")
    with seen.page.expect_download() as waiting:
        seen.page.click(f"#{what}")
    return Path(waiting.value.path()).read_bytes()


def redrawn(seen: Visit) -> Visit:
    """Wait until the canvas shows what was chosen last."""
    seen.run(_REDRAWN)
    return seen


def use_everything(seen: Visit) -> None:
    """Touch every control of the page, the switch of languages last."""
    _use_settings(seen)
    _use_map(seen)
    _use_tables(seen)
    for what in SAVINGS:
        assert saved(seen, what)
    for what in ("print", "copy_link"):
        seen.page.click("#save")
        seen.page.click(f"#{what}")
    seen.page.click("#language")


def _use_settings(seen: Visit) -> None:
    for place in (1, 2, 0):
        slide(seen, place)
    slide(seen, 1)
    seen.page.click(".all")
    for select in ("#layout", "#size"):
        for place in range(seen.page.locator(f"{select} option").count()):
            seen.page.select_option(select, str(place))
    seen.run(_CLICK_ALL, ".side input, .side summary")
    seen.page.click(".reset")


def _use_map(seen: Visit) -> None:
    page = seen.page
    page.fill("#search", "dinas")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.click(".gap .link >> nth=0")
    page.click(".back")
    page.click(".evidence >> nth=0")
    page.click(".close")
    seen.run(_CLICK_ALL, ".zoom button")
    page.focus("#canvas")
    for key in ("ArrowLeft", "+", "-", "0"):
        page.keyboard.press(key)
    page.mouse.move(700, 400)
    page.mouse.wheel(0, -300)
    page.mouse.click(700, 400)


def _use_tables(seen: Visit) -> None:
    seen.page.click("#to-table")
    for tab in TABS:
        seen.page.click(f"#tab-{tab}")
        seen.run(_CLICK_ALL, ".page:not([hidden]) .sort")
    seen.page.click("#to-map")


# --- seeing ------------------------------------------------------------------------------


def shown(seen: Visit) -> dict[str, list[str]]:
    """Return the ids of all that is drawn: actors, ties and gaps."""
    return {what: sorted(ids) for what, ids in seen.run(_SHOWN).items()}


def counts(seen: Visit) -> dict[str, int]:
    """Return the numbers that the page tells below the legend."""
    numbers = re.findall(r"\d+", text_of(seen, "#counts"))
    return dict(zip(("actors", "ties", "gaps"), map(int, numbers), strict=True))


def legend(seen: Visit) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of the legend: name, number, and whether it is ticked."""
    return dict(zip(FILTERS, seen.run(_LEGEND), strict=True))


def place_of(seen: Visit, actor: str) -> dict[str, float]:
    """Return where an actor stands on the canvas."""
    return seen.run("(id) => netgov.network.canvasToDOM(netgov.network.getPosition(id))", actor)


def text_of(seen: Visit, selector: str) -> str:
    """Return the text of an element."""
    return seen.run("(s) => document.querySelector(s).textContent", selector)


def read(seen: Visit, selector: str) -> str:
    """Return the text of an element as it looks."""
    return hostile.visible(text_of(seen, selector))


def cells(seen: Visit, tab: str, column: int) -> list[str]:
    """Return the cells of a column from top to bottom, blank ones left out."""
    found = seen.page.locator(f"#table-{tab} tbody tr > :nth-child({column + 1})")
    return [text for text in found.all_text_contents() if text != "–"]


def labels(seen: Visit) -> list[dict[str, Any]]:
    """Return each label on the canvas with its box and size in pixels of the screen."""
    return redrawn(seen).run(_LABELS)


def covering(labels: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Return the labels whose boxes overlap, two by two."""
    return [
        (one["label"], other["label"])
        for one, other in combinations(labels, 2)
        if min(one["right"], other["right"]) - max(one["left"], other["left"]) > 1
        and min(one["bottom"], other["bottom"]) - max(one["top"], other["top"]) > 1
    ]


def close_lines(seen: Visit, least: float) -> Iterator[tuple[str, float]]:
    """Yield the lines of the same two whose middles are nearer than so many pixels."""
    for one, other in combinations(redrawn(seen).run(_MIDDLES), 2):
        if one["pair"] == other["pair"]:
            apart = ((one["x"] - other["x"]) ** 2 + (one["y"] - other["y"]) ** 2) ** 0.5
            if apart < least:
                yield one["pair"], round(apart, 1)
