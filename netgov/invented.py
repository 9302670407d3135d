"""How invented records are told from real ones, and kept apart from them."""

from __future__ import annotations

import re
from typing import Final

from netgov.words import _

# Stands, in both languages, on everything that is made from invented data.
SYNTHETIC: Final = "SINTETIS / SYNTHETIC"
# In capitals, as netgov writes it; "kasus narkotika sintetis" is no invention.
_SAID: Final = re.compile(f"DATA SINTETIS|SYNTHETIC DATA|{SYNTHETIC}")
MIXED: Final = _(
    "{file}: these records do not say SYNTHETIC, and others do; keep real and invented records "
    "in folders of their own."
)


def says_invented(text: str) -> bool:
    """Whether a title or a cell says that records are invented."""
    return _SAID.search(text) is not None
