"""The tables of the map page: the same content as the map, sortable, under the same filters."""

from __future__ import annotations

from itertools import pairwise

import pytest
from reader import TABS, cells, find, shown, slide, text_of, tick

from netgov.drawing.page_words import PAGE_WORDS

# The row that each cell belongs to is hidden or not.
ROWS = "(tab) => document.querySelectorAll(`#table-${tab} tbody tr:not([hidden])`).length"


@pytest.fixture
def tables(look):
    """The page with its tables open, everything shown."""
    seen = look()
    seen.page.click(".reset")
    seen.page.click("#to-table")
    return seen


def sort(seen, tab, column):
    """Sort by a column and return the direction told to screen readers."""
    seen.page.click(f"#table-{tab} .sort >> nth={column}")
    return seen.page.locator(f"#table-{tab} thead th").nth(column).get_attribute("aria-sort")


def test_tables_sort_by_name(tables):
    for tab in TABS:
        tables.page.click(f"#tab-{tab}")
        sort(tables, tab, 1)
        assert sort(tables, tab, 0) == "ascending"
        names = cells(tables, tab, 0)
        assert names == sorted(names, key=str.casefold)
        assert sort(tables, tab, 0) == "descending"
        assert cells(tables, tab, 0) == names[::-1]


def numbers(tables, tab, column):
    texts = cells(tables, tab, column)
    return [float(text.replace(".", "").replace(",", ".")) for text in texts]


def test_tables_sort_by_number_the_largest_first(tables):
    for tab, column in (("actor", 4), ("actor", 7), ("gap", 5)):
        tables.page.click(f"#tab-{tab}")
        assert sort(tables, tab, column) == "descending"
        told = numbers(tables, tab, column)
        assert told == sorted(told, reverse=True)
        assert sort(tables, tab, column) == "ascending"
        assert numbers(tables, tab, column) == sorted(told)


def test_a_table_stays_sorted_in_another_year_and_language(tables):
    sort(tables, "actor", 7)
    slide(tables, 2)
    told = numbers(tables, "actor", 7)
    assert told == sorted(told, reverse=True)
    tables.page.click("#language")
    head = tables.page.locator("#table-actor thead th").nth(7)
    assert head.get_attribute("aria-sort") == "descending"


def test_rows_without_a_value_come_last_in_either_direction(tables):
    column = "#table-actor tbody tr > :nth-child(2)"
    for _direction in range(2):
        sort(tables, "actor", 1)
        blank = [text == "–" for text in tables.page.locator(column).all_text_contents()]
        assert all(one <= other for one, other in pairwise(blank))


def test_gaps_start_with_the_most_pressing(tables, scene):
    tables.page.click("#tab-gap")
    pressing = sorted((gap.priority for gap in scene.gaps), reverse=True)
    assert cells(tables, "gap", 6) == [scene.words.number(each, 1) for each in pressing]


def test_the_tables_hold_everything_and_obey_the_filters(tables, scene):
    for tab, items in zip(TABS, (scene.actors, scene.ties, scene.gaps), strict=True):
        assert tables.run(ROWS, tab) == len(items)
    tick(tables, "layers", scene.layers[1:])
    rest = [tie for tie in scene.ties if tie.layer != scene.layers[0]]
    assert tables.run(ROWS, "tie") == len(rest) == len(shown(tables)["ties"])
    told = {"shown": len(rest), "all": len(scene.ties)}
    assert text_of(tables, "#table-tie caption") == scene.words(
        PAGE_WORDS["ties_caption"], **told
    )


def test_the_tables_are_of_the_chosen_year(tables, scene):
    for place in (1, 3):
        slide(tables, place)
        frame = scene.of(scene.stage.periods[place])
        for tab, items in zip(TABS, (frame.actors, frame.ties, frame.gaps), strict=True):
            assert tables.run(ROWS, tab) == len(items)


def test_the_tables_speak_the_chosen_language(tables, scenes):
    tables.page.click("#language")
    english = scenes["en"]
    assert text_of(tables, "#table-actor th") == english.words(PAGE_WORDS["actor"])
    assert set(cells(tables, "actor", 0)) == {mark.name for mark in english.actors}


def test_the_evidence_of_a_tie_stands_in_its_row(tables, scene):
    tables.page.click("#tab-tie")
    told = text_of(tables, "#table-tie tbody")
    for tie in scene.ties:
        assert all(sign["text"] in told and sign["citation"] in told for sign in tie.signs)


def test_a_name_in_a_table_opens_its_panel(tables, scene):
    mark = scene.actors[3]
    tables.page.click(f"#table-actor >> role=button[name='{mark.name}']")
    assert text_of(tables, "#panel h2") == mark.name
    find(tables, scene.actors[4].name)
    assert text_of(tables, "#panel h2") == scene.actors[4].name
