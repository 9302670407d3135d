"""Proofs, method, measures, terms, works and sources."""

from __future__ import annotations

from typing import Final

from netgov.captions import title
from netgov.findings import OF_BODIES, OF_THE_WHOLE
from netgov.measures import MEASURES, Measure
from netgov.proof import Finding
from netgov.report.pieces import (
    Heading,
    Line,
    Numbered,
    Piece,
    Prose,
    Proven,
    Section,
    Term,
    Terms,
)
from netgov.report.results import Results
from netgov.report.sources import source_links, used_sources
from netgov.terms import RANKS
from netgov.words import Words, _
from netgov.works import works_cited


def proof_section(results: Results, proven: Proven) -> Section:
    """Return what each finding rests on, under the number by which the text names it."""
    words = results.words
    lines = tuple(
        (words(_("Proof {number}"), number=number), _proof(finding, results))
        for number, finding in enumerate(proven.findings, start=1)
    )
    return Section("proofs", words(_("Proof of the findings")), (Numbered(lines, "proof"),))


def _proof(finding: Finding, results: Results) -> Line:
    words = results.words
    parts = {
        _("Measure"): finding.measure,
        _("Value"): finding.value,
        _("Limits"): finding.interval,
        _("Behind it"): finding.basis.told,
        _("Table"): f"{title(finding.table, words)} (tables/{finding.table}.csv)",
    }
    text = " · ".join(f"{words(name)}: {told}" for name, told in parts.items() if told)
    links = source_links(finding.basis.citations, results.view.records)
    return Line(text, lead=finding.text, links=links)


def method_section(results: Results) -> Section:
    """Return how the network is made, what the measures mean, and what they rest on."""
    words, records = results.words, results.view.records
    force = "; ".join(
        f"{words(RANKS[rank].label)} {words.number(force)}"
        for rank, force in results.rules.force.items()
    )
    about = [words(sentence) for sentence in _METHOD]
    about.append(words(_("Force of rules: {force}."), force=force))
    shown, others = _measures(words)
    works = tuple((f"[{key}]", Line(work)) for key, work in works_cited().items())
    pieces: list[Piece] = [
        Prose(tuple(map(Line, about))),
        Heading(words(_("Measures"))),
        Prose((Line(words(_SHOWN)),)),
        Terms(shown),
        Terms(others, folded=words(_("The other measures of the tables"))),
        Heading(words(_("Works cited"))),
        Numbered(works, "work"),
    ]
    if sources := tuple(used_sources(records, words)):
        pieces.append(Heading(words(_("Sources of statements and rules"))))
        pieces.append(Numbered(sources, "source"))
    return Section("method", words(_("Method and references")), tuple(pieces))


_METHOD: Final = (
    _(
        "The network is directed: the source acts, the target is the other body. Layers are "
        "added up for the measures. A tie is one ordered pair in one kind of relation; a "
        "source that reports contact or weak contact makes it, a report of no contact does not."
    ),
    _(
        "A mandated pair counts as seen if any source reports contact in any kind of relation "
        "in the period. Rows that are alternatives of one duty are met by one of them; "
        "permissive articles and rules not yet in force make no gap."
    ),
)
_SHOWN: Final = _("This page shows few of the measures; the tables beside it hold the others.")


def _measures(words: Words) -> tuple[tuple[Term, ...], tuple[Term, ...]]:
    """Return the measures that the report shows or tells of, and the others."""
    told = {*OF_BODIES, *OF_THE_WHOLE}
    shown = tuple(_term(card, words) for card in MEASURES.values() if card.name in told)
    others = tuple(_term(card, words) for card in MEASURES.values() if card.name not in told)
    return shown, others


def _term(card: Measure, words: Words) -> Term:
    return Term(words(card.label), words(card.plain), card.formula, card.cites)


# --- terms ---------------------------------------------------------------------------------


def glossary_section(results: Results) -> Section:
    """Return the terms of the report, and the names of the bodies it shortens."""
    words = results.words
    terms = [Term(words(term), words(meaning)) for term, meaning in _TERMS.items()]
    names, labels = results.net.names(words.lang), results.labels
    short = {labels[slug]: names[slug] for slug in labels.index if labels[slug] != names[slug]}
    pieces: list[Piece] = [Terms(tuple(sorted(terms, key=lambda one: one.term.lower())))]
    if short:
        bodies = (Term(label, short[label]) for label in sorted(short, key=str.lower))
        pieces += [Heading(words(_("Short names of bodies"))), Terms(tuple(bodies))]
    return Section("glossary", words(_("Glossary")), tuple(pieces))


_TERMS: Final = {
    _("Body"): _("An office, agency, facility, school or community group; a point on the map."),
    _("Tie"): _("Contact from one body to another in one kind of relation; a line on the map."),
    _("Kind of relation"): _(
        "Referral, reporting, coordination, authority or funding; also called a layer."
    ),
    _("Weight"): _("How much contact a tie holds; 1 where only public statements tell of it."),
    _("Partner"): _("Another body with which a body has any tie, in either direction."),
    _("Shortest route"): _(
        "The quickest way from one body to another over ties, strong ties being short."
    ),
    _("Broker"): _(
        "A body that links one body to another to which the first has no tie of its own."
    ),
    _("Open path"): _(
        "From one body over a second to a third, without a tie from first to third."
    ),
    _("Coordinator"): _("A broker whose two others belong to its own sector."),
    _("Itinerant broker"): _("A broker whose two others share a sector that is not its own."),
    _("Representative"): _("A broker that passes on from its own sector to another."),
    _("Gatekeeper"): _("A broker that passes on from another sector into its own."),
    _("Liaison"): _("A broker between two sectors of which neither is its own."),
    _("Lead organisation"): _("A body at the centre that also handles cases itself."),
    _("Network administrative organisation"): _(
        "A body at the centre that chiefly coordinates the others."
    ),
    _("Shared governance"): _("The bodies coordinate among themselves, without a centre."),
    _("Mandate"): _("A duty or permission to have contact, laid down in an article of a rule."),
    _("Mandated pair"): _("A body and another with which a rule in force asks it for contact."),
    _("Gap"): _(
        "A difference between what rules ask for and what is on record; a place to look."
    ),
    _("Severity"): _("How far practice falls short of what was expected, from 0 to 1."),
    _("Priority"): _(
        "Which gap to look at first, from 0 to 100: severity, cases, force of the rule, "
        "confidence and reach together."
    ),
    _("Statement"): _(
        "A sentence in a public source that contact took place, was weak or lacking."
    ),
    _("No public evidence"): _(
        "No source that was read reports contact; it says nothing about whether there was any."
    ),
    _("Median"): _("The middle value: half of the cases are below it, half above."),
    _("Deadline"): _("The days that a rule allows until contact or answer."),
}
