"""Gaps as the report shows them: how many of each kind, and each with its proof."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from netgov.captions import heading
from netgov.drawing import BLUE, Bar, Series
from netgov.findings import about_first, about_silence
from netgov.gaps import GAP_KINDS, PARTS, GapKind, not_examined
from netgov.report.pieces import (
    Column,
    Entries,
    Entry,
    Grid,
    Heading,
    Items,
    Line,
    Picture,
    Piece,
    Prose,
    Proven,
    Row,
    Section,
)
from netgov.report.results import Results
from netgov.report.sources import rule_line, sources_of
from netgov.terms import LAYERS, STRENGTHS
from netgov.words import _

_IN_FULL: Final = 10
_ROWS: Final = 10


def gap_section(results: Results, proven: Proven) -> Section:
    """Return the gaps between mandate and practice."""
    view, words, gaps = results.view, results.words, results.gaps
    remark = _(
        "A gap is a place to look, not a verdict. The priority, at most 100, is the severity "
        "times the mean of four parts: cases affected (0.5 where not known), force of the "
        "rule, confidence, and how far the city commands the bodies."
    )
    first = tuple(map(proven.line, about_first(gaps, view, words)))
    pieces: list[Piece] = [Prose((Line(words(remark)),))]
    if first:
        pieces += [Prose(first, "marked"), Prose((Line(words(LEFT_OUT)),), "remark")]
    pieces += _kinds(results)
    if silent := tuple(map(Line, about_silence(view, words))):
        pieces.append(Prose((Line(words(_("Silence about these kinds is no clean bill:"))),)))
        pieces.append(Items(silent))
    pieces += _listed(results)
    title = words(_("Gaps between mandate and practice"))
    return Section("gaps", title, tuple(pieces), words(_("Gaps")))


LEFT_OUT: Final = _(
    "Left out of agreements: a unit with its parent, pairs of which the city commands neither, "
    "and gaps that no agreement between two bodies closes."
)


def _kinds(results: Results) -> list[Piece]:
    """Return how many gaps of each kind were found."""
    words, lacking = results.words, not_examined(results.view)
    count = results.gaps["kind"].value_counts()
    examined = {
        kind: int(count.get(name, 0)) for name, kind in GAP_KINDS.items() if name not in lacking
    }
    found = {kind: number for kind, number in examined.items() if number}

    def label(kind: GapKind) -> str:
        return words(kind.called(counted=results.counted))

    chart = results.bars(
        (Series(words(_("Number")), BLUE),),
        tuple(
            Bar(label(kind), (float(number),), words.number(number))
            for kind, number in sorted(found.items(), key=lambda one: -one[1])
        ),
    )
    columns = (
        Column(words(_("Kind of gap"))),
        Column(words(_("Number")), number=True),
        Column(words(_("In plain words"))),
    )
    rows = tuple(
        Row((label(kind), words.number(number), words(kind.plain)))
        for kind, number in examined.items()
    )
    alternative = words(_("Bar chart of the number of gaps of each kind, as tabled below."))
    drawn = Picture("gaps", chart, alternative, words(_("Gaps by kind")))
    return [*([drawn] if len(found) > 1 else []), Grid(columns, rows)]


def _listed(results: Results) -> list[Piece]:
    """Return the gaps themselves, the first of them in full."""
    words = results.words
    if results.gaps.empty:
        none = _("No gap was found in what could be examined; silence is not a clean bill.")
        return [Prose((Line(words(none)),))]
    entries = tuple(_Telling(results).entries())
    pieces: list[Piece] = [
        Heading(words(_("First in priority"))),
        Entries(entries[:_IN_FULL]),
    ]
    if more := entries[_IN_FULL:]:
        pieces += [Heading(words(_("The others"))), Entries(more, close=True)]
    return pieces


class _Telling:
    """Gaps in the words of a reader, with the statements behind them."""

    def __init__(self, results: Results) -> None:
        self.results, self.words = results, results.words
        self.records, text = results.view.records, f"text_{results.words.lang}"
        stated = self.records.evidence["table"] == "evidence"
        told = self.records.evidence.loc[stated, [text, "citation", "strength"]]
        self.statements, self.text = told.to_dict("index"), text

    def entries(self) -> Iterable[Entry]:
        """Yield each gap with its rules, its evidence and their sources."""
        words, labels = self.words, self.results.labels
        for gap in self.results.gaps.to_dict("records"):
            ends = (labels.get(gap[end], gap[end]) for end in ("source", "target") if gap[end])
            rules = (
                rule_line(int(row), self.records, words) for row in gap["mandate_rows"].split()
            )
            statements = (self.statement(int(row)) for row in gap["statement_rows"].split())
            yield Entry(
                " → ".join(ends),
                gap[f"text_{words.lang}"],
                (self.label(gap["kind"]), *self.numbers(gap)),
                # Alternatives of one duty often say the same.
                (*dict.fromkeys(rules), *statements, *self.contacts(gap)),
                gap[f"note_{words.lang}"],
            )

    def label(self, kind: str) -> str:
        """Return what a kind is called."""
        return self.words(GAP_KINDS[kind].called(counted=self.results.counted))

    def numbers(self, gap: dict[Any, Any]) -> list[str]:
        """Return priority and severity, and the parts that make the priority."""
        words = self.words
        digits = {"priority": 1, "severity": 2, **dict.fromkeys(PARTS, 2)}
        layer = [words(LAYERS[gap["layer"]].label)] if gap["layer"] else []
        return layer + [
            f"{heading(name, words)} {words.number(float(gap[name]), places)}"
            for name, places in digits.items()
        ]

    def statement(self, row: int) -> Line:
        """Return a statement with its strength and sources."""
        statement, words = self.statements[row], self.words
        strength = words(STRENGTHS[statement["strength"]].label)
        lead = f"{words(_('Evidence'))} ({strength})"
        links = sources_of(statement["citation"], self.records)
        return Line(statement[self.text], lead, links)

    def contacts(self, gap: dict[Any, Any]) -> Iterable[Line]:
        """Yield how many rows of contact a gap rests on, and the first of them, if any."""
        rows = [int(row) for row in gap["event_rows"].split()]
        if not rows:
            return
        words, behind = self.words, self.records.evidence.loc[rows[:_ROWS]]
        first = "; ".join(
            f"{file} {', '.join(map(str, some['row']))}"
            for file, some in behind.groupby("file", sort=False)
        )
        sentence = _("{count}, of which the first: {first}. All are in tables/rows_behind.csv.")
        text = words(sentence, count=words.number(len(rows)), first=first)
        yield Line(text, words(_("Rows of contact")))
