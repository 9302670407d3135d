"""How much hangs on single sources: each left out in turn, and everything measured again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd

from netgov.counting import TIE
from netgov.errors import NotEnoughData
from netgov.history import History
from netgov.inference.asked import can_be_compared
from netgov.kernels.ranks import from_the_top
from netgov.measures import measure
from netgov.measures.registry import find
from netgov.network import Network
from netgov.period import Period
from netgov.records import cited
from netgov.words import _

#: The first three are what a reader remembers of a ranking.
_TOP: Final = 3
# Changes that are smaller than this part of a value are those of rounding.
_SAME: Final = 1e-9


def drop_sources(history: History, measures: Sequence[str], period: Period) -> pd.DataFrame:
    """Return how far measures of actors move when one source after the other is left out.

    Statements are not drawn from anything that could be drawn anew: what was sampled are the
    sources. A source that is left out takes the statements with it that cite nothing else; a
    statement of several sources stays, and so does all that was counted. The bodies stay.

    Parameters
    ----------
    history
        The networks of a study.
    measures
        Names of measures of actors, or of parts of them.
    period
        The years.

    Returns
    -------
    DataFrame
        Indexed by (measure, actor). ``value`` with all sources; ``low`` and ``high``, the
        least and the most it is with all or without any one; ``rank``, 1 for the largest,
        equal ones sharing the best rank; ``rank_low`` and ``rank_high``, its best and its
        worst rank; ``top``, the share of the sources left out without which it ranks among
        the first three; ``citation``, the source whose loss moves the value most, the first
        of several, blank if none does. A body that stands for many has no rank. The limits
        are no intervals of chance.

    Raises
    ------
    NotEnoughData
        If no tie of the period rests on a source that is cited, or a measure is not one of
        actors.
    UnknownName
        If there is no such measure.
    """
    _need_of_actors(measures)
    net = history[period]
    lost = _lost_without(history.records.signs_in(period), net.ties.index)
    if not lost:
        sentence = _(
            "No statement of {year} cites a source, so none can be left out; add the column "
            "citation, such as [1], to evidence.csv."
        )
        raise NotEnoughData(sentence, year=str(period))
    observed = measure(net, *measures)
    drops = np.array([_without(net, ties, measures, observed) for ties in lost.values()])
    compared = can_be_compared(net)
    frames = {
        name: _table(observed[name].to_numpy(float), drops[:, :, turn], list(lost), compared)
        for turn, name in enumerate(observed)
    }
    return pd.concat(
        {name: frame.set_axis(net.actors.index) for name, frame in frames.items()},
        names=["measure", net.actors.index.name],
    )


def _need_of_actors(measures: Iterable[str]) -> None:
    for name in measures:
        card, _columns = find(name)
        if card.of != "actor":
            sentence = _(
                "{name} is not a measure of actors; only those are followed from source to "
                "source."
            )
            raise NotEnoughData(sentence, name=name)


def _lost_without(signs: pd.DataFrame, ties: pd.Index[Any]) -> Mapping[int, np.ndarray]:
    """Return by number of source which ties are gone without it."""
    signs = signs[signs["strength"] != "absent"]
    told = {text: frozenset(cited(text)) for text in signs["citation"].unique()}
    sources = signs["citation"].map(told)
    at = ties.get_indexer(pd.MultiIndex.from_frame(signs[TIE]))
    held = np.bincount(at, minlength=len(ties))
    lost = {}
    for source in sorted(frozenset().union(*told.values())):
        falls = at[(sources == frozenset([source])).to_numpy()]
        lost[source] = (held > 0) & (np.bincount(falls, minlength=len(ties)) == held)
    return lost


def _without(
    net: Network, lost: np.ndarray, measures: Sequence[str], observed: pd.DataFrame
) -> np.ndarray:
    """Return the measures of a network without some of its ties."""
    if not lost.any():
        return observed.to_numpy(float)
    rest = Network(net.actors, net.ties[~lost], net.groups, net.label)
    return measure(rest, *measures).to_numpy(float)


def _table(
    observed: np.ndarray, drops: np.ndarray, sources: Sequence[int], compared: np.ndarray
) -> pd.DataFrame:
    """Return what becomes of one measure; one row of ``drops`` a source left out."""
    every = np.vstack([observed, drops])
    ranks = np.full(every.shape, np.nan)
    ranks[:, compared] = from_the_top(every[:, compared])
    return pd.DataFrame(
        {
            "value": observed,
            "low": np.fmin.reduce(every),
            "high": np.fmax.reduce(every),
            "rank": ranks[0],
            "rank_low": ranks.min(axis=0),
            "rank_high": ranks.max(axis=0),
            "top": np.where(compared, (ranks[1:] <= _TOP).mean(axis=0), np.nan),
            "citation": _moving_most(observed, drops, sources),
        }
    )


def _moving_most(observed: np.ndarray, drops: np.ndarray, sources: Sequence[int]) -> list[str]:
    """Return the source without which each value changes most, as tables cite it."""
    moved = np.abs(drops - observed)
    # To be defined no longer, or only then, is more than any change.
    moved[np.isnan(drops) != np.isnan(observed)] = np.inf
    moved = np.nan_to_num(moved, nan=0.0, posinf=np.inf)
    most = moved.max(axis=0)
    first = (moved >= most * (1 - _SAME)).argmax(axis=0)
    told = most > _SAME * np.maximum(1.0, np.abs(np.nan_to_num(observed)))
    return [f"[{sources[at]}]" if there else "" for at, there in zip(first, told, strict=True)]
