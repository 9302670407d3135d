"""Gaps in the shape of the network."""

from __future__ import annotations

import math
from collections.abc import Iterator

import networkx as nx

from netgov.gaps.cards import Gap, Percent, gap_card
from netgov.gaps.situation import PAIR
from netgov.history import History
from netgov.network import Network
from netgov.period import Period
from netgov.rules import Rules
from netgov.words import _


@gap_card(
    label=_("Single point of failure"),
    says=_("In the known ties, without {source} {share} of pairs lose their link."),
    plain=_("If it drops out, bodies that are linked today lose every known route."),
    colour="#be123c",
    dash=(4, 4),
    drawn=False,
)
def fragile(history: History, year: int | Period, _rules: Rules) -> Iterator[Gap]:
    """A body or a pair whose loss cuts others off; aggregates are not compared."""
    net = history[year]
    skeleton = nx.Graph(net.flat.edges())
    compared = net.actors.index[net.actors["aggregate"] != "yes"]
    alone, n = set(compared), len(net.actors)
    for actor in (
        a for a in net.actors.index if a in alone & set(nx.articulation_points(skeleton))
    ):
        piece = skeleton.subgraph(nx.node_connected_component(skeleton, actor) - {actor})
        lost = _pairs_apart([len(part) for part in nx.connected_components(piece)])
        yield _fragile(net, lost / math.comb(n - 1, 2), actor)
    bridges = set(nx.bridges(skeleton)) if skeleton else set()
    both_ways = bridges | {(b, a) for a, b in bridges}
    for source, target in list(skeleton.edges()):
        if (source, target) in both_ways and {source, target} <= alone:
            skeleton.remove_edge(source, target)
            ends = [nx.node_connected_component(skeleton, end) for end in (source, target)]
            skeleton.add_edge(source, target)
            sides = [len(end) for end in ends]
            yield _fragile(net, _pairs_apart(sides) / math.comb(n, 2), source, target)


def _pairs_apart(sizes: list[int]) -> float:
    """Return how many pairs lie in different parts."""
    return (sum(sizes) ** 2 - sum(size**2 for size in sizes)) / 2


def _fragile(net: Network, share: float, source: str, target: str = "") -> Gap:
    ends = net.ties.index.to_frame(index=False)[PAIR]
    touched = ends.isin([source]).any(axis=1)
    if target:
        touched &= ends.isin([target]).any(axis=1)
    says = _(
        "In the known ties, without the tie between {source} and {target} "
        "{share} of pairs lose their link."
    )
    return Gap(
        source,
        target,
        severity=share,
        confidence=float(net.ties["confidence"][touched.to_numpy()].min()),
        facts={"share": Percent(share)},
        parts={"share": share},
        says=says if target else "",
    )
