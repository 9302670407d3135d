"""The command line: each command parses, calls one public function, hands on the result.

Only click is loaded here; everything else loads inside the command that needs it, so that
``netgov --help`` answers at once on an old office machine.
"""

from __future__ import annotations

import errno
import gettext
import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from netgov import __version__
from netgov.errors import NetgovError, speak
from netgov.words import DEFAULT_LANGUAGE, DOMAIN, LANGUAGES, LOCALE, Words, _

if TYPE_CHECKING:
    import pandas as pd

    from netgov.privacy import ProtectedHistory
    from netgov.records import Records

Command = TypeVar("Command", bound=Callable[..., Any])


class _Speech:
    """The language of this run: ``--lang``, else ``NETGOV_LANG``, else Indonesian."""

    words = Words(DEFAULT_LANGUAGE)


def speak_in(words: Words) -> None:
    """Say everything in one language from here on."""
    _Speech.words = words
    # click says "Usage" and "Missing argument" through gettext too: lend it our catalogue.
    os.environ["LANGUAGE"] = words.lang
    gettext.bindtextdomain(DOMAIN, LOCALE)
    gettext.textdomain(DOMAIN)


def _asked(arguments: Sequence[str]) -> str | None:
    """Return the language asked for, before click reads the line: its help needs it too."""
    for turn, argument in enumerate(arguments):
        if argument == "--lang":
            return "".join(arguments[turn + 1 : turn + 2])
        if argument.startswith("--lang="):
            return argument.partition("=")[2]
    return None


class _Spoken:
    """Help that is said in the language of the run."""

    _sentence: str | None = None

    @property
    def help(self) -> str | None:
        return _Speech.words(self._sentence) if self._sentence else self._sentence

    @help.setter
    def help(self, sentence: str | None) -> None:
        self._sentence = sentence


class _Option(_Spoken, click.Option):
    """An option with spoken help."""


class _SpokenCommand(_Spoken):
    """A command whose ``--help`` is explained in the language of the run too."""

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option: click.Option | None = super().get_help_option(ctx)  # type: ignore[misc]
        if option:
            option.help = _Speech.words(_("Show this message and exit."))
        return option


class _Command(_SpokenCommand, click.Command):
    """A command with spoken help."""


class _Group(_SpokenCommand, click.Group):
    """The one place where errors become sentences for the reader."""

    command_class = _Command

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except NetgovError as error:
            _fail(error)
        except OSError as error:
            if error.errno == errno.EPIPE:  # nobody reads on; click leaves without a word
                raise
            sentence = _("The result cannot be printed ({reason}); name a file with -o.")
            _fail(NetgovError(sentence, reason=error.strerror))


def _fail(error: NetgovError) -> NoReturn:
    words = _Speech.words
    click.echo(words(_("Error: {what}"), what=error.say(words.lang)), err=True)
    sys.exit(1)


def _option(*names: str, help: str, **settings: Any) -> Callable[[Command], Command]:  # noqa: A002
    return click.option(*names, cls=_Option, help=help, **settings)


_lang_option = _option(
    "--lang", expose_value=False, metavar="|".join(LANGUAGES), help=_("Language of all texts.")
)
_data_argument = click.argument("data", type=click.Path())
_year_option = _option(
    "--year", metavar="YEAR", help=_("2019 or 2017-2019; without it the whole study.")
)
_reading_options: tuple[Callable[[Any], Any], ...] = (
    _option("--accept-loss", is_flag=True, help=_("Go on when many rows are set aside.")),
    _option("--sheet", metavar="NAME", help=_("The one sheet of a workbook to read.")),
    _option("--table", metavar="NAME", help=_("The one table of a database to read.")),
    _option(
        "--columns",
        metavar="FILE|NAME",
        help=_("Mapping of columns: a .toml file, primero or simfoni."),
    ),
    _option("--aliases", metavar="FILE", help=_("Alias sheet that was filled in.")),
    _option("--from", "since", metavar="DATE", help=_("Leave out what lies before this day.")),
    _option("--to", "until", metavar="DATE", help=_("Leave out what lies after this day.")),
    _option(
        "--key-file",
        metavar="FILE",
        help=_("Key that makes case numbers codes; without it each run has its own."),
    ),
)


_network_options: tuple[Callable[[Any], Any], ...] = (
    _option("--layer", metavar="NAME", help=_("One relation alone, such as referral.")),
    _option(
        "--level",
        metavar="unit|parent",
        default="unit",
        show_default=True,
        help=_("parent: each unit together with the body it belongs to."),
    ),
    _option(
        "--group",
        metavar="COLUMN",
        help=_("Column of the actors that makes groups; without it the sector."),
    ),
    _option("--binary", is_flag=True, help=_("Only whether there is contact, not how much.")),
)


def _with(options: Sequence[Callable[[Any], Any]]) -> Callable[[Command], Command]:
    """Give a command several options that belong together."""

    def give(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return give


_reads = _with(_reading_options)
_table_option = _option(
    "-o",
    "--output",
    type=click.Path(),
    help=_("File to write: .csv, .json, .xlsx, .md or .tex; without it a table is printed."),
)


@click.group(
    cls=_Group,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=_("See how public bodies work together, and where mandate and practice part."),
)
@_lang_option
@click.version_option(
    __version__, message="netgov %(version)s", cls=_Option, help=_("Show the version and exit.")
)
def netgov() -> None:
    """Gather the commands."""


@netgov.command(help=_("Write report, map, tables and network of a data folder."))
@_data_argument
@_option(
    "-o",
    "--output",
    type=click.Path(),
    default="out",
    show_default=True,
    help=_("Folder to write; one that netgov wrote before is replaced."),
)
@_year_option
@_reads
@_lang_option
def report(data: str, output: str, year: str | None, **asked: Any) -> None:
    """Write the folder that people take away."""
    from netgov.report import write_report

    history = _public(data, asked)
    folder = write_report(history, _period(history, year), output, _Speech.words.lang)
    click.echo(_Speech.words(_("Written: {path}"), path=folder / "report.html"))


@netgov.command(help=_("Check a folder or file: rows used, rows set aside and why."))
@_data_argument
@_option("--out", type=click.Path(), help=_("Folder for quality.json, rejected.csv and more."))
@_option("--strict", is_flag=True, help=_("Refuse a file with any faulty row."))
@_option(
    "--audience",
    metavar="internal|public",
    default="internal",
    show_default=True,
    help=_("public: tell no rows and values, and say whether output could be published."),
)
@_reads
@_lang_option
def check(data: str, out: str | None, audience: str, **asked: Any) -> None:
    """Tell what became of every row."""
    from netgov.quality import need_audience, quality_text, write_quality

    internal = need_audience(audience, strict=asked["strict"]) == "internal"
    records = _records(data, asked)
    if not internal:
        _protected(records)
    click.echo(quality_text(records, _Speech.words, rows=internal))
    if out is not None:
        folder = write_quality(records, out, _Speech.words, rows=internal)
        click.echo("\n" + _Speech.words(_("Written: {path}"), path=folder))


@netgov.command(help=_("Write a folder to start from, with an Excel template."))
@click.argument("folder", type=click.Path())
@_lang_option
def init(folder: str) -> None:
    """Write a template."""
    from netgov.template import write_template

    path = write_template(folder, _Speech.words.lang)
    click.echo(_Speech.words(_("Written: {path}"), path=path))


@netgov.group(cls=_Group, help=_("Keys that make case numbers codes."))
@_lang_option
def key() -> None:
    """Gather the commands about keys."""


@key.command("new", help=_("Write a new key to a file that only you can read."))
@click.argument("file", type=click.Path())
@_lang_option
def new_key(file: str) -> None:
    """Write a key."""
    from pathlib import Path

    from netgov.identity import write_key

    click.echo(_Speech.words(_("Written: {path}"), path=write_key(Path(file))))


@netgov.command(help=_("Measure actors, ties or the network; netgov list measures names them."))
@_data_argument
@click.argument("names", nargs=-1)
@_year_option
@_with(_network_options)
@_reads
@_table_option
@_lang_option
def measure(
    data: str, names: tuple[str, ...], year: str | None, output: str | None, **asked: Any
) -> None:
    """Write measures as a table."""
    from netgov.measures import measure, view
    from netgov.tables import marked

    chosen = {name: asked.pop(name) for name in ("layer", "level", "group", "binary")}
    history = _public(data, asked)
    table = measure(view(history[_period(history, year)], **chosen), *names)
    _hand_over(marked(table, history.records), output)


@netgov.command(help=_("Compare units with the bodies they belong to."))
@_data_argument
@click.argument("names", nargs=-1)
@_year_option
@_reads
@_table_option
@_lang_option
def levels(
    data: str, names: tuple[str, ...], year: str | None, output: str | None, **asked: Any
) -> None:
    """Write what changes between the two levels as a table."""
    from netgov.measures import compare_levels
    from netgov.tables import level_table, marked

    history = _public(data, asked)
    table = compare_levels(history[_period(history, year)], *names)
    _hand_over(marked(level_table(table, _Speech.words), history.records), output)


@netgov.command(help=_("List the gaps of a data folder, the most pressing first."))
@_data_argument
@_year_option
@_reads
@_table_option
@_lang_option
def gaps(data: str, year: str | None, output: str | None, **asked: Any) -> None:
    """Write gaps as a table."""
    from netgov.gaps import find_gaps
    from netgov.tables import gap_table, marked

    history = _public(data, asked)
    found = find_gaps(history, _period(history, year))
    table = gap_table(found, _Speech.words, full=output is not None)
    _hand_over(marked(table, history.records), output)


@netgov.command("map", help=_("Draw the map: .html to explore, .svg, .pdf or .png to print."))
@_data_argument
@_option(
    "-o",
    "--output",
    type=click.Path(),
    default="map.html",
    show_default=True,
    help=_("File to write."),
)
@_year_option
@_reads
@_lang_option
def draw_map(data: str, output: str, year: str | None, **asked: Any) -> None:
    """Draw one picture."""
    from netgov.drawing import draw, scene

    history = _public(data, asked)
    picture = scene(history, _period(history, year), lang=_Speech.words.lang)
    click.echo(_Speech.words(_("Written: {path}"), path=draw(picture, output)))


@netgov.command("list", help=_("List what netgov knows: measures, gaps, or both."))
@click.argument("what", required=False)
@_table_option
@_lang_option
def list_cards(what: str | None, output: str | None) -> None:
    """List the cards."""
    from netgov.tables import card_table

    _hand_over(card_table(what, _Speech.words, full=output is not None), output)


def _public(data: str, asked: dict[str, Any]) -> ProtectedHistory:
    return _protected(_records(data, asked))


def _protected(records: Records) -> ProtectedHistory:
    from netgov.history import build_history
    from netgov.privacy import protect

    return protect(build_history(records))


def _records(data: str, asked: dict[str, Any]) -> Records:
    from netgov.records import read_records

    return read_records(data, **asked)


def _period(history: ProtectedHistory, year: str | None) -> Any:
    from netgov.period import Period
    from netgov.privacy import need_protected

    period = history.whole if year is None else Period.of(year)
    need_protected(history, period)
    return period


def _hand_over(frame: pd.DataFrame, output: str | None) -> None:
    """Print a table, or write it to a file and say where."""
    from netgov.tables import as_text, write_table

    if output is None:
        click.echo(as_text(frame, _Speech.words, _columns()))
    else:
        path = write_table(frame, output, _Speech.words.lang)
        click.echo(_Speech.words(_("Written: {path}"), path=path), err=True)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run netgov as typed."""
    typed = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        # A Windows console in an old code page shows "?" for what it lacks instead of failing.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        speak_in(speak(_asked(typed) or os.environ.get("NETGOV_LANG")))
    except NetgovError as error:
        _fail(error)
    netgov.main(typed, prog_name="netgov", terminal_width=min((_columns() or 82) - 2, 100))


def _columns() -> int | None:
    """Return the width of the terminal, None where the output goes to a file or program.

    Asking here spares loading shutil and its compressors.
    """
    try:
        return os.get_terminal_size().columns or None
    except OSError:
        return None
