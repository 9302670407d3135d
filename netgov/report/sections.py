"""What the sections of the page show besides gaps."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any, Final

import pandas as pd

from netgov.captions import heading
from netgov.counting import TIE, contacts
from netgov.drawing import MOST_YEARS, Scene, data_uri, multiples
from netgov.findings import OF_BODIES, OF_THE_WHOLE, compared, main_role
from netgov.gaps import NOT_IN_FORCE, mandated_pairs, register
from netgov.governance import Scorecard, about_governance
from netgov.measures import MEASURES
from netgov.network import Network
from netgov.period import Period
from netgov.records import Records, cited
from netgov.report.tables import years_told
from netgov.terms import LAYERS, SECTORS
from netgov.views import View
from netgov.words import Words, _
from netgov.years import change, turnover

# Measures of the ranking, with their digits.
_RANKED: Final = {
    "partners": 0, "in_degree": 0, "out_degree": 0, "betweenness": 1,
    "broker_roles.total": 0, "pagerank": 3,
}  # fmt: skip
_ACTORS_RANKED: Final = 15
_TRENDS_TOLD: Final = 5
_MANDATED: Final = ("pairs", "positive", "weak", "none")


def facts(history: View, period: Period, now: pd.Series[int]) -> dict[str, int]:
    """Return the counts that the report states, by the name they bear in its source."""
    net, records = history[period], history.records
    signs = records.signs_in(period)
    counted = signs[signs["weight"].notna()]
    signs = signs[signs["weight"].isna()]
    mandates = register(history, period)
    binding = mandates[mandates["status"] != NOT_IN_FORCE]
    sources = {number for citation in signs["citation"] for number in cited(citation)}
    return {
        "statements": int(records.counts["in"].sum()) if len(records.counts) else len(signs),
        "statements_used": len(signs),
        "sources_used": len(sources),
        "set_aside": len(records.problems),
        "counted": int(counted.groupby(TIE).ngroups),
        "hidden": int((net.ties["hidden"] > 0).sum()),
        "actors": len(net.actors),
        "ties": len(net.ties),
        "mandates": len(binding),
        "mandates_may": int((binding["status"] == "may").sum()),
        "mandates_undated": int((binding["status"] == "start not known").sum()),
        **{f"mandated_{name}": int(now[name]) for name in _MANDATED},
    }


def counts_told(
    view: View, period: Period, told: Mapping[str, int], words: Words
) -> Iterator[str]:
    """Yield what counted contact there is, and how its numbers are told."""
    cells = contacts(view.records.signs_in(period))
    if cells.empty:
        return
    hidden = int(cells["hidden"].sum()) if "hidden" in cells else 0
    weight = view.masking.text(float(cells["weight"].sum()), hidden, words)
    yield words(_("Contacts on record: {weight}."), weight=weight)
    sentence = _(
        "Counted contact: {count} ties from referral logs, attendance lists or counted tables."
    )
    yield words(sentence, count=told["counted"])
    if view.internal:
        return
    few, step = view.masking.rules.mask_below, view.masking.rules.round_to
    sentence = _(
        "Counts of fewer than {least} cases are hidden ({hidden} ties), the others rounded to "
        "{round_to}."
    )
    if view.masking.exact:
        sentence = _(
            "Counts of fewer than {least} cases are hidden, and others that would give them "
            "away ({hidden} ties in all); the rest is told as it is."
        )
    yield words(sentence, least=few, hidden=told["hidden"], round_to=step)
    sentence = _(
        "A hidden tie is there: only its number is not told. Measures count it as {weight}."
    )
    yield words(sentence, weight=words.number(view.masking.rules.hidden_weight))


def totals_told(view: View, period: Period, words: Words) -> list[tuple[str, str, str]]:
    """Return what each body sent and received as it may be told with exact counts.

    Blank unless the view tells exact counts; the last row is the total of all.
    """
    totals = view.totals_in(period)
    if totals.empty:
        return []
    labels = view[period].labels(words.lang)
    by_body = {
        (str(slug), str(side)): _total(some, words)
        for (slug, side), some in totals.groupby(["actor", "side"])
    }
    told, none = {slug for slug, _side in by_body}, words.number(0)
    rows = [
        (label, by_body.get((slug, "sent"), none), by_body.get((slug, "received"), none))
        for slug, label in zip(map(str, labels.index), labels, strict=True)
        if slug in told
    ]
    whole = _total(totals[totals["side"] == "all"], words)
    return [*rows, (words(_("All")), whole, whole)]


def _total(rows: pd.DataFrame, words: Words) -> str:
    """Return some totals added up; with hidden ones among them what is known at least."""
    if rows["total"].notna().all():
        return words.number(float(rows["total"].sum()))
    least = float(rows["total"].fillna(rows["least"]).sum())
    return words(_("≥ {sum}"), sum=words.number(least))


def ranking(net: Network, words: Words) -> dict[str, Any]:
    """Return the table of the most connected single bodies."""
    values = compared(net).head(_ACTORS_RANKED)
    names, labels = net.names(words.lang), net.labels(words.lang)
    return {
        "headings": [words(MEASURES[name.partition(".")[0]].label) for name in _RANKED],
        "plain": [words(MEASURES[name.partition(".")[0]].plain) for name in _RANKED],
        "rows": [
            (
                labels[slug],
                names[slug],
                words(SECTORS[str(net.actors.at[slug, "sector"])].label),
                [words.number(float(row[name]), digits) for name, digits in _RANKED.items()],
                main_role(row, words),
            )
            for slug, (_label, row) in zip(values.index, values.iterrows(), strict=True)
        ],
    }


def year_table(
    history: View, period: Period, years: pd.DataFrame, words: Words
) -> dict[str, Any]:
    """Return the yearly table without the columns that say nothing."""
    return _cells(years.drop(columns=_untold(history, period, years)), words)


def _untold(history: View, period: Period, years: pd.DataFrame) -> list[str]:
    """Return the columns of the yearly table that a page leaves out: those that say nothing."""
    mandated = [] if len(mandated_pairs(history, period)) else [*_MANDATED]
    return ["actors", *mandated, *(layer for layer in LAYERS if not years[layer].any())]


def _cells(frame: pd.DataFrame, words: Words) -> dict[str, Any]:
    return {
        "headings": [heading(name, words) for name in frame.columns],
        "rows": [
            (year, [words.number(float(value), 0) for value in row])
            for year, row in zip(frame.index, frame.to_numpy(), strict=True)
        ],
    }


# --- change ------------------------------------------------------------------------------


def change_section(history: View, period: Period, drawn: Scene) -> dict[str, Any] | None:
    """Return what changes from year to year; None if there is nothing, or too much, to draw."""
    if not years_told(history, period) or period.last - period.first >= MOST_YEARS:
        return None
    turned, words = turnover(history, period), drawn.words
    whole = turned[turned.index.get_level_values("layer") == "all"].droplevel("layer")
    return {
        "picture": data_uri(multiples(history, "svg", period, words.lang, drawn)),
        "headings": [heading(name, words) for name in _TURNED],
        "rows": [
            (years, [*(words.number(row[name], 0) for name in _TURNED[:-1]),
                     "" if math.isnan(row["jaccard"]) else words.percent(row["jaccard"])])
            for years, row in whole.iterrows()
        ],
        "trends": list(_trends(history, period, words)),
    }  # fmt: skip


_TURNED: Final = ["kept", "new", "ended", "jaccard"]
_TRENDS: Final = {
    "fading": _("Fading, allowing for caseload: {ties}."),
    "growing": _("Growing, allowing for caseload: {ties}."),
}


def _trends(history: View, period: Period, words: Words) -> Iterator[str]:
    """Yield which counted ties fade and grow, the clearest first."""
    ties = change(history, period)
    labels = history[period].labels(words.lang)
    for trend, sentence in _TRENDS.items():
        found = ties[ties["trend"] == trend].sort_values("q", kind="stable").head(_TRENDS_TOLD)
        if len(found):
            ends = [
                f"{labels.get(source, source)} → {labels.get(target, target)}"
                for source, target, _layer in found.index
            ]
            yield words(sentence, ties="; ".join(ends))


# --- governance --------------------------------------------------------------------------


def governance_section(card: Scorecard, words: Words) -> dict[str, Any]:
    """Return the scorecard: sentences, and each aspect with what speaks for and against."""
    lang = words.lang
    return {
        "sentences": list(about_governance(card, words)),
        "dimensions": [
            (
                rows[f"dimension_{lang}"].iloc[0],
                [
                    {
                        "aspect": row[f"aspect_{lang}"],
                        "why": row[f"why_{lang}"],
                        "measure": row[f"measure_{lang}"],
                        "value": row[f"value_text_{lang}"],
                        "for": _numbers(row["speaks_for"]),
                        "against": _numbers(row["speaks_against"]),
                    }
                    for _name, row in rows.iterrows()
                ],
            )
            for _dimension, rows in card.dimensions.groupby(level="dimension", sort=False)
        ],
    }


def _numbers(citations: str) -> str:
    """Return the numbers of the sources of some citations."""
    return " ".join(f"[{number}]" for number in dict.fromkeys(cited(citations)))


# --- method ------------------------------------------------------------------------------


def measure_items(words: Words) -> list[dict[str, Any]]:
    """Return what the cards say, and whether the page shows the measure or a sentence on it."""
    shown = {*OF_BODIES, *OF_THE_WHOLE}
    return [
        {
            "label": words(card.label),
            "shown": card.name in shown,
            "plain": words(card.plain),
            "formula": card.formula,
            "isolates": words(card.isolates),
            "cites": card.cites,
        }
        for card in MEASURES.values()
    ]


def source_items(records: Records, words: Words) -> list[dict[str, Any]]:
    """Return the sources that a statement or a rule in the records names."""
    used = {
        number
        for citation in [*records.evidence["citation"], *records.mandates["citation"]]
        for number in cited(citation)
    }
    return [
        {
            "number": number,
            "text": source["text"],
            "address": source["address"],
            "read": source[f"read_{words.lang}"],
        }
        for number, source in records.sources.iterrows()
        if number in used
    ]
