"""One page of everything, and the folder it comes with."""

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
from netgov.drawing import Scene, map_page, notice, picture, scene
from netgov.errors import speak
from netgov.export import graphml
from netgov.findings import (
    about_centrality,
    about_first,
    about_mandates,
    about_silence,
    about_the_whole,
    next_steps,
)
from netgov.gaps import GAP_KINDS, find_gaps, not_examined
from netgov.governance import Scorecard, scorecard
from netgov.period import Period
from netgov.records import INTERNAL
from netgov.releases import enter_release
from netgov.report.gap_items import Proofs, gap_item
from netgov.report.sections import (
    change_section,
    counts_told,
    facts,
    governance_section,
    measure_items,
    ranking,
    source_items,
    totals_told,
    year_table,
)
from netgov.report.tables import report_tables, yearly
from netgov.rules import Rules
from netgov.tables import WRITERS, workbook
from netgov.terms import RANKS
from netgov.trail import write_trail
from netgov.views import View, need_view
from netgov.words import Words
from netgov.works import works_cited
from netgov.writing import write_folder

_GAPS_IN_FULL: Final = 10


def write_report(
    history: View,
    year: int | Period | None = None,
    path: str | Path = "out",
    lang: str | None = None,
    rules: Rules | None = None,
) -> Path:
    """Write report, map, tables and network of a year or span of years.

    Parameters
    ----------
    history
        A view of a study, as `protect` or `keep_internal` makes it.
    year
        A year or `Period`; the whole study unless given.
    path
        The folder: ``report.html``, ``map.html``, ``tables.xlsx``, ``tables/*.csv`` and
        ``network.graphml``. A folder that netgov wrote before is replaced as a whole. Beside
        it the audit trail is written, ``out.audit.json``, for the office alone.
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
        If the history is no view, the period tells too little, or an earlier release could be
        compared with this one.
    NetgovError
        If the folder cannot be written or holds files of somebody else.
    """
    words, rules = speak(lang), rules or Rules()
    period = history.asked(year)
    need_view(history, period)
    gaps = find_gaps(history, period, rules)
    drawn = scene(history, gaps, year=period, lang=words.lang, rules=rules)
    years = yearly(history, period)
    card = scorecard(history, period, rules)
    tables = report_tables(history, period, gaps, years, card)
    content = gather(history, period, gaps, years, drawn, card, rules)
    written = {
        "report.html": _render(content, words).encode("utf-8"),
        "map.html": map_page(drawn).encode("utf-8"),
        "tables.xlsx": workbook(tables, words),
        "network.graphml": graphml(history[period]),
        **{f"tables/{name}.csv": WRITERS[".csv"](t, words) for name, t in tables.items()},
    }
    enter_release(history, period, Path(path))
    folder = write_folder(Path(path), written, history.mode)
    write_trail(folder, history, period, words.lang, rules, written)
    return folder


def gather(
    history: View,
    period: Period,
    gaps: pd.DataFrame,
    years: pd.DataFrame,
    drawn: Scene,
    card: Scorecard,
    rules: Rules,
) -> dict[str, Any]:
    """Return everything the template shows; nothing is computed there."""
    words, net, records = drawn.words, history[period], history.records
    told = facts(history, period, years.iloc[-1])
    return {
        "lang": words.lang,
        "title": drawn.title,
        "period": str(period),
        "notice": notice(history, words),
        "internal": INTERNAL if history.internal else "",
        "facts": told,
        "counts": list(counts_told(history, period, told, words)),
        "totals": totals_told(history, period, words),
        "picture": picture(drawn),
        "empty": net.ties.empty,
        "whole": [*about_the_whole(net, words), *about_mandates(history, period, words)],
        "central": list(about_centrality(net, words)),
        "ranking": ranking(net, words),
        "years": year_table(history, period, years, words),
        "change": change_section(history, period, drawn),
        **_about_gaps(history, period, gaps, words),
        "governance": governance_section(card, words),
        "measures": measure_items(words),
        "force": [
            (words(RANKS[rank].label), words.number(force))
            for rank, force in rules.force.items()
        ],
        "works": works_cited(),
        "sources": source_items(records, words),
    }


def _about_gaps(
    history: View, period: Period, gaps: pd.DataFrame, words: Words
) -> dict[str, Any]:
    """Return the kinds of gap, the gaps themselves, and what to do first and next."""
    lacking = not_examined(history)
    examined = [kind for name, kind in GAP_KINDS.items() if name not in lacking]
    proofs, labels = Proofs(history.records, words), history[period].labels(words.lang)
    rows = [gap_item(gap, labels, proofs, words) for gap in gaps.itertuples()]
    return {
        "kinds": [
            (words(kind.label), words(kind.plain), int((gaps["kind"] == kind.name).sum()))
            for kind in examined
        ],
        "not_examined": list(about_silence(history, words)),
        "first": list(about_first(gaps, history, words)),
        "gaps": rows[:_GAPS_IN_FULL],
        "more_gaps": rows[_GAPS_IN_FULL:],
        "next": list(next_steps(history, period, gaps, words)),
    }


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
