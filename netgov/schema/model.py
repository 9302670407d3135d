"""What a table and a column are, and the columns that several tables share."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from math import inf

from netgov.terms import CONFIDENCES, LAYERS, Terms
from netgov.words import _


def plain(text: str) -> str:
    """Return a heading or value as it is compared: no case, blanks or punctuation."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[\W_]+", "", folded)


@dataclass(frozen=True)
class Column:
    """One column: its name, meaning, type and the headings people use for it.

    ``type`` is ``text``, ``slug``, ``year``, ``number``, ``actor`` (a name as written),
    ``case``, ``date``, ``count`` (whole, above 0), ``weight`` (above 0; both also 0 where
    ``within`` begins there), or the closed list of values.
    ``required``: the column must be there and no cell may be blank.
    ``names``: the table whose key stands in the cell.
    ``blank``: what a blank cell means.
    ``soft``: a value that is not known is left out and told, and the row is used.
    ``within``: the least and the most that a number may be.
    """

    name: str
    meaning: str
    type: str | Terms = "text"
    required: bool = False
    headings: tuple[str, ...] = ()
    names: str = ""
    blank: str = ""
    soft: bool = False
    within: tuple[float, float] = (-inf, inf)

    @property
    def kind(self) -> str:
        """The type as a word: ``closed`` for a closed list."""
        return self.type if isinstance(self.type, str) else "closed"


@dataclass(frozen=True)
class Table:
    """One table: its file, key, columns, and what becomes of a faulty row.

    ``refuses``: one faulty row refuses the file, since a list of bodies or duties with a
    hole in it makes everything after it wrong. Otherwise the row is set aside with its reason.
    ``also``: other names of its file or its sheet in a workbook.
    ``counted``: its rows are contacts that are counted, not statements about them.
    """

    path: str
    meaning: str
    columns: tuple[Column, ...]
    key: str = ""
    refuses: bool = True
    also: tuple[str, ...] = ()
    counted: bool = False

    def column(self, name: str) -> Column:
        """Return the column of that name."""
        return next(c for c in self.columns if c.name == name)

    @property
    def names(self) -> tuple[str, ...]:
        """The names that its file, or its sheet in a workbook, may bear."""
        return (self.path.rpartition("/")[2].partition(".")[0], *self.also)


CITATION = Column(
    "citation",
    _("sources, as numbers of SOURCES.md: [1] or [1] [24]"),
    headings=("source_citation", "sumber", "rujukan_sumber", "sitasi"),
)
CONFIDENCE = Column(
    "confidence",
    _("documented: read in the source; inferred: filled in by interpretation"),
    CONFIDENCES,
    headings=("keyakinan", "tingkat_keyakinan"),
    blank="inferred",
)
SOURCE = Column(
    "source",
    _("the body that acts: refers, reports, commands, pays, approaches"),
    "slug",
    required=True,
    headings=("asal", "dari", "source_actor", "aktor_asal", "instansi_asal"),
    names="actors",
)
TARGET = Column(
    "target",
    _("the other body"),
    "slug",
    required=True,
    headings=("tujuan", "ke", "target_actor", "aktor_tujuan", "instansi_tujuan"),
    names="actors",
)
LAYER = Column(
    "layer",
    _("kind of relation"),
    LAYERS,
    required=True,
    headings=("relation", "relasi", "jenis_relasi", "jenis_hubungan", "lapisan"),
)
