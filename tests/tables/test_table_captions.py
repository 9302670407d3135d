"""Each table has a title, and each column a heading, a definition and a unit."""

import pytest

import netgov as ng
from netgov.captions import CAPTIONS, HEADINGS, definition, heading, table_of, title, unit
from netgov.captions.values import _closed, is_closed
from netgov.tables.told import flat
from netgov.words import LANGUAGES, Words

LONGEST_NAME_OF_A_SHEET = 31


def columns(made):
    return [(name, column) for name, frame in made for column in flat(frame).columns]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_column_of_every_table_is_defined(made, lang):
    words = Words(lang)
    assert [at for at in columns(made) if not definition(at[1], words, at[0])] == []
    assert [at for at in columns(made) if heading(at[1], words) == at[1]] == []


def test_every_caption_is_of_a_table_that_is_made(made):
    assert {name for name, _frame in made} == set(CAPTIONS)
    held = {column for _name, column in columns(made)}
    rows = {"mandate_rows", "statement_rows", "event_rows", "text"}  # of gaps, before a file
    told = {column for caption in CAPTIONS.values() for column in caption.columns}
    assert told - held - rows == {"answered"}  # of delays, in public
    # A district heads the page that lists reports, and no table.
    assert set(HEADINGS) <= told | {"audience", "data", "district"}


def test_the_tables_hold_every_measure(made):
    held = {column for _name, column in columns(made)}
    assert {column for card in ng.MEASURES.values() for column in card.columns} <= held


def test_a_table_is_known_by_its_columns(made):
    assert [(name, table_of(flat(frame).columns)) for name, frame in made] == [
        (name, name) for name, _frame in made
    ]
    assert table_of(["source", "nobody"]) == ""
    assert table_of([]) == ""


@pytest.mark.parametrize("lang", LANGUAGES)
def test_sheets_have_names_that_excel_takes_and_that_differ(lang):
    sheets = [Words(lang)(caption.sheet) for caption in CAPTIONS.values()]
    assert max(map(len, sheets)) <= LONGEST_NAME_OF_A_SHEET
    assert len({sheet.casefold() for sheet in sheets}) == len(sheets)


def test_what_the_input_says_of_a_column_is_said_once():
    english = Words("en")
    assert definition("sector", english, "actors") == "Field of work."
    assert unit("in_force_from", english, "mandates") == "year"


def test_a_measure_tells_what_its_card_says():
    card, english = ng.MEASURES["betweenness"], Words("en")
    assert definition("betweenness", english, "actors") == card.plain
    assert unit("betweenness", english, "actors") == card.unit


def test_a_column_nobody_knows_is_told_as_it_is():
    english = Words("en")
    assert heading("pH", english) == title("pH", english) == "pH"
    assert definition("pH", english) == unit("pH", english) == ""


def test_the_same_name_tells_something_else_in_another_table():
    english = Words("en")
    assert unit("open", english, "delays") == "contacts"
    assert unit("open", english, "agencies") == "visits"


def test_columns_of_closed_lists_are_those_that_have_labels():
    assert {name for name in HEADINGS | _closed() if is_closed(name)} == set(_closed())
