"""Gaps in time: late answers, long silences, cases that stop, staff that cannot keep up."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

import numpy as np
import pandas as pd

from netgov.cases.delays import curve, waits
from netgov.cases.log import LOST, OPEN, case_log, end_of_data, visits
from netgov.counting import TIE
from netgov.errors import Phrase
from netgov.exposure import as_compared
from netgov.gaps.cards import Gap, Percent, gap_card
from netgov.gaps.cause import cause
from netgov.gaps.rows import Duty, rows_of
from netgov.gaps.situation import PAIR, Situation
from netgov.history import History
from netgov.kernels.chance import adjusted, so_many
from netgov.kernels.queueing import wait
from netgov.kernels.silence import prior_of, silence
from netgov.kernels.survival import Share
from netgov.period import Period
from netgov.rules import Rules
from netgov.schema import plain
from netgov.words import _

_DAYS_IN_YEAR = 365.25


@gap_card(
    label=_("Past the deadline"),
    says=_(
        "Within {days} days {source} heard from {target} in {share} of referrals "
        "({low} to {high})."
    ),
    plain=_("The rule sets a deadline, and clearly too few answers come within it."),
    asks=_(
        "Where do the days go: until the case arrives, until somebody takes it, or "
        "until the answer is written?"
    ),
    agree=_(
        "A deadline for the answer of {target}, who deputises, and what happens once "
        "it has passed."
    ),
    colour="#be185d",
    dash=(10, 3, 2, 3),
    needs=("mandates", "deadlines", "answers"),
)
def late(history: History, year: int | Period, rules: Rules) -> Iterator[Gap]:
    """A duty with a deadline that too few answers meet, open contacts counted as they wait."""
    now = Situation.of(history, year, rules)
    sent = waits(history, now.period)
    places = sent.groupby(TIE, sort=False).indices
    for tie, duties in now.timed.items():
        first = min(duties, key=lambda duty: duty.days)
        rows, pair = _of_duty(sent.iloc[places.get(tie, [])], first), tie[:2]
        if (~rows["undated"]).sum() < rules.min_referrals:
            continue
        answers, days = curve(rows), first.days
        within = answers.within(days)
        if not within.high < rules.on_time:
            continue
        yield Gap(
            *tie,
            severity=1 - within.value / rules.on_time,
            confidence=first.confidence,
            facts={"days": days, **_told(within)},
            parts={"days": days, "n": answers.total, **within._asdict()},
            notes=(
                *_median(answers.quantile(0.5), answers.last),
                *_way_round(now, pair),
                cause(now, *pair),
            ),
            mandates=rows_of(duties),
            signs=tuple(rows.index),
            cases=float(round(answers.total * (1 - within.value))),
        )


def _told(share: Share) -> dict[str, Percent]:
    return {
        "share": Percent(share.value),
        "low": Percent(share.low),
        "high": Percent(share.high),
    }


def _of_duty(rows: pd.DataFrame, duty: Duty) -> pd.DataFrame:
    """Return the contacts a duty concerns: by kind of case if it names one, else by service."""
    for column, name in (("case_type", duty.case_type), ("service", duty.service)):
        named = plain(name)
        if named and (rows[column] != "").any():
            return rows[as_compared(rows[column]) == named]
    return rows


def _median(days: float, last: float) -> Iterator[Phrase]:
    if math.isnan(days):
        yield Phrase(_("Median wait: more than {days} days."), days=last)
    else:
        yield Phrase(_("Median wait: {days} days."), days=days)


def _way_round(now: Situation, pair: tuple[str, str]) -> Iterator[Phrase]:
    """Name the quicker way by others, if there is one."""
    ways = now.detours
    if pair in ways.index:
        chain, days = ways["chain"][pair], float(ways["days"][pair])
        sentence = _("By way of {by} it takes {days} days.")
        yield Phrase(sentence, by=tuple(chain.split(" > ")[1:-1]), days=days)


@gap_card(
    label=_("Long silent"),
    says=_("No referral for {gap} days; expected by chance {p}."),
    plain=_("Contact was regular and has stopped for longer than chance would explain."),
    asks=_("What ended the contact: a change of persons, of rules or of need?"),
    agree=_("A contact person on each side, and the day on which contact begins again."),
    colour="#64748b",
    dash=(1, 5),
    needs=("log",),
)
def dormant(history: History, year: int | Period, rules: Rules) -> Iterator[Gap]:
    """A tie that is silent for longer than its own rhythm explains."""
    now = Situation.of(history, year, rules)
    log = case_log(history)
    end = min(end_of_data(history), pd.Timestamp(now.period.last, 12, 31))
    log = log[log["date"] <= end]
    ties = _rhythms(log, now, end)
    ties = ties.assign(p=_by_chance(ties))[ties["count"] >= rules.min_contacts]
    chances = ties["p"].to_numpy()
    rows = log.groupby(TIE, sort=False).indices
    told = ties.reset_index().to_dict("records")
    for row, p, q in zip(told, chances, adjusted(chances), strict=True):
        if q <= rules.alpha:
            tie = row["source"], row["target"], row["layer"]
            yield Gap(
                *tie,
                severity=1 - p,
                confidence=rules.documented,
                facts={"gap": float(round(row["gap"] * _DAYS_IN_YEAR)), "p": Percent(p)},
                parts={"n": row["count"], "t": row["time"], "g": row["gap"], "p": p, "q": q},
                notes=(
                    Phrase(_("The last was on {day}."), day=f"{row['last']:%Y-%m-%d}"),
                    # What could be done when the contact ended, not what can be done since.
                    cause(Situation.of(history, row["last"].year, rules), *tie[:2]),
                ),
                mandates=rows_of(now.of_rules(*tie[:2])),
                signs=tuple(log.index[rows[tie]]),
                cases=row["count"] / row["time"] * row["gap"],
            )


def _by_chance(ties: pd.DataFrame) -> np.ndarray:
    """Return how likely each silence is; all ties of a layer tell of the usual rhythm."""
    chances = np.ones(len(ties))
    layers = ties.index.get_level_values("layer")
    for places in ties.groupby(layers, sort=False).indices.values():
        n, t, g = (ties[part].to_numpy(float)[places] for part in ("count", "time", "gap"))
        chances[places] = silence(prior_of(n, t), n, t, g)
    return chances


def _rhythms(log: pd.DataFrame, now: Situation, end: pd.Timestamp) -> pd.DataFrame:
    """Return the cases of each tie whose ends both exist, its time and its silence in years.

    Time runs from the start of data, or of the younger body, to the last contact.
    """
    lines = now.records.lines
    ending = Period(end.year, end.year)
    alive = log[PAIR].isin(set(now.records.existing(ending))).all(axis=1)
    groups = log[alive].groupby(TIE, sort=False)
    ties = groups.agg(count=("case", "nunique"), last=("date", "max"))
    years = lines["active_from"].dropna().astype(int)
    founded = {actor: pd.Timestamp(year, 1, 1) for actor, year in years.items()}
    start = pd.Series(log["date"].min(), ties.index)
    for end_of_tie in PAIR:
        bodies = ties.index.get_level_values(end_of_tie)
        since = pd.Series([founded.get(body, pd.NaT) for body in bodies], ties.index)
        start = start.where(~(since > start), since)
    return ties.assign(
        time=((ties["last"] - start).dt.days + 1) / _DAYS_IN_YEAR,
        gap=(end - ties["last"]).dt.days / _DAYS_IN_YEAR,
    )


@gap_card(
    label=_("Cases stop here"),
    says=_("{lost} of {n} cases received have no further step on record."),
    plain=_("Clearly more cases than elsewhere are neither passed on nor closed here."),
    asks=_("What becomes of the cases after they arrive, and where is it noted?"),
    colour="#991b1b",
    needs=("log",),
)
def dead_end(history: History, year: int | Period, rules: Rules) -> Iterator[Gap]:
    """A body at which clearly more visits are lost than at all others together."""
    now = Situation.of(history, year, rules)
    seen = visits(history, rules)
    ended = seen[now.period.holds(seen["date"]) & (seen["fate"] != OPEN)]
    lost = ended["fate"] == LOST
    bodies = lost.groupby(ended["target"], sort=False).agg(["sum", "size"]).astype(float)
    rest = bodies.sum() - bodies
    tested = bodies[(bodies["size"] >= rules.min_referrals) & (rest["size"] > 0)]
    # Where no other loses any, half a loss of theirs stands for what is too rare to be seen.
    rate = (rest["sum"].clip(lower=0.5) / rest["size"])[tested.index]
    chances = [
        so_many(row["sum"], row["size"], share)
        for (_body, row), share in zip(tested.iterrows(), rate, strict=True)
    ]
    tested = tested.assign(rate=rate, p=chances, q=adjusted(chances))
    for actor, row in tested[tested["q"] <= rules.alpha].iterrows():
        if row["sum"] > 0:
            here = lost & (ended["target"] == actor)
            yield Gap(
                str(actor),
                severity=row["sum"] / row["size"],
                confidence=rules.documented,
                facts={"lost": row["sum"], "n": row["size"]},
                parts={
                    "lost": row["sum"],
                    "n": row["size"],
                    **{part: row[part] for part in ("rate", "p", "q")},
                },
                notes=(
                    Phrase(_("At all others together: {share}."), share=Percent(row["rate"])),
                ),
                signs=tuple(here.index[here]),
                cases=row["sum"],
            )


_LIMITS: Final = ("cases_low", "cases_high")


@gap_card(
    label=_("More than staff can take"),
    says=_("{load} of capacity used; expected wait {days} days."),
    plain=_("So many cases arrive that waits grow out of proportion."),
    asks=_("Which cases could others take, and which staff is missing?"),
    colour="#c2410c",
    needs=("staff", "cases"),
)
def overloaded(history: History, year: int | Period, rules: Rules) -> Iterator[Gap]:
    """A body whose arrivals come near what its staff can take, or pass it."""
    now = Situation.of(history, year, rules)
    table = now.capacity
    for actor, row in table[table["load"] > rules.full_load].iterrows():
        full = row["load"] >= 1
        low, high = (row["load"] * row[end] / row["cases"] for end in _LIMITS)
        grows = _("{load} of capacity used; the queue grows by {more} cases a month.")
        if low < 1:
            grows = _(
                "{load} of capacity used (95 %: {low} to {high}); it is not sure whether cases "
                "pile up."
            )
        came = [sign for sign in now.each_sign if sign.target == actor and sign.counted]
        yield Gap(
            str(actor),
            severity=1.0 if full else row["must_wait"],
            confidence=rules.documented,
            facts={
                "load": Percent(row["load"]),
                "low": Percent(low),
                "high": Percent(high),
                "days": row["wait"],
                "more": row["monthly"] - row["staff"] * row["capacity"],
            },
            says=grows if full else "",
            parts={
                "arrivals": row["monthly"],
                "staff": row["staff"],
                "capacity": row["capacity"],
                "load": row["load"],
                "must_wait": row["must_wait"],
            },
            notes=(_with_more(row),),
            signs=rows_of(came),
            cases=row["cases"] * row["must_wait"],
        )


def _with_more(row: pd.Series[float]) -> Phrase:
    """Say what the fewest workers would bring that keep the load in bounds."""
    workers, pace = row["staff_needed"], row["capacity"]
    days = wait(row["monthly"], workers, pace) * _DAYS_IN_YEAR / 12
    sentence = _(
        "With {staff} workers instead of {now}: {load} of capacity, expected wait {days} days."
    )
    load = Percent(row["monthly"] / (workers * pace))
    return Phrase(sentence, staff=workers, now=row["staff"], load=load, days=days)
