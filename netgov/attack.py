"""The attack on what was written: which hidden counts anybody can work out.

The attacker reads every file, knows how counts are hidden and rounded, and may know totals
from elsewhere, such as an annual report. What the public view tells gives no hidden count away;
every true number in a file beside it, and every total from elsewhere, is one more sum in the
integer programme, of contacts or of cases.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from netgov.counting import TIE
from netgov.errors import DisclosureError
from netgov.history import History
from netgov.kernels.bounds import Sums, go_together, spans
from netgov.known_totals import known_totals
from netgov.masking import Masking
from netgov.names import folded
from netgov.period import Period
from netgov.privacy import protect, true_cells
from netgov.records import Records
from netgov.released import ANY, UNITS, Files, Told, read_released
from netgov.releases import masking_listed
from netgov.tables import with_names
from netgov.terms import layer_called
from netgov.trail import as_written, masking_of
from netgov.views import ProtectedHistory, ShownNetwork
from netgov.words import Words, _

_CLOSE: Final = 1e-6
_OUTSIDE: Final = _("known totals")


@dataclass(frozen=True, eq=False)
class Audit:
    """What an attack on released files found.

    Attributes
    ----------
    solved
        Source, target, layer and year of each hidden count that can be worked out, and ``how``:
        the file that tells it, or "known totals".
    hidden
        How many counts of few cases are hidden.
    numbers
        How many numbers of contacts the files hold.
    internal, unread
        Files that say that they are for the office alone; and those that were not read, or
        whose tables told no number of contacts, unless the trail says that netgov wrote them.
    contradicted, strange
        Rows of the known totals that the counts as told cannot make, and those about no tie.
    network
        The public view of the whole study, for the names of bodies.
    """

    solved: pd.DataFrame
    hidden: int
    numbers: int
    internal: Sequence[str]
    unread: Sequence[str]
    contradicted: Sequence[str]
    strange: Sequence[str]
    network: ShownNetwork


def audit(
    out: str | Path,
    history: History,
    known: str | Path | None = None,
    masking: Masking | None = None,
) -> Audit:
    """Attack a file or folder that was written for everybody.

    Parameters
    ----------
    out
        What was written.
    history
        The study it was written from, unprotected.
    known
        A table of totals that are known from elsewhere; see `known_totals`.
    masking
        How counts were hidden; unless given as the trail beside the folder says, or the list
        of releases, or else the usual way.

    Returns
    -------
    Audit

    Raises
    ------
    RecordsError
        If a file cannot be read, or a total names no body or year.
    """
    masking = masking or masking_of(Path(out)) or masking_listed(history.records.origin)
    public = protect(history, masking.rules, exact=masking.exact)
    files = read_released(Path(out))
    period = files.period or history.whole
    read = [
        _by_slug(one, public.records, history.records)
        for told in files.told
        for one in _in_years(told, files.period, history)
    ]
    outside = [] if known is None else known_totals(Path(known), _bodies(public, history))
    true = true_cells(history.records)
    attacks = [_Attack(_Cells(true, public, unit), public.records, period) for unit in UNITS]
    solved: dict[int, str] = {}
    for attack in attacks:
        solved |= attack.solved(read) | solved
    for attack in attacks:
        found = attack.solved(read, outside) if outside else ()
        solved = dict.fromkeys(found, _OUTSIDE) | solved
    cells = attacks[0].cells
    return Audit(
        solved=cells.named(solved),
        hidden=int(cells.secret.sum()),
        numbers=len(files.told),
        internal=files.internal,
        unread=_unread(files, as_written(Path(out))),
        contradicted=_of_every(
            {a.cells.unit: a.contradicted(outside) for a in attacks}, outside
        ),
        network=public[public.whole],
        strange=_of_every({a.cells.unit: a.strange(outside) for a in attacks}, outside),
    )


def _unread(files: Files, written: Collection[str]) -> list[str]:
    """Return what somebody must look at, since neither the attack nor the trail knows it."""
    left = (some for file, some in files.unread.items() if file not in written)
    return sorted(name for some in left for name in some)


def _in_years(told: Told, period: Period | None, history: History) -> Iterator[Told]:
    """Yield a number in its period, or if no file says which, in each that it may be of."""
    if told.period or period:
        yield told
        return
    for year in {history.whole, *(Period(year, year) for year in history)}:
        yield told._replace(period=year)


def _bodies(public: ProtectedHistory, history: History) -> dict[str, str]:
    """Return the body that stands for each name, of joined ones only if it is of one alone."""
    stands: dict[str, set[str]] = {}
    for name, slug in history.records.called.items():
        stands.setdefault(public.bodies[name], set()).add(slug)
    return {
        name: slug if len(stands[slug]) == 1 else history.records.called[name]
        for name, slug in public.bodies.items()
    }


def _of_every(found: Mapping[str, Sequence[str]], outside: Sequence[Told]) -> list[str]:
    """Return the rows that hold for each unit in which a total may be."""
    return [
        one.file
        for one in outside
        if all(one.file in found[unit] for unit in ([one.unit] if one.unit else UNITS))
    ]


def _by_slug(one: Told, *named: Records) -> Told:
    """Return a number with its bodies by their short names, whatever a file calls them."""

    def slug(end: str) -> str:
        known = [
            records.called[folded(end)] for records in named if folded(end) in records.called
        ]
        return known[0] if known else end

    layer = layer_called(one.layer)
    return one._replace(source=slug(one.source), target=slug(one.target), layer=layer)


class _Sum(NamedTuple):
    """A number over some counted cells, and what tells it."""

    how: str
    cells: np.ndarray
    number: float
    of_tie: bool


class _Cells:
    """The counted cells with what everybody knows of each, and what is true of it."""

    def __init__(self, cells: pd.DataFrame, public: ProtectedHistory, unit: str) -> None:
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
        self.fitting = _Places(self.frame).fitting

    def gives_away(self, sum_: _Sum) -> bool:
        """Whether a number is not one of the public view but the truth about hidden cells."""
        at = sum_.cells
        public = [self.told[at][~self.hidden[at]].sum()]
        # In sums over several ties, such as strengths, a hidden one has a weight.
        public += [] if sum_.of_tie else [self.told[at].sum()]
        if any(abs(sum_.number - number) < _CLOSE for number in public):
            return False
        return bool(abs(sum_.number - self.true[at].sum()) < _CLOSE)

    def solved(self, sums: Sequence[_Sum]) -> dict[int, str]:
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

    def _compatible(self, sums: Sequence[_Sum], high: float) -> Iterator[Sequence[_Sum]]:
        """Yield the sums together, or where some are wrong as many as go together."""
        if not sums:
            return
        if self._go_together(sums, high):
            yield sums
            return
        for order in (sums, sums[::-1]):
            some: list[_Sum] = []
            for one in order:
                if self._go_together([*some, one], high):
                    some.append(one)
            if some:
                yield some

    def _go_together(self, sums: Sequence[_Sum], high: float) -> bool:
        return go_together(*self._known(sums, high))

    def apart(self, sums: Sequence[_Sum]) -> list[str]:
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

    def _known(self, sums: Sequence[_Sum], high: float) -> tuple[np.ndarray, np.ndarray, Sums]:
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


class _Attack:
    """Numbers of one unit, contacts or cases, as sums over cells."""

    def __init__(self, cells: _Cells, records: Records, period: Period) -> None:
        self.cells, self.period, self.records = cells, period, records
        self.meetings = _Places(cells.meetings)
        self.met = cells.meetings["weight"].to_numpy(float)
        self.own = pd.concat([cells.frame, cells.meetings])
        self.stated: dict[Period, pd.DataFrame] = {}

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

    def _of_totals(self, outside: Sequence[Told]) -> list[_Sum]:
        """Return totals from elsewhere as sums; they know of no statements and meetings."""
        sums = []
        for one in outside:
            at = self.cells.fitting(one, self.period)
            if at.size and one.unit in {"", self.cells.unit}:
                sums.append(_Sum(one.file, at, one.number, of_tie=False))
        return sums

    def _of_files(self, told: Iterable[Told]) -> Iterator[_Sum]:
        """Yield the numbers about a hidden cell, without what is added up and no count."""
        for one in told:
            at = self.cells.fitting(one, self.period)
            if one.unit != self.cells.unit or not self.cells.secret[at].any():
                continue
            of_tie, rest = ANY not in one[1:3], 0.0
            if one.unit == "weight":
                rest += self.met[self.meetings.fitting(one, self.period)].sum()
                rest += 0 if of_tie else self._stated(one, one.period or self.period)
            yield _Sum(one.file, at, one.number - rest, of_tie)

    def _stated(self, one: Told, span: Period) -> int:
        """Return how many ties of statements alone, which weigh 1, are among those of a sum."""
        if span not in self.stated:
            signs = self.records.signs_in(span)
            stated = signs[signs["weight"].isna() & (signs["strength"] != "absent")]
            own = self.own[self.own["year"].between(span.first, span.last)]
            counted = set(own[TIE].itertuples(index=False, name=None))
            ties = dict.fromkeys(stated[TIE].itertuples(index=False, name=None))
            alone = [tie for tie in ties if tie not in counted]
            self.stated[span] = pd.DataFrame(alone, columns=TIE)
        return int(_fits(self.stated[span], one).sum())


class _Places:
    """Where the cells of a tie stand among others."""

    def __init__(self, cells: pd.DataFrame) -> None:
        self.cells, self.years = cells, cells["year"].to_numpy(float)
        self.of_tie: dict[tuple[str, ...], list[int]] = {}
        for place, tie in enumerate(zip(*(cells[end].map(str) for end in TIE), strict=True)):
            self.of_tie.setdefault(tie, []).append(place)

    def fitting(self, one: Told, period: Period) -> np.ndarray:
        """Return the places of the cells that a number is about."""
        if ANY in one[1:4]:
            at = np.flatnonzero(_fits(self.cells, one))
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


# --- in words ------------------------------------------------------------------------------


def need_safe(found: Audit) -> None:
    """Refuse what was written if it gives anything away.

    Raises
    ------
    DisclosureError
    """
    if found.internal:
        sentence = _("For the office alone, so not to be passed on: {files}.")
        raise DisclosureError(sentence, files=", ".join(found.internal))
    if len(found.solved):
        sentence = _(
            "Hidden counts that can be worked out: {count}, see the list. Do not pass this on: "
            "protect the bodies at its ends (publish = no), choose a longer period, or raise "
            "--mask-below."
        )
        raise DisclosureError(sentence, count=len(found.solved))


def solved_list(found: Audit, labels: pd.Series[str], words: Words) -> pd.DataFrame:
    """Return the counts that can be worked out as a screen shows them."""
    told = with_names(found.solved, labels, words)
    return told.assign(how=[words(how) if how == _OUTSIDE else how for how in told["how"]])


def about_audit(found: Audit, words: Words) -> list[str]:
    """Return what the attack saw and what it cannot know, in sentences."""
    told = [
        words(
            _("Numbers of contacts read: {numbers}. Hidden counts: {hidden}."),
            numbers=found.numbers,
            hidden=found.hidden,
        )
    ]
    for rows, sentence in (
        (found.unread, _("Not read, so look at them yourself: {rows}.")),
        (
            found.contradicted,
            _("Rows of the known totals that these counts cannot make: {rows}."),
        ),
        (found.strange, _("Rows of the known totals about no counted tie: {rows}.")),
    ):
        if rows:
            told.append(words(sentence, rows="; ".join(rows)))
    if found.solved.empty and not found.internal:
        sentence = _(
            "No hidden count can be worked out from these files and the totals given. Totals "
            "that others know and that were not given may still do so."
        )
        told.append(words(sentence))
    return told
