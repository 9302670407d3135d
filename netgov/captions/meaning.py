"""What a caption is, and the columns that many tables share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple

from netgov.schema import TABLES
from netgov.words import _

ACTORS: Final = _("actors")
CASES: Final = _("cases")
CONTACTS: Final = _("contacts")
DAYS: Final = _("days")
FROM_0_TO_1: Final = _("0 to 1")
HAND_OVERS: Final = _("hand-overs")
MEETINGS: Final = _("meetings")
ROWS: Final = _("rows")
SHARE: Final = _("share")
TIES: Final = _("ties")
YEAR: Final = _("year")


class Meaning(NamedTuple):
    """What a column says, and its unit; blank if it has none.

    ``called`` is what people call it in its table, if its name has another heading elsewhere.
    """

    says: str
    unit: str = ""
    called: str = ""


class Caption(NamedTuple):
    """What people call a table, what it holds, and what its columns say.

    ``sheet`` is its name in a workbook, at most 31 signs in either language. ``measures``: of
    what it holds measures beside the columns; their cards say what they are.
    """

    sheet: str
    title: str
    holds: str
    columns: Mapping[str, Meaning]
    measures: Literal["", "actor", "tie", "network", "set"] = ""


def of_input(table: str, *columns: str, **units: str) -> dict[str, Meaning]:
    """Return columns that say what they say in a table of the input."""
    inputs = [TABLES[table].column(name) for name in (*columns, *units)]
    return {
        one.name: Meaning(one.meaning, units.get(one.name, YEAR if one.type == "year" else ""))
        for one in inputs
    }


TIE: Final = of_input("evidence", "source", "target", "layer")
ENDS: Final = {end: TIE[end] for end in ("source", "target")}
ACTOR: Final = {"actor": Meaning(_("Short name of the body."))}
TEXTS: Final = {
    "text_id": Meaning(_("It in a sentence, in Indonesian.")),
    "text_en": Meaning(_("It in a sentence, in English.")),
}
CONFIDENCE: Final = {
    "confidence": Meaning(
        _("How sure the rows behind it are, the least sure of them; documented ones are 1."),
        FROM_0_TO_1,
    )
}
HIDDEN: Final = {
    "hidden": Meaning(_("How many counts of it are too small to be told."), _("counts"))
}
CHAIN: Final = {
    "days": Meaning(_("Days of the quickest chain, the median of each tie added up."), DAYS),
    "hand_overs": Meaning(_("Hand-overs of the quickest chain."), HAND_OVERS),
    "chain": Meaning(_("Bodies of the quickest chain, in order.")),
}
# Whatever the table.
MARKS: Final[Mapping[str, Meaning]] = {
    "data": Meaning(_("Says that the data are invented for practice.")),
    "audience": Meaning(_("Says that the table is for the office alone.")),
}
IN_YEAR: Final = Meaning(
    _(
        "Contacts counted in that year, with shares of meetings attended together; blank where "
        "their number cannot be told."
    ),
    CONTACTS,
)
