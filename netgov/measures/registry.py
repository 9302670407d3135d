"""The card of each measure, and `measure`, which joins any of them to one frame."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import (
    Any,
    Final,
    Literal,
    NotRequired,
    TypeAlias,
    TypedDict,
    TypeVar,
    Unpack,
)

import numpy as np
import pandas as pd

from netgov.errors import NetgovError, UnknownName
from netgov.network import Network, need_network
from netgov.words import _

Kind: TypeAlias = Literal["actor", "tie", "network", "set"]
Result: TypeAlias = "pd.Series[Any] | pd.DataFrame"
Many: TypeAlias = Callable[[Network, np.ndarray], np.ndarray]
Function = TypeVar("Function", bound=Callable[[Network], Result])


@dataclass(frozen=True)
class Measure:
    """What a measure is called, says and needs; everything shown about it comes from here.

    Attributes
    ----------
    name
        The function's name, and the column's.
    of
        What one row describes: an actor, a tie, the network or a set of actors.
    label, plain, unit
        Heading, one sentence for planners, and unit; "" if the value has no unit.
    formula
        The definition for researchers, in LaTeX.
    cites
        Keys of ``references.toml``.
    needs
        What the network must have beside ties: "groups".
    parts
        Heading of each column, if there are several.
    isolates
        What an actor without ties gets; "" if the measure is not of actors.
    up_to
        Most actors it takes, if it needs time or memory for all pairs of them; else None.
    many
        The same over many draws at once, as `measure_many` asks for it; None if there is no
        quicker way than one draw after the other.
    by_presence
        Whether it knows only which ties there are, not how strong they are; or its parts that
        do not.
    family
        The module it stands in.
    """

    name: str
    of: Kind
    label: str
    plain: str
    unit: str
    formula: str
    cites: tuple[str, ...]
    function: Callable[[Network], Result]
    family: str
    needs: tuple[str, ...] = ()
    parts: Mapping[str, str] = field(default_factory=dict)
    isolates: str = ""
    up_to: int | None = None
    many: Many | None = None
    by_presence: bool | Collection[str] = False

    @property
    def columns(self) -> list[str]:
        """The columns that `measure` makes of it."""
        return [f"{self.name}.{part}" for part in self.parts] or [self.name]

    def weighs(self, column: str) -> bool:
        """Whether a column of it changes with the strength of ties."""
        if isinstance(self.by_presence, bool):
            return not self.by_presence
        return column.partition(".")[2] not in self.by_presence

    def takes(self, net: Network) -> bool:
        """Whether the network has no more actors than the measure can take."""
        return self.up_to is None or len(net.actors) <= self.up_to

    def suits(self, net: Network) -> bool:
        """Whether the network has what the measure needs, and no more than it can take."""
        return self.takes(net) and ("groups" not in self.needs or net.groups is not None)


MEASURES: Final[dict[str, Measure]] = {}


class _Facts(TypedDict):
    of: Kind
    label: str
    plain: str
    unit: str
    formula: str
    cites: tuple[str, ...]
    needs: NotRequired[tuple[str, ...]]
    parts: NotRequired[Mapping[str, str]]
    isolates: NotRequired[str]
    up_to: NotRequired[int]
    many: NotRequired[Many]
    by_presence: NotRequired[bool | Collection[str]]


def measure_card(**facts: Unpack[_Facts]) -> Callable[[Function], Function]:
    """File the card of the function below in `MEASURES`; the function stays as it is.

    Parameters
    ----------
    facts
        ``of``, ``label``, ``plain``, ``unit``, ``formula`` and ``cites``, and where they apply
        ``needs``, ``parts``, ``isolates``, ``up_to``, ``many`` and ``by_presence``, as in
        `Measure`.

    Raises
    ------
    NetgovError
        If there is a measure of that name already.
    """

    def file(function: Function) -> Function:
        name, family = function.__name__, function.__module__.rpartition(".")[2]
        if name in MEASURES:
            sentence = _("There are two measures called {name}; give one another name.")
            raise NetgovError(sentence, name=name)
        MEASURES[name] = Measure(name=name, function=function, family=family, **facts)
        return function

    return file


def measure(net: Network, *names: str) -> pd.DataFrame:
    """Return measures side by side in one frame.

    Parameters
    ----------
    net
        The network.
    *names
        Names of `MEASURES`, or of one part such as "broker_roles.gatekeeper". Without
        names: every measure of actors, save those that need groups if there are none, and
        those that need all pairs of actors if there are too many.

    Returns
    -------
    pd.DataFrame
        One row an actor, a tie, the network or a set, as the measures describe. A measure
        with parts gives one column each, "broker_roles.gatekeeper"; the others give their
        name.

    Raises
    ------
    UnknownName
        If a name is not among the measures.
    NetgovError
        If the measures do not describe the same thing, or there is no network.
    NotEnoughData
        If a measure asked for by name needs what the network lacks.

    Examples
    --------
    >>> import netgov as ng
    >>> ties = pd.DataFrame({"source": ["S", "D"], "target": ["D", "H"]})
    >>> net = ng.Network.of(ties, groups={"S": "school", "D": "city", "H": "health"})
    >>> ng.measure(net, "in_degree", "broker_roles.liaison")
           in_degree  broker_roles.liaison
    actor
    S              0                     0
    D              1                     1
    H              1                     0
    """
    need_network(net)
    asked = [find(name) for name in names] or [
        (card, card.columns) for card in suiting(net, "actor")
    ]
    cards = {card.name: card for card, _columns in asked}
    _need_one_kind(list(cards.values()))
    results = {name: card.function(net) for name, card in cards.items()}
    columns: dict[str, pd.Series[Any]] = {}
    for card, wanted in asked:
        for column in wanted:
            result = results[card.name]
            part = column.partition(".")[2]
            columns[column] = result[part] if isinstance(result, pd.DataFrame) else result
    return pd.concat(columns, axis=1)


def first_rows(
    values: pd.DataFrame, sort: str | None = None, top: int | None = None
) -> pd.DataFrame:
    """Return some measures with the largest of a column first, and only so many of them.

    Raises
    ------
    UnknownName
        If there is no such column.
    NetgovError
        If no row is asked for.
    """
    if sort is not None:
        if sort not in values:
            sentence = _("There is no column {name}. The nearest is {near}; all: {known}.")
            raise UnknownName.among(sentence, sort, map(str, values.columns))
        values = values.sort_values(sort, ascending=False, kind="stable")
    if top is not None and top < 1:
        sentence = _("Ask for at least one row, not {value}.")
        raise NetgovError(sentence, value=top)
    return values if top is None else values.head(top)


def network_row(net: Network) -> pd.Index[str | int]:
    """Return the index of a frame that describes the whole network."""
    return pd.Index([net.label or 0], name="years")


def ratio(part: float, whole: float) -> float:
    """Return a share; NaN of nothing."""
    return float(part / whole) if whole else float("nan")


def suiting(net: Network, kind: Kind) -> list[Measure]:
    """Return the measures of one kind that the network can carry."""
    return [card for card in MEASURES.values() if card.of == kind and card.suits(net)]


def find(name: str) -> tuple[Measure, list[str]]:
    """Return the card of a measure or of one of its parts, and the columns asked for.

    Raises
    ------
    UnknownName
        If there is no such measure or part, or the name is no text.
    """
    card = MEASURES.get(str(name).partition(".")[0])
    if card and name == card.name:
        return card, card.columns
    if card and name in card.columns:
        return card, [name]
    sentence = _("There is no measure called {name}. The nearest is {near}; all: {known}.")
    parts = (column for card in MEASURES.values() for column in card.columns)
    raise UnknownName.among(sentence, name, {*MEASURES, *parts})


def _need_one_kind(cards: list[Measure]) -> None:
    for card in cards[1:]:
        if card.of != cards[0].of:
            sentence = _(
                "{one} and {other} do not describe the same thing (actors, ties, sets or the "
                "network); ask for one after the other."
            )
            raise NetgovError(sentence, one=cards[0].name, other=card.name)
