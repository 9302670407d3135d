"""See how public bodies really work together.

netgov turns records of referral and coordination into a directed, weighted, layered network
for each year, measures it, finds where mandate and practice part, and reports in Indonesian
and English. Names load on first use, so that ``import netgov`` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

# isort: off
if TYPE_CHECKING:  # what type checkers see; a test keeps it equal to _HOMES
    from netgov.attack import audit as audit
    from netgov.cases import pathways as pathways, public_pathways as public_pathways
    from netgov.drawing import (
        draw as draw,
        draw_multiples as draw_multiples,
        scene as scene,
        to_pyvis as to_pyvis,
    )
    from netgov.engine import (
        ENGINES as ENGINES,
        Aggregate as Aggregate,
        aggregate as aggregate,
        write_aggregate as write_aggregate,
    )
    from netgov.export import write_network as write_network
    from netgov.findings import agenda as agenda
    from netgov.gaps import (
        GAP_KINDS as GAP_KINDS,
        choose_gaps as choose_gaps,
        find_gaps as find_gaps,
        register as register,
        rows_behind as rows_behind,
    )
    from netgov.governance import scorecard as scorecard
    from netgov.history import History as History, build_history as build_history
    from netgov.inference import (
        MATRICES as MATRICES,
        NULLS as NULLS,
        bootstrap as bootstrap,
        compare_matrices as compare_matrices,
        compare_years as compare_years,
        drop_sources as drop_sources,
        find_choices as find_choices,
        matrix_named as matrix_named,
        missing_registers as missing_registers,
        mrqap as mrqap,
        nonrespondents as nonrespondents,
        qap as qap,
        permute as permute,
        sensitivity as sensitivity,
        vertex_bootstrap as vertex_bootstrap,
    )
    from netgov.measures import (
        MEASURES as MEASURES,
        compare_levels as compare_levels,
        key_players as key_players,
        measure as measure,
        measure_many as measure_many,
        view as view,
    )
    from netgov.network import Network as Network
    from netgov.period import Period as Period
    from netgov.privacy import keep_internal as keep_internal, protect as protect
    from netgov.records import Records as Records, read_records as read_records
    from netgov.report import (
        write_agenda as write_agenda,
        write_report as write_report,
        write_reports as write_reports,
    )
    from netgov.rules import Rules as Rules
    from netgov.tables import write_table as write_table
    from netgov.years import change as change, coverage as coverage, turnover as turnover
# isort: on

__version__: Final = "0.1.0"

_HOMES: Final = {
    "Aggregate": "engine",
    "ENGINES": "engine",
    "GAP_KINDS": "gaps",
    "History": "history",
    "MATRICES": "inference",
    "MEASURES": "measures",
    "NULLS": "inference",
    "Network": "network",
    "Period": "period",
    "Records": "records",
    "Rules": "rules",
    "agenda": "findings",
    "aggregate": "engine",
    "audit": "attack",
    "bootstrap": "inference",
    "build_history": "history",
    "change": "years",
    "choose_gaps": "gaps",
    "compare_levels": "measures",
    "compare_matrices": "inference",
    "compare_years": "inference",
    "coverage": "years",
    "draw": "drawing",
    "draw_multiples": "drawing",
    "drop_sources": "inference",
    "find_choices": "inference",
    "find_gaps": "gaps",
    "keep_internal": "privacy",
    "key_players": "measures",
    "matrix_named": "inference",
    "measure": "measures",
    "measure_many": "measures",
    "missing_registers": "inference",
    "mrqap": "inference",
    "nonrespondents": "inference",
    "pathways": "cases",
    "permute": "inference",
    "protect": "privacy",
    "public_pathways": "cases",
    "qap": "inference",
    "read_records": "records",
    "register": "gaps",
    "rows_behind": "gaps",
    "scene": "drawing",
    "scorecard": "governance",
    "sensitivity": "inference",
    "to_pyvis": "drawing",
    "turnover": "years",
    "vertex_bootstrap": "inference",
    "view": "measures",
    "write_agenda": "report",
    "write_aggregate": "engine",
    "write_network": "export",
    "write_report": "report",
    "write_reports": "report",
    "write_table": "tables",
}

__all__ = ["__version__", *sorted(_HOMES)]  # noqa: PLE0604


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'netgov' has no attribute {name!r}")
    return getattr(import_module(f"netgov.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
