"""Permutation tests: what a measure would be if chance had dealt the groups or the ties."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from netgov.errors import NotEnoughData, UnknownName
from netgov.inference.columns import Column, columns_of
from netgov.inference.result import (
    TIMES,
    Inference,
    Tell,
    judged,
    need_alternative,
    need_times,
    silent,
)
from netgov.kernels.nulls import Ties, dealt_groups, scattered_ties, switched_ties
from netgov.measures import measure as measured
from netgov.measures import measure_many
from netgov.measures.registry import Measure
from netgov.network import Network
from netgov.words import _

# Yields the columns of some measures, one row an actor, for a few draws at a time.
Draw: TypeAlias = Callable[
    [Network, Sequence[Measure], int, np.random.Generator], Iterator[np.ndarray]
]
# More draws of groups at once are not quicker.
_GROUPS: Final = 1000


@dataclass(frozen=True)
class Null:
    """What a test takes for the work of chance.

    Attributes
    ----------
    name
        The name to ask for it by.
    label
        What people call it.
    leaves, varies
        What every draw has like the network itself, and what chance decides.
    draw
        Yields measures of drawn networks.
    """

    name: str
    label: str
    leaves: str
    varies: str
    draw: Draw


def permute(
    net: Network,
    measure: str | Sequence[str],
    null: str | None = None,
    *,
    times: int = TIMES,
    seed: int = 0,
    alternative: str = "two-sided",
    tell: Tell = silent,
) -> Inference:
    """Return how far measures are from what chance would give.

    Parameters
    ----------
    net
        The network.
    measure
        A measure of actors or the network, one part of it such as "broker_roles.gatekeeper",
        or several.
    null
        What is left to chance, one of `NULLS`. "groups" deals the groups over the actors;
        "ties" puts as many ties between actors chosen evenly; "degrees" draws evenly from the
        networks in which each actor sends and receives as many ties as here, and deals the
        weights of each sender over its ties. Unless given it is "groups" if every measure
        needs groups, else "degrees".
    times, seed
        How many draws, and the number they begin with.
    alternative
        Which ``p`` is: "two-sided", "greater" or "less".
    tell
        Called with how many more draws are done.

    Returns
    -------
    Inference
        Its table is indexed by measure and actor, or by measure. ``q`` is adjusted for all
        actors and measures together, save the total of all roles, which is no role beside the
        others and is adjusted by itself [benjamini1995]. A number that is the same in every
        draw cannot be tested by this null: its p and q are NaN, and it does not count among
        those adjusted for.

    Raises
    ------
    UnknownName
        If there is no such measure, null or alternative.
    NotEnoughData
        If the measures need groups and there are none, do not depend on the groups that are
        dealt, or if no number is defined and differs from draw to draw.

    References
    ----------
    benjamini1995, berger2010, besag1989

    Examples
    --------
    >>> import netgov as ng
    >>> ties = pd.DataFrame({"source": list("ABCDE"), "target": list("BCDEA")})
    >>> net = ng.Network.of(ties, groups=dict(zip("ABCDE", "xxyyy")))
    >>> test = ng.permute(net, "ei.index", times=99)
    >>> test.table[["observed", "p"]].round(3)
              observed    p
    measure
    ei.index      -0.2  1.0
    """
    columns = columns_of(net, [measure] if isinstance(measure, str) else measure)
    cards = {column.card.name: column.card for column in columns.values()}
    chosen = _chosen(null, list(cards.values()))
    need_alternative(alternative)
    rng = need_times(times, seed)
    seen = measured(net, *columns).to_numpy(dtype=float)
    draws = _drawn(chosen, net, columns, times, rng, tell)
    index = _index(net, columns)
    families = [name.endswith(".total") for name in index.get_level_values("measure")]
    table = judged(index, seen.T.ravel(), draws, alternative, families)
    _need_some(table, chosen)
    return Inference(table, chosen.name, times, seed, draws)


def _chosen(null: str | None, cards: Sequence[Measure]) -> Null:
    """Return the null asked for, or the usual one; refuse one that changes nothing."""
    apart = [card.name for card in cards if "groups" not in card.needs]
    name = null or ("degrees" if apart else "groups")
    if name not in NULLS:
        sentence = _("There is no null called {name}. The nearest is {near}; all: {known}.")
        raise UnknownName.among(sentence, name, NULLS)
    if name == "groups" and apart:
        sentence = _(
            "{name} does not depend on groups, so dealing them anew changes nothing; test it "
            "against the null degrees or ties."
        )
        raise NotEnoughData(sentence, name=apart[0])
    return NULLS[name]


def _drawn(
    null: Null,
    net: Network,
    columns: Mapping[str, Column],
    times: int,
    rng: np.random.Generator,
    tell: Tell,
) -> np.ndarray:
    """Return the columns of many draws: one row a draw, actors of one column after another."""
    cards = list({column.card.name: column.card for column in columns.values()}.values())
    every = [name for card in cards for name in card.columns]
    wanted = [every.index(name) for name in columns]
    found = []
    for values in null.draw(net, cards, times, rng):
        found.append(values[:, :, wanted].swapaxes(1, 2).reshape(len(values), -1))
        tell(len(values))
    return np.concatenate(found)


def _index(net: Network, columns: Mapping[str, Column]) -> pd.Index[Any]:
    if next(iter(columns.values())).card.of == "network":
        return pd.Index([*columns], name="measure")
    return pd.MultiIndex.from_product(
        [[*columns], net.actors.index], names=["measure", "actor"]
    )


def _need_some(table: pd.DataFrame, null: Null) -> None:
    """Refuse a test of nothing.

    Raises
    ------
    NotEnoughData
        If no number is defined and differs from draw to draw.
    """
    if table["p"].isna().all():
        sentence = _(
            "Nothing can be tested against the null {null}: each number is undefined or the "
            "same in every draw. Choose another measure or null."
        )
        raise NotEnoughData(sentence, null=null.name)


# --- the nulls ---------------------------------------------------------------------------


def _by_groups(
    net: Network, cards: Sequence[Measure], times: int, rng: np.random.Generator
) -> Iterator[np.ndarray]:
    for first in range(0, times, _GROUPS):
        groups = dealt_groups(net.codes, min(_GROUPS, times - first), rng)
        yield np.concatenate(
            [measure_many(net, card.name, groups=groups) for card in cards], axis=2
        )


def _by_ties(draw: Callable[[csr_array, int, np.random.Generator], Iterator[Ties]]) -> Draw:
    def measures(
        net: Network, cards: Sequence[Measure], times: int, rng: np.random.Generator
    ) -> Iterator[np.ndarray]:
        rows = 1 if cards[0].of == "network" else len(net.actors)
        for drawn in draw(net.matrix, times, rng):
            for cells, weights in zip(*drawn, strict=True):
                other = _retied(net, cells, weights)
                yield np.hstack([_values(card, other, rows) for card in cards])[None]

    return measures


def _values(card: Measure, net: Network, rows: int) -> np.ndarray:
    values = card.function(net).to_numpy(dtype=float)
    return values.reshape(rows, len(card.columns))


def _retied(net: Network, cells: np.ndarray, weights: np.ndarray) -> Network:
    """Return the network of the same actors and groups with other ties, made quickly."""
    names, n = net.actors.index, len(net.actors)
    rows, columns = np.divmod(cells, max(n, 1))
    ends = pd.MultiIndex(
        levels=[names, names, ["tie"]],  # type: ignore[list-item]  # wider than the stubs
        codes=[rows, columns, np.zeros_like(rows)],  # type: ignore[list-item]
        names=["source", "target", "layer"],
        verify_integrity=False,
    )
    other = Network(net.actors, pd.DataFrame({"weight": weights}, index=ends), net.groups)
    starts = np.searchsorted(rows, np.arange(n + 1))
    known = {"matrix": csr_array((weights, columns, starts), shape=(n, n))}
    vars(other).update(known if net.groups is None else {**known, "codes": net.codes})
    return other


NULLS: Final[Mapping[str, Null]] = {
    null.name: null
    for null in (
        Null(
            "groups",
            _("Groups dealt anew"),
            _("all ties, and how many actors each group has"),
            _("which actor is in which group"),
            _by_groups,
        ),
        Null(
            "ties",
            _("Ties scattered"),
            _("how many ties there are, and their weights"),
            _("between whom the ties are"),
            _by_ties(scattered_ties),
        ),
        Null(
            "degrees",
            _("Ties switched"),
            _("how many ties each actor sends and receives, and the weights it sends"),
            _("to whom each actor's ties go"),
            _by_ties(switched_ties),
        ),
    )
}
