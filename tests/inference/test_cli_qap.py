"""QAP as typed."""

import json
from pathlib import Path

import pandas as pd
import pytest
from test_cli import run  # noqa: F401  the fixture that types a command

ROOT = Path(__file__).parent.parent.parent
DATA, CASEWORK = ROOT / "data", ROOT / "examples" / "casework"
DRAWS = ("--times", "99")


def test_does_the_rule_tell_what_happens(run):  # noqa: F811
    status, out, _err = run("qap", DATA, "recorded", "mandated", *DRAWS, "--lang", "en")
    assert status == 0
    assert "contact that a rule requires" in out
    assert "Where a rule requires contact there is more of it on record" in out
    assert "held equal" not in out.partition("Where a rule")[2]


def test_other_matrices_are_taken_into_account(run):  # noqa: F811
    typed = ("recorded", "mandated", "same_sector", "same_level", *DRAWS)
    status, out, _err = run("qap", DATA, *typed, "--lang", "en")
    assert status == 0
    assert "With same sector and same level of government held equal it cannot" in out
    _status, out, _err = run("qap", DATA, *typed, "--lang", "id")
    assert "Dengan sektor sama dan tingkat pemerintahan sama dibuat tetap" in out
    table = out.strip().split("\n\n")[1]
    assert max(map(len, table.splitlines())) <= 110


def test_what_chance_gives_as_well_is_not_told_as_a_finding(run, folder):  # noqa: F811
    _status, out, _err = run("qap", folder(), "recorded", "mandated", *DRAWS, "--lang", "en")
    assert "cannot be told from chance" in out
    assert "more of it on record" not in out


def test_the_whole_table_can_be_written(run, folder, tmp_path):  # noqa: F811
    path = tmp_path / "why.csv"
    assert run("qap", folder(), "recorded", "mandated", *DRAWS, "-o", path)[0] == 0
    table = pd.read_csv(path)
    assert table["matrix"].tolist() == ["intercept", "mandated"]
    assert {"coefficient", "correlation", "p_alone", "observed", "p", "q", "draws"} <= set(
        table
    )
    first = path.read_bytes()
    assert run("qap", folder(), "recorded", "mandated", *DRAWS, "-o", path)[0] == 0
    assert path.read_bytes() == first


def test_a_relation_is_told_by_its_name(run):  # noqa: F811
    typed = ("referral", "mandated", "--outcome", "logit", *DRAWS, "--lang", "en")
    status, out, _err = run("qap", DATA, *typed)
    assert status == 0
    assert "Only this relation: Referral." in out


def test_nothing_is_said_of_rules_where_none_was_asked_for(run):  # noqa: F811
    for typed in (("recorded", "same_sector"), ("same_sector", "mandated")):
        status, out, _err = run("qap", DATA, *typed, *DRAWS, "--lang", "en")
        assert status == 0
        assert "on record than chance" not in out
        assert "told from chance" not in out


def test_meetings_are_for_the_office_and_say_so(run):  # noqa: F811
    typed = ("qap", CASEWORK, "referral", "co_attendance", *DRAWS, "--lang", "en")
    status, _out, err = run(*typed)
    assert status == 1
    assert "the public view has none" in err
    status, out, _err = run(*typed, "--audience", "internal")
    assert status == 0
    assert out.startswith("INTERN")
    assert "meetings attended together" in out


@pytest.fixture
def counted(tmp_path):
    """Return counts of three years, and what was published of them."""
    home = tmp_path / "counted"
    (home / "edges").mkdir(parents=True)
    bodies = "".join(f"{body},Dinas {body},health,city,city\n" for body in "abcd")
    (home / "actors.csv").write_text("id,name_id,sector,level,reach\n" + bodies)
    rows = [
        f"{source},{target},{year},{9 + turn}"
        for turn, (source, target) in enumerate(("ab", "bc", "ca", "ad", "da"))
        for year in (2017, 2018, 2019)
    ]
    (home / "edges" / "ties.csv").write_text("source,target,year,weight\n" + "\n".join(rows))

    def entered():
        [listed] = home.glob("*releases.json")
        told = json.loads(listed.read_text())["releases"]
        return [(one["first"], one["last"]) for one in told]

    return home, entered


def test_every_year_of_which_a_matrix_tells_is_entered(run, counted):  # noqa: F811
    home, entered = counted
    typed = ("recorded:2018", "recorded", *DRAWS, "-o", "q.csv", "--lang", "en")
    assert run("qap", home, *typed, "--year", "2017")[0] == 0
    assert entered() == [(2017, 2017), (2018, 2018)]
    status, _out, err = run("qap", home, *typed)
    assert status == 1
    assert "2017–2019 overlaps 2017, which was published before" in err


def test_a_year_within_the_years_asked_for_is_entered_with_them(run, counted):  # noqa: F811
    home, entered = counted
    assert run("qap", home, "recorded:2018", "recorded", *DRAWS, "-o", "q.csv")[0] == 0
    assert entered() == [(2017, 2019)]


def test_a_wrong_name_is_answered_with_the_nearest(run, folder):  # noqa: F811
    status, _out, err = run("qap", folder(), "recorded", "mandate", "--lang", "en")
    assert status == 1
    assert "nearest is mandated" in err
    status, _out, err = run("qap", folder(), "recorded", "--lang", "en")
    assert status == 2


def test_counts_made_fit_to_be_told_are_owned_up(run):  # noqa: F811
    for y, asked, told in (
        ("recorded", (), True),
        ("recorded", ("--audience", "internal"), False),
        ("same_level", (), False),
    ):
        typed = (y, "mandated", *DRAWS, *asked, "--lang", "en")
        _status, out, _err = run("qap", CASEWORK, *typed)
        assert ("rest on counts as they may be told" in out) is told


def test_a_matrix_is_named_once(run):  # noqa: F811
    for typed in (("recorded", "recorded"), ("recorded", "mandated", "mandated")):
        status, _out, err = run("qap", DATA, *typed, "--lang", "en")
        assert status == 1
        assert "is named twice" in err


def test_a_file_tells_how_it_was_made_and_not_of_what(run, tmp_path):  # noqa: F811
    aliases = tmp_path / "salinan-kantor.csv"
    aliases.write_text("alias,actor\n", encoding="utf-8")
    typed = ("recorded", "mandated", *DRAWS, "--aliases", aliases, "--lang", "en")
    assert run("qap", DATA, *typed, "-o", tmp_path / "q.md")[0] == 0
    told = (tmp_path / "q.md").read_text(encoding="utf-8")
    assert "netgov qap DATA recorded mandated" in told
    assert "--times 99" in told
    assert "salinan-kantor" not in told
