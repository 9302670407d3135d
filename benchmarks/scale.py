"""A whole country: aggregation beside DuckDB and pandas, big networks, a report by district.

Every command runs in a process of its own; time is by the clock, with all cores it takes,
unless CPU is said.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

import pandas as pd
from clock import NETGOV, ROOT, show
from nation import DISTRICTS, write_country

TEN, FIFTY = 10_000_000, 50_000_000
# As somebody who knows DuckDB would count the same, to the same columns and kind of file.
TIES = """
import duckdb
duckdb.sql('''COPY (
  SELECT asal AS source, tujuan AS target, relasi AS layer, year(tanggal) AS year,
    count(*) AS weight, count(DISTINCT nomor_kasus) AS cases,
    count(tanggal_dijawab) AS answered, count(tanggal_selesai) AS closed,
    median(tanggal_dijawab - tanggal) AS median_days
  FROM '{source}' WHERE asal <> tujuan AND tanggal IS NOT NULL
  GROUP BY ALL ORDER BY ALL
) TO '{output}' (FORMAT parquet)''')
"""
# Three times the memory that netgov takes; held to 1 GB the query ends for lack of memory.
HELD = """
import duckdb
duckdb.sql("SET memory_limit = '2GB'")
"""
HAND_OVERS = """
import duckdb
duckdb.sql('''COPY (
  WITH steps AS (
    SELECT nomor_kasus, tujuan AS source, tanggal,
      lead(tujuan) OVER turns AS target, lead(tanggal) OVER turns AS next
    FROM '{source}' WHERE asal <> tujuan
    WINDOW turns AS (PARTITION BY nomor_kasus ORDER BY tanggal, no)
  )
  SELECT source, target, year(next) AS year, count(*) AS weight,
    count(DISTINCT nomor_kasus) AS cases, median(next - tanggal) AS median_days
  FROM steps WHERE source <> target GROUP BY ALL ORDER BY ALL
) TO '{output}' (FORMAT parquet)''')
"""
BY_PANDAS = """
import pandas as pd
columns = ["no", "nomor_kasus", "tanggal", "asal", "tujuan"]
log = pd.read_parquet("{source}", columns=columns)
log = log[log["asal"] != log["tujuan"]].sort_values(["nomor_kasus", "tanggal", "no"])
of_case = log.groupby("nomor_kasus", sort=False)
log["target"], log["next"] = of_case["tujuan"].shift(-1), of_case["tanggal"].shift(-1)
log = log[log["target"].notna() & (log["target"] != log["tujuan"])]
log = log.assign(year=pd.to_datetime(log["next"]).dt.year)
log = log.assign(days=(pd.to_datetime(log["next"]) - pd.to_datetime(log["tanggal"])).dt.days)
found = log.groupby(["tujuan", "target", "year"]).agg(
    weight=("no", "size"), cases=("nomor_kasus", "nunique"), median_days=("days", "median")
)
found.rename_axis(["source", "target", "year"]).reset_index().to_parquet("{output}")
"""
# The measures that the goal lists, and no others, in a process that does nothing else.
BIG_NETWORK = """
import sys
sys.path.insert(0, "benchmarks")
from networks import random_network
import netgov as ng
net = random_network(50_000, 500_000)
if {count}:
    for name in {names}:
        ng.MEASURES[name].function(net)
"""
TOGETHER = (
    *("in_degree", "out_degree", "partners", "in_strength", "out_strength", "pagerank"),
    *("broker_roles", "constraint", "effective_size", "components", "core_number"),
    *("reciprocity",),
)


class Run(NamedTuple):
    """What a process cost: seconds by the clock, of CPU, and its peak memory."""

    wall: float
    cpu: float
    megabytes: float


def run(command: list[str], times: int = 1) -> Run:
    """Return the least time of some runs of a command, and the most memory."""
    runs = []
    for _turn in range(times):
        launch = [sys.executable, "-I", "-S", str(ROOT / "benchmarks" / "launch.py")]
        told = subprocess.run(  # noqa: S603
            [*launch, *command], cwd=ROOT, capture_output=True, text=True, check=False
        )
        if told.returncode:
            raise RuntimeError(f"{command[:4]} ended with {told.returncode}")
        runs.append(Run(*map(float, told.stdout.split())))
    walls, spent, peaks = zip(*runs, strict=True)
    return Run(min(walls), min(spent), max(peaks))


def need_same(ours: Path, *peers: Path) -> None:
    """Refuse a comparison of different results."""
    found = _read(ours)
    for peer in peers:
        pd.testing.assert_frame_equal(found, _read(peer)[list(found)], check_dtype=False)


def _read(path: Path) -> pd.DataFrame:
    table = pd.read_csv(path) if path.suffix == ".csv" else pd.read_parquet(path)
    keys = [name for name in ("source", "target", "layer", "year") if name in table]
    table = table.drop(columns="data", errors="ignore").sort_values(keys, ignore_index=True)
    return table.replace({"layer": {"rujukan": "referral"}})


def made(path: Path, *, districts: int = DISTRICTS, start: int = 0) -> Path:
    """Return ten million records of an invented country."""
    script = str(ROOT / "benchmarks" / "nation.py")
    run([sys.executable, script, str(path), str(TEN), str(districts), str(start)])
    return path


def aggregate(source: Path, output: Path, *more: str) -> list[str]:
    """Return the command that adds up."""
    return [*NETGOV, "aggregate", str(source), "-o", str(output), *more]


def program(text: str, source: Path, output: Path) -> list[str]:
    """Return the command of a peer."""
    return [sys.executable, "-c", text.format(source=source, output=output)]


def scale() -> None:
    """Measure all that a country asks."""
    with tempfile.TemporaryDirectory() as folder:
        ties_of_ten_million(Path(folder))
        hand_overs_of_ten_million(Path(folder))
        fifty_million(Path(folder))
    big_network()
    with tempfile.TemporaryDirectory() as folder:
        reports(Path(folder))


def ties_of_ten_million(folder: Path) -> None:
    """Yearly ties of ten million records beside DuckDB's own query."""
    for kind, goal in (("csv", "≤ 1.3"), ("parquet", "≤ 1.2")):
        source = made(folder / f"records.{kind}")
        output, theirs = folder / "ties.parquet", folder / "peer.parquet"
        peer = run(program(TIES, source, theirs), 2)
        held = run(program(HELD + TIES, source, theirs))
        ours = run(aggregate(source, output), 2)
        need_same(output, theirs)
        what = f"10 million rows {kind} to yearly ties"
        show(f"{what}: netgov / DuckDB, by the clock", ours.wall / peer.wall, goal)
        show(f"{what}: netgov / DuckDB, CPU", ours.cpu / peer.cpu, goal)
        show(f"{what}: netgov / DuckDB held to 2 GB, by the clock", ours.wall / held.wall, "")
        show(f"{what}, seconds", ours.wall, "")
        show(f"{what}, peak MB", ours.megabytes, "≤ 700")
        show(f"{what}, peak MB of DuckDB", peer.megabytes, "")
        source.unlink()


def hand_overs_of_ten_million(folder: Path) -> None:
    """Hand-overs of ten million records among 2,000 bodies beside DuckDB and pandas."""
    source = made(folder / "cases.parquet", districts=50)
    theirs, slow_ones = folder / "peer.parquet", folder / "slow.parquet"
    files = [folder / f"hand_overs_{turn}.csv" for turn in (1, 2)]
    peer = run(program(HAND_OVERS, source, theirs), 2)
    slow = run(program(BY_PANDAS, source, slow_ones))
    runs = [run(aggregate(source, file, "--hand-overs", "--record", "no")) for file in files]
    need_same(files[0], theirs, slow_ones)
    ours = min(runs)
    what = "hand-overs, 10 million rows, 2,000 bodies"
    show(f"{what}: netgov / DuckDB, by the clock", ours.wall / peer.wall, "≤ 1.2")
    show(f"{what}: pandas / netgov, by the clock", slow.wall / ours.wall, "≥ 3")
    show(f"{what}, seconds", ours.wall, "")
    show(f"{what}, peak MB", ours.megabytes, "")
    show(f"{what}, peak MB of DuckDB", peer.megabytes, "")
    show(f"{what}, peak MB of pandas", slow.megabytes, "")
    same = len({hashlib.sha256(file.read_bytes()).digest() for file in files})
    show(f"{what}: different results of two runs", same, "= 1")
    source.unlink()


def fifty_million(folder: Path) -> None:
    """Yearly ties of fifty million records in Parquet parts."""
    source = folder / "parts"
    source.mkdir()
    for turn, start in enumerate(range(0, FIFTY, TEN)):
        made(source / f"part-{turn}.parquet", start=start)
    ours = run(aggregate(source, folder / "ties.parquet"))
    show("50 million rows Parquet to yearly ties, seconds", ours.wall, "")
    show("50 million rows Parquet to yearly ties, peak MB", ours.megabytes, "≤ 3,000")


def big_network() -> None:
    """The measures that the goal lists, of 50,000 bodies and 500,000 ties."""
    nothing, ours = (
        run([sys.executable, "-c", BIG_NETWORK.format(names=TOGETHER, count=count)])
        for count in (False, True)
    )
    what = "50,000 bodies, 500,000 ties: measures together"
    show(f"{what}, CPU seconds", ours.cpu - nothing.cpu, "≤ 15")
    show(f"{what}, peak MB", ours.megabytes, "≤ 2,000")


def reports(folder: Path) -> None:
    """A report for each district of the country."""
    data = write_country(folder / "data", TEN)
    command = [*NETGOV, "report", str(data), "--by", "district", "-o", str(folder / "out")]
    ours = run(command)
    show("514 district reports, CPU seconds each", ours.cpu / DISTRICTS, "≤ 0.8")
    show("514 district reports, peak MB of the largest process", ours.megabytes, "")
    show("514 district reports, minutes by the clock", ours.wall / 60, "")
