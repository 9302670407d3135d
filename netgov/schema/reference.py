"""The tables that say who the bodies are and what rules expect of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from netgov.schema.model import (
    CITATION,
    CONFIDENCE,
    LAYER,
    SOURCE,
    TARGET,
    Column,
    Table,
)
from netgov.terms import FLAGS, KINDS, LEVELS, RANKS, REACHES, SECTORS
from netgov.words import _

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

REFERENCE: Final[Mapping[str, Table]] = {
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
                "district",
                _("the regency or city it works for; blank: for several or all"),
                headings=(
                    *("kabupaten_kota", "kabupaten", "kab_kota", "daerah", "wilayah"),
                    *("kabupaten_atau_kota", "regency", "regency_city"),
                ),
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
            Column(
                "staff",
                _("workers on cases"),
                "number",
                headings=("petugas", "staf"),
                within=(0, 10_000),
            ),
            Column(
                "capacity",
                _("cases one worker can close in a month"),
                "number",
                headings=("kapasitas",),
                within=(0, 10_000),
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
            CITATION,
            CONFIDENCE,
        ),
        key="id",
        also=("aktor", "lembaga", "instansi"),
    ),
    "aliases": Table(
        "aliases.csv",
        _("One row is one spelling or former name of a body"),
        (
            Column(
                "alias",
                _("the written name"),
                required=True,
                headings=("nama_lain", "written_name", "nama_yang_tertulis"),
            ),
            Column(
                "actor",
                _("the body it stands for, by short name or name; blank: not decided yet"),
                headings=("actor_id", "aktor"),
            ),
            Column("note", _("when and where the name was used"), headings=("catatan",)),
        ),
        key="alias",
        also=("alias", "nama_lain", "alias_sheet", "lembar_alias"),
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
            SOURCE,
            TARGET,
            LAYER,
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
                within=(1, 3_660),
            ),
            Column(
                "share",
                _("share of the cases concerned that the duty expects, 0 to 1"),
                "number",
                headings=("bagian_kasus",),
                within=(0.001, 1),
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
            CITATION,
            CONFIDENCE,
        ),
        also=("mandat", "kewajiban"),
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
        also=("dasar_hukum",),
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
            CITATION,
            CONFIDENCE,
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
        also=("glosarium",),
    ),
}
