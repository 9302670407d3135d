"""The quickest chains of ties, by the time in which each usually answers."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from netgov.cases.delays import curves, waits
from netgov.cases.log import need_log
from netgov.cases.reach import services
from netgov.history import History
from netgov.kernels.betweenness import betweenness
from netgov.kernels.distances import exact_distances
from netgov.period import Period
from netgov.rules import Rules


class _Map(NamedTuple):
    """Bodies, the length of the ties between them, and the quickest chains."""

    names: pd.Index
    lengths: csr_array
    days: np.ndarray
    before: np.ndarray

    def chain(self, start: int, end: int) -> list[str]:
        """Return the bodies of the quickest chain."""
        line = [end]
        while line[-1] != start:
            line.append(int(self.before[start, line[-1]]))
        return [str(self.names[place]) for place in reversed(line)]


def _map(history: History, period: Period, rules: Rules) -> _Map:
    """Return the map of a period, drawn once."""
    key = ("map", period, rules)
    return history.keep(key, lambda history: _drawn(history, period, rules))


def _drawn(history: History, period: Period, rules: Rules) -> _Map:
    """Return the map of the ties with enough contacts and a defined median delay.

    Ties answered on the same day have no length; so that no chain runs in a circle, of chains
    equally long the one with fewer such ties counts as the quicker.
    """
    rows = waits(history, period)
    known = {
        pair: days
        for pair, told in curves(rows, ["source", "target"]).items()
        if told.total >= rules.min_referrals and not math.isnan(days := told.quantile(0.5))
    }
    names = pd.Index(pd.unique(rows[["source", "target"]].to_numpy().ravel()), name="actor")
    ends = [names.get_indexer([pair[end] for pair in known]) for end in (0, 1)]
    whole = np.array([_length(days, len(names)) for days in known.values()], dtype=float)
    lengths = csr_array((whole, ends), shape=(len(names),) * 2)
    days, before = dijkstra(lengths, return_predecessors=True)
    return _Map(names, lengths, np.floor(days / (len(names) + 1)), before)


def _length(days: float, actors: int) -> int:
    """Return days in units of which a chain of all bodies adds less than one day."""
    return int(days) * (actors + 1) + (days == 0)


def routes(
    history: History, year: int | Period | None = None, rules: Rules | None = None
) -> pd.DataFrame:
    """Return the quickest chain from each entry point to each service.

    A tie is as long as its median delay; ties of fewer than `Rules.min_referrals` contacts
    are not used.

    Returns
    -------
    DataFrame
        Indexed by (entry, service): ``days``, ``hand_overs`` and ``chain``, the bodies parted
        by " > ". Without a chain of such ties there is no row.

    Raises
    ------
    NotEnoughData
        If there is no case log.

    References
    ----------
    dijkstra1959
    """
    rules, period = rules or Rules(), history.asked(year)
    log = need_log(history)
    found = _map(history, period, rules)
    entries = log.loc[~log["case"].duplicated(), "source"].unique()
    given = services(history.records.actors_in(period))
    rows = {}
    for start, entry in zip(
        found.names.get_indexer(pd.Index(entries)).tolist(), entries, strict=True
    ):
        for service, bodies in given.items():
            ends = [
                at
                for at in found.names.get_indexer(pd.Index(sorted(bodies))).tolist()
                if at >= 0
            ]
            near = [at for at in ends if start >= 0 and at != start]
            near = [at for at in near if math.isfinite(found.days[start, at])]
            if near:
                end = min(near, key=lambda at: found.days[start, at])
                rows[entry, service] = _route(found, start, end)
    return _indexed(rows, ["entry", "service"], ["days", "hand_overs", "chain"])


def detours(
    history: History, year: int | Period | None = None, rules: Rules | None = None
) -> pd.DataFrame:
    """Return the ties that a chain by way of others outruns.

    Returns
    -------
    DataFrame
        Indexed by (source, target): ``direct``, median days of the tie itself; ``days``,
        ``hand_overs`` and ``chain`` of the quickest way round.
    """
    rules, period = rules or Rules(), history.asked(year)
    found = _map(history, period, rules)
    rows = {}
    ties = found.lengths.tocoo()
    for start, end, length in zip(*ties.coords, ties.data, strict=True):
        direct = length // (len(found.names) + 1)
        if found.days[start, end] < direct:
            pair = found.names[start], found.names[end]
            rows[pair] = {"direct": direct} | _route(found, start, end)
    columns = ["direct", "days", "hand_overs", "chain"]
    return _indexed(rows, ["source", "target"], columns)


def through(
    history: History, year: int | Period | None = None, rules: Rules | None = None
) -> pd.Series[float]:
    """Return the share of quickest chains that run through each body, tied chains shared.

    Returns
    -------
    Series
        ``delay_betweenness``, indexed by actor: of the ordered pairs of others that a chain
        of ties joins. Not defined where there are none.

    References
    ----------
    brandes2001
    """
    rules, period = rules or Rules(), history.asked(year)
    found = _map(history, period, rules)
    exact = exact_distances(Fraction(1, int(length)) for length in found.lengths.data)
    joined = np.isfinite(found.days) & ~np.eye(len(found.names), dtype=bool)
    pairs = joined.sum() - joined.sum(axis=0) - joined.sum(axis=1)
    scores = betweenness(found.lengths, exact).actors
    share = np.divide(scores, pairs, out=np.full(len(pairs), np.nan), where=pairs > 0)
    return pd.Series(share, found.names, name="delay_betweenness")


def _route(found: _Map, start: int, end: int) -> dict[str, object]:
    chain = found.chain(start, end)
    return {
        "days": found.days[start, end],
        "hand_overs": len(chain) - 1,
        "chain": " > ".join(chain),
    }


def _indexed(
    rows: dict[tuple[str, str], dict[str, object]], names: list[str], columns: list[str]
) -> pd.DataFrame:
    frame = pd.DataFrame(list(rows.values()), columns=columns)
    ends = [[pair[end] for pair in rows] for end in (0, 1)]
    frame.index = pd.MultiIndex.from_arrays(ends, names=names)
    return frame
