"""The invented country that the benchmarks count is the same each time, and is a country."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import netgov as ng

PLACE = Path(__file__).parents[2] / "benchmarks" / "nation.py"


def invented():
    spec = importlib.util.spec_from_file_location("country_of_benchmarks", PLACE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_one_seed_gives_one_country(tmp_path):
    country = invented()
    first, again, other = (
        country.write_records(tmp_path / f"{turn}.csv", 3_000, districts=3, seed=seed)
        for turn, seed in enumerate((1, 1, 2))
    )
    assert first.read_bytes() == again.read_bytes() != other.read_bytes()


def test_its_ties_reach_across_districts_and_up_to_provinces(tmp_path):
    country = invented()
    folder = country.write_country(tmp_path / "data", 20_000, districts=4)
    records = ng.read_records(folder)
    assert records.study.synthetic
    assert records.problems.empty
    ties = ng.build_history(records)[2018].ties.reset_index()
    district = records.actors["district"]
    ends = ties["source"].map(district), ties["target"].map(district)
    assert (ends[0] == ends[1]).mean() > 0.5
    assert ((ends[0] != ends[1]) & (ends[1] != "")).any()
    assert (ends[1] == "").any()


def test_the_benchmarks_start():
    """They import from one another and from the tests; two files of one name would hide."""
    program = "import sys; sys.path.insert(0, 'benchmarks'); import bench"
    subprocess.run([sys.executable, "-c", program], cwd=PLACE.parents[1], check=True)
