"""How sure measures are: the cases of a study drawn anew, again and again."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from netgov.counting import contacts
from netgov.errors import NetgovError, NotEnoughData
from netgov.history import History, build_history
from netgov.inference.asked import Column, can_be_compared, columns_of, measured
from netgov.inference.casework import FEWEST_CASES, Casework, casework
from netgov.inference.drop_sources import drop_sources
from netgov.inference.result import TIMES, Tell, need_times, silent
from netgov.kernels.ranks import from_the_top, rank_correlations, tiers
from netgov.network import Network
from netgov.period import Period
from netgov.proof import numbers_of
from netgov.records import Records
from netgov.words import _

_LIMITS: Final = (0.025, 0.975)
_TOP: Final = 3
#: By how much cases are dropped from one step to the next, and how alike the ranks must stay in
#: how many of the draws [epskamp2018].
_STEP: Final = 0.05
_ALIKE: Final = 0.7
_SURE: Final = 0.95
_DROPS: Final = 250  # draws of each step
#: Of `Bootstrap.table`.
COLUMNS: Final = (
    "value", "low", "high", "rank", "rank_low", "rank_high", "top", "group", "cases",
)  # fmt: skip


@dataclass(frozen=True, eq=False, repr=False)
class Bootstrap:
    """How sure some measures are.

    Attributes
    ----------
    table
        Indexed by (measure, actor): ``value``; ``low`` and ``high``, its 95 % interval;
        ``rank``, the best is 1, with ``rank_low`` and ``rank_high``; ``top``, the share of
        draws in which it is among the first; ``group``, numbered from the top: actors of one
        group cannot be told apart; ``cases`` of the actor. Of an actor with fewer than 20
        cases there are no limits; one that stands for many has no rank.
    network
        Indexed by measure of the whole network: ``value``, ``low``, ``high``.
    stability
        Of each measure of actors the largest share of cases that can be dropped with the ranks
        staying as they are (CS coefficient); empty if it was not asked for.
    unit
        What was drawn anew: "case"; or "source", where statements are all there is and each
        source was left out once.
    units
        How many of them there are.
    times, seed
        How many draws, and the number they begin with.
    draws
        By measure, the draws: one row a draw, one column an actor in the order of the network,
        or a single one.
    """

    table: pd.DataFrame
    network: pd.DataFrame
    stability: pd.Series[float]
    unit: str
    units: int
    times: int
    seed: int
    draws: Mapping[str, np.ndarray]

    @property
    def rows(self) -> pd.DataFrame:
        """The table with the stability of each measure, if it was asked for."""
        if self.stability.empty:
            return self.table
        return self.table.join(self.stability, on="measure")

    def __repr__(self) -> str:
        return (
            f"<Bootstrap by {self.unit}: {len(self.table)} numbers of actors, "
            f"{len(self.network)} of the network, {self.units} {self.unit}s, "
            f"{self.times} draws, seed {self.seed}>"
        )


def bootstrap(  # noqa: PLR0913  each is one question of the analyst
    records: Records | History,
    measures: str | Sequence[str] = (),
    *,
    year: int | str | Period | None = None,
    times: int = TIMES,
    seed: int = 0,
    top: int = _TOP,
    layer: str | None = None,
    level: str = "unit",
    stability: bool = False,
    tell: Tell = silent,
) -> Bootstrap:
    """Return how sure measures are, by drawing the cases anew.

    As many cases as there are, each with all its rows, are drawn with replacement; the bodies
    stay, and so do statements and meetings. The limits hold the middle 95 % of the draws.

    Parameters
    ----------
    records
        What `read_records` returns, or a study, or the view of it for the office.
    measures
        Names of measures of actors or the network; the centralities unless given.
    year
        A year or span of years; the whole study unless given.
    times, seed
        How many draws, and the number they begin with.
    top
        Among how many of the first ``top`` counts.
    layer, level
        As in `view`.
    stability
        Drop cases too, to find the CS coefficient; that takes several times as long.
    tell
        Called with how many more draws are done.

    Returns
    -------
    Bootstrap
        Groups: down the ranking a new one begins when the 95 % interval of the difference of
        ranks to the first of the group leaves out 0.

    Raises
    ------
    DisclosureError
        If cases are on record and the study is the public view.
    NotEnoughData
        If there are fewer than 20 cases, or a measure knows only which ties there are: drawing
        anew can take ties away but never add one, so its limits would be too low.
    UnknownName
        If there is no such measure.

    References
    ----------
    efron1979, epskamp2018
    """
    history = records if isinstance(records, History) else build_history(records)
    period, rng = history.asked(year), need_times(times, seed)
    _need_top(top)
    if not len(contacts(history.records.signs_in(period))):
        return _of_sources(history, period, measures, seed)
    work = casework(history, period, layer=layer, level=level)
    columns = _weighing(work.net, measures)
    draws = _drawn(work, columns, rng, times, tell)
    observed = measured(work.net, columns, work.weights(work.size[None]))
    of_actors = {name: column for name, column in columns.items() if column.card.of == "actor"}
    return Bootstrap(
        table=_table(work, observed, draws, list(of_actors), top),
        network=_network(observed, draws, [name for name in columns if name not in of_actors]),
        stability=stable_shares(work, of_actors if stability else {}, rng),
        unit="case",
        units=work.cases,
        times=times,
        seed=seed,
        draws=draws,
    )


def _weighing(net: Network, measures: str | Sequence[str]) -> dict[str, Column]:
    """Return the measures asked for that have limits; of a whole measure, its parts that do.

    Raises
    ------
    NotEnoughData
        If a measure asked for has none.
    """
    asked = [measures] if isinstance(measures, str) else list(measures)
    found = {name: columns_of(net, [name]) for name in asked} or {"": columns_of(net, ())}
    kept: dict[str, Column] = {}
    for name, columns in found.items():
        weigh = {column: of for column, of in columns.items() if of.card.weighs(column)}
        if not weigh:
            sentence = _(
                "{name} knows only which ties there are. Drawing cases anew can take ties away "
                "but never add one, so its limits would be too low; netgov test says what "
                "chance gives."
            )
            raise NotEnoughData(sentence, name=name)
        kept |= weigh
    return kept


def _need_top(top: int) -> None:
    if top < 1:
        sentence = _("Ask for at least one row, not {value}.")
        raise NetgovError(sentence, value=top)


def _drawn(
    work: Casework,
    columns: Mapping[str, Column],
    rng: np.random.Generator,
    times: int,
    tell: Tell,
) -> dict[str, np.ndarray]:
    """Return each measure of so many draws of the cases."""
    return measured(work.net, columns, work.weights(work.drawn(rng, times)), tell)


def _table(
    work: Casework,
    observed: Mapping[str, np.ndarray],
    draws: Mapping[str, np.ndarray],
    names: Sequence[str],
    top: int,
) -> pd.DataFrame:
    """Return what is sure of each measure of each actor."""
    actors = work.net.actors
    single = np.flatnonzero(can_be_compared(work.net))
    few = pd.Series(work.cases_of < FEWEST_CASES, actors.index)
    frames = {}
    for name in names:
        ranked = _ranked(observed[name][0, single], draws[name][:, single], top)
        low, high = _limits(draws[name])
        frame = pd.DataFrame(
            {"value": observed[name][0], "low": low, "high": high}, actors.index
        )
        frame = frame.join(ranked.set_axis(actors.index[single]))
        frame.loc[few, ["low", "high", "rank_low", "rank_high"]] = np.nan
        frames[name] = frame.assign(cases=work.cases_of)
    index = pd.MultiIndex.from_arrays([[], []], names=["measure", "actor"])
    empty = pd.DataFrame(columns=list(COLUMNS), index=index)
    return pd.concat(frames, names=["measure", "actor"]) if frames else empty


def _ranked(observed: np.ndarray, draws: np.ndarray, top: int) -> pd.DataFrame:
    """Return how sure the ranks are of actors that can be compared."""
    ranks, drawn = from_the_top(observed), from_the_top(draws)
    best, worst = np.quantile(drawn, _LIMITS, axis=0)
    return pd.DataFrame(
        {
            "rank": ranks,
            "rank_low": np.floor(best),
            "rank_high": np.ceil(worst),
            "top": (drawn <= top).mean(axis=0),
            "group": tiers(ranks, drawn, _LIMITS),
        }
    )


def _network(
    observed: Mapping[str, np.ndarray], draws: Mapping[str, np.ndarray], names: Sequence[str]
) -> pd.DataFrame:
    rows = {
        name: (
            float(observed[name][0, 0]),
            *(float(limit[0]) for limit in _limits(draws[name])),
        )
        for name in names
    }
    columns = ["value", "low", "high"]
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=columns, dtype=float)
    return frame.rename_axis("measure")


def _limits(draws: np.ndarray) -> np.ndarray:
    """Return the limits of the middle 95 % of the draws that are defined."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "All-NaN slice")
        limits: np.ndarray = np.nanquantile(draws, _LIMITS, axis=0)
    return limits


def stable_shares(
    work: Casework, columns: Mapping[str, Column], rng: np.random.Generator
) -> pd.Series[float]:
    """Return the largest share of cases that can be dropped with the ranks staying alike."""
    observed = measured(work.net, columns, work.weights(work.size[None]))
    found, left = dict.fromkeys(columns, 0.0), dict(columns)
    for step in range(round(1 / _STEP) - 1, 0, -1):
        if not left:
            break
        share = step * _STEP
        draws = measured(work.net, left, work.weights(work.kept(rng, _DROPS, share)))
        for name in list(left):
            alike = rank_correlations(observed[name][0], draws[name]) >= _ALIKE
            if alike.mean() >= _SURE:
                found[name] = round(share, 2)
                del left[name]
    return pd.Series(found, dtype=float, name="stability").rename_axis("measure")


def _of_sources(
    history: History, period: Period, measures: str | Sequence[str], seed: int
) -> Bootstrap:
    """Return how much hangs on single sources, where there is nothing to draw anew."""
    asked = [measures] if isinstance(measures, str) else list(measures)
    asked = list(columns_of(history[period], asked, ["actor"]))
    table = drop_sources(history, asked, period)
    return Bootstrap(
        table=table,
        network=_network({}, {}, ()),
        stability=pd.Series(dtype=float, name="stability").rename_axis("measure"),
        unit="source",
        units=len(numbers_of(history.records.signs_in(period)["citation"])),
        times=0,
        seed=seed,
        draws={},
    )
