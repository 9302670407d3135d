"""Why a row is set aside, and what is done to a row that is used, each with what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from netgov.words import _

PROBLEMS: Final[Mapping[str, str]] = {
    "not_a_record": _("the row is a total, a signature or a heading; nothing needs doing"),
    "missing_actor": _("the body is blank; write who refers and who receives"),
    "long_name": _("the name has more than 200 signs; write the name of the body alone"),
    "personal_data": _("the cell holds a number or address of a person; write the body alone"),
    "formula_error": _("the formula has no value; calculate it in Excel and save again"),
    "missing_date": _("the date is blank; write the day, such as 2019-03-21, or the year"),
    "bad_date": _("there is no such day in this column; write it as 2019-03-21"),
    "future_date": _("the day lies in the future; correct the year"),
    "bad_count": _("the value is not a number above 0; write digits alone, such as 12"),
    "bad_amount": _("the value is not a number from 0 on; write digits alone, such as 12"),
    "more_than_contacts": _("more than there were contacts; correct one of the two"),
    "self_referral": _("a body has no tie to itself; correct one of the two"),
    "duplicate_row": _(
        "the row repeats row {known}; another contact needs a case number of its own"
    ),
    "outside_period": _("the day lies outside the period that was asked for"),
    "missing_value": _("the cell is blank; fill it in"),
    "unknown_value": _("the value is not known; write one of: {known}"),
    "unknown_name": _("the name is not in {table}; add it there or correct it (near: {known})"),
    "bad_year": _("the value is not a year; write four digits, such as 2019"),
    "out_of_range": _("the number lies outside {known}; correct it"),
    "bad_number": _("the value is not a number; write digits with a point, such as 0.5"),
    "bad_id": _("the name has blanks or signs; use up to 60 letters, digits, _ and -"),
    "repeated_key": _("the value stands in an earlier row too; keep one"),
    "missing_year": _("both years are blank, so no period can use it; give at least one"),
    "years_crossed": _("the last year lies before the first; correct one of them"),
}

CHANGES: Final[Mapping[str, str]] = {
    "known_by_alias": _("another name of a body, as the table of aliases says"),
    "joined_spelling": _("the same name but for case, blanks, dots or the form of its letters"),
    "new_actor": _("not in the table of bodies; taken as one of its own, so check the name"),
    "person_like": _(
        "looks like a person; add the body to the table of bodies, or public output is refused"
    ),
    "mixed_letters": _("mixes letters of several scripts that look alike; check the name"),
    "date_order": _("days and months could be taken for one another; read in this order"),
    "date_written_out": _("dates with the month as a word were read as days"),
    "date_serial": _("numbers were read as Excel's count of days"),
    "date_two_digits": _("years of two digits were completed"),
    "date_dropped": _(
        "the day is no day, or a month or year alone; the row is used without it"
    ),
    "before_opened": _("the day lies before the contact itself; the row is used without it"),
    "unknown_left_out": _(
        "the value is none that docs/data.md lists; the row is used without it"
    ),
    "referral_assumed": _("the relation is not known; the row is used as a referral"),
    "no_case": _("without a case number; together they count as one unknown case"),
    "no_case_column": _(
        "there is no column of case numbers, so all rows of a tie are one unknown case; add one"
    ),
    "no_step_of_case": _("without a case number, so it is part of no hand-over"),
    "no_step_of_day": _(
        "a month or year alone, so it is part of no hand-over: its case seems to go on past it"
    ),
    "registers_apart": _(
        "tells who keeps the register, and records added up are not joined: a contact that "
        "stands in the registers of both ends counts twice; take one out in a view first"
    ),
    "not_decided": _("left blank in the table of aliases, so the name stays a body of its own"),
    "outside_study": _("the rows lie outside the years of the study, so no network shows them"),
    "body_absent": _(
        "a body did not exist in that year, says the table of bodies, so no network shows them"
    ),
    "personal_left_out": _("held a number or address of a person; the row is used without it"),
    "file_passed_over": _("the file has no headings that netgov knows and was not read"),
    "file_left_out": _(
        "files of this kind or place are not read; save it as .xlsx and put it into the folder"
    ),
    "counted_beside": _(
        "ties counted elsewhere are added to a referral log; if they sum it up, leave them out"
    ),
    "second_register": _(
        "the line stands in the register of sender and receiver; counted once"
    ),
    "third_register": _(
        "the register is neither the sender's nor the receiver's, or its owner is written "
        "otherwise; the row is used without it"
    ),
    "filled_in": _("blank cells were filled in as the mapping file says"),
}


class Fault(NamedTuple):
    """One cell that cannot be used: where it stands, what it holds, why it cannot."""

    row: int
    column: str
    value: str
    code: str
    known: str = ""
    within: str = ""


class Change(NamedTuple):
    """Something done to some rows: which, where, and what became of what stood there."""

    at: Sequence[int]
    column: str
    code: str
    before: str = ""
    after: str = ""

    @property
    def row(self) -> int:
        """The first of the rows."""
        return int(self.at[0])

    @property
    def rows(self) -> int:
        """How many rows they are."""
        return len(self.at)
