"""Rows in, used and set aside; and what is refused because too little is left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import pandas as pd

from netgov.checking import Checked, remedy
from netgov.contacts import Contacts
from netgov.errors import RecordsError, nearest, shown
from netgov.intake import Intake
from netgov.names import folded
from netgov.reading import Raw
from netgov.rules import Rules
from netgov.schema import CONTACTS, TABLES
from netgov.words import _

# Setting these aside loses nothing.
_NO_LOSS: Final = ("not_a_record", "outside_period")


def row_counts(
    intake: Intake, checked: Mapping[str, Checked], contacts: Contacts
) -> pd.DataFrame:
    """Return a row for each file and sheet that was read: rows in = used + rejected."""
    there = [checked[one.name] for one in intake.tables if one.name in checked]
    rows = [
        (one.file, one.sheet, one.rows_in, len(one.frame), len(one.problems))
        for one in (*there, *contacts.checked)
    ]
    frame = pd.DataFrame(rows, columns=["file", "sheet", "in", "used", "rejected"])
    # The column of sheets says something only where there are any.
    key = ["file", "sheet"] if (frame["sheet"] != "").any() else ["file"]
    return frame.set_index(key)[["in", "used", "rejected"]]


def need_bodies(raw: Mapping[str, Raw]) -> None:
    """Refuse statements and duties that speak of bodies nobody has listed."""
    for name in ("evidence", "mandates"):
        spoken_of = name in raw and len(raw[name].frame)
        if spoken_of and ("actors" not in raw or raw["actors"].frame.empty):
            sentence = _(
                "{file} speaks of bodies by short name; add {actors}, which lists them."
            )
            path = TABLES["actors"].path
            raise RecordsError(sentence, file=raw[name].file, actors=path)


def need_known_targets(aliases: pd.DataFrame, contacts: Contacts, actors: pd.DataFrame) -> None:
    """Refuse an alias of a body that neither the table of bodies nor the logs know."""
    known = {*actors["id"]}
    for name in ("name_id", "name_en", "abbrev"):
        known |= set(map(folded, actors[name]))
    known |= set(map(folded, contacts.names.actors["name_id"])) | set(
        contacts.names.actors.index
    )
    for row, actor in zip(aliases.index.tolist(), aliases["actor"], strict=True):
        if len(actors) and actor not in known and folded(actor) not in known:
            fault = remedy("unknown_name", nearest(actor, actors["id"]), TABLES["actors"].path)
            sentence = _("{file}, row {row}, column {column}: {value}: {remedy}.")
            raise RecordsError(
                sentence,
                file=TABLES["aliases"].path,
                row=row,
                column="actor",
                value=shown(actor),
                remedy=fault,
            )


def need_contact(intake: Intake, statements: Checked, contacts: Contacts) -> None:
    """Refuse records in which no contact can be used."""
    every = [statements, *contacts.checked]
    if any(len(table.frame) for table in every):
        return
    problems = pd.concat([table.problems for table in every], ignore_index=True)
    files = [one.raw.file for one in intake.tables if one.name == "evidence"]
    files += [one.raw.file for one in intake.contacts()]
    if not files:
        needed = ", ".join(table.path for table in CONTACTS.values())
        sentence = _(
            "There are no records of contact; netgov needs one of {files}, or a file with such "
            "headings, see docs/data.md."
        )
        raise RecordsError(sentence, files=needed)
    if set(problems["code"]) <= {"not_a_record"}:
        sentence = _("{file} holds headings and no rows; add at least one row.")
        raise RecordsError(sentence, file=", ".join(dict.fromkeys(files)))
    first = problems[problems["code"] != "not_a_record"].iloc[0]
    raise RecordsError(
        _(
            "{file}: none of its {rows} rows can be used; the first is row {row}, "
            "column {column}: {value}: {remedy}."
        ),
        file=first["file"],
        rows=len(problems),
        row=first["row"],
        column=first["column"],
        value=first["value"] or "''",
        remedy=remedy(first["code"], first["known"], first["within"]),
    )


def need_most_rows(tables: Sequence[Checked], rules: Rules) -> None:
    """Refuse a file that loses too many records; totals and rows not asked for are no loss."""
    for table in tables:
        lost = table.problems[~table.problems["code"].isin(_NO_LOSS)]
        records = table.rows_in - (len(table.problems) - len(lost))
        if is_too_much(len(lost), records, rules):
            raise misread(lost["file"].iloc[0], len(lost), records, _reasons(lost))


def is_too_much(lost: int, records: int, rules: Rules) -> bool:
    """Whether so many of some records are lost that they look misread."""
    return records >= rules.loss_ceiling_from and lost > rules.loss_ceiling * records


def misread(file: str, rejected: int, rows: int, reasons: str) -> RecordsError:
    """Return the error for a file or store that loses too much."""
    sentence = _(
        "{file}: {rejected} of {rows} rows cannot be used ({reasons}), which looks "
        "like a misread file; correct them, or accept the loss with --accept-loss."
    )
    return RecordsError(sentence, file=file, rejected=rejected, rows=rows, reasons=reasons)


def _reasons(problems: pd.DataFrame) -> str:
    """Return "bad_date ×12: 3, 7, 9, 14, 20 …" for the most frequent reasons."""
    told = []
    for code in problems["code"].value_counts().index[:3]:
        rows = problems["row"][problems["code"] == code].tolist()
        more = " …" if len(rows) > 5 else ""
        told.append(f"{code} ×{len(rows)}: {', '.join(map(str, rows[:5]))}{more}")
    return "; ".join(told)


def need_straight_lines(actors: pd.DataFrame) -> None:
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
