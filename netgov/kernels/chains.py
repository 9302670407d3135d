"""An absorbing Markov chain of agencies: where cases end, and where they are lost."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order


class Chain(NamedTuple):
    """What becomes of cases [kemeny1976].

    ``absorbed``: the share of those at each agency that ends in each way. ``steps``: further
    hand-overs expected from each. ``visits``: expected visits to each for one case.
    """

    absorbed: np.ndarray
    steps: np.ndarray
    visits: np.ndarray


def absorbing_chain(passed: np.ndarray, ended: np.ndarray, entry: np.ndarray) -> Chain:
    """Return the chain of shares passed on to agencies, shares ended, and entry shares."""
    n = len(passed)
    fundamental = np.linalg.solve(np.eye(n) - passed, np.eye(n))
    absorbed = fundamental @ ended
    return Chain(absorbed, fundamental.sum(axis=1) - 1, entry @ fundamental)


def without_exit(passed: np.ndarray, ended: np.ndarray) -> np.ndarray:
    """Return the positions from which no case ever ends."""
    n = len(passed)
    reverse = np.zeros((n + 1, n + 1))
    reverse[:n, :n] = passed.T > 0
    reverse[n, :n] = ended.sum(axis=1) > 0
    order = breadth_first_order(csr_array(reverse), n, return_predecessors=False)
    return np.setdiff1d(np.arange(n), order)


def contributions(chain: Chain, ended: np.ndarray, way: int) -> np.ndarray:
    """Return what each agency adds to the share of cases that end in a way."""
    share: np.ndarray = chain.visits * ended[:, way]
    return share


def elasticities(chain: Chain, passed: np.ndarray, ended: np.ndarray, way: int) -> np.ndarray:
    """Return by how many per cent the total share changes when an agency's own grows by one.

    The other exits of the agency shrink in proportion. 0 where nothing ends that way.
    """
    own = ended[:, way]
    total = float(chain.visits @ own)
    if total == 0:
        return np.zeros(len(own))
    onward = passed @ chain.absorbed[:, way]
    with np.errstate(divide="ignore", invalid="ignore"):
        # Where all end that way there are no other exits to shrink.
        saved = np.where(own < 1, onward / (1 - own), 0.0)
    change: np.ndarray = chain.visits * own * (1 - saved) / total
    return change
