"""Gaps and pathways as typed: filters, reasons, audiences."""

import stat
from pathlib import Path

import pandas as pd
import pytest
from test_cli import DATA, run  # noqa: F401  the fixture that types a command

CASEWORK = str(Path(DATA).parent / "examples" / "casework")


def listed(run, tmp_path, *asked):  # noqa: F811
    """Return the gaps that a command writes."""
    assert run("gaps", *asked, "-o", tmp_path / "gaps.csv")[0] == 0
    return pd.read_csv(tmp_path / "gaps.csv", keep_default_na=False)


def test_gaps_of_one_kind(run, tmp_path):  # noqa: F811
    assert set(listed(run, tmp_path, DATA, "--kind", "contested")["kind"]) == {"contested"}


@pytest.mark.parametrize(
    "name",
    [
        *("dpppa", "DPPPA", "DP3A"),
        "dinas pemberdayaan  perempuan dan perlindungan anak kota pekanbaru",
        "City office for women empowerment and child protection",
    ],
)
def test_gaps_at_one_body_by_any_of_its_names(run, tmp_path, name):  # noqa: F811
    found = listed(run, tmp_path, DATA, "--actor", name)
    assert len(found)
    assert (found[["source", "target"]] == "dpppa").any(axis=1).all()


@pytest.mark.parametrize("layer", ["referral", "Referral", "rujukan"])
def test_a_layer_by_any_word_for_it(run, tmp_path, layer):  # noqa: F811
    assert set(listed(run, tmp_path, DATA, "--layer", layer)["layer"]) == {"referral"}


def test_gaps_of_one_layer_and_of_some_severity(run, tmp_path):  # noqa: F811
    found = listed(run, tmp_path, DATA, "--layer", "referral", "--min-severity", "0.6")
    assert set(found["layer"]) == {"referral"}
    assert (found["severity"] >= 0.6).all()


@pytest.mark.parametrize(
    ("asked", "near"),
    [
        (("--kind", "unrecordet"), "unrecorded"),
        (("--actor", "dpppaa"), "dpppa"),
        (("--layer", "referal"), "referral"),
        (("--why", "unrecorded.x"), "unrecorded"),
        (("--why", "0"), "bernomor mulai dari 1"),
        (("--why", "999"), "bernomor mulai dari 1"),
        (("--min-severity", "nan"), "dari 0 sampai 1"),
        (("--audience", "publik"), "public"),
    ],
)
def test_a_wrong_name_is_one_sentence_with_the_nearest(run, asked, near):  # noqa: F811
    status, out, err = run("gaps", DATA, *asked)
    assert (status, out) == (1, "")
    assert near in err
    assert err.count("\n") == 1


def test_the_list_ends_with_what_to_take_up_first_and_what_it_cannot_say(run):  # noqa: F811
    _status, out, _err = run("gaps", DATA, "--lang", "en")
    assert "First agreement to prepare: Bapas → Dinsos." in out
    assert "Priority 80 = 100 × severity 1 × mean of: cases affected 0.5;" in out
    assert "Not examined: past the deadline (no days of answers" in out


def test_why_shows_the_rows_behind_a_gap_by_its_place_or_name(run):  # noqa: F811
    by_place = run("gaps", DATA, "--why", "1")[1]
    by_name = run("gaps", DATA, "--why", "unrecorded.upt_ppa_pku.dpppa.reporting")[1]
    assert by_place == by_name
    assert "Permen PPPA 4/2018" in by_place
    assert "edges/mandates.csv" not in by_place
    inside = run("gaps", DATA, "--why", "1", "--audience", "internal")[1]
    assert "edges/mandates.csv" in inside


def test_the_register_shows_every_duty_with_its_standing(run, tmp_path):  # noqa: F811
    told = run("gaps", CASEWORK, "--audience", "internal", "--register", "--lang", "en")[1]
    assert "permitted, not required" in told
    assert "no contact on record" in told
    assert run("gaps", DATA, "--register", "-o", tmp_path / "duties.csv")[0] == 0
    duties = pd.read_csv(tmp_path / "duties.csv", keep_default_na=False)
    assert len(duties) == 127
    assert set(duties["gaps"][duties["status"] == "gap"]) == {"unrecorded"}


def test_the_office_sees_what_single_cases_tell_and_the_public_does_not(run, tmp_path):  # noqa: F811
    single = {"late", "dormant", "declining", "dead_end", "overloaded"}
    assert not single & set(listed(run, tmp_path, CASEWORK)["kind"])
    inside = listed(run, tmp_path, CASEWORK, "--audience", "internal")
    assert single <= set(inside["kind"])
    assert inside["audience"].str.startswith("INTERN").all()
    assert stat.S_IMODE((tmp_path / "gaps.csv").stat().st_mode) == 0o600


def test_internal_screens_say_so_first(run):  # noqa: F811
    for command in ("gaps", "pathways"):
        assert run(command, CASEWORK, "--audience", "internal")[1].startswith("INTERN – ")
        assert "INTERN" not in run(command, CASEWORK)[1]


def test_pathways_are_told_table_by_table(run, tmp_path):  # noqa: F811
    told = run("pathways", CASEWORK, "--audience", "internal", "--lang", "en")[1]
    for name in ("Delays", "Entry point", "Load, waiting time and staff", "Who meets"):
        assert name in told
    assert "Share of cases without a further step on record" in told
    path = tmp_path / "all.xlsx"
    assert run("pathways", CASEWORK, "--audience", "internal", "-o", path)[0] == 0
    sheets = pd.read_excel(path, sheet_name=None)
    titles = {"Catatan", "Waktu tunggu", "Keterjangkauan layanan", "Jalur tercepat"}
    assert titles <= set(sheets)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_median_that_is_not_reached_is_more_than_the_longest_wait(run, tmp_path):  # noqa: F811
    folder = tmp_path / "log"
    (folder / "edges").mkdir(parents=True)
    rows = "".join(f"{n},2019-01-0{n},Dinas,Unit,,\n" for n in range(1, 6))
    (folder / "edges" / "referrals.csv").write_text(
        f"case,date,source,target,answered,status\n{rows}9,2019-03-01,Unit,Polres,2019-03-02,\n"
    )
    told = run("pathways", folder, "delays", "--audience", "internal", "--lang", "en")[1]
    assert "> 60" in told


def test_one_table_alone_goes_to_any_file(run, tmp_path):  # noqa: F811
    assert run("pathways", CASEWORK, "delays", "-o", tmp_path / "d.csv")[0] == 0
    assert "median" in pd.read_csv(tmp_path / "d.csv")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ((DATA,), "tidak ada catatan kasus bernomor"),
        ((CASEWORK, "delay"), "Yang paling mirip delays"),
        ((CASEWORK, "--audience", "internal", "-o", "d.csv"), "satu tabel"),
    ],
)
def test_what_pathways_cannot_do_is_one_sentence(run, asked, said):  # noqa: F811
    status, out, err = run("pathways", *asked)
    assert (status, out) == (1, "")
    assert said in err
