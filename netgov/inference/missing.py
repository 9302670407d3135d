"""Bodies that gave no register: between which limits numbers lie if they send as others do."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from netgov.counting import contacts
from netgov.draws import FILLINGS
from netgov.errors import NotEnoughData, UnknownName
from netgov.history import History, need_history
from netgov.inference.columns import columns_of, measured, rank_limits, turns
from netgov.inference.result import Tell, need_times, silent
from netgov.kernels.logit import Logit, firth
from netgov.network import Network
from netgov.period import Period
from netgov.registers import BOTH, RECEIVER, SENDER
from netgov.sizes import need_at_most
from netgov.words import _

# Whose register holds a line, by the end of the tie.
_HOLDS: Final = {"source": (SENDER, BOTH), "target": (RECEIVER, BOTH)}


@dataclass(frozen=True, eq=False, repr=False)
class MissingRegisters:
    """Between which limits measures lie if bodies without a register send like the others.

    Attributes
    ----------
    table
        Indexed by (measure, actor): ``observed`` in the network as recorded, ``mirrored`` if
        the bodies sent what they received; ``low`` and ``high``, the least and the most of
        these two and all draws, further apart the more is drawn; ``rank`` as recorded, 1 is the
        largest, and ``rank_low`` and ``rank_high``, the best and the worst rank of all of them.
        Actors that are equal share their ranks, so that each has the best and the worst of
        them. What is not defined comes last in a draw, and has no rank on record; a body that
        stands for many has none at all.
    without
        The bodies whose own ties are not known.
    times, seed
        How many draws, and the number they begin with.
    draws
        The draws themselves: one row a draw, one column a row of the table.
    """

    table: pd.DataFrame
    without: tuple[Hashable, ...]
    times: int
    seed: int
    draws: np.ndarray

    def __repr__(self) -> str:
        return (
            f"<{type(self).__name__} of {len(self.without)} bodies: {len(self.table)} numbers, "
            f"{self.times} draws, seed {self.seed}>"
        )

    @property
    def firm(self) -> pd.DataFrame:
        """The rows of the table whose rank is the same on record, in all fillings and draws."""
        table = self.table
        return table[
            (table["rank"] == table["rank_low"]) & (table["rank"] == table["rank_high"])
        ]


def nonrespondents(history: History, year: int | str | Period | None = None) -> list[str]:
    """Return the bodies that kept no register though others recorded contact with them.

    Parameters
    ----------
    history
        A study for the office; the public view does not tell whose register holds a line.
    year
        The year or years of which the registers are; the whole study unless given.

    Returns
    -------
    list of str
        Short names, in the order of the records: bodies of lines of known register none of
        which stands in a register of theirs.

    Raises
    ------
    NotEnoughData
        If no line tells whose register holds it.
    """
    history = need_history(history)
    period = history.within(year)
    signs = contacts(history.records.signs_in(period))
    told = signs[signs["register"] != ""]
    if told.empty:
        sentence = _(
            "No line tells whose register holds it (column recorded_by), so nobody knows which "
            "bodies gave none; name them with --without."
        )
        raise NotEnoughData(sentence)
    keepers = {
        body
        for end, sides in _HOLDS.items()
        for body in told[end][told["register"].isin(sides)]
    }
    named = {*told["source"], *told["target"]} - keepers
    return [body for body in history.records.existing(period) if body in named]


def missing_registers(
    net: Network,
    without: Collection[Hashable],
    measures: str | Sequence[str] = (),
    *,
    times: int = FILLINGS,
    seed: int = 0,
    tell: Tell = silent,
) -> MissingRegisters:
    """Return between which limits measures lie if bodies without a register send like others.

    Of a body without a register only what others wrote down is on record; whatever else it
    sent is unknown. Two fillings are tried: nothing else, and as much to each body as came from
    there. Besides, ties are drawn that resemble those of the bodies that gave a register.

    Parameters
    ----------
    net
        The network as recorded; one layer of it, where only that is kept in registers.
    without
        The actors that gave no register, such as those of `nonrespondents`.
    measures
        Names of measures of actors; the centralities unless given.
    times, seed
        How many draws, and the number they begin with.
    tell
        Called with how many more fillings and draws are done.

    Returns
    -------
    MissingRegisters

    Raises
    ------
    NotEnoughData
        If nobody is without a register, fewer than two gave one, there is no tie or there are
        more than 2,000 actors; or if a measure is not one of actors.
    UnknownName
        If there is no such actor or measure.

    Notes
    -----
    Unknown are the ordered pairs without a tie whose sender gave no register. Whether such a
    tie exists is drawn from a logit on the tie that comes back and on whether both are of one
    group, fitted on the ordered pairs of which both gave a register: of the others either the
    tie or the one that comes back is unknown. Jeffreys' prior keeps it finite where all or
    none of some kind are tied [firth1993], [kosmidis2021]; it leans a little towards more
    ties where these are rare. Each draw begins with effects drawn as uncertain as they are
    [rubin1987]. Of two bodies that both gave none, the two ties are drawn together, so that
    each depends on the other as the logit says. A drawn tie weighs as much as one picked from
    those between bodies that gave a register, returned ones for returned ones.

    The limits hold if bodies without a register send like the others, which no data tell. They
    are extremes, not shares of the draws: more draws can only move them apart. The mirror is
    too much where contact mostly goes one way [huisman2009]. Taking missing ties for absent
    ones makes bodies look less central than they are [kossinets2006].

    References
    ----------
    huisman2009, kossinets2006, rubin1987, firth1993, kosmidis2021

    Examples
    --------
    >>> import pandas as pd, netgov as ng
    >>> pairs = ["SD", "DS", "SH", "DH", "SP", "DP"]
    >>> ties = pd.DataFrame([[*pair] for pair in pairs], columns=["source", "target"])
    >>> found = ng.missing_registers(ng.Network.of(ties), ["P"], "out_degree", times=20)
    >>> found.table.loc[("out_degree", "P"), ["observed", "mirrored", "low"]].tolist()
    [0.0, 2.0, 0.0]
    """
    need_at_most(net)
    rng = need_times(times, seed)
    columns = columns_of(net, measures, ["actor"])
    gap = _Gap.of(net, without)
    fillings, model = [np.vstack([gap.recorded, gap.mirrored])], firth(*gap.kinds())
    imputed = (_imputed(gap, model, rng, some) for some in turns(times))
    found = measured(gap.net, columns, chain(fillings, imputed), tell)
    frames = {name: _bounded(values, net) for name, values in found.items()}
    return MissingRegisters(
        table=pd.concat(frames, names=["measure"]),
        without=tuple(net.actors.index[gap.silent]),
        times=times,
        seed=seed,
        draws=np.hstack([values[2:] for values in found.values()]),
    )


def _bounded(values: np.ndarray, net: Network) -> pd.DataFrame:
    """Return the limits of the values and ranks of actors; the first two rows are fillings."""
    columns = {
        "observed": values[0],
        "mirrored": values[1],
        "low": np.fmin.reduce(values),
        "high": np.fmax.reduce(values),
    }
    ranks = rank_limits(net, values[0], values)[["rank", "rank_low", "rank_high"]]
    return pd.DataFrame(columns, index=net.actors.index).join(ranks)


class _Gap(NamedTuple):
    """Which ties of a network are unknown.

    ``silent`` tells the actors that gave no register, ``tied`` which pairs are tied on record,
    ``alike`` which are of one group. ``net`` has a tie for each recorded and each unknown cell;
    of its cells ``rows`` and ``columns`` are the ends, ``recorded`` is the weight, 0 if the
    cell is unknown, and ``back`` that of the tie that comes back.
    """

    silent: np.ndarray
    tied: np.ndarray
    alike: np.ndarray
    net: Network
    rows: np.ndarray
    columns: np.ndarray
    recorded: np.ndarray
    back: np.ndarray

    @classmethod
    def of(cls, net: Network, without: Collection[Hashable]) -> _Gap:
        is_silent = _need_silent(net, without)
        weights, names = net.matrix.toarray(), net.actors.index
        others = ~np.eye(len(names), dtype=bool)
        rows, columns = np.nonzero((weights > 0) | (is_silent[:, None] & others))
        ties = pd.DataFrame({"source": names[rows], "target": names[columns]})
        # Where there are no groups none is like another.
        codes = np.arange(len(names)) if net.groups is None else net.codes
        return cls(
            silent=is_silent,
            tied=weights > 0,
            alike=codes[:, None] == codes,
            net=Network.of(ties, net.groups, net.actors),
            rows=rows,
            columns=columns,
            recorded=weights[rows, columns],
            back=weights[columns, rows],
        )

    @property
    def mirrored(self) -> np.ndarray:
        """The weights if bodies without a register sent what they received."""
        filled: np.ndarray = np.where(self.recorded > 0, self.recorded, self.back)
        return filled

    def kinds(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return what tells pairs apart, how many of each kind are tied, and of how many."""
        gave = np.flatnonzero(~self.silent)
        inner = np.ix_(gave, gave)
        others = ~np.eye(len(gave), dtype=bool)
        tied = self.tied[inner]
        kind = (tied.T + 2 * self.alike[inner])[others]
        told = np.array([[1, back, same] for same in (0, 1) for back in (0, 1)], dtype=float)
        yes, all_ = (np.bincount(kind[some], minlength=4) for some in (tied[others], kind >= 0))
        return told, yes, all_


def _need_silent(net: Network, without: Collection[Hashable]) -> np.ndarray:
    """Return which actors gave no register; refuse where nothing can be said."""
    names = net.actors.index
    for body in without:
        if body not in names:
            sentence = _(
                "There is no actor called {name}. The nearest is {near}; all: {known}."
            )
            raise UnknownName.among(sentence, str(body), map(str, names))
    is_silent = np.asarray(names.isin(list(without)))
    if not is_silent.any():
        sentence = _("No body is without a register, so nothing is missing; name one.")
        raise NotEnoughData(sentence)
    if (~is_silent).sum() < 2:
        sentence = _(
            "Bodies that gave a register: {count}. At least two are needed, to see from their "
            "ties what those of the others may be."
        )
        raise NotEnoughData(sentence, count=int((~is_silent).sum()))
    if not net.matrix.nnz:
        sentence = _("There is no tie on record, so no weight can be filled in.")
        raise NotEnoughData(sentence)
    return is_silent


def _imputed(gap: _Gap, model: Logit, rng: np.random.Generator, times: int) -> np.ndarray:
    """Return weights of the cells with the unknown ones drawn, one row a draw."""
    from scipy.special import expit

    cells = np.flatnonzero(gap.recorded == 0)
    rows, columns = gap.rows[cells], gap.columns[cells]
    effects = model.drawn(rng, times)
    returned = effects[:, 1:2]
    level = effects[:, :1] + effects[:, 2:] * gap.alike[rows, columns]
    back = np.tile(gap.back[cells] > 0, (times, 1))
    lots = rng.random(back.shape)
    tied = lots < expit(level + returned * back)
    one, other = _pairs(gap.tied.shape, rows, columns)
    # Of two that depend on each other, the chance of one whatever the other is.
    single, both = np.exp(level[:, one]), np.exp(2 * level[:, one] + returned)
    tied[:, one] = lots[:, one] < (single + both) / (1 + 2 * single + both)
    back[:, other] = tied[:, one]
    tied[:, other] = lots[:, other] < expit(level[:, other] + returned * back[:, other])
    back[:, one] = tied[:, other]
    weights = np.tile(gap.recorded, (times, 1))
    weights[:, cells] = np.where(tied, _picked(gap, back, rng), 0.0)
    return weights


def _pairs(
    shape: tuple[int, ...], rows: np.ndarray, columns: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the places of unknown ties of which the one that comes back is unknown too."""
    place = np.full(shape, -1)
    place[rows, columns] = np.arange(len(rows))
    partner = place[columns, rows]
    one = np.flatnonzero((partner >= 0) & (rows < columns))
    return one, partner[one]


def _picked(gap: _Gap, back: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return weights of ties on record for drawn ones, returned ones for returned ones."""
    known = (gap.recorded > 0) & ~gap.silent[gap.rows] & ~gap.silent[gap.columns]
    if not known.any():
        known = gap.recorded > 0
    picked = np.empty(back.shape)
    for is_back in (False, True):
        alike = known & ((gap.back > 0) == is_back)
        donors = gap.recorded[alike if alike.any() else known]
        picked[back == is_back] = rng.choice(donors, size=int((back == is_back).sum()))
    return picked
