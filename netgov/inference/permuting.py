"""Permutation tests: what a measure would be if chance had dealt the groups or the ties."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from netgov.draws import TESTS
from netgov.errors import NotEnoughData, UnknownName
from netgov.inference.columns import Column, columns_of, index_of, turns
from netgov.inference.result import (
    TWO_SIDED,
    Inference,
    Tell,
    judged,
    need_alternative,
    need_room,
    need_times,
    silent,
)
from netgov.kernels.nulls import Ties, dealt_groups, scattered_ties, switched_ties
from netgov.measures import measure_many
from netgov.measures.registry import Measure
from netgov.network import Network
from netgov.sizes import need_at_most
from netgov.words import _

# Yields each of some measures for a few draws at a time, as `measure_many` returns it.
Draw: TypeAlias = Callable[
    [Network, Sequence[Measure], int, np.random.Generator], Iterator[Sequence[np.ndarray]]
]
# More draws of groups at once are not quicker; of many actors they are fewer.
_GROUPS: Final = 1000
# Drawn networks are measured at a time up to so many, of so many cells in all: they bound the
# memory.
_NETWORKS: Final = 64
_CELLS: Final = 1 << 21


@dataclass(frozen=True)
class Null:
    """What a test takes for the work of chance.

    Attributes
    ----------
    name
        The name to ask for it by.
    leaves, varies
        What every draw has like the network itself, and what chance decides.
    draw
        Yields measures of drawn networks.
    """

    name: str
    leaves: str
    varies: str
    draw: Draw


def permute(
    net: Network,
    measure: str | Sequence[str],
    null: str | None = None,
    *,
    times: int = TESTS,
    seed: int = 0,
    alternative: str = TWO_SIDED,
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
        Its table is indexed by measure and actor, blank where the measure is of the network;
        by measure alone if all are. ``q`` is adjusted for all actors and measures together,
        save the total of all roles, which is no role beside the others and is adjusted by
        itself [benjamini1995]. A number that is the same in every
        draw cannot be tested by this null: its p and q are NaN, and it does not count among
        those adjusted for.

    Raises
    ------
    UnknownName
        If there is no such measure, null or alternative.
    NotEnoughData
        If the measures need groups and there are none, do not depend on the groups that are
        dealt, are not of actors or the network, or if no number is defined and differs from
        draw to draw; or if there are more than 2,000 actors for "degrees".
    NetgovError
        If there is no draw, or the seed is below 0.

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
    columns = columns_of(net, measure)
    cards = list({column.card.name: column.card for column in columns.values()}.values())
    chosen = _chosen(null, cards)
    need_alternative(alternative)
    _need_short_walk(net, chosen)
    rng = need_times(times, seed)
    index = _index(net, columns)
    need_room(times, len(index))
    seen = _side_by_side([_values(card, net)[None] for card in cards], cards, columns)
    found = []
    for values in chosen.draw(net, cards, times, rng):
        found.append(_side_by_side(values, cards, columns))
        tell(len(found[-1]))
    draws = np.concatenate(found)
    table = judged(index, seen[0], draws, alternative, families_of(index))
    _need_some(table, chosen)
    return Inference(table, chosen.name, times, seed, draws, alternative)


def _need_short_walk(net: Network, null: Null) -> None:
    """Refuse a network whose ties would be switched for hours before the first draw."""
    if null.name == "degrees":
        sentence = _(
            "The null degrees switches ties one after the other and takes at most {most} "
            "bodies; there are {actors}. Use the null ties, or take one part alone, such as "
            "--part district=NAME."
        )
        need_at_most(net, sentence=sentence)


def families_of(index: pd.Index[Any]) -> list[bool]:
    """Return which numbers are adjusted together: those of one answer."""
    return [name.endswith(".total") for name in index.get_level_values("measure")]


def _chosen(null: str | None, cards: Sequence[Measure]) -> Null:
    """Return the null asked for, or the usual one; refuse one that changes nothing."""
    apart = [card.name for card in cards if "groups" not in card.needs]
    name = null or ("degrees" if apart else "groups")
    if name not in [*NULLS]:
        sentence = _("There is no null called {name}. The nearest is {near}; all: {known}.")
        raise UnknownName.among(sentence, name, NULLS)
    if name == "groups" and apart:
        sentence = _(
            "{name} does not depend on groups, so dealing them anew changes nothing; test it "
            "against the null degrees or ties."
        )
        raise NotEnoughData(sentence, name=apart[0])
    return NULLS[name]


def _side_by_side(
    values: Iterable[np.ndarray], cards: Sequence[Measure], columns: Mapping[str, Column]
) -> np.ndarray:
    """Return the columns of each card: one row a draw, actors of one column after another."""
    of = dict(zip((card.name for card in cards), values, strict=True))
    return np.hstack([of[card.name][:, :, part] for card, part in columns.values()])


def _index(net: Network, columns: Mapping[str, Column]) -> pd.Index[Any]:
    if all(column.card.of == "network" for column in columns.values()):
        return pd.Index([*columns], name="measure")
    return index_of(net, columns)


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
) -> Iterator[Sequence[np.ndarray]]:
    most = min(_GROUPS, max(1, _CELLS // max(len(net.actors), 1)))
    for some in turns(times, most):
        groups = dealt_groups(net.codes, some, rng)
        yield [measure_many(net, card.name, groups=groups) for card in cards]


def _by_ties(draw: Callable[[csr_array, int, np.random.Generator], Iterator[Ties]]) -> Draw:
    def measures(
        net: Network, cards: Sequence[Measure], times: int, rng: np.random.Generator
    ) -> Iterator[Sequence[np.ndarray]]:
        step = min(_NETWORKS, max(1, _CELLS // max(net.matrix.nnz, 1)))
        for drawn in draw(net.matrix, times, rng):
            for first in range(0, len(drawn.cells), step):
                some = Ties(*(part[first : first + step] for part in drawn))
                yield [_of_networks(net, card, some) for card in cards]

    return measures


def _of_networks(net: Network, card: Measure, drawn: Ties) -> np.ndarray:
    """Return a measure of networks with drawn ties, together where it has a batch for that."""
    if card.many is None or "groups" in card.needs:
        ties = zip(*drawn, strict=True)
        return np.stack([_values(card, _retied(net, *one)) for one in ties])
    every, place = np.unique(drawn.cells, return_inverse=True)
    weights = np.zeros((len(drawn.cells), len(every)))
    np.put_along_axis(weights, place.reshape(drawn.cells.shape), drawn.weights, axis=1)
    return measure_many(_retied(net, every, np.ones(len(every))), card.name, weights=weights)


def _values(card: Measure, net: Network) -> np.ndarray:
    """Return a measure of a network, one row an actor or one of all, one column a part."""
    values = card.function(net).to_numpy(dtype=float)
    return values.reshape(-1, len(card.columns))


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
            _("all ties, and how many actors each group has"),
            _("which actor is in which group"),
            _by_groups,
        ),
        Null(
            "ties",
            _("how many ties there are, and their weights"),
            _("between whom the ties are"),
            _by_ties(scattered_ties),
        ),
        Null(
            "degrees",
            _("how many ties each actor sends and receives, and the weights it sends"),
            _("to whom each actor's ties go"),
            _by_ties(switched_ties),
        ),
    )
}
