"""The records of a study, checked: what was used, changed and set aside.

`read_records` is the door for files; behind it nothing checks again.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import pandas as pd

from netgov.assembly import (
    UNVERIFIED,
    all_changes,
    checked_contacts,
    checked_reference,
    doubtful,
    signs,
    study_of,
    with_confidence,
)
from netgov.checking import Checked
from netgov.contacts import Contacts
from netgov.days import first_day, last_day
from netgov.errors import RecordsError
from netgov.identity import read_key
from netgov.intake import Asked, Intake, take_in
from netgov.invented import SYNTHETIC
from netgov.ledger import (
    need_contact,
    need_known_targets,
    need_most_rows,
    row_counts,
)
from netgov.names import body_meant, decided, folded, heirs
from netgov.origin import Origin, hashes, key_id, ledgers_of, row_accounts
from netgov.period import Period, Window
from netgov.rules import Rules
from netgov.settings import SETTINGS_FILE, Study
from netgov.sources import SOURCES_FILE, read_sources
from netgov.words import _

__all__ = ["INTERNAL", "SYNTHETIC", "UNVERIFIED", "Records", "Study", "cited", "read_records"]

# Stands so on everything that is for the office alone.
INTERNAL: Final = "INTERN – jangan disebarkan / INTERNAL – do not pass on"


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
        statements have none of these. ``register`` says whose register holds a contact:
        sender, receiver, both (two lines, one contact), or blank where nobody told.
    mandates, aliases, figures
        Indexed by the row in the file.
    sources
        Indexed by number: short name, text, address and how much of the source was read.
    study
        The titles, the years, and whether the data are invented.
    meetings
        One row is one body at one meeting: the columns of meetings.csv, and ``size``, how many
        bodies were there.
    not_referred
        Rows of referral logs that say why a case was not referred, with the columns of
        referrals.csv; ``weight`` is their count. Their target may be blank.
    problems
        A row for each row set aside: file, sheet, row, column, value, code, known, within.
    changes
        A row for each thing done to rows that are used: file, sheet, row, column, code,
        before, after, rows.
    counts
        Indexed by file, and sheet if any file has one: rows in = used + rejected.
    unread
        Columns that were not read: file, sheet, column, identity (whether it points to
        persons).
    unknown
        The alias sheet: alias (a name that no table holds), actor (blank, to be filled in),
        suggestion, score (of 100), margin (lead over the next) and rows.
    doubtful
        Names of bodies that look like persons; with any of them nothing is published.
    window
        The days that were asked for.
    origin
        Where they come from; None if not from files.
    """

    actors: pd.DataFrame
    evidence: pd.DataFrame
    mandates: pd.DataFrame
    aliases: pd.DataFrame
    legal_bases: pd.DataFrame
    figures: pd.DataFrame
    study: Study
    sources: pd.DataFrame = field(default_factory=pd.DataFrame)
    meetings: pd.DataFrame = field(default_factory=pd.DataFrame)
    not_referred: pd.DataFrame = field(default_factory=pd.DataFrame)
    problems: pd.DataFrame = field(default_factory=pd.DataFrame)
    changes: pd.DataFrame = field(default_factory=pd.DataFrame)
    counts: pd.DataFrame = field(default_factory=pd.DataFrame)
    unread: pd.DataFrame = field(default_factory=pd.DataFrame)
    unknown: pd.DataFrame = field(default_factory=pd.DataFrame)
    doubtful: tuple[str, ...] = ()
    window: Window = field(default_factory=Window)
    origin: Origin | None = None

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
    def statements(self) -> frozenset[int]:
        """The rows of the evidence that are statements."""
        return frozenset(self.evidence.index[self.evidence["weight"].isna()])

    @cached_property
    def articles(self) -> Mapping[int, tuple[str, str]]:
        """The legal basis and the article of each mandate."""
        told = self.mandates[["legal_basis", "article"]].astype(str)
        return {row: (basis, article) for row, basis, article in told.itertuples(name=None)}

    @cached_property
    def _heirs(self) -> Mapping[str, list[str]]:
        """Each body followed by those that carried on its work."""
        return heirs(self.actors["successor"])

    @cached_property
    def lineage(self) -> Mapping[str, str]:
        """The body that each body is today: the last of its line of names."""
        return {actor: line[-1] for actor, line in self._heirs.items()}

    def body_called(self, name: str) -> str:
        """Return the short name of today of the body that somebody means.

        Raises
        ------
        UnknownName
            If no body has this name.
        """
        return body_meant(name, self.called, map(str, self.actors.index))

    @cached_property
    def called(self) -> Mapping[str, str]:
        """The short name of today of each body by every name it has, as `folded` has it."""
        slugs = [*map(str, self.actors.index)]
        called: dict[str, str] = {}
        for column in ("name_en", "name_id", "abbrev"):
            written = zip(map(folded, self.actors[column]), slugs, strict=True)
            called |= {name: slug for name, slug in written if name}
        called |= {folded(slug): slug for slug in slugs}
        # An alias stands for a slug, or for a name that records alone know.
        for alias, actor in zip(self.aliases["alias"], self.aliases["actor"], strict=True):
            called.setdefault(folded(alias), called.get(folded(actor), actor))
        return {
            name: str(self.lineage[slug])
            for name, slug in called.items()
            if slug in self.lineage
        }

    @cached_property
    def duties(self) -> pd.DataFrame:
        """The mandates, renamed offices under their last name."""
        ends = {end: self.mandates[end].map(self.lineage) for end in ("source", "target")}
        return self.mandates.assign(**ends)

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
        starts = founded.min().where(founded.count() == founded.size())
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
        seen = self.actors["active_from"].fillna(self.actors["first_seen"]).to_dict()
        name = self.actors["name_id"].to_dict()
        bearers, formerly = {}, []
        for last in self.existing(period):
            line = self.names_of[last]
            named = [slug for slug in line if not seen[slug] > period.last]
            bearers[last] = (named or line)[-1]
            before = line[: line.index(bearers[last])]
            formerly.append("; ".join(name[slug] for slug in before))
        slugs = list(bearers.values())
        frame = self.actors.loc[slugs].set_axis(pd.Index(list(bearers), name="actor"))
        return frame.assign(
            parent=[self.lineage.get(parent, "") for parent in frame["parent"]],
            bearer=slugs,
            formerly=formerly,
        )

    def cite(self, citation: str) -> str:
        """Return "[1] Pratiwi & Rury; [2] …" for "[1] [2]"."""
        return "; ".join(self.label(number) for number in cited(citation)) or citation

    def label(self, number: int) -> str:
        """Return the number and short name of a source."""
        return f"[{number}] {self.bibliography.get(number, {}).get('short', '')}".strip()

    @cached_property
    def bibliography(self) -> Mapping[Any, Mapping[Any, str]]:
        """What is known of each source, by its number."""
        return self.sources.to_dict("index")

    def rule(self, row: int, lang: str) -> str:
        """Return the rule and article of a mandate in one language."""
        basis, article = self.articles[row]
        if lang == "id":
            basis = self._titles.get(basis) or basis
        return ", ".join(part for part in (basis, article) if part)

    @cached_property
    def _titles(self) -> Mapping[Any, str]:
        """The Indonesian name of each legal basis."""
        return self.legal_bases["name_id"].to_dict()

    def signs_in(self, period: Period) -> pd.DataFrame:
        """Return the signs of contact that touch the period, between different bodies of it.

        Counted contact is left out in years in which the table of bodies lets an end not exist.
        """
        if period not in self._signs:
            self._signs[period] = self._touching(period)
        return self._signs[period]

    @cached_property
    def _signs(self) -> dict[Period, pd.DataFrame]:
        """The signs of each period that was asked for."""
        return {}

    def _touching(self, period: Period) -> pd.DataFrame:
        signs, existing = self._possible, self.existing(period)
        touching = period.touches(signs["year_from"], signs["year_to"])
        return signs[touching & signs["source"].isin(existing) & signs["target"].isin(existing)]

    @cached_property
    def _possible(self) -> pd.DataFrame:
        """The signs of contact of all years, under names of today."""
        ends = {end: self.evidence[end].map(self.lineage) for end in ("source", "target")}
        stated = self.evidence["weight"].isna()
        kept = (stated | self.both_exist(self.evidence)) & (ends["source"] != ends["target"])
        return self.evidence.assign(**ends)[kept]

    def both_exist(self, signs: pd.DataFrame) -> pd.Series[bool]:
        """Return which signs fall into years in which both ends existed."""
        found = pd.Series(True, index=signs.index)
        for name, years in (("active_from", "year_to"), ("active_to", "year_from")):
            # Most bodies have no such year, so that few rows need be looked at.
            known = self.lines[name].dropna().astype(float)
            if known.empty:
                continue
            for end in ("source", "target"):
                limit = signs[end].map(self.lineage).map(known.to_dict()).astype(float)
                late, early = signs[years] > limit, signs[years] < limit
                found &= ~(early if name == "active_from" else late)
        return found


def cited(citation: str) -> list[int]:
    """Return the numbers of the sources in "[1] [24]"."""
    return [int(number) for number in re.findall(r"\[(\d+)\]", citation)]


def read_records(  # noqa: PLR0913  each is one question of the analyst
    path: str | Path,
    *,
    strict: bool = False,
    accept_loss: bool = False,
    sheet: str | None = None,
    table: str | None = None,
    columns: str | Path | None = None,
    aliases: str | Path | None = None,
    since: dt.date | str | None = None,
    until: dt.date | str | None = None,
    key_file: str | Path | None = None,
    ledger: str | Path | None = None,
    rules: Rules | None = None,
) -> Records:
    """Read a data folder, a workbook or a single file of records.

    Parameters
    ----------
    path
        A folder with the tables of ``docs/data.md``, or any one file that holds records.
    strict
        Refuse a file with any faulty row, instead of setting the row aside.
    accept_loss
        Go on when more than a tenth of the records of a file are set aside.
    sheet, table
        The one sheet of a workbook, the one table of a database.
    columns
        A mapping file, or the name of one that comes with netgov.
    aliases
        A filled-in alias sheet.
    since, until
        First and last day of counted contact: a date, or "2019-03-21", "2019-03", "2019".
    key_file
        The key that makes case numbers codes; without it a fresh one is used.
    ledger
        The file in which releases of these records are entered; beside them unless given.
    rules
        Thresholds other than the usual ones.

    Returns
    -------
    Records

    Raises
    ------
    RecordsError
        If a file or the folder cannot be used; it says what, where and what to do.
    UnknownName
        If there is no such sheet, table or ready mapping.
    """
    rules, window = rules or Rules(), _window(since, until)
    asked = Asked(sheet, table, columns, aliases, key_file, strict=strict, window=window)
    intake = take_in(Path(path), asked)
    checked = checked_reference(intake, asked)
    contacts = checked_contacts(intake, checked, asked, rules)
    need_contact(intake, checked["evidence"], contacts)
    if not accept_loss:
        need_most_rows([*checked.values(), *contacts.checked], rules)
    need_known_targets(decided(checked["aliases"].frame), contacts, checked["actors"].frame)
    records = _gathered(intake, checked, contacts, rules)
    records = replace(records, window=window, sources=read_sources(Path(path) / SOURCES_FILE))
    unseen = pd.concat([records.changes, _unseen(records)], ignore_index=True)
    records = replace(records, changes=unseen)
    origin = _origin(Path(path), Path(ledger) if ledger else None, intake, asked)
    rows = row_accounts(records.counts, records.problems, records.changes)
    return replace(records, origin=replace(origin, rows=rows))


def _origin(path: Path, ledger: Path | None, intake: Intake, asked: Asked) -> Origin:
    """Return where records were read from and how."""
    usual = Asked()
    options = {
        option.name: value
        for option in fields(Asked)
        if (value := getattr(asked, option.name)) != getattr(usual, option.name)
    }
    home = path if path.is_dir() else path.parent
    read = {one.raw.file for one in intake.tables} | {SETTINGS_FILE, SOURCES_FILE}
    beside = [Path(file) for file in (asked.aliases, asked.columns) if file]
    places = {name: home / name for name in read} | {file.name: file for file in beside}
    places = {name: place for name, place in places.items() if place.is_file()}
    key = [Path(asked.key_file)] if asked.key_file else []
    return Origin(
        path=path,
        ledgers=[*([ledger] if ledger else []), *ledgers_of(path)],
        options={name: str(value) for name, value in options.items() if name != "key_file"},
        read=[*places.values(), *key],
        inputs=hashes(places),
        key_id=key_id(read_key(Path(asked.key_file))) if asked.key_file else "",
    )


def _gathered(
    intake: Intake, checked: Mapping[str, Checked], contacts: Contacts, rules: Rules
) -> Records:
    """Return the checked tables as records."""
    frames = {name: one.frame for name, one in checked.items()}
    every = [*checked.values(), *contacts.checked]
    actors = pd.concat([frames["actors"].set_index("id"), contacts.names.actors])
    evidence = signs(checked["evidence"], contacts, rules)
    return Records(
        actors=actors.rename_axis("id"),
        evidence=evidence,
        mandates=with_confidence(frames["mandates"], rules),
        aliases=decided(frames["aliases"]),
        legal_bases=frames["legal_bases"].set_index("legal_basis"),
        figures=frames["figures"],
        study=study_of(intake, evidence, contacts),
        meetings=contacts.meetings,
        not_referred=contacts.not_referred,
        problems=pd.concat([one.problems for one in every], ignore_index=True),
        changes=all_changes(intake, every),
        counts=row_counts(intake, checked, contacts),
        unread=intake.unread(),
        unknown=contacts.names.sheet,
        doubtful=doubtful(contacts),
    )


def _window(since: dt.date | str | None, until: dt.date | str | None) -> Window:
    """Return the days that are asked for, as dates or as people write them."""
    first = since if since is None or isinstance(since, dt.date) else first_day(str(since))
    last = until if until is None or isinstance(until, dt.date) else last_day(str(until))
    if first and last and last < first:
        sentence = _("The last day, {last}, lies before the first, {first}; exchange them.")
        raise RecordsError(sentence, first=first, last=last)
    return Window(first, last)


def _unseen(records: Records) -> pd.DataFrame:
    """Return which rows in use no network of the study shows, so that none is lost untold."""
    counted = records.evidence[records.evidence["weight"].notna()]
    period = records.study.period
    outside = (counted["year_from"] < period.first) | (counted["year_from"] > period.last)
    absent = ~outside & ~records.both_exist(counted)
    told = [
        (file, "", rows["row"].iloc[0], "", code, "", "", rows["row"].nunique())
        for code, which in (("outside_study", outside), ("body_absent", absent))
        for file, rows in counted[which].groupby("file", sort=False)
    ]
    return pd.DataFrame(told, columns=records.changes.columns)
