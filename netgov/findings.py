"""Sentences made by rule from results: what stands out, and what to check next.

Each names the numbers it rests on. Where the data are too thin there is no sentence.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any, Final

import pandas as pd

from netgov.captions import heading
from netgov.gaps import (
    GAP_KINDS,
    NOT_IN_FORCE,
    UNEXPOSED,
    fit,
    mandated_pairs,
    not_examined,
    register,
)
from netgov.history import History
from netgov.measures import MEASURES, measure
from netgov.network import Network
from netgov.period import Period
from netgov.records import UNVERIFIED
from netgov.words import Words, _

_NAMED_AT_MOST = 3
ROLES = MEASURES["broker_roles"].parts
# Measures of which a sentence or the ranking tells, so that a page explains them first.
OF_BODIES = (
    "partners", "in_degree", "out_degree", "betweenness", "broker_roles", "pagerank",
    "constraint", "effective_size", "cutpoint",
)  # fmt: skip
OF_THE_WHOLE = ("components", "density", "reciprocity")


def compared(net: Network) -> pd.DataFrame:
    """Return the measures of the bodies that can be compared: single ones with a tie.

    Sorted by partners and betweenness; a body that stands for many is left out.
    """
    values = measure(net, *OF_BODIES)
    single = (net.actors["aggregate"] != "yes") & (values["partners"] > 0)
    by = ["partners", "betweenness", "broker_roles.total"]
    return values[single].sort_values(by, ascending=False, kind="stable")


def main_role(values: pd.Series[float], words: Words) -> str:
    """Return the brokerage role an actor has most often; blank if it has none or several."""
    roles = values[[f"broker_roles.{role}" for role in ROLES if role != "total"]]
    most = roles.max()
    first = roles.index[roles == most]
    if most == 0 or len(first) > 1:
        return ""
    return words(ROLES[str(first[0]).partition(".")[2]])


def about_centrality(net: Network, words: Words) -> Iterator[str]:
    """Yield who is central and who brokers."""
    values = compared(net)
    if values.empty:
        return
    yield _leaders(values, "partners", _("Most partners: {who} ({value})."), net, words)
    if values["betweenness"].max() > 0:
        sentence = _("Most often on the shortest routes between others: {who} ({value}).")
        yield _leaders(values, "betweenness", sentence, net, words)
    total = values["broker_roles.total"]
    if total.max() > 0:
        first = total.index[total == total.max()]
        role = main_role(values.loc[first[0]], words) if len(first) == 1 else ""
        sentence = _("Links most others that have no tie of their own: {who} ({value} paths).")
        yield _leaders(values, "broker_roles.total", sentence, net, words)
        if role and net.groups is not None and net.groups.nunique() > 1:
            who = net.labels(words.lang)[first[0]]
            told = _("The most frequent role of {who} between sectors: {role}.")
            yield words(told, who=who, role=role.lower())
    cut = values.index[values["cutpoint"].astype(bool)]
    if len(cut):
        sentence = _("Others lose every known route if one of these drops out: {who}.")
        yield words(sentence, who=words.together(net.labels(words.lang)[cut]))


def _leaders(
    values: pd.DataFrame, column: str, sentence: str, net: Network, words: Words
) -> str:
    """Say who has the highest value; more than a few on a par are counted, not named."""
    most = values[column].max()
    first = values.index[values[column] == most]
    who = words.together(net.labels(words.lang)[first])
    if len(first) > _NAMED_AT_MOST:
        who = words(_("{count} bodies on a par"), count=len(first))
    return words(sentence, who=who, value=words.number(most, 1))


def about_the_whole(net: Network, words: Words) -> Iterator[str]:
    """Yield how the network holds together."""
    if net.ties.empty:
        sentence = _("No tie is on record for {year}; there is nothing to measure.")
        yield words(sentence, year=net.label)
        return
    parts = measure(net, *OF_THE_WHOLE).iloc[0]
    touched = int((measure(net, "partners")["partners"] > 0).sum())
    sentence = _("{touched} of {all} bodies appear in a tie; {alone} appear in none.")
    yield words(sentence, touched=touched, all=len(net.actors), alone=len(net.actors) - touched)
    groups = int(parts["components.weak"]) - (len(net.actors) - touched)
    sentence = _("Groups of linked bodies: {groups}. Share of possible ties seen: {density}.")
    yield words(sentence, groups=groups, density=words.percent(parts["density"]))
    sentence = _("Ties that are answered by one in the other direction: {share}.")
    yield words(sentence, share=words.percent(parts["reciprocity.edgewise"]))


def about_mandates(history: History, period: Period, words: Words) -> Iterator[str]:
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
    yield words(sentence, pairs=len(seen), positive=positive, weak=weak, none=none)
    mandates = register(history, period)
    unexposed = mandates["duty"][mandates["status"] == UNEXPOSED].nunique()
    if unexposed:
        sentence = _(
            "Duties without any case to tell of that the rule concerns: {count}; they are no "
            "gaps."
        )
        yield words(sentence, count=unexposed)
    if not math.isnan(share := fit(mandates)):
        sentence = _(
            "Of the referrals that rules expect, {share} are on record. That is fit with the "
            "rules, not quality of care."
        )
        yield words(sentence, share=words.percent(share))


def about_priority(gap: Mapping[Any, Any], words: Words) -> str:
    """Say how the priority of a gap comes about."""
    parts = ("part_cases", "part_force", "part_confidence", "part_reach")
    sentence = _("Priority {priority} = 100 × severity {severity} × mean of: {parts}.")
    return words(
        sentence,
        priority=words.number(float(gap["priority"]), 1),
        severity=words.number(float(gap["severity"]), 2),
        parts="; ".join(
            f"{heading(part, words).lower()} {words.number(float(gap[part]), 2)}"
            for part in parts
        ),
    )


# Gaps that an agreement between two bodies can close.
_AGREEABLE: Final = (
    *("unrecorded", "one_way", "short", "late", "dormant", "declining", "unmandated"),
    *("expected_weak", "unmet_meeting", "weak_statement"),
)


def agreements(gaps: pd.DataFrame, history: History) -> pd.DataFrame:
    """Return the gaps that an agreement of the city can close, the most pressing first.

    Between two bodies of which the city commands one; a unit needs none with its parent.
    """
    actors = history.records.actors
    city = set(actors.index[actors["reach"] == "city"])
    family = set(zip(actors.index, actors["parent"], strict=True))
    ends = list(zip(gaps["source"], gaps["target"], strict=True))
    apt = [
        kind in _AGREEABLE and bool(city & {*pair}) and not {pair, pair[::-1]} & family
        for kind, pair in zip(gaps["kind"], ends, strict=True)
    ]
    return gaps[pd.Series(apt, index=gaps.index, dtype=bool)]


def about_first(gaps: pd.DataFrame, history: History, words: Words) -> Iterator[str]:
    """Yield which agreement to prepare first, and why."""
    for gap in agreements(gaps, history).head(1).to_dict("records"):
        labels = history[Period.of(gap["year"])].labels(words.lang)
        ends = " – ".join(labels.get(gap[end], gap[end]) for end in ("source", "target"))
        sentence = _("First agreement to prepare: {ends}. {text} {why}")
        text, why = gap[f"text_{words.lang}"], about_priority(gap, words)
        yield words(sentence, ends=ends, text=text, why=why)


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
    undated = binding[binding["status"] == "start not known"]
    if len(undated):
        pairs = _arrows(undated, labels)
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
    if len(unrecorded):
        pairs = _arrows(unrecorded.head(_NAMED_AT_MOST), labels)
        sentence = _(
            "Ask both bodies for their records of {year}, beginning with: {pairs}. If there "
            "was contact, note the source; if not, these are the first agreements to prepare."
        )
        yield words(sentence, year=str(period), pairs=pairs)


def _settle(gaps: pd.DataFrame, labels: pd.Series[str], words: Words) -> Iterator[str]:
    contested = gaps[gaps["kind"] == "contested"]
    if len(contested):
        pairs = _arrows(contested, labels)
        sentence = _("Settle with the bodies concerned which source is right: {pairs}.")
        yield words(sentence, pairs=pairs)


def _arrows(lines: pd.DataFrame, labels: pd.Series[str]) -> str:
    """Return "A → B; C → D"."""
    ends = zip(lines["source"].map(labels), lines["target"].map(labels), strict=True)
    return "; ".join(f"{source} → {target}" for source, target in ends)


def _silent(net: Network, binding: pd.DataFrame) -> pd.Index[str]:
    """Return the bodies that a rule binds and no tie touches."""
    partners = measure(net, "partners")["partners"]
    bound = set(binding.loc[binding["kind"] == "must", "source"])
    return partners.index[(partners == 0) & partners.index.isin(bound)]
