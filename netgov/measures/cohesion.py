"""How the network holds together as a whole, and on whom that depends."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from netgov.kernels.products import tie_rows
from netgov.measures.registry import measure_card
from netgov.network import Network
from netgov.words import _


@measure_card(
    of="actor",
    label=_("Cutpoint"),
    plain=_("Whether some actors would lose touch with the rest without it."),
    unit=_("yes or no"),
    formula=r"c(G - v) > c(G)",
    cites=("wasserman1994",),
    isolates=_("no"),
)
def cutpoint(net: Network) -> pd.Series[bool]:
    """Whether the network falls into more parts without the actor; directions do not matter.

    Returns
    -------
    pd.Series
        Indexed by actor; True or False. An isolate gets False.

    References
    ----------
    wasserman1994

    Examples
    --------
    >>> import netgov as ng
    >>> net = ng.Network.of(pd.DataFrame({"source": ["S", "P"], "target": ["D", "D"]}))
    >>> cutpoint(net).to_dict()
    {'S': False, 'D': True, 'P': False}
    """
    return pd.Series(_cutpoints(net.matrix), index=net.actors.index, name="cutpoint")


def _cutpoints(matrix: csr_array) -> np.ndarray:
    graph = nx.Graph(list(zip(tie_rows(matrix).tolist(), matrix.indices.tolist(), strict=True)))
    cut = np.zeros(matrix.shape[0], dtype=bool)
    cut[list(nx.articulation_points(graph))] = True
    return cut


@measure_card(
    of="network",
    label=_("Density"),
    plain=_("How many of all possible ties there are."),
    unit=_("share"),
    formula=r"\frac{m}{n(n-1)}",
    cites=("wasserman1994",),
)
def density(net: Network) -> pd.Series[float]:
    """Share of the possible ties that exist.

    Returns
    -------
    pd.Series
        One value between 0 and 1, indexed by the network's label or 0; NaN for fewer than
        two actors.

    References
    ----------
    wasserman1994

    Examples
    --------
    >>> import netgov as ng
    >>> density(ng.Network.of(pd.DataFrame({"source": ["S"], "target": ["D"]}))).item()
    0.5
    """
    n = len(net.actors)
    return pd.Series(_ratio(net.matrix.nnz, n * (n - 1)), index=_row(net), name="density")


@measure_card(
    of="network",
    label=_("Reciprocity"),
    plain=_("How often contact goes both ways."),
    unit=_("share"),
    formula=r"\frac{M + N}{M + A + N},\ \frac{M}{M + A},\ \frac{2M}{2M + A},\ "
    r"\frac{\sum_{i \neq j} \min(w_{ij}, w_{ji})}{\sum_{i \neq j} w_{ij}}",
    cites=("wasserman1994", "squartini2013"),
    parts={
        "dyadic": _("Pairs alike in both directions"),
        "nonnull": _("Pairs in contact that are mutual"),
        "edgewise": _("Ties that are answered"),
        "weighted": _("Contacts that are answered"),
    },
)
def reciprocity(net: Network) -> pd.DataFrame:
    """Share of pairs, ties and contacts that go both ways.

    Returns
    -------
    pd.DataFrame
        One row, indexed by the network's label or 0. Columns between 0 and 1: dyadic (pairs
        with both ties or none), nonnull (pairs in contact that are mutual), edgewise (ties
        with a tie back), weighted (weight matched by weight back). Without ties dyadic is 1
        and the others NaN; with fewer than two actors all are NaN.

    References
    ----------
    wasserman1994, squartini2013

    Examples
    --------
    >>> import netgov as ng
    >>> ties = pd.DataFrame({"source": list("SDP"), "target": list("DSD"), "weight": [4, 1, 5]})
    >>> reciprocity(ng.Network.of(ties)).round(3)
           dyadic  nonnull  edgewise  weighted
    years
    0       0.667      0.5     0.667       0.2
    """
    return pd.DataFrame(_reciprocity(net.matrix), index=_row(net))


def _reciprocity(matrix: csr_array) -> dict[str, float]:
    n, ties = matrix.shape[0], matrix.nnz
    mutual = matrix.multiply(matrix.T).nnz // 2
    pairs = n * (n - 1) // 2
    contact = ties - mutual
    return {
        "dyadic": _ratio(pairs - contact + mutual, pairs),
        "nonnull": _ratio(mutual, contact),
        "edgewise": _ratio(2 * mutual, ties),
        "weighted": _ratio(matrix.minimum(matrix.T).sum(), matrix.sum()),
    }


@measure_card(
    of="network",
    label=_("Components"),
    plain=_("How many parts without contact between them the network falls into."),
    unit=_("parts"),
    formula=r"\left|V / {\leftrightsquigarrow}\right|",
    cites=("wasserman1994",),
    parts={"weak": _("In contact in any direction"), "strong": _("Each reaches each")},
)
def components(net: Network) -> pd.DataFrame:
    """Parts of the network, isolates included.

    Returns
    -------
    pd.DataFrame
        One row, indexed by the network's label or 0. Columns, counts: weak (parts joined by
        ties in any direction) and strong (parts in which each reaches each along the ties).

    References
    ----------
    wasserman1994

    Examples
    --------
    >>> import netgov as ng
    >>> ties = pd.DataFrame({"source": ["S", "D", "P"], "target": ["D", "S", "D"]})
    >>> components(ng.Network.of(ties))
           weak  strong
    years
    0         1       2
    """
    return pd.DataFrame(_components(net.matrix), index=_row(net))


def _components(matrix: csr_array) -> dict[str, int]:
    from scipy.sparse.csgraph import connected_components

    if matrix.shape[0] == 0:
        return {"weak": 0, "strong": 0}
    return {
        kind: int(connected_components(matrix, connection=kind, return_labels=False))
        for kind in ("weak", "strong")
    }


def _ratio(part: float, whole: float) -> float:
    """Return a share; NaN of nothing."""
    return float(part / whole) if whole else float("nan")


def _row(net: Network) -> pd.Index[str | int]:
    """Return the index of a frame that describes the whole network."""
    return pd.Index([net.label or 0], name="years")
