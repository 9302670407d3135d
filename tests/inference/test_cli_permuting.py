"""Tests against chance as typed."""

import pandas as pd
import pytest
from test_cli import run  # noqa: F401  the fixture that types a command

import netgov as ng
from netgov.draws import TESTS

DATA = ng.__path__[0] + "/../examples/casework"


@pytest.mark.parametrize(
    ("lang", "says"),
    [
        ("en", ["Left to chance in 99 draws: which actor is in which group", "Gatekeeper"]),
        ("id", ["Yang diundi sebanyak 99 kali: aktor mana masuk kelompok mana", "Rata-rata"]),
    ],
)
def test_a_table_with_names_and_what_stands_out(run, lang, says):  # noqa: F811
    status, out, _err = run("test", DATA, "broker_roles", "--times", 99, "--lang", lang)
    assert status == 0
    assert [sentence for sentence in says if sentence not in out] == []
    assert "broker_roles" not in out
    assert "UPT PPA" in out
    last = " ".join(out.strip().split("\n\n")[-1].split())
    assert "q ≤ 0" in last


def test_what_stands_out_is_named_last(run):  # noqa: F811
    _status, out, _err = run(
        "test", DATA, "reciprocity.edgewise", "--times", 99, "--lang", "en"
    )
    last = out.strip().splitlines()[-1]
    assert last.startswith("Numbers that stand out from chance after adjustment (q ≤ 0.05)")
    assert "1 of 1: Reciprocity" in last


def test_of_many_numbers_the_clearest_are_shown_and_few_draws_owned_up(run):  # noqa: F811
    _status, out, _err = run("test", DATA, "broker_roles", "--times", 19, "--lang", "en")
    assert "Shown: 20 of " in out
    assert "with 19 draws a single one of so many cannot" in out
    assert "draw at least 5,000 times (--times)" in out


def test_a_file_holds_every_number_under_its_key(run, tmp_path):  # noqa: F811
    path = tmp_path / "tests.csv"
    asked = ["broker_roles.liaison", "actor_ei", "--null", "degrees", "--times", 9, "--seed", 3]
    assert run("test", DATA, *asked, "--audience", "internal", "-o", path)[0] == 0
    written = pd.read_csv(path)
    history = ng.build_history(ng.read_records(DATA))
    found = ng.permute(
        history[history.whole], ["broker_roles.liaison", "actor_ei"], "degrees", times=9, seed=3
    )
    assert written["measure"].unique().tolist() == ["broker_roles.liaison", "actor_ei"]
    assert written["audience"].str.startswith("INTERN").all()
    pd.testing.assert_series_equal(written["p"], found.table["p"].reset_index(drop=True))


def test_the_same_seed_gives_the_same_file(run, tmp_path):  # noqa: F811
    files = [tmp_path / f"{turn}.csv" for turn in (1, 2)]
    for path in files:
        run("test", DATA, "transitivity", "--times", 9, "-o", path)
    assert files[0].read_bytes() == files[1].read_bytes()


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (["in_degree"], "Nothing can be tested against the null degrees"),
        (["betweenness", "--null", "groups"], "does not depend on groups"),
        (["betweenness", "--null", "tie"], "The nearest is ties"),
        (["betweenness", "--alternative", "bigger"], "There is no alternative"),
        (["betweenness", "--times", "0"], "at least one draw"),
        (["betweenness", "--seed", "-1"], "A seed is a whole number"),
    ],
)
def test_a_wrong_question_is_answered_with_a_remedy(run, folder, asked, says):  # noqa: F811
    status, _out, err = run("test", folder(), *asked, "--lang", "en")
    assert status == 1
    assert says in " ".join(err.split())


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (["eigenvector"], True),
        (["eigenvector", "--binary"], False),
        (["eigenvector", "--audience", "internal"], False),
        (["transitivity"], False),
    ],
)
def test_chances_that_rest_on_hidden_counts_say_so(run, asked, told):  # noqa: F811
    """Which ties there are is told in full; how strong they are is not."""
    _status, out, _err = run("test", DATA, *asked, "--times", 9, "--lang", "en")
    assert ("rest on counts as they may be told, small ones hidden (17 ties)" in out) is told


def test_as_often_is_drawn_as_many_numbers_need(run):  # noqa: F811
    assert f"[default: {TESTS}]" in run("test", "--help", "--lang", "en")[1]


def test_a_measure_must_be_named(run, folder):  # noqa: F811
    assert run("test", folder())[0] == 2


def test_one_layer_one_level_and_other_groups_can_be_asked_for(run):  # noqa: F811
    asked = ["--layer", "referral", "--level", "parent", "--group", "level", "--binary"]
    status, out, _err = run("test", DATA, "ei.index", *asked, "--times", 9, "--lang", "en")
    assert status == 0
    assert "Left to chance in 9 draws" in out
