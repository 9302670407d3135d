"""Commands that compare: two years, or records with what is missing from them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from netgov.cli import offers
from netgov.cli.concluding import hand_over_found
from netgov.cli.options import (
    chosen_period,
    data_argument,
    draws_options,
    lang_option,
    mark_screen,
    need_file,
    network_of,
    network_options,
    option,
    progress,
    reading_options,
    table_option,
    view_of,
    view_options,
    year_option,
)
from netgov.cli.speech import Speech, SpokenCommand
from netgov.draws import FILLINGS, TESTS
from netgov.words import _

if TYPE_CHECKING:
    import pandas as pd

    from netgov.inference import TwoYears


@click.command(
    cls=SpokenCommand,
    help=_(
        "Show which ranks stay firm though bodies gave no register, if these send like the "
        "others."
    ),
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
@draws_options(
    FILLINGS, _("How many times the unknown ties are drawn; more can move the limits apart.")
)
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
    from netgov.tables import ranked_list

    need_file(output)
    seen, period, net = network_of(data, year, output, asked)
    bodies = [*map(seen.records.body_called, without)] or nonrespondents(seen, period)
    with progress(times + 2) as tell:
        found = missing_registers(net, bodies, names, times=times, seed=seed, tell=tell)
    words, labels = Speech.words, net.labels(Speech.words.lang)
    hand_over_found(
        {"missing": found.table},
        {"missing": ranked_list("missing", found.table, labels, words)},
        about_missing(found, labels, words),
        output, seen, period,
    )  # fmt: skip


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
@draws_options(TESTS)
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

    need_file(output, several=True)
    seen = view_of(data, asked)
    periods = [chosen_period(seen, year) for year in (before, after)]
    mark_screen(output, seen)
    with progress(times) as tell:
        found = compare_years(seen, before, after, names, times=times, seed=seed, tell=tell)
    labels = seen[seen.asked((found.before, found.after))].labels(Speech.words.lang)
    said = about_two_years(found, labels, Speech.words)
    hand_over_found(*_told(found, labels), said, output, seen, *periods)


def _told(
    found: TwoYears, labels: pd.Series[str]
) -> tuple[dict[str, pd.DataFrame], dict[str, pd.DataFrame]]:
    """Return the tables of two years, and what a screen shows of them: the clearest rows."""
    from netgov.tables import clearest_list

    tables = {
        "year_measures": found.measures.table,
        "change": found.ties,
    }
    if found.alike is not None:
        tables["year_likeness"] = found.alike.table
    shown = {
        name: clearest_list(name, table, labels, Speech.words) for name, table in tables.items()
    }
    return tables, {name: table for name, table in shown.items() if len(table)}
