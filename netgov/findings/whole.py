"""How the network holds together, and what changes over the years."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from netgov.captions import heading
from netgov.measures import measure
from netgov.period import Period
from netgov.proof import Finding, arrow, resting_on
from netgov.views import View, is_told
from netgov.words import Words, _
from netgov.years import change

OF_THE_WHOLE: Final = ("components", "density", "reciprocity")
_TRENDS: Final = {
    "fading": _("Fading, allowing for caseload: {ties}."),
    "growing": _("Growing, allowing for caseload: {ties}."),
}
_TOLD: Final = 5


def about_the_whole(view: View, period: Period, words: Words) -> Iterator[Finding]:
    """Yield how the network holds together."""
    net = view[period]
    if net.ties.empty:
        sentence = _("No tie is on record for {year}; there is nothing to measure.")
        yield Finding(words(sentence, year=net.label), table="ties")
        return
    behind = resting_on(view, period, words) | {"table": "network"}
    parts = measure(net, *OF_THE_WHOLE).iloc[0]
    touched = int((measure(net, "partners")["partners"] > 0).sum())
    alone = len(net.actors) - touched
    sentence = _("{touched} of {all} bodies appear in a tie; {alone} appear in none.")
    text = words(sentence, touched=touched, all=len(net.actors), alone=alone)
    yield Finding(
        text, heading("partners", words), words.number(touched), **behind | {"table": "actors"}
    )
    groups = int(parts["components.weak"]) - alone
    sentence = _("Groups of linked bodies: {groups}. Share of possible ties seen: {density}.")
    density = words.percent(parts["density"])
    text = words(sentence, groups=groups, density=density)
    yield Finding(text, heading("density", words), density, **behind)
    share = words.percent(parts["reciprocity.edgewise"])
    sentence = _("Ties that are answered by one in the other direction: {share}.")
    yield Finding(words(sentence, share=share), heading("reciprocity", words), share, **behind)


def years_told(view: View, period: Period) -> bool:
    """Whether a period has several years, and each tells enough for itself."""
    years = range(period.first, period.last + 1)
    return period.first < period.last and all(is_told(view, Period(y, y)) for y in years)


def about_change(view: View, period: Period, words: Words) -> Iterator[Finding]:
    """Yield which counted ties fade and grow, the clearest first."""
    if not years_told(view, period):
        return
    ties = change(view, period)
    labels = view[period].labels(words.lang)
    for trend, sentence in _TRENDS.items():
        found = ties[ties["trend"] == trend].sort_values("q", kind="stable").head(_TOLD)
        if found.empty:
            continue
        first = found.iloc[0]
        text = "; ".join(
            arrow(source, target, labels) for source, target, _layer in found.index
        )
        ends = {end for source, target, _layer in found.index for end in (source, target)}
        yield Finding(
            words(sentence, ties=text),
            measure=heading("ratio", words),
            value=words.number(first["ratio"], 2),
            interval=words(_("q at most {q}"), q=words.number(found["q"].max())),
            table="change",
            **resting_on(view, period, words, ends),
        )
