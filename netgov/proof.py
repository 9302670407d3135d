"""A sentence of a report with what it rests on."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from netgov.history import History
from netgov.period import Period
from netgov.records import cited
from netgov.views import View
from netgov.words import Words, _

if TYPE_CHECKING:
    from netgov.network import Network


@dataclass(frozen=True)
class Finding:
    """A sentence made by rule from a result, with its proof; as text it is the sentence.

    Attributes
    ----------
    text
        The sentence.
    measure, value, interval
        What was measured, what came out, and between which limits it may lie; blank where a
        sentence rests on no single number or no limits are known.
    basis
        How much stands behind it: ties, statements, cases.
    citations
        Numbers of the sources behind it.
    table
        The table that holds the number among the others.
    """

    text: str
    measure: str = ""
    value: str = ""
    interval: str = ""
    basis: str = ""
    citations: tuple[int, ...] = ()
    table: str = ""

    def __str__(self) -> str:
        return self.text


def resting_on(
    view: History,
    period: Period,
    words: Words,
    who: Collection[str] | None = None,
    *,
    between: bool = False,
) -> dict[str, Any]:
    """Return basis and citations of a finding about some bodies, or about the whole network.

    That is the contact of these bodies, or only what is ``between`` them.
    Contacts are counted for the office alone: a sum of counts of which some are
    hidden could tell them.
    """
    pick = partial(_concerning, who=who, between=between)
    ties = pick(view[period].ties.reset_index())
    told = [words(_("ties: {count}"), count=words.number(len(ties)))]
    signs = pick(view.records.signs_in(period))
    stated = signs[signs["table"] == "evidence"]
    if len(stated):
        told.append(words(_("public statements: {count}"), count=words.number(len(stated))))
    contacts = float(signs["weight"].sum())
    if contacts and isinstance(view, View) and view.internal:
        told.append(words(_("contacts on record: {count}"), count=words.number(contacts, 0)))
    return {"basis": "; ".join(told), "citations": numbers_of(stated["citation"])}


def _concerning(
    rows: pd.DataFrame, who: Collection[str] | None, *, between: bool
) -> pd.DataFrame:
    if who is None:
        return rows
    sent, received = rows["source"].isin(who), rows["target"].isin(who)
    return rows[sent & received if between else sent | received]


def numbers_of(citations: Iterable[str]) -> tuple[int, ...]:
    """Return the numbers of the sources that some rows cite, each once."""
    return tuple(dict.fromkeys(number for cell in citations for number in cited(cell)))


NAMED_AT_MOST: Final = 3


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
