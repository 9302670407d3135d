"""What a reader of the documentation brings along: a register, aliases, totals of others."""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import door

ROOT = Path(__file__).parent.parent
PRACTICE = "examples/casework"
_HEADINGS = {"case": "No Kasus", "date": "Tanggal", "source": "Dari", "target": "Ke"}
_UNIT = "UPT PPA Kota Contoh"
_SHOWN = re.compile(r"`([\w-]+\.(?:csv|toml))`:\n\n```\w*\n(.*?)```", re.DOTALL)


def shown_files(page: str) -> dict[str, str]:
    """Return the files that a page shows; the sentence before ends with the name."""
    return dict(_SHOWN.findall(page))


def folder(place: Path, page: str) -> Path:
    """Fill a folder with the shipped data and the files that a page shows or takes as there."""
    for name in ("data", "examples"):
        unneeded = shutil.ignore_patterns("out", "*.ipynb", "__pycache__")
        shutil.copytree(ROOT / name, place / name, ignore=unneeded)
    log = _of_spring(place / PRACTICE)
    totals = "\n".join(["year,actor,side,total", f"2019,{_UNIT},received,{_received(log)}"])
    files: dict[str, str | bytes] = {
        "register.xlsx": _register(log),
        "aliases.xlsx": door.book({"aliases": [["alias", "actor"], ["UPT PPA", _UNIT]]}),
        **dict.fromkeys(("totals.csv", "jumlah-luar.csv"), totals),
        **shown_files(page),
    }
    for name, content in files.items():
        data = content.encode() if isinstance(content, str) else content
        (place / name).write_bytes(data)
    return place


def _of_spring(practice: Path) -> list[dict[str, str]]:
    """Leave three months in the practice data, so that commands are quick; return its log."""
    settings, log = practice / "netgov.toml", practice / "edges" / "referrals.csv"
    years = settings.read_text(encoding="utf-8").replace('"2017-2019"', '"2019"')
    settings.write_text(years, encoding="utf-8")
    mark, heading, *lines = log.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if "2019-01" <= line.split(",")[1] < "2019-04"]
    log.write_text("\n".join([mark, heading, *kept]) + "\n", encoding="utf-8")
    return list(csv.DictReader([heading, *kept]))


def _register(log: Iterable[dict[str, str]]) -> bytes:
    """Return the log as an office keeps it: a workbook with a title above the headings."""
    rows: list[list[Any]] = [["REGISTER RUJUKAN 2019 (REKAAN)"], [], [*_HEADINGS.values()]]
    rows += [[row[column] for column in _HEADINGS] for row in log if not row["reason"]]
    return door.book({"Register": rows})


def _received(log: Iterable[dict[str, str]]) -> int:
    return sum(row["target"] == _UNIT for row in log)
