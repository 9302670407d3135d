"""Networks with known values, networks that break things, and the reference files."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd

from netgov.network import Network

REFERENCE = Path(__file__).parent / "reference"
REFERENCE_NAMES = tuple(pd.read_csv(REFERENCE / "networks" / "index.csv")["name"])


def same(ours: Any, theirs: Any, rtol: float = 1e-9) -> None:
    """Assert equality to nine digits, NaN where NaN; the absolute part is for zeros only."""
    ours, theirs = np.asarray(ours, dtype=float), np.asarray(theirs, dtype=float)
    np.testing.assert_allclose(ours, theirs, rtol=rtol, atol=1e-11)


def network(ties: str, actors: str = "", **groups: str) -> Network:
    """Return the network of "P-D 10, S-D 4"; a tie without a number weighs 1."""
    rows = []
    for tie in filter(None, ties.split(",")):
        pair, _, weight = tie.strip().partition(" ")
        rows.append((*pair.split("-"), float(weight or 1)))
    frame = pd.DataFrame(rows, columns=["source", "target", "weight"])
    return Network.of(frame, groups or None, actors.split() or None)


# --- networks worked by hand or published ------------------------------------------------

BODIES = ["COUN", "COMM", "EDUC", "INDU", "MAYR", "WRO", "NEWS", "UWAY", "WELF", "WEST"]
BODY_GROUPS = dict(zip(BODIES, (1, 2, 1, 2, 1, 3, 2, 3, 1, 3), strict=True))
INFORMATION = """0100101010 1011101110 0101111001 1100101000 1111001111
                 0010001010 0101100000 1101101010 0100101000 1110101000"""
MONEY = """0010100111 0010000000 0000000100 0110001110 0110000110
           0000000000 0100000100 0000000011 0010000100 0000000000"""


def bodies(rows: str) -> Network:
    """Return a network of Knoke & Wood's ten Indianapolis bodies."""
    cells = [
        (source, target)
        for source, row in zip(BODIES, rows.split(), strict=True)
        for target, tied in zip(BODIES, row, strict=True)
        if tied == "1"
    ]
    return Network.of(pd.DataFrame(cells, columns=["source", "target"]), BODY_GROUPS, BODIES)


def tiny() -> Network:
    """Return T5: police, school, district office and hospital."""
    return network("P-D 10, S-D 4, D-H 7, P-H 2, D-P 1", "P D S H", P="a", D="b", S="c", H="b")


def kite() -> Network:
    """Return Krackhardt's kite, every tie in both directions."""
    names = ["Andre", "Beverley", "Carol", "Diane", "Ed"]
    names += ["Fernando", "Garth", "Heather", "Ike", "Jane"]
    edges = nx.DiGraph(nx.krackhardt_kite_graph()).edges()
    frame = pd.DataFrame(edges, columns=["source", "target"]).map(lambda i: names[i])
    return Network.of(frame, dict.fromkeys(names, "all"), names)


# --- networks that break things -----------------------------------------------------------


def _groups(net: Network) -> Network:
    return net.regrouped([i % 2 for i in range(len(net.actors))])


def _heavy_tail(actors: int = 24, ties: int = 90) -> Network:
    """Return a random network in which few actors have most ties and few ties most weight."""
    rng = np.random.default_rng(3)
    names = [f"a{i:02}" for i in range(actors)]
    likely = 1 / np.arange(1, actors + 1)
    ends = rng.choice(names, (ties, 2), p=likely / likely.sum())
    frame = pd.DataFrame(ends, columns=["source", "target"])
    frame["weight"] = rng.zipf(1.5, ties).clip(max=10**6)
    return Network.of(frame, {name: i % 3 for i, name in enumerate(names)}, names)


AWKWARD = {
    "heavy tail": _heavy_tail(),
    "ties to oneself": _groups(network("a-a 3, a-b 2, b-b, b-c, c-c 9")),
    "two equal parts": _groups(network("a-b, b-a, c-d, d-c, d-e, e-d, c-e, f-g")),
    "empty": Network.of(pd.DataFrame(columns=["source", "target"]), groups={}, actors=[]),
    "one actor": _groups(network("", "a")),
    "two actors": _groups(network("a-b")),
    "isolates only": _groups(network("", "a b c d")),
    "isolates first and last": _groups(network("b-c 2, c-d, d-b", "a b c d e")),
    "one group": network("a-b, b-c, c-d", a="x", b="x", c="x", d="x"),
    "singleton groups": network("a-b, b-c, c-d", a="w", b="x", c="y", d="z"),
    "complete": _groups(
        network(", ".join(f"{a}-{b}" for a in "abcde" for b in "abcde" if a != b))
    ),
    "out-star": _groups(network("a-b, a-c, a-d, a-e")),
    "in-star": _groups(network("b-a, c-a, d-a, e-a")),
    "cycle": _groups(network("a-b, b-c, c-d, d-a")),
    "no cycle": _groups(network("a-b, a-c, b-d, c-d, b-c")),
    "in two parts": _groups(network("a-b, b-a, c-d, d-e")),
    "weights far apart": _groups(
        network("a-b 0.1, b-c 1000000, c-a 0.3, a-c 7, c-d 123456.789")
    ),
    "weights of many primes": _groups(
        network("a-b 999983, b-c 999979, a-c 499979, c-d 999961, d-a 999959, b-d 0.7")
    ),
}


# --- reference files ----------------------------------------------------------------------


@dataclass(frozen=True)
class Reference:
    """A published network and what other packages compute on it."""

    name: str
    net: Network
    directed: bool
    values: dict[str, Any]

    def __getitem__(self, key: str) -> Any:
        """Return a value by package and key, such as "igraph.constraint_weighted"."""
        package, _, name = key.partition(".")
        value = self.values[package][name]
        assert not isinstance(value, dict) or "error" not in value, f"{key}: {value}"
        return value

    def numbers(self, key: str) -> np.ndarray:
        """Return a vector of numbers, NaN where it says so."""
        return np.array([float("nan" if x == "NA" else x) for x in self[key]])

    def known(self, key: str) -> np.ndarray:
        """Return where a vector is a number: networkx gives receive-only actors NaN."""
        return ~np.isnan(self.numbers(key))


@cache
def reference(name: str) -> Reference:
    """Return one of the twelve networks with its values; undirected ties run both ways."""
    edges = pd.read_csv(REFERENCE / "networks" / f"{name}.edges.csv")
    nodes = pd.read_csv(REFERENCE / "networks" / f"{name}.nodes.csv", index_col="id")
    values = json.loads((REFERENCE / "expected" / f"{name}.json").read_text("utf-8"))
    ties = edges.set_axis(["source", "target", "weight"], axis=1)
    if not values["directed"]:
        ties = pd.concat([ties, ties.rename(columns={"source": "target", "target": "source"})])
    net = Network.of(ties, nodes["group"], nodes.index)
    return Reference(name, net, values["directed"], values)
