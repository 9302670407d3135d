"""Gaps between a duty and the evidence of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from netgov.errors import Phrase
from netgov.gaps.cards import Gap, gap_card
from netgov.gaps.situation import PAIR, TIE, Situation
from netgov.network import History, Period
from netgov.rules import Rules
from netgov.schema import LAYERS
from netgov.words import _

@gap_card(
    label=_("Mandated, no public evidence"),
    says=_("{source} must work with {target} ({article}); no public evidence for {year}."),
    plain=_("A rule in force asks for this tie and no public source shows it."),
    colour="#c8410b",
    needs=("mandates",),
)
def unrecorded(history: History, year: int | Period, rules: Rules) -> Iterator[Gap]:
    """A duty of which no alternative shows in the evidence; one gap a pair, drawn to the first."""
    now = Situation(history, year, rules)
    silent = {(gap.target, gap.source) for gap in one_way(history, year, rules)}
    drawn = now.unmet.groupby("duty", sort=False)[PAIR].first()
    for pair, duties in drawn.groupby(PAIR, sort=False):
        if pair in silent:
            continue
        rows = now.unmet[now.unmet["duty"].isin(duties.index)]
        lead = _lead(rows, now)
        above = now.parents(pair)
        absent = now.signs[(now.signs[PAIR] == list(pair)).all(axis=1)]
        notes = []
        if above:
            seen = _("Contact is seen between {source} and {target}.")
            notes.append(Phrase(seen, source=above[0], target=above[1]))
        if len(absent):
            notes.append(Phrase(_("{citation} reports none."), citation=now.cite(absent)))
        yield Gap(
            *pair,
            layer=lead["layer"],
            severity=rules.seen_at_parent if above else 1.0,
            confidence=min(lead["confidence"], *absent["confidence"], 1.0),
            facts={"target": list(dict.fromkeys(rows["target"]))},
            says=LAYERS[lead["layer"]].unmet,
            notes=tuple(notes),
            mandates=(lead.name, *(row for row in rows.index if row != lead.name)),
            statements=tuple(absent.index),
        )


def _lead(rows: pd.DataFrame, now: Situation) -> pd.Series[Any]:
    """Return the surest and then most binding of some mandates; the first on a par."""
    force = [now.force([row]) for row in rows.index]
    ranked = rows.assign(force=force).sort_values(
        ["confidence", "force"], ascending=False, kind="stable"
    )
    return ranked.iloc[0]


@gap_card(
    label=_("One way"),
    says=_("{source} sends, nothing recorded back from {target}."),
    plain=_("Both have a duty to each other; only one side shows in the evidence."),
    colour="#c8410b",
    dash=(14, 6),
    needs=("mandates",),
)
def one_way(history: History, year: int | Period, rules: Rules) -> Iterator[Gap]:
    """Duties in both directions of one layer, of which one side shows and the other does not."""
    now = Situation(history, year, rules)
    duties = now.mandates[now.mandates["status"].isin(["met", "gap"])].groupby(TIE, sort=False)
    sent = now.signs.groupby(TIE, sort=False).agg(
        cases=("cases", lambda cases: cases.sum(min_count=1)), positive=("positive", "any")
    )
    enough = sent[(sent["cases"] >= rules.min_cases) | (sent["cases"].isna() & sent["positive"])]
    for (source, target, layer), rows in duties:
        back = (target, source, layer)
        if back not in duties.groups or (source, target, layer) not in enough.index:
            continue
        silent = now.mandates.loc[duties.groups[back]]
        if (silent["status"] == "gap").any() and now.seen.get((target, source)) is None:
            signs = now.signs[(now.signs[TIE] == [source, target, layer]).all(axis=1)]
            yield Gap(
                source,
                target,
                layer,
                confidence=min(*silent["confidence"], *signs["confidence"], 1.0),
                mandates=(*silent.index, *rows.index),
                statements=tuple(signs.index),
                cases=float(enough.loc[(source, target, layer), "cases"]),
            )
