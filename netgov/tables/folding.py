"""Tables broader than a terminal or a page, told in several."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from netgov.captions import MARKS
from netgov.tables.told import flat

# Columns that say what a row is, where the index does not.
_KEYS: Final = (
    *("source", "target", "layer", "actor", "other", "entry", "service", "number"),
    *("measure", "matrix", "finding", "setting"),
)
_HEADING: Final = 14  # signs of a heading that can be broken


def breadths(told: pd.DataFrame, longest_line: int, heading: int = _HEADING) -> list[int]:
    """Return the signs that each column needs; its heading may take several lines."""
    return [
        _breadth(told.iloc[:, place], longest_line, heading) for place in range(told.shape[1])
    ]


def _breadth(cells: pd.Series[str], longest_line: int, heading: int) -> int:
    longest = int(cells.map(len).max()) if len(cells) else 0
    word = max((len(word) for word in str(cells.name).split()), default=1)
    return max(min(max(longest, min(len(str(cells.name)), heading)), longest_line), word)


def keys(frame: pd.DataFrame) -> list[int]:
    """Return the places of the columns that say what a row is, and what all of them are."""
    shown = flat(frame)
    first = shown.shape[1] - frame.shape[1]
    named = list(range(first)) or np.flatnonzero(shown.columns.isin(_KEYS))
    return [*named, *np.flatnonzero(shown.columns.isin(list(MARKS)))]


def blocks(keys: list[int], broad: list[int], width: int | None) -> list[list[int]]:
    """Return the columns of each table, so that none is broader than the width."""
    others = [place for place in range(len(broad)) if place not in keys]
    if width is None or not others:
        return [list(range(len(broad)))]
    taken = sum(broad[key] + 2 for key in keys)
    found: list[list[int]] = [[]]
    left = width - taken
    for place in others:
        if found[-1] and broad[place] + 2 > left:
            found.append([])
            left = width - taken
        found[-1].append(place)
        left -= broad[place] + 2
    return [sorted([*keys, *block]) for block in found]
