"""What becomes of cases, what staff can take, and who meets whom."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any, Final

import pandas as pd

from netgov.captions import heading, title
from netgov.captions.values import called
from netgov.drawing import AMBER, BLUE, Bar, Series
from netgov.proof import arrow
from netgov.report.pieces import (
    Column,
    Grid,
    Items,
    Line,
    Picture,
    Piece,
    Prose,
    Proven,
    Row,
    Section,
)
from netgov.report.results import OF_THE_OFFICE, Results
from netgov.tables import with_names
from netgov.words import Words, _

_ROWS: Final = 12
_FEW_MORE: Final = 3  # rows that are shown too rather than left out
_SORTED_BY: Final = {"entries": "cases", "agencies": "lost"}

# The columns of each table that a page shows, with their digits; None is a percentage.
_SHOWN: Final[Mapping[str, Mapping[str, int | None]]] = {
    "delays": {
        "contacts": 0, "open": 0, "median": 0, "ninth": 0, "deadline": 0, "within": None,
        "answered": None,
    },
    "agencies": {
        "received": 0, "passed_on": 0, "resolved": 0, "unserved": 0, "lost": 0, "open": 0,
        "share": None, "contribution": None,
    },
    "entries": {"cases": 0, "share": None, "loss": None, "hand_overs": 1},
    "capacity": {
        "staff": 0, "monthly": 1, "per_worker": 1, "load": None, "wait": 1, "staff_needed": 0,
    },
    "coordination": {"meetings": 0, "referrals": 0, "stood_in": None},
}  # fmt: skip


def flow_section(results: Results, proven: Proven) -> Section | None:
    """Return what becomes of cases, if a log tells of them."""
    words, flow = results.words, results.flow
    if flow is None or not (flow.tables or results.view.internal):
        return None
    told = tuple(map(proven.line, results.findings["cases"]))
    pieces: list[Piece] = [Items(told, look="findings")]
    if len(flow.delays):
        pieces += _delays(flow.delays, results)
    tables = flow.tables
    for name, by in _SORTED_BY.items():
        if name in tables:
            first = tables[name].sort_values(by, ascending=False, kind="stable")
            pieces.append(_grid(name, first, results))
    if set(tables) - {*_SORTED_BY, "delays", *OF_THE_OFFICE} and not results.view.part:
        others = words(_("The other tables of pathways are in tables.xlsx."))
        pieces.append(Prose((Line(others),)))
    return Section("pathways", words(_("What becomes of cases")), tuple(pieces))


def _delays(delays: pd.DataFrame, results: Results) -> list[Piece]:
    """Return the usual delays: those with a deadline first, the longest over it before all."""
    over = (delays["median"] - delays["deadline"]).rename("over")
    order = pd.DataFrame({"over": over, "median": delays["median"]}).sort_values(
        ["over", "median"], ascending=False, kind="stable", na_position="last"
    )
    first = delays.loc[order.index]
    known = first[first["median"].notna()].head(_ROWS)
    chart = _delay_chart(known, results)
    return [*([chart] if len(known) > 1 else []), _grid("delays", first, results)]


def _delay_chart(delays: pd.DataFrame, results: Results) -> Picture:
    words, labels = results.words, results.labels
    bars = results.bars(
        (Series(heading("median", words), BLUE),),
        tuple(
            Bar(
                arrow(source, target, labels),
                (median,),
                words.number(median),
                None if math.isnan(deadline) else deadline,
            )
            for (source, target, _layer), median, deadline in zip(
                delays.index, delays["median"], delays["deadline"], strict=True
            )
        ),
        mark=heading("deadline", words) if delays["deadline"].notna().any() else "",
    )
    alternative = _("Bar chart of the usual days to an answer, as tabled below.")
    caption = words(_("Usual days to an answer (median), beside the deadline where one is set"))
    return Picture("delays", bars, words(alternative), caption)


def capacity_section(results: Results, proven: Proven) -> Section | None:
    """Return what staff can take, where numbers of staff are on record."""
    words, capacity = results.words, results.capacity
    if capacity.empty:
        return None
    told = tuple(map(proven.line, results.findings["capacity"]))
    remark = _(
        "Cases that a body receives in a month beside what its staff can close. Above 100 % "
        "cases pile up, and no waiting time can be expected; the staff needed would bring the "
        "load down to {full}."
    )
    full = words.percent(results.rules.full_load)
    order = capacity.sort_values(["load", "per_worker"], ascending=False, kind="stable")
    known = order[order["load"].notna()].head(_ROWS)
    pieces: list[Piece] = [
        Items(told, look="findings"),
        Prose((Line(words(remark, full=full)),), "remark"),
        *([_load_chart(known, results)] if len(known) > 1 else []),
        _grid("capacity", order, results),
        *([_loads(results)] if len(results.loads) else []),
    ]
    return Section("capacity", words(_("Staff and load")), tuple(pieces))


def _load_chart(capacity: pd.DataFrame, results: Results) -> Picture:
    words = results.words
    bars = results.bars(
        (Series(heading("load", words), AMBER),),
        tuple(
            Bar(
                results.labels.get(str(actor), str(actor)),
                (float(row["load"]),),
                words.percent(row["load"]),
                1.0,
            )
            for actor, row in capacity.iterrows()
        ),
        mark=words(_("all that staff can take")),
    )
    alternative = _("Bar chart of the load of each body, as tabled below.")
    return Picture("load", bars, words(alternative), words(_("Share of capacity used")))


def _loads(results: Results) -> Grid:
    """Return the load of each year, since an average hides what is growing."""
    words, loads = results.words, results.loads.dropna(how="all")
    columns = [Column(heading("actor", words))]
    columns += [Column(str(year), number=True) for year in loads.columns]
    order = loads.sort_values(str(loads.columns[-1]), ascending=False, kind="stable")
    rows = [
        Row((str(results.labels.get(str(actor))), *map(words.percent, loads.loc[str(actor)])))
        for actor in order.index
    ]
    return Grid(tuple(columns), tuple(rows), words(_("Share of capacity used, year by year")))


def meeting_section(results: Results, proven: Proven) -> Section | None:
    """Return who meets and who refers, where attendance lists were read."""
    words, pairs = results.words, results.coordination
    if pairs.empty:
        return None
    told = tuple(map(proven.line, results.findings["meetings"]))
    remark = words(_("A joint list is no proof of talk: the two attended together."))
    odd = pairs[pairs["finding"] != ""].sort_values(
        ["referrals", "meetings"], ascending=False, kind="stable"
    )
    pieces: list[Piece] = [
        Items(told, look="findings"),
        Prose((Line(remark),), "remark"),
        *([_grid("coordination", odd, results)] if len(odd) else []),
    ]
    return Section("meetings", title("coordination", words), tuple(pieces))


def _grid(name: str, table: pd.DataFrame, results: Results) -> Grid:
    """Return the first rows of a table of pathways with the columns a page has room for."""
    words = results.words
    shown = {column: digits for column, digits in _SHOWN[name].items() if column in table}
    first = table if len(table) <= _ROWS + _FEW_MORE else table.head(_ROWS)
    told = with_names(first.reset_index()[list(first.index.names)], results.labels, words)
    finding = [str(called("finding", f, words)) for f in first.get("finding", ())]
    columns = [*(Column(heading(str(key), words)) for key in told.columns)]
    columns += [Column(heading(column, words), number=True) for column in shown]
    columns += [Column(heading("finding", words))] if finding else []
    rows = [
        Row((*map(str, keys), *_cells(row, shown, words), *finding[turn : turn + 1]))
        for turn, (keys, (_label, row)) in enumerate(
            zip(told.itertuples(index=False), first.iterrows(), strict=True)
        )
    ]
    caption = title(name, words)
    if len(table) > len(first):
        more = _("{title}: the first {count} of {all} rows; all are in tables.xlsx.")
        if results.view.part:  # its report comes without tables
            more = _("{title}: the first {count} of {all} rows.")
        facts = {"count": words.number(_ROWS), "all": words.number(len(table))}
        caption = words(more, title=caption, **facts)
    return Grid(tuple(columns), tuple(rows), caption)


def _cells(row: pd.Series[Any], shown: Mapping[str, int | None], words: Words) -> Iterable[str]:
    for column, digits in shown.items():
        value = float(row[column])
        yield words.percent(value) if digits is None else words.number(value, digits)
