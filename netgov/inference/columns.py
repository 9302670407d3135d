"""The measures that are asked for, and what each gives of many draws of weights."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd

from netgov.errors import NotEnoughData
from netgov.inference.result import Tell, silent
from netgov.kernels.ranks import from_the_top
from netgov.measures import measure_many
from netgov.measures.registry import Measure, find, suiting
from netgov.network import Network, need_network
from netgov.words import _

#: Families of the measures that say who is central.
_CENTRALITIES: Final = ("degree", "paths", "influence")
#: They put actors into groups, of which one is not more than another.
_NAMES_GROUPS: Final = ("community", "communities")
#: So many draws are measured at a time, to bound the memory and to tell how far they are.
_BLOCK: Final = 128


_REFUSALS: Final[Mapping[tuple[str, ...], str]] = {
    ("actor", "network"): _(
        "{name} is not a measure of actors or the network; draws are not for it."
    ),
    ("actor",): _("{name} is not a measure of actors; only these have ranks."),
    ("network",): _(
        "{name} is not a measure of the network; where actors themselves are drawn, only the "
        "whole can be measured. Choose a measure of the network."
    ),
}


class Column(NamedTuple):
    """A measure, or a part of one."""

    card: Measure
    part: int


def columns_of(
    net: Network, names: str | Sequence[str], kinds: Sequence[str] = ("actor", "network")
) -> dict[str, Column]:
    """Return the measures asked for by the column they make; the centralities unless any is.

    Raises
    ------
    UnknownName
        If there is no such measure.
    NotEnoughData
        If a measure is not of one of the kinds, or its values are names.
    """
    need_network(net)
    names = named(names)
    asked = [find(name) for name in names] or [
        (card, card.columns) for card in suiting(net, "actor") if card.family in _CENTRALITIES
    ]
    for card, _wanted in asked:
        _need_amounts(card, kinds)
    return {
        column: Column(card, card.columns.index(column))
        for card, wanted in asked
        for column in wanted
    }


def named(measures: object) -> list[Any]:
    """Return the measures asked for as a list, whether one or several were named."""
    if isinstance(measures, str) or not isinstance(measures, Iterable):
        return [measures]
    return list(measures)


def _need_amounts(card: Measure, kinds: Sequence[str]) -> None:
    if card.of not in kinds:
        raise NotEnoughData(_REFUSALS[tuple(kinds)], name=card.name)
    if card.name in _NAMES_GROUPS:
        sentence = _("{name} names groups; names have no limits. Choose a measure of amounts.")
        raise NotEnoughData(sentence, name=card.name)


def turns(times: int, most: int = _BLOCK) -> Iterator[int]:
    """Yield how many of so many draws to make at once, so that memory stays bounded."""
    for first in range(0, times, most):
        yield min(most, times - first)


def measured(
    net: Network,
    columns: Mapping[str, Column],
    blocks: Iterable[np.ndarray],
    tell: Tell = silent,
) -> dict[str, np.ndarray]:
    """Return each measure of draws of weights, given in blocks: one row a draw."""
    found: dict[str, list[np.ndarray]] = {name: [] for name in columns}
    cards = dict.fromkeys(column.card.name for column in columns.values())
    for weights in blocks:
        values = {name: measure_many(net, name, weights=weights) for name in cards}
        for name, (card, part) in columns.items():
            found[name].append(values[card.name][:, :, part])
        tell(len(weights))
    return {name: np.concatenate(parts) for name, parts in found.items()}


def index_of(net: Network, columns: Mapping[str, Column]) -> pd.MultiIndex:
    """Return what each number of some measures is of; the actor is blank for the network."""
    numbers = [
        (name, actor)
        for name, column in columns.items()
        for actor in (net.actors.index if column.card.of == "actor" else [""])
    ]
    return pd.MultiIndex.from_tuples(numbers, names=["measure", "actor"])


def rank_limits(
    net: Network,
    observed: np.ndarray,
    draws: np.ndarray,
    limits: tuple[float, float] = (0.0, 1.0),
    top: int = 3,
) -> pd.DataFrame:
    """Return between which ranks each actor lies, over draws of a measure.

    Indexed by actor: ``rank`` as observed, 1 is the largest, equal ones sharing the best;
    ``rank_low`` and ``rank_high``, the best and the worst, equal ones having the best and the
    worst of theirs; ``top``, the share of draws in which it is among the first. What is not
    defined comes last. NaN for bodies that stand for many.
    """
    single = net.single.to_numpy(bool)
    first, best = (from_the_top(values[..., single]) for values in (observed, draws))
    worst = from_the_top(draws[:, single], "worst")
    told = {
        "rank": np.where(np.isnan(observed[single]), np.nan, first),
        "rank_low": np.floor(np.quantile(best, limits[0], axis=0)),
        "rank_high": np.ceil(np.quantile(worst, limits[1], axis=0)),
        "top": (best <= top).mean(axis=0),
    }
    names = net.actors.index
    return pd.DataFrame(told, index=names[single]).reindex(names)
