"""The command line: each command parses, calls one public function, hands on the result.

Only click is loaded here; everything else loads inside the command that needs it, so that
``netgov --help`` answers at once on an old office machine.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click

from netgov import __version__
from netgov.cli.aggregating import aggregate
from netgov.cli.analysis import gaps, levels, measure, pathways
from netgov.cli.commands import (
    audit,
    check,
    completion,
    draw_map,
    figure,
    init,
    key,
    list_cards,
)
from netgov.cli.comparing import compare, missing
from netgov.cli.exporting import export
from netgov.cli.inferring import bootstrap, qap, sensitivity, test
from netgov.cli.options import lang_option, terminal_columns
from netgov.cli.reporting import agenda, open_report, report
from netgov.cli.speech import SpokenGroup, SpokenOption, asked_language, fail, speak_in
from netgov.errors import NetgovError, speak
from netgov.words import _

__all__ = ["main", "netgov"]


@click.group(
    cls=SpokenGroup,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=_("See how public bodies work together, and where mandate and practice part."),
)
@lang_option
@click.version_option(
    __version__,
    message="netgov %(version)s",
    cls=SpokenOption,
    help=_("Show the version and exit."),
)
def netgov() -> None:
    """Gather the commands."""


# docs/cli.md tells them in this order.
_COMMANDS = (
    *(
        report,
        open_report,
        agenda,
        audit,
        check,
        aggregate,
        init,
        key,
        measure,
        levels,
        gaps,
        pathways,
    ),
    *(test, bootstrap, qap, missing, compare, sensitivity),
    *(draw_map, figure, export, list_cards, completion),
)
for _command in _COMMANDS:
    netgov.add_command(_command)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run netgov as typed."""
    typed = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        # A Windows console in an old code page shows "?" for what it lacks instead of failing.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        speak_in(speak(asked_language(typed) or os.environ.get("NETGOV_LANG")))
    except NetgovError as error:
        fail(error)
    width = min((terminal_columns() or 82) - 2, 100)
    netgov.main(typed, prog_name="netgov", terminal_width=width)
