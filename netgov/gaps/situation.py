"""The mandates and the signs of contact of one period, read together: the register."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Final

import pandas as pd

from netgov.counting import TIE
from netgov.errors import Phrase
from netgov.history import History
from netgov.period import Period
from netgov.rules import Rules
from netgov.words import _

PAIR: Final = TIE[:2]
# Mandates of these standings do not bind in the period, or bind bodies that do not exist then.
NOT_IN_FORCE: Final = "not in force"


def by_tie(frame: pd.DataFrame) -> Iterator[tuple[tuple[str, str, str], pd.DataFrame]]:
    """Yield the rows of each source, target and layer, in record order."""
    for (source, target, layer), rows in frame.groupby(TIE, sort=False):
        yield (str(source), str(target), str(layer)), rows


class Situation:
    """The mandates and the signs of contact of one period, read together."""

    def __init__(self, history: History, year: int | Period, rules: Rules) -> None:
        self.records = history.records
        self.network = history[year]
        self.period = Period.of(year)
        self.rules = rules

    @classmethod
    def of(cls, history: History, year: int | Period, rules: Rules) -> Situation:
        """Return the situation of a period, read once for all kinds of gap."""
        key = (cls, Period.of(year), rules)
        if key not in history.kept:
            history.kept[key] = cls(history, year, rules)
        situation: Situation = history.kept[key]
        return situation

    @cached_property
    def signs(self) -> pd.DataFrame:
        """Signs of contact, with ``positive`` where the source reports contact."""
        signs = self.records.signs_in(self.period)
        return signs.assign(positive=signs["strength"].isin(["present", "strong"]))

    @cached_property
    def seen(self) -> pd.Series[str]:
        """What the evidence shows of each pair, in any layer: positive, weak or absent."""
        best = self.signs.groupby(PAIR, sort=False)["rank"].max()
        return best.map({0: "absent", 1: "weak", 2: "positive", 3: "positive"})

    @cached_property
    def mandates(self) -> pd.DataFrame:
        """The register: each mandate with ``seen`` of its pair and its ``status``."""
        frame = self.records.mandates
        lineage = self.records.lineage
        frame = frame.assign(
            source=frame["source"].map(lineage), target=frame["target"].map(lineage)
        )
        pairs = pd.MultiIndex.from_frame(frame[PAIR])
        frame["seen"] = self.seen.reindex(pairs).fillna("none").to_numpy()
        recorded = frame["seen"].isin(["positive", "weak"])
        existing = self.records.existing(self.period)
        binding = self.period.touches(frame["in_force_from"], frame["in_force_to"])
        both = frame["source"].isin(existing) & frame["target"].isin(existing)
        differ = frame["source"] != frame["target"]
        known = frame["in_force_from"].notna()
        must = binding & both & differ & (frame["kind"] == "must") & known
        met = recorded.where(must, other=False).groupby(frame["duty"]).transform("any")
        status = pd.Series("gap", index=frame.index, dtype=object)
        status = status.mask(met, "met").mask(~known, "start not known")
        status = status.mask(frame["kind"] == "may", "may")
        return frame.assign(status=status.mask(~(binding & both & differ), NOT_IN_FORCE))

    @cached_property
    def unmet(self) -> pd.DataFrame:
        """The mandates of duties of which no alternative shows in the evidence."""
        return self.mandates[self.mandates["status"] == "gap"]

    @cached_property
    def missing(self) -> dict[tuple[str, str], pd.DataFrame]:
        """The unmet mandates of each pair: those of a duty go to its first alternative."""
        unmet = self.unmet
        first = unmet.groupby("duty", sort=False)[PAIR].transform("first")
        drawn = unmet.groupby([first[end] for end in PAIR], sort=False)
        return {(str(source), str(target)): rows for (source, target), rows in drawn}

    def parents(self, pair: tuple[str, str]) -> tuple[str, str] | None:
        """Return the parents of two bodies if contact shows between those, else None."""
        parent = self.network.actors["parent"]
        above = [[end, parent.get(end) or end] for end in pair]
        for ends in ((s, t) for s in above[0] for t in above[1] if s != t):
            if ends != pair and self.seen.get(ends) == "positive":
                return ends
        return None

    @cached_property
    def _of_pairs(self) -> dict[tuple[str, str], pd.DataFrame]:
        rows = self.signs.groupby(PAIR, sort=False)
        return {(str(source), str(target)): signs for (source, target), signs in rows}

    def of_pair(self, source: str, target: str) -> pd.DataFrame:
        """Return the signs of contact from one body to another, in any layer."""
        return self._of_pairs.get((source, target), self.signs.head(0))

    def is_silent(self, source: str, target: str) -> bool:
        """Whether no source reports even weak contact from one body to another."""
        return self.seen.get((source, target), "none") in {"none", "absent"}

    def cite(self, signs: pd.DataFrame) -> tuple[str | Phrase, ...]:
        """Return the sources of some signs, each once; what was counted is a source too."""
        cited = " ".join(dict.fromkeys(" ".join(signs["citation"]).split()))
        stated = (self.records.cite(cited),) if cited else ()
        counted = signs["weight"].notna().any()
        return (*stated, Phrase(_("the records of this folder"))) if counted else stated

    def force(self, rows: Iterable[int]) -> float:
        """Return how binding the strongest of some mandates is."""
        bases = self.records.mandates.loc[list(rows), "legal_basis"]
        ranks = [self.records.legal_bases["rank"].get(basis, "") for basis in bases]
        return max(
            (self.rules.force.get(rank, self.rules.no_rule) for rank in ranks),
            default=self.rules.no_rule,
        )

    def mandated(self, source: str, target: str, layer: str) -> tuple[int, ...]:
        """Return the rows of the mandates in force on one tie."""
        here = self.mandates
        same = (
            (here["source"] == source) & (here["target"] == target) & (here["layer"] == layer)
        )
        return tuple(here.index[same & (here["status"] != NOT_IN_FORCE)])


def register(history: History, year: int | Period, rules: Rules | None = None) -> pd.DataFrame:
    """Return every mandate with what the evidence of a period shows of it.

    Returns
    -------
    DataFrame
        The columns of mandates.csv, renamed offices under their last name, and

        - ``seen``: positive, weak, absent or none; any layer of the ordered pair counts;
        - ``status``: NOT_IN_FORCE (or a body does not exist then), "may", "start not known",
          "met" (by it or an alternative of its duty), or "gap".
    """
    return Situation.of(history, year, rules or Rules()).mandates


def mandated_pairs(history: History, year: int | Period) -> pd.Series[str]:
    """Return each ordered pair that a rule in force joins, and what the evidence shows of it.

    Permissive rules and rules whose start is not known count here; the series is indexed by
    (source, target) and holds positive, weak, absent or none.
    """
    mandates = register(history, year)
    binding = mandates[mandates["status"] != NOT_IN_FORCE]
    return binding.groupby(PAIR, sort=False)["seen"].first()
