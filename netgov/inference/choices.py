"""The choices in building a network: which make a difference, and which somebody asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import product
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd

from netgov.counting import TIE, contacts
from netgov.errors import NetgovError, UnknownName, shown
from netgov.history import History, need_history
from netgov.measures.levels import LEVELS
from netgov.network import Network
from netgov.period import Period
from netgov.terms import LAYERS
from netgov.views import View, is_told, years_told
from netgov.words import _

THRESHOLDS: Final = (1, 2, 5)
ALL: Final = "all"
#: Which relations make the network; the name of a layer stands for that layer alone.
RELATIONS: Final[Mapping[str, str]] = {
    ALL: _("all relations"),
    "counted": _("relations counted on record alone"),
    "no coordination": _("all relations but coordination"),
    **{layer: term.label for layer, term in LAYERS.items()},
}
#: What becomes of public statements that a tie exists.
STATEMENTS: Final[Mapping[str, str]] = {
    ALL: _("each makes a tie of weight 1"),
    "not weak": _("those that call a tie weak are left out"),
    "none": _("left out"),
}
#: The bodies of a network.
BODIES: Final[Mapping[str, str]] = {
    "unit": _("each unit by itself"),
    "parent": _("units joined to the body they belong to"),
}


class Setting(NamedTuple):
    """One way to build the network of a study."""

    window: Period
    threshold: int = THRESHOLDS[0]
    layers: str = ALL
    level: str = LEVELS[0]
    statements: str = ALL


#: The values of each choice that is varied, the usual one first.
Choices = Mapping[str, Sequence[Any]]


def find_choices(
    history: History, year: int | str | Period | None = None
) -> dict[str, list[Any]]:
    """Return the choices that make a difference in a study, each with its values.

    Parameters
    ----------
    history
        The networks of a study.
    year
        The years of the usual setting; the whole study unless given.

    Returns
    -------
    dict
        The values of each choice, the usual one first; of five at most.

        - ``window``: all years, each alone, all but the first, all but the last; in public
          those of which enough may be told.
        - ``threshold``: ties of at least 1, 2 or 5 contacts. What public statements and lists
          of attendance show has no contacts to count and stays. A count that the public view
          hides is taken for what it weighs in measures.
        - ``layers``, ``level``, ``statements``: keys of `RELATIONS`, `BODIES`, `STATEMENTS`.
    """
    history = need_history(history)
    period = history.within(year)
    signs = history.records.signs_in(period)
    signs = signs[signs["strength"] != "absent"]
    windows = [one for one in _windows(period) if _may_tell(history, one, period)]
    found: dict[str, list[Any]] = {
        "window": windows,
        "threshold": _thresholds(history, windows),
        "layers": _relations(signs),
        "level": [*LEVELS] if _has_units(history[period]) else [],
        "statements": _uses(signs),
    }
    return {name: values for name, values in found.items() if len(values) > 1}


def need_choices(asked: Choices) -> dict[str, list[Any]]:
    """Return the choices that somebody asks for, as they are known here.

    Raises
    ------
    UnknownName
        If there is no such choice or value.
    NetgovError
        If a choice has no value, or a threshold is below 1.
    """
    known = _READ
    for name in asked:
        if name not in known:
            sentence = _(
                "There is no choice called {name}. The nearest is {near}; all: {known}."
            )
            raise UnknownName.among(sentence, name, known)
    read = {name: [known[name](one) for one in values] for name, values in asked.items()}
    for name, values in read.items():
        if not values:
            sentence = _("The choice {name} has no value; give the usual one first.")
            raise NetgovError(sentence, name=name)
    return {name: [*dict.fromkeys(values)] for name, values in read.items()}


def settings_of(varied: Choices, period: Period) -> list[Setting]:
    """Return every setting of a period that some choices make, the usual one first."""
    return [
        Setting(period)._replace(**dict(zip(varied, values, strict=True)))
        for values in product(*varied.values())
    ]


# --- which values make a difference ----------------------------------------------------------


def _windows(period: Period) -> list[Period]:
    first, last = period
    years = [Period(year, year) for year in range(first, last + 1)]
    parts = [Period(first + 1, last), Period(first, last - 1)] if first < last else []
    return [*dict.fromkeys([period, *years, *parts])]


def _may_tell(history: History, window: Period, period: Period) -> bool:
    """Whether some years of a period may be told of beside it.

    Several only if each year of the period may be: else one is what the two differ by.
    """
    if not isinstance(history, View) or window == period:
        return True
    if window.first < window.last:
        return years_told(history, period)
    return is_told(history, window)


def _thresholds(history: History, windows: Iterable[Period]) -> list[int]:
    """Return the thresholds that leave out more ties than the one before."""
    left_out = [
        sum(len(below(history.records.signs_in(window), least)) for window in windows)
        for least in THRESHOLDS
    ]
    more = np.diff(left_out, prepend=-1) > 0
    return [least for least, differs in zip(THRESHOLDS, more, strict=True) if differs]


def below(signs: pd.DataFrame, least: int) -> list[int]:
    """Return the rows of contacts on ties that have fewer of them."""
    counted = contacts(signs)
    if counted.empty:
        return []
    total = counted.groupby(TIE, sort=False)["weight"].transform("sum")
    return [*counted.index[total < least]]


def _relations(signs: pd.DataFrame) -> list[str]:
    """Return the sets of layers that differ from each other."""
    sets = {
        name: frozenset(layers_meant(name, signs)) for name in (*[*RELATIONS][:3], "referral")
    }
    first = {layers: name for name, layers in reversed(sets.items()) if layers}
    return [name for name, layers in sets.items() if first.get(layers) == name]


def layers_meant(name: str, signs: pd.DataFrame) -> set[str]:
    """Return the layers of some signs that a choice of relations means."""
    there = set(signs["layer"])
    if name == "counted":
        return set(signs.loc[signs["weight"].notna(), "layer"])
    if name == "no coordination":
        return there - {"coordination"}
    return there if name == ALL else there & {name}


def _has_units(net: Network) -> bool:
    return bool((net.into("parent") != net.actors.index).any())


def _uses(signs: pd.DataFrame) -> list[str]:
    """Return what can become of statements: of nothing else there would be nothing left."""
    stated = signs["weight"].isna()
    weak = [*STATEMENTS][1:2] if (signs.loc[stated, "strength"] == "weak").any() else []
    none = [*STATEMENTS][2:] if stated.any() and not stated.all() else []
    return [ALL, *weak, *none]


def _threshold(value: Any) -> int:
    if not isinstance(value, int) or value < 1:
        sentence = _("A threshold is a whole number of contacts from 1 on, not {value}.")
        raise NetgovError(sentence, value=shown(value))
    return value


def _one_of(known: Iterable[str]) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if value not in known:
            sentence = _("There is no value {name}. The nearest is {near}; all: {known}.")
            raise UnknownName.among(sentence, str(value), known)
        return str(value)

    return read


_READ: Final[Mapping[str, Callable[[Any], Any]]] = {
    "window": Period.of,
    "threshold": _threshold,
    "layers": _one_of(RELATIONS),
    "level": _one_of(BODIES),
    "statements": _one_of(STATEMENTS),
}
