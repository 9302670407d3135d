"""What rules ask for beside what is on record, and which agreement to prepare first."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

import pandas as pd

from netgov.captions import heading
from netgov.gaps import (
    GAP_KINDS,
    NOT_IN_FORCE,
    PARTS,
    UNEXPOSED,
    agreements,
    first_agreements,
    fit,
    mandated_pairs,
    not_examined,
    once_a_pair,
    register,
)
from netgov.history import History
from netgov.measures import measure
from netgov.network import Network
from netgov.period import Period
from netgov.proof import NAMED_AT_MOST, Basis, Finding, arrow, arrows, numbers_of, resting_on
from netgov.records import UNVERIFIED
from netgov.views import View
from netgov.words import Words, _


def about_mandates(history: View, period: Period, words: Words) -> Iterator[Finding]:
    """Yield how many mandated pairs show in the evidence."""
    seen = mandated_pairs(history, period)
    if seen.empty:
        return
    counts = seen.value_counts()
    sentence = _(
        "Rules in force join {pairs} ordered pairs of bodies. Public sources report contact "
        "for {positive}, only weak contact for {weak}, and none for {none}."
    )
    if history.records.counted:
        sentence = _(
            "Rules in force join {pairs} ordered pairs of bodies. The records show contact for "
            "{positive}, only weak contact for {weak}, and none for {none}."
        )
    positive, weak = int(counts.get("positive", 0)), int(counts.get("weak", 0))
    none = len(seen) - positive - weak
    text = words(sentence, pairs=len(seen), positive=positive, weak=weak, none=none)
    mandates = register(history, period)
    rules = _behind_duties(history, mandates, words)
    duties = partial(Finding, basis=rules, table="mandates")
    stated = resting_on(history, period, words, pairs=_with_contact(seen)).citations
    both = rules._replace(citations=tuple(dict.fromkeys(rules.citations + stated)))
    measured = words(_("Mandated pairs with contact on record"))
    yield duties(text, measured, words.number(positive), basis=both)
    unexposed = mandates["duty"][mandates["status"] == UNEXPOSED].nunique()
    if unexposed:
        sentence = _(
            "Duties without any case to tell of that the rule concerns: {count}; they are no "
            "gaps."
        )
        count = words.number(unexposed)
        yield duties(words(sentence, count=count), words(_("Duties without a case")), count)
    if not math.isnan(kept := fit(mandates)):
        sentence = _(
            "Of the referrals that rules expect, {share} are on record. That is fit with the "
            "rules, not quality of care."
        )
        share = words.percent(kept)
        measured = words(_("Referrals on record of those expected"))
        yield duties(words(sentence, share=share), measured, share)


def _with_contact(seen: pd.Series[str]) -> set[tuple[str, str]]:
    """Return the mandated pairs that the evidence shows."""
    found = seen.index[seen.isin(["positive", "weak"])]
    ends = (found.get_level_values(end) for end in ("source", "target"))
    return set(zip(*ends, strict=True))


def _behind_duties(history: History, mandates: pd.DataFrame, words: Words) -> Basis:
    """Return what a finding about all duties rests on."""
    binding = mandates[mandates["status"] != NOT_IN_FORCE]
    cited = history.records.mandates["citation"].reindex(binding.index).dropna()
    rows = words(_("rows of rules in force: {count}"), count=words.number(len(binding)))
    return Basis(rows, numbers_of(cited))


def about_priority(gap: Mapping[Any, Any], words: Words) -> str:
    """Say how the priority of a gap comes about."""
    sentence = _("Priority {priority} = 100 × severity {severity} × mean of: {parts}.")
    return words(
        sentence,
        priority=words.number(float(gap["priority"]), 1),
        severity=words.number(float(gap["severity"]), 2),
        parts="; ".join(
            f"{heading(part, words).lower()} {words.number(float(gap[part]), 2)}"
            for part in PARTS
        ),
    )


def about_first(gaps: pd.DataFrame, history: View, words: Words) -> Iterator[Finding]:
    """Yield which agreement to prepare first, and why."""
    for gap in first_agreements(gaps, history, 1).to_dict("records"):
        sentence = _("First agreement to prepare: {ends}. {text} {why}")
        text, why = gap[f"text_{words.lang}"], about_priority(gap, words)
        ends = between(gap, history, words)
        yield of_gap(words(sentence, ends=ends, text=text, why=why), gap, history, words)


def between(gap: Mapping[Any, Any], history: History, words: Words) -> str:
    """Return the two bodies of a gap as "A → B"."""
    labels = history[Period.of(gap["year"])].labels(words.lang)
    return arrow(gap["source"], gap["target"], labels)


def of_gap(text: str, gap: Mapping[Any, Any], history: View, words: Words) -> Finding:
    """Return a sentence about a gap, with its priority and what it rests on."""
    pair = (gap["source"], gap["target"])
    where = {"pairs": {pair, pair[::-1]}} if gap["target"] else {"who": {gap["source"]}}
    contact = resting_on(history, Period.of(gap["year"]), words, **where)
    rules = history.records.mandates["citation"]
    rows = [int(row) for row in gap["mandate_rows"].split()]
    cited = numbers_of(rules.reindex(rows).dropna()) + contact.citations
    told = contact.after(_extent(gap, words)).told
    return Finding(
        text,
        measure=heading("priority", words),
        value=words.number(float(gap["priority"]), 1),
        basis=Basis(told, tuple(dict.fromkeys(cited))),
        table="gaps",
    )


def _extent(gap: Mapping[Any, Any], words: Words) -> str:
    """Say how severe a gap is, and how many cases it concerns if that is known."""
    told = words(_("severity: {value}"), value=words.number(float(gap["severity"]), 2))
    if math.isnan(gap["cases"]):
        return told
    return f"{told}; {words(_('cases: {count}'), count=words.number(gap['cases'], 0))}"


def about_silence(history: History, words: Words) -> Iterator[str]:
    """Yield which kinds of gap could not be examined, and what is missing."""
    lacking: dict[str, list[str]] = {}
    for kind, sentences in not_examined(history).items():
        missing = "; ".join(words(sentence) for sentence in sentences)
        lacking.setdefault(missing, []).append(words(GAP_KINDS[kind].label).lower())
    for missing, kinds in lacking.items():
        sentence = _("Not examined: {kinds} ({missing}).")
        yield words(sentence, kinds=words.together(kinds), missing=missing)


def next_steps(
    history: History, period: Period, gaps: pd.DataFrame, words: Words
) -> Iterator[str]:
    """Yield what to check next, the most useful first."""
    net = history[period]
    labels = net.labels(words.lang)
    mandates = register(history, period)
    binding = mandates[mandates["status"] != NOT_IN_FORCE]
    yield from _ask_both(agreements(gaps, history), labels, period, words)
    yield from _settle(gaps, labels, words)
    unread = binding[binding["article"].str.contains(UNVERIFIED, regex=False)]
    if len(unread):
        sentence = _(
            "Read the official text of the articles marked {mark} before quoting them: "
            "{count} duties rest on articles that were not read."
        )
        yield words(sentence, mark=UNVERIFIED, count=len(unread))
    nameless = binding[binding["article"] == ""]
    if len(nameless):
        sentence = _(
            "Find the article of each duty that names none: {count}. Until then the rule "
            "behind it is not certain."
        )
        yield words(sentence, count=nameless["duty"].nunique())
    undated = binding[binding["status"] == "start not known"]
    if len(undated):
        pairs = arrows(undated, labels)
        sentence = _("Find since when these rules bind: {pairs}. Until then they make no gap.")
        yield words(sentence, pairs=pairs)
    silent = _silent(net, binding)
    if len(silent):
        sentence = _(
            "Ask for the registers of bodies that have a duty and appear in no tie: {who}."
        )
        yield words(sentence, who=words.together(labels[silent]))
    if not history.records.counted:
        yield words(
            _(
                "Collect counts of referrals, answer times and staff numbers: no public source "
                "gives them, so volume, delay and workload could not be examined."
            )
        )


def _ask_both(
    gaps: pd.DataFrame, labels: pd.Series[str], period: Period, words: Words
) -> Iterator[str]:
    """Name the pairs whose records to ask for first."""
    unrecorded = gaps[(gaps["kind"] == "unrecorded") & (gaps["severity"] == 1)]
    unrecorded = once_a_pair(unrecorded)
    if len(unrecorded):
        pairs = arrows(unrecorded.head(NAMED_AT_MOST), labels)
        sentence = _(
            "Ask both bodies for their records of {year}, beginning with: {pairs}. If there "
            "was contact, note the source; if not, prepare an agreement."
        )
        yield words(sentence, year=str(period), pairs=pairs)


def _settle(gaps: pd.DataFrame, labels: pd.Series[str], words: Words) -> Iterator[str]:
    contested = gaps[gaps["kind"] == "contested"]
    if len(contested):
        pairs = arrows(contested, labels)
        sentence = _("Settle with the bodies concerned which source is right: {pairs}.")
        yield words(sentence, pairs=pairs)


def _silent(net: Network, binding: pd.DataFrame) -> pd.Index[str]:
    """Return the bodies that a rule binds and no tie touches."""
    partners = measure(net, "partners")["partners"]
    bound = set(binding.loc[binding["kind"] == "must", "source"])
    return partners.index[(partners == 0) & partners.index.isin(bound)]
