"""CSV as offices save it, and text that cannot be used."""

import csv
import io
import tracemalloc

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reading_files import EDGES, cells, codes

from netgov.errors import RecordsError
from netgov.reading import read_text

PLAIN = "source,target\na,b\n"
ACCENTS = "source,target,note\nPuskesmas Dinés,“Polsek”,x\n"


@pytest.mark.parametrize(
    "codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_one_table_saved_in_many_ways(table, codec, separator, newline):
    text = ACCENTS.replace(",", separator).replace("\n", newline)
    raw = table(text.encode(codec))
    assert raw.frame.to_dict("list") == {"source": ["Puskesmas Dinés"], "target": ["“Polsek”"]}
    assert codes(raw) == (["encoding_assumed"] if codec == "cp1252" else [])
    assert raw.unread == ("note",)
    assert (raw.file, raw.sheet, raw.epoch_1904) == ("table.csv", "", False)


@pytest.mark.parametrize(
    "content",
    [
        PLAIN.rstrip("\n"),
        "source , target\n a, b \n",
        "source,target\n\u00a0a,\u200bb\ufeff\n",
        'source,target\n"a","b"\n',
        "source,target\na,b,,\n",
        "sep=,\nsource,target\na,b\n",
        'SEP=;\r\n"source";target\r\na;b\r\n',
        '"sep=|"\nsource|target\na|b\n',
        "\ufeffsep=\t\nsource\ttarget\na\tb\n",
    ],
)
def test_small_differences_do_not_matter(table, content):
    raw = table(content)
    assert raw.frame.to_dict("list") == {"source": ["a"], "target": ["b"]}
    assert raw.frame.index.tolist() == [2]


def test_rows_are_numbered_as_a_spreadsheet_numbers_them(table):
    raw = table('source,target\n\n"a\nstill a",b\n,\nc,d\n')
    assert raw.frame.index.tolist() == [3, 5]


def test_cells_stay_text(table):
    assert cells(table("source,target\nNA,0012\n1.0,nan\n")) == [["NA", "0012"], ["1.0", "nan"]]


def test_a_quoted_cell_may_hold_separators_and_lines(table):
    assert table('source,target\n"a, b\nc",d\n').frame["source"].item() == "a, b\nc"


def test_a_short_row_is_filled_with_blanks(table):
    assert cells(table("source,target\na\n")) == [["a", ""]]


def test_a_heading_twice_gives_both_columns(table):
    raw = table("source,target,Source\na,b,c\n")
    assert raw.frame.columns.tolist() == ["source", "target", "Source"]
    assert cells(raw) == [["a", "b", "c"]]


def test_titles_with_commas_do_not_hide_a_semicolon(table):
    raw = table("Data, rekap, tahun 2023, semua, dinas\nDinas, UPT\nsource;target\na;b\n")
    assert cells(raw) == [["a", "b"]]


def test_rows_pasted_into_one_column_are_unwrapped(table):
    raw = table('"date,source,target"\n"2023-01-01,""A, B"",C"\n"2023-01-02,D,E"\n')
    assert cells(raw) == [["2023-01-01", "A, B", "C"], ["2023-01-02", "D", "E"]]
    assert codes(raw) == ["rows_unwrapped"]


def test_a_table_without_records_has_an_empty_frame(table):
    raw = table("source,target\n")
    assert raw.frame.shape == (0, 2)
    assert raw.frame.index.dtype == "int64"


@given(
    rows=st.lists(
        st.lists(
            st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf"]), min_size=1),
            min_size=2,
            max_size=2,
        )
    ),
    separator=st.sampled_from(",;\t|"),
    newline=st.sampled_from(["\n", "\r\n"]),
)
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_written_is_read_back(table, rows, separator, newline):
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=separator, lineterminator=newline)
    writer.writerow(["source", "target"])
    writer.writerows(rows)
    raw = table(text.getvalue())
    trimmed = [[cell.strip(EDGES) for cell in row] for row in rows]
    assert cells(raw) == [row for row in trimmed if any(row)]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "is empty"),
        ("\n\n,,\n", "is empty"),
        ("source,target\na,b,c\n", "row 2: 'c' stands beyond the last heading"),
        ("source\ttarget\na\tb\tc\n", "holds a TAB in quotation marks"),
        ('source,target\na,"b\n', "row 2: a quotation mark"),
        ('source,target\na,b\n"c" d,e\n', "row 3: a quotation mark"),
        ("one,two\na,b\n", "no heading that netgov knows"),
        ("source\na\n", "no heading that netgov knows"),
        (b"source,target\nDin\xe9s,Caf\xc3\xa9\n", "partly UTF-8"),
        ("source,target\na,é".encode()[:-1], "cut off"),
        ("source,target\na,b\n".encode("utf-16")[:-1], "cut off"),
        (b"source,target\na,\x81\xe9 b\n", "is not text"),
        (b"source,target\na,b\0\n", "is not text"),
        (b"source,target\n" + b"a\x01,b\xe9\x02\n" * 50, "is not text"),
        (bytes(range(256)) * 9, "is not text"),
        (",".join(["source", "target", *map(str, range(200))]) + "\n", "more than 200 columns"),
        ("," * 1_100_000, "more than 200 columns"),
        ("a" * 1_100_000, "a line of more than"),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_sentence(table, content, told):
    with pytest.raises(RecordsError, match=told) as refused:
        table(content)
    assert "table.csv" in str(refused.value)


def test_the_error_for_shifted_cells_keeps_unread_columns_secret(table):
    with pytest.raises(RecordsError, match="row 2: a cell stands beyond") as refused:
        table("source,target,remarks\na,b,The girl Siti, aged nine\n")
    assert "nine" not in str(refused.value)


def test_too_many_rows_are_refused(table, monkeypatch):
    monkeypatch.setattr("netgov.reading.limits.MAX_ROWS", 3)
    with pytest.raises(RecordsError, match="more than 3 rows"):
        table("source,target\na,b\na,b\na,b\n")


def test_a_large_table_takes_little_memory(table):
    row = "RIAU/{}/2023,2023-01-01,Dinas Sosial,Polsek Tampan,referral,sent,2023-02-01\n"
    head = "case_id,date,from_actor,to_actor,relation,status,date_closed\n"
    content = (head + "".join(map(row.format, range(20_000)))).encode()
    tracemalloc.start()
    raw = table(content)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(raw.frame) == 20_000
    assert peak < 8 * len(content)


def test_read_text_is_strict(tmp_path):
    path = tmp_path / "netgov.toml"
    path.write_bytes(b"\xef\xbb\xbfa = 1")
    assert read_text(path) == "a = 1"
    path.write_bytes(b"a = '\xe9'")
    with pytest.raises(RecordsError, match="is not UTF-8 text"):
        read_text(path)
    with pytest.raises(RecordsError, match="cannot be opened"):
        read_text(tmp_path / "absent.toml")
