"""What bodies without a register leave open: which ranks stay firm, and which do not."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from netgov.captions import heading
from netgov.inference import MissingRegisters
from netgov.proof import Basis, Finding, first_named
from netgov.words import Words, _


def about_missing(
    found: MissingRegisters, labels: pd.Series[str], words: Words
) -> Iterator[Finding]:
    """Yield who gave no register, and of each measure which ranks stay firm all the same."""
    sentence = _(
        "What these bodies sent is known only as far as others wrote it down: {who}. It was "
        "left as recorded, filled in as the mirror of what they received, and drawn {times} "
        "times as if they sent like the others. The limits are the least and the most of all "
        "these; more draws (--times) can only move them apart."
    )
    who = first_named(labels.reindex(list(found.without)).fillna("").astype(str))
    yield Finding(words(sentence, who=who, times=words.number(found.times)))
    for measure in found.table.index.unique("measure"):
        yield _of_ranks(str(measure), found, labels, words)


def _of_ranks(
    measure: str, found: MissingRegisters, labels: pd.Series[str], words: Words
) -> Finding:
    """Say which ranks of a measure are the same in all that was filled in."""
    ranked = found.table.loc[[measure], "rank"].dropna()
    firm = found.firm.loc[[measure]] if measure in found.firm.index else found.firm.head(0)
    firm = firm.droplevel("measure").sort_values("rank", kind="stable")
    named = first_named(
        f"{labels.get(actor, actor)} ({words.number(rank)})"
        for actor, rank in firm["rank"].items()
    )
    sentence = _(
        "{measure}: if bodies without a register send like the others, these ranks stay firm, "
        "as far as was tried: {firm}."
    )
    if firm.empty:
        sentence = _(
            "{measure}: no rank stays firm, even if bodies without a register send like the "
            "others; tell ranks as ranges."
        )
    share = f"{words.number(len(firm))} / {words.number(len(ranked))}"
    return Finding(
        words(sentence, measure=heading(measure, words), firm=named),
        measure=words(_("Ranks that stay firm")),
        value=share,
        basis=Basis(words(_("draws: {count}"), count=words.number(found.times))),
        table="missing",
    )
