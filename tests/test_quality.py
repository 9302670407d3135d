"""What a check tells: counts first, then each kind of problem and change."""

import json
import stat
import sys

import pytest

import netgov as ng
from netgov.errors import UnknownName
from netgov.quality import need_audience, quality_files, quality_text, write_quality
from netgov.words import Words

LOG = """no_register,tanggal,perujuk,dirujuk_ke,nama_anak
R/1,2019-03-04,Polsek A,UPT PPA,Ani
R/2,2019-03-05,polsek a,UPT PPA,Budi
R/3,,Polsek A,UPT PPA,Cici
R/4,2019-03-06,Polsek A,,Dedi
R/5,2019-03-06,=cmd|' /C calc'!A0,UPT PPA,Eka
"""
SECRETS = ("Ani", "Budi", "Cici", "Dedi", "Eka", "R/1", "R/2", "R/3", "R/4", "R/5")


@pytest.fixture(scope="module")
def records(tmp_path_factory):
    path = tmp_path_factory.mktemp("log") / "log.csv"
    path.write_text(LOG)
    return ng.read_records(path)


@pytest.mark.parametrize("lang", ["id", "en"])
def test_counts_come_first_and_rows_are_told_with_their_place(records, lang):
    told = quality_text(records, Words(lang))
    assert told.index("log.csv") < told.index("missing_date") < told.index("joined_spelling")
    words = Words(lang)
    assert f"{words('row {row}', row=4)}, {words('column {column}', column='tanggal')}" in told
    assert "'polsek a' → 'Polsek A'" in told
    assert "'nama_anak'" in told


def test_files_account_for_every_row(records):
    files = quality_files(records, Words("en"))
    quality = json.loads(files["quality.json"])
    assert quality["rows"] == {"in": 5, "used": 3, "rejected": 2}
    assert [p["code"] for p in quality["problems"]] == ["missing_date", "missing_actor"]
    assert [p["row"] for p in quality["problems"]] == [4, 5]
    assert quality["not_read"] == [
        {"file": "log.csv", "sheet": "", "column": "nama_anak", "identity": True}
    ]
    assert files["rejected.csv"].decode().count("\n") == 3
    assert b"joined_spelling" in files["changes.csv"]


def test_no_case_number_and_no_name_of_a_child_is_told(records):
    told = [quality_text(records, Words("id")).encode()]
    told += quality_files(records, Words("id")).values()
    for secret in SECRETS:
        assert not any(secret.encode() in part for part in told), secret


def test_the_public_hears_of_no_row(records):
    files = quality_files(records, Words("en"), rows=False)
    assert list(files) == ["quality.json"]
    quality = json.loads(files["quality.json"])
    assert quality["problems"] == [
        {"code": "missing_date", "rows": "1–4"},
        {"code": "missing_actor", "rows": "1–4"},
    ]
    assert "row 4" not in quality_text(records, Words("en"), rows=False)


@pytest.mark.skipif(sys.platform == "win32", reason="rights are those of POSIX")
def test_files_that_tell_rows_are_for_their_owner_alone(records, tmp_path):
    folder = write_quality(records, tmp_path / "check", Words("en"))
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_an_unknown_audience_gets_the_nearest():
    with pytest.raises(UnknownName, match="nearest is public"):
        need_audience("publik")
