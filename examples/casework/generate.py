"""Write the practice data of this folder. DATA SINTETIS – SYNTHETIC DATA.

SINTETIS: dibuat untuk latihan, tidak menggambarkan siapa pun.
SYNTHETIC: invented for practice, describes nobody.

Run it from the folder of netgov: ``python examples/casework/generate.py`` writes the files of
this folder anew; ``... generate.py FOLDER --control --seed 7`` writes a control set, the same
practice without the planted weaknesses, elsewhere. The same seed gives the same bytes;
``Random.random`` is the only source of chance, since Python promises its numbers, and no
others, from version to version.
"""

from __future__ import annotations

import argparse
import csv
import io
import math
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Final, TypeVar

import invented
import weights

T = TypeVar("T")

SEED: Final = 20172019
TITLE: Final = (
    "DATA SINTETIS – SYNTHETIC DATA: dibuat untuk latihan, tidak menggambarkan siapa pun; "
    "invented for practice, describes nobody"
)
ACTORS: Final = {str(actor["id"]): actor for actor in invented.actors()}


class Chance:
    """Draws of every kind from one stream of uniform numbers."""

    def __init__(self, seed: int) -> None:
        self._uniform = random.Random(seed).random  # noqa: S311 (invented data, no secret)

    def happens(self, chance: float) -> bool:
        """Return true with this chance."""
        return self._uniform() < chance

    def day(self, count: int) -> int:
        """Return a whole number from 0 to count - 1."""
        return int(self._uniform() * count)

    def days(self, least: float, mean: float) -> int:
        """Return whole days: the least and an exponential time with this mean."""
        return int(least - mean * math.log(1 - self._uniform()))

    def pick(self, shares: Mapping[T, int]) -> T:
        """Return a key by weight; whole numbers, since sums of others differ by version."""
        left = self._uniform() * sum(shares.values())
        for key, share in shares.items():
            left -= share
            if left < 0:
                return key
        raise ValueError("nothing to pick from")

    def perhaps(self, chances: Mapping[T, float]) -> T | None:
        """Return a key by its chance; none if the chances leave room for that."""
        left = self._uniform()
        for key, chance in chances.items():
            left -= chance
            if left < 0:
                return key
        return None


# --- cases --------------------------------------------------------------------------------


@dataclass
class Row:
    """One line of the referral log; days are ordinals."""

    day: int
    source: str
    target: str
    layer: str
    service: str
    status: str = "sent"
    answered: int | None = None
    closed: int | None = None
    outcome: str = ""
    reason: str = ""


@dataclass
class Case:
    """A case and its rows, in the order in which they were written."""

    kind: str
    rows: list[Row] = field(default_factory=list)

    def has_reached(self, body: str) -> bool:
        """Whether the case was sent to a body before."""
        return any(row.target == body for row in self.rows)


def _months(since: date, until: date) -> int:
    """Return which month of a change a day lies in, 1 for the first; 0 before it."""
    return max(0, 12 * (until.year - since.year) + until.month - since.month + 1)


class Office:
    """How cases travel: each hand-over is recorded with all that follows from it."""

    def __init__(self, chance: Chance, practice: weights.Practice) -> None:
        self.chance = chance
        self.practice = practice

    def new_case(self, day: int) -> Case:
        """Return a case that somebody hears of on this day, with its whole path."""
        case = Case(self.chance.pick(weights.CASE_TYPES))
        source, target = self.chance.pick(weights.ENTRIES)
        layer = weights.ENTRY_LAYER.get(source, "referral")
        self.hand_over(case, source, target, day, "pengaduan", layer)
        return case

    def hand_over(
        self, case: Case, source: str, target: str, day: int, service: str,
        layer: str = "referral",
    ) -> int | None:  # fmt: skip
        """Record a hand-over and its consequences; return the day it is closed, if it is."""
        if day > weights.END:
            return None
        row = Row(day, source, target, layer, service)
        case.rows.append(row)
        answered = day + self._wait(source, target, day)
        at_centre = target == "puskesmas_4"
        lost = self.practice.lost_at_centre if at_centre else weights.LOST_ELSEWHERE
        is_lost = self.chance.happens(lost)
        if answered > weights.END or (is_lost and self.chance.happens(weights.UNANSWERED)):
            row.status = "pending" if weights.END - day > 7 else "sent"
            return None
        row.answered, row.status = answered, "accepted"
        if is_lost:
            return None
        if self.chance.happens(weights.REJECTED.get(target, 0)):
            row.status, row.closed, row.outcome = "rejected", answered, "closed without service"
            return answered
        return self._finish(row, self._handle(case, target, answered))

    def _wait(self, source: str, target: str, day: int) -> int:
        if target == "upt_ppa":
            over = _months(self.practice.unit_slower_from, date.fromordinal(day))
            return self.chance.days(1 + 0.6 * over, 1 + 0.4 * over)
        if (source, target) == ("upt_ppa", "rsud"):
            return self.chance.days(*self.practice.hospital_wait)
        sector = str(ACTORS[target]["sector"])
        return self.chance.days(*weights.WAIT.get(sector, weights.WAIT_ELSEWHERE))

    def _finish(self, row: Row, further: Sequence[int | None]) -> int | None:
        """Close a row when the body's own work and all further steps are done."""
        sector = str(ACTORS[row.target]["sector"])
        own = self.chance.days(
            *weights.SERVICE_DAYS.get(sector, weights.SERVICE_DAYS_ELSEWHERE)
        )
        done = max([(row.answered or row.day) + own, *(day or 0 for day in further)])
        if None in further or done > weights.END:
            row.status = "in progress"
            return None
        row.status, row.closed = "completed", done
        served = not self.chance.happens(0.04)
        row.outcome = "resolved" if served else "closed without service"
        return done

    def _handle(self, case: Case, body: str, day: int) -> list[int | None]:
        """Take the further steps of a body and return when each was closed."""
        if body == "upt_ppa":
            comes_back = sum(row.target == body for row in case.rows) > 1
            return [] if comes_back else self._serve(case, day)
        if body.startswith("polsek"):
            return self._police(case, body, day)
        if body == "bapas":
            return self._return(case, day)
        ends = []
        if body == "dinkes" and self.chance.happens(self.practice.health_reports):
            ends.append(self.hand_over(case, body, "upt_ppa", day, "", "reporting"))
        target = self.chance.perhaps(weights.ONWARD.get(body, {}))
        day += self.chance.day(3)
        silent = body == "disdik" and day >= self.practice.education_silent_from.toordinal()
        if target and not silent and not case.has_reached(target):
            ends.append(self.hand_over(case, body, target, day, self._asked(target)))
        return ends

    def _return(self, case: Case, day: int) -> list[int | None]:
        """Let the probation office refer a child back after some weeks of guidance."""
        if not self.chance.happens(self.practice.probation_returns):
            return []
        day += self.chance.days(14, 20)
        return [self.hand_over(case, "bapas", "upt_ppa", day, "pendampingan")]

    def _asked(self, body: str) -> str:
        """Return the service that a body is asked for."""
        return str(ACTORS[body]["services"]).partition(";")[0]

    def _serve(self, case: Case, day: int) -> list[int | None]:
        """Let the service unit refer a child to those who give what it needs."""
        needs = dict(weights.NEEDS[case.kind])
        if case.kind in (*weights.INJURIES, "anak berhadapan dengan hukum", "hak asuh"):
            year = date.fromordinal(min(day, weights.END)).year
            needs["bantuan hukum"] = self.practice.legal_aid[year]
        ends: list[int | None] = []
        for service in (name for name, chance in needs.items() if self.chance.happens(chance)):
            target = self.chance.pick(weights.PROVIDERS[service])
            day += self.chance.day(3)
            if self.chance.happens(weights.NOT_REFERRED):
                self._decline(case, target, day, service)
            elif not case.has_reached(target):
                ends.append(self.hand_over(case, "upt_ppa", target, day, service))
        for (target, layer), chance in weights.TOLD.items():
            if self.chance.happens(chance):
                ends.append(self.hand_over(case, "upt_ppa", target, day, "", layer))
        return ends

    def _decline(self, case: Case, target: str, day: int, service: str) -> None:
        """Record why a child was not referred."""
        if day <= weights.END:
            reason = self.chance.pick(weights.REASONS[service])
            row = Row(day, "upt_ppa", target, "referral", service, "not referred")
            row.reason = reason
            case.rows.append(row)

    def _police(self, case: Case, station: str, day: int) -> list[int | None]:
        """Let a police station ask for health care and pass the case on."""
        ends = []
        asked = {"polsek_selatan": self.practice.south_asks, **weights.POLICE_HEALTH}
        health = asked[station]
        if health and case.kind in weights.INJURIES and self.chance.happens(0.65):
            clinic = self.chance.pick(health)
            ends.append(self.hand_over(case, station, clinic, day, "kesehatan"))
        target = self.chance.perhaps(weights.POLICE_ONWARD)
        if target and not case.has_reached(target):
            day += self.chance.day(4)
            ends.append(self.hand_over(case, station, target, day, self._asked(target)))
        return ends


# --- writing ------------------------------------------------------------------------------


def written(chance: Chance, actor: str) -> str:
    """Return a body's name as somebody in an office may write it."""
    name, abbrev = str(ACTORS[actor]["name_id"]), str(ACTORS[actor]["abbrev"])
    aliases = [alias for alias, of, _note in invented.ALIASES if of == actor]
    spellings = {name: 280, name.upper(): 8, name.lower(): 12, f"{name}.": 4}
    spellings |= {name.replace(" ", "  ", 1): 8} | ({abbrev: 72} if abbrev else {})
    spellings |= dict.fromkeys(aliases, 16 // max(len(aliases), 1))
    return chance.pick(spellings)


def all_cases(chance: Chance, practice: weights.Practice) -> list[tuple[str, Case]]:
    """Return every case with its number, in the order in which they came in."""
    office, numbered = Office(chance, practice), []
    for year, months in weights.NEW_CASES.items():
        days = []
        for month, count in enumerate(months, start=1):
            first = date(year, month, 1).toordinal()
            length = date(year + month // 12, month % 12 + 1, 1).toordinal() - first
            days += sorted(first + chance.day(length) for _ in range(count))
        numbered += [
            (f"SINTETIS-{year}-{number:04}", office.new_case(day))
            for number, day in enumerate(days, start=1)
        ]
    return numbered


REFERRAL_COLUMNS: Final = (
    *("case", "date", "source", "target", "layer", "service", "case_type", "status"),
    *("answered", "closed", "outcome", "reason", "count"),
)


def referrals(chance: Chance, practice: weights.Practice) -> list[dict[str, object]]:
    """Return the rows of ``edges/referrals.csv``, by day and then by case."""
    cases = all_cases(chance, practice)
    rows = [(row, case, number) for number, case in cases for row in case.rows]
    rows.sort(key=lambda item: item[0].day)
    return [
        {
            "case": number,
            "date": _iso(row.day),
            "source": written(chance, row.source),
            "target": written(chance, row.target),
            "layer": row.layer,
            "service": row.service,
            "case_type": case.kind,
            "status": row.status,
            "answered": _iso(row.answered),
            "closed": _iso(row.closed),
            "outcome": row.outcome,
            "reason": row.reason,
        }
        for row, case, number in rows
    ]


def _iso(day: int | None) -> str:
    return "" if day is None else date.fromordinal(day).isoformat()


def meetings(chance: Chance, practice: weights.Practice) -> list[dict[str, object]]:
    """Return the rows of ``edges/meetings.csv``; the first body of each list invites."""
    rows: list[dict[str, object]] = []
    for year, stand_in in practice.stand_in.items():
        for month, name in sorted(weights.MEETING_MONTHS):
            day = date(year, month, 5 + chance.day(20))
            day -= timedelta(days=max(0, day.weekday() - 4))  # offices meet on working days
            chances = dict(weights.MEETINGS[name])
            if name in practice.probation_comes:
                chances["bapas"] = practice.probation_comes[name]
            come = [actor for actor, p in chances.items() if chance.happens(p)]
            for place, actor in enumerate(come):
                sent = place > 0 and chance.happens(stand_in)
                rows.append({
                    "date": day.isoformat(),
                    "meeting": name,
                    "actor": written(chance, actor),
                    "role": "participant" if place else "organiser",
                    "stand_in": "yes" if sent else "no",
                })  # fmt: skip
    return rows


STUDY: Final = """\
# DATA SINTETIS: dibuat untuk latihan, tidak menggambarkan siapa pun.
# SYNTHETIC DATA: invented for practice, describes nobody.
[study]
title_id = "Data latihan SINTETIS: rujukan kasus anak di Kota Contoh"
title_en = "SYNTHETIC practice data: referrals of children's cases in Contoh City"
years = "2017-2019"
synthetic = true
"""


def table(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> str:
    """Return a table as CSV text, below the row that says it is invented."""
    text = io.StringIO()
    text.write(f'"{TITLE}"\n')
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def files(seed: int = SEED, *, control: bool = False) -> dict[str, str]:
    """Return the text of every file by its path in the folder."""
    chance, practice = Chance(seed), weights.CONTROL if control else weights.PLANTED
    actors = invented.actors(practice.unit_staff)
    aliases = (
        dict(zip(("alias", "actor", "note"), row, strict=True)) for row in invented.ALIASES
    )
    return {
        "netgov.toml": STUDY,
        "actors.csv": table(invented.ACTOR_COLUMNS, actors),
        "aliases.csv": table(("alias", "actor", "note"), aliases),
        "legal_bases.csv": table(invented.LEGAL_COLUMNS, [invented.LEGAL]),
        "edges/mandates.csv": table(invented.MANDATE_COLUMNS, invented.mandates()),
        "edges/referrals.csv": table(REFERRAL_COLUMNS, referrals(chance, practice)),
        "edges/meetings.csv": table(
            ("date", "meeting", "actor", "role", "stand_in"), meetings(chance, practice)
        ),
    }


def write(folder: Path, seed: int = SEED, *, control: bool = False) -> Iterator[Path]:
    """Write all files into a folder and yield where each lies."""
    for name, text in files(seed, control=control).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8"))
        yield path


def main() -> None:
    """Write all files into the folder named, or into the one that holds this program."""
    asked = argparse.ArgumentParser(description=TITLE)
    asked.add_argument("folder", nargs="?", type=Path, metavar="FOLDER")
    asked.add_argument("--control", action="store_true", help="without the weaknesses")
    asked.add_argument("--seed", type=int, default=SEED, help=f"other chance than {SEED}")
    told = asked.parse_args()
    if told.folder is None and (told.control or told.seed != SEED):
        asked.error("name a FOLDER: this one keeps the planted data of the usual seed")
    for path in write(told.folder or Path(__file__).parent, told.seed, control=told.control):
        print(path)


if __name__ == "__main__":
    main()
