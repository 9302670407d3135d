"""A data folder to start from: a workbook with the columns of the schema, and its settings.

Headings, dropdowns and notes come from the schema, so that what is filled in is read back
without a word. Every text stands in both languages, the chosen one first.
"""

from __future__ import annotations

import io
import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from netgov.errors import NetgovError, shown, speak
from netgov.names import LONGEST
from netgov.schema import TABLES, Column, plain
from netgov.settings import SETTINGS_FILE
from netgov.terms import Term
from netgov.words import LANGUAGES, Words, _
from netgov.writing import MADE, MARK, write_folder

WORKBOOK: Final = "records.xlsx"
SHEETS: Final = ("referrals", "meetings", "actors", "mandates")
LAST_ROW: Final = 2001  # the last row that is checked while somebody types

_GUIDE: Final = "petunjuk-guide"  # Excel allows no slash
# The schema does not say in which language a heading is; these words tell the English ones.
_ENGLISH: Final = (
    *("actor", "case", "citation", "date", "description", "from", "function", "name"),
    *("relation", "represented", "source", "to", "year"),
)

_FORMS: Final[Mapping[str, str]] = {
    "text": _("Text."),
    "date": _(
        "A day up to today, such as {example}. If only the month or the year is known, write "
        "'2019-03 or '2019 with the apostrophe."
    ),
    "count": _("A whole number from 1, such as {example}."),
    "year": _("A year of four digits, such as {example}."),
    "number": _("A number from 0, such as {example}."),
    "case": _("A number of your own, such as {example}; never a NIK, never a name."),
    "actor": _("A body, such as {example}; best chosen from those in the sheet actors."),
    "slug": _("A short name of the sheet actors, such as {example}; enter it there first."),
    "key": _(
        "A short name that no other row has, such as {example}: up to 60 letters, digits, "
        "_ and -, no blanks."
    ),
    "name": _("Text of at most 200 signs, such as {example}."),
    "closed": _("One of the list: {values}."),
}
_EXAMPLES: Final[Mapping[str, str]] = {
    "date": "2019-03-21", "count": "1", "year": "2019", "number": "3", "share": "0.5",
    "case": "2019-017", "actor": "UPTD PPA", "slug": "uptd_ppa", "duty": "sop-contoh-1",
    "name_id": "UPTD PPA Kota Contoh", "name_en": "Service unit of Contoh",
    "meeting": "Rapat koordinasi", "legal_basis": "SOP Contoh",
}  # fmt: skip
# Left to itself Excel makes a date of 3/12 and drops the zeros of 0012.
_CELLS: Final = {"date": "yyyy-mm-dd", "count": "0", "year": "0", "number": "General"}
_YEARS: Final = {"minimum": 1900, "maximum": 2100}
_WIDTHS: Final = {"date": 13, "count": 10, "year": 10, "number": 10, "slug": 20, "case": 16}
_HEAD: Final = {"bold": True, "text_wrap": True, "border": 1, "border_color": "#ffffff"}
_CELL: Final = {"align": "left", "valign": "top", "text_wrap": True}
_DARK: Final = {"bg_color": "#0b3c6f", "font_color": "#ffffff"}
_PALE: Final = {"bg_color": "#e7e5e4", "font_color": "#44403c"}

_TITLE: Final = _("Records of how child-protection bodies work together")
_STEPS: Final = (
    _("How to fill it in"),
    _("1. Begin with the sheet actors: each body once, with a short name of its own."),
    _("2. In referrals and meetings write a body by its name or short name, as in actors."),
    _("3. At a meeting each body that came has a row of its own."),
    _("4. The sheet mandates may stay empty; it holds what rules expect."),
    _("5. Dark headings are needed in every row, pale ones may stay blank."),
    _("6. Point at a heading: its note tells what it means, how to write it and an example."),
    _("7. Leave the headings as they are and show all columns. Save, close, run: netgov check"),
)
_NEVER: Final = (
    _("Never enter what points to a person"),
    _("No names of children, relatives, suspects, reporters or staff."),
    _("No NIK or other numbers of persons, no addresses, no phone numbers, no e-mail."),
    _("No accounts of what happened. Number the cases with a number of your own."),
)
_INKS: Final = ({"size": 11, "color": "#1c1917"}, {"size": 14, "color": "#ffffff"})


def template_files(lang: str | None = None) -> dict[str, bytes]:
    """Return the files of a data folder to start from, by name."""
    words = speak(lang)
    return {WORKBOOK: _workbook(words), SETTINGS_FILE: _settings(words).encode("utf-8")}


def write_template(folder: str | Path, lang: str | None = None) -> Path:
    """Write a data folder to start from; nothing that is there already is replaced.

    Raises
    ------
    NetgovError
        If the folder holds a file of that name or any other that netgov did not write.
    """
    folder = Path(folder)
    files = template_files(lang)
    for name in files:
        if (folder / name).exists():
            sentence = _(
                "{path} holds {file} already, and somebody may have filled it in, so it is "
                "left as it is; name another folder."
            )
            path = shown(folder.absolute().name or folder)
            raise NetgovError(sentence, path=path, file=shown(name))
    write_folder(folder, files)
    # From here on the files are the user's: marked as ours, a report written into the same
    # folder by mistake would replace them.
    (folder / MARK).unlink()
    return folder


def _languages(words: Words) -> list[Words]:
    """Return both languages, the chosen one first."""
    return [words, *(Words(lang) for lang in LANGUAGES if lang != words.lang)]


def heading(column: Column, words: Words) -> str:
    """Return the heading of a column, as the reader knows it.

    In English it is the column's own name, in Indonesian the first heading without an English
    word; what holds an English text has none and keeps its name.
    """
    known = [one for one in column.headings if not set(one.split("_")) & set(_ENGLISH)]
    name = known[0] if known and words.lang == "id" else column.name
    return name.replace("_", " ").capitalize()


def choices(column: Column, words: Words) -> list[str]:
    """Return the values of a closed list as people write them; none for other columns."""
    terms = column.type if isinstance(column.type, Mapping) else {}
    return [_written(key, term, words) for key, term in terms.items()]


def _written(key: str, term: Term, words: Words) -> str:
    """Return what people read for a value if they may write it too, else what they write."""
    known = {plain(name) for name in (key, term.label, *term.also)}
    said = words(term.label)
    # A label that is not translated would be English in an Indonesian list.
    told = words.lang == "en" or said != term.label
    return (said if told and plain(said) in known else (*term.also, key)[0]).lower()


class _Place(NamedTuple):
    """A column of a sheet: its table, its position and the language."""

    table: str
    at: int
    column: Column
    words: Words

    @property
    def form(self) -> str:
        """The key of its form in `_FORMS`."""
        column = self.column
        if isinstance(column.type, Mapping):
            return "closed"
        if column.name == TABLES[self.table].key:
            return "key"
        named = column.type == "text" and column.name in _EXAMPLES
        return "name" if named else column.type

    def told(self, words: Words) -> str:
        """Return how a cell is written, with an example."""
        kind = "slug" if self.form == "key" else self.form
        example = _EXAMPLES.get(self.column.name) or _EXAMPLES.get(kind, "")
        values = words.either(choices(self.column, words)) if self.form == "closed" else ""
        return words(_FORMS[self.form], example=example, values=values)


def _note(place: _Place) -> str:
    """Return what a heading says when it is pointed at, in both languages."""
    parts = []
    for one in _languages(place.words):
        meaning = one(place.column.meaning)
        said = f"{meaning[:1].upper()}{meaning[1:]}."
        parts.append("\n".join((said, _need(place.column, one), place.told(one))))
    return "\n\n".join(parts)


def _need(column: Column, words: Words) -> str:
    if column.required:
        return words(_("★ Needed in every row."))
    if isinstance(column.type, Mapping) and column.blank:
        blank = _written(column.blank, column.type[column.blank], words)
        return words(_("May stay blank, which means: {value}."), value=blank)
    return words(_("May stay blank."))


# --- what may be typed --------------------------------------------------------------------


def _check(place: _Place) -> dict[str, Any]:
    """Return what Excel checks while somebody types, {} if nothing."""
    column, cell = place.column, f"{xl_col_to_name(place.at)}2"
    title, told = heading(column, place.words), place.told(place.words)
    rules: dict[str, dict[str, Any]] = {
        "closed": {"validate": "list", "source": choices(column, place.words)},
        # Only suggested: a body may be known from the records alone.
        "actor": {"validate": "list", "source": _listed("name_id"), "show_error": False},
        "slug": {"validate": "list", "source": _listed("id")},
        "key": {"validate": "custom", "value": _is_key(cell)},
        "date": {"validate": "custom", "value": _is_date(cell)},
        "name": {"validate": "length", "criteria": "<=", "value": LONGEST},
        "case": {"validate": "any", "input_title": title, "input_message": told},
        "count": {"validate": "integer", "criteria": ">=", "value": 1},
        "year": {"validate": "integer", "criteria": "between", **_YEARS},
        "number": {"validate": "decimal", "criteria": ">=", "value": 0},
    }
    rule = rules.get(place.form, {})
    return {**rule, "error_title": title, "error_message": told} if rule else {}


def _is_date(cell: str) -> str:
    """Return the formula that a cell holds a day, or a month or year written as text."""
    # A bare 2019 in a column of dates is a day of 1905, so that only text can be a year.
    text = f"AND(LEN({cell})<=7,ISNUMBER(VALUE(LEFT({cell},4))))"
    return f"=IF(ISTEXT({cell}),{text},AND({cell}>=DATE(1990,1,1),{cell}<=TODAY()))"


def _is_key(cell: str) -> str:
    """Return the formula that a cell holds a short name that no other has."""
    rows = f"{cell[:-1]}$2:{cell[:-1]}${LAST_ROW}"
    return f'=AND(LEN({cell})<=60,ISERROR(FIND(" ",{cell})),COUNTIF({rows},{cell})=1)'


def _listed(name: str) -> str:
    """Return the cells of the sheet actors that are filled in."""
    columns = [column.name for column in TABLES["actors"].columns]
    letter = xl_col_to_name(columns.index(name))
    rows = f"actors!${letter}$2:${letter}${LAST_ROW}"
    # With blank cells at its end Excel would open the list there.
    return f"=OFFSET(actors!${letter}$2,0,0,MAX(1,COUNTA({rows})),1)"


# --- the workbook -------------------------------------------------------------------------


def _workbook(words: Words) -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    book.set_properties({"created": MADE, "author": "netgov"})
    _guide(book.add_worksheet(_GUIDE), words)
    for table in SHEETS:
        sheet = book.add_worksheet(table)
        for at, column in enumerate(TABLES[table].columns):
            _column(book, sheet, _Place(table, at, column, words))
        sheet.set_row(0, 30)
        sheet.freeze_panes(1, 1)
        sheet.repeat_rows(0)
    for sheet in book.worksheets():
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
    book.close()
    return file.getvalue()


def _column(book: Any, sheet: Any, place: _Place) -> None:
    """Write one column: its heading with a note, the form of its cells and their check."""
    at, column = place.at, place.column
    said, note = heading(column, place.words), _note(place)
    look = {**_HEAD, **(_DARK if column.required else _PALE)}
    sheet.write_string(0, at, said, book.add_format(look))
    size = {"width": 380, "height": 16 * _lines(note, 62) + 12, "font_size": 9}
    sheet.write_comment(0, at, note, {"author": "netgov", **size})
    look = {"num_format": _CELLS.get(place.form, "@"), **_CELL}
    sheet.set_column(at, at, _width(place, said), book.add_format(look))
    if check := _check(place):
        sheet.data_validation(1, at, LAST_ROW - 1, at, check)
    if column.required:
        last = xl_col_to_name(len(TABLES[place.table].columns) - 1)
        begun = f"=AND(COUNTA($A2:${last}2)>0,ISBLANK({xl_col_to_name(at)}2))"
        amber = book.add_format({"bg_color": "#fde68a"})
        rule = {"type": "formula", "criteria": begun, "format": amber}
        sheet.conditional_format(1, at, LAST_ROW - 1, at, rule)


def _width(place: _Place, said: str) -> float:
    longest = max(map(len, choices(place.column, place.words)), default=0)
    kind = "slug" if place.form == "key" else place.form
    return max(longest + 4, len(said) + 3, _WIDTHS.get(kind, 28 if not longest else 0))


def _guide(sheet: Any, words: Words) -> None:
    """Fill in the guide: boxes of text, both languages side by side.

    Boxes, not cells: a sheet without cells is blank to the reader, which would else have to
    tell everybody that it left a sheet aside.
    """
    sheet.hide_gridlines(2)
    sheet.set_default_row(18)  # stated, since the boxes are placed by the height of the rows
    for turn, one in enumerate(_languages(words)):
        sheets = [f"{name}: {one(TABLES[name].meaning)}." for name in SHEETS]
        top = 16
        for lines, colour, ink in (
            ([one(_TITLE)], "#0b3c6f", _INKS[1]),
            ([one(said) for said in _STEPS], "#eff6ff", _INKS[0]),
            ([one(said) for said in _NEVER], "#fee2e2", _INKS[0]),
            ([one(_("The sheets")), *sheets], "#f5f5f4", _INKS[0]),
        ):
            height = 20 * _lines("\n".join(lines), 80) + 16
            box = {"fill": {"color": colour}, "line": {"none": True}, "font": ink,
                   "x_offset": 20 + turn * 540, "y_offset": top, "object_position": 3,
                   "width": 520, "height": height}  # fmt: skip
            sheet.insert_textbox(0, 0, "\n".join(lines), box)
            top += height + 12


def _lines(text: str, signs: int) -> int:
    """Return how many lines a text takes that is broken after so many signs."""
    return sum(max(1, math.ceil(len(line) / signs)) for line in text.split("\n"))


# --- the settings -------------------------------------------------------------------------


def _settings(words: Words) -> str:
    def said(sentence: str) -> list[str]:
        return [f"# {one(sentence)}" for one in _languages(words)]

    titles = {lang: json.dumps(Words(lang)(_TITLE), ensure_ascii=False) for lang in LANGUAGES}
    return "\n".join((
        *said(_("What this folder is. netgov reads it beside the tables.")),
        "[study]",
        *(f"title_{lang} = {title}" for lang, title in titles.items()),
        *said(_("The years of the study; without them those of the records.")),
        '# years = "2017-2019"',
        *said(_("true if the records are invented, for practice; every page will say so.")),
        "synthetic = false",
        "",
        *said(_("Headings of your own: the column as netgov names it, then your heading.")),
        "# [columns.referrals]",
        '# date = "Tgl surat"',
        '# source = "Instansi yang mengirim"',
        "",
    ))  # fmt: skip
