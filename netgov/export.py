"""Networks for other programs."""

from __future__ import annotations

import io
import math
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import networkx as nx
import pandas as pd

from netgov.records import INTERNAL, SYNTHETIC
from netgov.releases import enter_release
from netgov.views import ShownNetwork, need_shown
from netgov.words import _
from netgov.writing import by_suffix, write_file

# Every attribute is named here; what is not stays in the office.
_OF_ACTORS: Final = ("name_id", "name_en", "abbrev", "sector", "level", "reach")
_TEXTS: Final = ("layer", "strength")


def write_network(net: ShownNetwork, path: str | Path) -> Path:
    """Write a network of a view for another program; the suffix chooses the form.

    Every tie is an edge of its own, with its layer, weight, strength, confidence and how many
    of its counts are hidden; a weight of hidden counts alone is left out. The file opens in
    Gephi, igraph, networkx and visone.

    Parameters
    ----------
    net
        A network as `protect` or `keep_internal` returns it, or of such a study.
    path
        The file; one of an internal network can be read by its owner alone and says so.

    Raises
    ------
    DisclosureError
        If the network is of no view.
    UnknownName
        If the suffix is none of `WRITERS`.
    """
    path = Path(path)
    need_shown(net)
    sentence = _(
        "There is no network file of kind {name}. The nearest is {near}; all: {known}."
    )
    content = by_suffix(WRITERS, path, sentence)(net)
    enter_release(net.history, net.period, path)
    return write_file(path, content, net.mode)


def graphml(net: ShownNetwork) -> bytes:
    """Return a network as GraphML, sorted by actor, under the name of its period."""
    graph = nx.MultiDiGraph(name=_clean(_name(net)))
    known = [column for column in _OF_ACTORS if column in net.actors]
    actors = net.actors.sort_index(key=_as_texts)
    ties = net.ties.sort_index(key=_as_texts).reset_index()
    for slug, actor in zip(actors.index, actors[known].to_dict("records"), strict=True):
        graph.add_node(
            _clean(slug), **{str(name): _clean(cell) for name, cell in actor.items()}
        )
    for turn, tie in enumerate(ties.to_dict("records")):
        told: dict[str, Any] = {column: _clean(tie[column]) for column in _TEXTS}
        told["confidence"] = float(tie["confidence"])
        told["hidden"] = int(tie["hidden"])
        weight = net.masking.told(tie["weight"], tie["hidden"])
        if not math.isnan(weight):
            told["weight"] = weight
        graph.add_edge(_clean(tie["source"]), _clean(tie["target"]), key=f"t{turn}", **told)
    file = io.BytesIO()
    # The writer of the standard library, so that the bytes do not depend on lxml being there.
    nx.write_graphml_xml(graph, file, named_key_ids=True)
    return file.getvalue()


def _name(net: ShownNetwork) -> str:
    """Return the period, after what the network is if it is invented or for the office."""
    invented = net.history is not None and net.history.records.study.synthetic
    marks = [INTERNAL if net.internal else "", SYNTHETIC if invented else ""]
    return " ".join(filter(None, [*marks, net.label]))


def _as_texts(names: pd.Index[Any]) -> pd.Index[Any]:
    return names.map(str)


def _clean(value: object) -> str:
    """Return text without the control characters that XML refuses."""
    return "".join(sign for sign in str(value) if unicodedata.category(sign)[0] != "C")


WRITERS: Final[Mapping[str, Callable[[ShownNetwork], bytes]]] = {".graphml": graphml}
