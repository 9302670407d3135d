"""Which body a written name stands for.

The table of aliases decides. Spellings that differ only in case, blanks, dots or the form of
their letters are one name. Anything else is a body of its own until somebody says otherwise:
likeness is only suggested.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd

from netgov.errors import UnknownName
from netgov.identity import looks_like_person, straight, visible
from netgov.schema import TABLES
from netgov.words import _

LONGEST: Final = 200

_JOINED: Final = "joined_spelling"
_ALIKE_FROM: Final = 70  # below it a suggestion wastes the reader's time
# When free text is taken for names, all of it against all would take hours. Comparing two
# names costs the product of their lengths; all that may be compared takes about two seconds.
_MOST_WORK: Final = 100e9
_LEAST_LENGTH: Final = 64  # shorter ones cost as much
_AT_ONCE: Final = 2_500_000  # pairs, to bound memory
# Never one body: what a city, what a regency and what the province runs.
_CITY: Final = frozenset(("kota", "kotamadya", "kodya", "pemko", "pemkot", "city"))
_REGENCY: Final = frozenset(("kab", "kabupaten", "pemkab", "regency"))
_PROVINCE: Final = frozenset(("prov", "provinsi", "prop", "propinsi", "pemprov", "province"))
_SCRIPTS: Final = ("LATIN", "CYRILLIC", "GREEK")
# What a spreadsheet was kept from running comes back with the sign that kept it.
_DISARMED: Final = re.compile(r"'(?=[=+\-@|%])")
_PAUSE: Final = re.compile(r"(?<=\d)[. ]+(?=\d)")
# The number or letter of a school, a precinct or a commission.
_COUNTED: Final = {
    word: str(number)
    for number, word in enumerate(
        ("satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"),
        start=1,
    )
}
_NUMBER: Final = re.compile(rf"\d+|\b(?:[ivx]+|[^\W\d_]|{'|'.join(_COUNTED)})\b")
_WORD: Final = re.compile(r"[^\W_]+")


def tidy(name: str) -> str:
    """Return a name without signs that nobody sees, blanks as one, letters in one form."""
    text = visible(name)
    return text[1:] if _DISARMED.match(text) else text


def folded(name: str) -> str:
    """Return a name as names are compared: no case, no dots or blanks but between digits."""
    text, before = _fold(name), name
    # Letters that lose a blank between them or their case may join into other letters.
    while not text.isascii() and text != before:
        text, before = _fold(text), text
    return text


def _fold(name: str) -> str:
    text = straight(tidy(name)).casefold()
    # "Polsek 1 1" is not "Polsek 11".
    parts = _PAUSE.sub("\n", text).translate({ord("."): None, ord(" "): None})
    return parts.replace("\n", " ") or text


def mixes_letters(name: str) -> bool:
    """Whether one word holds letters of several scripts that look alike."""
    for word in re.findall(r"\w+", name):
        if not word.isascii():
            scripts = {unicodedata.name(sign, "").partition(" ")[0] for sign in word}
            if len(scripts & set(_SCRIPTS)) > 1:
                return True
    return False


def decided(aliases: pd.DataFrame) -> pd.DataFrame:
    """Return the aliases of which somebody has said what they stand for."""
    return aliases[aliases["actor"] != ""]


def body_meant(name: str, called: Mapping[str, str], known: Iterable[str]) -> str:
    """Return the body that somebody means, by names as `folded` has them.

    Raises
    ------
    UnknownName
        If no body has this name; it tells the nearest of the known ones.
    """
    if folded(name) not in called:
        sentence = _("There is no actor called {name}. The nearest is {near}; all: {known}.")
        raise UnknownName.among(sentence, name, known)
    return called[folded(name)]


def heirs(successor: pd.Series[str]) -> dict[str, list[str]]:
    """Return each body followed by those that carried on its work, by slug."""
    following: dict[Any, str] = successor.to_dict()
    lines: dict[str, list[str]] = {}
    for actor in following:
        line = [actor]
        while following[line[-1]]:
            line.append(following[line[-1]])
        lines[actor] = line
    return lines


class Meaning(NamedTuple):
    """What a written name stands for, and what is to be told about it ("" if nothing)."""

    slug: str
    name: str
    told: str = ""


class Resolved(NamedTuple):
    """What all written names stand for.

    ``actors`` are those that no table names, with the columns of actors.csv, indexed by slug;
    ``sheet`` has a row for each of them: alias, actor (blank, to be filled in), suggestion
    (what may be filled in), score, margin, rows. When the names are very many, only those
    written most often are compared.
    """

    meanings: Mapping[str, Meaning]
    actors: pd.DataFrame
    sheet: pd.DataFrame


def resolve(
    written: Counter[str], actors: pd.DataFrame, aliases: pd.DataFrame, *, suggest: bool = True
) -> Resolved:
    """Return what each written name stands for.

    Parameters
    ----------
    written
        How often each name is written.
    actors
        Indexed by slug; without rows every name is a body of its own.
    aliases
        Columns alias and actor: a slug, or the name of a body that is known from records alone.
    suggest
        Compare new names with each other; without it ``sheet`` has no rows.
    """
    known = _Known(actors, aliases)
    decided = {name: known.decided(name) for name in written}
    meanings = {
        name: meaning
        for name in written
        if (meaning := known.find(name, decided[name])) is not None
    }
    strange = {name: decided[name] for name in written if name not in meanings}
    bodies = _new_bodies(strange, written, known)
    for body in bodies:
        meanings.update({one: _as_new(one, body, strange[one], known) for one in body.written})
    return Resolved(meanings, _rows(bodies), _sheet(bodies if suggest else [], known))


class _Names:
    """What names stand for: exactly as written, else as folded, if that is only one thing."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        exact, alike = defaultdict(set), defaultdict(set)
        for name, meant in pairs:
            exact[tidy(name)].add(meant)
            alike[folded(name)].add(meant)
        self._exact = {name: min(meant) for name, meant in exact.items() if len(meant) == 1}
        self._alike = {name: min(meant) for name, meant in alike.items() if len(meant) == 1}

    def find(self, name: str) -> str:
        """Return what a name stands for, blank if it is not known or could be several."""
        if not self._exact:
            return ""
        return self._exact.get(tidy(name)) or self._alike.get(folded(name), "")

    def holds(self, name: str) -> bool:
        """Whether a name is known just as it is written."""
        return name in self._exact


class _Known:
    """The names that the tables of bodies and aliases hold."""

    def __init__(self, actors: pd.DataFrame, aliases: pd.DataFrame) -> None:
        self.label: dict[str, str] = dict(zip(actors.index, actors["name_id"], strict=True))
        self.level: dict[str, str] = dict(zip(actors.index, actors["level"], strict=True))
        self._actors = actors
        self._listed = _Names(self._names())
        self._aliases = [
            (alias, actor if actor in self.label else self._listed.find(actor) or tidy(actor))
            for alias, actor in zip(aliases["alias"], aliases["actor"], strict=True)
            if actor
        ]
        self._meant = _Names(self._aliases)

    def _names(self) -> Iterator[tuple[str, str]]:
        for slug, *names in self._actors[["name_id", "name_en", "abbrev"]].itertuples():
            yield from ((name, str(slug)) for name in (str(slug), *names) if name)

    def texts(self) -> dict[str, list[str]]:
        """Return all names of each listed body, by slug."""
        texts: dict[str, list[str]] = {slug: [] for slug in sorted(self.label)}
        for name, slug in (*self._names(), *self._aliases):
            if slug in texts:
                texts[slug].append(name)
        return texts

    def decided(self, written: str) -> str:
        """Return the slug or name that the aliases lead to; the name itself without any."""
        name, seen = written, set[str]()
        while actor := self._meant.find(name):
            if actor in self.label or folded(actor) == folded(name):
                return actor
            seen.add(folded(name))
            if folded(actor) in seen:
                return written  # two aliases that point to each other decide nothing
            name = actor
        return name

    def find(self, written: str, decided: str) -> Meaning | None:
        """Return what the tables say of a written name; None if they do not know it."""
        if decided in self.label and self._meant.find(written):
            return Meaning(decided, self.label[decided], "known_by_alias")
        slug = self._listed.find(written)
        if not slug:
            return None
        told = "" if self._listed.holds(written) else _JOINED
        return Meaning(slug, self.label[slug], told)


class _Body(NamedTuple):
    """A body that no table knows: its name, all spellings of it, and the rows they have."""

    slug: str
    name: str
    written: Sequence[str]
    rows: int


def _new_bodies(
    strange: Mapping[str, str], written: Counter[str], known: _Known
) -> list[_Body]:
    """Return the bodies that no table knows, given what the aliases make of each name."""
    spellings: defaultdict[str, list[str]] = defaultdict(list)
    for name, meant in strange.items():
        spellings[folded(meant)].append(name)
    chosen = {_chosen(names, strange): sorted(names) for names in spellings.values()}
    # In order of names, so that no order of rows changes a slug.
    slugs = _slugs(sorted(chosen), known.label)
    return [
        _Body(slug, name, chosen[name], sum(written[one] for one in chosen[name]))
        for name, slug in slugs.items()
    ]


def _chosen(names: Sequence[str], meant: Mapping[str, str]) -> str:
    """Return the name to call a body by: as decided, else as a name is best written.

    How often a spelling is written must not choose it: that would tell of hidden counts.
    """
    decided = {meant[name] for name in names if meant[name] != name}
    return min(decided or map(tidy, names), key=_carelessness)


def _carelessness(name: str) -> tuple[bool, int, str]:
    """Return what orders spellings: mixed case and few dots are the way a name is meant."""
    return name.isupper() or name.islower(), name.count("."), name


def _slugs(names: Iterable[str], taken: Iterable[str]) -> dict[str, str]:
    """Return a short name of plain letters for each name, which no other body bears."""
    used = set(taken)
    turns: defaultdict[str, Iterator[int]] = defaultdict(lambda: count(2))
    slugs = {}
    for name in names:
        base = _plain(name)
        slug = base
        while slug in used:
            slug = f"{base}-{next(turns[base])}"
        used.add(slug)
        slugs[name] = slug
    return slugs


def _plain(name: str) -> str:
    """Return at most 52 letters and digits of a name: with a number for a slug they make 60."""
    letters = unicodedata.normalize("NFKD", name[:LONGEST]).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", letters.lower()).strip("-")[:52].strip("-") or "actor"


def _rows(bodies: Sequence[_Body]) -> pd.DataFrame:
    """Return the rows of bodies of which nothing but the name is known; nothing is invented."""
    names = [body.name for body in bodies]
    told = {"name_id": names, "name_en": names}
    told |= {column: ["unknown"] * len(names) for column in ("sector", "level", "reach")}
    columns = {
        column.name: told.get(
            column.name,
            [float("nan") if column.kind in {"year", "number"} else column.blank] * len(names),
        )
        for column in TABLES["actors"].columns
        if column.name != "id"
    }
    return pd.DataFrame(columns, index=pd.Index([body.slug for body in bodies], name="id"))


def _as_new(written: str, body: _Body, meant: str, known: _Known) -> Meaning:
    """Return the meaning of a name that no table knows, with the most pressing doubt."""
    if looks_like_person(body.name):
        told = "person_like"
    elif mixes_letters(body.name):
        told = "mixed_letters"
    elif meant != written:
        told = "known_by_alias"
    elif written != body.name:
        told = _JOINED
    else:
        told = "new_actor" if known.label else ""
    return Meaning(body.slug, body.name, told)


# --- suggestions ------------------------------------------------------------------------


def _sheet(bodies: Sequence[_Body], known: _Known) -> pd.DataFrame:
    """Return the sheet in which somebody who knows the bodies says which is which."""
    # Without a table of bodies a name may be a slip of one that is written more often.
    ranked = sorted(bodies, key=lambda body: (-body.rows, body.name))
    names = [body.name for body in ranked]
    if known.label:
        texts, levels = known.texts(), known.level
    else:
        texts, levels = {name: [name] for name in names[: _room(names, names)]}, {}
    nearest = _nearest(names, texts, levels, only_before=not known.label)
    told = [
        (body.name, "", *near, body.rows) for body, near in zip(ranked, nearest, strict=True)
    ]
    columns = ["alias", "actor", "suggestion", "score", "margin", "rows"]
    return pd.DataFrame(told, columns=columns)


_Near = tuple[str, float, float]
_NONE: Final[_Near] = ("", float("nan"), float("nan"))


def _nearest(
    names: Sequence[str],
    texts: Mapping[str, Sequence[str]],
    levels: Mapping[str, str],
    *,
    only_before: bool,
) -> list[_Near]:
    """Return for each name the most alike body, its score of 100 and its lead over the next.

    ``only_before``: the bodies are the names themselves, and only earlier ones count.
    """
    from rapidfuzz.fuzz import ratio
    from rapidfuzz.process import cdist

    owned = [(body, text) for body, several in texts.items() for text in several]
    if not owned:
        return []
    groups: dict[tuple[str, ...], int] = {}
    theirs = _Traits([text for _body, text in owned], groups)
    theirs.add_levels([levels.get(body, "") for body, _text in owned])
    starts = np.cumsum([0, *map(len, texts.values())])[:-1]
    most = min(len(names), _room(names, [text for _body, text in owned]))
    step = max(1, _AT_ONCE // len(owned))
    found: list[_Near] = []
    for start in range(0, most, step):
        ours = _Traits(names[start : min(start + step, most)], groups)
        scores = cdist(ours.sorted, theirs.sorted, scorer=ratio, dtype=np.float32)
        scores[ours.apart(theirs)] = 0
        if only_before:
            rows, columns = np.ogrid[start : start + len(scores), : len(owned)]
            scores[columns >= rows] = 0
        found += _best(np.maximum.reduceat(scores, starts, axis=1), list(texts))
    return found + [_NONE] * (len(names) - most)


def _room(names: Sequence[str], others: Sequence[str]) -> int:
    """Return how many of some names can be compared with all others."""
    ours, theirs = (
        sum(max(_LEAST_LENGTH, min(len(name), LONGEST)) for name in some) or 1
        for some in (names, others)
    )
    return max(1, int(_MOST_WORK / ours / theirs * len(names)))


def _best(scores: np.ndarray, bodies: Sequence[str]) -> Iterator[_Near]:
    """Yield the best body of each row of scores; of equals the first."""
    rows = np.arange(len(scores))
    best = scores.argmax(axis=1)
    highest = scores[rows, best].copy()
    scores[rows, best] = 0
    leads = highest - scores.max(axis=1)
    for at, score, lead in zip(best.tolist(), highest.tolist(), leads.tolist(), strict=True):
        alike = score >= _ALIKE_FROM
        yield (bodies[at], round(score, 1), round(lead, 1)) if alike else _NONE


class _Traits:
    """What makes names alike, and what keeps them apart however alike they are.

    ``groups`` numbers the sets of numbers in names; names to be compared must share it.
    """

    def __init__(self, names: Sequence[str], groups: dict[tuple[str, ...], int]) -> None:
        words = [sorted(_WORD.findall(name[:LONGEST].casefold())) for name in names]
        self.sorted = [" ".join(some) for some in words]
        self.city, self.regency, self.province = (
            np.array([not kind.isdisjoint(some) for some in words])
            for kind in (_CITY, _REGENCY, _PROVINCE)
        )
        self.local = self.city | self.regency
        numbers = [
            tuple(_COUNTED.get(n, n.lstrip("0")) for w in some for n in _NUMBER.findall(w))
            for some in words
        ]
        self._group = np.array([groups.setdefault(one, len(groups)) for one in numbers])

    def add_levels(self, levels: Sequence[str]) -> None:
        """Add what the table of bodies says of their level."""
        self.local |= np.array([level == "city" for level in levels])
        self.province |= np.array([level == "province" for level in levels])

    def apart(self, other: _Traits) -> np.ndarray:
        """Return which of these (rows) and those (columns) are never one body."""
        apart: np.ndarray = self._group[:, None] != other._group
        for ours, theirs in (
            (self.local, other.province),
            (self.province, other.local),
            (self.city, other.regency),
            (self.regency, other.city),
        ):
            apart |= ours[:, None] & theirs
        return apart
