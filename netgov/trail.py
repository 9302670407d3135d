"""The audit trail of a report, for the office: what it was made from, and how."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import platform
from collections.abc import Mapping
from dataclasses import fields
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from netgov import __version__
from netgov.masking import Masking
from netgov.origin import sha256_of
from netgov.period import Period
from netgov.records import INTERNAL
from netgov.rules import Rules
from netgov.views import Part, View
from netgov.writing import OF_OWNER, write_file

_LIBRARIES: Final = ("networkx", "numpy", "pandas", "pyvis", "scipy", "matplotlib")
# The folder that stands for all that was written together.
EVERYWHERE: Final = "."


def trail_of(out: Path) -> Path:
    """Return where the trail of a folder or file lies: beside it, never in it."""
    out = out.absolute()
    return out.with_name(f"{out.name}.audit.json")


def write_trail(
    out: Path,
    view: View,
    period: Period,
    lang: str,
    rules: Rules,
    digests: Mapping[str, str],
    parts: Mapping[str, Part] | None = None,
) -> Path:
    """Write the trail of files of some SHA-256 by name, readable by its owner alone.

    ``parts``: the part of the study that each inner folder tells of, if they do.
    """
    content = trail(view, period, lang, rules, digests, parts or {})
    text = json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False, default=str)
    return write_file(trail_of(out), f"{text}\n".encode(), OF_OWNER)


def trail(
    view: View,
    period: Period,
    lang: str,
    rules: Rules,
    digests: Mapping[str, str],
    parts: Mapping[str, Part],
) -> dict[str, Any]:
    """Return what a report was made from, how, and what of it is hidden."""
    parts = {EVERYWHERE: view.part} if view.part else parts
    origin, signs = view.records.origin, view.records.signs_in(period)
    hidden = int(signs["hidden"].sum()) if "hidden" in signs else 0
    return {
        "about": INTERNAL,
        "written": _now(),
        "netgov": __version__,
        "python": platform.python_version(),
        "libraries": {name: version(name) for name in _LIBRARIES},
        "audience": "internal" if view.internal else "public",
        "options": {
            "data": str(origin.path) if origin else "",
            **(origin.options if origin else {}),
            "period": str(period),
            "lang": lang,
            "rules": _changed(rules) | _changed(view.masking.rules),
        },
        "parts": {folder: part._asdict() for folder, part in parts.items()},
        "inputs": dict(origin.inputs) if origin else {},
        "key_id": origin.key_id if origin else "",
        "mask_below": view.masking.rules.mask_below,
        "round_to": view.masking.rules.round_to,
        "exact": view.masking.exact,
        "rows": dict(origin.rows) if origin else {},
        "hidden": hidden,
        "outputs": dict(sorted(digests.items())),
    }


def digest(content: bytes) -> str:
    """Return the SHA-256 of a file as the trail tells it."""
    return hashlib.sha256(content).hexdigest()


def _now() -> str:
    """Return the time of writing, or the one that ``SOURCE_DATE_EPOCH`` fixes."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    now = dt.datetime.now(dt.UTC)
    if fixed.isdigit():
        now = dt.datetime.fromtimestamp(int(fixed), dt.UTC)
    return now.replace(microsecond=0).isoformat()


def _changed(rules: Rules) -> dict[str, Any]:
    """Return the thresholds that are not the usual ones."""
    usual = Rules()
    told = {field.name: getattr(rules, field.name) for field in fields(Rules)}
    return {
        name: dict(value) if isinstance(value, Mapping) else value
        for name, value in told.items()
        if value != getattr(usual, name)
    }


def as_written(out: Path) -> set[str]:
    """Return the files of a public folder that are as netgov wrote them, by the trail."""
    told = _told(out)
    outputs = told.get("outputs")
    if told.get("audience") != "public" or not isinstance(outputs, dict) or not out.is_dir():
        return set()
    return {
        name
        for name, known in outputs.items()
        if (path := out / name).is_file() and sha256_of(path) == known
    }


def parts_written(out: Path) -> dict[str, Part]:
    """Return the part that each folder of what was written tells of, as the trail says.

    The trail of a folder for each part lies beside the folder around them.
    """
    try:
        inner = _told(out.absolute().parent).get("parts", {}).get(out.name)
        told = _told(out).get("parts") or ({EVERYWHERE: inner} if inner else {})
        return {folder: _part(part) for folder, part in told.items()}
    except (AttributeError, KeyError, TypeError, ValueError):
        return {}


def _part(told: Any) -> Part:
    names = {"id": str(told["names"]["id"])}
    return Part(str(told["column"]), names, int(told["outside"]))


def _told(out: Path) -> dict[str, Any]:
    """Return the trail of what was written; blank without one that can be read."""
    try:
        told = json.loads(trail_of(out).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def masking_of(out: Path) -> Masking | None:
    """Return how counts were hidden, as the trail says; None without one."""
    told = _told(out)
    try:
        rules = Rules(mask_below=int(told["mask_below"]), round_to=int(told["round_to"]))
        return Masking(rules, exact=bool(told["exact"]))
    except (ValueError, KeyError, TypeError):
        return None
