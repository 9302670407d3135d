"""Sentences made by rule from results: what stands out, and what to check next.

Each carries the numbers it rests on. Where the data are too thin there is no sentence.
"""

from netgov.findings.agenda import COUNT, about_first_by_year, agenda, agenda_of
from netgov.findings.centre import (
    OF_BODIES,
    ROLES,
    about_brokerage,
    about_centrality,
    compared,
    main_role,
)
from netgov.findings.duties import (
    about_first,
    about_mandates,
    about_priority,
    about_silence,
    between,
    next_steps,
    of_gap,
)
from netgov.findings.flow import about_capacity, about_cases, about_meetings
from netgov.findings.governed import about_governance
from netgov.findings.limits import about_intervals, limits_told, told
from netgov.findings.matrices import about_matrices
from netgov.findings.missing import about_missing
from netgov.findings.robustness import (
    about_sensitivity,
    sensitivity_list,
    sensitivity_table,
    setting_list,
)
from netgov.findings.tests import about_counts, about_tests
from netgov.findings.two_years import about_two_years
from netgov.findings.whole import OF_THE_WHOLE, about_change, about_the_whole

__all__ = [
    "COUNT",
    "OF_BODIES",
    "OF_THE_WHOLE",
    "ROLES",
    "about_brokerage",
    "about_capacity",
    "about_cases",
    "about_centrality",
    "about_change",
    "about_counts",
    "about_first",
    "about_first_by_year",
    "about_governance",
    "about_intervals",
    "about_mandates",
    "about_matrices",
    "about_meetings",
    "about_missing",
    "about_priority",
    "about_sensitivity",
    "about_silence",
    "about_tests",
    "about_the_whole",
    "about_two_years",
    "agenda",
    "agenda_of",
    "between",
    "compared",
    "limits_told",
    "main_role",
    "next_steps",
    "of_gap",
    "sensitivity_list",
    "sensitivity_table",
    "setting_list",
    "told",
]
