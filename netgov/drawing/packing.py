"""Data on their way into a page: inert, in both languages at once, each thing said once.

What is told becomes a tree of numbers that refer to a list of values: plain values, texts that
differ between the languages, and branches that occur more than once. A list of dictionaries
with the same keys becomes a table, whose keys are said once. ``page/data.js`` unpacks them.
"""

from __future__ import annotations

import datetime
import json
import math
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd

from netgov.errors import NetgovError, shown
from netgov.words import _

_PLAIN: Final = {str, int, bool, type(None)}  # by far the most
_UNSAFE: Final = "<>&\u2028\u2029"


def inert_json(data: object) -> str:
    """Return JSON that no browser can take for markup, whatever it holds."""
    plain = simple(data, "data")
    text = json.dumps(plain, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for sign in _UNSAFE:
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def simple(value: Any, where: str) -> Any:
    """Return a value in the types of JSON; what is missing becomes null."""
    if isinstance(value, np.generic):
        value = value.item()
    if type(value) in _PLAIN:
        return value
    if isinstance(value, Mapping):
        return {str(key): simple(item, f"{where}.{key}") for key, item in value.items()}
    if isinstance(value, list | tuple | np.ndarray | pd.Series):
        return [simple(item, where) for item in value]
    if value is pd.NA or value is pd.NaT or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, str | bool | int | float):
        return value
    sentence = _("The map cannot show {value} ({where}); turn it into text or a number.")
    raise NetgovError(sentence, value=shown(value), where=where)


class _Texts(tuple[str, ...]):
    """One text in each language."""

    __slots__ = ()


def packed(told: Mapping[str, object]) -> dict[str, Any]:
    """Return what is told in each language as ``languages``, ``values`` and ``tree``.

    Raises
    ------
    AssertionError
        If the languages differ in anything but text.
    """
    store = _Store()
    root = store.put(_zipped([simple(data, "data") for data in told.values()]))
    values = store.shelve()
    return {"languages": list(told), "values": values, "tree": store.referring(root)}


def unpacked(block: dict[str, Any], lang: str) -> Any:
    """Return what was packed, in one of its languages, as ``page/data.js`` does."""
    place, values = block["languages"].index(lang), block["values"]

    def looked_up(part: Any) -> Any:
        match part:
            case int():
                held = values[part]
                if isinstance(held, list):
                    return held[place]
                return looked_up(held[""]) if isinstance(held, dict) else held
            case list():
                return [looked_up(item) for item in part]
            case {"": keys, "rows": rows}:
                return [dict(zip(keys, map(looked_up, row), strict=True)) for row in rows]
        return {key: looked_up(item) for key, item in part.items()}

    return looked_up(block["tree"])


def _zipped(told: Sequence[Any]) -> Any:
    first, *others = told
    if isinstance(first, str):
        return first if all(text == first for text in others) else _Texts(told)
    if isinstance(first, dict):
        if any(list(other) != list(first) for other in others):
            raise AssertionError(f"the languages tell of different things: {list(first)}")
        return {key: _zipped([one[key] for one in told]) for key in first}
    if isinstance(first, list):
        if any(len(other) != len(first) for other in others):
            raise AssertionError(f"the languages tell different numbers of things: {first}")
        return [_zipped(items) for items in zip(*told, strict=True)]
    if any((type(other), other) != (type(first), first) for other in others):
        raise AssertionError(f"the languages tell different numbers: {told}")
    return first


class _Part(NamedTuple):
    """A value, or a branch: the numbers of its parts, and their names in a dictionary."""

    value: Any
    names: tuple[str, ...] | None = None
    parts: tuple[int, ...] | None = None


class _Store:
    """Every distinct part of a tree once, by number; the tree is the number of its root."""

    def __init__(self) -> None:
        self._parts: list[_Part] = []
        self._numbers: dict[Hashable, int] = {}
        self._met: Counter[int] = Counter()
        self._places: dict[int, int] = {}

    def put(self, part: Any) -> int:
        """Return the number of a part, new if no other says the same."""
        if isinstance(part, dict):
            held = _Part(None, tuple(part), tuple(map(self.put, part.values())))
        elif isinstance(part, list):
            held = _Part(None, None, tuple(map(self.put, part)))
        else:
            held = _Part(part)
        # With the type of a value, since 1 and true are equal but not the same.
        key = (type(part).__name__, *held)
        number = self._numbers.setdefault(key, len(self._parts))
        if number == len(self._parts):
            self._parts.append(held)
        self._met[number] += 1
        return number

    def shelve(self) -> list[Any]:
        """Return the values, and what occurs more than once; the most frequent stand first."""
        shared = [
            number
            for number, times in self._met.most_common()
            if times > 1 or self._parts[number].parts is None
        ]
        self._places = {number: place for place, number in enumerate(shared)}
        return [self._shelved(number) for number in shared]

    def _shelved(self, number: int) -> Any:
        part = self._parts[number]
        return part.value if part.parts is None else {"": self._spread(part)}

    def referring(self, number: int) -> Any:
        """Return the place of a part, or the part with such places in it."""
        place = self._places.get(number)
        return self._spread(self._parts[number]) if place is None else place

    def _spread(self, part: _Part) -> Any:
        parts = part.parts or ()
        if part.names is not None:
            return dict(zip(part.names, map(self.referring, parts), strict=True))
        rows = [self._parts[number] for number in parts]
        names = {row.names for row in rows}
        if len(rows) > 1 and len(names) == 1 and (shared := names.pop()):
            cells = [[self.referring(cell) for cell in row.parts or ()] for row in rows]
            return {"": list(shared), "rows": cells}
        return [self.referring(number) for number in parts]
