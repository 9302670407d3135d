"""How sure measures are: the cases of a study drawn anew, again and again."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import pandas as pd

from netgov.counting import contacts
from netgov.draws import TIMES
from netgov.errors import NetgovError, NotEnoughData
from netgov.history import History, need_history
from netgov.inference.casework import FEWEST_CASES, Casework, casework
from netgov.inference.columns import (
    Column,
    columns_of,
    measured,
    named,
    rank_limits,
    turns,
)
from netgov.inference.left_out import drop_sources
from netgov.inference.limits import COLUMNS, Bootstrap, no_rows, no_shares
from netgov.inference.result import Tell, need_times, silent
from netgov.kernels.ranks import from_the_top, rank_correlations, tiers
from netgov.network import Network
from netgov.period import Period
from netgov.records import Records
from netgov.words import _

_LIMITS: Final = (0.025, 0.975)
_TOP: Final = 3
#: By how much cases are dropped from one step to the next, and how alike the ranks must stay in
#: how many of the draws [epskamp2018].
_STEP: Final = 0.05
_ALIKE: Final = 0.7
_SURE: Final = 0.95
_FEWEST_RANKED: Final = 3
_DROPS: Final = 250  # draws of each step
_SURE_OF: Final = ["low", "high", "rank_low", "rank_high", "top"]


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
        ranks to the first of the group leaves out 0. So none can be told from the first of its
        group, though two others of it may differ.

    Raises
    ------
    DisclosureError
        If cases are on record and the study is the public view.
    NotEnoughData
        If there are fewer than 20 cases, or a measure knows only which ties there are: drawing
        anew can take ties away but never add one, so its limits would be too low.
    UnknownName
        If there is no such measure.

    Notes
    -----
    A count made elsewhere stands for as many cases, each with an equal part of its contacts. A
    case that is in two such counts is two cases here, so that limits are too near each other.

    References
    ----------
    efron1979, epskamp2018

    Examples
    --------
    >>> import netgov as ng
    >>> history = ng.build_history(ng.read_records("examples/casework"))
    >>> found = ng.bootstrap(history, "in_strength", times=100)
    >>> found.table.loc[("in_strength", "upt_ppa"), ["rank", "rank_low", "rank_high"]].tolist()
    [1.0, 1.0, 1.0]
    """
    history = need_history(records)
    period, rng = history.within(year), need_times(times, seed)
    _need_top(top)
    if not len(contacts(history.records.signs_in(period))):
        return drop_sources(
            history, measures, year=period, layer=layer, level=level, top=top, tell=tell
        )
    work = casework(history, period, layer=layer, level=level)
    columns = _weighing(work.net, measures)
    drawn = (work.weights(work.drawn(rng, some)) for some in turns(times))
    draws = measured(work.net, columns, drawn, tell)
    observed = measured(work.net, columns, [work.weights(work.size[None])])
    of_actors = {name: column for name, column in columns.items() if column.card.of == "actor"}
    return Bootstrap(
        unit="case",
        units=work.cases,
        times=times,
        seed=seed,
        table=_table(work, observed, draws, list(of_actors), top),
        network=_network(observed, draws, [name for name in columns if name not in of_actors]),
        stability=stable_shares(work, of_actors, rng) if stability else no_shares(),
        draws=draws,
    )


def _weighing(net: Network, measures: str | Sequence[str]) -> dict[str, Column]:
    """Return the measures asked for that have limits; of a whole measure, its parts that do.

    Raises
    ------
    NotEnoughData
        If a measure asked for has none.
    """
    found = {name: columns_of(net, [name]) for name in named(measures)} or {
        "": columns_of(net, ())
    }
    kept: dict[str, Column] = {}
    for name, columns in found.items():
        weigh = {column: of for column, of in columns.items() if of.card.weighs(column)}
        if not weigh:
            sentence = _(
                "{name} knows only which ties there are. Drawing cases anew can take ties away "
                "but never add one, so its limits would be too low. What chance gives says "
                "netgov test; for measures of the network bodies can be drawn (--actors)."
            )
            raise NotEnoughData(sentence, name=name)
        kept |= weigh
    return kept


def _need_top(top: int) -> None:
    if top < 1:
        sentence = _("Ask for at least one row, not {value}.")
        raise NetgovError(sentence, value=top)


def _table(
    work: Casework,
    observed: Mapping[str, np.ndarray],
    draws: Mapping[str, np.ndarray],
    names: Sequence[str],
    top: int,
) -> pd.DataFrame:
    """Return what is sure of each measure of each actor."""
    net, few = work.net, work.cases_of < FEWEST_CASES
    frames = {}
    for name in names:
        low, high = _limits(draws[name])
        values = {"value": observed[name][0], "low": low, "high": high}
        frame = pd.DataFrame(values, net.actors.index).join(
            rank_limits(net, observed[name][0], draws[name], _LIMITS, top)
        )
        frame.loc[few | frame["rank"].isna(), _SURE_OF] = np.nan
        ranked = frame["rank"].notna().to_numpy() & ~few
        groups = _groups(observed[name][0], draws[name], ranked)
        known = np.isfinite(draws[name]).sum(axis=0)
        told = frame.assign(group=groups, cases=work.cases_of, draws=known, citation=np.nan)
        frames[name] = told[list(COLUMNS)]
    return pd.concat(frames, names=["measure", "actor"]) if frames else no_rows()


def _groups(observed: np.ndarray, draws: np.ndarray, ranked: np.ndarray) -> np.ndarray:
    """Return the group of each actor that is ranked for sure."""
    groups = np.full(len(observed), np.nan)
    ranks = from_the_top(observed[ranked]), from_the_top(draws[:, ranked])
    groups[ranked] = tiers(*ranks, _LIMITS)
    return groups


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
    """Return the largest share of cases that can be dropped with the ranks staying alike.

    Ranks of single bodies with a tie and a value; NaN where fewer than three have one.
    """
    observed = measured(work.net, columns, [work.weights(work.size[None])])
    tied = np.bincount(np.concatenate(work.net.ends), minlength=len(work.net.actors)) > 0
    single = work.net.single.to_numpy(bool) & tied
    ranked = {name: single & ~np.isnan(values[0]) for name, values in observed.items()}
    enough = {name: who.sum() >= _FEWEST_RANKED for name, who in ranked.items()}
    found = {name: 0.0 if many else np.nan for name, many in enough.items()}
    left = {name: column for name, column in columns.items() if found[name] == 0}
    for step in range(round(1 / _STEP) - 1, 0, -1):
        if not left:
            break
        some = work.weights(work.kept(rng, _DROPS, step * _STEP))
        draws = measured(work.net, left, [some])
        for name in list(left):
            who = ranked[name]
            alike = rank_correlations(observed[name][0, who], draws[name][:, who]) >= _ALIKE
            if alike.mean() >= _SURE:
                found[name] = round(step * _STEP, 2)
                del left[name]
    return pd.Series(found, dtype=float, name="stability").rename_axis("measure")
