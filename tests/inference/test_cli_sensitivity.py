"""Sensitivity as typed."""

import pandas as pd
import pytest
from test_cli import run  # noqa: F401  the fixture that types a command

MORE = """unit,office,reporting,2018,2018,present,[1],documented
police,health,referral,2018,2019,present,[2],documented
health,unit,coordination,2019,2019,present,[1],documented
"""


def study(folder):
    from folder import TABLES

    return folder({"edges/evidence.csv": TABLES["edges/evidence.csv"] + MORE})


def test_the_table_ends_with_what_holds_and_what_hangs_on_a_choice(run, folder):  # noqa: F811
    status, out, _err = run("sensitivity", study(folder), "--lang", "en")
    assert status == 0
    assert "Most partners" in out
    assert "Tried: " in out
    assert "Hang on a choice, above all on that of " in out


def test_both_tables_can_be_written(run, folder, tmp_path):  # noqa: F811
    data = study(folder)
    for more, first in ([], "finding"), (["--settings"], "setting"):
        path = tmp_path / f"{first}.csv"
        assert run("sensitivity", data, *more, "-o", path)[0] == 0
        assert pd.read_csv(path).columns[0] == first
    settings = pd.read_csv(tmp_path / "setting.csv")
    assert {"window", "level", "partners"} <= set(settings)
    assert settings["setting"].tolist() == [*range(1, len(settings) + 1)]


def cells(path):
    """Return what a table holds, as text."""
    if path.suffix != ".xlsx":
        return path.read_text()
    return pd.read_excel(path, sheet_name=1).to_csv()


@pytest.mark.parametrize("more", [[], ["--settings"]])
def test_people_read_words_and_programs_keys(run, folder, tmp_path, more):  # noqa: F811
    told = {}
    for suffix in (".csv", ".json", ".xlsx", ".md", ".tex"):
        path = tmp_path / f"t{suffix}"
        asked = ("sensitivity", study(folder), *more, "--lang", "en", "-o", path)
        assert run(*asked)[0] == 0
        told[suffix] = cells(path)
    for suffix in (".csv", ".json"):
        assert "police" in told[suffix]
    for suffix in (".xlsx", ".md", ".tex"):
        assert "PR" in told[suffix]
        assert "police" not in told[suffix]
        assert " > " not in told[suffix]


def test_a_screen_has_room_for_the_table(run, folder):  # noqa: F811
    _status, out, _err = run("sensitivity", study(folder), "--lang", "en")
    table, _sentences = out.split("Tried: ")
    assert max(map(len, table.splitlines())) <= 120
    assert "Holds in" in table


def test_settings_are_shown_with_names_on_a_screen(run, folder):  # noqa: F811
    _status, out, _err = run("sensitivity", study(folder), "--settings", "--lang", "en")
    assert "each unit by itself" in out
    assert "UL" in out


def test_one_year_is_not_varied_by_years(run, folder):  # noqa: F811
    _status, out, _err = run("sensitivity", study(folder), "--year", "2019", "--lang", "en")
    assert "years included" not in out


def test_a_table_for_the_office_says_so(run, folder, tmp_path):  # noqa: F811
    path = tmp_path / "office.csv"
    assert run("sensitivity", study(folder), "--audience", "internal", "-o", path)[0] == 0
    assert pd.read_csv(path)["audience"].str.startswith("INTERN").all()
