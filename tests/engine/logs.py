"""Logs written to files, added up where they lie, and read row by row beside it."""

from __future__ import annotations

import pandas as pd
import pytest

import netgov as ng
from netgov.errors import NetgovError

KEY = ["source", "target", "layer", "year"]
COLUMNS = '[columns]\nanswered = "dijawab"\ncase = "kasus"\n'


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
    """How many contacts of each tie are closed, which no network tells."""
    signs = records.evidence
    closed = signs["weight"].where(signs["closed"].notna(), 0)
    closed = closed.where(signs["table"] == "referrals", signs["ends"])
    names = records.actors["name_id"]
    ends = {end: signs[end].map(names) for end in ("source", "target")}
    told = signs.assign(**ends, year=signs["year_from"].astype(int), closed=closed)
    return told.groupby(KEY)["closed"].sum()


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
