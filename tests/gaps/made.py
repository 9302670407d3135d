"""Small studies made by hand: bodies A to E, signs and duties in a line each."""

import pandas as pd

import netgov as ng
from netgov.records import Study

TEXTS = ("name_id", "name_en", "abbrev", "parent", "successor", "services", "citation")
NUMBERS = ("staff", "capacity", "first_seen", "active_from", "active_to")
ACTOR = {
    **dict.fromkeys((*TEXTS, "function_id", "function_en"), ""),
    **dict.fromkeys(NUMBERS, float("nan")),
    "sector": "social",
    "level": "city",
    "reach": "city",
    "confidence": "documented",
    "aggregate": "no",
    "publish": "yes",
    "confidential": "no",
}
RANK = {"absent": 0, "weak": 1, "present": 2, "strong": 3}
SIGN = ["source", "target", "layer", "year_from", "year_to", "strength", "cases"]
DUTY = ["duty", "kind", "source", "target", "layer", "in_force_from", "in_force_to"]
OPEN = float("nan")
TYPES = {
    **dict.fromkeys(("cases", "weight", "year_from", "year_to"), float),
    **dict.fromkeys(("date", "answered"), "datetime64[s]"),
}


def statement(source, target, strength="present", layer="referral", first=2019, last=2019):
    """Return a public statement."""
    return (source, target, layer, first, last, strength, OPEN)


def cases(source, target, count, layer="referral", year=2019):
    """Return a count of cases on record."""
    return (source, target, layer, year, year, "present", count)


def duty(name, source, target, layer="referral", kind="must", first=2010, last=OPEN):
    """Return a mandate; those that share a name are alternatives."""
    return (name, kind, source, target, layer, first, last)


def build(signs=(), duties=(), actors=None, rank="ministerial regulation", confidence=1.0):
    """Build a history of 2019 from signs and duties; ``actors`` changes single bodies."""
    roster = pd.DataFrame(
        {slug: {**ACTOR, **(actors or {}).get(slug, {})} for slug in "ABCDE"}
    ).T.rename_axis("id")
    years = ["active_from", "active_to", "first_seen"]
    roster = roster.astype(dict.fromkeys(years, float))
    evidence = pd.DataFrame(signs, columns=SIGN).assign(
        text_id="", text_en="", section="", confidence=1.0,
        citation=[f"[{turn}]" for turn in range(1, len(signs) + 1)],
        rank=lambda frame: frame["strength"].map(RANK).astype(int),
        weight=lambda frame: frame["cases"], case="", grain="", table="ties",
        date=pd.NaT, answered=pd.NaT,
    )  # fmt: skip
    evidence.index = range(2, len(evidence) + 2)
    mandates = pd.DataFrame(duties, columns=DUTY).assign(
        legal_basis="Rule", article="Pasal 1", days=OPEN, share=OPEN, service="",
        case_type="", text_id="", text_en="", citation="", confidence=confidence,
    )  # fmt: skip
    mandates.index = range(2, len(mandates) + 2)
    bases = pd.DataFrame({"name_id": "Aturan", "rank": rank}, index=["Rule"])
    empty = pd.DataFrame(columns=["alias", "actor"])
    sources = pd.DataFrame(columns=["short", "text", "address", "read_en", "read_id"])
    records = ng.Records(
        roster, evidence.astype(TYPES),
        mandates.astype({"in_force_from": float, "in_force_to": float}), empty, bases,
        pd.DataFrame(columns=["actor"]), Study({"en": "Toy"}, ng.Period(2019, 2019)), sources,
    )  # fmt: skip
    return ng.build_history(records)
