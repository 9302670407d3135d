"""Where mandate and practice part: the kinds of gap, and the register of mandates.

A gap is a place to look, not a verdict. Absence of public evidence is not absence of contact,
and a single news item accuses nobody.
"""

from netgov.gaps import duties, statements, structure  # their cards register on import
from netgov.gaps.cards import GAP_KINDS, Gap, GapKind
from netgov.gaps.finding import find_gaps, not_examined
from netgov.gaps.situation import NOT_IN_FORCE, mandated_pairs, register

__all__ = [
    "GAP_KINDS",
    "NOT_IN_FORCE",
    "Gap",
    "GapKind",
    "duties",
    "find_gaps",
    "mandated_pairs",
    "not_examined",
    "register",
    "statements",
    "structure",
]
