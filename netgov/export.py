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

from netgov.network import Network
from netgov.privacy import told_weight
from netgov.rules import Rules
from netgov.words import _
from netgov.writing import by_suffix, write_file

# Every attribute is named here; what is not stays in the office.
_OF_ACTORS: Final = ("name_id", "name_en", "abbrev", "sector", "level", "reach")
_TEXTS: Final = ("layer", "strength")


def write_network(net: Network, path: str | Path) -> Path:
    """Write a network for another program; the suffix chooses the form.

    Every tie is an edge of its own, with its layer, weight, strength, confidence and how many
    of its counts are hidden; a weight of hidden counts alone is left out. The file opens in
    Gephi, igraph, networkx and visone.

    Raises
    ------
    UnknownName
        If the suffix is none of `WRITERS`.
    """
    path = Path(path)
    sentence = _(
        "There is no network file of kind {name}. The nearest is {near}; all: {known}."
    )
    return write_file(path, by_suffix(WRITERS, path, sentence)(net))


def graphml(net: Network, rules: Rules | None = None, name: str = "") -> bytes:
    """Return a network as GraphML, sorted by actor, under a name."""
    rules = rules or Rules()
    graph = nx.MultiDiGraph(name=_clean(name or net.label))
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
        weight = told_weight(tie["weight"], tie["hidden"], rules)
        if not math.isnan(weight):
            told["weight"] = weight
        graph.add_edge(_clean(tie["source"]), _clean(tie["target"]), key=f"t{turn}", **told)
    file = io.BytesIO()
    # The writer of the standard library, so that the bytes do not depend on lxml being there.
    nx.write_graphml_xml(graph, file, named_key_ids=True)
    return file.getvalue()


def _as_texts(names: pd.Index[Any]) -> pd.Index[Any]:
    return names.map(str)


def _clean(value: object) -> str:
    """Return text without the control characters that XML refuses."""
    return "".join(sign for sign in str(value) if unicodedata.category(sign)[0] != "C")


WRITERS: Final[Mapping[str, Callable[[Network], bytes]]] = {".graphml": graphml}
