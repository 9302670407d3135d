"""Core and periphery, communities, closure of groups, and whom the network would miss."""

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
    label=_("Core number"),
    plain=_("How deep it stands in the part where all work with at least so many others."),
    unit=_("partners"),
    formula=r"\max\{k : i \in k\text{-core}\}",
    cites=("seidman1983",),
    isolates=_("0"),
)
def core_number(net: Network) -> pd.Series[int]:
    """Largest k with the actor in the k-core: a part in which each has k partners.

    Directions do not matter.

    Returns
    -------
    pd.Series
        Indexed by actor; number of partners. An isolate gets 0.

    References
    ----------
    seidman1983

    Examples
    --------
    >>> import netgov as ng
    >>> ties = pd.DataFrame({"source": list("SDPH"), "target": list("DPSD")})
    >>> core_number(ng.Network.of(ties)).to_dict()
    {'S': 2, 'D': 2, 'P': 2, 'H': 1}
    """
    return pd.Series(_core_numbers(net.both), index=net.actors.index, name="core_number")


def _core_numbers(both: csr_array) -> np.ndarray:
    graph = nx.empty_graph(both.shape[0])
    graph.add_edges_from(zip(tie_rows(both).tolist(), both.indices.tolist(), strict=True))
    return np.array(list(nx.core_number(graph).values()), dtype=int)
