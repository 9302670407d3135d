"""Where cases end, and where they are lost: the case log as an absorbing chain."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from netgov.cases.log import (
    ENDS,
    LOST,
    OPEN,
    PASSED_ON,
    RESOLVED,
    case_log,
    need_log,
    visits,
)
from netgov.errors import NotEnoughData, Phrase
from netgov.history import History
from netgov.kernels.chains import absorbing_chain, contributions, elasticities, without_exit
from netgov.period import Period
from netgov.rules import Rules
from netgov.words import _

_LOST = ENDS.index(LOST)


@dataclass(frozen=True, eq=False)
class Losses:
    """Where the cases of a period are lost.

    Attributes
    ----------
    agencies
        Indexed by actor, in order of appearance: ``received`` visits, of which ``passed_on``,
        ``resolved``, ``unserved`` (closed without service), ``lost`` and ``open``; ``share``
        of those not open that is lost; ``contribution`` to the loss of the network;
        ``elasticity`` of that loss: per cent by which it grows when the agency's own share
        grows by one.
    entries
        Indexed by the body that a case reaches first: ``cases``, ``share`` of all, ``loss``
        (share of its cases lost in the end) and further ``hand_overs`` expected.
    loss, low, high
        Share of the cases that are lost; and the bounds if all open visits were resolved, or
        all lost.
    note
        Why there is nothing of this, if there is not.
    """

    agencies: pd.DataFrame
    entries: pd.DataFrame
    loss: float
    low: float
    high: float
    note: Phrase | None = None


def losses(
    history: History, year: int | Period | None = None, rules: Rules | None = None
) -> Losses:
    """Return where the cases of a period are lost, read as an absorbing chain.

    A visit is an arrival at a body; it is passed on, resolved, closed without service, or
    lost when `Rules.lost_after` days pass without a further step. Open visits are left out.

    Raises
    ------
    NotEnoughData
        If there is no case log, no visit has ended, or some bodies pass cases on among
        themselves and none ever ends.

    References
    ----------
    kemeny1976
    """
    rules, period = rules or Rules(), history.asked(year)
    need_log(history)
    seen = visits(history, rules)
    seen = seen[period.holds(seen["date"])]
    ended = seen[seen["fate"] != OPEN]
    if ended.empty:
        sentence = _("No visit of {year} has ended yet; take a longer period.")
        raise NotEnoughData(sentence, year=str(period))
    first = seen[~seen["case"].duplicated()]["target"]
    names = pd.Index(pd.unique(ended["target"]), name="actor")
    entry = first.value_counts().reindex(names).fillna(0.0)
    shares = _shares(ended, history, names)
    chain = absorbing_chain(*shares, (entry / entry.sum()).to_numpy())
    parts = contributions(chain, shares[1], _LOST)
    agencies = _counted(seen, names).assign(
        contribution=parts, elasticity=elasticities(chain, *shares, _LOST)
    )
    entries = pd.DataFrame(
        {
            "cases": entry,
            "share": entry / entry.sum(),
            "loss": chain.absorbed[:, _LOST],
            "hand_overs": chain.steps,
        }
    )
    low, high = (_bound(seen, fate, history, first) for fate in (RESOLVED, LOST))
    return Losses(agencies, entries[entries["cases"] > 0], float(parts.sum()), low, high)


def _counted(seen: pd.DataFrame, names: pd.Index) -> pd.DataFrame:
    """Return how the visits of each body ended."""
    fates = pd.crosstab(seen["target"], seen["fate"])
    fates = fates.reindex(index=names, columns=[PASSED_ON, *ENDS, OPEN], fill_value=0)
    fates.columns = pd.Index(["passed_on", "resolved", "unserved", "lost", "open"])
    ended = fates.sum(axis=1) - fates["open"]
    return fates.assign(received=fates.sum(axis=1), share=fates["lost"] / ended)[
        ["received", *fates.columns, "share"]
    ].rename_axis(columns=None)


def _shares(
    ended: pd.DataFrame, history: History, names: pd.Index
) -> tuple[np.ndarray, np.ndarray]:
    """Return the shares of visits that leave to each agency, and that end in each way."""
    receivers = case_log(history)["target"].to_numpy()
    passed = np.zeros((len(names), len(names)))
    outside = np.zeros((len(names), len(ENDS)))
    at = names.get_indexer(pd.Index(ended["target"]))
    onward = (ended["fate"] == PASSED_ON).to_numpy()
    to = names.get_indexer(receivers[ended["exit"].to_numpy()[onward]])
    known = to >= 0
    np.add.at(passed, (at[onward][known], to[known]), 1.0)
    way = pd.Index(ENDS).get_indexer(pd.Index(ended["fate"][~onward]))
    np.add.at(outside, (at[~onward], way), 1.0)
    total = passed.sum(axis=1) + outside.sum(axis=1)
    # What goes on to a body that no case of the period has left has no end on record.
    filled = np.where(total > 0, total, 1.0)[:, None]
    passed, outside = passed / filled, outside / filled
    _need_exits(passed, outside, names)
    return passed, outside


def _need_exits(passed: np.ndarray, outside: np.ndarray, names: pd.Index) -> None:
    stuck = without_exit(passed, outside)
    if len(stuck):
        sentence = _(
            "No case that reaches {who} ever ends on record, so shares of losses do not "
            "exist; take a longer period."
        )
        raise NotEnoughData(sentence, who=", ".join(map(str, names[stuck])))


def _bound(seen: pd.DataFrame, fate: str, history: History, first: pd.Series) -> float:
    """Return the share of cases lost if all open visits ended in one way."""
    ended = seen.assign(fate=seen["fate"].where(seen["fate"] != OPEN, fate))
    names = pd.Index(pd.unique(ended["target"]), name="actor")
    shares = _shares(ended, history, names)
    entry = first.value_counts().reindex(names).fillna(0.0).to_numpy()
    chain = absorbing_chain(*shares, entry / entry.sum())
    return float(contributions(chain, shares[1], _LOST).sum())
