"""The command that hands a network to other programs."""

from __future__ import annotations

from typing import Any

import click

from netgov.cli.options import (
    chosen_period,
    data_argument,
    lang_option,
    layers_option,
    level_option,
    option,
    reading_options,
    say_written,
    view_of,
    view_options,
    year_option,
)
from netgov.cli.speech import SpokenCommand
from netgov.words import _


@click.command(
    cls=SpokenCommand,
    help=_("Write the network for Gephi, R, igraph, networkx, Pajek or UCINET."),
)
@data_argument
@option(
    "-o",
    "--output",
    type=click.Path(),
    default="network.graphml",
    show_default=True,
    help=_(
        "File to write: .csv (actors and ties, for all programs), .graphml, .gexf, .net, .gml, "
        ".json or .dl."
    ),
)
@year_option
@layers_option
@level_option
@option(
    "--each",
    metavar="year|layer",
    multiple=True,
    help=_("A file for each year or layer, such as network-2018-referral; may be given twice."),
)
@view_options
@reading_options
@lang_option
def export(
    data: str,
    output: str,
    year: str | None,
    layers: tuple[str, ...],
    level: str,
    each: tuple[str, ...],
    **asked: Any,
) -> None:
    """Write the network, or one of each year and layer."""
    from pathlib import Path

    from netgov.export import need_form, parts_of, write_networks

    path = Path(output)
    need_form(path)
    view = view_of(data, asked)
    nets = parts_of(view, chosen_period(view, year), path, each, layers, level)
    for file in write_networks(nets):
        say_written(file)
