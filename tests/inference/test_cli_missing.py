"""Missing registers as typed."""

import pandas as pd
import pytest
from folders import CASEWORK

ASKED = ("missing", CASEWORK, "in_strength", "--year", "2019", "--layer", "referral")
INTERNAL = (*ASKED, "--audience", "internal", "--times", "20")


@pytest.mark.parametrize(
    ("lang", "says"),
    [
        ("en", "send like the others, these ranks stay firm, as far as was tried: UPT PPA (1)"),
        ("id", "peringkat ini tetap, sejauh yang dicoba: UPT PPA (1)"),
    ],
)
def test_a_screen_closes_with_the_ranks_that_stay_firm(run, lang, says):
    status, told, _err = run(
        *INTERNAL, "--without", "Dinas Pendidikan Kota Contoh", "--lang", lang
    )
    assert status == 0
    assert says in " ".join(told.split())
    assert "INTERNAL" in told
    assert told.index("Unit PPA") < told.index("RSUD")  # the first ranks first


@pytest.mark.parametrize("lang", ["id", "en"])
def test_a_screen_has_room_for_the_table_and_says_what_it_leaves_out(run, lang):
    told = run(*INTERNAL, "--without", "disdik", "--lang", lang)[1]
    assert max(len(line) for line in told.splitlines() if line.startswith("---")) <= 115
    assert told.count({"id": "Ditampilkan: 10 dari 33", "en": "Shown: 10 of 33"}[lang]) == 1


def test_several_bodies_by_any_of_their_names(run, tmp_path):
    asked = (*INTERNAL, "--without", "upt_ppa", "--without", "Disdik", "-o")
    assert run(*asked, tmp_path / "missing.csv")[0] == 0
    table = pd.read_csv(tmp_path / "missing.csv").set_index("actor")
    assert len(table) == 33
    assert table.loc["upt_ppa", ["rank_low", "rank_high"]].tolist() == [1, 1]
    assert (table["mirrored"] >= table["observed"]).all()


def test_the_same_seed_writes_the_same_file(run, tmp_path):
    for name in ("one", "two"):
        assert run(*INTERNAL, "--without", "disdik", "-o", tmp_path / f"{name}.csv")[0] == 0
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()


def test_public_counts_have_limits_too(run, tmp_path):
    assert run(*ASKED, "--without", "disdik", "-o", tmp_path / "missing.csv")[0] == 0
    assert "audience" not in pd.read_csv(tmp_path / "missing.csv")


def test_records_may_tell_who_kept_no_register(run, tmp_path):
    lines = [f"c{turn},2019-03-{turn + 1:02},A,B,A" for turn in range(9)]
    lines += [f"d{turn},2019-04-{turn + 1:02},C,B,C" for turn in range(5)]
    lines += [f"e{turn},2019-05-{turn + 1:02},A,C,A" for turn in range(3)]
    log = "\n".join(["case,date,source,target,recorded_by", *lines])
    (tmp_path / "log.csv").write_text(log, encoding="utf-8")
    status, told, _err = run(
        *("missing", tmp_path / "log.csv", "out_degree", "--audience", "internal"),
        *("--lang", "en", "--times", "20"),
    )
    assert status == 0
    assert "only as far as others wrote it down: B." in " ".join(told.split())


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ((), "--without"),
        (("--without", "dinas pendidikn"), "Disdik"),
        (("--without", "disdik", "--times", "0"), "0"),
        (("--without", "disdik", "--year", "2031"), ""),
    ],
)
def test_what_cannot_be_answered_is_an_error(run, asked, says):
    status, _told, err = run(*INTERNAL, *asked)
    assert status == 1
    assert says.lower() in err.lower()
