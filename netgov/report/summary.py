"""One page for the head of an office, and what the data cannot say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pandas as pd

from netgov.findings import COUNT, about_first_by_year, about_silence, between, of_gap
from netgov.gaps import first_agreements
from netgov.proof import Finding
from netgov.report.gap_part import LEFT_OUT
from netgov.report.pieces import Heading, Items, Line, Piece, Prose, Proven, Section
from netgov.report.results import Results
from netgov.views import View
from netgov.words import Words, _

_FINDINGS: Final = 5
_LIMITS: Final = 4


def summary_section(results: Results, proven: Proven) -> Section:
    """Return five findings, three links to repair first, and what the data cannot say."""
    words = results.words
    told = tuple(proven.line(finding) for finding in first_findings(results))
    pieces: list[Piece] = [
        Items(told, numbered=True, look="findings"),
        Heading(words(_("Links to repair first"))),
        *_links(results, proven),
        Heading(words(_("What the data cannot say"))),
        Items(tuple(map(Line, list(limits(results))[:_LIMITS]))),
    ]
    return Section("summary", words(_("Summary")), tuple(pieces), alone=True)


def first_findings(results: Results) -> list[Finding]:
    """Return the findings a head of office should know, of each kind the first."""
    proven = [
        [finding for finding in findings if finding.measure]
        for findings in results.findings.values()
    ]
    first = [findings[0] for findings in proven if findings]
    # Where the data carry few kinds, the next of each kind fill the page.
    more = [finding for findings in proven for finding in findings[1:]]
    return [*first, *more][:_FINDINGS]


def main_finding(results: Results) -> str:
    """Return the agreement to prepare first, or else the first finding; blank without any."""
    view, words = results.view, results.words
    for gap in first_agreements(results.gaps, view, 1).to_dict("records"):
        return f"{between(gap, view, words)}: {gap[f'text_{words.lang}']}"
    return next((finding.text for finding in first_findings(results)), "")


def _links(results: Results, proven: Proven) -> list[Piece]:
    """Return the agreements to prepare first, each with its reason."""
    view, words = results.view, results.words
    first = first_agreements(results.gaps, view, COUNT).to_dict("records")
    if not first:
        return [Prose((Line(words(no_link(view))),))]
    lines = []
    for gap in first:
        text = gap[f"text_{words.lang}"]
        line = proven.line(of_gap(text, gap, view, words))
        lines.append(Line(line.text, lead=between(gap, view, words), proof=line.proof))
    by_year = " ".join(
        about_first_by_year(results.gaps, view, results.period, words, results.rules)
    )
    remarks = [by_year, words(LEFT_OUT)]
    told = [Prose((Line(remark),), "remark") for remark in remarks if remark]
    return [Items(tuple(lines), numbered=True), *told]


def no_link(view: View) -> str:
    """Return the sentence where no agreement is to be prepared."""
    return _NO_LINK if len(view.records.mandates) else _NO_RULES


_NO_LINK: Final = _(
    "No gap was found that an agreement between two bodies of the city could close; silence is "
    "not a clean bill."
)
_NO_RULES: Final = _(
    "Without a table of rules it cannot be examined which links fall short of them; "
    "netgov init writes one to fill in."
)


def limits_section(results: Results) -> Section:
    """Return all that the data cannot say."""
    words = results.words
    title = words(_("What this report cannot say"))
    return Section(
        "limits", title, (Items(tuple(map(Line, limits(results)))),), words(_("Limits"))
    )


def limits(results: Results) -> Iterator[str]:
    """Yield what the data cannot say, the most important first."""
    view, words = results.view, results.words
    yield from _about_part(view, words)
    yield from _about_data(results, words)
    if results.limits is None:
        sentence = _(
            "Ranks come without margins of uncertainty: small differences mean nothing."
        )
        yield words(sentence)
    if results.no_flow:
        why = results.no_flow.say(words.lang)
        yield words(_("What becomes of cases cannot be told: {why}"), why=why)
    if results.capacity.empty:
        staffed = pd.to_numeric(view.records.actors["staff"]).notna().any()
        yield words(_CAPACITY[bool(staffed)])
    if results.turned.empty:
        yield words(_CHANGE[results.period.first == results.period.last])
    if len(results.gaps):
        yield words(_WEIGHTS)
    yield from about_silence(view, words)


_WEIGHTS: Final = _(
    "The weights of the parts of the priority were not varied; with others the order of the "
    "gaps could differ."
)
_UNENTERED: Final = _(
    "What was not entered in a register is not here: no record does not mean no contact."
)
_CAPACITY: Final = {
    True: _("Load and staff are for the office alone, not for a public report."),
    False: _(
        "Load cannot be told: no numbers of staff are on record (column staff of actors)."
    ),
}
_CHANGE: Final = {
    True: _("Change over years cannot be told: there is one year alone to tell of."),
    False: _("Change over years cannot be told: a year by itself would tell too little."),
}


def _about_part(view: View, words: Words) -> Iterator[str]:
    """Yield what a report of a part of the study leaves out."""
    if view.part is None:
        return
    sentence = _(
        "What is outside {part}: this report tells of ties between its bodies, and of their "
        "ties with bodies that work for several such parts. Other ties of its bodies: {count}."
    )
    name, count = view.part.names[words.lang], words.number(view.part.outside)
    yield words(sentence, part=name, count=count)
    if view.internal:
        yield words(
            _(
                "What became of cases that went on elsewhere; they are not followed here, and "
                "load counts the contacts of this part alone."
            )
        )


def _about_data(results: Results, words: Words) -> Iterator[str]:
    records = results.view.records
    if records.study.synthetic:
        yield words(_("All numbers are invented for practice; no real office is described."))
    if records.counted:
        yield words(_UNENTERED)
    else:
        yield words(
            _(
                "How often, how fast and how well bodies work together: public statements tell "
                "that there was contact, not how much."
            )
        )
    yield words(
        _(
            "Why a link is weak. A gap shows where to ask; whether staff, money, rules or "
            "registers are the cause, only those concerned can say."
        )
    )
    if not results.view.internal and records.counted:
        yield words(
            _("Small counts are hidden to protect children, so weak ties look alike in public.")
        )
