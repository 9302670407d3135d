"""How the network is governed: the scorecard in sentences, without a grade."""

from __future__ import annotations

import math
from collections.abc import Iterator

import pandas as pd

from netgov.governance import MODES, Scorecard
from netgov.proof import Basis, Finding, numbers_of
from netgov.terms import LAYERS
from netgov.words import Words, _


def about_governance(card: Scorecard, words: Words) -> Iterator[Finding]:
    """Yield what the scorecard says, and what it cannot say."""
    if card.note:
        yield Finding(card.note.say(words.lang))
    elif card.modes["rank"].isna().any():
        yield Finding(_not_comparable(card.modes, words))
    else:
        yield from _about_modes(card, words)
    if not card.counted and len(card.network.ties):
        yield Finding(words(_STATED))
    for _dimension, rows in card.dimensions.groupby(level="dimension", sort=False):
        yield _about_dimension(rows, words)
    unknown = card.dimensions.loc[~card.dimensions["data"], f"aspect_{words.lang}"]
    if len(unknown):
        yield Finding(words(_("No data on: {aspects}."), aspects="; ".join(unknown)))
    yield Finding(words(_NO_GRADE))


_STATED = _(
    "The ties rest on public statements, which say that there was contact and not how much; a "
    "body that is written about more often looks more central."
)
_NO_GRADE = _("The numbers are for the reader to weigh; they are not added up to a grade.")


def _not_comparable(modes: pd.DataFrame, words: Words) -> str:
    layers = dict.fromkeys(" ".join(modes["lacks"]).split())
    sentence = _(
        "No tie of {layers} is on record, so the modes of governance cannot be compared: "
        "no data."
    )
    names = [words(LAYERS[layer].label).lower() for layer in layers]
    return words(sentence, layers=words.either(names))


def _about_modes(card: Scorecard, words: Words) -> Iterator[Finding]:
    ranked = card.modes.sort_values("rank")
    first, second = (words(MODES[mode]).lower() for mode in ranked.index[:2])
    sentence = _(
        "The position of the bodies fits best: {mode}; second: {runner_up}. This is a reading "
        "of the known ties, not a verdict."
    )
    best = words(_("Mode of governance that fits best"))
    yield _of_mode(words(sentence, mode=first, runner_up=second), best, first, card, words)
    labels = card.network.labels(words.lang)
    fitted = words(_("Share of random networks that fit less"))
    for mode, row in ranked.iterrows():
        # Rounded down, so that 100% is all of them.
        share = words.percent(math.floor(100 * row["fits"]) / 100)
        facts = {"mode": words(MODES[str(mode)]), "share": share}
        if row["actor"] == "":
            sentence = _(
                "{mode}: fits better than {share} of random networks of the same size."
            )
            yield _of_mode(words(sentence, **facts), fitted, share, card, words)
            continue
        sentence = _(
            "{mode}: fits better than {share} of random networks of the same size; it would "
            "rest on {who}."
        )
        text = words(sentence, who=labels[row["actor"]], **facts)
        yield _of_mode(text, fitted, share, card, words)


def _of_mode(text: str, measure: str, value: str, card: Scorecard, words: Words) -> Finding:
    ties = words(_("ties: {count}"), count=words.number(len(card.network.ties)))
    return Finding(text, measure, value, basis=Basis(ties), table="modes")


def _about_dimension(rows: pd.DataFrame, words: Words) -> Finding:
    reported, doubted = (
        len(" ".join(rows[f"rows_{side}"]).split()) for side in ("for", "against")
    )
    sentence = _(
        "{dimension}: data on {known} of {all} aspects; public statements of contact: "
        "{reported}, of weak or missing contact: {doubted}."
    )
    if not reported + doubted:
        sentence = _(
            "{dimension}: data on {known} of {all} aspects; no public statement speaks to it."
        )
    known = int(rows["data"].sum())
    return Finding(
        words(
            sentence,
            dimension=rows[f"dimension_{words.lang}"].iloc[0],
            known=known,
            all=len(rows),
            reported=reported,
            doubted=doubted,
        ),
        measure=words(_("Aspects with data")),
        value=words.number(known),
        basis=Basis("", numbers_of([*rows["speaks_for"], *rows["speaks_against"]])),
        table="dimensions",
    )
