"""Tables of invented bodies and an invented SOP. DATA SINTETIS – SYNTHETIC DATA.

SINTETIS: dibuat untuk latihan, tidak menggambarkan siapa pun.
SYNTHETIC: invented for practice, describes nobody. ``generate.py`` writes these tables out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Final

from weights import HEALTH_CENTRES, PLANTED, POLICE_STATIONS, usual_ties

# --- bodies -------------------------------------------------------------------------------

# By sector, level and reach: id|name in Indonesian|name in English|abbreviation|parent.
_BODIES: Final = {
    ("government", "city", "city"): """
        walikota|Wali Kota Contoh|Mayor of Contoh (practice)|Walikota|
        dpppa|Dinas PPPA Kota Contoh|Practice city office for women and children|DPPPA|walikota
    """,
    ("social", "city", "city"): """
        upt_ppa|UPT PPA Kota Contoh|Practice service unit for women and children|UPT PPA|dpppa
        dinsos|Dinas Sosial Kota Contoh|Practice city social office|Dinsos|walikota
        rumah_aman|Rumah Aman Contoh|Practice safe house||dinsos
    """,
    ("community", "kelurahan", "city"): """
        patbm_anggrek|PATBM Kelurahan Contoh Anggrek|Practice group Anggrek|PATBM Anggrek|dpppa
        patbm_melati|PATBM Kelurahan Contoh Melati|Practice group Melati|PATBM Melati|dpppa
        patbm_kenanga|PATBM Kelurahan Contoh Kenanga|Practice group Kenanga|PATBM Kenanga|dpppa
    """,
    ("police", "city", "vertical"): """
        polresta|Polresta Contoh|Practice city police|Polresta|
        unit_ppa|Unit PPA Polresta Contoh|Practice police unit for children|Unit PPA|polresta
    """,
    ("police", "kecamatan", "vertical"): """
        polsek_utara|Polsek Contoh Utara|Practice police station North||polresta
        polsek_timur|Polsek Contoh Timur|Practice police station East||polresta
        polsek_selatan|Polsek Contoh Selatan|Practice police station South||polresta
        polsek_barat|Polsek Contoh Barat|Practice police station West||polresta
    """,
    ("health", "city", "city"): """
        dinkes|Dinas Kesehatan Kota Contoh|Practice city health office|Dinkes|walikota
        rsud|RSUD Contoh|Practice general hospital|RSUD|walikota
    """,
    ("health", "kecamatan", "city"): """
        puskesmas_1|Puskesmas Contoh 1|Practice health centre 1|PKM 1|dinkes
        puskesmas_2|Puskesmas Contoh 2|Practice health centre 2|PKM 2|dinkes
        puskesmas_3|Puskesmas Contoh 3|Practice health centre 3|PKM 3|dinkes
        puskesmas_4|Puskesmas Contoh 4|Practice health centre 4|PKM 4|dinkes
    """,
    ("health", "city", "non-state"): """
        rs_2|Rumah Sakit Contoh 2|Practice hospital 2|RS 2|
    """,
    ("justice", "national", "vertical"): """
        bapas|Bapas Contoh|Practice probation office for children|Bapas|
        kejari|Kejaksaan Negeri Contoh|Practice prosecutor's office|Kejari|
        pn|Pengadilan Negeri Contoh|Practice district court|PN|
    """,
    ("education", "city", "city"): """
        disdik|Dinas Pendidikan Kota Contoh|Practice city education office|Disdik|walikota
    """,
    ("education", "kelurahan", "city"): """
        sd_1|SD Contoh 1|Practice primary school 1||disdik
        smp_2|SMP Contoh 2|Practice junior secondary school 2||disdik
    """,
    ("education", "kelurahan", "vertical"): """
        sma_3|SMA Contoh 3|Practice senior secondary school 3||
    """,
    ("ngo", "city", "non-state"): """
        lbh|LBH Anak Contoh|Practice legal aid body for children|LBH|
    """,
    ("academia", "city", "non-state"): """
        psikologi|Pusat Psikologi Universitas Contoh|Practice university psychology centre|PPU|
    """,
    ("government", "kecamatan", "city"): """
        kec_timur|Kecamatan Contoh Timur|Practice sub-district East|Kec. Timur|walikota
        kec_barat|Kecamatan Contoh Barat|Practice sub-district West|Kec. Barat|walikota
    """,
    ("community", "kelurahan", "non-state"): """
        warga|Warga Kota Contoh|Public of Contoh (practice)|Warga|
    """,
}

_SERVICES: Final = {
    "upt_ppa": "pengaduan;pendampingan",
    **dict.fromkeys(("patbm_anggrek", "patbm_melati", "patbm_kenanga"), "pengaduan"),
    **dict.fromkeys(POLICE_STATIONS, "pengaduan"),
    **dict.fromkeys((*HEALTH_CENTRES, "rsud", "rs_2", "dinkes"), "kesehatan"),
    "unit_ppa": "penegakan hukum",
    "kejari": "penuntutan",
    "pn": "peradilan",
    "dinsos": "rehabilitasi sosial",
    "bapas": "pembimbingan anak",
    "disdik": "pendidikan",
    "lbh": "bantuan hukum",
    "rumah_aman": "rumah aman",
    "psikologi": "psikologi",
}

# (staff on cases, cases one of them can close in a month).
STAFF: Final = {
    "unit_ppa": (6, 6),
    **dict.fromkeys(HEALTH_CENTRES, (3, 6)),
    "psikologi": (4, 7),
    "lbh": (5, 5),
}

ACTOR_COLUMNS: Final = (
    *("id", "name_id", "name_en", "abbrev", "parent", "sector", "level", "reach"),
    *("successor", "aggregate", "publish", "confidential", "services", "staff", "capacity"),
    *("active_from", "active_to", "function_id", "function_en", "citation", "confidence"),
)


def _bodies() -> Iterator[dict[str, str]]:
    for standing, lines in _BODIES.items():
        for line in lines.strip().splitlines():
            cells = [*line.strip().split("|"), *standing]
            yield dict(zip(ACTOR_COLUMNS, cells, strict=False))


def actors(unit_staff: int = PLANTED.unit_staff) -> Iterator[dict[str, object]]:
    """Yield the rows of ``actors.csv``, with so much staff at the service unit."""
    staffed = {**STAFF, "upt_ppa": (unit_staff, 8)}
    for body in _bodies():
        staff, capacity = staffed.get(body["id"], ("", ""))
        yield body | {
            "aggregate": "yes" if body["id"] == "warga" else "no",
            # A single school leads to children, so public output does not name it.
            "publish": "no" if body["id"] in {"sd_1", "smp_2", "sma_3"} else "yes",
            "confidential": "yes" if body["id"] == "rumah_aman" else "no",
            "services": _SERVICES.get(body["id"], ""),
            "staff": staff,
            "capacity": capacity,
            "function_id": "Lembaga latihan (SINTETIS)",
            "function_en": "Practice body (SYNTHETIC)",
            "confidence": "inferred",
        }


ALIASES: Final = (
    ("Dinas Pemberdayaan Perempuan dan Perlindungan Anak Contoh", "dpppa", "nama panjang"),
    ("DP3A Contoh", "dpppa", "singkatan lain"),
    ("UPTD PPA Contoh", "upt_ppa", "dengan D untuk daerah"),
    ("P2TP2A Contoh", "upt_ppa", "nama lama di buku register"),
    ("UPPA Contoh", "unit_ppa", "singkatan lain"),
    ("Polsek Cth Utara", "polsek_utara", "disingkat"),
    ("Polsek Cth Timur", "polsek_timur", "disingkat"),
    ("Polsek Cth Selatan", "polsek_selatan", "disingkat"),
    ("Polsek Cth Barat", "polsek_barat", "disingkat"),
    ("Pusk. Contoh 1", "puskesmas_1", "disingkat"),
    ("Pusk. Contoh 2", "puskesmas_2", "disingkat"),
    ("Pusk. Contoh 3", "puskesmas_3", "disingkat"),
    ("Pusk. Contoh 4", "puskesmas_4", "disingkat"),
    ("Rumah Sakit Umum Contoh", "rsud", "nama panjang"),
    ("Balai Pemasyarakatan Contoh", "bapas", "nama panjang"),
    ("Dinas Pendidikan Contoh", "disdik", "tanpa kata kota"),
    ("Masyarakat", "warga", "pelapor langsung"),
)

# --- the invented SOP ---------------------------------------------------------------------

SOP: Final = "SOP Contoh (SINTETIS)"
SOP_FROM: Final = 2016

LEGAL_COLUMNS: Final = (
    *("legal_basis", "name_id", "rank", "in_force_from", "in_force_to", "note_id", "note_en"),
)
LEGAL: Final = {
    "legal_basis": SOP,
    "name_id": SOP,
    "rank": "SOP",
    "in_force_from": SOP_FROM,
    "note_id": "Prosedur rekaan untuk latihan; bukan prosedur lembaga mana pun",
    "note_en": "SYNTHETIC: invented procedure for practice; not the procedure of any body",
}

# (article, kind, layer, days, share, service, case_type, senders, receivers, id, en): every
# sender has a duty of its own; the receivers are alternatives, of which one suffices.
_DUTIES: Final = (
    (
        *("Pasal 3", "must", "referral", "", "", "", "", ("disdik",), ("upt_ppa",)),
        "Meneruskan setiap laporan sekolah ke UPT PPA",
        "Pass each school report on to the service unit",
    ),
    (
        *("Pasal 4", "must", "referral", "", 0.6, "", ""),
        *(POLICE_STATIONS, ("upt_ppa", "unit_ppa")),
        "Merujuk anak ke UPT PPA atau Unit PPA",
        "Refer the child to the service unit or the police unit",
    ),
    (
        *("Pasal 5", "must", "referral", 7, 0.4, "kesehatan", "kekerasan fisik"),
        *(POLICE_STATIONS, (*HEALTH_CENTRES, "rsud", "dinkes")),
        "Merujuk anak yang terluka ke salah satu layanan kesehatan",
        "Refer an injured child to one of the health services",
    ),
    (
        *("Pasal 6", "must", "referral", "", 0.1, "", "", HEALTH_CENTRES, ("upt_ppa",)),
        "Merujuk dugaan kekerasan terhadap anak ke UPT PPA",
        "Refer suspected violence against a child to the service unit",
    ),
    (
        *("Pasal 7", "must", "referral", 7, "", "kesehatan", "kekerasan seksual"),
        *(("upt_ppa",), ("rsud",)),
        "Merujuk korban kekerasan seksual ke RSUD; dijawab dalam tujuh hari",
        "Refer victims of sexual violence to the hospital; answered within seven days",
    ),
    (
        *("Pasal 8", "must", "referral", 7, 0.3, "penegakan hukum", "kekerasan seksual"),
        *(("upt_ppa",), ("unit_ppa",)),
        "Meneruskan perkara kekerasan seksual ke Unit PPA",
        "Pass cases of sexual violence on to the police unit",
    ),
    (
        *("Pasal 9(1)", "must", "referral", 7, "", "pembimbingan anak"),
        *("anak berhadapan dengan hukum", ("upt_ppa",), ("bapas",)),
        "Merujuk anak berhadapan dengan hukum ke Bapas",
        "Refer children in conflict with the law to the probation office",
    ),
    (
        *("Pasal 9(2)", "must", "referral", "", "", "", "", ("bapas",), ("upt_ppa",)),
        "Mengembalikan anak ke UPT PPA setelah pembimbingan",
        "Refer the child back to the service unit after guidance",
    ),
    (
        *("Pasal 10", "must", "reporting", "", "", "", "", ("dinkes",), ("upt_ppa",)),
        "Melaporkan kasus anak yang ditangani layanan kesehatan",
        "Report cases of children seen by health services",
    ),
    (
        *("Pasal 11", "must", "coordination", "", "", "", "", ("dpppa",), ("bapas",)),
        "Berkoordinasi tentang anak berhadapan dengan hukum",
        "Coordinate on children in conflict with the law",
    ),
    (
        *("Pasal 12", "may", "referral", "", "", "psikologi", "", ("upt_ppa",)),
        ("psikologi",),
        "Dapat merujuk ke pusat psikologi",
        "May refer to the psychology centre",
    ),
    (
        *("Pasal 13", "may", "referral", "", "", "rumah aman", "", ("upt_ppa",)),
        ("rumah_aman",),
        "Dapat menempatkan anak di rumah aman",
        "May place a child in the safe house",
    ),
)

_LEAVE_TO_REFER: Final = {
    "article": "Pasal 14",
    "text_id": "Lembaga dapat saling merujuk menurut kebutuhan anak",
    "text_en": "Bodies may refer to each other as a child needs",
}
_LEAVE_TO_REPORT: Final = {
    "article": "Pasal 15",
    "text_id": "Setiap orang dapat melapor",
    "text_en": "Everybody may report",
}

MANDATE_COLUMNS: Final = (
    *("duty", "kind", "source", "target", "layer", "legal_basis", "article", "days", "share"),
    *("service", "case_type", "in_force_from", "in_force_to", "text_id", "text_en"),
    *("citation", "confidence"),
)


def mandates() -> Iterator[dict[str, object]]:
    """Yield the rows of ``edges/mandates.csv``: duties, and leave for all usual practice."""
    names = ("article", "kind", "layer", "days", "share", "service", "case_type")
    ruled = set()
    for *said, senders, receivers, text_id, text_en in _DUTIES:
        duty = dict(zip(names, said, strict=True)) | {"text_id": text_id, "text_en": text_en}
        for pair in product(senders, receivers):
            ruled.add(pair)
            yield _mandate(duty, *pair)
    for source, target, layer in dict.fromkeys(usual_ties()):
        if (source, target) not in ruled:
            leave = _LEAVE_TO_REPORT if source == "warga" else _LEAVE_TO_REFER
            yield _mandate({**leave, "kind": "may", "layer": layer}, source, target)


def _mandate(duty: Mapping[str, object], source: str, target: str) -> dict[str, object]:
    number = str(duty["article"]).removeprefix("Pasal ").translate({40: "-", 41: ""})
    return {
        **duty,
        "duty": f"sop-contoh-pasal-{number}-{source}",
        "source": source,
        "target": target,
        "legal_basis": SOP,
        "in_force_from": SOP_FROM,
        "confidence": "inferred",
    }
