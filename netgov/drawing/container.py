"""The scene as vis-network draws it: nodes, edges and options, gathered and counted by pyvis.

Of pyvis only the container is used. Its own pages load from other addresses and do not escape
what they show.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from netgov.drawing.lines import Missing, Tie, bow
from netgov.drawing.marks import Mark, Sector
from netgov.drawing.scene import Scene
from netgov.gaps import GAP_KINDS
from netgov.terms import LAYERS

if TYPE_CHECKING:
    from pyvis.network import Network as Container

# Above this, lines are drawn without arrows, and hidden while the map moves.
MANY_ACTORS: Final = 400
# Ties stay in the background, gaps strike the eye.
_TIE_OPACITY: Final = 0.38
_LEAST_OPACITY: Final = 0.14
_ROOMY: Final = 150  # ties; more are drawn fainter
GAP_OPACITY: Final = 0.9
_ISOLATE_OPACITY: Final = 0.45
GAP_WIDTH: Final = 2.2


def to_pyvis(scene: Scene) -> Container:
    """Return the scene as a bare pyvis object, for those who go on with that.

    Its nodes are the actors by slug, in their places; its edges the ties and the gaps that
    join two actors. Physics are off. Writing it with pyvis makes a page that loads from other
    addresses; `draw` does not.

    Parameters
    ----------
    scene
        What to draw.

    Returns
    -------
    Container
        A ``pyvis.network.Network``.
    """
    return fill(scene.actors, scene.sectors, scene.lines)


def fill(
    marks: Iterable[Mark], sectors: Iterable[Sector], lines: Iterable[Tie | Missing]
) -> Container:
    """Return a pyvis container of marks and of lines between two of them."""
    from pyvis.network import Network as Container

    marks, lines = list(marks), list(lines)
    container = Container(directed=True)
    looks = {sector.key: sector for sector in sectors}
    for mark in marks:
        container.add_node(mark.slug, **_node(mark, looks[mark.sector]))
    many = len(marks) > MANY_ACTORS
    alone = _alone(lines) if many else set()
    opacity = tie_opacity(sum(isinstance(line, Tie) for line in lines))
    for line in lines:
        edge = _edge(line, opacity, straight=line.name in alone)
        container.add_edge(line.source, line.target, **edge)
    # pyvis keeps one of two nodes of a name, and may drop an edge, without a word.
    if (len(container.nodes), len(container.edges)) != (len(marks), len(lines)):
        raise AssertionError("pyvis lost an actor or a line")
    container.set_options(json.dumps(_options(many=many)))
    return container


def tie_opacity(ties: int) -> float:
    """Return how strongly each of so many ties is drawn."""
    share = min(1.0, _ROOMY / max(ties, 1))
    return round(max(_LEAST_OPACITY, _TIE_OPACITY * math.sqrt(share)), 2)


def _alone(lines: Iterable[Tie | Missing]) -> set[str]:
    """Return the ties that no other tie of the same two needs to be told from."""
    joined: dict[frozenset[str], list[str]] = {}
    for line in lines:
        if isinstance(line, Tie):
            joined.setdefault(frozenset((line.source, line.target)), []).append(line.name)
    return {names[0] for names in joined.values() if len(names) == 1}


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


def _edge(line: Tie | Missing, opacity: float, *, straight: bool) -> dict[str, Any]:
    if isinstance(line, Tie):
        colour = LAYERS[line.layer].colour
        width, dash = line.width, line.dash
    else:
        kind = GAP_KINDS[line.kind]
        colour, opacity = kind.colour, GAP_OPACITY
        width, dash = GAP_WIDTH, kind.dash
    curve = {"enabled": True, "type": "curvedCW", "roundness": bow(line.bend)}
    return {
        "id": line.name,
        "color": {"color": colour, "opacity": opacity},
        "width": width,
        "dashes": list(dash) or False,
        "smooth": {"enabled": False} if straight else curve,
    }


def _options(*, many: bool) -> dict[str, Any]:
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
            "tooltipDelay": 250,
            "dragNodes": False,
        },
    }
