"""Measures of actors, ties and networks, one file a family, one card a measure."""

from __future__ import annotations

from importlib import import_module
from typing import Final

from netgov.measures.draws import measure_many
from netgov.measures.levels import compare_levels, view
from netgov.measures.registry import MEASURES, Measure, first_rows, measure, suiting

# Importing a family files its cards; this is the order in which lists show them.
FAMILIES: Final = (
    "degree", "paths", "influence", "brokerage", "holes", "cohesion", "hierarchy",
    "positions", "key_players",
)  # fmt: skip
for _family in FAMILIES:
    import_module(f"{__name__}.{_family}")

# Last, so that it does not file its cards before the others.
from netgov.measures.key_players import key_players  # noqa: E402

__all__ = [
    "FAMILIES",
    "MEASURES",
    "Measure",
    "compare_levels",
    "first_rows",
    "key_players",
    "measure",
    "measure_many",
    "suiting",
    "view",
]
