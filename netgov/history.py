"""The years of a study: a network for each year or span of years, built when asked for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterator, Mapping
from copy import copy
from dataclasses import replace
from typing import Any, Self, TypeVar

import numpy as np
import pandas as pd

from netgov.counting import TIE, tally
from netgov.errors import NetgovError, NotEnoughData
from netgov.exposure import exposure
from netgov.network import Network, completed
from netgov.period import Period
from netgov.records import Records
from netgov.terms import LAYERS
from netgov.words import _

Result = TypeVar("Result")


class History(Mapping[int, Network]):
    """The networks of a study by year; a span of years is read the same way.

    ``history[2019]`` is one year, ``history[2017, 2019]`` the ties of all three together.
    """

    def __init__(self, records: Records) -> None:
        self.records = records
        self._made: dict[Period, Network] = {}
        self._kept: dict[Hashable, Any] = {}

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.whole}>"

    def keep(self, key: Hashable, work_out: Callable[[Self], Result]) -> Result:
        """Return what other rooms work out of this study, worked out once."""
        if key not in self._kept:
            self._kept[key] = work_out(self)
        kept: Result = self._kept[key]
        return kept

    def hand_down(self, key: Hashable, found: object) -> None:
        """Take over what the whole knows better than this part of it could work out."""
        self._kept[key] = found

    def without_signs(self, rows: Collection[int]) -> Self:
        """Return the study without some rows of its evidence; itself if there are none."""
        if not len(rows):
            return self
        rest = self.records.evidence.drop(index=[*rows])
        return self._of(replace(self.records, evidence=rest))

    def _of(self, records: Records) -> Self:
        """Return the same study of other records."""
        other = copy(self)
        other.records, other._made, other._kept = records, {}, {}
        return other

    def asked(self, year: int | str | tuple[int, int] | None) -> Period:
        """Return the period that is asked for; all years of the study unless one is."""
        return self.whole if year is None else Period.of(year)

    def within(self, year: int | str | tuple[int, int] | None) -> Period:
        """Return the period that is asked for, which must lie within the study.

        A span that reaches beyond it is refused, not cut: a table of 2015-2019 would say that
        two years of which nothing was recorded were quiet.

        Raises
        ------
        NotEnoughData
            If not all of its years belong to the study.
        """
        period = self.asked(year)
        if not (self.whole.first <= period.first and period.last <= self.whole.last):
            sentence = _("{year} is not a year of the study, which covers {years}.")
            if period.first < period.last:
                sentence = _(
                    "{year} reaches beyond the study, which covers {years}; ask for less."
                )
            raise NotEnoughData(sentence, year=str(period), years=str(self.whole))
        return period

    def exposure(self, period: Period) -> pd.DataFrame:
        """Return what the duties of a period could have shown; see `exposure`."""
        return self.keep(("exposure", period), lambda history: history._exposure(period))

    def _exposure(self, period: Period) -> pd.DataFrame:
        return exposure(self.records, period)

    @property
    def whole(self) -> Period:
        """All years of the study."""
        return self.records.study.period

    def __getitem__(self, year: int | str | tuple[int, int]) -> Network:
        period = Period.of(year)
        if period not in self._made:
            self._made[period] = self._network(period)
        return self._made[period]

    def __contains__(self, year: object) -> bool:
        return isinstance(year, int) and self.whole.first <= year <= self.whole.last

    def __iter__(self) -> Iterator[int]:
        return iter(range(self.whole.first, self.whole.last + 1))

    def __len__(self) -> int:
        return self.whole.last - self.whole.first + 1

    def _network(self, period: Period) -> Network:
        actors = self.records.actors_in(period)
        ties = _ties(self.records.signs_in(period), actors.index)
        return Network(actors, ties, actors["sector"], str(period))


def build_history(records: Records) -> History:
    """Return the networks of the study's years.

    An office under a new name is one actor across years: the last of its line.

    Parameters
    ----------
    records
        From `read_records`.

    Returns
    -------
    History
    """
    return History(records)


def need_history(study: History | Records) -> History:
    """Return a study as its networks by year, whether it was read only or built too.

    Raises
    ------
    NetgovError
        If it is neither.
    """
    if isinstance(study, History):
        return study
    if not isinstance(study, Records):
        sentence = _(
            "{kind} is no study: pass what read_records or build_history returns, or a view of "
            "it."
        )
        raise NetgovError(sentence, kind=type(study).__name__)
    return build_history(study)


def _ties(signs: pd.DataFrame, actors: pd.Index[Any]) -> pd.DataFrame:
    """Add up the signs of contact of each source, target and layer, in the order of actors.

    Counted contact is the weight; statements alone weigh 1. An absent statement makes no tie.
    """
    ties = tally(signs[signs["strength"] != "absent"])
    source, target, layer = (ties.index.get_level_values(part) for part in TIE)
    layers = pd.Index(LAYERS).get_indexer(layer)
    ordered = ties.iloc[
        np.lexsort((layers, actors.get_indexer(target), actors.get_indexer(source)))
    ]
    return completed(ordered.assign(weight=ordered["weight"].fillna(1.0)))
