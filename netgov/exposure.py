"""What each duty could have shown: the cases its body held, and those it passed on.

Exposure comes from the records and not from the network: who held no case that a rule
concerns has left nothing undone.
"""

from __future__ import annotations

import math
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd

from netgov.period import Period
from netgov.records import Records
from netgov.schema import plain

# Why a case that a rule concerns need not be referred; what is unavailable stays a gap.
EXCUSES: Final = ("own service", "already served", "not applicable", "declined")
UNAVAILABLE: Final = "unavailable"
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
    contacts = _Held.of(records, period)
    if contacts is None:
        return unknown(records)
    blank = dict.fromkeys(EXPOSURE_COLUMNS, math.nan)
    today = records.lineage
    mandates = records.mandates.assign(
        source=records.mandates["source"].map(today),
        target=records.mandates["target"].map(today),
    )
    alternatives = mandates.groupby(["duty", "source"], sort=False)["target"].agg(set)
    rows = {
        row: contacts.of_duty(duty, alternatives[duty["duty"], duty["source"]])
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
    """The contacts of a period by the body that holds them, each table by body.

    ``touched``: a row for each contact and each of its ends, with the other end in ``to`` if
    it was sent. ``declined``: what was not referred, by its source.
    """

    touched: dict[str, pd.DataFrame]
    declined: dict[str, pd.DataFrame]

    @classmethod
    def of(cls, records: Records, period: Period) -> _Held | None:
        """Return the contacts of a period, None if none was counted."""
        signs = records.signs_in(period)
        signs = signs[signs["weight"].notna() & (signs["table"] != "meetings")]
        if signs.empty:
            return None
        told = signs[["case", "cases", "case_type", "service"]]
        sent = told.assign(body=signs["source"], to=signs["target"])
        came = told.assign(body=signs["target"], to="")
        declined = records.not_referred
        if len(declined):
            inside = declined["date"].dt.year.between(period.first, period.last)
            declined = declined[inside].assign(
                body=declined["source"].map(records.lineage),
                to=declined["target"].map(lambda slug: records.lineage.get(slug, "")),
            )
        rows = _readable(pd.concat([sent, came, declined]))
        return cls(_by_body(rows.iloc[: 2 * len(told)]), _by_body(rows.iloc[2 * len(told) :]))

    def of_duty(self, duty: pd.Series[Any], alternatives: set[str]) -> dict[str, float]:
        """Return exposure, referrals and what was not referred of one duty."""
        nobody: dict[str, float] = dict.fromkeys(EXPOSURE_COLUMNS, 0.0)
        rows = self.touched.get(duty["source"])
        if rows is None:
            return nobody
        concerned = _concerned(rows, duty)
        to = concerned["to"].isin(alternatives)
        cases = set(concerned["case"]) - {_UNNUMBERED}
        referred = set(concerned.loc[to, "case"]) - {_UNNUMBERED}
        excused, unavailable = self._not_referred(duty, alternatives, cases - referred)
        recaps = concerned[concerned["case"] == _UNNUMBERED]
        sent, received = (
            _counted(recaps[recaps["to"] != ""]),
            _counted(recaps[recaps["to"] == ""]),
        )
        return {
            "exposed": len(cases) - len(excused) + max(sent, received),
            "referred": len(referred) + _counted(recaps[recaps["to"].isin(alternatives)]),
            "excused": float(len(excused)),
            "unavailable": float(len(unavailable)),
        }

    def _not_referred(
        self, duty: pd.Series[Any], alternatives: set[str], cases: set[int]
    ) -> tuple[set[int], set[int]]:
        """Return which cases were not referred for a reason, and for want of service."""
        rows = self.declined.get(duty["source"])
        if rows is None:
            return set(), set()
        rows = rows[rows["to"].isin(alternatives | {""}) & rows["case"].isin(cases)]
        if duty["service"]:
            rows = rows[rows["service"].isin(["", plain(duty["service"])])]
        excused = set(rows.loc[rows["reason"].isin(EXCUSES), "case"])
        unavailable = set(rows.loc[rows["reason"] == UNAVAILABLE, "case"])
        return excused, unavailable - excused


def _readable(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows with kinds of case and services as they are compared, and cases numbered."""
    told = {column: as_compared(rows[column]) for column in ("case_type", "service")}
    numbers = pd.factorize(rows["case"].where(rows["case"] != ""))[0]
    return rows.assign(**told, case=numbers)


def as_compared(texts: pd.Series[str]) -> pd.Series[str]:
    """Return kinds of case or services without case, blanks and punctuation."""
    return texts.map({text: plain(text) for text in texts.unique()})


def _by_body(rows: pd.DataFrame) -> dict[str, pd.DataFrame]:
    if rows.empty:
        return {}
    return {str(body): held for body, held in rows.groupby("body", sort=False)}


def _concerned(rows: pd.DataFrame, duty: pd.Series[Any]) -> pd.DataFrame:
    """Return the contacts a rule concerns: by kind of case if it names one, else by service.

    A case is concerned as a whole, whichever of its rows names the kind or the service.
    """
    for column in ("case_type", "service"):
        named = plain(str(duty[column]))
        if named and (rows[column] != "").any():
            matching = rows[column] == named
            numbered = rows["case"].isin(rows.loc[matching, "case"]) & (
                rows["case"] != _UNNUMBERED
            )
            return rows[matching | numbered]
    return rows


def _counted(recaps: pd.DataFrame) -> float:
    """Return the cases of rows without numbers; those without a count are one unknown case."""
    unknown = float(np.isnan(recaps["cases"]).any())
    return float(recaps["cases"].sum()) + unknown


def held(records: Records, period: Period) -> pd.Series[float]:
    """Return how many cases each body held in a period: sent, received, or both.

    Of counts without case numbers it held as many as it sent or received, whichever is more.
    """
    signs = records.signs_in(period)
    signs = signs[signs["weight"].notna() & (signs["table"] != "meetings")]
    told = signs[["case", "cases"]]
    ends = [told.assign(body=signs[end], end=end) for end in ("source", "target")]
    rows = pd.concat(ends)
    numbered = rows["case"] != ""
    cases = rows.loc[numbered, ["body", "case"]].drop_duplicates()["body"].value_counts()
    counts = rows[~numbered].fillna({"cases": 1.0}).groupby(["body", "end"])["cases"].sum()
    most = counts.groupby("body").max()
    return cases.astype(float).add(most, fill_value=0.0)
