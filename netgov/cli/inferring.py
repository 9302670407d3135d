"""Commands that say how firm numbers are: tests, intervals and other choices."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING, Any

import click

from netgov.cli import offers
from netgov.cli.concluding import hand_over_found
from netgov.cli.options import (
    chosen_period,
    data_argument,
    draws_options,
    lang_option,
    layer_option,
    level_option,
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
from netgov.draws import TESTS
from netgov.words import _

if TYPE_CHECKING:
    import pandas as pd

    from netgov.inference import Bootstrap, Inference, Sensitivity
    from netgov.proof import Finding
    from netgov.records import Records
    from netgov.views import ShownNetwork


_CLEAREST = 20  # tests on a screen
_LEADING = 3  # of each measure, of which the sources are named


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
@draws_options(TESTS)
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
    from netgov.tables import clearest_list

    need_file(output)
    how = {name: asked.pop(name) for name in ("null", "alternative", "times", "seed")}
    seen, period, net = network_of(data, year, output, asked)
    with progress(how["times"]) as tell:
        found = permute(net, names, tell=tell, **how)
    labels = net.labels(Speech.words.lang)
    hand_over_found(
        {"tests": found.table},
        {"tests": clearest_list("tests", found.table, labels, Speech.words, _CLEAREST)},
        _said_of_tests(found, net, labels),
        output, seen, period,
    )  # fmt: skip


def _said_of_tests(
    found: Inference, net: ShownNetwork, labels: pd.Series[str]
) -> Iterator[Finding]:
    """Yield what was left to chance, what it rests on, and what stands out from it."""
    from netgov.findings import about_counts, about_tests
    from netgov.measures.registry import find

    columns = found.table.index.unique("measure")
    if any(find(column)[0].weighs(column) for column in columns):
        yield from about_counts(net, Speech.words)
    yield from about_tests(found, labels, Speech.words)


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
@draws_options(help=_("How many draws; more make the limits steadier and take longer."))
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
    from netgov.measures.registry import find

    need_file(output, several=len({find(name)[0].of for name in names}) > 1)
    seen = view_of(data, asked)
    period = chosen_period(seen, year)
    mark_screen(output, seen)
    with progress(times) as tell:
        if actors:
            net = view(seen[period], layer=layer, level=level)
            found = vertex_bootstrap(net, names, times=times, seed=seed, tell=tell)
        else:
            found = bootstrap(
                seen, names, year=period, times=times, seed=seed, top=top, layer=layer,
                level=level, stability=True, tell=tell,
            )  # fmt: skip
    labels = seen[period].labels(Speech.words.lang)
    said = chain(about_intervals(found, labels, Speech.words), _sources(found, seen.records))
    hand_over_found(*_limits(found, labels), said, output, seen, period)


def _limits(
    found: Bootstrap, labels: pd.Series[str]
) -> tuple[dict[str, pd.DataFrame], dict[str, pd.DataFrame]]:
    """Return the tables of some limits, and what a screen shows of them."""
    from netgov.tables import ranked_list, with_names

    words = Speech.words
    tables = {"limits": found.rows, "network_limits": found.network}
    shown = {
        "limits": ranked_list("limits", found.table, labels, words),
        "network_limits": with_names(found.network, labels, words),
    }
    some = [name for name, table in tables.items() if len(table)]
    return {name: tables[name] for name in some}, {name: shown[name] for name in some}


def _sources(found: Bootstrap, records: Records) -> Iterator[str]:
    """Name the sources on which the first ranks hang most, if sources were left out."""
    first = found.table.loc[found.table["rank"] <= _LEADING, "citation"].dropna()
    if named := [records.cite(one) for one in first.unique() if one]:
        sentence = _("Sources that move the first {count} of each measure most: {sources}.")
        yield Speech.words(sentence, count=_LEADING, sources="; ".join(named))


_FOR_PROGRAMS = (".csv", ".json")


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
    from netgov.findings import about_sensitivity
    from netgov.inference import find_choices, sensitivity, settings_of

    need_file(output)
    view = view_of(data, asked)
    period = chosen_period(view, year)
    mark_screen(output, view)
    varied = find_choices(view, period)
    with progress(len(settings_of(varied, period)), _("Trying settings")) as tell:
        found = sensitivity(view, period, choices=varied, tell=tell)
    labels = view[period].labels(Speech.words.lang)
    tables = {"settings" if each else "sensitivity": _found(found, labels, output, each=each)}
    said = about_sensitivity(found, labels, Speech.words)
    hand_over_found(tables, tables, said, output, view, period)


def _found(
    found: Sensitivity, labels: pd.Series[str], output: str | None, *, each: bool
) -> pd.DataFrame:
    """Return what findings hang on, or say under each setting: in keys for programs alone."""
    from netgov.findings import sensitivity_list, sensitivity_table, setting_list

    if output is not None and output.lower().endswith(_FOR_PROGRAMS):
        return found.settings if each else found.findings
    if each:
        return setting_list(found, labels, Speech.words)
    told = sensitivity_list if output is None else sensitivity_table
    return told(found, labels, Speech.words)


# On a screen; a file has all of them.
_OF_MATRICES = ["matrix", "correlation", "p_alone", "coefficient", "observed", "p", "q"]


@click.command(
    cls=SpokenCommand,
    help=_(
        "Test whether the second matrix, such as mandated, explains the first, such as "
        "recorded, and what others add, such as same_sector or a year, recorded:2018. A name "
        "that there is not is answered with all there are."
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
@draws_options()
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
    from netgov.findings import about_matrices
    from netgov.inference import compare_matrices, matrix_named, name_and_year
    from netgov.tables import with_names

    need_file(output)
    _need_apart(y, *xs)
    view, words = view_of(data, asked), Speech.words
    period = chosen_period(view, year)
    others = [chosen_period(view, of) for one in (y, *xs) if (of := name_and_year(one)[1])]
    mark_screen(output, view)
    matrices = {name: matrix_named(view, period, name) for name in (y, *xs)}
    explaining = {name: matrices[name] for name in xs}
    with progress(times * (1 + len(explaining))) as tell:
        how: dict[str, Any] = {"times": times, "seed": seed, "tell": tell}
        found = compare_matrices(matrices[y], explaining, outcome=outcome, **how)
    labels, table = view[period].labels(words.lang), found.table.reset_index()
    tables = {"matrices": table}, {"matrices": with_names(table[_OF_MATRICES], labels, words)}
    said = about_matrices(found.table, y, matrices, view[period], words)
    hand_over_found(*tables, said, output, view, period, *others)


def _need_apart(*names: str) -> None:
    """Refuse a matrix that is named twice: it would explain itself."""
    from netgov.errors import NetgovError

    for turn, name in enumerate(names):
        if name in names[:turn]:
            sentence = _("{name} is named twice, and a matrix explains itself; leave one out.")
            raise NetgovError(sentence, name=name)
