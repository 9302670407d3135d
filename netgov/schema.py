"""Each table and column of the records, stated once.

Checking, ``netgov check``, ``docs/data.md`` and ``data/datapackage.json`` come from here.
A heading or value is recognised without regard to case, blanks, underscores and language.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from netgov.terms import (
    CONFIDENCES,
    FLAGS,
    KINDS,
    LAYERS,
    LEVELS,
    RANKS,
    REACHES,
    SECTORS,
    STRENGTHS,
    Terms,
)
from netgov.words import _


def plain(text: str) -> str:
    """Return a heading or value as it is compared: no case, blanks or punctuation."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[\W_]+", "", folded)


PROBLEMS: Final[Mapping[str, str]] = {
    "missing_value": _("the cell is blank; fill it in"),
    "unknown_value": _("the value is not known; write one of: {known}"),
    "unknown_name": _("the name is not in {table}; add it there or correct it (near: {known})"),
    "bad_year": _("the value is not a year; write four digits, such as 2019"),
    "bad_number": _("the value is not a number; write digits with a point, such as 0.5"),
    "bad_id": _("the name has blanks or signs; use up to 60 letters, digits, _ and -"),
    "repeated_key": _("the value stands in an earlier row too; keep one"),
    "missing_year": _("both years are blank, so no period can use it; give at least one"),
    "years_crossed": _("the last year lies before the first; correct one of them"),
    "self_relation": _("a body has no tie to itself; correct source or target"),
}


# --- tables ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Column:
    """One column: its name, meaning, type and the headings people use for it.

    ``type`` is ``text``, ``slug``, ``year``, ``number`` or the closed list of values.
    ``required``: the column must be there and no cell may be blank.
    ``names``: the table whose key stands in the cell.
    """

    name: str
    meaning: str
    type: str | Terms = "text"
    required: bool = False
    headings: tuple[str, ...] = ()
    names: str = ""
    blank: str = ""


@dataclass(frozen=True)
class Table:
    """One table: its file, key, columns, and what becomes of a faulty row.

    ``refuses``: one faulty row refuses the file, since a list of bodies or duties with a
    hole in it makes everything after it wrong. Otherwise the row is set aside with its reason.
    """

    path: str
    meaning: str
    columns: tuple[Column, ...]
    key: str = ""
    required: bool = False
    refuses: bool = True

    def column(self, name: str) -> Column:
        """Return the column of that name."""
        return next(c for c in self.columns if c.name == name)


_CITATION = Column(
    "citation",
    _("sources, as numbers of SOURCES.md: [1] or [1] [24]"),
    headings=("source_citation", "sumber", "rujukan_sumber", "sitasi"),
)
_CONFIDENCE = Column(
    "confidence",
    _("documented: read in the source; inferred: filled in by interpretation"),
    CONFIDENCES,
    headings=("keyakinan", "tingkat_keyakinan"),
    blank="inferred",
)
_SOURCE = Column(
    "source",
    _("the body that acts: refers, reports, commands, pays, approaches"),
    "slug",
    required=True,
    headings=("asal", "dari", "source_actor", "aktor_asal", "instansi_asal"),
    names="actors",
)
_TARGET = Column(
    "target",
    _("the other body"),
    "slug",
    required=True,
    headings=("tujuan", "ke", "target_actor", "aktor_tujuan", "instansi_tujuan"),
    names="actors",
)
_LAYER = Column(
    "layer",
    _("kind of relation"),
    LAYERS,
    required=True,
    headings=("relation", "relasi", "jenis_relasi", "jenis_hubungan", "lapisan"),
)
_IN_FORCE = (
    Column(
        "in_force_from",
        _("first year the rule binds; blank: start not known"),
        "year",
        headings=("berlaku_dari", "berlaku_mulai"),
    ),
    Column(
        "in_force_to",
        _("last year the rule binds; blank: no end found"),
        "year",
        headings=("berlaku_sampai",),
    ),
)

TABLES: Final[Mapping[str, Table]] = {
    "actors": Table(
        "actors.csv",
        _("One row is one body, or one aggregate such as all Puskesmas"),
        (
            Column("id", _("short name used in the other tables"), "slug", True, ("kode",)),
            Column(
                "name_id", _("name in Indonesian"), required=True, headings=("nama", "name")
            ),
            Column("name_en", _("name in English"), headings=("nama_inggris",)),
            Column("abbrev", _("abbreviation shown on maps"), headings=("singkatan",)),
            Column(
                "parent",
                _("the body it belongs to or answers to"),
                "slug",
                headings=("induk",),
                names="actors",
            ),
            Column("sector", _("field of work"), SECTORS, True, ("sektor", "bidang")),
            Column(
                "level",
                _("level of its authority, not of its address"),
                LEVELS,
                True,
                ("tingkat", "jenjang"),
            ),
            Column(
                "reach",
                _("who commands it: city, vertical (central or provincial) or non-state"),
                REACHES,
                headings=("jangkauan",),
                blank="non-state",
            ),
            Column(
                "successor",
                _("the body that carries on its work under a new name"),
                "slug",
                headings=("penerus",),
                names="actors",
            ),
            Column(
                "aggregate",
                _("stands for many bodies, so not compared with single ones"),
                FLAGS,
                headings=("gabungan",),
                blank="no",
            ),
            Column(
                "publish",
                _("no: public output does not name it"),
                FLAGS,
                headings=("terbitkan",),
                blank="yes",
            ),
            Column(
                "confidential",
                _("yes: a shelter or other place that public output must not name"),
                FLAGS,
                headings=("rahasia",),
                blank="no",
            ),
            Column("services", _("services it gives, parted by ;"), headings=("layanan",)),
            Column("staff", _("workers on cases"), "number", headings=("petugas", "staf")),
            Column(
                "capacity",
                _("cases one worker can close in a month"),
                "number",
                headings=("kapasitas",),
            ),
            Column(
                "first_seen",
                _("earliest year in which a source shows it; excludes no year"),
                "year",
                headings=("pertama_terlihat",),
            ),
            Column(
                "active_from",
                _("reported year of founding; before it the body is absent"),
                "year",
                headings=("aktif_dari", "berdiri"),
            ),
            Column(
                "active_to",
                _("last year it existed; blank: no end found"),
                "year",
                headings=("aktif_sampai",),
            ),
            Column("function_id", _("what it does, in Indonesian"), headings=("fungsi",)),
            Column("function_en", _("what it does, in English"), headings=("function",)),
            _CITATION,
            _CONFIDENCE,
        ),
        key="id",
        required=True,
    ),
    "aliases": Table(
        "aliases.csv",
        _("One row is one spelling or former name of a body"),
        (
            Column("alias", _("the written name"), required=True, headings=("nama_lain",)),
            Column(
                "actor",
                _("the body it stands for"),
                "slug",
                True,
                ("actor_id", "aktor"),
                names="actors",
            ),
            Column("note", _("when and where the name was used"), headings=("catatan",)),
        ),
        key="alias",
    ),
    "evidence": Table(
        "edges/evidence.csv",
        _("One row is one public statement that a tie existed, was weak or was missing"),
        (
            _SOURCE,
            _TARGET,
            _LAYER,
            Column(
                "year_from",
                _("first year the statement speaks of; blank: open"),
                "year",
                headings=("tahun_dari", "tahun_mulai", "tahun"),
            ),
            Column(
                "year_to",
                _("last year the statement speaks of; blank: open; both blank: not used"),
                "year",
                headings=("tahun_sampai", "tahun_selesai"),
            ),
            Column(
                "strength",
                _("how the source describes the tie; absent makes none"),
                STRENGTHS,
                True,
                ("strength_statement", "kekuatan"),
            ),
            Column("text_id", _("what the source says, in Indonesian"), headings=("uraian",)),
            Column(
                "text_en",
                _("what the source says, in English"),
                headings=("description_en", "description"),
            ),
            _CITATION,
            Column(
                "section",
                _("part of the source that was read"),
                headings=("page_or_section", "bagian"),
            ),
            _CONFIDENCE,
        ),
        required=True,
        refuses=False,
    ),
    "mandates": Table(
        "edges/mandates.csv",
        _("One row is one tie that a law, rule, procedure or agreement expects"),
        (
            Column(
                "duty",
                _("rows that share it are alternatives: one met suffices"),
                required=True,
                headings=("kewajiban", "tugas"),
            ),
            Column("kind", _("must or may"), KINDS, True, ("sifat",)),
            _SOURCE,
            _TARGET,
            _LAYER,
            Column(
                "legal_basis",
                _("the rule, as named in legal_bases.csv"),
                required=True,
                headings=("dasar_hukum",),
                names="legal_bases",
            ),
            Column(
                "article",
                _("article; [verify]: not read in the official text"),
                headings=("pasal",),
            ),
            Column(
                "days",
                _("deadline in days, where the article states one"),
                "number",
                headings=("hari", "tenggat_hari"),
            ),
            Column(
                "share",
                _("share of the cases concerned that the duty expects, 0 to 1"),
                "number",
                headings=("bagian_kasus",),
            ),
            Column("service", _("service it concerns; blank: all"), headings=("layanan",)),
            Column(
                "case_type",
                _("kind of case it concerns; blank: all"),
                headings=("jenis_kasus",),
            ),
            *_IN_FORCE,
            Column("text_id", _("what it demands, in Indonesian"), headings=("uraian",)),
            Column(
                "text_en",
                _("what it demands, in English"),
                headings=("description_en", "description"),
            ),
            _CITATION,
            _CONFIDENCE,
        ),
    ),
    "legal_bases": Table(
        "legal_bases.csv",
        _("One row is one law, rule, procedure or agreement"),
        (
            Column("legal_basis", _("its name"), required=True, headings=("dasar_hukum",)),
            Column("name_id", _("its name for Indonesian readers"), headings=("nama",)),
            Column("rank", _("its rank"), RANKS, True, ("jenis", "peringkat")),
            *_IN_FORCE,
            Column("note_id", _("note in Indonesian"), headings=("catatan",)),
            Column("note_en", _("note in English"), headings=("note",)),
        ),
        key="legal_basis",
    ),
    "figures": Table(
        "figures.csv",
        _("One row is one published number with its year, body and source"),
        (
            Column("year", _("year it speaks of"), "year", True, ("tahun",)),
            Column("actor", _("the body"), "slug", True, ("aktor",), names="actors"),
            Column(
                "indicator_id", _("what was counted, in Indonesian"), headings=("indikator",)
            ),
            Column("indicator_en", _("what was counted, in English"), headings=("indicator",)),
            Column("value", _("the number"), "number", True, ("nilai",)),
            Column("unit_id", _("unit in Indonesian"), headings=("satuan",)),
            Column("unit_en", _("unit in English"), headings=("unit",)),
            _CITATION,
            _CONFIDENCE,
        ),
        refuses=False,
    ),
    "glossary": Table(
        "glossary.csv",
        _("One row is one term in English and Indonesian"),
        (
            Column("en", _("English term"), required=True, headings=("english",)),
            Column("id", _("Indonesian term"), required=True, headings=("indonesia",)),
            Column("note", _("note"), headings=("catatan",)),
        ),
        key="en",
        refuses=False,
    ),
}
