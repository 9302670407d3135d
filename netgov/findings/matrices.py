"""Whether what rules require is what is on record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import numpy as np
import pandas as pd

from netgov.captions.values import called
from netgov.findings.tests import about_counts
from netgov.inference import name_and_year, unknown_actors
from netgov.proof import Basis, Finding, amount_told, chance_told
from netgov.rules import Rules
from netgov.terms import LAYERS
from netgov.views import ShownNetwork
from netgov.words import Words, _

_REQUIRED: Final = "mandated"
_UNTOLD: Final = _(
    "Whether the contact that rules require is the contact on record cannot be told from "
    "chance: there is some for {told} of these {pairs} pairs, for {rest} of the {others} "
    "others (correlation {r}, {p})."
)
# By whether there is more of it than by chance, and for more of the pairs.
_ALONE: Final[Mapping[tuple[bool, bool], str]] = {
    (True, True): _(
        "Where a rule requires contact there is more of it on record than chance would have "
        "it: some for {told} of these {pairs} pairs, for {rest} of the {others} others "
        "(correlation {r}, {p})."
    ),
    (False, False): _(
        "Where a rule requires contact there is less of it on record than chance would have "
        "it: some for {told} of these {pairs} pairs, for {rest} of the {others} others "
        "(correlation {r}, {p})."
    ),
    (True, False): _(
        "Where a rule requires contact there is more of it on record than chance would have it "
        "(correlation {r}, {p}), though for a smaller share of the pairs: some for {told} of "
        "these {pairs}, for {rest} of the {others} others."
    ),
    (False, True): _(
        "Where a rule requires contact there is less of it on record than chance would have it "
        "(correlation {r}, {p}), though for a larger share of the pairs: some for {told} of "
        "these {pairs}, for {rest} of the {others} others."
    ),
}
_BESIDE_UNTOLD: Final = _(
    "With {names} held equal it cannot be told from chance (coefficient {b}, {q})."
)
_BESIDE_MORE: Final = _(
    "With {names} held equal there is more contact where a rule requires it than chance would "
    "have it (coefficient {b}, {q})."
)
_BESIDE_LESS: Final = _(
    "With {names} held equal there is less contact where a rule requires it than chance would "
    "have it (coefficient {b}, {q})."
)
_TURNED: Final = _("So what the rule goes with alone turns round beside the others.")


def about_matrices(
    table: pd.DataFrame,
    y: str,
    matrices: Mapping[str, pd.DataFrame],
    net: ShownNetwork,
    words: Words,
) -> Iterator[Finding]:
    """Yield what was left out, what the numbers rest on, and whether rules tell the record.

    Parameters
    ----------
    table
        From `compare_matrices`.
    y
        The name of the matrix that was explained. Nothing is said of rules unless it is
        contact on record, all of it or of one layer.
    matrices
        All matrices by name.
    net
        The network whose actors they have.
    words
        The language.
    """
    if unknown := len(unknown_actors([*matrices.values()])):
        sentence = _(
            "Bodies left out, since one of the matrices knows nothing of them: {count}."
        )
        yield Finding(words(sentence, count=words.number(unknown)))
    if any(map(_is_record, matrices)):
        yield from about_counts(net, words)
    if _REQUIRED in table.index and _is_record(y):
        yield _about_mandated(table, y, matrices, words)


def _is_record(name: str) -> bool:
    return name_and_year(name)[0] in {"recorded", *LAYERS}


def _about_mandated(
    table: pd.DataFrame, y: str, matrices: Mapping[str, pd.DataFrame], words: Words
) -> Finding:
    """Say whether contact that a rule requires is the contact on record, and how strongly."""
    found = table.T[_REQUIRED].astype(float)
    counts = _counts(matrices[y], matrices[_REQUIRED])
    told = [_told_alone(found, counts, words)]
    if (layer := name_and_year(y)[0]) in LAYERS:
        told.append(words(_("Only this relation: {layer}."), layer=words(LAYERS[layer].label)))
    if others := [str(called("matrix", x, words)) for x in table.index[1:] if x != _REQUIRED]:
        told.extend(_told_beside(found, others, words))
    pairs = words.number(counts["pairs"])
    ruled = _("pairs of bodies of which a rule requires contact: {count}")
    return Finding(
        " ".join(told),
        measure=words(_("Pairs with contact on record, of those of which a rule requires it")),
        value=words.percent(counts["told"] / counts["pairs"]),
        basis=Basis(words(ruled, count=pairs)),
        table="matrices",
    )


def _told_alone(found: pd.Series[float], counts: Mapping[str, int], words: Words) -> str:
    """Say how rules and record go together, whatever else goes with either."""
    sentence = _UNTOLD
    if found["p_alone"] <= Rules().alpha:
        wider = counts["told"] * counts["others"] >= counts["rest"] * counts["pairs"]
        sentence = _ALONE[found["correlation"] > 0, wider]
    r, p = words.number(found["correlation"], 2), chance_told(found["p_alone"], words)
    return words(sentence, r=r, p=p, **{of: words.number(n) for of, n in counts.items()})


def _told_beside(found: pd.Series[float], others: Sequence[str], words: Words) -> Iterator[str]:
    """Say what is left of that with other matrices held equal."""
    alpha = Rules().alpha
    more, sure = found["coefficient"] > 0, found["q"] <= alpha
    sentence = (_BESIDE_MORE if more else _BESIDE_LESS) if sure else _BESIDE_UNTOLD
    yield words(
        sentence,
        names=words.together(others),
        b=amount_told(found["coefficient"], words),
        q=chance_told(found["q"], words, "q"),
    )
    if sure and found["p_alone"] <= alpha and more != (found["correlation"] > 0):
        yield words(_TURNED)


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
