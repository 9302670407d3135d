"""Commands that write a report or map, check and prepare data, and list what netgov knows."""

from __future__ import annotations

from typing import Any

import click

from netgov.cli.options import (
    audience_option,
    chosen_period,
    data_argument,
    hand_over,
    lang_option,
    option,
    protected,
    public_history,
    reading_options,
    records_of,
    table_option,
    year_option,
)
from netgov.cli.speech import Speech, SpokenCommand, SpokenGroup
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
@year_option
@reading_options
@lang_option
def report(data: str, output: str, year: str | None, **asked: Any) -> None:
    """Write the folder that people take away."""
    from netgov.report import write_report

    history = public_history(data, asked)
    folder = write_report(history, chosen_period(history, year), output, Speech.words.lang)
    click.echo(Speech.words(_("Written: {path}"), path=folder / "report.html"))


@click.command(
    cls=SpokenCommand, help=_("Check a folder or file: rows used, rows set aside and why.")
)
@data_argument
@option("--out", type=click.Path(), help=_("Folder for quality.json, rejected.csv and more."))
@option("--strict", is_flag=True, help=_("Refuse a file with any faulty row."))
@audience_option(
    "internal",
    _("public: tell no rows and values, and say whether output could be published."),
)
@reading_options
@lang_option
def check(data: str, out: str | None, audience: str, **asked: Any) -> None:
    """Tell what became of every row."""
    from netgov.quality import need_audience, quality_text, write_quality

    internal = need_audience(audience, strict=asked["strict"]) == "internal"
    records = records_of(data, asked)
    if not internal:
        protected(records)
    click.echo(quality_text(records, Speech.words, rows=internal))
    if out is not None:
        folder = write_quality(records, out, Speech.words, rows=internal)
        click.echo("\n" + Speech.words(_("Written: {path}"), path=folder))


@click.command(
    cls=SpokenCommand, help=_("Write a folder to start from, with an Excel template.")
)
@click.argument("folder", type=click.Path())
@lang_option
def init(folder: str) -> None:
    """Write a template."""
    from netgov.template import write_template

    path = write_template(folder, Speech.words.lang)
    click.echo(Speech.words(_("Written: {path}"), path=path))


@click.group(cls=SpokenGroup, help=_("Keys that make case numbers codes."))
@lang_option
def key() -> None:
    """Gather the commands about keys."""


@key.command("new", help=_("Write a new key to a file that only you can read."))
@click.argument("file", type=click.Path())
@lang_option
def new_key(file: str) -> None:
    """Write a key."""
    from pathlib import Path

    from netgov.identity import write_key

    click.echo(Speech.words(_("Written: {path}"), path=write_key(Path(file))))


@click.command(
    "map",
    cls=SpokenCommand,
    help=_("Draw the map: .html to explore, .svg, .pdf or .png to print."),
)
@data_argument
@option(
    "-o",
    "--output",
    type=click.Path(),
    default="map.html",
    show_default=True,
    help=_("File to write."),
)
@year_option
@reading_options
@lang_option
def draw_map(data: str, output: str, year: str | None, **asked: Any) -> None:
    """Draw one picture."""
    from netgov.drawing import draw, scene

    history = public_history(data, asked)
    picture = scene(history, chosen_period(history, year), lang=Speech.words.lang)
    click.echo(Speech.words(_("Written: {path}"), path=draw(picture, output)))


@click.command(
    "list", cls=SpokenCommand, help=_("List what netgov knows: measures, gaps, or both.")
)
@click.argument("what", required=False)
@table_option
@lang_option
def list_cards(what: str | None, output: str | None) -> None:
    """List the cards."""
    from netgov.tables import card_table

    hand_over(card_table(what, Speech.words, full=output is not None), output)
