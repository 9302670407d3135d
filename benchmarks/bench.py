"""Measure netgov beside its peers in one run and print ratios: ``make bench``.

Ratios of CPU time on one thread, the smallest of several runs, each with its goal (and behind
it what is aimed for). This is a benchmark, not a test: machines differ, and a noisy neighbour
moves every figure. R's sna is measured where R is installed. ``bench.py measures`` runs one
part alone: commands, door, cases, measures, large, inference, map, privacy, scale.
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from clock import NETGOV, ROOT, of_command, peak_megabytes, seconds, show
from inference import inference
from kernels import large, measures
from maps import maps
from networks import long_history, referral_log
from privacy import privacy
from scale import scale

import netgov as ng

READ_AND_BUILD = """
import sys, netgov as ng
history = ng.build_history(ng.read_records({path!r}, accept_loss=True))
assert len(history[history.whole].ties)
"""


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


def door() -> None:
    """Measure the reading of records."""
    with tempfile.TemporaryDirectory() as folder:
        few = referral_log(Path(folder) / "few.csv", 10)
        took = of_command([*NETGOV, "check", str(few)], 5)
        show("netgov check, 10 rows, CPU seconds", took, "≤ 1")
        many = referral_log(Path(folder) / "many.csv", 200_000)
        program = READ_AND_BUILD.format(path=str(many))
        took = of_command([sys.executable, "-c", program], 2)
        show("check and build, 200,000 rows, CPU seconds", took, "≤ 6")
        show("check and build, 200,000 rows, peak MB", peak_megabytes(program), "≤ 600")


def cases() -> None:
    """Measure gaps and pathways of the practice log, repeated until it has 200,000 rows."""
    history = long_history(ROOT / "examples" / "casework", 200_000)
    rows = len(history.records.evidence)

    def work() -> None:
        fresh = ng.build_history(replace(history.records))
        ng.find_gaps(fresh)
        ng.pathways(fresh)

    show(f"gaps and pathways, {rows:,} rows, CPU seconds", seconds(work, 0.0), "≤ 8")


PARTS = {
    "commands": commands,
    "door": door,
    "cases": cases,
    "measures": measures,
    "large": large,
    "inference": inference,
    "map": maps,
    "privacy": privacy,
    "scale": scale,
}


def main() -> None:
    """Print every figure."""
    print(f"{'task':<66}{'figure':>9}   goal (aim)")
    for part in sys.argv[1:] or PARTS:
        PARTS[part]()


if __name__ == "__main__":
    main()
