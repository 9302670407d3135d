"""The measures that are asked for, and what each gives of many draws of weights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np

from netgov.errors import NotEnoughData
from netgov.inference.result import Tell, silent
from netgov.measures import measure_many
from netgov.measures.registry import Measure, find, suiting
from netgov.network import Network
from netgov.words import _

#: Families of the measures that say who is central.
_CENTRALITIES: Final = ("degree", "paths", "influence")
#: They put actors into groups, of which one is not more than another.
_NAMES_GROUPS: Final = ("community", "communities")
# Draws are measured in blocks, so that somebody can be told how far they are.
_BLOCK: Final = 128


class Column(NamedTuple):
    """A measure, or a part of one."""

    card: Measure
    part: int


def columns_of(
    net: Network, names: Sequence[str], kinds: Sequence[str] = ("actor", "network")
) -> dict[str, Column]:
    """Return the measures asked for by the column they make; the centralities unless any is.

    Raises
    ------
    UnknownName
        If there is no such measure.
    NotEnoughData
        If a measure is not of one of the kinds, or its values are names.
    """
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


def _need_amounts(card: Measure, kinds: Sequence[str]) -> None:
    if card.of not in kinds:
        sentence = _("{name} is not a measure of actors or the network; draws are not for it.")
        if "network" not in kinds:
            sentence = _("{name} is not a measure of actors; only these have ranks.")
        raise NotEnoughData(sentence, name=card.name)
    if card.name in _NAMES_GROUPS:
        sentence = _("{name} names groups; names have no limits. Choose a measure of amounts.")
        raise NotEnoughData(sentence, name=card.name)


def measured(
    net: Network, columns: Mapping[str, Column], weights: np.ndarray, tell: Tell = silent
) -> dict[str, np.ndarray]:
    """Return each measure of many draws of weights: one row a draw, one column an actor."""
    blocks = []
    for first in range(0, len(weights), _BLOCK):
        some = weights[first : first + _BLOCK]
        blocks.append(
            {
                name: measure_many(net, name, weights=some)
                for name in dict.fromkeys(column.card.name for column in columns.values())
            }
        )
        tell(len(some))
    return {
        name: np.concatenate([block[card.name][:, :, part] for block in blocks])
        for name, (card, part) in columns.items()
    }


def can_be_compared(net: Network) -> np.ndarray:
    """Return which actors are single bodies, whose rank among the others means something."""
    if "aggregate" not in net.actors:
        return np.ones(len(net.actors), dtype=bool)
    single: np.ndarray = (net.actors["aggregate"] != "yes").to_numpy(bool)
    return single
