"""Workbooks: notes first, text as text, numbers as numbers, made to be printed."""

import datetime
import io

import openpyxl
import pandas as pd
import pytest
from awkward import AWKWARD, FRAME, HOSTILE, LONG

from netgov.captions import CAPTIONS
from netgov.tables import WRITERS, workbook
from netgov.words import Words


def opened(sheets, lang="en", **facts):
    return openpyxl.load_workbook(io.BytesIO(workbook(sheets, Words(lang), **facts)))


def rows(sheet):
    return list(sheet.iter_rows(values_only=True))


def test_text_is_text_and_numbers_are_numbers():
    frame = pd.DataFrame({"text": [*HOSTILE, "http://x.y", "12"], "value": range(14)})
    for sheet in opened({"table": frame}):
        cells = [cell for row in sheet.iter_rows() for cell in row]
        assert {cell.data_type for cell in cells} <= {"s", "n"}
        assert not any(cell.hyperlink for cell in cells)


def test_the_first_sheet_tells_what_the_others_hold():
    book = opened({"actors": FRAME}, notice="Invented.")
    assert book.sheetnames == ["Notes", "Actors"]
    told = rows(book["Notes"])
    assert told[1][0] == "Invented."
    assert ("Sheet", "Column", "Column in programs", "Unit", "Meaning") in told
    [betweenness] = [row for row in told if row[2] == "betweenness"]
    assert betweenness[:4] == ("Actors", "Betweenness", "betweenness", "pairs of actors")
    assert any(CAPTIONS["actors"].holds in str(row[4]) for row in told)


def test_every_column_of_a_study_is_in_the_notes(made):
    tables = dict(made)
    told = rows(opened(tables, "id")["Catatan"])
    named = {(row[0], row[2]) for row in told if row[2] and row[4]}
    for name, frame in tables.items():
        columns = frame.reset_index(drop=frame.index.names == [None]).columns
        sheet = Words("id")(CAPTIONS[name].sheet)
        assert {(sheet, column) for column in columns} <= named


def test_names_of_sheets_are_such_as_excel_takes():
    names = ["a/b", "A b", "History", "x" * 40, "x" * 41, "", "ties"]
    book = opened(dict.fromkeys(names, FRAME), notes=False)
    long = "x" * 31
    assert book.sheetnames == [
        "a b", "A b (2)", "History (2)", long, "x" * 27 + " (2)", "netgov", "Ties",
    ]  # fmt: skip


def test_a_sheet_can_be_read_on_a_screen_and_printed():
    sheet = opened({"actors": FRAME})["Actors"]
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == "A1:C3"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToHeight == 0  # as many pages as there are
    assert sheet["B2"].value == 1234.5
    assert sheet["B2"].number_format == "#,##0.0"
    assert sheet["C2"].alignment.wrap_text


def test_a_sheet_to_be_filled_in_stands_alone():
    book = opened({"aliases": FRAME}, notes=False)
    assert book.sheetnames == ["aliases"]


def test_awkward_values_are_what_they_were():
    sheet = opened({"x": AWKWARD}, notes=False)["x"]
    first, second, third = rows(sheet)[1:]
    assert first[:5] == (True, True, 1, pytest.approx(0.3), 1)
    assert first[6] == datetime.datetime(2019, 12, 31)
    assert first[9] == LONG
    assert second == (None, False, None, None, 2.5, "two", None, None, None,
                      "line one\nline two", None, None)  # fmt: skip
    assert third[8] == "Ñandú – 雪 🙂"


def test_a_workbook_says_nothing_of_when_and_by_whom():
    book = opened({"x": FRAME})
    assert book.properties.created.year == 2026
    assert not book.properties.creator


def test_a_single_table_comes_with_notes():
    book = openpyxl.load_workbook(io.BytesIO(WRITERS[".xlsx"](FRAME, Words("id"))))
    assert book.sheetnames == ["Catatan", "Aktor"]
