"""The attack on what was written: which hidden counts anybody can work out.

The attacker reads every file, knows how counts are hidden and rounded, and may know totals
from elsewhere, such as an annual report. What the public view tells gives no hidden count away;
every true number in a file beside it, and every total from elsewhere, is one more sum in the
integer programme, of contacts or of cases.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pandas as pd

from netgov.deduction import Attack, Cells
from netgov.errors import DisclosureError
from netgov.history import History
from netgov.known_totals import known_totals
from netgov.masking import Masking
from netgov.names import folded
from netgov.parts import Parts
from netgov.period import Period
from netgov.privacy import protect, true_cells
from netgov.records import Records
from netgov.released import UNITS, Files, Told, read_released
from netgov.releases import masking_listed
from netgov.tables import with_names
from netgov.terms import layer_called
from netgov.trail import EVERYWHERE, as_written, masking_of, parts_written
from netgov.views import Part, ProtectedHistory, ShownNetwork
from netgov.words import Words, _

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
        How many numbers of contacts or cases the files hold.
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
    parts, turns = _parts(parts_written(Path(out)), public, period)
    read = [
        _by_slug(one, public.records, history.records)
        for told in files.told
        for one in _in_years(_in_part(told, turns), files.period, history)
    ]
    outside = [] if known is None else known_totals(Path(known), _bodies(public, history))
    true = true_cells(history.records)
    attacks = [
        Attack(Cells(true, public, unit, parts), public.records, period) for unit in UNITS
    ]
    solved: dict[int, str] = {}
    for attack in attacks:
        solved = attack.solved(read) | solved
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


def _parts(
    written: Mapping[str, Part], public: ProtectedHistory, period: Period
) -> tuple[Parts | None, Mapping[str, int]]:
    """Return the parts of the study, and by folder the number of the one it tells of."""
    if not written:
        return None, {}
    column = next(part.column for part in written.values())
    parts = Parts(public, column, period)
    return parts, {folder: parts.turn_of(part.names["id"]) for folder, part in written.items()}


def _in_part(told: Told, turns: Mapping[str, int]) -> Told:
    """Return a number with the part of the study that its file tells of."""
    folder = told.file.partition("/")[0]
    return told._replace(part=turns.get(folder, turns.get(EVERYWHERE)))


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
