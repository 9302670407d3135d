"""The report as a Word document."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Any, Final

from netgov.errors import printable, speak
from netgov.report.pieces import (
    Entries,
    Grid,
    Heading,
    Items,
    Line,
    Numbered,
    Picture,
    Piece,
    Prose,
    Report,
    Terms,
    Tiles,
)
from netgov.words import _
from netgov.writing import MADE

_LANGUAGES: Final = {"id": "id-ID", "en": "en-GB"}
_MARK: Final = "0B4F8A"
_SOFT: Final = "475569"
_ALARM: Final = "B23A08"
_WIDTH: Final = 16.5  # centimetres, of a picture or table
_PIXELS: Final = 2000  # across a picture
_COLOURS: Final = 128
_HANGING: Final = 0.75  # centimetres, of the text behind a number
_SMALL: Final = 8  # points
_LONGEST: Final = 255  # signs of a property


def docx(report: Report) -> bytes:
    """Return the report as a Word document on A4 paper; needs the package python-docx."""
    setting = _Setting(report)
    setting.head()
    for section in report.sections:
        heading = setting.document.add_heading(section.title, 1)
        heading.paragraph_format.page_break_before = report.begins_page(section)
        for piece in section.pieces:
            _SETTERS[type(piece)](setting, piece)
    file = io.BytesIO()
    setting.document.save(file)
    return _dateless(file.getvalue())


def _dateless(document: bytes) -> bytes:
    """Return a document whose parts bear no time of day."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(document)) as before,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            part = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            part.compress_type = zipfile.ZIP_DEFLATED
            after.writestr(part, before.read(name))
    return file.getvalue()


class _Setting:
    """A document under way."""

    def __init__(self, report: Report) -> None:
        from docx import Document
        from docx.shared import Cm, Pt

        self.report, self.words = report, speak(report.lang)
        self.document, self.bookmarks = Document(), 0
        sheet = self.document.sections[0]
        sheet.page_width, sheet.page_height = Cm(21), Cm(29.7)
        sheet.left_margin = sheet.right_margin = Cm(2.2)
        sheet.top_margin = sheet.bottom_margin = Cm(2)
        normal = self.document.styles["Normal"]
        normal.font.name, normal.font.size = "Calibri", Pt(10.5)
        self.speak(normal)
        about = self.document.core_properties
        about.author, about.title = "netgov", report.name[:_LONGEST]
        about.created = about.modified = MADE
        about.last_modified_by, about.comments = "", ""
        about.language = report.lang

    def speak(self, style: Any) -> None:
        """Tell Word the language, so that it does not mark every word as misspelt."""
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        language = OxmlElement("w:lang")
        for script in ("val", "eastAsia"):
            language.set(qn(f"w:{script}"), _LANGUAGES[self.report.lang])
        style.element.get_or_add_rPr().append(language)

    def head(self) -> None:
        """Set title, period and notice; mark each page that is for the office alone."""
        report, document = self.report, self.document
        if report.internal:
            above = document.sections[0].header.paragraphs[0]
            self.run(above, report.internal, bold=True, colour=_ALARM)
        document.add_heading(report.title, 0)
        self.run(document.add_paragraph(), report.period, colour=_SOFT)
        self.run(document.add_paragraph(), report.notice, bold=True, colour=_ALARM)

    def run(
        self, paragraph: Any, text: str, *, bold: bool = False, colour: str = "", size: int = 0
    ) -> Any:
        """Set a piece of text."""
        from docx.shared import Pt, RGBColor

        run = paragraph.add_run(printable(text, ""))
        run.bold = bold or None
        if colour:
            run.font.color.rgb = RGBColor.from_string(colour)
        if size:
            run.font.size = Pt(size)
        return run

    def line(self, paragraph: Any, one: Line, size: int = 0) -> None:
        """Set a line with its links and the way to its proof."""
        if one.lead:
            self.run(paragraph, f"{one.lead}: ", bold=True, size=size)
        self.run(paragraph, one.text, size=size)
        for turn, link in enumerate(one.links):
            self.run(paragraph, "; " if turn else " ", size=size)
            if link.address:
                self.link(paragraph, link.label, address=link.address)
            else:
                self.run(paragraph, link.label, size=size)
        if one.proof:
            self.run(paragraph, " ")
            told = self.words(_("Proof {number}"), number=one.proof)
            self.link(paragraph, f"[{told}]", anchor=f"proof-{one.proof}")

    def link(self, paragraph: Any, text: str, *, address: str = "", anchor: str = "") -> None:
        """Set a link to the web or to a bookmark."""
        from docx.opc.constants import RELATIONSHIP_TYPE
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        link = OxmlElement("w:hyperlink")
        if address:
            number = paragraph.part.relate_to(
                address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True
            )
            link.set(qn("r:id"), number)
        else:
            link.set(qn("w:anchor"), anchor)
        run = self.run(paragraph, text, colour=_MARK, size=_SMALL)
        link.append(run._r)
        paragraph._p.append(link)

    def bookmark(self, paragraph: Any, name: str) -> None:
        """Make a paragraph a place that links lead to."""
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        self.bookmarks += 1
        for kind in ("w:bookmarkStart", "w:bookmarkEnd"):
            mark = OxmlElement(kind)
            mark.set(qn("w:id"), str(self.bookmarks))
            if kind == "w:bookmarkStart":
                mark.set(qn("w:name"), name)
            paragraph._p.append(mark)

    def cell(self, cell: Any, text: str, *, bold: bool = False, right: bool = False) -> None:
        """Set the text of a cell; what follows a line break small."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH

        first, _break, second = text.partition("\n")
        paragraph = cell.paragraphs[0]
        self.run(paragraph, first, bold=bold, size=_SMALL)
        if second:
            paragraph.runs[-1].add_break()
            self.run(paragraph, second, colour=_SOFT, size=_SMALL - 1)
        if right:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _heading(setting: _Setting, piece: Heading) -> None:
    setting.document.add_heading(piece.text, 2)


def _prose(setting: _Setting, piece: Prose) -> None:
    style = "Intense Quote" if piece.look == "marked" else "Normal"
    for one in piece.lines:
        setting.line(setting.document.add_paragraph(style=style), one)


def _items(setting: _Setting, piece: Items) -> None:
    from docx.shared import Cm

    # Word goes on counting from one numbered list to the next, so numbers are written.
    for turn, one in enumerate(piece.lines, start=1):
        style = "List" if piece.numbered else "List Bullet"
        paragraph = setting.document.add_paragraph(style=style)
        if piece.numbered:
            paragraph.paragraph_format.left_indent = Cm(_HANGING)
            paragraph.paragraph_format.first_line_indent = Cm(-_HANGING)
            setting.run(paragraph, f"{turn}.\t")
        setting.line(paragraph, one)


def _tiles(setting: _Setting, piece: Tiles) -> None:
    table = setting.document.add_table(2, len(piece.tiles))
    for tile, above, below in zip(
        piece.tiles, table.rows[0].cells, table.rows[1].cells, strict=True
    ):
        colour = _ALARM if tile.alarm else ""
        setting.run(above.paragraphs[0], tile.value, bold=True, colour=colour, size=18)
        setting.run(below.paragraphs[0], tile.label, colour=_SOFT, size=_SMALL)
    setting.document.add_paragraph()


def _grid(setting: _Setting, piece: Grid) -> None:
    from docx.oxml import OxmlElement
    from docx.shared import Cm

    if piece.caption:
        caption = setting.document.add_paragraph()
        setting.run(caption, piece.caption, colour=_SOFT, size=_SMALL + 1)
        caption.paragraph_format.keep_with_next = True
    table = setting.document.add_table(1, len(piece.columns), style="Light List Accent 1")
    table.autofit = False
    for cell, column in zip(table.rows[0].cells, piece.columns, strict=True):
        setting.cell(cell, column.label, bold=True, right=column.number)
    repeated = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    for row in piece.rows:
        added = table.add_row()
        added._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        cells = added.cells
        if len(row.cells) == 1:
            setting.cell(cells[0].merge(cells[-1]), row.cells[0], bold=True)
            continue
        for at, (cell, text) in enumerate(zip(cells, row.cells, strict=True)):
            number = piece.columns[at].number
            setting.cell(cell, text, bold=not at or row.whole, right=number)
    for width, column in zip(_widths(piece), table.columns, strict=True):
        column.width = Cm(width)  # for LibreOffice; Word looks at the cells
        for cell in column.cells:
            cell.width = Cm(width)
    setting.document.add_paragraph()


def _widths(piece: Grid) -> list[float]:
    """Return the width of each column: numbers need less room than text."""
    shares = [1.0 if column.number else 1.8 for column in piece.columns]
    shares[0] = 2.2
    return [_WIDTH * share / sum(shares) for share in shares]


def _picture(setting: _Setting, piece: Picture) -> None:
    from docx.shared import Cm

    setting.document.add_picture(_light(piece.paint("png")), width=Cm(_WIDTH))
    inline = setting.document.inline_shapes[-1]._inline
    inline.docPr.set("descr", piece.alternative)
    if piece.caption:
        paragraph = setting.document.add_paragraph()
        setting.run(paragraph, piece.caption, colour=_SOFT, size=_SMALL + 1)


def _light(picture: bytes) -> io.BytesIO:
    """Return a picture small enough for a document that is sent by mail."""
    from PIL import Image

    with Image.open(io.BytesIO(picture)) as drawn:
        height = round(drawn.height * _PIXELS / drawn.width)
        flat = drawn.convert("RGB").resize((_PIXELS, height), Image.Resampling.LANCZOS)
    file = io.BytesIO()
    flat.quantize(_COLOURS).save(file, "PNG", optimize=True)
    file.seek(0)
    return file


def _entries(setting: _Setting, piece: Entries) -> None:
    size = _SMALL + 1 if piece.close else 0
    for entry in piece.entries:
        above = setting.document.add_paragraph()
        above.paragraph_format.keep_with_next = True
        setting.run(above, entry.title, bold=True, colour=_MARK, size=size)
        said = setting.document.add_paragraph()
        setting.run(said, entry.text, bold=not piece.close, size=size)
        tags = setting.document.add_paragraph()
        setting.run(tags, " · ".join(entry.tags), colour=_SOFT, size=_SMALL)
        if entry.remark:
            setting.run(setting.document.add_paragraph(), entry.remark, size=size)
        for one in entry.lines:
            setting.line(setting.document.add_paragraph(style="List Bullet"), one, _SMALL + 1)


def _terms(setting: _Setting, piece: Terms) -> None:
    if piece.folded:
        setting.document.add_heading(piece.folded, 2)
    for one in piece.terms:
        paragraph = setting.document.add_paragraph()
        setting.run(paragraph, f"{one.term}. ", bold=True)
        setting.run(paragraph, one.meaning)
        if one.formula:
            setting.run(paragraph, f" {one.formula}", colour=_SOFT, size=_SMALL)
        if one.cites:
            cites = "".join(f" [{key}]" for key in one.cites)
            setting.run(paragraph, cites, colour=_SOFT, size=_SMALL)


def _numbered(setting: _Setting, piece: Numbered) -> None:
    for turn, (mark, one) in enumerate(piece.lines, start=1):
        paragraph = setting.document.add_paragraph()
        setting.bookmark(paragraph, f"{piece.anchor}-{turn}")
        setting.run(paragraph, f"{mark} ", bold=True, size=_SMALL + 1)
        setting.line(paragraph, one, _SMALL + 1)


_SETTERS: Final[Mapping[type[Piece], Callable[[_Setting, Any], None]]] = {
    Heading: _heading,
    Prose: _prose,
    Items: _items,
    Tiles: _tiles,
    Grid: _grid,
    Picture: _picture,
    Entries: _entries,
    Terms: _terms,
    Numbered: _numbered,
}
