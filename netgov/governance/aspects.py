"""What speaks to each dimension of collaborative governance: one table, and its numbers.

Ansell and Gash describe collaboration by its starting conditions, institutional design,
facilitative leadership and the collaborative process. `ASPECTS` says which number and which
layer's statements are read under which of them. A number is NaN where nothing is on record.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

import pandas as pd

from netgov.counting import TIE
from netgov.gaps import NOT_IN_FORCE
from netgov.gaps.situation import PAIR, Situation
from netgov.governance.modes import steered
from netgov.measures import measure
from netgov.measures.registry import ratio
from netgov.network import Network
from netgov.period import Period
from netgov.words import _

DIMENSIONS: Final[Mapping[str, str]] = {
    "starting_conditions": _("Starting conditions"),
    "institutional_design": _("Institutional design"),
    "facilitative_leadership": _("Facilitative leadership"),
    "collaborative_process": _("Collaborative process"),
}
_NAN: Final = float("nan")
# Legal bases of these ranks set no rule: somebody says what is done, or pays for it.
_NO_RULES: Final = ("statement", "funding scheme")


@dataclass(frozen=True)
class Aspect:
    """One aspect of a dimension and what speaks to it.

    Attributes
    ----------
    name, dimension, label
        Its key, that of its dimension, and what it is called.
    measure, says, unit, number
        Key of the number, what it is in words, whether it is a share or a count, and how it
        is had from a `Situation`.
    why
        Why this number speaks to the aspect, and what it leaves open.
    layer
        Public statements of this layer speak to it; blank if none do.
    earlier
        Whether it is the statements of all layers from before the period that speak to it.
    """

    name: str
    dimension: str
    label: str
    measure: str
    says: str
    unit: Literal["share", "count"]
    number: Callable[[Situation], float]
    why: str
    layer: str = ""
    earlier: bool = False


def statements(now: Situation, aspect: Aspect) -> pd.DataFrame:
    """Return the public statements that speak to an aspect; what was counted is none."""
    if aspect.earlier:
        signs = _earlier(now)
        return signs[signs["weight"].isna()]
    return now.stated[now.stated["layer"] == aspect.layer]


def _earlier(now: Situation) -> pd.DataFrame:
    """Return the signs of contact that ended before the period."""
    signs = now.records.signs_in(Period(1, now.period.first - 1))
    return signs[signs["year_to"] < now.period.first]


def _of_all(net: Network, name: str) -> float:
    """Return a measure of the network as a number."""
    return float(measure(net, name)[name].item())


def _linked(now: Situation) -> pd.DataFrame:
    """Return the bodies with a tie."""
    return now.network.actors[measure(now.network, "partners")["partners"] > 0]


def _binding(now: Situation) -> pd.DataFrame:
    return now.mandates[now.mandates["status"] != NOT_IN_FORCE]


# --- starting conditions -----------------------------------------------------------------


def _staff_known(now: Situation) -> float:
    known = now.network.actors["staff"].notna()
    return float(known.mean()) if known.any() else _NAN


def _under_the_city(now: Situation) -> float:
    reach = _linked(now)["reach"]
    known = reach[reach != "unknown"]
    return ratio((known == "city").sum(), len(known))


def _bound(now: Situation) -> float:
    if now.records.mandates.empty:
        return _NAN
    bound = set(_binding(now)[PAIR].to_numpy().ravel())
    actors = now.network.actors.index
    return ratio(actors.isin(bound).sum(), len(actors))


def _linked_before(now: Situation) -> float:
    before = _earlier(now)
    if before.empty:
        return _NAN
    pairs = pd.MultiIndex.from_frame(before.loc[before["strength"] != "absent", PAIR])
    return ratio(now.network.pairs.isin(pairs).sum(), len(now.network.pairs))


# --- institutional design ----------------------------------------------------------------


def _in_a_tie(now: Situation) -> float:
    return _NAN if now.signs.empty else ratio(len(_linked(now)), len(now.network.actors))


def _rules_in_force(now: Situation) -> float:
    if now.records.mandates.empty:
        return _NAN
    dated = _binding(now)[lambda rows: rows["in_force_from"].notna()]
    bases = dated["legal_basis"].drop_duplicates()
    ranks = bases.map(now.records.legal_bases["rank"])
    return float((~ranks.isin(_NO_RULES)).sum())


def _in_reporting(now: Situation) -> float:
    rows = now.signs[now.signs["layer"] == "reporting"]
    if rows.empty:
        return _NAN
    reported = rows.loc[rows["strength"] != "absent", PAIR]
    return ratio(len(set(reported.to_numpy().ravel())), len(_linked(now)))


# --- facilitative leadership -------------------------------------------------------------


def _widest_steering(now: Situation) -> float:
    shares = steered(now.network)
    return float(shares.max()) if (shares > 0).any() else _NAN


def _heads_came(now: Situation) -> float:
    told = _attendance(now)[lambda rows: rows["stand_in"].isin(["yes", "no"])]
    return ratio((told["stand_in"] == "no").sum(), len(told))


def _attendance(now: Situation) -> pd.DataFrame:
    """Return the bodies at the meetings of the period."""
    meetings = now.records.meetings
    if meetings.empty:
        return pd.DataFrame(columns=["date", "event", "stand_in"])
    held: pd.Series[bool] = now.period.holds(meetings["date"])
    return meetings[held]


# --- collaborative process ---------------------------------------------------------------


def _coordinating(now: Situation) -> float:
    if not (now.signs["layer"] == "coordination").any():
        return _NAN
    layers = now.network.ties.index.get_level_values("layer")
    if "coordination" not in layers:
        return 0.0
    return _of_all(now.network.layer("coordination"), "density")


def _meetings_a_year(now: Situation) -> float:
    if now.records.meetings.empty:
        return _NAN
    held = len(_attendance(now)[["date", "event"]].drop_duplicates())
    return held / (now.period.last - now.period.first + 1)


def _returned(now: Situation) -> float:
    return _of_all(now.network, "reciprocity.edgewise")


def _mandated_seen(now: Situation) -> float:
    pairs = _binding(now).drop_duplicates(PAIR)
    return ratio(pairs["seen"].isin(["positive", "weak"]).sum(), len(pairs))


def _agreed(now: Situation) -> float:
    stated = now.signs["weight"].isna()
    if not stated.any():
        return ratio(0, 0)
    signs = now.signs.assign(stated=stated, counted=~stated)
    ties = signs.groupby(TIE, sort=False).agg(
        stated=("stated", "sum"),
        counted=("counted", "any"),
        some=("positive", "any"),
        every=("positive", "all"),
    )
    # What was counted is one voice beside those of the statements.
    several = ties[ties["stated"] + ties["counted"] > 1]
    return ratio((several["some"] == several["every"]).sum(), len(several))


def _answered(now: Situation) -> float:
    ties = now.network.ties
    referred = ties[ties.index.get_level_values("layer") == "referral"]
    known = referred[referred["answered"].notna()]
    return ratio(known["answered"].sum(), known["weight"].sum())


# --- the table ---------------------------------------------------------------------------

_START, _DESIGN, _LEAD, _PROCESS = DIMENSIONS

# Each layer's statements speak to one aspect, so that none is quoted twice.
ASPECTS: Final[tuple[Aspect, ...]] = (
    Aspect(
        "resources",
        _START,
        _("Resources"),
        "staff_known",
        _("Bodies whose number of staff is on record"),
        "share",
        _staff_known,
        _("Resources can be compared only where they are known; statements tell of budgets."),
        layer="funding",
    ),
    Aspect(
        "power",
        _START,
        _("Balance of power"),
        "under_the_city",
        _("Bodies with a tie that the city commands"),
        "share",
        _under_the_city,
        _("The city can order its own offices; with the others it can only agree."),
    ),
    Aspect(
        "incentives",
        _START,
        _("Incentives to take part"),
        "bound",
        _("Bodies that a rule in force joins with another"),
        "share",
        _bound,
        _("A rule is a reason to take part; others are not on record."),
    ),
    Aspect(
        "prehistory",
        _START,
        _("Earlier cooperation or conflict"),
        "linked_before",
        _("Linked pairs that were linked before the period too"),
        "share",
        _linked_before,
        _("Those who worked together before know what to expect of each other."),
        earlier=True,
    ),
    Aspect(
        "inclusiveness",
        _DESIGN,
        _("Inclusiveness"),
        "in_a_tie",
        _("Bodies that appear in a tie"),
        "share",
        _in_a_tie,
        _("A body that appears in no tie may be left out, or may not have been written about."),
    ),
    Aspect(
        "ground_rules",
        _DESIGN,
        _("Clear ground rules"),
        "rules_in_force",
        _("Written rules in force between bodies of the period"),
        "count",
        _rules_in_force,
        _("Written rules say who owes what to whom; whether they are clear is not counted."),
    ),
    Aspect(
        "transparency",
        _DESIGN,
        _("Transparency"),
        "in_reporting",
        _("Bodies with a tie that report or are reported to"),
        "share",
        _in_reporting,
        _("Reports let others see what was done."),
        layer="reporting",
    ),
    Aspect(
        "convening",
        _LEAD,
        _("A body that brings the others together"),
        "widest_steering",
        _("Others with a tie that one body coordinates with, commands or funds, at most"),
        "share",
        _widest_steering,
        _("The number shows how far one body reaches, not whether it leads well."),
        layer="authority",
    ),
    Aspect(
        "presence",
        _LEAD,
        _("Heads who come themselves"),
        "heads_came",
        _("Attendances at meetings at which the head came and no stand-in"),
        "share",
        _heads_came,
        _("A stand-in can decide less than a head."),
    ),
    Aspect(
        "dialogue",
        _PROCESS,
        _("Face-to-face dialogue"),
        "coordinating",
        _("Possible ties of coordination that are seen"),
        "share",
        _coordinating,
        _("Coordination is the nearest sign of dialogue; it need not be face to face."),
        layer="coordination",
    ),
    Aspect(
        "meetings",
        _PROCESS,
        _("Regular meetings"),
        "meetings_a_year",
        _("Meetings a year on record"),
        "count",
        _meetings_a_year,
        _("Dialogue that is regular leaves lists of attendance."),
    ),
    Aspect(
        "trust",
        _PROCESS,
        _("Trust"),
        "returned",
        _("Ties that are answered by one in the other direction"),
        "share",
        _returned,
        _("Contact in both directions is a sign of trust, not a proof."),
    ),
    Aspect(
        "commitment",
        _PROCESS,
        _("Commitment to the process"),
        "mandated_seen",
        _("Pairs that a rule in force joins and between which contact is on record"),
        "share",
        _mandated_seen,
        _("It shows where the rules are followed up; no record is not the same as no contact."),
    ),
    Aspect(
        "understanding",
        _PROCESS,
        _("Shared understanding"),
        "agreed",
        _("Ties of several sources on which they agree"),
        "share",
        _agreed,
        _("Where sources differ on a contact, the bodies may see it differently too."),
    ),
    Aspect(
        "small_wins",
        _PROCESS,
        _("Intermediate outcomes"),
        "answered",
        _("Referrals with an answer on record"),
        "share",
        _answered,
        _("An answered referral is a small success that others can see."),
        layer="referral",
    ),
)
