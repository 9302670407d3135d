"""What the data are that a report rests on, and the totals that exact counts allow to tell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pandas as pd

from netgov.counting import TIE, contacts
from netgov.gaps import NOT_IN_FORCE
from netgov.period import Period
from netgov.records import cited
from netgov.report.pieces import Column, Grid, Items, Line, Prose, Row, Section
from netgov.report.results import MANDATED, Results
from netgov.views import View
from netgov.words import Words, _

# --- the data ------------------------------------------------------------------------------


def data_section(results: Results) -> Section:
    """Return what the data are, and what they are not."""
    words, told = results.words, facts(results)
    lines = [
        *_about_counts(results, told),
        *(_about_statements(told, results.period, words) if told["statements"] else ()),
        *_about_rules(told, words),
        words(_RENAMED),
    ]
    title = words(_("What the data are, and what they are not"))
    return Section(
        "data", title, (Items(tuple(map(Line, lines))),), words(_("What the data are"))
    )


_RENAMED: Final = _(
    "Renamed offices are one body; it bears the name it had at the end of the period."
)


def facts(results: Results) -> dict[str, int]:
    """Return the counts that the report states, by the name they bear in its source."""
    records, net, now = results.view.records, results.net, results.years.iloc[-1]
    signs = records.signs_in(results.period)
    counted, stated = (signs[signs["weight"].notna() == yes] for yes in (True, False))
    mandates = results.duties
    binding = mandates[mandates["status"] != NOT_IN_FORCE]
    sources = {number for citation in stated["citation"] for number in cited(citation)}
    return {
        "statements": int(records.counts["in"].sum()) if len(records.counts) else len(stated),
        "statements_used": len(stated),
        "sources_used": len(sources),
        "set_aside": len(records.problems),
        "counted": int(counted.groupby(TIE).ngroups),
        "hidden": int((net.ties["hidden"] > 0).sum()),
        "actors": len(net.actors),
        "ties": len(net.ties),
        "mandates": len(binding),
        "mandates_may": int((binding["status"] == "may").sum()),
        "mandates_undated": int((binding["status"] == "start not known").sum()),
        **{f"mandated_{name}": int(now[name]) for name in MANDATED},
    }


def _about_counts(results: Results, told: dict[str, int]) -> Iterator[str]:
    """Yield what counted contact there is, and how its numbers are told."""
    view, words = results.view, results.words
    weight = contacts_told(results)
    if not weight:
        return
    yield words(_("Contacts on record: {weight}."), weight=weight)
    sentence = _(
        "Counted contact: {count} ties from referral logs, attendance lists or counted tables."
    )
    yield words(sentence, count=told["counted"])
    if view.internal:
        yield from _about_rows(results)
    else:
        yield from _about_masking(view, told["hidden"], words)
    sentence = _(
        "Where nothing is on record, there may still have been contact, and nobody is accused."
    )
    yield words(sentence)


def contacts_told(results: Results) -> str:
    """Return how many contacts are on record, as it may be told; blank without any."""
    view = results.view
    cells = contacts(view.records.signs_in(results.period))
    if cells.empty:
        return ""
    hidden = int(cells["hidden"].sum()) if "hidden" in cells else 0
    return view.masking.text(float(cells["weight"].sum()), hidden, results.words)


def _about_rows(results: Results) -> Iterator[str]:
    """Yield what became of the rows and names read, for the office: rows add up to a total."""
    counts, words = results.view.records.counts, results.words
    if counts.empty:
        return
    sentence = _(
        "Rows read: {all}, used: {used}, set aside: {aside}; netgov check tells why and how "
        "names were joined."
    )
    names = {"all": "in", "used": "used", "aside": "rejected"}
    facts = {fact: words.number(int(counts[name].sum())) for fact, name in names.items()}
    yield words(sentence, **facts)
    if count := len(results.view.records.unknown):
        sentence = _(
            "Names that no table of bodies knows yet: {count}. Some may be spellings of one "
            "body, so there may be fewer bodies; netgov check lists them."
        )
        yield words(sentence, count=count)


def _about_masking(view: View, hidden: int, words: Words) -> Iterator[str]:
    few, step = view.masking.rules.mask_below, view.masking.rules.round_to
    sentence = _(
        "Counts of fewer than {least} cases are hidden ({hidden} ties), the others rounded to "
        "{round_to}."
    )
    if view.masking.exact:
        sentence = _(
            "Counts of fewer than {least} cases are hidden, and others that would give them "
            "away ({hidden} ties in all); the rest is told as it is."
        )
    yield words(sentence, least=few, hidden=hidden, round_to=step)
    sentence = _(
        "A hidden tie is there: only its number is not told. Measures count it as {weight}."
    )
    yield words(sentence, weight=words.number(view.masking.rules.hidden_weight))


def _about_statements(told: dict[str, int], period: Period, words: Words) -> Iterator[str]:
    used, sources = told["statements_used"], told["sources_used"]
    read = [
        words(
            _(
                "Public statements in the folder: {all}, on years before, in and after the "
                "study."
            ),
            all=told["statements"],
        ),
        words(
            _("Used for {year}: {used}, from {sources} sources."),
            year=period, used=used, sources=sources,
        ),
        words(
            _("Set aside, because they name no year or cannot be read: {count}."),
            count=told["set_aside"],
        ),
    ]  # fmt: skip
    yield " ".join(read)
    yield words(
        _(
            "A statement says that contact was reported, was weak or was missing. It is not a "
            "count of referrals, and each tie counts once, however many sources report it."
        )
    )
    yield words(
        _(
            "Where no source reports contact, there may still have been contact. Such ties are "
            "called “no public evidence”, and nobody is accused."
        )
    )


def _about_rules(told: dict[str, int], words: Words) -> Iterator[str]:
    if not told["mandates"]:
        yield words(
            _("No rules are in the folder, so mandate and practice could not be compared.")
        )
        return
    sentence = _(
        "Rules in force: {count} lines, of which {may} permit and do not oblige, and {undated} "
        "have no known start."
    )
    names = ("mandates", "mandates_may", "mandates_undated")
    count, may, undated = (told[name] for name in names)
    unread = words(_("An article marked [verify] was not read in the official text."))
    yield f"{words(sentence, count=count, may=may, undated=undated)} {unread}"


# --- totals --------------------------------------------------------------------------------


def totals_section(results: Results) -> Section | None:
    """Return what each body sent and received, where exact counts are told."""
    view, words, labels = results.view, results.words, results.labels
    totals = view.totals_in(results.period)
    if totals.empty:
        return None
    by_body = {
        (str(slug), str(side)): _total(some, words)
        for (slug, side), some in totals.groupby(["actor", "side"])
    }
    told, none = {slug for slug, _side in by_body}, words.number(0)
    rows = [
        Row((label, by_body.get((slug, "sent"), none), by_body.get((slug, "received"), none)))
        for slug, label in zip(map(str, labels.index), labels, strict=True)
        if slug in told
    ]
    whole = _total(totals[totals["side"] == "all"], words)
    rows.append(Row((words(_("All")), whole, whole), whole=True))
    columns = (
        Column(words(_("Actor"))),
        Column(words(_("Sent")), number=True),
        Column(words(_("Received")), number=True),
    )
    remark = _("A total that would give a hidden count away is told as what is known at least.")
    caption = _("Contacts sent and received in {period}")
    pieces = (
        Prose((Line(words(remark)),)),
        Grid(columns, tuple(rows), words(caption, period=results.period)),
    )
    return Section("totals", words(_("Totals of each body")), pieces)


def _total(rows: pd.DataFrame, words: Words) -> str:
    """Return some totals added up; with hidden ones among them what is known at least."""
    if rows["total"].notna().all():
        return words.number(float(rows["total"].sum()))
    least = float(rows["total"].fillna(rows["least"]).sum())
    return words(_("≥ {sum}"), sum=words.number(least))
