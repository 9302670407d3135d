"""How sure measures of a network are if its actors are a sample of more: actors drawn anew."""

from __future__ import annotations

import numpy as np
import pandas as pd

from netgov.errors import NotEnoughData
from netgov.inference.result import TIMES, Tell, need_times, silent
from netgov.measures import measure
from netgov.measures.registry import find
from netgov.network import Network
from netgov.words import _

_FEWEST = 3


def vertex_bootstrap(
    net: Network, *measures: str, times: int = TIMES, seed: int = 0, tell: Tell = silent
) -> pd.DataFrame:
    """Return how sure measures of the network are, by drawing its actors anew.

    As many actors as there are, are drawn with replacement, each with its group and its ties
    to the others drawn. Two copies of one actor have no tie on record: what stands between them
    is that of an ordered pair drawn from all [snijders1999].

    Parameters
    ----------
    net
        The network.
    *measures
        Names of measures of the network.
    times, seed
        How many draws, and the number they begin with.
    tell
        Called with how many more draws are done.

    Returns
    -------
    pd.DataFrame
        Indexed by measure: ``value``; of the draws ``mean``, ``sd`` (the standard error) and
        ``draws``, how many are defined; ``low`` and ``high``, the value less and plus 1.96
        standard errors.

    Raises
    ------
    NotEnoughData
        If there are fewer than three actors, or a measure is not one of the network.
    UnknownName
        If there is no such measure.

    References
    ----------
    snijders1999
    """
    rng = need_times(times, seed)
    _need_of_network(net, measures)
    value = measure(net, *measures).iloc[0].astype(float)
    rows = []
    for _turn in range(times):
        rows.append(measure(_redrawn(net, rng), *measures).iloc[0].to_numpy(float))
        tell(1)
    draws = pd.DataFrame(rows, columns=value.index)
    sd = draws.std()
    table = {
        "value": value,
        "mean": draws.mean(),
        "sd": sd,
        "low": value - 1.96 * sd,
        "high": value + 1.96 * sd,
        "draws": draws.notna().sum(),
    }
    return pd.DataFrame(table).rename_axis("measure")


def _redrawn(net: Network, rng: np.random.Generator) -> Network:
    n = len(net.actors)
    drawn = rng.integers(n, size=n)
    weights = net.matrix.toarray()
    cells = weights[np.ix_(drawn, drawn)]
    copies = (drawn[:, None] == drawn) & ~np.eye(n, dtype=bool)
    one = rng.integers(n, size=int(copies.sum()))
    other = (one + rng.integers(1, n, size=len(one))) % n
    cells[copies] = weights[one, other]
    source, target = np.nonzero(cells)
    ties = pd.DataFrame({"source": source, "target": target, "weight": cells[source, target]})
    groups = None if net.groups is None else pd.Series(net.groups.to_numpy()[drawn])
    return Network.of(ties, groups, range(n))


def _need_of_network(net: Network, measures: tuple[str, ...]) -> None:
    if not measures:
        sentence = _("Name at least one measure of the network, such as density.")
        raise NotEnoughData(sentence)
    for name in measures:
        card, _columns = find(name)
        if card.of != "network":
            sentence = _(
                "{name} is not a measure of the network; where actors themselves are drawn, "
                "only the whole can be measured. Choose a measure of the network."
            )
            raise NotEnoughData(sentence, name=name)
    if len(net.actors) < _FEWEST:
        sentence = _("Fewer than {least} actors: too few to draw from.")
        raise NotEnoughData(sentence, least=_FEWEST)
