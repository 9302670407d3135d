"""Ties counted and weighed, actor by actor."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from netgov.kernels.burt import by_row
from netgov.kernels.cells import both_ways, tie_rows
from netgov.measures.registry import measure_card
from netgov.network import Network
from netgov.words import _

# --- over draws --------------------------------------------------------------------------


def _arriving(net: Network, draws: np.ndarray) -> np.ndarray:
    return _summed(net.matrix.indices, draws, len(net.actors))


def _leaving(net: Network, draws: np.ndarray) -> np.ndarray:
    return _summed(tie_rows(net.matrix), draws, len(net.actors))


def _summed(at: np.ndarray, draws: np.ndarray, actors: int) -> np.ndarray:
    """Sum each draw's ties at the actors they belong to."""
    cells = csr_array((np.ones(len(at)), (at, np.arange(len(at)))), shape=(actors, len(at)))
    return np.asarray((cells @ draws.T).T)[:, :, None]


def _partners(net: Network, draws: np.ndarray) -> np.ndarray:
    weights = both_ways(net.matrix, net.both, draws)
    return by_row(net.both, 1.0 * (weights > 0), np.add).T[:, :, None]


# --- cards -------------------------------------------------------------------------------


@measure_card(
    of="actor",
    label=_("Incoming ties"),
    plain=_("How many others approach it."),
    unit=_("actors"),
    formula=r"\sum_{j} a_{ji}",
    cites=("freeman1978", "wasserman1994"),
    isolates=_("0"),
    many=lambda net, draws: _arriving(net, draws > 0),
    by_presence=True,
)
def in_degree(net: Network) -> pd.Series[int]:
    """Others with a tie to the actor.

    Returns
    -------
    pd.Series
        Indexed by actor; number of actors. An isolate gets 0.

    References
    ----------
    freeman1978, wasserman1994

    Examples
    --------
    >>> import netgov as ng
    >>> net = ng.Network.of(pd.DataFrame({"source": ["S", "P"], "target": ["D", "D"]}))
    >>> in_degree(net).to_dict()
    {'S': 0, 'D': 2, 'P': 0}
    """
    return _series(net, _column_counts(net), "in_degree")


@measure_card(
    of="actor",
    label=_("Outgoing ties"),
    plain=_("How many others it approaches."),
    unit=_("actors"),
    formula=r"\sum_{j} a_{ij}",
    cites=("freeman1978", "wasserman1994"),
    isolates=_("0"),
    many=lambda net, draws: _leaving(net, draws > 0),
    by_presence=True,
)
def out_degree(net: Network) -> pd.Series[int]:
    """Others to whom the actor has a tie.

    Returns
    -------
    pd.Series
        Indexed by actor; number of actors. An isolate gets 0.

    References
    ----------
    freeman1978, wasserman1994

    Examples
    --------
    >>> import netgov as ng
    >>> net = ng.Network.of(pd.DataFrame({"source": ["S", "P"], "target": ["D", "D"]}))
    >>> out_degree(net).to_dict()
    {'S': 1, 'D': 0, 'P': 1}
    """
    return _series(net, np.diff(net.matrix.indptr), "out_degree")


@measure_card(
    of="actor",
    label=_("Partners"),
    plain=_("How many others it is in contact with, in either direction."),
    unit=_("actors"),
    formula=r"\left|\{j : a_{ij} = 1 \text{ or } a_{ji} = 1\}\right|",
    cites=("freeman1978",),
    isolates=_("0"),
    many=_partners,
    by_presence=True,
)
def partners(net: Network) -> pd.Series[int]:
    """Distinct others in contact with the actor; mutual contact counts once.

    Returns
    -------
    pd.Series
        Indexed by actor; number of actors. An isolate gets 0.

    References
    ----------
    freeman1978

    Examples
    --------
    >>> import netgov as ng
    >>> net = ng.Network.of(pd.DataFrame({"source": ["S", "D"], "target": ["D", "S"]}))
    >>> partners(net).to_dict()
    {'S': 1, 'D': 1}
    """
    return _series(net, np.diff(net.both.indptr), "partners")


@measure_card(
    of="actor",
    label=_("Incoming strength"),
    plain=_("How many contacts it receives from all others together."),
    unit=_("contacts"),
    formula=r"\sum_{j} w_{ji}",
    cites=("barrat2004",),
    isolates=_("0"),
    many=_arriving,
)
def in_strength(net: Network) -> pd.Series[float]:
    """Weight of all ties to the actor.

    Returns
    -------
    pd.Series
        Indexed by actor; contacts, or whatever the weights count. An isolate gets 0.

    References
    ----------
    barrat2004

    Examples
    --------
    >>> import netgov as ng
    >>> ties = pd.DataFrame({"source": ["S", "P"], "target": ["D", "D"], "weight": [4, 10]})
    >>> in_strength(ng.Network.of(ties)).to_dict()
    {'S': 0.0, 'D': 14.0, 'P': 0.0}
    """
    return _series(net, net.matrix.sum(axis=0), "in_strength")


@measure_card(
    of="actor",
    label=_("Outgoing strength"),
    plain=_("How many contacts it makes with all others together."),
    unit=_("contacts"),
    formula=r"\sum_{j} w_{ij}",
    cites=("barrat2004",),
    isolates=_("0"),
    many=_leaving,
)
def out_strength(net: Network) -> pd.Series[float]:
    """Weight of all ties from the actor.

    Returns
    -------
    pd.Series
        Indexed by actor; contacts, or whatever the weights count. An isolate gets 0.

    References
    ----------
    barrat2004

    Examples
    --------
    >>> import netgov as ng
    >>> ties = pd.DataFrame({"source": ["S", "P"], "target": ["D", "D"], "weight": [4, 10]})
    >>> out_strength(ng.Network.of(ties)).to_dict()
    {'S': 4.0, 'D': 0.0, 'P': 10.0}
    """
    return _series(net, net.matrix.sum(axis=1), "out_strength")


def _column_counts(net: Network) -> np.ndarray:
    return np.bincount(net.matrix.indices, minlength=len(net.actors))


def _series(net: Network, values: np.ndarray, name: str) -> pd.Series[Any]:
    return pd.Series(values, index=net.actors.index, name=name)
