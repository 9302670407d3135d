"""The command that adds up records where they lie, for stores too large to be read by row."""

from __future__ import annotations

import sys
from typing import Any

import click

from netgov.cli import offers
from netgov.cli.options import (
    accept_loss_option,
    aliases_option,
    columns_option,
    database_option,
    lang_option,
    option,
    say_written,
)
from netgov.cli.speech import Speech, SpokenCommand
from netgov.words import _

_STEPS = {
    "words": _("Reading names and words …"),
    "contacts": _("Going through the records …"),
    "counts": _("Counting …"),
}


@click.command(
    cls=SpokenCommand,
    context_settings={"allow_extra_args": True},
    help=_(
        "Add up records where they lie, in files or a database too large to be read row by row."
    ),
)
@click.argument("source", type=click.Path())
@option(
    "--engine",
    metavar="duckdb|postgres|spark",
    shell_complete=offers.engines,
    default="duckdb",
    show_default=True,
    help=_("What adds up: DuckDB on this computer, a PostgreSQL server, Spark."),
)
@option(
    "-o",
    "--output",
    type=click.Path(),
    default="ties.csv",
    show_default=True,
    help=_("File to write, .csv or .parquet; every other command reads it."),
)
@database_option
@columns_option
@option(
    "--actors",
    metavar="FILE",
    help=_("Table of bodies; records that name others are set aside."),
)
@aliases_option
@option(
    "--hand-overs",
    is_flag=True,
    help=_("Count from which body to which cases went between one contact and the next."),
)
@option(
    "--record",
    metavar="COLUMN",
    help=_("Column that numbers the records; it tells the order of contacts of one day."),
)
@accept_loss_option
@lang_option
def aggregate(source: str, engine: str, output: str, **asked: Any) -> None:
    """Write yearly ties or hand-overs, and tell what became of the records."""
    from netgov.engine import aggregate, need_output, write_aggregate
    from netgov.quality import quality_text

    if click.get_current_context().args:  # click would print them
        sentence = _(
            "Name one source; what stands behind it is not shown, since it may hold a password."
        )
        raise click.UsageError(Speech.words(sentence))
    need_output(output, source, *(asked[name] for name in ("actors", "aliases", "columns")))
    result = aggregate(source, engine, tell=_tell, **asked)
    path = write_aggregate(result, output)
    click.echo(quality_text(result.accounts, Speech.words))
    say_written(path)


def _tell(step: str) -> None:
    """Say what is being done to whoever waits at a terminal."""
    if sys.stderr.isatty():
        click.echo(Speech.words(_STEPS[step]), err=True)
