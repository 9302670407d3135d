"""Who mediates between whom, by the groups of the three."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from netgov.kernels.products import product_at, tie_rows
from netgov.measures.registry import measure_card
from netgov.network import Network
from netgov.words import _

ROLES: Final = {
    "coordinator": _("Coordinator"),
    "itinerant": _("Itinerant broker"),
    "representative": _("Representative"),
    "gatekeeper": _("Gatekeeper"),
    "liaison": _("Liaison"),
    "total": _("All roles"),
}

# Up to this many actors everything is dense, which is quickest.
DENSE: Final = 100

# Two counts travel in one float: the second is shifted by more than the first can reach.
_SHIFT: Final = 2.0**26


@measure_card(
    of="actor",
    label=_("Brokerage roles"),
    plain=_("How often it links two others, the first of which does not approach the second."),
    unit=_("paths"),
    formula=r"\left|\{(i, k) : i \to j \to k,\ i \neq k,\ i \not\to k\}\right|",
    cites=("gould1989",),
    needs=("groups",),
    parts=ROLES,
    isolates=_("0"),
)
def broker_roles(net: Network) -> pd.DataFrame:
    """Open two-paths each actor mediates, by the groups of the three.

    A path a, v, b is open if a has no tie to b. Its groups in that order make v a coordinator
    (AAA), itinerant broker (ABA), representative (AAB), gatekeeper (ABB) or liaison (ABC).

    Returns
    -------
    pd.DataFrame
        Indexed by actor; columns coordinator, itinerant, representative, gatekeeper, liaison
        and total, their sum; number of paths. An isolate gets 0.

    Raises
    ------
    NotEnoughData
        If the network has no groups.

    References
    ----------
    gould1989

    Examples
    --------
    >>> import netgov as ng
    >>> ties = pd.DataFrame({"source": ["S", "D"], "target": ["D", "H"]})
    >>> net = ng.Network.of(ties, groups={"S": "school", "D": "city", "H": "city"})
    >>> broker_roles(net).loc["D"].to_dict()
    {'coordinator': 0, 'itinerant': 0, 'representative': 0, 'gatekeeper': 1, 'liaison': 0,
     'total': 1}
    """
    roles = _roles(net.matrix, net.codes)
    return pd.DataFrame(roles, index=net.actors.index, columns=list(ROLES))


def _roles(matrix: csr_array, codes: np.ndarray) -> np.ndarray:
    """Count the roles of each actor, one row an actor, one column a role.

    The open two-paths a, v, b are counted five ways, from which the roles follow: every path;
    a in v's group; b in v's group; a in b's group; all three in one.
    """
    count = _open_dense if len(codes) <= DENSE else _open_sparse
    every, first, last, ends, three = count(matrix, codes).astype(int)
    liaison = every - first - last - ends + 2 * three
    return np.stack([three, ends - three, first - three, last - three, liaison, every], axis=1)


def _open_dense(matrix: csr_array, codes: np.ndarray) -> np.ndarray:
    """Sum over the pairs a, b without a tie."""
    tie = (matrix.toarray() > 0).astype(float)
    same = codes[:, None] == codes
    own = tie * same
    untied = 1 - tie - np.eye(len(codes))
    to_any, to_own, alike = untied @ tie.T, untied @ own.T, (untied * same) @ tie.T
    pairs = ((tie, to_any), (own, to_any), (tie, to_own), (tie, alike), (own, to_own))
    return np.array([np.einsum("av,av->v", *pair) for pair in pairs])


def _open_sparse(matrix: csr_array, codes: np.ndarray) -> np.ndarray:
    """Subtract from all two-paths those that return (a = b) and those that are closed."""
    same = codes[tie_rows(matrix)] == codes[matrix.indices]
    counts = _two_paths(matrix, codes, same)
    counts -= _returning(matrix, codes)
    counts -= _closed(matrix, same)
    return counts


def _two_paths(matrix: csr_array, codes: np.ndarray, same: np.ndarray) -> np.ndarray:
    """Count all two-paths through each actor from its ties with each group."""
    n, m = matrix.shape[0], matrix.nnz
    rows, cols = tie_rows(matrix), matrix.indices
    received, sent = np.bincount(cols, minlength=n), np.bincount(rows, minlength=n)
    own_received = np.bincount(cols, same, n)
    own_sent = np.bincount(rows, same, n)
    shape = (n, codes.max(initial=-1) + 1)
    from_groups = csr_array((np.ones(m), (cols, codes[rows])), shape=shape)
    to_groups = csr_array((np.ones(m), (rows, codes[cols])), shape=shape)
    return np.array(
        [
            received * sent,
            own_received * sent,
            received * own_sent,
            from_groups.multiply(to_groups).sum(axis=1),
            own_received * own_sent,
        ]
    )


def _returning(matrix: csr_array, codes: np.ndarray) -> np.ndarray:
    """Count the paths a, v, a: one for each mutual tie of v."""
    mutual = matrix.multiply(matrix.T).tocsr()
    rows = tie_rows(mutual)
    own = np.bincount(rows, codes[rows] == codes[mutual.indices], matrix.shape[0])
    every = np.diff(mutual.indptr)
    return np.array([every, own, own, every, own])


def _closed(matrix: csr_array, same: np.ndarray) -> np.ndarray:
    """Count the paths a, v, b with a tie a to b.

    For a tie a to v these are the common targets b of a and v.
    """
    n, cols = matrix.shape[0], matrix.indices

    def weighted(values: np.ndarray) -> csr_array:
        return csr_array((values, cols, matrix.indptr), shape=(n, n))

    # Shifted: b in v's group. From a's own ties only: b in a's group.
    targets = weighted(1 + _SHIFT * same).T
    last, every = np.divmod(product_at(weighted(np.ones(len(cols))), targets, matrix), _SHIFT)
    three, ends = np.divmod(product_at(weighted(1.0 * same), targets, matrix), _SHIFT)
    counts = (every, every * same, last, ends, three * same)
    return np.array([np.bincount(cols, count, n) for count in counts])
