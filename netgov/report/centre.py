"""Who is central, who brokers."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from netgov.drawing import AMBER, BLUE, Bar, Series
from netgov.findings import ROLES, about_intervals, limits_told, main_role, told
from netgov.inference import Bootstrap
from netgov.measures import MEASURES
from netgov.report.pieces import (
    Column,
    Grid,
    Heading,
    Items,
    Line,
    Picture,
    Piece,
    Prose,
    Proven,
    Row,
    Section,
)
from netgov.report.results import Results
from netgov.terms import SECTORS
from netgov.words import Words, _

# Measures of the two rankings, with their digits.
_CENTRAL: Final = {
    "partners": 0, "in_degree": 0, "out_degree": 0, "betweenness": 1, "pagerank": 3,
}  # fmt: skip
_BROKERS: Final = {
    **{f"broker_roles.{role}": 0 for role in ("total", *(r for r in ROLES if r != "total"))},
    "effective_size": 1,
    "constraint": 2,
}
_RANKED: Final = 15
_DRAWN: Final = 10
_DIRECTIONS: Final = {"out_degree": BLUE, "in_degree": AMBER}
# Told apart by people of any colour vision.
_ROLE_COLOURS: Final = ("#332288", "#117733", "#56b4e9", "#ddcc77", "#882255")


def central_section(results: Results, proven: Proven) -> Section:
    """Return who is central: sentences, a chart, the ranking."""
    words, values = results.words, results.compared
    title = words(_("Who is central"))
    told = tuple(map(proven.line, results.findings["centrality"]))
    if not told:
        thin = Line(words(_("Too few ties to compare bodies.")))
        return Section("central", title, (Prose((thin,)),))
    doubt = _(
        "These ranks say who appears with whom in public sources, not who handles most cases. "
        "Bodies that stand for many, such as all Puskesmas, are left out of the comparison."
    )
    if results.view.records.counted:
        doubt = _(
            "These ranks say who appears with whom on record, not who handles most cases well. "
            "Bodies that stand for many, such as all Puskesmas, are left out of the comparison."
        )
    caption = words(_("The most connected single bodies"))
    found = results.limits
    firm = () if found is None else _firmness(found, results, proven)
    pieces: tuple[Piece, ...] = (
        Items(told, look="findings"),
        Prose((Line(words(doubt)),), "remark"),
        _ties_chart(values, results),
        _ranking(values, _CENTRAL, caption, results),
        *firm,
        *_elsewhere(results),
    )
    return Section("central", title, pieces)


def _elsewhere(results: Results) -> list[Piece]:
    """Return where the other measures are; the report of a part comes without tables."""
    if results.view.part:
        return []
    return [Prose((Line(results.words(_("All measures of all bodies are in tables.xlsx."))),))]


#: Measures of which a table tells the limits.
_TOLD: Final = ("betweenness", "in_strength")


def _firmness(found: Bootstrap, results: Results, proven: Proven) -> tuple[Piece, ...]:
    """Return which ranks are firm, and what limits and groups mean."""
    words = results.words
    sentences = about_intervals(found, results.labels, words)
    return (
        Heading(words(_("How firm these ranks are"))),
        Items(tuple(map(proven.line, sentences))),
        Prose((Line(words(_LIMITS[found.unit])),), "remark"),
        *(_limits(measure, found, results) for measure in _TOLD),
    )


_LIMITS: Final = {
    "case": _(
        "Limits hold a number in 95 of 100 draws of the cases; bodies with fewer than 20 cases "
        "have none. Who is in one group cannot be told from the first of it; among themselves "
        "its bodies may differ. Drawing anew never shows ties that were not recorded, so "
        "limits that equal the number are no certainty, and numbers of ties have none."
    ),
    "source": _(
        "Limits are the least and the most when any one source is left out; they are no limits "
        "of chance."
    ),
}


def _limits(measure: str, found: Bootstrap, results: Results) -> Grid:
    """Return the first ranks of a measure, each with its limits."""
    words, labels = results.words, results.labels
    table = found.table.loc[[measure]].droplevel("measure")
    table = table[table["rank"].notna()].sort_values("rank", kind="stable").head(_RANKED)
    grouped, label = table["group"].notna().any(), _heading(measure, words)
    titles = [_("From – to"), _("Rank"), _("Ranks within"), *([_("Group")] if grouped else [])]
    rows = [
        Row(
            (
                labels[slug],
                told(row["value"], words),
                limits_told(row, words),
                words.number(row["rank"], 0),
                _span(row, words),
                *([words.number(row["group"], 0)] if grouped else []),
            )
        )
        for slug, row in zip(table.index, table.to_dict("records"), strict=True)
    ]
    return Grid(
        (
            Column(words(_("Actor"))),
            Column(label, number=True),
            *(Column(words(title), number=True) for title in titles),
        ),
        tuple(rows),
        words(_("{measure} with its limits"), measure=label),
    )


def _span(row: Mapping[Any, float], words: Words) -> str:
    """Return the best and the worst rank within the limits; blank if there are none."""
    if math.isnan(row["rank_low"]):
        return ""
    return "–".join(words.number(row[end], 0) for end in ("rank_low", "rank_high"))


def broker_section(results: Results, proven: Proven) -> Section | None:
    """Return who links others, in which role; None where nobody does."""
    words, values = results.words, results.compared
    told = tuple(map(proven.line, results.findings["brokerage"]))
    if not told:
        return None
    brokers = values[values["broker_roles.total"] > 0].sort_values(
        "broker_roles.total", ascending=False, kind="stable"
    )
    pieces: list[Piece] = [Items(told, look="findings")]
    if len(brokers):
        caption = words(
            _("Single bodies by the open paths they link, and in which role between sectors")
        )
        if results.limits is not None:
            pieces.append(Prose((Line(words(_UNTESTED)),), "remark"))
        pieces.append(_roles_chart(brokers, results))
        pieces.append(_ranking(brokers, _BROKERS, caption, results))
    return Section("brokers", words(_("Who brokers")), tuple(pieces))


_UNTESTED: Final = _(
    "These numbers have no limits, since they know only which ties there are; netgov test says "
    "what chance alone would give."
)


def _ranking(
    values: pd.DataFrame, shown: dict[str, int], caption: str, results: Results
) -> Grid:
    words, net = results.words, results.net
    names, labels = net.names(words.lang), results.labels
    columns = [Column(words(_("Actor"))), Column(words(_("Sector")))]
    columns += [
        Column(_heading(name, words), number=True, meaning=_meaning(name, words))
        for name in shown
    ]
    roles = any(name.startswith("broker_roles") for name in shown)
    columns += [Column(words(_("Main role")))] if roles else []
    rows = [
        Row(
            (
                labels[slug]
                if names[slug] == labels[slug]
                else f"{labels[slug]}\n{names[slug]}",
                words(SECTORS[str(net.actors.at[slug, "sector"])].label),
                *(words.number(float(row[name]), digits) for name, digits in shown.items()),
                *([main_role(row, words)] if roles else []),
            )
        )
        for slug, (_label, row) in zip(
            values.index[:_RANKED], values.head(_RANKED).iterrows(), strict=True
        )
    ]
    return Grid(tuple(columns), tuple(rows), caption)


def _heading(name: str, words: Words) -> str:
    """Return the label of a measure, or of a part of it by itself."""
    card, _dot, part = name.partition(".")
    return words(MEASURES[card].parts[part] if part else MEASURES[card].label)


def _meaning(name: str, words: Words) -> str:
    return words(MEASURES[name.partition(".")[0]].plain)


def _ties_chart(values: pd.DataFrame, results: Results) -> Picture:
    """Return to how many bodies each is tied, outward and inward."""
    words = results.words
    chart = results.bars(
        tuple(Series(_heading(name, words), colour) for name, colour in _DIRECTIONS.items()),
        tuple(
            Bar(
                results.labels[str(slug)],
                tuple(float(row[name]) for name in _DIRECTIONS),
                " + ".join(words.number(row[name]) for name in _DIRECTIONS),
            )
            for slug, row in values.head(_DRAWN).iterrows()
        ),
    )
    alternative = _(
        "Bar chart of the ties of the most connected bodies, as in the table below."
    )
    caption = words(_("Ties from and to the most connected bodies"))
    return Picture("central", chart, words(alternative), caption)


def _roles_chart(brokers: pd.DataFrame, results: Results) -> Picture:
    words = results.words
    roles = [role for role in ROLES if role != "total"]
    chart = results.bars(
        tuple(
            Series(words(ROLES[role]), colour)
            for role, colour in zip(roles, _ROLE_COLOURS, strict=True)
        ),
        tuple(
            Bar(
                results.labels[str(slug)],
                tuple(float(row[f"broker_roles.{role}"]) for role in roles),
                words.number(row["broker_roles.total"], 0),
            )
            for slug, row in brokers.head(_DRAWN).iterrows()
        ),
    )
    alternative = _(
        "Bar chart of the roles in which bodies link others, as in the table below."
    )
    caption = words(_("Open paths that each body links, by its role between sectors"))
    return Picture("brokers", chart, words(alternative), caption)
