"""The sources of rows, as the report names them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from netgov.records import Records, cited
from netgov.report.pieces import Line, Link
from netgov.words import Words, _


def rule_line(row: int, records: Records, words: Words, note: str = "") -> Line:
    """Return a rule with what it demands and its sources, a note beside its name."""
    columns = [f"text_{words.lang}", "citation"]
    demand, citation = map(str, records.mandates.loc[row, columns])
    name = " ".join(filter(None, [records.rule(row, words.lang), note]))
    return Line(f"{name}. {demand}", words(_("Rule")), sources_of(citation, records))


def sources_of(citation: str, records: Records) -> tuple[Link, ...]:
    """Return label and address of each source of a row."""
    return source_links(cited(citation), records)


def source_links(numbers: Iterable[int], records: Records) -> tuple[Link, ...]:
    """Return label and address of some sources."""
    addresses = records.sources["address"]
    return tuple(Link(records.label(n), addresses.get(n, "")) for n in numbers)


def used_sources(records: Records, words: Words) -> Iterator[tuple[str, Line]]:
    """Yield the sources that a statement or a rule in the records names."""
    used = {
        number
        for citation in [*records.evidence["citation"], *records.mandates["citation"]]
        for number in cited(citation)
    }
    for number, source in records.sources.iterrows():
        if number not in used:
            continue
        read = words(_("read: {part}"), part=source[f"read_{words.lang}"])
        links = (Link(source["address"], source["address"]),) if source["address"] else ()
        yield f"[{number}]", Line(f"{source['text']} ({read})", links=links)
