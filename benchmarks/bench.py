"""Measure netgov beside its peers in one run and print ratios: ``make bench``.

Ratios of CPU time on one thread, the smallest of several runs, each with its goal. This is a
benchmark, not a test: machines differ, and a noisy neighbour moves every figure.
"""

from __future__ import annotations

import os

for _threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_threads] = "1"

import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import igraph
import networkx as nx
import numpy as np
import pandas as pd

import netgov as ng

ROOT = Path(__file__).parent.parent
NETGOV = [sys.executable, "-m", "netgov"]


def seconds(work: Callable[[], object], least: float = 0.4) -> float:
    """Return the smallest CPU time of a call, repeated for a while."""
    best, spent = float("inf"), 0.0
    while spent < least:
        start = time.process_time()
        work()
        took = time.process_time() - start
        best, spent = min(best, took), spent + max(took, 1e-4)
    return best


def of_command(command: list[str], times: int = 7) -> float:
    """Return the smallest CPU time of a whole command."""
    best = float("inf")
    for _turn in range(times):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, check=True, capture_output=True, cwd=ROOT)  # noqa: S603
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        best = min(best, sum(after[:2]) - sum(before[:2]))
    return best


def random_network(actors: int, ties: int, seed: int) -> ng.Network:
    """Return a random weighted network with groups."""
    rng = np.random.default_rng(seed)
    ends = rng.integers(0, actors, (ties, 2))
    frame = pd.DataFrame({"source": ends[:, 0], "target": ends[:, 1]})
    frame["weight"] = rng.integers(1, 13, ties)
    groups = pd.Series(rng.integers(0, 5, actors), index=range(actors))
    return ng.Network.of(frame, groups=groups, actors=range(actors))


def roles_by_loop(net: ng.Network) -> Counter[tuple[object, ...]]:
    """Count open two-paths by role the plain way."""
    graph, group = net.flat, dict(net.groups)
    found: Counter[tuple[object, ...]] = Counter()
    for via in graph:
        for source in graph.pred[via]:
            for target in graph.succ[via]:
                if source != target and not graph.has_edge(source, target):
                    first, own, last = group[source], group[via], group[target]
                    found[via, first == own, own == last, first == last] += 1
    return found


def show(task: str, ratio: float, goal: str) -> None:
    """Print one ratio beside its goal."""
    print(f"{task:<62}{ratio:>8.2f}   {goal}")


def commands() -> None:
    """Measure whole commands."""
    nothing = of_command([sys.executable, "-c", "pass"], 20)
    show(
        "netgov --help, times python -c pass",
        of_command([*NETGOV, "--help"], 20) / nothing,
        "≤ 4",
    )
    with tempfile.TemporaryDirectory() as folder:
        took = of_command([*NETGOV, "report", "data", "-o", f"{folder}/out"], 3)
        show("netgov report data, CPU seconds", took, "≤ 3")


def referral_log(path: Path, rows: int) -> Path:
    """Write a log with so many rows between thirty bodies, as an office would."""
    rng = np.random.default_rng(1)
    bodies = [f"Puskesmas Contoh {turn}" for turn in range(30)]
    ends = [rng.choice(30, 2, replace=False) for _row in range(rows)]
    days = pd.Timestamp("2017-01-01") + pd.to_timedelta(rng.integers(0, 1095, rows), "D")
    frame = pd.DataFrame(
        {
            "case_id": [f"CONTOH/{case}" for case in rng.integers(0, rows // 2, rows)],
            "date": days.strftime("%d/%m/%Y"),
            "from_actor": [bodies[one] for one, _other in ends],
            "to_actor": [bodies[other] for _one, other in ends],
            "relation": "referral",
            "status": "sent",
            "date_closed": "",
        }
    )
    frame.to_csv(path, index=False)
    return path


READ_AND_BUILD = """
import resource, sys, netgov as ng
history = ng.build_history(ng.read_records(sys.argv[1], accept_loss=True))
assert len(history[history.whole].ties)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def door() -> None:
    """Measure the reading of records."""
    with tempfile.TemporaryDirectory() as folder:
        few = referral_log(Path(folder) / "few.csv", 10)
        took = of_command([*NETGOV, "check", str(few)], 5)
        show("netgov check, 10 rows, CPU seconds", took, "≤ 1")
        many = referral_log(Path(folder) / "many.csv", 200_000)
        command = [sys.executable, "-c", READ_AND_BUILD, str(many)]
        show("check and build, 200,000 rows, CPU seconds", of_command(command, 2), "≤ 6")
        told = subprocess.run(command, check=True, capture_output=True, cwd=ROOT)  # noqa: S603
        show("check and build, 200,000 rows, peak MB", float(told.stdout), "≤ 600")


def kernels(actors: int, ties: int) -> None:
    """Measure kernels beside networkx, igraph and plain loops."""
    net = random_network(actors, ties, seed=1)
    graph, hops = net.flat, net.binary()
    lengths = [data["distance"] for _s, _t, data in graph.edges(data=True)]
    peer = igraph.Graph(list(graph.edges()), directed=True)
    _ = net.distances, hops.distances, net.codes

    def ours(name: str, of: ng.Network) -> float:
        return seconds(lambda: ng.MEASURES[name].function(of))

    label = f"{actors} actors"
    weighted = ours("betweenness", net)
    slow = seconds(
        lambda: nx.betweenness_centrality(graph, weight="distance", normalized=False)
    )
    show(f"betweenness, weighted, {label}: networkx / netgov", slow / weighted, "≥ 8")
    fast = seconds(lambda: peer.betweenness(weights=lengths))
    goal = "≤ 3" if actors >= 200 else "(from 200 actors ≤ 3)"
    show(f"betweenness, weighted, {label}: netgov / igraph", weighted / fast, goal)
    plain = ours("betweenness", hops)
    slow = seconds(lambda: nx.betweenness_centrality(graph, normalized=False))
    show(f"betweenness, hops, {label}: networkx / netgov", slow / plain, "≥ 15")
    roles = ours("broker_roles", net)
    show(
        f"brokerage roles, {label}: plain loop / netgov",
        seconds(lambda: roles_by_loop(net)) / roles,
        "≥ 5",
    )
    holes = ours("constraint", net) + ours("effective_size", net)
    slow = seconds(lambda: (nx.constraint(graph), nx.effective_size(graph)))
    show(f"constraint + effective size, {label}: networkx / netgov", slow / holes, "≥ 2.5")


def main() -> None:
    """Print every figure."""
    print(f"{'task':<62}{'ratio':>8}   goal")
    commands()
    door()
    for actors, ties in ((50, 300), (200, 1500)):
        kernels(actors, ties)


if __name__ == "__main__":
    main()
