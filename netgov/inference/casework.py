"""The contacts of a period by case, so that cases can be drawn anew.

The rows of a case hang together: whoever is referred once is often referred on. So whole cases
are drawn, never rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from netgov.counting import TIE, contacts
from netgov.errors import DisclosureError, NotEnoughData
from netgov.history import History
from netgov.measures import view
from netgov.network import Network
from netgov.period import Period
from netgov.views import View
from netgov.words import _

#: Of fewer cases the draws are too much alike to say how sure a number is.
FEWEST_CASES: Final = 20


@dataclass(frozen=True, eq=False)
class Casework:
    """What each case adds to each tie of a network.

    Attributes
    ----------
    net
        The network of the period as it was recorded.
    ties
        The recorded ties, with the layer of each; a tie of the network may hold several.
    ends
        Positions in the network of the source and the target of each of them.
    size
        For how many cases each unit stands: 1 for a numbered case, with all its rows, and for
        a row without a number; for a count made elsewhere the cases it counts, each with an
        equal part of its contacts.
    contacts
        Contacts of one case of each unit (rows) on each tie (columns).
    steady
        What a tie weighs in every draw: meetings attended together, which belong to no case.
    stated
        Which ties a source states, so that they weigh 1 when no contact is drawn.
    """

    net: Network
    ties: pd.Index[Any]
    ends: tuple[np.ndarray, np.ndarray]
    size: np.ndarray
    contacts: csr_array
    steady: np.ndarray
    stated: np.ndarray

    @property
    def cases(self) -> int:
        """How many cases there are."""
        return int(self.size.sum())

    def drawn(self, rng: np.random.Generator, times: int) -> np.ndarray:
        """Return how often each unit is drawn, one row a draw: as many cases as there are."""
        counts: np.ndarray = rng.multinomial(self.cases, self.size / self.cases, size=times)
        return counts

    def kept(self, rng: np.random.Generator, times: int, share: float) -> np.ndarray:
        """Return how many cases of each unit stay, one row a draw, when a share is dropped."""
        return self.chosen(rng, times, round(self.cases * (1 - share)))

    def chosen(self, rng: np.random.Generator, times: int, count: int) -> np.ndarray:
        """Return how many cases of each unit are among so many, each drawn once at most."""
        if (self.size == 1).all():
            order = rng.random((times, len(self.size))).argsort(axis=1, kind="stable")
            return (order.argsort(axis=1, kind="stable") < count).astype(int)
        draws: np.ndarray = rng.multivariate_hypergeometric(
            self.size, count, size=times, method="marginals"
        )
        return draws

    def weights(self, counts: np.ndarray) -> np.ndarray:
        """Return the weight of each cell of the network's matrix, one row a draw."""
        drawn = np.asarray((self.contacts.T @ counts.T).T, dtype=float) + self.steady
        drawn = np.where((drawn == 0) & self.stated, 1.0, drawn)
        return np.asarray((self._cells @ drawn.T).T)

    @cached_property
    def _cells(self) -> csr_array:
        """1 where a tie (column) is part of a cell of the matrix (row)."""
        matrix, (rows, columns) = self.net.matrix, self.ends
        places = csr_array(
            (np.arange(1, matrix.nnz + 1), matrix.indices, matrix.indptr), shape=matrix.shape
        )
        cells = np.asarray(places[rows, columns]).ravel() - 1
        ones = np.ones(len(cells)), (cells, np.arange(len(cells)))
        return csr_array(ones, shape=(matrix.nnz, len(cells)))

    @cached_property
    def cases_of(self) -> np.ndarray:
        """How many cases each actor sent or received, in actor order."""
        rows, columns = self.ends
        touched = self.contacts > 0
        found = np.zeros(len(self.net.actors))
        for actor in {*rows.tolist(), *columns.tolist()}:
            on = np.flatnonzero((rows == actor) | (columns == actor))
            units = np.unique(touched[:, on].tocoo().coords[0])
            found[actor] = self.size[units].sum()
        return found


def casework(
    history: History, period: Period, *, layer: str | None = None, level: str = "unit"
) -> Casework:
    """Return the contacts of a period by case.

    Raises
    ------
    DisclosureError
        If the study is the public view, which holds no single case.
    NotEnoughData
        If there are fewer than 20 cases.
    """
    if isinstance(history, View) and not history.internal:
        sentence = _(
            "This draws single cases anew, which the public view does not hold; ask for it "
            "with --audience internal, for the office alone."
        )
        raise DisclosureError(sentence)
    recorded = view(history[period], layer=layer)
    net, ends = view(recorded, level=level), _ends(recorded, level)
    # What passes within a body that was joined is no tie of it.
    between = ends[0] != ends[1]
    ties = recorded.ties.index[between]
    signs = history.records.signs_in(period)
    signs = signs[signs["strength"] != "absent"]
    signs = signs[pd.MultiIndex.from_frame(signs[TIE]).isin(ties)]
    counted = contacts(signs)
    codes, size = _units(counted)
    found = Casework(
        net=net,
        ties=ties,
        ends=(ends[0][between], ends[1][between]),
        size=size,
        contacts=_per_case(counted, codes, size, ties),
        steady=_added(signs[signs["table"] == "meetings"], ties),
        stated=ties.isin(pd.MultiIndex.from_frame(signs.loc[signs["weight"].isna(), TIE])),
    )
    need_cases(found.cases, str(period))
    return found


def need_cases(count: int, years: str) -> None:
    """Refuse so few cases that draws of them are too much alike.

    Raises
    ------
    NotEnoughData
    """
    if count < FEWEST_CASES:
        sentence = _(
            "Too few cases: {count} in {year}; at least {least} are needed to say how sure a "
            "number is. Take a longer period."
        )
        raise NotEnoughData(sentence, count=count, year=years, least=FEWEST_CASES)


def _ends(recorded: Network, level: str) -> tuple[np.ndarray, np.ndarray]:
    """Return positions of the ends of each tie, among units or the bodies they belong to."""
    if level == "unit":
        return recorded.ends
    into = recorded.into("parent")
    places = pd.Index(pd.unique(into)).get_indexer(pd.Index(into))
    return places[recorded.ends[0]], places[recorded.ends[1]]


def _units(counted: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Return the unit of each row, and for how many cases each unit stands."""
    numbered = counted["case"] != ""
    names = counted["case"].where(numbered, [f"row {row}" for row in counted.index])
    codes, units = pd.factorize(names)
    size = np.ones(len(units), dtype=int)
    recaps = (~numbered & (counted["cases"] > 1)).to_numpy()
    size[codes[recaps]] = counted["cases"].to_numpy()[recaps].astype(int)
    return codes, size


def _per_case(
    counted: pd.DataFrame, codes: np.ndarray, size: np.ndarray, ties: pd.Index
) -> csr_array:
    places = ties.get_indexer(pd.MultiIndex.from_frame(counted[TIE]))
    amounts = counted["weight"].to_numpy(float) / size[codes]
    found = csr_array((amounts, (codes, places)), shape=(len(size), len(ties)))
    found.sum_duplicates()
    return found


def _added(signs: pd.DataFrame, ties: pd.Index) -> np.ndarray:
    places = ties.get_indexer(pd.MultiIndex.from_frame(signs[TIE]))
    added: np.ndarray = np.bincount(places, signs["weight"].to_numpy(float), len(ties))
    return added
