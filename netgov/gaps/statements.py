"""Gaps that a public source itself reports, and sources that differ."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from netgov.gaps.cards import Gap, gap_card
from netgov.gaps.rows import Sign, least, rows_of
from netgov.gaps.situation import Situation
from netgov.history import History
from netgov.period import Period
from netgov.rules import Rules
from netgov.words import _


@gap_card(
    label=_("Reported as weak"),
    says=_("{citation} calls the tie weak."),
    plain=_("A source calls this tie weak or missing and none reports contact."),
    asks=_("What makes the contact weak: staff, money, habit or rules?"),
    agree=_("A contact person on each side and a meeting at fixed intervals."),
    colour="#b45309",
    dash=(3, 4),
    needs=("evidence",),
)
def weak_statement(history: History, year: int | Period, rules: Rules) -> Iterator[Gap]:
    """A weak or absent statement on a tie that no source reports as present."""
    now = Situation.of(history, year, rules)
    for tie, signs in now.doubted.items():
        if any(sign.positive for sign in signs) or tie[:2] in now.missing:
            continue
        absent = [sign for sign in signs if sign.strength == "absent"]
        rows = now.mandated(*tie)
        yield Gap(
            *tie,
            severity=rules.absent if absent else rules.weak,
            confidence=least(signs, [now.duties[row] for row in rows]),
            facts={"citation": now.cite(absent or signs)},
            says=_("{citation} reports no tie.") if absent else "",
            mandates=rows,
            signs=rows_of(signs),
        )


@gap_card(
    label=_("Sources differ"),
    says=_("{citation1} reports contact, {citation2} does not."),
    plain=_("One source reports contact on this tie and another denies it; both stay."),
    asks=_("Which source is right, and for which time?"),
    colour="#7c3aed",
    dash=(8, 3, 2, 3, 2, 3),
    needs=("evidence",),
)
def contested(history: History, year: int | Period, rules: Rules) -> Iterator[Gap]:
    """A tie that one source reports and another calls weak or absent."""
    now = Situation.of(history, year, rules)
    for tie, signs in now.doubted.items():
        for_it = [sign for sign in signs if sign.positive]
        against = [sign for sign in signs if not sign.positive]
        if not for_it:
            continue
        denied = any(sign.strength == "absent" for sign in against)
        rows = now.mandated(*tie)
        yield Gap(
            *tie,
            severity=2 * min(_voices(for_it), _voices(against)) / _voices(signs),
            confidence=least(signs, [now.duties[row] for row in rows]),
            facts={"citation1": now.cite(for_it), "citation2": now.cite(against)},
            says="" if denied else _("{citation1} reports contact, {citation2} calls it weak."),
            mandates=rows,
            signs=rows_of(signs),
        )


def _voices(signs: Collection[Sign]) -> int:
    """Return how many sources speak: each statement is one, all that was counted one more."""
    counted = sum(sign.counted for sign in signs)
    return len(signs) - counted + (counted > 0)
