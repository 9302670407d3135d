"""Bodies that must not be named: joined, within their sector, into one body without a name."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from typing import Any, Final

import pandas as pd

from netgov.errors import speak
from netgov.records import Records
from netgov.schema import TABLES
from netgov.terms import SECTORS
from netgov.words import LANGUAGES, Words, _

# What a body without a name does not tell.
_UNTOLD: Final[dict[str, Any]] = {
    **dict.fromkeys(("abbrev", "parent", "successor", "services", "citation"), ""),
    **dict.fromkeys(("function_id", "function_en", "district"), ""),
    **dict.fromkeys(
        ("staff", "capacity", "first_seen", "active_from", "active_to"), float("nan")
    ),
    "publish": "yes",
    "confidential": "no",
    "aggregate": "yes",
    **dict.fromkeys(("level", "reach"), "unknown"),
}
_LONG: Final = 4  # letters from which a name of one word is found in any capitals
# What stands in a text where it mentioned such a body.
_MENTIONED: Final = "[…]"


def secret_bodies(actors: pd.DataFrame) -> pd.Index[Any]:
    """Return the bodies that must not be named in public, of a table that says so."""
    asked = {"publish": "no", "confidential": "yes"}
    secret = [actors[column] == value for column, value in asked.items() if column in actors]
    return actors.index[pd.DataFrame(secret).any(axis=0)] if secret else actors.index[:0]


def stand_ins(
    hidden: pd.DataFrame, taken: pd.Index[Any]
) -> tuple[dict[Any, str], pd.DataFrame]:
    """Return which body without a name stands for each hidden one, and the table of these."""
    into = {slug: f"{sector}_unnamed" for slug, sector in hidden["sector"].items()}
    while set(into.values()) & set(taken):
        into = {slug: f"{name}_" for slug, name in into.items()}
    untold = {column: blank for column, blank in _UNTOLD.items() if column in hidden}
    joined = hidden.groupby(hidden.index.map(into), sort=False).first().assign(**untold)
    for lang in LANGUAGES:
        words = speak(lang)
        sectors = [_sector(sector, words) for sector in joined["sector"]]
        named = [words(_("{sector}: body not named"), sector=sector) for sector in sectors]
        if f"name_{lang}" in joined:
            joined[f"name_{lang}"] = named
    return into, joined


def unnamed_bodies(actors: pd.DataFrame) -> list[Any]:
    """Return the bodies that stand for others without a name."""
    return [
        slug
        for slug, sector in actors["sector"].items()
        if str(slug).rstrip("_") == f"{sector}_unnamed"
    ]


def _sector(sector: str, words: Words) -> str:
    return words(SECTORS[sector].label) if sector in SECTORS else sector


def without_names(records: Records, secret: pd.Index[Any]) -> Records:
    """Return records in which some bodies have no name, nor any text that mentions them."""
    actors, hidden = records.actors, _with_lines(records, secret)
    if hidden.empty:
        return records
    unnamed, joined = stand_ins(hidden, actors.index)
    rest = actors.drop(index=hidden.index)

    def renamed(frame: pd.DataFrame, *columns: str) -> pd.DataFrame:
        new = {column: frame[column].replace(unnamed) for column in columns}
        return frame.assign(**new)

    known = ~records.aliases["actor"].isin(unnamed)
    renamed_records = replace(
        records,
        actors=renamed(pd.concat([rest, joined]).rename_axis("id"), "parent", "successor"),
        evidence=renamed(records.evidence, "source", "target"),
        mandates=renamed(records.mandates, "source", "target"),
        aliases=records.aliases[known],
        figures=records.figures[~records.figures["actor"].isin(unnamed)],
    )
    return _without_mentions(renamed_records, _names(records, hidden, rest), joined.index)


def public_bodies(records: Records) -> dict[str, str]:
    """Return the body that stands in public for each name, to tell how names were joined."""
    hidden = _with_lines(records, secret_bodies(records.actors))
    into = stand_ins(hidden, records.actors.index)[0] if len(hidden) else {}
    return {name: into.get(slug, slug) for name, slug in sorted(records.called.items())}


def _with_lines(records: Records, secret: pd.Index[Any]) -> pd.DataFrame:
    """Return secret bodies with their earlier and later names, which would tell them."""
    line = records.actors.index.to_series().map(records.lineage)
    return records.actors[line.isin(line[secret])]


def like_secret(records: Records, secret: pd.Index[Any]) -> list[str]:
    """Return the names that no table holds and that may be those of secret bodies."""
    if secret.empty:
        return []
    actors = records.actors
    names = _names(records, actors.loc[secret], actors.drop(index=secret))
    strange = actors["name_id"][actors["sector"] == "unknown"]
    alike = records.unknown
    near = alike["alias"][alike["suggestion"].isin(secret)] if len(alike) else pd.Series()
    return [name for name in strange if names.search(name) or name in {*near}]


def _names(records: Records, hidden: pd.DataFrame, rest: pd.DataFrame) -> re.Pattern[str]:
    """Return what finds the bodies of ``hidden`` in a text, however their words are joined."""

    def short(actors: pd.DataFrame) -> set[str]:
        return {*actors.index, *actors["abbrev"]}

    def written(actors: pd.DataFrame) -> set[str]:
        aliases = records.aliases["alias"][records.aliases["actor"].isin(actors.index)]
        return {*actors[["name_id", "name_en"]].to_numpy().ravel(), *aliases}

    taken = short(rest) | written(rest)
    names = written(hidden) - taken
    spelled = [_spelled(name, name in names) for name in (names | short(hidden)) - taken]
    longest = sorted(filter(None, spelled), key=lambda pattern: (-len(pattern), pattern))
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(longest)})(?![^\W_])")


def _spelled(name: str, is_name: bool) -> str:
    """Return the pattern of a name; of a short word, which may be a common one, as written."""
    words = re.findall(r"[^\W_]+", name)
    joined = r"[\W_]*".join(words)
    whole = len(words) > 1 or (is_name and len(joined) >= _LONG)
    return f"(?i:{joined})" if whole else joined


def _without_mentions(
    records: Records, names: re.Pattern[str], stand_ins: Collection[str]
) -> Records:
    def hushed(frame: pd.DataFrame, table: str) -> pd.DataFrame:
        texts = [c.name for c in TABLES[table].columns if c.type == "text" and c.name in frame]
        new = {text: frame[text].str.replace(names, _MENTIONED, regex=True) for text in texts}
        return frame.assign(**new)

    sources = records.sources.replace(names, _MENTIONED, regex=True)
    telling = records.sources["address"].str.contains(names.pattern, case=False, regex=True)
    mandates = hushed(records.mandates, "mandates")
    titles = {
        lang: names.sub(_MENTIONED, title) for lang, title in records.study.titles.items()
    }
    return replace(
        records,
        actors=hushed(records.actors, "actors"),
        evidence=hushed(records.evidence, "evidence"),
        mandates=_numbered(mandates, records.mandates["duty"], stand_ins),
        aliases=hushed(records.aliases, "aliases"),
        legal_bases=hushed(records.legal_bases.reset_index(), "legal_bases").set_index(
            "legal_basis"
        ),
        figures=hushed(records.figures, "figures"),
        sources=sources.assign(address=records.sources["address"].mask(telling, "")),
        study=replace(records.study, titles=titles),
    )


def _numbered(
    mandates: pd.DataFrame, before: pd.Series[str], stand_ins: Collection[str]
) -> pd.DataFrame:
    """Return mandates whose duties stay apart though they differed in nothing but a name.

    What a duty of a body without a name is called may hold any part of its name.
    """
    own = mandates[["source", "target"]].isin(stand_ins).any(axis=1)
    number = (pd.factorize(before)[0] + 1).astype(str)
    numbered = mandates["duty"].where(~own, "duty") + " " + number
    return mandates.assign(
        duty=mandates["duty"].mask(own | (mandates["duty"] != before), numbered)
    )
