"""The tables that go with a report."""

from __future__ import annotations

from typing import Final

import pandas as pd

from netgov.gaps import mandated_pairs, register, with_gaps
from netgov.governance import Scorecard
from netgov.measures import measure, suiting
from netgov.measures.registry import Kind
from netgov.network import Network
from netgov.period import Period
from netgov.tables import gap_table, marked
from netgov.terms import LAYERS
from netgov.views import View, is_told
from netgov.years import change, turnover

# Comparing all pairs of actors to be left out takes a second for so many.
_SETS_UP_TO: Final = 150


def report_tables(
    history: View,
    period: Period,
    gaps: pd.DataFrame,
    years: pd.DataFrame,
    card: Scorecard,
) -> dict[str, pd.DataFrame]:
    """Return the tables that go with a report, by name."""
    net, records = history[period], history.records
    told = ["name_id", "name_en", "abbrev", "sector", "level", "reach"]
    signs = records.signs_in(period)
    statements = signs.loc[
        signs["table"] == "evidence",
        ["source", "target", "layer", "year_from", "year_to", "strength", "text_id", "text_en",
         "citation"],
    ]  # fmt: skip
    mandates = with_gaps(register(history, period), gaps)
    tables = {
        "actors": net.actors[told].join(measure(net)),
        "ties": _tie_table(history, period),
        "gaps": gap_table(gaps),
        "mandates": mandates.rename_axis(None),
        "statements": statements.rename_axis(None),
        **_measured(net),
        "years": years,
        **_totals(history, period),
        **_changes(history, period),
        "modes": card.modes,
        "dimensions": card.dimensions.drop(columns=["rows_for", "rows_against"]),
        "sources": records.sources[["short", "text", "address"]],
    }
    return {name: marked(table, history) for name, table in tables.items()}


def _totals(history: View, period: Period) -> dict[str, pd.DataFrame]:
    """Return the totals that may be told with exact counts."""
    totals = history.totals_in(period)
    return {} if totals.empty else {"totals": totals.rename_axis(None)}


def _changes(history: View, period: Period) -> dict[str, pd.DataFrame]:
    """Return how ties change over the years, where there are several to tell of."""
    if not years_told(history, period):
        return {}
    return {"change": change(history, period), "turnover": turnover(history, period)}


def years_told(history: View, period: Period) -> bool:
    """Whether a period has several years, and each tells enough for itself."""
    years = range(period.first, period.last + 1)
    return period.first < period.last and all(is_told(history, Period(y, y)) for y in years)


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


def yearly(history: View, period: Period) -> pd.DataFrame:
    """Return actors, ties of each layer and mandated pairs of each year and of all together.

    Indexed by year. ``pairs``, ``positive``, ``weak`` and ``none`` count mandated pairs.
    """
    spans = [Period(y, y) for y in range(period.first, period.last + 1)]
    rows = {}
    for span in [*spans, period] if len(spans) > 1 else spans:
        net = history[span]
        layers = net.ties.index.get_level_values("layer")
        seen = mandated_pairs(history, span)
        rows[str(span)] = {
            "actors": len(net.actors),
            "ties": len(net.ties),
            **{layer: int((layers == layer).sum()) for layer in LAYERS},
            "pairs": len(seen),
            "positive": int((seen == "positive").sum()),
            "weak": int((seen == "weak").sum()),
            "none": int((~seen.isin(["positive", "weak"])).sum()),
        }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("year")
