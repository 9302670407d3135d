"""The case log: every hand-over of a numbered case, in order, and what became of each visit."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from netgov.errors import NotEnoughData
from netgov.history import History
from netgov.period import ALL_YEARS
from netgov.rules import Rules
from netgov.words import _

PASSED_ON: Final = "passed on"
RESOLVED: Final = "resolved"
UNSERVED: Final = "closed without service"
LOST: Final = "lost"
OPEN: Final = "open"
# How a visit ends that is not passed on; open ones have not ended.
ENDS: Final = (RESOLVED, UNSERVED, LOST)
_COLUMNS: Final = (
    *("case", "source", "target", "layer", "date", "answered", "closed", "service"),
    *("case_type", "status", "outcome"),
)


def case_log(history: History) -> pd.DataFrame:
    """Return the hand-overs of all numbered cases, in order.

    Returns
    -------
    DataFrame
        Indexed by row of `Records.evidence`, sorted by case, day and record order; rows of
        one day are never sorted anew. ``case`` numbers the cases by first appearance;
        ``source`` and ``target`` bear their name of today; then layer, date, answered,
        closed, service, case_type, status and outcome as in `Records.evidence`. Rows without
        a case number or a day are left out. Empty for the public view.
    """
    return history.keep("case_log", _log)


def _log(history: History) -> pd.DataFrame:
    signs = history.records.signs_in(ALL_YEARS)
    told = (signs["table"] == "referrals") & (signs["case"] != "") & (signs["grain"] == "day")
    rows = signs.loc[told, list(_COLUMNS)]
    rows = rows.assign(case=pd.factorize(rows["case"])[0])
    return rows.sort_values(["case", "date"], kind="stable")


def follow(part: History, log: pd.DataFrame, end: pd.Timestamp) -> None:
    """Let a part of a study follow some cases of the whole, to the end of all its data."""
    part.hand_down("case_log", log)
    part.hand_down("end_of_data", end)


def need_log(history: History) -> pd.DataFrame:
    """Return the case log.

    Raises
    ------
    NotEnoughData
        If the records hold no numbered case.
    """
    log = case_log(history)
    if log.empty:
        sentence = _(
            "There is no log of numbered cases here, so no case can be followed; add "
            "edges/referrals.csv with case numbers and days, see docs/data.md."
        )
        raise NotEnoughData(sentence)
    return log


def end_of_data(history: History) -> pd.Timestamp:
    """Return the last day on record in the case log; of a part of a study that of the whole."""
    return history.keep("end_of_data", _last_day)


def _last_day(history: History) -> pd.Timestamp:
    log = need_log(history)
    return pd.Timestamp(
        max(log[day].max() for day in ("date", "answered", "closed") if log[day].notna().any())
    )


def visits(history: History, rules: Rules) -> pd.DataFrame:
    """Return each arrival of a case at a body, and what became of it there.

    Returns
    -------
    DataFrame
        The rows of `case_log` with ``fate`` (passed on, resolved, closed without service,
        lost, open) and ``exit``, the row of the log by which it was passed on (-1: none).
        The exit is the first later row of the case from that body that no earlier visit has
        taken. A visit without one, not closed, is lost once `Rules.lost_after` days have
        passed, else open.
    """
    return history.keep(("visits", rules), lambda history: _visits(history, rules))


def _visits(history: History, rules: Rules) -> pd.DataFrame:
    log = case_log(history)
    exits = _exits(log)
    silent = (end_of_data(history) - log["date"]).dt.days > rules.lost_after
    unserved = (log["outcome"] == UNSERVED) | (log["status"] == "rejected")
    served = (log["outcome"] == RESOLVED) | (log["status"] == "completed")
    fate = np.select(
        [exits >= 0, unserved, served | log["closed"].notna(), silent],
        [PASSED_ON, UNSERVED, RESOLVED, LOST],
        OPEN,
    )
    return log.assign(fate=fate, exit=exits)


def _exits(log: pd.DataFrame) -> np.ndarray:
    """Return the place of the row by which each visit left, -1 if it did not.

    Of a body and case, arrivals wait in line and each departure takes the first: the line
    never falls below none, which a running minimum keeps.
    """
    n = len(log)
    bodies = pd.factorize(np.concatenate([log["source"], log["target"]]))[0]
    steps = pd.DataFrame(
        {
            "case": np.tile(log["case"].to_numpy(), 2),
            "body": bodies,
            "place": np.tile(np.arange(n), 2),
            "change": np.repeat([-1, 1], n),
        }
    ).sort_values(["case", "body", "place"], kind="stable", ignore_index=True)
    line = steps.groupby(["case", "body"], sort=False).ngroup()
    total = steps["change"].groupby(line).cumsum()
    waiting = total - total.groupby(line).cummin().clip(upper=0)
    arrives = steps["change"] == 1
    leaves = ~arrives & (waiting.groupby(line).shift(fill_value=0) > 0)
    came = steps[arrives].assign(turn=arrives.groupby(line).cumsum())
    left = steps[leaves].assign(turn=leaves.groupby(line).cumsum())
    pairs = came.merge(left, on=["case", "body", "turn"], suffixes=("", "_out"))
    exits = np.full(n, -1)
    exits[pairs["place"].to_numpy()] = pairs["place_out"].to_numpy()
    return exits
