"""Writing and opening a report as typed, and what the tab key offers."""

from __future__ import annotations

import os
import pty
import subprocess
import sys

import pytest
from test_cli import DATA, run  # noqa: F401  the fixture

from netgov.words import LANGUAGES


def netgov(*arguments, **environment):
    """Run netgov in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "netgov", *map(str, arguments)],
        capture_output=True, encoding="utf-8", check=False, env={**os.environ, **environment},
    )  # fmt: skip


# --- report --------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_report_says_what_it_does_beside_what_it_prints(run, tmp_path, lang):  # noqa: F811
    out = tmp_path / "out"
    status, printed, told = run(
        "report", DATA, "-o", out, "--lang", lang, "--format", "md, HTML"
    )
    assert status == 0
    assert printed.endswith(f"{out / 'report.html'}\n")
    steps = {
        "id": ["Mengukur", "Menggambar", "Menulis"],
        "en": ["Measuring", "Drawing", "Writing"],
    }
    assert [step.split()[0] for step in told.splitlines()] == steps[lang]
    assert {path.name for path in out.glob("report.*")} == {"report.html", "report.md"}


def test_on_a_terminal_reading_is_told_too(tmp_path):
    above, below = pty.openpty()
    subprocess.run(
        [sys.executable, "-m", "netgov", "report", DATA, "-o", tmp_path / "o", "--lang", "en"],
        stdout=subprocess.DEVNULL, stderr=below, check=True,
    )  # fmt: skip
    os.close(below)
    told = os.read(above, 4096).decode("utf-8")
    os.close(above)
    assert told.startswith(f"Reading {DATA} …")


def test_an_unknown_form_is_refused_before_anything_is_read(run, tmp_path):  # noqa: F811
    status, printed, told = run(
        "report", tmp_path / "nowhere", "--format", "pdff", "--lang", "en"
    )
    assert (status, printed) == (1, "")
    assert told.splitlines() == [
        "Error: There is no form called 'pdff'. The nearest is pdf; all: docx, html, md, pdf."
    ]


def test_an_agenda_of_nothing_is_a_sentence_on_the_screen(run, tmp_path):  # noqa: F811
    ties = "source,target,year,weight,cases\n"
    ties += "".join(f"Dinas {one},RSUD {two},2019,30,30\n" for one in "ABC" for two in "DE")
    (tmp_path / "ties.csv").write_text(ties, encoding="utf-8")
    status, printed, _told = run("agenda", tmp_path / "ties.csv", "--lang", "en")
    assert status == 0
    assert "Without a table of rules it cannot be examined" in " ".join(printed.split())


# --- open ----------------------------------------------------------------------------------


@pytest.fixture
def browser(tmp_path):
    """A browser that notes what it was asked to show."""
    seen, script = tmp_path / "seen.txt", tmp_path / "browser.sh"
    script.write_text(f'#!/bin/sh\nprintf "%s" "$1" > "{seen}"\n', encoding="utf-8")
    script.chmod(0o755)
    return {"BROWSER": f"{script} %s"}, seen


@pytest.mark.parametrize("kinds", [["report.html", "report.pdf"], ["report.pdf"]])
def test_a_report_is_opened_as_a_page_if_there_is_one(tmp_path, browser, kinds):
    environment, seen = browser
    out = tmp_path / "hasil kerja"
    out.mkdir()
    for kind in kinds:
        (out / kind).write_text("", encoding="utf-8")
    done = netgov("open", out, **environment)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"{out / kinds[0]}\n"
    assert seen.read_text(encoding="utf-8") == (out / kinds[0]).as_uri()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_where_there_is_no_report_the_way_to_one_is_told(run, tmp_path, lang):  # noqa: F811
    status, printed, told = run("open", tmp_path, "--lang", lang)
    assert (status, printed) == (1, "")
    assert f"netgov report DATA -o {tmp_path}" in told


def test_without_a_browser_the_file_is_named(tmp_path):
    (tmp_path / "report.html").write_text("", encoding="utf-8")
    done = netgov("open", tmp_path, "--lang", "en", BROWSER="/no/such/browser %s", PATH="")
    assert done.returncode == 1
    assert f"open this file by hand: {tmp_path / 'report.html'}" in done.stderr


# --- the tab key ---------------------------------------------------------------------------


def offered(*typed: str) -> list[str]:
    """Return what bash is offered for a line of which the last word is begun."""
    done = netgov(
        _NETGOV_COMPLETE="bash_complete",
        COMP_WORDS=" ".join(typed),
        COMP_CWORD=str(len(typed) - 1),
    )
    return [line.partition(",")[2] for line in done.stdout.splitlines()]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (["netgov", "re"], ["report"]),
        (["netgov", "measure", "data", "betw"], ["betweenness"]),
        (["netgov", "gaps", "data", "--kind", "la"], ["late"]),
        (["netgov", "gaps", "data", "--layer", "ref"], ["referral"]),
        (["netgov", "report", "data", "--audience", ""], ["public", "internal"]),
        (["netgov", "report", "data", "--format", ""], ["html", "pdf", "docx", "md"]),
        (["netgov", "report", "data", "--format", "html,p"], ["html,pdf"]),
        (["netgov", "report", "data", "--lang", ""], ["id", "en"]),
        (["netgov", "list", "m"], ["measures"]),
        (["netgov", "completion", ""], ["bash", "zsh", "fish"]),
    ],
)
def test_the_tab_key_offers_the_words_of_netgov(typed, words):
    assert set(offered(*typed)) >= {*words}


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_gets_lines_it_understands(run, shell):  # noqa: F811
    status, lines, told = run("completion", shell)
    assert (status, told) == (0, "")
    assert "_NETGOV_COMPLETE" in lines
    if shell == "bash":
        subprocess.run(["bash", "-n"], input=lines, encoding="utf-8", check=True)  # noqa: S607


def test_an_unknown_shell_is_refused_with_the_nearest(run):  # noqa: F811
    status, _printed, told = run("completion", "bsh", "--lang", "en")
    assert status == 1
    assert "The nearest is bash" in told
