"""Files as offices send them are taken as they are, and nothing is lost in silence."""

import datetime as dt
import io
import json
import os
import re
import zipfile
from pathlib import Path

import door
import pyarrow as pa
import pytest
from click.testing import CliRunner
from door import HEADINGS, NAME, NIK, PERSONAL, PHONE, SECRETS, book, csv, log, rows

import netgov as ng
from netgov import cli
from netgov.cli.speech import Speech, speak_in
from netgov.errors import NetgovError, RecordsError
from netgov.words import LANGUAGES, Words

SOUND = [HEADINGS, *rows()]


@pytest.fixture
def sent(tmp_path):
    """Write a file as it was sent."""

    def write(content, name="log.csv"):
        path = tmp_path / "sent" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.fixture
def read(sent):
    """Write a file and read its records."""

    def reader(content, name="log.csv", **asked):
        return ng.read_records(sent(content, name), **asked)

    return reader


@pytest.fixture
def refused(sent):
    """Write a file that must be refused and return what is said, in both languages."""

    def refuser(content, name="log.csv", **asked):
        with pytest.raises(RecordsError) as refusal:
            ng.read_records(sent(content, name), **asked)
        return [refusal.value.say(lang) for lang in LANGUAGES]

    return refuser


@pytest.fixture
def run():
    """Run a command in Indonesian; return its exit code and all it printed."""
    before = Speech.words

    def command(*arguments):
        speak_in(Words("id"))
        done = CliRunner().invoke(cli.netgov, [*map(str, arguments)])
        assert done.exception is None or isinstance(done.exception, SystemExit)
        return done.exit_code, done.output

    yield command
    speak_in(before)


def counted(records):
    """Return rows in, used and set aside; the first is the sum of the others."""
    total = tuple(records.counts.sum())
    assert total[0] == total[1] + total[2]
    assert total[2] == len(records.problems)
    return total


def aside(records):
    """Return the row and the reason of each row set aside."""
    counted(records)
    return list(zip(records.problems["row"], records.problems["code"], strict=True))


def told(records, code):
    """Return row, column, cell and rows of each change of one kind."""
    changes = records.changes[records.changes["code"] == code]
    return changes[["row", "column", "before", "rows"]].to_numpy().tolist()


def sheets_of(records, code):
    """Return the sheets that changes of one kind speak of."""
    return records.changes["sheet"][records.changes["code"] == code].tolist()


# --- text -------------------------------------------------------------------------------------

ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"], ids=["semicolon", ",", "tab", "|"])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_any_encoding_and_separator_is_read(read, encoding, separator):
    text = csv(SOUND, separator).replace("Dinsos", "Yayasan Café")
    records = read(text.encode(encoding))
    assert counted(records) == (6, 6, 0)
    assert "Yayasan Café" in set(records.actors["name_id"])


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\r"),
        lambda text: text.removesuffix("\n"),
        lambda text: text.replace("\n", "\n\n"),
        lambda text: text + "\x1a",
        lambda text: text + ";;;;;\n" * 30,
        lambda text: text.replace("\n", ";;;;\n"),
        lambda text: "sep=;\n" + text,
        lambda text: text.replace(";", " ; "),
        lambda text: "".join(f'"{line}"\n' for line in text.replace(";", ",").splitlines()),
        lambda text: re.sub(r"[^;\n]+", lambda cell: f'"{cell[0]}"', text),
    ],
    ids=[
        "CRLF",
        "CR",
        "no end",
        "double",
        "^Z",
        "tail",
        "wide",
        "sep=",
        "loose",
        "1 cell",
        '"',
    ],
)
def test_no_habit_of_a_program_costs_a_row(read, change):
    assert counted(read(change(log()))) == (6, 6, 0)


def test_the_row_told_is_that_of_the_spreadsheet(read):
    text = "REGISTER RUJUKAN\n\n" + log(["K", "31/02/2019", "a", "b"]).replace("K;", "\n\nK;")
    records = read(text)
    assert aside(records) == [(12, "bad_date")]
    assert records.problems["column"].tolist() == ["Tanggal"]


# --- headings ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headings",
    [
        "NO KASUS;TANGGAL;ASAL;TUJUAN;LAYANAN;STATUS",
        "Case ID;Date;Source;Target;Service;Status",
        "case_id;Tanggal;from;Tujuan;service;STATUS",
        "No. Register;Tgl. Rujukan;Instansi Perujuk;Dirujuk Ke;Jenis Layanan;Status Rujukan",
        "No. Reg;Hari/Tanggal;Asal Rujukan;Tujuan Rujukan;Layanan;Status",
        "No Kasus*;Tanggal :;Asal *;Tujuan:;Layanan;Status",
        '"No\nKasus";"Tanggal\r\n";"Asal\nRujukan";"Tujuan\nRujukan";Layanan;Status',
        '\ufeff"No Kasus";\ufeffTanggal;Asal\u200b;Tu\u00adjuan;Layanan;Status',
        "No\u00a0Kasus;  Tanggal  ;A s a l;TUJUAN_;Layanan;Status",
        "Ｎｏ Kasus;Ｔａｎｇｇａｌ;Asal;Tujuan;Layanan;Status",
    ],
)
def test_headings_are_known_however_they_are_typed(read, headings):
    records = read(headings + "\n" + csv(rows()))
    assert counted(records) == (6, 6, 0)
    assert records.evidence["case"].nunique() == 6
    assert set(records.evidence["service"]) == {"medis"}


def test_two_columns_of_one_heading_are_refused_if_they_are_needed(refused, read):
    twice = log(headings=(*HEADINGS[:4], "Asal", "Status"))
    assert all("'Asal'" in said and "log.csv" in said for said in refused(twice))
    assert counted(read(csv([[*HEADINGS, "Ket", "Ket"], *rows()]))) == (6, 6, 0)


def merged(*ranges):
    return lambda made: [made.worksheets[0].merge_cells(one) for one in ranges]


@pytest.mark.parametrize(
    ("above", "below"),
    [
        (["No Kasus", "Tanggal", "Instansi", None], [None, None, "Asal", "Tujuan"]),
        (["No Kasus", "Tanggal", "Rujukan", None], [None, None, "Dari", "Ke"]),
        (["Kasus", "Tanggal", "Lembaga", None], ["No.", None, "Perujuk", "Penerima"]),
    ],
)
def test_headings_of_two_merged_rows_are_put_together(read, above, below):
    table = [[*above, "Layanan", "Status"], [*below, None, None], *rows()]
    records = read(book({"S": table}, merged("C1:D1", "B1:B2")), "log.xlsx")
    assert counted(records) == (6, 6, 0)
    assert "UPT PPA" in set(records.actors["name_id"])


# --- what is no record ------------------------------------------------------------------------

NO = "not_a_record"
GAP = [None] * 4
LAYOUTS = {
    "total on top": ([HEADINGS, ["Total", *GAP, 6], *rows()], [2]),
    "total above": ([["Total kasus", 6], *SOUND], []),
    "heading twice": ([HEADINGS, *SOUND], [2]),
    "heading of each page": ([*SOUND, HEADINGS, *rows(3, start=6)], [8]),
    "months": (
        [
            *[HEADINGS, ["BULAN JANUARI 2019"], *rows(2, month=1), ["Jumlah", *GAP, 2], []],
            *[["BULAN FEBRUARI 2019"], *rows(2, month=2, start=2), ["Sub Total", None, 2], []],
            ["TOTAL JANUARI - FEBRUARI", *GAP, 4],
        ],
        [2, 5, 7, 10, 12],
    ),
    "numbers in brackets": (
        [HEADINGS, ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"], *rows()],
        [2],
    ),
    "bare numbers": ([HEADINGS, [1, 2, 3, 4, 5, 6], *rows()], [2]),
    "numbers with a sum": ([HEADINGS, [1, 2, 3, 4, 5, "6 = 4 + 5"], *rows()], [2]),
    "numbered in advance": (
        [["No", *HEADINGS], *[[n, *row] for n, row in enumerate(rows(), 1)], *[[7], [8], [9]]],
        [],
    ),
    "signature": (
        [
            *[*SOUND, [], [*GAP, "Pekanbaru, 31 Desember 2019"], [*GAP, "Kepala UPT"]],
            *[[*GAP, NAME], [*GAP, "NIP. 19750101 200012 2 001"]],
        ],
        [9, 10, 11, 12],
    ),
    "source": ([*SOUND, ["Sumber: UPT PPA"], ["Keterangan: per Desember"]], [8, 9]),
    "total of a body": (
        [*SOUND, [None, 2019, "UPT PPA", "Jumlah", 6], [None, 2019, "Total", "Total", 6]],
        [8, 9],
    ),
}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize(("table", "lost"), LAYOUTS.values(), ids=list(LAYOUTS))
def test_totals_titles_and_signatures_are_no_records(read, table, lost, kind):
    content = csv(table) if kind == "csv" else book({"S": table})
    records = read(content, f"log.{kind}")
    assert aside(records) == [(row, NO) for row in lost]
    assert NAME not in records.problems.to_csv() + records.changes.to_csv()


def test_a_body_may_be_called_like_a_total(read):
    records = read("Tanggal;Asal;Tujuan\n2019;Total Care;RSUD\n2019;Jumlah Kasih;RSUD\n")
    assert counted(records) == (2, 2, 0)


# --- workbooks --------------------------------------------------------------------------------


def test_months_on_sheets_are_read_and_covers_and_pivots_named(read):
    sheets = {
        "Sampul": [["LAPORAN"], ["Dinas PPPA"]],
        "Januari": [["REGISTER"], [], HEADINGS, *rows(3, month=1)],
        "Februari": [["REGISTER"], [], HEADINGS, *rows(3, month=2, start=3)],
        "Pivot": [["Row Labels", "Count of Tujuan"], ["Polresta", 3], ["Grand Total", 6]],
        "Kosong": [],
    }
    records = read(book(sheets), "log.xlsx")
    assert records.counts.reset_index()[["sheet", "in"]].to_numpy().tolist() == [
        ["Januari", 3],
        ["Februari", 3],
    ]
    assert sheets_of(records, "sheet_not_read") == ["Sampul", "Pivot"]


def test_hidden_rows_and_columns_are_read_and_told(read):
    def hide(made):
        made["S"].row_dimensions[3].hidden = True
        made["S"].column_dimensions["E"].hidden = True
        made["S"].auto_filter.ref = "A1:F7"

    records = read(book({"S": SOUND}, hide), "log.xlsx")
    assert counted(records) == (6, 6, 0)
    assert told(records, "hidden_rows")[0][0] == 3
    assert told(records, "hidden_columns")[0][1] == "Layanan"


def test_a_hidden_sheet_is_left_alone_unless_it_is_named(read):
    def hide(made):
        made["Lama"].sheet_state = "hidden"

    content = book({"S": SOUND, "Lama": [HEADINGS, *rows(2, start=6)]}, hide)
    records = read(content, "log.xlsx")
    assert counted(records) == (6, 6, 0)
    assert sheets_of(records, "hidden_sheet") == ["Lama"]
    assert counted(read(content, "log.xlsx", sheet="lama")) == (2, 2, 0)


def test_a_merged_date_holds_for_all_its_rows(read):
    table = [HEADINGS, *[[*row[:1], row[1] if n in (0, 3) else None, *row[2:]]
                         for n, row in enumerate(rows())]]  # fmt: skip
    records = read(book({"S": table}, merged("B2:B4", "B5:B7")), "log.xlsx")
    assert records.evidence["date"].dt.day.tolist() == [1, 1, 1, 4, 4, 4]
    assert told(records, "merged_cells")[0][1] == "Tanggal"


def test_formulas_without_a_value_are_set_aside(read):
    day = dt.date(2019, 5, 1)
    bad = [["K1", "=A1+1", "UPT PPA", "RSUD"], ["K2", day, "#REF!", "RSUD"]]
    bad += [["K3", day, "UPT PPA", "=VLOOKUP(1,A1:B2,2)"], ["K4", dt.time(8, 30), "a", "b"]]
    records = read(book({"S": [*SOUND, *bad]}), "log.xlsx")
    expected = ["formula_error", "formula_error", "formula_error", "bad_date"]
    assert aside(records) == list(zip([8, 9, 10, 11], expected, strict=True))


def test_a_stray_cell_in_the_last_corner_harms_nobody(read):
    far = book({"S": SOUND}, lambda made: made["S"].cell(1048576, 16384, "x"))
    assert counted(read(far, "log.xlsx")) == (6, 6, 0)


def test_the_contents_not_the_name_say_what_a_file_is(read):
    assert counted(read(book({"S": SOUND}), "log.csv")) == (6, 6, 0)
    assert counted(read(log(), "log.xlsx")) == (6, 6, 0)
    assert counted(read(log().replace(";", "\t"), "log.xls")) == (6, 6, 0)


# --- dates ------------------------------------------------------------------------------------

DAYS = {
    **dict.fromkeys(
        (
            *("2019-05-03", "2019/5/3", "2019-05-03T10:20:30+07:00", "2019-05-03 10:20:30.12"),
            *("2019-05-03 00:00:00 WIB", "20190503", "43588", "43588.5", "03/05/2019"),
            *("3/5/19", "3-5-2019", "3.5.2019", "03 05 2019", "3 Mei 2019", "tgl 3 Mei 2019"),
            *("3Mei2019", "Jum'at, 3 Mei 2019", "JUMAT 3 MEI 2019", "3-May-19", "May 3, 2019"),
            *("3 Mei 2019 10.30", "３/５/２０１９"),
        ),
        "2019-05-03 day",
    ),
    **dict.fromkeys(["3 Nopember 2019", "3 Nov 2019", "3 November 19"], "2019-11-03 day"),
    **dict.fromkeys(["3 Okt 2019", "3 Oktober 2019", "3 Oct 2019"], "2019-10-03 day"),
    **dict.fromkeys(["3 Agt 2019", "3 Agustus 2019", "3 Ags 2019"], "2019-08-03 day"),
    **dict.fromkeys(["3 Peb 2019", "3 Pebruari 2019", "3 Februari 2019"], "2019-02-03 day"),
    **dict.fromkeys(["3 Des 2019", "3 Desember 2019"], "2019-12-03 day"),
    **dict.fromkeys(["Mei 2019", "MEI 2019", "05/2019", "2019-05"], "2019-05-01 month"),
    **dict.fromkeys(
        ["2019", "th 2019", "2019.0", "Tahun 2019", "Thn. 2019"], "2019-01-01 year"
    ),
    "29/02/2020": "2020-02-29 day",
}
NO_DAYS = {
    **dict.fromkeys(
        (
            *("00/00/0000", "0000-00-00", "31/02/2019", "29/02/2019", "13/13/2019"),
            *("02/25/2024", "1989-12-31", "1/1/1970", "1-3 Mei 2019", "1 s/d 3 Mei 2019"),
            *("TW I 2019", "Semester 1 2019", "akhir Mei 2019", "3 Mai 2019", "Mei", "3 Mei"),
            *("60", "99999", "nan", "NaT", "NULL", "TRUE", "08:30:00"),
        ),
        "bad_date",
    ),
    **dict.fromkeys(["2091-01-01", "01/01/2091", "Mei 2091"], "future_date"),
    **dict.fromkeys(["", "-", "n/a", "—"], "missing_date"),
}


def dated(written):
    return csv([["Tanggal", "Asal", "Tujuan"], *[[day, "UPT", f"B{n}"] for n, day in written]])


def test_days_are_read_as_offices_write_them(read):
    # What is not dd/mm tells nothing of the order, and a clear day tells that it is dd/mm.
    records = read('Tanggal\tAsal\tTujuan\n' + "".join(
        f"{day}\tUPT\tB{n}\n" for n, day in enumerate(DAYS)))  # fmt: skip
    seen = records.evidence
    found = [f"{d:%Y-%m-%d} {g}" for d, g in zip(seen["date"], seen["grain"], strict=True)]
    assert dict(zip(DAYS, found, strict=True)) == DAYS


def test_what_is_no_day_says_why(read):
    written = ["25/03/2019", *NO_DAYS]
    records = read(dated(enumerate(written)))
    assert dict(zip(NO_DAYS, records.problems["code"], strict=True)) == NO_DAYS
    assert counted(records) == (len(written), 1, len(NO_DAYS))


@pytest.mark.parametrize(
    ("written", "days", "lost"),
    [
        (["01/02/2019", "25/03/2019"], ["2019-02-01", "2019-03-25"], []),
        (["01/02/2019", "03/25/2019"], ["2019-01-02", "2019-03-25"], []),
        (["01/02/2019", "04/05/2019"], ["2019-02-01", "2019-05-04"], []),
        (["25/03/2019", "02/25/2019"], ["2019-03-25"], [3]),
        (["01/02/2019", "2019-03-25", "25/03/2019"],
         ["2019-02-01", "2019-03-25", "2019-03-25"], []),
    ],
)  # fmt: skip
def test_the_clear_days_of_a_column_decide_the_order(read, written, days, lost):
    records = read(dated(enumerate(written)))
    assert [f"{day:%Y-%m-%d}" for day in records.evidence["date"]] == days
    assert aside(records) == [(row, "bad_date") for row in lost]
    assert bool(told(records, "date_order")) == ("01/02/2019" in written)


def test_a_closing_day_that_cannot_be_is_dropped_and_the_row_used(read):
    closed = ["2019-03-01", "31/02/2019", "2091-01-01", "-", "2019-03-05"]
    table = [[f"K{n}", "2019-03-05", "a", "b", day] for n, day in enumerate(closed)]
    records = read(csv([[*HEADINGS[:4], "Tanggal Selesai"], *table]))
    assert counted(records) == (5, 5, 0)
    assert records.evidence["closed"].notna().tolist() == [False] * 4 + [True]
    assert [change[0] for change in told(records, "before_opened")] == [2]
    assert [change[0] for change in told(records, "date_dropped")] == [3, 4]


# --- numbers ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "used"),
    [
        (["12", "  7 ", "3.0", ""], [12, 7, 3, 1]),
        (["1.250", "12"], [None, 12]),
        (["1,250", "12"], [None, 12]),
        (["1.250", "1.250.000"], [1250, 1250000]),
        (["12 kasus", "3-5", "0", "-", "-4", "NaN", "dua", "2,5", "1e3", "TRUE", "5"],
         [None] * 10 + [5]),
    ],
)  # fmt: skip
def test_counts_are_digits_or_nothing(read, written, used):
    table = [[2019, "UPT", f"B{n}", count] for n, count in enumerate(written)]
    records = read(csv([["Tahun", "Asal", "Tujuan", "Jumlah"], *table]))
    assert records.evidence["weight"].tolist() == [n for n in used if n is not None]
    lost = [row for row, n in enumerate(used, start=2) if n is None]
    assert aside(records) == [(row, "bad_count") for row in lost]


@pytest.mark.parametrize(
    ("written", "used"),
    [
        (["12", "1.250,5", "0,5", "1.250"], [12, 1250.5, 0.5, 1250]),
        (["12", "1,250.5", "0.5", "1.250"], [12, 1250.5, 0.5, 1.25]),
        (["0.5", "1.250,5", "1.250"], [0.5, 1250.5, None]),
        (["1.250", "3"], [None, 3]),
        (["-1", "NaN", "", "banyak", "inf", "1e12", "4"], [None] * 6 + [4]),
    ],
)
def test_weights_follow_the_decimal_mark_of_their_column(read, written, used):
    table = [[2019, "UPT", f"B{n}", weight] for n, weight in enumerate(written)]
    records = read(csv([["Tahun", "Asal", "Tujuan", "Bobot"], *table]), "relasi.csv")
    assert records.evidence["weight"].tolist() == [n for n in used if n is not None]
    assert {code for _row, code in aside(records)} <= {"bad_count"}
    assert set(records.evidence["layer"]) == {"referral"}


# --- bodies and cases -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    [
        "UPT PPA.",
        "UPT  PPA",
        "UPT\u00a0PPA",
        "UPT\u200bPPA",
        "upt ppa",
        "U.P.T. PPA",
        "ＵＰＴ PPA",
    ],
)
def test_spellings_of_a_body_are_joined_and_told(read, written):
    records = read(log(["K", "2019-03-01", written, "RSUD"]))
    assert len(records.actors) == 4
    assert [change[0] for change in told(records, "joined_spelling")] == [8]


NAMES = ["NA", "null", "None", "nan", "TRUE", "12345", "🏥", "<b>RSUD</b>", "../../etc/passwd",
         "=1+1", "@SUM(A1)", "x" * 200, "Dinas Sosial Kota Pekanbaru",
         "Dinas Sosial Provinsi Riau", "UPT PP\u0410"]  # fmt: skip
NO_NAMES = {
    **dict.fromkeys(["", "-", "–", "n/a", "N/A", "nihil", ".", "\u200b"], "missing_actor"),
    "y" * 201: "long_name",
    f"Anak {NIK}": "personal_data",
    "NIK: 147101-550210-0001": "personal_data",
    "Siti 0812-3456-7890": "personal_data",
    "siti@gmail.com": "personal_data",
    "RSUD": "self_referral",
    "r s u d.": "self_referral",
    "#REF!": "formula_error",
}


def test_odd_names_are_bodies_of_their_own(read):
    table = [[f"K{n}", "2019-03-01", name, "UPT PPA"] for n, name in enumerate(NAMES)]
    records = read(csv([HEADINGS[:4], *table]))
    assert counted(records) == (len(NAMES), len(NAMES), 0)
    assert set(records.actors["name_id"]) == {*NAMES, "UPT PPA"}
    assert [change[0] for change in told(records, "mixed_letters")] == [len(NAMES) + 1]


def test_what_is_no_body_says_why(read):
    table = [[f"K{n}", "2019-03-01", name, "RSUD"] for n, name in enumerate(NO_NAMES)]
    records = read(csv([HEADINGS[:4], ["K", "2019-03-01", "UPT", "RSUD"], *table]))
    assert dict(zip(NO_NAMES, records.problems["code"], strict=True)) == NO_NAMES
    assert counted(records) == (len(NO_NAMES) + 1, 1, len(NO_NAMES))


def test_later_copies_are_set_aside_also_across_sheets(read):
    twice = [HEADINGS, *rows(3), rows(3)[1]]
    records = read(book({"Jan": twice, "Jan (2)": [HEADINGS, *rows(3)]}), "log.xlsx")
    assert aside(records) == [(row, "duplicate_row") for row in (5, 2, 3, 4)]
    assert records.problems["known"].iloc[0] == "3"
    assert "[Jan]" in records.problems["known"].iloc[1]


def test_cases_are_codes_whatever_excel_made_of_them(read):
    cases = ["", "-", "NA", "2019-01-05", "1.47E+05", "0012", "12"]
    table = [[c, "2019-03-01", "UPT", f"B{n}"] for n, c in enumerate(cases)]
    records = read(csv([HEADINGS[:4], *table]))
    codes = records.evidence["case"]
    assert (codes == "").tolist() == [True, True] + [False] * 5
    assert codes[2:].str.fullmatch("[A-Z2-7]{16}").all()
    assert codes[2:].is_unique


def test_unknown_words_are_used_and_told(read):
    table = [
        ["2019-01-01", "a", "b", "entah", "aneh"],
        ["2019-01-02", "a", "b", "SELESAI.", ""],
    ]
    records = read(csv([["Tanggal", "Asal", "Tujuan", "Status", "Jenis Relasi"], *table]))
    assert counted(records) == (2, 2, 0)
    assert set(records.evidence["layer"]) == {"referral"}
    assert records.evidence["status"].tolist() == ["", "completed"]
    assert [len(told(records, c)) for c in ("unknown_left_out", "referral_assumed")] == [1, 1]


# --- persons ----------------------------------------------------------------------------------


def stored(kind, folder):
    """Write a log with columns about persons as a file of some kind."""
    headings, table = [*HEADINGS, *PERSONAL], door.personal()
    path = folder / f"log.{kind}"
    if kind == "sqlite":
        return door.sqlite(path, "ruju'kan \"2019", headings, table)
    columns = {
        heading: pa.array([row[at] for row in table]) for at, heading in enumerate(headings)
    }
    content = {
        "csv": lambda: csv([headings, *table]).encode(),
        "csv.gz": lambda: door.packed(csv([headings, *table])),
        "zip": lambda: door.zipped({"log.csv": csv([headings, *table])}),
        "xlsx": lambda: book({"S": [headings, *table]}),
        "jsonl": lambda: door.json_lines(headings, table),
        "parquet": lambda: door.parquet(columns),
    }[kind]
    path.write_bytes(content())
    return path


def leaves(folder):
    """Yield all that was written, unzipped."""
    for path in folder.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            yield data
            if data.startswith(b"PK"):
                with zipfile.ZipFile(io.BytesIO(data)) as archive:
                    yield from map(archive.read, archive.namelist())


@pytest.mark.parametrize("kind", ["csv", "csv.gz", "zip", "xlsx", "jsonl", "parquet", "sqlite"])
def test_columns_about_persons_are_named_and_never_read(run, tmp_path, kind):
    path, out = stored(kind, tmp_path), tmp_path / "out"
    code, said = run("check", path, "--out", out)
    assert code == 0
    quality = json.loads((out / "quality.json").read_text("utf-8"))
    assert quality["rows"] == {"in": 6, "used": 6, "rejected": 0}
    assert [one["column"] for one in quality["not_read"] if one["identity"]] == [*PERSONAL]
    for secret in SECRETS:
        assert secret not in said
        assert not any(secret.encode() in data for data in leaves(out))


def test_nothing_of_persons_nor_of_the_file_is_in_a_report(run, sent, tmp_path):
    # Five cases for each tie, so that something is published.
    table = [[*row[:3], body, *row[4:]] for n, body in enumerate(["RSUD", "Dinsos", "Polresta"])
             for row in ([f"{c}-{n}", *rest] for c, *rest in door.personal())]  # fmt: skip
    path = sent(csv([[*HEADINGS, *PERSONAL], *table]), "daftar-anak-2019.csv")
    code, said = run("report", path, "-o", tmp_path / "out")
    assert code == 0, said
    for secret in (*SECRETS, "daftar-anak", str(tmp_path)):
        assert not any(secret.encode() in data for data in leaves(tmp_path / "out"))


@pytest.mark.parametrize(
    "case",
    [NIK, "14.71.01.550210.0001", "1471 0155 0210 0001", f"K/{NIK}/2019", f"'{NIK}", f"{NIK}.0",
     "1,47102E+15", "1.47E+15", PHONE, "0812-3456-7890", "+62 812 3456 7890", "a@b.id"],
)  # fmt: skip
def test_a_number_of_a_person_as_case_refuses_the_file(refused, case):
    for said in refused(log([case, "2019-03-01", "UPT", "RSUD"])):
        assert "log.csv" in said
        assert "8" in said
        assert "No Kasus" in said
        assert not re.search(r"\d{7}|550210|3456", said)


@pytest.mark.parametrize("at", [1, 2, 3, 4, 5], ids=HEADINGS[1:])
@pytest.mark.parametrize("number", [NIK, PHONE], ids=["NIK", "phone"])
def test_a_number_of_a_person_is_masked_wherever_it_stands(run, sent, tmp_path, at, number):
    row = ["K9", "2019-03-01", "UPT PPA", "RSUD", "medis", "selesai"]
    row[at] = f"{row[at]} {number}" if at > 1 else number
    code, said = run("check", sent(log(row)), "--out", tmp_path / "out")
    assert code == 0
    assert number[3:] not in said
    assert not any(number[3:].encode() in data for data in leaves(tmp_path / "out"))


@pytest.mark.parametrize(
    "content",
    [
        csv([[*HEADINGS, "Nama Korban"], *[[*row, "Siti", NAME] for row in rows()]]),
        csv([[*HEADINGS, ""], *[[*row, NAME] for row in rows()]]),
        log(["K", f'"2019-03-01;{NAME}', "RSUD"]),
        door.json_lines(["Tanggal", "Asal", "Tujuan"], [["2019", {"nama": NAME}, "RSUD"]]),
        door.json_lines(HEADINGS, rows()) + b'\n{"Tanggal": "' + NAME.encode(),
    ],
    ids=["shifted", "no heading", "open quote", "nested", "cut off"],
)
def test_no_message_tells_a_cell_that_may_name_a_child(refused, content):
    assert not any("RAHASIA" in said for said in refused(content, "log.txt"))


def test_nested_values_of_columns_that_are_not_needed_do_no_harm(read):
    table = [[day, "UPT", f"B{n}", {"nama": NAME}] for n, (_c, day, *_r) in enumerate(rows())]
    content = door.json_lines(["Tanggal", "Asal", "Tujuan", "korban"], table)
    assert counted(read(content, "log.jsonl")) == (6, 6, 0)


# --- files ------------------------------------------------------------------------------------

FAULTY = {
    "empty": ("a.csv", b""),
    "blank": ("a.csv", b"\n\n  \n;;;\n"),
    "heading alone": ("a.csv", csv([HEADINGS]).encode()),
    "one column": ("a.csv", b"Tanggal\n2019-01-01\n"),
    "no headings": ("a.csv", csv(rows()).encode()),
    "no target": ("a.csv", log(headings=("x", "Tanggal", "Asal", "y", "z", "q")).encode()),
    "program": ("a.csv", bytes(range(256)) * 20),
    "bytes with signs of UTF-8": ("a.csv", b"\x7fELF\x01\x02\xc3\xa9\xff\x03\x04\x05" * 50),
    "page": ("a.xls", b"<html><table><tr><td>Tanggal</td></tr></table></html>"),
    "old Excel": ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
    "PDF": ("a.csv", b"%PDF-1.7 ..."),
    "picture": ("a.csv", b"\xff\xd8\xff\xe0..."),
    "letter": ("a.docx", door.zipped({"[Content_Types].xml": "", "word/document.xml": ""})),
    "zip of none": ("a.zip", door.zipped({})),
    "zip of two": ("a.zip", door.zipped({"b.csv": log(), "c.csv": log()})),
    "locked zip": ("a.zip", door.locked_zip()),
    "packed twice": ("a.csv.gz", door.packed(door.packed(log()))),
    "cut off .gz": ("a.csv.gz", door.packed(log())[:-20]),
    "cut off .xlsx": ("a.xlsx", book({"S": SOUND})[:-200]),
    "cut off .parquet": ("a.parquet", door.parquet({"Tanggal": ["2019"]})[:-9]),
    "bomb": ("a.csv.gz", door.packed("a" * 3_000_000)),
    "nested JSON": ("a.json", b"[" * 100_000),
    "two values of a key": ("a.jsonl", b'{"Tanggal":1,"Tanggal":2,"Asal":"a","Tujuan":"b"}'),
    "300 columns": ("a.csv", log(headings=(*HEADINGS, *map(str, range(300)))).encode()),
}  # fmt: skip


@pytest.mark.parametrize(("name", "content"), FAULTY.values(), ids=list(FAULTY))
def test_a_faulty_file_is_refused_with_a_sentence_in_both_languages(refused, name, content):
    indonesian, english = refused(content, name)
    assert indonesian != english
    for said in (indonesian, english):
        assert name in said
        assert "\n" not in said
        assert len(said) < 500


@pytest.mark.parametrize("name", ["empty", "PDF", "cut off .xlsx", "locked zip"])
def test_a_refused_file_leaves_nothing_behind(run, sent, tmp_path, name):
    path = sent(*reversed(FAULTY[name]))
    for command, option in (("check", "--out"), ("report", "-o")):
        code, said = run(command, path, option, tmp_path / "out")
        assert (code, said.count("\n")) == (1, 1)
        assert path.name in said
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "name",
    ["dengan spasi.csv", "ümläut – é.csv", "-x.csv", "[bold].csv", "{file}.csv", "%s.csv",
     "a'b\".csv", "日本.csv", "a" * 240 + ".csv"],
)  # fmt: skip
def test_odd_names_of_files_do_no_harm(run, sent, tmp_path, name):
    code, said = run("check", sent(log(), name), "--out", tmp_path / "out")
    assert code == 0, said
    assert counted(ng.read_records(tmp_path / "sent" / name)) == (6, 6, 0)


def test_a_link_is_followed_and_a_folder_is_no_file(run, sent, tmp_path):
    link = tmp_path / "link.csv"
    link.symlink_to(sent(log()))
    assert counted(ng.read_records(link)) == (6, 6, 0)
    (tmp_path / "x.csv").mkdir()
    loop = tmp_path / "loop.csv"
    loop.symlink_to(loop)
    for path in (tmp_path / "x.csv", loop, tmp_path / "none.csv", Path(os.devnull)):
        code, said = run("check", path)
        assert (code, said.count("\n")) == (1, 1)


# --- stores -----------------------------------------------------------------------------------


def test_parquet_gives_its_days_numbers_and_blanks(read):
    days = [
        dt.datetime(2019, 1, 1, 8, tzinfo=dt.UTC),
        None,
        dt.datetime(2019, 1, 3, tzinfo=dt.UTC),
    ]
    columns = {
        "Tanggal": pa.array(days, pa.timestamp("us", "UTC")),
        "Asal": pa.array(["UPT", "UPT", None]).dictionary_encode(),
        "Tujuan": ["RSUD", "RSUD", "Polresta"],
        "Jumlah": pa.array(["2.00", None, "3.00"]).cast(pa.decimal128(6, 2)),
    }
    records = read(door.parquet(columns), "log.parquet")
    assert aside(records) == [(3, "missing_date"), (4, "missing_actor")]
    assert records.evidence["weight"].tolist() == [2]


def test_a_database_gives_its_tables_and_no_view(sent, tmp_path):
    path = door.sqlite(tmp_path / "log.db", "ruju'kan \"x", HEADINGS, rows())
    assert counted(ng.read_records(path)) == (6, 6, 0)
    assert counted(ng.read_records(path, table="RUJU'KAN \"X")) == (6, 6, 0)
    for asked in ({"table": "seen"}, {"table": "nope"}, {"sheet": "x"}):
        with pytest.raises(NetgovError):
            ng.read_records(path, **asked)


def test_json_keeps_names_and_blanks_apart(read):
    lines = ['{"Tanggal":2019,"Asal":"NaN","Tujuan":"b"}', "", '{"Tanggal":null,"Asal":"a"}']
    lines += ["{}", '{"Tanggal":2019,"Asal":"a"}']
    records = read("\n".join(lines), "log.jsonl")
    assert aside(records) == [(3, "missing_date"), (5, "missing_actor")]
    assert "NaN" in set(records.actors["name_id"])


# --- attendance lists -------------------------------------------------------------------------

LIST = ["No", "Nama", "NIP", "Jabatan", "Instansi", "Hari/Tanggal", "Kegiatan", "Peran"]


def test_an_attendance_list_names_bodies_and_no_person(read):
    day = "Jumat, 3 Mei 2019"
    people = [
        [1, NAME, "1975", "Kepala", "Dinsos", day, "Rapat A", "peserta", "tidak"],
        [2, NAME, "", "Staf", "Dinsos", day, "Rapat A", "peserta", "ya"],
        [3, NAME, "", "", "Polresta", day, "rapat a", "Undangan", "Ya"],
        [4, NAME, "", "", "RSUD", day, "Rapat A", "panitia", ""],
        [5, NAME, "", "", "UPT PPA", "6 Mei 2019", "Rapat sendiri", "", ""],
        [6, NAME, "", "", "-", "6 Mei 2019", "Rapat B", "", "mungkin"],
    ]
    records = read(csv([[*LIST, "Diwakili"], *people]), "hadir.csv")
    assert counted(records) == (6, 5, 1)
    assert aside(records) == [(7, "missing_actor")]
    meetings = records.meetings.set_index("actor")
    assert meetings["size"].to_dict() == {"dinsos": 3, "polresta": 3, "rsud": 3, "upt-ppa": 1}
    assert meetings["stand_in"].to_dict()["dinsos"] == "no"
    assert records.unread[records.unread["identity"]]["column"].tolist() == ["Nama", "NIP"]
    # A stand-in weighs less, and whoever met nobody has no tie.
    assert set(records.evidence["layer"]) == {"coordination"}
    assert "upt-ppa" not in {*records.evidence["source"], *records.evidence["target"]}


def test_a_meeting_of_one_body_alone_is_read(read):
    records = read("Tanggal;Kegiatan;Instansi\n2019-05-05;Rapat;Dinsos\n", "hadir.csv")
    assert counted(records) == (1, 1, 0)
    assert records.evidence.empty


# --- what is asked for ------------------------------------------------------------------------


def test_days_outside_the_window_are_set_aside_and_no_loss(read):
    records = read(log(), since=dt.date(2019, 3, 3), until=dt.date(2019, 3, 4))
    assert aside(records) == [(row, "outside_period") for row in (2, 3, 6, 7)]


@pytest.mark.parametrize(
    "asked",
    [["--from", "kemarin"], ["--to", "02/30/2019"], ["--audience", "publik"], ["--sheet", "x"],
     ["--table", "x"], ["--columns", "nix"], ["--to", "2018"]],
)  # fmt: skip
def test_what_cannot_be_asked_is_told_in_a_sentence(run, sent, tmp_path, asked):
    code, said = run("check", sent(log()), "--out", tmp_path / "out", *asked)
    assert (code, said.count("\n")) == (1, 1)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(("bad", "sound", "code"), [(5, 45, 0), (6, 45, 1), (40, 9, 0)])
def test_more_than_a_tenth_lost_is_refused_from_fifty_rows(run, sent, bad, sound, code):
    good = [[f"K{n}", "2019-03-01", "UPT", f"B{n % 7}"] for n in range(sound)]
    lost = [[f"L{n}", "31/02/2019", "UPT", "RSUD"] for n in range(bad)]
    path = sent(csv([HEADINGS[:4], *good, *lost]))
    assert run("check", path)[0] == code
    assert run("check", path, "--accept-loss")[0] == 0
    assert run("check", path, "--strict")[0] == 1


def test_a_key_must_be_ones_own(run, sent, tmp_path):
    key, path = tmp_path / "kunci", sent(log())
    assert run("key", "new", key)[0] == 0
    one, two = (ng.read_records(path, key_file=key).evidence["case"] for _turn in range(2))
    assert one.equals(two)
    assert run("key", "new", key)[0] == 1
    key.chmod(0o644)
    code, said = run("check", path, "--key-file", key)
    assert code == 1
    assert "chmod 600" in said
    (tmp_path / "short").write_bytes(b"x")
    (tmp_path / "short").chmod(0o600)
    for wrong in ("short", "none", "."):
        assert run("check", path, "--key-file", tmp_path / wrong)[0] == 1


def test_a_public_check_tells_no_rows_and_no_values(run, sent, tmp_path):
    told = [[f"{b}{n}", "01/03/2019", "UPT", b] for b in ("A", "B", "C") for n in range(6)]
    path = sent(log(["K", "31/02/2019", "UPT", "RSUD"], *rows(), *told))
    code, said = run("check", path, "--audience", "public", "--out", tmp_path / "out")
    assert code == 0
    assert {one.name for one in (tmp_path / "out").iterdir()} <= {"quality.json", ".netgov"}
    assert "31/02" not in said + (tmp_path / "out" / "quality.json").read_text("utf-8")


# --- what a hostile user found ----------------------------------------------------------------


def test_a_filled_in_sheet_of_aliases_may_be_handed_back_as_it_was_written(read, tmp_path):
    from netgov.quality import quality_files
    from netgov.words import Words

    log = csv(
        [["Tanggal", "Asal", "Tujuan"], ["2019", "Polsek A", "UPT"], ["2019", "B", "UPT"]]
    )
    for lang in ("id", "en"):
        sheet = tmp_path / f"{lang}.xlsx"
        sheet.write_bytes(quality_files(read(log), Words(lang))["aliases.xlsx"])
        assert len(read(log, aliases=sheet).evidence) == 2


def test_rows_set_aside_make_no_bodies(read):
    footer = ["", "", "RINA RAHASIA, S.Sos", "dr. BUDI"]
    ghost = ["K8", "31/02/2019", "HANTU", "RSUD X"]
    self_made = ["K9", "2019-03-02", "SENDIRI", "sendiri"]
    sound = ["K1", "2019-03-01", "UPT", "RSUD"]
    records = read(
        csv([["case", "Tanggal", "Asal", "Tujuan"], sound, ghost, self_made, footer])
    )
    assert set(records.actors["name_id"]) == {"UPT", "RSUD"}
    assert records.unknown["alias"].tolist() == ["RSUD", "UPT"]
    assert records.doubtful == ()


def test_a_change_is_told_with_the_first_row_that_is_used(read):
    table = [
        ["K1", "31/02/2019", "UPT  PPA", "RSUD"],
        ["K2", "05/03/2019", "UPT  PPA", "RSUD"],
        *[[f"K{n}", "2019-03-06", "UPT PPA", "RSUD"] for n in (3, 4, 5)],
    ]
    records = read(csv([["case", "Tanggal", "Asal", "Tujuan"], *table]))
    assert told(records, "joined_spelling") == [[3, "Asal", "'UPT  PPA'", 1]]
    assert told(records, "date_order") == [[3, "Tanggal", "'05/03/2019'", 1]]


@pytest.mark.parametrize(
    "written",
    [
        *("81234567890", "Siti 0812/3456/7890", "147101–5502100001", "1471/01/550210/0001"),
        *("1471_0155_0210_0001", "0062 81234567890", "Siti 0812 34 56 78 90"),
        *("1471 - 0155 - 0210 - 0001", "147101\u200b5502100001", "(0812) 34567890"),
    ],
)
def test_numbers_of_persons_are_found_however_they_are_written_and_not_told(read, written):
    table = [["2019", "UPT", "RSUD"], ["2019", written, "RSUD"]]
    records = read(csv([["Tanggal", "Asal", "Tujuan"], *table]))
    assert aside(records) == [(3, "personal_data")]
    shown = records.problems["value"].item()
    assert sum(sign.isdecimal() for sign in shown.partition("…")[0]) <= 4


@pytest.mark.parametrize(
    "headings",
    [
        ["Tanggal (dd/mm/yyyy)", "Asal (instansi)", "Tujuan [instansi]"],
        ["1. Tanggal", "2. Asal", "3. Tujuan"],
        ["(1) Tanggal", "(2) Asal", "(3) Tujuan"],
        ["a. Tanggal", "b. Asal", "c. Tujuan"],
    ],
    ids=["brackets", "numbers", "numbers in brackets", "letters"],
)
def test_headings_with_numbers_and_brackets_are_known(read, headings):
    assert counted(read(csv([headings, ["1 Mei 2019", "UPT", "RSUD"]]))) == (1, 1, 0)


def test_a_footer_with_a_number_of_the_office_does_not_refuse_the_file(read):
    table = [[f"K{n}", "2019-03-01", "UPT", f"RSUD {n}"] for n in range(4)]
    footer = ["Telp 0812-3456-7890", "", "", ""]
    records = read(csv([["No Register", "Tanggal", "Asal", "Tujuan"], *table, footer]))
    assert aside(records) == [(6, "not_a_record")]


def test_a_number_of_a_person_as_meeting_is_told_as_such(read):
    table = [["2019-03-01", "Rakor", "UPT"], ["2019-03-01", f"Kasus {NIK}", "RSUD"]]
    records = read(csv([["Tanggal", "Kegiatan", "Instansi"], *table]))
    assert aside(records) == [(3, "personal_data")]


def test_totals_are_no_loss(read):
    table = [[f"K{n}", "2019-03-01", "UPT", "RSUD"] for n in range(50)]
    totals = [["Jumlah", "", "", ""]] * 10
    records = read(csv([["No Register", "Tanggal", "Asal", "Tujuan"], *table, *totals]))
    assert counted(records) == (60, 50, 10)


def test_a_list_whose_day_and_meeting_stand_in_its_title_is_filled_in(tmp_path):
    (tmp_path / "netgov.toml").write_text(
        '[fill]\ndate = "2019-03-01"\nmeeting = "Rakor"\n', encoding="utf-8"
    )
    path = tmp_path / "hadir.csv"
    path.write_text(
        "DAFTAR HADIR;;\nNo;Nama;Instansi\n1;Ani;UPT\n2;Budi;RSUD\n", encoding="utf-8"
    )
    assert counted(ng.read_records(path)) == (2, 2, 0)
