"""The mandates and the signs of contact of one period, read together: the register."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any, Final

import numpy as np
import pandas as pd

from netgov.cases.capacity import capacity
from netgov.cases.routes import detours
from netgov.counting import TIE, distinct_cases
from netgov.errors import Phrase
from netgov.exposure import OF_CASES
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


_TOLD: Final = (
    *(*TIE, "strength", "rank", "confidence", "table", "citation"),
    *("weight", "case", "cases", "hidden"),
)


def by_tie(frame: pd.DataFrame) -> Iterator[tuple[tuple[str, str, str], pd.DataFrame]]:
    """Yield the rows of each source, target and layer, in record order."""
    for (source, target, layer), rows in frame.groupby(TIE, sort=False):
        yield (str(source), str(target), str(layer)), rows


def _best(signs: pd.DataFrame) -> pd.Series[str]:
    """Return the best that signs of contact say of each ordered pair."""
    best = signs.groupby(PAIR, sort=False)["rank"].max()
    return best.map({0: "absent", 1: "weak", 2: "positive", 3: "positive"})


def _ends(pairs: pd.Index[Any]) -> Iterator[tuple[str, str]]:
    """Yield the ordered pairs of an index."""
    yield from zip(*(pairs.get_level_values(end) for end in (0, 1)), strict=True)


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
        """Signs of contact, with ``positive`` where the source reports contact.

        Without their texts, since rows are looked up in it again and again.
        """
        signs = self.records.signs_in(self.period)
        told = signs[[column for column in _TOLD if column in signs]]
        texts = [*told.select_dtypes(include="string")]
        signs = told.astype(dict.fromkeys(texts, object))
        return signs.assign(positive=signs["strength"].isin(["present", "strong"]))

    @cached_property
    def doubted(self) -> pd.DataFrame:
        """All signs of the ties that some source calls weak or missing."""
        against = self.signs[~self.signs["positive"]]
        ties = pd.MultiIndex.from_frame(self.signs[TIE])
        return self.signs[ties.isin(pd.MultiIndex.from_frame(against[TIE]))]

    @cached_property
    def seen(self) -> pd.Series[str]:
        """What the evidence shows of each pair, in any layer: positive, weak or absent.

        Lists of those who attended a meeting are no contact about a case; see `met`.
        """
        return _best(self.signs[self.signs["table"] != "meetings"])

    @cached_property
    def met(self) -> pd.Series[str]:
        """What the evidence shows of each pair that may have met only."""
        return _best(self.signs)

    @cached_property
    def mandates(self) -> pd.DataFrame:
        """The register: each mandate with what it could have shown, ``seen`` and ``status``."""
        frame = self.records.duties.join(self.history.exposure(self.period))
        pairs = pd.MultiIndex.from_frame(frame[PAIR])
        frame["expected"] = frame["exposed"] * pd.to_numeric(frame["share"]).astype(float)
        shown = [seen.reindex(pairs).fillna("none") for seen in (self.seen, self.met)]
        of_cases = frame["layer"].isin(OF_CASES).to_numpy()
        frame["seen"] = np.where(of_cases, *shown)
        return frame.assign(status=self._status(frame))

    @cached_property
    def _binds(self) -> pd.Series[bool]:
        """Which mandates are in force in the period, between two bodies that exist then."""
        frame, existing = self.records.duties, self.records.existing(self.period)
        in_force = self.period.touches(frame["in_force_from"], frame["in_force_to"])
        both = frame["source"].isin(existing) & frame["target"].isin(existing)
        return in_force & both & (frame["source"] != frame["target"])

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
    def ended(self) -> pd.Series[float]:
        """The last year of each body that has ended before the period without a successor."""
        ends = self.records.lines["active_to"].astype(float)
        return ends[ends < self.period.first]

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
    def cases(self) -> dict[tuple[str, str], float]:
        """The distinct cases of each ordered pair on which any were counted, in all layers."""
        counted = distinct_cases(self.signs, PAIR)
        return dict(zip(_ends(counted.index), counted.tolist(), strict=True))

    @cached_property
    def pairs(self) -> dict[tuple[str, str], np.ndarray]:
        """The ordered pairs with any sign of contact, in record order, and its places."""
        pairs = self.signs.groupby(PAIR, sort=False)
        places = pairs.indices
        return {pair: np.asarray(places[pair]) for pair in _ends(pairs.size().index)}

    def of_pair(self, source: str, target: str) -> pd.DataFrame:
        """Return the signs of contact from one body to another, in any layer."""
        return self.signs.iloc[self.pairs.get((source, target), [])]

    def denied(self, source: str, target: str) -> pd.DataFrame:
        """Return the statements that there was no contact from one body to another."""
        signs = self.of_pair(source, target)
        return signs[signs["strength"] == "absent"]

    def is_silent(self, source: str, target: str) -> bool:
        """Whether nothing on record shows even weak contact from one body to another."""
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
        rows = self._binding.get((source, target), self.records.duties.head(0))
        return tuple(rows.index[rows["layer"] == layer])

    def of_rules(self, source: str, target: str) -> tuple[int, ...]:
        """Return the rows of the mandates in force from one body to another, in any layer."""
        return tuple(self._binding.get((source, target), self.records.duties.head(0)).index)

    @cached_property
    def _binding(self) -> dict[tuple[str, str], pd.DataFrame]:
        """The mandates in force of each ordered pair."""
        pairs = self.records.duties[self._binds].groupby(PAIR, sort=False)
        return {(str(source), str(target)): rows for (source, target), rows in pairs}

    @cached_property
    def timed(self) -> dict[tuple[str, str, str], pd.DataFrame]:
        """The duties of each tie that bind and state a deadline."""
        stands = self.mandates["status"].isin(["met", "gap"])
        return dict(by_tie(self.mandates[stands & self.mandates["days"].notna()]))


def register(history: History, year: int | Period, rules: Rules | None = None) -> pd.DataFrame:
    """Return every mandate with what the evidence of a period shows of it.

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
