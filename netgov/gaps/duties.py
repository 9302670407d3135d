"""Gaps between a duty and the evidence of it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, Final

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
    plain=_("A rule in force asks for this tie and nothing on record shows it."),
    colour="#c8410b",
    needs=("mandates",),
)
def unrecorded(history: History, year: int | Period, rules: Rules) -> Iterator[Gap]:
    """A duty of which no alternative shows in the evidence; one gap a pair, to the first."""
    now = Situation.of(history, year, rules)
    silent = {(gap.target, gap.source, gap.layer) for gap in one_way(history, year, rules)}
    for pair, all_rows in now.missing.items():
        rows = all_rows[[(*pair, layer) not in silent for layer in all_rows["layer"]]]
        if rows.empty:
            continue
        lead = _lead(rows, now)
        above = now.parents(pair)
        denied = now.denied(*pair)
        layer, exposed = LAYERS[lead["layer"]], float(rows["exposed"].max())
        yield Gap(
            *pair,
            lead["layer"],
            severity=rules.seen_at_parent if above else 1.0,
            confidence=min([lead["confidence"], *denied["confidence"]]),
            facts={"target": list(dict.fromkeys(rows["target"]))},
            says=layer.unmet_in_records if history.records.counted else layer.unmet,
            parts={"exposed": exposed},
            notes=(
                *concerned(rows),
                *_seen_above(above),
                *_sat_together(pair, now),
                *_denied(denied, now),
            ),
            mandates=(int(lead["row"]), *(row for row in rows.index if row != lead["row"])),
            signs=tuple(denied.index),
            cases=exposed,
        )


def concerned(rows: pd.DataFrame) -> Iterator[Phrase]:
    """Say how many cases some duties concern, and why some of them were not referred."""
    known = rows[rows["exposed"].notna()]
    if known.empty:
        return
    most = known.sort_values("exposed", kind="stable").iloc[-1]
    yield Phrase(_("Cases that the rule concerns: {count}."), count=float(most["exposed"]))
    for column, sentence in _NOT_REFERRED.items():
        if most[column] > 0:
            yield Phrase(sentence, count=float(most[column]))


_NOT_REFERRED: Final = {
    "unavailable": _("Not referred since the service was unavailable: {count}."),
    "excused": _("Left out, since there was a reason not to refer: {count}."),
}


def _seen_above(pair: tuple[str, str] | None) -> Iterator[Phrase]:
    if pair:
        sentence = _("Contact is seen between {source} and {target}.")
        yield Phrase(sentence, source=pair[0], target=pair[1])


def _sat_together(pair: tuple[str, str], now: Situation) -> Iterator[Phrase]:
    """Say that two bodies stand on attendance lists, which is no contact about a case."""
    if (now.of_pair(*pair)["table"] == "meetings").any():
        yield Phrase(_("Both stand on attendance lists of the same meetings."))


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
    for (source, target, layer), rows in duties.items():
        answer = duties.get((target, source, layer))
        signs = now.of_pair(source, target)
        signs = signs[signs["layer"] == layer]
        if answer is None or not _enough(signs, rules):
            continue
        if (answer["status"] == "gap").any() and now.is_silent(target, source):
            denied = now.denied(target, source)
            yield Gap(
                source,
                target,
                layer,
                confidence=min([*answer["confidence"], *signs["confidence"]]),
                notes=tuple(_denied(denied, now)),
                mandates=(*answer.index, *rows.index),
                signs=(*signs.index, *denied.index),
                cases=cases_in(signs),
            )


def _enough(signs: pd.DataFrame, rules: Rules) -> bool:
    """Whether signs of one tie are more than a chance contact."""
    stated = signs["positive"] & signs["weight"].isna()
    return bool(stated.any() or cases_in(signs) >= rules.min_cases)


@gap_card(
    label=_("Duty without an office"),
    says=_("{actor} ended in {ended}; no successor holds {article}."),
    plain=_("A body that a rule names has ended and none carries on its work."),
    colour="#7f1d1d",
    dash=(1, 4),
    needs=("mandates",),
)
def lost_owner(history: History, year: int | Period, rules: Rules) -> Iterator[Gap]:
    """A duty in force of which every alternative has an end without a successor."""
    now = Situation.of(history, year, rules)
    ended = now.ended
    duties = now.mandates
    binding = now.period.touches(duties["in_force_from"], duties["in_force_to"])
    binding &= (duties["kind"] == "must") & duties["in_force_from"].notna()
    bound = duties[binding & (duties["source"] != duties["target"])]
    gone = bound["source"].isin(ended.index) | bound["target"].isin(ended.index)
    all_gone = gone.groupby(bound["duty"]).transform("all")
    for _duty, rows in bound[all_gone].groupby("duty", sort=False):
        lead = _lead(rows, now)
        actor = next(lead[end] for end in ("source", "target") if lead[end] in ended.index)
        yield Gap(
            lead["source"],
            lead["target"],
            lead["layer"],
            confidence=lead["confidence"],
            facts={"actor": actor, "ended": str(int(ended[actor]))},
            parts={"ended": float(ended[actor])},
            mandates=(int(lead["row"]), *(row for row in rows.index if row != lead["row"])),
        )


@gap_card(
    label=_("Practice without a written basis"),
    says=_("Contact without a rule found; worth an agreement?"),
    plain=_("Contact is on record and no rule found joins the two; none needs to."),
    colour="#0f766e",
    dash=(6, 3),
    needs=("mandates", "evidence"),
    drawn=False,
)
def unmandated(history: History, year: int | Period, rules: Rules) -> Iterator[Gap]:
    """Contact of a pair that no mandate in force joins; not of a unit with its parent."""
    now = Situation.of(history, year, rules)
    duties = now.mandates
    in_force = now.period.touches(duties["in_force_from"], duties["in_force_to"])
    ruled = set(zip(*(duties.loc[in_force, end] for end in ("source", "target")), strict=True))
    parent = now.network.actors["parent"]
    for pair in now.pairs:
        source, target = pair
        if pair in ruled or parent[source] == target or parent[target] == source:
            continue
        signs = now.of_pair(*pair)
        positive = signs[signs["positive"]]
        stated = bool(positive["weight"].isna().any())
        cases = now.cases.get(pair, math.nan)
        enough = cases >= rules.min_cases
        if not enough and not stated:
            continue
        yield Gap(
            *pair,
            str(positive["layer"].mode(dropna=False).iloc[0]),
            severity=cases / (cases + rules.half_unmandated)
            if enough
            else rules.stated_unmandated,
            confidence=float(positive["confidence"].min()),
            parts={"x": cases},
            signs=tuple(positive.index),
            cases=cases,
        )
