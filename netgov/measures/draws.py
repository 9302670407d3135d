"""A measure over many draws: groups dealt anew, or weights resampled. Inference rests on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from netgov.errors import NotEnoughData
from netgov.measures.registry import Measure, find
from netgov.network import Network
from netgov.words import _


def measure_many(
    net: Network,
    name: str,
    *,
    groups: np.ndarray | None = None,
    weights: np.ndarray | None = None,
) -> np.ndarray:
    """Return one measure over many draws.

    Parameters
    ----------
    net
        The network that was observed.
    name
        Name of `MEASURES`.
    groups
        Integer group of each actor, shape (draws, actors), for measures that need groups.
    weights
        Weight of each cell of ``net.matrix`` in its order, shape (draws, cells); 0 takes the
        tie away in that draw. Measures that need groups take them as they are.

    Returns
    -------
    np.ndarray
        Shape (draws, rows, columns), float: actors in order, or one row for the network; the
        columns are those of the card. Equal to measuring draw after draw.

    Raises
    ------
    UnknownName
        If there is no such measure.
    NotEnoughData
        If the draws are not what the measure varies with, have the wrong shape, or hold
        weights below 0; or if the measure is not one of actors or the network.

    Examples
    --------
    >>> import numpy as np, pandas as pd, netgov as ng
    >>> ties = pd.DataFrame({"source": ["S", "D"], "target": ["D", "H"], "weight": [4, 2]})
    >>> net = ng.Network.of(ties)
    >>> measure_many(net, "in_strength", weights=np.array([[4, 2], [5, 0]]))[:, :, 0]
    array([[0., 4., 2.],
           [0., 5., 0.]])
    """
    card, _columns = find(name)
    draws = _need_draws(net, card, groups, weights)
    varies = "weights" if groups is None else "groups"
    if card.many is not None and varies == _usual(card):
        return card.many(net, draws)
    rows = 1 if card.of == "network" else len(net.actors)
    found = _one_by_one(net, card, varies, draws)
    return found.reshape(len(draws), rows, len(card.columns))


def _usual(card: Measure) -> str:
    """Return what the batch of a measure draws anew."""
    return "groups" if "groups" in card.needs else "weights"


def _one_by_one(net: Network, card: Measure, varies: str, draws: np.ndarray) -> np.ndarray:
    redrawn = net.regrouped if varies == "groups" else _reweighting(net)
    return np.array([card.function(redrawn(draw)).to_numpy(dtype=float) for draw in draws])


def _reweighting(net: Network) -> Callable[[np.ndarray], Network]:
    """Return what makes the network of flat ties with some weights, without those of 0."""
    flat = Network.of(net.pairs.to_frame(index=False), net.groups, net.actors)

    def redrawn(weights: np.ndarray) -> Network:
        kept = weights > 0
        return replace(flat, ties=flat.ties[kept].assign(weight=weights[kept]))

    return redrawn


def _need_draws(
    net: Network, card: Measure, groups: np.ndarray | None, weights: np.ndarray | None
) -> np.ndarray:
    if card.of not in ("actor", "network"):
        sentence = _("{name} is not a measure of actors or the network; draws are not for it.")
        raise NotEnoughData(sentence, name=card.name)
    if (groups is None) == (weights is None) or (groups is not None and not card.needs):
        sentence = _("{name} varies with {varies}: give {varies}= and nothing else.")
        raise NotEnoughData(sentence, name=card.name, varies=_usual(card))
    varies, given = ("weights", weights) if groups is None else ("groups", groups)
    draws = np.asarray(given, dtype=np.intp if varies == "groups" else float)
    places = len(net.actors) if varies == "groups" else net.matrix.nnz
    if draws.ndim != 2 or draws.shape[1] != places:
        sentence = _("The draws have shape {shape}; {places} columns are needed, a row a draw.")
        raise NotEnoughData(sentence, shape=str(draws.shape), places=places)
    if varies == "weights" and not (draws >= 0).all():
        sentence = _("A drawn weight is below 0 or not a number; 0 takes a tie away.")
        raise NotEnoughData(sentence)
    return draws
