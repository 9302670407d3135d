"""How far the network is a hierarchy, as an office chart would have it."""

from __future__ import annotations

from typing import Final

import pandas as pd

from netgov.kernels.hierarchy import dimensions
from netgov.measures.registry import measure_card, network_row
from netgov.network import Network
from netgov.sizes import need_at_most
from netgov.words import _

# Who is above whom is a matrix of all pairs: 25 million cells, several times over.
UP_TO: Final = 5_000


@measure_card(
    of="network",
    label=_("Krackhardt's dimensions"),
    plain=_("How far contact follows one line of command from the top down."),
    unit="",
    formula=r"1 - \frac{V}{\max V}",
    cites=("krackhardt1994", "everett2012"),
    parts={
        "connectedness": _("Connectedness: pairs in one part"),
        "hierarchy": _("Hierarchy: pairs in which only one reaches the other"),
        "efficiency": _("Efficiency: no more ties than needed"),
        "lub": _("Least upper bound: pairs with one lowest common superior"),
    },
    up_to=UP_TO,
    by_presence=True,
)
def krackhardt(net: Network) -> pd.DataFrame:
    """Krackhardt's four dimensions of hierarchy, each 1 for an out-tree.

    Ties must run from superior to subordinate: measure the layer of authority alone, not
    referrals. A pair has a least upper bound if one of those that reach both is itself
    reached by all that do. Efficiency is the directed one, pooled over the weak components;
    of the undirected skeleton it would be another number.

    Returns
    -------
    pd.DataFrame
        One row, indexed by the network's label or 0. Columns, at most 1: connectedness (share
        of pairs in one weak component; NaN below two actors), hierarchy (1 less the share of
        mutual pairs among those in which one reaches the other; NaN without such pairs),
        efficiency (1 less the share of surplus ties; NaN without components of two or more)
        and lub (1 less the share of pairs without a least upper bound; NaN without weak
        components of three or more).

    Raises
    ------
    NotEnoughData
        If there are more than 5,000 actors.

    References
    ----------
    krackhardt1994, everett2012

    Examples
    --------
    >>> import netgov as ng
    >>> net = ng.Network.of(pd.DataFrame({"source": list("MDD"), "target": list("DUV")}))
    >>> krackhardt(net)
           connectedness  hierarchy  efficiency  lub
    years
    0                1.0        1.0         1.0  1.0
    """
    need_at_most(net, UP_TO)
    return pd.DataFrame(dimensions(net.matrix)._asdict(), index=network_row(net))
