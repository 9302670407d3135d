"""Which numbers stand out from what chance gives."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

import pandas as pd

from netgov.captions import heading
from netgov.inference import NULLS, Inference, draws_needed
from netgov.inference.permuting import families_of
from netgov.proof import Basis, Finding, first_named
from netgov.rules import Rules
from netgov.views import ShownNetwork
from netgov.words import Words, _


def about_tests(
    found: Inference, labels: pd.Series[str], words: Words, rules: Rules | None = None
) -> Iterator[Finding]:
    """Yield what was left to chance, what could not be tested, and what stands out."""
    alpha = (rules or Rules()).alpha
    null, tested = NULLS[found.null], found.table.dropna(subset="p")
    sentence = _("Left to chance in {times} draws: {varies}. Left as recorded: {leaves}.")
    said = {"varies": words(null.varies), "leaves": words(null.leaves)}
    yield Finding(words(sentence, times=words.number(found.times), **said))
    if untested := len(found.table) - len(tested):
        sentence = _(
            "Numbers not tested, since they are undefined or the same in every draw: {count}."
        )
        yield Finding(words(sentence, count=words.number(untested)))
    yield _standing_out(found, tested, labels, words, alpha)


def _standing_out(
    found: Inference, tested: pd.DataFrame, labels: pd.Series[str], words: Words, alpha: float
) -> Finding:
    """Say which numbers chance alone would rarely give, the clearest first."""
    together = pd.Series(families_of(tested.index)).value_counts().max()
    need = draws_needed(int(together), alpha, found.alternative)
    clear = tested[tested["q"] <= alpha].sort_values(["q", "p"], kind="stable")
    sentence = _(
        "Numbers that stand out from chance after adjustment (q ≤ {alpha}), {some} of {count}: "
        "{named}."
    )
    if clear.empty:
        sentence = _(
            "After adjustment (q ≤ {alpha}) none of {count} numbers stands out from chance."
        )
        if found.times < need:
            sentence = _(
                "After adjustment (q ≤ {alpha}) none of {count} numbers stands out from "
                "chance; but with {times} draws a single one of so many cannot. Test fewer "
                "measures at a time, or draw at least {need} times (--times)."
            )
    rows = zip(clear.index, clear["observed"], clear["mean"], strict=True)
    facts = {
        "alpha": words.number(alpha),
        "some": words.number(len(clear)),
        "count": words.number(len(tested)),
        "times": words.number(found.times),
        "need": words.number(need),
        "named": first_named(
            words(
                _("{name} {observed}, by chance {mean}"),
                name=number_called(*_parts(row), labels, words),
                observed=words.number(observed, 2),
                mean=words.number(mean, 2),
            )
            for row, observed, mean in rows
        ),
    }
    return Finding(
        words(sentence, **facts),
        measure=words(_("Numbers that stand out from chance")),
        value=f"{facts['some']} / {facts['count']}",
        basis=Basis(words(_("draws: {count}"), count=facts["times"])),
        table="tests",
    )


def about_counts(net: ShownNetwork, words: Words) -> Iterator[Finding]:
    """Yield that chances rest on counts made fit to be told, if the network holds any."""
    hidden = net.ties["hidden"] > 0
    told = net.ties["cases"].notna() & (net.ties["weight"] != 1)
    if not net.internal and (hidden | told).any():
        sentence = _(
            "These chances (p, q) rest on counts as they may be told, small ones hidden "
            "({hidden} ties) and others rounded; those of the records themselves, with "
            "--audience internal, may differ."
        )
        yield Finding(words(sentence, hidden=words.number(int(hidden.sum()))))


def number_called(
    measure: Hashable, actor: Hashable, labels: pd.Series[str], words: Words
) -> str:
    """Return what people call the measure of an actor; of the network if there is none."""
    of = f" ({labels.get(actor, actor)})" if actor else ""
    return heading(str(measure), words) + of


def _parts(row: Hashable) -> tuple[Hashable, Hashable]:
    """Return measure and actor of a row of a table of tests."""
    return (row[0], row[1]) if isinstance(row, tuple) else (row, "")
