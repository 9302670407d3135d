"""QAP as typed."""

from pathlib import Path

import pandas as pd
from test_cli import run  # noqa: F401  the fixture that types a command

ROOT = Path(__file__).parent.parent.parent
DATA, CASEWORK = ROOT / "data", ROOT / "examples" / "casework"
DRAWS = ("--times", "99")


def test_does_the_rule_tell_what_happens(run):  # noqa: F811
    status, out, _err = run("qap", DATA, "recorded", "mandated", *DRAWS, "--lang", "en")
    assert status == 0
    assert "contact that a rule requires" in out
    assert "Where a rule requires contact there is more of it on record" in out
    assert "Taken into account" not in out


def test_other_matrices_are_taken_into_account(run):  # noqa: F811
    typed = ("recorded", "mandated", "same_sector", "same_level", *DRAWS)
    status, out, _err = run("qap", DATA, *typed, "--lang", "en")
    assert status == 0
    assert "Taken into account: same sector and same level of government." in out
    _status, out, _err = run("qap", DATA, *typed, "--lang", "id")
    assert "Sudah diperhitungkan: sektor sama dan tingkat pemerintahan sama." in out


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


def test_a_wrong_name_is_answered_with_the_nearest(run, folder):  # noqa: F811
    status, _out, err = run("qap", folder(), "recorded", "mandate", "--lang", "en")
    assert status == 1
    assert "nearest is mandated" in err
    status, _out, err = run("qap", folder(), "recorded", "--lang", "en")
    assert status == 2
