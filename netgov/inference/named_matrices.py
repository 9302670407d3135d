"""The matrices of a study that have a name: what is on record, what rules ask, who is alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import numpy as np
import pandas as pd

from netgov.cases.meetings import coordination
from netgov.errors import NotEnoughData, UnknownName
from netgov.gaps import NOT_IN_FORCE, register
from netgov.history import History, need_history
from netgov.period import Period
from netgov.records import Records
from netgov.sizes import need_at_most
from netgov.terms import LAYERS
from netgov.views import View, need_view
from netgov.words import _

#: Stands between the name of a matrix and the year that is meant.
_OF_YEAR: Final = ":"
_NOT_KNOWN: Final = ("", "unknown")


@dataclass(frozen=True)
class NamedMatrix:
    """A matrix of a study.

    Attributes
    ----------
    name
        The name to ask for it by.
    label
        What people call it.
    make
        Makes it of a study and the years it tells of.
    """

    name: str
    label: str
    make: Callable[[History, Period], pd.DataFrame]


def matrix_named(
    history: History | Records, year: int | str | tuple[int, int] | None, name: str
) -> pd.DataFrame:
    """Return a matrix of a study: rows act, columns receive, actors in record order.

    Parameters
    ----------
    history
        A study: what `read_records` or `build_history` returns, or a view of it.
    year
        The years whose actors the matrix has; all of the study unless given.
    name
        What the matrix tells. With a year behind it, as in ``recorded:2018``, it tells of that
        year instead; of actors that did not exist then it tells NaN.

        - ``recorded``: contact on record, all layers together, lists of meetings too; a layer
          alone by its name, such as ``referral``. Counted contact weighs, a statement is 1.
        - ``mandated``, ``permitted``: 1 where a rule in force requires, or permits, contact in
          any layer. Rules whose start is not known count as in force.
        - ``same_sector``, ``same_level``, ``same_reach``: 1 where two actors share it; NaN
          where that of one is not known.
        - ``same_parent``: 1 where two actors are units of one body, or one is a unit of the
          other.
        - ``co_attendance``: meetings attended together. The same lists are in ``recorded``;
          put it beside a layer such as ``referral``.

    Returns
    -------
    DataFrame
        Rows and columns are actors; the diagonal says nothing.

    Raises
    ------
    NetgovError
        If the first is no study.
    UnknownName
        If there is no such matrix.
    NotEnoughData
        If there are no lists of meetings, or more than 2,000 actors.
    DisclosureError
        If a public view may not tell of the years by themselves.

    Examples
    --------
    >>> import netgov as ng
    >>> history = ng.build_history(ng.read_records("data"))
    >>> ruled = ng.matrix_named(history, None, "mandated")
    >>> float(ruled.loc["walikota", "dinkes"]), int(ruled.to_numpy().sum())
    (1.0, 64)
    """
    history = need_history(history)
    plain, other_year = name_and_year(str(name))
    if plain not in MATRICES:
        sentence = _("There is no matrix called {name}. The nearest is {near}; all: {known}.")
        raise UnknownName.among(sentence, plain, MATRICES)
    period = history.within(year)
    asked = history.within(other_year) if other_year else period
    if isinstance(history, View):
        need_view(history, asked)
    for span in (period, asked):
        need_at_most(history[span])
    roster = history[period].actors.index
    return MATRICES[plain].make(history, asked).reindex(index=roster, columns=roster)


def name_and_year(name: str) -> tuple[str, str]:
    """Return the matrix that "recorded:2018" names and the year it asks for, blank if none."""
    plain, _colon, year = name.partition(_OF_YEAR)
    return plain, year


def _frame(cells: np.ndarray, history: History, period: Period) -> pd.DataFrame:
    actors = history[period].actors.index
    return pd.DataFrame(cells, index=actors, columns=actors, dtype=float)


def _of_pairs(pairs: pd.Series[Any], history: History, period: Period) -> pd.DataFrame:
    """Return the matrix of values by (row, column), 0 elsewhere."""
    actors = history[period].actors.index
    cells = np.zeros((len(actors), len(actors)))
    ends = (actors.get_indexer(pairs.index.get_level_values(end)) for end in (0, 1))
    cells[tuple(ends)] = pairs.to_numpy(float)
    return _frame(cells, history, period)


def _recorded(history: History, period: Period) -> pd.DataFrame:
    return _frame(history[period].matrix.toarray(), history, period)


def _of_layer(history: History, period: Period, *, layer: str) -> pd.DataFrame:
    return _frame(history[period].only([layer]).matrix.toarray(), history, period)


def _by_rule(history: History, period: Period, *, kind: str) -> pd.DataFrame:
    rules = register(history, period)
    bound = rules[(rules["status"] != NOT_IN_FORCE) & (rules["kind"] == kind)]
    ends = pd.MultiIndex.from_frame(bound[["source", "target"]])
    return _of_pairs(pd.Series(1.0, ends), history, period)


def _same(history: History, period: Period, *, column: str) -> pd.DataFrame:
    values = history[period].actors[column].astype(object).to_numpy()
    known = ~np.isin(values, _NOT_KNOWN)
    cells = (values[:, None] == values[None, :]).astype(float)
    cells[~(known[:, None] & known[None, :])] = np.nan
    return _frame(cells, history, period)


def _same_parent(history: History, period: Period) -> pd.DataFrame:
    actors = history[period].actors
    above = actors["parent"].astype(object).to_numpy()
    has = above != ""
    itself = actors.index.to_numpy(dtype=object)
    units = (above[:, None] == above) & has
    unit_of = above[:, None] == itself
    return _frame(units | unit_of | unit_of.T, history, period)


def _co_attendance(history: History, period: Period) -> pd.DataFrame:
    pairs = coordination(history, period)["meetings"]
    if pairs.empty:
        sentence = _(
            "There are no lists of meetings of {year} to compare with; the public view has "
            "none."
        )
        raise NotEnoughData(sentence, year=str(period))
    one_way = _of_pairs(pairs, history, period)
    return one_way + one_way.T


MATRICES: Final[Mapping[str, NamedMatrix]] = {
    matrix.name: matrix
    for matrix in (
        NamedMatrix("recorded", _("contact on record"), _recorded),
        NamedMatrix(
            "mandated", _("contact that a rule requires"), partial(_by_rule, kind="must")
        ),
        NamedMatrix(
            "permitted", _("contact that a rule permits"), partial(_by_rule, kind="may")
        ),
        NamedMatrix("same_sector", _("same sector"), partial(_same, column="sector")),
        NamedMatrix(
            "same_level", _("same level of government"), partial(_same, column="level")
        ),
        NamedMatrix("same_reach", _("same reach of the city"), partial(_same, column="reach")),
        NamedMatrix("same_parent", _("units of one body"), _same_parent),
        NamedMatrix("co_attendance", _("meetings attended together"), _co_attendance),
        *(
            NamedMatrix(name, layer.label, partial(_of_layer, layer=name))
            for name, layer in LAYERS.items()
        ),
    )
}
