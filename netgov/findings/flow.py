"""What becomes of cases, what staff can take, and who meets whom."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, Final

import pandas as pd

from netgov.captions import heading
from netgov.cases import ASSUMPTIONS, NEVER_MEET, Pathways, congruence
from netgov.findings.limits import some_of
from netgov.proof import NAMED_AT_MOST, Basis, Finding, arrow
from netgov.rules import Rules
from netgov.words import Words, _

# The usual answer, the median, is late where fewer than half are in time.
_HALF: Final = 0.5


def about_cases(
    found: Pathways,
    labels: pd.Series[str],
    words: Words,
    rules: Rules | None = None,
    *,
    internal: bool,
) -> Iterator[Finding]:
    """Yield what became of cases, what that rests on, and what it cannot say.

    Of fewer than `Rules.min_referrals` cases nothing is said.
    """
    least = (rules or Rules()).min_referrals
    if not internal:
        sentence = _(
            "Medians of published ties alone, in whole days; all else that cases tell is "
            "for the office: --audience internal."
        )
        yield Finding(words(sentence))
    if found.note:
        yield Finding(found.note.say(words.lang))
    if not math.isnan(found.loss):
        yield from _about_losses(found, labels, words, least)
    if len(found.delays):
        yield from _about_deadlines(found.delays, labels, words, least)
    if len(found.reach):
        yield from _about_deserts(found.reach, words)
    if len(found.registers):
        yield from (Finding(words(sentence)) for sentence in ASSUMPTIONS)


def _about_losses(
    found: Pathways, labels: pd.Series[str], words: Words, least: int
) -> Iterator[Finding]:
    """Say how many cases are lost, and where most of them are."""
    cases = float(found.entries["cases"].sum())
    if cases < least:
        sentence = _("Cases that can be followed: {count}; too few to tell how many are lost.")
        yield Finding(words(sentence, count=words.number(cases)))
        return
    sentence = _(
        "Share of cases without a further step on record: {loss} (from {low} if all "
        "open ones are resolved to {high} if none is)."
    )
    loss, low, high = map(words.percent, (found.loss, found.low, found.high))
    yield Finding(
        words(sentence, loss=loss, low=low, high=high),
        measure=heading("loss", words),
        value=loss,
        interval=f"{low} – {high}",
        basis=_cases(cases, words),
        table="entries",
    )
    agencies = found.agencies[found.agencies["received"] >= least]
    first = agencies.sort_values("contribution", ascending=False, kind="stable").head(1)
    for agency in first.reset_index().to_dict("records"):
        if agency["contribution"] > 0:
            yield _about_loser(agency, found.loss, labels, words)


def _about_loser(
    agency: Mapping[Any, Any], loss: float, labels: pd.Series[str], words: Words
) -> Finding:
    sentence = _("Of the cases that are lost, the largest part is lost at {who}: {share}.")
    share = words.percent(agency["contribution"] / loss)
    basis = _("visits: {received}; lost: {lost}; open: {open}")
    facts = {name: words.number(agency[name]) for name in ("received", "lost", "open")}
    return Finding(
        words(sentence, who=labels.get(agency["actor"], agency["actor"]), share=share),
        measure=words(_("Share of all losses")),
        value=share,
        basis=Basis(words(basis, **facts)),
        table="agencies",
    )


def _about_deadlines(
    delays: pd.DataFrame, labels: pd.Series[str], words: Words, least: int
) -> Iterator[Finding]:
    """Say how usual answers keep to deadlines, and where they are furthest from them."""
    timed = delays[delays["deadline"].notna() & delays["median"].notna()]
    if "contacts" in timed:  # in public a median needs as many before it is told
        timed = timed[timed["contacts"] >= least]
    if timed.empty:
        return
    late = timed[timed["median"] > timed["deadline"]]
    sentence = _(
        "Ties with a deadline and enough cases: {timed}; those with the usual answer (median) "
        "after it: {late}."
    )
    if "high" in late:
        # With single cases at hand: fewer than half are in time, also at the upper limit.
        late = late[late["high"] < _HALF]
        sentence = _(
            "Ties with a deadline and enough cases: {timed}; those whose usual answer (median) "
            "comes after it beyond doubt: {late}."
        )
    facts = {"late": words.number(len(late)), "timed": words.number(len(timed))}
    yield Finding(
        words(sentence, **facts),
        measure=words(_("Ties with the usual answer after the deadline")),
        value=facts["late"],
        basis=Basis(words(_("ties: {count}"), count=facts["timed"])),
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
    basis = Basis()
    if "within" in row:
        told = _("contacts on record: {count}; in time: {share} ({low} – {high})")
        shares = {name: words.percent(row[name]) for name in ("low", "high")}
        facts = {"count": words.number(row["contacts"]), "share": words.percent(row["within"])}
        basis = Basis(words(told, **facts, **shares))
    return Finding(
        words(sentence, ends=arrow(*tie[:2], labels), **days),
        measure=heading("median", words),
        value=days["median"],
        basis=basis,
        table="delays",
    )


def _about_deserts(reach: pd.DataFrame, words: Words) -> Iterator[Finding]:
    """Say how often no way leads from an entry point to a service."""
    none = words.number(int(reach["fewest"].isna().sum()))
    if not reach["fewest"].isna().any():
        return
    sentence = _(
        "Combinations of an entry point and a service: {all}; without a way on record from one "
        "to the other: {none}."
    )
    yield Finding(
        words(sentence, none=none, all=words.number(len(reach))),
        measure=words(_("Entry points without a way to a service")),
        value=none,
        table="reach",
    )


def about_capacity(
    capacity: pd.DataFrame,
    years: Mapping[str, pd.DataFrame],
    labels: pd.Series[str],
    words: Words,
    rules: Rules | None = None,
) -> Iterator[Finding]:
    """Yield whose staff cannot keep up, now and over all, and who has most cases a worker.

    ``years`` has the capacity of each year, nothing if there is but one. Of bodies whose limits
    reach below what their staff can take it is not said that they cannot keep up.
    """
    if capacity.empty:
        return
    told = capacity[capacity["cases"] >= (rules or Rules()).min_referrals]
    full = told[_limits(told, "load")[0] > 1]
    full = full.sort_values("load", ascending=False, kind="stable")
    for row in full.head(1).reset_index().to_dict("records"):
        load = words.percent(row["load"])
        sentence = _(
            "Bodies to which beyond doubt more cases come than their staff can close: {count}; "
            "chiefly {who}, with {load} of what its staff can take (staff: {staff})."
        )
        facts = {"count": words.number(len(full)), "staff": words.number(row["staff"])}
        yield Finding(
            words(sentence, who=labels.get(row["actor"]), load=load, **facts),
            measure=heading("load", words),
            value=load,
            interval=_span(full, "load", words.percent),
            basis=_cases(row["cases"], words),
            table="capacity",
        )
    if years:
        yield from _about_last_load(told.index, years, labels, words)
    sentence = _("Most cases a month for each worker: {who} ({value}).")
    apart = _("Most cases a month for each worker, with limits that overlap: {who} ({value}).")
    for most, who in _most(told, "per_worker", labels, words):
        value = words.number(most["per_worker"].iloc[0], 1)
        yield Finding(
            words(sentence if len(most) == 1 else apart, who=who, value=value),
            measure=heading("per_worker", words),
            value=value,
            interval=_span(most, "per_worker", words.number),
            basis=_cases(most["cases"].iloc[0], words),
            table="capacity",
        )


def _limits(told: pd.DataFrame, column: str) -> tuple[pd.Series[float], pd.Series[float]]:
    """Return 95 % limits of what is so much for each case that came."""
    each = told[column] / told["cases"]
    return each * told["cases_low"], each * told["cases_high"]


def _span(told: pd.DataFrame, column: str, say: Callable[[float], str]) -> str:
    """Return the limits of the first row as text."""
    return " – ".join(say(float(limit.iloc[0])) for limit in _limits(told, column))


def _most(
    told: pd.DataFrame, column: str, labels: pd.Series[str], words: Words
) -> Iterator[tuple[pd.DataFrame, str]]:
    """Yield the rows of the most, and of those whose limits reach it, with their names."""
    told = told[told[column].notna()].sort_values(column, ascending=False, kind="stable")
    if len(told):
        low, high = _limits(told, column)
        most = told[high >= low.iloc[0]]
        yield most, some_of((str(labels.get(actor, actor)) for actor in most.index), words)


def _about_last_load(
    bodies: pd.Index[str],
    years: Mapping[str, pd.DataFrame],
    labels: pd.Series[str],
    words: Words,
) -> Iterator[Finding]:
    """Say who was loaded most in the last year, since an average hides what is growing."""
    year = list(years)[-1]
    last = years[year][years[year].index.isin(bodies) & (years[year]["cases"] > 0)]
    sentence = _("In {year}, the last year, the load was greatest at {who}: {load}.")
    apart = _(
        "In {year}, the last year, the load was greatest at these, with limits that overlap: "
        "{who} ({load})."
    )
    for most, who in _most(last, "load", labels, words):
        value = words.percent(most["load"].iloc[0])
        course = [
            f"{name}: {words.percent(load)}"
            for name, of_year in years.items()
            for load in of_year.loc[of_year.index == most.index[0], "load"]
        ]
        yield Finding(
            words(sentence if len(most) == 1 else apart, year=year, who=who, load=value),
            measure=heading("load", words),
            value=value,
            interval=_span(most, "load", words.percent),
            basis=Basis("; ".join(course)),
            table="capacity",
        )


def about_meetings(
    coordination: pd.DataFrame, labels: pd.Series[str], words: Words
) -> Iterator[Finding]:
    """Yield how far meeting and referring go together."""
    if coordination.empty:
        return
    behind = Basis(words(_("pairs: {count}"), count=words.number(len(coordination))))
    found = partial(Finding, basis=behind, table="coordination")
    share = words.percent(congruence(coordination))
    if share:
        sentence = _("Share of referrals between bodies that also meet: {share}.")
        measured = words(_("Referrals between bodies that also meet"))
        yield found(words(sentence, share=share), measured, share)
    busy = coordination[coordination["finding"] == NEVER_MEET]
    if len(busy):
        first = busy.sort_values("referrals", ascending=False, kind="stable")
        pairs = "; ".join(
            f"{labels.get(one, one)} – {labels.get(other, other)}"
            for one, other in first.index[:NAMED_AT_MOST]
        )
        sentence = _(
            "Pairs between which referrals pass and no joint meeting is on record: {count}, "
            "chiefly {pairs}."
        )
        count = words.number(len(busy))
        measured = words(_("Pairs with referrals and no joint meeting"))
        yield found(words(sentence, count=count, pairs=pairs), measured, count)


def _cases(count: float, words: Words) -> Basis:
    return Basis(words(_("cases: {count}"), count=words.number(float(count))))
