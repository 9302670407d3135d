"""The interactive map: one self-contained HTML file around vis-network.

`pyvis.network.Network` holds nodes, edges and options; its own page is never used, since it
loads from other addresses and does not escape what it shows. The page here is ours, its data
an inert JSON block, and its content policy allows nothing but its own two scripts and style.
"""

from __future__ import annotations

import base64
import datetime
import hashlib
import json
import math
from importlib.resources import files
from typing import Any, Final

import numpy as np
import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from netgov.drawing.layout import DESK, PHONE, Band, Sheet, place
from netgov.drawing.page_words import PAGE_WORDS
from netgov.drawing.scene import Mark, Missing, Scene, Sector, Tie
from netgov.errors import NetgovError, shown
from netgov.gaps import GAP_KINDS, GapKind
from netgov.measures import MEASURES
from netgov.terms import LAYERS, LEVELS
from netgov.words import Words, _

_PAGE: Final = files("netgov.drawing") / "page"
_VIS: Final = "templates/lib/vis-9.1.2/vis-network.min.js"
# Known builds of vis-network 9.1.2, as shipped in pyvis 0.3.2.
_VIS_BUILDS: Final = frozenset(
    {"1f20f0736f32cb9bedf8f6383b25cfea2f839e1abe80d6e8040b4d5bea378c69"}
)
# Above this, lines are drawn straight, without arrows, and hidden while the map moves.
_MANY_ACTORS: Final = 400
# Ties stay in the background, gaps strike the eye.
_TIE_OPACITY: Final = 0.38
_GAP_OPACITY: Final = 0.85
_ISOLATE_OPACITY: Final = 0.45
_GAP_WIDTH: Final = 1.8


def map_page(scene: Scene, picture: str) -> str:
    """Return the map page of a scene.

    ``picture`` is the address of its SVG, for readers whose program runs no scripts.
    """
    style = (_PAGE / "map.css").read_text(encoding="utf-8")
    order = (_PAGE / "order.txt").read_text(encoding="utf-8").split()
    script = "\n".join((_PAGE / name).read_text(encoding="utf-8") for name in order)
    vis = _vis_network()
    template = Environment(
        loader=PackageLoader("netgov.drawing", "page"),
        autoescape=True,
        finalize=_unmarked,
        undefined=StrictUndefined,
    ).get_template("map.html.j2")
    page = template.render(
        lang=scene.words.lang,
        title=f"{scene.title} · {scene.period}",
        notice=scene.notice,
        csp=_policy([vis, script], style),
        picture=picture,
    )
    parts = {"STYLE": style, "VIS": vis, "SCRIPT": script, "DATA": inert_json(_payload(scene))}
    for name, part in parts.items():
        page = _put(page, f"/*NETGOV-{name}*/", part)
    return page


def _unmarked(value: object) -> Markup:
    """Escape text, also so that none of it can be taken for a marker of the page."""
    return escape(value).replace("/*", Markup("/&#42;"))


def _put(page: str, marker: str, part: str) -> str:
    """Put a part where its marker stands, which must be exactly once."""
    before, found, after = page.partition(marker)
    if not found or marker in after:
        raise AssertionError(f"{marker} must stand in the page once")
    return before + part + after


def _vis_network() -> str:
    source = files("pyvis") / _VIS
    script = source.read_bytes() if source.is_file() else b""
    if hashlib.sha256(script).hexdigest() not in _VIS_BUILDS:
        sentence = _(
            "The drawing engine vis-network 9.1.2 was not found in pyvis; "
            "install pyvis 0.3.2: pip install pyvis==0.3.2"
        )
        raise NetgovError(sentence)
    # Browsers read \r\n as \n, and the policy's hash is of what they read.
    return script.decode("utf-8").replace("\r\n", "\n")


def _policy(scripts: list[str], style: str) -> str:
    def sha(text: str) -> str:
        digest = hashlib.sha256(text.encode("utf-8")).digest()
        return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"

    ours = " ".join(map(sha, scripts))
    return (
        f"default-src 'none'; script-src {ours}; style-src {sha(style)}; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )


# --- data ------------------------------------------------------------------------------


def inert_json(data: object) -> str:
    """Return JSON that no browser can take for markup, whatever it holds."""
    simple = _simple(data, "data")
    text = json.dumps(simple, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def _simple(value: Any, where: str) -> Any:
    """Return a value in the types of JSON; what is missing becomes null."""
    if isinstance(value, dict):
        return {str(key): _simple(item, f"{where}.{key}") for key, item in value.items()}
    if isinstance(value, list | tuple | np.ndarray | pd.Series):
        return [_simple(item, where) for item in value]
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, float) and math.isnan(value):
        return None
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, str | bool | int | float):
        return value
    sentence = _("The map cannot show {value} ({where}); turn it into text or a number.")
    raise NetgovError(sentence, value=shown(value), where=where)


def _payload(scene: Scene) -> dict[str, Any]:
    """Return all that leaves in the page; what is not named here stays."""
    words = scene.words
    return {
        "lang": words.lang,
        "title": scene.title,
        "period": scene.period,
        "notice": scene.caption,
        "sources": scene.sources,
        "words": {key: words(sentence) for key, sentence in PAGE_WORDS.items()},
        "scene": _ground(scene.bands, DESK, words),
        "portrait": _portrait(scene),
        "sectors": [sector._asdict() for sector in scene.sectors],
        "layers": [_layer(key, words) for key in scene.layers],
        "kinds": [_kind(kind, words) for kind in scene.kinds],
        "measures": [_measure(str(column), words) for column in scene.values],
        "actors": _actors(scene),
        "ties": [_tie(tie) for tie in scene.ties],
        "gaps": [_gap(gap, words) for gap in scene.gaps],
        **_container(scene),
    }


def _ground(bands: list[Band], sheet: Sheet, words: Words) -> dict[str, Any]:
    """Return what the actors stand on."""
    labelled = [
        {
            "key": band.level,
            "label": words(LEVELS[band.level].label),
            "top": band.top,
            "bottom": band.bottom,
        }
        for band in bands
    ]
    height = max((band.bottom for band in bands), default=0)
    return {"width": sheet.width, "height": height, "bands": labelled}


def _portrait(scene: Scene) -> dict[str, Any]:
    """Return the tall ground and the places of the same actors on a phone."""
    levels = {
        band.level: [mark.slug for mark in scene.actors if mark.level == band.level]
        for band in scene.bands
    }
    lines: list[Tie | Missing] = [*scene.ties, *scene.gaps]
    pairs = [(line.source, line.target) for line in lines if line.target]
    places, bands = place(levels, pairs, PHONE)
    return {**_ground(bands, PHONE, scene.words), "places": places}


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


def _actors(scene: Scene) -> list[dict[str, Any]]:
    ranks = scene.values.rank(ascending=False, method="min")
    return [
        {
            "id": mark.slug,
            "name": mark.name,
            "short": mark.short,
            "aliases": mark.aliases,
            "sector": mark.sector,
            "sectorLabel": mark.sector_label,
            "level": mark.level,
            "levelLabel": mark.level_label,
            "about": mark.about,
            "note": mark.note,
            "isolate": mark.isolate,
            "values": [
                {"text": scene.words.number(value, 2), "value": value, "rank": rank}
                for value, rank in zip(
                    scene.values.loc[mark.slug], ranks.loc[mark.slug], strict=True
                )
            ],
        }
        for mark in scene.actors
    ]


def _tie(tie: Tie) -> dict[str, Any]:
    return {
        "id": tie.name,
        "source": tie.source,
        "target": tie.target,
        "layer": tie.layer,
        "layerLabel": tie.layer_label,
        "weight": tie.weight,
        "strength": tie.strength,
        "contested": tie.contested,
        "signs": tie.signs,
    }


def _gap(gap: Missing, words: Words) -> dict[str, Any]:
    return {
        "id": gap.name,
        "kind": gap.kind,
        "source": gap.source,
        "target": gap.target or None,
        "sentence": gap.sentence,
        "article": gap.article,
        "confidence": gap.confidence,
        "severity": words.number(gap.severity, 2),
        "priority": words.number(gap.priority, 1),
        "priorityValue": gap.priority,
        "notes": [gap.note] if gap.note else [],
    }


# --- the drawing engine ----------------------------------------------------------------


def _container(scene: Scene) -> dict[str, Any]:
    """Return nodes, edges and options for vis-network, gathered and counted by pyvis."""
    from pyvis.network import Network as Container

    container = Container(directed=True)
    looks = {sector.key: sector for sector in scene.sectors}
    many = len(scene.actors) > _MANY_ACTORS
    for mark in scene.actors:
        container.add_node(mark.slug, **_node(mark, looks[mark.sector]))
    for tie in scene.ties:
        line = _edge(tie.name, tie.bend, tie.dash, many=many)
        colour = {"color": LAYERS[tie.layer].colour, "opacity": _TIE_OPACITY}
        container.add_edge(tie.source, tie.target, color=colour, width=tie.width, **line)
    drawn = [gap for gap in scene.gaps if gap.target]
    for gap in drawn:
        kind = GAP_KINDS[gap.kind]
        line = _edge(gap.name, gap.bend, kind.dash, many=many)
        colour = {"color": kind.colour, "opacity": _GAP_OPACITY}
        container.add_edge(gap.source, gap.target, color=colour, width=_GAP_WIDTH, **line)
    expected = len(scene.actors), len(scene.ties) + len(drawn)
    if (len(container.nodes), len(container.edges)) != expected:
        raise AssertionError("pyvis lost an actor or a line")
    return {"nodes": container.nodes, "edges": container.edges, "options": _options(many)}


def _node(mark: Mark, look: Sector) -> dict[str, Any]:
    return {
        "label": mark.label,
        "shape": "dot" if look.shape == "circle" else look.shape,
        "x": mark.x,
        "y": mark.y,
        "size": mark.radius,
        "color": {"background": look.colour, "border": look.border},
        "opacity": _ISOLATE_OPACITY if mark.isolate else 1,
    }


def _edge(name: str, bend: int, dash: tuple[int, ...], *, many: bool) -> dict[str, Any]:
    curve = {"enabled": True, "type": "curvedCW", "roundness": round(0.13 + 0.13 * bend, 2)}
    return {
        "id": name,
        "dashes": list(dash) or False,
        "smooth": {"enabled": False} if many else curve,
    }


def _options(many: bool) -> dict[str, Any]:
    return {
        "physics": {"enabled": False},
        "nodes": {
            "borderWidth": 1.5,
            "font": {
                "size": 12.5,
                "strokeWidth": 3,
                "strokeColor": "#ffffff",
                "color": "#1b2430",
            },
        },
        "edges": {"arrows": {"to": {"enabled": not many, "scaleFactor": 0.5}}},
        "layout": {"improvedLayout": False, "randomSeed": 1},
        "interaction": {
            "hover": not many,
            "hideEdgesOnDrag": many,
            "hideEdgesOnZoom": many,
            "tooltipDelay": 3_600_000,
            "dragNodes": False,
        },
    }
