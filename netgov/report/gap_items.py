"""Gaps as the page shows them: sentence, rules, statements and sources."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from netgov.captions import heading
from netgov.gaps import GAP_KINDS
from netgov.records import Records, cited
from netgov.terms import LAYERS, STRENGTHS
from netgov.words import Words


class Proofs:
    """The rules and statements behind gaps, as the page shows them, each made once."""

    def __init__(self, records: Records, words: Words) -> None:
        self.records, self.words = records, words
        text = f"text_{words.lang}"
        self.mandates = records.mandates[[text, "citation"]].to_dict("index")
        stated = records.evidence["table"] == "evidence"
        told = records.evidence.loc[stated, [text, "citation", "strength"]]
        self.statements = told.to_dict("index")

    def rule(self, row: int) -> dict[str, Any]:
        """Return a rule with what it demands and its sources."""
        mandate = self.mandates[row]
        return {
            "basis": self.records.rule(row, self.words.lang),
            "text": mandate[f"text_{self.words.lang}"],
            "sources": _cited(mandate["citation"], self.records),
        }

    def statement(self, row: int) -> dict[str, Any]:
        """Return a statement with its strength and sources."""
        statement = self.statements[row]
        return {
            "text": statement[f"text_{self.words.lang}"],
            "strength": self.words(STRENGTHS[statement["strength"]].label),
            "sources": _cited(statement["citation"], self.records),
        }


def gap_item(gap: Any, labels: pd.Series[str], proofs: Proofs, words: Words) -> dict[str, Any]:
    """Return one gap with its rule, its evidence and their sources."""
    kind = GAP_KINDS[gap.kind]
    parts = ("part_cases", "part_force", "part_confidence", "part_reach")
    return {
        "kind": words(kind.label),
        "ends": " → ".join(labels.get(end, end) for end in (gap.source, gap.target) if end),
        "colour": kind.colour,
        "sentence": getattr(gap, f"text_{words.lang}"),
        "note": getattr(gap, f"note_{words.lang}"),
        "layer": words(LAYERS[gap.layer].label) if gap.layer else "",
        "priority": words.number(gap.priority, 1),
        "severity": words.number(gap.severity, 2),
        "parts": [
            (heading(part, words), words.number(getattr(gap, part), 2)) for part in parts
        ],
        "rules": _once(proofs.rule(int(row)) for row in gap.mandate_rows.split()),
        "statements": [proofs.statement(int(row)) for row in gap.statement_rows.split()],
    }


def _once(rules: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return rules without those that say the same, as alternatives of one duty do."""
    return list({(rule["basis"], rule["text"]): rule for rule in rules}.values())


def _cited(citation: str, records: Records) -> list[dict[str, str]]:
    """Return the label and address of each source of a row."""
    addresses = records.sources["address"]
    return [
        {"label": records.label(number), "address": addresses.get(number, "")}
        for number in cited(citation)
    ]
