"""Forms of programs that know a network as numbers and short names: Pajek and UCINET DL."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, count
from typing import Any, Final

import numpy as np

from netgov.export.record import Record, record
from netgov.sizes import need_at_most
from netgov.terms import LAYERS
from netgov.views import ShownNetwork
from netgov.words import _

# UCINET cuts labels after so many signs, and reads them as capitals.
LONGEST_LABEL: Final = 18
_MARKS: Final[Mapping[str, str]] = {"audience": "INTERNAL", "data": "SYNTHETIC"}


def pajek(net: ShownNetwork) -> bytes:
    """Return a network as Pajek: an arc for each tie, labelled with its layer.

    An arc of which counts are hidden is drawn with dots.
    """
    told = record(net)
    at = {actor: turn for turn, actor in enumerate(told.actors, start=1)}
    return _lines(
        f"*Network {told.name or 'network'}",  # igraph wants a name
        f"*Vertices {len(at)}",
        *(f"{turn} {_quoted(actor)}" for actor, turn in at.items()),
        "*Arcs",
        *(
            f"{at[tie['source']]} {at[tie['target']]} {_number(_least(tie))} "
            f"l {_quoted(tie['layer'])}{' p Dots' if tie['hidden'] else ''}"
            for tie in told.ties
        ),
    )


def ucinet(net: ShownNetwork) -> bytes:
    """Return a network as UCINET DL: a matrix for each layer, and one of its hidden counts.

    Raises
    ------
    NotEnoughData
        If the matrices would have too many cells to hold, and to be read by UCINET.
    """
    sentence = _(
        "A .dl file holds a cell for each pair of bodies and takes at most {most}; there "
        "are {actors}. Write .net or .csv, which hold ties alone, or one part (--part)."
    )
    need_at_most(net, sentence=sentence)
    told = record(net)
    matrices = dict(_matrices(told))
    marks = [mark for name, mark in _MARKS.items() if name in told.about]
    labels = codes("_".join([name, *marks]) for name in matrices)
    return _lines(
        f"dl n={len(told.actors)} nm={len(matrices)}",
        "format = fullmatrix",
        "labels:",
        *codes(told.actors).values(),
        "matrix labels:",
        *labels.values(),
        "data:",
        *(" ".join(map(_number, row)) for cells in matrices.values() for row in cells.tolist()),
    )


def codes(names: Iterable[str]) -> dict[str, str]:
    """Return a label of ASCII letters, digits and _ for each name, unlike any other.

    A name that fits stays as it is. Labels differ by more than capitals; where long names
    begin alike, the later ones end with a number.
    """
    found: dict[str, str] = {}
    taken: set[str] = set()
    for name in names:
        plain = re.sub(r"[^A-Za-z0-9_]", "_", name)
        # A label that begins as a number does would be taken for a cell.
        plain = f"_{plain}" if plain[:1].isdigit() else plain
        endings = chain([""], (f"_{turn}" for turn in count(2)))
        tries = (plain[: LONGEST_LABEL - len(ending)] + ending for ending in endings)
        found[name] = next(code for code in tries if code.lower() not in taken)
        taken.add(found[name].lower())
    return found


def _matrices(told: Record) -> Iterator[tuple[str, np.ndarray]]:
    """Yield what each matrix is called and its cells; without ties there is one of zeros."""
    at = {actor: turn for turn, actor in enumerate(told.actors)}
    layers = sorted({tie["layer"] for tie in told.ties}, key=_in_order) or ["contact"]
    for layer in layers:
        weights, hidden = np.zeros((2, len(at), len(at)))
        for tie in (tie for tie in told.ties if tie["layer"] == layer):
            cell = at[tie["source"]], at[tie["target"]]
            weights[cell], hidden[cell] = _least(tie), tie["hidden"]
        yield layer, weights
        if hidden.any():
            yield f"{layer}_hidden", hidden


def _in_order(layer: str) -> tuple[int, str]:
    known = list(LAYERS)
    return (known.index(layer) if layer in known else len(known)), layer


def _least(tie: Mapping[str, Any]) -> float:
    """Return a weight as told; of hidden counts alone 1, the least that it can be."""
    return float(tie.get("weight", 1.0))


def _number(number: float) -> str:
    return str(int(number)) if number.is_integer() else repr(number)


def _quoted(text: str) -> str:
    """Return text between quotes, without the signs that would end it or hide its end."""
    return '"{}"'.format(text.replace('"', "'").replace("\\", "/"))


def _lines(*lines: str) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()
