"""The findings that a report puts first, each a rule that says what a network shows."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal, TypeAlias

import numpy as np
import pandas as pd

from netgov.errors import NotEnoughData
from netgov.gaps import find_gaps, first_agreements, mandated_pairs
from netgov.governance import MODES, governance_mode
from netgov.inference.building import Built
from netgov.kernels.fragmentation import fragmentation_without_each
from netgov.measures import key_players
from netgov.network import Network
from netgov.words import _

# What a finding says: an answer, and others that would do as well, such as bodies on a par. An
# answer is one body, value or link, or a set of bodies. Without any the finding cannot be made.
Said: TypeAlias = tuple[tuple[str, ...], ...]
Rule: TypeAlias = Callable[[Built], Said]

NOTHING: Final[Said] = ()
_SET: Final = 3
_HALF: Final = 0.5
# All sets of three of more bodies take too long to be compared under each setting.
_MOST_LINKED: Final = 60
_OF_THE_NETWORK: Final = ("window", "threshold", "layers", "level", "statements")
# Duties bind units as a rule names them, and are kept in whichever relation.
_OF_DUTIES: Final = ("window", "threshold", "statements")
# Kinds of gap have thresholds of their own, and count the cases that a body held in all.
_OF_GAPS: Final = ("window", "statements")
# Modes are told apart by relations, so that none can be left out.
_OF_MODES: Final = ("window", "threshold", "level", "statements")


@dataclass(frozen=True)
class Headline:
    """The card of a finding.

    Attributes
    ----------
    name
        Its name; where it rests on one measure, that of the measure.
    label
        What it says, before the names.
    rule
        What says it.
    hangs_on
        The choices that it depends on.
    reads
        Whether it reads the network alone, or the rows of evidence behind it too.
    of
        Whether it names bodies, the link from one to another, or one of some ``values``.
    values
        What people call what it may say.
    """

    name: str
    label: str
    rule: Rule
    hangs_on: tuple[str, ...] = _OF_THE_NETWORK
    reads: Literal["network", "evidence"] = "network"
    of: Literal["bodies", "link", "value"] = "bodies"
    values: Mapping[str, str] = field(default_factory=dict)

    def key(self, built: Built) -> Hashable:
        """Return all that it reads of a study: what is equal there makes it say the same."""
        return built.as_network if self.reads == "network" else built.as_evidence

    def text(self, said: Said) -> str:
        """Return what it says as a table holds it; blank if it cannot be made."""
        between = " > " if self.of == "link" else ", "
        return " | ".join(between.join(group) for group in said)

    def parts(self, text: str) -> Said:
        """Return what a text of it says."""
        between = " > " if self.of == "link" else ", "
        return tuple(tuple(group.split(between)) for group in text.split(" | ") if group)

    def at_level(self, said: Said, into: Mapping[Any, Any]) -> Said:
        """Return what it says where units are part of the bodies they belong to."""
        if self.of != "bodies" or not into:
            return said
        groups = (dict.fromkeys(into.get(body, body) for body in group) for group in said)
        return tuple(tuple(group) for group in groups)

    def same(self, base: Said, other: Said) -> bool:
        """Whether at least one answer of the usual setting is an answer here too.

        A set of bodies counts only whole. Where units are joined to the body they belong to,
        it may have become smaller; then it is to be part of a set there.
        """
        if self.of == "link":
            return not {*base}.isdisjoint(other)
        return any({*one} <= {*another} for one in base for another in other)


def _first(column: str) -> Rule:
    """Return the rule of who has the largest value, one body or several on a par."""

    def rule(built: Built) -> Said:
        return _largest(built.values[column].astype(float))

    return rule


def _largest(values: pd.Series[float]) -> Said:
    most = values.max()
    return tuple((str(body),) for body in values.index[values == most]) if most > 0 else NOTHING


def _gravest_cutpoint(built: Built) -> Said:
    """Say without which body most others lose touch with each other."""
    net, values = built.net, built.values
    apart = pd.Series(fragmentation_without_each(net.both), index=net.actors.index)
    return _largest(apart[values.index[values["cutpoint"].astype(bool)]])


def _key_set(built: Built) -> Said:
    """Say which three together hold the network together.

    Bodies without a tie are no part of it, and would make the search long.
    """
    net = built.net
    linked = np.diff(net.both.indptr) > 0
    if linked.sum() > _MOST_LINKED:
        return NOTHING
    best = key_players(Network(net.actors[linked], net.ties), _SET)
    return tuple(tuple(members.split(", ")) for members in best["members"])


def _mostly_unseen(built: Built) -> Said:
    """Say whether the records show nothing of more than half of the mandated pairs."""
    seen = mandated_pairs(built.history, built.window)
    if seen.empty:
        return NOTHING
    unseen = ~seen.isin(["positive", "weak"])
    return (("more than half" if unseen.mean() > _HALF else "half or less",),)


def _first_link(built: Built) -> Said:
    """Say which link to repair first: the most pressing gap that an agreement can close."""
    gaps = find_gaps(built.history, built.window, built.rules)
    first = first_agreements(gaps, built.history, 1)
    return tuple(zip(first["source"], first["target"], strict=True))


def _best_mode(built: Built) -> Said:
    """Say which mode of governance fits best."""
    try:
        modes = governance_mode(built.net)
    except NotEnoughData:
        return NOTHING
    return tuple((str(mode),) for mode in modes.index[modes["rank"] == 1])


#: The place to add a finding.
HEADLINES: Final[Mapping[str, Headline]] = {
    one.name: one
    for one in (
        Headline(
            "mandated",
            _("Mandated pairs without evidence"),
            _mostly_unseen,
            _OF_DUTIES,
            "evidence",
            "value",
            {"more than half": _("more than half"), "half or less": _("half or less")},
        ),
        Headline("partners", _("Most partners"), _first("partners")),
        Headline("betweenness", _("Most on the shortest routes"), _first("betweenness")),
        Headline(
            "broker_roles.total",
            _("Most often joins two without a tie"),
            _first("broker_roles.total"),
        ),
        Headline("out_strength", _("Makes the most contact"), _first("out_strength")),
        Headline("in_strength", _("Receives the most contact"), _first("in_strength")),
        Headline("cutpoint", _("Cuts off the most others if lost"), _gravest_cutpoint),
        Headline("key_set", _("The three that hold most together"), _key_set),
        Headline(
            "mode", _("Mode of governance"), _best_mode, _OF_MODES, of="value", values=MODES
        ),
        Headline(
            "first_link",
            _("First link to repair"),
            _first_link,
            _OF_GAPS,
            "evidence",
            "link",
        ),
    )
}
