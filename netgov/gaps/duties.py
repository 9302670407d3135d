"""Gaps between a duty and the evidence of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from netgov.counting import cases_in
from netgov.errors import Phrase
from netgov.gaps.cards import Gap, gap_card
from netgov.gaps.situation import Situation, by_tie
from netgov.history import History
from netgov.period import Period
from netgov.rules import Rules
from netgov.terms import LAYERS
from netgov.words import _


@gap_card(
    label=_("Mandated, no public evidence"),
    says=_("{source} must work with {target} ({article}); no public evidence for {year}."),
    plain=_("A rule in force asks for this tie and no public source shows it."),
    colour="#c8410b",
    needs=("mandates",),
)
def unrecorded(history: History, year: int | Period, rules: Rules) -> Iterator[Gap]:
    """A duty of which no alternative shows in the evidence; one gap a pair, to the first."""
    now = Situation.of(history, year, rules)
    silent = {(gap.target, gap.source) for gap in one_way(history, year, rules)}
    for pair, rows in now.missing.items():
        if pair in silent:
            continue
        lead = _lead(rows, now)
        above = now.parents(pair)
        denied = now.of_pair(*pair)
        yield Gap(
            *pair,
            lead["layer"],
            severity=rules.seen_at_parent if above else 1.0,
            confidence=min([lead["confidence"], *denied["confidence"]]),
            facts={"target": list(dict.fromkeys(rows["target"]))},
            says=LAYERS[lead["layer"]].unmet,
            notes=(*_seen_above(above), *_denied(denied, now)),
            mandates=(int(lead["row"]), *(row for row in rows.index if row != lead["row"])),
            statements=tuple(denied.index),
        )


def _seen_above(pair: tuple[str, str] | None) -> Iterator[Phrase]:
    if pair:
        sentence = _("Contact is seen between {source} and {target}.")
        yield Phrase(sentence, source=pair[0], target=pair[1])


def _denied(signs: pd.DataFrame, now: Situation) -> Iterator[Phrase]:
    """Quote the sources that report no contact."""
    if len(signs):
        yield Phrase(_("{citation} reports none."), citation=now.cite(signs))


def _lead(rows: pd.DataFrame, now: Situation) -> pd.Series[Any]:
    """Return the surest and then most binding of some mandates; the first on a par."""
    ranked = rows.assign(row=rows.index, force=[now.force([row]) for row in rows.index])
    by = ["confidence", "force"]
    return ranked.sort_values(by, ascending=False, kind="stable").iloc[0]


@gap_card(
    label=_("One way"),
    says=_("{source} sends, nothing recorded back from {target}."),
    plain=_("Both have a duty to each other; only one side shows in the evidence."),
    colour="#c8410b",
    dash=(14, 6),
    needs=("mandates",),
)
def one_way(history: History, year: int | Period, rules: Rules) -> Iterator[Gap]:
    """Duties in both directions of one layer; one side shows and the other does not."""
    now = Situation.of(history, year, rules)
    duties = dict(by_tie(now.mandates[now.mandates["status"].isin(["met", "gap"])]))
    shown = dict(by_tie(now.signs))
    for (source, target, layer), rows in duties.items():
        answer = duties.get((target, source, layer))
        signs = shown.get((source, target, layer))
        if answer is None or signs is None or not _enough(signs, rules):
            continue
        if (answer["status"] == "gap").any() and now.is_silent(target, source):
            denied = now.of_pair(target, source)
            yield Gap(
                source,
                target,
                layer,
                confidence=min([*answer["confidence"], *signs["confidence"]]),
                notes=tuple(_denied(denied, now)),
                mandates=(*answer.index, *rows.index),
                statements=(*signs.index, *denied.index),
                cases=cases_in(signs),
            )


def _enough(signs: pd.DataFrame, rules: Rules) -> bool:
    """Whether signs of one tie are more than a chance contact."""
    stated = signs["positive"] & signs["weight"].isna()
    return bool(stated.any() or cases_in(signs) >= rules.min_cases)
