"""Commands that say how firm numbers are: tests, intervals and other choices."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click

from netgov.cli.options import option
from netgov.cli.speech import Speech
from netgov.words import _

times_option = option(
    "--times",
    type=int,
    default=1000,
    show_default=True,
    metavar="NUMBER",
    help=_("How many draws; more make p finer and take longer."),
)
seed_option = option(
    "--seed",
    type=int,
    default=0,
    show_default=True,
    metavar="NUMBER",
    help=_("Number the draws begin with; the same number gives the same result."),
)


def draws_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Let a command be asked how often to draw, and from which number on."""
    return times_option(seed_option(command))


@contextmanager
def progress(times: int) -> Iterator[Callable[[int], object]]:
    """Show how many of some draws are done, to whoever waits at a terminal."""
    label = Speech.words(_("Drawing"))
    with click.progressbar(
        length=times, label=label, file=sys.stderr, hidden=not sys.stderr.isatty()
    ) as bar:
        yield bar.update
