"""Where the heading stands, and which rows below it are no record."""

import pytest
from reading_files import cells, workbook

FORM = [
    ["REKAP DATA, TAHUN 2023"],
    ["No", "Tanggal\nRujukan", "Instansi", None, "Status"],
    [None, None, "Asal", "Tujuan", None],
    ["(1)", "(2)", "(3)", "(4)", "(5)"],
    ["1", "2023-01-01", "A", "B", "sent"],
    ["2", "2023-01-02", "C", "D", "sent"],
    ["3"],
    ["JUMLAH :", None, None, None, "2"],
    [None, None, None, "Pekanbaru, 1 Januari 2024"],
    [None, None, None, "Siti Rahma, S.H."],
]


def as_csv(rows):
    """Return rows as CSV, every cell quoted."""
    return "".join(",".join(f'"{cell or ""}"' for cell in row) + "\n" for row in rows)


@pytest.fixture(params=["csv", "xlsx"])
def read(table, request):
    """Read rows written either way."""
    kinds = {"csv": as_csv, "xlsx": lambda rows: workbook(*rows)}
    return lambda rows: table(kinds[request.param](rows), f"table.{request.param}")


def test_an_office_form_gives_its_records(read):
    raw = read(FORM)
    assert raw.frame.columns.tolist() == ["Asal", "Tujuan", "Status"]
    assert raw.unread == ("No", "Tanggal Rujukan")
    assert raw.furniture == {4: "", 8: "JUMLAH", 9: "", 10: ""}
    records = raw.frame.drop(index=list(raw.furniture))
    assert records.to_numpy().tolist() == [["A", "B", "sent"], ["C", "D", "sent"]]
    assert records.index.tolist() == [5, 6]


def test_titles_are_not_kept_anywhere(read):
    assert "REKAP" not in repr(read(FORM))
    assert "Rahma" not in repr((read(FORM).furniture, read(FORM).notes, read(FORM).unread))


def test_two_rows_may_make_one_heading(read):
    raw = read([["Tanggal", "Instansi", ""], ["", "Asal", "Tujuan"], ["2023", "A", "B"]])
    assert raw.frame.columns.tolist() == ["Tanggal", "Asal", "Tujuan"]
    assert raw.frame.index.tolist() == [3]


def test_an_upper_heading_may_complete_a_lower_one(read, monkeypatch):
    monkeypatch.setattr("reading_files.KNOWN", {"tanggal", "instansi asal", "instansi tujuan"})
    raw = read([["Tanggal", "Instansi", ""], ["", "Asal", "Tujuan"], ["2023", "A", "B"]])
    assert raw.frame.columns.tolist() == ["Tanggal", "Instansi Asal", "Instansi Tujuan"]


def test_the_first_of_two_headings_wins(read):
    raw = read([["source", "target"], ["a", "b"], ["Source:", "TARGET"], ["c", "d"]])
    assert raw.frame.index.tolist() == [2, 3, 4]
    assert raw.furniture == {3: "Heading"}


def test_a_heading_far_down_is_not_looked_for(read):
    titles = [[f"title {n}"] for n in range(49)]
    assert read([*titles, ["source", "target"], ["a", "b"]]).frame.index.tolist() == [51]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (["Total", "", "", "", "6"], "Total"),
        (["", "Grand  Total", "", "", "6"], "Grand  Total"),
        (["subtotal Januari", "", "", "", ""], "subtotal"),
        (["Rata-rata", "", "", "", "6"], "Rata-rata"),
        (["Total keseluruhan:", "", "", "", "6"], "Total keseluruhan"),
        (["SUM", "", "", "", "6"], "SUM"),
        (["date", "source", "target", "relation", "status"], "Heading"),
        (["(1)", "(2)", "(3)", "", ""], ""),
        (["", "", "", "Kepala Dinas", ""], ""),
        (["NIP", "", "", "Kepala Dinas", ""], ""),
        (["Total Care", "a", "b", "", ""], None),
        (["Totally", "a", "b", "c", ""], None),
        (["2023", "a", "b", "", ""], None),
        (["4", "5", "6", "", ""], None),
        (["", "a", "b", "referral", ""], None),
    ],
)
def test_rows_that_are_no_record_are_told(read, row, told):
    raw = read(
        [
            ["date", "source", "target", "relation", "status"],
            ["2023", "a", "b", "c", "d"],
            row,
        ]
    )
    assert raw.frame.index.tolist() == [2, 3]
    assert raw.furniture == ({} if told is None else {3: told})


def test_a_narrow_table_has_no_signatures(read):
    assert read([["source", "target", "note"], ["a", "", ""]]).furniture == {}


def test_column_numbers_are_no_record_but_numbered_actors_are(read):
    heading = ["source", "target", "jumlah"]
    assert read([heading, ["1", "2", "3"], ["a", "b", "4"]]).furniture == {2: ""}
    assert read([heading, ["1", "2", "3"], ["4", "5", "6"]]).furniture == {}
    assert read([heading, ["a", "b", "3"], ["1", "2", "3"]]).furniture == {}


def test_numbered_lines_without_anything_else_are_blank(read):
    raw = read([["no", "source", "target"], ["1.", "a", "b"], ["2."], ["3."]])
    assert cells(raw) == [["a", "b"]]


def test_a_total_may_reach_beyond_the_last_heading(table):
    raw = table("source,target\na,b\nTotal,,5\n")
    assert raw.furniture == {3: "Total"}
