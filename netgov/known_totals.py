"""Totals that are known from elsewhere: what an annual report or the press tells."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from netgov.errors import NetgovError, RecordsError, shown
from netgov.names import body_meant
from netgov.period import Period
from netgov.released import ANY, Told, csv_rows
from netgov.schema import plain
from netgov.terms import LAYERS, layer_called
from netgov.words import _

# The unit is blank where a total may be of contacts or of cases.
_HEADINGS: Final = {
    "source": ("source", "asal", "dari", "pengirim"),
    "target": ("target", "tujuan", "kepada", "penerima"),
    "actor": ("actor", "aktor", "instansi", "lembaga", "agency", "body"),
    "side": ("side", "arah", "sisi", "direction"),
    "layer": ("layer", "jenis relasi", "relasi"),
    "year": ("year", "tahun"),
    "total": ("total", "jumlah"),
    "cases": ("cases", "kasus", "jumlah kasus"),
    "weight": ("contacts", "kontak", "rujukan", "referrals", "jumlah kontak"),
}
_NUMBERS: Final = {"total": "", "cases": "cases", "weight": "weight"}
_SIDES: Final = {
    "source": ("", "sent", "dikirim", "kirim", "keluar", "out"),
    "target": ("received", "diterima", "terima", "masuk", "in"),
}


def known_totals(path: Path, bodies: Mapping[str, str]) -> list[Told]:
    """Return the totals of a CSV table as numbers over ties.

    Parameters
    ----------
    path
        Columns ``year``; ``total``, or ``cases`` or ``contacts`` if it is known which; and
        ``source`` (all that a body sent), ``target`` (all that it received), or ``actor`` with
        ``side`` sent or received (sent unless given). With ``layer`` the total is of one
        relation. Headings may be Indonesian.
    bodies
        The body that stands for each name, as `folded` has it.

    Raises
    ------
    RecordsError
        If the table cannot be read or a row not understood; it says where.
    """
    rows = _rows(path)
    meant = {plain(word): name for name, words in _HEADINGS.items() for word in words}
    names = [meant.get(plain(cell), "") for cell in (rows or [[]])[0]]
    known = [name for name in names if name]
    number = next((name for name in _NUMBERS if name in known), "")
    if not number or "year" not in known or not {"source", "target", "actor"} & {*known}:
        sentence = _(
            "{file} needs the columns year, total, and source, target or actor in its first "
            "row."
        )
        raise RecordsError(sentence, file=path.name)
    if len(known) > len({*known}):
        sentence = _("{file} has two columns for one thing; keep one of them.")
        raise RecordsError(sentence, file=path.name)
    return [
        _total(dict(zip(names, map(str.strip, row), strict=False)), number, turn, bodies)
        for turn, row in enumerate(rows[1:], start=2)
        if any(row)
    ]


def _rows(path: Path) -> list[list[str]]:
    try:
        return csv_rows(path.read_bytes())
    except (OSError, ValueError, csv.Error) as error:
        sentence = _("{file} cannot be read as a CSV table in UTF-8 ({reason}); save it so.")
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise RecordsError(sentence, file=path.name, reason=reason) from None


def _total(row: Mapping[str, str], number: str, turn: int, bodies: Mapping[str, str]) -> Told:
    """Return one total; what cannot be understood is named with its row."""
    try:
        source, target = (
            body_meant(name, bodies, bodies) if name else ANY for name in _ends(row, turn)
        )
        period = Period.of(row.get("year", ""))
    except NetgovError as error:
        sentence = _("Row {row} of the known totals: {what}")
        raise RecordsError(sentence, row=turn, what=error.phrase) from None
    layer = layer_called(row.get("layer", ""))
    if layer and layer not in LAYERS:
        _refuse(turn, layer)
    if not re.fullmatch(r"[0-9]{1,9}(?:\.0)?", row.get(number, "")):
        _refuse(turn, row.get(number, ""))
    unit = _NUMBERS[number]
    return Told(str(turn), source, target, layer, period, float(row[number]), unit)


def _ends(row: Mapping[str, str], turn: int) -> tuple[str, str]:
    """Return the names of source and target, blank for any."""
    ends = {end: row.get(end, "") for end in ("source", "target")}
    side = plain(row.get("side", ""))
    sides = [end for end, words in _SIDES.items() if side in map(plain, words)]
    if not sides:
        _refuse(turn, row["side"])
    if actor := row.get("actor", ""):
        ends[sides[0]] = actor
    if not any(ends.values()):
        _refuse(turn, "")
    return ends["source"], ends["target"]


def _refuse(turn: int, value: str) -> None:
    sentence = _(
        "Row {row} of the known totals: {value} cannot be understood; write a body, a year, a "
        "relation or side that netgov knows, and a whole number without other signs."
    )
    raise RecordsError(sentence, row=turn, value=shown(value))
