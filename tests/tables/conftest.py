from __future__ import annotations

import pandas as pd
import pytest

import netgov as ng
from netgov.cases.registers import Volume
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
    return {
        **{name: pd.DataFrame(columns=columns) for name, columns in empty.items()},
        **report_tables(results_of(view, view.whole, ng.Rules(), words)),
        "rows_behind": marked(ng.rows_behind(view, gaps, "1", "en"), view),
        "agenda": ng.agenda(view, lang="en"),
        "levels": level_table(ng.compare_levels(view[view.whole], "partners"), words),
        "coverage": ng.coverage(view),
        "cards": card_table(None, words, full=True),
        "counts": records.counts,
        "aliases": records.unknown,
        "rejected": records.problems.drop(columns=["known", "within"]).assign(remedy=""),
        "changes": records.changes.assign(done=""),
    }


@pytest.fixture(scope="session")
def made(history: ng.History, casework: ng.History) -> list[tuple[str, pd.DataFrame]]:
    """Every table of both shipped studies, with its name."""
    return [*of(history).items(), *of(casework).items()]
