"""Gaps between a duty and the evidence of it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

from netgov.errors import Phrase
from netgov.gaps.cards import Gap, gap_card
from netgov.gaps.rows import Duty, Pair, Sign, grouped, lead, least, rows_of
from netgov.gaps.situation import Situation
from netgov.history import History
from netgov.period import Period
from netgov.rules import Rules
from netgov.terms import LAYERS
from netgov.words import _


@gap_card(
    label=_("Mandated, no public evidence"),
    label_in_records=_("Mandated, not on record"),
    says=_("{source} must work with {target} ({article}); no public evidence for {year}."),
    plain=_("A rule in force asks for this tie and nothing on record shows it."),
    asks=_(
        "Does the contact take place, and where is it noted? If not, what stands in its way?"
    ),
    agree=_(
        "Whom {source} turns to at {target}, in which form and within how many days, "
        "and where both note it."
    ),
    colour="#c8410b",
    needs=("mandates",),
)
def unrecorded(history: History, year: int | Period, rules: Rules) -> Iterator[Gap]:
    """A duty of which no alternative shows in the evidence; one gap a pair, to the first."""
    now = Situation.of(history, year, rules)
    silent = {(gap.target, gap.source, gap.layer) for gap in one_way(history, year, rules)}
    for pair, unmet in now.missing.items():
        duties = [duty for duty in unmet if (*pair, duty.layer) not in silent]
        if not duties:
            continue
        first = lead(duties)
        above = now.parents(pair)
        denied = now.denied(*pair)
        layer, widest = LAYERS[first.layer], _widest(duties)
        yield Gap(
            *pair,
            first.layer,
            severity=rules.seen_at_parent if above else 1.0,
            confidence=least([first], denied),
            facts={"target": list(dict.fromkeys(duty.target for duty in duties))},
            says=layer.unmet_in_records if history.records.counted else layer.unmet,
            parts={"exposed": widest.exposed},
            notes=(
                *concerned(duties),
                *_seen_above(above),
                *_sat_together(pair, now),
                *_denied(denied, now),
            ),
            mandates=_led(duties, first),
            signs=rows_of(denied),
            cases=widest.exposed,
        )


def _widest(duties: Sequence[Duty]) -> Duty:
    """Return the last of the mandates that concern the most cases, if any of them is known."""
    return max(reversed(duties), key=lambda duty: (not math.isnan(duty.exposed), duty.exposed))


def concerned(duties: Sequence[Duty]) -> Iterator[Phrase]:
    """Say how many cases some duties concern, and why some of them were not referred."""
    most = _widest(duties)
    if math.isnan(most.exposed):
        return
    yield Phrase(_("Cases that the rule concerns: {count}."), count=most.exposed)
    if most.unavailable > 0:
        sentence = _("Not referred since the service was unavailable: {count}.")
        yield Phrase(sentence, count=most.unavailable)
    if most.excused > 0:
        sentence = _("Left out, since there was a reason not to refer: {count}.")
        yield Phrase(sentence, count=most.excused)


def _seen_above(pair: Pair | None) -> Iterator[Phrase]:
    if pair:
        sentence = _("Contact is seen between {source} and {target}.")
        yield Phrase(sentence, source=pair[0], target=pair[1])


def _sat_together(pair: Pair, now: Situation) -> Iterator[Phrase]:
    """Say that two bodies stand on attendance lists, which is no contact about a case."""
    if any(sign.table == "meetings" for sign in now.of_pair(*pair)):
        yield Phrase(_("Both stand on attendance lists of the same meetings."))


def _denied(signs: Collection[Sign], now: Situation) -> Iterator[Phrase]:
    """Quote the sources that report no contact."""
    if signs:
        yield Phrase(_("{citation} reports none."), citation=now.cite(signs))


def _led(duties: Iterable[Duty], first: Duty) -> tuple[int, ...]:
    """Return the rows of some mandates, the one that leads them first."""
    return first.row, *(duty.row for duty in duties if duty is not first)


@gap_card(
    label=_("One way"),
    says=_("{source} sends, nothing recorded back from {target}."),
    plain=_("Both have a duty to each other; only one side shows in the evidence."),
    asks=_("Does {target} answer, and how does {source} learn of it?"),
    agree=_(
        "That {target} answers each contact of {source}, in which form and within "
        "how many days."
    ),
    colour="#c8410b",
    dash=(14, 6),
    needs=("mandates",),
)
def one_way(history: History, year: int | Period, rules: Rules) -> Iterator[Gap]:
    """Duties in both directions of one layer; one side shows and the other does not."""
    now = Situation.of(history, year, rules)
    duties = grouped(now.duties_of("met", "gap"), lambda duty: duty.tie)
    for (source, target, layer), mine in duties.items():
        answer = duties.get((target, source, layer), [])
        signs = now.ties.get((source, target, layer), [])
        cases = now.cases_of_ties.get((source, target, layer), math.nan)
        unmet = any(duty.status == "gap" for duty in answer)
        if unmet and _enough(signs, cases, rules) and now.is_silent(target, source):
            denied = now.denied(target, source)
            yield Gap(
                source,
                target,
                layer,
                confidence=least(answer, signs),
                notes=tuple(_denied(denied, now)),
                mandates=rows_of(answer, mine),
                signs=rows_of(signs, denied),
                cases=cases,
            )


def _enough(signs: Iterable[Sign], cases: float, rules: Rules) -> bool:
    """Whether signs of one tie, and the cases they show, are more than a chance contact."""
    return cases >= rules.min_cases or any(sign.positive and not sign.counted for sign in signs)


@gap_card(
    label=_("Duty without an office"),
    says=_("{actor} ended in {ended}; no successor holds {article}."),
    plain=_("A body that a rule names has ended and none carries on its work."),
    asks=_("Which body carries on the duty, and which decree says so?"),
    colour="#7f1d1d",
    dash=(1, 4),
    needs=("mandates",),
)
def lost_owner(history: History, year: int | Period, rules: Rules) -> Iterator[Gap]:
    """A duty in force of which every alternative has an end without a successor."""
    now = Situation.of(history, year, rules)
    ended = now.ended
    bound = [
        duty
        for duty in now.duties.values()
        if duty.in_force and duty.kind == "must" and duty.source != duty.target
        if not math.isnan(duty.in_force_from)
    ]
    for duties in grouped(bound, lambda duty: duty.duty).values():
        if any(ended.keys().isdisjoint(duty.pair) for duty in duties):
            continue
        first = lead(duties)
        actor = next(body for body in first.pair if body in ended)
        yield Gap(
            *first.tie,
            confidence=first.confidence,
            facts={"actor": actor, "ended": str(int(ended[actor]))},
            parts={"ended": ended[actor]},
            mandates=_led(duties, first),
        )


@gap_card(
    label=_("Practice without a written basis"),
    says=_("Contact without a rule found; worth an agreement?"),
    plain=_("Contact is on record and no rule found joins the two; none needs to."),
    asks=_("On what footing do {source} and {target} work together today?"),
    agree=_("The present practice of {source} and {target}, put into writing."),
    colour="#0f766e",
    dash=(6, 3),
    needs=("mandates", "evidence"),
    drawn=False,
)
def unmandated(history: History, year: int | Period, rules: Rules) -> Iterator[Gap]:
    """Contact of a pair that no mandate in force joins; not of a unit with its parent."""
    now = Situation.of(history, year, rules)
    ruled = {duty.pair for duty in now.duties.values() if duty.in_force}
    for pair, signs in now.pairs.items():
        source, target = pair
        if pair in ruled or now.parent[source] == target or now.parent[target] == source:
            continue
        positive = [sign for sign in signs if sign.positive]
        stated = not all(sign.counted for sign in positive)
        cases = now.cases.get(pair, math.nan)
        enough = cases >= rules.min_cases
        if not enough and not stated:
            continue
        yield Gap(
            *pair,
            _usual(sign.layer for sign in positive),
            severity=cases / (cases + rules.half_unmandated)
            if enough
            else rules.stated_unmandated,
            confidence=least(positive),
            parts={"x": cases},
            signs=rows_of(positive),
            cases=cases,
        )


def _usual(layers: Iterable[str]) -> str:
    """Return the layer that occurs most often; of several the first by name."""
    return Counter(sorted(layers)).most_common(1)[0][0]
