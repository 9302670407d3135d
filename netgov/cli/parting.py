"""One part of a study alone, such as a district of a country, for any command."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from netgov.errors import NetgovError, shown
from netgov.words import _

if TYPE_CHECKING:
    from netgov.period import Period
    from netgov.views import View


def part_named(view: View, asked: str) -> View:
    """Return the part of a view that COLUMN=VALUE names, in the years the command asks for.

    It is taken from the whole as the reports of `write_reports` are, so that it tells no second
    count.
    """
    from netgov.parts import Parts

    column, equals, value = (side.strip() for side in asked.partition("="))
    if not (column and equals and value):
        sentence = _("Write a part as COLUMN=VALUE, such as district=Sleman, not {value}.")
        raise NetgovError(sentence, value=shown(asked))
    parts = Parts(view, column, _period(view))
    turn = parts.turn_of(value)
    if (untold := parts.untold.get(turn)) is not None:
        raise NetgovError(untold.sentence, **untold.facts)
    return parts[turn]


def _period(view: View) -> Period:
    """Return the years that the command asks for; one that compares two asks for all."""
    return view.within(click.get_current_context().params.get("year"))
