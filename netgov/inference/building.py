"""A study as each way to build its network has it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, Final

import pandas as pd

from netgov.history import History
from netgov.inference.choices import ALL, THRESHOLDS, Setting, below, layers_meant
from netgov.measures import measure
from netgov.network import Network
from netgov.period import Period
from netgov.rules import Rules

_MEASURED: Final = (
    *("partners", "cutpoint"),
    *("betweenness", "broker_roles.total", "out_strength", "in_strength"),
)


@dataclass(frozen=True, eq=False)
class Built:
    """A study as one setting has it.

    Attributes
    ----------
    window
        The years.
    history
        The study without the signs of contact that the setting leaves out; of all layers, and
        with each unit by itself.
    net
        The network of the setting.
    into
        The body that each unit is part of in this network.
    rules
        Thresholds of what is found in it.
    """

    window: Period
    history: History
    net: Network
    into: Mapping[Any, Any]
    rules: Rules

    @cached_property
    def values(self) -> pd.DataFrame:
        """Measures of the single bodies with a tie, which can be compared."""
        values = measure(self.net, *_MEASURED)
        return values[self.net.single & (values["partners"] > 0)]

    @cached_property
    def as_network(self) -> Hashable:
        """What tells its network from others: the bodies, and the ties with their weights."""
        ties = self.net.ties
        return tuple(self.net.actors.index), tuple(ties.index), tuple(ties["weight"])

    @cached_property
    def as_evidence(self) -> Hashable:
        """What tells its evidence from others: the years, and the rows that are left."""
        return self.window, tuple(self.history.records.signs_in(self.window).index)


def build(history: History, setting: Setting, rules: Rules) -> Built:
    """Return a study as a setting has it; what several settings share is made once."""
    narrowed, window = _narrowed(history, setting), setting.window
    of_all = partial(_of_all_layers, window=window, level=setting.level)
    net, into = narrowed.keep((_of_all_layers, window, setting.level), of_all)
    if setting.layers != ALL:
        signs = narrowed.records.signs_in(window)
        net = net.only(layers_meant(setting.layers, signs))
    return Built(window, narrowed, net, into, rules)


def _narrowed(history: History, setting: Setting) -> History:
    """Return the study without the signs that a setting leaves out."""
    signs = history.records.signs_in(setting.window)
    stated, left_out = signs["weight"].isna(), pd.Series(False, index=signs.index)
    if setting.statements != ALL:
        weak = signs["strength"] == "weak"
        left_out = stated if setting.statements == "none" else stated & weak
    few = below(signs, setting.threshold) if setting.threshold > THRESHOLDS[0] else []
    rows = (*few, *signs.index[left_out])
    return history.keep((_narrowed, rows), lambda history: history.without_signs(rows))


def _of_all_layers(
    history: History, window: Period, level: str
) -> tuple[Network, Mapping[Any, Any]]:
    """Return the network of all layers, and what each body became part of."""
    net = history[window]
    if level != "parent":
        return net, {}
    into = net.into("parent")
    return net.joined(into), into.to_dict()
