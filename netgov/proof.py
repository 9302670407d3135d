"""A sentence of a report with what it rests on."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import pandas as pd

from netgov.counting import contacts
from netgov.period import Period
from netgov.records import cited
from netgov.views import View
from netgov.words import Words, _

if TYPE_CHECKING:
    from netgov.network import Network

Pairs = Collection[tuple[str, str]]


class Basis(NamedTuple):
    """What stands behind a finding: how much, in words, and the numbers of its sources."""

    told: str = ""
    citations: tuple[int, ...] = ()

    def after(self, told: str) -> Basis:
        """Return the basis with something told before it."""
        return self._replace(told="; ".join(filter(None, [told, self.told])))


_NOTHING: Final = Basis()


@dataclass(frozen=True)
class Finding:
    """A sentence made by rule from a result, with its proof; as text it is the sentence.

    Attributes
    ----------
    text
        The sentence.
    measure, value, interval
        What was measured, what came out as the sentence tells it, and between which limits it
        may lie; blank where none are known. A sentence without a measure is a remark and
        needs no proof.
    basis
        What stands behind it.
    table
        The table that holds the number among the others.
    """

    text: str
    measure: str = ""
    value: str = ""
    interval: str = ""
    basis: Basis = _NOTHING
    table: str = ""

    def __str__(self) -> str:
        return self.text


def resting_on(
    view: View,
    period: Period,
    words: Words,
    *,
    who: Collection[str] | None = None,
    pairs: Pairs | None = None,
) -> Basis:
    """Return what a finding about the whole network rests on, or about some of it.

    ``who`` names bodies, whose every contact counts; ``pairs`` are source and target of ties.
    Contacts are counted for the office alone: a sum of counts of which some are hidden could
    tell them.
    """
    ties, signs = (
        _concerning(rows, who, pairs)
        for rows in (view[period].ties.reset_index(), view.records.signs_in(period))
    )
    told = [words(_("ties: {count}"), count=words.number(len(ties)))]
    stated = signs[signs["table"] == "evidence"]
    if len(stated):
        told.append(words(_("public statements: {count}"), count=words.number(len(stated))))
    if view.internal and (counted := float(contacts(signs)["weight"].sum())):
        told.append(words(_("contacts on record: {count}"), count=words.number(counted, 0)))
    return Basis("; ".join(told), numbers_of(stated["citation"]))


def _concerning(
    rows: pd.DataFrame, who: Collection[str] | None, pairs: Pairs | None
) -> pd.DataFrame:
    if who is not None:
        return rows[rows["source"].isin(who) | rows["target"].isin(who)]
    if pairs is not None:
        meant = [pair in pairs for pair in zip(rows["source"], rows["target"], strict=True)]
        return rows[pd.Series(meant, index=rows.index, dtype=bool)]
    return rows


def numbers_of(citations: Iterable[str]) -> tuple[int, ...]:
    """Return the numbers of the sources that some rows cite, each once."""
    return tuple(dict.fromkeys(number for cell in citations for number in cited(cell)))


NAMED_AT_MOST: Final = 3


def first_named(names: Iterable[str]) -> str:
    """Return "A; B; C; …": the first few of some names."""
    every = list(names)
    return "; ".join([*every[:NAMED_AT_MOST], *["…"][: len(every) > NAMED_AT_MOST]])


def arrow(source: str, target: str, labels: pd.Series[str]) -> str:
    """Return "A → B" for two short names."""
    return f"{labels.get(source, source)} → {labels.get(target, target)}"


def arrows(lines: pd.DataFrame, labels: pd.Series[str]) -> str:
    """Return "A → B; C → D" for rows with source and target."""
    ends = zip(lines["source"], lines["target"], strict=True)
    return "; ".join(arrow(source, target, labels) for source, target in ends)


def in_words(who: pd.Index[str], net: Network, words: Words) -> str:
    """Name some bodies; more than a few are counted, not named."""
    if len(who) > NAMED_AT_MOST:
        return words(_("{count} bodies on a par"), count=len(who))
    return words.together(net.labels(words.lang)[who])


_LEAST_CHANCE: Final = 0.001


def chance_told(p: float, words: Words, called: str = "p") -> str:
    """Return "p = 0.012", or "p < 0.001": a chance is never none."""
    if p < _LEAST_CHANCE:
        return f"{called} < {words.number(_LEAST_CHANCE)}"
    return f"{called} = {words.number(p)}"


def amount_told(value: float, words: Words) -> str:
    """Return a number with two decimals, below 10 with three digits that count.

    So a density of 0.0031 is not told as 0.
    """
    small = 0 < abs(value) < 10
    return words.number(value, 2 - math.floor(math.log10(abs(value))) if small else 2)
