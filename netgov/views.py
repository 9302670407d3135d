"""The two views of a study, one for everybody and one for the office; writers take no other.

Only `protect` and `keep_internal` make them: whoever writes without one is refused.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import InitVar, dataclass, field, replace
from types import MappingProxyType
from typing import Any, ClassVar, Final, NamedTuple, NoReturn, Self, cast

import pandas as pd

from netgov.counting import TIE, contacts
from netgov.errors import DisclosureError
from netgov.exposure import OF_CASES, unknown
from netgov.history import History
from netgov.masking import Masked, Masking
from netgov.network import Network
from netgov.period import Period
from netgov.records import INTERNAL, SYNTHETIC, Records
from netgov.words import _
from netgov.writing import OF_ALL, OF_OWNER

# With so few told ties a total gives the hidden ones away.
TOO_FEW: Final = 2
# Whoever makes a view shows it, so that none is made by the way.
SEAL: Final = object()


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class ShownNetwork(Network):
    """A network of a view, which writers take.

    Attributes
    ----------
    masking
        How its counts were made fit to be told.
    history, period
        The view and the years it was taken from; None if it was protected by itself.
    """

    internal: ClassVar[bool]

    masking: Masking = field(default_factory=Masking)
    history: View | None = None
    period: Period | None = None
    seal: InitVar[object] = None

    def __post_init__(self, seal: object) -> None:
        if seal is not SEAL:
            refuse()

    def _with(self, **changes: Any) -> Self:
        # The seal is not kept, so that nobody puts other ties into a network that was shown.
        return replace(self, **changes, seal=SEAL)

    @property
    def mode(self) -> int:
        """Who may open a file of it; see `View.mode`."""
        return OF_OWNER if self.internal else OF_ALL

    def reweighted(self, weights: Iterable[float]) -> Network:
        """Return a network of no view, since its weights come from elsewhere."""
        plain = Network(self.actors, self.ties, self.groups, self.label)
        return plain.reweighted(weights)


class ProtectedNetwork(ShownNetwork):
    """A network that may leave the office. Only `protect` leads to one."""

    internal = False


class InternalNetwork(ShownNetwork):
    """A network for the office alone. Only `keep_internal` leads to one."""

    internal = True


class Part(NamedTuple):
    """Which part of a study a view shows.

    ``column``: the column of the bodies that it was taken by; ``names``: what it is called, by
    language; ``outside``: how many ties of its bodies are with bodies that are not in it.
    """

    column: str
    names: Mapping[str, str]
    outside: int


class View(History):
    """A study as an audience may see it; made by `protect` or `keep_internal` alone.

    Attributes
    ----------
    internal
        Whether it is for the office alone: everything written of it says so.
    masking
        How its counts were made fit to be told.
    masked
        The cells and totals that may be told; blank for the office, which sees all.
    part
        Which part of the study it shows; None if the whole.
    """

    internal: ClassVar[bool]
    part: Part | None = None
    _of_years: ClassVar[type[ShownNetwork]]

    def __init__(
        self,
        records: Records,
        masking: Masking | None = None,
        masked: Masked | None = None,
        *,
        seal: object = None,
    ) -> None:
        if seal is not SEAL:
            refuse()
        super().__init__(records)
        self.masking = masking or Masking()
        self.masked = masked or Masked(pd.DataFrame(), pd.DataFrame())

    def part_of(self, records: Records, part: Part) -> Self:
        """Return a part of the view: some of its records, with the counts that it tells.

        Totals of bodies stay with the whole, since they hold ties that are in no part.
        """
        other = self._of(records)
        other.part, other.masked = part, Masked(pd.DataFrame(), pd.DataFrame())
        return other

    def totals_in(self, period: Period) -> pd.DataFrame:
        """Return the totals of a period that may be told with exact counts, else none."""
        totals = self.masked.totals
        return (
            totals[totals["year"].between(period.first, period.last)] if len(totals) else totals
        )

    @property
    def marks(self) -> dict[str, str]:
        """What each row of a table says of it, by the name of the column."""
        told = {"data": SYNTHETIC} if self.records.study.synthetic else {}
        return told | ({"audience": INTERNAL} if self.internal else {})

    @property
    def mode(self) -> int:
        """Who may open a file of it: everybody, or its owner alone."""
        return OF_OWNER if self.internal else OF_ALL

    def __getitem__(self, year: int | str | tuple[int, int]) -> ShownNetwork:
        return cast(ShownNetwork, super().__getitem__(year))

    def _network(self, period: Period) -> ShownNetwork:
        whole = super()._network(period)
        return self._of_years(
            whole.actors, whole.ties, whole.groups, whole.label,
            masking=self.masking, history=self, period=period, seal=SEAL,
        )  # fmt: skip


class InternalHistory(View):
    """A study for the office alone, made by `keep_internal`: counts as they are."""

    internal = True
    _of_years = InternalNetwork


class ProtectedHistory(View):
    """The public view of a study, made by `protect`: every year is a `ProtectedNetwork`.

    Attributes
    ----------
    bodies
        The body that stands for each written name; for the list of releases, never shown.
    """

    internal = False
    _of_years = ProtectedNetwork

    def __init__(
        self,
        records: Records,
        masking: Masking | None = None,
        masked: Masked | None = None,
        *,
        told_cases: Records | None = None,
        bodies: Mapping[str, str] = MappingProxyType({}),
        seal: object = None,
    ) -> None:
        super().__init__(records, masking, masked, seal=seal)
        self._told_cases = told_cases
        self.bodies = bodies

    def part_of(self, records: Records, part: Part) -> Self:
        """Return a part of the view, without the single contacts behind published cells."""
        other = super().part_of(records, part)
        known = set(records.actors.index)
        other._told_cases = None
        other.bodies = {name: slug for name, slug in self.bodies.items() if slug in known}
        return other

    @property
    def told_cases(self) -> Records:
        """The contacts of published cells alone, row by row; never to be shown.

        For figures that may be told of such cells, which hidden ones must not move.
        """
        return self._told_cases or self.records

    def _exposure(self, period: Period) -> pd.DataFrame:
        """Return 0 where a duty's body had no contact at all, else that no more is known.

        How many cases of a kind a body had is a count of its own, which no cell tells.
        """
        nothing_told = unknown(self.records)
        signs = self.records.signs_in(period)
        if not len(contacts(signs)):
            return nothing_told
        duties = self.records.duties
        seen = duties["source"].isin({*signs["source"].unique(), *signs["target"].unique()})
        of_cases = (duties["kind"] == "must") & duties["layer"].isin(OF_CASES)
        return nothing_told.assign(exposed=(of_cases & ~seen).map({True: 0.0, False: math.nan}))


def refuse() -> NoReturn:
    """Refuse what is of no view."""
    sentence = _(
        "Public output needs the public view of the records: pass protect(history); for the "
        "office alone pass keep_internal(history)."
    )
    raise DisclosureError(sentence)


def need_view(history: History, period: Period | None = None) -> None:
    """Refuse to write of anything but a view, or in public of a period that tells too little.

    Raises
    ------
    DisclosureError
    """
    if not isinstance(history, View):
        refuse()
    if history.internal:
        return
    period = period or history.whole
    counted, told = history.keep((need_view, period), lambda view: ties_told(view, period))
    need_enough(counted, told, str(period), history.masking)


def ties_told(history: View, period: Period) -> tuple[int, int]:
    """Return how many cells of a period are counted, and on how many ties cases are told."""
    counted = contacts(history.records.signs_in(period))
    return len(counted), counted[counted["cases"].notna()].groupby(TIE, sort=False).ngroups


def need_shown(net: Network) -> None:
    """Refuse to write a network that is of no view.

    Raises
    ------
    DisclosureError
    """
    if not isinstance(net, ShownNetwork):
        refuse()


def is_told(history: View, period: Period) -> bool:
    """Whether an audience may be told of a period by itself."""
    try:
        need_view(history, period)
    except DisclosureError:
        return False
    return True


def years_told(view: View, period: Period) -> bool:
    """Whether a period has several years, and each tells enough for itself."""
    return period.first < period.last and all(
        is_told(view, Period(year, year)) for year in range(period.first, period.last + 1)
    )


def need_enough(counted: int, told: int, label: str, masking: Masking) -> None:
    """Refuse a period of which so few ties are told that sums give the others away.

    Raises
    ------
    DisclosureError
    """
    if counted and told <= TOO_FEW:
        sentence = _(
            "Ties of {year} with {least} cases or more: {count}. So few would give the others "
            "away by their sums, so nothing is published; take a longer period."
        )
        facts = {"count": told, "least": masking.rules.mask_below, "year": label}
        raise DisclosureError(sentence, **facts)
