"""Fifteen files as offices send them: each gives what its manifest says."""

import csv
import json
import re
import shutil
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from netgov import cli
from netgov.cli.speech import Speech, speak_in
from netgov.words import Words

FILES = Path(__file__).parent / "badinput"
MANIFEST = list(csv.DictReader((FILES / "manifest.csv").read_text("utf-8").splitlines()))
# What stands in the identity columns of s12 and must appear nowhere.
SECRETS = ["1471075201110001", "147107520", "085211110000", "0852111", "N0", "N5"]


@pytest.fixture(params=MANIFEST, ids=lambda case: case["file"])
def case(request):
    return request.param


@pytest.fixture
def run():
    """Run a command in one language; return its exit code and all it printed."""
    before = Speech.words

    def command(*arguments, lang="id"):
        speak_in(Words(lang))
        done = CliRunner().invoke(cli.netgov, [*map(str, arguments), "--lang", lang])
        assert done.exception is None or isinstance(done.exception, SystemExit)
        return done.exit_code, done.output

    yield command
    speak_in(before)


@pytest.mark.parametrize("lang", ["id", "en"])
def test_rows_and_messages_are_those_of_the_manifest(case, run, tmp_path, lang):
    code, told = run("check", FILES / case["file"], "--out", tmp_path / "out", lang=lang)
    assert case["file"] in told
    for part in filter(None, case["message_must_mention"].split(";")):
        assert re.search(part, told, re.IGNORECASE), part
    if case["expected"] == "reject":
        assert code == 1
        assert not (tmp_path / "out").exists()
        return
    assert code == 0
    quality = json.loads((tmp_path / "out" / "quality.json").read_text("utf-8"))
    numbers = [int(case[f"rows_{part}"]) for part in ("in", "used", "rejected")]
    assert list(quality["rows"].values()) == numbers
    reasons = {problem["code"] for problem in quality["problems"]}
    assert reasons <= set(case["row_reasons"].split("|"))
    assert len(quality["problems"]) == numbers[2]


def test_a_report_is_written_or_refused_with_one_sentence(case, run, tmp_path):
    # A copy, since its releases are entered beside it.
    sent = shutil.copy(FILES / case["file"], tmp_path)
    code, told = run("report", sent, "-o", tmp_path / "out")
    rejected = case["expected"] == "reject"
    assert (code == 1) == (rejected or "give the others" in told or "membocorkan" in told), told
    assert (tmp_path / "out" / "report.html").exists() == (code == 0)


def test_spellings_make_no_bodies_of_their_own(run, tmp_path):
    run("check", FILES / "s04_ejaan.csv", "--out", tmp_path / "out")
    assert json.loads((tmp_path / "out" / "quality.json").read_text("utf-8"))["actors"] == 8


def unpacked(path):
    """Return what a file holds: packed bytes may spell anything."""
    if not zipfile.is_zipfile(path):
        return [path.read_bytes()]
    with zipfile.ZipFile(path) as book:
        return [book.read(name) for name in book.namelist()]


def test_nothing_of_the_identity_columns_is_seen_anywhere(run, tmp_path):
    told = [run("check", FILES / "s12_identitas.csv", "--out", tmp_path / "check")[1]]
    told += [run("report", FILES / "s12_identitas.csv", "-o", tmp_path / "report")[1]]
    # The address of a cell, such as r="N5", is none of the file's words.
    texts = [
        re.sub(rb' r="[A-Z]+\d+"', b"", text)
        for path in tmp_path.rglob("*")
        if path.is_file()
        for text in unpacked(path)
    ]
    for secret in SECRETS:
        assert not any(re.search(rf"\b{secret}\b", text) for text in told)
        assert not any(re.search(rf"\b{secret}\b".encode(), text) for text in texts)
