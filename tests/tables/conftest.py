from __future__ import annotations

import pandas as pd
import pytest

import netgov as ng
from netgov.cases.registers import Volume
from netgov.inference import find_choices
from netgov.masking import TOTAL_COLUMNS
from netgov.report import report_tables, results_of
from netgov.tables import card_table, level_table, marked
from netgov.words import Words


def of(history: ng.History) -> dict[str, pd.DataFrame]:
    """Return every table that netgov makes of a study for the office, by name."""
    view, words = ng.keep_internal(history), Words("en")
    gaps = ng.find_gaps(view)
    # What neither study has.
    registers = ["source", "target", "layer", "sender", "receiver", "both", *Volume._fields]
    solved = ["source", "target", "layer", "year", "how"]
    empty = {"registers": registers, "totals": list(TOTAL_COLUMNS), "solved": solved}
    records = view.records
    varied = {choice: values[:2] for choice, values in find_choices(view).items()}
    named = [ng.matrix_named(view, None, one) for one in ("recorded", "mandated")]
    years = ng.compare_years(view, 2018, 2019, times=2)
    sensitivity = ng.sensitivity(view, choices=varied)
    return {
        **{name: pd.DataFrame(columns=columns) for name, columns in empty.items()},
        **report_tables(results_of(view, view.whole, ng.Rules(), words)),
        "rows_behind": marked(ng.rows_behind(view, gaps, "1", "en"), view),
        "agenda": ng.agenda(view, lang="en"),
        "levels": level_table(ng.compare_levels(view[view.whole], "partners"), words),
        "coverage": ng.coverage(view),
        "cards": card_table(None, words, full=True),
        "tests": ng.permute(view[view.whole], "broker_activity", times=2).table,
        "network_limits": ng.vertex_bootstrap(view[view.whole], "density", times=2).network,
        "matrices": ng.compare_matrices(named[0], {"mandated": named[1]}, times=2).table,
        "missing": ng.missing_registers(view[view.whole], ["dpppa"], times=2).table,
        "year_measures": years.measures.table,
        "year_likeness": years.alike.table,
        "sensitivity": sensitivity.findings,
        "settings": sensitivity.settings,
        "counts": records.counts,
        "aliases": records.unknown,
        "rejected": records.problems.drop(columns=["known", "within"]).assign(remedy=""),
        "changes": records.changes.assign(done=""),
    }


@pytest.fixture(scope="session")
def made(history: ng.History, casework: ng.History) -> list[tuple[str, pd.DataFrame]]:
    """Every table of both shipped studies, with its name."""
    return [*of(history).items(), *of(casework).items()]
