"""Tables on a terminal, and what they say in words."""

import pandas as pd

import netgov as ng
from netgov.measures.brokerage import ROLES
from netgov.tables import as_text, gap_table, level_table, with_names
from netgov.words import Words

BROAD = pd.DataFrame(
    {f"broker_roles.{role}": [turn] for turn, role in enumerate(ROLES)},
    index=pd.Index(["dpppa"], name="actor"),
).assign(data="SYNTHETIC")


def test_a_table_broader_than_the_terminal_is_told_in_several():
    whole = as_text(BROAD, Words("en"))
    parts = as_text(BROAD, Words("en"), 60).split("\n\n")
    assert len(parts) > 1
    assert max(len(line) for part in parts for line in part.splitlines()) <= 60
    # Each part says whose row it is and that it is invented; each column comes once.
    rows = [part.splitlines()[-1].split() for part in parts]
    assert all(row[0] == "dpppa" and row[-1] == "SYNTHETIC" for row in rows)
    told = [number for row in rows for number in row[1:-1]]
    assert told == whole.splitlines()[-1].split()[1:-1]


def test_a_narrow_terminal_still_shows_every_column():
    parts = as_text(BROAD, Words("en"), 5).split("\n\n")
    assert len(parts) == len(ROLES)


def test_rows_without_an_index_are_told_by_their_ends_in_each_part():
    flows = pd.DataFrame({"source": ["a"], "target": ["b"], "contacts": [4], "cases": [3]})
    parts = as_text(flows, Words("en"), 24).split("\n\n")
    assert [part.splitlines()[-1].split() for part in parts] == [
        ["a", "b", "4"],
        ["a", "b", "3"],
    ]


def test_no_text_rules_the_terminal():
    frame = pd.DataFrame({"text": ["red \x1b[31m\a", "two\nlines"]})
    told = as_text(frame, Words("en"))
    assert "\x1b" not in told
    assert "\a" not in told
    assert "lines" in told.splitlines()[-1]


def test_years_are_not_parted_like_thousands_and_a_small_chance_is_not_none():
    change = pd.DataFrame({"first": [2017.0], "ratio": [1234.5], "p": [0.00042]})
    assert as_text(change, Words("id")).splitlines()[-1].split() == [
        "2017", "1.234,5", "0,00042",
    ]  # fmt: skip


def test_levels_are_told_in_words(public):
    levels = ng.compare_levels(public[public.whole], "partners")
    told = level_table(levels, Words("en"))
    assert "all relations" in told["about"].tolist()
    assert told["about"].tolist()[-1] == "Partners"
    assert told["aspect"].str.contains("contact|Rank").all()


def test_row_numbers_stay_in_the_office(public):
    gaps = gap_table(ng.find_gaps(public))
    assert not {"mandate_rows", "statement_rows", "event_rows"} & set(gaps)


def test_a_service_that_no_chain_reaches_is_told_in_words():
    table = pd.DataFrame(
        {"fewest": [2.0, float("nan")], "layer": ["referral", ""]},
        index=pd.Index(["a", "b"], name="entry"),
    )
    told = with_names(table, pd.Series({"a": "A"}), Words("en"))
    assert told["fewest"].tolist() == ["2", "no way: a service desert"]
    assert told[["entry", "layer"]].to_numpy().tolist() == [["A", "Referral"], ["b", ""]]
