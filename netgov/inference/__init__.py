"""Inference: which numbers of a network mean something, and how sure they are."""

from __future__ import annotations

from netgov.inference.bootstrapping import bootstrap
from netgov.inference.choices import (
    BODIES,
    RELATIONS,
    STATEMENTS,
    Setting,
    find_choices,
    settings_of,
)
from netgov.inference.headlines import HEADLINES
from netgov.inference.left_out import drop_sources
from netgov.inference.limits import Bootstrap
from netgov.inference.matrices import (
    INTERCEPT,
    OUTCOMES,
    compare_matrices,
    mrqap,
    qap,
    unknown_actors,
)
from netgov.inference.missing import MissingRegisters, missing_registers, nonrespondents
from netgov.inference.named_matrices import MATRICES, NamedMatrix, matrix_named, name_and_year
from netgov.inference.permuting import NULLS, Null, permute
from netgov.inference.result import Inference, can_show, draws_needed
from netgov.inference.robustness import Sensitivity, sensitivity
from netgov.inference.two_years import TwoYears, compare_years
from netgov.inference.vertices import vertex_bootstrap

__all__ = [
    "BODIES",
    "HEADLINES",
    "INTERCEPT",
    "MATRICES",
    "NULLS",
    "OUTCOMES",
    "RELATIONS",
    "STATEMENTS",
    "Bootstrap",
    "Inference",
    "MissingRegisters",
    "NamedMatrix",
    "Null",
    "Sensitivity",
    "Setting",
    "TwoYears",
    "bootstrap",
    "can_show",
    "compare_matrices",
    "compare_years",
    "draws_needed",
    "drop_sources",
    "find_choices",
    "matrix_named",
    "missing_registers",
    "mrqap",
    "name_and_year",
    "nonrespondents",
    "permute",
    "qap",
    "sensitivity",
    "settings_of",
    "unknown_actors",
    "vertex_bootstrap",
]
