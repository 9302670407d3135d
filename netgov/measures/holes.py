"""Structural holes: room to act between partners that are not tied to each other.

Burt's p_ij is the share of i's contact, both directions together, that it has with j.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from netgov.kernels.products import product_at, tie_rows
from netgov.measures.registry import measure_card
from netgov.network import Network
from netgov.words import _


@measure_card(
    of="actor",
    label=_("Constraint"),
    plain=_("How much its contact depends on partners that are tied to each other."),
    unit="",
    formula=r"\sum_{j} \left(p_{ij} + \sum_{q \neq i, j} p_{iq} p_{qj}\right)^2",
    cites=("burt1992", "everett2020"),
    isolates=_("not defined"),
)
def constraint(net: Network) -> pd.Series[float]:
    """Burt's constraint: how little room the actor's partners leave it.

    Directions are added up. Values above 1 are right where an actor has few partners.

    Returns
    -------
    pd.Series
        Indexed by actor; no unit, low means room to act. An isolate gets NaN.

    References
    ----------
    burt1992, everett2020

    Examples
    --------
    >>> import netgov as ng
    >>> net = ng.Network.of(pd.DataFrame({"source": ["S", "P"], "target": ["D", "D"]}))
    >>> constraint(net).to_dict()
    {'S': 1.0, 'D': 0.5, 'P': 1.0}
    """
    both = net.both
    values = _per_partner(both, _dyadic_constraint(both))
    return pd.Series(values, index=net.actors.index, name="constraint")


@measure_card(
    of="actor",
    label=_("Effective size"),
    plain=_("How many separate contacts its partners open up; overlapping ones count less."),
    unit=_("actors"),
    formula=r"\sum_{j} \left(1 - \sum_{q \neq i, j} p_{iq} m_{jq}\right)",
    cites=("burt1992", "borgatti1997"),
    isolates=_("not defined"),
)
def effective_size(net: Network) -> pd.Series[float]:
    """Burt's effective size: partners less the overlap among them.

    Directions are added up; m_jq is j's contact with q relative to j's strongest contact.

    Returns
    -------
    pd.Series
        Indexed by actor; number of actors, at most its partners. An isolate gets NaN.

    References
    ----------
    burt1992, borgatti1997

    Examples
    --------
    >>> import netgov as ng
    >>> net = ng.Network.of(pd.DataFrame({"source": ["S", "P"], "target": ["D", "D"]}))
    >>> effective_size(net).to_dict()
    {'S': 1.0, 'D': 2.0, 'P': 1.0}
    """
    both = net.both
    values = _per_partner(both, 1 - _overlap(both))
    return pd.Series(values, index=net.actors.index, name="effective_size")


def _shares(both: csr_array) -> csr_array:
    """Return p: each row of the symmetric weights divided by its sum."""
    rows = tie_rows(both)
    shares = both.data / np.bincount(rows, both.data, both.shape[0])[rows]
    return csr_array((shares, both.indices, both.indptr), shape=both.shape)


def _dyadic_constraint(both: csr_array) -> np.ndarray:
    """Return c_ij for each stored cell: direct share and shares through third actors."""
    shares = _shares(both)
    # The diagonal is empty, so the product leaves out q = i and q = j by itself.
    values: np.ndarray = shares.data + product_at(shares, shares, both)
    return values**2


def _overlap(both: csr_array) -> np.ndarray:
    """Return for each partner j of i how far the other partners of i are j's too."""
    strongest = np.zeros(both.shape[0])
    np.maximum.at(strongest, tie_rows(both), both.data)
    # Symmetric weights: the sum over q of p_iq z_jq is a product with z itself.
    shared: np.ndarray = product_at(_shares(both), both, both) / strongest[both.indices]
    return shared


def _per_partner(both: csr_array, values: np.ndarray) -> np.ndarray:
    """Sum over each actor's partners; NaN without partners."""
    n = both.shape[0]
    total = np.bincount(tie_rows(both), values, n)
    return np.where(np.diff(both.indptr) > 0, total, np.nan)
