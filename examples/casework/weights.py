"""How cases travel in the practice data. DATA SINTETIS – SYNTHETIC DATA.

SINTETIS: bobot dan peluang rekaan, dibuat untuk latihan, tidak menggambarkan siapa pun.
SYNTHETIC: invented weights and chances, for practice, describing nobody.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
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

# --- what was planted -----------------------------------------------------------------------


@dataclass(frozen=True)
class Practice:
    """What the practice data and their control set differ in; all else they share.

    1. staff on cases at the service unit, each of whom can close 8 cases a month, and the
       month from which on it answers later from month to month;
    2. days until the hospital answers the service unit, as in `WAIT`;
    3. the day from which on the education office passes no case on;
    4. chance that a case stops at health centre 4;
    5. whom the police station in the south asks for health care, by weight;
    6. chance that a child who may need legal aid is found to, by year;
    7. chances that the health office reports a case to the service unit, and that the
       probation office refers a child back to it; meetings the probation office comes to;
    8. chance that a body sends a stand-in to a meeting, by year.
    """

    unit_staff: int
    unit_slower_from: date
    hospital_wait: tuple[float, float]
    education_silent_from: date
    lost_at_centre: float
    south_asks: Mapping[str, int]
    legal_aid: Mapping[int, float]
    health_reports: float
    probation_returns: float
    probation_comes: Mapping[str, float]
    stand_in: Mapping[int, float]


NEVER: Final = date(2020, 1, 1)
LOST_ELSEWHERE: Final = 0.03
HEALTH_WAIT: Final = (0, 2.5)

PLANTED: Final = Practice(
    unit_staff=4,
    unit_slower_from=date(2018, 7, 1),
    hospital_wait=(16, 18),
    education_silent_from=date(2018, 2, 1),
    lost_at_centre=0.7,
    south_asks={},
    legal_aid={2017: 0.38, 2018: 0.32, 2019: 0.1},
    health_reports=0,
    probation_returns=0,
    probation_comes={},
    stand_in={2017: 0.25, 2018: 0.4, 2019: 0.6},
)
CONTROL: Final = Practice(
    unit_staff=8,
    unit_slower_from=NEVER,
    hospital_wait=HEALTH_WAIT,
    education_silent_from=NEVER,
    lost_at_centre=LOST_ELSEWHERE,
    south_asks={"puskesmas_3": 6, "rsud": 2, "dinkes": 2},
    legal_aid={2017: 0.2, 2018: 0.2, 2019: 0.2},
    health_reports=0.8,
    probation_returns=0.3,
    probation_comes={"Rapat koordinasi perlindungan anak": 0.8, "Gelar perkara anak": 0.98},
    stand_in={2017: 0.25, 2018: 0.25, 2019: 0.25},
)

POLICE_STATIONS: Final = ("polsek_utara", "polsek_timur", "polsek_selatan", "polsek_barat")
HEALTH_CENTRES: Final = ("puskesmas_1", "puskesmas_2", "puskesmas_3", "puskesmas_4")

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
    ("warga", "upt_ppa"): 34,
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
    ("sd_1", "upt_ppa"): 3,
    ("sd_1", "disdik"): 2,
    ("smp_2", "upt_ppa"): 3,
    ("smp_2", "disdik"): 2,
    ("sma_3", "upt_ppa"): 3,
    ("sma_3", "disdik"): 2,
}
# Who comes with a case reports it; bodies refer.
ENTRY_LAYER: Final = {"warga": "reporting"}

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
# Whom a police station asks for health care; of the south by `Practice`.
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
REJECTED: Final = {"rs_2": 0.1, "rumah_aman": 0.2, "psikologi": 0.05}

# Part of the cases that get lost which were not even answered.
UNANSWERED: Final = 0.1

# Days until the answer: at least the first number, then chance with the second as its mean.
WAIT: Final = {"police": (1, 2), "justice": (1, 2), "social": (1, 5), "health": HEALTH_WAIT}
WAIT_ELSEWHERE: Final = (0, 4)

SERVICE_DAYS: Final = {"police": (5, 20), "justice": (14, 30), "social": (5, 15)}
SERVICE_DAYS_ELSEWHERE: Final = (2, 12)


def usual_ties() -> Iterator[tuple[str, str, str]]:
    """Yield source, target and layer of every hand-over that is usual practice."""
    for source, target in ENTRIES:
        yield source, target, ENTRY_LAYER.get(source, "referral")
    for providers in PROVIDERS.values():
        yield from (("upt_ppa", target, "referral") for target in providers)
    onward = dict.fromkeys(POLICE_STATIONS, POLICE_ONWARD)
    for steps in (ONWARD, POLICE_HEALTH, onward):
        for source, targets in steps.items():
            yield from ((source, target, "referral") for target in targets)
    yield from (("upt_ppa", target, layer) for target, layer in TOLD)


# --- meetings ----------------------------------------------------------------------------

# Chance of coming to a yearly meeting of those who work together in one field.
USUALLY: Final = 0.98
# Chance of coming; who invites comes first. The probation office comes by `Practice`.
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
    "Forum layanan kesehatan": {
        "dinkes": 1,
        **dict.fromkeys(("upt_ppa", "rsud", "rs_2"), USUALLY),
        **dict.fromkeys((*HEALTH_CENTRES, *POLICE_STATIONS), USUALLY),
    },
    "Gelar perkara anak": {
        "unit_ppa": 1,
        **dict.fromkeys(("upt_ppa", "kejari", "pn"), USUALLY),
        **dict.fromkeys(POLICE_STATIONS, USUALLY),
    },
    "Temu PATBM dan kecamatan": {
        "dpppa": 1,
        **dict.fromkeys(("upt_ppa", "kec_timur", "kec_barat"), USUALLY),
        **dict.fromkeys(("patbm_anggrek", "patbm_melati", "patbm_kenanga"), USUALLY),
    },
    "Pertemuan guru BK": {
        "disdik": 1,
        **dict.fromkeys(("upt_ppa", "sd_1", "smp_2", "sma_3"), USUALLY),
    },
    "Rapat rumah aman": {"dinsos": 1, **dict.fromkeys(("upt_ppa", "rumah_aman"), USUALLY)},
}
# Months in which each is held, every year: 4 + 4 + 7 meetings.
MEETING_MONTHS: Final = (
    *((month, "Rapat koordinasi perlindungan anak") for month in (2, 5, 8, 11)),
    *((month, "Pembahasan kasus") for month in (3, 6, 9, 12)),
    *((4, "Rapat kecamatan Timur"), (10, "Rapat kecamatan Barat")),
    *((1, "Pertemuan guru BK"), (3, "Forum layanan kesehatan"), (4, "Rapat rumah aman")),
    *((7, "Gelar perkara anak"), (9, "Temu PATBM dan kecamatan")),
)
