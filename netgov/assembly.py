"""Checked tables to the parts of `Records`: reference tables, signs of contact, the study."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final

import pandas as pd

from netgov.checking import CHANGE_COLUMNS, Checked, check_table, converted, each
from netgov.contacts import Contacts, gather_contacts
from netgov.errors import RecordsError
from netgov.identity import new_key, read_key
from netgov.intake import Asked, Intake
from netgov.invented import MIXED, says_invented
from netgov.ledger import need_bodies, need_straight_lines
from netgov.names import decided
from netgov.period import Period
from netgov.reading import Raw
from netgov.rules import Rules
from netgov.schema import TABLES
from netgov.settings import Study
from netgov.terms import STRENGTHS

# A rule whose article was not read in the official text carries this mark wherever it is shown.
UNVERIFIED: Final = "[verify]"
_REFERENCE: Final = (
    *("actors", "aliases", "mandates", "legal_bases", "figures", "glossary", "evidence"),
)
_TEXTS: Final = (
    *("text_id", "text_en", "citation", "section", "sheet", "case", "grain"),
    *("service", "case_type", "status", "outcome", "register"),
)
_NUMBERS: Final = ("weight", "cases", "answers", "ends", "median_days")
_DAYS: Final = ("date", "answered", "closed")
_SIGNS: Final = (
    *("source", "target", "layer", "year_from", "year_to", "strength", "rank", "confidence"),
    *("table", "file", "row", *_TEXTS, *_NUMBERS, *_DAYS),
)


def checked_reference(intake: Intake, asked: Asked) -> dict[str, Checked]:
    """Return the tables of bodies, rules and statements, checked; blank where there is none."""
    raw = {name: cells for name in _REFERENCE if (cells := intake.raw(name)) is not None}
    need_bodies(raw)
    # Without the list of rules any name of a rule will do.
    keys = {"actors": _keys(raw, "actors")}
    if "legal_bases" in raw:
        keys["legal_bases"] = _keys(raw, "legal_bases")
    renamed = intake.settings.renamed
    checked = {
        name: check_table(raw[name], name, keys, renamed=renamed.get(name), strict=asked.strict)
        if name in raw
        else _blank(name)
        for name in _REFERENCE
    }
    need_straight_lines(checked["actors"].frame.set_index("id"))
    return checked


def _keys(raw: Mapping[str, Raw], name: str) -> frozenset[str]:
    """Return the keys of a table before it is checked, for the tables that name them."""
    if name not in raw:
        return frozenset()
    return frozenset(check_table(raw[name], name, {}).frame[TABLES[name].key])


@cache
def _blank(name: str) -> Checked:
    """Return a table that is not there as one without rows."""
    headings = [column.name for column in TABLES[name].columns]
    cells = pd.DataFrame(columns=headings, dtype=object)
    return check_table(Raw(TABLES[name].path, "", cells, (), {}, ()), name, {})


def checked_contacts(
    intake: Intake, checked: Mapping[str, Checked], asked: Asked, rules: Rules
) -> Contacts:
    """Return the counted contacts."""
    key = read_key(Path(asked.key_file)) if asked.key_file else new_key()
    sheets = [
        converted(raw, name, {}, key=key, renamed=intake.settings.renamed.get(name))
        for name, raw, _missing in intake.contacts()
    ]
    actors = checked["actors"].frame.set_index("id")
    aliases = decided(checked["aliases"].frame)
    return gather_contacts(sheets, actors, aliases, asked, rules)


def doubtful(contacts: Contacts) -> tuple[str, ...]:
    """Return the bodies in use that look like persons and that no table names."""
    used = contacts.names.actors.index
    meanings = contacts.names.meanings.values()
    return tuple(
        sorted({m.name for m in meanings if m.told == "person_like" and m.slug in used})
    )


def all_changes(intake: Intake, tables: Sequence[Checked]) -> pd.DataFrame:
    """Return what was done to rows in use, and what is to be told of whole files."""
    told = [(file, "", "file_passed_over") for file in intake.passed_over]
    told += [(file, "", "file_left_out") for file in intake.left_out]
    kinds = {found.name for found in intake.contacts()}
    if "referrals" in kinds:
        told += [
            (raw.file, raw.sheet, "counted_beside")
            for name, raw, _missing in intake.contacts()
            if name == "ties"
        ]
    rows = [(file, sheet, 0, "", code, "", "", 1) for file, sheet, code in told]
    done = [table.changes for table in tables if len(table.changes)]
    return pd.concat([pd.DataFrame(rows, columns=CHANGE_COLUMNS), *done], ignore_index=True)


def signs(statements: Checked, contacts: Contacts, rules: Rules) -> pd.DataFrame:
    """Return statements and counted contact in one frame, the columns of `Records.evidence`."""
    stated = statements.frame.assign(
        confidence=_believed(statements.frame, rules),
        table="evidence",
        file=statements.file,
        sheet=statements.sheet,
        row=statements.frame.index,
    )
    counted = contacts.signs
    if len(counted):
        year = counted["date"].dt.year.astype(float)
        counted = counted.assign(
            year_from=year, year_to=year, strength="present", confidence=rules.documented
        )
    frame = pd.concat([one for one in (stated, counted) if len(one)] or [stated])
    return whole_signs(frame.reset_index(drop=True))


def whole_signs(frame: pd.DataFrame) -> pd.DataFrame:
    """Return signs of contact with every column of `Records.evidence`, blank if not given."""
    frame = frame.copy(deep=False)
    for column in _TEXTS:
        frame[column] = frame[column].fillna("") if column in frame else ""
    for column in _NUMBERS:
        frame[column] = frame[column].astype(float) if column in frame else float("nan")
    for column in _DAYS:
        if column not in frame:
            frame[column] = pd.Series(pd.NaT, index=frame.index, dtype="datetime64[s]")
    rank = frame["strength"].map(list(STRENGTHS).index).astype(int)
    return frame.assign(rank=rank)[[*_SIGNS]]


def _is_invented(intake: Intake, contacts: Contacts) -> bool:
    """Whether the settings, or the counted tables themselves, say that they are invented.

    Raises
    ------
    RecordsError
        If some say so and others do not.
    """
    if intake.settings.synthetic:
        return True
    files: dict[bool, str] = {}
    for found, table in zip(intake.contacts(), contacts.checked, strict=True):
        cells = table.frame.get("data", pd.Series("", table.frame.index))
        rows = [True] if found.raw.invented else each(cells, says_invented).unique()
        for said in rows:
            files.setdefault(bool(said), found.raw.file)
    if len(files) > 1:
        raise RecordsError(MIXED, file=files[False])
    return True in files


def study_of(intake: Intake, evidence: pd.DataFrame, contacts: Contacts) -> Study:
    """Return what the data are.

    Unless the settings say it, the years are those of what was counted, else of the statements,
    which may reach far back.
    """
    counted = [contacts.signs, contacts.meetings]
    years = [rows["date"].dt.year for rows in counted if len(rows)]
    declined = contacts.not_referred
    years = years or ([declined["date"].dt.year] if len(declined) else [])
    years = years or [evidence["year_from"].dropna(), evidence["year_to"].dropna()]
    settings = intake.settings
    period = settings.years or Period(
        int(min(year.min() for year in years if len(year))),
        int(max(year.max() for year in years if len(year))),
    )
    return Study(settings.titles, period, _is_invented(intake, contacts))


def _believed(frame: pd.DataFrame, rules: Rules) -> pd.Series[float]:
    return frame["confidence"].map({"documented": rules.documented, "inferred": rules.inferred})


def with_confidence(mandates: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """Return duties with how far each can be believed, as a number."""
    believed = _believed(mandates, rules)
    unread = mandates["article"].str.contains(UNVERIFIED, regex=False)
    return mandates.assign(confidence=believed.mask(unread, rules.unverified))
