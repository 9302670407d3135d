"""The works that measures and gaps rest on, as a reference list writes them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def works_cited() -> Mapping[str, str]:
    """Return every work of ``references.toml`` in full, by the key that cards cite."""
    works = tomllib.loads((files("netgov") / "references.toml").read_text(encoding="utf-8"))
    return {key: _reference(work) for key, work in works.items()}


def _reference(work: Mapping[str, Any]) -> str:
    place = " ".join(str(work[part]) for part in ("journal", "volume") if part in work)
    where = ", ".join(filter(None, (place, work.get("pages"), work.get("publisher"))))
    doi = f"doi {work['doi']}" if "doi" in work else ""
    told = (f"{'; '.join(work['authors'])} ({work['year']})", work["title"], where, doi)
    return ". ".join(part for part in told if part) + "."
