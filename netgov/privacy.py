"""The public view of a study: nothing public is computed from anything else.

Bodies that must not be named are joined, within their sector, into one body that has no
name. Cited public statements pass unchanged. Counts of cases do not pass yet: until small
counts are masked here, a study that holds any is refused public output.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, Final

import pandas as pd

from netgov.errors import DisclosureError, speak
from netgov.network import History, Network
from netgov.period import Period
from netgov.records import Records
from netgov.schema import TABLES
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
# What stands in a text where it mentioned such a body.
_MENTIONED: Final = "[…]"


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
    their sector, one body "not named"; every table speaks of that body from then on, and no
    text mentions them by a name that the tables of actors and aliases hold.

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
    joined = replace(
        records,
        actors=renamed(pd.concat([rest, stand_ins]).rename_axis("id"), "parent", "successor"),
        evidence=renamed(records.evidence, "source", "target"),
        mandates=renamed(records.mandates, "source", "target"),
        aliases=records.aliases[known],
        figures=records.figures[~records.figures["actor"].isin(unnamed)],
    )
    return _without_mentions(joined, _names(records, hidden, rest))


def _names(records: Records, hidden: pd.DataFrame, rest: pd.DataFrame) -> re.Pattern[str]:
    """Return what finds the bodies of ``hidden`` in a text, however their words are joined."""

    def borne(actors: pd.DataFrame) -> set[str]:
        aliases = records.aliases["alias"][records.aliases["actor"].isin(actors.index)]
        written = actors[["name_id", "name_en", "abbrev"]].to_numpy().ravel()
        return {*actors.index, *written, *aliases}

    spelled = map(_spelled, sorted(borne(hidden) - borne(rest), key=len, reverse=True))
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(filter(None, spelled))})(?![^\W_])")


def _spelled(name: str) -> str:
    """Return the pattern of a name; of a single word, which may be a common one, as written."""
    words = re.findall(r"[^\W_]+", name)
    return r"(?i:" + r"[\W_]*".join(words) + ")" if len(words) > 1 else "".join(words)


def _without_mentions(records: Records, names: re.Pattern[str]) -> Records:
    def hushed(frame: pd.DataFrame, table: str) -> pd.DataFrame:
        texts = [c.name for c in TABLES[table].columns if c.type == "text" and c.name in frame]
        new = {text: frame[text].str.replace(names, _MENTIONED, regex=True) for text in texts}
        return frame.assign(**new)

    sources = records.sources.replace(names, _MENTIONED, regex=True)
    telling = records.sources["address"].str.contains(names.pattern, case=False, regex=True)
    mandates = hushed(records.mandates, "mandates")
    # Duties that differed in nothing but a name stay apart.
    altered = mandates["duty"] != records.mandates["duty"]
    numbered = (
        mandates["duty"] + " " + (pd.factorize(records.mandates["duty"])[0] + 1).astype(str)
    )
    titles = {
        lang: names.sub(_MENTIONED, title) for lang, title in records.study.titles.items()
    }
    return replace(
        records,
        actors=hushed(records.actors, "actors"),
        evidence=hushed(records.evidence, "evidence"),
        mandates=mandates.assign(duty=mandates["duty"].mask(altered, numbered)),
        aliases=hushed(records.aliases, "aliases"),
        legal_bases=hushed(records.legal_bases.reset_index(), "legal_bases").set_index(
            "legal_basis"
        ),
        figures=hushed(records.figures, "figures"),
        sources=sources.assign(address=records.sources["address"].mask(telling, "")),
        study=replace(records.study, titles=titles),
    )
