"""The page that lists the reports of all parts of a study; it sorts rows and loads nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.resources import files
from typing import NamedTuple

from markupsafe import Markup

from netgov import __version__
from netgov.captions import heading
from netgov.counting import contacts
from netgov.drawing import notice, title_of
from netgov.errors import Phrase
from netgov.names import folded
from netgov.parts import Parts, by_number
from netgov.records import INTERNAL
from netgov.report.basis import contacts_told
from netgov.report.html import environment, sealed
from netgov.report.results import Results
from netgov.report.summary import main_finding
from netgov.words import Words, _


class Listed(NamedTuple):
    """A row of the page: a part with what its report tells in short.

    ``weight`` is what ``contacts`` is sorted by; ``gaps`` is None where none was found and no
    rules told which links there should be; ``why`` says why there is no report.
    """

    name: str
    bodies: int
    ties: int
    contacts: str = ""
    weight: float = 0.0
    gaps: int | None = None
    finding: str = ""
    why: str = ""
    address: str = ""


def listed(results: Results) -> Listed:
    """Return the row of a part of which a report is written."""
    view, words, net = results.view, results.words, results.net
    counted = contacts(view.records.signs_in(results.period))
    return Listed(
        name=view.part.names[words.lang] if view.part else "",
        bodies=len(net.actors),
        ties=len(net.ties),
        contacts=contacts_told(results),
        weight=float(counted["weight"].sum()),
        gaps=len(results.gaps) or (0 if len(view.records.mandates) else None),
        finding=main_finding(results),
    )


def untold(parts: Parts, turn: int, why: Phrase, words: Words) -> Listed:
    """Return the row of a part without a report."""
    net = parts[turn][parts.period]
    name = parts.names[turn][words.lang]
    return Listed(name, len(net.actors), len(net.ties), why=why.say(words.lang))


def index_page(parts: Parts, rows: Sequence[Listed], words: Words) -> bytes:
    """Return the page that lists the reports of parts, in the order of the alphabet."""
    rows = sorted(rows, key=lambda row: by_number(folded(row.name)))
    templates = files("netgov") / "templates"
    style = "".join(
        (templates / name).read_text(encoding="utf-8") for name in ("report.css", "index.css")
    )
    script = (templates / "index.js").read_text(encoding="utf-8")
    column = heading(parts.column.name, words)
    counted = any(row.contacts for row in rows)
    page = (
        environment()
        .get_template("index.html.j2")
        .render(
            title=title_of(parts.view, words),
            kicker=words(_("Reports by {column}"), column=column.lower()),
            period=str(parts.period),
            notice=notice(parts.view, words),
            internal=INTERNAL if parts.view.internal else "",
            column=column,
            about=list(_about(parts, column, rows, words)),
            rows=rows,
            counted=counted,
            words=words,
            number=words.number,
            version=__version__,
            style=Markup(style),  # noqa: S704  our own file
            script=Markup(script),  # noqa: S704  our own file
            style_hash=sealed(style),
            script_hash=sealed(script),
        )
    )
    return page.encode("utf-8")


def _about(parts: Parts, column: str, rows: Sequence[Listed], words: Words) -> Iterator[str]:
    """Yield what the reports tell of, and what is in none of them."""
    number, written = words.number, sum(not row.why for row in rows)
    sentence = _(
        "Reports: {written} of {all}. Each tells of the ties between its own bodies, and of "
        "their ties with bodies that work for several."
    )
    yield words(sentence, written=number(written), all=number(len(rows)))
    if any(row.gaps is None and not row.why for row in rows):
        yield words(_("Gaps “–”: none was found, and without a table of rules few can be."))
    if shared := parts.shared:
        sentence = _(
            "Bodies without a value in the column {column}: {count}. Each is taken to work for "
            "several and stands in every report with whose bodies it has ties."
        )
        yield words(sentence, column=column, count=number(shared))
    beside = parts.beside
    told = [
        (beside.between, _("between bodies of different reports: {count}")),
        (beside.unnamed, _("with bodies that are not named: {count}")),
        (beside.shared, _("between bodies that work for several: {count}")),
    ]
    ties = [words(sentence, count=number(count)) for count, sentence in told if count]
    if ties:
        sentence = _("Ties in none of them, told by the report of the whole: {ties}.")
        yield words(sentence, ties="; ".join(ties))
