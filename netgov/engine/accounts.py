"""What became of the records of a store, in the words of ``netgov check``."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

import pandas as pd

from netgov.checking import CHANGE_COLUMNS
from netgov.engine.columns import Chosen
from netgov.engine.meanings import FAULTS
from netgov.errors import RecordsError, shown
from netgov.identity import veiled
from netgov.ledger import is_too_much, misread
from netgov.rules import Rules
from netgov.schema import TABLES
from netgov.words import _

_EXAMPLES: Final = 9  # of each reason; the tenth line tells of the others
_PROBLEM_COLUMNS: Final = (
    *("file", "sheet", "row", "column", "value", "code", "known", "within", "rows"),
)
# Which column a reason speaks of, where no example tells it.
_COLUMN_OF: Final = {
    "missing_date": "date",
    "bad_date": "date",
    "future_date": "date",
    "bad_count": "count",
}


@dataclass(frozen=True, eq=False)
class Accounts:
    """What became of the records.

    Attributes
    ----------
    counts
        One row: in, used, rejected.
    problems, changes
        As those of `Records`, with ``rows`` for how many records each row of them speaks of;
        at most ten examples of a reason, veiled.
    unread
        Columns that were not read.
    unknown
        Names to be decided on; always blank here.
    """

    counts: pd.DataFrame
    problems: pd.DataFrame
    changes: pd.DataFrame
    unread: pd.DataFrame
    unknown: pd.DataFrame = field(
        default_factory=lambda: pd.DataFrame({"suggestion": []}, dtype=object)
    )

    @property
    def used(self) -> int:
        """How many records were counted."""
        return int(self.counts["used"].iloc[0])

    def need_most(self, rules: Rules, *, accept_loss: bool) -> None:
        """Refuse a store that loses too many records.

        Raises
        ------
        RecordsError
        """
        name, rows = str(self.counts.index[0]), int(self.counts["in"].iloc[0])
        rejected = int(self.counts["rejected"].iloc[0])
        if not rows:
            sentence = _("{source} holds no records; name the file or table that does.")
            raise RecordsError(sentence, source=name)
        if self.used and (accept_loss or not is_too_much(rejected, rows, rules)):
            return
        lost = self.problems.groupby("code", sort=False)["rows"].sum().astype(int).nlargest(3)
        reasons = "; ".join(f"{code} ×{n}" for code, n in lost.items())
        if self.used:
            raise misread(name, rejected, rows, reasons)
        sentence = _("{file}: none of its {rows} records can be used ({reasons}).")
        raise RecordsError(sentence, file=name, rows=rows, reasons=reasons)


def accounts(
    name: str,
    chosen: Chosen,
    quality: pd.DataFrame,
    words: pd.DataFrame,
    *,
    hand_overs: bool,
) -> Accounts:
    """Return what became of the records of a store.

    Parameters
    ----------
    name
        What messages call it.
    chosen
        The columns that were read.
    quality
        Its records for each fault, and what else is to be told of them.
    words
        The words of which something is to be told, as in `Meanings`.
    hand_overs
        Whether hand-overs are counted, which take other records than ties do.
    """
    records = quality["records"]
    total, used = int(records.sum()), int(records.get(0, 0))
    counts = pd.DataFrame(
        {"in": [total], "used": [used], "rejected": [total - used]},
        index=pd.Index([name], name="file"),
    )
    problems = [
        _problem(name, chosen, *told)
        for fault, count in records.drop(0, errors="ignore").items()
        for told in _told(FAULTS[int(str(fault))], count, words)
    ]
    return Accounts(
        counts,
        pd.DataFrame(problems, columns=list(_PROBLEM_COLUMNS)),
        _changes(name, chosen, quality, words, hand_overs=hand_overs),
        chosen.unread,
    )


def _told(code: str, count: int, words: pd.DataFrame) -> list[tuple[str, str, str, int]]:
    """Return some examples of a reason, then the rest: code, column, word, records."""
    known = words[(words["code"] == code) & (words["word"] != "")]
    known = known.sort_values(["records", "word"], ascending=[False, True]).head(_EXAMPLES)
    told, left = [], count
    for column, word, records in known[["column", "word", "records"]].itertuples(index=False):
        rows = min(int(records), left)
        if rows:
            told.append((code, column, word, rows))
        left -= rows
    return [*told, (code, _COLUMN_OF.get(code, ""), "", left)] if left else told


def _problem(name: str, chosen: Chosen, *told: Any) -> tuple[Any, ...]:
    code, column, word, rows = told
    heading = chosen.headings.get(column, column)
    within = TABLES["actors"].path if code == "unknown_name" else ""
    return name, "", 0, heading, veiled(word), code, "-" if within else "", within, rows


def _changes(
    name: str,
    chosen: Chosen,
    quality: pd.DataFrame,
    words: pd.DataFrame,
    *,
    hand_overs: bool,
) -> pd.DataFrame:
    """Return what was done to records that are used."""
    codes = [("date_dropped", "", "unread"), ("before_opened", "", "early")]
    if hand_overs:
        codes += [("no_step_of_case", "case", "no_case"), ("no_step_of_day", "date", "coarse")]
    elif "case" in chosen.headings:
        codes += [("no_case", "case", "no_case")]
    else:
        codes += [("no_case_column", "case", "no_case")]
    of_used = quality[quality.index == 0].sum()
    rows = [
        (name, "", 0, chosen.headings.get(column, column), code, "", "", int(of_used[count]))
        for code, column, count in codes
        if of_used[count]
    ]
    if chosen.registers:
        used = int(of_used["records"])
        rows.append((name, "", 0, chosen.registers, "registers_apart", "", "", used))
    done = words[~words["code"].isin(FAULTS)]
    for column, word, code, after, records in done[
        ["column", "word", "code", "after", "records"]
    ].itertuples(index=False):
        heading = chosen.headings.get(column, "")
        told = veiled(after) if code == "person_like" else shown(after)
        rows.append((name, "", 0, heading, code, veiled(word), told, int(records)))
    return pd.DataFrame(rows, columns=CHANGE_COLUMNS)
