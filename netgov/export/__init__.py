"""Networks for other programs; docs/exports.en.md tells what each form keeps and loses."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Final, cast

from netgov.errors import UnknownName
from netgov.export.graph import gexf, gml, graphml, node_link
from netgov.export.matrices import pajek, ucinet
from netgov.export.tables import actors_table, codes_table, ties_table
from netgov.measures import view as narrowed
from netgov.network import Network
from netgov.period import Period
from netgov.releases import enter_release, need_release
from netgov.terms import LAYERS, layer_called
from netgov.views import ShownNetwork, View, need_shown, need_view
from netgov.words import _
from netgov.writing import OF_OWNER, by_suffix, write_files

__all__ = [
    "EACH", "WRITERS", "graphml", "need_form", "parts_of", "write_network", "write_networks",
]  # fmt: skip

Writer = Callable[[ShownNetwork], bytes]

WRITERS: Final[Mapping[str, Mapping[str, Writer]]] = {
    ".csv": {".edges.csv": ties_table, ".nodes.csv": actors_table},
    ".graphml": {".graphml": graphml},
    ".gexf": {".gexf": gexf},
    ".net": {".net": pajek},
    ".gml": {".gml": gml},
    ".json": {".json": node_link},
    ".dl": {".dl": ucinet, ".codes.csv": codes_table},
}
"""The files of each form by their endings; the first holds the ties."""

EACH: Final = ("year", "layer")
"""What may have a file of its own."""


def write_network(net: ShownNetwork, path: str | Path) -> Path:
    """Write a network of a view for another program; the suffix chooses the form.

    Every tie is an edge of its own, with its layer, weight, strength, confidence and how many
    of its counts are hidden; a weight of hidden counts alone is left out. ``net.csv`` becomes
    the pair ``net.edges.csv`` and ``net.nodes.csv``, the record from which every number can be
    had back; beside ``net.dl`` the full names are written, ``net.codes.csv``.

    Parameters
    ----------
    net
        A network as `protect` or `keep_internal` returns it, or of such a study.
    path
        The file; one of an internal network can be read by its owner alone and says so.

    Returns
    -------
    Path
        The file with the ties.

    Raises
    ------
    DisclosureError
        If the network is of no view, or an earlier release could be compared with it.
    UnknownName
        If the suffix is none of `WRITERS`.
    NetgovError
        If a file cannot be written, or two actors cannot be told apart in it.

    Examples
    --------
    >>> import pandas as pd, netgov as ng, tempfile
    >>> net = ng.Network.of(pd.DataFrame({"source": ["upt"], "target": ["rsud"]}))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     ng.write_network(ng.keep_internal(net), f"{folder}/net.csv").name
    'net.edges.csv'
    """
    return write_networks({Path(path): net})[0]


def write_networks(nets: Mapping[Path, ShownNetwork]) -> list[Path]:
    """Write networks, all of them or none; see `write_network`.

    Returns
    -------
    list of Path
        Every file that was written.
    """
    for net in nets.values():
        need_shown(net)
    files = {
        path.with_name(path.stem + ending): (net, write)
        for path, net in nets.items()
        for ending, write in need_form(path).items()
    }
    contents = {file: write(net) for file, (net, write) in files.items()}
    for step in (need_release, enter_release):
        for file, (net, _write) in files.items():
            step(net.history, net.period, file)
    write_files(contents, min((net.mode for net in nets.values()), default=OF_OWNER))
    return list(contents)


def need_form(path: Path) -> Mapping[str, Writer]:
    """Return the files of the form that a suffix says; refuse one of no form.

    Raises
    ------
    UnknownName
    """
    sentence = _(
        "There is no network file of kind {name}. The nearest is {near}; all: {known}."
    )
    return by_suffix(WRITERS, path, sentence)


def parts_of(
    view: View,
    period: Period,
    path: Path,
    each: Collection[str] = (),
    layers: Collection[str] = (),
    level: str = "unit",
) -> dict[Path, ShownNetwork]:
    """Return the networks of a period by the files they are to be written to.

    Parameters
    ----------
    view, period
        The study and the years to tell of.
    path
        The file; with ``each`` its name gets more: ``net-2018-referral.graphml``.
    each
        What has a file of its own: "year", "layer" or both.
    layers
        Layers by name or what people call them; all unless given.
    level
        "unit" or "parent", as for `view`.

    Raises
    ------
    DisclosureError
        If the audience may not be told of a year by itself.
    UnknownName
        If there is nothing called so.
    """
    for name in each:
        if name not in EACH:
            sentence = _(
                "No files are written for each {name}. The nearest is {near}; all: {known}."
            )
            raise UnknownName.among(sentence, name, EACH)
    kinds = _layers_of(view[period], layers)
    alone = [[kind] for kind in kinds] if "layer" in each and kinds else [kinds]
    found = {}
    for year in _years(period) if "year" in each else [period]:
        need_view(view, year)
        net = narrowed(view[year], level=level)
        for some in alone:
            told = [
                *([str(year)] if "year" in each else []),
                *(some if "layer" in each else []),
            ]
            name = "-".join([path.stem, *told]) + path.suffix
            found[path.with_name(name)] = cast(ShownNetwork, net.only(some))
    return found


def _years(period: Period) -> list[Period]:
    return [Period(year, year) for year in range(period.first, period.last + 1)]


def _layers_of(net: Network, asked: Collection[str]) -> list[str]:
    """Return the layers of a network that were asked for, in the order of the schema."""
    known = set(net.ties.index.get_level_values("layer"))
    for name in asked:
        net.layer(layer_called(name))  # refuses an unknown one
    wanted = {layer_called(name) for name in asked} or known
    return sorted(wanted, key=list(LAYERS).index)
