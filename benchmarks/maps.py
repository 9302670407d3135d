"""The map page: how long it takes to make, to open, to filter and to move, and its size."""

from __future__ import annotations

import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from clock import ROOT, seconds, show

import netgov as ng

sys.path.insert(0, str(ROOT / "tests"))

import browser
from crowd import crowd

# When the page said that it had drawn itself, from the start of its loading.
_WATCH = """new MutationObserver(() => {
    if (document.documentElement.dataset.ready) globalThis.drawnAt ??= performance.now();
}).observe(document, { attributes: true, subtree: true })"""
# How long each box takes until the map shows what it changed.
_FILTER = """async () => {
    const shown = () => new Promise((on) => requestAnimationFrame(() => setTimeout(on)));
    const took = [];
    for (const box of document.querySelectorAll(".side input[type=checkbox]")) {
        for (let turn = 0; turn < 2; turn += 1) {
            await shown();
            const start = performance.now();
            box.click();
            await shown();
            took.push(performance.now() - start);
        }
    }
    return took;
}"""
# How many times a second the map is drawn while it is dragged.
_PAN = """async () => {
    const { network } = netgov, { emitter } = network.body, from = network.getViewPosition();
    const frame = () => new Promise(requestAnimationFrame);
    emitter.emit("dragStart", {});
    await frame();
    const start = performance.now();
    let drawn = 0;
    for (; performance.now() - start < 2000; drawn += 1) {
        const turn = drawn / 10;
        const position = { x: from.x + 60 * Math.sin(turn), y: from.y + 40 * Math.cos(turn) };
        network.moveTo({ position });
        await frame();
    }
    const spent = performance.now() - start;
    emitter.emit("dragEnd", {});
    return (1000 * drawn) / spent;
}"""


class Goal(NamedTuple):
    """An invented study, and what its map may cost: seconds, megabytes, seconds, ms, frames."""

    actors: int
    ties: int
    years: tuple[int, ...]
    made: str
    size: str
    drawn: str
    filtered: str
    frames: str


_GOALS = (
    Goal(7, 12, (2019,), "", "≤ 0.52", "", "", ""),
    Goal(40, 120, (2019,), "≤ 1", "≤ 0.56", "≤ 1", "≤ 150", "≥ 40"),
    Goal(40, 120, (2016, 2017, 2018, 2019), "≤ 1", "≤ 0.56", "≤ 1", "≤ 150", "≥ 40"),
    Goal(1000, 3200, (2019,), "≤ 15", "≤ 1.3", "≤ 2", "≤ 800", "≥ 25"),
    Goal(3000, 9600, (2019,), "", "", "≤ 4", "", ""),
)


def maps() -> None:
    """Measure maps of several sizes; in a browser where Chromium and Playwright are."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        try:
            chromium = stack.enter_context(browser.running())
        except browser.Lacking:
            chromium = None
        for turn, goal in enumerate(_GOALS):
            path = _made(goal, folder / str(turn))
            if chromium is not None:
                _used(goal, path, chromium)


def _made(goal: Goal, folder: Path) -> Path:
    """Return the map of a study, once its making has been measured."""
    history, path = crowd(folder, goal.actors, goal.ties, goal.years), folder / "map.html"
    took = seconds(lambda: ng.draw(ng.scene(history), path), 0.0)
    if goal.made:
        show(f"{_name(goal)}, made, CPU seconds", took, goal.made)
    if goal.size:
        show(f"{_name(goal)}, megabytes", path.stat().st_size / 1e6, goal.size)
    return path


def _used(goal: Goal, path: Path, chromium: Any) -> None:
    """Measure a map in the browser."""
    drawn, filtered, frames = [], [], []
    for _turn in range(3):
        seen = browser.blank(chromium)
        seen.page.add_init_script(_WATCH)
        seen.go(path).ready()
        drawn.append(seen.run("drawnAt") / 1000)
        if goal.filtered:
            filtered.append(max(seen.run(_FILTER)))
            frames.append(seen.run(_PAN))
        seen.page.context.close()
    if goal.drawn:
        show(f"{_name(goal)}, first drawing, seconds", median(drawn), goal.drawn)
    if goal.filtered:
        show(f"{_name(goal)}, slowest filter, ms", median(filtered), goal.filtered)
        show(f"{_name(goal)}, frames a second while moved", median(frames), goal.frames)


def _name(goal: Goal) -> str:
    years = f" in {len(goal.years)} years" if len(goal.years) > 1 else ""
    return f"map of {goal.actors:,} bodies{years}"
