"""Networks for other programs."""

import igraph
import networkx as nx
import pytest

import netgov as ng
from netgov.errors import UnknownName


@pytest.fixture
def graphml(public, tmp_path):
    return ng.write_network(public[2017, 2019], tmp_path / "network.graphml")


def ties_of(net):
    return sorted((s, t, layer, w) for (s, t, layer), w in net.ties["weight"].items())


def test_networkx_reads_the_same_ties(public, graphml):
    graph = nx.read_graphml(graphml)
    read = sorted((s, t, d["layer"], d["weight"]) for s, t, d in graph.edges(data=True))
    assert read == ties_of(public[2017, 2019])
    assert set(graph) == set(public[2017, 2019].actors.index)


def test_igraph_reads_the_same_ties(public, graphml):
    graph = igraph.Graph.Read_GraphML(str(graphml))
    names = graph.vs["id"]
    read = sorted(
        (names[edge.source], names[edge.target], edge["layer"], edge["weight"])
        for edge in graph.es
    )
    assert read == ties_of(public[2017, 2019])


def test_only_named_attributes_leave(graphml):
    graph = nx.read_graphml(graphml)
    told = {name for _actor, data in graph.nodes(data=True) for name in data}
    assert told == {"name_id", "name_en", "abbrev", "sector", "level", "reach"}


def test_control_characters_do_not_break_the_file(tmp_path):
    import pandas as pd

    ties = pd.DataFrame({"source": ["a\x0b<&"], "target": ["b\u202e\x00"]})
    path = ng.write_network(ng.keep_internal(ng.Network.of(ties)), tmp_path / "odd.graphml")
    assert list(nx.read_graphml(path)) == ["a<&", "b"]


def test_an_unknown_suffix_names_the_known_ones(public, tmp_path):
    with pytest.raises(UnknownName, match=r"\.graphml"):
        ng.write_network(public[2019], tmp_path / "network.gml")
