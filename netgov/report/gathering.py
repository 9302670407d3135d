"""The report gathered: what it says, section by section, in one language."""

from __future__ import annotations

from netgov.drawing import notice, title_of
from netgov.errors import NotEnoughData
from netgov.findings import next_steps
from netgov.gaps import find_gaps
from netgov.period import Period
from netgov.records import INTERNAL
from netgov.report.agenda import agenda_section
from netgov.report.basis import data_section, totals_section
from netgov.report.centre import broker_section, central_section
from netgov.report.flow import capacity_section, flow_section, meeting_section
from netgov.report.gap_part import gap_section
from netgov.report.governed import governance_section
from netgov.report.method import glossary_section, method_section, proof_section
from netgov.report.pieces import Items, Line, Proven, Report, Section
from netgov.report.results import Results
from netgov.report.summary import limits_section, no_link, summary_section
from netgov.report.whole import change_section, network_section
from netgov.rules import Rules
from netgov.views import View
from netgov.words import Words, _


def gather(results: Results) -> Report:
    """Return the report of some results; sections that the data do not carry are left out."""
    proven, view = Proven(), results.view
    sections = [
        summary_section(results, proven),
        data_section(results),
        network_section(results, proven),
        central_section(results, proven),
        broker_section(results, proven),
        totals_section(results),
        flow_section(results, proven),
        capacity_section(results, proven),
        meeting_section(results, proven),
        change_section(results, proven),
        gap_section(results, proven),
        governance_section(results, proven),
        next_section(results),
        agenda_section(view, results.period, results.gaps, results.rules, results.words),
        limits_section(results),
        proof_section(results, proven),
        method_section(results),
        glossary_section(results),
    ]
    told = tuple(section for section in sections if section)
    return _report(view, results.period, results.words, told)


def agenda_report(view: View, period: Period, rules: Rules, words: Words) -> Report:
    """Return a report of the agenda alone.

    Raises
    ------
    NotEnoughData
        If there is nothing to put before a meeting.
    """
    section = agenda_section(view, period, find_gaps(view, period, rules), rules, words)
    if section is None:
        raise NotEnoughData(no_link(view))
    return _report(view, period, words, (section,))


def _report(view: View, period: Period, words: Words, sections: tuple[Section, ...]) -> Report:
    return Report(
        lang=words.lang,
        title=title_of(view, words),
        period=str(period),
        notice=notice(view, words),
        internal=INTERNAL if view.internal else "",
        sections=sections,
    )


def next_section(results: Results) -> Section | None:
    """Return what to check next, if there is anything."""
    words = results.words
    steps = next_steps(results.view, results.period, results.gaps, words)
    lines = tuple(map(Line, steps))
    if not lines:
        return None
    title = words(_("What to check next"))
    return Section("next", title, (Items(lines, numbered=True),))
