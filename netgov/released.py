"""What stands in files that were written: every number of contacts, as anybody may read it."""

from __future__ import annotations

import csv
import io
import json
import math
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from html.parser import HTMLParser
from itertools import groupby
from pathlib import Path
from typing import Any, Final, NamedTuple

import openpyxl
from defusedxml import ElementTree

from netgov.captions import heading
from netgov.captions.values import key_of
from netgov.drawing.packing import unpacked
from netgov.errors import RecordsError, shown
from netgov.masking import TOTAL_COLUMNS
from netgov.period import Period
from netgov.reading.limits import check_size
from netgov.records import INTERNAL
from netgov.words import LANGUAGES, Words, _
from netgov.writing import MARK

ANY: Final = ""
UNITS: Final = ("weight", "cases")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_SPAN: Final = re.compile(r"(\d{4})(?:\D(\d{4}))?$")
_STRENGTHS: Final = {"out_strength": "source", "in_strength": "target"}
_SIDES: Final = {"sent": "source", "received": "target"}
# Where tables of one row a measure tell it; beside years apart stands their difference.
_OF_MEASURE: Final = ("value", "observed")
_OF_YEARS: Final = ("before", "after")

# As text, and as the metadata of a PDF hold it.
_MARKS: Final = (
    *(INTERNAL.encode(code) for code in ("utf-8", "utf-16-be", "cp1252")),
    INTERNAL.encode("ascii", "xmlcharrefreplace"),  # as GML has it
)
# What readers raise of a file that is damaged or none of ours.
_BROKEN: Final = (
    *(ValueError, KeyError, TypeError, IndexError, AttributeError, SyntaxError, OSError),
    *(RecursionError, EOFError, zipfile.BadZipFile, zlib.error, csv.Error),
)


class Told(NamedTuple):
    """A number of contacts as a file tells it: of one tie, or of all that fit.

    A blank source, target or layer stands for any; a blank period for that of the folder.
    ``unit`` is what is counted: weight or cases; ``part`` the part of the study that the file
    tells of, by its number among `Parts`, None if it tells of the whole.
    """

    file: str
    source: str
    target: str
    layer: str
    period: Period | None
    number: float
    unit: str = "weight"
    part: int | None = None


class Files(NamedTuple):
    """What files tell: their numbers, their period if they say it.

    ``internal`` files say that they are for the office alone; ``unread`` has by file what was
    not read: the file itself, or its tables in which no number of contacts was found.
    """

    told: list[Told]
    period: Period | None
    internal: list[str]
    unread: Mapping[str, Sequence[str]]


def read_released(out: Path) -> Files:
    """Return every number of contacts in a file or folder that netgov wrote.

    Raises
    ------
    RecordsError
        If there is nothing of it, or a file cannot be read.
    """
    home = out if out.is_dir() else out.parent
    places = sorted(out.rglob("*")) if out.is_dir() else [out]
    read = [
        _read(path, path.relative_to(home).as_posix())
        for path in places
        if path.is_file() and path.name != MARK
    ]
    if not any(one.read or one.internal for one in read):
        sentence = _("{path} holds nothing that netgov writes and could be audited.")
        raise RecordsError(sentence, path=shown(out.name))
    return Files(
        [told for one in read for told in one.told],
        next((one.period for one in read if one.period), None),
        [one.file for one in read if one.internal],
        {one.file: one.unread if one.read else [one.file] for one in read},
    )


def _read(path: Path, name: str) -> _Found:
    """Return what a file tells; of one of a kind that is not read, only if it is internal."""
    reader = _READERS.get(path.suffix.lower())
    try:
        check_size(name, path.stat().st_size, path.stat().st_size)
        content = path.read_bytes()
        opened = _opened(path.suffix, name, content)  # what is too large is not read
        found = reader(name, content) if reader else _Found([], read=False)
        internal = any(mark in opened for mark in _MARKS)
        return found._replace(file=name, internal=internal)
    except _BROKEN as error:
        sentence = _("{file} cannot be read ({reason}); write the folder again.")
        raise RecordsError(sentence, file=shown(name), reason=type(error).__name__) from None


class _Found(NamedTuple):
    """What one file tells, and which of its tables told nothing."""

    told: list[Told]
    period: Period | None = None
    file: str = ""
    internal: bool = False
    read: bool = True
    unread: Sequence[str] = ()


def _opened(suffix: str, name: str, content: bytes) -> bytes:
    """Return the content, of a workbook or Word document the texts inside it."""
    if suffix.lower() == ".json":
        return content.replace(rb"\/", b"/")
    if suffix.lower() not in {".xlsx", ".docx"}:
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        check_size(name, sum(one.file_size for one in book.infolist()), len(content))
        return b"".join(book.read(inner) for inner in book.namelist())


# --- tables ------------------------------------------------------------------------------


def _of_rows(file: str, rows: list[list[str]]) -> _Found:
    """Return what a table tells whose first row are headings, in words or as names."""
    if not rows:
        return _Found([])
    names = [_names().get(cell, cell) for cell in rows[0]]
    told: list[Told] = []
    for row in rows[1:]:
        cells = {name: key_of(name, cell) for name, cell in zip(names, row, strict=False)}
        told += _of_row(file, cells)
    return _Found(told, unread=[] if told or not _has_numbers(names, rows[1:]) else [file])


def _has_numbers(names: Sequence[str], rows: Iterable[Sequence[str]]) -> bool:
    """Whether a table tells any number but years."""
    cells = (
        cell for row in rows for name, cell in zip(names, row, strict=False) if name != "year"
    )
    return any(not math.isnan(_number(cell)) for cell in cells)


def _of_tables(file: str, tables: Iterable[list[list[str]]]) -> _Found:
    """Return what the tables of a text tell, which have no names of their own."""
    read = [_of_rows(file, rows) for rows in tables]
    told = [one for found in read for one in found.told]
    unread = any(found.unread for found in read) and not told
    return _Found(told, unread=[file] if unread else [])


def _of_row(file: str, row: Mapping[str, str]) -> Iterator[Told]:
    if row.get("source") and row.get("target"):
        found = _of_tie(row)
    elif set(TOTAL_COLUMNS) <= set(row):
        found = _of_total(row)
    else:
        found = _of_actor(row)
    return (one._replace(file=file) for one in found if not math.isnan(one.number))


def _of_tie(row: Mapping[str, str]) -> Iterator[Told]:
    tie = row["source"], row["target"], row.get("layer", ANY)
    year = _period(row.get("year", ""))
    for unit in UNITS:
        yield Told("", *tie, year, _number(row.get(unit)), unit)
    for name in filter(_YEAR.fullmatch, row):
        yield Told("", *tie, Period(int(name), int(name)), _number(row[name]))


def _of_total(row: Mapping[str, str]) -> Iterator[Told]:
    year = Period.of(row["year"].split(".")[0])
    ends = _ends(_SIDES.get(row["side"], ANY), row["actor"])
    yield Told("", *ends, row["layer"], year, _number(row["total"]))


def _of_actor(row: Mapping[str, str]) -> Iterator[Told]:
    """Yield strengths, whether each has a column of its own or a row among other measures."""
    measure, several = row.get("measure", ""), {*_OF_YEARS} <= {*row}
    long = _OF_YEARS if several else _OF_MEASURE
    for name, end in _STRENGTHS.items():
        columns = long if _names().get(measure, measure) == name else (name,)
        for column in columns if row.get("actor") else ():
            ends = _ends(end, row["actor"])
            yield Told("", *ends, ANY, None, _number(row.get(column)))


def _ends(end: str, actor: str) -> tuple[str, str]:
    """Return source and target, of which one is a body and the other is any."""
    return actor if end == "source" else ANY, actor if end == "target" else ANY


@cache
def _names() -> dict[str, str]:
    """Return the names of columns by what they are headed in any language."""
    columns = ("source", "target", "layer", "year", "weight", "cases", "actor", "measure")
    numbers = (*_STRENGTHS, *_OF_MEASURE, *_OF_YEARS)
    return {
        heading(column, Words(lang)): column
        for column in (*columns, *numbers, *TOTAL_COLUMNS)
        for lang in LANGUAGES
    }


def _number(cell: str | None) -> float:
    """Return a cell as a number, also with a decimal comma; NaN if it is none."""
    try:
        return float(str(cell or "nan").replace(",", "."))
    except ValueError:
        return math.nan


def _csv(file: str, content: bytes) -> _Found:
    return _of_rows(file, csv_rows(content))


def csv_rows(content: bytes) -> list[list[str]]:
    """Return the rows of a CSV file, whichever sign parts its cells."""
    text = content.decode("utf-8-sig")
    first = text.partition("\n")[0]
    return list(csv.reader(io.StringIO(text), delimiter=max(";,\t", key=first.count)))


def _json(file: str, content: bytes) -> _Found:
    told = json.loads(content)
    if isinstance(told, dict) and {"nodes", "edges"} <= set(told):
        return _node_link(file, told)
    rows = told.get("data") if isinstance(told, dict) else told
    if not isinstance(rows, list):
        return _Found([])
    names = list(rows[0]) if rows else []
    cells = [[_text(row.get(name)) for name in names] for row in rows]
    return _of_rows(file, [names, *cells])


def _xlsx(file: str, content: bytes) -> _Found:
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    notes = {f"{file} [{Words(lang)(_('Notes'))}]" for lang in LANGUAGES}
    read = [
        _of_rows(
            f"{file} [{sheet.title}]",
            [[_text(cell) for cell in row] for row in sheet.iter_rows(values_only=True)],
        )
        for sheet in book.worksheets
    ]
    told = [one for found in read for one in found.told]
    unread = [name for found in read for name in found.unread if name not in notes]
    return _Found(told, unread=unread)


def _text(cell: object) -> str:
    return "" if cell is None else str(cell)


# --- networks and maps -------------------------------------------------------------------


def _graphml(file: str, content: bytes) -> _Found:
    root = ElementTree.fromstring(content)
    space = {"g": "http://graphml.graphdrawing.org/xmlns"}
    keys = {key.get("id"): key.get("attr.name") for key in root.iterfind("g:key", space)}
    graph = root.find("g:graph", space)
    about = {} if graph is None else _data(graph, keys, space)
    told = []
    for edge in root.iterfind("g:graph/g:edge", space):
        cells = _data(edge, keys, space)
        source, target = (str(edge.get(end)) for end in ("source", "target"))
        if not math.isnan(number := _number(cells.get("weight"))):
            told.append(Told(file, source, target, cells.get("layer", ANY), None, number))
    return _Found(told, _period(about.get("name", "")))


def _node_link(file: str, graph: Mapping[str, Any]) -> _Found:
    told = [
        one._replace(file=file)
        for tie in graph["edges"]
        for one in _of_tie({name: _text(cell) for name, cell in tie.items()})
        if not math.isnan(one.number)
    ]
    return _Found(told, _period(graph["graph"]["name"]))


def _data(element: Any, keys: Mapping[Any, Any], space: Mapping[str, str]) -> dict[str, str]:
    found = element.iterfind("g:data", space)
    return {str(keys.get(one.get("key"))): one.text or "" for one in found}


def _period(text: str) -> Period | None:
    found = _SPAN.search(text.strip())
    return Period(int(found[1]), int(found[2] or found[1])) if found else None


class _Block(HTMLParser):
    """The data of a map page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text, self._inside = "", False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin at the script that holds the data."""
        self._inside = tag == "script" and ("id", "data") in attrs

    def handle_endtag(self, _tag: str) -> None:
        """End where it ends."""
        self._inside = False

    def handle_data(self, data: str) -> None:
        """Keep what stands in it."""
        self.text += data if self._inside else ""


def _html(file: str, content: bytes) -> _Found:
    block = _Block(content.decode("utf-8")).text
    if not block:
        return _Found([], read=False)
    page = json.loads(block)
    told = unpacked(page, page["languages"][0])
    ends = {edge["id"]: (edge["from"], edge["to"]) for edge in told["edges"]}
    numbers = [
        Told(file, *ends[tie["id"]], tie["layer"], _period(frame["key"]), float(tie["amount"]))
        for frame in told["frames"]
        for tie in frame["ties"]
        if tie["amount"] is not None
    ]
    return _Found(numbers, _period(told["frames"][0]["key"]))


def _markdown(file: str, content: bytes) -> _Found:
    """Return what the lines between bars tell, each block of them a table."""
    lines = [line.strip() for line in content.decode("utf-8").splitlines()]
    tables = []
    for bars, block in groupby(lines, key=lambda line: line.startswith("|")):
        rows = [line.strip("|") for line in block if bars and set(line) - set("|:- ")]
        parted = [re.split(r"(?<!\\)\|", row) for row in rows]
        tables.append([[_plain(cell) for cell in row] for row in parted])
    return _of_tables(file, tables)


def _latex(file: str, content: bytes) -> _Found:
    """Return what the lines of tables tell, each below a rule of its own."""
    tables = []
    for table in content.decode("utf-8").split(r"\toprule")[1:]:
        lines = [line for line in table.splitlines() if line.endswith(r"\\")]
        parted = [re.split(r"(?<!\\)&", line.removesuffix(r"\\")) for line in lines]
        tables.append([[_plain(cell) for cell in row] for row in parted])
    return _of_tables(file, tables)


def _plain(cell: str) -> str:
    """Return a cell without markup: letters behind a stroke are themselves."""
    bare = cell.replace(r"\allowbreak{}", "").replace("{[}", "[")
    return _unparted(re.sub(r"\\([_&%#$*`\[])", r"\1", bare))


def _unparted(cell: str) -> str:
    """Return a cell whose thousands are not parted, as readers' numbers are."""
    return re.sub(r"(?<=\d)[.,](?=\d{3}(?!\d))", "", cell.strip())


_READERS: Final[Mapping[str, Callable[[str, bytes], _Found]]] = {
    ".csv": _csv,
    ".json": _json,
    ".xlsx": _xlsx,
    ".graphml": _graphml,
    ".html": _html,
    ".md": _markdown,
    ".tex": _latex,
}
