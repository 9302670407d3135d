"""Cells of one table: read in any spelling, converted, or set aside with a reason."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import few

from netgov.checking import check_table, remedy
from netgov.errors import RecordsError
from netgov.reading import Raw
from netgov.schema import PROBLEMS, TABLES
from netgov.words import LANGUAGES

CLOSED = [
    (name, column)
    for name, table in TABLES.items()
    for column in table.columns
    if not isinstance(column.type, str)
]
SOUND = {
    "text": "words",
    "slug": "a_1",
    "year": "2019",
    "number": "1",
    "actor": "a_1",
    "case": "K/1",
    "date": "2019-03-21",
    "count": "3",
    "weight": "3",
}


def named(pairs):
    return {"argvalues": pairs, "ids": [f"{name}.{column.name}" for name, column in pairs]}


def sound(column):
    """Return a cell that fits a column."""
    if not isinstance(column.type, str):
        return next(iter(column.type))
    return "b_2" if column.name == "target" else SOUND[column.type]


def sound_row(name):
    return {column.name: sound(column) for column in TABLES[name].columns}


def raw(name, **cells):
    """Return one sound row of a table, some of its cells changed."""
    return pd.DataFrame([sound_row(name) | cells], index=[2], dtype=object)


def checked(frame, name, keys=None, *, strict=False):
    """Return a frame as checked, as if it had stood in a file."""
    file = Raw("made.csv", "", frame, (), {}, ())
    return check_table(file, name, keys or {}, strict=strict)


def used(name, **cells):
    """Return the one row as it is used."""
    (row,) = checked(raw(name, **cells), name).frame.to_dict("records")
    return row


def fault(name, **cells):
    """Return what is said of the first fault of the one row."""
    with pytest.raises(RecordsError) as refused:
        checked(raw(name, **cells), name, strict=True)
    return str(refused.value)


# --- headings and values in any spelling ------------------------------------------------------


@pytest.mark.parametrize("name", TABLES)
def test_a_column_is_known_by_each_of_its_headings(name):
    expected = checked(raw(name), name).frame
    for column in TABLES[name].columns:
        for heading in (column.name, *column.headings):
            written = f" {heading.replace('_', ' ').upper()} "
            renamed = raw(name).rename(columns={column.name: written})
            assert checked(renamed, name).frame.equals(expected), written


@pytest.mark.parametrize(("name", "column"), **named(CLOSED))
def test_a_value_is_known_by_each_of_its_words(name, column):
    words = [(key, w) for key, t in column.type.items() for w in (key, t.label, *t.also)]
    spelled = [
        (key, odd)
        for key, word in words
        for odd in (word, word.upper(), word.replace(" ", "_"), f"{word}.")
    ]
    cells = pd.DataFrame([sound_row(name) for _ in spelled], dtype=object)
    cells[column.name] = [written for _key, written in spelled]
    if TABLES[name].key:
        cells[TABLES[name].key] = [f"k{turn}" for turn in cells.index]
    read = checked(cells, name).frame[column.name]
    assert read.tolist() == [key for key, _written in spelled]


@pytest.mark.parametrize(("name", "column"), **named(CLOSED))
def test_no_word_means_two_values(name, column):
    words = [w.casefold() for k, t in column.type.items() for w in {k, t.label, *t.also}]
    owners = {
        w: {k for k, t in column.type.items() if w in {k, t.label, *t.also}} for w in words
    }
    assert [word for word, keys in owners.items() if len(keys) > 1] == []


@pytest.mark.parametrize("name", TABLES)
def test_no_heading_belongs_to_two_columns_unless_it_is_the_name_of_one(name):
    columns = TABLES[name].columns
    headings = [heading for column in columns for heading in column.headings]
    assert len(headings) == len(set(headings))
    assert not set(headings) & {column.name for column in columns}


def test_the_name_of_a_column_wins_over_other_headings():
    both = raw("evidence").assign(asal="z_9")
    assert checked(both, "evidence").frame["source"].item() == "a_1"


def test_columns_that_no_table_has_are_not_kept():
    more = raw("evidence").assign(nik="1471010101010001", Catatan="x")
    assert list(checked(more, "evidence").frame) == [
        column.name for column in TABLES["evidence"].columns
    ]


# --- cells ------------------------------------------------------------------------------------


@pytest.mark.parametrize("written", ["2019", "2019.0", "+2019", "1900", "2100"])
def test_years_that_are_read(written):
    assert used("evidence", year_from=written, year_to="")["year_from"] == float(written)


@pytest.mark.parametrize(
    "written", ["19", "1899", "2101", "2019/2020", "th. 2019", "2019,0", "1e3", "inf", "nan",
                "２０１９", "2019-07-01", "9" * 30, "True", "=2019"],
)  # fmt: skip
def test_years_that_are_none(written):
    assert "is not a year" in fault("evidence", year_from=written)


@pytest.mark.parametrize("written", ["many", "0,5", "1.000,5", "inf", "nan", "5 %", "½"])
def test_numbers_that_are_none(written):
    assert "is not a number" in fault("mandates", share=written)


@pytest.mark.parametrize("written", ["a b", "../a", "a/b", "a\u200bb", "a;b", "x" * 61, "a'b"])
def test_names_that_are_none(written):
    assert "the name has blanks or signs" in fault("evidence", source=written)


@pytest.mark.parametrize(
    "written", ["dinkes", "UPT-PPA", "smpn_38", "a.b", "dinas_ügd", "x" * 60]
)
def test_names_that_are_read(written):
    assert used("evidence", source=written)["source"] == written


def test_signs_that_nobody_sees_are_left_out_of_texts():
    assert used("actors", name_id="\u202eDinas\u200b \x1b[31mSosial\x00")["name_id"] == (
        "Dinas [31mSosial"
    )
    assert "the cell is blank" in fault("actors", name_id="\u200b\ufeff")


@pytest.mark.parametrize(
    ("name", "start", "end"),
    [
        ("evidence", "year_from", "year_to"),
        ("mandates", "in_force_from", "in_force_to"),
        ("legal_bases", "in_force_from", "in_force_to"),
        ("actors", "active_from", "active_to"),
    ],
)
def test_no_span_ends_before_it_begins(name, start, end):
    assert f"column {end}" in fault(name, **{start: "2020", end: "2019"})
    assert used(name, **{start: "2020", end: "2020"})[end] == 2020


def test_unknown_names_are_told_with_the_nearest():
    keys = {"actors": {"dinkes", "dinsos", "b_2"}}
    problems = checked(raw("evidence", source="dinkess"), "evidence", keys).problems
    assert problems[["code", "known"]].to_numpy().tolist() == [["unknown_name", "dinkes"]]


def test_what_a_blank_means():
    actor = used("actors", confidence="", publish="", confidential="", aggregate="", reach="")
    told = {name: actor[name] for name in ("confidence", "publish", "confidential", "reach")}
    assert told == {
        "confidence": "inferred", "publish": "yes", "confidential": "no", "reach": "non-state",
    }  # fmt: skip


# --- laws -------------------------------------------------------------------------------------

ODD = st.one_of(
    st.sampled_from(
        ["", "unit", "2019", "2018", "rujukan", "kuat", "=1", "inf", "\x00", "9" * 20]
    ),
    st.text(max_size=6),
)


@few
@given(st.lists(st.lists(ODD, min_size=6, max_size=6), max_size=6))
def test_every_row_is_used_or_set_aside_once(rows):
    columns = ["source", "target", "layer", "year_from", "year_to", "strength"]
    frame = pd.DataFrame(rows, columns=columns, index=range(2, len(rows) + 2), dtype=object)
    table = checked(frame, "evidence", {"actors": {"unit", "2019"}})
    aside = table.problems["row"].tolist()
    assert sorted([*table.frame.index, *aside]) == list(frame.index)
    assert aside == sorted(set(aside))
    assert set(table.problems["code"]) <= set(PROBLEMS)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("code", PROBLEMS)
def test_every_problem_says_what_to_do(code, lang):
    said = remedy(code, "a, b", "actors.csv").say(lang)
    assert said
    assert "{" not in said
