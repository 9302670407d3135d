"""Who is central, who brokers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Final

import pandas as pd

from netgov.captions import heading
from netgov.findings.limits import leading, limits_told, some_of, told
from netgov.measures import MEASURES, measure
from netgov.network import Network
from netgov.period import Period
from netgov.proof import Finding, first_named, in_words, resting_on
from netgov.views import View
from netgov.words import Words, _

ROLES: Final = MEASURES["broker_roles"].parts
# Measures of which a sentence or the ranking tells, so that a page explains them first.
OF_BODIES: Final = (
    "partners", "in_degree", "out_degree", "betweenness", "broker_roles", "pagerank",
    "constraint", "effective_size", "cutpoint",
)  # fmt: skip


def compared(net: Network) -> pd.DataFrame:
    """Return the measures of the bodies that can be compared: single ones with a tie.

    Sorted by partners and betweenness; a body that stands for many is left out.
    """
    values = measure(net, *OF_BODIES)
    single = net.single & (values["partners"] > 0)
    by = ["partners", "betweenness", "broker_roles.total"]
    return values[single].sort_values(by, ascending=False, kind="stable")


def main_role(values: pd.Series[float], words: Words) -> str:
    """Return the brokerage role an actor has most often; blank if it has none or several."""
    roles = {role: values[f"broker_roles.{role}"] for role in ROLES if role != "total"}
    most = max(roles.values())
    first = [role for role, times in roles.items() if times == most]
    return words(ROLES[first[0]]) if most > 0 and len(first) == 1 else ""


def about_centrality(
    values: pd.DataFrame,
    view: View,
    period: Period,
    words: Words,
    limits: pd.DataFrame | None = None,
) -> Iterator[Finding]:
    """Yield who is central, given what `compared` returns.

    ``limits`` of betweenness, if there are any, say who else may be first.
    """
    if values.empty:
        return
    first = partial(_leaders, values, view=view, period=period, words=words)
    yield first("partners", _("Most partners: {who} ({value})."))
    if values["betweenness"].max() > 0:
        sentence = _("Most often on the shortest routes between others: {who} ({value}).")
        if limits is None or not leading(limits):
            yield first("betweenness", sentence)
        else:
            yield _beyond_doubt(sentence, limits, view, period, words)


def _beyond_doubt(
    sentence: str, limits: pd.DataFrame, view: View, period: Period, words: Words
) -> Finding:
    """Say who may be first in betweenness."""
    who = pd.Index(leading(limits))
    if len(who) > 1:
        sentence = _(
            "Most often on the shortest routes between others; any of these may be first: "
            "{who} ({value} at the first)."
        )
    (first,) = limits.loc[who[:1]].to_dict("records")
    value = told(first["value"], words)
    text = words(
        sentence, who=some_of(view[period].labels(words.lang)[who], words), value=value
    )
    finding = _of(text, "betweenness", value, view, period, words, who)
    return replace(finding, interval=limits_told(first, words), table="limits")


def about_brokerage(
    values: pd.DataFrame, view: View, period: Period, words: Words
) -> Iterator[Finding]:
    """Yield who brokers, in which role, and whose loss would cut others off."""
    net = view[period]
    if values.empty:
        return
    total = values["broker_roles.total"]
    if total.max() > 0:
        sentence = _(
            "Most often the link from one body to another that it has no tie to itself: {who} "
            "({value} paths)."
        )
        column = "broker_roles.total"
        yield _leaders(values, column, sentence, view=view, period=period, words=words)
        first = total.index[total == total.max()]
        role = main_role(values.loc[first[0]], words).lower() if len(first) == 1 else ""
        if role and net.groups is not None and net.groups.nunique() > 1:
            sentence = _("The most frequent role of {who} between sectors: {role}.")
            text = words(sentence, who=net.labels(words.lang)[first[0]], role=role)
            yield _of(text, "broker_roles", role, view, period, words, first)
    cut = values.index[values["cutpoint"].astype(bool)]
    if len(cut):
        sentence = _("Bodies without which others lose touch with the rest: {count} ({who}).")
        who = first_named(net.labels(words.lang)[cut])
        count = words.number(len(cut))
        text = words(sentence, count=count, who=who)
        yield _of(text, "cutpoint", count, view, period, words, cut)


def _leaders(
    values: pd.DataFrame,
    column: str,
    sentence: str,
    *,
    view: View,
    period: Period,
    words: Words,
) -> Finding:
    """Say who has the highest value."""
    most = values[column].max()
    first = values.index[values[column] == most]
    value = words.number(most, 1)
    text = words(sentence, who=in_words(first, view[period], words), value=value)
    return _of(text, column, value, view, period, words, first)


def _of(
    text: str,
    column: str,
    value: str,
    view: View,
    period: Period,
    words: Words,
    who: pd.Index[str],
) -> Finding:
    basis = resting_on(view, period, words, who=who)
    return Finding(text, heading(column, words), value, basis=basis, table="actors")
