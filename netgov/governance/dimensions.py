"""The dimensions of collaborative governance: numbers, and statements for and against."""

from __future__ import annotations

import math
from typing import Final

import pandas as pd

from netgov.errors import speak
from netgov.gaps.situation import Situation
from netgov.governance.aspects import ASPECTS, DIMENSIONS, Aspect, statements
from netgov.history import History
from netgov.period import Period
from netgov.rules import Rules
from netgov.words import LANGUAGES, Words, _

_SAID: Final = ("dimension", "aspect", "measure", "value_text", "why")


def dimensions(
    history: History, year: int | Period | None = None, rules: Rules | None = None
) -> pd.DataFrame:
    """Return what speaks to each aspect of each dimension of collaborative governance.

    Parameters
    ----------
    history
        The networks of a study. In the public view there are no lists of meetings and no
        answers, so the aspects that rest on them have no data.
    year
        A year, or a `Period`; the whole study unless given.
    rules
        Thresholds other than the usual ones.

    Returns
    -------
    pd.DataFrame
        One row for each of `ASPECTS`, indexed by dimension. ``aspect`` and ``measure`` are
        keys; ``value`` is a share from 0 to 1 or, as ``unit`` says, a count; NaN if nothing is
        on record. ``speaks_for`` and ``speaks_against`` cite the public statements that report
        contact, and that call it weak or missing; ``rows_for`` and ``rows_against`` are their
        rows in the evidence. ``data`` is False if there is neither a value nor a statement.
        ``dimension_*``, ``aspect_*``, ``measure_*``, ``value_text_*`` and ``why_*`` say it in
        both languages. Nothing is weighted or added up.

    References
    ----------
    ansell2008
    """
    period = history.asked(year)
    now = Situation.of(history, period, rules or Rules())
    spoken = [speak(lang) for lang in LANGUAGES]
    rows = [_row(now, aspect, spoken) for aspect in ASPECTS]
    index = pd.Index([aspect.dimension for aspect in ASPECTS], name="dimension")
    return pd.DataFrame(rows, index=index)


def _row(now: Situation, aspect: Aspect, spoken: list[Words]) -> dict[str, object]:
    value = aspect.number(now)
    told = statements(now, aspect)
    positive = told["strength"].isin(["present", "strong"])
    supporting, against = told[positive], told[~positive]
    return {
        "aspect": aspect.name,
        "measure": aspect.measure,
        "unit": aspect.unit,
        "value": value,
        "speaks_for": _cited(now, supporting),
        "speaks_against": _cited(now, against),
        "rows_for": " ".join(map(str, supporting.index)),
        "rows_against": " ".join(map(str, against.index)),
        "data": not (math.isnan(value) and told.empty),
        **{
            f"{part}_{words.lang}": text
            for words in spoken
            for part, text in zip(_SAID, _texts(aspect, value, words), strict=True)
        },
    }


def _cited(now: Situation, rows: pd.DataFrame) -> str:
    """Return the sources of some statements, each once."""
    return now.records.cite(" ".join(dict.fromkeys(" ".join(rows["citation"]).split())))


def _texts(aspect: Aspect, value: float, words: Words) -> tuple[str, ...]:
    labels = (DIMENSIONS[aspect.dimension], aspect.label, aspect.says)
    return (*map(words, labels), _value(aspect, value, words), words(aspect.why))


def _value(aspect: Aspect, value: float, words: Words) -> str:
    if math.isnan(value):
        return words(_("no data"))
    return words.percent(value) if aspect.unit == "share" else words.number(value, 1)
