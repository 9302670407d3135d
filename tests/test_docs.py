"""The documentation says what the code says."""

import importlib.util
import itertools
import re
import shlex
import shutil
from pathlib import Path
from typing import NamedTuple

import brought
import pytest

import netgov as ng
from netgov.cli import main, netgov
from netgov.gaps import GAP_KINDS
from netgov.measures import MEASURES

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("data/*.md")])


@pytest.fixture(scope="module")
def writer():
    spec = importlib.util.spec_from_file_location("writer", ROOT / "docs" / "write.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_no_page_is_stale(writer):
    """After a card, column or command was changed, run ``make pages``."""
    assert list(writer.stale()) == []


def test_every_card_and_command_is_documented():
    measures = (ROOT / "docs" / "measures.md").read_text(encoding="utf-8")
    gaps = (ROOT / "docs" / "gaps.md").read_text(encoding="utf-8")
    commands = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    assert all(f"## `{name}`" in measures for name in MEASURES)
    assert all(f"## `{name}`" in gaps for name in GAP_KINDS)
    assert all(f"## netgov {name}" in commands for name in netgov.commands)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_to_a_file_leads_somewhere(page):
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_both_readmes_tell_the_same_commands():
    told = [
        sorted(
            re.findall(r"^(make \w+|py -m venv .venv|\.venv\S+ \S+ data)", text, re.MULTILINE)
        )
        for text in (
            (ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.id.md")
        )
    ]
    assert told[0] == told[1]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_target_of_make_exists(page):
    told = re.findall(r"(?:^|`)make ([a-z-]+)", page.read_text(encoding="utf-8"), re.MULTILINE)
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert [target for target in told if not re.search(rf"^{target}:", makefile, re.M)] == []


def test_every_public_name_is_on_the_page_of_the_api():
    page = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    told = re.findall(r"^\.\. (?:auto\w+|py:data):: (\w+)$", page, re.MULTILINE)
    assert sorted(told) == sorted(ng.__all__)


# --- every command that a page shows is run --------------------------------------------------


class Block(NamedTuple):
    """Commands that stand together, and what the page says they print."""

    commands: list[str]
    shown: str


FENCED = r"^ *```\w*\n(.*?)^ *```$"
FOLLOWED = re.compile(rf"{FENCED}(?:(?=\n\n{FENCED}))?", re.MULTILINE | re.DOTALL)
TYPED = re.compile(r"^ *(?:\.venv/bin/)?netgov (.+?)(?: +#.*)?$", re.MULTILINE)


SHIPPED = re.compile(r"\w+ (data|examples/casework)\b")


def blocks(page, told):
    """Yield the blocks of a page that hold commands.

    What another page tells word for word of the shipped data comes to the same and is left out.
    """
    for held, shown in FOLLOWED.findall(page):
        commands = [c for c in TYPED.findall(held) if shown or c not in told]
        told.update(filter(SHIPPED.match, commands))
        if commands:
            yield Block(commands, shown)


def told_commands():
    """Return the blocks of each page; the page of commands holds what --help prints."""
    told = set()
    pages = {page: page.read_text(encoding="utf-8") for page in PAGES if page.stem != "cli"}
    found = {page: list(blocks(text, told)) for page, text in pages.items()}
    return {page: commands for page, commands in found.items() if commands}


TOLD = told_commands()
# What stands before a refusal in both languages.
REFUSAL = re.compile("^(Error|Kesalahan): ", re.MULTILINE)


@pytest.fixture
def folder(page, tmp_path, monkeypatch):
    """A folder with all that the commands of a page take."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("webbrowser.open", lambda _address: True)
    monkeypatch.delenv("NETGOV_LANG", raising=False)
    return brought.folder(tmp_path, page.read_text(encoding="utf-8"))


def pieces(shown):
    """Return what a page shows between the marks of what it leaves out."""
    return [" ".join(piece.split()) for piece in shown.split("…")]


def run(command):
    """Run a command; return whether it went well."""
    with pytest.raises(SystemExit) as left:
        main(shlex.split(command))
    return not left.value.code


def fill(folder, command):
    """Do what a page asks for after ``init``: put a register into the new folder."""
    if command.startswith("init "):
        shutil.copy(folder / "register.xlsx", folder / command.split()[1])


def forget_releases(folder):
    """Take what a block published as never passed on: the next may show it another way."""
    for ledger in folder.rglob("*netgov-releases.json"):
        ledger.unlink()


@pytest.mark.parametrize("page", TOLD, ids=lambda page: page.name)
def test_every_command_runs_and_prints_what_is_shown(page, folder, capsys):
    files = brought.shown_files(page.read_text(encoding="utf-8"))
    for block in TOLD[page]:
        well = []
        for command in block.commands:
            well.append(run(command))
            fill(folder, command)
        printed = " ".join(itertools.chain(*map(str.split, capsys.readouterr())))
        assert well == [True] * (len(well) - 1) + [not REFUSAL.search(block.shown)], printed
        # What was made of other files than those of the page cannot be the same.
        if any(name in command for name in files for command in block.commands):
            assert [p for p in pieces(block.shown) if p not in printed] == []
        forget_releases(folder)
