"""What commands share: each option or set of options a decorator; data in, table out."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from netgov.cli import offers
from netgov.cli.speech import Speech, SpokenOption
from netgov.draws import TIMES
from netgov.errors import NetgovError
from netgov.words import LANGUAGES, _

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from netgov.records import Records
    from netgov.views import ProtectedHistory, ShownNetwork, View

Command = TypeVar("Command", bound=Callable[..., Any])

_OF_ALL_TABLES: Final = ".xlsx"


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
        metavar="public|internal",
        shell_complete=offers.audiences,
        default=default,
        show_default=True,
        help=help,
    )


lang_option = option(
    "--lang",
    expose_value=False,
    metavar="|".join(LANGUAGES),
    shell_complete=offers.languages,
    help=_("Language of all texts."),
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
accept_loss_option = option(
    "--accept-loss", is_flag=True, help=_("Go on when many rows are set aside.")
)
database_option = option(
    "--table", metavar="NAME", help=_("The one table of a database to read.")
)
columns_option = option(
    "--columns",
    metavar="FILE|NAME",
    help=_("Mapping of columns: a .toml file, primero or simfoni."),
)
aliases_option = option("--aliases", metavar="FILE", help=_("Alias sheet that was filled in."))
reading_options = _together(
    accept_loss_option,
    option("--sheet", metavar="NAME", help=_("The one sheet of a workbook to read.")),
    database_option,
    columns_option,
    aliases_option,
    option("--from", "since", metavar="DATE", help=_("Leave out what lies before this day.")),
    option("--to", "until", metavar="DATE", help=_("Leave out what lies after this day.")),
    option(
        "--key-file",
        metavar="FILE",
        help=_("Key that makes case numbers codes; without it each run has its own."),
    ),
    option(
        "--ledger",
        metavar="FILE",
        help=_("Where releases are entered; without it a file in or beside the data."),
    ),
)
masking_options = _together(
    option(
        "--mask-below",
        type=int,
        metavar="NUMBER",
        help=_("Hide counts of fewer cases; 5 unless given, 10 for sexual violence."),
    ),
    option(
        "--exact",
        is_flag=True,
        help=_(
            "Tell counts and totals unrounded, and hide more, so that none gives another away."
        ),
    ),
)
view_options = _together(
    audience_option(
        "public",
        _("internal: counts as they are, for the office alone; public: what all may see."),
    ),
    masking_options,
    option(
        "--part",
        metavar="COLUMN=VALUE",
        help=_("The bodies of one part alone, such as district=Sleman, and their ties."),
    ),
)
level_option = option(
    "--level",
    metavar="unit|parent",
    shell_complete=offers.levels,
    default="unit",
    show_default=True,
    help=_("parent: each unit together with the body it belongs to."),
)
layer_option = option(
    "--layer",
    metavar="NAME",
    shell_complete=offers.layers,
    help=_("One relation alone, such as referral."),
)
layers_option = option(
    "--layer",
    "layers",
    metavar="NAME",
    multiple=True,
    shell_complete=offers.layers,
    help=_("Only this type of tie, such as referral; may be given several times."),
)
network_options = _together(
    layer_option,
    level_option,
    option(
        "--group",
        metavar="COLUMN",
        help=_("Column of the actors that makes groups; without it the sector."),
    ),
    option("--binary", is_flag=True, help=_("Only whether there is contact, not how much.")),
)


seed_option = option(
    "--seed",
    type=int,
    default=0,
    show_default=True,
    metavar="NUMBER",
    help=_("Number the draws begin with; the same number gives the same result."),
)


def draws_options(
    usual: int = TIMES,
    help: str = _("How many draws; more make p finer and take longer."),  # noqa: A002
) -> Callable[[Command], Command]:
    """Let a command be asked how often to draw, and from which number on."""
    times = option(
        "--times", type=int, default=usual, show_default=True, metavar="NUMBER", help=help
    )
    return _together(times, seed_option)


def records_of(data: str, asked: dict[str, Any]) -> Records:
    """Read the records a command names, as its reading options ask.

    As long as the command runs, texts are kept as Python has them though pyarrow be installed:
    the same on every machine, and for tables of this size sooner and in less memory.
    """
    import pandas as pd

    from netgov.records import read_records

    texts = pd.option_context("mode.string_storage", "python")
    click.get_current_context().with_resource(texts)
    return read_records(data, **asked)


def view_of(data: str, asked: dict[str, Any]) -> View:
    """Read the records a command names; return them as the audience asked for may see them."""
    part = asked.pop("part")
    view = _whole_view(data, asked)
    if part is None:
        return view
    from netgov.cli.parting import part_named

    return part_named(view, part)


def _whole_view(data: str, asked: dict[str, Any]) -> View:
    from netgov.history import build_history
    from netgov.privacy import keep_internal

    internal = need_audience(asked.pop("audience")) == "internal"
    how = {name: asked.pop(name) for name in ("mask_below", "exact")}
    if internal:
        _refuse_masking(**how)
        return keep_internal(build_history(records_of(data, asked)))
    records = records_of(data, asked)
    _advise(records, how["mask_below"])
    return protected(records, **how)


def _advise(records: Records, mask_below: int | None) -> None:
    """Say that counts of sexual violence should be hidden further up."""
    from netgov.rules import Rules

    least = Rules().mask_below_sexual
    kinds = " ".join(records.evidence["case_type"].unique()).lower()
    asked = Rules().mask_below if mask_below is None else mask_below
    sexual = any(part in kinds for part in ("seksual", "sexual", "cabul", "perkosa", "setubuh"))
    if sexual and asked < least and not records.study.synthetic:
        sentence = _(
            "Kinds of case speak of sexual violence, where counts below {least} should be "
            "hidden: add --mask-below {least}."
        )
        click.echo(Speech.words(sentence, least=least), err=True)


def protected(records: Records, mask_below: int | None, *, exact: bool) -> ProtectedHistory:
    """Return the public view of records."""
    from netgov.history import build_history
    from netgov.privacy import protect
    from netgov.rules import Rules

    rules = Rules() if mask_below is None else Rules(mask_below=mask_below)
    return protect(build_history(records), rules, exact=exact)


def _refuse_masking(mask_below: int | None, *, exact: bool) -> None:
    """Refuse to hide counts from the office, which would believe them hidden."""
    if mask_below is not None or exact:
        sentence = _(
            "--audience internal shows all counts as they are; leave out --mask-below and "
            "--exact."
        )
        raise NetgovError(sentence)


def need_audience(asked: str) -> str:
    """Return the audience asked for; refuse one that does not exist."""
    from netgov.quality import need_audience

    return need_audience(asked)


def chosen_period(view: View, year: str | None) -> Any:
    """Return the period asked for: within the study, and of which the view may tell."""
    from netgov.releases import need_same_manner
    from netgov.views import need_view

    period = view.within(year)
    need_view(view, period)
    need_same_manner(view)
    return period


def one_page(view: View, year: str | None) -> Any:
    """Return the period asked for, of which one page can show all bodies."""
    from netgov.sizes import need_one_page

    period = chosen_period(view, year)
    need_one_page(view, period)
    return period


def network_of(
    data: str, year: str | None, output: str | None, asked: dict[str, Any]
) -> tuple[View, Any, ShownNetwork]:
    """Return the view that a command names, the period, and its network as asked for."""
    from netgov.measures import view

    chosen = {name: asked.pop(name) for name in ("layer", "level", "group", "binary")}
    seen = view_of(data, asked)
    period = chosen_period(seen, year)
    mark_screen(output, seen)
    return seen, period, view(seen[period], **chosen)


@contextmanager
def progress(times: int, doing: str = _("Drawing")) -> Iterator[Callable[[int], object]]:
    """Show how many of some draws are done, to whoever waits at a terminal."""
    label = Speech.words(doing)
    with click.progressbar(
        length=times, label=label, file=sys.stderr, hidden=not sys.stderr.isatty()
    ) as bar:
        yield bar.update


def mark_screen(output: str | None, view: View) -> None:
    """Say once, on a screen, that what follows is for the office; a file says it itself."""
    from netgov.records import INTERNAL

    if view.internal and output is None:
        click.echo(f"{INTERNAL}\n")


def need_file(output: str | None, *, several: bool = False) -> None:
    """Refuse a file that cannot hold the tables asked for, before they are made."""
    from pathlib import Path

    from netgov.tables import need_table_suffix

    if output is None:
        return
    need_table_suffix(output)
    if several and Path(output).suffix.lower() != _OF_ALL_TABLES:
        sentence = _("{file} holds one table, and this makes several; end its name in .xlsx.")
        raise NetgovError(sentence, file=Path(output).name)


def hand_over(
    frame: pd.DataFrame,
    output: str | None,
    view: View,
    *periods: Any,
    remarks: Sequence[str] = (),
) -> None:
    """Print a table of a view, or write it to a file that says what it is, and say where.

    Every period that the table tells of is entered as a release.
    """
    from pathlib import Path

    from netgov.releases import enter_releases
    from netgov.tables import need_table_suffix, write_table

    if output is None:
        print_table(frame)
    else:
        need_table_suffix(output)
        enter_releases(view, periods, Path(output))
        lang = Speech.words.lang
        say_written(write_table(frame, output, lang, view=view, remarks=remarks))


def print_table(frame: pd.DataFrame) -> None:
    """Print a table as broad as the terminal, and no longer than anybody reads."""
    from netgov.rules import Rules
    from netgov.tables import as_text

    some = frame.head(Rules().most_bodies)
    click.echo(as_text(some, Speech.words, terminal_columns()))
    say_left_out(len(some), len(frame))


def say_left_out(some: int, count: int) -> None:
    """Say how many rows a screen leaves out."""
    if some < count:
        sentence = _("Shown: {some} of {count} rows; -o writes all of them.")
        told = {"some": Speech.words.number(some), "count": Speech.words.number(count)}
        click.echo("\n" + Speech.words(sentence, **told))


def hand_over_all(
    frames: Mapping[str, pd.DataFrame],
    output: str | None,
    view: View,
    *periods: Any,
    remarks: Sequence[str] = (),
) -> None:
    """Print several tables under their names, or write them to one workbook."""
    from pathlib import Path

    from netgov.captions import title
    from netgov.releases import enter_releases
    from netgov.tables import marked, workbook
    from netgov.writing import write_file

    words = Speech.words
    if output is None:
        for name, frame in frames.items():
            click.echo(f"\n{title(name, words)}\n")
            print_table(frame)
    elif len(frames) == 1:
        (frame,) = frames.values()
        hand_over(frame, output, view, *periods, remarks=remarks)
    elif Path(output).suffix.lower() == _OF_ALL_TABLES:
        tables = {name: marked(one, view) for name, one in frames.items()}
        content = workbook(tables, words, remarks=remarks)
        enter_releases(view, periods, Path(output))
        say_written(write_file(Path(output), content, view.mode))
    else:
        sentence = _(
            "{file} holds one table; name one of {known} after the folder, or write .xlsx for "
            "all of them."
        )
        raise NetgovError(sentence, file=Path(output).name, known=", ".join(frames))


def say_written(path: Path) -> None:
    """Say where a file was written, beside what a program may read."""
    click.echo(Speech.words(_("Written: {path}"), path=path), err=True)


def terminal_columns() -> int | None:
    """Return the width of the terminal, None where the output goes to a file or program.

    Asking here spares loading shutil and its compressors.
    """
    try:
        return os.get_terminal_size().columns or None
    except OSError:
        return None
