"""Tables for people and for programs, safe in every program that opens them."""

import csv
import io
import json
from dataclasses import fields

import openpyxl
import pandas as pd
import pytest

import netgov as ng
from netgov.captions import HEADINGS, heading
from netgov.cases import Pathways, attendance, coordination, pathways
from netgov.cases.registers import Volume
from netgov.errors import UnknownName
from netgov.masking import TOTAL_COLUMNS
from netgov.measures.brokerage import ROLES
from netgov.report import report_tables, yearly
from netgov.tables import (
    WRITERS,
    as_text,
    card_table,
    gap_table,
    level_table,
    safe_text,
    with_names,
    workbook,
)
from netgov.words import Words

HOSTILE = [
    "=1+1", "+1", "-1", "@SUM(A1)", "|calc", "%x", "\tx", "\rx", " =1", "＝1+1", "－1", "＠x",
]  # fmt: skip
FRAME = pd.DataFrame(
    {"betweenness": [1234.5, float("nan")], "name_id": ["Dinas | 50% & {x}_#$~^\\", "=1+1"]},
    index=pd.Index(["a", "b"], name="actor"),
)


@pytest.fixture
def written(tmp_path):
    def write(suffix, frame=FRAME, lang="id"):
        return ng.write_table(frame, tmp_path / f"table{suffix}", lang)

    return write


@pytest.mark.parametrize("text", HOSTILE)
def test_text_that_a_spreadsheet_would_run_is_disarmed(text):
    assert safe_text(text) == f"'{text}"


@pytest.mark.parametrize("value", ["Dinas", "a=b", "", -1, 1.5, None, True])
def test_other_values_stay_as_they_are(value):
    assert safe_text(value) is value


def test_csv_is_for_programs(written):
    rows = list(csv.reader(written(".csv").read_text("utf-8").splitlines()))
    assert rows[0] == ["actor", "betweenness", "name_id"]
    assert rows[1][:2] == ["a", "1234.5"]
    assert rows[2] == ["b", "", "'=1+1"]


def test_json_has_no_nan(written):
    rows = json.loads(written(".json").read_text("utf-8"))
    assert rows[1] == {"actor": "b", "betweenness": None, "name_id": "=1+1"}


def test_excel_holds_text_as_text_and_numbers_as_numbers(written):
    frame = pd.DataFrame({"text": [*HOSTILE, "http://x.y", "12"], "value": range(14)})
    sheet = openpyxl.load_workbook(written(".xlsx", frame)).active
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert not any(cell.hyperlink for cell in cells)
    assert sheet.freeze_panes == "B2"


@pytest.mark.parametrize(
    ("lang", "number", "head"),
    [("id", "1.234,5", "Sentralitas keantaraan"), ("en", "1,234.5", "Betweenness")],
)
def test_what_people_read_is_in_their_language(written, lang, number, head):
    text = written(".md", lang=lang).read_text("utf-8")
    assert number in text
    assert head in text
    assert number in as_text(FRAME, Words(lang))


def test_markdown_stays_one_row_a_line(written):
    frame = pd.DataFrame({"text": ["a | b\nc", "d"]})
    lines = written(".md", frame).read_text("utf-8").splitlines()
    assert len(lines) == 4
    assert "a \\| b c" in lines[2]


def test_latex_is_escaped(written):
    text = written(".tex").read_text("utf-8")
    assert r"50\% \& \{x\}\_\#\$" in text
    assert r"\toprule" in text


def test_an_unknown_suffix_names_the_known_ones(tmp_path):
    with pytest.raises(UnknownName, match=r"'\.xls'\. The nearest is \.xlsx"):
        ng.write_table(FRAME, tmp_path / "table.xls")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("suffix", list(WRITERS))
def test_the_same_table_gives_the_same_bytes(suffix):
    writer = WRITERS[suffix]
    assert writer(FRAME, Words("id")) == writer(FRAME, Words("id"))


@pytest.mark.parametrize("suffix", list(WRITERS))
def test_a_table_without_rows_is_written_too(suffix):
    assert WRITERS[suffix](FRAME.head(0), Words("en"))


def test_a_workbook_has_a_sheet_for_each_table():
    book = openpyxl.load_workbook(io.BytesIO(workbook({"a/b": FRAME, "c": FRAME}, Words("en"))))
    assert book.sheetnames == ["a b", "c"]
    assert book.properties.created.year == 2026


@pytest.fixture(scope="module")
def columns(public, casework):
    """Every column of every table that netgov writes or prints."""
    gaps = ng.find_gaps(public)
    tables = report_tables(
        public, public.whole, gaps, yearly(public, public.whole), ng.scorecard(public)
    )
    records = public.records
    frames = [*tables.values(), records.counts, card_table(None, Words("en"), full=True)]
    frames += [records.problems.drop(columns=["known", "within"]), records.changes]
    frames += [records.unknown, pd.DataFrame(columns=["data"])]
    frames += [pd.DataFrame(columns=["sheet", "remedy", "done"])]
    frames += [ng.change(casework), ng.turnover(casework), ng.coverage(casework)]
    frames += [*pathways(casework).tables.values()]
    frames += [coordination(casework), attendance(casework), ng.find_gaps(casework)]
    frames += [ng.rows_behind(casework, ng.find_gaps(casework), "1", "en")]
    tables = [field.name for field in fields(Pathways) if field.type == "pd.DataFrame"]
    registers = ["sender", "receiver", "both", *Volume._fields]  # the practice data keep one
    frames += [pd.DataFrame(columns=["audience", *tables, *registers])]
    frames += [pd.DataFrame(columns=[*TOTAL_COLUMNS, "how"])]
    frames += [level_table(ng.compare_levels(public[public.whole], "partners"), Words("en"))]
    return {column for frame in frames for column in frame.reset_index().columns} - {"index"}


def test_the_tables_hold_every_measure(columns):
    assert {column for card in ng.MEASURES.values() for column in card.columns} <= columns


def test_every_column_has_a_heading_and_no_heading_is_left_over(columns):
    assert [column for column in columns if heading(column, Words("en")) == column] == []
    assert set(HEADINGS) <= columns


def test_levels_are_told_in_words(public):
    levels = ng.compare_levels(public[public.whole], "partners")
    told = level_table(levels, Words("en"))
    assert "all relations" in told["about"].tolist()
    assert told["about"].tolist()[-1] == "Partners"
    assert told["aspect"].str.contains("contact|Rank").all()


BROAD = pd.DataFrame(
    {f"broker_roles.{role}": [turn] for turn, role in enumerate(ROLES)},
    index=pd.Index(["dpppa"], name="actor"),
).assign(data="SYNTHETIC")


def test_a_table_broader_than_the_terminal_is_told_in_several():
    whole = as_text(BROAD, Words("en"))
    parts = as_text(BROAD, Words("en"), 60).split("\n\n")
    assert len(parts) > 1
    assert max(len(line) for part in parts for line in part.splitlines()) <= 60
    # Each part says whose row it is and that it is invented; each column comes once.
    rows = [part.splitlines()[-1].split() for part in parts]
    assert all(row[0] == "dpppa" and row[-1] == "SYNTHETIC" for row in rows)
    told = [number for row in rows for number in row[1:-1]]
    assert told == whole.splitlines()[-1].split()[1:-1]


def test_a_narrow_terminal_still_shows_every_column():
    parts = as_text(BROAD, Words("en"), 5).split("\n\n")
    assert len(parts) == len(ROLES)


def test_row_numbers_stay_in_the_office(public):
    gaps = gap_table(ng.find_gaps(public))
    assert not {"mandate_rows", "statement_rows", "event_rows"} & set(gaps)


def test_a_service_that_no_chain_reaches_is_told_in_words():
    table = pd.DataFrame(
        {"fewest": [2.0, float("nan")], "layer": ["referral", ""]},
        index=pd.Index(["a", "b"], name="entry"),
    )
    told = with_names(table, pd.Series({"a": "A"}), Words("en"))
    assert told["fewest"].tolist() == ["2", "no way: a service desert"]
    assert told[["entry", "layer"]].to_numpy().tolist() == [["A", "Referral"], ["b", ""]]
