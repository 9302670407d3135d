"""What a file is, is told by what it holds; wrappers are opened within limits."""

import gzip
import io
import zipfile
import zlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reading_files import cells, database, pick, workbook, zipped

from netgov.errors import RecordsError, UnknownName
from netgov.reading import NOTES, READERS, SUFFIXES, read_tables

PLAIN = b"source,target\na,b\n"
JSON = b'{"source": "a", "target": "b"}\n'
BOOK = workbook(["source", "target"], ["a", "b"])
BASE = database("CREATE TABLE t (source, target)", "INSERT INTO t VALUES ('a', 'b')")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100)


def parquet():
    import pyarrow as pa
    import pyarrow.parquet as pq

    stream = io.BytesIO()
    pq.write_table(pa.table({"source": ["a"], "target": ["b"]}), stream)
    return stream.getvalue()


KINDS = {"csv": PLAIN, "xlsx": BOOK, "jsonl": JSON, "parquet": parquet(), "sqlite": BASE}


def test_every_reader_has_a_file_here():
    assert set(KINDS) == set(READERS)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["table.csv", "table.xlsx", "table", "table.docx"])
def test_a_false_suffix_does_not_matter(table, kind, name):
    assert cells(table(KINDS[kind], name)) == [["a", "b"]]


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_may_be_packed(table, kind):
    assert cells(table(gzip.compress(KINDS[kind]), "table.gz")) == [["a", "b"]]
    raw = table(zipped(**{f"x__{kind}": KINDS[kind]}), "table.zip")
    assert cells(raw) == [["a", "b"]]
    assert raw.file == "table.zip"


def test_the_name_within_a_wrapper_counts(table):
    array = b'["x"]'
    with pytest.raises(RecordsError, match="not one record in JSON"):
        table(gzip.compress(array), "table.json.gz")
    assert table(zipped(records__csv=PLAIN), "t.zip").sheet == "records.csv"


def test_a_zip_holds_one_table_beside_what_systems_add(table):
    data = zipped(
        **{
            "folder/": b"",
            "folder/records__csv": PLAIN,
            "__MACOSX/folder/._records.csv": b"x",
            "folder/.hidden__csv": b"x",
            "readme.pdf": b"x",
        }
    )
    assert cells(table(data, "t.zip")) == [["a", "b"]]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (zipped(a__csv=PLAIN, b__csv=PLAIN), "holds 2 tables"),
        (zipped(a__pdf=b""), "holds 0 tables"),
        (zipped(), "holds 0 tables"),
        (zipped(a__zip=zipped(a__csv=PLAIN)), "packed twice"),
        (gzip.compress(gzip.compress(PLAIN)), "packed twice"),
        (gzip.compress(zipped(a__csv=PLAIN)), "packed twice"),
        (gzip.compress(PLAIN)[:-9], "cut off or damaged; copy it again"),
        (gzip.compress(bytes(3_000_000)), "unpacks to more than 200"),
        (zipped(a__csv=bytes(3_000_000)), "unpacks to more than 200"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
        (OLE, r"\.xls\).*save it as \.xlsx"),
        (zipped(mimetype=b"x", content__xml=b""), "OpenDocument"),
        (zipped(**{"[Content_Types].xml": b"", "word/document.xml": b""}), "text document"),
        (zipped(**{"[Content_Types].xml": b"", "xl/workbook.bin": b""}), r"\.xlsb"),
        (b"%PDF-1.7", "is a PDF"),
        (b"\n<!doctype html>", "web page"),
        (b"\xef\xbb\xbf<HTML>", "web page"),
        (b"<table><tr>", "web page"),
        ("<?xml version='1.0'?>".encode("utf-16"), "web page or XML"),
        (b"\x89PNG\r\n", "is a picture"),
        (b"{\\rtf1", "text document"),
        (b"7z\xbc\xaf\x27\x1c", "unpack it first"),
    ],
)
def test_what_holds_no_table_is_named_and_the_way_out_told(table, content, told):
    with pytest.raises(RecordsError, match=told) as refused:
        table(content, "surat.dat")
    assert "surat.dat" in str(refused.value)


def test_a_locked_zip_asks_for_its_password(table):
    locked = bytearray(zipped(a__csv=PLAIN))
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(RecordsError, match="password"):
        table(bytes(locked), "t.zip")


def test_a_zip_that_lies_about_its_size_is_refused(table):
    honest = zipped(a__csv=PLAIN + b"a,b\n" * 5000)
    size = len(PLAIN + b"a,b\n" * 5000).to_bytes(4, "little")
    lying = honest.replace(size, len(PLAIN).to_bytes(4, "little"))
    with pytest.raises(RecordsError, match="cut off or damaged"):
        table(lying, "t.zip")


def test_a_file_that_is_too_large_is_not_even_read(table, monkeypatch):
    monkeypatch.setattr("netgov.reading.limits.MAX_BYTES", 10)
    for content in (PLAIN, gzip.compress(PLAIN), zipped(a__csv=PLAIN), BOOK):
        with pytest.raises(RecordsError, match="holds more than"):
            table(content)


def test_what_cannot_be_opened_is_a_sentence(tmp_path):
    (tmp_path / "folder.csv").mkdir()
    for name in ("absent.csv", "folder.csv"):
        with pytest.raises(RecordsError, match=f"{name} cannot be opened"):
            read_tables(tmp_path / name, pick)


@pytest.mark.parametrize("kind", KINDS)
def test_sheets_and_tables_are_asked_only_of_those_that_have_them(table, kind):
    for asked, owner in {"sheet": "xlsx", "table": "sqlite"}.items():
        error = UnknownName if kind == owner else RecordsError
        with pytest.raises(error):
            table(KINDS[kind], **{asked: "x"})


def test_notes_are_sentences_in_both_languages():
    assert all("{" not in sentence for sentence in NOTES.values())
    assert len(set(NOTES.values())) == len(NOTES)


def test_suffixes_are_written_as_files_have_them():
    assert all(suffix == suffix.lower() and suffix.startswith(".") for suffix in SUFFIXES)


CHILD = "Siti Rahma"
WIDE = ["source", "target", "nama anak"]
HELD = {
    "csv": f"{','.join(WIDE)}\na,b,{CHILD}\n".encode(),
    "xlsx": workbook([CHILD], WIDE, ["a", "b", CHILD]),
    "jsonl": f'{{"source": "a", "target": "b", "nama anak": "{CHILD}"}}'.encode(),
    "sqlite": database(
        'CREATE TABLE t (source, target, "nama anak")',
        f"INSERT INTO t VALUES ('a', 'b', '{CHILD}')",  # noqa: S608
    ),
}


@pytest.mark.parametrize("kind", HELD)
def test_cells_of_other_columns_are_never_kept(table, kind):
    raw = table(HELD[kind])
    assert raw.unread == ("nama anak",)
    assert raw.frame.columns.tolist() == ["source", "target"]
    assert CHILD not in repr(raw) + raw.frame.to_csv()


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return tmp_path_factory.mktemp("fuzz") / "table.bin"


def attempt(path, content):
    """Read bytes; whatever they are, there is a table or a sentence."""
    path.write_bytes(content)
    try:
        read_tables(path, pick)
    except (RecordsError, UnknownName) as error:
        error.say("en")


STARTS = [
    b"",
    b"PK\x03\x04",
    b"PAR1",
    b"\x1f\x8b\x08",
    b"SQLite format 3\0",
    b"{",
    b'[{"source": ',
    b"source,target\n",
    b"\xff\xfe",
]


@given(start=st.sampled_from(STARTS), rest=st.binary(max_size=300))
@settings(deadline=None, max_examples=150)
def test_any_bytes_are_read_or_refused(path, start, rest):
    attempt(path, start + rest)


@pytest.mark.parametrize("wrap", [bytes, gzip.compress, zlib.compress])
@pytest.mark.parametrize("kind", KINDS)
def test_cut_off_files_are_read_or_refused(path, kind, wrap):
    content = wrap(KINDS[kind])
    for end in range(0, len(content), max(1, len(content) // 40)):
        attempt(path, content[:end])


@given(data=st.data(), kind=st.sampled_from(sorted(KINDS)))
@settings(deadline=None, max_examples=250, suppress_health_check=[HealthCheck.too_slow])
def test_damaged_files_are_read_or_refused(path, data, kind):
    content = bytearray(KINDS[kind])
    places = st.integers(0, len(content) - 1)
    for at in data.draw(st.lists(places, min_size=1, max_size=8)):
        content[at] = data.draw(st.integers(0, 255))
    attempt(path, bytes(content))


@given(data=st.data())
@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
def test_damaged_xml_is_read_or_refused(path, data):
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(BOOK)) as before,
        zipfile.ZipFile(stream, "w") as after,
    ):
        part = data.draw(st.sampled_from(before.namelist()))
        for name in before.namelist():
            content = before.read(name)
            if name == part:
                start = data.draw(st.integers(0, len(content)))
                length = data.draw(st.integers(0, 20))
                put = data.draw(st.sampled_from([b"", b"<", b'"', b"-1", b"9" * 30, b"&x;"]))
                content = content[:start] + put + content[start + length :]
            after.writestr(name, content)
    attempt(path, stream.getvalue())
