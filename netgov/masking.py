"""Counts that may be told: small ones hidden, the others rounded, or exact with more hidden.

A cell is the contact of one source, target and layer in one year. Cells of meetings have no
cases and pass as they are: lists of attendance name bodies alone.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pandas as pd

from netgov.errors import DisclosureError
from netgov.rules import Rules
from netgov.words import Words, _

if TYPE_CHECKING:
    from netgov.kernels.bounds import Sums

# Public output refuses to tell of fewer cases than this.
_LEAST: Final = 3
# A median or share of fewer cases points to one of them.
TOLD_OF: Final = 10
TOTAL_COLUMNS: Final = ("year", "layer", "side", "actor", "total", "least")


class Masked(NamedTuple):
    """Cells as they may be told, and in exact mode the totals that may be told with them.

    ``cells`` have ``hidden``, 1 or 0; hidden ones weigh half of the most a few cases may be.
    ``totals`` have the columns of `TOTAL_COLUMNS`: what a body sent or received in a layer and
    year; a hidden total is NaN, and ``least`` what its told ties add up to.
    """

    cells: pd.DataFrame
    totals: pd.DataFrame


@dataclass(frozen=True)
class Masking:
    """How counts are made fit to be told.

    Attributes
    ----------
    rules
        Below `Rules.mask_below` distinct cases a cell is hidden; `Rules.round_to` is the step.
    exact
        Tell the others as they are, with their totals, and hide as many more cells and totals
        as keep the hidden ones from being worked out.
    """

    rules: Rules = field(default_factory=Rules)
    exact: bool = False

    def need_sound(self) -> None:
        """Refuse thresholds under which small counts would be told.

        Raises
        ------
        DisclosureError
        """
        if self.rules.mask_below < _LEAST:
            sentence = _("Public output hides counts below {least} at least; raise mask_below.")
            raise DisclosureError(sentence, least=_LEAST)
        if self.rules.round_to < 1:
            sentence = _("Public output rounds to whole numbers at least; raise round_to.")
            raise DisclosureError(sentence)

    def masked(self, cells: pd.DataFrame) -> Masked:
        """Return cells (source, target, layer, year, weight, cases) as they may be told.

        Raises
        ------
        DisclosureError
            If in exact mode a count is no whole number, or a hidden one could be worked out.
        """
        few = cells["cases"] < self.rules.mask_below
        if self.exact:
            _need_whole(cells)
            hidden, totals = _suppressed(cells, few, self.rules.mask_below)
        else:
            hidden, totals = few, pd.DataFrame(columns=list(TOTAL_COLUMNS))
            cells = self._rounded(cells)
        told = cells.assign(
            weight=cells["weight"].mask(hidden, self.rules.hidden_weight),
            cases=cells["cases"].mask(hidden),
            hidden=hidden.astype(int),
        )
        return Masked(told, totals)

    def _rounded(self, cells: pd.DataFrame) -> pd.DataFrame:
        step, counted = self.rules.round_to, cells["cases"].notna()
        least = math.ceil(self.rules.mask_below / step) * step
        rounded = {
            number: cells[number].where(
                ~counted, ((cells[number] / step).round() * step).clip(lower=least)
            )
            for number in ("weight", "cases")
        }
        return cells.assign(**rounded)

    def between(self, told: float) -> tuple[float, float]:
        """Return the least and most whole count that is told so."""
        if self.exact:
            return told, told
        step, least = self.rules.round_to, math.ceil(self.rules.mask_below)
        around = np.arange(max(told - step, least), told + step + 1)
        rounded = np.round(around / step) * step
        same = around[np.maximum(rounded, math.ceil(least / step) * step) == told]
        return float(same.min()), float(same.max())

    def told(self, weight: float, hidden: int) -> float:
        """Return the sum of the told parts of a weight, NaN if there are none."""
        told = weight - hidden * self.rules.hidden_weight
        return told if told > 0 else math.nan

    def text(self, weight: float, hidden: int, words: Words) -> str:
        """Return a weight as readers see it: "40", "1–4" or "≥ 40 (+3 hidden)"."""
        told = self.told(weight, hidden)
        if not hidden:
            return words.number(told)
        if math.isnan(told):
            # In exact mode larger counts are among the hidden ones.
            most = hidden * (self.rules.mask_below - 1)
            return words(_("hidden")) if self.exact else f"{hidden}–{most}"
        sentence = _("≥ {sum} (+{count} hidden)")
        return words(sentence, sum=words.number(told), count=hidden)

    def rate(self, part: float, whole: float) -> float:
        """Return the share of some cases in steps of five points, NaN where it may not be told.

        It may of ten cases or more, if those inside and those outside are none or not few.
        """
        few = any(0 < count < self.rules.mask_below for count in (part, whole - part))
        if whole < TOLD_OF or few:
            return math.nan
        return round(20 * part / whole) / 20


# --- exact mode --------------------------------------------------------------------------


def _need_whole(cells: pd.DataFrame) -> None:
    counted = cells[cells["cases"].notna()]
    if (counted["weight"] % 1 != 0).any():
        sentence = _(
            "Exact output needs whole counts, and some are not; leave --exact out, so that "
            "they are rounded."
        )
        raise DisclosureError(sentence)


def _suppressed(
    cells: pd.DataFrame, few: pd.Series[bool], least: int
) -> tuple[pd.Series[bool], pd.DataFrame]:
    """Return which cells are hidden, and the totals of each year and layer."""
    hidden = few.copy()
    totals: list[tuple[Any, ...]] = []
    counted = cells[cells["cases"].notna()]
    for (year, layer), block in counted.groupby(["year", "layer"], sort=True):
        table = _Table(block, few[block.index].to_numpy(), least)
        table.protect()
        hidden[block.index] = table.hidden
        totals += [(year, layer, *total) for total in table.totals()]
    return hidden, pd.DataFrame(totals, columns=list(TOTAL_COLUMNS))


class _Table:
    """The cells of one year and layer with their totals, hidden until none is worked out."""

    def __init__(self, block: pd.DataFrame, few: np.ndarray, least: int) -> None:
        self.weights = block["weight"].to_numpy(float)
        self.few, self.least = np.flatnonzero(few), least
        self.hidden = few.copy()
        ends = [block["source"].to_numpy(object), block["target"].to_numpy(object)]
        # A total: its side, its body, its cells.
        self.lines: list[tuple[str, str, np.ndarray]] = [
            (side, str(actor), np.flatnonzero(names == actor))
            for side, names in zip(("sent", "received"), ends, strict=True)
            for actor in sorted(set(names))
        ]
        self.lines.append(("all", "", np.arange(len(block))))
        self.told = np.ones(len(self.lines), dtype=bool)
        self.touching: list[list[int]] = [[] for _cell in self.weights]
        for line, (side, _actor, places) in enumerate(self.lines):
            for cell in places if side != "all" else ():
                self.touching[cell].append(line)

    def protect(self) -> None:
        """Hide more until no hidden cell of few cases can be worked out.

        First the totals that touch it, then the smallest tie of its row or column, then the
        total of all; nothing is told again, so what is safe once stays safe.
        """
        for cell in self._open(self.few):
            while self._open(np.array([cell])).size:
                self._hide_more(cell)
        if self._open(self.few).size:
            sentence = _(
                "Hidden counts could be worked out from the totals; leave out --exact."
            )
            raise DisclosureError(sentence)

    def _open(self, cells: np.ndarray) -> np.ndarray:
        """Return which hidden cells an attacker narrows down too far."""
        if not cells.size:
            return cells
        from netgov.kernels.bounds import spans  # brings all of scipy's optimisation

        places = np.flatnonzero(self.hidden)
        low = np.ones(len(places))
        found = spans(
            low,
            np.full(len(places), np.inf),
            self._sums(places),
            np.searchsorted(places, cells),
            enough=self.least - 1,
        )
        least, most = found.T
        safe = (most - least >= self.least - 1) & (most >= self.least)
        open_: np.ndarray = cells[~safe]
        return open_

    def _sums(self, hidden: np.ndarray) -> Sums:
        """Return what the told totals say of the hidden cells."""
        from netgov.kernels.bounds import Sums

        members, totals = [], []
        for told, (_side, _actor, places) in zip(self.told, self.lines, strict=True):
            inside = places[self.hidden[places]]
            if told and len(inside):
                members.append(np.searchsorted(hidden, inside).tolist())
                totals.append(self.weights[inside].sum())
        return Sums.of(members, totals, len(hidden))

    def _hide_more(self, cell: int) -> None:
        touching = [line for line in self.touching[cell] if self.told[line]]
        if touching:
            self.told[touching] = False
            return
        near = np.concatenate([self.lines[line][2] for line in self.touching[cell]])
        near = near[~self.hidden[near]]
        if near.size:
            self.hidden[near[np.argmin(self.weights[near])]] = True
        else:
            self.told[-1] = False

    def totals(self) -> Iterator[tuple[str, str, float, float]]:
        """Yield the side, body and total of each line, NaN if hidden, and its told ties."""
        for told, (side, actor, places) in zip(self.told, self.lines, strict=True):
            least = float(self.weights[places[~self.hidden[places]]].sum())
            yield side, actor, float(self.weights[places].sum()) if told else math.nan, least
