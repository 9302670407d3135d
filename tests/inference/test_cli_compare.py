"""Two years compared, as typed."""

import pytest
from folders import CASEWORK, DATA
from openpyxl import load_workbook

from netgov.proof import amount_told, chance_told
from netgov.words import Words

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
                "ties of 2018–2019 are (correlation; 1 is the same picture): 0.97. Chance that "
                "years are as alike with the bodies shuffled: p < 0.001.",
            ],
        ),
        (
            "id",
            ["Berubah dari 2018 ke 2019 lebih dari kebetulan: Kekuatan masuk (LBH): 56,96 →"],
        ),
    ],
)
def test_a_screen_says_what_changed(run, lang, says):
    status, told, _err = run(*INTERNAL, "--times", "3000", "--lang", lang)
    assert status == 0
    flat = " ".join(told.split())
    for sentence in says:
        assert sentence in flat


def test_too_few_draws_are_said_to_be_too_few(run):
    told = run(*INTERNAL, "--times", "100", "--lang", "en")[1]
    assert "with 100 draws a change in one of 27 numbers can hardly show" in told


def test_all_tables_go_to_one_workbook(run, tmp_path):
    assert (
        run(*INTERNAL, "--times", "20", "-o", tmp_path / "years.xlsx", "--lang", "en")[0] == 0
    )
    sheets = load_workbook(tmp_path / "years.xlsx").sheetnames
    for sheet in ("Measures of two years", "Change of ties", "Likeness of two years"):
        assert sheet in sheets


def test_one_table_does_not_hold_three_which_is_said_before_drawing(run, tmp_path):
    asked = (*INTERNAL, "--times", 10**9, "--lang", "en")
    status, _told, err = run(*asked, "-o", tmp_path / "years.csv")
    assert status == 1
    assert "end its name in .xlsx" in err
    assert "no table of kind" in run(*asked, "-o", tmp_path / "years.doc")[2]


def test_a_file_tells_how_it_was_made_and_what_it_comes_to(run, tmp_path):
    asked = (*INTERNAL, "density", "--times", "20", "--seed", "3", "--lang", "en")
    _status, told, _err = run(*asked, "-o", tmp_path / "years.xlsx")
    assert told.startswith("INTERN")
    notes = [row[0].value for row in load_workbook(tmp_path / "years.xlsx")["Notes"]]
    made = (
        "Made of the years 2018, 2019 with: netgov compare DATA 2018 2019 in_strength density "
    )
    (line,) = [note for note in notes if note and note.startswith(made)]
    assert "--times 20 --seed 3 --audience internal" in line
    assert str(tmp_path) not in line
    for sentence in told.strip().split("\n\n")[1:]:
        assert sentence.strip() in notes


@pytest.mark.parametrize("lang", ["id", "en"])
def test_a_screen_has_room_for_the_tables_and_says_what_it_leaves_out(run, lang):
    told = run(*INTERNAL, "--times", "20", "--lang", lang)[1]
    assert max(len(line) for line in told.splitlines() if line.startswith("---")) <= 131
    assert told.count({"id": "Ditampilkan: ", "en": "Shown: "}[lang]) == 1
    assert {"id": "Perubahan", "en": "Change"}[lang] in told.split()


def test_the_same_seed_says_the_same(run):
    one, two = (run(*INTERNAL, "--times", "30", "--seed", "7")[1] for _turn in range(2))
    assert one == two


def test_public_statements_are_compared_by_exchange(run, tmp_path):
    status, told, _err = run(
        "compare", DATA, *YEARS, "in_degree", "--times", "20", "--lang", "en"
    )
    assert status == 0
    assert "the two values of each pair of bodies were exchanged at random 20 times" in told
    assert "that need not be a change in practice" in told


@pytest.mark.parametrize(
    ("value", "says"),
    [(0.0031416, "0.00314"), (0, "0"), (-0.5, "-0.5"), (9.876, "9.88"), (1193.128, "1,193.13")],
)
def test_small_amounts_are_not_told_as_none(value, says):
    assert amount_told(value, Words("en")) == says


@pytest.mark.parametrize(
    ("p", "says"), [(0.0002, "p < 0,001"), (0.001, "p = 0,001"), (0.0424, "p = 0,042")]
)
def test_a_chance_is_never_none(p, says):
    assert chance_told(p, Words("id")) == says


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (("compare", CASEWORK, *YEARS), "--audience internal"),
        ((*INTERNAL[:2], "2019", "2018", *INTERNAL[4:]), "2019, 2018"),
        ((*INTERNAL[:2], "2018", "2031", *INTERNAL[4:]), "2031"),
        ((*INTERNAL, "betweeness"), "betweenness"),
    ],
)
def test_what_cannot_be_compared_is_an_error(run, asked, says):
    status, _told, err = run(*asked)
    assert status == 1
    assert says in err
