"""CPU seconds of a call, a command or a function of R, on one thread."""

from __future__ import annotations

import os

for _threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_threads] = "1"

import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd

import netgov as ng

ROOT = Path(__file__).parent.parent
NETGOV = [sys.executable, "-m", "netgov"]


def seconds(work: Callable[[], object], least: float = 0.4) -> float:
    """Return the smallest CPU time of a call, repeated for a while."""
    best, spent = float("inf"), 0.0
    while best == float("inf") or spent < least:
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


def peak_megabytes(program: str) -> float:
    """Return the peak memory of a Python program run by itself, as Linux tells it.

    What the system reports for resources would hold the peak of this process as well.
    """
    program += "\nprint(open('/proc/self/status').read().partition('VmHWM:')[2].split()[0])"
    told = subprocess.run(  # noqa: S603
        [sys.executable, "-c", program], check=True, capture_output=True, cwd=ROOT
    )
    return int(told.stdout.split()[-1]) / 1024


def of_r(net: ng.Network, *tasks: str) -> dict[str, float]:
    """Return the seconds of tasks of ``peers.R``; none where R or its sna is missing."""
    if shutil.which("Rscript") is None:
        return {}
    with tempfile.TemporaryDirectory() as folder:
        ties, nodes = Path(folder) / "ties.csv", Path(folder) / "nodes.csv"
        cells = net.matrix.tocoo()
        pd.DataFrame({"from": cells.row, "to": cells.col}).to_csv(ties, index=False)
        pd.DataFrame({"group": net.codes + 1}).to_csv(nodes, index=False)
        script = [str(ROOT / "benchmarks" / "peers.R"), str(ties), str(nodes), *tasks]
        told = subprocess.run(  # noqa: S603
            ["Rscript", *script],  # noqa: S607
            check=False,
            capture_output=True,
            text=True,
        )
    if told.returncode:
        return {}
    lines = [line.split() for line in told.stdout.splitlines()]
    return {name: float(spent) for name, spent in lines}


def show(task: str, figure: float, goal: str) -> None:
    """Print one figure beside its goal."""
    print(f"{task:<66}{figure:>9.3g}   {goal}", flush=True)
