"""Intervals as typed: audiences, screens and files."""

import pandas as pd
import pytest
from folders import CASEWORK, DATA

OFFICE = ("--audience", "internal", "--times", "60")


def test_the_public_is_told_to_ask_for_the_office(run):
    code, out, err = run("bootstrap", CASEWORK, "--lang", "en")
    assert (code, out) == (1, "")
    assert "--audience internal" in err


def test_a_screen_shows_who_leads_and_whether_the_ranks_hold(run):
    code, out, _err = run("bootstrap", CASEWORK, "betweenness", *OFFICE, "--lang", "en")
    assert code == 0
    assert "INTERN" in out
    assert "Betweenness: UPT PPA stays first when cases are drawn anew." in out
    assert "Its ranks stay alike with up to" in out


def test_a_file_holds_every_actor_with_its_limits(run, tmp_path):
    asked = ("bootstrap", CASEWORK, "in_strength", "betweenness", *OFFICE)
    assert run(*asked, "-o", tmp_path / "limits.csv")[0] == 0
    told = pd.read_csv(tmp_path / "limits.csv")
    assert set(told["measure"]) == {"in_strength", "betweenness"}
    assert told.groupby("measure")["actor"].nunique().tolist() == [33, 33]
    assert {"low", "high", "rank_low", "rank_high", "group", "stability"} <= set(told)
    assert (told["audience"].str.contains("INTERN")).all()


def test_one_seed_writes_one_file(run, tmp_path):
    asked = ("bootstrap", CASEWORK, "in_strength", *OFFICE)
    for name in ("one.csv", "other.csv"):
        run(*asked, "-o", tmp_path / name)
    run(*asked, "--seed", "4", "-o", tmp_path / "third.csv")
    one, other, third = (
        (tmp_path / name).read_bytes() for name in ("one.csv", "other.csv", "third.csv")
    )
    assert one == other != third


def test_measures_of_actors_and_the_network_go_to_one_workbook(run, tmp_path):
    asked = ("bootstrap", CASEWORK, "in_strength", "reciprocity", *OFFICE, "--times", "20")
    status, _out, err = run(*asked, "--times", 10**9, "-o", tmp_path / "limits.csv")
    assert status == 1
    assert ".xlsx" in err
    assert run(*asked, "-o", tmp_path / "limits.xlsx")[0] == 0
    assert len(pd.read_excel(tmp_path / "limits.xlsx", sheet_name=None)) == 3


@pytest.mark.parametrize("lang", ["id", "en"])
def test_statements_alone_are_told_by_source(run, lang):
    code, out, _err = run("bootstrap", DATA, "betweenness", "--lang", lang)
    assert code == 0
    assert {"id": "sumber", "en": "any one source"}[lang] in out


def test_bodies_can_be_drawn_instead(run, tmp_path):
    asked = ("bootstrap", DATA, "density", "--actors", "--times", "20")
    assert run(*asked, "-o", tmp_path / "net.csv")[0] == 0
    told = pd.read_csv(tmp_path / "net.csv").iloc[0]
    assert told["measure"] == "density"
    assert told["low"] < told["value"] < told["high"]


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (("in_degree",), "never add one"),
        (("betweeness",), "betweenness"),
        (("in_strength", "--times", "0"), "at least one draw"),
        (("in_strength", "--seed", "-3"), "from 0 on"),
        (("in_strength", "--top", "0"), "at least one"),
        (("in_strength", "--actors"), "measure of the network"),
        (("--actors",), "Name at least one measure"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(run, asked, says):
    code, _out, err = run("bootstrap", CASEWORK, *OFFICE, *asked, "--lang", "en")
    assert code == 1
    assert says in err
