"""A report for each part of a study, such as a district, in one run, and a page of them all."""

from __future__ import annotations

import gc
import os
import re
import signal
import unicodedata
from collections import deque
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from functools import partial
from itertools import chain, count
from multiprocessing import get_context
from pathlib import Path
from typing import Final, NamedTuple

import pandas as pd

from netgov.drawing import map_page
from netgov.errors import NetgovError, NotEnoughData, Phrase, speak
from netgov.parts import Parts
from netgov.period import Period
from netgov.releases import enter_release, need_release
from netgov.report.folder import INDEX
from netgov.report.gathering import gather
from netgov.report.html import html
from netgov.report.listing import Listed, index_page, listed, untold
from netgov.report.results import results_of
from netgov.rules import Rules
from netgov.sizes import need_one_page
from netgov.trail import digest, write_trail
from netgov.views import View, need_view
from netgov.words import Words, _
from netgov.writing import write_each

_PROCESSES: Final = 2
_PAGES: Final = ("report.html", "map.html")
_LONGEST: Final = 50
_TOO_FEW_TIES: Final = _(
    "None of the parts by {column} has enough ties for a report, of {count}. Divide by a "
    "larger unit."
)
_NONE_PUBLISHED: Final = _(
    "None of the parts by {column} tells enough to be published, of {count}. Divide by a "
    "larger unit, or write for your own office alone: --audience internal (keep_internal)."
)
# Names that Windows keeps for its devices.
_DEVICES: Final = re.compile(r"con|prn|aux|nul|com\d|lpt\d")


class _Made(NamedTuple):
    """The pages of a part, and what the page of all tells of it."""

    pages: Mapping[str, bytes]
    row: Listed


Work = Callable[[View], _Made]


def _report(part: View, period: Period, rules: Rules, lang: str) -> _Made:
    results = results_of(part, period, rules, speak(lang))
    pages = {
        "report.html": html(gather(results)),
        "map.html": map_page(results.drawn).encode("utf-8"),
    }
    return _Made(pages, listed(results))


def write_reports(  # noqa: PLR0913  each is one question of the analyst
    history: View,
    by: str = "district",
    year: int | Period | None = None,
    path: str | Path = "out",
    lang: str | None = None,
    rules: Rules | None = None,
    *,
    processes: int | None = None,
    tell: Callable[[str], object] = lambda _step: None,
) -> Path:
    """Write a report and a map for each part of a study, and a page that lists them.

    A body of which the column is blank works for several parts: it joins those with whose
    bodies it has a tie or a duty. Ties between two parts are in none; the page counts them.

    Parameters
    ----------
    history
        A view of the whole study, as `protect` or `keep_internal` makes it. It is protected
        once: each part tells cells of it.
    by
        The column of the bodies that divides them: any that holds texts or values of a list.
    year
        See `write_report`.
    path
        The folder: ``index.html``, and for each part a folder with ``report.html`` and
        ``map.html``. One that netgov wrote before is replaced as a whole. Beside it the audit
        trail is written, for the office alone. All together are one release of the period.
    lang, rules
        See `write_report`.
    processes
        How many write at once; two, or one where there is no more, unless given.
    tell
        Called with a sentence before each step, for whoever waits.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    UnknownName
        If the bodies have no such column.
    NotEnoughData
        If it is blank for all bodies, or no part tells enough for a report.
    DisclosureError
        As `write_report`.
    NetgovError
        If the folder cannot be written or holds files of somebody else, or a process ended
        before its time.
    """
    words, rules, path = speak(lang), rules or Rules(), Path(path)
    period = history.asked(year)
    need_view(history, period)
    parts = Parts(history, by, period)
    need_release(history, period, path)
    left_out = _left_out(parts, period, rules)
    _need_one(parts, left_out)
    folders = _folders(parts, left_out)
    tell(words(_("Writing reports: {count} …"), count=words.number(len(folders))))
    names = [f"{folder}/{page}" for folder in folders.values() for page in _PAGES]
    digests: dict[str, str] = {}
    work = partial(_report, period=period, rules=rules, lang=words.lang)
    with closing(_made(parts, folders, work, processes)) as made:
        files = _noted(_files(parts, left_out, folders, made, words), digests)
        enter_release(history, period, path)
        folder = write_each(path, [*names, INDEX], files, history.mode)
    told = {inner: parts.part(turn) for turn, inner in folders.items()}
    write_trail(folder, history, period, words.lang, rules, digests, told)
    return folder


def _left_out(parts: Parts, period: Period, rules: Rules) -> dict[int, Phrase]:
    """Return the parts without a report, and the sentence on it."""
    left_out = dict(parts.untold)
    own = {turn: parts.bodies(turn) for turn in parts}
    others = len(parts.view.records.actors) - sum(own.values())  # may all join one part
    for turn in parts.keys() - left_out:
        if own[turn] + others > rules.most_bodies:  # else it need not be taken out to know
            try:
                need_one_page(parts[turn], period, rules)
            except NotEnoughData as many:
                left_out[turn] = many.phrase
    return left_out


def _need_one(parts: Parts, left_out: Mapping[int, Phrase]) -> None:
    """Refuse to write a page that lists no report."""
    if len(left_out) == len(parts):
        sentence = _TOO_FEW_TIES if parts.view.internal else _NONE_PUBLISHED
        raise NotEnoughData(sentence, count=len(parts), column=parts.column.name)


def _files(
    parts: Parts,
    left_out: Mapping[int, Phrase],
    folders: Mapping[int, str],
    made: Iterator[_Made],
    words: Words,
) -> Iterator[tuple[str, bytes]]:
    """Yield the files of each part as it is made, at last the page of them all."""
    rows = {turn: untold(parts, turn, why, words) for turn, why in left_out.items()}
    for (turn, folder), part in zip(folders.items(), made, strict=True):
        rows[turn] = part.row._replace(address=f"{folder}/report.html")
        yield from ((f"{folder}/{page}", part.pages[page]) for page in _PAGES)
    yield INDEX, index_page(parts, [rows[turn] for turn in parts], words)


def _noted(
    files: Iterable[tuple[str, bytes]], digests: dict[str, str]
) -> Iterator[tuple[str, bytes]]:
    for name, content in files:
        digests[name] = digest(content)
        yield name, content


def _folders(parts: Parts, left_out: Collection[int]) -> dict[int, str]:
    """Return the folder of each part with a report: letters that every system takes."""
    folders: dict[int, str] = {}
    for turn in parts:
        if turn in left_out:
            continue
        name = unicodedata.normalize("NFKD", parts.names[turn]["id"][: 4 * _LONGEST])
        letters = name.encode("ascii", "ignore").decode().lower()
        slug = re.sub(r"[^a-z0-9]+", "-", letters)[:_LONGEST].strip("-")
        if not slug or _DEVICES.fullmatch(slug):
            slug = f"{slug}-part".strip("-")
        others = (f"{slug}-{number}" for number in count(2))
        folders[turn] = next(
            one for one in chain([slug], others) if one not in folders.values()
        )
    return folders


# --- the processes -------------------------------------------------------------------------


def _made(
    parts: Parts, turns: Iterable[int], work: Work, processes: int | None
) -> Generator[_Made, None, None]:
    """Yield the pages of each part in its turn, made by as many processes as are asked for."""
    turns = list(turns)
    most = min(_PROCESSES, os.cpu_count() or 1) if processes is None else processes
    views = (parts[turn] for turn in turns)
    if min(most, len(turns)) <= 1:
        yield from map(work, views)
        return
    try:
        yield from _by_processes(work, views, min(most, len(turns)))
    except BrokenProcessPool:
        sentence = _(
            "A process that wrote reports ended before its time, maybe for want of memory. Let "
            "one do it all: --processes 1. In a program of your own, call write_reports "
            'under: if __name__ == "__main__".'
        )
        raise NetgovError(sentence) from None


def _by_processes(work: Work, views: Iterable[View], processes: int) -> Iterator[_Made]:
    # A fresh process everywhere, as on Windows: a copy of this one could hold locks of others.
    pool = ProcessPoolExecutor(
        processes, get_context("spawn"), _begin, (pd.get_option("mode.string_storage"),)
    )
    waiting: deque[Future[_Made]] = deque()
    try:
        for view in views:
            waiting.append(pool.submit(work, view))
            # One waits, so that no process does; with more, Ctrl-C would wait for them all.
            if len(waiting) > processes:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


def _begin(storage: str) -> None:
    """Make a process keep texts as the first one does, and leave Ctrl-C to that."""
    # A report makes a million small things and few circles of them; to look for circles every
    # 700 things took a fifth of the time, and every 50,000 a twentieth.
    gc.set_threshold(200_000)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    pd.set_option("mode.string_storage", storage)
