"""The practice data (DATA SINTETIS – SYNTHETIC DATA): as written, and as weak as it says.

SINTETIS: data rekaan. SYNTHETIC: invented data. Only the csv module reads them here, so that
what netgov finds in them can be held against numbers that netgov did not compute.
"""

import csv
import re
import subprocess
import sys
from collections import Counter, defaultdict
from datetime import date
from itertools import combinations
from pathlib import Path
from statistics import median
from types import SimpleNamespace

import pytest

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "examples" / "casework"
README = (FOLDER / "README.md").read_text("utf-8")
END = date(2019, 12, 31)
INJURIES = {"kekerasan fisik", "kekerasan seksual"}
TABLES = sorted(str(p.relative_to(FOLDER).as_posix()) for p in FOLDER.rglob("*.csv"))


def table(name):
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        next(file)  # the title row
        return list(csv.DictReader(file))


def key(name):
    return re.sub(r"[\s.]+", "", name.casefold())


def names():
    called = defaultdict(set)
    for actor in table("actors.csv"):
        for column in ("name_id", "abbrev"):
            if actor[column]:
                called[key(actor[column])].add(actor["id"])
    for row in table("aliases.csv"):
        called[key(row["alias"])].add(row["actor"])
    return called


CALLED = names()


def who(written):
    (actor,) = CALLED[key(written)]
    return actor


def day(written):
    return date.fromisoformat(written) if written else None


@pytest.fixture(scope="module")
def log():
    """All rows of the log with bodies by their short names and dates as dates."""
    return [
        SimpleNamespace(
            **row
            | {end: who(row[end]) for end in ("source", "target")}
            | {when: day(row[when]) for when in ("date", "answered", "closed")}
        )
        for row in table("edges/referrals.csv")
    ]


@pytest.fixture(scope="module")
def sent(log):
    return [row for row in log if row.status != "not referred"]


@pytest.fixture(scope="module")
def met():
    """The bodies of each meeting."""
    lists = defaultdict(set)
    for row in table("edges/meetings.csv"):
        lists[row["date"], row["meeting"]].add(who(row["actor"]))
    return lists


def on(rows, source, target):
    return [row for row in rows if (row.source, row.target) == (source, target)]


def waits(rows):
    return [(row.answered - row.date).days for row in rows if row.answered]


def stated(*numbers):
    """Whether the README gives these numbers side by side, in both languages."""
    cells = r"\D+".join(re.escape(str(number)) for number in numbers)
    return len(re.findall(rf"(?<![\d.]){cells}(?!\d)", README)) >= 2


# --- the files ----------------------------------------------------------------------------


def test_the_program_writes_the_same_bytes(tmp_path):
    program = [sys.executable, "-B", str(FOLDER / "generate.py"), str(tmp_path)]
    subprocess.run(program, check=True, capture_output=True)
    made = {p.relative_to(tmp_path).as_posix(): p for p in tmp_path.rglob("*") if p.is_file()}
    assert sorted(made) == sorted([*TABLES, "netgov.toml"])
    for name, path in made.items():
        assert path.read_bytes() == (FOLDER / name).read_bytes(), name


def test_the_program_writes_nothing_else_into_its_own_folder():
    program = [sys.executable, "-B", str(FOLDER / "generate.py"), "--control"]
    refused = subprocess.run(program, capture_output=True, text=True, check=False)
    assert refused.returncode == 2
    assert "name a FOLDER" in refused.stderr


def test_every_file_says_in_both_languages_that_it_is_invented():
    files = [p for p in FOLDER.rglob("*") if p.is_file() and "__pycache__" not in p.parts]
    assert len(files) == len(TABLES) + 5
    for path in files:
        text = path.read_text("utf-8")
        assert "SINTETIS" in text, path.name
        assert "SYNTHETIC" in text, path.name
    for name in TABLES:
        first = (FOLDER / name).read_text("utf-8").partition("\n")[0]
        assert re.fullmatch(r'"DATA SINTETIS – SYNTHETIC DATA: [^"]*"', first), name


def test_the_tables_stay_small():
    assert sum((FOLDER / name).stat().st_size for name in TABLES) < 700_000
    assert not any(b"\r" in (FOLDER / name).read_bytes() for name in TABLES)


def test_every_name_stands_for_one_body():
    assert all(len(actors) == 1 for actors in CALLED.values())
    ids = {actor["id"] for actor in table("actors.csv")}
    for row in table("edges/mandates.csv"):
        assert {row["source"], row["target"]} <= ids
    for row in table("edges/referrals.csv"):
        assert who(row["source"]) != who(row["target"])
    assert all(who(row["actor"]) in ids for row in table("edges/meetings.csv"))


def test_names_are_written_in_several_ways():
    spellings = defaultdict(set)
    for row in table("edges/referrals.csv"):
        spellings[who(row["target"])].add(row["target"])
    assert all(len(ways) > 1 for ways in spellings.values())


def test_rows_are_possible(log):
    assert len({(r.case, r.date, r.source, r.target) for r in log}) == len(log)
    for row in log:
        assert date(2017, 1, 1) <= row.date <= END
        assert row.answered is None or row.date <= row.answered <= END
        assert row.closed is None or row.answered <= row.closed <= END
        assert (row.closed is None) == (row.outcome == "")
        assert (row.reason != "") == (row.status == "not referred")


def test_the_log_is_of_the_size_told(log, met):
    layers = Counter(row.layer for row in log)
    assert len(log) == 3781
    assert layers == {"referral": 2508, "reporting": 1210, "coordination": 63}
    assert sum(row.status == "not referred" for row in log) == 195
    assert 0.05 < 195 / len(log) < 0.10
    assert len(met) == 45
    assert sum(len(bodies) for bodies in met.values()) == 287
    assert stated(45, 287)
    mandates = table("edges/mandates.csv")
    assert Counter(row["kind"] for row in mandates) == {"must": 43, "may": 45}
    assert len({row["duty"] for row in mandates if row["kind"] == "must"}) == 19
    assert stated(19, 43, 45)


def test_new_cases_are_six_times_the_published_figures(log):
    with (ROOT / "data" / "figures.csv").open(encoding="utf-8", newline="") as file:
        published = {
            int(row["year"]): 6 * int(row["value"])
            for row in csv.DictReader(file)
            if row["actor"] in {"p2tp2a_pku", "ulppa_pku"}
            and row["indicator_en"] == "child violence cases, series published January 2020"
        }
    assert published == {2017: 354, 2018: 420, 2019: 642}
    first = {}
    for row in log:
        first.setdefault(row.case, row.date.year)
    assert Counter(first.values()) == published
    assert all(case.startswith(f"SINTETIS-{year}-") for case, year in first.items())
    assert stated(59, 354)
    assert stated(70, 420)
    assert stated(107, 642)


def test_what_should_be_hidden_says_so():
    actors = {actor["id"]: actor for actor in table("actors.csv")}
    assert actors["rumah_aman"]["confidential"] == "yes"
    assert {a for a, row in actors.items() if row["publish"] == "no"} == {
        "sd_1",
        "smp_2",
        "sma_3",
    }


# --- what was planted ---------------------------------------------------------------------


def test_1_the_unit_gets_more_than_it_can_take_and_answers_later(sent):
    unit = next(row for row in table("actors.csv") if row["id"] == "upt_ppa")
    capacity = int(unit["staff"]) * int(unit["capacity"])
    assert capacity == 32
    months = defaultdict(set)
    arrived = [row for row in sent if row.target == "upt_ppa"]
    for row in arrived:
        months[row.date.year, row.date.month].add(row.case)
    load = {month: len(cases) for month, cases in months.items()}
    assert max(n for month, n in load.items() if month < (2018, 7)) == 29
    assert min(n for month, n in load.items() if month >= (2018, 7)) == 32
    assert len(load) == 36
    years = [sum(n for (y, _m), n in load.items() if y == year) for year in (2017, 2018, 2019)]
    assert years == [300, 342, 526]
    assert [round(n / 12 / capacity, 2) for n in years] == [0.78, 0.89, 1.37]
    halves = defaultdict(list)
    for row in arrived:
        halves[row.date.year, row.date.month > 6].append(row)
    answered = [median(waits(rows)) for _half, rows in sorted(halves.items())]
    assert answered == [1, 1, 1, 5, 9, 14]
    assert stated(*years)
    assert stated(1, 1, 1, 5, 9, 14)


def test_1_nobody_else_is_overloaded(sent):
    for actor in table("actors.csv"):
        if actor["staff"] and actor["id"] != "upt_ppa":
            for year in (2017, 2018, 2019):
                n = sum(r.target == actor["id"] and r.date.year == year for r in sent)
                assert n / 12 < 0.3 * int(actor["staff"]) * int(actor["capacity"])


def test_2_the_hospital_answers_the_unit_late_and_a_health_centre_is_quicker(sent):
    slow, first = on(sent, "upt_ppa", "rsud"), on(sent, "upt_ppa", "puskesmas_1")
    second = on(sent, "puskesmas_1", "rsud")
    assert [len(rows) for rows in (slow, first, second)] == [84, 49, 45]
    assert [median(waits(rows)) for rows in (slow, first, second)] == [30, 1, 1]
    assert min(waits(slow)) > 7
    assert stated(84, 30)
    health = {row["id"] for row in table("actors.csv") if row["sector"] == "health"}
    ties = defaultdict(list)
    for row in sent:
        if row.target in health:
            ties[row.source, row.target].append(row)
    others = {tie: rows for tie, rows in ties.items() if tie != ("upt_ppa", "rsud")}
    assert max(median(waits(rows)) for rows in others.values()) <= 4


def test_3_the_education_office_falls_silent(sent):
    rows = on(sent, "disdik", "upt_ppa")
    assert len(rows) == 15
    assert max(row.date for row in rows) == date(2017, 12, 26)
    later = [row for row in sent if row.date >= date(2018, 2, 1)]
    schools = ("sd_1", "smp_2", "sma_3")
    assert sum(len(on(later, school, "disdik")) for school in schools) == 56
    assert len(on(later, "upt_ppa", "disdik")) == 44
    assert stated(56, 2018, 44, 2018)


def no_further_step(sent):
    """Of each body: cases received that went on or were closed, and those that did neither.

    Rows of the last 90 days may still go on, so they are left out.
    """
    steps = defaultdict(list)
    for row in sent:
        steps[row.case].append(row)
    received, lost = Counter(), Counter()
    for rows in steps.values():
        for place, row in enumerate(rows):
            goes_on = any(later.source == row.target for later in rows[place + 1 :])
            if goes_on or row.closed or (END - row.date).days > 90:
                received[row.target] += 1
                lost[row.target] += not (goes_on or row.closed)
    return received, lost


def test_4_cases_stop_at_one_health_centre(sent):
    received, lost = no_further_step(sent)
    assert (received["puskesmas_4"], lost["puskesmas_4"]) == (98, 70)
    others = received.total() - 98, lost.total() - 70
    assert others == (3397, 104)
    assert all(lost[body] / n < 0.1 for body, n in received.items() if body != "puskesmas_4")
    assert stated(70, 98)
    assert stated(104, 3397)


def test_5_one_police_station_asks_no_health_body(sent):
    health = {row["id"] for row in table("actors.csv") if row["sector"] == "health"}
    found = {}
    for station in ("utara", "timur", "selatan", "barat"):
        body = f"polsek_{station}"
        held = {r.case for r in sent if r.target == body and r.case_type in INJURIES}
        asked = {r.case for r in sent if r.source == body and r.target in health}
        found[station] = (len(held), len(asked & held))
    assert found == {
        "utara": (34, 24),
        "timur": (47, 32),
        "selatan": (66, 0),
        "barat": (49, 32),
    }
    for held, asked in found.values():
        assert stated(asked, held)


def test_6_legal_aid_fades(sent):
    years = Counter(row.date.year for row in on(sent, "upt_ppa", "lbh"))
    assert [years[year] for year in (2017, 2018, 2019)] == [63, 54, 29]
    assert stated(63, 54, 29)


def test_7_meeting_is_not_referring(sent, met):
    together = Counter(
        pair for bodies in met.values() for pair in combinations(sorted(bodies), 2)
    )
    referred = Counter(tuple(sorted((row.source, row.target))) for row in sent)
    assert (together["dinkes", "upt_ppa"], referred["dinkes", "upt_ppa"]) == (25, 0)
    assert (together["bapas", "upt_ppa"], referred["bapas", "upt_ppa"]) == (0, 87)
    assert not on(sent, "bapas", "upt_ppa")
    assert not any("bapas" in bodies for bodies in met.values())
    assert stated(25, 0)
    assert stated(87, 0)


def test_7_all_others_who_refer_meet(sent, met):
    together = {pair for bodies in met.values() for pair in combinations(sorted(bodies), 2)}
    referred = {tuple(sorted((row.source, row.target))) for row in sent}
    assert {pair for pair in referred - together if "warga" not in pair} == {
        ("bapas", "upt_ppa")
    }


def test_8_stand_ins_become_usual():
    rows = Counter(
        (int(row["date"][:4]), row["stand_in"]) for row in table("edges/meetings.csv")
    )
    stand_ins = [rows[year, "yes"] for year in (2017, 2018, 2019)]
    assert stand_ins == [15, 36, 45]
    assert [n + rows[y, "no"] for n, y in zip(stand_ins, (2017, 2018, 2019), strict=True)] == [
        *(96, 99, 92)
    ]
    assert stated(15, 96)
    assert stated(45, 92)


def test_duties_and_practice_part(sent, met):
    """Duties of which no alternative shows; a meeting is coordination and no referral."""
    referred = {(row.source, row.target) for row in sent}
    coordinated = referred | {(a, b) for bodies in met.values() for a in bodies for b in bodies}
    duties = defaultdict(list)
    for row in table("edges/mandates.csv"):
        if row["kind"] == "must":
            seen = coordinated if row["layer"] == "coordination" else referred
            duties[row["duty"]].append((row["source"], row["target"]) in seen)
    unmet = {duty.removeprefix("sop-contoh-") for duty, rows in duties.items() if not any(rows)}
    assert len(duties) == 19
    assert unmet == {
        "pasal-5-polsek_selatan",
        "pasal-9-2-bapas",
        "pasal-10-dinkes",
        "pasal-11-dpppa",
    }


def test_all_practice_has_a_written_basis(sent):
    ruled = {(row["source"], row["target"]) for row in table("edges/mandates.csv")}
    assert {(row.source, row.target) for row in sent} <= ruled
