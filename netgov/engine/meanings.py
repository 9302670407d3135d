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

from netgov.checking import read_words
from netgov.contacts import is_declined
from netgov.engine.columns import BETWEEN, DAYS, Chosen
from netgov.errors import EngineError, shown
from netgov.invented import MIXED, says_invented
from netgov.names import Meaning, heirs, resolve
from netgov.reading.cells import EDGES
from netgov.registers import named_today
from netgov.schema import Change
from netgov.settings import Fill
from netgov.sheets import Sheet
from netgov.terms import LAYERS
from netgov.words import _

# The reasons for which a record is set aside, by the number they have in the SQL files.
FAULTS: Final = (
    *("", "missing_date", "bad_date", "future_date", "missing_actor", "long_name"),
    *("personal_data", "unknown_name", "bad_count", "formula_error", "self_referral"),
)
_EPOCH: Final = pd.Timestamp(1970, 1, 1)
ENDS: Final = ("source", "target")
# Ten million records of them are kept, and DuckDB writes numbers of two bytes a third as fast.
_NARROW: Final = dict.fromkeys(
    ("year", "day", "body", "today", "amount", "layer", "exact", "recap", "declined", "fault"),
    np.int32,
)


class Bodies(NamedTuple):
    """The table of bodies and other names of them; without rows every name is a body."""

    actors: pd.DataFrame
    aliases: pd.DataFrame


class Meanings(NamedTuple):
    """What the words of a store mean.

    Attributes
    ----------
    loaded
        For the engine, with a row for each word: ``sources`` and ``targets`` (word, body,
        today: the number of its heir, fault), ``kinds`` (word, layer, amount, recap, declined,
        fault), and for each column of days its ``…_words`` (word, year, day, exact, fault).
    names
        What each body is called, by its number.
    words
        Words with a fault or of which something is to be told: column, word, code, after,
        records.
    records
        How many records there are.
    invented
        Whether all of them say that they are invented.
    """

    loaded: Mapping[str, pd.DataFrame]
    names: Sequence[str]
    words: pd.DataFrame
    records: int
    invented: bool


def read_meanings(
    found: pd.DataFrame, chosen: Chosen, fills: Mapping[str, Fill], bodies: Bodies
) -> Meanings:
    """Return what the words of a store mean.

    Parameters
    ----------
    found
        What ``sql/words.sql`` gives.
    chosen
        The columns that are read.
    fills
        What blank cells mean, by column of the schema.
    bodies
        Which names stand for which bodies.
    """
    cells = {
        name: _filled(_parted(_of(found, name), columns, chosen), columns, fills)
        for name, columns in chosen.groups.items()
    }
    sources, targets = (_read(cells[end], end) for end in ENDS)
    kinds, told_of_kinds = _kinds(cells["kind"])
    named, names, told_of_names = _named({"source": sources, "target": targets}, bodies)
    days, told_of_days = _days(found)
    loaded = {"sources": named["source"], "targets": named["target"], "kinds": kinds, **days}
    told = [sources.words, targets.words, told_of_names, told_of_kinds, told_of_days]
    return Meanings(
        {name: _narrow(frame) for name, frame in loaded.items()},
        names,
        pd.concat(told, ignore_index=True),
        records=int(cells["kind"]["records"].sum()),
        invented=_are_invented(cells["kind"]["data"], chosen.source),
    )


def _narrow(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.astype({name: kind for name, kind in _NARROW.items() if name in frame})


def _of(found: pd.DataFrame, part: str) -> pd.DataFrame:
    """Return the words of one part with their records, in one order on every engine."""
    rows = found.loc[found[part].notna(), [part, "records"]].rename(columns={part: "word"})
    return rows.sort_values("word", ignore_index=True)


# --- words ------------------------------------------------------------------------------


def _parted(rows: pd.DataFrame, columns: Sequence[str], chosen: Chosen) -> pd.DataFrame:
    """Return the texts of a group with a column for each of their words."""
    parted = [text.split(BETWEEN) for text in rows["word"]]
    if any(len(words) != len(columns) for words in parted):
        sentence = _(
            "{columns}: a name or word holds the sign with the number 31, which cannot be "
            "typed; take it out of the records."
        )
        headings = [chosen.headings[name] for name in columns if name in chosen.headings]
        raise EngineError(sentence, columns=", ".join(map(shown, headings)))
    cells = pd.DataFrame(parted, columns=list(columns), dtype=object)
    return rows.rename(columns={"word": "text"}).join(cells)


def _filled(
    cells: pd.DataFrame, columns: Sequence[str], fills: Mapping[str, Fill]
) -> pd.DataFrame:
    """Return the words trimmed, blank ones filled in as the mapping file says."""
    cells = cells.assign(**{name: cells[name].str.strip(EDGES) for name in columns})
    for name, fill in fills.items():
        if name not in columns:
            continue
        blank = cells[name] == ""
        if fill.where:
            holds = cells[fill.where].str.contains(fill.has, regex=False, case=False)
            blank &= holds.astype(bool)
        cells[name] = cells[name].mask(blank, fill.value)
    return cells


class _Read(NamedTuple):
    """What the words of a column mean, for each text of its group.

    ``texts``, ``records``: the texts and how many records bear each; ``value``: the meaning;
    ``fault``: the number of its fault; ``words``: what is to be told.
    """

    texts: pd.Series[str]
    records: pd.Series[int]
    value: np.ndarray
    fault: np.ndarray
    words: pd.DataFrame


def _read(cells: pd.DataFrame, name: str) -> _Read:
    """Return what the words of one column mean."""
    codes, index = pd.factorize(cells[name])
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
    value = sheet.frame[name].to_numpy(object)[codes]
    return _Read(cells["text"], cells["records"], value, fault[codes], _told(told))


def _told(rows: list[tuple[Any, ...]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["column", "word", "code", "after", "records"])


def _are_invented(cells: pd.Series[str], source: str) -> bool:
    said = cells.map(says_invented).astype(bool)
    if said.any() and not said.all():
        raise EngineError(MIXED, file=source)
    return bool(said.any())


def _kinds(cells: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return what kind of contact each combination of words tells, and what to tell of it."""
    amounts, layers, status, reason = (
        _read(cells, name) for name in ("count", "layer", "status", "reason")
    )
    said = pd.DataFrame({"status": status.value, "reason": reason.value})
    kinds = pd.DataFrame(
        {
            "word": cells["text"],
            "layer": pd.Index(LAYERS).get_indexer(pd.Index(layers.value)),
            "amount": pd.Series(amounts.value).fillna(0).astype(int),
            "recap": cells["count"] != "",
            "declined": is_declined(said),
            "fault": _first_fault(layers, status, reason, amounts),
        }
    )
    told = [one.words for one in (amounts, layers, status, reason)]
    return kinds, pd.concat(told, ignore_index=True)


def _first_fault(*read: _Read) -> np.ndarray:
    """Return the first fault of each text, in the order of the columns of a table."""
    faults = np.array([one.fault for one in read])
    return np.asarray(faults[(faults > 0).argmax(axis=0), np.arange(faults.shape[1])])


# --- bodies -----------------------------------------------------------------------------


def _named(
    ends: Mapping[str, _Read], bodies: Bodies
) -> tuple[dict[str, pd.DataFrame], list[str], pd.DataFrame]:
    """Return the body of each name on either end, what bodies are called, what to tell."""
    rows = [pd.Series(end.records.to_numpy(), index=end.value) for end in ends.values()]
    counted = pd.concat(rows).groupby(level=0).sum().drop("", errors="ignore")
    written = Counter({str(name): int(records) for name, records in counted.items()})
    meanings = resolve(written, bodies.actors, bodies.aliases, suggest=False).meanings
    known = set(bodies.actors.index)
    slugs = sorted({meaning.slug for meaning in meanings.values()})
    called = {meaning.slug: _called(meaning, known) for meaning in meanings.values()}
    table = pd.DataFrame({"body": range(len(slugs)), "today": _today(slugs, bodies)}, slugs)
    named = {}
    for end, read in ends.items():
        of_words = [meanings[word].slug if word else "" for word in read.value]
        strange = [bool(known) and bool(slug) and slug not in known for slug in of_words]
        unknown = np.where(strange, FAULTS.index("unknown_name"), 0)
        found = table.reindex(of_words, fill_value=-1).reset_index(drop=True)
        fault = np.where(read.fault, read.fault, unknown)
        named[end] = found.assign(word=read.texts, fault=fault)
    return named, [called[slug] for slug in slugs], _names_told(written, meanings, known)


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


def _today(slugs: Sequence[str], bodies: Bodies) -> np.ndarray:
    """Return for each body the number of what it is called today."""
    lines = {slug: line[-1] for slug, line in heirs(bodies.actors["successor"]).items()}
    today: np.ndarray = pd.factorize(named_today(pd.Series(slugs, dtype=object), lines))[0]
    return today


# --- days -------------------------------------------------------------------------------


def _days(found: pd.DataFrame) -> tuple[dict[str, pd.DataFrame], pd.DataFrame]:
    """Return what each written day means, and what to tell of them."""
    loaded, told = {}, []
    for name, own in DAYS.items():
        rows = _of(found, own)
        words = rows["word"].str.strip(EDGES).tolist()
        sheet = read_words("referrals", name, words, times=rows["records"].to_numpy())
        meant = _days_of(name, rows["word"], sheet)
        loaded[f"{own}_words"] = meant
        faulty = meant[meant["fault"] > 0]
        codes = [FAULTS[fault] for fault in faulty["fault"]]
        told.append(rows.loc[faulty.index].assign(column=name, code=codes, after=""))
        # Days left out are counted record by record, since each record may bear two.
        changes = [change for change in sheet.changes if change.code != "date_dropped"]
        told.append(_told([_of_days(name, rows, change) for change in changes]))
    return loaded, pd.concat(told, ignore_index=True)


def _of_days(name: str, rows: pd.DataFrame, change: Change) -> tuple[Any, ...]:
    """Return what is to be told of many days as one row, with the first of them."""
    records = int(rows.loc[list(change.at), "records"].sum())
    return name, rows.at[change.row, "word"], change.code, change.after, records


def _days_of(column: str, written: pd.Series[str], sheet: Sheet) -> pd.DataFrame:
    """Return what days mean: word, year, day (counted), exact (no month alone), fault.

    Of answers and ends only what is a day or faulty; of contacts each word, since what is no
    day sets the record aside.
    """
    values = sheet.frame[column]
    frame = pd.DataFrame(
        {
            "word": written,
            "year": values.dt.year.fillna(0),
            "day": (values - _EPOCH).dt.days.fillna(0),
            "exact": 1,
            "fault": 0,
        }
    )
    for one in reversed(sheet.faults):
        frame.loc[one.row, "fault"] = FAULTS.index(one.code)
    if column != "date":
        return frame[values.notna() | (frame["fault"] > 0)]
    frame["exact"] = sheet.frame["grain"] == "day"
    return frame
