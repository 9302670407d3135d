"""What can be worked out of counts as they are told, from numbers that are sums of them.

Each counted cell is an unknown between the limits that everybody knows; each number is a sum of
cells in an integer programme.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from netgov.counting import TIE
from netgov.kernels.bounds import Sums, go_together, spans
from netgov.parts import Parts
from netgov.period import Period
from netgov.records import Records
from netgov.released import ANY, Told
from netgov.views import ProtectedHistory

_CLOSE: Final = 1e-6


class Sum(NamedTuple):
    """A number over some counted cells, and what tells it."""

    how: str
    cells: np.ndarray
    number: float
    of_tie: bool


class Cells:
    """The counted cells with what everybody knows of each, and what is true of it."""

    def __init__(
        self, cells: pd.DataFrame, public: ProtectedHistory, unit: str, parts: Parts | None
    ) -> None:
        masking = public.masking
        counted = cells["cases"].notna().to_numpy()
        self.frame = public.masked.cells[counted].reset_index(drop=True)
        self.meetings = cells[~counted]
        self.true = cells.loc[counted, unit].to_numpy(float)
        self.hidden = self.frame["hidden"].to_numpy(bool)
        # In exact mode others are hidden along, which are no secret by themselves.
        few = cells.loc[counted, "cases"].to_numpy(float) < masking.rules.mask_below
        self.secret = self.hidden & few
        self.told = self.frame[unit].fillna(masking.rules.hidden_weight).to_numpy(float)
        self.masking, self.unit = masking, unit
        self.few = masking.rules.mask_below - 1
        self.limits = np.ones((len(self.told), 2))
        for cell in np.flatnonzero(~self.hidden):
            self.limits[cell] = masking.between(self.told[cell])
        self.parts = parts
        self.fitting = Places(self.frame, parts).fitting

    def gives_away(self, sum_: Sum) -> bool:
        """Whether a number is not one of the public view but the truth about its cells."""
        at = sum_.cells
        public = [self.told[at][~self.hidden[at]].sum()]
        # In sums over several ties, such as strengths, a hidden one has a weight.
        public += [] if sum_.of_tie else [self.told[at].sum()]
        if any(abs(sum_.number - number) < _CLOSE for number in public):
            return False
        return bool(abs(sum_.number - self.true[at].sum()) < _CLOSE)

    def solved(self, sums: Sequence[Sum]) -> dict[int, str]:
        """Return the hidden cells that sums narrow down to the truth, and what tells each."""
        hows = {int(cell): one.how for one in reversed(sums) for cell in one.cells}
        found: dict[int, str] = {}
        for high in self._limits():
            for some in self._compatible(sums, high):
                asked = np.unique([cell for one in some for cell in one.cells])
                asked = asked[self.secret[asked]]
                least, most = spans(*self._known(some, high), asked, enough=1).T
                sure = (least == most) & (least == self.true[asked])
                found |= {int(cell): hows[int(cell)] for cell in asked[sure]}
        return found

    def _compatible(self, sums: Sequence[Sum], high: float) -> Iterator[Sequence[Sum]]:
        """Yield the sums together, or where some are wrong as many as go together."""
        if not sums:
            return
        if self._go_together(sums, high):
            yield sums
            return
        for order in (sums, sums[::-1]):
            some: list[Sum] = []
            for one in order:
                if self._go_together([*some, one], high):
                    some.append(one)
            if some:
                yield some

    def _go_together(self, sums: Sequence[Sum], high: float) -> bool:
        return go_together(*self._known(sums, high))

    def apart(self, sums: Sequence[Sum]) -> list[str]:
        """Return which sums the counts as they are told cannot make."""
        high = self.few if self.unit == "cases" and not self.masking.exact else math.inf
        if not sums or self._go_together(sums, high):
            return []
        alone = [one.how for one in sums if not self._go_together([one], high)]
        together = next(self._compatible(sums, high), ())
        return alone or [one.how for one in sums if not any(one is other for other in together)]

    def _limits(self) -> list[float]:
        """Return up to what an attacker may think that hidden counts go."""
        if self.masking.exact:
            return [math.inf]
        # One child with forty rows is one case: who thinks of that knows no limit.
        many = (self.true[self.hidden] > self.few).any()
        return [self.few, math.inf] if many else [self.few]

    def _known(self, sums: Sequence[Sum], high: float) -> tuple[np.ndarray, np.ndarray, Sums]:
        """Return the limits of all cells and the sums that an attacker knows."""
        members = [one.cells.tolist() for one in sums]
        known = Sums.of(members, [one.number for one in sums], len(self.frame))
        low, most = self.limits.T
        return low, np.where(self.hidden, high, most), known

    def named(self, solved: dict[int, str]) -> pd.DataFrame:
        """Return cells as a table."""
        at = sorted(solved)
        frame = self.frame.loc[at, [*TIE, "year"]]
        frame = frame.assign(year=frame["year"].map(lambda year: f"{year:.0f}"))
        return frame.assign(how=[solved[cell] for cell in at]).reset_index(drop=True)


class Attack:
    """Numbers of one unit, contacts or cases, as sums over cells."""

    def __init__(self, cells: Cells, records: Records, period: Period) -> None:
        self.cells, self.period, self.records = cells, period, records
        self.meetings = Places(cells.meetings, cells.parts)
        self.met = cells.meetings["weight"].to_numpy(float)
        self.own = pd.concat([cells.frame, cells.meetings])
        self.stated: dict[Period, Places] = {}

    def solved(self, read: Sequence[Told], outside: Sequence[Told] = ()) -> dict[int, str]:
        """Return the hidden cells that files, and totals from elsewhere, give away."""
        leaks = [one for one in self._of_files(read) if self.cells.gives_away(one)]
        return self.cells.solved([*leaks, *self._of_totals(outside)])

    def contradicted(self, outside: Sequence[Told]) -> list[str]:
        """Return the totals from elsewhere that the counts as told cannot make."""
        return self.cells.apart(self._of_totals(outside))

    def strange(self, outside: Sequence[Told]) -> list[str]:
        """Return the totals from elsewhere that are about no counted tie."""
        about = {one.how for one in self._of_totals(outside)}
        return [one.file for one in outside if one.file not in about]

    def _of_totals(self, outside: Sequence[Told]) -> list[Sum]:
        """Return totals from elsewhere as sums; they know of no statements and meetings."""
        sums = []
        for one in outside:
            at = self.cells.fitting(one, self.period)
            if at.size and one.unit in {"", self.cells.unit}:
                sums.append(Sum(one.file, at, one.number, of_tie=False))
        return sums

    def _of_files(self, told: Iterable[Told]) -> Iterator[Sum]:
        """Yield the numbers about counted cells, without what is added up and no count."""
        for one in told:
            at = self.cells.fitting(one, self.period)
            if one.unit != self.cells.unit or not at.size:
                continue
            of_tie, rest = ANY not in one[1:3], 0.0
            if one.unit == "weight":
                rest += self.met[self.meetings.fitting(one, self.period)].sum()
                rest += 0 if of_tie else self._stated(one, one.period or self.period)
            yield Sum(one.file, at, one.number - rest, of_tie)

    def _stated(self, one: Told, span: Period) -> int:
        """Return how many ties of statements alone, which weigh 1, are among those of a sum."""
        if span not in self.stated:
            signs = self.records.signs_in(span)
            stated = signs[signs["weight"].isna() & (signs["strength"] != "absent")]
            own = self.own[self.own["year"].between(span.first, span.last)]
            counted = set(own[TIE].itertuples(index=False, name=None))
            ties = dict.fromkeys(stated[TIE].itertuples(index=False, name=None))
            alone = [tie for tie in ties if tie not in counted]
            frame = pd.DataFrame(alone, columns=TIE).assign(year=float(span.first))
            self.stated[span] = Places(frame, self.cells.parts)
        return self.stated[span].fitting(one, span).size


class Places:
    """Where the cells of a tie stand among others."""

    def __init__(self, cells: pd.DataFrame, parts: Parts | None) -> None:
        self.cells, self.years = cells, cells["year"].to_numpy(float)
        self.part = np.zeros(len(cells)) if parts is None else parts.codes(cells)
        self.of_tie: dict[tuple[str, ...], list[int]] = {}
        for place, tie in enumerate(zip(*(cells[end].map(str) for end in TIE), strict=True)):
            self.of_tie.setdefault(tie, []).append(place)

    def fitting(self, one: Told, period: Period) -> np.ndarray:
        """Return the places of the cells that a number is about."""
        if ANY in one[1:4]:
            at = np.flatnonzero(_fits(self.cells, one))
            if one.part is not None:  # a sum in a file about a part is over its ties alone
                at = at[self.part[at] == one.part]
        else:
            at = np.array(self.of_tie.get(one[1:4], []), dtype=int)
        first, last = one.period or period
        years = self.years[at]
        found: np.ndarray = at[(first <= years) & (years <= last)]
        return found


def _fits(cells: pd.DataFrame, one: Told) -> np.ndarray:
    """Return which cells have the ends and the layer of a number, whatever their year."""
    found = np.ones(len(cells), dtype=bool)
    for column, wanted in zip(TIE, one[1:4], strict=True):
        if wanted != ANY:
            found &= (cells[column].map(str) == wanted).to_numpy()
    return found
