"""Frames as tables: on the terminal, and as CSV, JSON, Excel, Markdown and LaTeX files.

CSV and JSON keep the names of columns, for programs; what people read is headed in words.
"""

from __future__ import annotations

import io
import math
import re
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from netgov.captions import heading
from netgov.errors import UnknownName, speak
from netgov.terms import LAYERS
from netgov.words import Words, _
from netgov.works import works_cited
from netgov.writing import OF_OWNER, by_suffix, write_file

if TYPE_CHECKING:
    from netgov.measures import Measure
    from netgov.views import View

# A spreadsheet takes text that begins with one of these for a formula or a command.
_ACTIVE: Final = ("=", "+", "-", "@", "|", "%", "\t", "\r")
# On a terminal: the longest line of a cell, and of a heading that can be broken.
_LONGEST_LINE: Final = 44
_HEADING: Final = 14
# Excel holds no longer text in a cell.
_LONGEST_CELL: Final = 32767


def gap_table(gaps: pd.DataFrame) -> pd.DataFrame:
    """Return gaps as a file holds them; `rows_behind` tells the rows of a study."""
    return gaps.drop(columns=["mandate_rows", "statement_rows", "event_rows"])


def gap_list(gaps: pd.DataFrame, labels: pd.Series[str], words: Words) -> pd.DataFrame:
    """Return gaps as a screen shows them, each by the place at which it can be asked for."""
    from netgov.gaps import GAP_KINDS

    said = zip(gaps[f"text_{words.lang}"], gaps[f"note_{words.lang}"], strict=True)
    return pd.DataFrame(
        {
            "place": gaps["place"].to_numpy(),
            "priority": gaps["priority"].astype(float).round(1).to_numpy(),
            "kind": [words(GAP_KINDS[kind].label) for kind in gaps["kind"]],
            "source": [labels.get(slug, slug) for slug in gaps["source"]],
            "target": [labels.get(slug, slug) for slug in gaps["target"]],
            "text": [" ".join(filter(None, texts)) for texts in said],
        }
    )


STANDINGS: Final[Mapping[str, str]] = {
    "not in force": _("not in force, or a body does not exist"),
    "may": _("permitted, not required"),
    "start not known": _("in force since when is not known"),
    "met": _("contact on record"),
    "unexposed": _("no case that the rule concerns"),
    "not examined": _("not examined: nothing on record could show it"),
    "gap": _("no contact on record"),
}
_OF_DUTIES: Final = (
    *("source", "target", "layer", "article", "status", "gaps", "exposed", "expected"),
    *("referred", "excused", "unavailable"),
)


def duty_list(mandates: pd.DataFrame, labels: pd.Series[str], words: Words) -> pd.DataFrame:
    """Return a register with its gaps as a screen shows it."""
    from netgov.gaps import GAP_KINDS

    kinds = [
        "; ".join(words(GAP_KINDS[kind].label) for kind in found.split())
        for found in mandates["gaps"]
    ]
    status = [words(STANDINGS[status]) for status in mandates["status"]]
    told = mandates.assign(gaps=kinds, status=status)[list(_OF_DUTIES)]
    return with_names(told.dropna(axis=1, how="all").reset_index(drop=True), labels, words)


# Columns that hold the short name of a body.
_BODIES: Final = ("source", "target", "actor", "other", "entry")


def with_names(table: pd.DataFrame, labels: pd.Series[str], words: Words) -> pd.DataFrame:
    """Return a table with bodies and relations as readers know them, for a screen."""
    told = table.reset_index(drop=table.index.names == [None])
    if "layer" in told:
        told["layer"] = [
            words(LAYERS[layer].label) if layer in LAYERS else layer for layer in told["layer"]
        ]
    for column in filter(told.columns.__contains__, _BODIES):
        told[column] = told[column].map(lambda slug: labels.get(slug, slug))
    if {"median", "longest"} <= set(told):
        waits = zip(told["median"], told["longest"], strict=True)
        told["median"] = [
            f"> {words.number(longest)}" if math.isnan(median) else words.number(median)
            for median, longest in waits
        ]
    if "fewest" in told:
        none = words(_("no way: a service desert"))
        told["fewest"] = [none if math.isnan(n) else words.number(n) for n in told["fewest"]]
    if "chain" in told:
        told["chain"] = [
            " → ".join(str(labels.get(slug, slug)) for slug in chain.split(" > "))
            for chain in told["chain"]
        ]
    return told


DESCRIBED: Final[Mapping[str, str]] = {
    "actor": _("each actor"),
    "tie": _("each tie"),
    "network": _("the network"),
    "set": _("sets of actors"),
}
ASPECTS: Final[Mapping[str, str]] = {
    "internal": _("Share of contact that stays inside one body"),
    "rank": _("Rank correlation of the bodies at both levels"),
}


def level_table(levels: pd.DataFrame, words: Words) -> pd.DataFrame:
    """Return the comparison of two levels in words."""
    told = levels.reset_index()
    return told.assign(
        aspect=[words(ASPECTS[aspect]) for aspect in told["aspect"]],
        about=[
            words(_("all relations")) if about == "all" else heading(about, words)
            for about in told["about"]
        ],
    )


def marked(frame: pd.DataFrame, view: View) -> pd.DataFrame:
    """Return a table that says in each row what it is: invented, or for the office alone."""
    return frame.assign(**view.marks)


def card_table(what: str | None, words: Words, *, full: bool = False) -> pd.DataFrame:
    """Return the cards of measures, of kinds of gap ("gaps"), or of both.

    In full, for a file, with everything a card of a measure says; else what fits a screen.

    Raises
    ------
    UnknownName
        If ``what`` is neither.
    """
    from netgov.gaps import GAP_KINDS
    from netgov.measures import MEASURES

    cards: dict[str, Mapping[str, Any]] = {"measures": MEASURES, "gaps": GAP_KINDS}
    if what is not None and what not in cards:
        sentence = _("There is no list called {name}. The nearest is {near}; all: {known}.")
        raise UnknownName.among(sentence, what, cards)
    rows = [
        {"of": kind, "name": name, "label": words(card.label), "plain": words(card.plain)}
        | (_definition(card, words) if full and kind == "measures" else {})
        for kind in ([what] if what else cards)
        for name, card in cards[kind].items()
    ]
    return pd.DataFrame(rows).fillna("")


def _definition(card: Measure, words: Words) -> dict[str, str]:
    """Return what researchers look for on a card."""
    works = works_cited()
    return {
        "describes": words(DESCRIBED[card.of]),
        "unit": words(card.unit) if card.unit else "",
        "parts": "; ".join(f"{part}: {words(label)}" for part, label in card.parts.items()),
        "isolates": words(card.isolates) if card.isolates else "",
        "formula": card.formula,
        "cites": " ".join(works[key] for key in card.cites),
    }


def write_table(
    frame: pd.DataFrame, path: str | Path, lang: str | None = None, mode: int = OF_OWNER
) -> Path:
    """Write a frame with its index as a table; the suffix chooses the form.

    A frame does not tell whether it comes from a public view, so the file can be opened by its
    owner alone unless ``mode`` says otherwise.

    Raises
    ------
    UnknownName
        If the suffix is none of `WRITERS`.
    """
    path = Path(path)
    return write_file(path, need_table_suffix(path)(frame, speak(lang)), mode)


def need_table_suffix(path: str | Path) -> Callable[[pd.DataFrame, Words], bytes]:
    """Return what makes a table of the kind that a suffix says; refuse one of no kind."""
    sentence = _("There is no table of kind {name}. The nearest is {near}; all: {known}.")
    return by_suffix(WRITERS, Path(path), sentence)


def as_text(frame: pd.DataFrame, words: Words, width: int | None = None) -> str:
    """Return a plain table for the terminal, long texts broken to stay readable.

    A table broader than ``width`` is told in several, one below the other, each with the
    columns that say what a row is.
    """
    told, sides = _told(frame, words), _sides(frame)
    broad = [_breadth(told.iloc[:, place]) for place in range(told.shape[1])]
    return "\n\n".join(
        _one_text(told.iloc[:, places], [sides[place] for place in places])
        for places in _blocks(_keys(frame), broad, width)
    )


def _one_text(told: pd.DataFrame, sides: list[str]) -> str:
    from tabulate import tabulate

    broad = [_breadth(told.iloc[:, place]) for place in range(told.shape[1])]
    lines = [_LONGEST_LINE if breadth >= _LONGEST_LINE else None for breadth in broad]
    return tabulate(
        told.to_numpy().tolist(), headers=told.columns.tolist(), tablefmt="simple",
        maxcolwidths=lines, maxheadercolwidths=broad, disable_numparse=True, colalign=sides,
    )  # fmt: skip


def _breadth(cells: pd.Series[str]) -> int:
    """Return the signs a column needs; its heading may take several lines."""
    longest = int(cells.map(len).max()) if len(cells) else 0
    word = max((len(word) for word in str(cells.name).split()), default=1)
    return max(min(max(longest, min(len(str(cells.name)), _HEADING)), _LONGEST_LINE), word)


def _keys(frame: pd.DataFrame) -> list[int]:
    """Return the places of the columns that say what a row is, and what all of them are."""
    flat = _flat(frame)
    first = flat.shape[1] - frame.shape[1]
    return [*range(first), *np.flatnonzero(flat.columns.isin(["data", "audience"]))]


def _blocks(keys: list[int], broad: list[int], width: int | None) -> list[list[int]]:
    """Return the columns of each table, so that none is broader than the terminal."""
    others = [place for place in range(len(broad)) if place not in keys]
    if width is None or not others:
        return [list(range(len(broad)))]
    taken = sum(broad[key] + 2 for key in keys)
    blocks: list[list[int]] = [[]]
    left = width - taken
    for place in others:
        if blocks[-1] and broad[place] + 2 > left:
            blocks.append([])
            left = width - taken
        blocks[-1].append(place)
        left -= broad[place] + 2
    return [sorted([*keys, *block]) for block in blocks]


def safe_text(value: object) -> object:
    """Return text that no spreadsheet takes for a formula; other values as they are."""
    if not isinstance(value, str):
        return value
    first = next((sign for sign in value if not _is_passed_over(sign)), "")
    return f"'{value}" if unicodedata.normalize("NFKC", first).startswith(_ACTIVE) else value


def _is_passed_over(sign: str) -> bool:
    """Whether a spreadsheet that looks for a formula may pass over a sign."""
    return sign not in "\t\r" and unicodedata.category(sign)[0] in "CZ"


def _flat(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with its index as first columns, unless it is only a row number."""
    named = any(name is not None for name in frame.index.names)
    numbered = frame.index.nlevels == 1 and pd.api.types.is_integer_dtype(frame.index)
    return frame.reset_index(drop=numbered and not named)


def _safe(frame: pd.DataFrame) -> pd.DataFrame:
    return _flat(frame).map(safe_text).rename(columns=safe_text)


def _whole(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with years and counts as whole numbers, though some be blank."""
    return frame.convert_dtypes()


def _headed(frame: pd.DataFrame, words: Words) -> pd.DataFrame:
    flat = _safe(frame)
    return flat.set_axis([heading(column, words) for column in flat.columns], axis=1)


def _told(frame: pd.DataFrame, words: Words) -> pd.DataFrame:
    """Return every cell as the text a reader of this language expects."""

    def cell(value: object) -> str:
        if isinstance(value, bool):
            return words(_("yes")) if value else words(_("no"))
        if isinstance(value, int | float):
            return words.number(float(value))
        return "" if value is None or value is pd.NA else str(value)

    return _headed(frame, words).astype(object).map(cell)


def _in_lines(told: pd.DataFrame) -> pd.DataFrame:
    """Return texts of one line each, since a blank line would end the table."""
    return told.map(lambda text: " ".join(text.split()))


def _sides(frame: pd.DataFrame) -> list[str]:
    return ["right" if kind.kind in "if" else "left" for kind in _flat(frame).dtypes]


def _csv(frame: pd.DataFrame, _words: Words) -> bytes:
    return _whole(_safe(frame)).to_csv(index=False, lineterminator="\n").encode("utf-8")


def _json(frame: pd.DataFrame, _words: Words) -> bytes:
    text = _whole(_flat(frame)).to_json(
        orient="records", force_ascii=False, indent=2, double_precision=15
    )
    return f"{text}\n".encode()


def _markdown(frame: pd.DataFrame, words: Words) -> bytes:
    from tabulate import tabulate

    told = _in_lines(_told(frame, words)).map(lambda text: text.replace("|", "\\|"))
    table = tabulate(
        told.to_numpy().tolist(), headers=told.columns.tolist(), tablefmt="pipe",
        disable_numparse=True, colalign=_sides(frame),
    )  # fmt: skip
    return f"{table}\n".encode()


def _latex(frame: pd.DataFrame, words: Words) -> bytes:
    styler = (
        _in_lines(_told(frame, words))
        .style.format(escape="latex")
        .format_index(escape="latex", axis=1)
    )
    sides = "".join(side[0] for side in _sides(frame))
    return styler.hide(axis="index").to_latex(hrules=True, column_format=sides).encode("utf-8")


def workbook(sheets: Mapping[str, pd.DataFrame], words: Words) -> bytes:
    """Return an Excel workbook with a sheet for each frame, headings frozen, text as text."""
    import datetime

    import xlsxwriter

    file = io.BytesIO()
    options = dict.fromkeys(
        ("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False
    )
    book = xlsxwriter.Workbook(file, {"in_memory": True, "nan_inf_to_errors": False, **options})
    # A constant date, so that the same input gives the same bytes.
    book.set_properties({"created": datetime.datetime(2026, 1, 1)})
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for name, frame in sheets.items():
        _sheet(book.add_worksheet(_sheet_name(name)), _headed(frame, words), bold, wrapped)
    book.close()
    return file.getvalue()


def _sheet(sheet: Any, frame: pd.DataFrame, bold: Any, wrapped: Any) -> None:
    for column, name in enumerate(frame.columns):
        cells = frame.iloc[:, column].tolist()
        longest = max([len(name) * 0.8, *(len(str(cell)) for cell in cells)])
        sheet.set_column(column, column, min(max(longest + 2, 8), 60), wrapped)
        sheet.write_string(0, column, name, bold)
        for row, cell in enumerate(cells, start=1):
            if isinstance(cell, bool):
                sheet.write_boolean(row, column, cell)
            elif isinstance(cell, int | float):
                if math.isfinite(cell):
                    sheet.write_number(row, column, cell)
            elif not pd.isna(cell) and cell != "":
                sheet.write_string(row, column, str(cell)[:_LONGEST_CELL])
    sheet.freeze_panes(1, 1)
    if len(frame):
        sheet.autofilter(0, 0, len(frame), len(frame.columns) - 1)


def _sheet_name(name: str) -> str:
    """Return a name that Excel accepts."""
    return re.sub(r"[\[\]:*?/\\]", " ", name)[:31]


def _excel(frame: pd.DataFrame, words: Words) -> bytes:
    return workbook({"netgov": frame}, words)


WRITERS: Final[Mapping[str, Callable[[pd.DataFrame, Words], bytes]]] = {
    ".csv": _csv,
    ".json": _json,
    ".xlsx": _excel,
    ".md": _markdown,
    ".tex": _latex,
}
