"""What each duty could have shown: the cases its body held, and those it passed on.

Exposure comes from the records and not from the network: who held no case that a rule
concerns has left nothing undone.
"""

from __future__ import annotations

import math
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
# What stands for the case of rows without a number.
_UNNUMBERED: Final = -1
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
    held_by = _Held.of(records, period)
    if held_by is None:
        return unknown(records)
    blank, mandates = dict.fromkeys(EXPOSURE_COLUMNS, math.nan), records.duties
    in_force = mandates[period.touches(mandates["in_force_from"], mandates["in_force_to"])]
    alternatives = in_force.groupby(["duty", "source"], sort=False)["target"].agg(set).to_dict()
    rows = {
        row: held_by.of_duty(duty, alternatives.get((duty["duty"], duty["source"]), set()))
        if duty["kind"] == "must"
        and (duty["layer"] in OF_CASES or duty["case_type"] or duty["service"])
        else blank
        for row, duty in mandates.iterrows()
    }
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=list(EXPOSURE_COLUMNS))
    return frame.reindex(mandates.index)


def unknown(records: Records) -> pd.DataFrame:
    """Return the exposure of which nothing is known."""
    return pd.DataFrame(math.nan, index=records.mandates.index, columns=list(EXPOSURE_COLUMNS))


class _Held(NamedTuple):
    """The contacts of a period by the body that holds them.

    Each contact has a row for each of its ends: ``to`` is the other end if the body sent it.
    What a body did not refer has a row of its own, with the ``reason``; ``case`` is a number,
    -1 for rows without one, whose cases are ``counted``.
    """

    rows: dict[str, pd.DataFrame]

    @classmethod
    def of(cls, records: Records, period: Period) -> _Held | None:
        """Return the contacts of a period, None if none was counted."""
        signs = contacts(records.signs_in(period))
        if signs.empty:
            return None
        told = signs[["case", "cases", "case_type", "service"]].assign(reason="", sent=False)
        ends = [
            told.assign(body=signs["source"], to=signs["target"], sent=True),
            told.assign(body=signs["target"], to=""),
            _declined(records, period),
        ]
        rows = pd.concat([one for one in ends if len(one)], ignore_index=True)
        kinds = {column: as_compared(rows[column]) for column in ("case_type", "service")}
        rows = _with_kinds(rows.assign(**kinds), records)
        numbers = pd.factorize(rows["case"].where(rows["case"] != ""))[0]
        return cls(_by_body(rows.assign(case=numbers)))

    def of_duty(self, duty: pd.Series[Any], alternatives: set[str]) -> dict[str, float]:
        """Return exposure, referrals and what was not referred of one duty."""
        held = self.rows.get(duty["source"])
        if held is None:
            return dict.fromkeys(EXPOSURE_COLUMNS, 0.0)
        rows = _concerned(held, duty)
        if rows is None:
            return dict.fromkeys(EXPOSURE_COLUMNS, math.nan)
        to = rows["to"].isin(alternatives) & rows["sent"]
        numbered = rows["case"] != _UNNUMBERED
        referred = set(rows.loc[to & numbered, "case"])
        told = rows["reason"] != ""
        here = told & rows["to"].isin(alternatives | {""})
        excused = here & rows["reason"].isin(EXCUSES)
        wanting = here & (rows["reason"] == UNAVAILABLE)
        let_go = set(rows.loc[excused & numbered, "case"]) - referred
        missed = set(rows.loc[wanting & numbered, "case"]) - referred - let_go
        counts = ~numbered & ~told
        sent, came = (_counted(rows[counts & side]) for side in (rows["sent"], ~rows["sent"]))
        spared = _counted(rows[~numbered & excused])
        return {
            "exposed": len(set(rows.loc[numbered, "case"]) - let_go)
            + max(0.0, max(sent, came) - spared),
            "referred": len(referred) + _counted(rows[counts & to]),
            "excused": len(let_go) + spared,
            "unavailable": len(missed) + _counted(rows[~numbered & wanting]),
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


def _by_body(rows: pd.DataFrame) -> dict[str, pd.DataFrame]:
    if rows.empty:
        return {}
    return {str(body): held for body, held in rows.groupby("body", sort=False)}


def _concerned(rows: pd.DataFrame, duty: pd.Series[Any]) -> pd.DataFrame | None:
    """Return the contacts a rule concerns: by kind of case if it names one, else by service.

    A case is concerned as a whole; a service is asked for by the rows of the body itself.
    None where most rows do not say what the rule names, so that nobody can tell.
    """
    named = {column: plain(str(duty[column])) for column in ("case_type", "service")}
    asking = rows["sent"] | (rows["reason"] != "")
    for column, name in named.items():
        telling = rows if column == "case_type" else rows[asking]
        if name and len(telling) and (telling[column] != "").mean() >= _SAID_OF_MOST:
            matching = rows[column] == name
            numbered = rows["case"].isin(rows.loc[matching, "case"])
            return rows[matching | (numbered & (rows["case"] != _UNNUMBERED))]
    return None if any(named.values()) else rows


def _counted(recaps: pd.DataFrame) -> float:
    """Return the cases of rows without numbers; those without a count are one unknown case."""
    unknown = float(np.isnan(recaps["cases"]).any())
    return float(recaps["cases"].sum()) + unknown


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
    sides = rows[~numbered].groupby(["body", "end"])["cases"]
    counts = sides.sum() + sides.apply(lambda cases: float(cases.isna().any()))
    most = counts.groupby("body").max()
    return cases.astype(float).add(most, fill_value=0.0)
