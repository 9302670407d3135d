"""All that a report tells of, each computed once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Final

import pandas as pd

from netgov.cases import Pathways, attendance, capacity, coordination, pathways_for
from netgov.drawing import Bar, Bars, Scene, Series, scene
from netgov.errors import NotEnoughData, Phrase
from netgov.findings import (
    about_brokerage,
    about_capacity,
    about_cases,
    about_centrality,
    about_change,
    about_governance,
    about_mandates,
    about_meetings,
    about_the_whole,
    compared,
)
from netgov.gaps import find_gaps, mandated_pairs, register
from netgov.governance import Scorecard, scorecard
from netgov.inference import Bootstrap, bootstrap
from netgov.network import Network
from netgov.period import Period
from netgov.proof import Finding
from netgov.rules import Rules
from netgov.terms import LAYERS
from netgov.views import View, is_told, years_told
from netgov.words import Words
from netgov.years import turnover

#: Measures of bodies that a report tells with their limits.
LIMITED: Final = ("betweenness", "pagerank", "in_strength", "out_strength")
OF_THE_OFFICE: Final = ("capacity", "coordination", "attendance")
MANDATED: Final = ("pairs", "positive", "weak", "none")


@dataclass(frozen=True, eq=False)
class Results:
    """The results of one period, as the view may tell them, for readers of one language.

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

    @property
    def counted(self) -> bool:
        """Whether contact was counted, and not only stated."""
        return self.view.records.counted

    @property
    def stamp(self) -> str:
        """What a picture by itself says: that it is invented, or for the office alone."""
        return " · ".join(self.view.marks.values())

    def bars(self, series: tuple[Series, ...], bars: tuple[Bar, ...], mark: str = "") -> Bars:
        """Return a chart of bars that says of itself what its numbers are."""
        return Bars(series, bars, mark, self.stamp)

    @cached_property
    def duties(self) -> pd.DataFrame:
        """The register of mandates."""
        return register(self.view, self.period)

    @cached_property
    def compared(self) -> pd.DataFrame:
        """The measures of the bodies that can be compared."""
        return compared(self.net)

    @cached_property
    def limits(self) -> Bootstrap | None:
        """How sure the ranks are, for the office; None where nothing can say it."""
        if not self.view.internal:
            return None
        try:
            return bootstrap(self.view, LIMITED, year=self.period, stability=True)
        except NotEnoughData:
            return None

    def limits_of(self, measure: str) -> pd.DataFrame | None:
        """Return how sure a measure of actors is; None where nothing can say it."""
        if self.limits is None:
            return None
        return self.limits.table.loc[[measure]].droplevel("measure")

    @cached_property
    def capacities(self) -> Mapping[str, pd.DataFrame]:
        """The capacity of each year, where there are several; else nothing."""
        years = range(self.period.first, self.period.last + 1)
        if self.capacity.empty or len(years) == 1:
            return {}
        return {
            str(year): capacity(self.view, Period(year, year), self.rules) for year in years
        }

    @cached_property
    def loads(self) -> pd.DataFrame:
        """The load of each body in each year, where there are several; else without rows."""
        each = {year: table["load"] for year, table in self.capacities.items()}
        return pd.DataFrame(each).reindex(self.capacity.index) if each else pd.DataFrame()

    @cached_property
    def findings(self) -> Mapping[str, tuple[Finding, ...]]:
        """The sentences made from results, by what they are about, in the order of weight."""
        view, period, words, labels = self.view, self.period, self.words, self.labels
        cases = partial(about_cases, labels=labels, words=words, internal=view.internal)
        told: dict[str, Iterable[Finding]] = {
            "mandates": about_mandates(view, period, words),
            "cases": cases(self.flow, rules=self.rules) if self.flow else (),
            "capacity": about_capacity(
                self.capacity, self.capacities, labels, words, self.rules
            ),
            "centrality": about_centrality(
                self.compared, view, period, words, self.limits_of("betweenness")
            ),
            "brokerage": about_brokerage(self.compared, view, period, words),
            "meetings": about_meetings(self.coordination, labels, words),
            "change": about_change(view, period, words, self.rules),
            "whole": about_the_whole(view, period, words),
            "governance": about_governance(self.card, words),
        }
        return {about: tuple(findings) for about, findings in told.items()}


def results_of(view: View, period: Period, rules: Rules, words: Words) -> Results:
    """Return the results of a period."""
    gaps = find_gaps(view, period, rules)
    flow, no_flow = _flow(view, period, rules)
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
        turned=turnover(view, period) if years_told(view, period) else pd.DataFrame(),
        **_office(view, period, rules, flow),
    )


def _flow(view: View, period: Period, rules: Rules) -> tuple[Pathways | None, Phrase | None]:
    try:
        return pathways_for(view, period, rules), None
    except NotEnoughData as few:
        return None, few.phrase


def _office(
    view: View, period: Period, rules: Rules, flow: Pathways | None
) -> dict[str, pd.DataFrame]:
    """Return what the office is told of besides cases, which needs no log of them."""
    if flow is not None:
        return {name: getattr(flow, name) for name in OF_THE_OFFICE}
    if not view.internal or view.records.evidence.empty:
        return dict.fromkeys(OF_THE_OFFICE, pd.DataFrame())
    return {
        "capacity": capacity(view, period, rules),
        "coordination": coordination(view, period, rules),
        "attendance": attendance(view, period),
    }


def yearly(history: View, period: Period) -> pd.DataFrame:
    """Return actors, ties of each layer and mandated pairs of each year and of all together.

    Indexed by year; years that tell too little for themselves are left out. ``pairs``,
    ``positive``, ``weak`` and ``none`` count mandated pairs.
    """
    spans = [Period(y, y) for y in range(period.first, period.last + 1)]
    if len(spans) > 1:
        spans = [span for span in spans if is_told(history, span)]
    rows = {}
    for span in dict.fromkeys([*spans, period]):
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
