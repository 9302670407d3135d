"""Commands that draw, check and prepare data, and list what netgov knows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import click

from netgov.cli import offers
from netgov.cli.options import (
    audience_option,
    data_argument,
    lang_option,
    layers_option,
    one_page,
    option,
    print_table,
    protected,
    reading_options,
    records_of,
    say_written,
    table_option,
    view_of,
    view_options,
    year_option,
)
from netgov.cli.speech import Speech, SpokenCommand, SpokenGroup
from netgov.errors import NetgovError
from netgov.words import _


@click.command(
    cls=SpokenCommand,
    help=_("Attack what was written: which hidden counts can be worked out from it."),
)
@click.argument("out", type=click.Path())
@data_argument
@option(
    "--known",
    metavar="FILE",
    help=_("Totals known from elsewhere: a .csv with year, total, and source or target."),
)
@reading_options
@lang_option
def audit(out: str, data: str, known: str | None, **asked: Any) -> None:
    """Say which ties can be solved; leave with 1 if there are any."""
    from netgov.attack import about_audit, audit, need_safe, solved_list
    from netgov.history import build_history

    found = audit(out, build_history(records_of(data, asked)), known)
    for sentence in about_audit(found, Speech.words):
        click.echo(sentence)
    if len(found.solved):
        click.echo()
        labels = found.network.labels(Speech.words.lang)
        print_table(solved_list(found, labels, Speech.words))
    need_safe(found)


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
        protected(records, None, exact=False)
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


_MAP_ONLY = _(
    "netgov map writes {known}, not {name}; for a picture to print use netgov figure."
)
_FIGURE_ONLY = _(
    "netgov figure writes {known}, not {name}; for a map to explore use netgov map."
)


@click.command("map", cls=SpokenCommand, help=_("Draw the map to explore, one .html file."))
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
@layers_option
@option(
    "--clustered",
    is_flag=True,
    default=None,
    help=_("Also place by cooperation where there are more than 1,000 bodies."),
)
@view_options
@reading_options
@lang_option
def draw_map(
    data: str,
    output: str,
    year: str | None,
    layers: tuple[str, ...],
    clustered: bool | None,
    **asked: Any,
) -> None:
    """Draw the page."""
    from netgov.drawing import draw, scene

    _need_suffix(output, {".html"}, _MAP_ONLY)
    history, lang = view_of(data, asked), Speech.words.lang
    period = one_page(history, year)
    picture = scene(history, year=period, layers=layers, lang=lang, clustered=clustered)
    click.echo(Speech.words(_("Written: {path}"), path=draw(picture, output)))


@click.command(cls=SpokenCommand, help=_("Draw the figure to print: .svg, .pdf or .png."))
@data_argument
@option(
    "-o",
    "--output",
    type=click.Path(),
    default="figure.pdf",
    show_default=True,
    help=_("File to write."),
)
@year_option
@layers_option
@option("--greyscale", is_flag=True, help=_("Draw in greys alone, for print without colour."))
@option(
    "--text",
    metavar="live|path",
    default="live",
    show_default=True,
    help=_("Letters of an .svg: live, to edit them; path, to look the same without the font."),
)
@option("--multiples", is_flag=True, help=_("Draw the years side by side, two to six."))
@view_options
@reading_options
@lang_option
def figure(
    data: str,
    output: str,
    year: str | None,
    layers: tuple[str, ...],
    *,
    multiples: bool,
    **asked: Any,
) -> None:
    """Draw the picture, or one of each year."""
    from netgov.drawing import PAINTERS, draw, draw_multiples, scene

    _need_suffix(output, PAINTERS.keys() - {".html"}, _FIGURE_ONLY)
    how = {name: asked.pop(name) for name in ("greyscale", "text")}
    if multiples:
        _refuse_with_multiples(layers, **how)
    history, lang = view_of(data, asked), Speech.words.lang
    period = one_page(history, year)
    if multiples:
        path = draw_multiples(history, output, period, lang)
    else:
        path = draw(scene(history, year=period, layers=layers, lang=lang), output, **how)
    click.echo(Speech.words(_("Written: {path}"), path=path))


def _need_suffix(output: str, suffixes: Iterable[str], sentence: str) -> None:
    """Refuse a file that the command does not write, before anything is read."""
    from pathlib import Path

    from netgov.writing import by_suffix

    by_suffix(dict.fromkeys(sorted(suffixes)), Path(output), sentence)


def _refuse_with_multiples(layers: tuple[str, ...], *, greyscale: bool, text: str) -> None:
    given = {"--layer": layers, "--greyscale": greyscale, f"--text {text}": text != "live"}
    if any(given.values()):
        sentence = _(
            "--multiples shows all ties, in colour and live text; leave out {options}."
        )
        options = ", ".join(option for option, asked in given.items() if asked)
        raise NetgovError(sentence, options=options)


@click.command(
    "list", cls=SpokenCommand, help=_("List what netgov knows: measures, gaps, or both.")
)
@click.argument("what", required=False, shell_complete=offers.lists)
@table_option
@lang_option
def list_cards(what: str | None, output: str | None) -> None:
    """List the cards."""
    from netgov.tables import card_table, write_table
    from netgov.writing import OF_ALL

    table = card_table(what, Speech.words, full=output is not None)
    if output is None:
        print_table(table)
    else:
        say_written(write_table(table, output, Speech.words.lang, OF_ALL))


@click.command(
    cls=SpokenCommand,
    help=_("Print what makes the tab key complete words of netgov in bash, zsh or fish."),
)
@click.argument("shell", metavar="bash|zsh|fish", shell_complete=offers.shells)
@lang_option
def completion(shell: str) -> None:
    """Print the lines for the settings of a shell."""
    from click.shell_completion import get_completion_class

    from netgov.cli import netgov
    from netgov.errors import UnknownName

    found = get_completion_class(shell) if shell in offers.SHELLS else None
    if found is None:
        sentence = _("There is no shell called {name}. The nearest is {near}; all: {known}.")
        raise UnknownName.among(sentence, shell, offers.SHELLS)
    click.echo(found(netgov, {}, "netgov", "_NETGOV_COMPLETE").source())
