"""Rows of contact to signs of contact: names resolved, copies found, meetings projected.

A referral log, an attendance list and a table of counted ties become one frame; each row
still tells the file and row it comes from.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from netgov.checking import Checked, settled
from netgov.errors import RecordsError, shown
from netgov.intake import Asked
from netgov.names import Meaning, Resolved, folded, heirs, resolve
from netgov.period import Window
from netgov.registers import REPEATED, join_registers, named_today, tell_registers
from netgov.rules import Rules
from netgov.schema import Change, Fault
from netgov.sheets import Sheet, rows_of
from netgov.terms import REASONS
from netgov.words import _

_NAMES: Final = ("source", "target", "actor")
# A meeting of more bodies than there are is a misread column, and would cost all memory.
_MOST_BODIES: Final = 500
_MOST_PAIRS: Final = 2_000_000
_NOT_REFERRED: Final = "not referred"
# How far a contact has come whose answer or end lies on an impossible day.
_SAYS: Final = {"answered": "accepted", "closed": "completed"}


@dataclass(frozen=True, eq=False)
class Contacts:
    """What the counted tables hold.

    Attributes
    ----------
    checked
        Each sheet as used and set aside, in the order given.
    signs
        Signs of contact: file, row, table, source, target, layer, date, grain, weight, case,
        cases, and of referrals service, case_type, status, answered, closed, outcome,
        register; a referral that stands in two registers is one sign.
    not_referred
        Rows of referral logs that say why a case was not referred; they make no tie.
    meetings
        One row for each body at each meeting: date, meeting, actor, role, stand_in, size.
    names
        What every written name stands for.
    """

    checked: Sequence[Checked]
    signs: pd.DataFrame
    not_referred: pd.DataFrame
    meetings: pd.DataFrame
    names: Resolved


def gather_contacts(
    sheets: Sequence[Sheet],
    actors: pd.DataFrame,
    aliases: pd.DataFrame,
    asked: Asked,
    rules: Rules,
) -> Contacts:
    """Resolve the names of all sheets together and return their signs of contact."""
    for sheet in sheets:
        _allow_no_target(sheet)
        _order_days(sheet)
        _blame_parts(sheet)
        _blame_days(sheet, asked.window)
    names = resolve(_written(sheets), actors, aliases)
    today = {actor: line[-1] for actor, line in heirs(actors["successor"]).items()}
    for sheet in sheets:
        _name(sheet, names.meanings)
        _blame_self(sheet, today)
        if sheet.name == "referrals":
            tell_registers(sheet, names.meanings, today)
    for name in ("referrals", "ties"):  # several people of one body at a meeting are no copies
        _blame_copies([sheet for sheet in sheets if sheet.name == name])
    logs = [sheet for sheet in sheets if sheet.name == "referrals"]
    join_registers(logs, [_referred(log) for log in logs], today, rules.register_days)
    checked = [settled(sheet, strict=asked.strict) for sheet in sheets]
    frames: dict[str, list[pd.DataFrame]] = {"referrals": [], "meetings": [], "ties": []}
    for sheet, table in zip(sheets, checked, strict=True):
        frames[sheet.name].append(_traced(table.frame, sheet))
    lines = _joined(frames["referrals"])
    declined = is_declined(lines)
    meetings = _sized(_joined(frames["meetings"]), today)
    signs = [lines[~declined], _projected(meetings, rules), _joined(frames["ties"])]
    names = _of_used(names, [table.frame for table in checked])
    return Contacts(checked, _joined(signs), lines[declined], meetings, names)


def _written(sheets: Sequence[Sheet]) -> Counter[str]:
    """Count how often each name is written in rows that may be used."""
    written: Counter[str] = Counter()
    for sheet in sheets:
        usable = _usable(sheet)
        for column in _NAMES:
            if column in usable:
                told = usable[column].value_counts()
                written.update(dict(zip(told.index, told.tolist(), strict=True)))
        # Who keeps a register takes no part in the contact by that.
        for owner in usable.get("recorded_by", pd.Series()).unique():
            written[owner] += 0
    del written[""]
    return written


def _of_used(names: Resolved, frames: Sequence[pd.DataFrame]) -> Resolved:
    """Return the bodies that a row in use names: one in a faulty row alone is nobody yet."""
    used = {
        slug
        for frame in frames
        for name in _NAMES
        if name in frame
        for slug in frame[name].unique()
    }
    actors = names.actors[names.actors.index.isin(used)]
    known = names.sheet["alias"].isin(actors["name_id"])
    return names._replace(actors=actors, sheet=names.sheet[known].reset_index(drop=True))


def is_declined(frame: pd.DataFrame) -> pd.Series[Any]:
    """Return which rows say that a case was not referred, and mostly why."""
    if frame.empty:
        return pd.Series([], dtype=bool)
    explained, declined = frame["reason"].isin(REASONS), frame["status"] == _NOT_REFERRED
    return pd.Series(explained | declined, dtype=bool)


def _allow_no_target(sheet: Sheet) -> None:
    """Let a row that says why nobody was asked go without naming anybody."""
    if "reason" not in sheet.frame:
        return
    declined = set(sheet.frame.index[is_declined(sheet.frame)])
    target = sheet.heading("target")
    sheet.faults = [
        fault
        for fault in sheet.faults
        if not (
            fault.code == "missing_actor" and fault.column == target and fault.row in declined
        )
    ]


def _name(sheet: Sheet, meanings: Mapping[str, Meaning]) -> None:
    """Put the short name of each body in the place of the written one, and tell what is odd."""
    slugs = {written: meaning.slug for written, meaning in meanings.items()}
    for column in _NAMES:
        if column not in sheet.frame:
            continue
        cells = sheet.frame[column]
        for written, rows in rows_of(cells):
            meaning = meanings.get(written)
            if meaning and meaning.told:
                heading, name = sheet.heading(column), shown(meaning.name)
                sheet.changes.append(Change(rows, heading, meaning.told, shown(written), name))
        # Without a single name map gives numbers.
        sheet.frame[column] = cells.map(slugs).astype(object).fillna("")


def _order_days(sheet: Sheet) -> None:
    """Leave out days that lie before the contact itself."""
    for column in ("answered", "closed"):
        if sheet.name == "referrals":
            early = sheet.frame[column] < sheet.frame["date"]
            early &= sheet.frame["grain"] == "day"
            early |= sheet.frame[column].dt.year < sheet.frame["date"].dt.year
            sheet.note(early, column, "before_opened", each=True)
            sheet.frame[column] = sheet.frame[column].mask(early)
            # A day that cannot be right still says that there was an answer, or an end.
            unsaid = early & sheet.frame["status"].isin(["", "sent", "pending"])
            sheet.frame["status"] = sheet.frame["status"].mask(unsaid, _SAYS[column])


def _blame_parts(sheet: Sheet) -> None:
    """Note rows of which more contacts were answered or closed than there were."""
    if sheet.name == "ties":
        for column in ("answered", "closed"):
            more = sheet.frame[column] > sheet.frame["weight"]
            sheet.blame(more, column, "more_than_contacts", cells=sheet.raw_cells(column))


def _blame_days(sheet: Sheet, window: Window) -> None:
    """Note rows of days that were not asked for."""
    day = "date" if "date" in sheet.frame else "year"
    outside = window.leaves_out(sheet.frame[day])
    sheet.blame(outside, day, "outside_period", cells=sheet.raw_cells(day))


def _blame_self(sheet: Sheet, today: Mapping[str, str]) -> None:
    """Note rows from a body to itself, also under a new name."""
    if "target" in sheet.frame:
        source, target = (named_today(sheet.frame[end], today) for end in ("source", "target"))
        cells = sheet.raw_cells("target")
        sheet.blame((source == target) & (source != ""), "target", "self_referral", cells=cells)


def _blame_copies(sheets: Sequence[Sheet]) -> None:
    """Note rows that repeat an earlier one, also one of another sheet or file."""
    sound = [_as_told(sheet) for sheet in sheets]
    rows = pd.concat(sound, keys=range(len(sheets))) if sheets else pd.DataFrame()
    if not rows.duplicated().any():
        return
    alike = rows[rows.duplicated(keep=False)]
    places = pd.Series(list(alike.index), index=alike.index)
    first = places.groupby([alike[name] for name in alike], dropna=False).transform("first")
    for (turn, row), (earlier, origin) in zip(places, first, strict=True):
        if (turn, row) != (earlier, origin):
            elsewhere = f" ({sheets[earlier].place})" if earlier != turn else ""
            sheets[turn].faults.append(
                Fault(row, "", "", "duplicate_row", f"{origin}{elsewhere}")
            )


def _as_told(sheet: Sheet) -> pd.DataFrame:
    """Return the rows that may be used, with the text of what was left out of them."""
    told = _usable(sheet).copy()
    for column in sheet.table.columns:
        if column.soft or (column.kind == "date" and not column.required):
            written = sheet.raw_cells(column.name)[told.index].str.casefold()
            known = told[column.name].notna() & (told[column.name] != column.blank)
            told[column.name] = told[column.name].astype(object).where(known, written)
    return told


def _usable(sheet: Sheet) -> pd.DataFrame:
    """Return the rows that nothing was found against so far."""
    aside = {fault.row for fault in sheet.faults} | set(sheet.no_records)
    return sheet.frame[~sheet.frame.index.isin(aside)]


def _referred(log: Sheet) -> pd.DataFrame:
    """Return the rows of a log that may be used and tell of a referral."""
    usable = _usable(log)
    return usable[~is_declined(usable)]


def _traced(frame: pd.DataFrame, sheet: Sheet) -> pd.DataFrame:
    """Return the rows used as signs of contact, each with the file and row it comes from."""
    traced = frame.assign(
        file=sheet.raw.file, sheet=sheet.raw.sheet, row=frame.index, table=sheet.name
    )
    if sheet.name == "ties":
        # Counts without cases stand for as many cases.
        cases = traced["cases"].fillna(traced["weight"])
        counts = {"year": "date", "answered": "answers", "closed": "ends"}
        return traced.rename(columns=counts).assign(cases=cases, case="")
    if sheet.name == "referrals":
        traced = traced[traced["recorded_by"] != REPEATED]
        recap = (traced["case"] == "") & (sheet.raw_cells("count")[traced.index] != "")
        return traced.assign(cases=traced["count"].where(recap)).rename(
            columns={"count": "weight", "recorded_by": "register"}
        )
    return traced


def _joined(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    filled = [frame for frame in frames if len(frame)]
    return pd.concat(filled, ignore_index=True) if filled else pd.DataFrame()


# --- meetings ---------------------------------------------------------------------------


def _sized(attended: pd.DataFrame, today: Mapping[str, str]) -> pd.DataFrame:
    """Return one row for each body at each meeting, with how many bodies were there.

    An office stands there under its name of today. If several people of one body came, the
    body came itself when one of them was its head.
    """
    if attended.empty:
        return attended
    actor = named_today(attended["actor"], today)
    event = attended["meeting"].map(folded)
    ranked = attended.assign(actor=actor, event=event).sort_values("stand_in", kind="stable")
    once = ranked.groupby(["date", "event", "actor"], sort=False).head(1).sort_index()
    size = once.groupby(["date", "event"])["actor"].transform("size")
    if size.max() > _MOST_BODIES:
        most = once[size > _MOST_BODIES].iloc[0]
        sentence = _(
            "{file}, row {row}: more than {most} bodies at one meeting; check which column "
            "names the meeting."
        )
        raise RecordsError(sentence, file=most["file"], row=most["row"], most=_MOST_BODIES)
    return once.assign(size=size)


def _projected(meetings: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """Return the ties between bodies that attended together, both ways.

    A meeting of k bodies gives each pair s·s/(k - 1), so that it adds one to the strength of
    each body that came itself; s is 1 for a head and `Rules.stand_in` for a stand-in
    [newman2001].
    """
    if meetings.empty:
        return meetings
    present = meetings[meetings["size"] > 1]
    if present["size"].sum() > _MOST_PAIRS:  # each body of a meeting meets all its others
        sentence = _(
            "{file}: the meetings make more than {most} pairs of bodies; split the list."
        )
        raise RecordsError(sentence, file=present["file"].iloc[0], most=_MOST_PAIRS)
    share = (present["stand_in"] == "yes").map({True: rules.stand_in, False: 1.0})
    present = present.assign(share=share)
    pairs = present.merge(present, on=["date", "event"], suffixes=("", "_to"))
    pairs = pairs[pairs["actor"] != pairs["actor_to"]]
    return pd.DataFrame(
        {
            **{
                name: pairs[name] for name in ("date", "grain", "file", "sheet", "row", "table")
            },
            "source": pairs["actor"],
            "target": pairs["actor_to"],
            "layer": "coordination",
            "case": "",
            "weight": pairs["share"] * pairs["share_to"] / (pairs["size"] - 1),
        }
    )
