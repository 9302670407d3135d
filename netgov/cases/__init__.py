"""What becomes of cases: hand-overs, delays, losses, reach, registers, capacity, meetings.

The room bears this name since `netgov.pathways` is the function that gathers it all.
"""

from netgov.cases.capacity import capacity
from netgov.cases.delays import delays
from netgov.cases.log import case_log, visits
from netgov.cases.losses import Losses, losses
from netgov.cases.meetings import attendance, congruence, coordination
from netgov.cases.pathways import Pathways, pathways, public_pathways
from netgov.cases.reach import reach
from netgov.cases.registers import ASSUMPTIONS, hidden_volume, reconcile
from netgov.cases.routes import detours, routes, through

__all__ = [
    "ASSUMPTIONS",
    "Losses",
    "Pathways",
    "attendance",
    "capacity",
    "case_log",
    "congruence",
    "coordination",
    "delays",
    "detours",
    "hidden_volume",
    "losses",
    "pathways",
    "public_pathways",
    "reach",
    "reconcile",
    "routes",
    "through",
    "visits",
]
