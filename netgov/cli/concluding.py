"""How commands of inference end: tables, and what they come to, on a screen and in files."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

import click

from netgov.cli.options import hand_over_all, mark_screen, say_left_out
from netgov.cli.speech import Speech
from netgov.words import _

if TYPE_CHECKING:
    import pandas as pd

    from netgov.views import View

# Where files lie is nobody else's business, and changes no number.
_UNTOLD: Final = ("output", "key_file", "ledger")
_UNNAMED: Final = ("data", "sheet", "table")


def hand_over_found(
    tables: Mapping[str, pd.DataFrame],
    shown: Mapping[str, pd.DataFrame],
    findings: Iterable[object],
    output: str | None,
    view: View,
    *periods: Any,
) -> None:
    """Write tables, or print what is shown of them; say what they come to, in the file too."""
    said = [str(finding) for finding in findings]
    if output is None:
        hand_over_all(shown, None, view)
        _say_left_out(tables, shown)
    else:
        hand_over_all(tables, output, view, *periods, remarks=[*said, _made(periods)])
        mark_screen(None, view)
    for sentence in said:
        click.echo(f"\n{sentence}")


def _say_left_out(
    tables: Mapping[str, pd.DataFrame], shown: Mapping[str, pd.DataFrame]
) -> None:
    """Say how many rows a screen leaves out."""
    some, count = (sum(map(len, frames.values())) for frames in (shown, tables))
    say_left_out(some, count)


def _made(periods: Iterable[Any]) -> str:
    """Say how a file came about: the command as it could be typed again, and the years."""
    context = click.get_current_context()
    typed = ["netgov", str(context.info_name)]
    for parameter in context.command.params:
        value = context.params.get(str(parameter.name))
        if parameter.name in _UNTOLD or value is None or value is False:
            continue
        names = [parameter.opts[-1]] if isinstance(parameter, click.Option) else []
        for one in value if isinstance(value, tuple) else (value,):
            typed += [*names, *([] if one is True else [_told(parameter, one)])]
    years = ", ".join(map(str, periods))
    sentence = _("Made of the years {years} with: {command}")
    return Speech.words(sentence, years=years, command=shlex.join(typed))


def _told(parameter: click.Parameter, value: object) -> str:
    """Return what was typed for a parameter; names of what was read are the office's own."""
    unnamed = "FILE" in (parameter.metavar or "") or parameter.name in _UNNAMED
    return str(parameter.metavar or parameter.name).upper() if unnamed else str(value)
