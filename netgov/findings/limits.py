"""How firm ranks are: who is first beyond doubt, and what the ranking can be used for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import pandas as pd

from netgov.captions import heading
from netgov.inference import Bootstrap
from netgov.proof import Basis, Finding, first_named
from netgov.words import Words, _

#: The share of cases that can be dropped: from here on ranks hold, below it they do not
#: [epskamp2018].
HOLDS: Final = 0.5
SHAKY: Final = 0.25


def about_intervals(
    found: Bootstrap, labels: pd.Series[str], words: Words
) -> Iterator[Finding]:
    """Yield of each measure who leads, and whether its ranks can be used."""
    if found.unit == "source":
        sentence = _(
            "No case is on record, only statements, so nothing can be drawn anew. The limits "
            "say how far a number moves when any one source is left out."
        )
        yield Finding(words(sentence))
    for measure in found.table.index.unique("measure"):
        table = found.table.loc[measure]
        if table["value"].max() > 0:
            yield _leading(measure, table, found, labels, words)
    for measure, share in found.stability.items():
        yield _of_ranks(str(measure), share, words)


def _leading(
    measure: str, table: pd.DataFrame, found: Bootstrap, labels: pd.Series[str], words: Words
) -> Finding:
    """Say who is first, alone or with those that cannot be told from it."""
    leaders = leading(table)
    who = first_named(labels.reindex(leaders))
    sentence = _("{measure}: first whatever is left to chance: {who}.")
    if len(leaders) > 1:
        sentence = _("{measure}: cannot be told apart at the top: {who}.")
    (first,) = table.loc[leaders[:1]].to_dict("records")
    return Finding(
        words(sentence, measure=heading(measure, words), who=who),
        measure=heading(measure, words),
        value=words.number(first["value"], 1),
        interval=limits_told(first, words),
        basis=Basis(words(_("cases: {count}"), count=words.number(found.units)))
        if found.unit == "case"
        else Basis(words(_("sources: {count}"), count=words.number(found.units))),
        table="limits",
    )


def leading(table: pd.DataFrame) -> list[str]:
    """Return who leads a measure: the first, and whoever cannot be told from it."""
    ranked = table[table["rank"].notna()].sort_values("rank", kind="stable")
    if "group" in ranked:
        return [str(actor) for actor in ranked.index[ranked["group"] == 1]]
    last = ranked["rank_high"].iloc[0]
    return [str(actor) for actor in ranked.index[ranked["rank_low"] <= last]]


def limits_told(row: Mapping[Any, float], words: Words, digits: int = 1) -> str:
    """Return the limits of a value as text; blank if it has none."""
    if pd.isna(row["low"]):
        return ""
    return " – ".join(words.number(row[end], digits) for end in ("low", "high"))


def _of_ranks(measure: str, share: float, words: Words) -> Finding:
    if share >= HOLDS:
        sentence = _("Ranks by {measure} hold: up to {share} of the cases can be left out.")
    elif share >= SHAKY:
        sentence = _("Ranks by {measure} hold roughly: {share} of the cases can be left out.")
    else:
        sentence = _(
            "Do not rank by {measure}: with no more than {share} of the cases left out the "
            "order already changes."
        )
    told = words.percent(share)
    text = words(sentence, measure=heading(measure, words), share=told)
    coefficient = words(_("CS coefficient of {measure}"), measure=heading(measure, words))
    return Finding(text, measure=coefficient, value=told, table="limits")
