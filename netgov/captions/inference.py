"""Captions of the tables of inference: tests, intervals and what holds under other choices."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from netgov.captions.meaning import FROM_0_TO_1, Caption, Meaning
from netgov.words import _

DRAWS: Final = _("draws")
TESTED: Final = {
    "observed": Meaning(_("What was measured.")),
    "mean": Meaning(_("Mean of the draws.")),
    "sd": Meaning(_("Standard deviation of the draws.")),
    "p": Meaning(
        _("Share of draws as far off as what was measured, which counts among them."),
        FROM_0_TO_1,
    ),
    "mid_p": Meaning(
        _("The same, draws equal to what was measured counted half."), FROM_0_TO_1
    ),
    "p_greater": Meaning(_("Share of draws at least as large."), FROM_0_TO_1),
    "p_lesser": Meaning(_("Share of draws at most as large."), FROM_0_TO_1),
    "q": Meaning(_("p adjusted for how many numbers were tested together."), FROM_0_TO_1),
    "draws": Meaning(_("Number of draws of which the number is defined."), DRAWS),
}

OF_INFERENCE: Final[Mapping[str, Caption]] = {}
