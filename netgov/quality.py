"""What became of every row: for the screen, and as files for the office."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, Protocol

import pandas as pd

from netgov.checking import check_table, remedy, told
from netgov.errors import NetgovError, RecordsError, UnknownName, shown
from netgov.headings import positions, recognise
from netgov.reading import read_tables
from netgov.records import INTERNAL, Records
from netgov.rules import Rules
from netgov.tables import WRITERS, as_text, workbook
from netgov.words import Words, _
from netgov.writing import write_folder

AUDIENCES: Final = ("internal", "public")
ALIAS_SHEET: Final = "aliases.xlsx"
_RULES: Final = Rules()
_IN_FULL: Final = 10  # rows of a kind that are listed on the screen


class Accounted(Protocol):
    """Records, or what an engine did with those of a store; the frames are as in `Records`."""

    @property
    def counts(self) -> pd.DataFrame:
        """Rows in = used + rejected."""

    @property
    def problems(self) -> pd.DataFrame:
        """What was set aside, and why."""

    @property
    def changes(self) -> pd.DataFrame:
        """What was done to rows that are used."""

    @property
    def unread(self) -> pd.DataFrame:
        """Columns that were not read."""

    @property
    def unknown(self) -> pd.DataFrame:
        """Names to be decided on."""


def need_audience(asked: str, *, strict: bool = False) -> str:
    """Return the audience asked for, one of `AUDIENCES`; strict tells rows, so the office's."""
    if strict and asked == "public":
        sentence = _("--strict tells the first faulty row, which is for the office alone.")
        raise NetgovError(sentence)
    if asked not in AUDIENCES:
        sentence = _("There is no audience called {name}. The nearest is {near}; all: {known}.")
        raise UnknownName.among(sentence, asked, AUDIENCES)
    return asked


def write_quality(
    records: Records, folder: str | Path, words: Words, *, rows: bool = True
) -> Path:
    """Write the files of a check, readable by their owner alone if they tell rows.

    Raises
    ------
    NetgovError
        If the folder holds an alias sheet that somebody has filled in.
    """
    sheet = Path(folder) / ALIAS_SHEET
    if sheet.is_file() and _is_filled_in(sheet):
        sentence = _(
            "{path} was filled in and would be replaced; hand it back with --aliases, or move "
            "it and run again."
        )
        raise NetgovError(sentence, path=sheet.name)
    mode = 0o600 if rows else 0o644
    return write_folder(Path(folder), quality_files(records, words, rows=rows), mode)


def _of_aliases(headings: Sequence[str]) -> Collection[int]:
    """Return the columns of an alias sheet among some headings."""
    return positions(recognise(headings, ["aliases"], {}))


def _is_filled_in(sheet: Path) -> bool:
    """Whether somebody has said of any name which body it is; if unreadable, perhaps."""
    try:
        (raw,) = read_tables(sheet, _of_aliases)
        return bool((check_table(raw, "aliases", {}).frame["actor"] != "").any())
    except (RecordsError, ValueError):
        return True


def quality_text(records: Accounted, words: Words, *, rows: bool = True) -> str:
    """Return what a person reads first: counts, then problems and changes by kind.

    ``rows``: tell rows and values; without them only how many there are of each kind.
    """
    lines = [as_text(records.counts, words), ""] if rows else []
    total = {
        name: words.number(count) if rows else _coarse(count)
        for name, count in _rows(records).items()
    }
    lines.append(words(_("Rows in: {rows_in} = used {used} + set aside {rejected}."), **total))
    lines += _groups(records.problems, _remedy, words, rows=rows)
    if len(records.changes):
        lines += ["", words(_("Done to rows that are used:"))]
        lines += _groups(records.changes, _done, words, rows=rows)
    if rows:
        lines += _unread(records, words)
        lines += _alike(records, words)
    return "\n".join(lines)


def quality_files(records: Records, words: Words, *, rows: bool = True) -> dict[str, bytes]:
    """Return the files of a check, by name.

    ``quality.json``; and for the office alone ``rejected.csv`` and ``changes.csv``, both also
    as sheets of ``quality.xlsx``, and, where names are unknown, the alias sheet
    ``aliases.xlsx`` to be filled in and handed back.
    """
    files = {"quality.json": _json(_quality(records, words, rows=rows))}
    if rows:
        tables = {"rejected": _rejected(records, words), "changes": _changes(records, words)}
        for name, table in tables.items():
            tables[name] = table.assign(audience=INTERNAL)
            files[f"{name}.csv"] = WRITERS[".csv"](tables[name], words)
        files["quality.xlsx"] = workbook(tables, words)
        if len(records.unknown):
            files[ALIAS_SHEET] = workbook({"aliases": records.unknown}, words, notes=False)
    return files


def _rows(records: Accounted) -> dict[str, int]:
    """Return rows in, used and rejected of all files together."""
    total = records.counts.sum()
    names = {"rows_in": "in", "used": "used", "rejected": "rejected"}
    return {name: int(total[column]) for name, column in names.items()}


def _quality(records: Records, words: Words, *, rows: bool) -> dict[str, Any]:
    total = _rows(records)
    told = total if rows else {name: _coarse(count) for name, count in total.items()}
    numbers = {
        "rows": {"in": told["rows_in"], "used": told["used"], "rejected": told["rejected"]},
        "problems": _listed(_rejected(records, words), rows=rows),
        "changes": _listed(_changes(records, words), rows=rows),
        "actors": len(records.actors) if rows else _coarse(len(records.actors)),
    }
    if not rows:
        return numbers
    return numbers | {
        "audience": INTERNAL,
        "files": records.counts.reset_index().to_dict("records"),
        "not_read": records.unread.to_dict("records"),
    }


def _listed(frame: pd.DataFrame, *, rows: bool) -> list[dict[str, Any]]:
    if rows:
        return [
            {str(name): cell for name, cell in row.items()} for row in frame.to_dict("records")
        ]
    return [{"code": code, "rows": _coarse(count)} for code, count in _sizes(frame).items()]


def _coarse(count: int) -> str:
    """Return a number of rows as the public may hear it: small ones could be of one child."""
    if 0 < count < _RULES.mask_below:
        return f"1–{_RULES.mask_below - 1}"
    return str(_RULES.round_to * round(count / _RULES.round_to))


def _sizes(frame: pd.DataFrame) -> dict[str, int]:
    """Return how many rows each kind of problem or change concerns, in order of appearance."""
    rows = frame["rows"] if "rows" in frame else pd.Series(1, index=frame.index)
    return {
        str(code): int(n) for code, n in rows.groupby(frame["code"], sort=False).sum().items()
    }


def _rejected(records: Records, words: Words) -> pd.DataFrame:
    problems = records.problems.drop(columns=["known", "within"])
    remedies = [_remedy(problem, words) for problem in records.problems.to_dict("records")]
    return problems.assign(remedy=remedies)


def _changes(records: Records, words: Words) -> pd.DataFrame:
    done = [_done(change, words) for change in records.changes.to_dict("records")]
    return records.changes.assign(done=done)


def _remedy(problem: Mapping[Any, Any], words: Words) -> str:
    return remedy(problem["code"], problem["known"], problem["within"]).say(words.lang)


def _done(change: Mapping[Any, Any], words: Words) -> str:
    return words(told(change["code"]))


def _groups(frame: pd.DataFrame, sentence: Any, words: Words, *, rows: bool) -> Iterator[str]:
    """Yield each kind of problem or change with its rows, the most frequent first."""
    if frame.empty:
        return
    for code, count in sorted(_sizes(frame).items(), key=lambda size: -size[1]):
        group = frame[frame["code"] == code].to_dict("records")
        first: dict[Any, Any] = dict(group[0])
        if len(group) > 1 or not rows:
            first |= {"known": "…", "within": "…"}
        else:
            group[0]["known"] = ""  # the sentence has told it
        yield ""
        size = str(count) if rows else _coarse(count)
        yield f"{code} ({size}): {sentence(first, words)}"
        if rows:
            yield from (f"  {_line(row, words)}" for row in group[:_IN_FULL])
            if len(group) > _IN_FULL:
                yield "  " + words(_("… and {count} more"), count=len(group) - _IN_FULL)


def _line(row: Mapping[Any, Any], words: Words) -> str:
    """Return where something stands and what it holds, on one line."""
    place = f"{row['file']} [{row['sheet']}]" if row["sheet"] else row["file"]
    parts = [place]
    if row["row"]:
        parts.append(words(_("row {row}"), row=row["row"]))
    if row["column"]:
        parts.append(words(_("column {column}"), column=row["column"]))
    line = ", ".join(parts)
    value = row["value"] if "value" in row else row["before"]
    if value:
        line += f": {value}"
    if row.get("after"):
        line += f" → {row['after']}"
    if row.get("known"):
        line += f" ({row['known']})"
    if row.get("rows", 1) > 1:
        line += f" ×{row['rows']}"
    return line


def _alike(records: Accounted, words: Words) -> Iterator[str]:
    """Yield names that may be one body, for somebody who knows them to decide."""
    alike = records.unknown[records.unknown["suggestion"] != ""].to_dict("records")
    if alike:
        told = _("Perhaps one body; say so in {sheet}, which --out writes, or leave it:")
        yield ""
        yield words(told, sheet=ALIAS_SHEET)
        for name in alike[:_IN_FULL]:
            score = words.number(name["score"], 0)
            yield f"  {shown(name['alias'])} ~ {shown(name['suggestion'])} ({score})"
        if len(alike) > _IN_FULL:
            yield "  " + words(_("… and {count} more"), count=len(alike) - _IN_FULL)


def _unread(records: Accounted, words: Words) -> Iterator[str]:
    """Yield the columns that were not read, those about persons first."""
    for file, columns in records.unread.groupby("file", sort=False):
        names = columns["column"].map(shown)
        personal, others = names[columns["identity"]], names[~columns["identity"]]
        if len(personal):
            sentence = _("{file}: columns about persons, not read: {columns}.")
            yield ""
            yield words(sentence, file=file, columns=", ".join(personal))
        if len(others):
            yield ""
            yield words(
                _("{file}: other columns, not read: {columns}."),
                file=file,
                columns=", ".join(others),
            )


def _json(content: Mapping[str, Any]) -> bytes:
    text = json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False, default=int)
    return f"{text}\n".encode()
