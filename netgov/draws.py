"""How often is drawn unless asked; apart, since the command line says it in its help."""

from __future__ import annotations

from typing import Final

#: How often is drawn unless asked: enough for limits, and for p of a few numbers.
TIMES: Final = 1000
#: The same where many numbers are tested together. No chance is below 1 in the draws, so one
#: number of 72 bodies can stand out after adjustment only in some 2,900 draws.
TESTS: Final = 5000
#: The same for unknown ties: what is told of them are the least and the most.
FILLINGS: Final = 200
