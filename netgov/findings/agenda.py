"""What to put before a meeting of those concerned: the first agreements, one by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, TypeAlias

import pandas as pd

from netgov.errors import NetgovError, speak
from netgov.findings.duties import about_priority, between
from netgov.gaps import GAP_KINDS, find_gaps, first_agreements
from netgov.period import Period
from netgov.proof import arrow
from netgov.rules import Rules
from netgov.views import View, is_told, need_view
from netgov.words import Words, _

AGENDA: Final = (
    "gap",
    "source",
    "target",
    "bodies",
    "text",
    "note",
    "rule",
    "ask",
    "agree",
    "why",
)
COUNT: Final = 3  # so many an office can take up at once
_Link: TypeAlias = tuple[str, str] | None  # source and target; None where there is none


def agenda(
    view: View,
    year: int | Period | None = None,
    lang: str | None = None,
    *,
    count: int = COUNT,
    rules: Rules | None = None,
) -> pd.DataFrame:
    """Return what to put before a meeting: the gaps that an agreement can close.

    Parameters
    ----------
    view
        A view of a study, as `protect` or `keep_internal` makes it.
    year
        A year or `Period`; the whole study unless given.
    lang
        Language of every text; Indonesian unless given.
    count
        How many agreements at most, one for each two bodies.
    rules
        Thresholds other than the usual ones.

    Returns
    -------
    DataFrame
        Indexed by ``place``, 1 being the most pressing: ``gap``, its ``source`` and
        ``target``, ``bodies`` ("A → B"), ``text`` and ``note`` of the gap, the ``rule``
        behind it, what to ``ask`` those concerned, what to ``agree`` on, and ``why`` it comes
        first. Without rows where no agreement of the city could close a gap.

    Raises
    ------
    DisclosureError
        If the history is no view, or the period tells too little.
    """
    if count < 1:
        sentence = _("Ask for at least one row, not {value}.")
        raise NetgovError(sentence, value=count)
    words, period = speak(lang), view.asked(year)
    need_view(view, period)
    return agenda_of(find_gaps(view, period, rules), view, words, count)


def agenda_of(gaps: pd.DataFrame, view: View, words: Words, count: int = COUNT) -> pd.DataFrame:
    """Return the agenda that some gaps make."""
    first = first_agreements(gaps, view, count)
    rows = [_item(gap, view, words) for gap in first.to_dict("records")]
    places = pd.RangeIndex(1, len(rows) + 1, name="place")
    told = pd.DataFrame(rows, places, columns=list(AGENDA))
    return told.assign(gap=first.index.to_numpy())


def _item(gap: dict[Any, Any], view: View, words: Words) -> dict[str, str]:
    kind, lang = GAP_KINDS[gap["kind"]], words.lang
    labels = view[Period.of(gap["year"])].labels(lang)
    ends = {end: labels.get(gap[end], gap[end]) for end in ("source", "target")}
    return {
        "source": gap["source"],
        "target": gap["target"],
        "bodies": between(gap, view, words),
        "text": gap[f"text_{lang}"],
        "note": gap[f"note_{lang}"],
        "rule": gap[f"rule_{lang}"],
        "ask": words(kind.asks, **ends),
        "agree": words(kind.agree, **ends),
        "why": about_priority(gap, words),
    }


# --- how firm the first of them is -----------------------------------------------------------


def about_first_by_year(
    gaps: pd.DataFrame, view: View, period: Period, words: Words, rules: Rules
) -> Iterator[str]:
    """Yield in which single years the first link of a period comes first too, and which else.

    Only of years that may be told by themselves; nothing where there is one year alone.
    """
    first, by_year = _first(gaps, view), _by_year(view, period, rules)
    if first is None or not by_year:
        return
    years: dict[_Link, list[str]] = {first: []}
    for year, link in by_year.items():
        years.setdefault(link, []).append(str(year))
    same = words.together(years.pop(first))
    none = _("Year by year, the first of these links comes first in no year.")
    also = _("Year by year, the first of these links also comes first in {years}.")
    yield words(also, years=same) if same else words(none)
    labels = view[period].labels(words.lang)
    for link, others in years.items():
        sentence, told = _("In {years} no such link was found."), ""
        if link is not None:
            sentence, told = _("In {years} {link} comes first."), arrow(*link, labels)
        yield words(sentence, years=words.together(others), link=told)


def _by_year(view: View, period: Period, rules: Rules) -> Mapping[Period, _Link]:
    """Return the first link of each year that may be told, if there are several years."""
    years = [Period(year, year) for year in range(period.first, period.last + 1)]
    told = [year for year in years if len(years) > 1 and is_told(view, year)]

    def find(view: View) -> Mapping[Period, _Link]:
        return {year: _first(find_gaps(view, year, rules), view) for year in told}

    # Summary and agenda of a report both tell of it.
    return view.keep((_by_year, period, rules), find)


def _first(gaps: pd.DataFrame, view: View) -> _Link:
    """Return the two bodies of the first agreement."""
    first = first_agreements(gaps, view, 1)
    return None if first.empty else (first["source"].iloc[0], first["target"].iloc[0])
