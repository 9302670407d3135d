"""The network at a glance, and how it changes over the years."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, Final

import pandas as pd

from netgov.captions import heading
from netgov.drawing import ALARM, BLUE, MOST_YEARS, Bar, Series, multiples, paint
from netgov.gaps import mandated_pairs
from netgov.report.basis import facts
from netgov.report.pieces import (
    Column,
    Grid,
    Heading,
    Line,
    Picture,
    Piece,
    Prose,
    Proven,
    Row,
    Section,
    Tile,
    Tiles,
)
from netgov.report.results import MANDATED, Results
from netgov.terms import LAYERS
from netgov.words import Words, _

# Of what is there, what is there but weak, and what is not.
_FOUND: Final = {"positive": BLUE, "weak": "#8fb8d8", "none": ALARM}


# --- the network ---------------------------------------------------------------------------


def network_section(results: Results, proven: Proven) -> Section:
    """Return the network at a glance: numbers, the map, and each year."""
    words, told = results.words, [*results.findings["whole"], *results.findings["mandates"]]
    pieces: list[Piece] = [
        _tiles(results),
        Prose(tuple(map(proven.line, told))),
    ]
    if not results.net.ties.empty:
        pieces.append(_map(results))
    pieces.append(Heading(words(_("By year"))))
    pieces += _years(results)
    return Section("network", words(_("The network at a glance")), tuple(pieces))


def _tiles(results: Results) -> Tiles:
    told, words = facts(results), results.words
    labels = {"actors": words(_("Bodies")), "ties": words(_("Ties"))}
    if told["mandates"]:
        labels |= {
            "mandated_pairs": words(_("Mandated pairs")),
            "mandated_positive": words(_("with evidence")),
            "mandated_weak": words(_("only weak")),
            "mandated_none": _none(results),
        }
    return Tiles(
        tuple(
            Tile(name, label, words.number(told[name]), alarm=name == "mandated_none")
            for name, label in labels.items()
        )
    )


def _map(results: Results) -> Picture:
    words = results.words
    caption = _(
        "Solid lines: ties in public sources. Dashed lines: gaps. Faint marks: bodies in no "
        "tie. The interactive map is in map.html."
    )
    if results.view.records.counted:
        caption = _(
            "Solid lines: ties on record. Dashed lines: gaps. Faint marks: bodies in no tie. "
            "The interactive map is in map.html."
        )
    alternative = _(
        "Map of the network; its content stands in the tables of this report and in map.html."
    )
    drawn = partial(paint, results.drawn, joined=True)
    return Picture("network", drawn, words(alternative), words(caption), "map.html", large=True)


def _years(results: Results) -> list[Piece]:
    """Return the yearly table without the columns that say nothing, and a chart of duties."""
    words, years = results.words, results.years
    mandated = len(mandated_pairs(results.view, results.period)) > 0
    untold = ["actors", *(() if mandated else MANDATED)]
    untold += [layer for layer in LAYERS if not years[layer].any()]
    caption = _(
        "Ties by kind of relation, and mandated pairs with and without evidence. Years differ "
        "in how much was published, not only in how much was done."
    )
    if results.view.records.counted:
        caption = _(
            "Ties by kind of relation, and mandated pairs with and without record. Years "
            "differ in how well records were kept, not only in how much was done."
        )
    labels = {name: heading(name, words) for name in years.columns} | {"none": _none(results)}
    grid = _grid(years.drop(columns=untold), words, labels, caption)
    return [grid, *([_duties(results)] if mandated and len(years) > 1 else [])]


def _none(results: Results) -> str:
    """Return what a mandated pair without contact is called."""
    counted = results.view.records.counted
    return results.words(_("no record") if counted else _("no public evidence"))


def _grid(frame: pd.DataFrame, words: Words, labels: Mapping[str, str], caption: str) -> Grid:
    columns = [Column(heading("year", words))]
    columns += [Column(labels[name], number=True) for name in frame.columns]
    several = len(frame) > 1
    rows = [
        Row(
            (str(name), *(words.number(float(value), 0) for value in row)),
            whole=several and turn == len(frame),
        )
        for turn, (name, row) in enumerate(
            zip(frame.index, frame.to_numpy(), strict=True), start=1
        )
    ]
    return Grid(tuple(columns), tuple(rows), words(caption))


def _duties(results: Results) -> Picture:
    """Return how many mandated pairs show in each year."""
    words, years = results.words, results.years
    labels = {name: heading(name, words) for name in _FOUND} | {"none": _none(results)}
    chart = results.bars(
        tuple(Series(labels[name], colour) for name, colour in _FOUND.items()),
        tuple(
            Bar(
                str(year),
                tuple(float(row[name]) for name in _FOUND),
                " · ".join(words.number(row[name]) for name in _FOUND),
            )
            for year, row in years.iterrows()
        ),
    )
    alternative = words(_("Bar chart of the mandated pairs of each year, as tabled above."))
    caption = words(_("Mandated pairs by what is on record"))
    return Picture("duties", chart, alternative, caption)


# --- change --------------------------------------------------------------------------------

_TURNED: Final = ("kept", "new", "ended", "jaccard")


def change_section(results: Results, proven: Proven) -> Section | None:
    """Return what changes from year to year, if there is anything to tell."""
    period, words = results.period, results.words
    if results.turned.empty:
        return None
    remark = _(
        "A tie counts as new or no longer seen only where both bodies existed and that kind of "
        "evidence was kept in both years; a renamed office changes nothing. What is new on "
        "record need not be new in practice."
    )
    pieces: list[Piece] = [Prose((Line(words(remark)),)), _turnover(results)]
    if told := tuple(map(proven.line, results.findings["change"])):
        pieces.append(Prose(told))
    if period.last - period.first < MOST_YEARS:
        pieces.append(_multiples(results))
    return Section("change", words(_("Change over years")), tuple(pieces))


def _turnover(results: Results) -> Grid:
    words, turned = results.words, results.turned
    whole = turned[turned.index.get_level_values("layer") == "all"].droplevel("layer")
    columns = [Column(words(_("Years")))]
    columns += [Column(heading(name, words), number=True) for name in _TURNED]

    def cell(name: str, value: Any) -> str:
        if name != "jaccard":
            return words.number(float(value), 0)
        return words.percent(value)

    rows = [
        Row((str(years), *(cell(name, row[name]) for name in _TURNED)))
        for years, row in whole.iterrows()
    ]
    return Grid(tuple(columns), tuple(rows))


def _multiples(results: Results) -> Picture:
    words = results.words

    def paint(kind: str) -> bytes:
        view, drawn = results.view, results.drawn
        return multiples(view, kind, results.period, words.lang, drawn, joined=True)

    alternative = _(
        "The network of each year side by side; its content stands in the tables change and "
        "turnover."
    )
    return Picture("change", paint, words(alternative), large=True)
