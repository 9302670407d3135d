"""The tables that go with a report."""

from __future__ import annotations

from typing import Final

import pandas as pd

from netgov.gaps import rows_behind, with_gaps
from netgov.measures import measure, suiting
from netgov.measures.registry import Kind
from netgov.network import Network
from netgov.period import Period
from netgov.report.results import Results
from netgov.tables import gap_table, marked
from netgov.views import View
from netgov.years import change

# Columns of the scorecard that a table says otherwise, or that its marks would cover.
_FOR_PROGRAMS: Final = ["rows_for", "rows_against", "data"]
# Comparing all pairs of actors to be left out takes a second for so many.
_SETS_UP_TO: Final = 150


def report_tables(results: Results) -> dict[str, pd.DataFrame]:
    """Return the tables that go with a report, by name."""
    view, period, net = results.view, results.period, results.net
    told = ["name_id", "name_en", "abbrev", "sector", "level", "reach"]
    signs = view.records.signs_in(period)
    statements = signs.loc[
        signs["table"] == "evidence",
        ["source", "target", "layer", "year_from", "year_to", "strength", "text_id", "text_en",
         "citation"],
    ]  # fmt: skip
    mandates = with_gaps(results.duties, results.gaps)
    tables = {
        "actors": net.actors[told].join(measure(net)),
        "ties": _tie_table(view, period),
        "gaps": gap_table(results.gaps),
        **_rows_behind(results),
        "mandates": mandates.rename_axis(None),
        "statements": statements.rename_axis(None),
        **_measured(net),
        "years": results.years,
        **_totals(view, period),
        **({"limits": results.limits.rows} if results.limits else {}),
        **_changes(results),
        **_cases(results),
        "modes": results.card.modes,
        "dimensions": results.card.dimensions.drop(columns=_FOR_PROGRAMS),
        "sources": view.records.sources[["short", "text", "address"]],
    }
    return {name: marked(table, view) for name, table in tables.items()}


def _rows_behind(results: Results) -> dict[str, pd.DataFrame]:
    """Return the rows behind each gap, for the office."""
    gaps, view = results.gaps, results.view
    if gaps.empty or not view.internal:
        return {}
    found = {name: rows_behind(view, gaps, name, results.words.lang) for name in gaps.index}
    rows = pd.concat(found, names=["gap", None]).reset_index("gap")
    return {"rows_behind": rows.reset_index(drop=True)}


def _totals(view: View, period: Period) -> dict[str, pd.DataFrame]:
    """Return the totals that may be told with exact counts."""
    totals = view.totals_in(period)
    return {} if totals.empty else {"totals": totals.rename_axis(None)}


def _changes(results: Results) -> dict[str, pd.DataFrame]:
    """Return how ties change over the years, where there are several to tell of."""
    if results.turned.empty:
        return {}
    changed = change(results.view, results.period, results.rules)
    return {"change": changed, "turnover": results.turned}


def _cases(results: Results) -> dict[str, pd.DataFrame]:
    """Return what became of cases, as far as it may be told."""
    apart = {
        name: getattr(results, name) for name in ("capacity", "coordination", "attendance")
    }
    flow = results.flow.tables if results.flow else {}
    return flow | {name: table for name, table in apart.items() if len(table)}


def _measured(net: Network) -> dict[str, pd.DataFrame]:
    """Return every measure of the network, its ties and sets that it can carry."""
    kinds: dict[str, Kind] = {"network": "network", "pairs": "tie", "key_players": "set"}
    cards = {table: suiting(net, kind) for table, kind in kinds.items()}
    if len(net.actors) > _SETS_UP_TO:
        del cards["key_players"]
    return {
        table: measure(net, *(card.name for card in told))
        for table, told in cards.items()
        if told
    }


def _tie_table(history: View, period: Period) -> pd.DataFrame:
    """Return the ties with what may be told of their weight."""
    ties = history[period].ties
    weights = [
        history.masking.told(weight, hidden)
        for weight, hidden in zip(ties["weight"], ties["hidden"], strict=True)
    ]
    return ties[["cases", "hidden", "strength", "confidence"]].assign(weight=weights)[
        ["weight", "cases", "hidden", "strength", "confidence"]
    ]
