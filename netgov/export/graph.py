"""Forms that networkx writes: GraphML, GEXF, GML and node-link JSON."""

from __future__ import annotations

import io
import json
import re
from typing import Final
from xml.etree import ElementTree

import networkx as nx
from networkx.readwrite.gexf import GEXFWriter

from netgov.export.record import record
from netgov.views import ShownNetwork

_BARE_POINT: Final = re.compile(r"^( *\w+ -?\d+)\.E")


def _graph(net: ShownNetwork) -> nx.MultiDiGraph:
    told = record(net)
    graph = nx.MultiDiGraph(name=told.name)
    graph.add_nodes_from(told.actors.items())
    for turn, tie in enumerate(told.ties):
        source, target = tie.pop("source"), tie.pop("target")
        graph.add_edge(source, target, key=f"t{turn}", **tie)
    return graph


def graphml(net: ShownNetwork) -> bytes:
    """Return a network as GraphML, sorted by actor, under the name of its period."""
    file = io.BytesIO()
    # The writer of the standard library, so that the bytes do not depend on lxml being there.
    nx.write_graphml_xml(_graph(net), file, named_key_ids=True)
    return file.getvalue()


def gexf(net: ShownNetwork) -> bytes:
    """Return a network as GEXF 1.2."""
    graph = _graph(net)
    writer = GEXFWriter(version="1.2draft")
    writer.add_graph(graph)
    # By itself it would tell the day of writing and the version of networkx.
    about = writer.xml.find("meta")
    about.attrib.clear()
    about.find("creator").text = "netgov"
    ElementTree.SubElement(about, "description").text = graph.name
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def gml(net: ShownNetwork) -> bytes:
    """Return a network as GML: ASCII alone, any other sign as the number of its character."""
    # It writes 1.E-07, which igraph does not read.
    lines = (_BARE_POINT.sub(r"\1.0E", line) for line in nx.generate_gml(_graph(net)))
    return "".join(f"{line}\n" for line in lines).encode("ascii")


def node_link(net: ShownNetwork) -> bytes:
    """Return a network as node-link JSON."""
    told = nx.node_link_data(_graph(net), edges="edges")
    text = json.dumps(told, ensure_ascii=False, allow_nan=False, indent=1)
    return f"{text}\n".encode()
