"""The list of releases: what was published of counted contact, so that no two can be compared.

Two releases whose periods overlap without being equal, or that hide or round otherwise, give
hidden counts away by their differences.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from netgov.errors import DisclosureError, NetgovError, Phrase, shown
from netgov.period import Period
from netgov.views import View
from netgov.words import _
from netgov.writing import OF_OWNER, write_file

_GRAIN: Final = "source, target, layer, year"


@dataclass(frozen=True)
class Release:
    """What makes two releases of the same records comparable.

    ``part`` is the sheet of a workbook or the table of a database, if one alone was read.
    """

    first: int
    last: int
    mask_below: float
    round_to: float
    exact: bool
    part: str = ""
    grain: str = _GRAIN

    @property
    def period(self) -> Period:
        """The years told of."""
        return Period(self.first, self.last)


def enter_release(view: View | None, period: Period | None) -> None:
    """Enter what is about to be published into the list of releases of its records.

    Nothing is entered of statements, of invented data, for the office alone, and of records
    that were not read from files.

    Raises
    ------
    DisclosureError
        If an earlier release could be compared with this one, or the list cannot be used.
    """
    if view is None or view.internal or view.records.study.synthetic:
        return
    origin, records = view.records.origin, view.records
    if origin is None or not records.counted:
        return
    asked, rules = period or view.whole, view.masking.rules
    release = Release(
        asked.first,
        asked.last,
        rules.mask_below,
        rules.round_to,
        view.masking.exact,
        origin.options.get("sheet") or origin.options.get("table") or "",
    )
    earlier = _read(origin.ledger)
    for other in earlier:
        _need_apart(release, other, origin.ledger)
    if release not in earlier:
        _write(origin.ledger, [*earlier, release])


def _need_apart(release: Release, other: Release, ledger: Path) -> None:
    """Refuse a release that could be compared with an earlier one."""
    told: dict[str, Any] = {"other": str(other.period), "ledger": ledger.name}
    period, before = release.period, other.period
    touching = period.first <= before.last and before.first <= period.last
    if touching and period != before:
        sentence = _(
            "{period} overlaps {other}, which was published before: their difference would "
            "give hidden counts away. Publish {other} again or years outside it; for the "
            "office alone use --audience internal. If that release never left the office, "
            "take it out of {ledger}."
        )
        raise DisclosureError(sentence, period=str(period), **told)
    if touching and release.part != other.part:
        sentence = _(
            "{other} was published from another part of the records, so their difference would "
            "give hidden counts away. Publish from the same part as before, --sheet or "
            "--table; if that release never left the office, take it out of {ledger}."
        )
        raise DisclosureError(sentence, **told)
    if _manner(release) != _manner(other):
        sentence = _(
            "{other} was published with {before}; the same records with {now} would give "
            "hidden counts away. Publish as before; if that release never left the office, "
            "take it out of {ledger}."
        )
        raise DisclosureError(sentence, before=_said(other), now=_said(release), **told)


def _manner(release: Release) -> tuple[Any, ...]:
    return release.grain, release.mask_below, release.round_to, release.exact


def _said(release: Release) -> Phrase:
    if release.exact:
        return Phrase(
            _("counts below {least} hidden, the others exact"), least=release.mask_below
        )
    sentence = _("counts below {least} hidden, the others rounded to {step}")
    return Phrase(sentence, least=release.mask_below, step=release.round_to)


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
