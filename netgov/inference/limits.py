"""What a bootstrap says: between which limits measures and ranks lie, with the draws."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import pandas as pd

COLUMNS: Final = (
    "value", "low", "high", "rank", "rank_low", "rank_high", "top", "group", "cases", "draws",
    "citation",
)  # fmt: skip


def no_rows() -> pd.DataFrame:
    """Return the table of limits of actors where there are none."""
    index = pd.MultiIndex.from_arrays([[], []], names=["measure", "actor"])
    return pd.DataFrame(columns=list(COLUMNS), index=index)


def no_measures() -> pd.DataFrame:
    """Return the table of limits of the network where there are none."""
    return pd.DataFrame(columns=["value", "low", "high"], dtype=float).rename_axis("measure")


def no_shares() -> pd.Series[float]:
    """Return the stability of measures where it was not asked for."""
    return pd.Series(dtype=float, name="stability").rename_axis("measure")


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Bootstrap:
    """How sure some measures are.

    Attributes
    ----------
    unit
        What was drawn anew: "case", by `bootstrap`; "actor", by `vertex_bootstrap`; or
        "source" where statements are all there is and each source was left out once.
    units
        How many of them there are.
    table
        Indexed by (measure, actor): ``value``; ``low`` and ``high``, the limits of the middle
        95 % of the draws, or the least and the most with all sources or without any one;
        ``rank``, the best is 1, with ``rank_low`` and ``rank_high``; ``top``, the share of
        draws in which it is among the first; ``group``, numbered from the top: who cannot be
        told from the first of the group; ``cases`` of the actor; ``draws``, of how many the
        value is defined; ``citation``, the source that moves the value most. What a unit does
        not tell is NaN. Of an actor with fewer than 20 cases there are no limits and no group;
        one that stands for many, or has no value, has no rank.
    network
        Indexed by measure of the whole network: ``value``, ``low``, ``high``; where actors are
        drawn, also ``mean``, ``sd`` and ``draws``.
    stability
        Of each measure of actors the largest share of cases that can be dropped with the ranks
        staying as they are (CS coefficient); empty if it was not asked for.
    times, seed
        How many draws, and the number they begin with; no draws of sources.
    draws
        By measure, the draws: one row a draw, one column an actor in the order of the network,
        or a single one.
    """

    unit: str
    units: int
    times: int
    seed: int
    table: pd.DataFrame = field(default_factory=no_rows)
    network: pd.DataFrame = field(default_factory=no_measures)
    stability: pd.Series[float] = field(default_factory=no_shares)
    draws: Mapping[str, np.ndarray] = field(default_factory=dict)

    @property
    def rows(self) -> pd.DataFrame:
        """The table as it is written: what the unit tells, with the stability if asked for."""
        told = self.table.dropna(axis=1, how="all")
        return told if self.stability.empty else told.join(self.stability, on="measure")

    def __repr__(self) -> str:
        return (
            f"<Bootstrap by {self.unit}: {len(self.table)} numbers of actors, "
            f"{len(self.network)} of the network, {self.units} {self.unit}s, "
            f"{self.times} draws, seed {self.seed}>"
        )
