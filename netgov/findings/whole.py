"""How the network holds together, and what changes over the years."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from netgov.captions import heading
from netgov.measures import measure
from netgov.period import Period
from netgov.proof import Finding, arrow, first_named, resting_on
from netgov.rules import Rules
from netgov.views import View, years_told
from netgov.words import Words, _
from netgov.years import change

OF_THE_WHOLE: Final = ("components", "density", "reciprocity")
_TRENDS: Final = {
    "fading": _("Ties that fade, allowing for caseload: {count} ({ties})."),
    "growing": _("Ties that grow, allowing for caseload: {count} ({ties})."),
}
_LEAST_TOLD: Final = 0.005  # a smaller share would be rounded to none


def about_the_whole(view: View, period: Period, words: Words) -> Iterator[Finding]:
    """Yield how the network holds together."""
    net = view[period]
    if net.ties.empty:
        sentence = _("No tie is on record for {year}; there is nothing to measure.")
        yield Finding(words(sentence, year=net.label))
        return
    found = partial(Finding, basis=resting_on(view, period, words), table="network")
    parts = measure(net, *OF_THE_WHOLE).iloc[0]
    touched = int((measure(net, "partners")["partners"] > 0).sum())
    alone = len(net.actors) - touched
    sentence = _("Bodies that appear in a tie: {touched} of {all}; in none: {alone}.")
    value = words.number(touched)
    text = words(sentence, touched=value, all=len(net.actors), alone=alone)
    yield found(text, words(_("Bodies in a tie")), value, table="actors")
    groups = int(parts["components.weak"]) - alone
    sentence = _("Groups of linked bodies: {groups}. Share of possible ties seen: {density}.")
    density = words.percent(parts["density"])
    if parts["density"] < _LEAST_TOLD:
        density = words(_("under 1%"))
    text = words(sentence, groups=groups, density=density)
    yield found(text, heading("density", words), density)
    share = words.percent(parts["reciprocity.edgewise"])
    sentence = _("Ties that are answered by one in the other direction: {share}.")
    yield found(words(sentence, share=share), heading("reciprocity", words), share)


def about_change(
    view: View, period: Period, words: Words, rules: Rules | None = None
) -> Iterator[Finding]:
    """Yield which counted ties fade and grow, the clearest first."""
    if not years_told(view, period):
        return
    ties = change(view, period, rules)
    labels = view[period].labels(words.lang)
    for trend, sentence in _TRENDS.items():
        found = ties[ties["trend"] == trend].sort_values("q", kind="stable")
        if found.empty:
            continue
        pairs = [(source, target) for source, target, _layer in found.index]
        named = first_named(arrow(*pair, labels) for pair in pairs)
        count = words.number(len(found))
        largest = words(_("q at most {q}"), q=words.number(found["q"].max(), 6))
        yield Finding(
            words(sentence, count=count, ties=named),
            measure=words(_("Ties with a trend that chance hardly explains")),
            value=count,
            basis=resting_on(view, period, words, pairs=pairs).after(largest),
            table="change",
        )
