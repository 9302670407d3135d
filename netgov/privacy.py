"""The public view of a study: nothing public is computed from anything else.

Bodies that must not be named are joined, within their sector, into one body that has no
name. Cited public statements pass unchanged. Counts of cases do not pass yet: until small
counts are masked here, a study that holds any is refused public output.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import pandas as pd

from netgov.errors import DisclosureError, speak
from netgov.network import History, Network
from netgov.period import Period
from netgov.records import Records
from netgov.terms import SECTORS
from netgov.words import LANGUAGES, _

# What a body without a name does not tell.
_UNTOLD: Final[dict[str, Any]] = {
    **dict.fromkeys(("abbrev", "parent", "successor", "services", "citation"), ""),
    **dict.fromkeys(("function_id", "function_en"), ""),
    **dict.fromkeys(
        ("staff", "capacity", "first_seen", "active_from", "active_to"), float("nan")
    ),
    "publish": "yes",
    "confidential": "no",
    "aggregate": "yes",
}


class ProtectedNetwork(Network):
    """A network that may leave the office. Only `protect` leads to one."""


class ProtectedHistory(History):
    """The public view of a study, made by `protect`: every year is a `ProtectedNetwork`."""

    def _network(self, period: Period) -> ProtectedNetwork:
        whole = super()._network(period)
        return ProtectedNetwork(whole.actors, whole.ties, whole.groups, whole.label)


def protect(history: History) -> ProtectedHistory:
    """Return the public view of a study.

    Actors with ``publish`` no or ``confidential`` yes become, together with the others of
    their sector, one body "not named"; every table speaks of that body from then on.

    Raises
    ------
    DisclosureError
        If the evidence holds counts of cases, which cannot be published unmasked.
    """
    records = history.records
    if records.evidence["cases"].notna().any():
        sentence = _(
            "The records hold counts of cases; small counts point to children and cannot be "
            "published unmasked. Use the Python interface inside the office only."
        )
        raise DisclosureError(sentence)
    return ProtectedHistory(_without_names(records))


def need_protected(history: History) -> None:
    """Refuse to publish anything but the public view."""
    if not isinstance(history, ProtectedHistory):
        sentence = _(
            "Public output needs the public view of the records: pass protect(history)."
        )
        raise DisclosureError(sentence)


def _without_names(records: Records) -> Records:
    actors = records.actors
    hidden = actors[(actors["publish"] == "no") | (actors["confidential"] == "yes")]
    if hidden.empty:
        return records
    unnamed = {slug: f"{sector}_unnamed" for slug, sector in hidden["sector"].items()}
    stand_ins = hidden.groupby(hidden.index.map(unnamed), sort=False).first().assign(**_UNTOLD)
    for lang in LANGUAGES:
        words = speak(lang)
        sectors = [words(SECTORS[sector].label) for sector in stand_ins["sector"]]
        named = [words(_("{sector}: body not named"), sector=sector) for sector in sectors]
        stand_ins[f"name_{lang}"] = named
    rest = actors.drop(index=hidden.index)

    def renamed(frame: pd.DataFrame, *columns: str) -> pd.DataFrame:
        new = {column: frame[column].replace(unnamed) for column in columns}
        return frame.assign(**new)

    known = ~records.aliases["actor"].isin(unnamed)
    return replace(
        records,
        actors=renamed(pd.concat([rest, stand_ins]).rename_axis("id"), "parent", "successor"),
        evidence=renamed(records.evidence, "source", "target"),
        mandates=renamed(records.mandates, "source", "target"),
        aliases=records.aliases[known],
        figures=records.figures[~records.figures["actor"].isin(unnamed)],
    )
