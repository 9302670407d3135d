"""The list of releases: what was published of counted contact, so that no two can be compared.

Two releases whose periods overlap without being equal, or that hide or round otherwise, give
hidden counts away by their differences.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from itertools import combinations
from pathlib import Path
from typing import Any, Final

from netgov.errors import DisclosureError, NetgovError, Phrase, shown
from netgov.intake import FOLDERS, IN_FOLDERS
from netgov.masking import Masking
from netgov.origin import Origin
from netgov.period import Period
from netgov.rules import Rules
from netgov.views import ProtectedHistory, View, years_told
from netgov.words import _
from netgov.writing import OF_OWNER, need_place, write_file

_GRAIN: Final = "source, target, layer, year"


@dataclass(frozen=True)
class Release:
    """What makes two releases of the same records comparable.

    ``part`` is the file of a folder, the sheet of a workbook or the table of a database, if
    one alone was read;
    ``bodies`` is the body that stood for each written name.
    """

    first: int
    last: int
    mask_below: int
    round_to: int
    exact: bool
    part: str = ""
    grain: str = _GRAIN
    bodies: Mapping[str, str] = field(default_factory=dict, compare=False)

    @property
    def period(self) -> Period:
        """The years told of."""
        return Period(self.first, self.last)

    @property
    def manner(self) -> tuple[Any, ...]:
        """How counts were hidden and rounded."""
        return self.grain, self.mask_below, self.round_to, self.exact

    def touches(self, other: Release) -> bool:
        """Whether two releases tell of a year in common."""
        return self.first <= other.last and other.first <= self.last

    def joins_otherwise(self, other: Release) -> bool:
        """Whether names that both know stand for one body in one release and two in another."""
        known = self.bodies.keys() & other.bodies.keys()
        pairs = {(self.bodies[name], other.bodies[name]) for name in known}
        return any(len({pair[side] for pair in pairs}) < len(pairs) for side in (0, 1))


def enter_release(view: View | None, period: Period | None, path: Path) -> None:
    """Enter what is about to be published into the list of releases of its records.

    Nothing is entered of statements, of invented data, for the office alone, and of records
    that were not read from files. Whatever is written must not replace what was read.

    Raises
    ------
    DisclosureError
        If an earlier release could be compared with this one, or the list cannot be used.
    NetgovError
        If a file that was read would be replaced.
    """
    enter_releases(view, [period], path)


def enter_releases(view: View | None, periods: Iterable[Period | None], path: Path) -> None:
    """Enter each period that one publication tells of; see `enter_release`.

    A period stands for the years and spans within it, since all of them are sums of the same
    cells of the same records: those are not entered beside it.

    Raises
    ------
    DisclosureError, NetgovError
        As `enter_release`, and if two of the periods could be compared with each other.
    """
    periods = [*periods]
    need_releases(view, periods, path)
    for release, origin in _releases(view, periods):
        _enter(release, origin)


def _enter(release: Release, origin: Origin) -> None:
    earlier = list(_earlier(origin))
    own = [other for other, ledger in earlier if ledger == origin.ledgers[0]]
    same = [other for other in own if other == release]
    bodies = {name: slug for other in same for name, slug in other.bodies.items()}
    if not same or not release.bodies.items() <= bodies.items():
        others = [other for other in own if other != release]
        whole = replace(release, bodies=bodies | {**release.bodies})
        _write(origin.ledgers[0], [*others, whole])


def need_release(view: View | None, period: Period | None, path: Path) -> None:
    """Refuse what `enter_release` would refuse, and enter nothing.

    Raises
    ------
    DisclosureError, NetgovError
    """
    need_releases(view, [period], path)


def need_releases(view: View | None, periods: Iterable[Period | None], path: Path) -> None:
    """Refuse what `enter_releases` would refuse, and enter nothing.

    Raises
    ------
    DisclosureError, NetgovError
    """
    need_place(path)
    if view is not None and view.records.origin:
        _need_other_place(path, view.records.origin)
    for release, origin in _releases(view, periods):
        for other, ledger in _earlier(origin):
            _need_apart(release, other, ledger)


def _releases(
    view: View | None, periods: Iterable[Period | None]
) -> list[tuple[Release, Origin]]:
    """Return what has to be entered, each with where its records come from."""
    if not isinstance(view, ProtectedHistory) or (origin := _listed(view)) is None:
        return []
    asked = sorted(
        {period or view.whole for period in periods}, key=lambda one: one.last - one.first
    )
    for short, long in combinations(asked, 2):
        _need_together(view, short, long)
    widest = [one for one in asked if not any(_within(one, other) for other in asked)]
    return [(_release(view, period, origin), origin) for period in sorted(widest)]


def _need_together(view: View, short: Period, long: Period) -> None:
    """Refuse two periods side by side whose difference is of years not told by themselves.

    A year within a longer period may stand beside it, as on the map.
    """
    apart = short.last < long.first or long.last < short.first
    part = _within(short, long) and (short.first == short.last or years_told(view, long))
    if not apart and not part:
        sentence = _(
            "{period} overlaps {other}, so their difference would give hidden counts away. "
            "Take years outside each other."
        )
        raise DisclosureError(sentence, period=str(short), other=str(long))


def _within(period: Period, other: Period) -> bool:
    """Whether a period is a part of another one."""
    return period != other and other.first <= period.first and period.last <= other.last


def _need_other_place(path: Path, origin: Origin) -> None:
    """Refuse to write over the records or their list of releases, or among the records."""
    read = [origin.path, *origin.ledgers, *origin.read]
    if path.resolve() in {one.resolve() for one in read}:
        sentence = _("{path} was read and would be replaced; name another file with -o.")
        raise NetgovError(sentence, path=shown(path.name))
    among = origin.path.is_dir() and path.suffix.lower() in IN_FOLDERS
    if among and path.resolve().parent in {(origin.path / at).resolve() for at in FOLDERS}:
        sentence = _(
            "{path} would lie among the records and be read as one of them; name another "
            "folder with -o."
        )
        raise NetgovError(sentence, path=shown(path.name))


def need_same_manner(view: View) -> None:
    """Refuse to show counts hidden otherwise than they were published.

    Raises
    ------
    DisclosureError
    """
    if not isinstance(view, ProtectedHistory) or (origin := _listed(view)) is None:
        return
    release = _release(view, view.whole, origin)
    for other, ledger in _earlier(origin):
        _need_manner(release, other, ledger)


def masking_listed(origin: Origin | None) -> Masking:
    """Return how counts of some records were hidden in earlier releases, else the usual way."""
    for one, _ledger in _earlier(origin) if origin else ():
        rules = Rules(mask_below=one.mask_below, round_to=one.round_to)
        return Masking(rules, exact=one.exact)
    return Masking()


def _listed(view: ProtectedHistory) -> Origin | None:
    """Return where the records come from, None if releases of them are not entered."""
    records = view.records
    return None if records.study.synthetic or not records.counted else records.origin


def _release(view: ProtectedHistory, period: Period, origin: Origin) -> Release:
    rules, options = view.masking.rules, origin.options
    return Release(
        first=period.first,
        last=period.last,
        mask_below=rules.mask_below,
        round_to=rules.round_to,
        exact=view.masking.exact,
        part="/".join(
            filter(None, (_file(origin), options.get("sheet"), options.get("table")))
        ),
        bodies=view.bodies,
    )


def _file(origin: Origin) -> str:
    """Return the file of a data folder, if it alone was read and the folder has the list."""
    home = origin.ledgers[0].absolute().parent
    own = origin.ledgers[0].name.startswith(origin.path.name)
    path = origin.path.absolute()
    if path.is_dir() or own or home not in path.parents:
        return ""
    return path.relative_to(home).as_posix()


def _need_apart(release: Release, other: Release, ledger: Path) -> None:
    """Refuse a release that could be compared with an earlier one."""
    told: dict[str, Any] = {"other": str(other.period), "ledger": ledger.name}
    touching = release.touches(other)
    if touching and release.period != other.period:
        sentence = _(
            "{period} overlaps {other}, which was published before: their difference would "
            "give hidden counts away. Publish {other} again or years outside it; for the "
            "office alone use --audience internal. If that release never left the office, "
            "take it out of {ledger}."
        )
        raise DisclosureError(sentence, period=str(release.period), **told)
    if touching and release.part != other.part:
        sentence = _(
            "{other} was published from another part of the records, so their difference would "
            "give hidden counts away. Publish from the same part as before, --sheet or "
            "--table; if that release never left the office, take it out of {ledger}."
        )
        raise DisclosureError(sentence, **told)
    if touching and release.joins_otherwise(other):
        sentence = _(
            "{other} was published with names joined to other bodies, so their difference "
            "would give hidden counts away. Publish with the same aliases and table of bodies "
            "as before; if that release never left the office, take it out of {ledger}."
        )
        raise DisclosureError(sentence, **told)
    _need_manner(release, other, ledger)


def _need_manner(release: Release, other: Release, ledger: Path) -> None:
    if release.manner != other.manner:
        sentence = _(
            "{other} was published with {before}; the same records with {now} would give "
            "hidden counts away. Publish as before; if that release never left the office, "
            "take it out of {ledger}."
        )
        told = {"other": str(other.period), "ledger": ledger.name}
        raise DisclosureError(sentence, before=_said(other), now=_said(release), **told)


def _said(release: Release) -> Phrase:
    if release.exact:
        return Phrase(
            _("counts below {least} hidden, the others exact"), least=release.mask_below
        )
    sentence = _("counts below {least} hidden, the others rounded to {step}")
    return Phrase(sentence, least=release.mask_below, step=release.round_to)


def _earlier(origin: Origin) -> Iterator[tuple[Release, Path]]:
    """Yield what was released before, each with the list in which it is entered."""
    for ledger in origin.ledgers:
        yield from ((other, ledger) for other in _read(ledger))


def _read(ledger: Path) -> list[Release]:
    if not ledger.exists():
        return []
    try:
        listed = json.loads(ledger.read_text(encoding="utf-8"))["releases"]
        releases = [Release(**one) for one in listed]
        return [one for one in releases if one.first <= one.last]
    except (OSError, ValueError, TypeError, KeyError):
        sentence = _(
            "The list of releases {ledger} cannot be read, so nothing is published; mend it, "
            "or put back a copy of it."
        )
        raise DisclosureError(sentence, ledger=shown(ledger.name)) from None


def _write(ledger: Path, releases: list[Release]) -> None:
    content = {"releases": [asdict(one) for one in sorted(releases, key=lambda r: r.period)]}
    text = json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False)
    try:
        write_file(ledger, f"{text}\n".encode(), OF_OWNER)
    except NetgovError as error:
        sentence = _(
            "The list of releases cannot be written, so nothing is published: {why} Name "
            "another place for it with --ledger."
        )
        raise DisclosureError(sentence, why=error.phrase) from None
