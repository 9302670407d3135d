"""Some of the gaps, and the rows behind one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pandas as pd

from netgov.errors import NetgovError, UnknownName, shown, speak
from netgov.gaps.cards import GAP_KINDS
from netgov.history import History
from netgov.schema import plain
from netgov.terms import LAYERS
from netgov.views import ProtectedHistory
from netgov.words import LANGUAGES, _

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
    kind
        A name from `GAP_KINDS`, or its label.
    actor
        A body by short name, abbreviation, name or alias, without regard to case.
    layer
        The name of a layer, or its label.
    min_severity
        The least severity, 0 to 1.

    Returns
    -------
    DataFrame
        The rows chosen, as they were.

    Raises
    ------
    UnknownName
        If there is no such kind, layer or body.
    """
    if not 0 <= min_severity <= 1:
        sentence = _("The least severity is a number from 0 to 1, not {value}.")
        raise NetgovError(sentence, value=shown(min_severity))
    chosen = gaps[gaps["severity"].astype(float) >= min_severity]
    if kind is not None:
        labels = {name: [card.label] for name, card in GAP_KINDS.items()}
        chosen = chosen[chosen["kind"] == _meant(kind, labels, _NO_KIND)]
    if layer is not None:
        called = {name: [term.label, *term.also] for name, term in LAYERS.items()}
        chosen = chosen[chosen["layer"] == _meant(layer, called, _NO_LAYER)]
    if actor is not None:
        body = history.records.body_called(actor)
        chosen = chosen[(chosen["source"] == body) | (chosen["target"] == body)]
    return chosen


def _meant(name: str, called: Mapping[str, list[str]], sentence: str) -> str:
    """Return the key that a name, label or other word for it stands for, in any language."""
    for key, labels in called.items():
        words = [key, *labels, *(speak(lang)(label) for label in labels for lang in LANGUAGES)]
        if plain(name) in map(plain, words):
            return key
    raise UnknownName.among(sentence, name, called)


def with_gaps(mandates: pd.DataFrame, gaps: pd.DataFrame) -> pd.DataFrame:
    """Return a register with the kinds of gap that rest on each mandate, in ``gaps``."""
    found: dict[int, list[str]] = {}
    for kind, rows in zip(gaps["kind"], gaps["mandate_rows"], strict=True):
        for row in map(int, rows.split()):
            found.setdefault(row, []).append(kind)
    kinds = [" ".join(dict.fromkeys(found.get(row, ()))) for row in mandates.index]
    return mandates.assign(gaps=kinds)


def gap_named(gaps: pd.DataFrame, name: str | int) -> str:
    """Return the gap that is meant by its name, or by its place in the list: 1 is the first.

    Raises
    ------
    UnknownName
        If there is no such gap.
    """
    name = str(name)
    if name.lstrip("-").isdecimal() or gaps.empty:
        if gaps.empty or not 1 <= int(name) <= len(gaps):
            sentence = _("There is no gap {name}; the list has {count}, numbered from 1.")
            raise NetgovError(sentence, name=shown(name), count=len(gaps))
        return str(gaps.index[int(name) - 1])
    if name not in gaps.index:
        sentence = _("There is no gap called {name}. The nearest is {near}; all: {known}.")
        raise UnknownName.among(sentence, name, gaps.index)
    return name


def rows_behind(
    history: History, gaps: pd.DataFrame, name: str | int, lang: str | None = None
) -> pd.DataFrame:
    """Return the rows that a gap rests on: its mandates, statements and counted contacts.

    Parameters
    ----------
    history
        The study the gap was found in.
    gaps
        From `find_gaps`.
    name
        The gap: a name from the index of ``gaps``, or its place among them from 1 on.
    lang
        Language of the texts; Indonesian unless given.

    Returns
    -------
    DataFrame
        A row each: ``table``, ``file``, ``row`` (of the file), source, target, layer,
        ``year`` or years, ``text`` and ``citation``. Counted contacts tell the day and no
        case; the public view has none, and no files and rows.
    """
    gap, records, lang = gaps.loc[gap_named(gaps, name)], history.records, speak(lang).lang
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
    behind = behind.assign(citation=told)
    public = isinstance(history, ProtectedHistory)
    return behind.drop(columns=["file", "row"]) if public else behind


def _span(first: pd.Series[float], last: pd.Series[float]) -> list[str]:
    """Return spans of years as "2016–2019", blank where open."""
    spans = zip(first, last, strict=True)
    return ["–".join("" if pd.isna(year) else f"{year:.0f}" for year in span) for span in spans]


# --- what an agreement can close -----------------------------------------------------------


def agreements(gaps: pd.DataFrame, history: History) -> pd.DataFrame:
    """Return the gaps that an agreement of the city can close, the most pressing first.

    Between two bodies of which the city commands one; a unit needs none with its parent.
    """
    actors = history.records.actors
    city = set(actors.index[actors["reach"] == "city"])
    family = set(zip(actors.index, actors["parent"], strict=True))
    ends = list(zip(gaps["source"], gaps["target"], strict=True))
    apt = [
        GAP_KINDS[kind].agree != "" and bool(city & {*pair}) and not {pair, pair[::-1]} & family
        for kind, pair in zip(gaps["kind"], ends, strict=True)
    ]
    return gaps[pd.Series(apt, index=gaps.index, dtype=bool)]


def first_agreements(gaps: pd.DataFrame, history: History, count: int) -> pd.DataFrame:
    """Return the gaps to agree on first, one for each two bodies."""
    return once_a_pair(agreements(gaps, history)).head(count)


def once_a_pair(gaps: pd.DataFrame) -> pd.DataFrame:
    """Return the first gap of each two bodies."""
    pair = [frozenset(ends) for ends in zip(gaps["source"], gaps["target"], strict=True)]
    return gaps[~pd.Series(pair, index=gaps.index, dtype=object).duplicated()]
