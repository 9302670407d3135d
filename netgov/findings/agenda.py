"""What to put before a meeting of those concerned: the first agreements, one by one."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd

from netgov.errors import NetgovError, speak
from netgov.findings.duties import about_priority, between
from netgov.gaps import GAP_KINDS, find_gaps, first_agreements
from netgov.period import Period
from netgov.rules import Rules
from netgov.views import View, need_view
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
