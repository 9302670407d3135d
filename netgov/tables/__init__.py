"""Frames as tables: on the terminal, and as CSV, JSON, Excel, Markdown and LaTeX files.

CSV and JSON keep the names of columns, for programs; what people read is headed in words. All
say what each column tells and in which unit, JSON and Markdown in themselves, Excel on its
first sheet, CSV in the Data Package beside it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

import pandas as pd

from netgov.errors import NetgovError, shown, speak
from netgov.tables.latex import latex
from netgov.tables.lists import (
    ASPECTS,
    DESCRIBED,
    card_table,
    clearest_list,
    duty_list,
    gap_list,
    gap_table,
    level_table,
    marked,
    ranked_list,
    with_names,
)
from netgov.tables.markdown import markdown
from netgov.tables.package import csv, described, json_table, package
from netgov.tables.screen import as_text
from netgov.tables.told import About, about, safe_text
from netgov.tables.workbook import single, workbook
from netgov.words import Words, _
from netgov.writing import OF_OWNER, by_suffix, write_files

if TYPE_CHECKING:
    from netgov.views import View

__all__ = [
    "ASPECTS",
    "DESCRIBED",
    "WRITERS",
    "About",
    "as_text",
    "card_table",
    "clearest_list",
    "duty_list",
    "gap_list",
    "gap_table",
    "level_table",
    "marked",
    "need_table_suffix",
    "package",
    "ranked_list",
    "safe_text",
    "with_names",
    "workbook",
    "write_table",
]


class Writer(Protocol):
    """What makes the bytes of a table; what it is called is found out unless told."""

    def __call__(
        self, frame: pd.DataFrame, words: Words, known: About | None = None, /
    ) -> bytes:
        """Return the bytes of a file."""


WRITERS: Final[Mapping[str, Writer]] = {
    ".csv": csv,
    ".json": json_table,
    ".xlsx": single,
    ".md": markdown,
    ".tex": latex,
}


def write_table(  # noqa: PLR0913  each is one wish of who writes a paper
    frame: pd.DataFrame,
    path: str | Path,
    lang: str | None = None,
    mode: int | None = None,
    caption: str | None = None,
    label: str | None = None,
    *,
    view: View | None = None,
    remarks: Sequence[str] = (),
) -> Path:
    r"""Write a frame with its index as a table; the suffix chooses the form.

    A frame does not tell whether it comes from a public view, so the file can be opened by its
    owner alone unless ``view`` or ``mode`` says otherwise.

    Parameters
    ----------
    frame
        Any frame. Of the tables that netgov makes, what each column tells is written too.
    path
        The file. Beside ``gaps.csv`` its description is written, ``gaps.datapackage.json``.
    lang
        Language of headings, captions and definitions; Indonesian unless given.
    mode
        Who may open the file; that of the view, or the owner alone, unless given.
    caption, label
        For Markdown, LaTeX and JSON; the title of the table and "tab:" with the name of the
        file unless given. A caption of "" leaves both out.
    view
        The view that the frame was made of. Each row then says if it is invented or for the
        office alone, and in Markdown and LaTeX bodies and relations are called by name.
    remarks
        Sentences that go with the table, such as how it was made: below it in Markdown and
        LaTeX, among the notes in Excel, else in the description.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    UnknownName
        If the suffix is none of `WRITERS`.
    NetgovError
        If ``frame`` is no frame, such as a result that holds some.

    Examples
    --------
    >>> import netgov as ng
    >>> ties = pd.DataFrame({"source": ["S", "D"], "target": ["D", "H"]})
    >>> table = ng.measure(ng.Network.of(ties), "in_degree")
    >>> folder = getfixture("tmp_path")
    >>> print(ng.write_table(table, folder / "t.tex", "en").read_text().splitlines()[3])
    \caption{Actors and their measures}\label{tab:t}
    """
    _need_frame(frame)
    path, words = Path(path), speak(lang)
    write = need_table_suffix(path)
    known = about(frame, words)
    if view is not None:
        frame = marked(frame, view)
        mode = view.mode if mode is None else mode
        if write in (markdown, latex):
            frame = with_names(frame, view[view.whole].labels(words.lang), words)
    mode = OF_OWNER if mode is None else mode
    label = f"tab:{path.stem}" if label is None else label
    known = known._replace(
        caption=" ".join((known.caption if caption is None else caption).split()),
        label=re.sub(r"[^A-Za-z0-9:._-]+", "-", label),
        remarks=tuple(remarks),
    )
    files = {path: write(frame, words, known)}
    if write is csv:
        beside = path.with_suffix(".datapackage.json")
        _need_own(beside, path.name)
        name = known.caption or path.stem
        files[beside] = described({path.name: frame}, words, name, remarks)
    write_files(files, mode)
    return path


def _need_frame(frame: object) -> None:
    """Refuse what is no frame; of a result say where its frames are."""
    if isinstance(frame, pd.DataFrame):
        return
    kind = type(frame).__name__
    if not (known := _frames_of(frame)):
        sentence = _("A table is written from a DataFrame, not from {kind}.")
        raise NetgovError(sentence, kind=kind)
    sentence = _("{kind} is a result, not a table; write one that it holds: {known}.")
    raise NetgovError(sentence, kind=kind, known=", ".join(known))


def _frames_of(result: object) -> list[str]:
    """Return where a result, or what it is made of, holds frames, such as "measures.table"."""
    found = []
    for field in fields(result) if is_dataclass(result) else ():
        held = getattr(result, field.name)
        inner = [f"{field.name}.{one}" for one in _frames_of(held)]
        found += [field.name] if isinstance(held, pd.DataFrame) else inner
    return found


def _need_own(package: Path, table: str) -> None:
    """Refuse to replace a Data Package that describes anything but this table."""
    if not package.is_file():
        return
    try:
        described = json.loads(package.read_bytes()).get("resources", [])
        own = [one.get("path") for one in described] == [table]
    except (ValueError, AttributeError):
        own = False
    if not own:
        sentence = _(
            "{file} is not the description of {table}, so it is left as it is; name the table "
            "otherwise."
        )
        raise NetgovError(sentence, file=shown(package.name), table=shown(table))


def need_table_suffix(path: str | Path) -> Writer:
    """Return what makes a table of the kind that a suffix says; refuse one of no kind."""
    sentence = _("There is no table of kind {name}. The nearest is {near}; all: {known}.")
    return by_suffix(WRITERS, Path(path), sentence)
