"""Mode and dimensions together."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from netgov.errors import NotEnoughData, Phrase
from netgov.governance.dimensions import dimensions
from netgov.governance.modes import governance_mode
from netgov.history import History
from netgov.network import Network
from netgov.period import Period
from netgov.rules import Rules


@dataclass(frozen=True, eq=False, repr=False)
class Scorecard:
    """The governance scorecard of a period.

    Attributes
    ----------
    modes
        As `governance_mode` returns it; without rows if the ties are too few.
    dimensions
        As `dimensions` returns it.
    network
        The ties that the modes were read from.
    counted
        Whether any contact was counted, not only stated.
    note
        Why there are no modes; None if there are.
    """

    modes: pd.DataFrame
    dimensions: pd.DataFrame
    network: Network
    counted: bool
    note: Phrase | None = None

    def __repr__(self) -> str:
        known = int(self.dimensions["data"].sum())
        return (
            f"<Scorecard {self.network.label}: {len(self.modes)} modes, "
            f"{known} of {len(self.dimensions)} aspects with data>"
        )


def scorecard(
    history: History,
    year: int | Period | None = None,
    rules: Rules | None = None,
    *,
    seed: int = 0,
) -> Scorecard:
    """Return the governance scorecard of a year or span of years; there is no grade.

    Parameters
    ----------
    history
        The networks of a study.
    year
        A year, or a `Period`; the whole study unless given.
    rules
        Thresholds other than the usual ones.
    seed
        For the random networks of `governance_mode`.

    Returns
    -------
    Scorecard

    References
    ----------
    ansell2008, provan2008
    """
    period = history.asked(year)
    net, told = history[period], dimensions(history, period, rules)
    counted = history.records.counted
    try:
        return Scorecard(governance_mode(net, seed=seed), told, net, counted)
    except NotEnoughData as few:
        return Scorecard(pd.DataFrame(), told, net, counted, few.phrase)
