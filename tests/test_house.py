"""The house: rooms in order, files and functions short, nothing left undone."""

import ast
import re
from pathlib import Path

import pytest

import netgov

PACKAGE = Path(__file__).parent.parent / "netgov"

ROOMS = [
    "words",
    "errors",
    "works",
    "terms",
    "writing",
    "draws",
    "rules",
    "period",
    "schema",
    "identity",
    "headings",
    "names",
    "amounts",
    "invented",
    "reading",
    "days",
    "settings",
    "sheets",
    "checking",
    "intake",
    "registers",
    "contacts",
    "ledger",
    "sources",
    "assembly",
    "origin",
    "records",
    "counting",
    "exposure",
    "kernels",
    "network",
    "history",
    "sizes",
    "masking",
    "unnamed",
    "views",
    "privacy",
    "releases",
    "proof",
    "years",
    "cases",
    "parts",
    "measures",
    "gaps",
    "governance",
    "inference",
    "captions",
    "findings",
    "drawing",
    "tables",
    "quality",
    "engine",
    "template",
    "export",
    "trail",
    "released",
    "known_totals",
    "deduction",
    "attack",
    "report",
    "cli",
]
MODULES = sorted(PACKAGE.rglob("*.py"))
# The doors of the house open on every room.
DOORS = {"__init__", "__main__"}


def room(path):
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return parts[0]


def imported(tree):
    """Yield the rooms a module imports when it runs; imports for types alone do not count."""
    for_types = {
        id(node)
        for branch in ast.walk(tree)
        if isinstance(branch, ast.If) and getattr(branch.test, "id", "") == "TYPE_CHECKING"
        for node in ast.walk(branch)
    }
    for node in ast.walk(tree):
        if id(node) in for_types:
            continue
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("netgov."):
            yield node.module.split(".")[1]
        if isinstance(node, ast.Import):
            yield from (
                name.name.split(".")[1]
                for name in node.names
                if name.name.startswith("netgov.")
            )


INSIDE = [path for path in MODULES if room(path) not in DOORS]


@pytest.mark.parametrize("path", INSIDE, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_from_rooms_above_it(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    below = [name for name in imported(tree) if ROOMS.index(name) > ROOMS.index(room(path))]
    assert below == []


def test_type_checkers_see_every_public_name():
    """A writer that takes any network by mistake must show in the editor of who calls it."""
    tree = ast.parse((PACKAGE / "__init__.py").read_text(encoding="utf-8"))
    seen = {
        name.asname: node.module
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("netgov.")
        for name in node.names
    }
    assert seen == {name: f"netgov.{home}" for name, home in netgov._HOMES.items()}


def test_every_room_is_on_the_plan():
    assert {room(path) for path in INSIDE} == set(ROOMS)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_files_and_functions_stay_short(path):
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 450
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            said = ast.get_docstring(node, clean=False) or ""
            length = node.end_lineno - node.lineno - len(said.splitlines())
            assert length <= 45, f"{node.name} has {length} lines"


WRITING = re.compile(r"\.write_text\(|\.write_bytes\(|\.to_csv\(path|open\([^)]*[\"'][wax]")


def test_only_one_place_writes_files():
    for path in MODULES:
        if path.name != "writing.py":
            assert not WRITING.search(path.read_text(encoding="utf-8")), path.name
