"""The tables of contact: statements, referral logs, attendance lists, counted ties."""

from __future__ import annotations

from collections.abc import Mapping
from math import inf
from typing import Final

from netgov.schema.model import CITATION, CONFIDENCE, LAYER, SOURCE, TARGET, Column, Table
from netgov.terms import LAYERS, OUTCOMES, REASONS, ROLES, STAND_INS, STATUSES, STRENGTHS
from netgov.words import _

_FROM: Final = Column(
    "source",
    _("the body that refers or makes contact, by name or short name"),
    "actor",
    required=True,
    headings=(
        *("from_actor", "from", "asal", "dari", "asal_rujukan", "rujukan_dari", "perujuk"),
        *("instansi_perujuk", "nama_instansi_perujuk", "instansi_asal", "instansi_pengirim"),
        *("lembaga_perujuk", "lembaga_asal", "pengirim", "pelimpahan_dari", "instance"),
        *("service_referred_from", "source_actor", "aktor_asal"),
    ),
)
_TO: Final = Column(
    "target",
    _("the body that receives, by name or short name"),
    "actor",
    required=True,
    headings=(
        *("to_actor", "to", "tujuan", "ke", "tujuan_rujukan", "dirujuk_ke", "rujukan_ke"),
        *("instansi_tujuan", "nama_instansi_tujuan", "instansi_penerima", "lembaga_tujuan"),
        *("lembaga_penerima", "penerima", "service_provider", "to_user_agency"),
        *("target_actor", "aktor_tujuan"),
    ),
)
_RELATION: Final = Column(
    "layer",
    _("kind of relation; blank: referral"),
    LAYERS,
    headings=("relation", "relasi", "jenis_relasi", "jenis_hubungan", "lapisan"),
    blank="referral",
    soft=True,
)

_DATA: Final = Column(
    "data", _("SINTETIS / SYNTHETIC on every row of invented data, else blank")
)

_FROM_0: Final = (0, inf)

CONTACTS: Final[Mapping[str, Table]] = {
    "referrals": Table(
        "edges/referrals.csv",
        _("One row is one contact about a case, or a recap of several with their count"),
        (
            Column(
                "case",
                _("number of the case; leaves the reader only as a keyed code"),
                "case",
                headings=(
                    *("case_id", "case_ref", "kasus", "id_kasus", "no_kasus", "nomor_kasus"),
                    *("kode_kasus", "no_register", "nomor_register", "no_registrasi"),
                    *("nomor_registrasi", "no_reg", "register", "kode_laporan", "no_laporan"),
                ),
            ),
            Column(
                "date",
                _("day of the contact; a month or a year alone will do"),
                "date",
                required=True,
                headings=(
                    *("tanggal", "tgl", "tanggal_rujukan", "tgl_rujukan", "hari_tanggal"),
                    *("tanggal_lapor", "tgl_lapor", "tanggal_laporan", "tanggal_pengaduan"),
                    *("tanggal_masuk", "tgl_masuk", "created_at", "date_opened"),
                    *("referral_date", "date_referred", "tahun", "year"),
                ),
            ),
            _FROM,
            _TO,
            _RELATION,
            Column(
                "service",
                _("service asked for"),
                headings=("layanan", "jenis_layanan", "layanan_dibutuhkan", "service_type"),
            ),
            Column(
                "case_type",
                _("kind of case"),
                headings=("jenis_kasus", "jenis_kekerasan", "bentuk_kekerasan"),
            ),
            Column(
                "status",
                _("how far the contact has come"),
                STATUSES,
                headings=(
                    *("status_rujukan", "referral_status", "status_laporan"),
                    *("service_referral", "to_user_local_status"),
                ),
                soft=True,
            ),
            Column(
                "answered",
                _("day on which the receiver answered"),
                "date",
                headings=(
                    *("date_answered", "tanggal_dijawab", "tanggal_jawaban", "tgl_jawaban"),
                    *("tanggal_diterima", "tgl_diterima", "tanggal_tanggapan", "responded_at"),
                ),
            ),
            Column(
                "closed",
                _("day on which it was closed"),
                "date",
                headings=(
                    *("date_closed", "tanggal_selesai", "tgl_selesai", "tanggal_tutup"),
                    *("tanggal_ditutup", "tanggal_penutupan", "selesai_pada", "closed_at"),
                ),
            ),
            Column(
                "outcome",
                _("how it ended"),
                OUTCOMES,
                headings=("hasil", "hasil_akhir", "hasil_rujukan", "hasil_layanan"),
                soft=True,
            ),
            Column(
                "reason",
                _("why the case was not referred; such a row makes no tie"),
                REASONS,
                headings=("alasan", "alasan_tidak_dirujuk", "reason_not_referred"),
                soft=True,
            ),
            Column(
                "count",
                _("contacts the row stands for; blank: one"),
                "count",
                headings=("jumlah", "jml", "n", "jumlah_rujukan", "jumlah_kasus", "frekuensi"),
                blank="1",
            ),
            Column(
                "recorded_by",
                _("the body whose register holds the line; blank: not told"),
                "actor",
                headings=(
                    *("dicatat_oleh", "pencatat", "instansi_pencatat", "lembaga_pencatat"),
                    *("pemilik_register", "register_milik"),
                    *("instansi_penginput", "register_owner", "recording_agency"),
                ),
            ),
            _DATA,
        ),
        refuses=False,
        also=("rujukan", "register_rujukan", "log_rujukan", "referral_log"),
        counted=True,
    ),
    "meetings": Table(
        "edges/meetings.csv",
        _("One row is one body at one coordination meeting"),
        (
            Column(
                "date",
                _("day of the meeting"),
                "date",
                required=True,
                headings=(
                    *("tanggal", "tgl", "tanggal_rapat", "tanggal_kegiatan", "hari_tanggal"),
                    *("meeting_date", "tahun", "year"),
                ),
            ),
            Column(
                "meeting",
                _("its name; with the date it tells one meeting from another"),
                required=True,
                headings=(
                    *("kegiatan", "nama_kegiatan", "rapat", "nama_rapat", "acara"),
                    *("agenda", "event"),
                ),
            ),
            Column(
                "actor",
                _("the body that attended, by name or short name"),
                "actor",
                required=True,
                headings=(
                    *("instansi", "nama_instansi", "asal_instansi", "lembaga", "asal_lembaga"),
                    *("nama_lembaga", "aktor", "organisasi", "unit_kerja", "agency"),
                ),
            ),
            Column(
                "role",
                _("who invited and who came"),
                ROLES,
                headings=("peran", "sebagai", "tipe", "tipe_daftar_hadir"),
                soft=True,
            ),
            Column(
                "stand_in",
                _("whether somebody stood in for the head"),
                STAND_INS,
                headings=("represented", "diwakili", "mewakili", "kehadiran", "attendance"),
                blank="no",
                soft=True,
            ),
        ),
        refuses=False,
        also=("rapat", "daftar_hadir", "attendance", "coordination", "koordinasi"),
        counted=True,
    ),
    "ties": Table(
        "edges/ties.csv",
        _("One row is all contact of a year from one body to another, counted elsewhere"),
        (
            _FROM,
            _TO,
            _RELATION,
            Column("year", _("the year"), "date", required=True, headings=("tahun", "date")),
            Column(
                "weight",
                _("number of contacts"),
                "weight",
                required=True,
                headings=("bobot", "jumlah", "count", "n", "jumlah_rujukan", "frekuensi"),
            ),
            Column(
                "cases",
                _("distinct cases among them; blank: as many as contacts"),
                "count",
                headings=("jumlah_kasus", "kasus"),
            ),
            Column(
                "answered",
                _("contacts of which an answer is known; blank: not counted"),
                "count",
                headings=("jumlah_dijawab",),
                within=_FROM_0,
            ),
            Column(
                "closed",
                _("contacts that were closed; blank: not counted"),
                "count",
                headings=("jumlah_selesai",),
                within=_FROM_0,
            ),
            Column(
                "median_days",
                _("median of the days from contact to answer; blank: not known"),
                "weight",
                headings=("median_hari",),
                within=_FROM_0,
            ),
            _DATA,
        ),
        refuses=False,
        also=("relasi", "ikatan", "hubungan"),
        counted=True,
    ),
    "evidence": Table(
        "edges/evidence.csv",
        _("One row is one public statement that a tie existed, was weak or was missing"),
        (
            SOURCE,
            TARGET,
            LAYER,
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
            CITATION,
            Column(
                "section",
                _("part of the source that was read"),
                headings=("page_or_section", "bagian"),
            ),
            CONFIDENCE,
        ),
        refuses=False,
        also=("pernyataan", "bukti", "statements"),
    ),
}
