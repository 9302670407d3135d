"""The network as asked for: one layer, one level, other groups; and what the level changes."""

from __future__ import annotations

from typing import Final, TypeVar

import numpy as np
import pandas as pd

from netgov.errors import NetgovError, UnknownName
from netgov.measures.registry import find, measure
from netgov.network import Network
from netgov.terms import layer_called
from netgov.words import _

LEVELS: Final = ("unit", "parent")
AnyNetwork = TypeVar("AnyNetwork", bound=Network)


def view(
    net: AnyNetwork,
    *,
    layer: str | None = None,
    level: str = "unit",
    group: str | None = None,
    binary: bool = False,
) -> AnyNetwork:
    """Return the network to measure: narrowed, merged, regrouped, in this order.

    Parameters
    ----------
    net
        The network of a period.
    layer
        One layer alone, by its name or what people call it: "referral", "rujukan".
    level
        "unit": bodies as recorded. "parent": units joined to the body they belong to.
    group
        Column of ``net.actors`` that makes groups.
    binary
        Whether every pair in contact counts once, however much contact there is.

    Returns
    -------
    Network
        A network of a view stays one.

    Raises
    ------
    UnknownName
        If there is no such layer, level or column.
    NotEnoughData
        If an actor has no group.

    Examples
    --------
    >>> import pandas as pd, netgov as ng
    >>> ties = pd.DataFrame({"source": ["upt", "dpppa"], "target": ["rsud", "upt"]})
    >>> actors = pd.DataFrame({"parent": ["dpppa", "", ""]}, index=["upt", "dpppa", "rsud"])
    >>> ng.view(ng.Network.of(ties, actors=actors), level="parent")
    <Network without years: 2 actors, 1 ties in 1 layers, 0 isolates>
    """
    _need_level(level)
    narrowed: Network = net
    if layer is not None:
        narrowed = narrowed.layer(layer_called(layer))
    if level == "parent":
        narrowed = narrowed.merged("parent")
    if group is not None:
        narrowed = narrowed.regrouped(group)
    return narrowed.binary() if binary else narrowed  # type: ignore[return-value]


def compare_levels(net: Network, *names: str, column: str = "parent") -> pd.DataFrame:
    """Return how much the picture changes when units are joined to their bodies.

    Parameters
    ----------
    net
        The network of units.
    *names
        Measures of actors to compare; without names, all that suit the network.
    column
        Column of ``net.actors`` that says what is joined, as for ``Network.merged``.

    Returns
    -------
    pd.DataFrame
        Indexed by (aspect, about), columns value and count. Aspect "internal", one row a
        layer and one for "all": value is the share of the weight that runs inside one body
        (NaN without ties), count the ties between units. Aspect "rank", one row a measure:
        value is Spearman's rank correlation between both levels over the actors that are
        there at both and defined at both (NaN for fewer than three or if all are equal),
        count the number of those actors.

    Raises
    ------
    UnknownName
        If there is no such measure or column.
    NetgovError
        If a measure is not one of actors.

    Examples
    --------
    >>> import pandas as pd, netgov as ng
    >>> ties = pd.DataFrame({"source": ["upt", "dpppa"], "target": ["rsud", "upt"]})
    >>> actors = pd.DataFrame({"parent": ["dpppa", "", ""]}, index=["upt", "dpppa", "rsud"])
    >>> compare_levels(ng.Network.of(ties, actors=actors), "in_degree")
                        value  count
    aspect   about
    internal tie          0.5      2
             all          0.5      2
    rank     in_degree    NaN      2
    """
    _need_of_actors(names)
    merged = net.merged(column)
    parts = {"internal": _internal(net, merged), "rank": _ranks(net, merged, names)}
    return pd.concat(parts, names=["aspect", "about"])


def _internal(net: Network, merged: Network) -> pd.DataFrame:
    """Return the share of each layer's weight that the merged network has no longer."""
    before, after = (one.ties.groupby(level="layer", sort=False)["weight"].sum()
                     for one in (net, merged))  # fmt: skip
    left = after.reindex(before.index, fill_value=0.0)
    number = net.ties.groupby(level="layer", sort=False).size()
    before["all"], left["all"], number["all"] = before.sum(), left.sum(), len(net.ties)
    share = (1 - left / before.where(before > 0)).clip(lower=0)
    return pd.DataFrame({"value": share, "count": number})


def _ranks(net: Network, merged: Network, names: tuple[str, ...]) -> pd.DataFrame:
    """Return the rank correlation of each measure between the levels."""
    units, bodies = measure(net, *names), measure(merged, *names)
    rows = {
        column: _rank_correlation(units[column], bodies[column])
        for column in units.columns.intersection(bodies.columns, sort=False)
    }
    return pd.DataFrame.from_dict(rows, orient="index", columns=["value", "count"])


def _rank_correlation(one: pd.Series[float], other: pd.Series[float]) -> tuple[float, int]:
    both = pd.concat([one, other], axis=1, join="inner").astype(float).dropna()
    ranks = both.rank().to_numpy()
    told = len(ranks) >= 3 and (np.ptp(ranks, axis=0) > 0).all()
    return (float(np.corrcoef(ranks.T)[0, 1]) if told else float("nan")), len(ranks)


def _need_level(level: str) -> None:
    if level not in LEVELS:
        sentence = _("There is no level called {name}. The nearest is {near}; all: {known}.")
        raise UnknownName.among(sentence, level, LEVELS)


def _need_of_actors(names: tuple[str, ...]) -> None:
    for card in (find(name)[0] for name in names):
        if card.of != "actor":
            sentence = _("{name} is not a measure of actors; only those have ranks to compare.")
            raise NetgovError(sentence, name=card.name)
