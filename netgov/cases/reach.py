"""Which services the cases of each entry point get to, and how soon."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from netgov.cases.log import OPEN, end_of_data, need_log, visits
from netgov.history import History
from netgov.kernels.survival import Curve
from netgov.period import Period
from netgov.rules import Rules
from netgov.schema import plain

HOPS: Final = (1, 2, 3)


class Arrival(NamedTuple):
    """The first arrival of a case at a body: after how many hand-overs, and how many days."""

    case: int
    body: str
    hops: int
    days: int


def services(actors: pd.DataFrame) -> dict[str, set[str]]:
    """Return the bodies that give each service, as the table of actors names them."""
    given: dict[str, set[str]] = {}
    called: dict[str, str] = {}
    for actor, cell in actors["services"].items():
        for service in filter(None, (part.strip() for part in str(cell).split(";"))):
            name = called.setdefault(plain(service), service)
            given.setdefault(name, set()).add(str(actor))
    return given


def arrivals(log: pd.DataFrame) -> Iterator[Arrival]:
    """Yield each first arrival along the real order of rows, from the first body of the case.

    It is at that body from the start. A hand-over from a body that the case has not reached
    yet carries it nowhere.
    """
    current, start, reached = -1, 0, dict[str, int]()
    days = log["date"].to_numpy().astype("datetime64[D]").astype(int)
    rows = zip(
        log["case"].tolist(), log["source"].tolist(), log["target"].tolist(), days.tolist(),
        strict=True,
    )  # fmt: skip
    for case, source, target, day in rows:
        if case != current:
            current, start, reached = case, day, {source: 0}
            yield Arrival(case, source, 0, 0)
        hops = reached.get(source)
        if hops is None:
            continue
        if target not in reached:
            reached[target] = hops + 1
            yield Arrival(case, target, hops + 1, day - start)
        elif hops + 1 < reached[target]:
            # Reached sooner and farther; the shorter chain counts, the first day stays.
            reached[target] = hops + 1
            yield Arrival(case, target, hops + 1, day - start)


def reach(
    history: History, year: int | Period | None = None, rules: Rules | None = None
) -> pd.DataFrame:
    """Return which services the cases of each entry point get to.

    Returns
    -------
    DataFrame
        Indexed by (entry, service): the body that handed a case over first, and a service of
        the table of actors. ``cases`` of the entry; ``within_1``, ``within_2``, ``within_3``:
        shares of them that get to a body giving the service within so many hand-overs;
        ``in_time``: share within `Rules.reach_days` days, cases still open before then
        censored; ``fewest``: hand-overs at least, over all ties on record, not defined where
        no chain of ties leads to the service (a service desert); ``median`` days to it.

    Raises
    ------
    NotEnoughData
        If there is no case log.
    """
    rules, period = rules or Rules(), history.asked(year)
    log = need_log(history)
    given = services(history.records.actors_in(history.whole))
    opened = log[~log["case"].duplicated()]
    asked = opened[period.holds(opened["date"])]
    first = pd.DataFrame(
        arrivals(log[log["case"].isin(asked["case"])]), columns=Arrival._fields
    )
    known = _observed(log, history, rules).reindex(asked["case"].to_numpy()).to_numpy()
    hops = _fewest(log)
    rows = {}
    for service, bodies in given.items():
        at = first[first["body"].isin(bodies)].groupby("case")[["hops", "days"]].min()
        at = at.reindex(asked["case"].to_numpy())
        at = at.set_axis(asked["source"].to_numpy()).assign(known=known)
        for entry, cases in at.groupby(at.index, sort=False):
            fewest = [hops.get((str(entry), body), math.inf) for body in bodies]
            rows[entry, service] = _row(cases, min(fewest), rules)
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=_COLUMNS)
    frame.index = pd.MultiIndex.from_tuples(rows, names=["entry", "service"])
    return frame.sort_index(level=0, sort_remaining=False, kind="stable")


_COLUMNS: Final = [
    *("cases", *(f"within_{hops}" for hops in HOPS), "in_time", "median", "fewest"),
]


def _row(cases: pd.DataFrame, fewest: float, rules: Rules) -> dict[str, float]:
    got = cases["days"].notna().to_numpy()
    waits = np.where(got, cases["days"], cases["known"])
    curve = Curve.of(waits.astype(float), got)
    within = {f"within_{h}": float((cases["hops"] <= h).mean()) for h in HOPS}
    return {
        "cases": len(cases),
        **within,
        "in_time": curve.within(rules.reach_days).value,
        "median": curve.quantile(0.5),
        "fewest": fewest if math.isfinite(fewest) else math.nan,
    }


def _observed(log: pd.DataFrame, history: History, rules: Rules) -> pd.Series[float]:
    """Return for how many days each case is on record; one that has ended, for ever."""
    first = log.groupby("case", sort=False)["date"].first()
    on_record = (end_of_data(history) - first).dt.days.astype(float)
    seen = visits(history, rules)
    open_ = (seen["fate"] == OPEN).groupby(seen["case"], sort=False).any()
    known: pd.Series[float] = on_record.where(open_.reindex(first.index), math.inf)
    return known


def _fewest(log: pd.DataFrame) -> Mapping[tuple[str, str], int]:
    """Return the fewest hand-overs between each two bodies, whatever the order of rows."""
    onward: dict[str, list[str]] = {}
    for source, target in log[["source", "target"]].drop_duplicates().to_numpy():
        onward.setdefault(source, []).append(target)
    entries = log.loc[~log["case"].duplicated(), "source"].unique()
    return {
        (entry, body): hops for entry in entries for body, hops in _hops(onward, entry).items()
    }


def _hops(onward: Mapping[str, list[str]], entry: str) -> dict[str, int]:
    found, line = {entry: 0}, [entry]
    for body in line:
        for further in onward.get(body, ()):
            if further not in found:
                found[further] = found[body] + 1
                line.append(further)
    return found
