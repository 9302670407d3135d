"""Lengths of ties, kept as fractions so that none is rounded."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, Final

import numpy as np

# Numbers of up to so many digits are taken as written. Longer ones were computed, and may
# have lost their last digit: if a fraction of small numbers lies so near, they mean that one.
_WRITTEN_DIGITS: Final = 14
_LAST_DIGIT: Final = Fraction(1, 10**14)
_LARGEST_DENOMINATOR: Final = 10**6
# Above so many bits a common multiple is of no use, and lengths are left as fractions.
_LONGEST_UNIT: Final = 1024
# float64 carries whole numbers below this without rounding.
_WHOLE: Final = 2**53


def as_written(weight: float) -> Fraction:
    """Return 0.1 as one tenth and 0.333… as one third, not as the nearest binary number."""
    written = Fraction(repr(float(weight)))
    digits = repr(float(weight)).partition("e")[0].replace(".", "").strip("0")
    if len(digits) > _WRITTEN_DIGITS:
        meant = written.limit_denominator(_LARGEST_DENOMINATOR)
        if abs(meant - written) <= _LAST_DIGIT * written:
            return meant
    return written


@dataclass(frozen=True, eq=False)
class Distances:
    """Exact lengths of ties: 1/weight, to be unpacked as integers and their unit.

    Attributes
    ----------
    weights
        Each weight that occurs, once; 0 for a tie that is not there.
    which
        The place in ``weights`` of each tie's weight, in any shape.
    """

    weights: list[Fraction]
    which: np.ndarray

    def __iter__(self) -> Iterator[Any]:
        """Yield the lengths and their unit."""
        yield self.lengths
        yield self.unit

    @cached_property
    def multiple(self) -> int | None:
        """Least common multiple of the denominators of all lengths; None above 1,024 bits."""
        common = 1
        for weight in filter(None, self.weights):
            common = math.lcm(common, weight.numerator)
            if common.bit_length() > _LONGEST_UNIT:
                return None
        return common

    @cached_property
    def unit(self) -> Fraction:
        """The number for which ``lengths / unit`` are 1/weight: the least to make them whole.

        Without a common multiple it is 1, and the lengths are fractions.
        """
        if self.multiple is None:
            return Fraction(1)
        parts = math.gcd(*(weight.denominator for weight in filter(None, self.weights)))
        return Fraction(self.multiple, max(parts, 1))

    @cached_property
    def lengths(self) -> list[int | Fraction]:
        """Exact length of each tie in units; 0 for a tie that is not there."""
        each = [_whole(self.unit / weight) if weight else 0 for weight in self.weights]
        return [each[kind] for kind in self.which.ravel()]

    def fit_floats(self, actors: int) -> bool:
        """Whether float64 carries every path sum in units without rounding."""
        if self.multiple is None:
            return False
        least = min(filter(None, self.weights), default=self.unit)
        return self.unit / least * max(actors - 1, 1) < _WHOLE

    def floats(self, actors: int) -> tuple[np.ndarray, float]:
        """Return the lengths as float64, rounded once if at all, and their unit."""
        unit = self.unit if self.fit_floats(actors) else Fraction(1)
        each = [float(unit / weight) if weight else np.inf for weight in self.weights]
        return np.array(each, dtype=float)[self.which], float(unit)

    def remainders(self, modulus: int) -> np.ndarray | None:
        """Return the remainder of each of `weights`' lengths; None if one has none."""
        try:
            inverses = [pow(w.numerator, -1, modulus) if w else 0 for w in self.weights]
        except ValueError:
            return None
        ends = [w.denominator for w in self.weights]
        each = [end * inverse % modulus for end, inverse in zip(ends, inverses, strict=True)]
        return np.array(each, dtype=np.int64)

    def of(self, places: np.ndarray | int) -> Distances:
        """Return the distances of some of the ties, in another order, or of one draw."""
        return Distances(self.weights, self.which[places])


def exact_distances(weights: Iterable[Fraction]) -> Distances:
    """Return the exact length of ties of these weights.

    Comparing sums of floating 1/w misses tied shortest paths and names the wrong broker.
    """
    places: dict[Fraction, int] = {}
    which = [places.setdefault(weight, len(places)) for weight in weights]
    return Distances(list(places), np.array(which, dtype=int))


def written_distances(weights: np.ndarray) -> Distances:
    """Return the exact length of ties whose weights are floats, each as it is written."""
    each, which = np.unique(weights, return_inverse=True)
    exact = [Fraction(int(w)) if w.is_integer() else as_written(w) for w in each.tolist()]
    return Distances(exact, which.reshape(weights.shape))


def _whole(number: Fraction) -> int | Fraction:
    return number.numerator if number.denominator == 1 else number
