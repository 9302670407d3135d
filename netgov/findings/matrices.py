"""Whether what rules require is what is on record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import numpy as np
import pandas as pd

from netgov.captions.values import called
from netgov.proof import Basis, Finding
from netgov.rules import Rules
from netgov.terms import LAYERS
from netgov.words import Words, _

_REQUIRED: Final = "mandated"
_MORE: Final = _(
    "Where a rule requires contact there is more of it on record than chance would have it: "
    "some for {told} of these {pairs} pairs, for {rest} of the {others} others "
    "(correlation {r}, p = {p})."
)
_LESS: Final = _(
    "Where a rule requires contact there is less of it on record than chance would have it: "
    "some for {told} of these {pairs} pairs, for {rest} of the {others} others "
    "(correlation {r}, p = {p})."
)
_UNTOLD: Final = _(
    "Whether the contact that rules require is the contact on record cannot be told from "
    "chance: there is some for {told} of these {pairs} pairs, for {rest} of the {others} "
    "others (correlation {r}, p = {p})."
)


def about_mandated(
    table: pd.DataFrame, y: str, matrices: Mapping[str, pd.DataFrame], words: Words
) -> Iterator[Finding]:
    """Yield whether contact that a rule requires is the contact on record, and how strongly.

    Parameters
    ----------
    table
        From `compare_matrices`.
    y
        The name of the matrix that was explained. Nothing is said unless it is contact on
        record, all of it or of one layer.
    matrices
        All matrices by name.
    words
        The language.
    """
    layer = y.partition(":")[0]
    if _REQUIRED not in table.index or layer not in {"recorded", *LAYERS}:
        return
    found = table.loc[_REQUIRED].astype(float).to_dict()
    counts = _counts(matrices[y], matrices[_REQUIRED])
    sentence = _UNTOLD
    if found["p"] <= Rules().alpha:
        sentence = _MORE if found["coefficient"] > 0 else _LESS
    r, p = words.number(found["correlation"], 2), words.number(found["p"], 3)
    numbers = {name: words.number(count) for name, count in counts.items()}
    told = words(sentence, r=r, p=p, **numbers)
    if layer in LAYERS:
        told += " " + words(_("Only this relation: {layer}."), layer=words(LAYERS[layer].label))
    others = [str(called("matrix", x, words)) for x in table.index[1:] if x != _REQUIRED]
    if others:
        told += " " + words(_("Taken into account: {names}."), names=words.together(others))
    ruled = words(
        _("pairs of bodies of which a rule requires contact: {count}"), count=numbers["pairs"]
    )
    yield Finding(
        told,
        measure=words(_("Pairs with contact on record, of those of which a rule requires it")),
        value=words.percent(counts["told"] / counts["pairs"]),
        basis=Basis(ruled),
        table="matrices",
    )


def _counts(recorded: pd.DataFrame, required: pd.DataFrame) -> dict[str, int]:
    """Return how many pairs a rule joins, how many it does not, and those with contact."""
    off = ~np.eye(len(recorded), dtype=bool)
    seen, rule = recorded.to_numpy()[off], required.to_numpy()[off]
    known = ~np.isnan(seen) & ~np.isnan(rule)
    contact, bound = seen[known] > 0, rule[known] > 0
    return {
        "told": int((contact & bound).sum()),
        "pairs": int(bound.sum()),
        "rest": int((contact & ~bound).sum()),
        "others": int((~bound).sum()),
    }
