"""The parts of a study: the bodies that share a value, such as a district, and their ties.

A part is a view of the same kind as the whole, taken from it: its counts are cells of the
whole, so that no second count exists from which hidden ones could be worked out.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any, Final, NamedTuple, cast

import numpy as np
import pandas as pd

from netgov.cases import case_log, end_of_data, follow, hand_down_delays, usual_delays
from netgov.counting import TIE, contacts
from netgov.errors import DisclosureError, NotEnoughData, Phrase, UnknownName
from netgov.names import folded
from netgov.period import Period
from netgov.records import Records
from netgov.schema import TABLES, Column, plain
from netgov.unnamed import unnamed_bodies
from netgov.views import (
    TOO_FEW,
    Part,
    ProtectedHistory,
    View,
    is_told,
    need_enough,
    need_view,
    ties_told,
)
from netgov.words import LANGUAGES, Words, _

# What stands for a body that works for several parts, and for one that must not be named.
_SHARED: Final = -1
_UNNAMED: Final = -2
# Where rows go that belong to no part.
_NOWHERE: Final = -1


class Beside(NamedTuple):
    """How many ties of the whole are in no part, and why.

    ``between``: their bodies belong to different parts; ``unnamed``: one must not be named;
    ``shared``: both work for several parts.
    """

    between: int
    unnamed: int
    shared: int


class Parts(Mapping[int, View]):
    """The parts of a view by a column of its bodies, each made when asked for.

    A body without a value works for several parts: it joins those in which it has a tie, or a
    duty, with a body of the part, and such ties alone go with it.

    Attributes
    ----------
    view, column, period
        What was divided, by what, and the years to tell of.
    names
        What each part is called, by language, in the order of the alphabet.
    beside
        The ties in no part.
    shared
        How many bodies work for several parts, since they have no value.

    Raises
    ------
    UnknownName
        If the bodies have no such column that divides them.
    NotEnoughData
        If it is blank for all of them.
    """

    def __init__(self, view: View, column: str, period: Period) -> None:
        self.view, self.column, self.period = view, need_column(column), period
        # The sector is the one value that a body without a name has.
        unnamed = [] if self.column.name == "sector" else unnamed_bodies(view.records.actors)
        values = _values(view.records, self.column.name, unnamed)
        _need_told(values, self.column.name)
        spelled: dict[str, str] = {}
        for value in values.values():
            spelled.setdefault(folded(value), value)
        keys = sorted(spelled, key=by_number)
        self.names = [_names(self.column, spelled[key]) for key in keys]
        self._turns = {key: number for number, key in enumerate(keys)}
        home = {last: self._turns[folded(value)] for last, value in values.items()}
        home |= dict.fromkeys(unnamed, _UNNAMED)
        lineage = view.records.lineage
        self._home = {slug: home.get(last, _SHARED) for slug, last in lineage.items()}
        self.shared = sum(self._home[slug] == _SHARED for slug in view.records.actors.index)
        self.beside, self._outside = self._ties_beside()

    def __len__(self) -> int:
        return len(self.names)

    def __iter__(self) -> Iterator[int]:
        return iter(range(len(self)))

    def __getitem__(self, turn: int) -> View:
        if turn not in range(len(self)):
            raise KeyError(turn)
        told = self.part(turn)
        part = self.view.part_of(self._records(turn, told.names), told)
        self._tell_of_the_whole(part, turn)
        return part

    def part(self, turn: int) -> Part:
        """Return which part it is."""
        return Part(self.column.name, self.names[turn], int(self._outside[turn]))

    # --- which rows belong to which part ------------------------------------------------

    def _ends(self, ends: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
        """Return the parts of source and target; without a target it works for several."""
        source, target = (ends[end].map(self._home) for end in ("source", "target"))
        return source.fillna(_SHARED).to_numpy(int), target.fillna(_SHARED).to_numpy(int)

    def codes(self, ends: pd.DataFrame) -> np.ndarray:
        """Return the one part that each pair of bodies belongs to, below 0 where none is."""
        source, target = self._ends(ends)
        found = np.where(source == target, source, _NOWHERE)
        found = np.where((source == _SHARED) & (target >= 0), target, found)
        found = np.where((target == _SHARED) & (source >= 0), source, found)
        return np.where(found >= 0, found, _NOWHERE)

    @cached_property
    def _evidence(self) -> Mapping[int, np.ndarray]:
        return _places(self.codes(self.view.records.evidence))

    @cached_property
    def _not_referred(self) -> Mapping[int, np.ndarray]:
        lines = self.view.records.not_referred
        return _places(self.codes(lines)) if len(lines) else {}

    @cached_property
    def _mandates(self) -> Mapping[int, np.ndarray]:
        """Whole duties alone: one with an alternative elsewhere may be met there."""
        mandates = self.view.records.mandates
        return _places(_as_one(self.codes(mandates), mandates["duty"]))

    @cached_property
    def _bodies(self) -> Mapping[int, np.ndarray]:
        actors = self.view.records.actors.index
        return _places(np.array([self._home[slug] for slug in actors], dtype=int))

    @cached_property
    def _of_bodies(self) -> Mapping[str, Mapping[Any, np.ndarray]]:
        """Where the rows about each body stand, of tables that speak of one body a row."""
        tables = ("aliases", "figures", "meetings")
        frames = {name: getattr(self.view.records, name) for name in tables}
        return {
            name: frame.groupby("actor", sort=False).indices if len(frame) else {}
            for name, frame in frames.items()
        }

    @cached_property
    def _meetings(self) -> Mapping[int, np.ndarray]:
        """Where the attendance at meetings stands to which a body of the part came."""
        lists = self.view.records.meetings
        if lists.empty:
            return {}
        event = lists.groupby(["date", "event"], sort=False, dropna=False).ngroup().to_numpy()
        codes = lists["actor"].map(self._home).fillna(_SHARED).to_numpy(int)
        came = pd.DataFrame({"event": event, "part": codes})[codes >= 0].drop_duplicates()
        rows = pd.DataFrame({"event": event, "at": range(len(lists)), "code": codes})
        both = rows.merge(came, on="event")
        own = both[(both["code"] == both["part"]) | (both["code"] == _SHARED)]
        places = _places(own["part"].to_numpy(int))
        return {part: np.sort(own["at"].to_numpy(int)[at]) for part, at in places.items()}

    @cached_property
    def _ties(self) -> pd.DataFrame:
        return self.view[self.period].ties.index.to_frame(index=False)

    def _ties_beside(self) -> tuple[Beside, np.ndarray]:
        """Return the ties in no part by reason, and how many touch each part."""
        ties = self._ties
        source, target = self._ends(ties)
        nowhere = self.codes(ties) == _NOWHERE
        unnamed = nowhere & ((source == _UNNAMED) | (target == _UNNAMED))
        shared = nowhere & (source == _SHARED) & (target == _SHARED)
        between = nowhere & ~unnamed & ~shared
        beside = Beside(*(int(which.sum()) for which in (between, unnamed, shared)))
        outside = np.zeros(len(self.names), dtype=int)
        for codes in (source, target):
            np.add.at(outside, codes[nowhere & (codes >= 0)], 1)
        return beside, outside

    @cached_property
    def untold(self) -> Mapping[int, Phrase]:
        """The parts that tell of too few ties, and the sentence on it."""
        signs = contacts(self.view.records.signs_in(self.period))
        signs = signs[["cases", *TIE]].assign(part=self.codes(signs))
        told = signs[signs["cases"].notna()].drop_duplicates(TIE)
        counted, known, ties = (
            np.bincount(codes[codes >= 0], minlength=len(self))
            for codes in (signs["part"], told["part"], self.codes(self._ties))
        )
        found: dict[int, Phrase] = {}
        for turn in self:
            if ties[turn] <= TOO_FEW:
                facts = {"count": int(ties[turn]), "year": str(self.period)}
                found[turn] = Phrase(_("Ties of {year}: {count}; that is no network."), **facts)
            elif not self.view.internal:
                try:
                    counts = int(counted[turn]), int(known[turn])
                    need_enough(*counts, str(self.period), self.view.masking)
                except DisclosureError as few:
                    found[turn] = few.phrase
        return found

    def turn_of(self, value: str) -> int:
        """Return which part bears a name, in either language or as the table has it.

        Raises
        ------
        UnknownName
            If none does.
        """
        called = {
            name: turn for turn, names in enumerate(self.names) for name in names.values()
        }
        turns = self._turns | {folded(name): turn for name, turn in called.items()}
        if folded(value) not in turns:
            sentence = _("No body has {column} {name}. The nearest is {near}.")
            raise UnknownName.among(sentence, value, called, column=self.column.name)
        return turns[folded(value)]

    def bodies(self, turn: int) -> int:
        """Return how many bodies have the value of a part, each name of one counted."""
        return len(self._bodies.get(turn, ()))

    # --- one part -----------------------------------------------------------------------

    def _records(self, turn: int, name: Mapping[str, str]) -> Records:
        whole, none = self.view.records, np.array([], dtype=int)
        evidence = whole.evidence.iloc[self._evidence.get(turn, none)]
        mandates = whole.mandates.iloc[self._mandates.get(turn, none)]
        at = self._bodies.get(turn, none)
        joined = self._joined(evidence, mandates, {*whole.actors.index[at]})
        actors = whole.actors.iloc[np.sort(np.concatenate([at, joined]))]
        known = set(actors.index)
        evidence = evidence[evidence["source"].isin(known) & evidence["target"].isin(known)]
        titles = {
            lang: " – ".join(filter(None, [whole.study.title(lang), name[lang]]))
            for lang in LANGUAGES
        }
        return replace(
            whole,
            actors=actors,
            evidence=evidence,
            mandates=mandates,
            aliases=self._about(whole.aliases, "aliases", known),
            figures=self._about(whole.figures, "figures", known),
            meetings=self._lists(turn, known),
            not_referred=whole.not_referred.iloc[self._not_referred.get(turn, none)],
            study=replace(whole.study, titles=titles),
        )

    def _joined(
        self, evidence: pd.DataFrame, mandates: pd.DataFrame, own: set[Any]
    ) -> np.ndarray:
        """Return where the bodies stand that work for several and have to do with the part."""
        now = evidence[self.period.touches(evidence["year_from"], evidence["year_to"])]
        ends = pd.concat([now[["source", "target"]], mandates[["source", "target"]]])
        lineage, names = self.view.records.lineage, self.view.records.names_of
        last = {lineage[slug] for slug in {*ends["source"], *ends["target"]} - own}
        slugs = [slug for one in last for slug in names[one]]
        return self.view.records.actors.index.get_indexer(pd.Index(slugs))

    def _about(self, frame: pd.DataFrame, name: str, known: set[Any]) -> pd.DataFrame:
        """Return the rows about some bodies, in the order of the table."""
        places = self._of_bodies[name]
        at = [places[slug] for slug in known if slug in places]
        return frame.iloc[np.sort(np.concatenate(at)) if at else []]

    def _lists(self, turn: int, known: set[Any]) -> pd.DataFrame:
        lists = self.view.records.meetings
        if turn not in self._meetings:
            return lists.head(0)
        told = lists.iloc[self._meetings[turn]]
        return told[told["actor"].isin(known)]

    def _tell_of_the_whole(self, part: View, turn: int) -> None:
        """Hand down what the whole alone knows, so that no part works it out otherwise."""
        rows = part.records.mandates.index
        for span, held in self._exposures.items():
            part.hand_down(("exposure", span), held.loc[rows])
        for year, told in self._untold.items():
            part.hand_down((need_view, year), told)
        if isinstance(part, ProtectedHistory) and part.records.counted:
            delays, places = self._delays
            hand_down_delays(part, self.period, delays.iloc[places.get(turn, [])])
        elif part.internal and len(case_log(self.view)):
            log, places = self._log
            own = log.iloc[places.get(turn, [])]
            own = own[own.index.isin(part.records.evidence.index)]
            follow(part, own, end_of_data(self.view))

    @cached_property
    def _exposures(self) -> Mapping[Period, pd.DataFrame]:
        """What duties could have shown, by ties that are in no part too."""
        spans = dict.fromkeys([self.period, *_years(self.period)])
        return {span: self.view.exposure(span) for span in spans}

    @cached_property
    def _untold(self) -> Mapping[Period, tuple[int, int]]:
        """The years of which the whole may not tell by themselves, so that no part does."""
        years = [year for year in _years(self.period) if not is_told(self.view, year)]
        return {year: ties_told(self.view, year) for year in years}

    @cached_property
    def _delays(self) -> tuple[pd.DataFrame, Mapping[int, np.ndarray]]:
        delays = usual_delays(cast(ProtectedHistory, self.view), self.period)
        ends = delays.index.to_frame(index=False)
        return delays, _places(self.codes(ends)) if len(delays) else {}

    @cached_property
    def _log(self) -> tuple[pd.DataFrame, Mapping[int, np.ndarray]]:
        """The case log, and where the cases stand that never left a part.

        Others would look lost where they only went on elsewhere.
        """
        log = case_log(self.view)
        return log, _places(_as_one(self.codes(log), log["case"]))


def need_column(name: str) -> Column:
    """Return the column of the bodies that divides a study, by its name or a heading of it.

    Raises
    ------
    UnknownName
        If there is no such column, or it does not hold texts or values of a list.
    """
    known = {
        column.name: column
        for column in TABLES["actors"].columns
        if column.kind in {"text", "closed"}
    }
    called = {plain(heading): one for one in known.values() for heading in one.headings}
    called |= {plain(own): column for own, column in known.items()}
    if plain(name) not in called:
        sentence = _(
            "There is no column {name} of the bodies to divide by. The nearest is {near}; all: "
            "{known}."
        )
        raise UnknownName.among(sentence, name, known)
    return called[plain(name)]


def _need_told(values: Mapping[Any, str], column: str) -> None:
    if not values:
        sentence = _(
            "No body has a value of {column}, so there is nothing to divide by. Fill that "
            "column in the table of bodies, actors.csv, and name the folder it lies in, not a "
            "file beside it."
        )
        raise NotEnoughData(sentence, column=column)


def _values(records: Records, column: str, unnamed: Collection[Any]) -> dict[Any, str]:
    """Return the value of each line of names, by the last; the latest name that has one."""
    if column not in records.actors:
        return {}
    told = records.actors[column].fillna("").map(str).to_dict()
    values: dict[Any, str] = {}
    for last, line in records.names_of.items():
        found = [told[slug] for slug in line if told[slug].strip() and slug not in unnamed]
        values |= {last: found[-1]} if found else {}
    return values


def _names(column: Column, value: str) -> dict[str, str]:
    """Return what a part is called, by language."""
    if isinstance(column.type, str) or value not in column.type:
        return dict.fromkeys(LANGUAGES, value)
    return {lang: Words(lang)(column.type[value].label) for lang in LANGUAGES}


def by_number(key: str) -> list[tuple[bool, int, str]]:
    """Return by what a name is sorted, so that 2 stands before 10."""
    parts = re.findall(r"[0-9]+|[^0-9]+", key)
    return [
        (part[0] > "9" or part[0] < "0", int(part) if "0" <= part[0] <= "9" else 0, part)
        for part in parts
    ]


def _years(period: Period) -> list[Period]:
    return [Period(year, year) for year in range(period.first, period.last + 1)]


def _as_one(codes: np.ndarray, of: pd.Series[Any]) -> np.ndarray:
    """Return the part of rows that go together, nowhere unless it is the same of all."""
    groups = pd.Series(codes, of.index).groupby(of.to_numpy())
    low, high = groups.transform("min"), groups.transform("max")
    return low.where(low == high, _NOWHERE).to_numpy(int)


def _places(codes: np.ndarray) -> Mapping[int, np.ndarray]:
    """Return the places of the rows of each part."""
    order = np.argsort(codes, kind="stable")
    parts, first = np.unique(codes[order], return_index=True)
    last = [*first[1:], len(codes)]
    return {
        part: order[at:to] for part, at, to in zip(parts.tolist(), first, last, strict=False)
    }
