"""Two registers of one referral: whose each line is, and which two lines are one contact.

Sender and receiver may each keep a log. A receiver's line that repeats a sender's is no second
sign of contact; it confirms the first and may complete it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from netgov.names import Meaning
from netgov.schema import Change
from netgov.sheets import Sheet

SENDER: Final = "sender"
RECEIVER: Final = "receiver"
BOTH: Final = "both"
# A receiver's line whose contact the sender's line stands for.
REPEATED: Final = "repeated"

_COMPLETED: Final = ("answered", "closed", "outcome", "status")

Numbers = NDArray[np.int64]


def tell_registers(
    log: Sheet, meanings: Mapping[str, Meaning], today: Mapping[str, str]
) -> None:
    """Put the end whose register holds a line, sender or receiver, in the place of its name.

    A third body's register tells of neither end, so its lines count as not told.
    """
    written = log.frame["recorded_by"]
    if not written.any():
        return
    slugs = {name: meaning.slug for name, meaning in meanings.items()}
    owner = named_today(written.map(lambda name: slugs.get(name, "")), today)
    side = pd.Series("", index=written.index, dtype=object)
    for end, column in ((SENDER, "source"), (RECEIVER, "target")):
        side[(owner != "") & (owner == named_today(log.frame[column], today))] = end
    _tell(log, written.index[(written != "") & (side == "")].tolist(), "third_register")
    log.frame["recorded_by"] = side


def named_today(slugs: pd.Series[str], today: Mapping[str, str]) -> pd.Series[str]:
    """Return the bodies under the names they bear today."""
    renamed = {slug: last for slug, last in today.items() if slug != last}
    return slugs.map(lambda slug: renamed.get(slug, slug)) if renamed else slugs


def _tell(log: Sheet, rows: list[int], code: str) -> None:
    """Note what was done to some rows, all at once: names of owners may be names of persons."""
    if rows:
        log.changes.append(Change(rows, log.heading("recorded_by"), code))


def join_registers(
    logs: Sequence[Sheet],
    usable: Sequence[pd.DataFrame],
    today: Mapping[str, str],
    within: int,
) -> None:
    """Mark the lines that stand in both registers; the sender's takes what it lacks.

    ``usable`` are the rows of each log that tell of a referral. Only lines with a case number
    and a day can be compared.
    """
    told = {turn: frame[_comparable(frame)] for turn, frame in enumerate(usable)}
    told = {turn: frame for turn, frame in told.items() if len(frame)}
    if not told:
        return
    lines = pd.concat(told)
    ends = [named_today(lines[end], today) for end in ("source", "target")]
    referrals = (
        lines.groupby([lines["case"], *ends], sort=False).ngroup().to_numpy().astype(np.int64)
    )
    days = lines["date"].to_numpy().astype("datetime64[D]").astype(np.int64)
    of_sender = (lines["recorded_by"] == SENDER).to_numpy()
    first, second = (lines.iloc[at] for at in match_lines(referrals, days, of_sender, within))
    completed = _completed(first, second)
    repeated = pd.DataFrame({"recorded_by": REPEATED}, index=second.index, dtype=object)
    for turn in told:
        again = _of_log(repeated, turn)
        _put(logs[turn], _of_log(completed, turn))
        _put(logs[turn], again)
        _tell(logs[turn], again.index.tolist(), "second_register")


def _comparable(lines: pd.DataFrame) -> pd.Series[bool]:
    return (lines["recorded_by"] != "") & (lines["case"] != "") & (lines["grain"] == "day")


def match_lines(
    referrals: Numbers, days: Numbers, of_sender: NDArray[np.bool_], within: int
) -> tuple[Numbers, Numbers]:
    """Match the sender's lines of each referral with the receiver's, each line once.

    The pairs that lie the fewest days apart come first, then those first in record order.

    Parameters
    ----------
    referrals
        A number for each case, source and target, by line.
    days
        The day of each line.
    of_sender
        Which lines are the sender's; the others are the receiver's.
    within
        The most days that two lines of one contact may lie apart.

    Returns
    -------
    tuple of arrays
        Positions of the sender's and of the receiver's line of each pair.
    """
    none = np.array([], dtype=np.int64)
    if of_sender.all() or not of_sender.any():
        return none, none
    span = int(np.ptp(days))
    within = min(within, span)
    # One number for each referral and day, so far apart that no two referrals come near.
    places = referrals * (span + within + 1) + (days - days.min())
    senders = np.flatnonzero(of_sender)
    nearest = _nearest(places[senders], np.unique(places[~of_sender]))
    waiting: defaultdict[int, list[int]] = defaultdict(list)
    for line in np.flatnonzero(~of_sender)[::-1].tolist():  # the first in record order on top
        waiting[int(places[line])].append(line)
    pairs = []
    free = np.ones(len(senders), dtype=bool)
    for apart in range(within + 1):
        trying = np.flatnonzero(free & (nearest <= apart))
        found = _partners(places[senders[trying]], apart, waiting)
        free[trying] = found < 0
        pairs.append(np.stack([senders[trying], found])[:, found >= 0])
    first, second = np.concatenate(pairs, axis=1)
    return first, second


def _nearest(places: Numbers, others: Numbers) -> Numbers:
    """Return how far the nearest of some others, sorted, is from each place."""
    at = np.searchsorted(others, places)
    before, after = others[np.maximum(at - 1, 0)], others[np.minimum(at, len(others) - 1)]
    nearest: Numbers = np.minimum(np.abs(places - before), np.abs(places - after))
    return nearest


def _partners(places: Numbers, apart: int, waiting: Mapping[int, list[int]]) -> Numbers:
    """Take for each place in turn the first line that waits this far from it, -1 if none."""
    partners = []
    for place in places.tolist():
        lines = [some for at in (place - apart, place + apart) if (some := waiting.get(at))]
        partners.append(min(lines, key=lambda some: some[-1]).pop() if lines else -1)
    return np.array(partners, dtype=np.int64)


def _completed(first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    """Return the sender's lines with what only the receiver's tell."""
    told = {"recorded_by": pd.Series(BOTH, index=first.index, dtype=object)}
    for column in _COMPLETED:
        theirs = second[column].set_axis(first.index)
        if column in {"answered", "closed"}:
            # The receiver may have written the referral down, and closed it, before the sender.
            theirs = theirs.mask(theirs < first["date"])
        blank = first[column].isna() | (first[column] == "")
        told[column] = first[column].mask(blank, theirs)
    return pd.DataFrame(told)


def _of_log(lines: pd.DataFrame, turn: int) -> pd.DataFrame:
    """Return the lines of one log, by the row in its file."""
    return lines[lines.index.get_level_values(0) == turn].droplevel(0).sort_index()


def _put(log: Sheet, lines: pd.DataFrame) -> None:
    """Put some cells of some rows in the place of what stands there."""
    for column in lines:
        cells = log.frame[column].copy()
        cells[lines.index] = lines[column]
        log.frame[column] = cells
