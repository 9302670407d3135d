"""Logs written to files, added up where they lie, and read row by row beside it."""

from __future__ import annotations

import pandas as pd
import pytest

import netgov as ng
from netgov.errors import NetgovError
from netgov.reading.cells import EDGES

KEY = ["source", "target", "layer", "year"]
HOURS = ("08:00", "8.05", "08:00:00", "08.00.00", "10:11:12.123456", "08:00 WIB", "pukul 08.00",
         "08:00:00 +0700", "10:11:12+07:00", "08:00Z", "jam 8.30 WIB")  # fmt: skip
WRITTEN = ("2019-03-04", "4/3/2019", "04-03-2019", "04-Mar-2019", "4 Maret 2019", "4 Mar 19",
           " 2019-03-04", "tgl 4/3/2019", "March 4, 2019", "2019/3/4",
           "Senin, 4 Maret 2019", "20190304", "Mar 04, 2019", "Senin, 04/03/2019")  # fmt: skip
COLUMNS = '[columns]\nanswered = "dijawab"\ncase = "kasus"\n'


def odd_days():
    """Days with their hour, and what looks like them, as offices write them."""
    found = [f"{day} {hour}" for day in WRITTEN for hour in HOURS]
    found += [f"2019-03-04T{hour}" for hour in ("08:00", "10:11:12Z", "10:11:12.5+07:00")]
    found += ["2019 10:11", "03/2019 08:00", "Maret 2019 08:00", "2019-03-01 123456:"]
    return [*found, "43528.3541667"]


def odd_rows(log):
    """Records that hold blanks, days, errors and signs that engines might take differently."""
    plain = {"tanggal": "2019-03-01", "asal": "Dinsos", "tujuan": "RSUD"}
    rows = [
        plain | {"kasus": "K", "tanggal": day, "dijawab": "2019-04-01"} for day in odd_days()
    ]
    signs = [sign for sign in EDGES if sign.isprintable() or sign in "\t\u2003\u200b\ufeff"]
    for sign in signs:
        cases = (f"Z 1{sign}", f"{sign}Z 1", f"-{sign}", sign, f"Z{sign}1")
        rows += [
            plain | {"kasus": case, "dijawab": "-", "asal": f"Dinsos{sign}"} for case in cases
        ]
    rows += [plain | {name: "#N/A"} for name in ("kasus", "tanggal", "asal", "dijawab")]
    rows += [dict.fromkeys(plain, sign) for sign in ("", " ", "\u00a0", "   ")]
    blank = dict.fromkeys(log, "")
    return pd.DataFrame([blank | row for row in rows])


def written(log, path):
    log.to_csv(path, index=False, encoding="utf-8", lineterminator="\n")
    return path


def added_up(source, mapping=None, engine="duckdb", table=None, **asked):
    return ng.aggregate(source, engine, table=table, columns=mapping, accept_loss=True, **asked)


def read_by_row(path, mapping, **asked):
    return ng.read_records(path, columns=mapping, accept_loss=True, **asked)


def ties_of(records):
    """The yearly ties of a study, under the names of its bodies."""
    history = ng.build_history(records)
    ties = pd.concat({year: history[year].ties for year in history}, names=["year"])
    ties = ties.reset_index()
    names = records.actors["name_id"]
    ties = ties.assign(**{end: ties[end].map(names) for end in ("source", "target")})
    columns = {"days": "median_days"}
    kept = ["weight", "cases", "answered", "median_days"]
    found = ties.rename(columns=columns).set_index(KEY)[kept].sort_index()
    return found.assign(closed=closed_of(records))


def closed_of(records):
    """How many contacts of each tie are closed, blank as answers are; no network tells it."""
    signs = records.evidence
    closed = signs["weight"].where(signs["closed"].notna(), 0)
    closed = closed.where(signs["table"] == "referrals", signs["ends"])
    names = records.actors["name_id"]
    ends = {end: signs[end].map(names) for end in ("source", "target")}
    told = signs.assign(**ends, year=signs["year_from"].astype(int), closed=closed)
    closed = told.groupby(KEY)["closed"].sum()
    return closed.where(closed.groupby("year").transform("sum") > 0)


def same_ties(aggregate, records):
    ours = aggregate.ties.set_index(KEY).sort_index()
    theirs = ties_of(records)
    pd.testing.assert_frame_equal(ours[list(theirs)], theirs, check_dtype=False)


def as_texts(log, folder):
    parts = folder / "parts"
    parts.mkdir()
    written(log[:200], parts / "a.csv")
    written(log[200:], parts / "b.csv")
    return parts


def refusal(work):
    """The error that some work ends with, told in one line of either language."""
    with pytest.raises(NetgovError) as caught:
        work()
    error = caught.value
    assert "\n" not in str(error)
    assert error.say("id")
    # What an engine says may quote cells, and is told nowhere.
    assert error.__cause__ is None
    assert error.__suppress_context__ or error.__context__ is None
    return error


def refused(source, mapping=None, engine="duckdb", table=None):
    return str(refusal(lambda: added_up(source, mapping, engine, table)))
