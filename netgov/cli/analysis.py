"""Commands that hand over results as tables: measures, levels, gaps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from netgov.cli import offers
from netgov.cli.options import (
    chosen_period,
    data_argument,
    hand_over,
    hand_over_all,
    lang_option,
    layer_option,
    mark_screen,
    network_of,
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

    from netgov.network import Network
    from netgov.views import View


@click.command(
    cls=SpokenCommand,
    help=_("Measure actors, ties or the network; netgov list measures names them."),
)
@data_argument
@click.argument("names", nargs=-1, shell_complete=offers.measures)
@option(
    "--sort",
    metavar="NAME",
    shell_complete=offers.measures,
    help=_("Column to sort by, the largest first; without it the order of the records."),
)
@option("--top", type=int, metavar="NUMBER", help=_("Only so many of the first rows."))
@year_option
@network_options
@view_options
@reading_options
@table_option
@lang_option
def measure(
    data: str, names: tuple[str, ...], year: str | None, output: str | None, **asked: Any
) -> None:
    """Write measures as a table."""
    from netgov.measures import first_rows, measure

    shown = {name: asked.pop(name) for name in ("sort", "top")}
    seen, period, net = network_of(data, year, output, asked)
    remarks = () if names else tuple(_left_out(net))
    table = first_rows(measure(net, *names), **shown)
    hand_over(table, output, seen, period, remarks=remarks)
    for remark in remarks:
        click.echo(f"\n{remark}", err=output is not None)


def _left_out(net: Network) -> Iterator[str]:
    """Say which measures of actors the network is too large for."""
    from netgov.measures import MEASURES

    words = Speech.words
    cards = [card for card in MEASURES.values() if card.of == "actor" and not card.takes(net)]
    if cards:
        sentence = _(
            "Left out, since they compare all pairs of bodies and there are {actors}: {names}. "
            "Take one part alone, such as --part district=NAME."
        )
        names = words.together(card.name for card in cards)
        yield words(sentence, actors=words.number(len(net.actors)), names=names)


@click.command(cls=SpokenCommand, help=_("Compare units with the bodies they belong to."))
@data_argument
@click.argument("names", nargs=-1, shell_complete=offers.measures)
@year_option
@view_options
@reading_options
@table_option
@lang_option
def levels(
    data: str, names: tuple[str, ...], year: str | None, output: str | None, **asked: Any
) -> None:
    """Write what changes between the two levels as a table."""
    from netgov.measures import compare_levels
    from netgov.tables import level_table

    view = view_of(data, asked)
    period = chosen_period(view, year)
    mark_screen(output, view)
    table = compare_levels(view[period], *names)
    hand_over(level_table(table, Speech.words), output, view, period)


_NOTHING_FOUND = _("No gap was found in what could be examined; silence is not a clean bill.")


@click.command(
    cls=SpokenCommand, help=_("List the gaps of a data folder, the most pressing first.")
)
@data_argument
@year_option
@option(
    "--kind",
    metavar="NAME",
    shell_complete=offers.kinds,
    help=_("One kind alone; netgov list gaps names them."),
)
@option("--actor", metavar="NAME", help=_("Gaps at one body alone."))
@layer_option
@option(
    "--min-severity",
    type=float,
    default=0.0,
    metavar="0-1",
    help=_("Leave out gaps that are less severe."),
)
@option("--register", is_flag=True, help=_("Show every duty with its standing instead."))
@option("--why", metavar="NUMBER|NAME", help=_("Show the rows behind one gap of the list."))
@view_options
@reading_options
@table_option
@lang_option
def gaps(
    data: str,
    year: str | None,
    why: str | None,
    output: str | None,
    *,
    register: bool,
    **asked: Any,
) -> None:
    """Write gaps, the rows behind one of them, or the register of duties as a table."""
    from netgov.gaps import choose_gaps, find_gaps
    from netgov.tables import gap_list, gap_table

    chosen = {name: asked.pop(name) for name in ("kind", "actor", "layer", "min_severity")}
    history = view_of(data, asked)
    period = chosen_period(history, year)
    mark_screen(output, history)
    found = find_gaps(history, period)
    some = choose_gaps(found, history, **chosen)
    labels = history[period].labels(Speech.words.lang)
    if register:
        table = _duties(history, period, found, None if output else labels)
    elif why is not None:
        table = _explained(history, found, why)
    else:
        table = gap_table(some) if output else gap_list(some, labels, Speech.words)
    hand_over(table, output, history, period)
    if why is None and output is None and not register:
        if some.empty:
            click.echo(Speech.words(_NOTHING_FOUND))
        _conclude(history, period, some)


def _duties(
    history: View, period: Any, found: pd.DataFrame, labels: pd.Series[str] | None
) -> pd.DataFrame:
    """Return the register with its gaps: in words for a screen, whole for a file."""
    from netgov.gaps import register, with_gaps
    from netgov.tables import duty_list

    duties = with_gaps(register(history, period), found)
    return duties if labels is None else duty_list(duties, labels, Speech.words)


def _explained(history: View, found: pd.DataFrame, why: str) -> pd.DataFrame:
    """Say a gap, what goes with it and how its priority comes about; return its rows."""
    from netgov.findings import about_priority
    from netgov.gaps import gap_named, rows_behind

    lang = Speech.words.lang
    gap = found.loc[[gap_named(found, why)]].to_dict("records")[0]
    for said in (gap[f"text_{lang}"], gap[f"note_{lang}"], gap["parts"]):
        if said:
            click.echo(said)
    click.echo(about_priority(gap, Speech.words) + "\n")
    return rows_behind(history, found, why, lang)


def _conclude(history: View, period: Any, some: pd.DataFrame) -> None:
    """Say where to begin, how practice fits the rules, and what the data do not tell."""
    from netgov.findings import about_first, about_mandates, about_silence

    words = Speech.words
    for finding in (
        *about_first(some, history, words),
        *about_mandates(history, period, words),
        *about_silence(history, words),
    ):
        click.echo(f"\n{finding}")


@click.command(
    cls=SpokenCommand,
    help=_("Follow cases: delays, losses, reach, quickest ways; WHAT names one table alone."),
)
@data_argument
@click.argument("what", required=False)
@year_option
@view_options
@reading_options
@table_option
@lang_option
def pathways(
    data: str,
    what: str | None,
    year: str | None,
    output: str | None,
    **asked: Any,
) -> None:
    """Write what became of cases as tables."""
    from netgov.cases.pathways import chosen_tables, pathways_for
    from netgov.findings import about_cases, about_meetings
    from netgov.tables import with_names

    view = view_of(data, asked)
    period = chosen_period(view, year)
    mark_screen(output, view)
    found = pathways_for(view, period)
    labels = view[period].labels(Speech.words.lang)
    tables = {
        name: table.reset_index() if output else with_names(table, labels, Speech.words)
        for name, table in chosen_tables(found, what).items()
    }
    hand_over_all(tables, output, view, period)
    if output is None:
        for finding in (
            *about_cases(found, labels, Speech.words, internal=view.internal),
            *about_meetings(found.coordination, labels, Speech.words),
        ):
            click.echo(f"\n{finding}")
