"""What tables of netgov hold, as a file or a reader wants it: gaps, duties, levels, cards."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from netgov.captions import heading
from netgov.errors import UnknownName
from netgov.tables.told import spoken
from netgov.words import Words, _
from netgov.works import works_cited

if TYPE_CHECKING:
    from netgov.measures import Measure
    from netgov.views import View


def gap_table(gaps: pd.DataFrame) -> pd.DataFrame:
    """Return gaps as a file holds them; `rows_behind` tells the rows of a study."""
    return gaps.drop(columns=["mandate_rows", "statement_rows", "event_rows"])


def gap_list(gaps: pd.DataFrame, labels: pd.Series[str], words: Words) -> pd.DataFrame:
    """Return gaps as a screen shows them, each by the place at which it can be asked for."""
    from netgov.gaps import GAP_KINDS

    said = zip(gaps[f"text_{words.lang}"], gaps[f"note_{words.lang}"], strict=True)
    return pd.DataFrame(
        {
            "place": gaps["place"].to_numpy(),
            "priority": gaps["priority"].astype(float).round(1).to_numpy(),
            "kind": [words(GAP_KINDS[kind].label) for kind in gaps["kind"]],
            "source": [labels.get(slug, slug) for slug in gaps["source"]],
            "target": [labels.get(slug, slug) for slug in gaps["target"]],
            "text": [" ".join(filter(None, texts)) for texts in said],
        }
    )


_OF_DUTIES: Final = (
    *("source", "target", "layer", "article", "status", "gaps", "exposed", "expected"),
    *("referred", "excused", "unavailable"),
)


def duty_list(mandates: pd.DataFrame, labels: pd.Series[str], words: Words) -> pd.DataFrame:
    """Return a register with its gaps as a screen shows it."""
    told = mandates[list(_OF_DUTIES)]
    return with_names(told.dropna(axis=1, how="all").reset_index(drop=True), labels, words)


_TESTED: Final = ("sd", "mid_p", "p_greater", "p_lesser", "draws")
# Columns of tables of inference for which a screen has no room; a file holds them.
_FOR_FILES: Final[Mapping[str, Sequence[str]]] = {
    "tests": _TESTED,
    "limits": ("cases", "draws"),
    "missing": ("mirrored",),
    "year_measures": _TESTED,
    "change": ("hidden", "first", "last", "years", "status", "ratio", "p"),
    "year_likeness": ("sd", "mid_p", "p", "p_lesser", "q", "draws"),
}
_FIRST: Final = 10  # rows of a measure, or of a table, on a screen


def clearest_list(
    name: str,
    table: pd.DataFrame,
    labels: pd.Series[str],
    words: Words,
    most: int = _FIRST,
) -> pd.DataFrame:
    """Return what a table says most clearly against chance as a screen shows it."""
    tested = table.dropna(subset="q").sort_values(["q", "p"], kind="stable").head(most)
    told = tested.reset_index().drop(columns=list(_FOR_FILES[name]), errors="ignore")
    return with_names(told, labels, words)


def ranked_list(
    name: str, table: pd.DataFrame, labels: pd.Series[str], words: Words
) -> pd.DataFrame:
    """Return the first ranks of each measure as a screen shows them."""
    ranked = table.dropna(subset="rank").sort_values("rank", kind="stable")
    first = ranked.groupby("measure", sort=False).head(_FIRST).reset_index()
    order = first["measure"].map({name: at for at, name in enumerate(table.index.unique(0))})
    told = first.iloc[order.argsort(kind="stable")].reset_index(drop=True)
    told = told.drop(columns=list(_FOR_FILES[name]), errors="ignore").dropna(axis=1, how="all")
    return with_names(told, labels, words)


# Columns that hold the short name of a body.
_BODIES: Final = ("source", "target", "actor", "other", "entry")


def with_names(table: pd.DataFrame, labels: pd.Series[str], words: Words) -> pd.DataFrame:
    """Return a table with bodies and relations as readers know them, for a screen."""
    told = spoken(table.reset_index(drop=table.index.names == [None]), words)
    for column in filter(told.columns.__contains__, _BODIES):
        told[column] = told[column].map(lambda slug: labels.get(slug, slug))
    if "measure" in told:
        told["measure"] = [heading(name, words) for name in told["measure"]]
    if {"median", "longest"} <= set(told):
        waits = zip(told["median"], told["longest"], strict=True)
        told["median"] = [
            f"> {words.number(longest)}" if math.isnan(median) else words.number(median)
            for median, longest in waits
        ]
    if "fewest" in told:
        none = words(_("no way: a service desert"))
        told["fewest"] = [none if math.isnan(n) else words.number(n) for n in told["fewest"]]
    if "chain" in told:
        told["chain"] = [
            " → ".join(str(labels.get(slug, slug)) for slug in chain.split(" > "))
            for chain in told["chain"]
        ]
    return told


DESCRIBED: Final[Mapping[str, str]] = {
    "actor": _("each actor"),
    "tie": _("each tie"),
    "network": _("the network"),
    "set": _("sets of actors"),
}
ASPECTS: Final[Mapping[str, str]] = {
    "internal": _("Share of contact that stays inside one body"),
    "rank": _("Rank correlation of the bodies at both levels"),
}


def level_table(levels: pd.DataFrame, words: Words) -> pd.DataFrame:
    """Return the comparison of two levels in words."""
    told = levels.reset_index()
    return told.assign(
        aspect=[words(ASPECTS[aspect]) for aspect in told["aspect"]],
        about=[
            words(_("all relations")) if about == "all" else heading(about, words)
            for about in told["about"]
        ],
    )


def marked(frame: pd.DataFrame, view: View) -> pd.DataFrame:
    """Return a table that says in each row what it is: invented, or for the office alone."""
    return frame.assign(**view.marks)


def card_table(what: str | None, words: Words, *, full: bool = False) -> pd.DataFrame:
    """Return the cards of measures, of kinds of gap ("gaps"), or of both.

    In full, for a file, with everything a card of a measure says; else what fits a screen.

    Raises
    ------
    UnknownName
        If ``what`` is neither.
    """
    from netgov.gaps import GAP_KINDS
    from netgov.measures import MEASURES

    cards: dict[str, Mapping[str, Any]] = {"measures": MEASURES, "gaps": GAP_KINDS}
    if what is not None and what not in cards:
        sentence = _("There is no list called {name}. The nearest is {near}; all: {known}.")
        raise UnknownName.among(sentence, what, cards)
    rows = [
        {"of": kind, "name": name, "label": words(card.label), "plain": words(card.plain)}
        | (_definition(card, words) if full and kind == "measures" else {})
        for kind in ([what] if what else cards)
        for name, card in cards[kind].items()
    ]
    return pd.DataFrame(rows).fillna("")


def _definition(card: Measure, words: Words) -> dict[str, str]:
    """Return what researchers look for on a card."""
    works = works_cited()
    return {
        "describes": words(DESCRIBED[card.of]),
        "unit": words(card.unit) if card.unit else "",
        "columns": "; ".join(f"{part}: {words(label)}" for part, label in card.parts.items()),
        "isolates": words(card.isolates) if card.isolates else "",
        "formula": card.formula,
        "cites": " ".join(works[key] for key in card.cites),
    }
