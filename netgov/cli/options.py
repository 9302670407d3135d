"""What commands share: each option or set of options a decorator; data in, table out."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import click

from netgov.cli.speech import Speech, SpokenOption
from netgov.errors import NetgovError
from netgov.words import LANGUAGES, _

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from netgov.history import History
    from netgov.privacy import ProtectedHistory
    from netgov.records import Records

Command = TypeVar("Command", bound=Callable[..., Any])


def option(*names: str, help: str, **settings: Any) -> Callable[[Command], Command]:  # noqa: A002
    """Give a command an option with spoken help."""
    return click.option(*names, cls=SpokenOption, help=help, **settings)


def _together(*options: Callable[[Any], Any]) -> Callable[[Command], Command]:
    """Give a command several options that belong together."""

    def give(command: Command) -> Command:
        for one in reversed(options):
            command = one(command)
        return command

    return give


def audience_option(default: str, help: str) -> Callable[[Command], Command]:  # noqa: A002
    """Let a command speak to the office alone or to everybody."""
    return option(
        "--audience",
        metavar="internal|public",
        default=default,
        show_default=True,
        help=help,
    )


lang_option = option(
    "--lang", expose_value=False, metavar="|".join(LANGUAGES), help=_("Language of all texts.")
)
data_argument = click.argument("data", type=click.Path())
year_option = option(
    "--year", metavar="YEAR", help=_("2019 or 2017-2019; without it the whole study.")
)
table_option = option(
    "-o",
    "--output",
    type=click.Path(),
    help=_("File to write: .csv, .json, .xlsx, .md or .tex; without it a table is printed."),
)
reading_options = _together(
    option("--accept-loss", is_flag=True, help=_("Go on when many rows are set aside.")),
    option("--sheet", metavar="NAME", help=_("The one sheet of a workbook to read.")),
    option("--table", metavar="NAME", help=_("The one table of a database to read.")),
    option(
        "--columns",
        metavar="FILE|NAME",
        help=_("Mapping of columns: a .toml file, primero or simfoni."),
    ),
    option("--aliases", metavar="FILE", help=_("Alias sheet that was filled in.")),
    option("--from", "since", metavar="DATE", help=_("Leave out what lies before this day.")),
    option("--to", "until", metavar="DATE", help=_("Leave out what lies after this day.")),
    option(
        "--key-file",
        metavar="FILE",
        help=_("Key that makes case numbers codes; without it each run has its own."),
    ),
)
network_options = _together(
    option("--layer", metavar="NAME", help=_("One relation alone, such as referral.")),
    option(
        "--level",
        metavar="unit|parent",
        default="unit",
        show_default=True,
        help=_("parent: each unit together with the body it belongs to."),
    ),
    option(
        "--group",
        metavar="COLUMN",
        help=_("Column of the actors that makes groups; without it the sector."),
    ),
    option("--binary", is_flag=True, help=_("Only whether there is contact, not how much.")),
)


def records_of(data: str, asked: dict[str, Any]) -> Records:
    """Read the records a command names, as its reading options ask."""
    from netgov.records import read_records

    return read_records(data, **asked)


def protected(records: Records) -> ProtectedHistory:
    """Return the public history of records."""
    from netgov.history import build_history
    from netgov.privacy import protect

    return protect(build_history(records))


def public_history(data: str, asked: dict[str, Any]) -> ProtectedHistory:
    """Read the records a command names; return their public history."""
    return protected(records_of(data, asked))


def history_for(audience: str, data: str, asked: dict[str, Any]) -> History:
    """Read the records a command names; return their history as the audience may see it."""
    from netgov.history import build_history

    internal = need_audience(audience) == "internal"
    records = records_of(data, asked)
    return build_history(records) if internal else protected(records)


def need_audience(asked: str) -> str:
    """Return the audience asked for; refuse one that does not exist."""
    from netgov.quality import need_audience

    return need_audience(asked)


def chosen_period(history: History, year: str | None) -> Any:
    """Return the period asked for; the public view must be able to show it."""
    from netgov.privacy import ProtectedHistory, need_protected

    period = history.asked(year)
    if isinstance(history, ProtectedHistory):
        need_protected(history, period)
    return period


def mark_screen(output: str | None, *, internal: bool) -> None:
    """Say once, on a screen, that what follows is for the office; a file says it itself."""
    from netgov.tables import INTERNAL

    if internal and output is None:
        click.echo(f"{INTERNAL}\n")


def hand_over(frame: pd.DataFrame, output: str | None, *, internal: bool = False) -> None:
    """Print a table, or write it to a file and say where."""
    from netgov.tables import as_text, write_table

    if output is None:
        click.echo(as_text(frame, Speech.words, terminal_columns()))
    else:
        mode = 0o600 if internal else 0o644
        path = write_table(frame, output, Speech.words.lang, mode)
        _say_written(path)


def hand_over_all(
    frames: Mapping[str, pd.DataFrame], output: str | None, *, internal: bool
) -> None:
    """Print several tables under their names, or write them to one workbook."""
    from pathlib import Path

    from netgov.captions import title
    from netgov.tables import as_text, workbook
    from netgov.writing import write_file

    words = Speech.words
    if output is None:
        for name, frame in frames.items():
            click.echo(f"\n{title(name, words)}\n")
            click.echo(as_text(frame, words, terminal_columns()))
    elif len(frames) == 1:
        (frame,) = frames.values()
        hand_over(frame, output, internal=internal)
    elif Path(output).suffix.lower() == ".xlsx":
        mode = 0o600 if internal else 0o644
        _say_written(write_file(Path(output), workbook(frames, words), mode))
    else:
        sentence = _(
            "{file} holds one table; name one of {known} after the folder, or write .xlsx for "
            "all of them."
        )
        raise NetgovError(sentence, file=Path(output).name, known=", ".join(frames))


def _say_written(path: Path) -> None:
    click.echo(Speech.words(_("Written: {path}"), path=path), err=True)


def terminal_columns() -> int | None:
    """Return the width of the terminal, None where the output goes to a file or program.

    Asking here spares loading shutil and its compressors.
    """
    try:
        return os.get_terminal_size().columns or None
    except OSError:
        return None
