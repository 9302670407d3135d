"""The shipped data: valid as a package, complete, and with the decisions told in its README."""

import csv
import re
from pathlib import Path

import frictionless
import pandas as pd
import pytest

DATA = Path(__file__).parent.parent / "data"


def table(name):
    return pd.read_csv(DATA / name, dtype=str, keep_default_na=False, na_filter=False)


def test_frictionless_finds_no_fault():
    report = frictionless.validate(str(DATA / "datapackage.json"))
    assert report.valid, report.flatten(["path", "rowNumber", "fieldName", "message"])


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("edges/evidence.csv", 131),
        ("edges/mandates.csv", 127),
        ("actors.csv", 74),
        ("aliases.csv", 61),
        ("legal_bases.csv", 37),
        ("figures.csv", 152),
        ("glossary.csv", 91),
    ],
)
def test_no_row_of_the_compilation_is_lost(name, rows):
    assert len(table(name)) == rows


def test_every_citation_is_in_the_list_of_sources():
    listed = set(
        re.findall(r"^\[(\d+)\]", (DATA / "SOURCES.md").read_text("utf-8"), re.MULTILINE)
    )
    for name in ("edges/evidence.csv", "edges/mandates.csv", "actors.csv", "figures.csv"):
        citations = table(name)["citation"]
        assert (citations != "").all(), name
        assert {n for cell in citations for n in re.findall(r"\d+", cell)} <= listed


def test_mandates_take_their_years_from_the_legal_bases():
    mandates, bases = table("edges/mandates.csv"), table("legal_bases.csv")
    joined = mandates.merge(bases, on="legal_basis", suffixes=("", "_of_basis"))
    assert len(joined) == len(mandates)
    for column in ("in_force_from", "in_force_to"):
        assert (joined[column] == joined[f"{column}_of_basis"]).all()


def test_either_or_duties_share_a_key_and_no_others_do():
    mandates = table("edges/mandates.csv")
    shared = mandates[mandates.duplicated("duty", keep=False)]
    senders = shared.groupby("legal_basis")["source"].nunique().to_dict()
    assert senders == {"UU 12/2022 (TPKS)": 4, "Permen PPPA 01/2010 (SPM layanan terpadu)": 1}
    assert len(shared) == 8 + 2
    assert shared.groupby("duty")["source"].nunique().eq(1).all()


def test_permissive_articles_are_may():
    mandates = table("edges/mandates.csv")
    may = mandates[mandates["kind"] == "may"]
    assert set(zip(may["source"], may["target"], may["article"], strict=True)) == {
        ("puskesmas", "rptc_riau", "Bab II"),
        ("unit_ppa_polresta", "balai_anak_rumbai", "Pasal 91(1) [verify]"),
        ("unit_ppa_polresta", "upt_ppa_pku", "Pasal 91(1) [verify]"),
        ("unit_ppa_polresta", "rs_bhayangkara", "Pasal 91(2) [verify]"),
        ("unit_ppa_polresta", "rsud_arifin_achmad", "Pasal 91(2) [verify]"),
        ("unit_ppa_polresta", "upt_ppa_pku", "Pasal 44"),
        ("lpsk", "upt_ppa_pku", "Pasal 44"),
    }


def test_deadlines_are_those_that_articles_state():
    mandates = table("edges/mandates.csv")
    stated = mandates[mandates["days"] != ""]
    assert stated.groupby("days")["article"].agg(lambda a: sorted(set(a))).to_dict() == {
        "1": ["Pasal 43(1)"],
        "3": ["Pasal 28 [verify]", "Pasal 41(2)-(3)"],
        "7": ["Pasal 12, 29 [verify]", "Pasal 42 [verify]"],
    }


def test_the_service_unit_is_one_line():
    actors = table("actors.csv").set_index("id")
    assert actors.loc["p2tp2a_pku", "successor"] == "ulppa_pku"
    assert actors.loc["ulppa_pku", "successor"] == "upt_ppa_pku"
    assert (actors["successor"] != "").sum() == 2


def test_only_reported_foundings_exclude_years():
    actors = table("actors.csv").set_index("id")
    founded = actors["active_from"][actors["active_from"] != ""].to_dict()
    assert founded == {"upt_ppa_pku": "2020", "patbm": "2017"}


def test_the_single_school_is_not_to_be_published():
    actors = table("actors.csv").set_index("id")
    assert actors.index[actors["publish"] == "no"].tolist() == ["smpn_38"]
    assert "smp-38" not in (DATA / "SOURCES.md").read_text("utf-8").lower()


def test_contradictions_stay_two_rows():
    evidence = table("edges/evidence.csv")
    for target in ("dinkes", "polresta"):
        pair = evidence[
            (evidence["source"] == "dpppa")
            & (evidence["target"] == target)
            & (evidence["layer"] == "coordination")
            & (evidence["year_from"] == "2017")
        ]
        assert sorted(pair["strength"]) == ["absent", "present"]


def test_every_text_stands_in_both_languages():
    for name in ("edges/evidence.csv", "edges/mandates.csv"):
        frame = table(name)
        assert (frame["text_id"] != "").all()
        assert (frame["text_en"] != "").all()
        assert (frame["text_id"] != frame["text_en"]).all()


def test_files_are_plain_csv():
    for path in DATA.rglob("*.csv"):
        raw = path.read_bytes()
        assert b"\r" not in raw
        assert not raw.startswith(b"\xef\xbb\xbf")
        widths = {len(row) for row in csv.reader(raw.decode("utf-8").splitlines())}
        assert len(widths) == 1
