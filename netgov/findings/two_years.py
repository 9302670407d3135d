"""What changed from one year to another by more than chance."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from netgov.findings.tests import number_called
from netgov.inference import Inference, TwoYears, can_show
from netgov.inference.two_years import CASES
from netgov.proof import Basis, Finding, amount_told, arrow, chance_told, first_named
from netgov.rules import Rules
from netgov.words import Words, _

_WHAT_WAS_DEALT = {
    True: _(
        "The cases of both years were dealt to the two anew {times} times, as many to each as "
        "it had, so that a year with more cases is no change by itself."
    ),
    False: _(
        "No contact is counted, so the two values of each pair of bodies were exchanged at "
        "random {times} times. What changes is what sources mention in each year; that need "
        "not be a change in practice."
    ),
}


def about_two_years(
    found: TwoYears, labels: pd.Series[str], words: Words, rules: Rules | None = None
) -> Iterator[Finding]:
    """Yield what was compared, and what changed: measures, ties, the whole."""
    alpha = (rules or Rules()).alpha
    dealt = _WHAT_WAS_DEALT[found.measures.null == CASES]
    yield Finding(words(dealt, times=words.number(found.measures.times)))
    if found.left_out:
        sentence = _("Left out, since they exist in one of the two years alone: {who}.")
        named = first_named(labels.get(actor, actor) for actor in found.left_out)
        yield Finding(words(sentence, who=named))
    yield _of_measures(found, labels, words, alpha)
    yield from _of_ties(found, labels, words)
    if found.alike is not None:
        yield _of_the_whole(found.alike, words)


def _of_measures(
    found: TwoYears, labels: pd.Series[str], words: Words, alpha: float
) -> Finding:
    """Say which measures changed by more than chance, the clearest first."""
    table = found.measures.table.dropna(subset="p")
    changed = table[table["q"] <= alpha].sort_values("q", kind="stable")
    rows = zip(changed.index, changed["before"], changed["after"], strict=True)
    named = first_named(
        f"{number_called(measure, actor, labels, words)}: {amount_told(was, words)} → "
        f"{amount_told(now, words)}"
        for (measure, actor), was, now in rows
    )
    sentence = _("Changed from {before} to {after} by more than chance: {named}.")
    if changed.empty:
        sentence = _("No measure changed from {before} to {after} by more than chance.")
        if not can_show(len(table), found.measures.times, alpha):
            sentence = _(
                "No measure changed from {before} to {after} by more than chance; but with "
                "{times} draws a change in one of {numbers} numbers can hardly show. Ask for "
                "fewer measures or more draws."
            )
    facts = {"before": found.before, "after": found.after}
    counts = {"times": found.measures.times, "numbers": len(table)}
    told = {name: words.number(count) for name, count in counts.items()}
    return Finding(
        words(sentence, named=named, **{n: str(v) for n, v in facts.items()}, **told),
        measure=words(_("Numbers that changed by more than chance")),
        value=f"{words.number(len(changed))} / {told['numbers']}",
        basis=Basis(words(_("draws: {count}"), count=told["times"])),
        table="year_measures",
    )


def _of_ties(found: TwoYears, labels: pd.Series[str], words: Words) -> Iterator[Finding]:
    """Say which ties grew or faded, the clearest first."""
    for trend, sentence in (
        ("fading", _("Ties that fade, allowing for the caseload of who sends: {ties}.")),
        ("growing", _("Ties that grow, allowing for the caseload of who sends: {ties}.")),
    ):
        ties = found.ties[found.ties["trend"] == trend].sort_values("q", kind="stable")
        if len(ties):
            named = first_named(
                arrow(source, target, labels) for source, target, _layer in ties.index
            )
            count = words.number(len(ties))
            yield Finding(
                words(sentence, ties=named),
                measure=words(_("Ties with a trend that chance hardly explains")),
                value=count,
                table="change",
            )


def _of_the_whole(alike: Inference, words: Words) -> Finding:
    """Say how far the two years are tied alike."""
    ((years, row),) = alike.table.to_dict("index").items()
    sentence = _("How alike the ties of {years} are (correlation; 1 is the same picture): {r}.")
    chance = _("Chance that years are as alike with the bodies shuffled: {p}.")
    r, p = words.number(row["observed"], 2), row["p_greater"]
    texts = [words(sentence, years=years, r=r)]
    if not pd.isna(p):
        texts.append(words(chance, p=chance_told(p, words)))
    return Finding(
        " ".join(texts),
        measure=words(_("Likeness of the two years")),
        value=r,
        basis=Basis(words(_("draws: {count}"), count=words.number(alike.times))),
        table="year_likeness",
    )
