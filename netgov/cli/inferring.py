"""Commands that say how firm numbers are: tests, intervals and other choices."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
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
    level_option,
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

    from netgov.inference import Bootstrap, Inference
    from netgov.views import View


def times_option(usual: int = 1000) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Let a command be asked how often to draw."""
    return option(
        "--times",
        type=int,
        default=usual,
        show_default=True,
        metavar="NUMBER",
        help=_("How many draws; more make p finer and take longer."),
    )


seed_option = option(
    "--seed",
    type=int,
    default=0,
    show_default=True,
    metavar="NUMBER",
    help=_("Number the draws begin with; the same number gives the same result."),
)


def draws_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Let a command be asked how often to draw, and from which number on."""
    return times_option()(seed_option(command))


def conclude(findings: Iterable[object], output: str | None) -> None:
    """Say on a screen what tables come to."""
    if output is None:
        for finding in findings:
            click.echo(f"\n{finding}")


@contextmanager
def progress(times: int) -> Iterator[Callable[[int], object]]:
    """Show how many of some draws are done, to whoever waits at a terminal."""
    label = Speech.words(_("Drawing"))
    with click.progressbar(
        length=times, label=label, file=sys.stderr, hidden=not sys.stderr.isatty()
    ) as bar:
        yield bar.update


_CLEAREST = 20  # tests on a screen


@click.command(
    cls=SpokenCommand,
    help=_("Test which measures stand out from what chance alone would give."),
)
@data_argument
@click.argument("names", nargs=-1, required=True, shell_complete=offers.measures)
@option(
    "--null",
    metavar="groups|ties|degrees",
    shell_complete=offers.nulls,
    help=_(
        "What chance deals anew: which group each body is in; between whom the ties are; or "
        "who meets whom, when each keeps its number of ties. Without it groups for measures "
        "that need them, else degrees."
    ),
)
@option(
    "--alternative",
    metavar="two-sided|greater|less",
    shell_complete=offers.alternatives,
    default="two-sided",
    show_default=True,
    help=_("Look for what is larger than by chance, smaller, or either."),
)
@draws_options
@year_option
@network_options
@view_options
@reading_options
@table_option
@lang_option
def test(
    data: str,
    names: tuple[str, ...],
    year: str | None,
    output: str | None,
    **asked: Any,
) -> None:
    """Write what stands out from chance as a table."""
    from netgov.inference import permute
    from netgov.measures import view
    from netgov.tables import tested_list

    chosen = {name: asked.pop(name) for name in ("layer", "level", "group", "binary")}
    how = {name: asked.pop(name) for name in ("null", "alternative", "times", "seed")}
    seen = view_of(data, asked)
    period = chosen_period(seen, year)
    mark_screen(output, seen)
    net = view(seen[period], **chosen)
    with progress(how["times"]) as tell:
        found = permute(net, names, tell=tell, **how)
    labels = net.labels(Speech.words.lang)
    listed = tested_list(found.table, labels, Speech.words).head(_CLEAREST)
    hand_over(found.table if output else listed, output, seen, period)
    if output is None:
        _tell_tests(found, labels)


def _tell_tests(found: Inference, labels: pd.Series[str]) -> None:
    """Say what was left to chance, and what stands out from it."""
    from netgov.findings import about_tests

    if (count := int(found.table["p"].notna().sum())) > _CLEAREST:
        sentence = _("Shown: the {some} clearest of {count} numbers; -o writes all of them.")
        click.echo("\n" + Speech.words(sentence, some=_CLEAREST, count=count))
    conclude(about_tests(found, labels, Speech.words), None)


@click.command(
    cls=SpokenCommand,
    help=_(
        "Say how sure measures are by drawing the cases anew; needs --audience internal where "
        "cases are on record."
    ),
)
@data_argument
@click.argument("names", nargs=-1, shell_complete=offers.measures)
@option(
    "--actors", is_flag=True, help=_("Draw the bodies instead, for measures of the network.")
)
@option(
    "--top",
    type=int,
    default=3,
    show_default=True,
    metavar="NUMBER",
    help=_("Among how many of the first a body is counted as leading."),
)
@draws_options
@year_option
@layer_option
@level_option
@view_options
@reading_options
@table_option
@lang_option
def bootstrap(  # noqa: PLR0913  each is one question of the analyst
    data: str,
    names: tuple[str, ...],
    year: str | None,
    output: str | None,
    layer: str | None,
    level: str,
    *,
    actors: bool,
    top: int,
    times: int,
    seed: int,
    **asked: Any,
) -> None:
    """Write limits of measures and ranks as tables."""
    from netgov.findings import about_intervals
    from netgov.inference import bootstrap, vertex_bootstrap
    from netgov.measures import view

    seen = view_of(data, asked)
    period = chosen_period(seen, year)
    mark_screen(output, seen)
    with progress(times) as tell:
        if actors:
            net = view(seen[period], layer=layer, level=level)
            found = vertex_bootstrap(net, names, times=times, seed=seed, tell=tell)
            tables = {"network_limits": found.network.reset_index()}
        else:
            found = bootstrap(
                seen, names, year=period, times=times, seed=seed, top=top, layer=layer,
                level=level, stability=True, tell=tell,
            )  # fmt: skip
            tables = _limits(found, seen, period, output)
    hand_over_all(tables, output, seen, period)
    if not actors:
        labels = seen[period].labels(Speech.words.lang)
        conclude(about_intervals(found, labels, Speech.words), output)


def _limits(
    found: Bootstrap, view: View, period: Any, output: str | None
) -> dict[str, pd.DataFrame]:
    """Return the tables of some limits; for a screen the first of each measure, in words."""
    from netgov.tables import ranked_list, with_names

    words, labels = Speech.words, view[period].labels(Speech.words.lang)
    tables = {"limits": found.rows, "network_limits": found.network}
    if output is None:
        tables = {
            "limits": ranked_list(found.table, labels, words),
            "network_limits": with_names(found.network, labels, words),
        }
    return {
        name: table.reset_index() if output else table
        for name, table in tables.items()
        if len(table)
    }


@click.command(
    cls=SpokenCommand,
    help=_("Say which findings hold however the network is built, and which hang on a choice."),
)
@data_argument
@option(
    "--settings",
    "each",
    is_flag=True,
    help=_("Show what the findings say under each setting instead."),
)
@year_option
@view_options
@reading_options
@table_option
@lang_option
def sensitivity(
    data: str, year: str | None, output: str | None, *, each: bool, **asked: Any
) -> None:
    """Write what findings hang on as a table."""
    from netgov.findings import about_sensitivity, sensitivity_list, setting_list
    from netgov.inference import find_choices, sensitivity, settings_of

    view = view_of(data, asked)
    period = chosen_period(view, year)
    mark_screen(output, view)
    varied = find_choices(view, period)
    with progress(len(settings_of(varied, period))) as tell:
        found = sensitivity(view, period, choices=varied, tell=tell)
    words, labels = Speech.words, view[period].labels(Speech.words.lang)
    table = found.settings if each else found.findings
    if output is None:
        table = (setting_list if each else sensitivity_list)(found, labels, words)
    hand_over(table, output, view, period)
    conclude(about_sensitivity(found, labels, words), output)


# On a screen; a file has all of them.
_OF_MATRICES = ["matrix", "correlation", "p_alone", "coefficient", "observed", "p", "q"]


@click.command(
    cls=SpokenCommand,
    help=_(
        "Test whether the second matrix, such as mandated, explains the first, such as "
        "recorded, and what others add: permitted, same_sector, same_level, same_reach, "
        "same_parent, co_attendance, a relation such as referral, or a year, recorded:2018."
    ),
)
@data_argument
@click.argument("y", metavar="MATRIX", shell_complete=offers.matrices)
@click.argument(
    "xs", metavar="MATRIX...", nargs=-1, required=True, shell_complete=offers.matrices
)
@option(
    "--outcome",
    metavar="linear|logit|count",
    shell_complete=offers.outcomes,
    default="linear",
    show_default=True,
    help=_("logit: whether there is contact; count: how many contacts; linear: amounts."),
)
@draws_options
@year_option
@view_options
@reading_options
@table_option
@lang_option
def qap(  # noqa: PLR0913  each is one question of the analyst
    data: str,
    y: str,
    xs: tuple[str, ...],
    year: str | None,
    output: str | None,
    *,
    outcome: str,
    times: int,
    seed: int,
    **asked: Any,
) -> None:
    """Write what explains a matrix as a table."""
    from netgov.findings import about_mandated
    from netgov.inference import compare_matrices, matrix_named
    from netgov.tables import with_names

    view, words = view_of(data, asked), Speech.words
    period = chosen_period(view, year)
    mark_screen(output, view)
    matrices = {name: matrix_named(view, period, name) for name in (y, *xs)}
    explaining = {name: matrices[name] for name in xs}
    with progress(times * (1 + len(explaining))) as tell:
        how: dict[str, Any] = {"times": times, "seed": seed, "tell": tell}
        found = compare_matrices(matrices[y], explaining, outcome=outcome, **how)
    table = found.table.reset_index()
    if output is None:
        table = with_names(table[_OF_MATRICES], view[period].labels(words.lang), words)
    hand_over(table, output, view, period)
    conclude(about_mandated(found.table, y, matrices, words), output)
