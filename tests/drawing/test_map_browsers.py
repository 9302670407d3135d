"""The map in browsers of 2020: what came later is deleted before the page loads."""

from __future__ import annotations

import pytest
from browser import DESK, PHONE

YOUNG = """
    delete Object.hasOwn; delete Array.prototype.at; delete String.prototype.at;
    delete Array.prototype.toSorted; delete Array.prototype.findLast;
    delete String.prototype.replaceAll; delete globalThis.structuredClone;
    delete Element.prototype.replaceChildren;
    delete CanvasRenderingContext2D.prototype.roundRect;
"""


@pytest.mark.parametrize("size", [DESK, PHONE], ids=str)
def test_the_map_needs_nothing_that_came_later(visit, drawn, size):
    seen = visit("about:blank", size)
    seen.page.add_init_script(YOUNG)
    seen.go(f"{drawn().as_uri()}#layout=clusters&year=2019&actor=dpppa").ready()
    seen.page.click("#to-table")
    seen.page.click("#language")
    seen.page.click("#save")
    with seen.page.expect_download() as drawing:
        seen.page.click("#save_svg")
    assert "<svg" in drawing.value.path().read_text(encoding="utf-8")
    assert seen.said == []
