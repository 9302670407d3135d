"""An agenda to carry into a meeting: the first agreements, what to ask and what to settle."""

from __future__ import annotations

from typing import Final

import pandas as pd

from netgov.findings import about_first_by_year, agenda_of
from netgov.period import Period
from netgov.records import Records
from netgov.report.pieces import Column, Grid, Heading, Items, Line, Piece, Prose, Row, Section
from netgov.report.sources import rule_line
from netgov.rules import Rules
from netgov.views import View
from netgov.words import Words, _

_PARTS: Final = {
    "text": _("What shows"),
    "note": _("Besides"),
    "ask": _("To ask"),
    "agree": _("To agree on"),
    "why": _("Why first"),
}
_ROOM: Final = "\n\N{NO-BREAK SPACE}"  # a second line, to write in
_NO_ARTICLE: Final = _("(the source names no article)")


def agenda_section(
    view: View, period: Period, gaps: pd.DataFrame, rules: Rules, words: Words
) -> Section | None:
    """Return the agenda, with room to write down what is decided; None if there is nothing."""
    items = agenda_of(gaps, view, words)
    if items.empty:
        return None
    pieces: list[Piece] = [
        _meeting(words),
        Prose((Line(_opening(view, period, items, words)),)),
    ]
    if by_year := " ".join(about_first_by_year(gaps, view, period, words, rules)):
        pieces.append(Prose((Line(by_year),), "remark"))
    for place, item in items.iterrows():
        pieces.append(Heading(f"{place}. {item['bodies']}"))
        told = [Line(item[name], words(label)) for name, label in _PARTS.items() if item[name]]
        rows = [int(row) for row in str(gaps["mandate_rows"][str(item["gap"])]).split()]
        behind = _rules(rows, view.records, words)
        pieces.append(Items((*told[:1], *behind, *told[1:])))
    columns = (_("Between"), _("What was decided"), _("Who"), _("By when"))
    blank = tuple(Row((f"{bodies}{_ROOM}", "", "", "")) for bodies in items["bodies"])
    pieces.append(Grid(tuple(Column(words(name)) for name in columns), blank))
    title, short = words(_("Agenda for a meeting")), words(_("Agenda"))
    return Section("agenda", title, tuple(pieces), short, alone=True)


def _meeting(words: Words) -> Grid:
    """Return room for where and when, and who came."""
    columns = (_("Day and time"), _("Place"), _("Present"))
    return Grid(tuple(Column(words(name)) for name in columns), (Row((_ROOM, "", "")),))


def _opening(view: View, period: Period, items: pd.DataFrame, words: Words) -> str:
    net = view[period]
    names, labels = net.names(words.lang), net.labels(words.lang)
    guests = dict.fromkeys(slug for ends in ("source", "target") for slug in items[ends])
    invited = [
        names[slug] if names[slug] == labels[slug] else f"{names[slug]} ({labels[slug]})"
        for slug in guests
    ]
    sentence = _(
        "Invite {who}. Ask both sides to bring their registers, and begin with what they see "
        "themselves: nothing here is a reproach."
    )
    return words(sentence, who=words.together(invited))


def _rules(rows: list[int], records: Records, words: Words) -> list[Line]:
    """Return the rules behind a gap: what they demand, and their sources."""
    notes = {
        row: "" if records.mandates.at[row, "article"] else words(_NO_ARTICLE) for row in rows
    }
    return list(dict.fromkeys(rule_line(row, records, words, notes[row]) for row in rows))
