"""The lines of a picture: ties with their evidence, gaps with their rules, in words.

A line keeps its name and its bend in every year and language, so that pictures can be compared.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, NamedTuple

import pandas as pd

from netgov.counting import TIE
from netgov.masking import Masking
from netgov.network import Network
from netgov.period import Period
from netgov.records import UNVERIFIED, Records, cited
from netgov.terms import LAYERS, STRENGTHS
from netgov.words import Words, _

_WIDTHS: Final = {"weak": 1.1, "present": 1.9, "strong": 3.2}
_COUNTED_WIDTHS: Final = (1.1, 5.0)  # of the smallest and the largest count
DOUBTED: Final = (6, 4)  # the dash of a tie about which sources disagree
_BOW: Final = 0.13
_FURTHER: Final = 0.16  # so that neighbours' lines are 6 px apart on a screen too
# What is shown of signs of contact and of gaps; taking out a row costs by its columns.
_OF_SIGNS: Final = (
    *("table", "text_id", "text_en", "strength", "year_from", "year_to", "citation"),
    *("weight", "hidden"),
)
_OF_GAPS: Final = ("kind", "source", "target", "severity", "priority", "article", "confidence")


def bow(bend: int) -> float:
    """Return how far a line bows, as a share of its length; parallel ones bow more and more."""
    return round(_BOW + _FURTHER * bend, 2)


@dataclass(frozen=True)
class Tie:
    """One tie as a line; ``bend`` tells it from others between the same two.

    ``weight`` is a count, blank of statements; ``amount`` its number, NaN if it tells none.
    ``rule`` names what is in force on it, blank if nothing is.
    """

    name: str
    source: str
    target: str
    layer: str
    layer_label: str
    weight: str
    amount: float
    strength: str
    width: float
    dash: tuple[int, ...]
    bend: int
    contested: bool
    rule: str
    signs: list[dict[str, str]]


@dataclass(frozen=True)
class Missing:
    """One gap as a dashed line, or as a ring round its actor if ``target`` is blank."""

    name: str
    kind: str
    source: str
    target: str
    bend: int
    severity: float
    priority: float
    sentence: str
    article: str
    confidence: str
    note: str


class _Place(NamedTuple):
    """What a line is called, and how often its pair was joined before."""

    name: str
    bend: int


class Roster:
    """The lines of all years: whoever asks first for a line gives it its name and bend."""

    def __init__(self) -> None:
        self._places: dict[Hashable, _Place] = {}
        self._named: Counter[str] = Counter()
        self._joined: Counter[tuple[str, str]] = Counter()

    def enter(self, ties: pd.DataFrame, gaps: pd.DataFrame) -> None:
        """Give the lines of a period their names and bends, in this order."""
        for source, target, layer in ties.index:
            self.place("t", (source, target), (source, target, layer))
        for key, pair in _keys(gaps):
            self.place("g", pair, key)

    def place(self, initial: str, pair: tuple[str, str], key: Hashable) -> _Place:
        """Return the name and bend of a line from one actor to another."""
        if (initial, key) not in self._places:
            name = f"{initial}{self._named[initial]}"
            self._places[initial, key] = _Place(name, self._joined[pair])
            self._named[initial] += 1
            self._joined[pair] += 1
        return self._places[initial, key]


@dataclass(frozen=True, eq=False)
class Behind:
    """What stands behind the ties of a period, the same in every language.

    ``signs`` of contact, the ties about which they disagree, and what gives the rows of
    `Records.mandates` in force on a source, target and layer.
    """

    signs: pd.DataFrame
    contested: set[tuple[str, ...]]
    mandated: Callable[[str, str, str], tuple[int, ...]]

    @classmethod
    def of(
        cls,
        signs: pd.DataFrame,
        gaps: pd.DataFrame,
        mandated: Callable[[str, str, str], tuple[int, ...]],
    ) -> Behind:
        """Return what stands behind the ties of a period with some gaps."""
        doubted = gaps[gaps["kind"] == "contested"]
        return cls(signs, set(doubted[TIE].itertuples(index=False, name=None)), mandated)

    @cached_property
    def each(self) -> list[tuple[tuple[str, ...], dict[str, Any]]]:
        """Each sign with the tie that it is of."""
        signs = self.signs.filter([*TIE, *_OF_SIGNS])
        # By columns: pandas takes far longer to give row by row.
        columns = {str(name): signs[name].to_numpy(object).tolist() for name in signs}
        ends = zip(*(columns.pop(name) for name in TIE), strict=True)
        rows = zip(*columns.values(), strict=True)
        return [
            (tie, dict(zip(columns, row, strict=True)))
            for tie, row in zip(ends, rows, strict=True)
        ]

    @cached_property
    def counted(self) -> set[tuple[str, ...]]:
        """The ties of which contact was counted, for statements are not counts."""
        counted = self.signs["weight"].notna()
        return {tie for (tie, _), yes in zip(self.each, counted, strict=True) if yes}

    @property
    def sources(self) -> str:
        """The numbers of the sources cited, each once."""
        citations = dict.fromkeys(sign["citation"] for _tie, sign in self.each)
        numbers = {number for citation in citations for number in cited(citation)}
        return " ".join(f"[{number}]" for number in sorted(numbers))


def ties_drawn(
    net: Network,
    behind: Behind,
    roster: Roster,
    records: Records,
    masking: Masking,
    words: Words,
) -> list[Tie]:
    """Return the ties of a network as lines, with the signs of contact behind each."""
    most = net.ties["weight"].max()
    told = _told(behind, records, masking, words)
    labels = {name: words(layer.label) for name, layer in LAYERS.items()}
    amounts: dict[tuple[Any, ...], dict[str, Any]] = {}
    ties = []
    columns = (net.ties[name].tolist() for name in ("weight", "hidden", "strength"))
    for key, weight, hidden, strength in zip(net.ties.index, *columns, strict=True):
        source, target, layer = key
        name, bend = roster.place("t", (source, target), key)
        # A tie of a network that was made smaller has no signs of its own.
        is_counted = key in behind.counted or (records.counted and key not in told)
        alike = weight, hidden, strength, is_counted
        if alike not in amounts:
            amounts[alike] = _amount(*alike, most, masking, words)
        ties.append(
            Tie(
                name=name,
                source=source,
                target=target,
                layer=layer,
                layer_label=labels[layer],
                **amounts[alike],
                dash=DOUBTED if key in behind.contested else LAYERS[layer].dash,
                bend=bend,
                contested=key in behind.contested,
                rule=_rule(behind.mandated(*key), records, words),
                signs=told.get(key, []),
            )
        )
    return ties


def _told(
    behind: Behind, records: Records, masking: Masking, words: Words
) -> dict[tuple[str, ...], list[dict[str, str]]]:
    """Return what a panel tells of each tie, sign by sign; the same one where it is alike."""
    told: dict[tuple[str, ...], list[dict[str, str]]] = {}
    items: dict[tuple[Any, ...], dict[str, str]] = {}
    for tie, sign in behind.each:
        alike = tuple(sign.values())
        if alike not in items:
            stated = sign["table"] == "evidence"
            items[alike] = (
                _statement(sign, records, words) if stated else _count(sign, masking, words)
            )
        told.setdefault(tie, []).append(items[alike])
    return told


def _amount(
    weight: float,
    hidden: int,
    strength: str,
    is_counted: bool,
    most: float,
    masking: Masking,
    words: Words,
) -> dict[str, Any]:
    """Return what a tie amounts to, in words and as a number; statements have no count."""
    return {
        "weight": masking.text(weight, hidden, words) if is_counted else "",
        "amount": masking.told(weight, hidden) if is_counted else math.nan,
        "strength": words(_("on record") if is_counted else STRENGTHS[strength].label),
        "width": _width(weight, strength, most if is_counted else 0),
    }


def _rule(rows: Iterable[int], records: Records, words: Words) -> str:
    return "; ".join(dict.fromkeys(records.rule(row, words.lang) for row in rows))


def _width(weight: float, strength: str, most: float) -> float:
    """Return the width of a line: of the count where there is one, else of what is stated."""
    if most <= 1:
        return _WIDTHS[strength]
    thin, thick = _COUNTED_WIDTHS
    return round(thin + (thick - thin) * math.log1p(weight) / math.log1p(most), 1)


def _count(cell: Mapping[Any, Any], masking: Masking, words: Words) -> dict[str, str]:
    """Return the counted contact of a year as a panel shows it."""
    weight = masking.text(cell["weight"], cell["hidden"], words)
    met = cell["table"] == "meetings"
    told = (
        _("Attended together: {weight} (shared over all who came).")
        if met
        else _("Contacts on record: {weight}.")
    )
    return {
        "text": words(told, weight=weight),
        "strength": words(_("on record")),
        "years": _years(cell["year_from"], cell["year_to"], words),
        "citation": "",
        "address": "",
    }


def _statement(sign: Mapping[Any, Any], records: Records, words: Words) -> dict[str, str]:
    """Return one statement as a panel shows it."""
    sources = [records.bibliography.get(number, {}) for number in cited(sign["citation"])]
    return {
        "text": sign[f"text_{words.lang}"] or sign["text_en"] or sign["text_id"],
        "strength": words(STRENGTHS[sign["strength"]].label),
        "years": _years(sign["year_from"], sign["year_to"], words),
        "citation": records.cite(sign["citation"]),
        "address": "  ".join(filter(None, (source.get("address") for source in sources))),
    }


def _years(first: float, last: float, words: Words) -> str:
    if math.isnan(first):
        return words(_("to {year}"), year=int(last))
    if math.isnan(last):
        return words(_("from {year}"), year=int(first))
    return str(Period(int(first), int(last)))


def _keys(gaps: pd.DataFrame) -> Iterator[tuple[Hashable, tuple[str, str]]]:
    """Yield what tells each gap from the others of a period, and its two ends."""
    met: Counter[tuple[str, ...]] = Counter()
    for key in zip(*(gaps[name].tolist() for name in ("kind", *TIE)), strict=True):
        yield (*key, met[key]), (key[1], key[2])
        met[key] += 1


def gaps_drawn(gaps: pd.DataFrame, roster: Roster, words: Words) -> list[Missing]:
    """Return gaps as lines and rings, the most pressing first."""
    missing = []
    said = [f"{part}_{words.lang}" for part in ("text", "rule", "note")]
    told = {name: gaps[name].tolist() for name in (*_OF_GAPS, *said) if name in gaps}
    shown = zip(*told.values(), strict=True)
    for values, (key, pair) in zip(shown, _keys(gaps), strict=True):
        gap = dict(zip(told, values, strict=True))
        name, bend = roster.place("g", pair, key)
        missing.append(
            Missing(
                name=name,
                kind=gap["kind"],
                source=gap["source"],
                target=gap["target"],
                bend=bend,
                severity=gap["severity"],
                priority=gap["priority"],
                sentence=gap[f"text_{words.lang}"],
                article=gap[f"rule_{words.lang}"],
                confidence=_confidence(gap, words),
                note=gap[f"note_{words.lang}"],
            )
        )
    return missing


def _confidence(gap: Mapping[Any, Any], words: Words) -> str:
    """Return in words how far a gap can be believed."""
    if UNVERIFIED in gap["article"]:
        return words(_("article not read in the official text"))
    return words(
        _("documented") if gap["confidence"] == 1 else _("filled in by interpretation")
    )
