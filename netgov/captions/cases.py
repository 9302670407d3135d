"""Captions of what becomes of cases, and of what a check made of rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from netgov.captions.meaning import (
    ACTOR,
    CASES,
    CHAIN,
    CONTACTS,
    DAYS,
    ENDS,
    FROM_0_TO_1,
    HAND_OVERS,
    MEETINGS,
    ROWS,
    SHARE,
    TIE,
    YEAR,
    Caption,
    Meaning,
)
from netgov.words import _

_VISITS: Final = _("visits")
_STAFF: Final = _("workers")
_A_MONTH: Final = _("cases a month")
_ENTRY: Final = {
    "entry": Meaning(_("Body that handed the cases over first.")),
    "service": Meaning(_("Service that they are to reach.")),
}
_STOOD_IN: Final = _("Share of these attendances at which somebody stood in for the head.")

OF_CASES: Final[Mapping[str, Caption]] = {
    "hand_overs": Caption(
        _("Hand-overs"),
        _("Cases handed over from body to body"),
        _("One row is all hand-overs from one body to another."),
        {
            **ENDS,
            "contacts": Meaning(_("Times that a case was handed over."), CONTACTS),
            "cases": Meaning(_("Distinct cases among them."), CASES),
        },
    ),
    "delays": Caption(
        _("Delays"),
        _("Delays from contact to answer"),
        _("One row is one tie; contacts still open count as long as they have waited."),
        {
            **TIE,
            "contacts": Meaning(_("Contacts on record."), CONTACTS),
            "open": Meaning(_("Contacts not answered yet."), CONTACTS),
            "undated": Meaning(
                _("Contacts answered on a day that is not on record; left out."), CONTACTS
            ),
            "median": Meaning(
                _("Days within which half are answered; blank where fewer were."), DAYS
            ),
            "ninth": Meaning(_("Days within which nine of ten are answered."), DAYS),
            "longest": Meaning(_("Longest wait on record."), DAYS),
            "closed_median": Meaning(_("Days within which half are closed."), DAYS),
            "deadline": Meaning(_("Days that a rule in force allows."), DAYS),
            "within": Meaning(_("Share answered by the deadline."), SHARE),
            "low": Meaning(_("Lower limit of that share, with 95 % confidence."), SHARE),
            "high": Meaning(_("Upper limit of that share, with 95 % confidence."), SHARE),
            "answered": Meaning(_("Share of cases answered, in steps of five points."), SHARE),
        },
    ),
    "agencies": Caption(
        _("Cases at each body"),
        _("What becomes of cases at each body"),
        _("One row is one body; a visit is the arrival of a case at it."),
        {
            **ACTOR,
            "received": Meaning(_("Visits received."), _VISITS),
            "passed_on": Meaning(_("Of these, passed on to another body."), _VISITS),
            "resolved": Meaning(_("Of these, resolved there."), _VISITS),
            "unserved": Meaning(_("Of these, closed without service."), _VISITS),
            "lost": Meaning(_("Of these, without a further step on record."), _VISITS),
            "open": Meaning(_("Of these, still open."), _VISITS),
            "share": Meaning(_("Share lost of the visits that are not open."), SHARE),
            "contribution": Meaning(
                _(
                    "Share of all cases that is lost at it; added up, the share lost in "
                    "the end."
                ),
                SHARE,
            ),
            "elasticity": Meaning(
                _("Per cent by which all losses grow if its own share grows by one per cent."),
                _("per cent"),
            ),
        },
    ),
    "entries": Caption(
        _("First bodies reached"),
        _("Cases by the body that they reach first"),
        _("One row is one body that cases reach first."),
        {
            **ACTOR,
            "cases": Meaning(_("Cases that reach it first."), CASES),
            "share": Meaning(_("Their share of all cases."), SHARE),
            "loss": Meaning(_("Share of them that is lost in the end."), SHARE),
            "hand_overs": Meaning(_("Further hand-overs expected of a case."), HAND_OVERS),
        },
    ),
    "reach": Caption(
        _("Reach of services"),
        _("Services that cases reach, by entry point"),
        _("One row is one service, for the cases of one entry point."),
        {
            **_ENTRY,
            "cases": Meaning(_("Cases of the entry point."), CASES),
            "within_1": Meaning(_("Share that gets to it in one hand-over."), SHARE),
            "within_2": Meaning(_("Share that gets to it in two hand-overs or fewer."), SHARE),
            "within_3": Meaning(
                _("Share that gets to it in three hand-overs or fewer."), SHARE
            ),
            "in_time": Meaning(_("Share that gets to it in time."), SHARE),
            "median": Meaning(_("Days within which half of the cases get to it."), DAYS),
            "fewest": Meaning(
                _("Fewest hand-overs over ties on record; blank if no chain leads to it."),
                HAND_OVERS,
            ),
        },
    ),
    "routes": Caption(
        _("Quickest ways"),
        _("Quickest way from each entry point to each service"),
        _("One row is the quickest chain of ties from one entry point to one service."),
        {**_ENTRY, **CHAIN},
    ),
    "detours": Caption(
        _("Quicker ways round"),
        _("Ties that a way round outruns"),
        _("One row is one tie that is slower than a chain by way of others."),
        {**ENDS, "direct": Meaning(_("Median days of the tie itself."), DAYS), **CHAIN},
    ),
    "between": Caption(
        _("Between others"),
        _("Bodies that quickest chains run through"),
        _("One row is one body."),
        {
            **ACTOR,
            "delay_betweenness": Meaning(
                _("Share of the quickest chains between others that run through it."), SHARE
            ),
        },
    ),
    "registers": Caption(
        _("Registers of both"),
        _("Registers of sender and receiver, compared"),
        _("One row is one tie whose contacts stand in the register of its sender or receiver."),
        {
            **TIE,
            "sender": Meaning(_("Lines in the sender's register."), CONTACTS),
            "receiver": Meaning(_("Lines in the receiver's register."), CONTACTS),
            "both": Meaning(_("Lines that stand in both."), CONTACTS),
            "confirmed": Meaning(_("Share of the contacts that stand in both."), SHARE),
            "estimate": Meaning(_("Estimated number of all contacts."), CONTACTS),
            "sd": Meaning(_("Standard deviation of the estimate."), CONTACTS),
            "low": Meaning(_("Lower limit of the estimate, 95 %."), CONTACTS),
            "high": Meaning(_("Upper limit of the estimate, 95 %."), CONTACTS),
            "unseen": Meaning(_("Contacts estimated to stand in neither."), CONTACTS),
        },
    ),
    "capacity": Caption(
        _("Load and staff"),
        _("Load, waiting time and staff of each body"),
        _("One row is one body whose staff is on record."),
        {
            **ACTOR,
            "staff": Meaning(_("Workers on cases."), _STAFF),
            "capacity": Meaning(_("Cases that one worker can close in a month."), _A_MONTH),
            "cases": Meaning(_("Cases received in the period."), CASES),
            "cases_low": Meaning(
                _("Lower 95 % limit of that count; the load moves with it."), CASES
            ),
            "cases_high": Meaning(_("Upper 95 % limit of that count."), CASES),
            "monthly": Meaning(_("Cases received in a month."), _A_MONTH),
            "per_worker": Meaning(_("Cases received in a month by one worker."), _A_MONTH),
            "load": Meaning(
                _("Share of the capacity that is used; above 1 a queue grows."), SHARE
            ),
            "must_wait": Meaning(_("Chance that a case has to wait (Erlang C)."), FROM_0_TO_1),
            "wait": Meaning(
                _("Expected wait; blank where more arrives than can be closed."), DAYS
            ),
            "staff_needed": Meaning(
                _("Workers needed so that the load stays bearable."), _STAFF
            ),
        },
    ),
    "coordination": Caption(
        _("Meetings and referrals"),
        _("Who meets and who refers"),
        _("One row is one pair of bodies that meet or refer."),
        {
            **ACTOR,
            "other": Meaning(_("The other body of the pair.")),
            "meetings": Meaning(_("Meetings that both attended."), MEETINGS),
            "weight": Meaning(
                _("The same, large meetings and stand-ins counting less."), MEETINGS
            ),
            "stood_in": Meaning(_STOOD_IN, SHARE),
            "referrals": Meaning(_("Referrals between them, both ways together."), CONTACTS),
            "finding": Meaning(
                _("busy, never meet; or meet, never refer; blank if neither stands out.")
            ),
        },
    ),
    "attendance": Caption(
        _("Attendance"),
        _("Attendance at coordination meetings"),
        _("One row is one body in one year."),
        {
            **ACTOR,
            "year": Meaning(_("The year."), YEAR),
            "attended": Meaning(_("Meetings attended."), MEETINGS),
            "stood_in": Meaning(_STOOD_IN, SHARE),
        },
    ),
}

_PLACE: Final = {
    "file": Meaning(_("The file.")),
    "sheet": Meaning(_("The sheet of a workbook.")),
    "row": Meaning(_("The row in the file, as a spreadsheet counts them.")),
    "column": Meaning(_("The column.")),
}

OF_CHECKS: Final[Mapping[str, Caption]] = {
    "rejected": Caption(
        _("Rows set aside"),
        _("Rows set aside"),
        _("One row is one reason for which a row was set aside."),
        {
            **_PLACE,
            "value": Meaning(_("What stands there.")),
            "code": Meaning(_("Kind of problem.")),
            "remedy": Meaning(_("What to do about it.")),
        },
    ),
    "changes": Caption(
        _("Changes"),
        _("What was done to rows that are used"),
        _("One row is one change, to one row of the data or several."),
        {
            **_PLACE,
            "code": Meaning(_("Kind of change.")),
            "before": Meaning(_("What stood there.")),
            "after": Meaning(_("What is used instead.")),
            "rows": Meaning(_("Rows that it concerns."), ROWS),
            "done": Meaning(_("What was done, in a sentence.")),
        },
    ),
    "counts": Caption(
        _("Rows"),
        _("Rows in, used and set aside"),
        _("One row is one table of the data."),
        {
            "file": _PLACE["file"],
            "in": Meaning(_("Rows read."), ROWS),
            "used": Meaning(_("Of these, rows used."), ROWS),
            "rejected": Meaning(_("Of these, rows set aside."), ROWS),
            "sheet": _PLACE["sheet"],
        },
    ),
    "aliases": Caption(
        # By this name the sheet is known when it is handed back.
        _("aliases"),
        _("Names to be told which body they stand for"),
        _("One row is one name that no table of bodies holds."),
        {
            "alias": Meaning(_("The name as it is written.")),
            "actor": Meaning(_("To be filled in: the body that it stands for.")),
            "suggestion": Meaning(_("The known name most like it.")),
            "score": Meaning(_("How alike they are."), _("0 to 100")),
            "margin": Meaning(_("How much less alike the next name is."), _("points")),
            "rows": Meaning(_("Rows in which it stands."), ROWS),
        },
    ),
}
