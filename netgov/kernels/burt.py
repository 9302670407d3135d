"""Burt's structural holes over many draws of weights at once.

Everywhere ``ties`` is the symmetric pattern of contact without diagonal, and ``weights`` hold
the contact in both directions at its stored cells, shape (draws, cells). A weight of 0 means
that the two are not tied in that draw; what an actor without partners gets is NaN.
"""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array

from netgov.kernels.products import product_among, tie_rows, triangles


def dyadic_constraint(ties: csr_array, weights: np.ndarray) -> np.ndarray:
    """Return c_ij at each cell: the share of i's contact with j, direct and through others."""
    shares = _shares(ties, weights)
    return _squared(weights, shares + product_among(ties, shares, shares))


def constraint(ties: csr_array, weights: np.ndarray) -> np.ndarray:
    """Return the sum of c_ij over the partners of each actor, shape (draws, actors)."""
    return _over_partners(ties, weights, dyadic_constraint(ties, weights))


def hierarchy(ties: csr_array, weights: np.ndarray) -> np.ndarray:
    """Return how far c_ij is concentrated on few partners: 0 if even, 1 with one partner."""
    parts = dyadic_constraint(ties, weights)
    partners, total = _partners(ties, weights), _over_partners(ties, weights, parts)
    relative = parts * (partners / total)[:, tie_rows(ties)]
    # Where there is no tie the part is 0, and 0 ln 0 counts 0.
    logs = relative * np.log(np.maximum(relative, np.finfo(float).tiny))
    uneven = _over_partners(ties, weights, np.where(weights > 0, logs, 0.0))
    most = partners * np.log(np.maximum(partners, 2))
    return np.where(partners == 1, 1.0, np.clip(uneven / most, 0.0, 1.0))
