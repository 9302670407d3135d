"""Commands about the report: write it, open it, write its agenda by itself."""

from __future__ import annotations

import sys
from typing import Any

import click

from netgov.cli import offers
from netgov.cli.options import (
    chosen_period,
    data_argument,
    hand_over,
    lang_option,
    mark_screen,
    option,
    reading_options,
    say_written,
    view_of,
    view_options,
    year_option,
)
from netgov.cli.speech import Speech, SpokenCommand
from netgov.errors import NetgovError
from netgov.words import _


@click.command(
    cls=SpokenCommand, help=_("Write report, map, tables and network of a data folder.")
)
@data_argument
@option(
    "-o",
    "--output",
    type=click.Path(),
    default="out",
    show_default=True,
    help=_("Folder to write; one that netgov wrote before is replaced."),
)
@option(
    "--format",
    "forms",
    metavar="html,pdf,docx,md",
    shell_complete=offers.forms,
    default="html",
    show_default=True,
    help=_("What the report is written as: one or several, with commas between."),
)
@option(
    "--by",
    metavar="COLUMN",
    help=_("Write a report for each value of a column of the bodies, such as district."),
)
@option(
    "--processes",
    type=click.IntRange(min=1),
    metavar="NUMBER",
    help=_("With --by: how many reports are written at once; 2 unless given."),
)
@year_option
@view_options
@reading_options
@lang_option
def report(
    data: str,
    output: str,
    forms: str,
    by: str | None,
    processes: int | None,
    year: str | None,
    **asked: Any,
) -> None:
    """Write the folder that people take away."""
    from netgov.report import need_forms, report_in, write_report, write_reports

    words = Speech.words
    chosen = need_forms(form.strip() for form in forms.lower().split(","))
    _need_fitting(by, processes, chosen)
    # Elsewhere a file that is refused should get one sentence alone.
    if sys.stderr.isatty():
        _tell(words(_("Reading {data} …"), data=data))
    view = view_of(data, asked)
    period = chosen_period(view, year)
    if by is None:
        folder = write_report(view, period, output, words.lang, forms=chosen, tell=_tell)
    else:
        how: dict[str, Any] = {"processes": processes, "tell": _tell}
        folder = write_reports(view, by, period, output, words.lang, **how)
    click.echo(words(_("Written: {path}"), path=report_in(folder)))


def _need_fitting(by: str | None, processes: int | None, forms: tuple[str, ...]) -> None:
    """Refuse options that do not go together."""
    if by is not None and forms != ("html",):
        sentence = _("With --by reports are written as html alone; leave --format out.")
        raise NetgovError(sentence)
    if by is None and processes is not None:
        raise NetgovError(_("--processes goes with --by, which writes several reports."))


def _tell(step: str) -> None:
    """Say what is being done to whoever waits, beside what a program may read."""
    click.echo(step, err=True)


@click.command(
    cls=SpokenCommand,
    help=_("Write the agenda for a meeting: what to ask and what to agree on first."),
)
@data_argument
@option(
    "-o",
    "--output",
    type=click.Path(),
    help=_("File to write: .docx, .pdf, .html or .md; without it a table is printed."),
)
@year_option
@view_options
@reading_options
@lang_option
def agenda(data: str, output: str | None, year: str | None, **asked: Any) -> None:
    """Write or print the first agreements."""
    from netgov.findings import agenda
    from netgov.report import write_agenda
    from netgov.report.summary import no_link

    view, lang = view_of(data, asked), Speech.words.lang
    period = chosen_period(view, year)
    mark_screen(output, view)
    if output is None:
        told = agenda(view, period, lang)[["bodies", "text", "ask", "agree"]]
        if told.empty:
            click.echo(Speech.words(no_link(view)))
            return
        hand_over(told, None, view, period)
    else:
        say_written(write_agenda(view, period, output, lang))


@click.command("open", cls=SpokenCommand, help=_("Open a report in the browser."))
@click.argument("out", type=click.Path(), default="out")
@lang_option
def open_report(out: str) -> None:
    """Show a report that was written before."""
    import webbrowser
    from pathlib import Path

    from netgov.report import report_in

    page = report_in(Path(out))
    click.echo(str(page))
    if not webbrowser.open(page.resolve().as_uri()):
        sentence = _("No browser was found; open this file by hand: {path}")
        raise NetgovError(sentence, path=str(page))
