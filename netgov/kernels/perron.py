"""Largest eigenvalues and positive eigenvectors of nonnegative matrices, block by block."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

import numpy as np
from scipy.linalg import eigh_tridiagonal
from scipy.sparse import csr_array, eye_array, sparray
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import ArpackError, SuperLU, eigs, splu

from netgov.errors import NotEnoughData
from netgov.kernels.cells import tie_rows
from netgov.words import _

# Factors of a matrix in the order in which they are applied.
Factors: TypeAlias = tuple[csr_array, ...]
# Value and vector of a block that does not settle, from its number and its vector so far.
Slow: TypeAlias = Callable[[int, np.ndarray], tuple[float, np.ndarray]]

# Values that differ by less than this share count as equal.
SAME: Final = 1e-9
# A block has settled once the bounds of its value differ by less than this share.
_SETTLED: Final = 1e-12
# Steps between two looks at the bounds, and looks until a block counts as slow.
_STEPS: Final = 8
_LOOKS: Final = 64
# For blocks of more actors there are Krylov methods.
LARGE: Final = 2000
# Up to so many cells a row a large matrix is factorised without filling the memory.
_THIN: Final = 3
# Solves until the bounds of a slow block must have stopped moving.
_SOLVES: Final = 400
# What a vector found otherwise may leave over, as a share of its value.
_RESIDUAL: Final = 1e-11
# Krylov methods: length of a chain, chains in a row, and what they may leave over.
_CHAIN: Final = 60
_RESTARTS: Final = 20
_LEFT: Final = 1e-13
_TINY: Final = 1e-290


def leading(
    factors: Factors,
    starts: np.ndarray,
    part: np.ndarray,
    slow: Slow,
    *,
    shift: float = 0,
    most: float = np.inf,
) -> tuple[np.ndarray, np.ndarray]:
    """Return the largest eigenvalue of each block, and all positive eigenvectors in a row.

    The product of the factors is nonnegative, in irreducible blocks on its diagonal that begin
    at `starts`; `part` says to which part of the network each belongs. Of blocks that cannot
    be among the largest of their part, value and vector are rough.

    Power iteration on all blocks at once. For a positive x the value lies between the least
    and the largest ratio of Mx to x (Collatz and Wielandt), which proves when it is found.
    `shift` times the value is added on the diagonal, so that blocks with a period settle too.
    Blocks of more than `most` actors are left to `slow` at once.
    """
    n = factors[0].shape[1]
    sizes = np.diff(starts, append=n)
    vector = np.ones(n)
    image = _applied(factors, vector)
    low, high = np.minimum.reduceat(image, starts), np.maximum.reduceat(image, starts)
    scale = high.copy()
    factors = (*factors[:-1], _divided(factors[-1], np.repeat(scale, sizes)))
    moving, rows = np.arange(len(starts)), np.arange(n)
    for _look in range(_LOOKS):
        going = (_open(low, high, part) & (sizes <= most))[moving]
        if not going.any():
            break
        if 2 * sizes[moving[going]].sum() <= len(rows):
            kept = np.flatnonzero(np.repeat(going, sizes[moving]))
            moving, rows = moving[going], rows[kept]
            factors = (*factors[:-1], factors[-1][kept])
            factors = (factors[0][:, kept], *factors[1:])
        begin = np.cumsum(sizes[moving]) - sizes[moving]
        vector[rows], lower, upper = _moved(factors, vector[rows], begin, shift)
        low[moving], high[moving] = lower * scale[moving], upper * scale[moving]
    for block in np.flatnonzero(_open(low, high, part)):
        if _open(low, high, part)[block]:
            here = slice(starts[block], starts[block] + sizes[block])
            low[block], vector[here] = slow(int(block), vector[here])
            high[block] = low[block]
    return low, vector


def largest(values: np.ndarray, part: np.ndarray, parts: int) -> np.ndarray:
    """Return the largest value of each part, 0 where there is none."""
    best = np.zeros(parts)
    np.maximum.at(best, part, values)
    return best


def by_lanczos(factors: Factors, start: np.ndarray) -> tuple[float, np.ndarray] | None:
    """Return value and vector of a large symmetric block; None if it does not settle.

    Neighbours in the chain are kept orthogonal, no others: the largest value, alone wanted,
    does not suffer, and the network is all that is read at each step.
    """
    vector = start
    for _restart in range(_RESTARTS):
        basis = [vector / np.linalg.norm(vector)]
        diagonal: list[float] = []
        beside: list[float] = []
        while len(basis) <= _CHAIN:
            image = _applied(factors, basis[-1])
            diagonal.append(float(image @ basis[-1]))
            image -= diagonal[-1] * basis[-1]
            if beside:
                image -= beside[-1] * basis[-2]
            values, weights = eigh_tridiagonal(diagonal, beside)
            beside.append(float(np.linalg.norm(image)))
            left = beside[-1] * abs(weights[-1, -1])
            if left <= _LEFT * values[-1]:
                break
            basis.append(image / beside[-1])
        vector = weights[:, -1] @ np.array(basis[: len(diagonal)])
        if left <= _LEFT * values[-1]:
            return _checked(factors, np.abs(vector))
    return None


def by_arnoldi(block: csr_array, start: np.ndarray) -> tuple[float, np.ndarray] | None:
    """Return value and vector of a large block by ARPACK; None if it does not settle."""
    options = {"k": 1, "which": "LR", "ncv": 24, "maxiter": 50, "tol": _LEFT}
    try:
        _value, vectors = eigs(block, v0=start, rng=np.random.default_rng(0), **options)
    except ArpackError:
        return None
    return _checked((block,), np.abs(vectors[:, 0].real))


def by_solving(block: csr_array) -> tuple[float, np.ndarray]:
    """Return value and vector of one irreducible block that settles slowly (Noda 1971).

    Inverse iteration at the upper bound of the value. The bound falls to the value itself,
    in the end quadratically, from every start.

    Raises
    ------
    NotEnoughData
        If the block is too large for it, or its weights lie too far apart.
    """
    if not thin(block):
        raise unsettled()
    rows, columns, n = tie_rows(block), block.indices, block.shape[0]
    # The vector is kept as logarithms and the block scaled by it, so that nothing underflows.
    bound, log = np.inf, np.zeros(n)
    for _solve in range(_SOLVES):
        cells = block.data * np.exp(log[columns] - log[rows])
        ratio = np.bincount(rows, cells, n)
        if ratio.max() >= bound:
            break
        bound = ratio.max()
        scaled = csr_array((cells, columns, block.indptr), shape=block.shape)
        # A hair above the bound the matrix is never singular.
        solver = factorised((1 + 1e-14) * bound * eye_array(n) - scaled)
        log += np.log(np.abs(solver.solve(np.ones(n))))
    found = _checked((block,), np.exp(log - log.max()))
    if found is None:
        raise unsettled()
    return found


def factorised(matrix: sparray) -> SuperLU:
    """Return the factors of a matrix with a heavy diagonal, which needs no pivots."""
    return splu(
        matrix.tocsc(),
        permc_spec="MMD_AT_PLUS_A",
        diag_pivot_thresh=0,
        options={"SymmetricMode": True},
    )


def thin(matrix: csr_array) -> bool:
    """Whether a matrix can be factorised: it is sparse, or all its parts are small."""
    parts = connected_components(matrix, connection="weak")[1]
    return bool(matrix.nnz <= _THIN * len(parts) or np.bincount(parts).max() <= LARGE)


def unsettled() -> NotEnoughData:
    """Return the error for a network on which an iteration does not come to an end."""
    return NotEnoughData(
        _(
            "The values do not settle on this network: parts of it are almost equal, or its "
            "weights lie too far apart. Measure one layer or without weights (--layer, "
            "--binary)."
        )
    )


def _checked(factors: Factors, vector: np.ndarray) -> tuple[float, np.ndarray] | None:
    """Smooth a vector by two steps; None if it is not the positive eigenvector."""
    for _step in range(2):
        vector = _applied(factors, vector)
        vector = vector / vector.max()
    image = _applied(factors, vector)
    value = float(image.sum() / vector.sum())
    settled = np.abs(image - value * vector).max() <= _RESIDUAL * value
    return (value, vector) if settled else None


def _moved(
    factors: Factors, vector: np.ndarray, begin: np.ndarray, shift: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the vector some steps on, and the bounds of each block's value."""
    sizes = np.diff(begin, append=len(vector))
    image = _applied(factors, vector)
    if shift:
        value = np.add.reduceat(image, begin) / np.add.reduceat(vector, begin)
        pull = np.repeat(shift * value, sizes)
    for _step in range(_STEPS):
        vector = image + pull * vector if shift else image
        image = _applied(factors, vector)
    ratio = image / np.maximum(vector, _TINY)
    most = np.repeat(np.maximum.reduceat(image, begin), sizes)
    bounds = np.minimum.reduceat(ratio, begin), np.maximum.reduceat(ratio, begin)
    return image / np.maximum(most, _TINY), *bounds


def _open(low: np.ndarray, high: np.ndarray, part: np.ndarray) -> np.ndarray:
    """Whether a block's value is not known yet and may be among the largest of its part."""
    best = largest(low, part, int(part.max()) + 1)[part]
    open_: np.ndarray = (high - low > _SETTLED * high) & (high >= (1 - SAME) * best)
    return open_


def _applied(factors: Factors, vector: np.ndarray) -> np.ndarray:
    for factor in factors:
        vector = factor @ vector
    return vector


def _divided(matrix: csr_array, by: np.ndarray) -> csr_array:
    """Return a matrix whose rows are divided by numbers."""
    cells = (matrix.data / by[tie_rows(matrix)], matrix.indices, matrix.indptr)
    return csr_array(cells, shape=matrix.shape)
