"""Kinds of pairs and triads, counted from partners and triangles instead of one by one.

Triangles are listed. Two ties that meet are counted at the actor where they meet, less those
whose ends are tied, which are corners of triangles. What is left of the third actors of each
tie has no tie to either end.
"""

from __future__ import annotations

from math import comb
from typing import Final, NamedTuple

import numpy as np
from scipy.sparse import csr_array

from netgov.kernels.cells import cells_of, mirrored
from netgov.kernels.triangles import triangles

TRIADS: Final = (
    "003", "012", "102", "021D", "021U", "021C", "111D", "111U", "030T", "030C", "201",
    "120D", "120U", "120C", "210", "300",
)  # fmt: skip

# A pair as its first actor sees it.
_SENDS, _RECEIVES, _MUTUAL = 1, 2, 3
# Two ties that meet, by how the actor where they meet sees them.
_MEETING: Final = {
    (_SENDS, _SENDS): "021D",
    (_RECEIVES, _RECEIVES): "021U",
    (_SENDS, _RECEIVES): "021C",
    (_RECEIVES, _MUTUAL): "111D",
    (_SENDS, _MUTUAL): "111U",
    (_MUTUAL, _MUTUAL): "201",
}
# Ordered triples a, v, b with a to v, v to b and a to b in each kind of triad.
_TRANSITIVE: Final = {"030T": 1, "120D": 2, "120U": 2, "120C": 1, "210": 3, "300": 6}


class Dyads(NamedTuple):
    """Numbers of pairs of actors."""

    mutual: int
    asymmetric: int
    null: int


def dyads(matrix: csr_array) -> Dyads:
    """Return how many pairs have both ties, one, or none."""
    n, mutual = matrix.shape[0], matrix.multiply(matrix.T).nnz // 2
    asymmetric = matrix.nnz - 2 * mutual
    return Dyads(mutual, asymmetric, comb(n, 2) - mutual - asymmetric)


def triads(matrix: csr_array, both: csr_array) -> dict[str, int]:
    """Return how many triads there are of each kind, by the names of `TRIADS`."""
    sides = _sides(matrix, both)
    count = dict.fromkeys(TRIADS, 0)
    closed = _closed(both, sides)
    partners = _partners(both, sides)
    for pair, kind in _MEETING.items():
        count[kind] = _meeting(partners, *pair)
    for codes, number in closed.items():
        count[_triangle(codes)] += number
        for one, other in _corners(codes):
            count[_MEETING[one, other]] -= number
    _add_unconnected(count, matrix)
    return count


def transitivity(matrix: csr_array, both: csr_array) -> float:
    """Return the share of two-paths a, v, b whose ends are tied, a to b; NaN without any."""
    received, sent = (
        np.bincount(matrix.indices, minlength=matrix.shape[0]),
        np.diff(matrix.indptr),
    )
    two_paths = int(received @ sent) - 2 * dyads(matrix).mutual
    if not two_paths:
        return float("nan")
    closed = _closed(both, _sides(matrix, both))
    transitive = sum(
        _TRANSITIVE.get(_triangle(codes), 0) * number for codes, number in closed.items()
    )
    return transitive / two_paths


def _sides(matrix: csr_array, both: csr_array) -> np.ndarray:
    """Return for each stored cell (i, j) of both directions how i sees the pair."""
    sends = np.zeros(both.nnz, dtype=np.intp)
    sends[cells_of(matrix, both)] = _SENDS
    sides: np.ndarray = sends + _RECEIVES * sends[mirrored(both)]
    return sides


def _closed(both: csr_array, sides: np.ndarray) -> dict[tuple[int, ...], int]:
    """Count triangles a, b, c by how a sees b, a sees c and b sees c."""
    total = np.zeros(64, dtype=np.int64)
    for ab, ac, bc in triangles(both):
        total += np.bincount(sides[ab] + 4 * sides[ac] + 16 * sides[bc], minlength=64)
    return {
        (at % 4, at // 4 % 4, at // 16): int(total[at]) for at in np.flatnonzero(total).tolist()
    }


def _partners(both: csr_array, sides: np.ndarray) -> dict[int, np.ndarray]:
    """Return for each actor its partners of each kind."""
    rows = np.repeat(np.arange(both.shape[0]), np.diff(both.indptr))
    return {
        side: np.bincount(rows[sides == side], minlength=both.shape[0])
        for side in (_SENDS, _RECEIVES, _MUTUAL)
    }


def _meeting(partners: dict[int, np.ndarray], one: int, other: int) -> int:
    if one == other:
        return int((partners[one] * (partners[one] - 1) // 2).sum())
    return int(partners[one] @ partners[other])


def _turned(side: int) -> int:
    return {_SENDS: _RECEIVES, _RECEIVES: _SENDS}.get(side, side)


def _corners(codes: tuple[int, ...]) -> list[tuple[int, int]]:
    """Return how each corner of a triangle sees the other two, in the order of `_MEETING`."""
    ab, ac, bc = codes
    pairs = ((ab, ac), (_turned(ab), bc), (_turned(ac), _turned(bc)))
    return [(min(pair), max(pair)) for pair in pairs]


def _triangle(codes: tuple[int, ...]) -> str:
    """Return the kind of a triad whose three pairs are all tied."""
    corners = _corners(codes)
    mutual = codes.count(_MUTUAL)
    if mutual == 0:
        return "030C" if all(corner == (_SENDS, _RECEIVES) for corner in corners) else "030T"
    if mutual > 1:
        return "210" if mutual == 2 else "300"
    apart = next(corner for corner in corners if _MUTUAL not in corner)
    return {(_SENDS, _SENDS): "120D", (_RECEIVES, _RECEIVES): "120U"}.get(apart, "120C")


def _add_unconnected(count: dict[str, int], matrix: csr_array) -> None:
    """Count the triads with one tied pair or none from what the others leave."""
    n, (mutual, asymmetric, _null) = matrix.shape[0], dyads(matrix)
    # A name begins with its numbers of mutual, asymmetric and null pairs.
    for kind, pairs, digit in (("102", mutual, 0), ("012", asymmetric, 1)):
        elsewhere = sum(int(name[digit]) * number for name, number in count.items())
        count[kind] = pairs * max(n - 2, 0) - elsewhere
    count["003"] = comb(n, 3) - sum(count.values())
