"""Two registers of one referral: how far they agree, and how much neither of them holds."""

from __future__ import annotations

import math
from typing import Final, NamedTuple

import pandas as pd

from netgov.counting import TIE
from netgov.kernels.survival import NORMAL
from netgov.words import _

# What an estimate takes for granted; to be printed beside it.
ASSUMPTIONS: Final = (
    _(
        "The estimate takes the registers of sender and receiver as kept independently of each "
        "other, and every link between a line of one and a line of the other as true."
    ),
    _(
        "If a contact that stands in one register is more likely to stand in the other too, "
        "more contacts are missing than estimated: the number is then a lower bound."
    ),
)

# With fewer lines in both registers the estimate is biased.
_FEWEST: Final = 7
_HOLDERS: Final = {"sender": ("sender", "both"), "receiver": ("receiver", "both")}


class Volume(NamedTuple):
    """What two registers tell of all contacts of a tie; NaN where it is not defined.

    ``confirmed``: share of the contacts on record that stand in both registers.
    ``estimate``, ``sd``, ``low``, ``high``: all contacts, with standard deviation and 95 %
    interval, which may reach below the contacts on record.
    ``unseen``: contacts estimated to stand in neither register.
    """

    confirmed: float
    estimate: float
    sd: float
    low: float
    high: float
    unseen: float


def hidden_volume(sender: int, receiver: int, both: int) -> Volume:
    """Estimate how many contacts there were, from those in each register and in both.

    `ASSUMPTIONS` says what this takes for granted.

    Parameters
    ----------
    sender, receiver
        Lines in the register of the sender and of the receiver.
    both
        Lines that stand in both; of fewer than 7 nothing but ``confirmed`` is told.

    Returns
    -------
    Volume

    References
    ----------
    chapman1951

    Examples
    --------
    >>> told = hidden_volume(80, 60, 40)
    >>> [round(number, 1) for number in told]
    [0.4, 119.5, 7.5, 104.8, 134.2, 19.5]
    """
    recorded = sender + receiver - both
    confirmed = both / recorded if recorded else math.nan
    if both < _FEWEST:
        return Volume(confirmed, *[math.nan] * 5)
    estimate = (sender + 1) * (receiver + 1) / (both + 1) - 1
    spread = (sender + 1) * (receiver + 1) * (sender - both) * (receiver - both)
    sd = math.sqrt(spread / ((both + 1) ** 2 * (both + 2)))
    low, high = estimate - NORMAL * sd, estimate + NORMAL * sd
    return Volume(confirmed, estimate, sd, low, high, estimate - recorded)


def reconcile(signs: pd.DataFrame) -> pd.DataFrame:
    """Hold the registers of sender and receiver against each other, tie by tie.

    Parameters
    ----------
    signs
        Rows of `Records.evidence`. Only those that could be matched count: of known register,
        with a case number and a day.

    Returns
    -------
    DataFrame
        Indexed by source, target and layer in order of appearance, ties without such a row
        left out: ``sender``, ``receiver`` and ``both`` (lines in the register of each, and in
        both), and what `hidden_volume` makes of them. Where all rows from a source to a target,
        in whatever layer, stand in one and the same register, there is nothing to compare and
        ``confirmed`` is NaN.
    """
    told = signs[(signs["register"] != "") & (signs["case"] != "") & (signs["grain"] == "day")]
    held = {holder: told["register"].isin(sides) for holder, sides in _HOLDERS.items()}
    lines = told[TIE].assign(**held, both=told["register"] == "both")
    ties = lines.groupby(TIE, sort=False).sum().astype(int)
    volumes = [hidden_volume(*row) for row in ties.itertuples(index=False)]
    ties[[*Volume._fields]] = pd.DataFrame(
        volumes, columns=Volume._fields, index=ties.index, dtype=float
    )
    of_pair = ties.groupby(["source", "target"])[[*_HOLDERS]].transform("sum")
    comparable = (of_pair > 0).all(axis=1)
    return ties.assign(confirmed=ties["confirmed"].where(comparable))
