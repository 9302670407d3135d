"""Data on their way into the page: plain values only, inert, and whole when unpacked."""

from __future__ import annotations

import datetime
import json

import hostile
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from unpacking import unpacked

from netgov.drawing.packing import inert_json, packed, simple
from netgov.drawing.payload import _measured
from netgov.errors import NetgovError

# --- values ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (np.int64(3), 3),
        (np.float64(0.5), 0.5),
        (np.bool_(True), True),
        (np.str_("x"), "x"),
        (np.array([1, 2]), [1, 2]),
        (pd.Series([1.5, np.nan]), [1.5, None]),
        (pd.Series([1, None], dtype="Int64"), [1, None]),
        (pd.Series(["a", None], dtype="str"), ["a", None]),
        (float("nan"), None),
        (np.float32("nan"), None),
        (np.datetime64("NaT", "s"), None),
        (pd.NA, None),
        (pd.NaT, None),
        (None, None),
        (pd.Timestamp("2019-07-22"), "2019-07-22T00:00:00"),
        (np.datetime64("2019-07-22"), "2019-07-22"),
        (datetime.date(2019, 7, 22), "2019-07-22"),
        ({7: ("a", 1)}, {"7": ["a", 1]}),
        ({np.int64(7): {np.str_("x"): np.float64(1)}}, {"7": {"x": 1}}),
    ],
    ids=repr,
)
def test_values_of_tables_become_values_of_json(value, shown):
    """Acceptance 19: numpy, NA, Timestamp, NaN, and ids that are numbers."""
    told = json.loads(inert_json(simple(value, "data")))
    assert told == shown
    assert type(told) is type(shown)


@pytest.mark.parametrize(
    "value", [object(), {1, 2}, b"bytes", 1j], ids=lambda v: type(v).__name__
)
def test_other_values_are_refused_with_their_place(value):
    with pytest.raises(NetgovError, match=r"data\.actors\.walikota"):
        inert_json(simple({"actors": {"walikota": [value]}}, "data"))


def test_infinite_numbers_are_refused():
    with pytest.raises(ValueError, match="JSON"):
        inert_json(simple(float("inf"), "data"))


@pytest.mark.parametrize("text", hostile.strings("http://127.0.0.1"))
def test_hostile_text_in_the_data_is_only_text(text):
    """Acceptance 3: no sign is left that could begin markup, and the text comes back whole."""
    block = inert_json(simple({"name": text, text: [text]}, "data"))
    assert not set("<>&\u2028\u2029") & set(block)
    assert json.loads(block) == {"name": text, text: [text]}


# --- packing -----------------------------------------------------------------------------

# Texts that are the same in each language, and such that are not; few, so that some repeat.
TEXTS = st.sampled_from(["", "a", "<b>", "police", "Mapolresta"])
NUMBERS = st.one_of(st.none(), st.booleans(), st.integers(-2, 2), st.floats(-1, 1))
LEAVES = st.one_of(NUMBERS, TEXTS.map(lambda text: (text, text)), st.tuples(TEXTS, TEXTS))
NAMES = st.sampled_from(["id", "x", "label", "gaps"])
TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(NAMES, inner, max_size=3),
        st.lists(st.fixed_dictionaries({"id": inner, "x": inner}), min_size=2, max_size=4),
    ),
    max_leaves=20,
)


def spoken(tree, place):
    """Return a tree in one of two languages: its pairs are texts."""
    if isinstance(tree, tuple):
        return tree[place]
    if isinstance(tree, dict):
        return {key: spoken(item, place) for key, item in tree.items()}
    return [spoken(item, place) for item in tree] if isinstance(tree, list) else tree


@given(TREES)
def test_what_is_packed_comes_back_whole_in_each_language(tree):
    told = {lang: {"all": spoken(tree, place)} for place, lang in enumerate(("id", "en"))}
    block = json.loads(inert_json(packed(told)))
    assert block["languages"] == ["id", "en"]
    for lang, data in told.items():
        whole = unpacked(block, lang)
        # As text, since True and 1 are equal, but not the same in JSON.
        assert json.dumps(whole) == json.dumps(simple(data, ""))


def test_what_is_said_often_is_packed_once():
    row = {"id": "x" * 100, "told": ["y" * 100]}
    block = inert_json(packed({"id": {"rows": [row] * 50}, "en": {"rows": [row] * 50}}))
    assert block.count("x" * 100) == block.count("y" * 100) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"a": 1}, {"a": 2}),
        ({"a": 1}, {"a": True}),
        ({"a": 1}, {"b": 1}),
        ({"a": [1]}, {"a": [1, 1]}),
    ],
)
def test_languages_that_differ_in_more_than_text_are_refused(one, other):
    with pytest.raises(AssertionError, match="languages tell"):
        packed({"id": one, "en": other})


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.0, 0.0), (0.125, 0.12), (0.0537, 0.054), (-0.00093, -0.00093), (163.0, 163.0)],
)
def test_measures_are_rounded_as_in_the_report_and_small_ones_keep_two_digits(value, shown):
    assert _measured(value) == shown


def test_a_measure_that_is_not_defined_stays_so():
    assert np.isnan(_measured(float("nan")))
