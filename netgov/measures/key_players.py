"""Whom the network would miss: actors, and sets of actors, on whom its cohesion depends."""

from __future__ import annotations

from functools import partial
from typing import Final

import numpy as np
import pandas as pd

from netgov.errors import NotEnoughData, UnknownName
from netgov.kernels import fragmentation as kernel
from netgov.kernels.key_players import Best, best_sets, inverse_hops, reach
from netgov.measures.registry import measure_card
from netgov.network import Network
from netgov.sizes import need_at_most
from netgov.words import _

# Paths are searched anew without each actor: some ten seconds for so many.
FRAGMENTATION_UP_TO: Final = 2000

# All paths are searched anew without each pair: a minute or two for so many actors.
KEY_PLAYERS_UP_TO: Final = 500

GOALS: Final = ("fragment", "reach")
DIRECTIONS: Final = ("out", "in")


@measure_card(
    of="actor",
    label=_("Fragmentation without it"),
    plain=_("How much of the contact among all others would be lost or longer without it."),
    unit=_("share"),
    formula=r"1 - \frac{\sum_k s_k(s_k - 1)}{(n-1)(n-2)},\ "
    r"1 - \frac{\sum_{i \neq j} 1/h_{ij}}{(n-1)(n-2)}\ \text{in } G - v",
    cites=("borgatti2006",),
    parts={"f": _("Pairs not in contact"), "df": _("Distance among the others")},
    isolates=_("the same formula"),
    up_to=FRAGMENTATION_UP_TO,
    by_presence=True,
)
def fragmentation(net: Network) -> pd.DataFrame:
    """How far the others fall apart when the actor is taken away.

    Compare actors with each other: a network that is in parts already is fragmented without
    any of them. Weights do not matter.

    Returns
    -------
    pd.DataFrame
        Indexed by actor; shares from 0 to 1. Columns: f, the share of pairs of the others
        that no ties join in any direction; df, one less the mean 1/hops along the ties, 0
        where paths are missing. An isolate gets what is left as it is. NaN for fewer than
        three actors.

    Raises
    ------
    NotEnoughData
        If there are more than 2,000 actors.

    References
    ----------
    borgatti2006

    Examples
    --------
    >>> import netgov as ng
    >>> net = ng.Network.of(pd.DataFrame({"source": list("SPH"), "target": list("DDD")}))
    >>> fragmentation(net).loc["D"].to_dict()
    {'f': 1.0, 'df': 1.0}
    """
    need_at_most(net, FRAGMENTATION_UP_TO)
    shares = {
        "f": kernel.fragmentation_without_each(net.both),
        "df": kernel.distance_fragmentation_without_each(net.matrix),
    }
    return pd.DataFrame(shares, index=net.actors.index)


@measure_card(
    of="set",
    label=_("Key players"),
    plain=_("Which few actors together hold the network together, or reach the most others."),
    unit="",
    formula=r"\max_{|K| = k} \left(1 - \frac{\sum_{i \neq j \notin K} 1/h_{ij}}"
    r"{(n-k)(n-k-1)}\right),\ \max_{|K| = k} \frac{1}{n} \sum_j \frac{1}{h_{Kj}}",
    cites=("borgatti2006",),
    parts={
        "members": _("Members"),
        "value": _("Value reached"),
        "f": _("Pairs not in contact without them"),
        "before": _("Value with all actors"),
        "exact": _("All sets compared"),
    },
    up_to=KEY_PLAYERS_UP_TO,
    by_presence=True,
)
def key_players(
    net: Network, k: int = 2, goal: str = "fragment", *, direction: str = "out"
) -> pd.DataFrame:
    """Sets of k actors whose absence fragments the network most, or who reach it best.

    Two that rank high alone often do the same work; a set is chosen for what its members do
    together. All sets are compared if there are at most 200,000; otherwise sets grow from
    each single actor and members are swapped while that helps. Weights do not matter. Pairs
    of 500 actors take a minute or two, larger sets of them some more.

    Parameters
    ----------
    net
        The network.
    k
        Actors in a set.
    goal
        "fragment": distance-weighted fragmentation of the others, `fragmentation`.df, when
        the set is taken away. "reach": mean over all actors of 1/hops from the nearest member
        of the set; 1 for the members themselves, 0 for those who are not reached.
    direction
        For "reach": "out" along the ties, "in" against them.

    Returns
    -------
    pd.DataFrame
        One row for each best set, at most 20, in the order of actors, without a name.
        Columns: members (names), value (from 0 to 1), f (share of pairs of the others without
        contact; NaN for reach), before (value while nobody is missing; NaN for reach), exact
        (whether all sets were compared). No row if fewer than k actors are there, or fewer
        than k + 2 to fragment.

    Raises
    ------
    UnknownName
        If there is no such goal or direction.
    NotEnoughData
        If k is below 1, or there are more than 500 actors.

    References
    ----------
    borgatti2006

    Examples
    --------
    >>> import netgov as ng
    >>> ties = pd.DataFrame({"source": list("SPHDKL"), "target": list("DDDKLM")})
    >>> key_players(ng.Network.of(ties), 1)[["members", "f", "exact"]]
      members    f  exact
    0       D  0.8   True
    """
    _need_goal(goal, direction)
    if k < 1:
        sentence = _("A set of {k} actors cannot be looked for; k is at least 1.")
        raise NotEnoughData(sentence, k=k)
    need_at_most(net, KEY_PLAYERS_UP_TO)
    return _fragmenting(net, k) if goal == "fragment" else _reaching(net, k, direction)


def _fragmenting(net: Network, k: int) -> pd.DataFrame:
    value = partial(kernel.distance_fragmentation, net.matrix)
    best = best_sets(len(net.actors), k, value)
    whole = value(np.empty((1, 0), dtype=int)).item()
    return _told(net, best, f=kernel.fragmentation(net.both, best.sets), before=whole)


def _reaching(net: Network, k: int, direction: str) -> pd.DataFrame:
    near = inverse_hops(net.matrix)
    value = partial(reach, near if direction == "out" else near.T)
    best = best_sets(len(net.actors), k, value)
    return _told(net, best, f=np.full(len(best.sets), np.nan), before=np.nan)


def _told(net: Network, best: Best, *, f: np.ndarray, before: float) -> pd.DataFrame:
    names = net.actors.index.map(str)
    return pd.DataFrame(
        {
            "members": pd.Series([", ".join(names[chosen]) for chosen in best.sets], dtype=str),
            "value": best.values,
            "f": f,
            "before": np.full(len(best.sets), before),
            "exact": np.full(len(best.sets), best.exact),
        }
    )


def _need_goal(goal: str, direction: str) -> None:
    if goal not in GOALS:
        sentence = _("There is no goal called {name}. The nearest is {near}; all: {known}.")
        raise UnknownName.among(sentence, goal, GOALS)
    if direction not in DIRECTIONS:
        sentence = _(
            "There is no direction called {name}. The nearest is {near}; all: {known}."
        )
        raise UnknownName.among(sentence, direction, DIRECTIONS)
