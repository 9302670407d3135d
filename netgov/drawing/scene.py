"""One picture of a period, computed once: placed actors, lines, legend, evidence.

The HTML map and the printed figure paint the same scene, so they show the same numbers.
"""

from __future__ import annotations

import textwrap
from collections import Counter
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import pandas as pd

from netgov.drawing.layout import Band, place
from netgov.errors import speak
from netgov.gaps import GAP_KINDS, find_gaps
from netgov.measures import measure
from netgov.network import Network, Period
from netgov.privacy import ProtectedHistory, need_protected
from netgov.records import UNVERIFIED, Records, cited
from netgov.schema import LAYERS, LEVELS, SECTORS, STRENGTHS
from netgov.words import Words, _

# Told apart by people of any colour vision; each has a shape too.
_COLOURS: Final = ("#332288", "#E69F00", "#117733", "#56B4E9", "#882255", "#DDCC77", "#999999")
_BORDERS: Final = ("#1d1350", "#8a5f00", "#0a4720", "#2b6f96", "#4f1333", "#8d7f33", "#5c5c5c")
_SHAPES: Final = ("circle", "square", "diamond", "triangle", "hexagon", "triangle-down", "star")
_WIDTHS: Final = {"weak": 1.1, "present": 1.9, "strong": 3.2}
_DOUBTED: Final = (6, 4)
_WRAP: Final = 14

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


@dataclass(frozen=True, eq=False, repr=False)
class Scene:
    """Everything a painter needs.

    Attributes
    ----------
    actors
        Indexed by slug: x, y, radius, label, name, sector (a key of ``sectors``), level,
        isolate, and what the panel tells.
    ties
        Indexed t0, t1, …: source, target, layer, width, dash, bend (which arc of several
        between the same two), strength, contested, weight, signs.
    gaps
        Indexed g0, g1, …: kind, source, target (blank: a ring), bend, sentence and its parts.
    values
        Indexed by actor: the measures of ``MEASURES_SHOWN``.
    """

    words: Words
    title: str
    period: str
    notice: str
    bands: list[Band]
    sectors: list[Sector]
    actors: pd.DataFrame
    ties: pd.DataFrame
    gaps: pd.DataFrame
    values: pd.DataFrame

    def __repr__(self) -> str:
        return (
            f"<Scene {self.period}: {len(self.actors)} actors, {len(self.ties)} ties, "
            f"{len(self.gaps)} gaps>"
        )


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
    """
    need_protected(history)
    words = speak(lang)
    period = Period.of(history.whole if year is None else year)
    net, records = history[period], history.records
    found = find_gaps(history, period) if gaps is None else gaps
    sectors = _sectors(net, words)
    lines = _gaps(found, words)
    ties = _ties(net, records.signs_in(period), found, records, words)
    lines["bend"] = _bends(pd.concat([ties, lines]))[len(ties) :]
    ties["bend"] = _bends(ties)
    values = measure(net, *MEASURES_SHOWN)
    actors, bands = _actors(net, lines, records, words)
    actors["sector"] = [_drawn_as(sector, sectors) for sector in actors["sector"]]
    actors["radius"] = _radii(values[SIZED_BY])
    return Scene(
        words=words,
        title=records.study.title(words.lang),
        period=str(period),
        notice=notice(records, words),
        bands=bands,
        sectors=sectors,
        actors=actors,
        ties=ties,
        gaps=lines,
        values=values,
    )


def notice(records: Records, words: Words) -> str:
    """Return what the data are, to stand on every page made from them."""
    if records.study.synthetic:
        return words(_("SYNTHETIC DATA: invented for practice; it describes nobody."))
    return words(
        _(
            "Public evidence: statements in open sources, not counts of cases. "
            "No public evidence does not mean no contact."
        )
    )


# --- actors ----------------------------------------------------------------------------


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


def _drawn_as(sector: str, sectors: list[Sector]) -> str:
    return sector if any(sector == drawn.key for drawn in sectors) else "other"


def _actors(
    net: Network, gaps: pd.DataFrame, records: Records, words: Words
) -> tuple[pd.DataFrame, list[Band]]:
    ties = list(net.matrix.nonzero())
    slugs = net.actors.index
    pairs = [(slugs[i], slugs[j]) for i, j in zip(*ties, strict=True)]
    joined = pairs + [(g.source, g.target) for g in gaps.itertuples() if g.target]
    levels = {
        level: [slug for slug in slugs if net.actors.at[slug, "level"] == level]
        for level in LEVELS
    }
    places, bands = place({level: at for level, at in levels.items() if at}, joined)
    linked = {slug for pair in joined for slug in pair}
    known_as = records.aliases.groupby(records.aliases["actor"].map(records.lineage))["alias"]
    aliases = known_as.agg(list).to_dict()
    names, labels = net.names(words.lang), net.labels(words.lang)
    frame = pd.DataFrame(
        {
            "x": [places[slug][0] for slug in slugs],
            "y": [places[slug][1] for slug in slugs],
            "label": ["\n".join(textwrap.wrap(label, _WRAP)[:3]) for label in labels],
            "name": names,
            "short": labels,
            "aliases": [aliases.get(slug, []) for slug in slugs],
            "sector": net.actors["sector"],
            "sector_label": [words(SECTORS[key].label) for key in net.actors["sector"]],
            "level": net.actors["level"],
            "level_label": [words(LEVELS[key].label) for key in net.actors["level"]],
            "about": net.actors[f"function_{words.lang}"],
            "note": [_note(actor, words) for _slug, actor in net.actors.iterrows()],
            "isolate": [slug not in linked for slug in slugs],
        },
        index=slugs,
    )
    return frame, bands


def _note(actor: pd.Series[Any], words: Words) -> str:
    notes = []
    if actor["formerly"]:
        notes.append(words(_("Formerly {names}."), names=actor["formerly"]))
    if actor["aggregate"] == "yes":
        notes.append(words(_("Stands for several bodies; not compared with single ones.")))
    return " ".join(notes)


def _radii(values: pd.Series[float]) -> pd.Series[float]:
    """Return marks whose area grows with the value."""
    most = max(values.max(), 1) if len(values) else 1
    return (7 + 13 * (values / most) ** 0.5).round(1)


# --- ties and gaps ---------------------------------------------------------------------


def _ties(
    net: Network, signs: pd.DataFrame, gaps: pd.DataFrame, records: Records, words: Words
) -> pd.DataFrame:
    doubted = {
        (g.source, g.target, g.layer) for g in gaps.itertuples() if g.kind == "contested"
    }
    told = {key: rows for key, rows in signs.groupby(["source", "target", "layer"], sort=False)}
    frame = net.ties.reset_index()
    keys = list(zip(frame["source"], frame["target"], frame["layer"], strict=True))
    return pd.DataFrame(
        {
            **frame[["source", "target", "layer"]],
            "layer_label": [words(LAYERS[layer].label) for layer in frame["layer"]],
            "weight": [words.number(weight) for weight in frame["weight"]],
            "strength": [words(STRENGTHS[strength].label) for strength in frame["strength"]],
            "width": frame["strength"].map(_WIDTHS),
            "contested": [key in doubted for key in keys],
            "dash": [_DOUBTED if key in doubted else LAYERS[key[2]].dash for key in keys],
            "signs": [[_sign(sign, records, words) for sign in told[key].itertuples()] for key in keys],
        }
    ).set_axis([f"t{turn}" for turn in range(len(frame))])


def _sign(sign: Any, records: Records, words: Words) -> dict[str, str]:
    """Return one statement as a panel shows it."""
    known = [n for n in cited(sign.citation) if n in records.sources.index]
    return {
        "text": getattr(sign, f"text_{words.lang}") or sign.text_en or sign.text_id,
        "strength": words(STRENGTHS[sign.strength].label),
        "years": _years(sign.year_from, sign.year_to, words),
        "citation": records.cite(sign.citation),
        "address": "  ".join(filter(None, (records.sources.at[n, "address"] for n in known))),
    }


def _years(first: float, last: float, words: Words) -> str:
    if first != first:
        return words(_("to {year}"), year=int(last))
    if last != last:
        return words(_("from {year}"), year=int(first))
    return str(Period(int(first), int(last)))


def _gaps(gaps: pd.DataFrame, words: Words) -> pd.DataFrame:
    frame = gaps.reset_index(drop=True)
    basis = [", ".join(filter(None, (g.legal_basis, g.article))) for g in frame.itertuples()]
    return pd.DataFrame(
        {
            **frame[["kind", "source", "target", "layer", "severity", "priority"]],
            "label": [words(GAP_KINDS[kind].label) for kind in frame["kind"]],
            "sentence": frame[f"text_{words.lang}"],
            "article": basis,
            "confidence": [
                _confidence(value, article, words)
                for value, article in zip(frame["confidence"], basis, strict=True)
            ],
            "note": frame[f"note_{words.lang}"],
        }
    ).set_axis([f"g{turn}" for turn in range(len(frame))])


def _confidence(value: float, article: str, words: Words) -> str:
    """Return in words how far a gap can be believed."""
    if UNVERIFIED in article:
        return words(_("article not read in the official text"))
    return words(_("documented") if value == 1 else _("filled in by interpretation"))


def _bends(lines: pd.DataFrame) -> pd.Series[int]:
    """Number the lines that run from one actor to the same other one."""
    return lines.groupby(["source", "target"], sort=False).cumcount()
