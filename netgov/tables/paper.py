"""Tables as they stand on paper: marks said once, one language, notes of what columns tell."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from netgov.captions import CAPTIONS, MARKS, definition, heading, unit
from netgov.tables.folding import keys
from netgov.tables.told import About, about, flat, in_lines, marks, sides, told
from netgov.words import LANGUAGES, Words, _


class Note(NamedTuple):
    """What a column tells, and its unit."""

    term: str
    unit: str
    says: str


class Paper(NamedTuple):
    """A table for readers: texts of one line under headings, and all that is said beside it.

    ``sides`` and ``keys`` are those of its columns, ``said`` is what every row is.
    """

    about: About
    texts: pd.DataFrame
    sides: list[str]
    keys: list[int]
    said: str
    notes: list[Note]


def on_paper(frame: pd.DataFrame, words: Words, known: About | None = None) -> Paper:
    """Return a table as it stands on paper.

    Of what is said in both languages the reader's stays; what every row is goes beside it.
    """
    known, whole = known or about(frame, words), flat(frame)
    said = marks(whole)
    shown = whole.drop(columns=[*said, *_of_others([*map(str, whole.columns)], words)])
    named = whole.columns[keys(frame)].difference(list(MARKS))
    paper = Paper(
        known,
        in_lines(told(shown, words, known.table)),
        sides(shown),
        [place for place, column in enumerate(shown.columns) if column in named],
        "; ".join(said.values()),
        _notes([str(column) for column in shown.columns], words, known.table),
    )
    of_network = known.table in CAPTIONS and CAPTIONS[known.table].measures == "network"
    return _from_top_to_bottom(paper, words) if of_network and len(shown) == 1 else paper


def _of_others(columns: list[str], words: Words) -> list[str]:
    """Return the columns that say in another language what one says in the reader's."""
    parted = [(column, *column.rpartition("_")[::2]) for column in columns]
    return [
        column
        for column, stem, lang in parted
        if lang in LANGUAGES and lang != words.lang and f"{stem}_{words.lang}" in columns
    ]


def _from_top_to_bottom(paper: Paper, words: Words) -> Paper:
    """Return a table of one row and many columns with a row for each of them."""
    columns = {
        words(_("Measure")): list(paper.texts.columns),
        words(_("Value")): paper.texts.iloc[0].tolist(),
    }
    return paper._replace(texts=pd.DataFrame(columns), sides=["left", "right"], keys=[0])


def _notes(columns: list[str], words: Words, table: str) -> list[Note]:
    """Return what columns tell, each thing once: the parts of a measure share a sentence."""
    notes = (
        Note(
            _term(column, words, table),
            unit(column, words, table),
            definition(column, words, table),
        )
        for column in columns
    )
    return [note for note in dict.fromkeys(notes) if note.says]


def _term(column: str, words: Words, table: str) -> str:
    """Return what people call a column, or the measure that it is a part of."""
    called = heading(column, words, table)
    return called.partition(": ")[0] if "." in column else called
