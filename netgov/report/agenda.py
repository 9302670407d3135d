"""An agenda to carry into a meeting: the first agreements, what to ask and what to settle."""

from __future__ import annotations

from netgov.findings import agenda_of
from netgov.report.pieces import Column, Grid, Heading, Items, Line, Piece, Prose, Row, Section
from netgov.report.results import Results
from netgov.words import _


def agenda_section(results: Results) -> Section | None:
    """Return the agenda, with room to write down what is decided; None if there is nothing."""
    words = results.words
    items = agenda_of(results.gaps, results.view, words)
    if items.empty:
        return None
    parts = {
        "text": _("What shows"),
        "note": _("Besides"),
        "rule": _("Rule"),
        "ask": _("To ask"),
        "agree": _("To agree on"),
        "why": _("Why first"),
    }
    guests = dict.fromkeys(slug for ends in ("source", "target") for slug in items[ends])
    invited = words.together(results.labels.get(slug, slug) for slug in guests)
    opening = _(
        "Invite {who}. Ask both sides to bring their registers, and begin with what they see "
        "themselves: nothing here is a reproach."
    )
    pieces: list[Piece] = [Prose((Line(words(opening, who=invited)),))]
    for place, item in items.iterrows():
        pieces.append(Heading(f"{place}. {item['bodies']}"))
        told = [Line(item[name], words(label)) for name, label in parts.items() if item[name]]
        pieces.append(Items(tuple(told)))
    columns = (_("Between"), _("What was decided"), _("Who"), _("By when"))
    blank = tuple(Row((str(bodies), "", "", "")) for bodies in items["bodies"])
    pieces.append(Grid(tuple(Column(words(name)) for name in columns), blank))
    title, short = words(_("Agenda for a meeting")), words(_("Agenda"))
    title, short = words(_("Agenda for a meeting")), words(_("Agenda"))
    return Section("agenda", title, tuple(pieces), short, alone=True)
