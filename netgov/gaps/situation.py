"""The mandates and the signs of contact of one period, read together: the register."""

from __future__ import annotations

import itertools
import math
from collections.abc import Collection, Iterable
from functools import cached_property
from typing import Any, Final

import numpy as np
import pandas as pd

from netgov.cases.capacity import capacity
from netgov.cases.routes import detours
from netgov.counting import TIE, distinct_cases
from netgov.errors import Phrase
from netgov.exposure import OF_CASES
from netgov.gaps.rows import Duty, Pair, Sign, Tie, grouped, rows_of, shown
from netgov.history import History
from netgov.network import Network
from netgov.period import Period
from netgov.rules import Rules
from netgov.terms import LAYERS
from netgov.words import _

PAIR: Final = TIE[:2]
# Mandates of these standings do not bind in the period, or bind bodies that do not exist then.
NOT_IN_FORCE: Final = "not in force"
# The body held no case that the rule concerns; or the records cannot show such contact.
UNEXPOSED: Final = "unexposed"
NOT_EXAMINED: Final = "not examined"


class Situation:
    """The mandates and the signs of contact of one period, read together."""

    def __init__(self, history: History, year: int | Period, rules: Rules) -> None:
        self.history = history
        self.records = history.records
        self.period = Period.of(year)
        self.rules = rules

    @cached_property
    def network(self) -> Network:
        """The ties of the period."""
        return self.history[self.period]

    @classmethod
    def of(cls, history: History, year: int | Period, rules: Rules) -> Situation:
        """Return the situation of a period, read once for all kinds of gap."""
        period = Period.of(year)
        return history.keep((cls, period, rules), lambda history: cls(history, period, rules))

    @cached_property
    def signs(self) -> pd.DataFrame:
        """Signs of contact, with ``positive`` where the source reports contact."""
        signs = self.records.signs_in(self.period)
        return signs.assign(positive=signs["strength"].isin(["present", "strong"]))

    @cached_property
    def stated(self) -> pd.DataFrame:
        """The signs that are public statements; what was counted is none."""
        return self.signs[self.signs["weight"].isna()]

    @cached_property
    def each_sign(self) -> list[Sign]:
        """The signs of contact, in record order."""
        told = self.signs.assign(row=self.signs.index)[[*Sign._fields]].astype(object)
        return [Sign(*one) for one in told.itertuples(index=False, name=None)]

    @cached_property
    def pairs(self) -> dict[Pair, list[Sign]]:
        """The signs of contact of each ordered pair, in any layer, in record order."""
        return grouped(self.each_sign, lambda sign: sign.pair)

    @cached_property
    def ties(self) -> dict[Tie, list[Sign]]:
        """The signs of contact of each source, target and layer, in record order."""
        return grouped(self.each_sign, lambda sign: sign.tie)

    @cached_property
    def doubted(self) -> dict[Tie, list[Sign]]:
        """The signs of contact of each tie that any of them does not report as present."""
        if self.signs["positive"].all():
            return {}
        return {
            tie: signs
            for tie, signs in self.ties.items()
            if not all(sign.positive for sign in signs)
        }

    def of_pair(self, source: str, target: str) -> list[Sign]:
        """Return the signs of contact from one body to another, in any layer."""
        return self.pairs.get((source, target), [])

    def seen(self, source: str, target: str) -> str:
        """Return what the evidence shows of a pair, in any layer: positive, weak or absent.

        Lists of those who attended a meeting are no contact about a case; see `met`.
        """
        return shown(sign for sign in self.of_pair(source, target) if sign.table != "meetings")

    def met(self, source: str, target: str) -> str:
        """Return what the evidence shows of a pair that may have met only."""
        return shown(self.of_pair(source, target))

    @cached_property
    def mandates(self) -> pd.DataFrame:
        """The register: each mandate with what it could have shown, ``seen`` and ``status``."""
        frame = self.records.duties.join(self.history.exposure(self.period))
        frame["expected"] = frame["exposed"] * pd.to_numeric(frame["share"]).astype(float)
        duties = zip(frame["layer"], *(frame[end] for end in PAIR), strict=True)
        frame["seen"] = [
            self.seen(*pair) if layer in OF_CASES else self.met(*pair)
            for layer, *pair in duties
        ]
        return frame.assign(status=self._status(frame))

    @cached_property
    def duties(self) -> dict[int, Duty]:
        """Each mandate of the register, by its row."""
        ranks = self.records.legal_bases["rank"].to_dict()
        force, bases = self.rules.force, self.mandates["legal_basis"]
        forces = [force.get(ranks.get(basis, ""), self.rules.no_rule) for basis in bases]
        told = self.mandates.assign(
            row=self.mandates.index, force=forces, in_force=self._in_force
        )[[*Duty._fields]]
        return {one[0]: Duty(*one) for one in told.itertuples(index=False, name=None)}

    def duties_of(self, *standings: str) -> list[Duty]:
        """Return the mandates of some standings, in record order."""
        return [duty for duty in self.duties.values() if duty.status in standings]

    @cached_property
    def _in_force(self) -> pd.Series[bool]:
        duties = self.records.duties
        return self.period.touches(duties["in_force_from"], duties["in_force_to"])

    @property
    def _binds(self) -> pd.Series[bool]:
        """Which mandates are in force in the period, between two bodies that exist then."""
        frame, existing = self.records.duties, self.records.existing(self.period)
        both = frame["source"].isin(existing) & frame["target"].isin(existing)
        return self._in_force & both & (frame["source"] != frame["target"])

    def _status(self, frame: pd.DataFrame) -> pd.Series[str]:
        """Return the one status of each mandate, the first that applies."""
        binding = self._binds
        must, known = frame["kind"] == "must", frame["in_force_from"].notna()
        shown = frame["seen"].isin(["positive", "weak"]) & binding
        applies = {
            NOT_IN_FORCE: ~binding,
            "may": ~must,
            "start not known": ~known,
            "met": shown.groupby(frame["duty"]).transform("any"),
            UNEXPOSED: frame["exposed"] == 0,
            NOT_EXAMINED: ~frame["layer"].isin(self._recorded_layers) | self._is_untold,
        }
        status = np.select(list(applies.values()), list(applies), "gap")
        return pd.Series(status, frame.index, dtype=object)

    @cached_property
    def _is_untold(self) -> bool:
        """Whether the records say nothing of the period: it lies outside, or has no row."""
        study = self.history.whole
        outside = self.period.first > study.last or self.period.last < study.first
        return outside or (self.signs.empty and not self.records.evidence.empty)

    @cached_property
    def capacity(self) -> pd.DataFrame:
        """Load and staff of the bodies of which they are known."""
        return capacity(self.history, self.period, self.rules)

    @cached_property
    def load(self) -> dict[Any, float]:
        """The share of its capacity that each body uses of which it is known."""
        return self.capacity["load"].dropna().to_dict()

    @cached_property
    def reach(self) -> dict[Any, float]:
        """How easily the city can act on each body."""
        return self.records.actors["reach"].map(self.rules.reach).to_dict()

    @cached_property
    def parent(self) -> dict[Any, str]:
        """What each body of the period belongs to, blank for those that stand alone."""
        return self.network.actors["parent"].to_dict()

    @cached_property
    def detours(self) -> pd.DataFrame:
        """The ties that a way by others outruns."""
        return detours(self.history, self.period, self.rules)

    @cached_property
    def _recorded_layers(self) -> set[str]:
        """The layers that records of this kind can show: statements speak of any."""
        if not self.records.counted or (self.records.evidence["table"] == "evidence").any():
            return {*LAYERS}
        return {"referral", "reporting", *self.records.evidence["layer"]}

    @cached_property
    def ended(self) -> dict[Any, float]:
        """The last year of each body that has ended before the period without a successor."""
        ends = self.records.lines["active_to"].astype(float)
        return ends[ends < self.period.first].to_dict()

    @cached_property
    def missing(self) -> dict[Pair, list[Duty]]:
        """The unmet mandates of each pair: those of a duty go to its first alternative."""
        unmet = self.duties_of("gap")
        first = {duty.duty: duty.pair for duty in reversed(unmet)}
        return grouped(unmet, lambda duty: first[duty.duty])

    def parents(self, pair: Pair) -> Pair | None:
        """Return the parents of two bodies if contact shows between those, else None."""
        above = [[end, self.parent.get(end) or end] for end in pair]
        for ends in ((s, t) for s in above[0] for t in above[1] if s != t):
            if ends != pair and self.seen(*ends) == "positive":
                return ends
        return None

    @cached_property
    def cases(self) -> dict[Pair, float]:
        """The distinct cases of each ordered pair on which any were counted, in all layers."""
        cases: dict[Any, float] = distinct_cases(self.signs, PAIR).to_dict()
        return cases

    @cached_property
    def cases_of_ties(self) -> dict[Any, float]:
        """The distinct cases of each source, target and layer on which any were counted."""
        return distinct_cases(self.signs, TIE).to_dict()

    def denied(self, source: str, target: str) -> list[Sign]:
        """Return the statements that there was no contact from one body to another."""
        return [sign for sign in self.of_pair(source, target) if sign.strength == "absent"]

    def is_silent(self, source: str, target: str) -> bool:
        """Whether nothing on record shows even weak contact from one body to another."""
        return self.seen(source, target) in {"none", "absent"}

    def cite(self, signs: Collection[Sign]) -> tuple[str | Phrase, ...]:
        """Return the sources of some signs, each once; what was counted is a source too."""
        cited = " ".join(dict.fromkeys(" ".join(sign.citation for sign in signs).split()))
        stated = (self.records.cite(cited),) if cited else ()
        counted = any(sign.counted for sign in signs)
        return (*stated, Phrase(_("the records of this folder"))) if counted else stated

    def force(self, rows: Iterable[int]) -> float:
        """Return how binding the strongest of some mandates is."""
        forces = (self.duties[row].force for row in rows)
        return max(forces, default=self.rules.no_rule)

    def mandated(self, source: str, target: str, layer: str) -> tuple[int, ...]:
        """Return the rows of the mandates in force on one tie."""
        return self._mandated.get((source, target, layer), ())

    @cached_property
    def _mandated(self) -> dict[Tie, tuple[int, ...]]:
        bound = itertools.chain.from_iterable(self._binding.values())
        ties = grouped(bound, lambda duty: duty.tie)
        return {tie: rows_of(duties) for tie, duties in ties.items()}

    def of_rules(self, source: str, target: str) -> list[Duty]:
        """Return the mandates in force from one body to another, in any layer."""
        return self._binding.get((source, target), [])

    @cached_property
    def _binding(self) -> dict[Pair, list[Duty]]:
        """The mandates in force of each ordered pair."""
        bound = (duty for duty in self.duties.values() if duty.status != NOT_IN_FORCE)
        return grouped(bound, lambda duty: duty.pair)

    @cached_property
    def timed(self) -> dict[Tie, list[Duty]]:
        """The duties of each tie that bind and state a deadline."""
        timed = (duty for duty in self.duties_of("met", "gap") if not math.isnan(duty.days))
        return grouped(timed, lambda duty: duty.tie)


def register(history: History, year: int | Period, rules: Rules | None = None) -> pd.DataFrame:
    """Return every mandate with what the evidence of a period shows of it.

    Parameters
    ----------
    history
        The networks of a study.
    year
        A year, or a `Period`.
    rules
        Thresholds other than the usual ones.

    Returns
    -------
    DataFrame
        The columns of mandates.csv, renamed offices under their last name, and

        - ``exposed``, ``referred``, ``excused``, ``unavailable``: the cases of `exposure`;
        - ``expected``: exposed cases times the share that the rule expects;
        - ``seen``: positive, weak, absent or none; any layer of the ordered pair counts;
        - ``status``: "not in force" (or a body does not exist then), "may", "start not
          known", "met" (by it or an alternative of its duty), "unexposed" (the body held no
          case that the rule concerns), "not examined" (the records cannot show such
          contact), or "gap".
    """
    return Situation.of(history, year, rules or Rules()).mandates


def fit(mandates: pd.DataFrame) -> float:
    """Return how far practice fits the shares that rules expect: Σ min(X, E) / Σ E.

    Over the duties of a `register` that bind, state a share and had cases; not defined if
    there are none. Fit is not quality: more of it has gone with poorer outcomes elsewhere
    (Angst et al. 2024, doi 10.1080/08941920.2024.2335393).
    """
    bound = mandates[mandates["status"].isin(["met", "gap"]) & (mandates["expected"] > 0)]
    each = bound.groupby(["duty", "source"], sort=False)[["referred", "expected"]].first()
    total = float(each["expected"].sum())
    return float(each.min(axis=1).sum()) / total if total else float("nan")


def mandated_pairs(history: History, year: int | Period) -> pd.Series[str]:
    """Return each ordered pair that a rule in force joins, and what the evidence shows of it.

    Permissive rules and rules whose start is not known count here; the series is indexed by
    (source, target) and holds positive, weak, absent or none.
    """
    mandates = register(history, year)
    binding = mandates[mandates["status"] != NOT_IN_FORCE]
    return binding.groupby(PAIR, sort=False)["seen"].first()
