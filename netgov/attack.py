"""The attack on what was written: which hidden counts anybody can work out.

The attacker reads every file, knows how counts are hidden and rounded, and may know totals
from elsewhere, such as an annual report. What the public view tells gives no hidden count away;
every other number in a file, and every total from elsewhere, is one more sum in the integer
programme.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from netgov.counting import TIE
from netgov.errors import DisclosureError, RecordsError, shown
from netgov.history import History
from netgov.kernels.bounds import Sums, spans
from netgov.masking import Masking
from netgov.names import folded
from netgov.period import Period
from netgov.privacy import protect, true_cells
from netgov.records import Records
from netgov.released import ANY, Told, csv_rows, read_released
from netgov.schema import plain
from netgov.terms import layer_called
from netgov.trail import masking_of
from netgov.words import Words, _

_CLOSE: Final = 1e-6


@dataclass(frozen=True, eq=False)
class Audit:
    """What an attack on released files found.

    Attributes
    ----------
    solved
        Source, target, layer and year of each hidden count that can be worked out, and ``how``:
        the file that tells it, or "known totals".
    hidden
        How many counts are hidden.
    numbers
        How many numbers of contacts the files hold.
    internal
        Files that say that they are for the office alone.
    contradicted
        Rows of the known totals that no counts fulfil.
    """

    solved: pd.DataFrame
    hidden: int
    numbers: int
    internal: Sequence[str]
    contradicted: Sequence[str]


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
        A table of totals that are known from elsewhere: year, total, and source (all that a
        body sent), target (all that it received), or actor with ``side`` sent or received
        (sent unless given); layer, if the total is of one.
    masking
        How counts were hidden; as the trail beside the folder says unless given.

    Returns
    -------
    Audit

    Raises
    ------
    RecordsError
        If a file cannot be read, or a total names no body or year.
    """
    masking = masking or masking_of(Path(out))
    public = protect(history, masking.rules, exact=masking.exact)
    files = read_released(Path(out))
    cells = _Cells(true_cells(history.records), masking)
    beside = _Beside(public.records, cells)
    period = files.period or history.whole
    read = [_by_slug(one, public.records, history.records) for one in files.told]
    told = beside.sums(read, period, hidden=True)
    leaks = [one for one in told if cells.gives_away(one)]
    solved = cells.told_outright(read, period) | cells.solved(leaks)
    outside = [] if known is None else _known_totals(Path(known), public.records)
    totals = beside.sums(outside, period, hidden=False)
    for cell in cells.solved([*leaks, *totals]):
        solved.setdefault(cell, "known totals")
    return Audit(
        solved=cells.named(solved),
        hidden=int(cells.hidden.sum()),
        numbers=len(files.told),
        internal=files.internal,
        contradicted=cells.contradicted(totals),
    )


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
    """A number over some counted cells."""

    how: str
    cells: np.ndarray
    number: float
    of_tie: bool


class _Cells:
    """The counted cells with what everybody knows of each, and what is true."""

    def __init__(self, cells: pd.DataFrame, masking: Masking) -> None:
        masked = masking.masked(cells).cells
        counted = cells["cases"].notna().to_numpy()
        self.frame = masked[counted].reset_index(drop=True)
        self.meetings = cells[~counted]
        self.true = cells.loc[counted, "weight"].to_numpy(float)
        self.true_cases = cells.loc[counted, "cases"].to_numpy(float)
        self.hidden = self.frame["hidden"].to_numpy(bool)
        self.told = self.frame["weight"].to_numpy(float)
        self.masking = masking
        self.fitting = _Places(self.frame).fitting

    def open(self, at: np.ndarray) -> bool:
        """Whether none of some cells is hidden."""
        return not self.hidden[at].any()

    def gives_away(self, sum_: _Sum) -> bool:
        """Whether a number is not one of the public view but the truth about hidden cells."""
        at = sum_.cells
        public = [self.told[at][~self.hidden[at]].sum()]
        # In sums over several ties, such as strengths, a hidden one has a weight.
        public += [] if sum_.of_tie else [self.told[at].sum()]
        if any(abs(sum_.number - number) < _CLOSE for number in public):
            return False
        return bool(abs(sum_.number - self.true[at].sum()) < _CLOSE)

    def told_outright(self, told: Iterable[Told], period: Period) -> dict[int, str]:
        """Return the hidden cells of which a file tells the number of cases."""
        found = {}
        for one in told:
            at = self.fitting(one, period) if one.unit == "cases" else np.array([], dtype=int)
            if len(at) == 1 and self.hidden[at[0]] and one.number == self.true_cases[at[0]]:
                found[int(at[0])] = one.file
        return found

    def solved(self, sums: Sequence[_Sum]) -> dict[int, str]:
        """Return the hidden cells that sums narrow down to the truth, and what tells each."""
        found: dict[int, str] = {}
        hows = {int(cell): one.how for one in reversed(sums) for cell in one.cells}
        asked = np.array([cell for cell in sorted(hows) if self.hidden[cell]], dtype=int)
        if not asked.size:
            return found
        for high in self._limits():
            least, most = self._spans(sums, asked, high).T
            sure = (least == most) & (least == self.true[asked])
            found |= {int(cell): hows[int(cell)] for cell in asked[sure]}
        return found

    def _limits(self) -> list[float]:
        """Return up to what an attacker may think that hidden counts go."""
        few = self.masking.rules.mask_below - 1
        if self.masking.exact:
            return [math.inf]
        # One child with forty rows is one case: who thinks of that knows no limit.
        return [few, math.inf] if (self.true[self.hidden] > few).any() else [few]

    def _spans(self, sums: Sequence[_Sum], asked: np.ndarray, high: float) -> np.ndarray:
        bounds = [self._bounds(cell, high) for cell in range(len(self.frame))]
        low, most = np.array(bounds, dtype=float).T
        members = [one.cells.tolist() for one in sums]
        known = Sums.of(members, [one.number for one in sums], len(self.frame))
        return spans(low, most, known, asked, enough=1)

    def _bounds(self, cell: int, high: float) -> tuple[float, float]:
        if self.hidden[cell]:
            return 1.0, high
        return self.masking.between(self.told[cell])

    def contradicted(self, totals: Sequence[_Sum]) -> list[str]:
        """Return the totals that counts as they are told cannot make."""
        wrong = []
        for one in totals:
            limits = [self._bounds(cell, math.inf) for cell in one.cells]
            low, high = (sum(ends) for ends in zip(*limits, strict=True))
            if not low <= one.number <= high:
                wrong.append(one.how)
        return wrong

    def named(self, solved: dict[int, str]) -> pd.DataFrame:
        """Return cells as a table."""
        at = sorted(solved)
        frame = self.frame.loc[at, [*TIE, "year"]]
        frame = frame.assign(year=frame["year"].map(lambda year: f"{year:.0f}"))
        return frame.assign(how=[solved[cell] for cell in at]).reset_index(drop=True)


class _Beside:
    """What is added up with counted cells and is none: meetings, and ties of statements."""

    def __init__(self, records: Records, cells: _Cells) -> None:
        self.records, self.cells = records, cells
        self.meetings = _Places(cells.meetings)
        self.met = cells.meetings["weight"].to_numpy(float)
        self.own = pd.concat([cells.frame, cells.meetings])
        self.stated: dict[Period, pd.DataFrame] = {}

    def sums(self, told: Iterable[Told], period: Period, *, hidden: bool) -> list[_Sum]:
        """Return numbers of contacts without what is no count.

        ``hidden``: only those that are about a hidden cell.
        """
        found = []
        for one in told:
            at = self.cells.fitting(one, period)
            if not at.size or one.unit != "weight" or (hidden and self.cells.open(at)):
                continue
            rest = self.met[self.meetings.fitting(one, period)].sum()
            of_tie = ANY not in one[1:3]
            if not of_tie:
                rest += self._stated(one, one.period or period)
            found.append(_Sum(one.file, at, one.number - rest, of_tie))
        return found

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


# --- totals from elsewhere ---------------------------------------------------------------

_HEADINGS: Final = {
    "source": ("source", "asal", "dari", "pengirim"),
    "target": ("target", "tujuan", "kepada", "penerima"),
    "actor": ("actor", "aktor", "instansi", "lembaga", "agency", "body"),
    "side": ("side", "arah", "sisi", "direction"),
    "layer": ("layer", "jenis relasi", "relasi"),
    "year": ("year", "tahun"),
    "total": ("total", "jumlah", "kasus", "cases", "count"),
}
_RECEIVED: Final = ("received", "diterima", "terima", "masuk", "in")


def _known_totals(path: Path, records: Records) -> list[Told]:
    """Return the totals of a table as numbers over ties."""
    try:
        rows = csv_rows(path.read_bytes())
    except (OSError, ValueError) as error:
        sentence = _("{file} cannot be read as a CSV table in UTF-8 ({reason}); save it so.")
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise RecordsError(sentence, file=path.name, reason=reason) from None
    meant = {plain(word): name for name, words in _HEADINGS.items() for word in words}
    names = [meant.get(plain(cell), "") for cell in (rows or [[]])[0]]
    if (
        "total" not in names
        or "year" not in names
        or not {*names} & {"source", "target", "actor"}
    ):
        sentence = _(
            "{file} needs the columns year, total, and source, target or actor in its first "
            "row."
        )
        raise RecordsError(sentence, file=path.name)
    filled = [(turn, row) for turn, row in enumerate(rows[1:], start=2) if any(row)]
    return [
        _total(dict(zip(names, row, strict=False)), f"{path.name}, {turn}", records)
        for turn, row in filled
    ]


def _total(row: dict[str, str], place: str, records: Records) -> Told:
    """Return one total; what cannot be understood is named with its row."""
    ends = {end: row.get(end, "") for end in ("source", "target")}
    if actor := row.get("actor", ""):
        received = plain(row.get("side", "")) in map(plain, _RECEIVED)
        ends["target" if received else "source"] = actor
    source, target = (records.body_called(name) if name else ANY for name in ends.values())
    try:
        period = Period.of(row["year"])
        number = float(row["total"].strip())
    except (ValueError, KeyError):
        number = math.nan
    if not number >= 0:
        sentence = _("{place}: {value} is no total; write a whole number without other signs.")
        raise RecordsError(sentence, place=place, value=shown(row.get("total", "")))
    layer = row.get("layer", "")
    layer = layer_called(layer) if layer else ANY
    return Told(place, source, target, layer, period, number)


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


def about_audit(found: Audit, words: Words) -> list[str]:
    """Return what the attack saw and what it cannot know, in sentences."""
    told = [
        words(
            _("Numbers of contacts read: {numbers}. Hidden counts: {hidden}."),
            numbers=found.numbers,
            hidden=found.hidden,
        )
    ]
    if found.contradicted:
        sentence = _("Known totals that these counts cannot make: {rows}.")
        told.append(words(sentence, rows="; ".join(found.contradicted)))
    if found.solved.empty and not found.internal:
        sentence = _(
            "No hidden count can be worked out from these files and the totals given. Totals "
            "that others know and that were not given may still do so."
        )
        told.append(words(sentence))
    return told
