"""All pathways of a period in one place, and what of them may be told to everybody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from itertools import pairwise

import pandas as pd

from netgov.cases.capacity import capacity
from netgov.cases.delays import delays
from netgov.cases.log import in_period, need_log
from netgov.cases.losses import Losses, losses
from netgov.cases.meetings import attendance, congruence, coordination
from netgov.cases.reach import HOPS, reach
from netgov.cases.registers import ASSUMPTIONS, reconcile
from netgov.cases.routes import detours, routes, through
from netgov.errors import Phrase, UnknownName
from netgov.history import History
from netgov.period import Period
from netgov.privacy import ProtectedHistory, protect, told_days, told_share
from netgov.rules import Rules
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
    rules, period = rules or Rules(), Period.of(history.whole if year is None else year)
    log = need_log(history)
    pairs = log[in_period(log, period)].groupby(["source", "target"], sort=False)["case"]
    lost: Losses = losses(history, period, rules)
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
    )


def public_pathways(
    history: History,
    public: ProtectedHistory,
    year: int | Period | None = None,
    rules: Rules | None = None,
) -> Pathways:
    """Return what may be told to everybody of the pathways of a period.

    Medians in whole days and shares in steps of five points, over at least
    `Rules.min_referrals` cases and where neither the share nor its rest speaks of few; of
    published ties alone. Counts, extremes, limits and what a model makes of single cases
    stay in the office.
    """
    rules = rules or public.rules
    found = pathways(history, year, rules)
    told = public[found.period].ties
    open_ties = told.index[(told["hidden"] == 0) & (told["cases"] >= rules.min_referrals)]
    pairs = open_ties.to_frame(index=False).set_index(["source", "target"]).index
    shown = found.delays[found.delays.index.isin(open_ties)]
    none = found.agencies.head(0)
    return Pathways(
        period=found.period,
        hand_overs=none,
        delays=_told_delays(shown, rules),
        agencies=_told_losses(found.agencies, public, found.period, rules),
        entries=none,
        reach=_told_reach(found.reach, public, found.period, rules),
        routes=_known(found.routes.drop(columns="hand_overs"), pairs),
        detours=_known(found.detours.drop(columns="hand_overs"), pairs),
        between=none,
        registers=none,
        capacity=none,
        coordination=none,
        attendance=none,
        loss=float("nan"),
        low=float("nan"),
        high=float("nan"),
    )


def _told_delays(delays_: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    answered = delays_["contacts"] - delays_["undated"]
    within = (delays_["within"] * answered).round()
    return pd.DataFrame(
        {
            "median": told_days(delays_["median"], answered, rules),
            "deadline": delays_["deadline"],
            "within": told_share(within, answered, rules),
        }
    )


def _told_losses(
    agencies: pd.DataFrame, public: ProtectedHistory, period: Period, rules: Rules
) -> pd.DataFrame:
    named = agencies[agencies.index.isin(public[period].actors.index)]
    ended = named["received"] - named["open"]
    share = told_share(named["lost"], ended, rules)
    return share.dropna().rename("share").to_frame()


def _told_reach(
    reach_: pd.DataFrame, public: ProtectedHistory, period: Period, rules: Rules
) -> pd.DataFrame:
    entries = reach_.index.get_level_values("entry")
    named = reach_[entries.isin(public[period].actors.index)]
    shares = {
        f"within_{hops}": told_share(
            (named[f"within_{hops}"] * named["cases"]).round(), named["cases"], rules
        )
        for hops in HOPS
    }
    return pd.DataFrame({**shares, "fewest": named["fewest"]}).dropna(
        how="all", subset=[*shares]
    )


def _known(ways: pd.DataFrame, pairs: pd.Index) -> pd.DataFrame:
    """Return the ways that run over published ties alone."""
    steps = ways["chain"].map(lambda chain: chain.split(" > "))
    known = [all(pair in pairs for pair in pairwise(line)) for line in steps]
    return ways[pd.Series(known, index=ways.index, dtype=bool)]


def pathways_for(history: History, period: Period, *, internal: bool) -> Pathways:
    """Return the pathways of a period as the office, or as everybody, may see them."""
    if internal:
        return pathways(history, period)
    return public_pathways(history, protect(history), period)


def chosen_tables(found: Pathways, name: str | None) -> dict[str, pd.DataFrame]:
    """Return all tables that hold anything, or the one of a name.

    Raises
    ------
    UnknownName
        If there is no such table.
    """
    if name is None or name in found.tables:
        return {name: found.tables[name]} if name else found.tables
    sentence = _("There is no table called {name}. The nearest is {near}; all: {known}.")
    raise UnknownName.among(sentence, name, found.tables)


def about_pathways(found: Pathways, *, internal: bool) -> Iterator[Phrase]:
    """Yield what the numbers of pathways rest on, and what they cannot say."""
    if internal:
        yield Phrase(
            _(
                "Share of cases without a further step on record: {loss} (from {low} if all "
                "open ones are resolved to {high} if none is)."
            ),
            loss=f"{found.loss:.1%}",
            low=f"{found.low:.1%}",
            high=f"{found.high:.1%}",
        )
    else:
        yield Phrase(
            _(
                "Shares and medians of published ties alone, rounded; all others are for the "
                "office: --audience internal."
            )
        )
    if len(found.registers):
        yield from map(Phrase, ASSUMPTIONS)
    if len(found.coordination):
        sentence = _("Share of referrals between bodies that also meet: {share}.")
        yield Phrase(sentence, share=f"{congruence(found.coordination):.0%}")
