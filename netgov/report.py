"""The report: gather content, render it, and write the folder that people take away."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from netgov import __version__
from netgov.counting import TIE
from netgov.drawing import Scene, map_page, notice, picture, scene
from netgov.errors import speak
from netgov.export import graphml
from netgov.findings import (
    OF_BODIES,
    OF_THE_WHOLE,
    about_centrality,
    about_mandates,
    about_the_whole,
    compared,
    main_role,
    next_steps,
)
from netgov.gaps import (
    GAP_KINDS,
    NOT_IN_FORCE,
    find_gaps,
    mandated_pairs,
    not_examined,
    register,
)
from netgov.measures import MEASURES, measure, suiting
from netgov.measures.registry import Kind
from netgov.network import Network
from netgov.period import Period
from netgov.privacy import ProtectedHistory, need_protected, told_weight, weight_text
from netgov.records import SYNTHETIC, Records, cited
from netgov.rules import Rules
from netgov.tables import WRITERS, gap_table, heading, marked, workbook
from netgov.terms import LAYERS, RANKS, SECTORS, STRENGTHS
from netgov.words import Words
from netgov.works import works_cited
from netgov.writing import write_folder

_GAPS_IN_FULL: Final = 10
# Comparing all pairs of actors to be left out takes a second for so many.
_SETS_UP_TO: Final = 150
# Measures of the ranking, with their digits.
_RANKED: Final = {
    "partners": 0, "in_degree": 0, "out_degree": 0, "betweenness": 1,
    "broker_roles.total": 0, "pagerank": 3,
}  # fmt: skip
_ACTORS_RANKED: Final = 15
_MANDATED: Final = ("pairs", "positive", "weak", "none")


def write_report(
    history: ProtectedHistory,
    year: int | Period | None = None,
    path: str | Path = "out",
    lang: str | None = None,
    rules: Rules | None = None,
) -> Path:
    """Write report, map, tables and network of a year or span of years.

    Parameters
    ----------
    history
        The public view of a study.
    year
        A year or `Period`; the whole study unless given.
    path
        The folder: ``report.html``, ``map.html``, ``tables.xlsx``, ``tables/*.csv`` and
        ``network.graphml``. A folder that netgov wrote before is replaced as a whole.
    lang
        Language of every text; Indonesian unless given.
    rules
        Thresholds other than the usual ones.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    DisclosureError
        If the history is not the public view.
    NetgovError
        If the folder cannot be written or holds files of somebody else.
    """
    words, rules = speak(lang), rules or Rules()
    period = Period.of(history.whole if year is None else year)
    need_protected(history, period)
    gaps = find_gaps(history, period, rules)
    drawn = scene(history, period, gaps, words.lang)
    years = yearly(history, period)
    tables = report_tables(history, period, gaps, years)
    content = gather(history, period, gaps, years, drawn, rules)
    return write_folder(
        Path(path),
        {
            "report.html": _render(content, words).encode("utf-8"),
            "map.html": map_page(drawn, content["picture"]).encode("utf-8"),
            "tables.xlsx": workbook(tables, words),
            "network.graphml": graphml(
                history[period], history.rules, _graph_name(history, period)
            ),
            **{f"tables/{name}.csv": WRITERS[".csv"](t, words) for name, t in tables.items()},
        },
    )


# --- tables ----------------------------------------------------------------------------


def report_tables(
    history: ProtectedHistory, period: Period, gaps: pd.DataFrame, years: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """Return the tables that go with a report, by name."""
    net, records = history[period], history.records
    told = ["name_id", "name_en", "abbrev", "sector", "level", "reach"]
    signs = records.signs_in(period)
    statements = signs.loc[
        signs["table"] == "evidence",
        ["source", "target", "layer", "year_from", "year_to", "strength", "text_id", "text_en",
         "citation"],
    ]  # fmt: skip
    mandates = register(history, period)
    tables = {
        "actors": net.actors[told].join(measure(net)),
        "ties": _tie_table(history, period),
        "gaps": gap_table(gaps, speak(), full=True),
        "mandates": mandates.rename_axis(None),
        "statements": statements.rename_axis(None),
        **_measured(net),
        "years": years,
        "sources": records.sources[["short", "text", "address"]],
    }
    return {name: marked(table, records) for name, table in tables.items()}


def _measured(net: Network) -> dict[str, pd.DataFrame]:
    """Return every measure of the network, its ties and sets that it can carry."""
    kinds: dict[str, Kind] = {"network": "network", "pairs": "tie", "key_players": "set"}
    cards = {table: suiting(net, kind) for table, kind in kinds.items()}
    if len(net.actors) > _SETS_UP_TO:
        del cards["key_players"]
    return {
        table: measure(net, *(card.name for card in told))
        for table, told in cards.items()
        if told
    }


def _tie_table(history: ProtectedHistory, period: Period) -> pd.DataFrame:
    """Return the ties with what may be told of their weight."""
    ties = history[period].ties
    weights = [
        told_weight(weight, hidden, history.rules)
        for weight, hidden in zip(ties["weight"], ties["hidden"], strict=True)
    ]
    return ties[["cases", "hidden", "strength", "confidence"]].assign(weight=weights)[
        ["weight", "cases", "hidden", "strength", "confidence"]
    ]


def _graph_name(history: ProtectedHistory, period: Period) -> str:
    invented = history.records.study.synthetic
    return f"{SYNTHETIC} {period}" if invented else str(period)


def yearly(history: ProtectedHistory, period: Period) -> pd.DataFrame:
    """Return actors, ties of each layer and mandated pairs of each year and of all together.

    Indexed by year. ``pairs``, ``positive``, ``weak`` and ``none`` count mandated pairs.
    """
    spans = [Period(y, y) for y in range(period.first, period.last + 1)]
    rows = {}
    for span in [*spans, period] if len(spans) > 1 else spans:
        net = history[span]
        layers = net.ties.index.get_level_values("layer")
        seen = mandated_pairs(history, span)
        rows[str(span)] = {
            "actors": len(net.actors),
            "ties": len(net.ties),
            **{layer: int((layers == layer).sum()) for layer in LAYERS},
            "pairs": len(seen),
            "positive": int((seen == "positive").sum()),
            "weak": int((seen == "weak").sum()),
            "none": int((~seen.isin(["positive", "weak"])).sum()),
        }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("year")


# --- content ---------------------------------------------------------------------------


def gather(
    history: ProtectedHistory,
    period: Period,
    gaps: pd.DataFrame,
    years: pd.DataFrame,
    drawn: Scene,
    rules: Rules,
) -> dict[str, Any]:
    """Return everything the template shows; nothing is computed there."""
    words, net, records = drawn.words, history[period], history.records
    examined = [kind for kind in GAP_KINDS.values() if kind not in list(not_examined(history))]
    proofs = _Proofs(records, words)
    rows = [_gap(gap, proofs, words) for gap in gaps.itertuples()]
    return {
        "lang": words.lang,
        "title": drawn.title,
        "period": str(period),
        "notice": notice(records, words),
        "least": history.rules.mask_below,
        "round_to": history.rules.round_to,
        "facts": _facts(history, period, years.iloc[-1]),
        "contacts": _contacts(history, period, words),
        "picture": picture(drawn),
        "empty": net.ties.empty,
        "whole": [*about_the_whole(net, words), *about_mandates(history, period, words)],
        "central": list(about_centrality(net, words)),
        "ranking": _ranking(net, words),
        "years": _cells(years.drop(columns=_untold(history, period, years)), words),
        "kinds": [
            (words(kind.label), words(kind.plain), int((gaps["kind"] == kind.name).sum()))
            for kind in examined
        ],
        "not_examined": [words(kind.label) for kind in not_examined(history)],
        "gaps": rows[:_GAPS_IN_FULL],
        "more_gaps": rows[_GAPS_IN_FULL:],
        "next": list(next_steps(history, period, gaps, words)),
        "measures": _measures(words),
        "force": [
            (words(RANKS[rank].label), words.number(force))
            for rank, force in rules.force.items()
        ],
        "works": works_cited(),
        "sources": _sources(records, words),
    }


def _facts(history: ProtectedHistory, period: Period, now: pd.Series[int]) -> dict[str, int]:
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


def _contacts(history: ProtectedHistory, period: Period, words: Words) -> str:
    """Return the told sum of contacts; meetings attended together are none to add up."""
    signs = history.records.signs_in(period)
    cells = signs[signs["weight"].notna() & (signs["table"] != "meetings")]
    hidden = int(cells["hidden"].sum())
    return weight_text(float(cells["weight"].sum()), hidden, history.rules, words)


def _ranking(net: Network, words: Words) -> dict[str, Any]:
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


def _untold(history: ProtectedHistory, period: Period, years: pd.DataFrame) -> list[str]:
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


class _Proofs:
    """The rules and statements behind gaps, as the page shows them, each made once."""

    def __init__(self, records: Records, words: Words) -> None:
        self.records, self.words = records, words
        text = f"text_{words.lang}"
        self.mandates = records.mandates[[text, "citation"]].to_dict("index")
        stated = records.evidence["table"] == "evidence"
        told = records.evidence.loc[stated, [text, "citation", "strength"]]
        self.statements = told.to_dict("index")

    def rule(self, row: int) -> dict[str, Any]:
        """Return a rule with what it demands and its sources."""
        mandate = self.mandates[row]
        return {
            "basis": self.records.rule(row, self.words.lang),
            "text": mandate[f"text_{self.words.lang}"],
            "sources": _cited(mandate["citation"], self.records),
        }

    def statement(self, row: int) -> dict[str, Any]:
        """Return a statement with its strength and sources."""
        statement = self.statements[row]
        return {
            "text": statement[f"text_{self.words.lang}"],
            "strength": self.words(STRENGTHS[statement["strength"]].label),
            "sources": _cited(statement["citation"], self.records),
        }


def _gap(gap: Any, proofs: _Proofs, words: Words) -> dict[str, Any]:
    """Return one gap with its rule, its evidence and their sources."""
    kind = GAP_KINDS[gap.kind]
    parts = ("part_cases", "part_force", "part_confidence", "part_reach")
    return {
        "kind": words(kind.label),
        "colour": kind.colour,
        "sentence": getattr(gap, f"text_{words.lang}"),
        "note": getattr(gap, f"note_{words.lang}"),
        "layer": words(LAYERS[gap.layer].label) if gap.layer else "",
        "priority": words.number(gap.priority, 1),
        "severity": words.number(gap.severity, 2),
        "parts": [
            (heading(part, words), words.number(getattr(gap, part), 2)) for part in parts
        ],
        "rules": [proofs.rule(int(row)) for row in gap.mandate_rows.split()],
        "statements": [proofs.statement(int(row)) for row in gap.statement_rows.split()],
    }


def _cited(citation: str, records: Records) -> list[dict[str, str]]:
    """Return the label and address of each source of a row."""
    addresses = records.sources["address"]
    return [
        {"label": records.label(number), "address": addresses.get(number, "")}
        for number in cited(citation)
    ]


def _measures(words: Words) -> list[dict[str, Any]]:
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


def _sources(records: Records, words: Words) -> list[dict[str, Any]]:
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


# --- page ------------------------------------------------------------------------------


def _render(content: Mapping[str, Any], words: Words) -> str:
    style = (files("netgov") / "templates" / "report.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    environment = Environment(
        loader=PackageLoader("netgov"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    template = environment.get_template("report.html.j2")
    return template.render(
        **content,
        words=words,
        version=__version__,
        style=Markup(style),  # noqa: S704  our own file
        style_hash=f"sha256-{digest}",
    )
