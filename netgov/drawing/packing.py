"""Data on their way into a page: inert, in both languages at once, each thing said once.

What is told becomes a tree of numbers that refer to a list of values: plain values, texts that
differ between the languages, and branches that occur more than once. A list of dictionaries
with the same keys becomes a table, whose keys are said once. ``page/data.js`` unpacks them.
"""

from __future__ import annotations

import datetime
import json
import math
from collections.abc import Hashable, Mapping, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd

from netgov.errors import NetgovError, shown
from netgov.words import _

_PLAIN: Final = {str, int, bool, type(None)}  # by far the most
_FLAT: Final = {*_PLAIN, float}
_READY: Final = {*_FLAT, dict, list}
_UNSAFE: Final = "<>&\u2028\u2029"


def inert_json(plain: object) -> str:
    """Return what `packed` or `simple` returns as JSON that no browser can take for markup."""
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


def packed(told: Mapping[str, object]) -> dict[str, Any]:
    """Return what is told in each language as ``languages``, ``values`` and ``tree``.

    Raises
    ------
    AssertionError
        If the languages differ in anything but text.
    NetgovError
        If there is anything that is no text, number or collection of them.
    """
    store = _Store()
    try:
        root = store.put([*told.values()])
    except NetgovError:
        for data in told.values():
            simple(data, "data")  # says where it stands
        raise
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


def _readied(value: Any) -> Any:
    """Return a value as `simple` would, the parts of a collection as they are."""
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, list | tuple | np.ndarray | pd.Series):
        return list(value)
    return simple(value, "data")


def _names(names: tuple[Any, ...]) -> tuple[str, ...]:
    return names if set(map(type, names)) == {str} else tuple(map(str, names))


class _Part(NamedTuple):
    """A value, or a branch: the numbers of its parts, and their names in a dictionary."""

    value: Any
    names: tuple[str, ...] | None = None
    parts: tuple[int, ...] | None = None


class _Store:
    """Every distinct part of a tree once, by number; the tree is the number of its root.

    Parts have larger numbers than those in them.
    """

    def __init__(self) -> None:
        self._parts: list[_Part] = []
        self._numbers: dict[Hashable, int] = {}
        # The same of values alone, by far the most, by what each language tells.
        self._leaves: dict[tuple[Any, ...], int] = {}
        # Branches met before, by what they are; held, so that no other takes their identity.
        self._known: dict[tuple[int, ...], tuple[int, Sequence[Any]]] = {}
        self._places: dict[int, int] = {}

    def put(self, told: Sequence[Any]) -> int:
        """Return the number of a part told in each language, new if no other says the same."""
        if type(told[0]) in _FLAT:
            return self._leaf(told)
        key = tuple(map(id, told))
        if key in self._known:
            return self._known[key][0]
        ready = [one if type(one) in _READY else _readied(one) for one in told]
        if type(ready[0]) is dict:
            number = self._branch(ready)
        elif type(ready[0]) is list:
            number = self._list(ready)
        else:
            return self._leaf(ready)
        self._known[key] = number, told
        return number

    def _leaf(self, told: Sequence[Any]) -> int:
        # With the types, since 1 and true are equal but not the same.
        key = (*map(type, told), *told)
        number = self._leaves.get(key)
        if number is None:
            number = self._leaves[key] = self._differing([simple(one, "data") for one in told])
        return number

    def _differing(self, told: Sequence[Any]) -> int:
        """Return the number of a text in each language; nothing else may differ."""
        first, *others = told
        if isinstance(first, str):
            same = all(text == first for text in others)
            return self._numbered(*(str, _Part(first)) if same else (tuple, _Part((*told,))))
        if any((type(other), other) != (type(first), first) for other in others):
            raise AssertionError(f"the languages tell different numbers: {told}")
        return self._numbered(type(first), _Part(first))

    def _branch(self, told: Sequence[dict[Any, Any]]) -> int:
        first, *others = map(tuple, told)
        names = _names(first)
        if any(other != first for other in others):
            raise AssertionError(f"the languages tell of different things: {[*names]}")
        each = zip(*(one.values() for one in told), strict=True)
        return self._numbered(dict, _Part(None, names, tuple(map(self.put, each))))

    def _list(self, told: Sequence[list[Any]]) -> int:
        if any(len(other) != len(told[0]) for other in told[1:]):
            message = f"the languages tell different numbers of things: {told[0]}"
            raise AssertionError(message)
        return self._numbered(
            list, _Part(None, None, tuple(map(self.put, zip(*told, strict=True))))
        )

    def _numbered(self, kind: type, part: _Part) -> int:
        # With the type of a value, since 1 and true are equal but not the same.
        number = self._numbers.setdefault((kind, *part), len(self._parts))
        if number == len(self._parts):
            self._parts.append(part)
        return number

    def _met(self) -> list[int]:
        """Return how often each part occurs in the tree."""
        met = [0] * len(self._parts)
        met[-1] = 1  # the root is the last
        for number in reversed(range(len(met))):
            for part in self._parts[number].parts or ():
                met[part] += met[number]
        return met

    def shelve(self) -> list[Any]:
        """Return the values, and what occurs more than once; the most frequent stand first."""
        met = self._met()
        shared = [
            number
            for number in sorted(range(len(met)), key=met.__getitem__, reverse=True)
            if met[number] > 1 or self._parts[number].parts is None
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
