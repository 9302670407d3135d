"""Every threshold that netgov decides by, each with its reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import Any


def _force() -> Mapping[str, float]:
    return MappingProxyType(
        {
            "law": 1.0,
            "government regulation": 0.9,
            "presidential regulation": 0.9,
            "ministerial regulation": 0.8,
            "police regulation": 0.8,
            "local regulation": 0.8,
            "SOP": 0.6,
            "agreement": 0.6,
            "guideline": 0.4,
            "statement": 0.3,
            "funding scheme": 0.3,
        }
    )


@dataclass(frozen=True)
class Rules:
    """Thresholds; ``Rules(min_cases=10)`` changes one."""

    #: Fewer contacts than this can come from one family.
    min_cases: int = 5

    #: How far a row can be believed: the source was read, a local body was filled in,
    #: the article number comes from general knowledge ([verify]).
    documented: float = 1.0
    inferred: float = 0.6
    unverified: float = 0.5

    #: How binding the rule behind a gap is, by its rank; gaps without a rule get `no_rule`.
    force: Mapping[str, float] = field(default_factory=_force, hash=False)
    no_rule: float = 0.5

    #: How easily the city can act: it commands its own offices, agrees with vertical
    #: agencies through their superiors, and can only invite bodies outside government.
    reach_city: float = 1.0
    reach_vertical: float = 0.7
    reach_outside: float = 0.5

    #: The part of a gap's priority that counts cases, when no cases are on record.
    cases_unknown: float = 0.5

    #: A duty unmet between two units but seen between their parents is half a gap.
    seen_at_parent: float = 0.5

    #: Severity of a tie that a source calls weak, and of one it reports as missing.
    weak: float = 0.5
    absent: float = 0.8

    #: Severity of contact without a written basis that sources only state.
    stated_unmandated: float = 0.3

    #: Contacts at which a tie without a rule, or referrals without a meeting, count half.
    half_unmandated: float = 5.0
    half_unmet: float = 10.0

    #: A stand-in at a meeting decides less than a head does, so the tie counts half.
    stand_in: float = 0.5

    #: A tie is called weak when chance alone gives so few contacts less often than this.
    alpha: float = 0.05

    #: Of fewer contacts neither a median nor a share says anything.
    min_referrals: int = 10

    #: A silence can be told from chance only after some contacts.
    min_contacts: int = 3

    #: Where nine of ten answers come in time the deadline is kept as well as offices keep any.
    on_time: float = 0.9

    #: Three months without a further step; most services ask for a report every month.
    lost_after: int = 90

    #: A month is the time in which a service should at least have begun.
    reach_days: int = 30

    #: Above this share of capacity waits grow out of proportion; below the other a body has
    #: room, so that few cases are not for want of staff.
    full_load: float = 0.85
    light_load: float = 0.7

    #: A finding that nine of ten settings leave as it is hangs on none of them.
    firm: float = 0.9

    #: In public output a count of fewer cases is hidden, since it points to a child; others are
    #: rounded to a multiple, so that no difference of two tables gives a hidden one away.
    mask_below: int = 5
    mask_below_sexual: int = 10  # what is advised for sexual violence
    round_to: int = 5

    #: The largest provinces have some 1,600 bodies. Of more than these no page and no rows
    #: on a screen can be read, and to compare all their pairs takes minutes and gigabytes.
    most_bodies: int = 2_000

    #: A letter takes days and the next referral of a case mostly longer, so lines of two
    #: registers further apart than this are two contacts.
    register_days: int = 14

    #: From 50 rows on, losing more than a tenth means the file was misread.
    loss_ceiling: float = 0.10
    loss_ceiling_from: int = 50

    def __reduce__(self) -> tuple[Callable[..., Rules], tuple[dict[str, Any]]]:
        """Return what makes them in another process, to which no read-only mapping goes."""
        told = {field.name: getattr(self, field.name) for field in fields(self)}
        return _rules, (told | {"force": dict(self.force)},)

    def reach(self, reach: str) -> float:
        """Return how easily the city can act on a body of this reach."""
        known = {"city": self.reach_city, "vertical": self.reach_vertical}
        return known.get(reach, self.reach_outside)

    @property
    def hidden_weight(self) -> float:
        """What a hidden count weighs in measures: half of the most it may be."""
        return (self.mask_below - 1) / 2


def _rules(told: dict[str, Any]) -> Rules:
    return Rules(**told | {"force": MappingProxyType(told["force"])})
