"""Files as offices save them, and files that cannot be used."""

import pytest

from netgov.errors import RecordsError
from netgov.reading import read_table

PLAIN = "source,target\na,b\n"


@pytest.fixture
def read(tmp_path):
    def reader(content, name="table.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_table(path)

    return reader


@pytest.mark.parametrize(
    "content",
    [
        PLAIN,
        PLAIN.replace("\n", "\r\n"),
        PLAIN.replace(",", ";"),
        PLAIN.replace(",", "\t"),
        PLAIN.replace(",", "|"),
        "\ufeff" + PLAIN,
        PLAIN.rstrip("\n"),
        "source , target\n a, b \n",
        'source,target\n"a","b"\n',
        "source,target\na,b,,\n",
    ],
    ids=[
        "plain",
        "crlf",
        ";",
        "tab",
        "|",
        "bom",
        "no last newline",
        "blanks",
        "quotes",
        "trailing",
    ],
)
def test_one_table_saved_in_many_ways(read, content):
    frame = read(content)
    assert frame.to_dict("list") == {"source": ["a"], "target": ["b"]}


def test_rows_are_numbered_as_a_spreadsheet_numbers_them(read):
    frame = read("source,target\n\na,b\n,\nc,d\n")
    assert frame.index.tolist() == [3, 5]


def test_cells_stay_text(read):
    frame = read("source,target\nNA,0012\n1.0,nan\n")
    assert frame.to_numpy().tolist() == [["NA", "0012"], ["1.0", "nan"]]


def test_a_quoted_cell_may_hold_separators_and_lines(read):
    assert read('source,target\n"a, b\nc",d\n')["source"].item() == "a, b\nc"


def test_a_short_row_is_filled_with_blanks(read):
    assert read("source,target\na\n").to_numpy().tolist() == [["a", ""]]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "is empty"),
        ("\n\n", "is empty"),
        ("s,t\na,b,c\n", "row 2: 'c' stands beyond the last heading"),
        ('s,t\na,"b\n', "row 2: a quotation mark"),
        ("s,t\nDin\xe9s,b\n".encode("cp1252"), "is not UTF-8 text"),
        ("s,t\na,b\n".encode("utf-16"), "is not UTF-8 text"),
    ],
    ids=["empty", "blank lines", "beyond", "open quote", "cp1252", "utf-16"],
)
def test_what_cannot_be_used_is_refused_with_a_sentence(read, content, told):
    with pytest.raises(RecordsError, match=told) as refused:
        read(content)
    assert "table.csv" in str(refused.value)
    assert refused.value.say("id") != str(refused.value)


def test_an_unknown_kind_of_file_names_the_known_ones(read):
    with pytest.raises(RecordsError, match=r"table\.docx.*\.csv"):
        read(PLAIN, "table.docx")


def test_a_folder_in_place_of_a_file_is_a_sentence(tmp_path):
    (tmp_path / "table.csv").mkdir()
    with pytest.raises(RecordsError, match="cannot be opened"):
        read_table(tmp_path / "table.csv")
