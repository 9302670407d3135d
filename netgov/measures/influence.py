"""Standing that comes from the standing of those in contact."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from netgov.kernels.products import tie_rows
from netgov.measures.registry import measure_card
from netgov.network import Network
from netgov.words import _

_RESIDUAL: Final = 1e-13


@measure_card(
    of="actor",
    label=_("PageRank"),
    plain=_("How much contact it receives from actors that themselves receive much."),
    unit=_("share of all"),
    formula=r"x_i = \frac{1-d}{n} + d \sum_{j} \frac{w_{ji}}{\sum_k w_{jk}}\, x_j,\ d = 0.85",
    cites=("page1999",),
    isolates=_("the share that every actor gets"),
)
def pagerank(net: Network) -> pd.Series[float]:
    """Share of a walk's time at the actor, when the walk follows ties by weight.

    With probability 0.15, and from an actor without outgoing ties, the walk jumps anywhere.

    Returns
    -------
    pd.Series
        Indexed by actor; shares that sum to 1. An isolate gets what a jump brings.

    References
    ----------
    page1999

    Examples
    --------
    >>> import netgov as ng
    >>> net = ng.Network.of(pd.DataFrame({"source": ["S", "P"], "target": ["D", "D"]}))
    >>> pagerank(net).round(3).to_dict()
    {'S': 0.213, 'D': 0.574, 'P': 0.213}
    """
    return pd.Series(_pagerank(net.matrix), index=net.actors.index, name="pagerank")


def _pagerank(matrix: csr_array, damping: float = 0.85) -> np.ndarray:
    """Power iteration; rows without ties are spread evenly."""
    n = matrix.shape[0]
    sent = matrix.sum(axis=1)
    share = matrix.data / sent[tie_rows(matrix)]
    flow = csr_array(csr_array((share, matrix.indices, matrix.indptr), shape=(n, n)).T)
    idle = sent == 0
    rank = np.full(n, 1 / max(n, 1))
    residual = float(n > 0)
    while residual > _RESIDUAL:
        jumps = damping * rank[idle].sum() + (1 - damping)
        new = damping * (flow @ rank) + jumps / n
        new /= new.sum()
        residual = float(np.abs(new - rank).sum())
        rank = new
    return rank
