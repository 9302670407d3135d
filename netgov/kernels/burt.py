"""Burt's structural holes, summed over triangles: two partners and the actor they share.

Everything symmetric is summed once for a tied pair i, j and its third actors q:
z_iq z_jq / s_q gives the indirect shares (over s_i), and z_iq z_jq the overlap (over s_i and
j's strongest contact), since p_iq p_qj = z_iq z_jq / (s_i s_q). Weights may carry a second
axis of draws; a pair of weight 0 is not tied in that draw.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

import numpy as np
from scipy.sparse import csr_array

from netgov.kernels.cells import both_ways, cells_of, mirrored, tie_rows
from netgov.kernels.triangles import Corners, triangles

# So many numbers are worked on at a time over draws: they stay near the processor.
CELLS: Final = 250_000
# Nothing is dense above so many actors; below, a multiplication of whole matrices does so many
# of its steps in the time in which a pair of partners is looked up; over draws fewer, since
# the pairs are looked up once.
DENSE: Final = 2_000
DENSE_GAIN: Final = 300
DENSE_GAIN_OVER_DRAWS: Final = 6


def dyadic_constraint(both: csr_array) -> np.ndarray:
    """Return c_ij for each stored cell: direct share and shares through third actors."""
    strength = by_row(both, both.data, np.add)
    return _dyadic(both, both.data, _shared(both, 1 / _some(strength)))


def effective_sizes(both: csr_array) -> np.ndarray:
    """Return each actor's partners less their overlap; NaN without partners."""
    return _sizes(both, both.data, _shared(both))


def hierarchy(both: csr_array, dyadic: np.ndarray) -> np.ndarray:
    """Return how far the constraint comes from few partners: 1 from one, 0 from all alike."""
    rows = tie_rows(both)
    number = by_row(both, 1.0 * (dyadic > 0), np.add)
    total = by_row(both, dyadic, np.add)
    # Absent in a draw: share 0, and x ln x of 0 is 0.
    share = dyadic * (number / _some(total))[rows]
    spread = by_row(both, share * np.log(_some(share)), np.add)
    whole = number * np.log(np.maximum(number, 2))
    values = np.where(number == 1, 1.0, spread / _some(whole))
    # The shares are compared by logarithms, whose last digit may fall below nothing.
    return np.where(number > 0, np.clip(values, 0, 1), np.nan)


def per_actor(both: csr_array, values: np.ndarray) -> np.ndarray:
    """Sum over each actor's partners; NaN without partners."""
    partners = by_row(both, 1.0 * (values > 0), np.add)
    return np.where(partners > 0, by_row(both, values, np.add), np.nan)


# --- ego networks --------------------------------------------------------------------


def ego_constraint(both: csr_array) -> np.ndarray:
    """Return the constraint within each actor's own network: its partners and their ties."""
    mirror, weights = mirrored(both), both.data
    # What partner j has in i's network: its tie with i and with i's other partners.
    within = weights.copy()
    for sides in triangles(both):
        for from_i, _over, back in _turns(sides, mirror):
            within += np.bincount(from_i, weights[back], both.nnz)
    indirect = np.zeros(both.nnz)
    for sides in triangles(both):
        for to_j, to_q, between in _turns(sides, mirror):
            through = weights[to_q] * weights[between] / within[to_q]
            indirect += np.bincount(to_j, through, both.nnz)
    return per_actor(both, _dyadic(both, weights, indirect))


def ego_effective_sizes(both: csr_array) -> np.ndarray:
    """Return the effective size within each actor's own network; NaN without partners."""
    mirror, strongest = mirrored(both), both.data.copy()
    for sides in triangles(both):
        for from_i, _over, back in _turns(sides, mirror):
            np.maximum.at(strongest, from_i, both.data[back])
    strength = by_row(both, both.data, np.add)
    overlap = _shared(both) / (strength[tie_rows(both)] * strongest)
    return _less_overlap(both, 1.0 * (both.data > 0), overlap)


def _turns(sides: Corners, mirror: np.ndarray) -> Iterator[tuple[np.ndarray, ...]]:
    """Yield cells (i, j), (i, q) and (j, q), the last either way, for each actor i in turn."""
    ab, ac, bc = sides
    ba, ca, cb = mirror[ab], mirror[ac], mirror[bc]
    for one, other, between in ((ab, ac, bc), (ba, bc, ac), (ca, cb, ab)):
        yield one, other, between
        yield other, one, between


# --- over draws ----------------------------------------------------------------------


class ThirdActors:
    """The third actors of each tied pair, listed once for many draws."""

    def __init__(self, both: csr_array) -> None:
        none = Corners(*[np.zeros(0, dtype=np.intp)] * 3)
        ab, ac, bc = map(np.concatenate, zip(none, *triangles(both), strict=True))
        rows, mirror = tie_rows(both), mirrored(both)
        self.pair = np.concatenate([ab, ac, bc])
        self.one = np.concatenate([ac, ab, ab])
        self.other = np.concatenate([bc, bc, ac])
        self.third = np.concatenate([both.indices[ac], both.indices[ab], rows[ab]])
        self.width = len(self.pair)
        place = np.concatenate([self.pair, mirror[self.pair]])
        turn = np.tile(np.arange(self.width), 2)
        self.sums = csr_array(
            (np.ones(len(place)), (place, turn)), shape=(both.nnz, self.width)
        )

    def shared(self, weights: np.ndarray, scale: np.ndarray | None = None) -> np.ndarray:
        """Return the sum over third actors q of z_iq z_jq, each times the scale of q."""
        products = weights[self.one] * weights[self.other]
        if scale is not None:
            products *= scale[self.third]
        summed: np.ndarray = self.sums @ products
        return summed


class WholeMatrices:
    """The same sums by products of whole matrices, one a draw: quicker where most are tied."""

    def __init__(self, both: csr_array) -> None:
        self.actors, self.third = both.shape[0], both.indices
        self.places = tie_rows(both) * self.actors + both.indices
        self.width = self.actors**2

    def shared(self, weights: np.ndarray, scale: np.ndarray | None = None) -> np.ndarray:
        """Return the sum over third actors q of z_iq z_jq, each times the scale of q."""
        draws = weights.shape[1]
        rooted = weights if scale is None else weights * np.sqrt(scale)[self.third]
        whole = np.zeros((draws, self.width))
        whole[:, self.places] = rooted.T
        square = whole.reshape(draws, self.actors, self.actors)
        product = (square @ square.transpose(0, 2, 1)).reshape(draws, self.width)
        summed: np.ndarray = product[:, self.places].T
        return summed


Third: TypeAlias = ThirdActors | WholeMatrices


def over_draws(
    kernel: Callable[[csr_array, np.ndarray, Third], np.ndarray],
    matrix: csr_array,
    both: csr_array,
    draws: np.ndarray,
) -> np.ndarray:
    """Return a kernel of actors over draws of the matrix's weights, one row a draw.

    The triangles of the whole network hold those of every draw, so they are listed once;
    where nearly all are tied, they are not listed at all.
    """
    dense = _is_dense(both, DENSE_GAIN_OVER_DRAWS)
    third = WholeMatrices(both) if dense else ThirdActors(both)
    step = max(1, CELLS // max(third.width, both.nnz, 1))
    found = np.empty((len(draws), both.shape[0]))
    for first in range(0, len(draws), step):
        weights = both_ways(matrix, both, draws[first : first + step])
        found[first : first + step] = kernel(both, weights, third).T
    return found


def constraint_of(both: csr_array, weights: np.ndarray, third: Third) -> np.ndarray:
    """Return the constraint in each draw; weights have a column a draw."""
    return per_actor(both, _dyadic_of(both, weights, third))


def hierarchy_of(both: csr_array, weights: np.ndarray, third: Third) -> np.ndarray:
    """Return the hierarchy in each draw."""
    return hierarchy(both, _dyadic_of(both, weights, third))


def effective_size_of(both: csr_array, weights: np.ndarray, third: Third) -> np.ndarray:
    """Return the effective size in each draw."""
    return _sizes(both, weights, third.shared(weights))


def efficiency_of(both: csr_array, weights: np.ndarray, third: Third) -> np.ndarray:
    """Return the effective size for each partner in each draw."""
    partners = by_row(both, 1.0 * (weights > 0), np.add)
    share: np.ndarray = effective_size_of(both, weights, third) / _some(partners)
    return share


def _dyadic_of(both: csr_array, weights: np.ndarray, third: Third) -> np.ndarray:
    strength = by_row(both, weights, np.add)
    return _dyadic(both, weights, third.shared(weights, 1 / _some(strength)))


def at_ties(matrix: csr_array, both: csr_array, values: np.ndarray) -> np.ndarray:
    """Return what was computed for tied pairs at the ties of the matrix alone."""
    found: np.ndarray = values[cells_of(matrix, both)]
    return found


# --- sums over partners --------------------------------------------------------------


def by_row(both: csr_array, values: np.ndarray, gather: np.ufunc) -> np.ndarray:
    """Gather the values of each row's cells; 0 for a row without cells."""
    gathered = np.zeros((both.shape[0], *values.shape[1:]))
    filled = np.diff(both.indptr) > 0
    if filled.any():
        gathered[filled] = gather.reduceat(values, both.indptr[:-1][filled], axis=0)
    return gathered


def _shared(both: csr_array, scale: np.ndarray | None = None) -> np.ndarray:
    """Return the sum over third actors q of z_iq z_jq, each times the scale of q."""
    if _is_dense(both, DENSE_GAIN):
        return _shared_densely(both, scale)
    weights, rows = both.data, tie_rows(both)
    total = np.zeros(both.nnz)
    for ab, ac, bc in triangles(both):
        for pair, one, other, third in (
            (ab, ac, bc, both.indices[ac]),
            (ac, ab, bc, both.indices[ab]),
            (bc, ab, ac, rows[ab]),
        ):
            product = weights[one] * weights[other]
            if scale is not None:
                product *= scale[third]
            total += np.bincount(pair, product, both.nnz)
    summed: np.ndarray = total + total[mirrored(both)]
    return summed


def _is_dense(both: csr_array, gain: int) -> bool:
    """Whether a product of whole matrices is quicker than a list of triangles."""
    n, partners = both.shape[0], np.diff(both.indptr).astype(float)
    return bool(n <= DENSE and n**3 < gain * (partners @ partners))


def _shared_densely(both: csr_array, scale: np.ndarray | None) -> np.ndarray:
    whole = both.toarray()
    if scale is not None:
        whole *= np.sqrt(scale)
    # A product with its own transpose is symmetric, and half the work.
    found: np.ndarray = (whole @ whole.T)[tie_rows(both), both.indices]
    return found


def _dyadic(both: csr_array, weights: np.ndarray, indirect: np.ndarray) -> np.ndarray:
    strength = by_row(both, weights, np.add)
    share = (weights + indirect) / _some(strength)[tie_rows(both)]
    dyadic: np.ndarray = np.where(weights > 0, share, 0) ** 2
    return dyadic


def _sizes(both: csr_array, weights: np.ndarray, shared: np.ndarray) -> np.ndarray:
    strength = by_row(both, weights, np.add)
    strongest = by_row(both, weights, np.maximum)
    scale = strength[tie_rows(both)] * strongest[both.indices]
    return _less_overlap(both, 1.0 * (weights > 0), shared / _some(scale))


def _less_overlap(both: csr_array, tied: np.ndarray, overlap: np.ndarray) -> np.ndarray:
    partners = by_row(both, tied, np.add)
    size = partners - by_row(both, tied * overlap, np.add)
    return np.where(partners > 0, size, np.nan)


def _some(values: np.ndarray) -> np.ndarray:
    """Return what may be divided by: nothing becomes 1, under something that is nothing."""
    return np.where(values > 0, values, 1.0)
