"""Excel workbooks, with all that offices do in them."""

import datetime as dt
import io
import re
import time
import zipfile

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from reading_files import cells, codes, patched, saved, workbook

from netgov.errors import RecordsError, UnknownName
from netgov.reading import Note

HEAD = ["date", "source", "target"]
ROW = ["2023-01-01", "a", "b"]
LAST = b"</row></sheetData>"


@pytest.fixture
def read(table):
    return lambda content, **asked: table(content, "table.xlsx", **asked)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (dt.datetime(2023, 3, 4), "2023-03-04"),
        (dt.datetime(2023, 3, 4, 10, 30), "2023-03-04 10:30:00"),
        (dt.date(2023, 3, 4), "2023-03-04"),
        (dt.time(10, 30), "10:30:00"),
        (True, "TRUE"),
        (False, "FALSE"),
        (12, "12"),
        (12.0, "12"),
        (-3, "-3"),
        (1.5, "1.5"),
        (1.125, "1.1250"),
        (0.1, "0.1"),
        ("0012", "0012"),
        ("NA", "NA"),
        ("#REF!", "#REF!"),
        ("\u00a0 x \u200b", "x"),
        (CellRichText("plain ", TextBlock(InlineFont(b=True), "bold")), "plain bold"),
    ],
)
def test_every_value_becomes_text(read, value, text):
    assert cells(read(workbook(HEAD, [value, "a", "b"]))) == [[text, "a", "b"]]


def test_rows_keep_the_numbers_of_the_sheet(read):
    book = openpyxl.Workbook()
    for at, row in {3: HEAD, 7: ROW, 9: ROW}.items():
        for column, value in enumerate(row, start=2):
            book.active.cell(at, column, value)
    raw = read(saved(book))
    assert raw.frame.index.tolist() == [7, 9]
    assert (raw.sheet, raw.unread) == ("Sheet", ())
    assert raw.notes == (Note("titles_above", 3),)


def test_a_false_size_does_not_cut_the_sheet(read):
    data = patched(workbook(HEAD, ROW, ROW), b'ref="A1:C3"', b'ref="A1:A1"')
    assert len(read(data).frame) == 2


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (b'<c r="C3"><f>A1</f></c>', "#FORMULA!"),
        (b'<c r="C3"><f>A1</f><v/></c>', "#FORMULA!"),
        (b'<c r="C3"><f>A1</f><v></v></c>', "#FORMULA!"),
        (b'<c r="C3" s="0"><f t="shared" si="0"/></c>', "#FORMULA!"),
        (b'<c r="C3" t="str"><f>A1</f></c>', "#FORMULA!"),
        (b'<c r="C3" t="str"><f>A1</f><v></v></c>', ""),
        (b'<c r="C3" t="str"><f>A1</f><v>date</v></c>', "date"),
        (b'<c r="C3" t="e"><f>A1</f><v>#N/A</v></c>', "#N/A"),
    ],
)
def test_a_formula_gives_its_result_or_says_it_has_none(read, cell, text):
    data = workbook(HEAD, ROW, ["2023-01-02", "c", 7])
    data = patched(data, b'<c r="C3" t="n"><v>7</v></c>', cell)
    assert cells(read(data))[1] == ["2023-01-02", "c", text]


def test_some_programs_write_every_tag_with_a_prefix(read):
    data = workbook(HEAD, ROW, ["2023-01-02", "c", 7])
    data = patched(data, b'<c r="C3" t="n"><v>7</v></c>', b'<c r="C3"><f>A1</f></c>')
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        plain = archive.read("xl/worksheets/sheet1.xml")
    prefixed = re.sub(rb"<(/?)(\w)", rb"<\1x:\2", plain).replace(b"xmlns=", b"xmlns:x=")
    assert cells(read(patched(data, plain, prefixed)))[1] == ["2023-01-02", "c", "#FORMULA!"]


def test_hidden_rows_and_columns_are_read_and_told(read):
    book = openpyxl.Workbook()
    for row in (HEAD, ROW, ROW, ROW):
        book.active.append(row)
    book.active.row_dimensions[3].hidden = book.active.row_dimensions[4].hidden = True
    book.active.column_dimensions["B"].hidden = True
    raw = read(saved(book))
    assert len(raw.frame) == 3
    assert raw.notes == (
        Note("hidden_rows", 3, "", "2"),
        Note("hidden_columns", 0, "source", ""),
    )


def test_a_merged_cell_holds_for_all_its_rows(read):
    rows = [["2023-01-01", "a", "b"], [None, "c", "d"], [None, None, None], [None, "e", "f"]]
    raw = read(workbook(HEAD, *rows, [None, "g", "h"], merge=["A2:A5"]))
    assert raw.frame["date"].tolist() == ["2023-01-01"] * 3 + [""]
    assert raw.notes == (Note("merged_cells", 3, "date", "2"),)


def test_merged_titles_and_headings_are_not_records(read):
    rows = [["TITLE"], ["date", "source", "target", "x"], [None, None, None, "y"], ROW]
    raw = read(workbook(*rows, merge=["A1:G1", "A2:A3", "B2:B3", "C2:C3"]))
    assert cells(raw)[-1] == ROW
    assert raw.notes == (Note("titles_above", 2),)


def test_a_merge_of_the_whole_sheet_costs_nothing(read):
    merged = b'</sheetData><mergeCells><mergeCell ref="A2:XFD1048576"/></mergeCells>'
    data = patched(workbook(HEAD, ROW, [None, "c", "d"]), b"</sheetData>", merged)
    start = time.process_time()
    assert cells(read(data))[1] == ["2023-01-01", "c", "d"]
    assert time.process_time() - start < 0.3


def test_a_stray_cell_in_the_last_corner_costs_nothing(read):
    stray = b'</row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    data = patched(workbook(HEAD, ROW), LAST, stray)
    start = time.process_time()
    raw = read(data)
    assert time.process_time() - start < 0.3
    assert cells(raw) == [ROW]
    assert raw.notes == (Note("far_cells", 1_048_576),)


def test_formats_down_to_the_last_row_are_not_worth_a_note(read):
    blank = b'</row><row r="1048576"><c r="A1048576" s="0"/></row></sheetData>'
    assert read(patched(workbook(HEAD, ROW), LAST, blank)).notes == ()


def test_a_cell_beside_the_table_is_told_and_not_kept(read):
    raw = read(workbook(HEAD, ROW, [*ROW, None, "beside"]))
    assert raw.notes == (Note("far_cells", 3),)
    assert "beside" not in repr(raw)


def test_too_many_columns_are_refused(read):
    with pytest.raises(RecordsError, match="more than 200 columns"):
        read(workbook([*HEAD, *range(198)], ROW))


def test_every_sheet_with_a_table_is_read(tables):
    data = workbook(HEAD, ROW, Notes=[["read me"]], Empty=[], More=[HEAD, ROW, ROW])
    first, second = tables(data, "table.xlsx")
    assert (first.sheet, second.sheet) == ("Rekap", "More")
    assert first.notes == (Note("sheet_not_read", 0, "", "Notes"),)
    assert len(second.frame) == 2
    assert second.notes == ()


@pytest.mark.parametrize("name", ["More", " more ", "2"])
def test_a_sheet_may_be_named_or_numbered(read, name):
    raw = read(workbook(HEAD, ROW, More=[HEAD, ROW, ROW]), sheet=name)
    assert (raw.sheet, len(raw.frame)) == ("More", 2)


def test_an_unknown_sheet_names_the_known_ones(read):
    with pytest.raises(UnknownName, match=r"'Rekup'.* nearest is Rekap"):
        read(workbook(HEAD, ROW), sheet="Rekup")


def hidden(data_rows, hidden_rows):
    book = openpyxl.Workbook()
    for row in data_rows:
        book.active.append(row)
    sheet = book.create_sheet("Old")
    sheet.sheet_state = "veryHidden"
    for row in hidden_rows:
        sheet.append(row)
    return saved(book)


def test_a_hidden_sheet_is_told_and_read_only_when_named(read):
    data = hidden([HEAD, ROW], [HEAD, ROW, ROW])
    assert read(data).notes == (Note("hidden_sheet", 0, "", "Old"),)
    assert read(data, sheet="Old").notes == (Note("hidden_sheet_read", 0, "", "Old"),)


def test_a_hidden_sheet_is_read_if_no_other_holds_a_table(read):
    raw = read(hidden([["cover"]], [HEAD, ROW]))
    assert cells(raw) == [ROW]
    assert codes(raw) == ["hidden_sheet_read", "sheet_not_read"]


def test_dates_may_count_from_1904(read):
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active.append(HEAD)
    book.active.append([dt.datetime(2023, 3, 4), "a", "b"])
    raw = read(saved(book))
    assert cells(raw)[0][0] == "2023-03-04"
    assert raw.epoch_1904


def test_chart_sheets_are_left_alone(read):
    book = openpyxl.Workbook()
    book.active.append(HEAD)
    book.active.append(ROW)
    book.create_chartsheet("Chart").add_chart(BarChart())
    assert read(saved(book)).notes == ()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (workbook(), "is empty"),
        (workbook(["one", "two"], ["a", "b"]), "no heading that netgov knows"),
        (patched(workbook(HEAD), b"<worksheet", b"<!DOCTYPE x><worksheet"), "declarations"),
        (
            patched(
                workbook(HEAD),
                b"<worksheet",
                "<!ENTITY a 'b'>".encode("utf-16-le") + b"<worksheet",
            ),
            "declarations",
        ),
        (
            patched(workbook(HEAD), LAST, b"</row>" + b" " * 3_000_000),
            "unpacks to more than 200",
        ),
        (patched(workbook(HEAD), LAST, b"</row>"), "cut off, damaged or unusual"),
        (workbook(HEAD, ROW)[:-30], "cut off or damaged"),
    ],
    ids=["empty", "unknown", "doctype", "entity", "bomb", "broken", "cut off"],
)
def test_workbooks_that_cannot_be_used_are_refused(read, content, told):
    with pytest.raises(RecordsError, match=told) as refused:
        read(content)
    assert "table.xlsx" in str(refused.value)
