"""The card of each kind of gap, and one finding."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from netgov.errors import Phrase
from netgov.history import History
from netgov.period import Period
from netgov.rules import Rules


class Percent(float):
    """A fact that is told in per cent; other numbers are told as they are."""


@dataclass(frozen=True)
class Gap:
    """One finding of a kind: between two actors, or at one if ``target`` is blank.

    ``facts`` fill the sentence of the card, or ``says`` if this gap says it otherwise.
    ``parts`` are the numbers of its formula, ``notes`` further sentences. ``mandates`` and
    ``signs`` are the rows behind it, of the tables of mandates and of evidence; ``cases``
    are those it affects.
    """

    source: str
    target: str = ""
    layer: str = ""
    severity: float = 1.0
    confidence: float = 1.0
    facts: Mapping[str, object] = field(default_factory=dict)
    says: str = ""
    parts: Mapping[str, float] = field(default_factory=dict)
    notes: tuple[Phrase, ...] = ()
    mandates: tuple[int, ...] = ()
    signs: tuple[int, ...] = ()
    cases: float = math.nan


Kind = Callable[[History, "int | Period", Rules], Iterator[Gap]]


@dataclass(frozen=True)
class GapKind:
    """The card of a kind of gap, from which map, report and documentation speak.

    ``needs`` names the `NEEDS` without which the kind cannot be examined. A kind that is not
    ``drawn`` shows on the map only when asked for, since its lines repeat ties. ``asks`` is
    what to ask those concerned; ``agree`` is what an agreement between the two would settle,
    blank where none of theirs can close the gap. ``label_in_records`` takes the place of the
    label where contact was counted and not stated.
    """

    name: str
    label: str
    says: str
    plain: str
    asks: str
    agree: str
    colour: str
    dash: tuple[int, ...]
    needs: tuple[str, ...]
    drawn: bool
    find: Kind
    label_in_records: str = ""

    def called(self, *, counted: bool) -> str:
        """Return its label, in records of contact or in public statements."""
        return (self.label_in_records if counted else "") or self.label


GAP_KINDS: Final[dict[str, GapKind]] = {}


def gap_card(  # noqa: PLR0913  a card says all there is to say
    *,
    label: str,
    says: str,
    plain: str,
    asks: str,
    agree: str = "",
    colour: str,
    dash: tuple[int, ...] = (8, 6),
    needs: tuple[str, ...] = (),
    drawn: bool = True,
    label_in_records: str = "",
) -> Callable[[Kind], Kind]:
    """File the card of a kind of gap; the generator itself is returned unchanged."""

    def file(find: Kind) -> Kind:
        name = find.__name__
        GAP_KINDS[name] = GapKind(
            name,
            label,
            says,
            plain,
            asks,
            agree,
            colour,
            dash,
            needs,
            drawn,
            find,
            label_in_records,
        )
        return find

    return file
