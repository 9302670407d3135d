"""All that a report tells of, each computed once, before anything is said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd

from netgov.cases import Pathways, attendance, capacity, coordination, pathways_for
from netgov.drawing import Scene, scene
from netgov.errors import NotEnoughData, Phrase
from netgov.findings import years_told
from netgov.gaps import find_gaps, mandated_pairs
from netgov.governance import Scorecard, scorecard
from netgov.network import Network
from netgov.period import Period
from netgov.rules import Rules
from netgov.terms import LAYERS
from netgov.views import View
from netgov.words import Words
from netgov.years import turnover

MANDATED: Final = ("pairs", "positive", "weak", "none")


@dataclass(frozen=True, eq=False)
class Results:
    """The results of one period, as the view may tell them.

    Attributes
    ----------
    years
        See `yearly`.
    flow
        What became of cases; None without a log of cases, and ``no_flow`` says why.
    capacity, coordination, attendance
        For the office; without rows where nothing is on record, and in public.
    turned
        See `turnover`; without rows where the years cannot be told apart.
    """

    view: View
    period: Period
    rules: Rules
    words: Words
    gaps: pd.DataFrame
    drawn: Scene
    card: Scorecard
    years: pd.DataFrame
    flow: Pathways | None
    no_flow: Phrase | None
    capacity: pd.DataFrame
    coordination: pd.DataFrame
    attendance: pd.DataFrame
    turned: pd.DataFrame

    @property
    def net(self) -> Network:
        """The network of the period."""
        return self.view[self.period]

    @property
    def labels(self) -> pd.Series[str]:
        """The short names of the bodies."""
        return self.net.labels(self.words.lang)


def results_of(view: View, period: Period, rules: Rules, words: Words) -> Results:
    """Return the results of a period."""
    gaps = find_gaps(view, period, rules)
    flow, no_flow = _flow(view, period)
    office = view.internal and not view.records.evidence.empty
    none = pd.DataFrame()
    return Results(
        view=view,
        period=period,
        rules=rules,
        words=words,
        gaps=gaps,
        drawn=scene(view, gaps, year=period, lang=words.lang, rules=rules),
        card=scorecard(view, period, rules),
        years=yearly(view, period),
        flow=flow,
        no_flow=no_flow,
        capacity=capacity(view, period, rules) if office else none,
        coordination=coordination(view, period, rules) if office else none,
        attendance=attendance(view, period) if office else none,
        turned=turnover(view, period) if years_told(view, period) else none,
    )


def _flow(view: View, period: Period) -> tuple[Pathways | None, Phrase | None]:
    try:
        return pathways_for(view, period), None
    except NotEnoughData as few:
        return None, few.phrase


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
            **dict(zip(MANDATED, _mandated(seen), strict=True)),
        }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("year")


def _mandated(seen: pd.Series[str]) -> tuple[int, int, int, int]:
    positive, weak = (int((seen == found).sum()) for found in ("positive", "weak"))
    return len(seen), positive, weak, len(seen) - positive - weak
