"""What people call the values of closed lists, in whichever table they stand."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

from netgov.captions.headings import HEADINGS
from netgov.terms import KINDS, LAYERS, LEVELS, REACHES, SECTORS, STRENGTHS
from netgov.words import LANGUAGES, Words, _

_STANDINGS: Final[Mapping[str, str]] = {
    "not in force": _("not in force, or a body does not exist"),
    "may": _("permitted, not required"),
    "start not known": _("in force since when is not known"),
    "met": _("contact on record"),
    "unexposed": _("no case that the rule concerns"),
    "not examined": _("not examined: nothing on record could show it"),
    "gap": _("no contact on record"),
}
_LIVES: Final[Mapping[str, str]] = {
    "persistent": _("in every year in which it could show"),
    "new": _("new, and there ever since"),
    "ended": _("no longer seen"),
    "returning": _("back after an absence"),
}
_TRENDS: Final[Mapping[str, str]] = {
    "growing": _("growing"),
    "fading": _("fading"),
    "level": _("level"),
}
_SIDES: Final[Mapping[str, str]] = {
    "sent": _("sent"),
    "received": _("received"),
    "all": _("all"),
}


# The columns of closed lists, told apart without what `_closed` loads.
_COLUMNS: Final = frozenset(
    {
        *("base", "choice", "finding", "gaps", "instead", "kind", "lacks", "layer", "layers"),
        *("level", "mandated", "matrix", "mode", "reach", "sector", "side", "statements"),
        *("status", "strength", "trend"),
    }
)


@cache
def _closed() -> Mapping[str, Mapping[str, str]]:
    """Return the labels of the values of each column that holds a closed list."""
    # What is loaded here brings all of networkx, which a check of rows can do without.
    from netgov.cases import NEVER_MEET, NEVER_REFER
    from netgov.gaps import GAP_KINDS
    from netgov.governance import MODES
    from netgov.inference import BODIES, INTERCEPT, MATRICES

    gaps = {name: kind.label for name, kind in GAP_KINDS.items()}
    terms = {
        "kind": KINDS,
        "layer": LAYERS,
        "level": LEVELS,
        "reach": REACHES,
        "sector": SECTORS,
        "strength": STRENGTHS,
    }
    told = {name: {key: one.label for key, one in of.items()} for name, of in terms.items()}
    told["kind"] |= gaps
    told["layer"] |= {"all": _("all relations")}
    told["level"] |= BODIES
    told |= _of_sensitivity()
    told["finding"] |= {
        NEVER_MEET: _("refer often, never meet"),
        NEVER_REFER: _("meet often, never refer"),
    }
    return told | {
        "gaps": gaps,
        "lacks": told["layer"],
        "matrix": {name: one.label for name, one in MATRICES.items()}
        | {INTERCEPT: _("intercept")},
        "mode": MODES,
        "side": _SIDES,
        "status": {**_STANDINGS, **_LIVES},
        "trend": _TRENDS,
    }


def _of_sensitivity() -> dict[str, dict[str, str]]:
    """Return the labels of findings, of what they say, and of the choices they hang on."""
    from netgov.inference import HEADLINES, RELATIONS, STATEMENTS, Setting

    cards = HEADLINES.values()
    said = {key: label for card in cards for key, label in card.values.items()}
    return {
        "finding": {card.name: card.label for card in cards},
        **dict.fromkeys(("base", "instead", "mandated"), said),
        "choice": {choice: HEADINGS[choice] for choice in Setting._fields},
        "layers": {**RELATIONS},
        "statements": {**STATEMENTS},
    }


# Columns of which a cell holds several values, with blanks between.
_SEVERAL: Final = frozenset({"gaps", "lacks"})


def is_closed(column: str) -> bool:
    """Whether a column holds values of a closed list."""
    return column in _COLUMNS


def called(column: str, value: object, words: Words) -> object:
    """Return what people call a value of a column; the value itself if it is on no list."""
    labels = _closed()[column]
    if column in _SEVERAL and isinstance(value, str) and {*value.split()} <= {*labels}:
        return "; ".join(words(labels[one]) for one in value.split())
    return words(labels[value]) if isinstance(value, str) and value in labels else value


@cache
def _keys() -> Mapping[tuple[str, str], str]:
    return {
        (column, Words(lang)(label)): key
        for column, labels in _closed().items()
        for key, label in labels.items()
        for lang in LANGUAGES
    }


def key_of(column: str, text: str) -> str:
    """Return the value that a text of a column stands for in any language; else the text."""
    return _keys().get((column, text), text)
