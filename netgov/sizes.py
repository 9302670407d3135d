"""How many bodies are taken at once, and what to do with more: the one rule on size.

What counts bodies or ties takes a whole country. What compares all pairs of bodies, or shows
each of them on one page, does not: above a stated number it is refused at once with the remedy,
and not after minutes, for want of memory, or by a page that nobody can read. A measure states
its number on its card; all else goes by ``Rules.most_bodies``.
"""

from __future__ import annotations

from typing import Final

import pandas as pd

from netgov.counting import TIE
from netgov.errors import NotEnoughData
from netgov.history import History
from netgov.network import Network
from netgov.period import Period
from netgov.rules import Rules
from netgov.words import _

_ALL_PAIRS: Final = _(
    "This compares all pairs of bodies and takes at most {most}; there are {actors}. Take one "
    "part alone, such as --part district=NAME, or units together with their parents (--level "
    "parent)."
)


def need_at_most(net: Network, most: int | None = None, sentence: str = _ALL_PAIRS) -> None:
    """Refuse a network in which all pairs of actors are too many to compare.

    Parameters
    ----------
    net
        The network.
    most
        How many actors it may have; ``Rules.most_bodies`` unless given.
    sentence
        What is said of more; it has {most} and {actors}.

    Raises
    ------
    NotEnoughData
        If there are more actors.
    """
    most = Rules().most_bodies if most is None else most
    if len(net.actors) > most:
        raise NotEnoughData(sentence, most=most, actors=len(net.actors))


def need_one_page(history: History, period: Period, rules: Rules | None = None) -> None:
    """Refuse to show so many bodies on one page that nobody could read it.

    Raises
    ------
    NotEnoughData
        If there are more than ``rules.most_bodies``.
    """
    most, actors = (rules or Rules()).most_bodies, len(history.records.actors_in(period))
    if actors > most:
        sentence = _(
            "One page shows at most {most} bodies; there are {actors}. Take one part alone, "
            "such as --part district=NAME, or write a report and a map of each district: "
            "netgov report DATA --by district. Tables of all: netgov measure, gaps, export."
        )
        raise NotEnoughData(sentence, most=most, actors=actors)


def are_comparable(history: History, rules: Rules) -> bool:
    """Whether the bodies with contact are few enough to compare all their pairs."""

    def seen(study: History) -> int:
        ends = [study.records.evidence[end] for end in TIE[:2]]
        return int(pd.concat(ends).nunique())

    return history.keep(are_comparable, seen) <= rules.most_bodies
