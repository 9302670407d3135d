"""What the kinds of gap need to be examined, and what is missing where they are not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

import pandas as pd

from netgov.cases.log import case_log
from netgov.history import History
from netgov.rules import Rules
from netgov.sizes import are_comparable
from netgov.views import ProtectedHistory
from netgov.words import _


class Need(NamedTuple):
    """What is said where it is missing, and how a study shows that it is there."""

    missing: str
    there: Callable[[History, Rules], bool]


def _counted(history: History, _rules: Rules) -> bool:
    return history.records.counted


def _of_cases(history: History, _rules: Rules) -> bool:
    """Whether contacts were counted, and not by the public view, which masks and rounds."""
    return history.records.counted and not isinstance(history, ProtectedHistory)


def _stated(column: str) -> Callable[[History, Rules], bool]:
    return lambda history, _rules: bool(
        pd.to_numeric(history.records.mandates[column]).notna().any()
    )


def _staffed(history: History, _rules: Rules) -> bool:
    numbers = history.records.actors[["staff", "capacity"]].astype(float)
    return bool((numbers > 0).all(axis=1).any())


NEEDS: Final[Mapping[str, Need]] = {
    "mandates": Need(_("no table of mandates"), lambda h, _rules: len(h.records.mandates) > 0),
    "evidence": Need(_("no records of contact"), lambda h, _rules: len(h.records.evidence) > 0),
    "counts": Need(_("no counts of contact"), _counted),
    "cases": Need(_("no counts of single cases"), _of_cases),
    "log": Need(_("no log of numbered cases"), lambda h, _rules: len(case_log(h)) > 0),
    "answers": Need(
        _("no days of answers"),
        lambda h, _rules: bool(case_log(h)["answered"].notna().any()),
    ),
    "shares": Need(_("no duty states a share"), _stated("share")),
    "deadlines": Need(_("no duty states a deadline"), _stated("days")),
    "staff": Need(_("no numbers of staff and capacity"), _staffed),
    "meetings": Need(_("no attendance lists"), lambda h, _rules: len(h.records.meetings) > 0),
    "comparable": Need(_("more bodies than can be compared in all pairs"), are_comparable),
    "years": Need(_("no two years with like coverage"), lambda h, _rules: len(h) > 1),
}


def missing(needs: tuple[str, ...], history: History, rules: Rules) -> list[str]:
    """Return the sentences on what a study lacks of some needs."""
    lacking = [need for need in needs if not _is_there(need, history, rules)]
    if isinstance(history, ProtectedHistory) and history.records.counted:
        # What the public is not told of may be there all the same.
        told = [need for need in lacking if need not in _FOR_THE_OFFICE]
        office = [_OFFICE] if len(told) < len(lacking) else []
        return [*(NEEDS[need].missing for need in told), *office]
    return [NEEDS[need].missing for need in lacking]


def _is_there(need: str, history: History, rules: Rules) -> bool:
    # Asked for each kind of gap and period, though it is the same for all.
    return history.keep((NEEDS[need], rules), lambda study: NEEDS[need].there(study, rules))


_FOR_THE_OFFICE: Final = frozenset({"cases", "log", "answers", "meetings"})
_OFFICE: Final = _("only in a report for the office")
