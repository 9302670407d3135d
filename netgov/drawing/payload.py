"""What leaves in a map page, and nothing else: a page sent on carries all its data."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_EVEN, Decimal
from functools import lru_cache
from typing import Any, Final

from netgov.captions import heading
from netgov.drawing.container import MANY_ACTORS, fill
from netgov.drawing.layout import DESK, PHONE, Sheet
from netgov.drawing.lines import DOUBTED, Missing, Tie
from netgov.drawing.marks import RADII, Mark
from netgov.drawing.page_words import PAGE_WORDS
from netgov.drawing.scene import SIZED_BY, Scene
from netgov.gaps import GAP_KINDS, GapKind
from netgov.measures import MEASURES
from netgov.terms import LAYERS, LEVELS
from netgov.words import Words, _

_LAYOUTS: Final = {"levels": _("By level"), "clusters": _("By cooperation")}
_SHEETS: Final = {"desk": DESK, "phone": PHONE}
_HUNDREDTHS: Final = Decimal("0.01")
_TENTHS: Final = Decimal("0.1")


def payload(scene: Scene) -> dict[str, Any]:
    """Return all that leaves in the page of a scene, in its language; all else stays."""
    stage, words = scene.stage, scene.words
    frames = [scene, *(scene.of(year) for year in stage.periods[1:])]
    layouts = [name for name in _LAYOUTS if name == "levels" or stage.clustered]
    return {
        "lang": words.lang,
        "title": scene.title,
        "notice": scene.notice,
        "marks": [
            {"label": heading(name, words), "text": text}
            for name, text in stage.history.marks.items()
        ],
        "sources": scene.sources,
        "words": {key: words(sentence) for key, sentence in PAGE_WORDS.items()},
        "large": len(scene.actors) > MANY_ACTORS,
        "radii": RADII,
        "sizedBy": SIZED_BY,
        "doubted": DOUBTED,
        "layouts": [
            {
                "key": name,
                "label": words(_LAYOUTS[name]),
                **{key: _ground(scene, name, sheet) for key, sheet in _SHEETS.items()},
            }
            for name in layouts
        ],
        "sectors": [sector._asdict() for sector in scene.sectors],
        "layers": [_layer(key, words) for key in scene.layers],
        "kinds": [_kind(kind, words) for kind in _kinds(frames)],
        "measures": [_measure(str(column), words) for column in scene.values],
        "actors": [_actor(mark) for mark in scene.actors],
        "untold": stage.untold,
        "frames": [_frame(frame) for frame in frames],
        **_vis(scene, frames),
    }


def _kinds(frames: Iterable[Scene]) -> list[GapKind]:
    found = {kind.name for frame in frames for kind in frame.kinds}
    return [kind for kind in GAP_KINDS.values() if kind.name in found]


def _ground(scene: Scene, layout: str, sheet: Sheet) -> dict[str, Any]:
    """Return what the actors stand on, and where."""
    ground = scene.stage.ground(layout, sheet)
    bands = [
        {
            "label": scene.words(LEVELS[band.level].label),
            "top": band.top,
            "bottom": band.bottom,
        }
        for band in ground.bands
    ]
    places = [ground.places[mark.slug] for mark in scene.actors]
    return {
        "width": ground.width,
        "height": ground.height,
        "bands": bands,
        "patches": list(ground.patches),
        "places": places,
    }


def _layer(key: str, words: Words) -> dict[str, Any]:
    layer = LAYERS[key]
    return {
        "key": key,
        "label": words(layer.label),
        "colour": layer.colour,
        "dash": layer.dash,
    }


def _kind(kind: GapKind, words: Words) -> dict[str, Any]:
    return {
        "key": kind.name,
        "label": words(kind.label),
        "colour": kind.colour,
        "dash": kind.dash,
        "says": words(kind.plain),
        "on": kind.drawn,
    }


def _measure(column: str, words: Words) -> dict[str, str]:
    name, _dot, part = column.partition(".")
    card = MEASURES[name]
    label = words(card.label)
    if part and part != "total":
        label = f"{label}: {words(card.parts[part])}"
    return {"key": column, "label": label, "plain": words(card.plain)}


def _actor(mark: Mark) -> dict[str, Any]:
    """Return what an actor is in every year."""
    return {
        "id": mark.slug,
        "aliases": mark.aliases,
        "sector": mark.sector,
        "sectorLabel": mark.sector_label,
        "level": mark.level,
        "levelLabel": mark.level_label,
        "about": mark.about,
    }


def _frame(scene: Scene) -> dict[str, Any]:
    """Return what is so in one period: the actors there are, ties, gaps and numbers."""
    # A body that stands for several is not compared with single ones.
    single = [not mark.aggregate for mark in scene.actors]
    ranks = scene.values[single].rank(ascending=False, method="min").reindex(scene.values.index)
    names = {mark.slug: mark.short for mark in scene.actors}
    return {
        "key": scene.period,
        "actors": [
            {
                "id": mark.slug,
                "name": mark.name,
                "short": mark.short,
                "label": mark.label,
                "note": mark.note,
                "isolate": mark.isolate,
                "values": [_measured(value) for value in values],
                "ranks": places,
            }
            for mark, values, places in zip(
                scene.actors, scene.values.to_numpy(), ranks.to_numpy(), strict=True
            )
        ],
        "ties": [_tie(tie) for tie in scene.ties],
        "gaps": [_gap(gap, names) for gap in scene.gaps],
    }


@lru_cache(maxsize=4096)  # asked for again by each language, and many are alike
def _measured(value: float) -> float:
    """Return a measured number in hundredths, or with two digits where it is smaller."""
    step = _HUNDREDTHS
    if 0 < abs(value) < 10 * step:
        step = Decimal(1).scaleb(Decimal(str(value)).adjusted() - 1)
    return _rounded(value, step)


def _rounded(value: float, step: Decimal) -> float:
    """Return a number rounded as the report rounds."""
    if math.isnan(value):
        return value
    return float(Decimal(str(value)).quantize(step, ROUND_HALF_EVEN))


def _tie(tie: Tie) -> dict[str, Any]:
    """Return what is so of a tie in one period; its edge tells its ends."""
    return {
        "id": tie.name,
        "layer": tie.layer,
        "weight": tie.weight,
        "amount": tie.amount,
        "strength": tie.strength,
        "width": tie.width,
        "contested": tie.contested,
        "rule": tie.rule,
        "signs": tie.signs,
    }


def _gap(gap: Missing, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "id": gap.name,
        "kind": gap.kind,
        "source": gap.source,
        "target": gap.target or None,
        "sentence": _unnamed(gap.sentence, names[gap.source], names.get(gap.target, "")),
        "article": gap.article,
        "confidence": gap.confidence,
        "severity": _rounded(gap.severity, _HUNDREDTHS),
        "priority": _rounded(gap.priority, _TENTHS),
        "note": gap.note,
    }


def _unnamed(sentence: str, source: str, target: str) -> str:
    """Return a sentence with marks for its two bodies, so that it is the same for many gaps.

    The page puts the names back: {s} and {t}, and {b} for a brace of the sentence itself.
    """
    whole = sentence.replace("{", "{b}")
    short = whole
    for mark, name in sorted((("{s}", source), ("{t}", target)), key=lambda m: -len(m[1])):
        short = short.replace(name, mark) if name else short
    marks = {"{s}": source, "{t}": target, "{b}": "{"}
    named = re.sub(r"\{[stb]\}", lambda found: marks[found[0]], short)
    return short if named == sentence else whole


def _vis(scene: Scene, frames: Iterable[Scene]) -> dict[str, Any]:
    """Return nodes, edges and options for vis-network: the lines of all periods."""
    lines: dict[str, Tie | Missing] = {}
    for frame in frames:
        lines |= {line.name: line for line in frame.lines if line.name not in lines}
    container = fill(scene.actors, scene.sectors, lines.values())
    return {
        "nodes": container.nodes,
        "edges": container.edges,
        "options": container.options,
    }
