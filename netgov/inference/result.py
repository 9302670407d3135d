"""What a test says, with the draws it rests on."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from numbers import Integral
from typing import Any, Final, TypeAlias

import numpy as np
import pandas as pd

from netgov.errors import NetgovError, NotEnoughData, UnknownName, shown
from netgov.kernels.chance import adjusted, chances
from netgov.words import _

TWO_SIDED: Final = "two-sided"
ALTERNATIVES: Final = (TWO_SIDED, "greater", "less")
_ROUNDING: Final = 1e-9
MOST_DRAWS: Final = 100_000
#: Draws are kept: so many numbers take 0.4 GB, and to judge them four times that.
MOST_NUMBERS: Final = 50_000_000
# Called with how many more draws are done, for whoever waits.
Tell: TypeAlias = Callable[[int], object]


@dataclass(frozen=True, eq=False, repr=False)
class Inference:
    """The result of a test.

    Attributes
    ----------
    table
        One row for each number tested: ``observed``, ``mean`` and ``sd`` of the draws, ``p`` of
        the alternative, ``mid_p``, ``p_greater``, ``p_lesser``, ``q`` (p adjusted for all that
        was tested together) and ``draws``, how many are defined.
    null
        The key of what was left to chance: of `NULLS`, or "qap", "semi-partialling", "cases",
        "pairs"; the function that tests says what each deals anew.
    times, seed
        How many draws, and the number they begin with.
    draws
        The draws themselves: one row a draw, one column a row of the table.
    alternative
        What ``p`` and ``mid_p`` are the chance of: "two-sided", "greater" or "less".
    """

    table: pd.DataFrame
    null: str
    times: int
    seed: int
    draws: np.ndarray
    alternative: str = TWO_SIDED

    def __repr__(self) -> str:
        return (
            f"<{type(self).__name__} {self.null}: {len(self.table)} numbers, "
            f"{self.times} draws, seed {self.seed}>"
        )


def silent(_done: int) -> None:
    """Tell nobody."""


def need_times(times: int, seed: int) -> np.random.Generator:
    """Return what draws are made with; refuse numbers that make none.

    Raises
    ------
    NetgovError
        If there is no draw or one too many, or the seed is below 0; or if either is no whole
        number.
    """
    for given in (times, seed):
        if not isinstance(given, Integral) or isinstance(given, bool):
            sentence = _("{value} is not a whole number; give one for draws and seed.")
            raise NetgovError(sentence, value=shown(given))
    if times > MOST_DRAWS:
        sentence = _("{value} draws would fill the memory; at most {most} are made.")
        raise NetgovError(sentence, value=shown(times), most=MOST_DRAWS)
    if times < 1:
        sentence = _("A test needs at least one draw, not {value}; usual are 1,000.")
        raise NetgovError(sentence, value=shown(times))
    if seed < 0:
        sentence = _("A seed is a whole number from 0 on, not {value}.")
        raise NetgovError(sentence, value=shown(seed))
    return np.random.default_rng(seed)


def need_room(times: int, numbers: int) -> None:
    """Refuse so many draws of so many numbers that they would fill the memory.

    Raises
    ------
    NotEnoughData
        If they are more than `MOST_NUMBERS` together.
    """
    if times * numbers > MOST_NUMBERS:
        sentence = _(
            "{times} draws of {numbers} numbers would fill the memory; at most {most} are made "
            "(--times). Or test a measure of the network, or one part alone, such as --part "
            "district=NAME."
        )
        most = MOST_NUMBERS // numbers
        raise NotEnoughData(sentence, times=times, numbers=numbers, most=most)


def need_alternative(alternative: str) -> None:
    """Refuse an alternative that is none of `ALTERNATIVES`.

    Raises
    ------
    UnknownName
        If it is none.
    """
    if alternative not in ALTERNATIVES:
        sentence = _("There is no alternative {name}. The nearest is {near}; all: {known}.")
        raise UnknownName.among(sentence, alternative, ALTERNATIVES)


def judged(
    index: pd.Index[Any],
    observed: np.ndarray,
    draws: np.ndarray,
    alternative: str = TWO_SIDED,
    families: Sequence[Hashable] | None = None,
) -> pd.DataFrame:
    """Return the table of `Inference`.

    Parameters
    ----------
    index
        What each number is of.
    observed, draws
        The numbers, and the draws of each: one row a draw.
    alternative
        Which ``p`` is: "two-sided", "greater" or "less".
    families
        A label for each number: ``q`` adjusts within each label [benjamini1995]. All together
        unless given.

    Returns
    -------
    DataFrame
        ``p`` and what belongs to it are NaN where the number is not defined, or the same in
        every draw.

    Raises
    ------
    UnknownName
        If there is no such alternative.
    """
    need_alternative(alternative)
    found = chances(observed, draws)
    # What is the same in every draw was not left to chance, and is not tested.
    varies = np.where((found.greater == 1) & (found.lesser == 1), np.nan, 1.0)
    p = {TWO_SIDED: found.both, "greater": found.greater, "less": found.lesser}[alternative]
    columns = {
        "observed": observed,
        "mean": found.mean,
        "sd": found.sd,
        "p": varies * p,
        "mid_p": varies * _mid(found.mid, alternative),
        "p_greater": varies * found.greater,
        "p_lesser": varies * found.lesser,
        "q": q_values(varies * p, families),
        "draws": found.known,
    }
    return pd.DataFrame(columns, index=index)


def draws_needed(tested: int, alpha: float, alternative: str = TWO_SIDED) -> int:
    """Return in how many draws one number can stand out at all among so many tested."""
    sides = 2 if alternative == TWO_SIDED else 1
    # One more than would just do: what is equal to alpha hangs on rounding.
    return math.floor(sides * tested / alpha + _ROUNDING)


def can_show(tested: int, times: int, alpha: float, alternative: str = TWO_SIDED) -> bool:
    """Whether one number among so many tested can stand out at all in so many draws."""
    return times >= draws_needed(tested, alpha, alternative)


def q_values(p: np.ndarray, families: Sequence[Hashable] | None = None) -> np.ndarray:
    """Return chances adjusted within each family; what is not defined is not counted."""
    labels = pd.Series(0 if families is None else list(families), index=range(len(p)))
    q = np.full(len(p), np.nan)
    for places in labels.groupby(labels, sort=False).groups.values():
        at = np.asarray(places)[~np.isnan(p[places])]
        q[at] = adjusted(p[at])
    return q


def _mid(greater: np.ndarray, alternative: str) -> np.ndarray:
    """Return the mid-p of an alternative; those of larger and of smaller draws make 1."""
    if alternative == "greater":
        return greater
    if alternative == "less":
        return 1 - greater
    both: np.ndarray = np.minimum(1.0, 2 * np.minimum(greater, 1 - greater))
    return both
