"""A stranger with the public files and a solver, written apart from the audit of netgov.

He knows that counts below 5 are hidden and the others told to the nearest 5. What the map says
of each tie and year is where he begins; every other number in a file is news to him if the
counts as they are told do not make it, and then a sum of true ones.
"""

from __future__ import annotations

import base64
import csv
import io
import json
import math
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import openpyxl
from defusedxml import ElementTree
from scipy.optimize import Bounds, LinearConstraint, milp

from netgov.drawing.packing import unpacked

FEW, STEP, IN_MEASURES = 4, 5, 2
SIDES = ("sent", "received")
GRAPHML = {"g": "http://graphml.graphdrawing.org/xmlns"}


class Cell(NamedTuple):
    """The contact of one source, target and layer in one year."""

    source: str
    target: str
    layer: str
    year: int


class Claim(NamedTuple):
    """A number that a file tells of all cells that fit; None fits any."""

    file: str
    number: float
    source: str | None = None
    target: str | None = None
    layer: str | None = None
    year: int | None = None

    def fits(self, cell: Cell) -> bool:
        return all(wanted in {None, own} for wanted, own in zip(self[2:], cell, strict=True))


class Stranger:
    """What he knows of some counts: the least and most of each, and sums of them."""

    def __init__(self, limits: Mapping[Cell, tuple[float, float]]) -> None:
        self.limits = dict(limits)
        self.places = {cell: place for place, cell in enumerate(self.limits)}
        self.sums: list[tuple[list[int], float]] = []
        self.seen: list[np.ndarray] = []

    @classmethod
    def reading(cls, told: Mapping[Cell, float | None]) -> Stranger:
        """Return one who read rounded counts; of a hidden one there is no number."""
        return cls({cell: _before_rounding(number) for cell, number in told.items()})

    def learns(self, cells: Collection[Cell], number: float) -> None:
        """Learn that some counts add up to a number."""
        self.sums.append(([self.places[cell] for cell in cells], number))
        self.seen.clear()

    def span(self, cell: Cell) -> tuple[float, float]:
        """Return the least and most that a count may be, all he knows considered."""
        place = self.places[cell]
        if not any(place in places for places, _number in self.sums):
            return self.limits[cell]
        aim = np.zeros(len(self.places))
        aim[place] = 1
        least, most = self._solution(aim), self._solution(-aim)
        return least[place], most[place]

    def solved(self, cells: Collection[Cell]) -> set[Cell]:
        """Return those of some cells that can be nothing but one number."""
        return {cell for cell in cells if not self._varies(cell) and _one(self.span(cell))}

    def _varies(self, cell: Cell) -> bool:
        return len({numbers[self.places[cell]] for numbers in self.seen}) > 1

    def _solution(self, aim: np.ndarray) -> np.ndarray:
        """Return whole counts that fulfil all he knows and make an aim least."""
        rows = np.zeros((len(self.sums), len(self.places)))
        for row, (places, _number) in zip(rows, self.sums, strict=True):
            row[places] = 1
        totals = [number for _places, number in self.sums]
        found = milp(
            aim,
            bounds=Bounds(*np.array(list(self.limits.values()), dtype=float).T),
            constraints=LinearConstraint(rows, totals, totals),
            integrality=np.ones(len(aim)),
        )
        assert found.x is not None, "sums that contradict what is told"
        self.seen.append(np.round(found.x))
        return self.seen[-1]


def _before_rounding(told: float | None) -> tuple[float, float]:
    if told is None:
        return 1, FEW
    return max(told - STEP // 2, FEW + 1), told + STEP // 2


def _one(span: tuple[float, float]) -> bool:
    return span[0] == span[1]


def news(told: Mapping[Cell, float | None], claims: Iterable[Claim]) -> list[Claim]:
    """Return the claims that the counts as they are told do not make.

    A number of no whole cases is an estimate, and one about no cell is no count.
    """
    found = []
    for claim in claims:
        counts = [number for cell, number in told.items() if claim.fits(cell)]
        open_ = sum(number for number in counts if number is not None)
        in_measures = open_ + IN_MEASURES * counts.count(None)
        if counts and claim.number % 1 == 0 and claim.number not in {open_, in_measures}:
            found.append(claim)
    return found


def attack(out: Path) -> tuple[set[Cell], list[Claim]]:
    """Return the hidden cells that a folder gives away, and the claims that do it."""
    told = cells_told(out / "map.html")
    found = news(told, claims(out))
    stranger = Stranger.reading(told)
    for claim in found:
        stranger.learns([cell for cell in told if claim.fits(cell)], claim.number)
    hidden = [cell for cell, number in told.items() if number is None]
    return stranger.solved(hidden), found


# --- what files tell ----------------------------------------------------------------------


def frames(page: Path) -> list[dict[str, Any]]:
    """Return the pictures of a map, the ends of each of its ties put back."""
    data = _data(page)
    lines = {edge["id"]: edge for edge in data["edges"]}
    for frame in data["frames"]:
        for tie in frame["ties"]:
            line = lines[tie["id"]]
            tie |= {"source": line["from"], "target": line["to"]}
    return list(data["frames"])


def _data(page: Path) -> dict[str, Any]:
    """Return what a map holds, in its first language."""
    block = re.search(r'<script[^>]* id="data"[^>]*>([^<]*)', page.read_text("utf-8"))
    assert block is not None
    packed = json.loads(block[1])
    return dict(unpacked(packed, packed["languages"][0]))


def cells_told(page: Path) -> dict[Cell, float | None]:
    """Return the count of each tie and year as the panel of a tie tells it."""
    return {
        Cell(tie["source"], tie["target"], tie["layer"], int(sign["years"])): _said(
            sign["text"]
        )
        for tie in frames(page)[0]["ties"]
        for sign in tie["signs"]
    }


def _said(sentence: str) -> float | None:
    """Return the number of a sentence; None if it tells a span, or none."""
    numbers = re.findall(r"\d+", re.sub(r"(?<=\d)[.,](?=\d{3})", "", sentence))
    return float(numbers[0]) if len(numbers) == 1 else None


def claims(out: Path) -> Iterator[Claim]:
    """Yield every number of contacts in the files of a folder, or of one file."""
    files = sorted(out.rglob("*")) if out.is_dir() else [out]
    for file in files:
        if file.suffix == ".html":
            yield from _of_map(file) if file.name == "map.html" else _of_report(file)
        elif file.suffix == ".graphml":
            yield from _of_network(file)
        else:
            for name, rows in tables(file):
                yield from _of_table(name, rows)


def _of_map(page: Path) -> Iterator[Claim]:
    for frame in frames(page):
        year = int(frame["key"]) if frame["key"].isdigit() else None
        for tie in frame["ties"]:
            if tie["amount"] is not None:
                ends = tie["source"], tie["target"], tie["layer"]
                yield Claim(page.name, tie["amount"], *ends, year)


def _of_report(page: Path) -> Iterator[Claim]:
    said = r"(?:Kontak yang tercatat|Contacts on record): (?:≥ )?([\d.,]+\d)"
    for number in re.findall(said, page.read_text("utf-8")):
        yield Claim(page.name, float(re.sub(r"\D", "", number)))


def _of_network(file: Path) -> Iterator[Claim]:
    for edge in ElementTree.fromstring(file.read_bytes()).iterfind(".//g:edge", GRAPHML):
        cells = {data.get("key"): data.text for data in edge.iterfind("g:data", GRAPHML)}
        if "weight" in cells:
            ends = edge.get("source"), edge.get("target"), cells["layer"]
            yield Claim(file.name, float(str(cells["weight"])), *ends)


HEADINGS = {
    "source": {"From", "Dari"},
    "target": {"To", "Ke"},
    "layer": {"Relation", "Relasi"},
    "weight": {"Weight", "Bobot"},
    "cases": {"Cases", "Kasus"},
    "actor": {"Actor", "Aktor"},
    "side": {"Side", "Arah"},
    "year": {"Year", "Tahun"},
    "total": {"Total", "Jumlah"},
    "out_strength": {"Outgoing strength", "Kekuatan keluar"},
    "in_strength": {"Incoming strength", "Kekuatan masuk"},
}
SHEETS = {
    "Actors": "actors",
    "Aktor": "actors",
    "Ties": "ties",
    "Relasi": "ties",
    "Totals": "totals",
    "Jumlah per lembaga": "totals",
}
# What readers are told instead of the names that programs know.
VALUES = {
    "Referral": "referral",
    "Rujukan": "referral",
    "Reporting": "reporting",
    "Pelaporan": "reporting",
    "Coordination": "coordination",
    "Koordinasi": "coordination",
    "dikirim": "sent",
    "diterima": "received",
    "semua": "all",
}
COLUMNS = {heading: name for name, headings in HEADINGS.items() for heading in headings}


def tables(file: Path) -> Iterator[tuple[str, list[dict[str, str]]]]:
    """Yield each table of a file, its columns by the names that CSV gives them."""
    sheets: dict[str, list[Sequence[object]]] = {}
    if file.suffix == ".csv":
        sheets[file.stem] = [*csv.reader(io.StringIO(file.read_text("utf-8-sig")))]
    elif file.suffix == ".xlsx":
        book = openpyxl.load_workbook(file, read_only=True)
        sheets = {
            SHEETS.get(sheet.title, sheet.title): [*sheet.iter_rows(values_only=True)]
            for sheet in book.worksheets
        }
    elif file.suffix in {".md", ".tex"}:
        text = file.read_text("utf-8")
        told = [line for line in text.splitlines() if re.match(r"\|[^:]|.* \\\\$", line)]
        rows = [re.split(r"[|&]", line.strip(" |\\").replace(r"\_", "_")) for line in told]
        sheets["ties"] = [[cell.strip() for cell in row] for row in rows]
    for title, (head, *body) in sheets.items():
        names = [_column(str(cell)) for cell in head]
        texts = [[VALUES.get(cell, cell) for cell in map(_text, row)] for row in body]
        yield (
            f"{file.suffix[1:]} {title}",
            [dict(zip(names, row, strict=False)) for row in texts],
        )


def _text(cell: object) -> str:
    return "" if cell is None else str(cell)


def _column(heading: str) -> str:
    in_year = re.fullmatch(r".* ((?:19|20)\d\d)", heading)
    return in_year[1] if in_year else COLUMNS.get(heading, heading)


def _of_table(name: str, rows: list[dict[str, str]]) -> Iterator[Claim]:
    for row in rows:
        if {"source", "target", "layer"} <= row.keys():
            found = _of_tie(name, row)
        elif "side" in row:
            sent, received = (row["actor"] if row["side"] == s else None for s in SIDES)
            total, year = _number(row["total"]), int(row["year"])
            found = [Claim(name, total, sent, received, row["layer"], year)]
        else:
            actor = row.get("actor")
            found = [
                Claim(name, _number(row.get("out_strength")), source=actor),
                Claim(name, _number(row.get("in_strength")), target=actor),
            ]
        yield from (claim for claim in found if not math.isnan(claim.number))


def _of_tie(name: str, row: Mapping[str, str]) -> list[Claim]:
    ends = row["source"], row["target"], row["layer"]
    whole = [Claim(name, _number(row.get(unit)), *ends) for unit in ("weight", "cases")]
    years = [
        Claim(name, _number(row[year]), *ends, int(year)) for year in row if year.isdigit()
    ]
    return whole + years


def _number(cell: str | None) -> float:
    try:
        return float(cell or "nan")
    except ValueError:
        return math.nan


# --- what pictures show -------------------------------------------------------------------


def picture_in(report: Path) -> str:
    """Return the SVG in a report."""
    packed = re.search(r"data:image/svg\+xml;base64,([^\"]*)", report.read_text("utf-8"))
    assert packed is not None
    return base64.b64decode(packed[1]).decode("utf-8")


def widths_drawn(svg: str) -> list[float]:
    """Return how wide the lines of an SVG are; what has no opacity is legend.

    Lines that look alike may be one path, in which each begins with a move.
    """
    path = r'd="([^"]*)" style="fill: none; opacity: [^"]*?stroke-width: ([\d.]+)'
    found = re.findall(path, svg)
    return sorted(float(width) for ways, width in found for _line in range(ways.count("M")))


def sizes_of_partners(page: Path) -> dict[float, set[float]]:
    """Return the sizes of the marks of a map, by the number of partners they stand for."""
    data = _data(page)
    at = [measure["key"] for measure in data["measures"]].index(data["sizedBy"])
    partners = {actor["id"]: actor["values"][at] for actor in data["frames"][0]["actors"]}
    sizes: dict[float, set[float]] = {}
    for node in data["nodes"]:
        sizes.setdefault(partners[node["id"]], set()).add(node["size"])
    return sizes
