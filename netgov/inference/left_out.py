"""How much hangs on single sources: each left out in turn, and everything measured again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd

from netgov.counting import TIE
from netgov.errors import NotEnoughData
from netgov.history import History, need_history
from netgov.inference.columns import columns_of, rank_limits
from netgov.inference.limits import COLUMNS, Bootstrap
from netgov.inference.result import Tell, silent
from netgov.measures import measure, view
from netgov.network import Network
from netgov.period import Period
from netgov.records import cited
from netgov.words import _

# Changes that are smaller than this part of a value are those of rounding.
_SAME: Final = 1e-9


def drop_sources(
    history: History,
    measures: str | Sequence[str] = (),
    *,
    year: int | str | Period | None = None,
    layer: str | None = None,
    level: str = "unit",
    top: int = 3,
    tell: Tell = silent,
) -> Bootstrap:
    """Return how far measures of actors move when one source after the other is left out.

    Statements are not drawn from anything that could be drawn anew: what was sampled are the
    sources. A source that is left out takes the statements with it that cite nothing else; a
    statement of several sources stays, and so does all that was counted. The bodies stay.

    Parameters
    ----------
    history
        The networks of a study.
    measures
        Names of measures of actors, or of parts of them; the centralities unless given.
    year
        A year or span of years; the whole study unless given.
    layer, level
        As in `view`.
    top
        Among how many of the first ``top`` counts.
    tell
        Called with 1 for each source that was left out.

    Returns
    -------
    Bootstrap
        By "source". ``low`` and ``high``, ``rank_low``, ``rank_high`` and ``top`` are over all
        sources and each left out; ``citation`` is the source whose loss moves the value most,
        the first of several, blank if none does. The limits are no intervals of chance.

    Raises
    ------
    NotEnoughData
        If no tie of the period rests on a source that is cited, or a measure is not one of
        actors.
    UnknownName
        If there is no such measure, layer or level.
    """
    history = need_history(history)
    period = history.within(year)
    recorded = view(history[period], layer=layer)
    net = view(recorded, level=level)
    columns = list(columns_of(net, measures, ["actor"]))
    lost = _lost_without(history.records.signs_in(period), recorded.ties.index)
    if not lost:
        sentence = _(
            "No statement of {year} cites a source, so none can be left out; add the column "
            "citation, such as [1], to evidence.csv."
        )
        raise NotEnoughData(sentence, year=str(period))
    observed = measure(net, *columns)
    drops = []
    for ties in lost.values():
        rest = Network(recorded.actors, recorded.ties[~ties], recorded.groups, recorded.label)
        drops.append(measure(view(rest, level=level), *columns).to_numpy(float))
        tell(1)
    frames = {
        name: _table(net, observed[name].to_numpy(float), values, list(lost), top)
        for name, values in zip(columns, np.array(drops).transpose(2, 0, 1), strict=True)
    }
    table = pd.concat(frames, names=["measure", net.actors.index.name])
    return Bootstrap(unit="source", units=len(lost), times=0, seed=0, table=table)


def _lost_without(signs: pd.DataFrame, ties: pd.Index[Any]) -> Mapping[int, np.ndarray]:
    """Return by number of source which ties are gone without it."""
    signs = signs[signs["strength"] != "absent"]
    signs = signs[pd.MultiIndex.from_frame(signs[TIE]).isin(ties)]
    told = {text: frozenset(cited(text)) for text in signs["citation"].unique()}
    sources = signs["citation"].map(told)
    at = ties.get_indexer(pd.MultiIndex.from_frame(signs[TIE]))
    held = np.bincount(at, minlength=len(ties))
    lost = {}
    for source in sorted(frozenset().union(*told.values())):
        falls = at[(sources == frozenset([source])).to_numpy()]
        lost[source] = (held > 0) & (np.bincount(falls, minlength=len(ties)) == held)
    return lost


def _table(
    net: Network, observed: np.ndarray, drops: np.ndarray, sources: Sequence[int], top: int
) -> pd.DataFrame:
    """Return what becomes of one measure; one row of ``drops`` a source left out."""
    every = np.vstack([observed, drops])
    columns = {
        "value": observed,
        "low": np.fmin.reduce(every),
        "high": np.fmax.reduce(every),
    }
    frame = pd.DataFrame(columns, index=net.actors.index)
    moving = _moving_most(observed, drops, sources)
    frame = frame.join(rank_limits(net, observed, every, top=top)).assign(citation=moving)
    return frame.reindex(columns=list(COLUMNS))


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
