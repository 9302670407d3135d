"""Collect the marked sentences of netgov into its Indonesian catalogue and compile it.

``make words`` runs this after a sentence was added or changed: new sentences appear in
``netgov/locale/id/LC_MESSAGES/netgov.po`` with a blank translation to fill in; then it is run
again. click's own sentences ("Usage:", "Missing argument") are collected too, since click
speaks through the same catalogue.
"""

from __future__ import annotations

import ast
import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
CATALOGUE = ROOT / "netgov" / "locale" / "id" / "LC_MESSAGES" / "netgov.po"
# A constant date, so that the same sentences give the same bytes.
SPOKEN_SINCE = datetime(2026, 1, 1, tzinfo=UTC)
# The files of click whose sentences netgov can show; it has no prompts, pagers or editors.
CLICK_FILES = ("core.py", "exceptions.py", "formatting.py", "types.py")


Message = str | tuple[str, str]


def marked() -> Iterator[Message]:
    """Yield every sentence marked in the package and its templates."""
    for path in sorted((ROOT / "netgov").rglob("*.py")):
        yield from _in_python(path)
    for path in sorted((ROOT / "netgov" / "templates").glob("*.j2")):
        options = {"silent": "false", "trimmed": "true"}
        for _line, message, _comments, _context in extract_from_file(
            "jinja2.ext:babel_extract", path, keywords={"words": None}, options=options
        ):
            yield message if isinstance(message, str) else message[0]


def of_click() -> Iterator[Message]:
    """Yield the sentences of click, plurals as pairs."""
    for name in CLICK_FILES:
        yield from _in_python(Path(click.__file__).parent / name)


def _in_python(path: Path) -> Iterator[Message]:
    """Yield the sentences of a module; read as a tree, they are found in f-strings too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
            if node.func.id == "_" and texts:
                yield texts[0]
            if node.func.id == "ngettext":
                yield texts[0], texts[1]


def collected() -> Catalog:
    """Return the catalogue with every sentence of today and its translation so far."""
    before = Catalog(locale="id")
    if CATALOGUE.exists():
        with CATALOGUE.open("rb") as file:
            before = read_po(file, locale="id")
    now = Catalog(
        locale="id",
        project="netgov",
        version="0.1",
        header_comment="# The Indonesian of netgov, collected by make words.",
        msgid_bugs_address="netgov",
        copyright_holder="The netgov authors",
        creation_date=SPOKEN_SINCE,
        revision_date=SPOKEN_SINCE,
        last_translator="The netgov authors",
        language_team="Bahasa Indonesia",
        fuzzy=False,
    )
    for message in [*marked(), *of_click()]:
        known = before.get(message if isinstance(message, str) else message[0])
        now.add(message, known.string if known else "")
    return now


def written(catalogue: Catalog) -> tuple[bytes, bytes]:
    """Return the catalogue as the bytes of its .po and .mo files."""
    po, mo = io.BytesIO(), io.BytesIO()
    write_po(po, catalogue, width=96, sort_output=True, omit_header=False, no_location=True)
    write_mo(mo, catalogue)
    return po.getvalue(), mo.getvalue()


def main() -> None:
    """Write both files and say how many sentences still lack their Indonesian."""
    catalogue = collected()
    po, mo = written(catalogue)
    CATALOGUE.write_bytes(po)
    CATALOGUE.with_suffix(".mo").write_bytes(mo)
    missing = [message.id for message in catalogue if message.id and not any(message.string)]
    print(f"{len(catalogue)} sentences, {len(missing)} without Indonesian")


if __name__ == "__main__":
    main()
