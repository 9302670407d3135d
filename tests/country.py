"""An invented country of a few districts, a table in a line each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path

import netgov as ng
from netgov.privacy import ProtectedHistory

#: Bodies of a district, by the sector of each.
SECTORS = ("social", "police", "health", "education", "justice")
DISTRICTS = {"a": "Kabupaten Arum", "b": "Kota Bahari", "c": "Kabupaten Cendana"}
Tie = tuple[str, str, int]


def ties_of(district: str, first: int = 20) -> list[Tie]:
    """Return a chain of told ties through a district, and one up to the province."""
    bodies = [f"{district}_{sector}" for sector in SECTORS]
    chain = [
        (one, other, first + 10 * turn) for turn, (one, other) in enumerate(pairwise(bodies))
    ]
    return [*chain, (bodies[0], "province", first + 5)]


def country(
    folder: Path,
    ties: Sequence[Tie] | None = None,
    *,
    names: Mapping[str, str] = DISTRICTS,
    duties: Sequence[tuple[str, str, str]] = (),
    unnamed: str = "",
    synthetic: bool = True,
) -> Path:
    """Write the tables of a country of which each district has five bodies."""
    (folder / "edges").mkdir(parents=True)
    bodies = [
        f'{key}_{sector},Badan {sector} {key},{sector},city,city,"{name}",'
        f"{'no' if f'{key}_{sector}' == unnamed else 'yes'}"
        for key, name in names.items()
        for sector in SECTORS
    ]
    bodies += ["province,Dinas Provinsi,social,province,vertical,,yes"]
    bodies += ["ministry,Kementerian,government,national,vertical,,yes"]
    if ties is None:
        ties = [tie for key in names for tie in ties_of(key)]
        ties += [("a_social", "b_police", 30), ("province", "ministry", 40)]
    tables = {
        "actors.csv": ["id,name_id,sector,level,reach,kabupaten_kota,publish", *bodies],
        "edges/ties.csv": [
            "from_actor,to_actor,relation,year,weight,cases",
            *(f"{one},{other},referral,2019,{n},{n}" for one, other, n in ties),
        ],
        "edges/mandates.csv": [
            "duty,kind,source,target,layer,legal_basis,article,in_force_from",
            *(f"{d},must,{one},{other},referral,SOP,Pasal 1,2010" for d, one, other in duties),
        ],
        "legal_bases.csv": ["legal_basis,name_id,rank,in_force_from", "SOP,SOP,SOP,2010"],
        "netgov.toml": ["[study]", f"synthetic = {str(synthetic).lower()}"],
    }
    for name, lines in tables.items():
        (folder / name).write_text("\n".join([*lines, ""]), encoding="utf-8")
    return folder


def public(folder: Path) -> ProtectedHistory:
    """Return the public view of a folder."""
    return ng.protect(ng.build_history(ng.read_records(folder)))
