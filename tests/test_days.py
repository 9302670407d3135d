"""Dates as offices write them, each column decided as a whole."""

import datetime as dt
import re
import time

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import few

from netgov.days import first_day, last_day, read_days, today
from netgov.errors import NetgovError

NOW = dt.datetime(2024, 6, 15, 12, tzinfo=dt.UTC)
MONTHS = [
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
]
SHORT = ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"]
WEEKDAYS = ["Senin", "Selasa", "Rabu", "Kamis", "Jum'at", "Sabtu", "Minggu"]


@pytest.fixture(autouse=True, scope="module")
def _now():
    """Let it be 15 June 2024, so that the future is no matter of the clock."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))
        yield


def read(*cells, **how):
    return read_days(
        pd.Series(cells, index=range(2, len(cells) + 2), dtype=object), "tgl", **how
    )


def told(days):
    """Each cell as a day, ``2019-03`` or ``2019`` by its grain, or the reason it is none."""
    length = {"day": 10, "month": 7, "year": 4, "": 0}
    return [
        code or str(value)[: length[grain]]
        for value, grain, code in zip(days.values, days.grain, days.code, strict=True)
    ]


def changed(days):
    return {change.code: (change.row, change.after, change.rows) for change in days.changes}


# --- one cell ---------------------------------------------------------------------------

FOURTH_OF_MARCH = """
    2019-03-04 | 2019/03/04 | 2019.03.04 | 2019-3-4 | 20190304 | 20190304.0
    2019-03-04T10:00:00Z | 2019-03-04 10:00:00+07 | 2019-03-04 10:00:00.123456+07:00
    2019-03-04 10:00:00 +0700 | 2019-03-04 00:00:00 | 2019-03-04 10.30 WIB
    04/03/2019 | 4/3/2019 | 04-03-2019 | 4.3.2019 | 04 03 2019 | 4-3-19 | 04/03/19
    04 / 03 / 2019 | 04/03/2019. | 04/03/2019 10:30 | 4/3/2019 10:30:15 AM | 04-03-2019, 10.30
    4 Maret 2019 | 04 MARET 2019 | 4 maret 2019 | 4-Maret-2019 | 4/Maret/2019 | 4.Maret.2019
    4Maret2019 | 4 Mar 2019 | 4-Mar-2019 | 4-Mar-19 | 4 Mar. 2019 | 4 Mrt 2019 | 4 Maret '19
    4  Maret   2019 | 4 Maret, 2019 | 4 Maret 2019 pukul 10.30 WIB | 4 Maret 2019, jam 10:30
    Senin, 4 Maret 2019 | Senin 4 Maret 2019 | Senin,4 Maret 2019 | Senin/4 Maret 2019
    SENIN, 4 MARET 2019 | Sen, 4 Mar 2019 | Sen. 4 Mar 2019 | Hari Senin, 4 Maret 2019
    Senin, 04/03/2019 | Senin, 04-03-2019 | Senin, 2019-03-04 | Senin, tgl 4 Maret 2019
    tanggal 4 Maret 2019 | Tgl. 04-03-2019 | Pekanbaru, 4 Maret 2019
    March 4, 2019 | Mar 4, 2019 | MARCH 4 2019 | March 4th, 2019 | 4th March 2019
    Monday, 4 March 2019 | Monday, March 4, 2019 | Mon 4 Mar 2019
    43528 | 43528.0 | 43528.75 | 43528,5
    ２０１９-０３-０４ | ４ Ｍａｒｅｔ ２０１９ | ٤/٣/٢٠١٩
    2019–03–04 | 04−03−2019 | 4 – Maret – 2019
"""
UNSEEN = ["4\u00a0Maret\u00a02019", "4\u2009Maret 2019", "\u200b04/03/2019", "\ufeff2019-03-04"]


@pytest.mark.parametrize("text", [*re.split(r" \| |\n\s*", FOURTH_OF_MARCH.strip()), *UNSEEN])
def test_the_fourth_of_march_2019(text):
    assert told(read(text)) == ["2019-03-04"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Jum'at, 5 Juli 2019", "2019-07-05"),
        ("Jum’at, 5 Juli 2019", "2019-07-05"),
        ("Jum`at 5 Juli 2019", "2019-07-05"),
        ("Jumat, 05-07-2019", "2019-07-05"),
        ("Ahad, 7 Juli 2019", "2019-07-07"),
        ("12 Sept. 2019", "2019-09-12"),
        ("12 Nopember 2019", "2019-11-12"),
        ("12 Nop 2019", "2019-11-12"),
        ("12 Okt 2019", "2019-10-12"),
        ("12 Peb 2019", "2019-02-12"),
        ("12 Pebruari 2019", "2019-02-12"),
        ("12 Agt 2019", "2019-08-12"),
        ("12 Agust 2019", "2019-08-12"),
        ("1 Des 2018", "2018-12-01"),
        ("1-Dec-2018", "2018-12-01"),
        ("May 1st, 2019", "2019-05-01"),
        ("29/02/2020", "2020-02-29"),
        ("29 Februari 2000", "2000-02-29"),
        ("01-01-1990", "1990-01-01"),
        ("15/06/2024", "2024-06-15"),
        ("31/12/99", "1999-12-31"),
        ("1/1/90", "1990-01-01"),
        ("1/1/24", "2024-01-01"),
        ("43831", "2020-01-01"),
        ("36526", "2000-01-01"),
        ("32874", "1990-01-01"),
        ("2019", "2019"),
        ("2019.0", "2019"),
        ("Tahun 2019", "2019"),
        ("Th. 2019", "2019"),
        ("thn 2019", "2019"),
        ("2019-03", "2019-03"),
        ("2019/3", "2019-03"),
        ("2019.10", "2019-10"),
        ("03/2019", "2019-03"),
        ("3-2019", "2019-03"),
        ("Maret 2019", "2019-03"),
        ("MARET, 2019", "2019-03"),
        ("March 2019", "2019-03"),
        ("Mar-19", "2019-03"),
        ("Maret '19", "2019-03"),
        ("", ""),
    ],
)
def test_this_is_that_day_month_or_year(text, day):
    assert told(read(text)) == [day]


BAD = """
    31/04/2019 | 29/02/2019 | 30 Februari 2020 | 2019-02-30 | 31 Juni 2019 | 29-Feb-1900
    00/03/2019 | 04/00/2019 | 2019-13-01 | 2019-00-04 | 13/2019 | 2019-13 | 99/99/9999
    31/12/1989 | 1989 | 32873 | 99999 | 0 | 1 | 12345 | 100000 | 1899-12-30 | 0019-03-04
    2019.1 | Maret 19 | 4 Maret | Maret | 1/1 | Q1 2019 | 2019/2020 | 4-5 Maret 2019
    4 s/d 5 Maret 2019 | 01/03/2019 - 05/03/2019 | sebelum 4 Maret 2019 | 4 Marhaen 2019
    4 Maret 219 | 04/03/219 | 04-03/2019 | 4,3,2019 | besok | kemarin | - | ? | NaT
    1² Maret 2019 | ①/3/2019 | -43528 | 1e4 | 2019-03-04 2019-03-05
"""


@pytest.mark.parametrize("text", [*re.split(r" \| |\n\s*", BAD.strip()), "4 Maret 2019" * 9])
def test_there_is_no_such_day(text):
    days = read(text)
    assert told(days) == ["bad_date"]
    assert days.values.isna().all()
    assert days.grain.tolist() == [""]
    assert days.changes == []


@pytest.mark.parametrize(
    "text",
    ["16/06/2024", "2024-06-16", "2091-01-01", "Juli 2024", "2025", "45459", "1 Januari 2100"],
)
def test_a_day_of_the_future_is_told(text):
    days = read(text)
    assert told(days) == ["future_date"]
    assert days.values.isna().all()


@pytest.mark.parametrize("text", ["Juni 2024", "2024", "15/06/2024", "45458"])
def test_today_is_no_future_nor_is_what_has_begun(text):
    assert read(text).code.tolist() == [""]


def test_old_macs_count_from_1904():
    assert told(read("42369", epoch_1904=True)) == ["2020-01-01"]
    assert told(read("43831", "2020-01-01")) == ["2020-01-01", "2020-01-01"]


# --- a column ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "days", "order"),
    [
        (["01/02/2024", "02/25/2024"], ["2024-01-02", "2024-02-25"], "MM/DD/YYYY"),
        (["01/02/2024", "25/02/2024"], ["2024-02-01", "2024-02-25"], "DD/MM/YYYY"),
        (["01/02/2024", "03/04/2024"], ["2024-02-01", "2024-04-03"], "DD/MM/YYYY"),
        (
            ["01/02/2024", "25/02/2024", "26/02/2024", "02/25/2024"],
            ["2024-02-01", "2024-02-25", "2024-02-26", "bad_date"],
            "DD/MM/YYYY",
        ),
        (
            ["01/02/2024", "02/25/2024", "02/25/2024", "25/02/2024"],
            ["2024-01-02", "2024-02-25", "2024-02-25", "bad_date"],
            "MM/DD/YYYY",
        ),
        (
            ["01/02/2024", "25/02/2024", "02/25/2024"],
            ["2024-02-01", "2024-02-25", "bad_date"],
            "DD/MM/YYYY",
        ),
        (
            ["01/02/2024", "2024-12-25", "20 Mei 2024"],
            ["2024-02-01", "future_date", "2024-05-20"],
            "DD/MM/YYYY",
        ),
        # A day that no order makes a day tells no order.
        (["01/02/2024", "02/31/2024"], ["2024-02-01", "bad_date"], "DD/MM/YYYY"),
        (["01/02/2024", "00/13/2024"], ["2024-02-01", "bad_date"], "DD/MM/YYYY"),
        (["01/02/24", "02.25.2024"], ["2024-01-02", "2024-02-25"], "MM/DD/YYYY"),
    ],
)
def test_the_rows_that_can_be_read_one_way_decide(cells, days, order):
    found = read(*cells)
    assert told(found) == days
    assert changed(found)["date_order"][:2] == (2, order)


def test_iso_dates_among_day_first_ones_are_fine():
    days = read("25/02/2024", "2024-02-26", "2024-03-04")
    assert told(days) == ["2024-02-25", "2024-02-26", "2024-03-04"]
    assert days.changes == []


def test_what_was_decided_is_told_once_with_its_rows():
    days = read("03/04/19", "3/4/2019", "4 Mei 2019", "43831", "3/3/2019", "x", "4 Mei 2019")
    assert changed(days) == {
        "date_order": (2, "DD/MM/YYYY", 2),
        "date_two_digits": (2, "2019-04-03", 1),
        "date_written_out": (4, "2019-05-04", 2),
        "date_serial": (5, "2020-01-01", 1),
    }
    assert {change.column for change in days.changes} == {"tgl"}


def test_a_column_without_rows_has_no_days():
    days = read()
    assert (len(days.values), len(days.grain), len(days.code), days.changes) == (0, 0, 0, [])
    assert days.values.dtype == np.dtype("datetime64[s]")


FORMS = {
    "iso": lambda d: d.isoformat(),
    "slashes": lambda d: f"{d:%d/%m/%Y}",
    "dots": lambda d: f"{d.day}.{d.month}.{d.year}",
    "dashes": lambda d: f"{d:%d-%m-%Y}",
    "time": lambda d: f"{d:%d/%m/%Y} 10:30",
    "weekday": lambda d: f"{WEEKDAYS[d.weekday()]}, {d:%d/%m/%Y}",
    "month": lambda d: f"{d.day} {MONTHS[d.month - 1]} {d.year}",
    "upper": lambda d: f"{d.day} {MONTHS[d.month - 1]} {d.year}".upper(),
    "short": lambda d: f"{d:%d}-{SHORT[d.month - 1]}-{d.year}",
    "full": lambda d: f"{WEEKDAYS[d.weekday()]}, {d.day} {MONTHS[d.month - 1]} {d.year}",
    "English": lambda d: f"{d:%B} {d.day}, {d.year}",
    "compact": lambda d: f"{d:%Y%m%d}",
    "serial": lambda d: str((d - dt.date(1899, 12, 30)).days),
}
past = st.dates(dt.date(1990, 1, 1), NOW.date())


@pytest.mark.parametrize("form", FORMS)
def test_every_day_since_1990_is_read_as_itself(form):
    # Each day in two or three of the forms: all in all would take long.
    every = pd.date_range("1990-01-01", NOW.date())[list(FORMS).index(form) % 5 :: 5]
    days = read(*map(FORMS[form], every.date))
    assert (days.values.to_numpy() == every.to_numpy()).all()
    assert set(days.grain) == {"day"}


@given(st.lists(past, min_size=1))
@few
def test_month_first_columns_are_read_where_one_row_tells(dates):
    days = read("12/31/1999", *(f"{date:%m/%d/%Y}" for date in dates))
    assert told(days)[1:] == [date.isoformat() for date in dates]


@given(past)
@few
def test_years_of_two_digits_are_those_that_were(date):
    assert told(read(f"{date:%d/%m/%y}", "31/12/99")) == [date.isoformat(), "1999-12-31"]


written = st.one_of(
    st.tuples(past, st.sampled_from(list(FORMS.values()))).map(lambda told: told[1](told[0])),
    past.map("{:%m/%d/%Y}".format),
    st.sampled_from(["", "31/04/2019", "2019", "Mei 2019", "x", "2091-01-01"]),
    st.text(max_size=12),
)


@given(st.lists(written, max_size=12), st.randoms(use_true_random=False))
@few
def test_the_order_of_the_rows_changes_no_day(cells, chance):
    turns = chance.sample(range(len(cells)), len(cells))
    straight, shuffled = read(*cells), read(*(cells[turn] for turn in turns))
    assert told(shuffled) == [told(straight)[turn] for turn in turns]
    rows = {change.code: change.rows for change in straight.changes}
    assert rows == {change.code: change.rows for change in shuffled.changes}


@given(st.lists(st.text(), max_size=5))
@few
def test_any_text_is_a_day_or_told(cells):
    days = read(*cells)
    day = days.values.notna()
    assert (day == (days.grain != "")).all()
    assert (days.code[day] == "").all()
    assert set(days.code) <= {"", "bad_date", "future_date"}


@pytest.mark.parametrize(
    "text",
    ["1" * 100_000, " " * 100_000, "4" + " " * 100_000 + "Maret", "a" * 100_000, "ﷺ" * 100_000],
    ids=["digits", "blanks", "gap", "letters", "ligatures"],
)
def test_a_book_in_a_cell_is_soon_seen_to_be_no_day(text):
    start = time.process_time()
    read(text, text + "x")
    assert time.process_time() - start < 1


# --- days that are asked for ------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2019-03-21", "2019-03-21", "2019-03-21"),
        ("21/03/2019", "2019-03-21", "2019-03-21"),
        (" 21 Maret 2019 ", "2019-03-21", "2019-03-21"),
        ("2019-02", "2019-02-01", "2019-02-28"),
        ("2020-02", "2020-02-01", "2020-02-29"),
        ("Desember 2019", "2019-12-01", "2019-12-31"),
        ("2019", "2019-01-01", "2019-12-31"),
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024-12-31", "2024-12-31", "2024-12-31"),
        ("2025", "2025-01-01", "2025-12-31"),
    ],
)
def test_the_first_and_last_day_of_what_is_asked(text, first, last):
    assert str(first_day(text)) == first
    assert str(last_day(text)) == last


@pytest.mark.parametrize("text", ["", "  ", "x", "2019-02-30", "31/04/2019", "1850"])
def test_what_is_no_day_cannot_be_asked_for(text):
    for ask in (first_day, last_day):
        with pytest.raises(NetgovError, match="is no day, month or year") as caught:
            ask(text)
        assert "bukan" in caught.value.say("id")


def test_the_day_is_that_of_the_source_where_one_is_set(monkeypatch):
    assert today() == NOW.date()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert today() == dt.date(1970, 1, 1)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1577836800")
    assert told(read("1/1/2020", "2/1/2020")) == ["2020-01-01", "future_date"]
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert today() in {dt.date.today(), dt.date.today() - dt.timedelta(days=1)}
