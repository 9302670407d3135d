"""What each body receives beside what its staff can take."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from netgov.counting import contacts, distinct_cases
from netgov.history import History
from netgov.kernels.chance import counted_limits
from netgov.kernels.queueing import load, must_wait, wait, workers_needed
from netgov.period import ALL_YEARS, Period
from netgov.rules import Rules

DAYS_IN_MONTH: Final = 30.4375


def arrivals(history: History, period: Period) -> pd.Series[float]:
    """Return the distinct cases that each body receives in a period, indexed by actor.

    Counts without case numbers are as many cases, rows with neither one unknown case. Bodies
    that receive none are not named.
    """
    return distinct_cases(counted(history, period), ["target"])


def counted(history: History, period: Period) -> pd.DataFrame:
    """Return the counted contacts of a period that are no meetings."""
    return history.keep(
        ("counted", period), lambda history: contacts(history.records.signs_in(period))
    )


def months(history: History, period: Period) -> float:
    """Return how many months of a period the counted records cover.

    Between the first and last day on record; a year alone counts whole.
    """
    signs = counted(history, ALL_YEARS)
    days = signs["date"]
    if days.isna().all():
        return 0.0
    day = signs["grain"] == "day"
    first = pd.Timestamp(period.first, 1, 1)
    last = pd.Timestamp(period.last + 1, 1, 1)
    if day.all():
        last_day = signs[["date", "answered", "closed"]].max().max()
        first = max(first, days.min())
        last = min(last, last_day + pd.Timedelta(days=1))
    return max(0.0, (last - first).days / DAYS_IN_MONTH)


def capacity(
    history: History, year: int | Period | None = None, rules: Rules | None = None
) -> pd.DataFrame:
    """Return load and expected wait of each body whose staff is on record.

    Returns
    -------
    DataFrame
        Indexed by actor, in record order: ``staff``; ``capacity``, cases one worker closes in
        a month; ``cases`` received, with ``cases_low`` and ``cases_high``, exact 95 % limits of
        what gives such a count [garwood1936]; ``monthly`` of them; ``per_worker`` and month;
        ``load``, share of capacity used; ``must_wait``, the chance that a case waits, by
        Erlang's C; ``wait`` in days, not defined where arrivals reach the capacity;
        ``staff_needed`` for a load of at most `Rules.full_load`. What needs the capacity is
        not defined without.

    References
    ----------
    erlang1917, garwood1936
    """
    rules, period = rules or Rules(), history.asked(year)
    actors = history.records.actors_in(period)
    staff = pd.to_numeric(actors["staff"]).astype(float)
    span = months(history, period)
    known = actors[(staff > 0).to_numpy() & (span > 0)]
    received = arrivals(history, period).reindex(known.index).fillna(0.0)
    numbers = (staff[known.index], known["capacity"].astype(float), received)
    rows = [_row(*one, span, rules) for one in zip(*numbers, strict=True)]
    return pd.DataFrame(rows, known.index.rename("actor"), _COLUMNS)


_COLUMNS: Final = [
    *("staff", "capacity", "cases", "cases_low", "cases_high", "monthly", "per_worker"),
    *("load", "must_wait", "wait", "staff_needed"),
]


def _row(
    staff: float, pace: float, cases: float, span: float, rules: Rules
) -> dict[str, float]:
    monthly = cases / span
    low, high = counted_limits(cases)
    row = {
        "staff": staff,
        "capacity": pace,
        "cases": cases,
        "cases_low": low,
        "cases_high": high,
        "monthly": monthly,
        "per_worker": monthly / staff,
        **dict.fromkeys(("load", "must_wait", "wait", "staff_needed"), np.nan),
    }
    if pace > 0:
        row["load"] = load(monthly, staff, pace)
        row["must_wait"] = must_wait(monthly, staff, pace)
        row["wait"] = wait(monthly, staff, pace) * DAYS_IN_MONTH
        row["staff_needed"] = workers_needed(monthly, pace, rules.full_load)
    return row
