"""Standing that comes from the standing of those in contact."""

from __future__ import annotations

import numpy as np
import pandas as pd

from netgov.kernels import vectors
from netgov.kernels.resampled import Kernel, over_draws
from netgov.measures.registry import Many, measure_card
from netgov.network import Network
from netgov.words import _


def _many(kernel: Kernel) -> Many:
    """Return the batch form of a kernel: the draws are parts of one network."""

    def many(net: Network, weights: np.ndarray) -> np.ndarray:
        return over_draws(kernel, net.matrix, weights)[:, :, np.newaxis]

    return many


@measure_card(
    of="actor",
    label=_("Eigenvector centrality"),
    plain=_("How much those that approach it are approached themselves, and so on."),
    unit=_("share of the largest"),
    formula=r"\rho\, x_i = \sum_{j} w_{ji}\, x_j,\ \max_i x_i = 1",
    cites=("bonacich1972",),
    isolates=_("0"),
    many=_many(vectors.eigenvector),
)
def eigenvector(net: Network) -> pd.Series[float]:
    """Standing received from senders in proportion to theirs, along weighted ties.

    Standing arises where contact runs in a circle: in the strong components with the largest
    eigenvalue, if they come one after the other in the last, if side by side in each by its
    number of actors. From there it is passed on downstream. So the values are the same
    whatever program computes them, on networks in parts and with periods too.

    Returns
    -------
    pd.Series
        Indexed by actor; between 0 and 1, the largest is 1. An isolate, and whoever is not
        downstream of such a component, gets 0. Without any circle all are NaN.

    Raises
    ------
    NotEnoughData
        If the values do not settle, on large networks with almost equal parts.

    References
    ----------
    bonacich1972

    Examples
    --------
    >>> import netgov as ng
    >>> ties = pd.DataFrame({"source": list("SDD"), "target": list("DSH"), "weight": [4, 1, 1]})
    >>> eigenvector(ng.Network.of(ties)).round(3).to_dict()
    {'S': 0.5, 'D': 1.0, 'H': 0.5}
    """
    values = vectors.eigenvector(net.matrix)
    return pd.Series(values, index=net.actors.index, name="eigenvector")


@measure_card(
    of="actor",
    label=_("Authority"),
    plain=_("How much it is approached by actors that approach the most sought after."),
    unit=_("share of the largest"),
    formula=r"\sigma^2 x = W^\top W x,\ \max_i x_i = 1",
    cites=("kleinberg1999",),
    isolates=_("0"),
    many=_many(vectors.authorities),
)
def authorities(net: Network) -> pd.Series[float]:
    """Kleinberg's authorities: approached by good hubs, which are those that approach them.

    Where parts of the network share the leading value, the vector is the projection of the
    all-ones vector on their space, so that each part counts.

    Returns
    -------
    pd.Series
        Indexed by actor; between 0 and 1, the largest is 1. An isolate gets 0. Without ties
        all are NaN.

    Raises
    ------
    NotEnoughData
        If the values do not settle, on large networks with almost equal parts.

    References
    ----------
    kleinberg1999

    Examples
    --------
    >>> import netgov as ng
    >>> ties = pd.DataFrame({"source": list("SPS"), "target": list("DDH"), "weight": [3, 4, 4]})
    >>> authorities(ng.Network.of(ties)).round(3).to_dict()
    {'S': 0.0, 'D': 1.0, 'P': 0.0, 'H': 0.693}
    """
    values = vectors.authorities(net.matrix)
    return pd.Series(values, index=net.actors.index, name="authorities")


@measure_card(
    of="actor",
    label=_("Hub"),
    plain=_("How much it approaches the actors that are most sought after."),
    unit=_("share of the largest"),
    formula=r"\sigma^2 x = W W^\top x,\ \max_i x_i = 1",
    cites=("kleinberg1999",),
    isolates=_("0"),
    many=_many(vectors.hubs),
)
def hubs(net: Network) -> pd.Series[float]:
    """Kleinberg's hubs: the weight an actor sends to the authorities of `authorities`.

    Returns
    -------
    pd.Series
        Indexed by actor; between 0 and 1, the largest is 1. An isolate gets 0. Without ties
        all are NaN.

    Raises
    ------
    NotEnoughData
        If the values do not settle, on large networks with almost equal parts.

    References
    ----------
    kleinberg1999

    Examples
    --------
    >>> import netgov as ng
    >>> ties = pd.DataFrame({"source": list("SPS"), "target": list("DDH"), "weight": [3, 4, 4]})
    >>> hubs(ng.Network.of(ties)).round(3).to_dict()
    {'S': 1.0, 'D': 0.0, 'P': 0.693, 'H': 0.0}
    """
    return pd.Series(vectors.hubs(net.matrix), index=net.actors.index, name="hubs")


@measure_card(
    of="actor",
    label=_("PageRank"),
    plain=_("How much contact it receives from actors that themselves receive much."),
    unit=_("share of all"),
    formula=r"x_i = \frac{1-d}{n} + d \sum_{j} \frac{w_{ji}}{\sum_k w_{jk}}\, x_j,\ d = 0.85",
    cites=("page1999",),
    isolates=_("the share that every actor gets"),
    many=_many(vectors.pagerank),
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
    return pd.Series(vectors.pagerank(net.matrix), index=net.actors.index, name="pagerank")


@measure_card(
    of="actor",
    label=_("Katz status"),
    plain=_("How much approaches it directly or through others; long ways count less."),
    unit="",
    formula=r"x = (I - \alpha W^\top)^{-1} \mathbf{1},\ \alpha = 0.85 / \max_i \sum_j w_{ji}",
    cites=("katz1953",),
    isolates=_("1"),
    many=_many(vectors.katz),
)
def katz(net: Network) -> pd.Series[float]:
    """Katz status: 1 for the actor itself, and a part of the status of each that approaches it.

    That part is the weight of the tie, times 0.85, divided by the largest incoming strength.

    Returns
    -------
    pd.Series
        Indexed by actor; between 1 and 6.67, no unit. An isolate gets 1.

    References
    ----------
    katz1953

    Examples
    --------
    >>> import netgov as ng
    >>> net = ng.Network.of(pd.DataFrame({"source": ["S", "P"], "target": ["D", "D"]}))
    >>> katz(net).round(3).to_dict()
    {'S': 1.0, 'D': 1.85, 'P': 1.0}
    """
    return pd.Series(vectors.katz(net.matrix), index=net.actors.index, name="katz")
