"""One sign of contact and one mandate as values: the rows that kinds of gap walk through."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Final, NamedTuple, TypeVar

Pair = tuple[str, str]
Tie = tuple[str, str, str]
Row = TypeVar("Row")
Key = TypeVar("Key")

# What the best of some statements says of a pair, from the strongest down.
_SHOWS: Final = {
    "strong": "positive",
    "present": "positive",
    "weak": "weak",
    "absent": "absent",
}


class Sign(NamedTuple):
    """A sign of contact: a statement, or contact that was counted and so has a weight."""

    row: int
    source: str
    target: str
    layer: str
    strength: str
    confidence: float
    table: str
    citation: str
    weight: float

    @property
    def pair(self) -> Pair:
        """Its source and target."""
        return self.source, self.target

    @property
    def tie(self) -> Tie:
        """Its source, target and layer."""
        return self.source, self.target, self.layer

    @property
    def positive(self) -> bool:
        """Whether it reports contact."""
        return _SHOWS[self.strength] == "positive"

    @property
    def counted(self) -> bool:
        """Whether it was counted and not only stated."""
        return not math.isnan(self.weight)


class Duty(NamedTuple):
    """A mandate of the register; ``force`` is how binding its rule is."""

    row: int
    duty: str
    kind: str
    source: str
    target: str
    layer: str
    confidence: float
    force: float
    in_force: bool
    in_force_from: float
    days: float
    service: str
    case_type: str
    share: float
    exposed: float
    referred: float
    excused: float
    unavailable: float
    expected: float
    status: str

    @property
    def pair(self) -> Pair:
        """Its source and target."""
        return self.source, self.target

    @property
    def tie(self) -> Tie:
        """Its source, target and layer."""
        return self.source, self.target, self.layer


def grouped(rows: Iterable[Row], key: Callable[[Row], Key]) -> dict[Key, list[Row]]:
    """Return rows by what a key says of each, in order of appearance."""
    groups: dict[Key, list[Row]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return groups


def shown(signs: Iterable[Sign]) -> str:
    """Return the best that signs of contact say: positive, weak, absent, or none."""
    strengths = {sign.strength for sign in signs}
    return next((said for strength, said in _SHOWS.items() if strength in strengths), "none")


def rows_of(*groups: Iterable[Sign | Duty]) -> tuple[int, ...]:
    """Return where signs or mandates stand in their table."""
    return tuple(one.row for rows in groups for one in rows)


def least(*groups: Iterable[Sign | Duty]) -> float:
    """Return how far the least sure of some signs or mandates can be believed."""
    return min(one.confidence for rows in groups for one in rows)


def lead(duties: Iterable[Duty]) -> Duty:
    """Return the surest and then most binding of some mandates; the first on a par."""
    return max(duties, key=lambda duty: (duty.confidence, duty.force))
