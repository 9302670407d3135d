"""Written networks read by other programs, or as their descriptions say, and what was told."""

import html
import json
import math
import warnings
from typing import NamedTuple

import igraph
import networkx as nx
import pandas as pd
import pytest

import netgov as ng


class Tie(NamedTuple):
    """A tie as the richer forms tell it; None where a form has no number."""

    source: str
    target: str
    layer: str
    weight: float | None
    strength: str
    confidence: float | None
    hidden: int


def told(net):
    """Return what may be told of the ties of a network."""
    ties = []
    for (source, target, layer), tie in net.ties.iterrows():
        weight = net.masking.told(tie["weight"], tie["hidden"])
        numbers = [None if math.isnan(x) else x for x in (weight, tie["confidence"])]
        ties.append(
            Tie(str(source), str(target), str(layer), numbers[0], tie["strength"], numbers[1],
                tie["hidden"])
        )  # fmt: skip
    return sorted(ties, key=lambda tie: tie[:3])


def _tie(source, target, data):
    cells = [data["layer"], data.get("weight"), data["strength"], data.get("confidence")]
    known = [None if cell is None or pd.isna(cell) else cell for cell in cells]
    return Tie(source, target, *known, int(data["hidden"]))


def _sorted(ties):
    return sorted(ties, key=lambda tie: tie[:3])


# --- networkx -----------------------------------------------------------------------------


def _networkx(graph):
    ties = [_tie(s, t, data) for s, t, data in graph.edges(data=True)]
    return dict(graph.nodes(data=True)), _sorted(ties)


def graphml(path):
    return _networkx(nx.read_graphml(path))


def gexf(path):
    return _networkx(nx.read_gexf(path))


def gml(path):
    return _networkx(nx.read_gml(path))


def node_link(path):
    told = json.loads(path.read_text("utf-8"), parse_constant=pytest.fail)
    return _networkx(nx.node_link_graph(told, edges="edges"))


# --- igraph -------------------------------------------------------------------------------


def _igraph(graph, name, text=lambda cell: cell):
    def plain(part):
        return {key: text(cell) for key, cell in part.attributes().items()}

    actors = list(map(plain, graph.vs))
    names = [html.unescape(actor[name]) for actor in actors]  # & in an identifier stays &#38;
    ties = [_tie(names[edge.source], names[edge.target], plain(edge)) for edge in graph.es]
    return dict(zip(names, actors, strict=True)), _sorted(ties)


def igraph_graphml(path):
    return _igraph(igraph.Graph.Read_GraphML(str(path)), "id")


def igraph_gml(path):
    """Its reader leaves the numbers of characters as they are, and warns of each."""

    def text(cell):
        return html.unescape(cell) if isinstance(cell, str) else cell

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return _igraph(igraph.Graph.Read_GML(str(path)), "label", text)


# --- pandas -------------------------------------------------------------------------------


def _frame(path):
    """Return a table as docs/exports.en.md shows it: texts are texts, blank numbers NaN."""
    numbers = ["weight", "confidence", "hidden"]
    names = pd.read_csv(path, nrows=0).columns
    frame = pd.read_csv(
        path, keep_default_na=False, na_values=dict.fromkeys(numbers, ""),
        dtype={name: str for name in names if name not in numbers},
    )  # fmt: skip
    texts = frame.columns.difference(numbers)
    return frame.assign(**{name: frame[name].str.removeprefix("'") for name in texts})


def pair(path):
    ties = [_tie(row["source"], row["target"], row) for row in _frame(path).to_dict("records")]
    return _actors(path).to_dict("index"), _sorted(ties)


def _actors(path):
    return _frame(str(path).replace(".edges.csv", ".nodes.csv")).set_index("id")


def network(path):
    """Return the network of a pair again; hidden counts weigh what they weigh in netgov."""
    ties = _frame(path)
    ties["weight"] = ties["weight"].fillna(0) + ties["hidden"] * ng.Rules().hidden_weight
    return ng.Network.of(ties, actors=_actors(path))


# --- Pajek and UCINET ---------------------------------------------------------------------


def pajek(path):
    """Return actors, and ties with layer, weight and whether anything is hidden."""
    graph = nx.read_pajek(path)
    ties = [(s, t, d["l"], d["weight"], "p" in d) for s, t, d in graph.edges(data=True)]
    return list(graph), sorted(ties)


def igraph_pajek(path):
    graph = igraph.Graph.Read_Pajek(str(path))
    names = graph.vs["name"]
    dotted = "linepattern" in graph.es.attributes()
    ties = [
        (names[edge.source], names[edge.target], edge["label"], edge["weight"],
         dotted and edge["linepattern"] == "Dots")
        for edge in graph.es
    ]  # fmt: skip
    return names, sorted(ties)


class Matrices(NamedTuple):
    """A UCINET file: its labels, and the rows of cells of each matrix."""

    labels: list[str]
    matrices: dict[str, list[list[float]]]


def ucinet(path):
    """Read the full matrices of a DL file as UCINET describes them.

    The first word is dl; n and nm say how many actors and matrices there are; labels follow
    their headings; after ``data:`` come all cells, matrix by matrix and row by row.
    """
    words = path.read_text("ascii").replace("=", " ").replace(",", " ").split()
    assert words[0].lower() == "dl"
    size, count = (int(words[words.index(name) + 1]) for name in ("n", "nm"))
    assert words[words.index("format") + 1] == "fullmatrix"
    start, named, data = (words.index(name) for name in ("labels:", "matrix", "data:"))
    labels, kinds = words[start + 1 : named], words[named + 2 : data]
    cells = iter(map(float, words[data + 1 :]))
    matrices = {kind: [[next(cells) for _ in labels] for _ in labels] for kind in kinds}
    assert (len(labels), len(kinds), next(cells, None)) == (size, count, None)
    return Matrices(labels, matrices)


FULL = {
    "networkx GraphML": (".graphml", graphml),
    "igraph GraphML": (".graphml", igraph_graphml),
    "networkx GEXF": (".gexf", gexf),
    "networkx GML": (".gml", gml),
    "igraph GML": (".gml", igraph_gml),
    "networkx JSON": (".json", node_link),
    "pandas CSV": (".csv", pair),
}
"""Readers of the forms that keep every attribute."""
PAJEK = {"networkx": pajek, "igraph": igraph_pajek}
