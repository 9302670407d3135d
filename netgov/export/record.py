"""What is told of a network outside the house, in plain texts and numbers."""

from __future__ import annotations

import datetime as dt
import math
import unicodedata
from collections.abc import Hashable, Mapping
from operator import itemgetter
from typing import Any, Final, NamedTuple

import pandas as pd

from netgov.counting import TIE
from netgov.errors import NetgovError, shown
from netgov.records import INTERNAL, SYNTHETIC
from netgov.views import ShownNetwork
from netgov.words import _

# Every attribute is named here; what is not stays in the office.
OF_ACTORS: Final = ("label", "name_id", "name_en", "abbrev", "sector", "level", "reach")
OF_TIES: Final = ("layer", "weight", "strength", "confidence", "hidden")
# Signs that break a line stand between words, which must not grow together without them.
_BREAKS: Final = str.maketrans(dict.fromkeys("\t\n\r\x85\u2028\u2029", " "))


class Record(NamedTuple):
    """A network as every form tells it; each attribute has one type throughout.

    Attributes
    ----------
    name
        The period, after what the network is if it is invented or for the office.
    about
        The same in parts: year, data, audience, as far as there is something to say.
    actors
        Texts by identifier, in the order of identifiers.
    ties
        Source, target and `OF_TIES`, in this order; numbers that are not known or not told
        are left out.
    """

    name: str
    about: Mapping[str, str]
    actors: Mapping[str, Mapping[str, str]]
    ties: list[dict[str, Any]]


def record(net: ShownNetwork) -> Record:
    """Return what may be told of a network.

    Raises
    ------
    NetgovError
        If two actors could not be told apart in a file.
    """
    ids = _identifiers(net.actors.index)
    told = [column for column in OF_ACTORS if column in net.actors]
    cells = net.actors[told].to_dict("records")
    actors = {ids[slug]: _actor(ids[slug], cell) for slug, cell in zip(ids, cells, strict=True)}
    rows = net.ties.reset_index().to_dict("records")
    ties = [_tie(net, ids, {str(name): cell for name, cell in row.items()}) for row in rows]
    invented = net.history is not None and net.history.records.study.synthetic
    marks = {
        "data": SYNTHETIC if invented else "",
        "audience": INTERNAL if net.internal else "",
    }
    about = {"year": plain(net.label).replace("–", "-"), **marks}
    return Record(
        " ".join(filter(None, [marks["audience"], marks["data"], plain(net.label)])),
        {name: text for name, text in about.items() if text},
        dict(sorted(actors.items())),
        sorted(ties, key=itemgetter(*TIE)),
    )


def plain(value: object) -> str:
    """Return a value as text of one line that every form can hold; blank if it is missing."""
    if value is None or value is pd.NaT or value is pd.NA:
        return ""
    if isinstance(value, float) and math.isnan(value):
        return ""
    text = value.isoformat() if isinstance(value, dt.date) else str(value)
    kept = text.translate(_BREAKS)
    return "".join(sign for sign in kept if unicodedata.category(sign)[0] != "C").strip()


def _identifiers(slugs: pd.Index[Any]) -> dict[Hashable, str]:
    ids = {slug: plain(slug) for slug in slugs}
    taken: set[str] = set()
    for slug, text in ids.items():
        if not text or text in taken:
            sentence = _(
                "An actor would be called {name} in a file, which is blank or the name of "
                "another; give it another name."
            )
            raise NetgovError(sentence, name=shown(text or slug))
        taken.add(text)
    return ids


def _actor(slug: str, cells: Mapping[Hashable, object]) -> dict[str, str]:
    told = {str(column): plain(cell) for column, cell in cells.items()}
    return {"label": told.get("abbrev") or told.get("name_id") or slug} | told


def _tie(
    net: ShownNetwork, ids: Mapping[Hashable, str], tie: Mapping[str, Any]
) -> dict[str, Any]:
    numbers = {
        "weight": float(net.masking.told(tie["weight"], tie["hidden"])),
        "confidence": float(tie["confidence"]),
    }
    told = {
        "source": ids[tie["source"]],
        "target": ids[tie["target"]],
        "layer": plain(tie["layer"]),
        "strength": plain(tie["strength"]),
        "hidden": int(tie["hidden"]),
        **{name: number for name, number in numbers.items() if not math.isnan(number)},
    }
    return {name: told[name] for name in ("source", "target", *OF_TIES) if name in told}
