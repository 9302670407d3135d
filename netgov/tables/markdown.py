"""Tables in Markdown: the caption above, what the columns tell below."""

from __future__ import annotations

import re
from typing import Final

import pandas as pd

from netgov.tables.paper import Note, on_paper
from netgov.tables.told import About
from netgov.words import Words

# What would be markup or the edge of a cell; inside a word a low line is neither.
_SIGNS: Final = re.compile(r"([\\`*\[\]<>|#~$&]|(?<!\w)_|_(?!\w))")


def markdown(frame: pd.DataFrame, words: Words, known: About | None = None) -> bytes:
    """Return a table for Markdown pages."""
    from tabulate import tabulate

    paper = on_paper(frame, words, known)
    texts = paper.texts.map(escaped)
    table = tabulate(
        texts.to_numpy().tolist(), headers=[escaped(name) for name in texts.columns],
        tablefmt="pipe", disable_numparse=True, colalign=paper.sides,
    )  # fmt: skip
    caption = f"**{escaped(paper.about.caption)}**" if paper.about.caption else ""
    notes = "\n".join(map(_item, paper.notes))
    remarks = map(escaped, paper.about.remarks)
    parts = filter(None, [caption, escaped(paper.said), table, notes, *remarks])
    return ("\n\n".join(parts) + "\n").encode()


def _item(note: Note) -> str:
    term, unit, says = map(escaped, note)
    return f"- *{term}*" + (f" ({unit})" if unit else "") + f": {says}"


def escaped(text: str) -> str:
    """Return text that Markdown takes for nothing but text."""
    return _SIGNS.sub(r"\\\1", text)
