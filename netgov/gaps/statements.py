"""Gaps that a public source itself reports, and sources that differ."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from netgov.gaps.cards import Gap, gap_card
from netgov.gaps.situation import Situation, by_tie
from netgov.history import History
from netgov.period import Period
from netgov.rules import Rules
from netgov.words import _


@gap_card(
    label=_("Reported as weak"),
    says=_("{citation} calls the tie weak."),
    plain=_("A source calls this tie weak or missing and none reports contact."),
    colour="#b45309",
    dash=(3, 4),
    needs=("evidence",),
)
def weak_statement(history: History, year: int | Period, rules: Rules) -> Iterator[Gap]:
    """A weak or absent statement on a tie that no source reports as present."""
    now = Situation.of(history, year, rules)
    for tie, signs in by_tie(now.doubted):
        if signs["positive"].any() or tie[:2] in now.missing:
            continue
        absent = signs[signs["strength"] == "absent"]
        told = absent if len(absent) else signs
        rows = now.mandated(*tie)
        yield Gap(
            *tie,
            severity=rules.absent if len(absent) else rules.weak,
            confidence=min([*signs["confidence"], *now.mandates["confidence"][list(rows)]]),
            facts={"citation": now.cite(told)},
            says=_("{citation} reports no tie.") if len(absent) else "",
            mandates=rows,
            signs=tuple(signs.index),
        )


@gap_card(
    label=_("Sources differ"),
    says=_("{citation1} reports contact, {citation2} does not."),
    plain=_("One source reports contact on this tie and another denies it; both stay."),
    colour="#7c3aed",
    dash=(2, 3, 8, 3),
    needs=("evidence",),
)
def contested(history: History, year: int | Period, rules: Rules) -> Iterator[Gap]:
    """A tie that one source reports and another calls weak or absent."""
    now = Situation.of(history, year, rules)
    for tie, signs in by_tie(now.doubted):
        for_it, against = signs[signs["positive"]], signs[~signs["positive"]]
        if for_it.empty or against.empty:
            continue
        denied = (against["strength"] == "absent").any()
        rows = now.mandated(*tie)
        yield Gap(
            *tie,
            severity=2 * min(_voices(for_it), _voices(against)) / _voices(signs),
            confidence=min([*signs["confidence"], *now.mandates["confidence"][list(rows)]]),
            facts={"citation1": now.cite(for_it), "citation2": now.cite(against)},
            says="" if denied else _("{citation1} reports contact, {citation2} calls it weak."),
            mandates=rows,
            signs=tuple(signs.index),
        )


def _voices(signs: pd.DataFrame) -> int:
    """Return how many sources speak: each statement is one, all that was counted one more."""
    counted = signs["weight"].notna()
    return int((~counted).sum() + counted.any())
