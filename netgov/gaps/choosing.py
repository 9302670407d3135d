"""Some of the gaps, and the rows behind one."""

from __future__ import annotations

from typing import Final

import pandas as pd

from netgov.errors import UnknownName
from netgov.gaps.cards import GAP_KINDS
from netgov.history import History
from netgov.names import folded
from netgov.terms import LAYERS
from netgov.words import _

_BEHIND: Final = (
    "table",
    "file",
    "row",
    "source",
    "target",
    "layer",
    "year",
    "text",
    "citation",
)


_NO_KIND: Final = _(
    "There is no kind of gap called {name}. The nearest is {near}; all: {known}."
)
_NO_LAYER: Final = _("There is no layer called {name}. The nearest is {near}; all: {known}.")


def choose_gaps(
    gaps: pd.DataFrame,
    history: History,
    *,
    kind: str | None = None,
    actor: str | None = None,
    layer: str | None = None,
    min_severity: float = 0.0,
) -> pd.DataFrame:
    """Return the gaps of a kind, at a body, in a layer, or of some severity.

    Parameters
    ----------
    gaps
        From `find_gaps`.
    history
        The study they were found in.
    kind, layer
        A name from `GAP_KINDS`, and from the layers.
    actor
        A body by short name, abbreviation, name or alias, without regard to case.
    min_severity
        The least severity, 0 to 1.

    Raises
    ------
    UnknownName
        If there is no such kind, layer or body.
    """
    chosen = gaps[gaps["severity"].astype(float) >= min_severity]
    if kind is not None:
        if kind not in GAP_KINDS:
            sentence = _(
                "There is no kind of gap called {name}. The nearest is {near}; all: {known}."
            )
            raise UnknownName.among(sentence, kind, GAP_KINDS)
        chosen = chosen[chosen["kind"] == kind]
    if layer is not None:
        if layer not in LAYERS:
            sentence = _(
                "There is no layer called {name}. The nearest is {near}; all: {known}."
            )
            raise UnknownName.among(sentence, layer, LAYERS)
        chosen = chosen[chosen["layer"] == layer]
    if actor is not None:
        body = _body(actor, history)
        chosen = chosen[(chosen["source"] == body) | (chosen["target"] == body)]
    return chosen


def _body(name: str, history: History) -> str:
    """Return the short name of today of the body that somebody means."""
    actors = history.records.actors
    aliases = history.records.aliases
    called = dict(zip(map(folded, aliases["alias"]), aliases["actor"], strict=True))
    for column in ("name_en", "name_id", "abbrev"):
        written = zip(map(folded, actors[column]), map(str, actors.index), strict=True)
        called |= {name: slug for name, slug in written if name}
    called |= {folded(slug): slug for slug in map(str, actors.index)}
    if folded(name) not in called:
        sentence = _("There is no actor called {name}. The nearest is {near}; all: {known}.")
        raise UnknownName.among(sentence, name, actors.index)
    return str(history.records.lineage[called[folded(name)]])


def with_gaps(mandates: pd.DataFrame, gaps: pd.DataFrame) -> pd.DataFrame:
    """Return a register with the kinds of gap that rest on each mandate, in ``gaps``."""
    found: dict[int, list[str]] = {}
    for kind, rows in zip(gaps["kind"], gaps["mandate_rows"], strict=True):
        for row in map(int, rows.split()):
            found.setdefault(row, []).append(kind)
    kinds = [" ".join(dict.fromkeys(found.get(row, ()))) for row in mandates.index]
    return mandates.assign(gaps=kinds)


def gap_named(gaps: pd.DataFrame, name: str) -> str:
    """Return the gap that is meant by its name, or by its place in the list: 1 is the first.

    Raises
    ------
    UnknownName
        If there is no such gap.
    """
    if name.isdecimal() and 1 <= int(name) <= len(gaps):
        return str(gaps.index[int(name) - 1])
    if name not in gaps.index:
        sentence = _("There is no gap called {name}. The nearest is {near}; all: {known}.")
        raise UnknownName.among(sentence, name, gaps.index)
    return name


def rows_behind(history: History, gaps: pd.DataFrame, name: str, lang: str) -> pd.DataFrame:
    """Return the rows that a gap rests on: its mandates, statements and counted contacts.

    Returns
    -------
    DataFrame
        A row each: ``table``, ``file``, ``row`` (of the file), source, target, layer,
        ``year`` or years, ``text`` and ``citation``. Counted contacts tell the day and no
        case; the public view has none.
    """
    gap, records = gaps.loc[gap_named(gaps, name)], history.records
    rules = [int(row) for row in gap["mandate_rows"].split()]
    mandates = records.mandates.loc[rules].assign(table="mandates", file="edges/mandates.csv")
    mandates["row"] = mandates.index
    mandates["year"] = _span(mandates["in_force_from"], mandates["in_force_to"])
    demands = mandates[f"text_{lang}"].tolist()
    named = [records.rule(row, lang) for row in rules]
    mandates["text"] = [
        " – ".join(filter(None, both)) for both in zip(named, demands, strict=True)
    ]
    stated = records.evidence.loc[[int(row) for row in gap["statement_rows"].split()]]
    stated = stated.assign(
        year=_span(stated["year_from"], stated["year_to"]), text=stated[f"text_{lang}"]
    )
    counted = records.evidence.loc[[int(row) for row in gap["event_rows"].split()]]
    counted = counted.sort_values(["file", "row"], kind="stable").assign(
        year=counted["date"].dt.strftime("%Y-%m-%d"), text=counted["service"]
    )
    frames = [frame[list(_BEHIND)] for frame in (mandates, stated, counted) if len(frame)]
    if not frames:
        return pd.DataFrame(columns=list(_BEHIND))
    behind = pd.concat(frames, ignore_index=True)
    told = behind["citation"].map(lambda cited: records.cite(cited) if cited else "")
    return behind.assign(citation=told)


def _span(first: pd.Series[float], last: pd.Series[float]) -> list[str]:
    """Return spans of years as "2016–2019", blank where open."""
    spans = zip(first, last, strict=True)
    return ["–".join("" if pd.isna(year) else f"{year:.0f}" for year in span) for span in spans]
