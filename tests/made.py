"""Small studies made by hand: bodies A to E, signs, contacts and duties in a line each."""

from dataclasses import replace

import pandas as pd

import netgov as ng
from netgov.assembly import whole_signs
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
SIGN = ["source", "target", "layer", "year_from", "year_to", "strength", "cases"]
DUTY = ["duty", "kind", "source", "target", "layer", "in_force_from", "in_force_to"]
OPEN = float("nan")
TYPES = dict.fromkeys(("cases", "weight", "year_from", "year_to"), float)


def statement(source, target, strength="present", layer="referral", first=2019, last=2019):
    """Return a public statement."""
    return (source, target, layer, first, last, strength, OPEN)


def cases(source, target, count, layer="referral", year=2019):
    """Return a count of cases on record."""
    return (source, target, layer, year, year, "present", count)


def duty(name, source, target, layer="referral", kind="must", first=2010, last=OPEN):
    """Return a mandate; those that share a name are alternatives."""
    return (name, kind, source, target, layer, first, last)


DAY_ONE = pd.Timestamp(2019, 1, 1)


def contact(case, day, source, target, layer="referral", **more):
    """Return a row of a case log, on a day of 2019 counted from 0, or of a date."""
    date = DAY_ONE + pd.Timedelta(days=day) if isinstance(day, int) else pd.Timestamp(day)
    answered = more.pop("after", None)
    if answered is not None:
        more["answered"] = date + pd.Timedelta(days=answered)
    return {"case": str(case), "date": date, "source": source, "target": target,
            "layer": layer, **more}  # fmt: skip


def log_signs(contacts):
    """Return the signs of contact of a case log."""
    frame = pd.DataFrame(contacts)
    year = frame["date"].dt.year.astype(float)
    frame = frame.assign(
        year_from=year, year_to=year, strength="present", confidence=1.0, grain="day",
        table="referrals", file="edges/referrals.csv", row=range(2, len(frame) + 2), weight=1.0,
    )  # fmt: skip
    return whole_signs(frame)


def attendance(*meetings):
    """Return attendance lists of "A B* C", a star for a stand-in, on days of 2019."""
    rows = [
        {"date": DAY_ONE + pd.Timedelta(days=turn), "grain": "day", "meeting": f"m{turn}",
         "event": f"m{turn}", "actor": name[0], "size": len(names.split()), "role": "",
         "stand_in": "yes" if name.endswith("*") else "no"}
        for turn, names in enumerate(meetings) for name in names.split()
    ]  # fmt: skip
    return pd.DataFrame(rows)


def declined(case, day, source, target, reason, service=""):
    """Return a case that was not referred, and why."""
    return {"case": str(case), "date": DAY_ONE + pd.Timedelta(days=day), "source": source,
            "target": target, "reason": reason, "service": service, "case_type": "",
            "cases": OPEN, "weight": 1.0}  # fmt: skip


def build_log(
    contacts, duties=(), actors=None, meetings=None, not_referred=(), years=(2019, 2019), **more
):
    """Build a history from a case log; ``more`` changes columns of all duties."""
    records = build((), duties, actors).records
    told = meetings if meetings is not None else pd.DataFrame()
    mandates = records.mandates.assign(**more)
    records = replace(
        records, evidence=log_signs(contacts), mandates=mandates, meetings=told,
        not_referred=pd.DataFrame(list(not_referred)),
        study=Study({"en": "Toy"}, ng.Period(*years)),
    )  # fmt: skip
    return ng.build_history(records)


def build(signs=(), duties=(), actors=None, rank="ministerial regulation", confidence=1.0):
    """Build a history of 2019 from signs and duties; ``actors`` changes single bodies."""
    roster = pd.DataFrame(
        {slug: {**ACTOR, **(actors or {}).get(slug, {})} for slug in "ABCDE"}
    ).T.rename_axis("id")
    years = ["active_from", "active_to", "first_seen"]
    roster = roster.astype(dict.fromkeys(years, float))
    told = pd.DataFrame(signs, columns=SIGN).assign(
        citation=[f"[{turn}]" for turn in range(1, len(signs) + 1)], confidence=1.0,
        weight=lambda frame: frame["cases"], file="edges/ties.csv",
        table=lambda frame: frame["cases"].isna().map({True: "evidence", False: "ties"}),
    )  # fmt: skip
    evidence = whole_signs(told.assign(row=range(2, len(told) + 2)))
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
