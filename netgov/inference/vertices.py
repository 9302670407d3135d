"""How sure measures of a network are if its actors are a sample of more: actors drawn anew."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

from netgov.draws import TIMES
from netgov.errors import NotEnoughData
from netgov.inference.columns import columns_of
from netgov.inference.limits import Bootstrap
from netgov.inference.result import Tell, need_times, silent
from netgov.measures import measure
from netgov.network import Network
from netgov.sizes import need_at_most
from netgov.words import _

_FEWEST: Final = 3
_TWO_SIDES: Final = 1.96  # standard errors that hold 95 % of a normal distribution


def vertex_bootstrap(
    net: Network,
    measures: str | Sequence[str],
    *,
    times: int = TIMES,
    seed: int = 0,
    tell: Tell = silent,
) -> Bootstrap:
    """Return how sure measures of the network are, by drawing its actors anew.

    As many actors as there are, are drawn with replacement, each with its group and its ties
    to the others drawn. Two copies of one actor have no ties to each other on record: they get
    those, in both directions, between two actors drawn from all [snijders1999].

    Parameters
    ----------
    net
        The network.
    measures
        Names of measures of the network.
    times, seed
        How many draws, and the number they begin with.
    tell
        Called with how many more draws are done.

    Returns
    -------
    Bootstrap
        Its ``network`` has ``value``; of the draws ``mean``, ``sd`` (the standard error) and
        ``draws``, how many are defined; ``low`` and ``high``, the value less and plus 1.96
        standard errors. Its ``table`` is empty: where actors are drawn none of them is told.

    Raises
    ------
    NotEnoughData
        If there are fewer than three actors, or a measure is not one of the network.
    UnknownName
        If there is no such measure.

    References
    ----------
    snijders1999

    Examples
    --------
    >>> import pandas as pd, netgov as ng
    >>> pairs = [(one, other) for one in "SDHP" for other in "SDHP" if one != other]
    >>> net = ng.Network.of(pd.DataFrame(pairs, columns=["source", "target"]))
    >>> ng.vertex_bootstrap(net, "density", times=20).network[["value", "sd"]]
             value   sd
    measure
    density    1.0  0.0
    """
    rng = need_times(times, seed)
    if not len(measures):
        sentence = _("Name at least one measure of the network, such as density.")
        raise NotEnoughData(sentence)
    columns = list(columns_of(net, measures, ["network"]))
    need_at_most(net)
    if len(net.actors) < _FEWEST:
        sentence = _("Fewer than {least} actors: too few to draw from.")
        raise NotEnoughData(sentence, least=_FEWEST)
    rows = []
    for _turn in range(times):
        rows.append(measure(_redrawn(net, rng), *columns).to_numpy(float)[0])
        tell(1)
    draws = np.array(rows)
    return Bootstrap(
        unit="actor",
        units=len(net.actors),
        times=times,
        seed=seed,
        network=_limits(measure(net, *columns).astype(float).iloc[0], draws),
        draws={name: draws[:, [turn]] for turn, name in enumerate(columns)},
    )


def _limits(value: pd.Series[float], draws: np.ndarray) -> pd.DataFrame:
    drawn = pd.DataFrame(draws, columns=value.index)
    sd = drawn.std()
    table = {
        "value": value,
        "mean": drawn.mean(),
        "sd": sd,
        "low": value - _TWO_SIDES * sd,
        "high": value + _TWO_SIDES * sd,
        "draws": drawn.notna().sum(),
    }
    return pd.DataFrame(table).rename_axis("measure")


def _redrawn(net: Network, rng: np.random.Generator) -> Network:
    n = len(net.actors)
    drawn = rng.integers(n, size=n)
    weights = net.matrix.toarray()
    cells = weights[np.ix_(drawn, drawn)]
    first, second = np.nonzero(np.triu(drawn[:, None] == drawn, 1))
    one = rng.integers(n, size=len(first))
    other = (one + rng.integers(1, n, size=len(one))) % n
    # Both directions of one pair, since the ties of a pair go together.
    cells[first, second], cells[second, first] = weights[one, other], weights[other, one]
    source, target = np.nonzero(cells)
    ties = pd.DataFrame({"source": source, "target": target, "weight": cells[source, target]})
    groups = None if net.groups is None else pd.Series(net.groups.to_numpy()[drawn])
    return Network.of(ties, groups, range(n))
