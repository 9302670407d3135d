"""Invented records are called so, and never joined with real ones."""

from __future__ import annotations

import pytest

import netgov as ng
from netgov.errors import RecordsError

HEAD = "date,source,target\n"
TITLE = '"DATA SINTETIS – SYNTHETIC DATA: describes nobody"\n'
ROWS = "2019-03-01,Dinas Sosial,RSUD\n2019-04-01,RSUD,Dinas Sosial\n"


def log(folder, name, text):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("title", "invented"),
    [("", False), (TITLE, True), ("Kasus narkotika SINTETIS tahun 2019\n", False)],
)
def test_a_title_tells_that_records_are_invented(tmp_path, title, invented):
    assert ng.read_records(log(tmp_path, "log.csv", title + HEAD + ROWS)).study.synthetic is (
        invented
    )


def test_a_practice_log_by_itself_is_still_one():
    assert ng.read_records("examples/casework/edges/referrals.csv").study.synthetic


def test_counted_ties_tell_it_on_every_row(tmp_path):
    head = "source,target,year,weight,data\n"
    row = "Dinas Sosial,RSUD,2019,3,{}\n"
    said, silent = row.format("SINTETIS / SYNTHETIC"), row.format("").replace("2019", "2018")
    assert ng.read_records(log(tmp_path, "ties.csv", head + said)).study.synthetic
    with pytest.raises(RecordsError, match=r"ties.csv: these records do not say SYNTHETIC"):
        ng.read_records(log(tmp_path, "ties.csv", head + said + silent))


def test_invented_and_real_records_are_never_read_together(tmp_path):
    edges = tmp_path / "edges"
    edges.mkdir()
    log(edges, "referrals.csv", HEAD + ROWS)
    log(edges, "referrals_2.csv", TITLE + HEAD + ROWS.replace("2019", "2018"))
    with pytest.raises(RecordsError, match=r"referrals\.csv: these records do not say"):
        ng.read_records(tmp_path)
    log(tmp_path, "netgov.toml", "[study]\nsynthetic = true\n")
    assert ng.read_records(tmp_path).study.synthetic
