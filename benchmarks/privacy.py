"""What it costs to protect a study and to attack what was written of it."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
from clock import seconds, show

import netgov as ng


def _log(path: Path, actors: int, ties: int) -> Path:
    """Write counted ties with a heavy tail: about half of them are of few cases."""
    rng = np.random.default_rng(1)
    pairs = rng.choice(actors * (actors - 1), ties, replace=False)
    rows = ["source,target,year,weight"]
    for pair in sorted(pairs.tolist()):
        source, target = divmod(pair, actors - 1)
        count = max(1, int(rng.lognormal(1.6, 1)))
        rows.append(f"Dinas{source},Dinas{target + (target >= source)},2019,{count}")
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


def privacy() -> None:
    """Measure protection, the attack and the exact mode at 40 actors and 300 ties."""
    with tempfile.TemporaryDirectory() as folder:
        log = _log(Path(folder) / "log.csv", 40, 300)
        history = ng.build_history(ng.read_records(log))
        out = ng.write_report(ng.protect(history), path=Path(folder) / "out")

        def protect_and_audit() -> None:
            ng.protect(history)
            ng.audit(out, history)

        show("protect and audit, 40 actors, 300 ties, s", seconds(protect_and_audit), "≤ 1")
        took = seconds(lambda: ng.protect(history, exact=True), 0.0)
        show("protect --exact, 40 actors, 300 ties, s", took, "≤ 30")
