"""The closed lists of values, each value with its label and what people write for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from netgov.words import _


@dataclass(frozen=True)
class Term:
    """One value of a closed list: what people read and what they may write for it."""

    label: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Layer(Term):
    """A kind of relation, its line on the map, and how an unmet duty is said.

    ``unmet`` speaks of public sources, ``unmet_in_records`` of records of contact.
    """

    unmet: str = ""
    unmet_in_records: str = ""
    colour: str = ""
    dash: tuple[int, ...] = ()


Terms = Mapping[str, Term]

LAYERS: Final[Mapping[str, Layer]] = {
    "referral": Layer(
        _("Referral"),
        ("rujukan", "merujuk"),
        _("{source} must refer to {target} ({article}); no public evidence for {year}."),
        _("{source} must refer to {target} ({article}); no record for {year}."),
        "#b5427c",
    ),
    "reporting": Layer(
        _("Reporting"),
        ("pelaporan", "laporan", "melapor"),
        _("{source} must report to {target} ({article}); no public evidence for {year}."),
        _("{source} must report to {target} ({article}); no record for {year}."),
        "#2b8cbe",
    ),
    "coordination": Layer(
        _("Coordination"),
        ("koordinasi",),
        _("{source} must coordinate with {target} ({article}); no public evidence for {year}."),
        _("{source} must coordinate with {target} ({article}); no record for {year}."),
        "#0b3c6f",
    ),
    "authority": Layer(
        _("Authority"),
        ("wewenang", "kewenangan", "komando"),
        _("{source} must direct {target} ({article}); no public evidence for {year}."),
        _("{source} must direct {target} ({article}); no record for {year}."),
        "#3f3f46",
    ),
    "funding": Layer(
        _("Funding"),
        ("pendanaan", "anggaran"),
        _("{source} must fund {target} ({article}); no public evidence for {year}."),
        _("{source} must fund {target} ({article}); no record for {year}."),
        "#57534e",
        (2, 4),
    ),
}

STRENGTHS: Final[Terms] = {
    "absent": Term(_("absent"), ("tidak ada", "nihil")),
    "weak": Term(_("weak"), ("lemah",)),
    "present": Term(_("present"), ("ada",)),
    "strong": Term(_("strong"), ("kuat",)),
}

KINDS: Final[Terms] = {
    "must": Term(_("must"), ("wajib", "harus")),
    "may": Term(_("may"), ("boleh", "dapat")),
}

SECTORS: Final[Terms] = {
    "government": Term(_("Government"), ("pemerintah", "pemerintahan")),
    "police": Term(_("Police"), ("kepolisian", "polisi")),
    "justice": Term(_("Justice"), ("peradilan", "hukum")),
    "health": Term(_("Health"), ("kesehatan",)),
    "education": Term(_("Education"), ("pendidikan",)),
    "social": Term(_("Social services"), ("sosial",)),
    "community": Term(_("Community"), ("masyarakat", "komunitas")),
    "ngo": Term(_("Non-governmental organisations"), ("lsm", "ornop")),
    "media": Term(_("Media"), ()),
    "private": Term(_("Business"), ("swasta", "dunia usaha")),
    "academia": Term(_("Universities"), ("akademisi", "perguruan tinggi")),
    # Of a body that is known from records alone nothing is invented.
    "unknown": Term(_("Sector not stated"), ("tidak diketahui",)),
}

LEVELS: Final[Terms] = {
    "national": Term(_("National"), ("nasional", "pusat")),
    "province": Term(_("Province"), ("provinsi",)),
    "city": Term(_("City"), ("kota", "kabupaten")),
    "kecamatan": Term(_("Sub-district"), ("subdistrict",)),
    "kelurahan": Term(_("Urban village"), ("desa", "village")),
    "unknown": Term(_("Level not stated"), ("tidak diketahui",)),
}

REACHES: Final[Terms] = {
    "city": Term(_("under the city"), ("kota",)),
    "vertical": Term(_("vertical agency"), ("vertikal", "instansi vertikal")),
    "non-state": Term(_("outside government"), ("non pemerintah", "non state")),
    "unknown": Term(_("not stated"), ("tidak diketahui",)),
}

CONFIDENCES: Final[Terms] = {
    "documented": Term(_("documented"), ("terdokumentasi",)),
    "inferred": Term(_("inferred"), ("disimpulkan",)),
}

RANKS: Final[Terms] = {
    "law": Term(_("law"), ("undang-undang", "uu")),
    "government regulation": Term(_("government regulation"), ("peraturan pemerintah", "pp")),
    "presidential regulation": Term(
        _("presidential regulation"), ("peraturan presiden", "perpres")
    ),
    "ministerial regulation": Term(
        _("ministerial regulation"), ("peraturan menteri", "permen")
    ),
    "police regulation": Term(_("police regulation"), ("peraturan kapolri", "perkap")),
    "local regulation": Term(_("local regulation"), ("peraturan daerah", "perda", "perwako")),
    "SOP": Term(_("standard operating procedure"), ("standar operasional prosedur",)),
    "agreement": Term(_("agreement"), ("kesepakatan", "nota kesepahaman", "mou", "pks")),
    "guideline": Term(_("guideline"), ("pedoman",)),
    "statement": Term(_("statement"), ("pernyataan",)),
    "funding scheme": Term(_("funding scheme"), ("skema pendanaan",)),
}

FLAGS: Final[Terms] = {
    "yes": Term(_("yes"), ("ya", "true", "1", "y")),
    "no": Term(_("no"), ("tidak", "false", "0", "n")),
}

# --- referral logs and attendance lists ---------------------------------------------------

STATUSES: Final[Terms] = {
    "sent": Term(_("sent"), ("dikirim", "terkirim", "dirujuk", "referred")),
    "pending": Term(_("pending"), ("menunggu", "tertunda", "belum dijawab")),
    "accepted": Term(_("accepted"), ("diterima", "diverifikasi", "terverifikasi")),
    "in progress": Term(
        _("in progress"), ("diproses", "dalam proses", "proses", "sedang diproses", "ongoing")
    ),
    "completed": Term(_("completed"), ("selesai", "tuntas", "done", "closed", "ditutup")),
    "rejected": Term(_("rejected"), ("ditolak", "tidak diterima")),
    "not referred": Term(_("not referred"), ("tidak dirujuk", "no referral")),
}

OUTCOMES: Final[Terms] = {
    "resolved": Term(
        _("resolved"), ("tertangani", "selesai", "terlayani", "dilayani", "served")
    ),
    "closed without service": Term(
        _("closed without service"), ("ditutup tanpa layanan", "tanpa layanan", "no service")
    ),
}

# Why a case was not referred: five innocent reasons, as Primero's services form has them.
REASONS: Final[Terms] = {
    "own service": Term(
        _("own service"),
        (
            "layanan sendiri",
            "dilayani sendiri",
            "no referral, service provided by your agency",
        ),
    ),
    "already served": Term(
        _("already served"),
        (
            "sudah dilayani",
            "sudah dilayani lembaga lain",
            "no referral, services already received from another agency",
        ),
    ),
    "not applicable": Term(
        _("not applicable"),
        ("tidak relevan", "tidak diperlukan", "no referral, service not applicable"),
    ),
    "declined": Term(
        _("declined by the survivor"),
        ("menolak", "ditolak korban", "korban menolak", "referral declined by survivor"),
    ),
    "unavailable": Term(
        _("service unavailable"),
        ("tidak tersedia", "layanan tidak tersedia", "no referral, service unavailable"),
    ),
}

ROLES: Final[Terms] = {
    "organiser": Term(
        _("organiser"), ("penyelenggara", "panitia", "pengundang", "tuan rumah", "organizer")
    ),
    "participant": Term(_("participant"), ("peserta", "undangan", "anggota", "notulen")),
}

STAND_INS: Final[Terms] = {
    "no": Term(
        _("the head came"),
        (*FLAGS["no"].also, "pimpinan", "pimpinan hadir", "kepala", "leader", "head"),
    ),
    "yes": Term(
        _("a stand-in came"),
        (*FLAGS["yes"].also, "diwakili", "mewakili", "wakil", "perwakilan", "stand-in", "staf"),
    ),
}


def layer_called(name: str) -> str:
    """Return the key of a layer from what people call it; other names stay as they are."""
    said = name.strip().casefold()
    known = {word: key for key, term in LAYERS.items() for word in (key, *term.also)}
    return known.get(said, name)
