"""Commands that compare: two years, or records with what is missing from them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from netgov.cli import offers
from netgov.cli.inferring import conclude, progress, seed_option, times_option
from netgov.cli.options import (
    chosen_period,
    data_argument,
    hand_over,
    hand_over_all,
    lang_option,
    mark_screen,
    network_options,
    option,
    reading_options,
    table_option,
    view_of,
    view_options,
    year_option,
)
from netgov.cli.speech import Speech, SpokenCommand
from netgov.words import _

if TYPE_CHECKING:
    import pandas as pd

    from netgov.inference import TwoYears

_SHOWN = 10  # rows of a measure, or of a table, on a screen


@click.command(
    cls=SpokenCommand,
    help=_("Say which ranks stay firm whatever bodies without a register would have written."),
)
@data_argument
@click.argument("names", nargs=-1, shell_complete=offers.measures)
@option(
    "--without",
    metavar="NAME",
    multiple=True,
    help=_(
        "A body that gave no register; may be given several times. Without it those that the "
        "records tell."
    ),
)
@option(
    "--times",
    type=int,
    default=200,
    show_default=True,
    metavar="NUMBER",
    help=_("How many times the unknown ties are drawn."),
)
@seed_option
@year_option
@network_options
@view_options
@reading_options
@table_option
@lang_option
def missing(
    data: str,
    names: tuple[str, ...],
    without: tuple[str, ...],
    times: int,
    seed: int,
    year: str | None,
    output: str | None,
    **asked: Any,
) -> None:
    """Write between which limits measures and ranks lie as a table."""
    from netgov.findings import about_missing
    from netgov.inference import missing_registers, nonrespondents
    from netgov.measures import view
    from netgov.tables import ranked_list

    chosen = {name: asked.pop(name) for name in ("layer", "level", "group", "binary")}
    seen = view_of(data, asked)
    period = chosen_period(seen, year)
    mark_screen(output, seen)
    net = view(seen[period], **chosen)
    bodies = [*map(seen.records.body_called, without)] or nonrespondents(seen, period)
    with progress(times + 2) as tell:
        found = missing_registers(net, bodies, names, times=times, seed=seed, tell=tell)
    labels = net.labels(Speech.words.lang)
    table = found.table if output else ranked_list(found.table, labels, Speech.words)
    hand_over(table, output, seen, period)
    conclude(about_missing(found, labels, Speech.words), output)


@click.command(
    cls=SpokenCommand,
    help=_(
        "Compare two years: which measures and ties changed by more than chance; needs "
        "--audience internal where contact is counted."
    ),
)
@data_argument
@click.argument("before", metavar="YEAR")
@click.argument("after", metavar="YEAR")
@click.argument("names", nargs=-1, shell_complete=offers.measures)
# A change of one number among many shows after adjustment only in so many draws.
@times_option(5000)
@seed_option
@view_options
@reading_options
@table_option
@lang_option
def compare(
    data: str,
    before: str,
    after: str,
    names: tuple[str, ...],
    times: int,
    seed: int,
    output: str | None,
    **asked: Any,
) -> None:
    """Write what changed between two years as tables."""
    from netgov.findings import about_two_years
    from netgov.inference import compare_years

    seen = view_of(data, asked)
    for year in (before, after):
        chosen_period(seen, year)
    mark_screen(output, seen)
    with progress(times) as tell:
        found = compare_years(seen, before, after, names, times=times, seed=seed, tell=tell)
    period = seen.asked((found.before, found.after))
    labels = seen[period].labels(Speech.words.lang)
    hand_over_all(_told(found, labels, output), output, seen, period)
    conclude(about_two_years(found, labels, Speech.words), output)


def _told(
    found: TwoYears, labels: pd.Series[str], output: str | None
) -> dict[str, pd.DataFrame]:
    """Return the tables of two years: whole for a file, the clearest rows for a screen."""
    tables = {
        "year_measures": found.measures.table.reset_index(),
        "change": found.ties.reset_index(),
        "year_likeness": found.alike.table.reset_index(),
    }
    if output is not None:
        return tables
    from netgov.tables import with_names

    clearest = {
        name: table.dropna(subset="q").sort_values(["q", "p"], kind="stable").head(_SHOWN)
        for name, table in tables.items()
    }
    return {
        name: with_names(table, labels, Speech.words)
        for name, table in clearest.items()
        if len(table)
    }
