"""How cases travel in the practice data. DATA SINTETIS – SYNTHETIC DATA.

SINTETIS: bobot dan peluang rekaan, dibuat untuk latihan, tidak menggambarkan siapa pun.
SYNTHETIC: invented weights and chances, for practice, describing nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

END: Final = date(2019, 12, 31).toordinal()

# New cases of each month. The years add up to six times the children's cases that the press
# published for the service unit: 59, 70 and 107 (data/figures.csv, source [15]).
NEW_CASES: Final = {
    2017: (28, 27, 31, 29, 30, 28, 30, 31, 29, 30, 31, 30),
    2018: (26, 25, 27, 26, 27, 26, 42, 43, 44, 44, 45, 45),
    2019: (50, 50, 52, 52, 53, 53, 54, 54, 55, 56, 56, 57),
}

# --- what cases are like (weights and chances, all invented) --------------------------------

CASE_TYPES: Final = {
    "kekerasan seksual": 33,
    "kekerasan fisik": 24,
    "penelantaran": 17,
    "anak berhadapan dengan hukum": 15,
    "kekerasan psikis": 7,
    "hak asuh": 4,
}
INJURIES: Final = ("kekerasan seksual", "kekerasan fisik")

# Who hears of a case first, and from whom; a school hears of it itself.
ENTRIES: Final = {
    ("warga", "upt_ppa"): 22,
    ("warga", "patbm_anggrek"): 7,
    ("warga", "patbm_melati"): 6,
    ("warga", "patbm_kenanga"): 4,
    ("warga", "polsek_utara"): 5,
    ("warga", "polsek_timur"): 6,
    ("warga", "polsek_selatan"): 10,
    ("warga", "polsek_barat"): 6,
    ("warga", "puskesmas_1"): 3,
    ("warga", "puskesmas_2"): 3,
    ("warga", "puskesmas_3"): 3,
    ("warga", "puskesmas_4"): 2,
    ("kec_timur", "upt_ppa"): 3,
    ("kec_barat", "upt_ppa"): 3,
    ("sd_1", "upt_ppa"): 5,
    ("smp_2", "upt_ppa"): 6,
    ("sma_3", "upt_ppa"): 6,
}

# What the service unit finds a child to need, with its chance.
NEEDS: Final[Mapping[str, Mapping[str, float]]] = {
    "kekerasan seksual": {
        "kesehatan": 0.55,
        "psikologi": 0.3,
        "penegakan hukum": 0.45,
        "rumah aman": 0.08,
    },
    "kekerasan fisik": {"kesehatan": 0.6, "penegakan hukum": 0.25, "rehabilitasi sosial": 0.15},
    "penelantaran": {"rehabilitasi sosial": 0.6, "rumah aman": 0.08, "pendidikan": 0.15},
    "anak berhadapan dengan hukum": {"pembimbingan anak": 0.75, "pendidikan": 0.15},
    "kekerasan psikis": {"psikologi": 0.6, "pendidikan": 0.1},
    "hak asuh": {"rehabilitasi sosial": 0.3},
}
# Planted: the legal aid body is asked less from year to year.
LEGAL_AID: Final = {2017: 0.26, 2018: 0.14, 2019: 0.04}

PROVIDERS: Final[Mapping[str, Mapping[str, int]]] = {
    "kesehatan": {
        "rsud": 30,
        "rs_2": 15,
        "puskesmas_1": 15,
        "puskesmas_2": 10,
        "puskesmas_3": 10,
        "puskesmas_4": 20,
    },
    "psikologi": {"psikologi": 1},
    "penegakan hukum": {"unit_ppa": 1},
    "rumah aman": {"rumah_aman": 1},
    "rehabilitasi sosial": {"dinsos": 1},
    "pendidikan": {"disdik": 1},
    "pembimbingan anak": {"bapas": 1},
    "bantuan hukum": {"lbh": 1},
}

NOT_REFERRED: Final = 0.17
REASONS: Final[Mapping[str, Mapping[str, int]]] = {
    "kesehatan": {"already served": 6, "not applicable": 2, "declined": 2},
    "psikologi": {"own service": 6, "declined": 3, "unavailable": 1},
    "penegakan hukum": {"declined": 6, "not applicable": 3, "already served": 1},
    "rumah aman": {"unavailable": 6, "declined": 4},
    "rehabilitasi sosial": {"own service": 3, "unavailable": 4, "not applicable": 3},
    "pendidikan": {"not applicable": 5, "declined": 5},
    "pembimbingan anak": {"already served": 5, "not applicable": 5},
    "bantuan hukum": {"unavailable": 5, "own service": 3, "declined": 2},
}

# What a body does with a case it was sent: at most one of these further steps.
ONWARD: Final[Mapping[str, Mapping[str, float]]] = {
    "patbm_anggrek": {"upt_ppa": 0.9},
    "patbm_melati": {"upt_ppa": 0.9},
    "patbm_kenanga": {"upt_ppa": 0.9},
    "puskesmas_1": {"rsud": 0.4, "upt_ppa": 0.55},
    "puskesmas_2": {"rs_2": 0.15, "upt_ppa": 0.7},
    "puskesmas_3": {"rs_2": 0.15, "upt_ppa": 0.7},
    "puskesmas_4": {"rs_2": 0.1, "upt_ppa": 0.8},
    "dinkes": {"puskesmas_2": 0.5, "puskesmas_3": 0.3},
    "disdik": {"upt_ppa": 1.0},
    "unit_ppa": {"kejari": 0.4},
    "kejari": {"pn": 0.6},
    "dinsos": {"rumah_aman": 0.1},
}
# Planted: the station in the south asks no health body.
POLICE_HEALTH: Final[Mapping[str, Mapping[str, int]]] = {
    "polsek_utara": {"puskesmas_1": 6, "rsud": 2, "dinkes": 2},
    "polsek_timur": {"puskesmas_2": 6, "rsud": 2, "dinkes": 2},
    "polsek_barat": {"puskesmas_4": 6, "rsud": 2, "dinkes": 2},
}
POLICE_ONWARD: Final = {"upt_ppa": 0.72, "unit_ppa": 0.2}
# Whom the service unit tells of a case besides, and in which layer.
TOLD: Final = {
    ("dpppa", "reporting"): 0.08,
    ("kec_timur", "coordination"): 0.03,
    ("kec_barat", "coordination"): 0.03,
}
# Planted: many cases stop at this health centre. Elsewhere few get lost.
LOST: Final = {"puskesmas_4": 0.6}
LOST_ELSEWHERE: Final = 0.03
REJECTED: Final = {"rs_2": 0.1, "rumah_aman": 0.2, "psikologi": 0.05}

# Days until the answer: at least the first number, then chance with the second as its mean.
WAIT: Final = {"police": (1, 3), "justice": (1, 5), "social": (1, 5)}
WAIT_ELSEWHERE: Final = (0, 4)
# Planted: the hospital answers the service unit late; a health centre gets through in days.
SLOW: Final = {("upt_ppa", "rsud"): (16, 18)}
# Planted: from July 2018 on the unit answers later from month to month.
OVERLOADED_FROM: Final = 2018 * 12 + 6
# Planted: the education office sends nothing after this day.
DORMANT_AFTER: Final = date(2018, 3, 31).toordinal()

SERVICE_DAYS: Final = {"police": (5, 20), "justice": (14, 30), "social": (5, 15)}
SERVICE_DAYS_ELSEWHERE: Final = (2, 12)

# --- meetings ----------------------------------------------------------------------------

# Chance of coming: Bapas and the police stations of north and south are never there, and the
# health office, which refers nothing to the service unit, nearly always is (planted).
MEETINGS: Final[Mapping[str, Mapping[str, float]]] = {
    "Rapat koordinasi perlindungan anak": {
        "dpppa": 1,
        "upt_ppa": 1,
        "dinkes": 0.98,
        "dinsos": 0.85,
        "disdik": 0.7,
        "unit_ppa": 0.8,
        "kejari": 0.5,
        "pn": 0.3,
        "lbh": 0.6,
        "psikologi": 0.4,
        "rsud": 0.4,
        "walikota": 0.2,
        "polresta": 0.3,
    },
    "Pembahasan kasus": {
        "upt_ppa": 1,
        "unit_ppa": 0.9,
        "dinkes": 0.95,
        "dinsos": 0.7,
        "psikologi": 0.6,
        "lbh": 0.5,
        "rs_2": 0.3,
        "disdik": 0.3,
    },
    "Rapat kecamatan Timur": {
        "kec_timur": 1,
        "patbm_anggrek": 0.9,
        "patbm_melati": 0.8,
        "polsek_timur": 0.8,
        "puskesmas_2": 0.7,
        "smp_2": 0.5,
    },
    "Rapat kecamatan Barat": {
        "kec_barat": 1,
        "patbm_kenanga": 0.9,
        "polsek_barat": 0.8,
        "puskesmas_4": 0.4,
        "sd_1": 0.5,
    },
}
# Months in which each is held, every year: 4 + 4 + 1 + 1 meetings.
MEETING_MONTHS: Final = (
    *((month, "Rapat koordinasi perlindungan anak") for month in (2, 5, 8, 11)),
    *((month, "Pembahasan kasus") for month in (3, 6, 9, 12)),
    *((4, "Rapat kecamatan Timur"), (10, "Rapat kecamatan Barat")),
)
STAND_IN: Final = {2017: 0.25, 2018: 0.4, 2019: 0.6}
