"""Gaps in the shape of the network."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from netgov.counting import TIE
from netgov.gaps.cards import Gap, Percent, gap_card
from netgov.history import History
from netgov.kernels.cuts import Lost, pairs_lost
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
    alone, n = net.single.to_numpy(), len(net.actors)
    lost, names, sure = pairs_lost(net.both), net.actors.index, _Sure(net)
    for at in np.nonzero((lost.actors > 0) & alone)[0].tolist():
        yield _fragile(sure, lost.actors[at] / math.comb(n - 1, 2), names[at])
    for source, target, apart in _bridges(net, lost):
        if alone[source] and alone[target]:
            yield _fragile(sure, apart / math.comb(n, 2), names[source], names[target])


def _bridges(net: Network, lost: Lost) -> list[tuple[int, int, float]]:
    """Return the bridges as the records name them first, each with the pairs it links."""
    cells = net.matrix.tocoo()
    ends = np.column_stack([cells.row, cells.col])
    met = np.full(len(net.actors), ends.size)
    np.minimum.at(met, ends.ravel(), np.arange(ends.size))
    first = {frozenset(pair): at for at, pair in reversed([*enumerate(ends.tolist())])}
    found = [
        (*sorted(pair, key=met.__getitem__), float(apart))
        for pair, apart in zip(lost.ends.tolist(), lost.ties, strict=True)
    ]
    return sorted(found, key=lambda one: (met[one[0]], first[frozenset(one[:2])]))


class _Sure:
    """How far the ties of one body, or of two, can be believed: as far as the least of them."""

    def __init__(self, net: Network) -> None:
        self._ties = net.ties["confidence"].reset_index()

    @cached_property
    def of_body(self) -> dict[Any, float]:
        """The least of the ties of each body."""
        ends = [
            self._ties[[end, "confidence"]].set_axis(["body", "least"], axis=1)
            for end in TIE[:2]
        ]
        return pd.concat(ends).groupby("body")["least"].min().to_dict()

    @cached_property
    def of_tie(self) -> dict[Any, float]:
        """The least of each pair."""
        return self._ties.groupby(TIE[:2])["confidence"].min().to_dict()

    def least(self, source: str, target: str) -> float:
        """Return it of the ties of a body, or of those between two."""
        if not target:
            return float(self.of_body[source])
        both = ((source, target), (target, source))
        return float(min(self.of_tie[tie] for tie in both if tie in self.of_tie))


def _fragile(sure: _Sure, share: float, source: str, target: str = "") -> Gap:
    says = _(
        "In the known ties, without the tie between {source} and {target} "
        "{share} of pairs lose their link."
    )
    return Gap(
        source,
        target,
        severity=share,
        confidence=sure.least(source, target),
        facts={"share": Percent(share)},
        parts={"share": share},
        says=says if target else "",
    )
