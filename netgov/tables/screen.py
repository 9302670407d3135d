"""Tables on a terminal."""

from __future__ import annotations

from typing import Final

import pandas as pd

from netgov.tables.folding import blocks, breadths, keys
from netgov.tables.told import flat, sides, told
from netgov.words import Words

_LONGEST_LINE: Final = 44


def as_text(frame: pd.DataFrame, words: Words, width: int | None = None) -> str:
    """Return a plain table for the terminal, long texts broken to stay readable.

    A table broader than ``width`` is told in several, one below the other, each with the
    columns that say what a row is.
    """
    texts, places = told(frame, words), sides(flat(frame))
    return "\n\n".join(
        _one_text(texts.iloc[:, block], [places[place] for place in block])
        for block in blocks(keys(frame), breadths(texts, _LONGEST_LINE), width)
    )


def _one_text(texts: pd.DataFrame, sides: list[str]) -> str:
    from tabulate import tabulate

    broad = breadths(texts, _LONGEST_LINE)
    lines = [_LONGEST_LINE if breadth >= _LONGEST_LINE else None for breadth in broad]
    return tabulate(
        texts.to_numpy().tolist(), headers=texts.columns.tolist(), tablefmt="simple",
        maxcolwidths=lines, maxheadercolwidths=broad, disable_numparse=True, colalign=sides,
    )  # fmt: skip
