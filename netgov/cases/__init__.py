"""What becomes of cases: hand-overs, delays, losses, reach, registers, capacity, meetings.

The room bears this name since `netgov.pathways` is the function that gathers it all.
"""

from netgov.cases.capacity import capacity
from netgov.cases.delays import delays
from netgov.cases.log import case_log, end_of_data, follow, visits
from netgov.cases.losses import Losses, losses
from netgov.cases.meetings import NEVER_MEET, NEVER_REFER, attendance, congruence, coordination
from netgov.cases.pathways import (
    Pathways,
    hand_down_delays,
    pathways,
    pathways_for,
    public_pathways,
    usual_delays,
)
from netgov.cases.reach import reach
from netgov.cases.registers import ASSUMPTIONS, hidden_volume, reconcile
from netgov.cases.routes import detours, routes, through

__all__ = [
    "ASSUMPTIONS",
    "NEVER_MEET",
    "NEVER_REFER",
    "Losses",
    "Pathways",
    "attendance",
    "capacity",
    "case_log",
    "congruence",
    "coordination",
    "delays",
    "detours",
    "end_of_data",
    "follow",
    "hand_down_delays",
    "hidden_volume",
    "losses",
    "pathways",
    "pathways_for",
    "public_pathways",
    "reach",
    "reconcile",
    "routes",
    "through",
    "usual_delays",
    "visits",
]
