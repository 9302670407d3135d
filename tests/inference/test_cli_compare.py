"""Two years compared, as typed."""

import pytest
from openpyxl import load_workbook
from test_cli import DATA, run  # noqa: F401  the fixture that types a command
from test_cli_gaps import CASEWORK

YEARS = ("2018", "2019")
INTERNAL = ("compare", CASEWORK, *YEARS, "in_strength", "--audience", "internal")


@pytest.mark.parametrize(
    ("lang", "says"),
    [
        (
            "en",
            [
                "from 2018 to 2019 by more than chance: Incoming strength (LBH): 56.96 →",
                "Ties that fade, allowing for the caseload of who sends: UPT PPA → LBH.",
                "1 is the same picture): 0.97.",
            ],
        ),
        (
            "id",
            ["Berubah dari 2018 ke 2019 lebih dari kebetulan: Kekuatan masuk (LBH): 56,96 →"],
        ),
    ],
)
def test_a_screen_says_what_changed(run, lang, says):  # noqa: F811
    status, told, _err = run(*INTERNAL, "--times", "3000", "--lang", lang)
    assert status == 0
    flat = " ".join(told.split())
    for sentence in says:
        assert sentence in flat


def test_too_few_draws_are_said_to_be_too_few(run):  # noqa: F811
    told = run(*INTERNAL, "--times", "100", "--lang", "en")[1]
    assert "with 100 draws a change in one of 27 numbers can hardly show" in told


def test_all_tables_go_to_one_workbook(run, tmp_path):  # noqa: F811
    assert (
        run(*INTERNAL, "--times", "20", "-o", tmp_path / "years.xlsx", "--lang", "en")[0] == 0
    )
    sheets = load_workbook(tmp_path / "years.xlsx").sheetnames
    for sheet in ("Measures of two years", "Change of ties", "Likeness of two years"):
        assert sheet in sheets


def test_one_table_does_not_hold_three(run, tmp_path):  # noqa: F811
    status, _told, err = run(*INTERNAL, "--times", "5", "-o", tmp_path / "years.csv")
    assert status == 1
    assert "xlsx" in err


def test_the_same_seed_says_the_same(run):  # noqa: F811
    one, two = (run(*INTERNAL, "--times", "30", "--seed", "7")[1] for _turn in range(2))
    assert one == two


def test_public_statements_are_compared_by_exchange(run, tmp_path):  # noqa: F811
    status, told, _err = run(
        "compare", DATA, *YEARS, "in_degree", "--times", "20", "--lang", "en"
    )
    assert status == 0
    assert "the two values of each pair of bodies were exchanged at random 20 times" in told


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (("compare", CASEWORK, *YEARS), "--audience internal"),
        ((*INTERNAL[:2], "2019", "2018", *INTERNAL[4:]), "2019, 2018"),
        ((*INTERNAL[:2], "2018", "2031", *INTERNAL[4:]), "2031"),
        ((*INTERNAL, "betweeness"), "betweenness"),
    ],
)
def test_what_cannot_be_compared_is_an_error(run, asked, says):  # noqa: F811
    status, _told, err = run(*asked)
    assert status == 1
    assert says in err
