"""Where mandate and practice part: the kinds of gap, and the register of mandates.

A gap is a place to look, not a verdict. Absence of public evidence is not absence of contact,
and a single news item accuses nobody.
"""

# Their cards register on import, in the order in which kinds are told.
from netgov.gaps import duties, volume, timing, statements, structure  # isort: skip
from netgov.gaps.cards import GAP_KINDS, Gap, GapKind
from netgov.gaps.choosing import (
    agreements,
    choose_gaps,
    first_agreements,
    gap_named,
    once_a_pair,
    rows_behind,
    with_gaps,
)
from netgov.gaps.finding import PARTS, find_gaps, not_examined
from netgov.gaps.situation import NOT_IN_FORCE, UNEXPOSED, fit, mandated_pairs, register

__all__ = [
    "GAP_KINDS",
    "NOT_IN_FORCE",
    "PARTS",
    "UNEXPOSED",
    "Gap",
    "GapKind",
    "agreements",
    "choose_gaps",
    "duties",
    "find_gaps",
    "first_agreements",
    "fit",
    "gap_named",
    "mandated_pairs",
    "not_examined",
    "once_a_pair",
    "register",
    "rows_behind",
    "statements",
    "structure",
    "timing",
    "volume",
    "with_gaps",
]
