"""How firm ranks are: who may be first, and whether a ranking can be used at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import pandas as pd

from netgov.captions import heading
from netgov.inference import Bootstrap
from netgov.proof import Basis, Finding
from netgov.words import Words, _

#: The share of cases that can be dropped: from here on ranks hold, below it they do not
#: [epskamp2018].
HOLDS: Final = 0.5
SHAKY: Final = 0.25
_NAMED: Final = 6  # of those that may be first
_SMALL: Final = 10  # below it a number is told with more digits

_STAYS: Final = {
    "case": _("{measure}: {who} stays first when cases are drawn anew."),
    "source": _("{measure}: {who} stays first whichever source is left out."),
}
_MAY_BE: Final = {
    "case": _("{measure}: when cases are drawn anew, any of these may be first: {who}."),
    "source": _("{measure}: when a source is left out, any of these may be first: {who}."),
}


def about_intervals(
    found: Bootstrap, labels: pd.Series[str], words: Words
) -> Iterator[Finding]:
    """Yield of each measure who may be first, and whether its ranks can be used."""
    if found.unit == "source":
        sentence = _(
            "No case is on record, only statements, so nothing can be drawn anew. The limits "
            "say how far a number moves when any one source is left out."
        )
        yield Finding(words(sentence))
    for measure in found.table.index.unique("measure"):
        table = found.table.loc[[measure]].droplevel("measure")
        who = leading(table)
        if who and table["value"].max() > 0:
            yield _leading(str(measure), table.loc[who], found, labels, words)


def _leading(
    measure: str, table: pd.DataFrame, found: Bootstrap, labels: pd.Series[str], words: Words
) -> Finding:
    """Say who may be first, and how far the ranks below can be used."""
    sentence = (_STAYS if len(table) == 1 else _MAY_BE)[found.unit]
    who = some_of((str(labels.get(actor, actor)) for actor in table.index), words)
    texts = [words(sentence, measure=heading(measure, words), who=who)]
    if measure in found.stability:
        texts.append(_of_ranks(found.stability[measure], words))
    (first, *_others) = table.to_dict("records")
    behind = _("cases: {count}") if found.unit == "case" else _("sources: {count}")
    return Finding(
        " ".join(filter(None, texts)),
        measure=heading(measure, words),
        value=told(first["value"], words),
        interval=limits_told(first, words),
        basis=Basis(words(behind, count=words.number(found.units))),
        table="limits",
    )


def leading(table: pd.DataFrame) -> list[str]:
    """Return who may be first in a measure, the first on record before the others.

    Nobody where no body has enough cases and a value.
    """
    ranked = table[table["rank_low"].notna()].sort_values("rank", kind="stable")
    return [str(actor) for actor in ranked.index[ranked["rank_low"] <= 1]]


def _of_ranks(share: float, words: Words) -> str:
    """Say how many cases could be left out with the ranks alike; blank if nobody knows."""
    if pd.isna(share):
        return ""
    sentence = _(
        "With more than {share} of the cases left out its ranks change: do not use them."
    )
    if share >= SHAKY:
        sentence = _("Its ranks hold roughly: with up to {share} of the cases left out.")
    if share >= HOLDS:
        sentence = _("Its ranks stay alike with up to {share} of the cases left out.")
    return words(sentence, share=words.percent(share))


def some_of(names: Iterable[str], words: Words) -> str:
    """Name some bodies; of more than a few say how many others there are."""
    every = list(names)
    if len(every) <= _NAMED + 1:
        return "; ".join(every)
    rest = words(_("and {count} others"), count=words.number(len(every) - _NAMED))
    return f"{'; '.join(every[:_NAMED])}; {rest}"


def told(value: float, words: Words) -> str:
    """Return a number with as many digits as tell it apart from its limits."""
    return words.number(value, 3 if abs(value) < _SMALL else 1)


def limits_told(row: Mapping[Any, float], words: Words) -> str:
    """Return the limits of a value as text; blank if it has none."""
    if pd.isna(row["low"]):
        return ""
    return " – ".join(told(row[end], words) for end in ("low", "high"))
