"""The mode of network governance that the positions of the bodies fit best.

Provan and Kenis tell three modes apart by two questions. Is the network brokered by one body,
or do its members deal with each other on equal terms? And is that body a member that gives
services itself, or one apart that only administers? The first question is put to all ties,
the second to the ties that steer and to those in which cases flow. The modes are ideal types.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple, TypeAlias

import numpy as np
import pandas as pd

from netgov.errors import NotEnoughData
from netgov.measures import measure
from netgov.network import Network
from netgov.words import _

MODES: Final[Mapping[str, str]] = {
    "shared": _("Shared governance"),
    "lead organisation": _("Lead organisation"),
    "network administrative organisation": _("Network administrative organisation"),
}
# What the modes are read from, by layer. Contact is that of any layer.
_LAYERS: Final[Mapping[str, tuple[str, ...]]] = {
    "coordination": ("coordination",),
    "command": ("authority", "funding"),
    # A body that gives services takes part in the flow of cases.
    "flow": ("referral",),
}
# Those who command or pay steer; those who are commanded or paid do not.
_ONE_WAY: Final = "command"
_LEAST: Final = 3
# Fractions that are equal are equal as numbers too.
_DIGITS: Final = 12

# Positions of the bodies of each linked pair; where there is a direction, the source first.
_Pairs: TypeAlias = "tuple[np.ndarray, np.ndarray]"
_Links: TypeAlias = Mapping[str, _Pairs]


class _Fit(NamedTuple):
    """How far a network fits each mode, from 0 to 1, and on which body that rests."""

    values: list[float]
    at: list[int]


def governance_mode(net: Network, *, times: int = 1000, seed: int = 0) -> pd.DataFrame:
    """Return how well each mode of governance fits, against random networks of the same size.

    - Shared: no body stands out. The value is 1 less the centralisation of partners in all
      layers.
    - Lead organisation: the body that steers takes part in the flow of cases. The value is
      the largest product of a body's share of the others that it steers and its place in the
      flow: its partners in referral, divided by those of the body that has most.
    - Network administrative organisation: the body that steers stands outside that flow. The
      value is the largest product of the same share and 1 less the place in the flow.

    A body steers those whom it commands or funds, and those with whom it coordinates in either
    direction. A random network has as many bodies, and as many pairs with any contact, pairs
    that coordinate, ordered pairs of which one commands or funds the other, and pairs that
    refer, each drawn evenly and for itself, none of a body with itself. Bodies without a tie
    are left out, since that a tie is not known says nothing of the mode. A body that stands
    for many is a partner, but no mode rests on it.

    Parameters
    ----------
    net
        The network, with the layers of `LAYERS`.
    times
        How many random networks are drawn, at least 1.
    seed
        The same seed gives the same networks.

    Returns
    -------
    pd.DataFrame
        Indexed by mode. ``fits`` is the share of random networks that fit the mode less than
        the observed one, those that fit as well counted half. ``value``, ``expected`` and
        ``sd`` are the observed value, the mean and the standard deviation of the random ones.
        ``actor`` is the body on which the mode would rest, the first of several; blank for
        shared and where the value is 0. ``rank`` is 1 for the mode of the highest score;
        equal scores are ordered by the distance of value from expected in ``sd``, then as
        they stand. ``lacks`` names the layers that a mode needs and that have no tie: its
        numbers are NaN, and so is every rank, since modes can be ranked only together.

    Raises
    ------
    NotEnoughData
        If there are fewer than three ties, or fewer than three single bodies with a tie.

    References
    ----------
    provan2008

    Examples
    --------
    >>> import netgov as ng
    >>> ends = {"source": list("UUUUUU"), "target": list("ABCABC")}
    >>> ties = pd.DataFrame({**ends, "layer": ["referral"] * 3 + ["coordination"] * 3})
    >>> governance_mode(ng.Network.of(ties), times=100)[["value", "actor", "rank"]]
                                             value actor  rank
    mode
    shared                                0.000000         3.0
    lead organisation                     1.000000     U   1.0
    network administrative organisation   0.222222     A   2.0
    """
    bodies, single = _bodies(net)
    _need_enough(net, int(single.sum()))
    links, n = _links(net, bodies), len(bodies)
    lacking = _lacking(links)
    if lacking:  # the brokered modes have no numbers then, and the other one needs no layers
        links = {"contact": links["contact"]}
    seen = _fit(links, single)
    rng = np.random.default_rng(seed)
    fits = [_fit(_drawn(links, n, rng), single).values for _turn in range(times)]
    drawn, values = np.round(fits, _DIGITS), np.round(seen.values, _DIGITS)
    score = ((drawn < values) + (drawn == values) / 2).mean(axis=0)
    frame = pd.DataFrame(
        {
            "fits": np.where(np.isnan(values), np.nan, score),
            "value": values,
            "expected": drawn.mean(axis=0).round(_DIGITS),
            "sd": drawn.std(axis=0).round(_DIGITS),
            "actor": [bodies[at] if at >= 0 else "" for at in seen.at],
        },
        index=pd.Index(MODES, name="mode"),
    )
    return frame.assign(rank=_ranks(frame), lacks=["", *[" ".join(lacking)] * 2])


def steered(net: Network) -> pd.Series[float]:
    """Return the share of the other bodies with a tie that each single one of them steers."""
    bodies, single = _bodies(net)
    shares = _steered(_links(net, bodies), len(bodies))
    return pd.Series(shares, index=bodies)[single]


# --- the bodies and their links ----------------------------------------------------------


def _bodies(net: Network) -> tuple[pd.Index[str], np.ndarray]:
    """Return the bodies with a tie, and which of them are single ones."""
    single = net.single[measure(net, "partners")["partners"] > 0]
    return single.index, single.to_numpy(bool)


def _need_enough(net: Network, single: int) -> None:
    if len(net.ties) < _LEAST or single < _LEAST:
        sentence = _(
            "The mode of governance needs at least {least} ties and {least} single bodies with "
            "a tie; there are {ties} and {bodies}. Take a longer period."
        )
        facts = {"least": _LEAST, "ties": len(net.ties), "bodies": single}
        raise NotEnoughData(sentence, **facts)


def _links(net: Network, bodies: pd.Index[str]) -> _Links:
    """Return the linked pairs of bodies, each once."""
    source, target = (bodies.get_indexer(net.actors.index[end]) for end in net.ends)
    layers = net.ties.index.get_level_values("layer")
    links = {"contact": _once(np.minimum(source, target), np.maximum(source, target))}
    for name, own in _LAYERS.items():
        there = layers.isin(own)
        pairs = source[there], target[there]
        if name != _ONE_WAY:
            pairs = np.minimum(*pairs), np.maximum(*pairs)
        links[name] = _once(*pairs)
    return links


def _once(source: np.ndarray, target: np.ndarray) -> _Pairs:
    pairs = np.unique(np.array([source, target]), axis=1)
    return pairs[0], pairs[1]


def _drawn(links: _Links, n: int, rng: np.random.Generator) -> _Links:
    """Return as many links of each kind between bodies chosen at random."""
    drawn = {}
    for name, (source, target) in links.items():
        if not len(source):
            drawn[name] = source, target
            continue
        possible = n * (n - 1) if name == _ONE_WAY else n * (n - 1) // 2
        place = rng.choice(possible, len(source), replace=False, shuffle=False)
        # Steps of 1 to n / 2 round the circle of bodies meet each pair once, of 1 to n - 1
        # in both directions.
        turn, first = np.divmod(place, n)
        drawn[name] = (first, (first + 1 + turn) % n)
    return drawn


def _partners(n: int, pairs: _Pairs) -> np.ndarray:
    """Return with how many others each body is linked, in pairs of which each is there once."""
    return np.bincount(np.concatenate(pairs), minlength=n)


# --- how far they fit --------------------------------------------------------------------


def _fit(links: _Links, single: np.ndarray) -> _Fit:
    n = len(single)
    partners = _partners(n, links["contact"])[single]
    most = (len(partners) - 1) * (n - 2)
    values = [1 - (partners.max() * len(partners) - partners.sum()) / most, np.nan, np.nan]
    at = [-1, -1, -1]
    if "flow" in links:
        share = _steered(links, n)
        flow = _partners(n, links["flow"])
        inside = flow / flow.max()
        for turn, part in enumerate((inside, 1 - inside), start=1):
            rests = np.where(single, share * part, -1.0)
            values[turn] = rests.max()
            at[turn] = int(rests.argmax()) if values[turn] > 0 else -1
    return _Fit(values, at)


def _steered(links: _Links, n: int) -> np.ndarray:
    """Return the share of the others that each body steers."""
    (one, other), (above, below) = links["coordination"], links["command"]
    # A pair may both coordinate and command, but is steered once.
    pairs = np.concatenate([one * n + other, other * n + one, above * n + below])
    return np.bincount(np.unique(pairs) // max(n, 1), minlength=n) / max(n - 1, 1)


def _lacking(links: _Links) -> list[str]:
    """Return the layers that the brokered modes need and that have no tie."""
    steering, flow = ("coordination", "command"), ("flow",)
    return [
        layer
        for needed in (steering, flow)
        if not any(len(links[name][0]) for name in needed)
        for name in needed
        for layer in _LAYERS[name]
    ]


def _ranks(modes: pd.DataFrame) -> pd.Series[float]:
    """Return 1 for the mode that fits best; NaN for all if one is not known."""
    if modes["fits"].isna().any():
        return pd.Series(np.nan, index=modes.index)
    apart = ((modes["value"] - modes["expected"]) / modes["sd"].replace(0.0, np.nan)).fillna(
        0.0
    )
    order = modes.assign(apart=apart).sort_values(
        ["fits", "apart"], ascending=False, kind="stable"
    )
    return pd.Series(range(1, len(order) + 1), index=order.index, dtype=float)
