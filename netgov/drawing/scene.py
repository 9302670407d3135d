"""One picture of a period, computed once: placed actors, lines, legend, evidence.

The HTML map and the printed figure paint the same scene, so they show the same numbers. What
the pictures of one study share, so that its years and languages can be compared, is a `Stage`.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final, NamedTuple

import pandas as pd

from netgov.counting import TIE, added_up
from netgov.drawing.clusters import Communities
from netgov.drawing.layout import DESK, Band, Ground, Sheet, place
from netgov.drawing.lines import Behind, Missing, Roster, Tie, gaps_drawn, ties_drawn
from netgov.drawing.marks import Mark, Sector, actors_drawn, sectors_drawn
from netgov.errors import NotEnoughData, UnknownName, speak
from netgov.gaps import GAP_KINDS, GapKind, find_gaps
from netgov.gaps.situation import Situation
from netgov.measures import measure
from netgov.network import Network
from netgov.period import Period
from netgov.records import INTERNAL, SYNTHETIC
from netgov.rules import Rules
from netgov.terms import LAYERS, LEVELS, layer_called
from netgov.views import ShownNetwork, View, is_told, need_view
from netgov.words import Words, _

# What an actor's panel tells, and the measure that sets the size of its mark.
MEASURES_SHOWN: Final = (
    *("partners", "in_degree", "out_degree", "betweenness"),
    *("broker_roles.total", "in_harmonic", "pagerank"),
)
SIZED_BY: Final = "partners"
# Of more actors the clustered layout is computed only when asked for.
_CLUSTERED: Final = 1000
_FILLED: Final = 100  # actors with which a screen is full


@dataclass(frozen=True, eq=False, repr=False)
class Scene:
    """Everything a painter needs, of one period and in one language.

    Attributes
    ----------
    sectors
        How sectors are drawn; ``Mark.sector`` is the key of one of them.
    values
        Indexed by actor: the measures of ``MEASURES_SHOWN``.
    stage
        What it shares with the pictures of other years and languages.
    """

    stage: Stage
    words: Words
    title: str
    period: str
    notice: str
    sources: str
    sectors: list[Sector]
    actors: list[Mark]
    ties: list[Tie]
    gaps: list[Missing]
    values: pd.DataFrame

    def __repr__(self) -> str:
        return (
            f"<Scene {self.period}: {len(self.actors)} actors, {len(self.ties)} ties, "
            f"{len(self.gaps)} gaps>"
        )

    @property
    def internal(self) -> bool:
        """Whether it is for the office alone."""
        return self.stage.history.internal

    @property
    def mode(self) -> int:
        """Who may open a file of it; see `View.mode`."""
        return self.stage.history.mode

    @property
    def caption(self) -> str:
        """What stands below the picture: what the size of a mark means, what the data are."""
        told = _("Size of marks: number of partners. {notice}")
        return self.words(told, notice=self.notice)

    @property
    def layers(self) -> list[str]:
        """The layers that occur, in the order of the schema."""
        return [layer for layer in LAYERS if any(tie.layer == layer for tie in self.ties)]

    @property
    def kinds(self) -> list[GapKind]:
        """The kinds of gap that occur, in the order of their cards."""
        found = {gap.kind for gap in self.gaps}
        return [kind for kind in GAP_KINDS.values() if kind.name in found]

    @property
    def bands(self) -> list[Band]:
        """The strips of the levels."""
        return self.ground.bands

    @property
    def ground(self) -> Ground:
        """Where the actors stand, by level."""
        return self.stage.ground("levels", DESK)

    @property
    def lines(self) -> list[Tie | Missing]:
        """The ties, and the gaps that join two actors."""
        return [*self.ties, *(gap for gap in self.gaps if gap.target)]

    @property
    def rings(self) -> dict[str, list[str]]:
        """The drawn kinds of gap of which each actor has one of its own."""
        rings: dict[str, list[str]] = {}
        for gap in self.gaps:
            if GAP_KINDS[gap.kind].drawn and not gap.target:
                kinds = rings.setdefault(gap.source, [])
                kinds += [] if gap.kind in kinds else [gap.kind]
        return rings

    def of(self, period: Period, lang: str | None = None) -> Scene:
        """Return the same picture of one of the stage's periods, or in another language."""
        lang = lang or self.words.lang
        if (str(period), lang) == (self.period, self.words.lang):
            return self
        return self.stage.scene(period, speak(lang))

    def only(self, layers: Collection[str]) -> Scene:
        """Return the picture of some layers alone, measured anew.

        Raises
        ------
        UnknownName
            If a layer does not occur.
        """
        stage = self.stage.only(layers)
        return stage.scene(stage.period, self.words)

    def _repr_html_(self) -> str:
        from netgov.drawing.page import framed

        return framed(self)

    def _repr_svg_(self) -> str:
        from netgov.drawing.figure import paint

        return paint(self, "svg").decode("utf-8")


class _Frame(NamedTuple):
    """One period of a stage."""

    net: Network
    gaps: pd.DataFrame
    values: pd.DataFrame


@dataclass(frozen=True, eq=False)
class Stage:
    """What the pictures of one network share: where actors stand, what lines are called.

    Attributes
    ----------
    net
        The network of the whole period.
    gaps
        Those of the whole period.
    clustered
        Whether there is a second layout, in which actors that work together stand together.
    has_years
        Whether there may be pictures of single years: not of a network made smaller by hand.
    layers
        Those that are drawn and measured; blank for all.
    """

    history: View
    period: Period
    net: Network
    gaps: pd.DataFrame
    rules: Rules
    clustered: bool
    has_years: bool = True
    layers: frozenset[str] = frozenset()
    _grounds: dict[tuple[str, Sheet], Ground] = field(default_factory=dict, init=False)
    _behinds: dict[Period, Behind] = field(default_factory=dict, init=False)

    def scene(self, period: Period, words: Words) -> Scene:
        """Return the picture of a period in a language."""
        net, gaps, values = self._frame(period)
        records = self.history.records
        behind = self._behind(period)
        ties = ties_drawn(net, behind, self._roster, records, self.history.masking, words)
        missing = gaps_drawn(gaps, self._roster, words)
        drawn: list[Tie | Missing] = [*ties, *missing]
        linked = {end for line in drawn for end in (line.source, line.target)}
        sectors = sectors_drawn(self.net, words)
        places = self.ground("levels", DESK).places
        return Scene(
            stage=self,
            words=words,
            title=title_of(self.history, words),
            period=str(period),
            notice=notice(self.history, words),
            sources=records.cite(behind.sources),
            sectors=sectors,
            actors=actors_drawn(net, places, linked, values[SIZED_BY], sectors, records, words),
            ties=ties,
            gaps=missing,
            values=values,
        )

    def _behind(self, period: Period) -> Behind:
        """Return what stands behind the ties of a period, worked out once for all languages."""
        if period not in self._behinds:
            signs = self.history.records.signs_in(period)
            signs = added_up(signs) if self.history.internal else signs
            if self.layers:
                signs = signs[signs["layer"].isin(self.layers)]
            mandated = Situation.of(self.history, period, self.rules).mandated
            self._behinds[period] = Behind.of(signs, self._frame(period).gaps, mandated)
        return self._behinds[period]

    @cached_property
    def periods(self) -> list[Period]:
        """The whole period, and its years if there are several that may be told of."""
        asked = range(self.period.first, self.period.last + 1)
        if len(asked) == 1 or not self.has_years:
            return [self.period]
        years = [Period(year, year) for year in asked]
        return [self.period, *(year for year in years if is_told(self.history, year))]

    @cached_property
    def untold(self) -> list[int]:
        """The years of which too little may be told for a picture of their own."""
        asked = {*range(self.period.first, self.period.last + 1)}
        told = {year.first for year in self.periods[1:]}
        return sorted(asked - told) if len(self.periods) > 1 else []

    def _frame(self, period: Period) -> _Frame:
        return self._whole if period == self.period else self._years[period]

    @cached_property
    def _whole(self) -> _Frame:
        return _Frame(self.net, self.gaps, measure(self.net, *MEASURES_SHOWN))

    @cached_property
    def _years(self) -> dict[Period, _Frame]:
        """Each year, with the kinds of gap that are drawn of the whole."""
        kinds = set(self.gaps["kind"])
        frames = {}
        for year in self.periods[1:]:
            net = _of_layers(self.history[year], self.layers)
            found = find_gaps(self.history, year, self.rules)
            gaps = self._drawn_in(net, found[found["kind"].isin(kinds)])
            frames[year] = _Frame(net, gaps, measure(net, *MEASURES_SHOWN))
            self._roster.enter(net.ties, gaps)
        return frames

    @cached_property
    def _roster(self) -> Roster:
        """Names and bends, given to the lines of the whole first."""
        roster = Roster()
        roster.enter(self.net.ties, self.gaps)
        return roster

    @cached_property
    def _pairs(self) -> list[tuple[str, str]]:
        ties = zip(*(self.net.ties.index.get_level_values(end) for end in TIE[:2]), strict=True)
        seen = [GAP_KINDS[kind].drawn for kind in self.gaps["kind"]]
        gaps = self.gaps[
            (self.gaps["target"] != "") & pd.Series(seen, self.gaps.index, dtype=bool)
        ]
        return [*ties, *zip(gaps["source"], gaps["target"], strict=True)]

    def ground(self, layout: str, sheet: Sheet) -> Ground:
        """Return where everybody stands in a layout, "levels" or "clusters", on a sheet."""
        key = layout, sheet
        if key not in self._grounds:
            self._grounds[key] = self._placed(layout, sheet)
        return self._grounds[key]

    def _placed(self, layout: str, sheet: Sheet) -> Ground:
        if sheet == DESK:
            sheet = _desk(len(self.net.actors))
        if layout == "clusters":
            return self._communities.placed(sheet)
        groups = self.net.actors.groupby("level", sort=False).groups
        levels = {level: list(groups[level]) for level in LEVELS if level in groups}
        return place(levels, self._pairs, sheet)

    @cached_property
    def _communities(self) -> Communities:
        weights = dict(zip(self.net.pairs, self.net.matrix.data.tolist(), strict=True))
        return Communities.of(list(self.net.actors.index), weights)

    def only(self, layers: Collection[str]) -> Stage:
        """Return the stage of some layers alone."""
        found = self.net.ties.index.get_level_values("layer")
        layers = {layer_called(layer) for layer in layers}
        sentence = _("There is no layer called {name}. The nearest is {near}; all: {known}.")
        for layer in sorted(layers):
            if layer not in set(found):
                raise UnknownName.among(sentence, layer, set(found))
        net = _of_layers(self.net, layers)
        gaps = self.gaps[self.gaps["layer"].isin(layers)]
        return replace(self, net=net, gaps=gaps, layers=frozenset(layers))

    def _drawn_in(self, net: Network, gaps: pd.DataFrame) -> pd.DataFrame:
        """Return the gaps of the stage's layers between bodies of a network."""
        there = gaps[TIE[:2]].isin([*net.actors.index, ""]).all(axis=1)  # ended bodies are not
        return gaps[there & (gaps["layer"].isin(self.layers) | (not self.layers))]


def scene(
    shown: View | ShownNetwork,
    gaps: pd.DataFrame | None = None,
    *,
    year: int | Period | None = None,
    layers: Collection[str] = (),
    lang: str | None = None,
    rules: Rules | None = None,
    clustered: bool | None = None,
) -> Scene:
    """Return the picture of a network, or of a year or span of years of a study.

    Parameters
    ----------
    shown
        A view of a study, as `protect` or `keep_internal` makes it, or a network of it, as it
        is or made smaller (``public[2019].layer("referral")``).
    gaps
        Gaps to draw, as `find_gaps` returns them; found anew unless given. In the pictures of
        single years, those of the same kinds are found anew.
    year
        A year or `Period` of the study; the whole unless given.
    layers
        The layers to draw and to measure; all unless given.
    lang
        Language of every text in it; Indonesian unless given.
    rules
        Thresholds of gaps other than the usual ones.
    clustered
        Whether the map offers a second layout, in which those who work together stand
        together; it does for up to 1,000 actors unless told otherwise.

    Returns
    -------
    Scene

    Raises
    ------
    DisclosureError
        If ``shown`` is no view, or the public one and the period tells too little.
    NotEnoughData
        If ``shown`` is a network that belongs to no study.
    UnknownName
        If a layer does not occur.
    """
    history, period, net = _asked(shown, year)
    need_view(history, period)
    made_smaller = net is not history[period]
    if made_smaller:
        layers = layers or set(net.ties.index.get_level_values("layer"))
    rules = rules or Rules()
    found = find_gaps(history, period, rules) if gaps is None else gaps
    if clustered is None:
        clustered = len(net.actors) <= _CLUSTERED
    stage = Stage(history, period, net, found, rules, clustered, has_years=not made_smaller)
    stage = replace(stage, gaps=stage._drawn_in(net, found))
    stage = stage.only(layers) if layers else stage
    return stage.scene(period, speak(lang))


def _desk(actors: int) -> Sheet:
    """Return a sheet on which a picture of many keeps the shape of a screen."""
    wider = max(1.0, math.sqrt(actors / _FILLED))
    return DESK._replace(width=round(DESK.width * wider), height=round(DESK.height * wider))


def _asked(
    shown: View | ShownNetwork, year: int | Period | None
) -> tuple[View, Period, Network]:
    """Return the study, the period and the network that are meant."""
    history = shown.history if isinstance(shown, ShownNetwork) else shown
    if history is None:
        sentence = _(
            "A network by itself has no years, rules and sources to draw; protect the study "
            "and take a network of it: protect(history)[2019]."
        )
        raise NotEnoughData(sentence)
    need_view(history)
    if isinstance(shown, ShownNetwork) and shown.period is not None and year is None:
        return history, shown.period, shown
    period = history.asked(year)
    return history, period, history[period]


def _of_layers(net: Network, layers: Collection[str]) -> Network:
    """Return a network with the ties of some layers; with all if none are named."""
    return net.only(layers) if layers else net


def title_of(history: View, words: Words) -> str:
    """Return the title of a study, or what its pages show if it has none."""
    return history.records.study.title(words.lang) or words(_("Who works with whom"))


def notice(history: View, words: Words) -> str:
    """Return for whom a page is, if not for all, and what the data are that it is made from."""
    about = _about_data(history, words)
    return f"{INTERNAL}. {about}" if history.internal else about


def _about_data(history: View, words: Words) -> str:
    records = history.records
    if records.study.synthetic:
        invented = words(_("invented for practice; it describes nobody."))
        return f"{SYNTHETIC}: {invented}"
    if records.counted and history.internal:
        return words(_("Contact on record, as counted. No record does not mean no contact."))
    if records.counted and history.masking.exact:
        return words(
            _(
                "Contact on record: small counts are hidden, and others that would give them "
                "away. No record does not mean no contact."
            )
        )
    if records.counted:
        return words(
            _(
                "Contact on record: small counts are hidden, the others rounded. "
                "No record does not mean no contact."
            )
        )
    return words(
        _(
            "Public evidence: statements in open sources, not counts of cases. "
            "No public evidence does not mean no contact."
        )
    )
