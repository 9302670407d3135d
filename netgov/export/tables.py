"""Networks as tables: actors and ties as CSV, the lossless record, and the codes of UCINET."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from netgov.export.matrices import codes
from netgov.export.record import OF_ACTORS, OF_TIES, record
from netgov.tables import safe_text
from netgov.views import ShownNetwork


def ties_table(net: ShownNetwork) -> bytes:
    """Return the ties as CSV, one a row, with headings that Gephi knows too."""
    told = record(net)
    names = ["source", "target", "type", *OF_TIES, *told.about]
    return _csv(names, ({"type": "Directed", **tie, **told.about} for tie in told.ties))


def actors_table(net: ShownNetwork) -> bytes:
    """Return the actors as CSV, also those without ties."""
    told = record(net)
    names = ["id", *OF_ACTORS, *told.about]
    rows = ({"id": actor, **texts, **told.about} for actor, texts in told.actors.items())
    return _csv(names, rows)


def codes_table(net: ShownNetwork) -> bytes:
    """Return which actor each label of a UCINET file is, in its order, as CSV."""
    told = record(net)
    names = ["code", "id", "name_id", "name_en", *told.about]
    rows = (
        {"code": code, "id": actor, **told.actors[actor], **told.about}
        for actor, code in codes(told.actors).items()
    )
    return _csv(names, rows)


def _csv(names: list[str], rows: Iterable[Mapping[str, Any]]) -> bytes:
    file = io.StringIO()
    writer = csv.DictWriter(file, names, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _cell(cell) for name, cell in row.items()} for row in rows)
    return file.getvalue().encode()


def _cell(value: object) -> object:
    """Return text that no spreadsheet takes for a formula, so that it can be had back.

    Text that has a quote sign in front already gets one more: who takes one away from each has
    what was written.
    """
    if isinstance(value, str) and value.startswith("'"):
        return f"'{value}"
    return safe_text(value)
