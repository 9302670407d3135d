"""See how public bodies really work together.

netgov turns records of referral and coordination into a directed, weighted, layered network
for each year, measures it, finds where mandate and practice part, and reports in Indonesian
and English. Names load on first use, so that ``import netgov`` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import Final

__version__: Final = "0.1.0"

_HOMES: Final = {
    "GAP_KINDS": "gaps",
    "History": "history",
    "MEASURES": "measures",
    "Network": "network",
    "Period": "period",
    "Records": "records",
    "Rules": "rules",
    "audit": "attack",
    "build_history": "history",
    "change": "years",
    "choose_gaps": "gaps",
    "compare_levels": "measures",
    "coverage": "years",
    "draw": "drawing",
    "draw_multiples": "drawing",
    "find_gaps": "gaps",
    "keep_internal": "privacy",
    "key_players": "measures",
    "measure": "measures",
    "measure_many": "measures",
    "pathways": "cases",
    "protect": "privacy",
    "public_pathways": "cases",
    "read_records": "records",
    "register": "gaps",
    "rows_behind": "gaps",
    "scene": "drawing",
    "scorecard": "governance",
    "to_pyvis": "drawing",
    "turnover": "years",
    "view": "measures",
    "write_network": "export",
    "write_report": "report",
    "write_table": "tables",
}

__all__ = ["__version__", *sorted(_HOMES)]  # noqa: PLE0604


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'netgov' has no attribute {name!r}")
    return getattr(import_module(f"netgov.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
