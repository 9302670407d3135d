"""How long a contact waits for its answer and its end."""

from __future__ import annotations

import math
from typing import Any, Final

import pandas as pd

from netgov.cases.log import end_of_data, need_log
from netgov.counting import TIE
from netgov.history import History
from netgov.kernels.survival import NOBODY, Curve
from netgov.period import Period

# An answer of this standing was given, though its day may not be on record.
_ANSWERED: Final = ("accepted", "in progress", "completed", "rejected")
_CLOSED: Final = ("completed", "rejected")


def waits(history: History, period: Period, event: str = "answered") -> pd.DataFrame:
    """Return how long each contact of a period waited for its answer or its end.

    Returns
    -------
    DataFrame
        Rows of `case_log` with ``days`` and ``observed``: whether the wait ended; else it
        lasts to the end of data at least. Contacts that were answered on a day that is not
        on record are left out, since neither holds of them.
    """
    log = need_log(history)
    log = log[period.holds(log["date"])]
    observed = log[event].notna()
    stands = _ANSWERED if event == "answered" else _CLOSED
    undated = ~observed & log["status"].isin(stands)
    if event == "answered":
        # Who closes has answered; a log without days of answers tells nothing of them.
        undated |= ~observed & log["closed"].notna()
    undated |= ~observed & (log["outcome"] != "")
    until = log[event].fillna(end_of_data(history))
    days = (until - log["date"]).dt.days.astype(float)
    waited: pd.DataFrame = log.assign(days=days, observed=observed, undated=undated)
    return waited


def curve(rows: pd.DataFrame) -> Curve:
    """Return the curve of some waits; those of unknown length are left out."""
    rows = rows[~rows["undated"]]
    return Curve.of(rows["days"].to_numpy(float), rows["observed"].to_numpy(bool))


def curves(rows: pd.DataFrame, by: list[str]) -> dict[Any, Curve]:
    """Return the curve of each group of waits."""
    known = rows[~rows["undated"]]
    days, observed = known["days"].to_numpy(float), known["observed"].to_numpy(bool)
    places = known.groupby(by, sort=False).indices
    return {group: Curve.of(days[at], observed[at]) for group, at in places.items()}


def delays(history: History, year: int | Period | None = None) -> pd.DataFrame:
    """Return the delays of each tie, open contacts counted as long as they wait.

    Parameters
    ----------
    history
        The networks of a study whose records hold a case log.
    year
        A year or `Period` in which the contact was sent; the whole study unless given.

    Returns
    -------
    DataFrame
        Indexed by (source, target, layer), in order of appearance: ``contacts``, ``open``
        (not answered yet), ``undated`` (answered on a day not on record; left out);
        ``median`` and ``ninth`` (90th percentile) in days to the answer, ``longest`` wait on
        record; ``closed_median`` in days to the end; ``deadline`` in days where a duty in
        force states one, and ``within``, the share answered by then, with its 95 % limits
        ``low`` and ``high``. A median is not defined where less than half was answered.

    Raises
    ------
    NotEnoughData
        If there is no log of numbered cases.

    References
    ----------
    kaplan1958
    """
    period = history.asked(year)
    answers, ends = waits(history, period), waits(history, period, "closed")
    ties = answers.assign(open=~answers["observed"] & ~answers["undated"])
    groups = ties.groupby(TIE, sort=False)
    table = pd.DataFrame(
        {
            "contacts": groups.size(),
            "open": groups["open"].sum(),
            "undated": groups["undated"].sum(),
        }
    )
    known = deadlines(history, period)
    limits = [known.get(tie, math.nan) for tie in table.index]
    answered, closed = curves(answers, TIE), curves(ends, TIE)
    found = [
        _told(answered.get(tie, NOBODY), closed.get(tie, NOBODY), limit)
        for tie, limit in zip(table.index, limits, strict=True)
    ]
    return table.join(pd.DataFrame(found, table.index, _TOLD))


_TOLD: Final = [
    *("median", "ninth", "longest", "closed_median", "deadline", "within", "low", "high"),
]


def _told(answer: Curve, closing: Curve, limit: float) -> list[float]:
    return [
        answer.quantile(0.5),
        answer.quantile(0.9),
        answer.last,
        closing.quantile(0.5),
        limit,
        *answer.within(limit),
    ]


def deadlines(history: History, period: Period) -> dict[Any, float]:
    """Return the shortest deadline in days of each tie for which a duty in force has one."""
    mandates = history.records.duties
    binding = period.touches(mandates["in_force_from"], mandates["in_force_to"])
    must = (mandates["kind"] == "must") & mandates["in_force_from"].notna()
    timed = mandates[binding & must & mandates["days"].notna()]
    return dict(timed.groupby(TIE, sort=False)["days"].min().astype(float).items())
