"""All gaps of a period in one table, said in both languages and ordered by priority."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import count
from typing import Any, Final

import pandas as pd

from netgov.errors import Phrase, speak
from netgov.gaps.cards import GAP_KINDS, Gap, GapKind, Percent
from netgov.gaps.needs import missing
from netgov.gaps.situation import Situation
from netgov.history import History
from netgov.network import Network
from netgov.period import Period
from netgov.records import Records
from netgov.rules import Rules
from netgov.views import ProtectedHistory
from netgov.words import LANGUAGES, Words

# Half a per cent, below which a share would be rounded to none.
_LEAST_TOLD: Final = 0.005
# Of which the mean makes the priority.
PARTS: Final = ("part_cases", "part_force", "part_confidence", "part_reach")
GAP_COLUMNS: Final = (
    *("place", "kind", "year", "source", "target", "layer", "severity", "priority", "cases"),
    *PARTS,
    *("legal_basis", "article", "confidence", "parts"),
    *("mandate_rows", "statement_rows", "event_rows"),
    *(f"{part}_{lang}" for part in ("text", "note", "rule") for lang in LANGUAGES),
)


def find_gaps(
    history: History, year: int | Period | None = None, rules: Rules | None = None
) -> pd.DataFrame:
    """Return the gaps of a year or span of years, the most pressing first.

    Parameters
    ----------
    history
        The networks of a study.
    year
        A year, or a `Period`; the whole study unless given.
    rules
        Thresholds other than the usual ones.

    Returns
    -------
    DataFrame
        Indexed by gap (kind.source.target.layer); ``place`` 1 comes first. ``severity`` runs
        from 0 to 1; ``priority`` is 100 × severity × the mean of the four parts: cases
        affected, force of the rule, confidence, reach of the city. ``target`` is blank for a
        gap at one actor. ``parts`` holds the numbers of its formula. ``text_*`` says the gap,
        ``note_*`` what goes with it, ``rule_*`` names its rules. ``mandate_rows`` are the rows
        of `Records.mandates` behind it, ``statement_rows`` and ``event_rows`` (counted
        contact, blank in the public view) those of `Records.evidence`; `rows_behind` shows
        them.
    """
    rules, period = rules or Rules(), history.asked(year)
    # Map, agenda and change over years ask for the same; whoever gets a table may change it.
    found = history.keep((find_gaps, period, rules), lambda _: _found(history, period, rules))
    return found.copy()


def _found(history: History, period: Period, rules: Rules) -> pd.DataFrame:
    now = Situation.of(history, period, rules)
    spoken = [_Spoken(now, speak(lang)) for lang in LANGUAGES]
    rows: dict[str, dict[str, object]] = {}
    for kind in GAP_KINDS.values():
        if not missing(kind.needs, history, rules):
            for gap in kind.find(history, period, rules):
                rows[_name(kind, gap, rows)] = _row(kind, gap, now) | _texts(kind, gap, spoken)
    frame = pd.DataFrame(list(rows.values()), index=pd.Index(rows, name="gap", dtype=object))
    frame = _prioritised(frame.reindex(columns=list(GAP_COLUMNS)), rules)
    frame = frame.sort_values("priority", ascending=False, kind="stable")
    return frame.assign(place=range(1, len(frame) + 1))


def not_examined(history: History, rules: Rules | None = None) -> dict[str, list[str]]:
    """Return each kind of gap that cannot be examined, with the sentences on what is missing.

    Silence about them is no clean bill.
    """
    rules = rules or Rules()
    lacking = {name: missing(kind.needs, history, rules) for name, kind in GAP_KINDS.items()}
    return {name: sentences for name, sentences in lacking.items() if sentences}


def _name(kind: GapKind, gap: Gap, taken: Mapping[str, object]) -> str:
    """Return kind.source.target.layer, numbered where two duties have the same."""
    name = ".".join(part for part in (kind.name, gap.source, gap.target, gap.layer) if part)
    turns = (f"{name}.{turn}" for turn in count(2))
    return name if name not in taken else next(turn for turn in turns if turn not in taken)


def _row(kind: GapKind, gap: Gap, now: Situation) -> dict[str, object]:
    basis, article = now.records.articles[gap.mandates[0]] if gap.mandates else ("", "")
    stated, counted = _behind(gap, now)
    return {
        "kind": kind.name,
        "year": str(now.period),
        "source": gap.source,
        "target": gap.target,
        "layer": gap.layer,
        "severity": gap.severity,
        "cases": gap.cases,
        "part_force": now.force(gap.mandates),
        "part_confidence": gap.confidence,
        "part_reach": min(now.reach[end] for end in (gap.source, gap.target) if end),
        "legal_basis": basis,
        "article": article,
        "confidence": gap.confidence,
        "parts": "; ".join(
            f"{part} {n:.6g}" for part, n in gap.parts.items() if not math.isnan(n)
        ),
        "mandate_rows": " ".join(map(str, gap.mandates)),
        "statement_rows": " ".join(map(str, stated)),
        "event_rows": " ".join(map(str, counted)),
    }


def _behind(gap: Gap, now: Situation) -> tuple[list[int], list[int]]:
    """Return the statements and the counted contacts behind a gap; public ones have none."""
    rows, statements = dict.fromkeys(gap.signs), now.records.statements
    stated = [row for row in rows if row in statements]
    if isinstance(now.history, ProtectedHistory):
        return stated, []
    return stated, [row for row in rows if row not in statements]


def _prioritised(frame: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    cases = frame["cases"].astype(float)
    most = cases.max()
    frame["part_cases"] = rules.cases_unknown
    if most > 0:
        share = cases.map(math.log1p) / math.log1p(most)
        frame["part_cases"] = share.fillna(rules.cases_unknown)
    parts = [column for column in GAP_COLUMNS if column.startswith("part_")]
    mean = frame[parts].astype(float).mean(axis=1)
    return frame.assign(priority=100 * frame["severity"].astype(float) * mean)


# --- sentences --------------------------------------------------------------------------


class _Spoken:
    """What a gap's facts are called in one language."""

    def __init__(self, now: Situation, words: Words) -> None:
        self.words = words
        self.labels = _labels(now, words.lang)
        self.records: Records = now.records
        self.year = str(now.period)

    def say(self, sentence: str, facts: Mapping[str, object]) -> str:
        """Return a sentence with bodies, rules and shares as readers know them."""
        told = {name: self._told(fact) for name, fact in facts.items()}
        return self.words(sentence, **told)

    def _told(self, fact: object) -> str:
        if isinstance(fact, Percent):
            return self._percent(fact)
        if isinstance(fact, float):
            return self.words.number(fact, 1)
        if isinstance(fact, Phrase):
            return self.words(fact.sentence)
        if isinstance(fact, tuple):
            return "; ".join(self._told(one) for one in fact)
        if isinstance(fact, list):
            return self.words.either(self._told(one) for one in fact)
        return str(self.labels.get(fact, fact))

    def _percent(self, share: float) -> str:
        """Return a share in per cent; one too small for that is not told as none."""
        if 0 < share < _LEAST_TOLD:
            return f"< {self.words.percent(2 * _LEAST_TOLD)}"
        return self.words.percent(share)


def _labels(now: Situation, lang: str) -> dict[Any, str]:
    """Return what bodies are called; those that have ended keep their last name."""
    labels = now.network.labels(lang).to_dict()
    if now.ended:
        bodies = now.records.actors.loc[[*now.ended]]
        labels |= Network(bodies, now.network.ties.head(0)).labels(lang).to_dict()
    return labels


def _texts(kind: GapKind, gap: Gap, spoken: list[_Spoken]) -> dict[str, str]:
    texts = {}
    for language in spoken:
        lang = language.words.lang
        rules = dict.fromkeys(language.records.rule(row, lang) for row in gap.mandates)
        texts[f"rule_{lang}"] = "; ".join(rules)
        facts = {
            "source": gap.source,
            "target": gap.target,
            "year": language.year,
            "article": texts[f"rule_{lang}"],
            **gap.facts,
        }
        texts[f"text_{lang}"] = language.say(gap.says or kind.says, facts)
        notes = [_said(note, language) for note in gap.notes]
        texts[f"note_{lang}"] = " ".join(notes)
    return texts


def _said(note: Phrase, language: _Spoken) -> str:
    return language.say(note.sentence, note.facts)
