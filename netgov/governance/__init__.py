"""The governance scorecard: which mode the ties fit, and what speaks to each dimension.

Numbers inform the reader's judgement; there are no weights and no grade.
"""

from netgov.governance.aspects import ASPECTS, DIMENSIONS, Aspect
from netgov.governance.card import Scorecard, scorecard
from netgov.governance.dimensions import dimensions
from netgov.governance.modes import MODES, governance_mode

__all__ = [
    "ASPECTS",
    "DIMENSIONS",
    "MODES",
    "Aspect",
    "Scorecard",
    "dimensions",
    "governance_mode",
    "scorecard",
]
