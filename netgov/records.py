"""A data folder to checked `Records`: what was used and what was set aside.

Behind this door nothing checks again.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import pandas as pd

from netgov.checking import Checked, check_table, remedy
from netgov.errors import NetgovError, RecordsError, shown
from netgov.period import Period
from netgov.reading import read_table, read_text
from netgov.rules import Rules
from netgov.schema import TABLES
from netgov.terms import STRENGTHS
from netgov.words import LANGUAGES, _

STUDY_FILE: Final = "netgov.toml"
SOURCES_FILE: Final = "SOURCES.md"
# A rule whose article was not read in the official text carries this mark wherever it is shown.
UNVERIFIED: Final = "[verify]"


@dataclass(frozen=True)
class Study:
    """What the data are: their titles, their years, whether they are invented."""

    titles: Mapping[str, str]
    period: Period
    synthetic: bool = False

    def title(self, lang: str) -> str:
        """Return the title in one language, or the other one if it has none."""
        return self.titles.get(lang) or next(iter(self.titles.values()), "")


@dataclass(frozen=True, eq=False, repr=False)
class Records:
    """Checked tables with the columns of `schema.TABLES`, and how they came about.

    Attributes
    ----------
    actors, legal_bases
        Indexed by their key.
    evidence
        Indexed by the row in the file. Besides the columns of the file it has ``cases`` (a
        statement has none), ``rank`` of its strength, and ``confidence`` as a number.
    mandates, aliases, figures
        Indexed by the row in the file.
    sources
        Indexed by number: short name, text, address and how much of the source was read.
    problems
        Cells for which a row was set aside: table, row, column, value, code, known.
    counts
        A row for each file: rows in = used + rejected.
    """

    actors: pd.DataFrame
    evidence: pd.DataFrame
    mandates: pd.DataFrame
    aliases: pd.DataFrame
    legal_bases: pd.DataFrame
    figures: pd.DataFrame
    sources: pd.DataFrame
    study: Study
    problems: pd.DataFrame = field(default_factory=pd.DataFrame)
    counts: pd.DataFrame = field(default_factory=pd.DataFrame)

    def __repr__(self) -> str:
        return (
            f"<Records {self.study.period}: {len(self.actors)} actors, "
            f"{len(self.evidence)} signs of contact, {len(self.mandates)} mandates>"
        )

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


def read_records(
    path: str | Path,
    *,
    strict: bool = False,
    accept_loss: bool = False,
    rules: Rules | None = None,
) -> Records:
    """Read a data folder: ``actors.csv``, ``edges/evidence.csv`` and what else it holds.

    Parameters
    ----------
    path
        The folder. The files and columns it may hold are described in ``docs/data.md``.
    strict
        Refuse a file with any faulty row, instead of setting the row aside.
    accept_loss
        Go on when more than a tenth of the rows of a file are set aside.
    rules
        Thresholds other than the usual ones.

    Returns
    -------
    Records

    Raises
    ------
    RecordsError
        If the folder or a file in it cannot be used; it says what, where and what to do.
    """
    folder, rules = Path(path), rules or Rules()
    _need_tables(folder)
    raw = {name: _raw(folder, name) for name in TABLES}
    keys = {name: _keys(raw[name], name) for name in ("actors", "legal_bases")}
    if not (folder / TABLES["legal_bases"].path).is_file():
        del keys["legal_bases"]  # without the list of rules any name of a rule will do
    checked = {name: check_table(raw[name], name, keys, strict=strict) for name in TABLES}
    counts = _counts(checked, folder)
    _need_rows(checked)
    if not accept_loss:
        _need_most_rows(counts, rules)
    frames = {name: table.frame for name, table in checked.items()}
    evidence = _signs(frames["evidence"], rules)
    records = Records(
        actors=frames["actors"].set_index("id"),
        evidence=evidence,
        mandates=_mandates(frames["mandates"], rules),
        aliases=frames["aliases"],
        legal_bases=frames["legal_bases"].set_index("legal_basis"),
        figures=frames["figures"],
        sources=_read_sources(folder / SOURCES_FILE),
        study=_read_study(folder / STUDY_FILE, evidence),
        problems=pd.concat([table.problems for table in checked.values()], ignore_index=True),
        counts=counts,
    )
    _need_straight_lines(records.actors)
    return records


def _need_tables(folder: Path) -> None:
    needed = [table.path for table in TABLES.values() if table.required]
    if not folder.is_dir():
        sentence = _("{folder} is not a folder; give the folder that holds {files}.")
        raise RecordsError(sentence, folder=shown(folder.name), files=", ".join(needed))
    missing = [path for path in needed if not (folder / path).is_file()]
    if missing:
        sentence = _("The folder {folder} holds no {files}; netgov needs it, see docs/data.md.")
        raise RecordsError(
            sentence, folder=shown(folder.resolve().name or folder), files=", ".join(missing)
        )


def _raw(folder: Path, name: str) -> pd.DataFrame:
    table = TABLES[name]
    if (folder / table.path).is_file():
        return read_table(folder / table.path)
    return pd.DataFrame(columns=[column.name for column in table.columns], dtype=object)


def _keys(raw: pd.DataFrame, name: str) -> frozenset[str]:
    """Return the keys of a table before it is checked, for the tables that name them."""
    return frozenset(check_table(raw, name, {}).frame[TABLES[name].key])


def _counts(checked: Mapping[str, Checked], folder: Path) -> pd.DataFrame:
    rows = {
        TABLES[name].path: {
            "in": table.rows_in,
            "used": len(table.frame),
            "rejected": len(table.problems),
        }
        for name, table in checked.items()
        if (folder / TABLES[name].path).is_file()
    }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("file")


def _need_rows(checked: Mapping[str, Checked]) -> None:
    """Refuse a needed table of which nothing can be used."""
    for name, table in checked.items():
        if not TABLES[name].required or len(table.frame):
            continue
        file = TABLES[name].path
        if not table.rows_in:
            sentence = _("{file} holds headings and no rows; add at least one row.")
            raise RecordsError(sentence, file=file)
        first = table.problems.iloc[0]
        raise RecordsError(
            _(
                "{file}: none of its {rows} rows can be used; the first is row {row}, "
                "column {column}: {value}: {remedy}."
            ),
            file=file,
            rows=table.rows_in,
            row=first["row"],
            column=first["column"],
            value=first["value"],
            remedy=remedy(first["code"], first["column"], name, first["known"]),
        )


def _need_most_rows(counts: pd.DataFrame, rules: Rules) -> None:
    for file, rows in counts.iterrows():
        many = rows["in"] >= rules.loss_ceiling_from
        if many and rows["rejected"] > rules.loss_ceiling * rows["in"]:
            sentence = _(
                "{file}: {rejected} of {rows} rows cannot be used, which looks like a misread "
                "file; run netgov check, or accept the loss with --accept-loss."
            )
            raise RecordsError(sentence, file=file, rejected=rows["rejected"], rows=rows["in"])


def _need_straight_lines(actors: pd.DataFrame) -> None:
    """Refuse lines of successors that run in a circle."""
    successor = actors["successor"]
    for actor in actors.index:
        heir, steps = actor, 0
        while successor[heir]:
            heir, steps = successor[heir], steps + 1
            if steps > len(actors):
                sentence = _(
                    "{file}: the successors of {actor} run in a circle; "
                    "leave the successor of the present body blank."
                )
                file = TABLES["actors"].path
                raise RecordsError(sentence, file=file, actor=shown(actor))


def _believed(frame: pd.DataFrame, rules: Rules) -> pd.Series[float]:
    return frame["confidence"].map({"documented": rules.documented, "inferred": rules.inferred})


def _signs(evidence: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    rank = evidence["strength"].map(list(STRENGTHS).index).astype(int)
    return evidence.assign(cases=float("nan"), rank=rank, confidence=_believed(evidence, rules))


def _mandates(mandates: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    believed = _believed(mandates, rules)
    unread = mandates["article"].str.contains(UNVERIFIED, regex=False)
    return mandates.assign(confidence=believed.mask(unread, rules.unverified))


def _read_sources(path: Path) -> pd.DataFrame:
    """Read entries: ``[1] **Short**. Text <address> Read: page. Dibaca: halaman.``."""
    text = read_text(path).replace("\r\n", "\n") if path.is_file() else ""
    entry = re.compile(
        r"^\[(?P<number>\d{1,9})\] (?:\*\*(?P<short>.*?)\*\*\. )?(?P<text>.*?)"
        r" (?:<(?P<address>[^>]*)>|\([^()]*\))"
        r" Read: (?P<read_en>.*?)\. Dibaca: (?P<read_id>.*?)\.$",
        re.MULTILINE,
    )
    rows = [match.groupdict() for match in entry.finditer(text)]
    columns = ["number", "short", "text", "address", "read_en", "read_id"]
    frame = pd.DataFrame(rows, columns=columns, dtype=object).fillna("")
    # Any other address could run in the browser of a reader who clicks on it.
    of_the_web = frame["address"].str.match(r"https?://")
    frame["address"] = frame["address"].where(of_the_web, "")
    frame = frame.astype({"number": int}).set_index("number").sort_index()
    if frame.index.has_duplicates:
        sentence = _("{file}: two sources bear the number [{number}]; give one another number.")
        number = frame.index[frame.index.duplicated()][0]
        raise RecordsError(sentence, file=path.name, number=number)
    return frame


def _read_study(path: Path, evidence: pd.DataFrame) -> Study:
    """Read what the folder says of itself; without it the years are those of the evidence."""
    text = read_text(path) if path.is_file() else ""
    try:
        said = tomllib.loads(text)
        study = said.get("study", {})
        titles = {lang: str(study.get(f"title_{lang}", "")) for lang in LANGUAGES}
        years = pd.concat([evidence["year_from"], evidence["year_to"]]).dropna().astype(int)
        spoken_of = Period(min(years), max(years))
        period = Period.of(study["years"]) if "years" in study else spoken_of
        synthetic = study.get("synthetic", False)
    except (tomllib.TOMLDecodeError, AttributeError) as error:
        sentence = _("{file} cannot be read ({reason}); compare it with data/netgov.toml.")
        raise RecordsError(sentence, file=path.name, reason=shown(error)) from None
    except NetgovError as error:
        raise RecordsError(_("{file}: {what}"), file=path.name, what=error.phrase) from None
    if not isinstance(synthetic, bool):
        sentence = _("{file}: synthetic is {value}; write true or false without quotes.")
        raise RecordsError(sentence, file=path.name, value=shown(synthetic))
    return Study(titles, period, synthetic)
