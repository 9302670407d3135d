"""The report: its counts equal counts made from the CSV files by other means."""

import csv
import re
import zipfile
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

import netgov as ng
from netgov.errors import DisclosureError
from netgov.report import yearly

ROOT = Path(__file__).parent.parent
DATA = ROOT / "data"
LAYERS = ("referral", "reporting", "coordination", "authority", "funding")
UNIT = {"p2tp2a_pku": "upt_ppa_pku", "ulppa_pku": "upt_ppa_pku"}


@pytest.fixture(scope="module", params=["id", "en"])
def folder(request, public, tmp_path_factory):
    path = tmp_path_factory.mktemp("out") / request.param
    return ng.write_report(public, path=path, lang=request.param)


# --- counts by hand, with the csv module and plain loops ------------------------------------


def rows(name):
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def touches(start, end, first=2017, last=2019):
    return (not start or int(start) <= last) and (not end or int(end) >= first)


def ends(row):
    return UNIT.get(row["source"], row["source"]), UNIT.get(row["target"], row["target"])


def counted_ties(first=2017, last=2019):
    """Count ties of each layer: pairs with a statement that is not "absent"."""
    ties = {
        (*ends(row), row["layer"])
        for row in rows("edges/evidence.csv")
        if row["strength"] != "absent"
        and (row["year_from"] or row["year_to"])
        and touches(row["year_from"], row["year_to"], first, last)
    }
    return Counter(layer for _source, _target, layer in ties)


def counted_pairs(first=2017, last=2019):
    """Count mandated pairs by the best evidence on them, in any layer."""
    best = {}
    rank = {"absent": 0, "weak": 1, "present": 2, "strong": 2}
    for row in rows("edges/evidence.csv"):
        if (row["year_from"] or row["year_to"]) and touches(
            row["year_from"], row["year_to"], first, last
        ):
            best[ends(row)] = max(best.get(ends(row), 0), rank[row["strength"]])
    bases = {row["legal_basis"]: row for row in rows("legal_bases.csv")}
    pairs = set()
    for row in rows("edges/mandates.csv"):
        basis = bases[row["legal_basis"]]
        if touches(basis["in_force_from"], basis["in_force_to"], first, last):
            pairs.add(ends(row))
    found = Counter({2: "positive", 1: "weak"}.get(best.get(pair), "none") for pair in pairs)
    return {"pairs": len(pairs), **{name: found[name] for name in ("positive", "weak", "none")}}


def counted_actors(first=2017, last=2019):
    """Count lines of names that exist: founded by then, not ended before."""
    gone = {"p2tp2a_pku", "ulppa_pku"}
    return sum(
        touches(
            "" if row["id"] == "upt_ppa_pku" else row["active_from"],
            row["active_to"],
            first,
            last,
        )
        for row in rows("actors.csv")
        if row["id"] not in gone
    )


def facts(folder):
    page = (folder / "report.html").read_text(encoding="utf-8")
    return {name: int(n) for name, n in re.findall(r'data-fact="(\w+)">(\d+)<', page)}


# --- what the folder holds -------------------------------------------------------------------


def test_the_counts_of_the_report_are_those_of_the_csv_files(folder):
    told = facts(folder)
    assert told["actors"] == counted_actors() == 72
    assert told["ties"] == counted_ties().total() == 71
    pairs = counted_pairs()
    assert pairs == {"pairs": 68, "positive": 17, "weak": 1, "none": 50}
    assert {name: told[f"mandated_{name}"] for name in pairs} == pairs


@pytest.mark.parametrize(
    ("years", "pairs", "gaps"),
    [
        ((2017, 2017), (57, 9, 1, 47), 38),
        ((2018, 2018), (62, 10, 1, 51), 42),
        ((2019, 2019), (68, 17, 1, 50), 41),
        ((2017, 2019), (68, 17, 1, 50), 41),
    ],
)
def test_each_year_is_counted_right(public, years, pairs, gaps):
    period = ng.Period(*years)
    row = yearly(public, period).iloc[-1]
    counted = counted_pairs(*years)
    assert tuple(row[["pairs", "positive", "weak", "none"]]) == pairs == tuple(counted.values())
    assert row[list(LAYERS)].to_dict() == {
        layer: counted_ties(*years)[layer] for layer in LAYERS
    }
    assert row["actors"] == counted_actors(*years)
    found = ng.find_gaps(public, period)["kind"].value_counts()
    assert found["unrecorded"] == gaps
    assert found["contested"] == 2


def test_no_law_of_later_years_makes_a_gap(public):
    assert not ng.find_gaps(public)["legal_basis"].str.contains("2022|2021|2020|2023").any()


def test_the_tables_say_the_same_as_the_page(folder):
    told = facts(folder)
    tables = {path.stem: pd.read_csv(path) for path in (folder / "tables").glob("*.csv")}
    assert len(tables["actors"]) == told["actors"]
    assert len(tables["ties"]) == told["ties"]
    assert tables["ties"]["layer"].value_counts().to_dict() == dict(counted_ties())
    assert tables["years"].iloc[-1]["none"] == told["mandated_none"]
    with zipfile.ZipFile(folder / "tables.xlsx") as book:
        assert b"<f>" not in b"".join(book.read(name) for name in book.namelist())


def test_the_folder_holds_what_it_promises(folder):
    names = {
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    }
    assert {"report.html", "map.html", "tables.xlsx", "network.graphml"} <= names
    assert "tables/gaps.csv" in names


def test_every_gap_on_the_page_names_its_rule_or_its_source(folder):
    page = (folder / "report.html").read_text(encoding="utf-8")
    gaps = page.split('<ol class="gaps">')[1].split("</ol>")[0].split("<li>")[1:]
    assert len(gaps) == 10
    assert all("<b>" in gap and 'href="http' in gap for gap in gaps)


def test_the_single_school_is_not_named_anywhere(folder):
    for path in folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            if zipfile.is_zipfile(path):
                with zipfile.ZipFile(path) as book:
                    content = b"".join(book.read(name) for name in book.namelist())
            for name in (b"smpn_38", b"SMPN 38", b"SMP Negeri 38", b"smp-38"):
                assert name not in content, path.name


def test_a_year_without_ties_says_so(public, tmp_path):
    folder = ng.write_report(public, 2035, tmp_path / "out", "en")
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert "No tie is on record for 2035; there is nothing to measure." in page
    assert facts(folder)["ties"] == 0
    assert (folder / "map.html").is_file()


def test_only_the_public_view_is_reported(history, tmp_path):
    with pytest.raises(DisclosureError, match="protect"):
        ng.write_report(history, path=tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_planner_is_never_told_of_failure(folder):
    """Words that accuse stay out, in both languages."""
    page = (folder / "report.html").read_text(encoding="utf-8").lower()
    for word in ("non-compliant", "violation of", "tidak patuh", "melanggar"):
        assert word not in page


def test_what_was_not_examined_is_told(folder):
    page = (folder / "report.html").read_text(encoding="utf-8")
    told = {"id": "beban kerja", "en": "workload"}
    lang = re.search(r'<html lang="(\w+)">', page)[1]
    assert told[lang] in page
