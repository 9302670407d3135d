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
    """A kind of relation, its line on the map, and the sentence of an unmet duty."""

    unmet: str = ""
    colour: str = ""
    dash: tuple[int, ...] = ()


Terms = Mapping[str, Term]

LAYERS: Final[Mapping[str, Layer]] = {
    "referral": Layer(
        _("Referral"),
        ("rujukan", "merujuk"),
        _("{source} must refer to {target} ({article}); no public evidence for {year}."),
        "#b5427c",
    ),
    "reporting": Layer(
        _("Reporting"),
        ("pelaporan", "laporan", "melapor"),
        _("{source} must report to {target} ({article}); no public evidence for {year}."),
        "#2b8cbe",
    ),
    "coordination": Layer(
        _("Coordination"),
        ("koordinasi",),
        _("{source} must coordinate with {target} ({article}); no public evidence for {year}."),
        "#0b3c6f",
    ),
    "authority": Layer(
        _("Authority"),
        ("wewenang", "kewenangan", "komando"),
        _("{source} must direct {target} ({article}); no public evidence for {year}."),
        "#3f3f46",
    ),
    "funding": Layer(
        _("Funding"),
        ("pendanaan", "anggaran"),
        _("{source} must fund {target} ({article}); no public evidence for {year}."),
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
}

LEVELS: Final[Terms] = {
    "national": Term(_("National"), ("nasional", "pusat")),
    "province": Term(_("Province"), ("provinsi",)),
    "city": Term(_("City"), ("kota", "kabupaten")),
    "kecamatan": Term(_("Sub-district"), ("subdistrict",)),
    "kelurahan": Term(_("Urban village"), ("desa", "village")),
}

REACHES: Final[Terms] = {
    "city": Term(_("under the city"), ("kota",)),
    "vertical": Term(_("vertical agency"), ("vertikal", "instansi vertikal")),
    "non-state": Term(_("outside government"), ("non pemerintah", "non state")),
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
