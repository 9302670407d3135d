"""Two years compared: whether measures changed by more than chance, tie by tie and as a whole.

Bodies are compared under the last name of their line, as in `netgov.years`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple, TypeAlias

import numpy as np
import pandas as pd
from scipy.sparse import csr_array, vstack

from netgov.counting import contacts
from netgov.draws import TESTS
from netgov.errors import NetgovError, NotEnoughData
from netgov.history import History, need_history
from netgov.inference.casework import Casework, casework, need_cases
from netgov.inference.columns import Column, columns_of, index_of, measured, turns
from netgov.inference.matrices import qap
from netgov.inference.result import Inference, Tell, judged, need_times, silent
from netgov.kernels.matrix_draws import is_constant
from netgov.network import Network
from netgov.period import Period
from netgov.sizes import need_at_most
from netgov.words import _
from netgov.years import change

#: What is dealt anew: the cases of both years, or the values of each pair of bodies.
CASES: Final = "cases"
PAIRS: Final = "pairs"


@dataclass(frozen=True, eq=False, repr=False)
class TwoYears:
    """Two years compared.

    Attributes
    ----------
    before, after
        The years.
    measures
        Of each measure whether it changed: its table has the columns of `Inference`, and
        ``before`` and ``after`` what was measured in each year; ``observed`` is the later less
        the earlier. It is indexed by (measure, actor); the actor is blank where the measure is
        of the network. Its null is "cases" or "pairs": what was dealt anew.
    ties
        The change of each tie, as `change` tells it.
    alike
        How far the two years are tied alike: the correlation of their weights (QAP), indexed
        by both years, such as "2018–2019". None where all pairs are tied alike in a year.
    left_out
        The bodies that exist in one of the years alone.
    """

    before: int
    after: int
    measures: Inference
    ties: pd.DataFrame
    alike: Inference | None
    left_out: tuple[str, ...]

    def __repr__(self) -> str:
        return (
            f"<{type(self).__name__} {self.before}, {self.after}: "
            f"{len(self.measures.table)} numbers, {len(self.ties)} ties, "
            f"{len(self.left_out)} bodies left out>"
        )


def compare_years(
    history: History,
    before: int | str,
    after: int | str,
    measures: str | Sequence[str] = (),
    *,
    times: int = TESTS,
    seed: int = 0,
    tell: Tell = silent,
) -> TwoYears:
    """Return what changed from one year to another by more than chance.

    Parameters
    ----------
    history
        A study. Where contact was counted, its single cases are needed, which the public view
        does not hold.
    before, after
        The two years, the earlier first.
    measures
        Names of measures of actors or the network; the centralities unless given.
    times, seed
        How many draws, and the number they begin with.
    tell
        Called with how many more draws are done.

    Returns
    -------
    TwoYears

    Raises
    ------
    DisclosureError
        If contact was counted and the study is the public view.
    NotEnoughData
        If a year lies outside the study, has no tie between bodies of both years, or has fewer
        than 20 cases while contact was counted or more than 2,000 actors; or if a measure has
        no number.
    NetgovError
        If the years are not two single ones in order.
    UnknownName
        If there is no such measure.

    Notes
    -----
    If one process made both years, it is chance which case fell into which. So the cases of
    both are dealt anew, as many to each year as it had: a year with more cases is no change by
    itself. A case keeps all its rows of one year together. Of a case with rows in both years
    these are two parts, dealt as if they were two cases: each year holds parts of cases that
    began before it or went on after it. Cases that touch no tie between the compared bodies
    are left out. Statements and meetings attended together stay in their year. A count without
    case numbers is dealt as so many single cases, so its p is too small where contacts of one
    case come together.

    Where nothing was counted, the two values of each pair of bodies are exchanged at random.
    Statements that span both years never differ, so this finds change in the others alone.

    Either way the answer is about change in practice only if both years were recorded alike:
    a register that was begun between them is a change that no test tells from one in practice.

    References
    ----------
    benjamini1995, krackhardt_dyads1988
    """
    history, rng = need_history(history), need_times(times, seed)
    years = _need_years(history, before, after)
    nets = [history[year] for year in years]
    for one in nets:
        need_at_most(one)
    net = _union(nets, years)
    columns = columns_of(net, measures)
    lots = _lots(history, years, net)
    (was, now), draws = _measured(lots, net, columns, rng, times, tell)
    table = judged(index_of(net, columns), now - was, draws)
    return TwoYears(
        *years,
        measures=Inference(
            table=pd.concat(
                [pd.DataFrame({"before": was, "after": now}, table.index), table], axis=1
            ),
            null=CASES if isinstance(lots, _Cases) else PAIRS,
            times=times,
            seed=seed,
            draws=draws,
        ),
        ties=change(history, years, ends_only=True),
        alike=_alike([_square(one, net) for one in nets], years, times, seed),
        left_out=_left_out(nets),
    )


def _need_years(history: History, before: int | str, after: int | str) -> tuple[int, int]:
    """Return two years of the study, the earlier first."""
    first, second = (_need_year(history, year) for year in (before, after))
    if first >= second:
        sentence = _("Name the earlier year first and another one after it: {before}, {after}.")
        raise NetgovError(sentence, before=str(first), after=str(second))
    return first, second


def _need_year(history: History, year: int | str) -> int:
    """Return a single year of the study."""
    period = Period.of(year)
    if period.first != period.last:
        sentence = _("{year} is not a single year; compare two years, such as 2018 and 2019.")
        raise NetgovError(sentence, year=str(period))
    return history.within(period).first


def _left_out(nets: list[Network]) -> tuple[str, ...]:
    """Return the bodies that are in one of two networks alone."""
    earlier, later = (net.actors.index for net in nets)
    return (*earlier[~earlier.isin(later)], *later[~later.isin(earlier)])


def _union(nets: list[Network], years: tuple[int, int]) -> Network:
    """Return the network of every tie of either year between bodies of both."""
    was, now = nets
    common = now.actors.index.intersection(was.actors.index, sort=False)
    within = [
        net.ties[np.isin(net.ends, net.actors.index.get_indexer(common)).all(axis=0).tolist()]
        for net in nets
    ]
    for year, ties in zip(years, within, strict=True):
        if ties.empty:
            sentence = _(
                "No tie is on record in {year} between bodies of both years, so there is "
                "nothing to compare."
            )
            raise NotEnoughData(sentence, year=str(year))
    either = within[0].index.union(within[1].index, sort=False).to_frame(index=False)
    groups = None if now.groups is None else now.groups[common]
    return Network.of(either, groups, now.actors.loc[common])


def _square(one: Network, net: Network) -> pd.DataFrame:
    """Return the weights of one year between the bodies of both."""
    common = net.actors.index
    whole = pd.DataFrame(one.matrix.toarray(), one.actors.index, one.actors.index)
    return whole.loc[common, common]


def _alike(
    squares: list[pd.DataFrame], years: tuple[int, int], times: int, seed: int
) -> Inference | None:
    """Return the correlation of the weights of two years, under the name of both.

    None where a year has the same tie between all bodies, of which nothing can be told.
    """
    was, now = squares
    if any(is_constant(one.to_numpy()) for one in squares):
        return None
    found = qap(now, was, times=times, seed=seed)
    name = pd.Index([str(Period(*years))], name="years")
    return replace(found, table=found.table.set_axis(name))


class _Cases(NamedTuple):
    """The cases of both years, to be dealt to the two anew.

    ``before`` and ``after`` hold the contacts of all of them, each with what stays in its
    year; ``first`` tells how many cases of each unit are of the year before.
    """

    before: Casework
    after: Casework
    first: np.ndarray

    def recorded(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the weights of each year as they are, in one row."""
        return self._weights(self.first[None])

    def dealt(self, rng: np.random.Generator, times: int) -> tuple[np.ndarray, np.ndarray]:
        """Return the weights of each year with the cases dealt anew, one row a draw."""
        return self._weights(self.before.chosen(rng, times, int(self.first.sum())))

    def _weights(self, first: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return self.before.weights(first), self.after.weights(self.after.size - first)


class _Pairs(NamedTuple):
    """The weights of each year, to be exchanged pair by pair."""

    before: np.ndarray
    after: np.ndarray

    def recorded(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the weights of each year as they are, in one row."""
        return self.before[None], self.after[None]

    def dealt(self, rng: np.random.Generator, times: int) -> tuple[np.ndarray, np.ndarray]:
        """Return the weights of each year with some exchanged, one row a draw."""
        stays = rng.random((times, len(self.before))) < 0.5
        return (
            np.where(stays, self.before, self.after),
            np.where(stays, self.after, self.before),
        )


_Lots: TypeAlias = "_Cases | _Pairs"


def _lots(history: History, years: tuple[int, int], net: Network) -> _Lots:
    """Return what can be dealt anew: cases if contact was counted, else pairs."""
    spans = [Period(year, year) for year in years]
    if any(len(contacts(history.records.signs_in(span))) for span in spans):
        return _cases([casework(history, span) for span in spans], net, years)
    cells = net.matrix.tocoo().coords
    before, after = (_square(history[span], net).to_numpy()[cells] for span in spans)
    return _Pairs(before, after)


def _cases(works: list[Casework], net: Network, years: tuple[int, int]) -> _Cases:
    """Return the cases of two years, their contacts on the ties of one network."""
    units, sizes = zip(*(_on(work, net) for work in works), strict=True)
    for year, own in zip(years, sizes, strict=True):
        need_cases(int(own.sum()), str(year))
    both, size = csr_array(vstack(units)), np.concatenate(sizes)
    before, after = (
        Casework(
            net=net,
            ties=net.ties.index,
            ends=net.ends,
            size=size,
            contacts=both,
            steady=_placed(work.steady, work, net),
            stated=_placed(work.stated, work, net),
        )
        for work in works
    )
    return _Cases(before, after, np.where(np.arange(len(size)) < len(sizes[0]), size, 0))


def _on(work: Casework, net: Network) -> tuple[csr_array, np.ndarray]:
    """Return the contacts of each unit on the ties of a network, if any, and its size."""
    places = net.ties.index.get_indexer(work.ties)
    kept = np.flatnonzero(places >= 0)
    onto = csr_array(
        (np.ones(len(kept)), (kept, places[kept])), shape=(len(places), len(net.ties))
    )
    found = csr_array(work.contacts @ onto)
    there = np.flatnonzero(np.diff(found.indptr))
    return found[there], work.size[there]


def _placed(kept: np.ndarray, work: Casework, net: Network) -> np.ndarray:
    """Return values of the ties of one year as values of the ties of a network."""
    series = pd.Series(kept, index=work.ties)
    placed: np.ndarray = series.reindex(
        net.ties.index, fill_value=kept.dtype.type(0)
    ).to_numpy()
    return placed


def _measured(
    lots: _Lots,
    net: Network,
    columns: dict[str, Column],
    rng: np.random.Generator,
    times: int,
    tell: Tell,
) -> tuple[list[np.ndarray], np.ndarray]:
    """Return the numbers of both years as recorded, and the changes of the draws."""

    def numbers(weights: np.ndarray) -> np.ndarray:
        return np.hstack([*measured(net, columns, [weights]).values()])

    recorded = [numbers(weights)[0] for weights in lots.recorded()]
    changes = []
    for some in turns(times):
        was, now = map(numbers, lots.dealt(rng, some))
        changes.append(now - was)
        tell(some)
    return recorded, np.concatenate(changes)
