"""The ties of one period as a value."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Any, Final, Self

import networkx as nx
import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from netgov.counting import TIE
from netgov.errors import NetgovError, NotEnoughData, UnknownName, shown
from netgov.kernels.distances import (
    Distances,
    as_written,
    exact_distances,
    written_distances,
)
from netgov.terms import STRENGTHS
from netgov.words import _

# What a tie has of which nothing is said.
_UNSAID: Final[Mapping[str, Any]] = {
    "cases": np.nan,
    "days": np.nan,
    "answered": np.nan,
    "strength": "",
    "confidence": 1.0,
    "hidden": 0,
}
# The length of a tie, 1/weight, must be a number too.
_LEAST_WEIGHT: Final = 1e-300
TIE_COLUMNS = ("weight", *_UNSAID)


@dataclass(frozen=True, eq=False, repr=False)
class Network:
    """Bodies and the ties between them in one period.

    Attributes
    ----------
    actors
        The bodies active then, indexed by slug; their order is that of every matrix.
    ties
        Indexed by (source, target, layer): weight, cases, days, answered, strength,
        confidence, hidden. A cited statement makes a tie of weight 1 and has no cases;
        ``hidden`` counts the parts of a weight that are too small to be told.
    groups
        The group of each actor, for brokerage roles; None if there are none.
    label
        The period in words, such as "2017–2019".
    """

    actors: pd.DataFrame
    ties: pd.DataFrame
    groups: pd.Series[Any] | None = None
    label: str = ""

    def __repr__(self) -> str:
        layers = self.ties.index.get_level_values("layer").nunique()
        isolates = len(self.actors) - len({*self.ends[0], *self.ends[1]})
        years = self.label or "without years"
        return (
            f"<{type(self).__name__} {years}: {len(self.actors)} actors, {len(self.ties)} "
            f"ties in {layers} layers, {isolates} isolates>"
        )

    @classmethod
    def of(
        cls,
        ties: pd.DataFrame,
        groups: Mapping[Hashable, Hashable] | pd.Series[Any] | None = None,
        actors: pd.DataFrame | Iterable[Hashable] | None = None,
    ) -> Network:
        """Return the network of a bare edge frame.

        Parameters
        ----------
        ties
            Columns source and target, and if wanted layer (else "tie") and weight (else 1).
            Rows of one source, target and layer are added up: the strongest strength, the
            longest days and the lowest confidence stay. Rows from an actor to itself are left
            out, since no measure here is defined on them.
        groups
            The group of each actor.
        actors
            All actors in order, so that those without ties are kept: a frame indexed by
            actor, or their names. Without it, the actors are those of the ties.

        Raises
        ------
        NotEnoughData
            If a cell is blank, a weight is not a positive number, or an actor of the ties is
            not among the actors, stands there twice or has no group.
        """
        ties = ties.reset_index() if set(TIE[:2]) & set(ties.index.names) else ties
        _need_columns(ties, TIE[:2])
        frame = pd.DataFrame({"layer": "tie", "weight": 1.0, **ties}, index=ties.index)
        _need_filled(frame)
        frame["weight"] = _positive(frame["weight"])
        frame = frame[frame["source"] != frame["target"]]
        roster = _roster(frame, actors)
        grouped = None if groups is None else _grouped(groups, roster.index)
        return cls(roster, completed(_added_up(frame)), grouped)

    # --- views, made once ---------------------------------------------------------------

    @cached_property
    def ends(self) -> tuple[np.ndarray, np.ndarray]:
        """Positions of the source and of the target of each tie, in actor order."""
        at = self.actors.index.get_indexer
        index = self.ties.index
        return at(index.get_level_values("source")), at(index.get_level_values("target"))

    @cached_property
    def matrix(self) -> csr_array:
        """Weights, layers summed; rows act, columns receive, both in actor order."""
        n = len(self.actors)
        cells = (self.ties["weight"].to_numpy(float), self.ends)
        matrix = csr_array(cells, shape=(n, n))
        matrix.sum_duplicates()
        return matrix

    @cached_property
    def both(self) -> csr_array:
        """Weights of both directions together: symmetric, for what knows no direction."""
        return csr_array(self.matrix + self.matrix.T)

    @cached_property
    def pairs(self) -> pd.MultiIndex:
        """Source and target of each stored cell of `matrix`, in its order."""
        cells = self.matrix.tocoo()
        names = self.actors.index
        return pd.MultiIndex.from_arrays(
            [names[cells.row], names[cells.col]], names=["source", "target"]
        )

    @cached_property
    def codes(self) -> np.ndarray:
        """Integer group of each actor, numbered by first appearance."""
        if self.groups is None:
            sentence = _(
                "The actors have no groups; give groups= or choose a column to group by."
            )
            raise NotEnoughData(sentence)
        return pd.factorize(self.groups)[0]

    @cached_property
    def single(self) -> pd.Series[bool]:
        """Which actors are single bodies, none that stands for many: these can be compared."""
        if "aggregate" not in self.actors:
            return pd.Series(True, index=self.actors.index)
        return self.actors["aggregate"] != "yes"

    @cached_property
    def distances(self) -> Distances:
        """Exact length 1/weight of each stored cell of `matrix`, in its order."""
        weights = self.ties["weight"].to_numpy(float)
        cells = self.matrix.data
        alone = len(weights) == len(cells)
        # What is not rounded when added up, or not added up, need not be added up again.
        if alone or ((weights % 1 == 0).all() and cells.max() < 2**53):
            return written_distances(cells)
        summed: defaultdict[tuple[int, int], Fraction] = defaultdict(Fraction)
        for row, column, weight in zip(*self.ends, weights, strict=True):
            summed[row, column] += as_written(weight)
        places = zip(*self.matrix.tocoo().coords, strict=True)
        return exact_distances(summed[row, column] for row, column in places)

    @cached_property
    def flat(self) -> nx.DiGraph:
        """Layers summed; edges carry ``weight`` and the exact ``distance`` in common units.

        Distances are integers, or fractions where the weights have no usable common multiple.
        """
        graph = nx.DiGraph()
        graph.add_nodes_from(self.actors.index)
        cells = self.matrix.tocoo()
        names = self.actors.index
        graph.add_edges_from(
            (names[i], names[j], {"weight": float(w), "distance": d})
            for i, j, w, d in zip(
                cells.row, cells.col, cells.data, self.distances.lengths, strict=True
            )
        )
        return graph

    @cached_property
    def multi(self) -> nx.MultiDiGraph:
        """Every tie for itself, keyed by layer, for export and maps; never for measures."""
        graph = nx.MultiDiGraph()
        graph.add_nodes_from(self.actors.index)
        ties = zip(self.ties.index, self.ties.to_dict("records"), strict=True)
        for (source, target, layer), tie in ties:
            graph.add_edge(source, target, key=layer, **{str(k): v for k, v in tie.items()})
        return graph

    def names(self, lang: str) -> pd.Series[str]:
        """Return the full name of each actor in one language; its slug if it has none."""
        return self._called(lang)[0]

    def labels(self, lang: str) -> pd.Series[str]:
        """Return the abbreviation of each actor, or its name where it has none."""
        return self._called(lang)[1]

    def _called(self, lang: str) -> tuple[pd.Series[str], pd.Series[str]]:
        """Return the names and the labels, worked out once for each language."""
        if lang not in self._spoken:
            slugs = self.actors.index.to_series().astype(str)
            name = self.actors.get(f"name_{lang}", slugs)
            other = self.actors.get("name_id", slugs)
            names = name.where(name.astype(bool), other).where(other.astype(bool), slugs)
            short = self.actors.get("abbrev", names)
            self._spoken[lang] = names, short.where(short.astype(bool), names)
        return self._spoken[lang]

    @cached_property
    def _spoken(self) -> dict[str, tuple[pd.Series[str], pd.Series[str]]]:
        return {}

    def _with(self, **changes: Any) -> Self:
        """Return the network with some of its parts changed."""
        return replace(self, **changes)

    # --- other networks -----------------------------------------------------------------

    def layer(self, name: str) -> Network:
        """Return the network of one layer; all actors stay."""
        known = self.ties.index.get_level_values("layer")
        if name not in set(known):
            sentence = _(
                "There is no layer called {name}. The nearest is {near}; all: {known}."
            )
            raise UnknownName.among(sentence, name, set(known))
        return self._with(ties=self.ties[known == name])

    def only(self, layers: Collection[str]) -> Network:
        """Return the network of some layers; all actors stay."""
        return self._with(
            ties=self.ties[self.ties.index.get_level_values("layer").isin(layers)]
        )

    def binary(self) -> Network:
        """Return the network in which every pair in contact has one tie of weight 1."""
        ties = self.ties.groupby(TIE[:2], sort=False).head(1).assign(weight=1.0, hidden=0)
        return self._with(ties=ties)

    def without(self, actor: Hashable) -> Network:
        """Return the network of the others."""
        self._need_actor(actor)
        ends = self.ties.index.to_frame()
        ties = self.ties[(ends["source"] != actor) & (ends["target"] != actor)]
        groups = None if self.groups is None else self.groups.drop(actor)
        return self._with(actors=self.actors.drop(actor), ties=ties, groups=groups)

    def reweighted(self, weights: Iterable[float]) -> Network:
        """Return the network with other weights, one for each row of `ties`."""
        new = _positive(_one_each(weights, self.ties.index))
        return self._with(ties=self.ties.assign(weight=new))

    def regrouped(
        self, groups: str | Mapping[Hashable, Hashable] | Iterable[Hashable]
    ) -> Network:
        """Return the network with other groups: a column of `actors`, or one for each actor.

        The matrix and graphs do not depend on groups and are handed on as they are.
        """
        if isinstance(groups, str):
            _need_columns(self.actors, [groups])
            _need_no_blank(self.actors[groups])
            groups = self.actors[groups]
        elif not isinstance(groups, Mapping | pd.Series):
            groups = _one_each(groups, self.actors.index)
        other = self._with(groups=_grouped(groups, self.actors.index))
        same = ("ends", "matrix", "both", "pairs", "distances", "flat", "multi")
        other.__dict__.update({view: vars(self)[view] for view in same if view in vars(self)})
        return other

    def merged(self, column: str) -> Network:
        """Return the network in which actors that share a value of a column are one.

        ``merged("parent")`` joins units to the body they belong to. A body that has units of
        its own stays itself, so that an office is not dissolved into the mayor; actors with a
        blank value stay too. Ties that become internal are left out, parallel ones added up:
        a case of two of them counts twice, and of their ``days`` the longest stay.
        """
        return self.joined(self.into(column))

    def into(self, column: str) -> pd.Series[Any]:
        """Return the actor that each actor becomes part of by `merged`."""
        _need_columns(self.actors, [column])
        into = self.actors[column].astype(object)
        blank = into.isna() | (into == "")
        stays = blank | into.index.isin(set(into[~blank]))
        return into.where(~stays, into.index.to_series())

    def joined(self, into: pd.Series[Any]) -> Network:
        """Return the network in which each actor is part of another, or stays itself.

        Ties that become internal are left out, parallel ones added up as in `merged`.
        """
        ends = self.ties.index.to_frame(index=False)
        ties = self.ties.reset_index(drop=True).assign(
            source=ends["source"].map(into),
            target=ends["target"].map(into),
            layer=ends["layer"],
        )
        ties = ties[ties["source"] != ties["target"]]
        actors = self.actors.reindex(pd.unique(into))
        texts = actors.select_dtypes(exclude=["number", "bool"])
        actors[texts.columns] = texts.fillna("")
        groups = None if self.groups is None else self.groups.groupby(into, sort=False).first()
        return self._with(
            actors=actors,
            ties=_added_up(ties),
            groups=None if groups is None else groups.reindex(actors.index),
        )

    def _need_actor(self, actor: Hashable) -> None:
        if actor not in self.actors.index:
            sentence = _(
                "There is no actor called {name}. The nearest is {near}; all: {known}."
            )
            raise UnknownName.among(sentence, str(actor), map(str, self.actors.index))


def need_network(net: object) -> None:
    """Refuse to measure what is no network, such as a study of several years.

    Raises
    ------
    NetgovError
    """
    if not isinstance(net, Network):
        sentence = _(
            "{kind} is no network: pass that of a year or of some years, such as history[2019] "
            "or history[2017, 2019]."
        )
        raise NetgovError(sentence, kind=type(net).__name__)


def completed(ties: pd.DataFrame) -> pd.DataFrame:
    """Return ties with every column of `TIE_COLUMNS`; what was not given is not known."""
    for column, blank in _UNSAID.items():
        if column not in ties:
            ties[column] = blank
    return ties[list(TIE_COLUMNS)]


def _added_up(ties: pd.DataFrame) -> pd.DataFrame:
    """Add up the rows of each source, target and layer, as far as they have the columns."""
    rules: dict[Hashable, Any] = {
        "weight": "sum", "cases": _sum_known, "answered": _sum_known,
        "days": "max", "strength": _strongest, "confidence": "min", "hidden": "sum",
    }  # fmt: skip
    given = {column: rule for column, rule in rules.items() if column in ties}
    return ties.groupby(TIE, sort=False).agg(given)


def _sum_known(values: pd.Series[float]) -> float:
    return float(values.sum(min_count=1))


def _strongest(values: pd.Series[str]) -> str:
    ranks = {strength: rank for rank, strength in enumerate(STRENGTHS)}
    return max(values, key=lambda strength: ranks.get(strength, -1))


def _need_filled(ties: pd.DataFrame) -> None:
    for column in TIE:
        if (ties[column].isna() | (ties[column] == "")).any():
            sentence = _("A tie has no {column}; fill it in or leave the tie out.")
            raise NotEnoughData(sentence, column=column)


def _one_each(values: Iterable[Any], places: pd.Index[Any]) -> pd.Series[Any]:
    given = list(values)
    if len(given) != len(places):
        sentence = _("There are {given} values for {wanted} places; give one for each.")
        raise NotEnoughData(sentence, given=len(given), wanted=len(places))
    return pd.Series(given, index=places, dtype=object)


def _need_columns(frame: pd.DataFrame, columns: list[str]) -> None:
    for column in columns:
        if column not in frame:
            sentence = _(
                "There is no column called {name}. The nearest is {near}; all: {known}."
            )
            raise UnknownName.among(sentence, column, map(str, frame.columns))


def _positive(weights: pd.Series[Any]) -> pd.Series[float]:
    numbers = pd.to_numeric(weights, errors="coerce").astype(float)
    wrong = ~(numbers > _LEAST_WEIGHT) | np.isinf(numbers)
    if wrong.any():
        sentence = _("The weight {value} is not a positive number; leave such a tie out.")
        raise NotEnoughData(sentence, value=shown(weights[wrong].iloc[0]))
    return numbers


def _roster(
    ties: pd.DataFrame, actors: pd.DataFrame | Iterable[Hashable] | None
) -> pd.DataFrame:
    if isinstance(actors, pd.DataFrame):
        roster = actors
    else:
        known = pd.unique(ties[TIE[:2]].to_numpy().ravel()) if actors is None else list(actors)
        roster = pd.DataFrame(index=pd.Index(known, name="actor"))
    if roster.index.has_duplicates:
        sentence = _("{actor} stands twice among the actors; keep one.")
        twice = roster.index[roster.index.duplicated()][0]
        raise NotEnoughData(sentence, actor=shown(twice))
    missing = set(ties["source"]) | set(ties["target"])
    if strangers := missing - set(roster.index):
        sentence = _("{actor} has ties but is not among the actors; add it to the actors.")
        raise NotEnoughData(sentence, actor=shown(min(strangers, key=str)))
    return roster


def _need_no_blank(column: pd.Series[Any]) -> None:
    blank = column.isna() | (column == "")
    if blank.any():
        sentence = _(
            "The column {column} makes no groups: it is blank for {actor} and {others} others. "
            "Fill it in, or choose another column."
        )
        actor, others = shown(column.index[blank][0]), int(blank.sum()) - 1
        raise NotEnoughData(sentence, column=column.name, actor=actor, others=others)


def _grouped(
    groups: Mapping[Hashable, Hashable] | pd.Series[Any], actors: pd.Index[Any]
) -> pd.Series[Any]:
    given = groups if isinstance(groups, pd.Series) else pd.Series(dict(groups), dtype=object)
    column = given.reindex(actors)
    blank = column.isna() | (column == "")
    if blank.any():
        sentence = _("{actor} has no group; give each actor one.")
        raise NotEnoughData(sentence, actor=shown(column.index[blank][0]))
    return column
