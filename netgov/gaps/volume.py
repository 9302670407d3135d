"""Gaps in how much is referred: fewer than a rule, a year or the volumes of both expect."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from netgov.cases.capacity import counted
from netgov.cases.meetings import NEVER_MEET, coordination
from netgov.cases.reach import services
from netgov.counting import cases_in
from netgov.exposure import as_compared, held
from netgov.gaps.cards import Gap, gap_card
from netgov.gaps.cause import cause
from netgov.gaps.duties import concerned
from netgov.gaps.rows import Duty, grouped, least, rows_of
from netgov.gaps.situation import NOT_IN_FORCE, PAIR, Situation
from netgov.history import History
from netgov.kernels.chance import adjusted, so_few
from netgov.kernels.volumes import Expected, expected, fewer_than_expected
from netgov.period import Period
from netgov.rules import Rules
from netgov.words import _


@gap_card(
    label=_("Fewer than expected"),
    says=_("{x} of about {e} expected referrals from {source} to {target}."),
    plain=_("The rule expects a share of the cases held; clearly fewer were referred."),
    asks=_("Which cases were not referred, and for what reasons?"),
    agree=_(
        "Which cases {source} refers to {target}, and how a reason for not referring is noted."
    ),
    colour="#b91c1c",
    dash=(18, 4),
    needs=("mandates", "shares", "cases"),
)
def short(history: History, year: int | Period, rules: Rules) -> Iterator[Gap]:
    """A duty of which fewer cases show than its share of those held, by an exact test."""
    now = Situation.of(history, year, rules)
    met = grouped(now.duties_of("met"), lambda duty: (duty.duty, duty.source)).values()
    tested = [duties for duties in met if _testable(duties[0], rules)]
    firsts = [duties[0] for duties in tested]
    chances = [so_few(one.referred, one.exposed, one.share) for one in firsts]
    for duties, one, p, q in zip(tested, firsts, chances, adjusted(chances), strict=True):
        if q > rules.alpha:
            continue
        x, e = one.referred, one.expected
        yield Gap(
            *one.tie,
            severity=1 - x / e,
            confidence=least(duties),
            facts={"x": x, "e": e, "target": [duty.target for duty in duties]},
            parts={"n": one.exposed, "share": one.share, "x": x, "e": e, "p": p, "q": q},
            notes=(*concerned(duties), cause(now, *one.pair)),
            mandates=rows_of(duties),
            signs=rows_of(*(now.of_pair(*duty.pair) for duty in duties)),
            cases=e - x,
        )


def _testable(duty: Duty, rules: Rules) -> bool:
    """Whether a duty states a share, had enough cases, and saw any of them referred."""
    return duty.exposed >= rules.min_cases and duty.share > 0 and duty.referred > 0


@gap_card(
    label=_("Fading"),
    says=_("{x1} after {x0} a year earlier, allowing for caseload."),
    plain=_(
        "Clearly fewer contacts than a year before, though the caseload did not shrink so."
    ),
    asks=_("What changed between the two years: need, persons, rules or money?"),
    agree=_("A contact person on each side, and a yearly look at the numbers of both."),
    colour="#a16207",
    dash=(14, 3, 2, 3, 2, 3, 2, 3),
    needs=("cases", "years"),
)
def declining(history: History, year: int | Period, rules: Rules) -> Iterator[Gap]:
    """A pair with fewer cases than a year before, in proportion to its source's cases."""
    last = Period.of(year).last
    years = [Period(last - 1, last - 1), Period(last, last)]
    if not _alike(history, years):
        return
    before, after = (Situation.of(history, each, rules) for each in years)
    caseload = [held(history.records, each) for each in years]
    both = set.intersection(*({*history.records.existing(each)} for each in years))
    rows = []
    for pair, x0 in before.cases.items():
        x1 = after.cases.get(pair, 0.0)
        e0, e1 = (float(each.get(pair[0], 0.0)) for each in caseload)
        if x0 >= rules.min_cases and {*pair} <= both and e0 > 0 and e1 > 0:
            rows.append((pair, x0, x1, e0, e1, so_few(x1, x0 + x1, e1 / (e0 + e1))))
    for (pair, x0, x1, e0, e1, p), q in zip(rows, adjusted([r[-1] for r in rows]), strict=True):
        if q <= rules.alpha:
            signs = [*before.of_pair(*pair), *after.of_pair(*pair)]
            counts = [sign for sign in signs if sign.counted]
            yield Gap(
                *pair,
                counts[0].layer,
                severity=1 - (x1 / e1) / (x0 / e0),
                confidence=least(counts),
                facts={"x0": x0, "x1": x1},
                parts={"x0": x0, "x1": x1, "e0": e0, "e1": e1, "p": p, "q": q},
                notes=(cause(after, *pair),),
                mandates=rows_of(after.of_rules(*pair)),
                signs=rows_of(counts),
                cases=x0 * e1 / e0 - x1,
            )


def _alike(history: History, years: list[Period]) -> bool:
    """Whether what was counted covers the same part of both years, to a month."""
    spans = []
    for each in years:
        signs = counted(history, each)
        if signs.empty:
            return False
        whole = (signs["grain"] != "day").all()
        days = signs["date"].dt.day_of_year
        spans.append((1, 365) if whole else (int(days.min()), int(days.max())))
    (first0, last0), (first1, last1) = spans
    return abs(first0 - first1) <= _MONTH and abs(last0 - last1) <= _MONTH


_MONTH = 31


@gap_card(
    label=_("Fewer than volume implies"),
    says=_("{x} against {e} expected from the volumes of both."),
    plain=_("Both refer and receive much, and yet clearly little passes between them."),
    asks=_("Do such cases go another way, or does nobody refer them?"),
    agree=_("Which cases {source} refers to {target}."),
    colour="#9a3412",
    dash=(3, 3),
    needs=("counts", "comparable"),
    drawn=False,
)
def expected_weak(history: History, year: int | Period, rules: Rules) -> Iterator[Gap]:
    """A pair with fewer referrals than a table of the volumes of both ends implies."""
    now = Situation.of(history, year, rules)
    signs = counted(history, now.period)
    signs = signs[signs["layer"] == "referral"]
    actors = now.network.actors
    names = actors.index[actors.index.isin(pd.unique(signs[PAIR].to_numpy().ravel()))]
    table, fits = np.zeros((len(names),) * 2), list[Expected]()
    for service, rows in signs.groupby(as_compared(signs["service"]), sort=False):
        cells = np.zeros_like(table)
        at = tuple(names.get_indexer(pd.Index(rows[end])) for end in PAIR)
        np.add.at(cells, at, rows["weight"].to_numpy())
        table += cells
        fits.append(expected(cells, _allowed(names, services(actors).get(str(service)))))
    found = fewer_than_expected(fits, table)
    tested = (found.counts >= 1) & ~np.isnan(found.residual)
    tested &= ~_otherwise(now, names, signs)
    q = np.ones_like(table)
    q[tested] = adjusted(found.chance[tested])
    for row, column in zip(*np.nonzero(tested & (q <= rules.alpha)), strict=True):
        source, target = str(names[row]), str(names[column])
        x, e = float(table[row, column]), float(found.counts[row, column])
        mine = now.of_pair(source, target)
        yield Gap(
            source,
            target,
            "referral",
            severity=1 - x / e,
            confidence=least(mine) if mine else rules.documented,
            facts={"x": x, "e": e},
            parts={
                "x": x,
                "e": e,
                "residual": float(found.residual[row, column]),
                "p": float(found.chance[row, column]),
                "q": float(q[row, column]),
            },
            notes=(cause(now, source, target),),
            signs=rows_of(mine),
            cases=e - x,
        )


def _allowed(names: pd.Index, givers: set[str] | None) -> np.ndarray:
    """Return the cells that may be filled: of two bodies, the second giving the service."""
    allowed = ~np.eye(len(names), dtype=bool)
    if givers:
        allowed &= np.asarray(names.isin(givers))[None, :]
    return allowed


def _otherwise(now: Situation, names: pd.Index, signs: pd.DataFrame) -> np.ndarray:
    """Return the cells that are judged by a rule's share, or too small to be told."""
    mandates = now.mandates
    shares = pd.to_numeric(mandates["share"]).notna() & (mandates["status"] != NOT_IN_FORCE)
    apart = [mandates.loc[shares, PAIR]]
    if "hidden" in signs:
        apart.append(signs.loc[signs["hidden"] > 0, PAIR])
    pairs = pd.concat(apart)
    cells = np.zeros((len(names),) * 2, dtype=bool)
    at = [names.get_indexer(pd.Index(pairs[end])) for end in PAIR]
    known = (at[0] >= 0) & (at[1] >= 0)
    cells[at[0][known], at[1][known]] = True
    return cells


@gap_card(
    label=_("Referrals without a joint meeting"),
    says=_("{x} referrals, no joint meeting in {year}."),
    plain=_("They refer cases to each other and no attendance list shows both."),
    asks=_("Where do {source} and {target} talk about the cases they share?"),
    agree=_("A joint meeting on shared cases at fixed intervals, with an attendance list."),
    colour="#4338ca",
    dash=(2, 3, 2, 8),
    needs=("meetings", "counts"),
)
def unmet_meeting(history: History, year: int | Period, rules: Rules) -> Iterator[Gap]:
    """A pair that refers and neither meets nor is said to coordinate.

    Bodies that stand for many cannot attend, so they are left out.
    """
    now = Situation.of(history, year, rules)
    single = now.network.single
    said = {
        frozenset(sign.pair)
        for sign in now.each_sign
        if sign.layer == "coordination" and sign.positive
    }
    pairs = coordination(history, now.period, rules)
    apart = pairs[pairs["finding"] == NEVER_MEET].reset_index()
    for actor, other, x in zip(
        *(apart[c] for c in ("actor", "other", "referrals")), strict=True
    ):
        if not (single[actor] and single[other]) or frozenset((actor, other)) in said:
            continue
        signs = [*now.of_pair(actor, other), *now.of_pair(other, actor)]
        yield Gap(
            *_busier(now, actor, other),
            "coordination",
            severity=x / (x + rules.half_unmet),
            confidence=least(signs),
            facts={"x": x},
            parts={"x": x},
            mandates=rows_of(now.of_rules(actor, other), now.of_rules(other, actor)),
            signs=rows_of(signs),
            cases=cases_in(now.signs.loc[[*rows_of(signs)]]),
        )


def _busier(now: Situation, actor: str, other: str) -> tuple[str, str]:
    """Return a pair with the one that refers more first."""
    there, back = (
        sum(sign.weight for sign in now.of_pair(*ends) if sign.counted)
        for ends in ((actor, other), (other, actor))
    )
    return (actor, other) if there >= back else (other, actor)
