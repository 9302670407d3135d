"""Random networks and logs to measure on, the same in each run."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

import netgov as ng


def random_network(actors: int, ties: int, seed: int = 1, heavy: bool = False) -> ng.Network:
    """Return a random network with five groups; weights 1 to 12, or with a heavy tail."""
    rng = np.random.default_rng(seed)
    ends = rng.integers(0, actors, (ties, 2))
    frame = pd.DataFrame({"source": ends[:, 0], "target": ends[:, 1]})
    frame["weight"] = (
        np.minimum(rng.zipf(1.6, ties), 5000) if heavy else rng.integers(1, 13, ties)
    )
    groups = pd.Series(rng.integers(0, 5, actors), index=range(actors))
    return ng.Network.of(frame, groups=groups, actors=range(actors))


def referral_log(path: Path, rows: int, actors: int = 30, pairs: int | None = None) -> Path:
    """Write a log with so many rows between some bodies, as an office would.

    With a number of pairs, contact is between these alone.
    """
    rng = np.random.default_rng(1)
    bodies = [f"Puskesmas Contoh {turn}" for turn in range(actors)]
    ends = [rng.choice(actors, 2, replace=False) for _row in range(pairs or rows)]
    if pairs:
        ends = [ends[one] for one in rng.integers(pairs, size=rows)]
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


def long_history(folder: Path, rows: int) -> ng.History:
    """Return a study whose log is repeated under other case numbers until it has the rows."""
    records = ng.read_records(folder)
    evidence = records.evidence
    logged = evidence["table"] == "referrals"
    times = -(-rows // int(logged.sum()))

    def repeated(frame: pd.DataFrame) -> list[pd.DataFrame]:
        return [frame.assign(case=frame["case"] + f"-{turn}") for turn in range(times)]

    longer = pd.concat([*repeated(evidence[logged]), evidence[~logged]], ignore_index=True)
    declined = pd.concat(repeated(records.not_referred), ignore_index=True)
    return ng.build_history(replace(records, evidence=longer, not_referred=declined))
