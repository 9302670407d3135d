"""A folder, a workbook or a single file to the tables it holds, each as raw text."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, NamedTuple

import pandas as pd

from netgov.errors import NothingKnown, RecordsError, printable, shown
from netgov.headings import Recognised, positions, recognise
from netgov.identity import is_identity
from netgov.period import Window
from netgov.reading import SUFFIXES, Note, Raw, read_tables
from netgov.schema import TABLES, plain
from netgov.settings import SETTINGS_FILE, Fill, Settings, chosen_settings, read_settings
from netgov.words import _
from netgov.writing import MARK

# In a folder these say too little of what they hold to be looked into unasked.
IN_FOLDERS: Final = tuple(s for s in SUFFIXES if s not in {".txt", ".json", ".db"})
# Offices keep registers in these too; that they were not read must be told.
_UNREADABLE: Final = (".xls", ".xlsb", ".ods", ".doc", ".docx", ".pdf")
_BY_NAME: Final = ("actors", "aliases", "figures", "glossary")
_WORKBOOKS: Final = (".xlsx", ".xlsm")
_DATABASES: Final = (".sqlite", ".sqlite3")
FOLDERS: Final = ("", "edges")
LOCK: Final = "~$"  # what Excel leaves beside a workbook that is open


@dataclass(frozen=True)
class Asked:
    """What the caller asks of the reader, as `read_records` explains it."""

    sheet: str | None = None
    table: str | None = None
    columns: str | Path | None = None
    aliases: str | Path | None = None
    key_file: str | Path | None = None
    strict: bool = False
    window: Window = field(default_factory=Window)


class Found(NamedTuple):
    """One table that was found: its name in the schema, its cells, columns it lacks."""

    name: str
    raw: Raw
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Intake:
    """All tables of a path, what the settings say, and files without tables or of no use."""

    tables: Sequence[Found]
    settings: Settings
    passed_over: Sequence[str]
    left_out: Sequence[str]

    def raw(self, name: str) -> Raw | None:
        """Return the one table of reference of that name, None if there is none."""
        found = [one.raw for one in self.tables if one.name == name]
        if len(found) > 1:
            sentence = _("{one} and {other} both hold {table}; keep one of them.")
            one, other = (f"{raw.file} {raw.sheet}".strip() for raw in found[:2])
            raise RecordsError(sentence, one=one, other=other, table=name)
        return found[0] if found else None

    def contacts(self) -> Iterator[Found]:
        """Yield the counted tables."""
        for found in self.tables:
            if TABLES[found.name].counted:
                yield found

    def unread(self) -> pd.DataFrame:
        """Return the columns that were not read: file, sheet, column, identity."""
        rows = [
            (raw.file, raw.sheet, heading, is_identity(heading))
            for _name, raw, _missing in self.tables
            for heading in raw.unread
        ]
        return pd.DataFrame(rows, columns=["file", "sheet", "column", "identity"])


def take_in(path: Path, asked: Asked) -> Intake:
    """Return the tables of a data folder, of a workbook with several, or of a single file.

    Raises
    ------
    RecordsError
        If nothing can be read there, or a file cannot be used.
    """
    if not _is_there(path):
        sentence = _("There is no file or folder {path}; check the name and where it lies.")
        raise RecordsError(sentence, path=shown(path.name or path))
    settings = settings_of(path, asked.columns)
    if path.is_dir():
        places = _files(path)
        left_out = _left_out(path, set(places))
        tables, passed_over = _of_folder(path, places, settings, asked)
    else:
        tables = _of_file(path, path.name, list(TABLES), settings, asked)
        passed_over, left_out = [], []
    if asked.aliases:
        tables = [one for one in tables if one.name != "aliases"]
        tables += tables_in(Path(asked.aliases), "aliases", settings)
    return Intake(tables, settings, passed_over, left_out)


def tables_in(path: Path, name: str, settings: Settings) -> list[Found]:
    """Return what a file holds that was named for one table, whatever it is called itself."""
    return _of_file(path, path.name, [name], settings, Asked())


def settings_of(path: Path, columns: str | Path | None) -> Settings:
    """Return what the folder of records says of them, and on top what a mapping file says."""
    home = path if path.is_dir() else path.parent
    # What is said of a study holds for each of its files.
    if home.resolve().name in FOLDERS and not (home / SETTINGS_FILE).exists():
        home = home.resolve().parent
    settings = read_settings(home / SETTINGS_FILE)
    return _overlaid(settings, chosen_settings(columns)) if columns else settings


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a name that is too long for any file
        return False


def _overlaid(settings: Settings, other: Settings) -> Settings:
    """Return settings with those of others on top, table by table and blank by blank."""
    tables = {*settings.renamed, *other.renamed}
    renamed = {
        table: {**settings.renamed.get(table, {}), **other.renamed.get(table, {})}
        for table in tables
    }
    fills = {**settings.fills, **other.fills}
    synthetic = settings.synthetic or other.synthetic
    return replace(settings, renamed=renamed, fills=fills, synthetic=synthetic)


def _of_folder(
    folder: Path, places: Sequence[Path], settings: Settings, asked: Asked
) -> tuple[list[Found], list[str]]:
    """Return the tables of a folder, by name or by headings, and the files passed over."""
    tables: list[Found] = []
    passed_over: list[str] = []
    for place in places:
        label = place.relative_to(folder).as_posix()
        named = _named(place)
        of_it = _that_fit(asked, place)
        if named:
            tables += _of_file(place, label, [named], settings, of_it)
            continue
        try:
            tables += _of_file(place, label, list(TABLES), settings, of_it)
        except NothingKnown:
            passed_over.append(label)
    return tables, passed_over


def _left_out(folder: Path, read: Collection[Path]) -> list[str]:
    """Return files of a folder that look like tables and are of a kind or place not read."""
    return [
        path.relative_to(folder).as_posix()
        for path in sorted([*folder.glob("*.*"), *folder.glob("*/*.*")])
        if path not in read
        and path.is_file()
        and path.suffix.lower() in (*IN_FOLDERS, *_UNREADABLE)
        and not path.name.startswith((".", LOCK))
        and not (path.parent / MARK).exists()  # what netgov wrote is no source
    ]


def _that_fit(asked: Asked, place: Path) -> Asked:
    """Return what is asked of one file of a folder: only workbooks have sheets to name."""
    suffix = place.suffix.lower()
    sheet = asked.sheet if suffix in _WORKBOOKS else None
    table = asked.table if suffix in _DATABASES else None
    return replace(asked, sheet=sheet, table=table)


def _files(folder: Path) -> list[Path]:
    """Return the files of a data folder that may hold tables, in the order of the schema."""
    found = [
        path
        for part in FOLDERS
        for path in sorted((folder / part).glob("*") if (folder / part).is_dir() else [])
        if path.is_file()
        and path.suffix.lower() in IN_FOLDERS
        and not path.name.startswith((".", LOCK))
    ]
    order = list(TABLES)
    return sorted(found, key=lambda path: order.index(_named(path) or order[-1]))


def _named(path: Path) -> str:
    """Return the table that a file is named for, blank if for none."""
    stem = plain(re.sub(r"\.\w+(?:\.(?:gz|zip))?$", "", path.name.lower()))
    for name, table in TABLES.items():
        if stem in map(plain, table.names):
            return name
    return ""


def _of_file(
    path: Path, label: str, tables: Sequence[str], settings: Settings, asked: Asked
) -> list[Found]:
    """Return the tables of one file under the name it shall be told by."""
    found = read_tables(
        path,
        _picker(tables, settings),
        sheet=asked.sheet,
        table=asked.table,
    )
    recognised = [_recognised(_clean(raw, label), tables, settings) for raw in found]
    named = [one for one in recognised if _may_be(one)]
    if len(tables) == 1:
        # Any sheet may hold the one table that is asked for, unless one is called so.
        named = [one for one in recognised if _is_called_so(one)] or recognised
    if not named:
        sentence = _("{file} has no records that netgov knows; see docs/data.md.")
        raise NothingKnown(sentence, file=label)
    left = [one for one in recognised if not any(one is other for other in named)]
    return _complete(named, left)


def _is_called_so(found: Found) -> bool:
    """Whether a sheet bears the name of its table."""
    return plain(found.raw.sheet) in map(plain, TABLES[found.name].names)


def _may_be(found: Found) -> bool:
    """Whether a table may be what its headings say.

    A list with names and notes may be one of children: only a file or sheet that is called so
    is a table of bodies, of aliases, of figures or of terms.
    """
    stem = found.raw.file.rpartition("/")[2].partition(".")[0]
    named = plain(stem) in map(plain, TABLES[found.name].names)
    return found.name not in _BY_NAME or named or _is_called_so(found)


def _clean(raw: Raw, label: str) -> Raw:
    """Return a table whose headings and names hold no signs that a terminal would obey."""

    def clean(text: str) -> str:
        return printable(text, " ")

    frame = raw.frame.set_axis([*map(clean, raw.frame.columns)], axis=1)
    unread = tuple(map(clean, raw.unread))
    return raw._replace(file=clean(label), sheet=clean(raw.sheet), frame=frame, unread=unread)


def _complete(found: list[Found], left_out: list[Found]) -> list[Found]:
    """Return the tables that have all columns, if any has; a list of codes is no record."""
    complete = [one for one in found if not one.missing] or found[:]
    others = [one for one in found if not any(one is other for other in complete)] + left_out
    left = [Note("sheet_not_read", 0, "", one.raw.sheet) for one in others]
    first = complete[0].raw
    noted = first._replace(notes=(*first.notes, *left))
    return [complete[0]._replace(raw=noted), *complete[1:]]


def _picker(
    tables: Sequence[str], settings: Settings
) -> Callable[[Sequence[str]], Collection[int]]:
    # A single known word may stand in any title, unless the rest is filled in.
    fewest = 1 if settings.fills else 2

    def pick(headings: Sequence[str]) -> Collection[int]:
        found = positions(recognise(headings, tables, settings.renamed, settings.fills))
        return found if len(found) >= fewest else ()

    return pick


def _recognised(raw: Raw, tables: Sequence[str], settings: Settings) -> Found:
    found = recognise(list(raw.frame.columns), tables, settings.renamed, settings.fills)
    if TABLES[found.table].counted:
        raw = _filled(raw, found, settings)
    return Found(found.table, raw, found.missing)


def _filled(raw: Raw, found: Recognised, settings: Settings) -> Raw:
    """Fill in blank cells as the settings say, and note it."""
    frame, notes = raw.frame, list(raw.notes)

    def cells(column: str) -> pd.Series[str]:
        places = found.columns.get(column)
        if places:
            return frame.iloc[:, places[0]]
        return pd.Series("", index=frame.index, dtype=object)

    known = {column.name for column in TABLES[found.table].columns}
    for column, fill in settings.fills.items():
        if column in known:
            blank = (cells(column) == "") & _holds(cells, fill)
            if blank.any():
                places = found.columns.get(column)
                heading = frame.columns[places[0]] if places else column
                frame = frame.assign(**{heading: cells(column).mask(blank, fill.value)})
                detail = f"{shown(fill.value)} ×{int(blank.sum())}"
                notes.append(Note("filled_in", frame.index[blank].tolist()[0], heading, detail))
    return raw._replace(frame=frame, notes=tuple(notes))


def _holds(cells: Callable[[str], pd.Series[str]], fill: Fill) -> pd.Series[bool]:
    """Return the rows in which the condition of a fill holds."""
    if not fill.where:
        return cells("") == ""
    return cells(fill.where).str.contains(fill.has, regex=False, case=False)
