"""The actors of a picture: how their sectors look, what their panels tell."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, NamedTuple

import pandas as pd

from netgov.network import Network
from netgov.records import Records
from netgov.terms import LEVELS, SECTORS
from netgov.words import Words, _

# Told apart by people of any colour vision; each has a shape too.
COLOURS: Final = ("#332288", "#E69F00", "#117733", "#56B4E9", "#882255", "#DDCC77", "#999999")
BORDERS: Final = ("#1d1350", "#8a5f00", "#0a4720", "#2b6f96", "#4f1333", "#8d7f33", "#5c5c5c")
SHAPES: Final = ("circle", "square", "diamond", "triangle", "hexagon", "triangleDown", "star")
RADII: Final = (7, 20)  # of the smallest and the largest value, in scene units
_WRAP: Final = (12, 16)  # signs in a line of a label; the second for long ones


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
    aggregate: bool
    isolate: bool


def sectors_drawn(net: Network, words: Words) -> list[Sector]:
    """Return how each sector is drawn: the most frequent ones apart, the rest together."""
    frequent = [sector for sector, _count in Counter(net.actors["sector"]).most_common()]
    apart = frequent if len(frequent) <= len(COLOURS) else frequent[: len(COLOURS) - 1]
    looks = list(zip(COLOURS, BORDERS, SHAPES, strict=True))
    drawn = [
        Sector(key, words(SECTORS[key].label), *looks[turn])
        for turn, key in enumerate(sorted(apart, key=list(SECTORS).index))
    ]
    if len(apart) < len(frequent):
        drawn.append(Sector("other", words(_("Other sectors")), *looks[-1]))
    return drawn


def actors_drawn(
    net: Network,
    places: Mapping[str, tuple[float, float]],
    linked: set[str],
    sizes: pd.Series[float],
    sectors: list[Sector],
    records: Records,
    words: Words,
) -> list[Mark]:
    """Return the actors of a network as marks, in its order."""
    aliases: dict[str, list[str]] = {}
    for slug, alias in zip(
        *(records.aliases[name] for name in ("actor", "alias")), strict=True
    ):
        aliases.setdefault(records.lineage.get(slug, ""), []).append(alias)
    names, labels = net.names(words.lang).to_dict(), net.labels(words.lang).to_dict()
    shown = ["sector", "level", "aggregate", "formerly", f"function_{words.lang}"]
    columns = zip(*(net.actors[name].tolist() for name in shown), strict=True)
    told = (dict(zip(shown, values, strict=True)) for values in columns)
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
            aggregate=actor["aggregate"] == "yes",
            isolate=slug not in linked,
        )
        for slug, actor in zip(net.actors.index, told, strict=True)
    ]


@lru_cache(maxsize=1024)  # asked for again by each year and language
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
    least, most = RADII
    top = max(values.max(), 1) if len(values) else 1
    return dict((least + (most - least) * (values.fillna(0) / top) ** 0.5).round(1))
