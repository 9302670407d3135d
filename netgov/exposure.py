"""What each duty could have shown: the cases its body held, and those it passed on.

Exposure comes from the records and not from the network: who held no case that a rule
concerns has left nothing undone.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from operator import attrgetter
from statistics import fmean
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd

from netgov.counting import contacts
from netgov.period import Period
from netgov.records import Records
from netgov.schema import plain

# Why a case that a rule concerns need not be referred; what is unavailable stays a gap.
EXCUSES: Final = ("own service", "already served", "not applicable", "declined")
UNAVAILABLE: Final = "unavailable"
# Kinds of case and services count as recorded if so many rows of a body tell them.
_SAID_OF_MOST: Final = 0.5
# Duties of these layers arise from a case; others bind whether there is one or not.
OF_CASES: Final = ("referral", "reporting")
EXPOSURE_COLUMNS: Final = ("exposed", "referred", "excused", "unavailable")


def exposure(records: Records, period: Period) -> pd.DataFrame:
    """Return what the duties of a period could have shown and what they show.

    Returns
    -------
    DataFrame
        Indexed by row of `Records.mandates`: ``exposed``, the cases that the body held and
        the rule concerns (case type or service; all if it names none), less ``excused``,
        those that it did not refer because of own service, already served, not applicable or
        declined; ``referred``, those of them that went to any alternative of the duty;
        ``unavailable``, those not referred since the service was not there. Not defined
        where nothing was counted, for permissions, and for duties that no case gives rise to.
    """
    held_by = _held_by(records, period)
    if not held_by:
        return unknown(records)
    blank, mandates = dict.fromkeys(EXPOSURE_COLUMNS, math.nan), records.duties
    in_force = mandates[period.touches(mandates["in_force_from"], mandates["in_force_to"])]
    alternatives = in_force.groupby(["duty", "source"], sort=False)["target"].agg(set).to_dict()
    rows = {
        duty.Index: _of_duty(duty, held_by, alternatives.get((duty.duty, duty.source), set()))
        if duty.kind == "must" and (duty.layer in OF_CASES or duty.case_type or duty.service)
        else blank
        for duty in mandates.itertuples()
    }
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=list(EXPOSURE_COLUMNS))
    return frame.reindex(mandates.index)


def unknown(records: Records) -> pd.DataFrame:
    """Return the exposure of which nothing is known."""
    return pd.DataFrame(math.nan, index=records.mandates.index, columns=list(EXPOSURE_COLUMNS))


class _Contact(NamedTuple):
    """A contact, or a reason why there was none, as one of its ends knows it.

    ``to`` is the other end if the body ``sent`` it. A ``case`` without a number is blank, and
    its cases are counted.
    """

    case: str
    cases: float
    case_type: str
    service: str
    reason: str
    sent: bool
    to: str


def _held_by(records: Records, period: Period) -> dict[str, list[_Contact]]:
    """Return the counted contacts of a period by the body that holds them.

    Each stands there for each of its ends; what a body did not refer stands there for itself.
    """
    signs = contacts(records.signs_in(period))
    if signs.empty:
        return {}
    told = signs[["case", "cases", "case_type", "service"]].assign(reason="", sent=False)
    ends = [
        told.assign(body=signs["source"], to=signs["target"], sent=True),
        told.assign(body=signs["target"], to=""),
        _declined(records, period),
    ]
    rows = pd.concat([one for one in ends if len(one)], ignore_index=True)
    kinds = {column: as_compared(rows[column]) for column in ("case_type", "service")}
    rows = _with_kinds(rows.assign(**kinds), records)
    rows = rows[["body", *_Contact._fields]].astype(object)
    by_body: dict[str, list[_Contact]] = {}
    for body, *one in rows.itertuples(index=False, name=None):
        by_body.setdefault(body, []).append(_Contact(*one))
    return by_body


def _of_duty(
    duty: Any, held_by: dict[str, list[_Contact]], alternatives: set[str]
) -> dict[str, float]:
    """Return exposure, referrals and what was not referred of one duty."""
    held = held_by.get(duty.source)
    if held is None:
        return dict.fromkeys(EXPOSURE_COLUMNS, 0.0)
    rows = _concerned(held, duty)
    if rows is None:
        return dict.fromkeys(EXPOSURE_COLUMNS, math.nan)
    passed_on = [one for one in rows if one.sent and one.to in alternatives]
    told = [one for one in rows if one.reason and one.to in {"", *alternatives}]
    excused = [one for one in told if one.reason in EXCUSES]
    wanting = [one for one in told if one.reason == UNAVAILABLE]
    referred = _numbered(passed_on)
    let_go = _numbered(excused) - referred
    missed = _numbered(wanting) - referred - let_go
    sent = _counted(one for one in rows if one.sent)
    came = _counted(one for one in rows if not one.sent and not one.reason)
    return {
        "exposed": len(_numbered(rows) - let_go)
        + max(0.0, max(sent, came) - _counted(excused)),
        "referred": len(referred) + _counted(passed_on),
        "excused": len(let_go) + _counted(excused),
        "unavailable": len(missed) + _counted(wanting),
    }


def _declined(records: Records, period: Period) -> pd.DataFrame:
    """Return the lines that say why a case was not referred, by their source."""
    lines = records.not_referred
    if lines.empty:
        return lines
    inside = period.holds(lines["date"])
    lines = pd.DataFrame(lines[inside])
    lineage = records.lineage
    counted = lines["cases"].fillna(lines["weight"]).where(lines["case"] == "")
    # A line that gives no reason tells that the case was held, as any other line does.
    return lines[["case", "case_type", "service", "reason"]].assign(
        reason=lines["reason"].where(lines["reason"] != "", "none given"),
        cases=counted,
        sent=False,
        body=lines["source"].map(lineage),
        to=lines["target"].map(lambda slug: lineage.get(slug, "")),
    )


def _with_kinds(rows: pd.DataFrame, records: Records) -> pd.DataFrame:
    """Return rows with the kind of their case, whichever row of the log names it."""
    log = records.evidence[["case", "case_type"]]
    named = log[(log["case"] != "") & (log["case_type"] != "")].drop_duplicates("case")
    kinds = dict(zip(named["case"], as_compared(named["case_type"]), strict=True))
    known = rows["case"].map(kinds)
    blank = (rows["case_type"] == "") & known.notna()
    return rows.assign(case_type=rows["case_type"].mask(blank, known))


def as_compared(texts: pd.Series[str]) -> pd.Series[str]:
    """Return kinds of case or services without case, blanks and punctuation."""
    return texts.map({text: plain(text) for text in texts.unique()})


def _concerned(rows: list[_Contact], duty: Any) -> list[_Contact] | None:
    """Return the contacts a rule concerns: by kind of case if it names one, else by service.

    A case is concerned as a whole; a service is asked for by the rows of the body itself.
    None where most rows do not say what the rule names, so that nobody can tell.
    """
    asking = [one for one in rows if one.sent or one.reason]
    for column, telling in (("case_type", rows), ("service", asking)):
        name, said = plain(getattr(duty, column)), attrgetter(column)
        if name and telling and fmean(said(one) != "" for one in telling) >= _SAID_OF_MOST:
            cases = _numbered(one for one in rows if said(one) == name)
            return [one for one in rows if said(one) == name or one.case in cases]
    return None if plain(duty.case_type) or plain(duty.service) else rows


def _numbered(rows: Iterable[_Contact]) -> set[str]:
    """Return the cases with a number."""
    return {one.case for one in rows if one.case}


def _counted(rows: Iterable[_Contact]) -> float:
    """Return the cases of rows without numbers; those without a count are one unknown case."""
    counts = [one.cases for one in rows if not one.case]
    return float(np.nansum(counts)) + any(map(math.isnan, counts))


def held(records: Records, period: Period) -> pd.Series[float]:
    """Return how many cases each body held in a period: sent, received, or both.

    Of counts without case numbers it held as many as it sent or received, whichever is more;
    rows with neither are one unknown case.
    """
    signs = contacts(records.signs_in(period))
    told = signs[["case", "cases"]]
    ends = [told.assign(body=signs[end], end=end) for end in ("source", "target")]
    rows = pd.concat(ends)
    numbered = rows["case"] != ""
    cases = rows.loc[numbered, ["body", "case"]].drop_duplicates()["body"].value_counts()
    sides = rows.assign(unknown=rows["cases"].isna())[~numbered].groupby(["body", "end"])
    counts = sides["cases"].sum() + sides["unknown"].any().astype(float)
    most = counts.groupby("body").max()
    return cases.astype(float).add(most, fill_value=0.0)
