"""The file of an engine's counts: read by every command, true to its records."""

from __future__ import annotations

import pytest
from logs import added_up, as_texts, refused, same_ties, written
from messy import clean_log, messy_log

import netgov as ng
from netgov.errors import NetgovError, UnknownName

# --- the file ---------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_other_commands_read_what_is_written(tmp_path, mapping, suffix):
    path = written(clean_log(600), tmp_path / "log.csv")
    aggregate = added_up(path, mapping)
    file = ng.write_aggregate(aggregate, tmp_path / f"ties{suffix}")
    records = ng.read_records(file)
    assert records.problems.empty
    same_ties(aggregate, records)
    assert file.stat().st_mode & 0o077 == 0


TITLE = "DATA SINTETIS – SYNTHETIC DATA: describes nobody\n"


def by_title(path):
    path.write_text(TITLE + path.read_text("utf-8"), encoding="utf-8")


def by_settings(path):
    told = "[study]\nsynthetic = true\n"
    (path.parent / "netgov.toml").write_text(told, encoding="utf-8")


@pytest.mark.parametrize("say", [by_title, by_settings])
@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
@pytest.mark.parametrize("hand_overs", [False, True])
def test_ties_of_invented_records_say_so_wherever_they_go(
    tmp_path, mapping, say, suffix, hand_overs
):
    path = written(clean_log(600), tmp_path / "log.csv")
    say(path)
    aggregate = added_up(path, mapping, hand_overs=hand_overs)
    away = tmp_path / "away"
    away.mkdir()
    file = ng.write_aggregate(aggregate, away / f"ties{suffix}")
    assert ng.read_records(file).study.synthetic
    real = added_up(written(clean_log(600), away / "log.csv"), mapping, hand_overs=hand_overs)
    assert not ng.read_records(ng.write_aggregate(real, away / "real.csv")).study.synthetic


def test_invented_and_real_records_are_never_added_up_together(tmp_path, mapping):
    parts = as_texts(clean_log(500), tmp_path)
    by_title(parts / "a.csv")
    (parts / "b.csv").write_text("\n" + (parts / "b.csv").read_text("utf-8"), encoding="utf-8")
    assert "b.csv: these records do not say SYNTHETIC" in refused(parts, mapping)


def test_the_same_records_give_the_same_bytes(tmp_path, mapping):
    path = written(messy_log(2_000), tmp_path / "log.csv")
    files = [
        ng.write_aggregate(added_up(path, mapping), tmp_path / f"{turn}.csv") for turn in (1, 2)
    ]
    assert files[0].read_bytes() == files[1].read_bytes()


def test_a_name_that_a_spreadsheet_would_run_is_disarmed_and_comes_back(tmp_path, mapping):
    log = clean_log(100).assign(asal="=cmd()")
    file = ng.write_aggregate(
        added_up(written(log, tmp_path / "log.csv"), mapping), tmp_path / "ties.csv"
    )
    assert "'=cmd()" in file.read_text("utf-8-sig")
    assert "=cmd()" in set(ng.read_records(file).actors["name_id"])


def test_nothing_is_written_over_or_among_what_is_read(tmp_path, mapping):
    from netgov.engine import need_output

    path = written(clean_log(50), tmp_path / "log.csv")
    for output, source in ((path, path), (tmp_path / "ties.csv", tmp_path)):
        with pytest.raises(NetgovError, match="over or among what is read"):
            need_output(output, source)
    with pytest.raises(UnknownName, match=r"\.parquet"):
        need_output(tmp_path / "ties.xlsx", path)


def test_a_store_that_breaks_leaves_the_file_before_as_it_was(tmp_path, mapping, run):
    ties = tmp_path / "ties.csv"
    ties.write_text("before", encoding="utf-8")
    path = written(clean_log(50), tmp_path / "log.csv")
    path.write_bytes(path.read_bytes() + b"1,2\n")
    status, said, told = run("aggregate", path, "--columns", mapping, "-o", ties)
    assert (status, said, told.count("\n")) == (1, "", 1)
    assert ties.read_text("utf-8") == "before"
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        "columns.toml",
        "log.csv",
        "ties.csv",
    ]
