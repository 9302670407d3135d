"""How the network is governed: the scorecard, without a grade."""

from __future__ import annotations

from netgov.records import cited
from netgov.report.pieces import Column, Grid, Items, Proven, Row, Section
from netgov.report.results import Results
from netgov.words import _


def governance_section(results: Results, proven: Proven) -> Section:
    """Return sentences, and each aspect with what speaks for and against."""
    words, lang = results.words, results.words.lang
    columns = (
        Column(words(_("Dimension and aspect"))),
        Column(words(_("Measure"))),
        Column(words(_("Value")), number=True),
        Column(words(_("Sources that report contact"))),
        Column(words(_("Sources that call it weak or missing"))),
    )
    rows = []
    for _dimension, aspects in results.card.dimensions.groupby(level="dimension", sort=False):
        rows.append(Row((aspects[f"dimension_{lang}"].iloc[0],), whole=True))
        rows += [
            Row(
                (
                    f"{row[f'aspect_{lang}']}\n{row[f'why_{lang}']}",
                    row[f"measure_{lang}"],
                    row[f"value_text_{lang}"],
                    _numbers(row["speaks_for"]),
                    _numbers(row["speaks_against"]),
                )
            )
            for _name, row in aspects.iterrows()
        ]
    told = tuple(proven.line(sentence) for sentence in results.findings["governance"])
    title = words(_("How the network is governed"))
    return Section("governance", title, (Items(told), Grid(columns, tuple(rows))))


def _numbers(citations: str) -> str:
    """Return the numbers of the sources of some citations."""
    return " ".join(f"[{number}]" for number in dict.fromkeys(cited(citations)))
