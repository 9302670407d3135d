"""What becomes of cases, what staff can take, and who meets whom."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import partial
from typing import Final

import pandas as pd

from netgov.captions import heading
from netgov.cases import ASSUMPTIONS, NEVER_MEET, Pathways, congruence
from netgov.proof import NAMED_AT_MOST, Finding, arrow
from netgov.words import Words, _

# A share within the deadline over fewer contacts says little.
_FEWEST: Final = 10


def about_cases(
    found: Pathways, labels: pd.Series[str], words: Words, *, internal: bool
) -> Iterator[Finding | str]:
    """Yield what became of cases, what that rests on, and what it cannot say."""
    if not internal:
        yield words(
            _(
                "Medians of published ties alone, in whole days; all else that cases tell is "
                "for the office: --audience internal."
            )
        )
    if found.note:
        yield found.note.say(words.lang)
    if not math.isnan(found.loss):
        yield _about_loss(found, words)
        yield from _about_losers(found, labels, words)
    yield from _about_deadlines(found.delays, labels, words)
    yield from _about_deserts(found.reach, words)
    if len(found.registers):
        yield from (words(sentence) for sentence in ASSUMPTIONS)


def _about_loss(found: Pathways, words: Words) -> Finding:
    sentence = _(
        "Share of cases without a further step on record: {loss} (from {low} if all "
        "open ones are resolved to {high} if none is)."
    )
    loss, low, high = map(words.percent, (found.loss, found.low, found.high))
    return Finding(
        words(sentence, loss=loss, low=low, high=high),
        measure=heading("loss", words),
        value=loss,
        interval=f"{low} – {high}",
        basis=_cases(found.entries["cases"].sum(), words),
        table="entries",
    )


def _about_losers(found: Pathways, labels: pd.Series[str], words: Words) -> Iterator[Finding]:
    """Say where most of the losses arise."""
    agencies = found.agencies
    first = agencies["contribution"].sort_values(ascending=False, kind="stable").head(1)
    for actor, contribution in first.items():
        if not contribution > 0:
            return
        share = words.percent(contribution / found.loss)
        sentence = _("Most of the loss arises at {who}: {share} of it.")
        basis = _("visits: {received}; lost: {lost}; open: {open}")
        counted = agencies[["received", "lost", "open"]].loc[[actor]].to_dict("records")[0]
        facts = {str(name): words.number(count) for name, count in counted.items()}
        yield Finding(
            words(sentence, who=labels.get(actor, actor), share=share),
            measure=heading("contribution", words),
            value=words.percent(contribution),
            basis=words(basis, **facts),
            table="agencies",
        )


def _about_deadlines(
    delays: pd.DataFrame, labels: pd.Series[str], words: Words
) -> Iterator[Finding]:
    """Say how usual answers keep to deadlines, and where they are furthest from them."""
    if delays.empty:
        return
    timed = delays[delays["deadline"].notna() & delays["median"].notna()]
    if timed.empty:
        return
    late = timed[timed["median"] > timed["deadline"]]
    sentence = _(
        "Usual answers (median) come after the deadline on {late} of {timed} relations with a "
        "deadline and enough cases."
    )
    yield Finding(
        words(sentence, late=words.number(len(late)), timed=words.number(len(timed))),
        measure=heading("median", words),
        value=words.number(len(late)),
        basis=words(_("relations: {count}"), count=words.number(len(timed))),
        table="delays",
    )
    over = (late["median"] - late["deadline"]).sort_values(ascending=False, kind="stable")
    for tie in over.index[:1]:
        yield _about_latest(tie, late.loc[tie], labels, words)


def _about_latest(
    tie: tuple[str, str, str], row: pd.Series[float], labels: pd.Series[str], words: Words
) -> Finding:
    sentence = _("Furthest behind: {ends}, usually {median} days where {deadline} are allowed.")
    days = {name: words.number(row[name]) for name in ("median", "deadline")}
    interval, basis = "", ""
    if "within" in row and row["contacts"] >= _FEWEST:
        low, high = words.percent(row["low"]), words.percent(row["high"])
        told = _("in time: {share} ({low} – {high})")
        interval = words(told, share=words.percent(row["within"]), low=low, high=high)
        basis = words(_("contacts on record: {count}"), count=words.number(row["contacts"]))
    return Finding(
        words(sentence, ends=arrow(*tie[:2], labels), **days),
        measure=heading("median", words),
        value=days["median"],
        interval=interval,
        basis=basis,
        table="delays",
    )


def _about_deserts(reach: pd.DataFrame, words: Words) -> Iterator[Finding]:
    """Say how often no way leads from an entry point to a service."""
    if reach.empty:
        return
    none = int(reach["fewest"].isna().sum())
    if not none:
        return
    sentence = _(
        "From an entry point no way on record leads to a service in {none} of {all} "
        "combinations of the two."
    )
    facts = {"none": words.number(none), "all": words.number(len(reach))}
    yield Finding(
        words(sentence, **facts), heading("fewest", words), facts["none"], table="reach"
    )


def about_capacity(
    capacity: pd.DataFrame, labels: pd.Series[str], words: Words
) -> Iterator[Finding]:
    """Yield whose staff cannot keep up, or who has most cases for each worker."""
    if capacity.empty:
        return
    full = capacity[capacity["load"] >= 1].sort_values("load", ascending=False, kind="stable")
    if len(full):
        row = full.iloc[0]
        load = words.percent(row["load"])
        sentence = _(
            "Bodies to which more cases come than their staff can close: {count}; most of all "
            "{who}, with {load} of what {staff} workers can take."
        )
        facts = {"count": words.number(len(full)), "staff": words.number(row["staff"])}
        yield Finding(
            words(sentence, who=labels.get(full.index[0]), load=load, **facts),
            measure=heading("load", words),
            value=load,
            basis=_cases(row["cases"], words),
            table="capacity",
        )
    most = capacity.sort_values("per_worker", ascending=False, kind="stable").head(1)
    for actor, each, cases in zip(most.index, most["per_worker"], most["cases"], strict=True):
        if not each > 0:
            return
        sentence = _("Most cases a month for each worker: {who} ({value}).")
        value = words.number(each, 1)
        yield Finding(
            words(sentence, who=labels.get(actor), value=value),
            measure=heading("per_worker", words),
            value=value,
            basis=_cases(cases, words),
            table="capacity",
        )


def about_meetings(
    coordination: pd.DataFrame, labels: pd.Series[str], words: Words
) -> Iterator[Finding]:
    """Yield how far meeting and referring go together."""
    if coordination.empty:
        return
    sentence = _("Share of referrals between bodies that also meet: {share}.")
    share = words.percent(congruence(coordination))
    behind = words(_("pairs: {count}"), count=words.number(len(coordination)))
    found = partial(Finding, basis=behind, table="coordination")
    measured = words(_("Referrals between bodies that also meet"))
    yield found(words(sentence, share=share), measured, share)
    busy = coordination[coordination["finding"] == NEVER_MEET]
    if len(busy):
        first = busy.sort_values("referrals", ascending=False, kind="stable")
        pairs = "; ".join(
            f"{labels.get(one, one)} – {labels.get(other, other)}"
            for one, other in first.index[:NAMED_AT_MOST]
        )
        sentence = _("Refer to each other and never meet: {count} pairs, most of all {pairs}.")
        count = words.number(len(busy))
        yield found(words(sentence, count=count, pairs=pairs), heading("finding", words), count)


def _cases(count: float, words: Words) -> str:
    return words(_("cases: {count}"), count=words.number(float(count)))
