"""Mode and dimensions together, and the sentences that read them to a reader."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from netgov.errors import NotEnoughData, Phrase
from netgov.governance.dimensions import dimensions
from netgov.governance.modes import MODES, governance_mode
from netgov.history import History
from netgov.network import Network
from netgov.period import Period
from netgov.proof import Finding, numbers_of
from netgov.rules import Rules
from netgov.terms import LAYERS
from netgov.words import Words, _


@dataclass(frozen=True, eq=False, repr=False)
class Scorecard:
    """The governance scorecard of a period.

    Attributes
    ----------
    modes
        As `governance_mode` returns it; without rows if the ties are too few.
    dimensions
        As `dimensions` returns it.
    network
        The ties that the modes were read from.
    counted
        Whether any contact was counted, not only stated.
    note
        Why there are no modes; None if there are.
    """

    modes: pd.DataFrame
    dimensions: pd.DataFrame
    network: Network
    counted: bool
    note: Phrase | None = None

    def __repr__(self) -> str:
        known = int(self.dimensions["data"].sum())
        return (
            f"<Scorecard {self.network.label}: {len(self.modes)} modes, "
            f"{known} of {len(self.dimensions)} aspects with data>"
        )


def scorecard(
    history: History,
    year: int | Period | None = None,
    rules: Rules | None = None,
    *,
    seed: int = 0,
) -> Scorecard:
    """Return the governance scorecard of a year or span of years; there is no grade.

    Parameters
    ----------
    history
        The networks of a study.
    year
        A year, or a `Period`; the whole study unless given.
    rules
        Thresholds other than the usual ones.
    seed
        For the random networks of `governance_mode`.

    Returns
    -------
    Scorecard

    References
    ----------
    ansell2008, provan2008
    """
    period = history.asked(year)
    net, told = history[period], dimensions(history, period, rules)
    counted = history.records.counted
    try:
        return Scorecard(governance_mode(net, seed=seed), told, net, counted)
    except NotEnoughData as few:
        return Scorecard(pd.DataFrame(), told, net, counted, few.phrase)


def about_governance(card: Scorecard, words: Words) -> Iterator[Finding | str]:
    """Yield what the scorecard says, and what it cannot say."""
    if card.note:
        yield card.note.say(words.lang)
    elif card.modes["rank"].isna().any():
        yield _not_comparable(card.modes, words)
    else:
        yield from _about_modes(card, words)
    if not card.counted and len(card.network.ties):
        yield words(
            _(
                "The ties rest on public statements, which say that there was contact and not "
                "how much; a body that is written about more often looks more central."
            )
        )
    for _dimension, rows in card.dimensions.groupby(level="dimension", sort=False):
        yield _about_dimension(rows, words)
    unknown = card.dimensions.loc[~card.dimensions["data"], f"aspect_{words.lang}"]
    if len(unknown):
        yield words(_("No data on: {aspects}."), aspects="; ".join(unknown))
    yield words(_("The numbers are for the reader to weigh; they are not added up to a grade."))


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
    best = card.modes.loc[ranked.index[0], "fits"]
    yield _of_mode(words(sentence, mode=first, runner_up=second), best, card, words)
    labels = card.network.labels(words.lang)
    for mode, row in ranked.iterrows():
        # Rounded down, so that 100% is all of them.
        share = words.percent(math.floor(100 * row["fits"]) / 100)
        facts = {"mode": words(MODES[str(mode)]), "share": share}
        if row["actor"] == "":
            sentence = _(
                "{mode}: fits better than {share} of random networks of the same size."
            )
            yield _of_mode(words(sentence, **facts), row["fits"], card, words)
            continue
        sentence = _(
            "{mode}: fits better than {share} of random networks of the same size; it would "
            "rest on {who}."
        )
        text = words(sentence, who=labels[row["actor"]], **facts)
        yield _of_mode(text, row["fits"], card, words)


def _of_mode(text: str, fits: float, card: Scorecard, words: Words) -> Finding:
    return Finding(
        text,
        measure=words(_("Share of random networks that fit less")),
        value=words.number(fits, 2),
        basis=words(_("ties: {count}"), count=words.number(len(card.network.ties))),
        table="modes",
    )


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
        citations=numbers_of([*rows["speaks_for"], *rows["speaks_against"]]),
        table="dimensions",
    )
