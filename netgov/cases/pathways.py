"""All pathways of a period in one place, and what of them may be told to everybody."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from typing import Any

import pandas as pd

from netgov.cases.capacity import capacity
from netgov.cases.delays import curve, deadlines, delays, waits
from netgov.cases.log import case_log, need_log
from netgov.cases.losses import Losses, losses
from netgov.cases.meetings import attendance, coordination
from netgov.cases.reach import reach
from netgov.cases.registers import reconcile
from netgov.cases.routes import detours, routes, through
from netgov.counting import TIE
from netgov.errors import NotEnoughData, Phrase, UnknownName
from netgov.history import History, build_history
from netgov.masking import TOLD_OF, Masking
from netgov.period import Period
from netgov.rules import Rules
from netgov.views import ProtectedHistory, View, need_view
from netgov.words import _


@dataclass(frozen=True, eq=False, repr=False)
class Pathways:
    """What became of the cases of a period; each table as its function describes it.

    Attributes
    ----------
    period
        The years asked for.
    hand_overs
        Indexed by (source, target), in order of appearance: ``contacts`` and distinct
        ``cases``.
    delays
        See `delays`.
    agencies, entries
        See `Losses`.
    reach
        See `reach`.
    routes, detours
        See `routes` and `detours`.
    between
        See `through`: ``delay_betweenness``, indexed by actor.
    registers
        See `reconcile`; empty where no register is told.
    capacity
        See `capacity`; empty where no staff is on record.
    coordination, attendance
        See `coordination` and `attendance`; empty where no attendance list was read.
    loss, low, high
        Share of cases lost, and its bounds for open cases; not defined in the public view.
    note
        Why there are no losses, if there are none.
    """

    period: Period
    hand_overs: pd.DataFrame
    delays: pd.DataFrame
    agencies: pd.DataFrame
    entries: pd.DataFrame
    reach: pd.DataFrame
    routes: pd.DataFrame
    detours: pd.DataFrame
    between: pd.DataFrame
    registers: pd.DataFrame
    capacity: pd.DataFrame
    coordination: pd.DataFrame
    attendance: pd.DataFrame
    loss: float
    low: float
    high: float
    note: Phrase | None = None

    def __repr__(self) -> str:
        return f"<Pathways {self.period}: {len(self.hand_overs)} ties, loss {self.loss:.3f}>"

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """The tables that hold anything, by name."""
        named = {field.name: getattr(self, field.name) for field in fields(self)}
        return {
            name: table
            for name, table in named.items()
            if isinstance(table, pd.DataFrame) and len(table)
        }


def pathways(
    history: History, year: int | Period | None = None, rules: Rules | None = None
) -> Pathways:
    """Return what became of the cases of a year or span of years.

    Parameters
    ----------
    history
        The networks of a study whose records hold a log of numbered cases.
    year
        A year or `Period` in which the contact was sent; the whole study unless given.
    rules
        Thresholds other than the usual ones.

    Returns
    -------
    Pathways

    Raises
    ------
    NotEnoughData
        If there is no case log, as in the public view; see `public_pathways`.
    """
    rules, period = rules or Rules(), history.asked(year)
    log = need_log(history)
    log = log[period.holds(log["date"])]
    if log.empty:
        sentence = _("No case on record was handed over in {year}; choose another year.")
        raise NotEnoughData(sentence, year=str(period))
    pairs = log.groupby(["source", "target"], sort=False)["case"]
    lost = _losses(history, period, rules)
    return Pathways(
        period=period,
        hand_overs=pd.DataFrame({"contacts": pairs.size(), "cases": pairs.nunique()}),
        delays=delays(history, period),
        agencies=lost.agencies,
        entries=lost.entries,
        reach=reach(history, period, rules),
        routes=routes(history, period, rules),
        detours=detours(history, period, rules),
        between=through(history, period, rules).to_frame(),
        registers=reconcile(history.records.signs_in(period)),
        capacity=capacity(history, period, rules),
        coordination=coordination(history, period, rules),
        attendance=attendance(history, period),
        loss=lost.loss,
        low=lost.low,
        high=lost.high,
        note=lost.note,
    )


def _losses(history: History, period: Period, rules: Rules) -> Losses:
    """Return the losses, or why they cannot be told: the other tables do not need them."""
    try:
        return losses(history, period, rules)
    except NotEnoughData as few:
        none, unknown = pd.DataFrame(), float("nan")
        return Losses(none, none, unknown, unknown, unknown, few.phrase)


def public_pathways(view: ProtectedHistory, year: int | Period | None = None) -> Pathways:
    """Return what may be told to everybody of the pathways of a period: usual delays.

    ``delays`` has the ``median`` in whole days, the ``deadline``, and the share ``answered`` in
    steps of five points, of ties that are published, over at least ten cases each of which
    counts once; see `Masking.rate`. They are computed from the contacts of published ties
    alone, so that hidden ones move nothing. Losses, reach and ways are of too few cases to be
    told.

    Parameters
    ----------
    view
        From `protect`.
    year
        A year or `Period` in which the contact was sent; the whole study unless given.

    Returns
    -------
    Pathways

    Raises
    ------
    DisclosureError
        If too few ties of the period may be told.
    NotEnoughData
        If there is no case log.
    """
    period = view.asked(year)
    need_view(view, period)
    usual = usual_delays(view, period)
    none = pd.DataFrame()
    named = fields(Pathways)
    blank: dict[str, Any] = {
        field.name: none for field in named if field.type == "pd.DataFrame"
    }
    loss = dict.fromkeys(("loss", "low", "high"), float("nan"))
    return Pathways(period=period, **(blank | {"delays": usual} | loss))


def usual_delays(view: ProtectedHistory, period: Period) -> pd.DataFrame:
    """Return the medians and shares that may be told, in the order of bodies.

    Of a part of a study they are those of the whole, whose last day decides how long contacts
    without an answer have waited.

    Raises
    ------
    NotEnoughData
        If nothing was counted.
    """
    return view.keep(("usual_delays", period), lambda view: _told_delays(view, period))


def hand_down_delays(part: ProtectedHistory, period: Period, usual: pd.DataFrame) -> None:
    """Let a part of a study tell some of the usual delays of the whole."""
    part.hand_down(("usual_delays", period), usual)


def _told_delays(view: ProtectedHistory, period: Period) -> pd.DataFrame:
    told = build_history(view.told_cases)
    if not view.records.counted:
        need_log(told)
    return _usual_delays(told, view, period) if len(case_log(told)) else pd.DataFrame()


def _usual_delays(told: History, public: ProtectedHistory, period: Period) -> pd.DataFrame:
    log = waits(told, period).sort_values(["case", "date"], kind="stable")
    # One wait a case, so that none counts for many.
    first = log.drop_duplicates([*TIE, "case"])
    limits = deadlines(told, period)
    rows = [
        (*tie, *_told_of(cases, limits.get(tie, math.nan), public.masking))
        for tie, cases in first.groupby(TIE, sort=False)
    ]
    names = ["median", "deadline", "answered"]
    usual = pd.DataFrame(rows, columns=[*TIE, *names]).set_index(TIE)
    usual = usual[usual["median"].notna()]
    ordered = public[period].ties.index
    return usual.loc[ordered[ordered.isin(usual.index)]]


def _told_of(cases: pd.DataFrame, deadline: float, masking: Masking) -> tuple[float, ...]:
    """Return the median that may be told of a tie, its deadline, and the share answered."""
    answered = cases["observed"] | cases["undated"]
    return _usual(cases, masking), deadline, masking.rate(int(answered.sum()), len(cases))


def _usual(cases: pd.DataFrame, masking: Masking) -> float:
    """Return the median wait in whole days, NaN where few cases decide what it is."""
    known = cases[~cases["undated"]]
    median = curve(known).quantile(0.5)
    ended, few = known["observed"], masking.rules.mask_below
    before, after = known["days"] <= median, known["days"] >= median
    enough = ended.sum() >= TOLD_OF and min((ended & before).sum(), after.sum()) >= few
    return round(median) if enough else math.nan


def pathways_for(view: View, period: Period, rules: Rules | None = None) -> Pathways:
    """Return the pathways of a period as the office, or as everybody, may see them."""
    if isinstance(view, ProtectedHistory):
        return public_pathways(view, period)
    return pathways(view, period, rules)


def chosen_tables(found: Pathways, name: str | None) -> dict[str, pd.DataFrame]:
    """Return all tables that hold anything, or the one of a name.

    Raises
    ------
    UnknownName
        If there is no such table.
    NotEnoughData
        If no table holds anything.
    """
    if not found.tables:
        sentence = _(
            "Nothing of this may be told: a median needs ten cases of one published tie."
        )
        raise NotEnoughData(sentence)
    if name is None or name in found.tables:
        return {name: found.tables[name]} if name else found.tables
    sentence = _("There is no table called {name}. The nearest is {near}; all: {known}.")
    raise UnknownName.among(sentence, name, found.tables)
