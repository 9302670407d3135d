"""Invented studies of any size, to see whether pictures of many bodies can still be read."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

import netgov as ng
from netgov.privacy import ProtectedHistory

_BODIES = (
    ("Kementerian", "government", "national", 0.1),
    ("Dinas Provinsi", "social", "province", 0.2),
    ("Dinas Kota", "government", "city", 0.2),
    ("Polsek Contoh", "police", "city", 0.1),
    ("Pengadilan Contoh", "justice", "city", 0.1),
    ("Puskesmas Contoh", "health", "kecamatan", 0.1),
    ("Sekolah Contoh", "education", "kecamatan", 0.1),
    ("PATBM Kelurahan", "community", "kelurahan", 0.1),
)
_LAYERS = ("referral", "referral", "reporting", "coordination", "funding")


def crowd(
    folder: Path, actors: int, ties: int, years: tuple[int, ...] = (2019,)
) -> ProtectedHistory:
    """Return the public view of a study of so many bodies, and so many ties a year.

    There is a duty for three in ten bodies, mostly unmet.
    """
    rng = np.random.default_rng(actors)
    kinds = rng.choice(len(_BODIES), actors, p=[share for *_kind, share in _BODIES])
    slugs = [f"body_{turn}" for turn in range(actors)]
    bodies = [
        (slug, f"{_BODIES[kind][0]} {turn + 1}", *_BODIES[kind][1:3], "city")
        for turn, (slug, kind) in enumerate(zip(slugs, kinds, strict=True))
    ]
    (folder / "edges").mkdir(parents=True)
    columns = ["id", "name_id", "sector", "level", "reach"]
    _write(bodies, columns, folder / "actors.csv")
    # Some bodies have many partners, most few.
    drawn = rng.permutation(actors) ** 2 / actors
    chance = (drawn + 1) / (drawn + 1).sum()
    counts = [
        (*(slugs[end] for end in rng.choice(actors, 2, replace=False, p=chance)),
         rng.choice(_LAYERS), year, weight, weight)
        for year in years for weight in rng.integers(5, 60, ties)
    ]  # fmt: skip
    columns = ["from_actor", "to_actor", "relation", "year", "weight", "cases"]
    _write(counts, columns, folder / "edges" / "ties.csv")
    duties = [
        (f"d{turn}", "must", *(slugs[end] for end in rng.choice(actors, 2, replace=False)),
         "referral", "SOP Contoh", f"Pasal {turn + 1}", 2010)
        for turn in range(round(actors * 0.3))
    ]  # fmt: skip
    columns = ["duty", "kind", "source", "target", "layer", "legal_basis", "article"]
    _write(duties, [*columns, "in_force_from"], folder / "edges" / "mandates.csv")
    basis = [("SOP Contoh", "SOP Contoh", "SOP", 2010)]
    columns = ["legal_basis", "name_id", "rank", "in_force_from"]
    _write(basis, columns, folder / "legal_bases.csv")
    (folder / "netgov.toml").write_text("[study]\nsynthetic = true\n", encoding="utf-8")
    return ng.protect(ng.build_history(ng.read_records(folder)))


def _write(rows: list[tuple[object, ...]], columns: list[str], path: Path) -> None:
    pd.DataFrame(rows, columns=columns).to_csv(path, index=False)
