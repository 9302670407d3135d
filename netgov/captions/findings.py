"""Captions of what is found and of what it rests on: gaps, rules, statements, the scorecard."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from netgov.captions.meaning import (
    CASES,
    CONFIDENCE,
    ENDS,
    FROM_0_TO_1,
    SHARE,
    TEXTS,
    TIE,
    Caption,
    Meaning,
    of_input,
)
from netgov.words import _

_PART: Final = FROM_0_TO_1
_EVIDENCE: Final = ("source", "target", "layer", "year_from", "year_to", "strength")

OF_FINDINGS: Final[Mapping[str, Caption]] = {
    "gaps": Caption(
        _("Gaps"),
        _("Gaps between mandate and practice"),
        _("One row is one gap, a place to look and not a verdict, the most pressing first."),
        {
            "gap": Meaning(_("Key of the gap: kind, source, target and kind of relation.")),
            "place": Meaning(_("Place in the order of priority; 1 comes first.")),
            "kind": Meaning(_("Kind of gap.")),
            "year": Meaning(_("Years that were examined.")),
            "source": Meaning(_("Body at which the gap is, or that should act.")),
            "target": Meaning(_("Other body; blank for a gap at one body.")),
            "layer": TIE["layer"],
            "severity": Meaning(
                _("How far practice is from what the kind of gap expects."), FROM_0_TO_1
            ),
            "priority": Meaning(
                _("Severity times the mean of the four parts, of 100."), _("0 to 100")
            ),
            "cases": Meaning(_("Cases behind it; blank if not known."), CASES),
            "part_cases": Meaning(
                _("Part of the priority: cases, against the largest number in the list."), _PART
            ),
            "part_force": Meaning(_("Part of the priority: how binding the rule is."), _PART),
            "part_confidence": Meaning(
                _("Part of the priority: how sure the rows behind it are."), _PART
            ),
            "part_reach": Meaning(
                _("Part of the priority: how far the city commands the bodies."), _PART
            ),
            **of_input("mandates", "legal_basis", "article"),
            **CONFIDENCE,
            "parts": Meaning(_("Numbers that the severity rests on.")),
            **TEXTS,
            "text": Meaning(_("The gap in a sentence.")),
            "note_id": Meaning(_("What goes with it, in Indonesian.")),
            "note_en": Meaning(_("What goes with it, in English.")),
            "rule_id": Meaning(_("Rules behind it, in Indonesian.")),
            "rule_en": Meaning(_("Rules behind it, in English.")),
            "mandate_rows": Meaning(_("Rows of mandates.csv behind it.")),
            "statement_rows": Meaning(_("Rows of statements behind it.")),
            "event_rows": Meaning(_("Rows of counted contact behind it.")),
        },
    ),
    "agenda": Caption(
        _("Agenda"),
        _("Agenda for a meeting"),
        _("One row is one agreement to put before a meeting, the most pressing first."),
        {
            "place": Meaning(_("Place in the order of priority; 1 comes first.")),
            "gap": Meaning(_("Key of the gap that the agreement would close.")),
            **ENDS,
            "bodies": Meaning(_("The two bodies by their short names.")),
            "text": Meaning(_("The gap in a sentence.")),
            "note": Meaning(_("What goes with it.")),
            "rule": Meaning(_("Rules behind it.")),
            "ask": Meaning(_("What to ask those concerned.")),
            "agree": Meaning(_("What an agreement would settle.")),
            "why": Meaning(_("How its priority comes about.")),
        },
    ),
    "rows_behind": Caption(
        _("Rows behind a gap"),
        _("Rows behind a gap"),
        _("One row is one rule, statement or counted contact that the gap rests on."),
        {
            "gap": Meaning(_("Key of the gap that rests on it.")),
            "table": Meaning(_("Table of the data in which it stands.")),
            "file": Meaning(_("File in which it stands.")),
            "row": Meaning(_("Its row in the file, as a spreadsheet counts them.")),
            **TIE,
            "year": Meaning(_("Year, years or day that it speaks of.")),
            "text": Meaning(_("What it says; of a counted contact the service.")),
            "citation": Meaning(_("Source that it cites.")),
        },
    ),
    "mandates": Caption(
        _("Duties"),
        _("Duties and what the records show of them"),
        _("One row is one tie that a rule expects, with the cases that it concerns."),
        {
            **of_input("mandates", "duty", "kind", "source", "target", "layer"),
            **of_input("mandates", "legal_basis", "article", days=_("days"), share=SHARE),
            **of_input("mandates", "service", "case_type", "in_force_from", "in_force_to"),
            **of_input("mandates", "text_id", "text_en", "citation"),
            **CONFIDENCE,
            "exposed": Meaning(
                _("Cases that the body held and the rule concerns, without those excused."),
                CASES,
            ),
            "referred": Meaning(
                _("Of these, cases that went to a body which the duty names."), CASES
            ),
            "excused": Meaning(
                _(
                    "Cases not referred because of own service, already served, not applicable "
                    "or declined."
                ),
                CASES,
            ),
            "unavailable": Meaning(
                _("Cases not referred since the service was not available."), CASES
            ),
            "expected": Meaning(
                _("Cases concerned times the share that the rule expects."), CASES
            ),
            "seen": Meaning(
                _("What the records show between the two: positive, weak, absent or none.")
            ),
            "status": Meaning(_("How the duty stands, such as met, gap or not in force.")),
            "gaps": Meaning(_("Kinds of gap found at the duty.")),
        },
    ),
    "statements": Caption(
        _("Statements"),
        _("What public sources say of ties"),
        _("One row is one public statement that a tie existed, was weak or was missing."),
        of_input("evidence", *_EVIDENCE, "text_id", "text_en", "citation"),
    ),
    "modes": Caption(
        _("Modes of governance"),
        _("How well each mode of governance fits"),
        _("One row is one mode, held against random networks of the same size."),
        {
            "mode": Meaning(_("The mode: shared, lead organisation or administrative body.")),
            "fits": Meaning(
                _("Share of random networks that fit the mode less than the observed one."),
                SHARE,
            ),
            "value": Meaning(_("How far the observed network shows the mode."), FROM_0_TO_1),
            "expected": Meaning(_("Mean of the random networks."), FROM_0_TO_1),
            "sd": Meaning(_("Standard deviation of the random networks.")),
            "actor": Meaning(_("Body on which the mode would rest.")),
            "rank": Meaning(
                _("1 for the mode that fits best; blank if they cannot be ranked.")
            ),
            "lacks": Meaning(_("Kinds of relation that the mode needs and that have no tie.")),
        },
    ),
    "dimensions": Caption(
        _("Scorecard"),
        _("Scorecard of collaborative governance"),
        _("One row is one aspect of a dimension and what speaks to it; there is no grade."),
        {
            "dimension": Meaning(_("Key of the dimension.")),
            "aspect": Meaning(_("Key of the aspect.")),
            "measure": Meaning(_("Key of what is measured.")),
            "unit": Meaning(_("Whether the value is a share or a count.")),
            "value": Meaning(
                _("What was measured; blank if nothing is on record."), _("see Unit")
            ),
            "speaks_for": Meaning(_("Sources whose statements report contact.")),
            "speaks_against": Meaning(_("Sources whose statements call it weak or missing.")),
            "data": Meaning(
                _("Whether there is a value or a statement; of practice data, that they are.")
            ),
            "dimension_id": Meaning(_("The dimension, in Indonesian.")),
            "aspect_id": Meaning(_("The aspect, in Indonesian.")),
            "measure_id": Meaning(_("What is measured, in Indonesian.")),
            "value_text_id": Meaning(_("The value as a reader sees it, in Indonesian.")),
            "why_id": Meaning(_("Why it speaks to the aspect, in Indonesian.")),
            "dimension_en": Meaning(_("The dimension, in English.")),
            "aspect_en": Meaning(_("The aspect, in English.")),
            "measure_en": Meaning(_("What is measured, in English.")),
            "value_text_en": Meaning(_("The value as a reader sees it, in English.")),
            "why_en": Meaning(_("Why it speaks to the aspect, in English.")),
        },
    ),
    "sources": Caption(
        _("Sources"),
        _("Sources cited"),
        _("One row is one source."),
        {
            "number": Meaning(_("Number by which the tables cite it, in square brackets.")),
            "short": Meaning(_("Its authors or body, in short.")),
            "text": Meaning(_("The full reference.")),
            "address": Meaning(_("Where it is on the web.")),
        },
    ),
    "cards": Caption(
        _("Measures and gaps"),
        _("Measures and kinds of gap"),
        _("One row is one measure or one kind of gap that netgov knows."),
        {
            "of": Meaning(_("Whether it is a measure or a kind of gap.")),
            "name": Meaning(_("Its name in commands, Python and CSV.")),
            "label": Meaning(_("What people call it.")),
            "plain": Meaning(_("What it says, in one sentence.")),
            "describes": Meaning(_("What one value describes.")),
            "unit": Meaning(_("Its unit; blank if it has none.")),
            "columns": Meaning(_("Its columns, if it has several.")),
            "isolates": Meaning(_("What an actor without ties gets.")),
            "formula": Meaning(_("Its definition, in LaTeX.")),
            "cites": Meaning(_("Works that define it.")),
        },
    ),
}
