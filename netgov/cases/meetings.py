"""Who meets whom, beside who refers to whom."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from netgov.cases.capacity import counted
from netgov.history import History
from netgov.period import Period
from netgov.rules import Rules

_PAIR: Final = ["actor", "other"]


def attended(history: History, period: Period) -> pd.DataFrame:
    """Return one row for each body at each meeting of a period of at least two bodies."""
    meetings = history.records.meetings
    if meetings.empty:
        return meetings
    years = period.holds(meetings["date"])
    lists: pd.DataFrame = meetings[years & (meetings["size"] > 1)]
    return lists


def coordination(
    history: History, year: int | Period | None = None, rules: Rules | None = None
) -> pd.DataFrame:
    """Return the pairs that meet or refer, and how the two agree.

    A joint list is no proof of talk: the pair attended together.

    Returns
    -------
    DataFrame
        Indexed by (actor, other), each pair once, in record order of the bodies: ``meetings``
        attended together; ``weight``, a meeting of k bodies counting s·s/(k - 1) with s 1
        for a head and `Rules.stand_in` for a stand-in; ``stood_in``, share of their joint
        attendances by a stand-in; ``referrals`` both ways together; ``finding``: `NEVER_MEET`
        (at least `Rules.min_cases` referrals and no joint meeting, both being single bodies),
        `NEVER_REFER` (as many meetings and no referral), else blank. Empty without attendance
        lists of the period.

    References
    ----------
    newman2001
    """
    rules, period = rules or Rules(), history.asked(year)
    rows = history.records.actors_in(period)
    actors = rows.index
    lists = attended(history, period)
    if lists.empty:
        return pd.DataFrame(
            columns=_COLUMNS, index=pd.MultiIndex.from_arrays([[], []], names=_PAIR)
        )
    pairs = _together(lists, actors, rules)
    sent = _referred(history, period, actors)
    frame = pairs.join(sent, how="outer").fillna({"meetings": 0, "weight": 0.0, "referrals": 0})
    # A body that stands for many cannot attend as one.
    many = set(rows.index[rows["aggregate"] == "yes"])
    single = pd.Series([not many & {*pair} for pair in frame.index], frame.index, dtype=bool)
    busy = (frame["referrals"] >= rules.min_cases) & (frame["meetings"] == 0) & single
    meet = (frame["meetings"] >= rules.min_cases) & (frame["referrals"] == 0)
    finding = pd.Series("", frame.index).mask(busy, NEVER_MEET).mask(meet, NEVER_REFER)
    order = pd.MultiIndex.from_product([actors, actors], names=_PAIR)
    return frame.assign(finding=finding).reindex(order[order.isin(frame.index)])[_COLUMNS]


NEVER_MEET: Final = "busy, never meet"
NEVER_REFER: Final = "meet, never refer"
_COLUMNS: Final = ["meetings", "weight", "stood_in", "referrals", "finding"]


def _together(lists: pd.DataFrame, actors: pd.Index, rules: Rules) -> pd.DataFrame:
    """Return meetings, weight and stand-ins of each pair, the first in record order first."""
    stood = (lists["stand_in"] == "yes").astype(float)
    rows = lists[["date", "event", "actor", "size"]].assign(
        stood=stood, share=stood.map({1.0: rules.stand_in, 0.0: 1.0})
    )
    both = rows.merge(rows, on=["date", "event"], suffixes=("", "_to"))
    at = [actors.get_indexer(pd.Index(both[end])) for end in ("actor", "actor_to")]
    both = both[(at[0] >= 0) & (at[0] < at[1])]
    both = both.assign(
        weight=both["share"] * both["share_to"] / (both["size"] - 1),
        stood_in=(both["stood"] + both["stood_to"]) / 2,
    )
    groups = both.groupby([both["actor"], both["actor_to"].rename("other")], sort=False)
    found = groups.agg(weight=("weight", "sum"), stood_in=("stood_in", "mean"))
    return found.assign(meetings=groups.size())


def _referred(history: History, period: Period, actors: pd.Index) -> pd.Series[float]:
    """Return the contacts of each pair, both ways together."""
    signs = counted(history, period)
    sent = signs.groupby(["source", "target"], sort=False)["weight"].sum()
    at = [actors.get_indexer(sent.index.get_level_values(end)) for end in (0, 1)]
    ends = [actors[np.minimum(*at)], actors[np.maximum(*at)]]
    both = pd.MultiIndex.from_arrays(ends, names=_PAIR)
    return pd.Series(sent.to_numpy(), both, name="referrals").groupby(_PAIR).sum()


def congruence(pairs: pd.DataFrame) -> float:
    """Return the share of referrals that run between bodies which also meet."""
    total = float(pairs["referrals"].sum())
    met = float(pairs.loc[pairs["meetings"] > 0, "referrals"].sum())
    return met / total if total else float("nan")


def attendance(history: History, year: int | Period | None = None) -> pd.DataFrame:
    """Return how often each body attends, and how often it sends a stand-in.

    Returns
    -------
    DataFrame
        Indexed by (actor, year): meetings ``attended`` and ``stood_in``, the share of them at
        which it was represented.
    """
    period = history.asked(year)
    lists = attended(history, period)
    if lists.empty:
        return pd.DataFrame(columns=["attended", "stood_in"])
    years = lists["date"].dt.year.astype(str).rename("year")
    groups = (lists["stand_in"] == "yes").groupby([lists["actor"], years])
    return pd.DataFrame({"attended": groups.size(), "stood_in": groups.mean()})
