"""One picture of a period, computed once: placed actors, lines, legend, evidence.

The HTML map and the printed figure paint the same scene, so they show the same numbers.
"""

from __future__ import annotations

import math
import textwrap
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import pandas as pd

from netgov.counting import TIE
from netgov.drawing.layout import Band, place
from netgov.errors import NotEnoughData, speak
from netgov.gaps import GAP_KINDS, GapKind, find_gaps
from netgov.measures import measure
from netgov.network import Network
from netgov.period import Period
from netgov.privacy import ProtectedHistory, need_protected, weight_text
from netgov.records import SYNTHETIC, UNVERIFIED, Records, cited
from netgov.rules import Rules
from netgov.terms import LAYERS, LEVELS, SECTORS, STRENGTHS
from netgov.words import Words, _

# Told apart by people of any colour vision; each has a shape too.
_COLOURS: Final = ("#332288", "#E69F00", "#117733", "#56B4E9", "#882255", "#DDCC77", "#999999")
_BORDERS: Final = ("#1d1350", "#8a5f00", "#0a4720", "#2b6f96", "#4f1333", "#8d7f33", "#5c5c5c")
_SHAPES: Final = ("circle", "square", "diamond", "triangle", "hexagon", "triangleDown", "star")
_WIDTHS: Final = {"weak": 1.1, "present": 1.9, "strong": 3.2}
_COUNTED_WIDTHS: Final = (1.1, 5.0)  # of the smallest and the largest count
_DOUBTED: Final = (6, 4)
_MOST_ACTORS: Final = 2000
_WRAP: Final = (12, 16)  # signs in a line of a label; the second for long ones

# What an actor's panel tells, and the measure that sets the size of its mark.
MEASURES_SHOWN: Final = (
    *("partners", "in_degree", "out_degree", "betweenness"),
    *("broker_roles.total", "in_harmonic", "pagerank"),
)
SIZED_BY: Final = "partners"


class Sector(NamedTuple):
    """How the actors of one or more sectors are drawn."""

    key: str
    label: str
    colour: str
    border: str
    shape: str


@dataclass(frozen=True)
class Mark:
    """One actor on the map: where it stands, how it looks, what its panel tells."""

    slug: str
    x: float
    y: float
    radius: float
    label: str
    name: str
    short: str
    aliases: list[str]
    sector: str
    sector_label: str
    level: str
    level_label: str
    about: str
    note: str
    isolate: bool


@dataclass(frozen=True)
class Tie:
    """One tie as a line; ``bend`` tells it from others between the same two."""

    name: str
    source: str
    target: str
    layer: str
    layer_label: str
    weight: str
    strength: str
    width: float
    dash: tuple[int, ...]
    bend: int
    contested: bool
    signs: list[dict[str, str]]


@dataclass(frozen=True)
class Missing:
    """One gap as a dashed line, or as a ring round its actor if ``target`` is blank."""

    name: str
    kind: str
    source: str
    target: str
    bend: int
    severity: float
    priority: float
    sentence: str
    article: str
    confidence: str
    note: str


@dataclass(frozen=True, eq=False, repr=False)
class Scene:
    """Everything a painter needs, in one language.

    Attributes
    ----------
    sectors
        How sectors are drawn; ``Mark.sector`` is the key of one of them.
    values
        Indexed by actor: the measures of ``MEASURES_SHOWN``.
    """

    words: Words
    title: str
    period: str
    notice: str
    sources: str
    bands: list[Band]
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


def scene(
    history: ProtectedHistory,
    year: int | Period | None = None,
    gaps: pd.DataFrame | None = None,
    lang: str | None = None,
) -> Scene:
    """Return the picture of a year or span of years.

    Parameters
    ----------
    history
        The public view of a study.
    year
        A year or `Period`; the whole study unless given.
    gaps
        Gaps to draw, as `find_gaps` returns them; found anew unless given.
    lang
        Language of every text in it; Indonesian unless given.

    Raises
    ------
    DisclosureError
        If the history is not the public view.
    """
    words = speak(lang)
    period = history.asked(year)
    need_protected(history, period)
    net, records = history[period], history.records
    if len(net.actors) > _MOST_ACTORS:
        sentence = _("A map of {count} bodies cannot be read; choose at most {most}.")
        raise NotEnoughData(sentence, count=len(net.actors), most=_MOST_ACTORS)
    found = find_gaps(history, period) if gaps is None else gaps
    bends: Counter[tuple[str, str]] = Counter()
    ties = _ties(net, records.signs_in(period), found, bends, history, words)
    placed = found[TIE[:2]].isin([*net.actors.index, ""]).all(axis=1)  # ended bodies are not
    missing = _gaps(found[placed], bends, words)
    sectors = _sectors(net, words)
    values = measure(net, *MEASURES_SHOWN)
    lines: list[Tie | Missing] = [*ties, *missing]
    pairs = [(line.source, line.target) for line in lines if line.target]
    places, bands = place(_by_level(net), pairs)
    linked = {slug for pair in pairs for slug in pair}
    return Scene(
        words=words,
        title=records.study.title(words.lang) or words(_("Who works with whom")),
        period=str(period),
        notice=notice(records, words),
        sources=records.cite(" ".join(_cited(records.signs_in(period)))),
        bands=bands,
        sectors=sectors,
        actors=_actors(net, places, linked, values[SIZED_BY], sectors, records, words),
        ties=ties,
        gaps=missing,
        values=values,
    )


def notice(records: Records, words: Words) -> str:
    """Return what the data are, to stand on every page made from them."""
    if records.study.synthetic:
        invented = words(_("invented for practice; it describes nobody."))
        return f"{SYNTHETIC}: {invented}"
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


def _cited(signs: pd.DataFrame) -> list[str]:
    """Return the sources of some statements, each once, by number."""
    numbers = {number for citation in signs["citation"] for number in cited(citation)}
    return [f"[{number}]" for number in sorted(numbers)]


# --- actors ----------------------------------------------------------------------------


def _by_level(net: Network) -> dict[str, list[str]]:
    """Return the actors of each level that has any, the highest level first."""
    groups = net.actors.groupby("level", sort=False).groups
    return {level: list(groups[level]) for level in LEVELS if level in groups}


def _sectors(net: Network, words: Words) -> list[Sector]:
    """Return how each sector is drawn: the most frequent ones apart, the rest together."""
    frequent = [sector for sector, _count in Counter(net.actors["sector"]).most_common()]
    apart = frequent if len(frequent) <= len(_COLOURS) else frequent[: len(_COLOURS) - 1]
    looks = list(zip(_COLOURS, _BORDERS, _SHAPES, strict=True))
    drawn = [
        Sector(key, words(SECTORS[key].label), *looks[turn])
        for turn, key in enumerate(sorted(apart, key=list(SECTORS).index))
    ]
    if len(apart) < len(frequent):
        drawn.append(Sector("other", words(_("Other sectors")), *looks[-1]))
    return drawn


def _actors(
    net: Network,
    places: Mapping[str, tuple[float, float]],
    linked: set[str],
    sizes: pd.Series[float],
    sectors: list[Sector],
    records: Records,
    words: Words,
) -> list[Mark]:
    known_as = records.aliases.groupby(records.aliases["actor"].map(records.lineage))["alias"]
    aliases = known_as.agg(list).to_dict()
    names, labels = net.names(words.lang), net.labels(words.lang)
    drawn = {sector.key for sector in sectors}
    radii = _radii(sizes)
    return [
        Mark(
            slug=slug,
            x=places[slug][0],
            y=places[slug][1],
            radius=radii[slug],
            label=_wrapped(labels[slug]),
            name=names[slug],
            short=labels[slug],
            aliases=aliases.get(slug, []),
            sector=actor["sector"] if actor["sector"] in drawn else "other",
            sector_label=words(SECTORS[actor["sector"]].label),
            level=actor["level"],
            level_label=words(LEVELS[actor["level"]].label),
            about=actor[f"function_{words.lang}"],
            note=_note(actor, words),
            isolate=slug not in linked,
        )
        for slug, actor in zip(net.actors.index, net.actors.to_dict("records"), strict=True)
    ]


def _wrapped(label: str) -> str:
    """Return a label in at most three lines."""
    narrow, wide = (textwrap.wrap(label, signs) for signs in _WRAP)
    lines = narrow if len(narrow) <= 3 else wide
    return "\n".join(lines if len(lines) <= 3 else [*lines[:2], f"{lines[2]} …"])


def _note(actor: Mapping[Any, Any], words: Words) -> str:
    notes = []
    if actor["formerly"]:
        notes.append(words(_("Formerly {names}."), names=actor["formerly"]))
    if actor["aggregate"] == "yes":
        notes.append(words(_("Stands for several bodies; not compared with single ones.")))
    return " ".join(notes)


def _radii(values: pd.Series[float]) -> dict[str, float]:
    """Return marks whose area grows with the value."""
    most = max(values.max(), 1) if len(values) else 1
    return dict((7 + 13 * (values / most) ** 0.5).round(1))


# --- ties and gaps ---------------------------------------------------------------------


def _ties(
    net: Network,
    signs: pd.DataFrame,
    gaps: pd.DataFrame,
    bends: Counter[tuple[str, str]],
    history: ProtectedHistory,
    words: Words,
) -> list[Tie]:
    records, rules = history.records, history.rules
    # Statements are not counts: only counted contact is drawn by its weight.
    counted = set(signs.loc[signs["weight"].notna(), TIE].itertuples(index=False, name=None))
    most = net.ties["weight"].max()
    told: dict[Any, Any] = dict(iter(signs.groupby(TIE, sort=False)))
    doubted = set(gaps[gaps["kind"] == "contested"][TIE].itertuples(index=False, name=None))
    ties = []
    for turn, tie in enumerate(net.ties.reset_index().to_dict("records")):
        source, target, layer = key = tuple(tie[column] for column in TIE)
        ties.append(
            Tie(
                name=f"t{turn}",
                source=source,
                target=target,
                layer=layer,
                layer_label=words(LAYERS[layer].label),
                weight=weight_text(tie["weight"], tie["hidden"], rules, words),
                strength=words(_strength(tie["strength"], counted=key in counted)),
                width=_width(tie, most if key in counted else 0),
                dash=_DOUBTED if key in doubted else LAYERS[layer].dash,
                bend=bends[source, target],
                contested=key in doubted,
                signs=[
                    _counted_sign(sign, rules, words)
                    if sign["table"] != "evidence"
                    else _sign(sign, records, words)
                    for sign in told[key].to_dict("records")
                ],
            )
        )
        bends[source, target] += 1
    return ties


def _strength(strength: str, *, counted: bool) -> str:
    return _("on record") if counted else STRENGTHS[strength].label


def _width(tie: Mapping[Any, Any], most: float) -> float:
    """Return the width of a line: of the count where there is one, else of what is stated."""
    if most <= 1:
        return _WIDTHS[tie["strength"]]
    thin, thick = _COUNTED_WIDTHS
    return round(thin + (thick - thin) * math.log1p(tie["weight"]) / math.log1p(most), 1)


def _counted_sign(cell: Mapping[Any, Any], rules: Rules, words: Words) -> dict[str, str]:
    """Return the counted contact of a year as a panel shows it."""
    weight = weight_text(cell["weight"], cell["hidden"], rules, words)
    met = cell["table"] == "meetings"
    told = (
        _("Attended together: {weight} (shared over all who came).")
        if met
        else _("Contacts on record: {weight}.")
    )
    return {
        "text": words(told, weight=weight),
        "strength": words(_("on record")),
        "years": _years(cell["year_from"], cell["year_to"], words),
        "citation": "",
        "address": "",
    }


def _sign(sign: Mapping[str, Any], records: Records, words: Words) -> dict[str, str]:
    """Return one statement as a panel shows it."""
    addresses = [records.sources["address"].get(n, "") for n in cited(sign["citation"])]
    return {
        "text": sign[f"text_{words.lang}"] or sign["text_en"] or sign["text_id"],
        "strength": words(STRENGTHS[sign["strength"]].label),
        "years": _years(sign["year_from"], sign["year_to"], words),
        "citation": records.cite(sign["citation"]),
        "address": "  ".join(filter(None, addresses)),
    }


def _years(first: float, last: float, words: Words) -> str:
    if math.isnan(first):
        return words(_("to {year}"), year=int(last))
    if math.isnan(last):
        return words(_("from {year}"), year=int(first))
    return str(Period(int(first), int(last)))


def _gaps(gaps: pd.DataFrame, bends: Counter[tuple[str, str]], words: Words) -> list[Missing]:
    missing = []
    for turn, gap in enumerate(gaps.to_dict("records")):
        pair = gap["source"], gap["target"]
        missing.append(
            Missing(
                name=f"g{turn}",
                kind=gap["kind"],
                source=gap["source"],
                target=gap["target"],
                bend=bends[pair],
                severity=gap["severity"],
                priority=gap["priority"],
                sentence=gap[f"text_{words.lang}"],
                article=gap[f"rule_{words.lang}"],
                confidence=_confidence(gap, words),
                note=gap[f"note_{words.lang}"],
            )
        )
        bends[pair] += 1
    return missing


def _confidence(gap: Mapping[Any, Any], words: Words) -> str:
    """Return in words how far a gap can be believed."""
    if UNVERIFIED in gap["article"]:
        return words(_("article not read in the official text"))
    return words(
        _("documented") if gap["confidence"] == 1 else _("filled in by interpretation")
    )
