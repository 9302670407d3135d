"""Counts and weights: one number or none, never a guess."""

import math
import re
import time

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import few

from netgov.amounts import read_amounts
from netgov.words import Words

NONE = None


def read(*cells, whole=False, none_too=False):
    cells = pd.Series(cells, index=range(2, len(cells) + 2), dtype=object)
    values = read_amounts(cells, whole=whole, none_too=none_too)
    assert values.index.equals(cells.index)
    return [NONE if math.isnan(value) else value for value in values]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12),
        ("007", 7),
        (" 12 ", 12),
        ("1", 1),
        ("2,5", 2.5),
        ("2.5", 2.5),
        ("0,125", 0.125),
        ("0.125", 0.125),
        ("12.50", 12.5),
        ("1250.000", 1250),
        ("1,2500", 1.25),
        ("1.250.000", 1_250_000),
        ("1,250,000", 1_250_000),
        ("1.250,5", 1250.5),
        ("1,250.5", 1250.5),
        ("1.250,500", 1250.5),
        ("1 250", 1250),
        ("1\u00a0250", 1250),
        ("1\u202f250\u202f000", 1_250_000),
        ("1 250,5", 1250.5),
        ("1 250.500", 1250.5),
        ("12 500", 12_500),
        ("１２", 12),
        ("١٢", 12),
        ("१२", 12),
        ("1000000000", 1e9),
    ],
)
def test_this_is_that_number_whatever_else_stands_in_the_column(text, number):
    assert read(text) == [number]
    assert read("2,5", text, "7.25") == [2.5, number, 7.25]


NO_NUMBER = """
    0 | 0,0 | -1 | -2,5 | +5 | 1-2 | 1–2 | 1 - 2 | 10 s/d 12 | ± 5 | >5 | <5 | 5+ | ~5 | 5?
    tiga | tiga (3) | 12 kasus | 12x | NaN | nan | inf | Infinity | 1e3 | 1E3 | 1e-3 | 0x10
    ½ | 1½ | 12² | ① | Ⅻ | 五 | 1/2 | 50% | Rp5 | 12. | ,5 | .5 | 12,- | 1.2.3 | 1,2,3
    1.25.000 | 1250.00.0 | 1.250,000.5 | 1..5 | 1_000 | 1'250 | 1 25 | 12 5 | 1  250
    1 2500 | TRUE
    #N/A | 1000000001 | 12:30 | 2019-03-04 | - | ?
"""


@pytest.mark.parametrize(
    "text", [*re.split(r" \| |\n\s*", NO_NUMBER.strip()), "", "12\n250", "9" * 400, "1 " * 300]
)
def test_this_is_no_number_above_0(text):
    assert read(text) == [NONE]
    assert read("2,5", text) == [2.5, NONE]


@pytest.mark.parametrize(
    ("cells", "numbers"),
    [
        (["1.250"], [NONE]),
        (["1,250"], [NONE]),
        (["1.250", "12"], [NONE, 12]),
        (["1.250", "1,250"], [NONE, NONE]),
        (["1.250", "2,5"], [1250, 2.5]),
        (["1,250", "2.5"], [1250, 2.5]),
        (["1.250", "2.5"], [1.25, 2.5]),
        (["1,250", "2,5"], [1.25, 2.5]),
        (["1.250", "1.250.000"], [1250, 1_250_000]),
        (["1,250", "1.250.000"], [1.25, 1_250_000]),
        (["1.250", "0.125"], [1.25, 0.125]),
        (["1.250", "1.250,5"], [1250, 1250.5]),
        (["1.250", "1 250,5"], [1250, 1250.5]),
        # Rows that contradict each other decide nothing for the others.
        (["1.250", "2,5", "2.5"], [NONE, 2.5, 2.5]),
        (["12.500", "999,125", "0,5"], [12_500, 999.125, 0.5]),
        # What is no number tells no mark.
        (["1.250", "2,5 kasus"], [NONE, NONE]),
    ],
)
def test_what_could_be_two_numbers_is_one_only_where_the_column_tells(cells, numbers):
    assert read(*cells) == numbers
    assert read(*cells[::-1]) == numbers[::-1]


@pytest.mark.parametrize(
    ("text", "count"),
    [("12", 12), ("12,0", 12), ("12.00", 12), ("2,5", NONE), ("0.5", NONE), ("1.250,5", NONE)],
)
def test_counts_are_whole(text, count):
    assert read(text, whole=True) == [count]


def test_a_mark_told_by_a_row_that_is_no_count_still_counts():
    assert read("1.250", "2,5", whole=True) == [1250, NONE]


@pytest.mark.parametrize("zero", ["0", "00", "0,0", "0.00", "٠"])
def test_nothing_is_a_number_only_where_it_may_be_one(zero):
    assert read(zero, "12") == [NONE, 12]
    assert read(zero, "12", none_too=True) == [0, 12]
    assert read("-1", "", "0x0", none_too=True) == [NONE, NONE, NONE]


def test_a_column_without_rows_has_no_amounts():
    assert read() == []


@pytest.mark.parametrize("lang", ["id", "en"])
@given(number=st.integers(1, 10**9 - 1), hundredths=st.integers(1, 99))
@few
def test_numbers_as_netgov_writes_them_are_read_back(lang, number, hundredths):
    values = [number, number + hundredths / 100]
    written = [Words(lang).number(value, digits=2) for value in values]
    assert read(*written) == pytest.approx(values)


cells = st.sampled_from(["1.250", "1,250", "2,5", "2.5", "12", "", "x", "1 250", "1.250.000"])


@given(
    st.lists(cells | st.text("0123456789., "), max_size=8), st.randoms(use_true_random=False)
)
@few
def test_the_order_of_the_rows_changes_no_number(written, chance):
    turns = chance.sample(range(len(written)), len(written))
    straight = read(*written)
    assert read(*(written[turn] for turn in turns)) == [straight[turn] for turn in turns]


@given(st.lists(st.text(), max_size=5), st.booleans())
@few
def test_any_text_is_a_number_above_0_or_none(written, whole):
    for value in read(*written, whole=whole):
        assert value is NONE or 0 < value <= 1e9


@pytest.mark.parametrize("text", ["1" * 200_000, "1," * 100_000, "1 000" * 40_000])
def test_a_book_in_a_cell_is_soon_seen_to_be_no_number(text):
    start = time.process_time()
    assert read(text, text + "0") == [NONE, NONE]
    assert time.process_time() - start < 1
