"""Gaps in the shape of the network."""

from __future__ import annotations

import math
from collections.abc import Iterator

import networkx as nx

from netgov.gaps.cards import Gap, Percent, gap_card
from netgov.history import History
from netgov.network import Network
from netgov.period import Period
from netgov.rules import Rules
from netgov.words import _


@gap_card(
    label=_("Single point of failure"),
    says=_("In the known ties, without {source} {share} of pairs lose their link."),
    plain=_("If it drops out, bodies that are linked today lose every known route."),
    asks=_("Who stands in when {source} cannot act?"),
    colour="#be123c",
    dash=(4, 4),
    drawn=False,
)
def fragile(history: History, year: int | Period, _rules: Rules) -> Iterator[Gap]:
    """A body or a pair whose loss cuts others off; aggregates are not compared."""
    net = history[year]
    skeleton = nx.Graph([*net.pairs])
    compared = net.actors.index[net.single]
    alone, n = set(compared), len(net.actors)
    joints = alone & set(nx.articulation_points(skeleton))
    for actor in (actor for actor in net.actors.index if actor in joints):
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
    bodies = {source, target} - {""}
    ties = zip(net.ties.index, net.ties["confidence"], strict=True)
    says = _(
        "In the known ties, without the tie between {source} and {target} "
        "{share} of pairs lose their link."
    )
    return Gap(
        source,
        target,
        severity=share,
        confidence=min(sure for tie, sure in ties if bodies.issubset(tie[:2])),
        facts={"share": Percent(share)},
        parts={"share": share},
        says=says if target else "",
    )
