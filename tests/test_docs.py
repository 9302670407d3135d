"""The documentation says what the code says."""

import importlib.util
import re
from pathlib import Path

import pytest

from netgov.cli import netgov
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
    """After a card, column or command was changed, run ``make docs``."""
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
