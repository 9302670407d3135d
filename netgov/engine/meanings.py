"""What the words of a store mean, each read once, by the rules that read a file.

Ten million records hold some thousand names, days and words. Netgov reads each of them as it
would in a file, and the engine puts the meaning in the place of the word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd

from netgov.checking import each, read_words
from netgov.contacts import is_declined
from netgov.days import today
from netgov.engine.columns import BETWEEN, WORDS
from netgov.errors import EngineError
from netgov.names import Meaning, heirs, resolve
from netgov.reading.cells import EDGES
from netgov.registers import named_today
from netgov.settings import Fill
from netgov.terms import LAYERS
from netgov.words import _

# The reasons for which a record is set aside, by the number they have in the SQL files.
FAULTS: Final = (
    *("", "missing_date", "bad_date", "future_date", "missing_actor", "long_name"),
    *("personal_data", "unknown_name", "bad_count", "formula_error", "self_referral"),
)
_EPOCH: Final = pd.Timestamp(1970, 1, 1)
_LAYERS: Final = tuple(LAYERS)
# Ten million records of them are kept; what is narrow is counted sooner.
_NARROW: Final = {
    **dict.fromkeys(("year", "day", "tie", "pair", "receiver", "amount"), np.int32),
    **dict.fromkeys(("exact", "recap", "fault"), np.int16),
}


def _narrow(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.astype({name: kind for name, kind in _NARROW.items() if name in frame})


class Bodies(NamedTuple):
    """The table of bodies and other names of them; without rows every name is a body."""

    actors: pd.DataFrame
    aliases: pd.DataFrame


class Pairs(NamedTuple):
    """What each combination of words means.

    Attributes
    ----------
    loaded
        For the engine: words, pair, tie (-1: none), receiver, amount, recap, fault.
    ties
        Indexed by the number of the tie: source, target (numbers of bodies) and layer.
    names
        What each body is called, by its number.
    words
        Words with a fault or of which something is to be told: column, word, code, after,
        records.
    """

    loaded: pd.DataFrame
    ties: pd.DataFrame
    names: Sequence[str]
    words: pd.DataFrame


def read_pairs(found: pd.DataFrame, fills: Mapping[str, Fill], bodies: Bodies) -> Pairs:
    """Return what each combination of words means.

    Parameters
    ----------
    found
        The columns of ``sql/pairs.sql``: words and records.
    fills
        What blank cells mean, by column of the schema.
    bodies
        Which names stand for which bodies.
    """
    # Numbered in one order on every engine.
    found = found.sort_values("words", kind="stable", ignore_index=True)
    cells = _filled(_parted(found), fills)
    named = _bodies(cells, bodies)
    amounts, layers = _amounts(cells), _layers(cells)
    declined = _declined(cells)
    loaded = found[["words"]].assign(
        pair=np.arange(len(found)),
        amount=amounts.value,
        recap=(cells["amount"] != "").astype(int),
        fault=_first_fault(named, amounts.fault, declined),
    )
    made = (loaded["fault"] == 0) & ~declined
    numbers, ties = _ties(named, layers.value)
    loaded = loaded.assign(tie=np.where(made, numbers, -1), receiver=named.target)
    told = [named.words, amounts.words, layers.words]
    return Pairs(_narrow(loaded), ties, named.names, pd.concat(told, ignore_index=True))


def _ties(named: _Named, layers: np.ndarray) -> tuple[np.ndarray, pd.DataFrame]:
    """Return the number of the tie of each combination, and what each tie is."""
    shape = (len(named.names) + 1, len(named.names) + 1, len(_LAYERS))
    key = np.ravel_multi_index((named.source + 1, named.target + 1, layers), shape)
    keys, numbers = np.unique(key, return_inverse=True)
    source, target, layer = np.unravel_index(keys, shape)
    names = np.array(_LAYERS, dtype=object)
    ties = {"source": source - 1, "target": target - 1, "layer": names[layer]}
    return numbers, pd.DataFrame(ties)


def _parted(found: pd.DataFrame) -> pd.DataFrame:
    """Return each combination with a column for each of its words."""
    # One text parted once is some ten times as fast as each by itself. A record has no fewer
    # signs between its words than there are, so that more in all means more in one.
    cells = np.array(BETWEEN.join(found["words"].tolist()).split(BETWEEN), dtype=object)
    if len(cells) != len(found) * len(WORDS):
        sentence = _(
            "A name or word holds the sign with the number 31, which cannot be typed; take it "
            "out of the records."
        )
        raise EngineError(sentence)
    columns = dict(zip(WORDS.values(), cells.reshape(len(found), -1).T, strict=True))
    return pd.DataFrame(columns, dtype=object).assign(records=found["records"])


def _filled(found: pd.DataFrame, fills: Mapping[str, Fill]) -> pd.DataFrame:
    """Return the words trimmed, blank ones filled in as the mapping file says."""
    cells = found.assign(
        **{own: each(found[own], lambda word: word.strip(EDGES)) for own in WORDS.values()}
    )
    for name, fill in fills.items():
        own = WORDS[name]
        blank = cells[own] == ""
        if fill.where:
            holds = cells[WORDS[fill.where]].str.contains(fill.has, regex=False, case=False)
            blank &= holds.astype(bool)
        cells[own] = cells[own].mask(blank, fill.value)
    return cells


class _Read(NamedTuple):
    """What the words of a column mean: a number each, the number of a fault, what to tell."""

    value: np.ndarray
    fault: np.ndarray
    words: pd.DataFrame


def _read(cells: pd.DataFrame, name: str) -> tuple[np.ndarray, pd.Series[Any], _Read]:
    """Return for one column which word each combination has, its values and its faults."""
    codes, index = pd.factorize(cells[WORDS[name]])
    words = list(index)
    sheet = read_words("referrals", name, words)
    fault = np.zeros(len(words), dtype=int)
    for one in reversed(sheet.faults):
        fault[one.row] = FAULTS.index(one.code)
    rows = np.bincount(codes, cells["records"], len(words)).astype(int)
    told = [(name, words[at], FAULTS[fault[at]], "", rows[at]) for at in np.flatnonzero(fault)]
    told += [
        (name, words[at], change.code, change.after, rows[at])
        for change in sheet.changes
        for at in change.at
        if not fault[at]
    ]
    values = sheet.frame[name]
    return codes, values, _Read(codes, fault[codes], _told(told))


def _told(rows: list[tuple[Any, ...]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["column", "word", "code", "after", "records"])


def _amounts(cells: pd.DataFrame) -> _Read:
    codes, values, read = _read(cells, "count")
    return read._replace(value=values.fillna(0).to_numpy(float)[codes].astype(np.int64))


def _layers(cells: pd.DataFrame) -> _Read:
    codes, values, read = _read(cells, "layer")
    return read._replace(value=pd.Index(_LAYERS).get_indexer(pd.Index(values))[codes])


def _declined(cells: pd.DataFrame) -> pd.Series[bool]:
    """Return which combinations say that a case was not referred."""
    meant = {}
    for name in ("status", "reason"):
        codes, values, _unused = _read(cells, name)
        meant[name] = values.to_numpy(object)[codes]
    return is_declined(pd.DataFrame(meant, index=cells.index))


# --- bodies -----------------------------------------------------------------------------


class _Named(NamedTuple):
    """The bodies of each combination, by number (-1: none), and their faults."""

    source: np.ndarray
    target: np.ndarray
    source_fault: np.ndarray
    target_fault: np.ndarray
    itself: np.ndarray
    names: Sequence[str]
    words: pd.DataFrame


def _bodies(cells: pd.DataFrame, bodies: Bodies) -> _Named:
    """Return the bodies of each combination of words."""
    source_codes, source_words, source = _read(cells, "source")
    target_codes, target_words, target = _read(cells, "target")
    written: Counter[str] = Counter()
    for codes, values in ((source_codes, source_words), (target_codes, target_words)):
        rows = np.bincount(codes, cells["records"], len(values)).astype(int)
        written.update(dict(zip(values.tolist(), rows.tolist(), strict=True)))
    del written[""]
    meanings = resolve(written, bodies.actors, bodies.aliases, suggest=False).meanings
    known = set(bodies.actors.index)
    numbers = {slug: at for at, slug in enumerate(sorted({m.slug for m in meanings.values()}))}
    called = {meaning.slug: _called(meaning, known) for meaning in meanings.values()}
    ends = []
    for codes, values, read in (
        (source_codes, source_words, source),
        (target_codes, target_words, target),
    ):
        body = [numbers[meanings[word].slug] if word else -1 for word in values]
        strange = [bool(known) and bool(w) and meanings[w].slug not in known for w in values]
        unknown = np.where(strange, FAULTS.index("unknown_name"), 0)[codes]
        ends.append((np.array(body, int)[codes], np.where(read.fault, read.fault, unknown)))
    (sources, source_fault), (targets, target_fault) = ends
    itself = _today(sources, numbers, bodies) == _today(targets, numbers, bodies)
    told = [source.words, target.words, _names_told(written, meanings, known)]
    return _Named(
        *(sources, targets, source_fault, target_fault, itself & (sources >= 0)),
        names=[called[slug] for slug in numbers],
        words=pd.concat(told, ignore_index=True),
    )


def _called(meaning: Meaning, known: set[Any]) -> str:
    """Return what the table of ties calls a body: what leads back to it when it is read."""
    return meaning.slug if meaning.slug in known else meaning.name


def _names_told(
    written: Mapping[str, int], meanings: Mapping[str, Meaning], known: set[Any]
) -> pd.DataFrame:
    """Return what is to be told of names: those that stand in no table, joined spellings."""
    rows = []
    for word, records in written.items():
        meaning = meanings[word]
        if known and meaning.slug not in known:
            rows.append(("", word, "unknown_name", "", records))
        elif meaning.told and meaning.told != "new_actor":
            rows.append(("", word, meaning.told, meaning.name, records))
    return _told(rows)


def _today(numbers: np.ndarray, slugs: Mapping[str, int], bodies: Bodies) -> np.ndarray:
    """Return the bodies under the number of their name of today."""
    lines = {slug: line[-1] for slug, line in heirs(bodies.actors["successor"]).items()}
    heir = named_today(pd.Series(list(slugs), dtype=object), lines)
    codes = pd.factorize(heir)[0]
    today: np.ndarray = np.append(codes, -1)[numbers]
    return today


def _first_fault(named: _Named, amounts: np.ndarray, declined: pd.Series[bool]) -> np.ndarray:
    """Return the fault for which a combination is set aside, the first in a row's order."""
    missing = FAULTS.index("missing_actor")
    # A record that says why nobody was asked need not name anybody.
    target = np.where(declined & (named.target_fault == missing), 0, named.target_fault)
    itself = np.where(named.itself, FAULTS.index("self_referral"), 0)
    first = np.select(
        [named.source_fault > 0, target > 0, amounts > 0],
        [named.source_fault, target, amounts],
        itself,
    )
    return first.astype(int)


# --- days -------------------------------------------------------------------------------


def calendar(*, to_come: bool) -> pd.DataFrame:
    """Return every day as it is written plainly: word, year, day, exact, fault.

    ``day`` counts days, ``exact`` says that it is no month or year alone. Days ``to_come``
    are a fault of a contact; of answers and ends they are left out.
    """
    last = pd.Timestamp(today())
    days = pd.date_range("1990-01-01", "2100-12-31" if to_come else last, freq="D", unit="s")
    late = days > last
    frame = pd.DataFrame(
        {
            "word": days.strftime("%Y-%m-%d"),
            "year": days.year,
            "day": (days - _EPOCH).days,
            "exact": 1,
            "fault": np.where(late, FAULTS.index("future_date"), 0),
        }
    )
    return _narrow(frame)


def read_days_of(column: str, words: Sequence[str]) -> pd.DataFrame:
    """Return what days mean that are written otherwise, with the columns of `calendar`.

    Of answers and ends only what is a day; of contacts each word, since what is no day sets
    the record aside.
    """
    sheet = read_words("referrals", column, [word.strip(EDGES) for word in words])
    values = sheet.frame[column]
    frame = pd.DataFrame(
        {
            "word": list(words),
            "year": values.dt.year.fillna(0).astype(int),
            "day": (values - _EPOCH).dt.days.fillna(0).astype(int),
            "exact": 1,
            "fault": 0,
        }
    )
    if column != "date":
        return _narrow(frame[values.notna()])
    frame["exact"] = (sheet.frame["grain"] == "day").astype(int)
    for one in reversed(sheet.faults):
        frame.loc[one.row, "fault"] = FAULTS.index(one.code)
    return _narrow(frame)
