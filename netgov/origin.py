"""Where records come from: the files with their hashes, what was asked, what became of rows."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pandas as pd

_BLOCK: Final = 1 << 20


@dataclass(frozen=True)
class Origin:
    """Where records come from; stays in the office.

    Attributes
    ----------
    path
        The folder or file that was read.
    ledgers
        The files in which releases of these records may be entered; new ones are in the first.
    options
        What was asked of the reader, apart from its defaults.
    read
        The files that were read.
    inputs
        The SHA-256 of each of them, by its name.
    key_id
        What tells the key of case numbers from other keys; blank if it was of one run only.
    rows
        Rows in, used, and rejected and changed by kind.
    """

    path: Path
    ledgers: Sequence[Path]
    options: Mapping[str, Any] = field(default_factory=dict)
    read: Sequence[Path] = ()
    inputs: Mapping[str, str] = field(default_factory=dict)
    key_id: str = ""
    rows: Mapping[str, Any] = field(default_factory=dict)


_LEDGER: Final = "netgov-releases.json"


def ledgers_of(path: Path) -> list[Path]:
    """Return the files in which releases of a data folder or file may be entered.

    Unless told otherwise they are entered in the first. A file in a data folder belongs to
    the releases of that folder; a folder knows the releases of its files by themselves.
    """
    if path.is_dir():
        return [
            path / _LEDGER,
            *sorted(path.glob(f"*.{_LEDGER}")),
            *sorted(path.glob(f"*/*.{_LEDGER}")),
        ]
    whole = [home / _LEDGER for home in (*path.absolute().parents,)[:2]]
    own = path.with_name(f"{path.name}.{_LEDGER}")
    return [*filter(Path.exists, whole), own]


def hashes(places: Mapping[str, Path]) -> dict[str, str]:
    """Return the SHA-256 of files by name."""
    return {name: sha256_of(path) for name, path in sorted(places.items())}


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, which need not fit into memory."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def key_id(key: bytes) -> str:
    """Return what tells a key from others and gives nothing of it away."""
    return hmac.digest(key, b"netgov key id", "sha256").hex()[:8]


def row_accounts(
    counts: pd.DataFrame, problems: pd.DataFrame, changes: pd.DataFrame
) -> dict[str, Any]:
    """Return rows in, used, and rejected and changed by kind."""
    total: Mapping[Any, Any] = counts.sum().to_dict() if len(counts) else {}
    changed = changes.groupby("code")["rows"].sum() if len(changes) else pd.Series(dtype=int)
    return {
        "in": int(total.get("in", 0)),
        "used": int(total.get("used", 0)),
        "rejected": _by_kind(problems["code"].value_counts() if len(problems) else {}),
        "changed": _by_kind(changed),
    }


def _by_kind(sizes: Any) -> dict[str, int]:
    return {str(kind): int(count) for kind, count in sorted(sizes.items())}
