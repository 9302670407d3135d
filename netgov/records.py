"""A data folder or file to checked `Records`: what was used, changed and set aside.

Behind this door nothing checks again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Final, Unpack

import pandas as pd

from netgov.checking import CHANGE_COLUMNS, Checked, check_table, converted
from netgov.contacts import Contacts, Window, gather_contacts
from netgov.errors import RecordsError
from netgov.identity import new_key, read_key
from netgov.intake import Asked, Intake, take_in
from netgov.ledger import (
    need_bodies,
    need_contact,
    need_known_targets,
    need_most_rows,
    need_straight_lines,
    row_counts,
)
from netgov.period import Period
from netgov.reading import Raw
from netgov.rules import Rules
from netgov.schema import TABLES
from netgov.settings import Settings, Study
from netgov.sheets import Sheet
from netgov.sources import SOURCES_FILE, read_sources
from netgov.terms import STRENGTHS
from netgov.words import _

# A rule whose article was not read in the official text carries this mark wherever it is shown.
UNVERIFIED: Final = "[verify]"
# Stands, in both languages, on everything that is made from invented data.
SYNTHETIC: Final = "SINTETIS / SYNTHETIC"
_REFERENCE: Final = ("actors", "aliases", "mandates", "legal_bases", "figures", "glossary")
_TEXTS: Final = (
    *("text_id", "text_en", "citation", "section", "sheet", "case", "grain"),
    *("service", "case_type", "status", "outcome"),
)
_NUMBERS: Final = ("weight", "cases")
_DAYS: Final = ("date", "answered", "closed")
_EVIDENCE: Final = (
    *("source", "target", "layer", "year_from", "year_to", "strength", "rank", "confidence"),
    *("table", "file", "row", *_TEXTS, *_NUMBERS, *_DAYS),
)


@dataclass(frozen=True, eq=False, repr=False)
class Records:
    """Checked tables with the columns of `schema.TABLES`, and how they came about.

    Attributes
    ----------
    actors, legal_bases
        Indexed by their key.
    evidence
        One row is one sign of contact: a statement, or contact that was counted. Besides the
        columns of evidence.csv it has ``rank`` of its strength, ``confidence`` as a number,
        and ``table``, ``file`` and ``row`` it comes from. Counted contact has ``weight``, the
        ``date`` with its ``grain``, the code of its ``case`` or the number of ``cases``;
        statements have none of these.
    mandates, aliases, figures
        Indexed by the row in the file.
    sources
        Indexed by number: short name, text, address and how much of the source was read.
    meetings
        One row is one body at one meeting.
    not_referred
        Rows of referral logs that say why a case was not referred.
    problems
        A row for each row set aside: file, sheet, row, column, value, code, known, within.
    changes
        A row for each thing done to rows that are used: file, sheet, row, column, code,
        before, after, rows.
    counts
        A row for each file and sheet: rows in = used + rejected.
    unread
        Columns that were not read, and whether they point to persons.
    unknown
        Names that no table holds, each with the body it may stand for: the alias sheet.
    doubtful
        Names of bodies that look like persons; with any of them nothing is published.
    window
        The days that were asked for.
    """

    actors: pd.DataFrame
    evidence: pd.DataFrame
    mandates: pd.DataFrame
    aliases: pd.DataFrame
    legal_bases: pd.DataFrame
    figures: pd.DataFrame
    sources: pd.DataFrame
    study: Study
    meetings: pd.DataFrame = field(default_factory=pd.DataFrame)
    not_referred: pd.DataFrame = field(default_factory=pd.DataFrame)
    problems: pd.DataFrame = field(default_factory=pd.DataFrame)
    changes: pd.DataFrame = field(default_factory=pd.DataFrame)
    counts: pd.DataFrame = field(default_factory=pd.DataFrame)
    unread: pd.DataFrame = field(default_factory=pd.DataFrame)
    unknown: pd.DataFrame = field(default_factory=pd.DataFrame)
    doubtful: tuple[str, ...] = ()
    window: Window = Window()

    def __repr__(self) -> str:
        return (
            f"<Records {self.study.period}: {len(self.actors)} actors, "
            f"{len(self.evidence)} signs of contact, {len(self.mandates)} mandates>"
        )

    @cached_property
    def counted(self) -> bool:
        """Whether any contact was counted, not only stated."""
        return bool(self.evidence["weight"].notna().any())

    @cached_property
    def _heirs(self) -> Mapping[str, list[str]]:
        """Each body followed by those that carried on its work."""
        successor: dict[Any, str] = self.actors["successor"].to_dict()
        heirs: dict[str, list[str]] = {}
        for actor in successor:
            line = [actor]
            while successor[line[-1]]:
                line.append(successor[line[-1]])
            heirs[actor] = line
        return heirs

    @cached_property
    def lineage(self) -> Mapping[str, str]:
        """The body that each body is today: the last of its line of names."""
        return {actor: line[-1] for actor, line in self._heirs.items()}

    @cached_property
    def names_of(self) -> Mapping[str, list[str]]:
        """The slugs of each line of names, oldest first, by the last of them."""
        names: dict[str, list[str]] = {}
        for line in sorted(self._heirs.values(), key=len, reverse=True):
            names.setdefault(line[-1], []).append(line[0])
        return names

    @cached_property
    def lines(self) -> pd.DataFrame:
        """The years in which each line of names existed, by its last name, in record order."""
        line = self.actors.index.to_series().map(self.lineage)
        founders = ~self.actors.index.isin(self.actors["successor"])
        founded = self.actors["active_from"][founders].groupby(line[founders], sort=False)
        # Of several founders one with an unknown start leaves the start of the line open.
        starts = founded.agg(lambda years: years.min(skipna=False))
        windows = {"active_from": starts, "active_to": self.actors["active_to"]}
        return pd.DataFrame(windows).loc[list(dict.fromkeys(line))]

    def existing(self, period: Period) -> pd.Index[Any]:
        """Return the bodies, by their last name, that exist in the period."""
        lines = self.lines
        return lines.index[period.touches(lines["active_from"], lines["active_to"])]

    def actors_in(self, period: Period) -> pd.DataFrame:
        """Return the bodies of the period, each under the name it bore at the end of it.

        Indexed by the last slug of the line, in record order. ``bearer`` is the slug of the
        name borne, ``formerly`` the names before it; ``parent`` points to last slugs.
        """
        seen = self.actors["active_from"].fillna(self.actors["first_seen"])
        bearers = {}
        for last in self.existing(period):
            line = self.names_of[last]
            named = [slug for slug in line if not seen[slug] > period.last]
            bearers[last] = (named or line)[-1]
        slugs = list(bearers.values())
        frame = self.actors.loc[slugs].set_axis(pd.Index(list(bearers), name="actor"))
        before = [
            self.names_of[last][: self.names_of[last].index(now)]
            for last, now in bearers.items()
        ]
        return frame.assign(
            parent=[self.lineage.get(parent, "") for parent in frame["parent"]],
            bearer=slugs,
            formerly=["; ".join(self.actors["name_id"][names]) for names in before],
        )

    def cite(self, citation: str) -> str:
        """Return "[1] Pratiwi & Rury; [2] …" for "[1] [2]"."""
        return "; ".join(self.label(number) for number in cited(citation)) or citation

    def label(self, number: int) -> str:
        """Return the number and short name of a source."""
        return f"[{number}] {self.sources['short'].get(number, '')}".strip()

    def rule(self, row: int, lang: str) -> str:
        """Return the rule and article of a mandate in one language."""
        basis, article = map(str, self.mandates.loc[row, ["legal_basis", "article"]])
        if lang == "id" and basis in self.legal_bases.index:
            basis = str(self.legal_bases.at[basis, "name_id"]) or basis
        return ", ".join(part for part in (basis, article) if part)

    def signs_in(self, period: Period) -> pd.DataFrame:
        """Return the signs of contact that touch the period, between different bodies of it."""
        touching = period.touches(self.evidence["year_from"], self.evidence["year_to"])
        signs = self.evidence[touching]
        signs = signs.assign(
            source=signs["source"].map(self.lineage), target=signs["target"].map(self.lineage)
        )
        existing = self.existing(period)
        both = signs["source"].isin(existing) & signs["target"].isin(existing)
        return signs[both & (signs["source"] != signs["target"])]


def cited(citation: str) -> list[int]:
    """Return the numbers of the sources in "[1] [24]"."""
    return [int(number) for number in re.findall(r"\[(\d+)\]", citation)]


def read_records(path: str | Path, **asked: Unpack[Asked]) -> Records:
    """Read a data folder, a workbook or a single file of records.

    Parameters
    ----------
    path
        A folder with the tables of ``docs/data.md``, or any one file that holds records.
    **asked
        See `Asked`: ``strict``, ``accept_loss``, ``rules``, ``sheet``, ``table``, ``columns``,
        ``aliases``, ``since``, ``until``, ``key_file``.

    Returns
    -------
    Records

    Raises
    ------
    RecordsError
        If a file or the folder cannot be used; it says what, where and what to do.
    """
    rules = asked.get("rules") or Rules()
    strict = asked.get("strict", False)
    intake = take_in(Path(path), asked)
    checked = _reference(intake, strict=strict)
    contacts = _contacts(intake, checked, asked, rules)
    need_contact(intake, checked["evidence"], contacts)
    counts = row_counts(intake, checked, contacts)
    if not asked.get("accept_loss"):
        need_most_rows([*checked.values(), *contacts.checked], rules)
    frames = {name: table.frame for name, table in checked.items()}
    need_known_targets(frames["aliases"], contacts, frames["actors"])
    evidence = _evidence(frames["evidence"], contacts, rules)
    actors = frames["actors"].set_index("id")
    every = [*checked.values(), *contacts.checked]
    records = Records(
        actors=pd.concat([actors, contacts.names.actors]).rename_axis("id"),
        evidence=evidence,
        mandates=_mandates(frames["mandates"], rules),
        aliases=frames["aliases"],
        legal_bases=frames["legal_bases"].set_index("legal_basis"),
        figures=frames["figures"],
        sources=read_sources(Path(path) / SOURCES_FILE),
        study=_study(intake.settings, evidence, contacts),
        meetings=contacts.meetings,
        not_referred=contacts.not_referred,
        problems=pd.concat([table.problems for table in every], ignore_index=True),
        changes=_changes(intake, every),
        counts=counts,
        unread=intake.unread(),
        unknown=contacts.names.sheet,
        doubtful=_doubtful(contacts),
        window=_window(asked),
    )
    need_straight_lines(records.actors)
    return records


def _reference(intake: Intake, *, strict: bool) -> dict[str, Checked]:
    """Return the tables of bodies, rules and statements, checked."""
    names = (*_REFERENCE, "evidence")
    raw = {name: cells for name in names if (cells := intake.raw(name)) is not None}
    need_bodies(raw)
    # Without the list of rules any name of a rule will do.
    keys = {"actors": _keys(raw, "actors")}
    if "legal_bases" in raw:
        keys["legal_bases"] = _keys(raw, "legal_bases")
    renamed = intake.settings.renamed
    checked = {name: _blank(name) for name in names}
    for name, cells in raw.items():
        checked[name] = check_table(cells, name, keys, renamed=renamed.get(name), strict=strict)
    aliases = checked["aliases"]
    decided = aliases.frame[aliases.frame["actor"] != ""]
    checked["aliases"] = aliases._replace(frame=decided, rows_in=len(decided))
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


def _contacts(
    intake: Intake, checked: Mapping[str, Checked], asked: Asked, rules: Rules
) -> Contacts:
    """Return the counted contacts."""
    key_file = asked.get("key_file")
    key = read_key(Path(key_file)) if key_file else new_key()
    sheets: list[Sheet] = [
        converted(raw, name, {}, key=key, renamed=intake.settings.renamed.get(name))
        for name, raw, _missing in intake.contacts()
    ]
    return gather_contacts(
        sheets,
        checked["actors"].frame.set_index("id"),
        checked["aliases"].frame,
        _window(asked),
        rules,
        strict=asked.get("strict", False),
    )


def _window(asked: Asked) -> Window:
    window = Window(asked.get("since"), asked.get("until"))
    if window.first and window.last and window.last < window.first:
        sentence = _("The last day, {last}, lies before the first, {first}; exchange them.")
        raise RecordsError(sentence, first=window.first, last=window.last)
    return window


def _changes(intake: Intake, tables: Sequence[Checked]) -> pd.DataFrame:
    """Return what was done, files that were passed over included."""
    passed = pd.DataFrame(
        [(file, "", 0, "", "file_passed_over", "", "", 1) for file in intake.passed_over],
        columns=CHANGE_COLUMNS,
    )
    kinds = {found.name for found in intake.contacts()}
    both = pd.DataFrame(
        [
            (raw.file, raw.sheet, 0, "", "counted_beside", "", "", 1)
            for name, raw, _missing in intake.contacts()
            if name == "ties" and "referrals" in kinds
        ],
        columns=CHANGE_COLUMNS,
    )
    done = [table.changes for table in tables if len(table.changes)]
    return pd.concat([passed, both, *done], ignore_index=True)


def _doubtful(contacts: Contacts) -> tuple[str, ...]:
    used = contacts.names.actors.index
    meanings = contacts.names.meanings.values()
    return tuple(
        sorted({m.name for m in meanings if m.told == "person_like" and m.slug in used})
    )


def _evidence(statements: pd.DataFrame, contacts: Contacts, rules: Rules) -> pd.DataFrame:
    """Return statements and counted contact in one frame."""
    stated = statements.assign(
        confidence=_believed(statements, rules),
        table="evidence",
        file=TABLES["evidence"].path,
        row=statements.index,
    )
    signs = contacts.signs
    if len(signs):
        year = signs["date"].dt.year.astype(float)
        signs = signs.assign(
            year_from=year, year_to=year, strength="present", confidence=rules.documented
        )
    frame = pd.concat([one for one in (stated, signs) if len(one)] or [stated])
    frame = frame.reset_index(drop=True)
    for column in _TEXTS:
        frame[column] = frame[column].fillna("") if column in frame else ""
    for column in _NUMBERS:
        frame[column] = frame[column].astype(float) if column in frame else float("nan")
    for column in _DAYS:
        if column not in frame:
            frame[column] = pd.Series(pd.NaT, index=frame.index, dtype="datetime64[s]")
    rank = frame["strength"].map(list(STRENGTHS).index).astype(int)
    return frame.assign(rank=rank)[[*_EVIDENCE]]


def _study(settings: Settings, evidence: pd.DataFrame, contacts: Contacts) -> Study:
    """Return what the data are; unless the settings say it, the years are the evidence's."""
    dated = [
        rows["date"].dt.year for rows in (contacts.meetings, contacts.not_referred) if len(rows)
    ]
    years = pd.concat([evidence["year_from"], evidence["year_to"], *dated]).dropna().astype(int)
    period = settings.years or Period(min(years), max(years))
    return Study(settings.titles, period, settings.synthetic)


def _believed(frame: pd.DataFrame, rules: Rules) -> pd.Series[float]:
    return frame["confidence"].map({"documented": rules.documented, "inferred": rules.inferred})


def _mandates(mandates: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    believed = _believed(mandates, rules)
    unread = mandates["article"].str.contains(UNVERIFIED, regex=False)
    return mandates.assign(confidence=believed.mask(unread, rules.unverified))
