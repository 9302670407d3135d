"""A body has one name: what is joined, what is told, what is only suggested."""

import time
import unicodedata
from collections import Counter

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import few

from netgov.names import LONGEST, folded, mixes_letters, resolve, tidy

NOTHING = {"name_id": "", "name_en": "", "abbrev": "", "level": ""}


def bodies(**told):
    """The table of bodies: ``dinsos=("Dinas Sosial", "city")``."""
    rows = {
        slug: {**NOTHING, "name_id": name, "level": level}
        for slug, (name, level) in told.items()
    }
    columns = list(NOTHING)
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns).rename_axis("id")


def aliases(*pairs):
    return pd.DataFrame(pairs, columns=["alias", "actor"])


def resolved(written, listed=None, called=()):
    counted = Counter(written)
    return resolve(counted, bodies() if listed is None else listed, aliases(*called))


def suggestions(found):
    return dict(zip(found.sheet["alias"], found.sheet["suggestion"], strict=True))


# --- one name ---------------------------------------------------------------------------

SAME = [
    ("Polsek Tampan", "polsek tampan"),
    ("Polsek Tampan", "  POLSEK \t TAMPAN\n"),
    ("Polsek Tampan", "Polsek\u00a0Tampan"),
    ("Polsek Tampan", "Polsek\u3000Tampan"),
    ("Polsek Tampan", "Pol\u200bsek Tam\u00adpan\ufeff"),
    ("Polsek Tampan", "Polsek Tampan\ufe0f"),
    ("Polsek Tampan", "Ｐｏｌｓｅｋ Ｔａｍｐａｎ"),
    ("Polsek Tampan", "\u202ePolsek Tampan\u202c"),
    ("P2TP2A Riau", "P.2.T.P.2.A. Riau"),
    ("UPTD PPA", "U.P.T.D. P.P.A"),
    ("UPT-PPA", "UPT – PPA"),
    ("Posko Jum'at", "Posko Jum’at"),
    ("Posko Jum'at", "Posko Jum`at"),
    ("Café Anak", "Cafe\u0301 Anak"),
    ("Straße", "STRASSE"),
    ("SMPN 3", "SMPN3"),
    ("RW 1.1", "RW 1 1"),
    ("Pos 1 . 1", "Pos 1. 1"),
]
OTHER = [
    ("Polsek 1 1", "Polsek 11"),
    ("Polsek 1.1", "Polsek 11"),
    ("Polsek 1 . 1", "Polsek 11"),
    ("Polsek 1. 1", "Polsek 11"),
    ("SMPN 3", "SMPN 5"),
    ("SMPN 3", "SMPN 03"),
    ("Polsek Tampan", "Polsek Tampa"),
    ("Dinas Sosial Kota", "Dinas Sosial Provinsi"),
    ("Polsek (Tampan)", "Polsek Tampan"),
    ("...", ".."),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_these_are_one_name(one, other):
    assert folded(one) == folded(other)


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_these_are_two_names(one, other):
    assert folded(one) != folded(other)


# Signs that take part in folding come up far too seldom by chance.
texts = st.text(st.one_of(st.characters(), st.sampled_from("aA1 .\u200b\u0301ßİſ'’-–\u00a0")))


@given(texts)
@few
def test_folding_a_folded_name_changes_nothing(name):
    assert folded(folded(name)) == folded(name)
    assert folded(tidy(name)) == folded(name)


@given(texts)
@few
def test_a_folded_name_has_nothing_that_nobody_sees(name):
    assert not {unicodedata.category(sign)[0] for sign in folded(name)} & {"C"}
    assert unicodedata.is_normalized("NFKC", tidy(name))


words = st.lists(st.from_regex(r"[A-Za-z]{1,6}|[0-9]{1,2}", fullmatch=True), min_size=1)
disguises = st.sampled_from([str.upper, str.lower, str.title])
gaps = st.sampled_from([" ", "  ", "\u00a0", "\t", " \u200b", "\u2009", ". "])


@given(words, disguises, gaps)
@few
def test_case_and_the_kind_of_blank_part_no_names(parts, disguise, gap):
    assert folded(disguise(gap.join(parts))) == folded(" ".join(parts))


@given(words)
@few
def test_a_name_keeps_its_numbers(parts):
    def numbers(name):
        return "".join(sign if sign.isdigit() else " " for sign in name).split()

    assert numbers(folded(" ".join(parts))) == numbers(" ".join(parts))


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("  Polsek   Tampan ", "Polsek Tampan"),
        ("'=1+1", "=1+1"),
        ("'-2+3", "-2+3"),
        ("Posko 'Sayang Ibu'-Anak", "Posko 'Sayang Ibu'-Anak"),
        ("e\u200b\u0301", "é"),
        ("NA", "NA"),
        ("\u200b\ufe0f\u3164", ""),
    ],
)
def test_what_is_seen_of_a_name(written, seen):
    assert tidy(written) == seen


@pytest.mark.parametrize(
    ("name", "mixed"),
    [
        ("Polsek Tampan", False),
        ("P\u043elsek Tampan", True),  # a Cyrillic o
        ("P2TP2\u0410", True),  # a Cyrillic A behind a digit
        ("Dinas \u0414\u041e\u041c", False),  # each word in a script of its own
        ("\u0391BC", True),  # a Greek Alpha
        ("Café", False),
        ("5 µg", False),
    ],
)
def test_letters_that_look_alike_are_told(name, mixed):
    assert mixes_letters(name) is mixed


# --- what a name stands for -------------------------------------------------------------

LISTED = bodies(
    dinsos=("Dinas Sosial Kota Pekanbaru", "city"),
    dinsos_riau=("Dinas Sosial Provinsi Riau", "province"),
    tampan=("Polsek Tampan", "kecamatan"),
    smpn_3=("SMPN 3 Pekanbaru", "kelurahan"),
    komisi=("Komisi VIII DPR", "national"),
)


@pytest.mark.parametrize(
    ("written", "slug", "told"),
    [
        ("Polsek Tampan", "tampan", ""),
        ("tampan", "tampan", ""),
        ("POLSEK  TAMPAN", "tampan", "joined_spelling"),
        ("Polsek\u00a0Tampan", "tampan", "joined_spelling"),
        ("Polsek Panam", "tampan", "known_by_alias"),
        ("polsek panam.", "tampan", "known_by_alias"),
        ("Polsek Tampn", "polsek-tampn", "new_actor"),
        ("NA", "na", "new_actor"),
        ("Bpk. Budi", "bpk-budi", "person_like"),
        ("P\u043elsek Rumbai", "plsek-rumbai", "mixed_letters"),
        ("警察", "actor", "new_actor"),
    ],
)
def test_what_a_written_name_stands_for(written, slug, told):
    meaning = resolved([written], LISTED, [("Polsek Panam", "tampan")]).meanings[written]
    assert (meaning.slug, meaning.told) == (slug, told)


def test_the_alias_table_decides_also_against_a_name_of_another_body():
    called = [("Dinas Sosial Kota Pekanbaru", "dinsos_riau")]
    written = "DINAS SOSIAL Kota Pekanbaru"
    assert resolved([written], LISTED, called).meanings[written].slug == "dinsos_riau"


def test_an_alias_that_is_not_decided_yet_says_nothing():
    meaning = resolved(["Polsek Panam"], LISTED, [("Polsek Panam", "")]).meanings
    assert meaning["Polsek Panam"].told == "new_actor"


@pytest.mark.parametrize("turn", [1, -1])
def test_two_aliases_that_fold_alike_hold_just_as_they_are_written(turn):
    called = [("Unit PPA", "dinsos"), ("UNIT PPA", "tampan")][::turn]
    meanings = resolved(["Unit PPA", "UNIT PPA", "unit ppa"], LISTED, called).meanings
    assert meanings["Unit PPA"].slug == "dinsos"
    assert meanings["UNIT PPA"].slug == "tampan"
    assert meanings["unit ppa"].told == "new_actor"


def test_a_short_name_of_two_bodies_stands_for_neither():
    listed = LISTED.assign(abbrev=["PPA", "PPA", "", "", ""])
    assert resolved(["PPA"], listed).meanings["PPA"].told == "new_actor"


def test_spellings_of_a_body_that_no_table_knows_are_joined():
    found = resolved(["Polsek Tampan"] * 2 + ["POLSEK TAMPAN", "polsek  tampan"])
    assert {meaning.slug for meaning in found.meanings.values()} == {"polsek-tampan"}
    assert {meaning.name for meaning in found.meanings.values()} == {"Polsek Tampan"}
    assert found.meanings["Polsek Tampan"].told == ""
    assert found.meanings["POLSEK TAMPAN"].told == "joined_spelling"
    assert found.sheet["rows"].tolist() == [4]


@pytest.mark.parametrize(
    ("called", "names"),
    [
        ([("A", "Satu")], {"A": "Satu", "B": "B", "Satu": "Satu"}),
        ([("A", "Satu"), ("B", "satu")], {"A": "Satu", "B": "Satu", "Satu": "Satu"}),
        ([("A", "B"), ("B", "Satu")], {"A": "Satu", "B": "Satu", "Satu": "Satu"}),
        ([("A", "B"), ("B", "A")], {"A": "A", "B": "B", "Satu": "Satu"}),
        ([("satu", "SATU")], {"A": "A", "B": "B", "Satu": "SATU"}),
    ],
    ids=["one", "two", "chain", "circle", "spelling"],
)
def test_aliases_may_name_bodies_known_from_records_alone(called, names):
    meanings = resolved(["A", "B", "Satu"], called=called).meanings
    assert {written: meaning.name for written, meaning in meanings.items()} == names


def test_a_chain_of_aliases_may_end_at_a_listed_body():
    called = [("A", "B"), ("B", "tampan")]
    assert resolved(["A"], LISTED, called).meanings["A"].slug == "tampan"


def test_of_a_new_body_nothing_is_invented():
    new = resolved(["Polsek Rumbai"]).actors.loc["polsek-rumbai"]
    assert new["name_id"] == new["name_en"] == "Polsek Rumbai"
    assert set(new[["sector", "level", "reach"]]) == {"unknown"}
    assert new[["staff", "capacity", "active_from"]].isna().all()
    assert new["publish"] == "yes"
    assert new["parent"] == ""


def test_without_names_there_is_nothing_to_fill_in():
    found = resolved([])
    assert (len(found.meanings), len(found.actors), len(found.sheet)) == (0, 0, 0)
    assert list(found.sheet) == ["alias", "actor", "suggestion", "score", "margin", "rows"]


NAMES = [
    *("Polsek Tampan", "POLSEK TAMPAN", "Polsek Tampn", "polsek  tampan", "Polsek-Tampan"),
    *("SMPN 3", "SMPN 5", "smpn3", "Dinas Sosial Kota", "Dinas Sosial Provinsi", "Bpk. Budi"),
    *("Dinas Sosial  kota", "警察", "消防", "ابت", "a-b", "a b", "a.b", "A_B", "NA", "-"),
]


@given(st.lists(st.sampled_from(NAMES), max_size=30), st.randoms(use_true_random=False))
@few
def test_the_order_of_the_rows_changes_nothing(written, chance):
    shuffled = chance.sample(written, len(written))
    one, other = resolved(written, LISTED), resolved(shuffled, LISTED)
    assert one.meanings == other.meanings
    pd.testing.assert_frame_equal(one.actors, other.actors)
    pd.testing.assert_frame_equal(one.sheet, other.sheet)
    pd.testing.assert_frame_equal(resolved(written).sheet, resolved(shuffled).sheet)


@given(st.lists(texts.filter(tidy), max_size=20, unique=True))
@few
def test_each_body_has_one_slug_of_plain_letters(written):
    found = resolved(written, LISTED)
    assert set(found.meanings) == set(written)
    slugs = {meaning.slug for meaning in found.meanings.values()}
    assert slugs - set(LISTED.index) == set(found.actors.index)
    assert found.actors.index.is_unique
    assert found.actors.index.str.fullmatch(r"[a-z0-9-]{1,60}").all()
    assert found.actors["name_id"].map(folded).is_unique


# --- suggestions ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "suggested"),
    [
        ("Polsek Tampn", "tampan"),
        ("Tampan Polsekk", "tampan"),
        ("Dinas Sosial Prop. Riauu", "dinsos_riau"),
        ("Dinas Sosial Kota Riau", "dinsos"),
        ("Dinas Sosial Kab. Riau", ""),
        ("Dinas Sosial Provinsi Pekanbaru", "dinsos_riau"),
        ("SMPN 3 Pekanbru", "smpn_3"),
        ("SMPN 5 Pekanbaru", ""),
        ("SMPN5 Pekanbaru", ""),
        ("Komisi VII DPR", ""),
        ("Komisi VIII DPRR", "komisi"),
        ("Yayasan Sinar Anak", ""),
        ("Polsek Panamm", "tampan"),
    ],
)
def test_a_name_is_suggested_only_where_it_may_be_the_same_body(written, suggested):
    found = resolved([written], LISTED, [("Polsek Panam", "tampan")])
    assert suggestions(found) == {written: suggested}
    assert found.meanings[written].slug not in LISTED.index


def test_a_suggestion_has_a_score_and_its_lead_over_the_next():
    near = resolved(["Polsek Tampn"], LISTED).sheet.iloc[0]
    assert near["score"] == 96.0
    assert 50 < near["margin"] < near["score"]
    far = resolved(["Yayasan"], LISTED).sheet.iloc[0]
    assert pd.isna(far["score"])
    assert pd.isna(far["margin"])


def test_without_a_table_of_bodies_the_name_that_is_written_more_often_is_suggested():
    found = resolved(["Polsek Tampn"] + ["Polsek Tampan"] * 3)
    assert suggestions(found) == {
        "Polsek Tampan": "",
        "Polsek Tampn": "Polsek Tampan",
    }
    assert found.sheet["alias"].iloc[0] == "Polsek Tampan"


def test_of_names_written_equally_often_only_one_is_suggested_for_the_other():
    found = resolved(["Polsek Tampan", "Polsek Tampn"])
    assert suggestions(found) == {"Polsek Tampan": "", "Polsek Tampn": "Polsek Tampan"}


def test_a_suggestion_that_is_filled_in_joins_the_two():
    written = ["Polsek Tampan", "Polsek Tampan", "Polsek Tampn"]
    sheet = resolved(written).sheet
    called = sheet[sheet["suggestion"] != ""][["alias", "suggestion"]].to_numpy().tolist()
    again = resolved(written, called=called)
    assert {meaning.name for meaning in again.meanings.values()} == {"Polsek Tampan"}


@given(st.lists(st.sampled_from(NAMES), max_size=30))
@few
def test_a_suggestion_never_joins_what_is_apart(written):
    for alias, suggested in suggestions(resolved(written)).items():
        told = {"Kota", "Provinsi"} & {*alias.split(), *suggested.split()}
        assert len(told) < 2
        assert suggested == "" or sorted(filter(str.isdigit, alias)) == sorted(
            filter(str.isdigit, suggested)
        )


# --- names by the thousand --------------------------------------------------------------


def seconds(run):
    start = time.process_time()
    run()
    return time.process_time() - start


def invented(many, syllables):
    """Names of 30 letters that are all alike and all different."""
    kinds = len(syllables)
    return [
        "".join(syllables[turn // kinds**place % kinds] * 3 for place in range(10))
        for turn in range(many)
    ]


@pytest.mark.parametrize("syllables", ["abcdefghij", "ابتثجحخد"], ids=["Latin", "Arabic"])
def test_five_thousand_unknown_names_take_no_three_seconds(syllables):
    written = invented(5000, syllables)
    assert seconds(lambda: resolved(written)) < 3


def test_when_names_are_very_many_those_written_most_often_are_suggested(monkeypatch):
    monkeypatch.setattr("netgov.names._MOST_WORK", 64 * 64 * 100)
    many = [f"{name} {'abcdefghij'[turn]}" for turn, name in enumerate(["Balai Anak"] * 10)]
    written = [*many * 2, "Yayasan Sinar Anak", *["Polsek Tampan"] * 9, "Polsek Tampn"]
    found = suggestions(resolved(written))
    assert found["Polsek Tampn"] == "Polsek Tampan"
    assert len(found) == 13


@pytest.mark.parametrize(
    "name",
    ["a" * 200_000, "1 . " * 50_000, "é.\u0301" * 50_000, "ﷺ" * 5000, "\u0410b" * 50_000],
    ids=["letters", "numbers", "accents", "ligatures", "scripts"],
)
def test_a_name_as_long_as_a_book_is_soon_read(name):
    assert seconds(lambda: resolved([name, f"{name}x"], LISTED)) < 3
    assert len(name) > LONGEST
