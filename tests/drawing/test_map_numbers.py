"""The map tells the same numbers everywhere: drawn, counted, in legend, panel and tables."""

from __future__ import annotations

import math
import random
from itertools import pairwise

import pytest
from reader import FILTERS, counts, find, legend, shown, slide, text_of, tick

import netgov as ng
from netgov.drawing.page_words import PAGE_WORDS
from netgov.terms import LAYERS

# What each group of boxes filters, and by what.
FIELDS = {
    "layers": ("ties", "layer"),
    "kinds": ("gaps", "kind"),
    "sectors": ("actors", "sector"),
}
LONELY = ".side > .check input"


@pytest.fixture(scope="module")
def keys(scene):
    """The keys of each group of boxes."""
    return {
        "layers": scene.layers,
        "kinds": [kind.name for kind in scene.kinds],
        "sectors": [sector.key for sector in scene.sectors],
    }


def all_of(frame):
    return {"actors": frame.actors, "ties": frame.ties, "gaps": frame.gaps}


def chosen(frame, ticked, *, lonely):
    """Return what there is to see of a picture with some boxes ticked."""
    actors = [mark for mark in frame.actors if mark.sector in ticked["sectors"]]
    here = {"", *(mark.slug for mark in actors)}
    ties = [
        tie
        for tie in frame.ties
        if tie.layer in ticked["layers"] and {tie.source, tie.target} <= here
    ]
    gaps = [
        gap
        for gap in frame.gaps
        if gap.kind in ticked["kinds"] and {gap.source, gap.target} <= here
    ]
    touched = {end for line in (*ties, *gaps) for end in (line.source, line.target)}
    actors = [mark for mark in actors if lonely or mark.slug in touched]
    return {"actors": actors, "ties": ties, "gaps": gaps}


def named(items):
    """Return items as the map names them."""
    return {
        what: sorted(getattr(item, "slug", None) or item.name for item in some)
        for what, some in items.items()
    }


def numbers(items, every, keys):
    """Return what the legend says: how many of how many, or how many if that is all."""
    told = {}
    for title, (what, field) in FIELDS.items():
        of = [
            [sum(getattr(item, field) == key for item in each[what]) for key in keys[title]]
            for each in (items, every)
        ]
        told[title] = [
            f"{some}" if some == all_ else f"{some}/{all_}"
            for some, all_ in zip(*of, strict=True)
        ]
    return told


def test_what_is_told_is_what_is_drawn_whatever_is_chosen(look, scene, keys):
    """Acceptance 11: 20 times by chance, year × layers × kinds × sectors × lonely or not."""
    seen, chance = look(), random.Random(1)  # noqa: S311
    for turn in range(20):
        period = chance.randrange(len(scene.stage.periods))
        ticked = {
            title: [key for key in keys[title] if chance.random() < 0.7] for title in FILTERS
        }
        lonely = chance.random() < 0.5
        slide(seen, period)
        for title in FILTERS:
            tick(seen, title, ticked[title])
        seen.page.locator(LONELY).set_checked(not lonely)
        if turn % 3 == 2:
            seen.page.click("#language")
        frame = scene.of(scene.stage.periods[period])
        expected = chosen(frame, ticked, lonely=lonely)
        assert shown(seen) == named(expected)
        assert counts(seen) == {what: len(items) for what, items in expected.items()}
        told = {title: [row["number"] for row in rows] for title, rows in legend(seen).items()}
        assert told == numbers(expected, all_of(frame), keys)


def test_the_button_brings_everything_back(look, scene):
    seen = look()
    for title in FILTERS:
        tick(seen, title, [])
    assert counts(seen) == {"actors": 0, "ties": 0, "gaps": 0}
    seen.page.click(".reset")
    assert shown(seen) == named(all_of(scene))
    assert not seen.page.locator(".reset").is_visible()


def test_the_legend_names_what_is_drawn_in_the_order_of_its_keys(look, scenes):
    for lang, scene in scenes.items():
        words = scene.words
        assert [[row["name"] for row in rows] for rows in legend(look(lang=lang)).values()] == [
            [words(LAYERS[layer].label) for layer in scene.layers],
            [words(kind.label) for kind in scene.kinds],
            [sector.label for sector in scene.sectors],
        ]


def test_kinds_of_gap_that_repeat_ties_start_unticked(look, scene):
    ticked = [row["on"] for row in legend(look())["kinds"]]
    assert ticked == [kind.drawn for kind in scene.kinds]
    assert False in ticked


# --- years -------------------------------------------------------------------------------


def test_the_slider_shows_each_year_as_it_is(look, scene, public, keys):
    """Ties and numbers are those of the year, gaps those found of it, of the kinds shown."""
    seen = look()
    seen.page.click(".reset")
    for place, period in enumerate(scene.stage.periods):
        slide(seen, place)
        rows, gaps = seen.run("netgov.rows"), ng.find_gaps(public, period)
        ties = [(tie["source"], tie["target"], tie["layer"]) for tie in rows["tie"]]
        assert ties == list(public[period].ties.index)
        drawn = gaps[gaps["kind"].isin(keys["kinds"])][["kind", "source", "target"]]
        assert [(gap["kind"], gap["source"], gap["target"] or "") for gap in rows["gap"]] == (
            list(drawn.itertuples(index=False, name=None))
        )
        every = all_of(scene.of(period))
        assert counts(seen) == {what: len(items) for what, items in every.items()}


def told(words, value):
    """Return a number as the page writes it: small ones with two digits that say something."""
    small = 0 < value < 0.1
    return words.number(value, 1 - math.floor(math.log10(value)) if small else 2)


@pytest.mark.parametrize("place", [0, 2])
def test_panel_and_table_tell_the_measured_numbers_of_the_year(look, scene, public, place):
    """With the rank of each, among the single bodies of which it is measured."""
    period, seen = scene.stage.periods[place], look()
    slide(seen, place)
    find(seen, "Polresta")
    values = ng.measure(public[period], *scene.values.columns)
    measured = [told(scene.words, value) for value in values.loc["polresta"]]
    single = values[[not mark.aggregate for mark in scene.of(period).actors]]
    ranks = single.rank(ascending=False, method="min").loc["polresta"]
    places = [
        "" if math.isnan(rank)
        else scene.words(PAGE_WORDS["rank"], rank=int(rank), all=single[column].count())
        for column, rank in ranks.items()
    ]  # fmt: skip
    assert seen.page.locator("#panel .value").all_text_contents() == measured
    assert seen.page.locator("#panel .values .rank").all_text_contents() == places
    seen.page.click("#to-table")
    name = next(mark.name for mark in scene.actors if mark.slug == "polresta")
    row = seen.page.locator("#table-actor tr", has=seen.page.get_by_text(name, exact=True))
    assert row.first.locator("td.numeric").all_text_contents() == measured


def test_a_body_that_stands_for_several_has_numbers_and_no_rank(look, scene):
    seen, mark = look(), next(mark for mark in scene.actors if mark.aggregate)
    find(seen, mark.name)
    assert mark.note in text_of(seen, "#panel")
    assert seen.page.locator("#panel .value").first.text_content() != "–"
    assert set(seen.page.locator("#panel .values .rank").all_text_contents()) == {""}


def test_all_years_are_one_press_away(look, scene):
    seen = look()
    words = scene.words(PAGE_WORDS["all_years"])
    assert (text_of(seen, ".year"), text_of(seen, "#period")) == (words, scene.period)
    slide(seen, 2)
    assert (text_of(seen, ".year"), text_of(seen, "#period")) == ("2018", "2018")
    assert seen.page.get_attribute("#year", "aria-valuetext") == "2018"
    assert seen.run("document.title").endswith(" · 2018")
    seen.page.click(".all")
    assert text_of(seen, ".year") == words
    assert not seen.page.locator(".all").is_visible()


def test_what_is_picked_stays_so_in_a_year_that_has_it_and_closes_in_one_that_lacks_it(
    look, scene
):
    seen, frames = look(), [scene.of(period) for period in scene.stage.periods]
    before = {tie.name for tie in frames[1].ties}
    later = next(tie.name for tie in frames[3].ties if tie.name not in before)
    slide(seen, 3)
    seen.run("(id) => netgov.pick('tie', id)", later)
    slide(seen, 0)
    assert seen.run("netgov.focus.item.id") == later
    slide(seen, 1)
    assert seen.run("netgov.focus") is None
    assert not seen.page.locator("#panel").is_visible()


def test_a_map_of_one_year_has_no_slider(look):
    seen = look("seven")
    assert seen.page.locator("#year").count() == 0


# --- sizes -------------------------------------------------------------------------------


RADII = """() => Object.fromEntries(
    Object.values(netgov.network.body.nodes).map((node) => [node.id, node.options.size]))"""


def test_marks_grow_with_the_measure_that_is_chosen(look, scene):
    """In every year, on one scale."""
    seen = look()
    for turn, measure in enumerate(scene.values):
        seen.page.select_option("#size", str(turn))
        largest = []
        for place, period in enumerate(scene.stage.periods):
            slide(seen, place)
            values, radii = scene.of(period).values[measure].fillna(0), seen.run(RADII)
            ranked = sorted(values.index, key=values.get)
            assert all(radii[one] <= radii[other] for one, other in pairwise(ranked))
            assert radii[ranked[0]] == 7 or values[ranked[0]] > 0
            largest.append((values.max(), radii[ranked[-1]]))
        assert [radius for _value, radius in sorted(largest)] == sorted(
            radius for _value, radius in largest
        )
        assert max(largest)[1] == 20


def test_sizes_start_with_the_measure_that_the_figure_uses(look, scene):
    seen = look()
    options = seen.page.locator("#size option")
    assert options.count() == len(scene.values.columns)
    assert options.nth(int(seen.page.input_value("#size"))).text_content() == "Mitra"
