"""The years side by side: every tie drawn once for each year, every body in one place."""

from __future__ import annotations

import re
from collections import Counter
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox

import netgov as ng
from netgov.drawing import draw_multiples
from netgov.drawing.lettering import ASCENT, halves
from netgov.drawing.multiples import multiples
from netgov.errors import DisclosureError, NotEnoughData, UnknownName
from netgov.terms import LAYERS
from netgov.years import steps, turnover

SVG = "{http://www.w3.org/2000/svg}"
KINDS = pytest.mark.parametrize("kind", ["svg", "pdf", "png"])
CASEWORK = Path(__file__).parents[2] / "examples" / "casework"


@pytest.fixture(scope="module")
def files(public):
    return {kind: multiples(public, kind, lang="en") for kind in ("svg", "pdf", "png")}


@pytest.fixture(scope="module")
def casework():
    return ng.protect(ng.build_history(ng.read_records(CASEWORK)))


@pytest.fixture(scope="module")
def drawn():
    """Return what draws a figure and hands over its axes, before they become bytes."""
    made, kept = {}, []

    def axes(history, period=None, lang="en"):
        key = id(history), period, lang
        if key not in made:
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(
                    Figure, "savefig", lambda self, *_args, **_look: kept.append(self)
                )
                multiples(history, "png", period, lang)
            made[key] = kept[-1].axes[0]
        return made[key]

    return axes


def texts(svg):
    """Return each line of text of a picture."""
    return ["".join(text.itertext()) for text in ElementTree.fromstring(svg).iter(f"{SVG}text")]  # noqa: S314


def written(axes, names_only=False):
    """Return the texts of a figure."""
    return [
        text
        for artist in axes.get_children()
        if not names_only or artist.get_zorder() == 4
        for text in getattr(artist, "texts", ())
    ]


def boxes(axes, names_only=False):
    """Return each text and its place on the page, in points."""
    found = []
    for text in written(axes, names_only):
        across, down = halves(text.text, text.size, text.weight)
        left = text.x - (across if text.align == "center" else 0)
        top = text.foot - ASCENT * text.size
        found.append((text.text, Bbox.from_bounds(left, top, 2 * across, 2 * down)))
    return found


# --- the file -----------------------------------------------------------------------------


@KINDS
def test_the_same_years_give_the_same_bytes(files, public, kind):
    assert multiples(public, kind, lang="en") == files[kind]


@KINDS
def test_no_date_and_no_maker_is_told(files, kind):
    for word in (b"Date", b"Creator", b"Producer", b"Software", b"matplotlib", b"dc:date"):
        assert word not in files[kind]


def test_it_fills_a_page_on_its_side(files):
    svg = ElementTree.fromstring(files["svg"])  # noqa: S314
    assert (svg.get("width"), svg.get("height")) == ("842pt", "595pt")


def test_no_letter_is_too_small_to_print(files):
    sizes = re.findall(rb"font:[^;]*?([\d.]+)px", files["svg"])
    sizes += re.findall(rb"font-size: ([\d.]+)", files["svg"])
    assert sizes
    assert min(map(float, sizes)) >= 7


@KINDS
def test_it_is_written_by_its_suffix(public, files, tmp_path, kind):
    path = draw_multiples(public, tmp_path / f"years.{kind}", lang="en")
    assert path.read_bytes() == files[kind]


def test_other_suffixes_are_refused(public, tmp_path):
    with pytest.raises(UnknownName, match="no picture of kind"):
        draw_multiples(public, tmp_path / "years.gif")


# --- what is drawn ------------------------------------------------------------------------


@pytest.mark.parametrize("study", ["public", "casework"])
def test_each_tie_of_each_year_is_one_line(drawn, request, study):
    history = request.getfixturevalue(study)
    axes = drawn(history)
    lines = Counter(
        line.stroke.colour
        for artist in axes.get_children()
        for line in getattr(artist, "lines", ())
    )
    became = steps(history)
    layers = became.index.get_level_values("layer")
    expected: Counter[str] = Counter()
    for layer, look in LAYERS.items():
        expected[look.colour] += int((became[layers == layer] != "").sum(axis=None))
    assert lines == +expected


def test_joined_lines_are_the_same_in_fewer_paths(files, public):
    joined = multiples(public, "svg", lang="en", joined=True)
    assert joined.count(b"<path") < files["svg"].count(b"<path")
    drawn, same = (
        sorted(re.findall(rb"M [\d.]+ [\d.]+ \nQ [^\n]+", svg))
        for svg in (files["svg"], joined)
    )
    assert drawn
    assert same == drawn


def test_the_headings_tell_the_turnover(files, public):
    said = " ".join(texts(files["svg"]))
    assert "29 ties" in said
    for year, row in turnover(public).xs("all", level="layer").iterrows():
        kept, new, ended = (int(row[step]) for step in ("kept", "new", "ended"))
        assert len(public[int(year[-4:])].ties) == kept + new
        assert f"{kept + new} ties: {kept} kept, {new} new; {ended} no longer seen" in said


def test_every_body_stands_in_one_place(drawn, public):
    axes = drawn(public)
    marks = [mark for artist in axes.get_children() for mark in getattr(artist, "marks", ())]
    places = iter([(x, y) for x, y, _radius, _sector in marks])
    linked = {end for tie in steps(public).index for end in tie[:2]}
    existing = [linked & set(public[year].actors.index) for year in public]
    assert len(marks) == sum(map(len, existing))
    panels = [[next(places) for _body in bodies] for bodies in existing]
    lefts = [text.x for text in written(axes) if text.size == 11]
    within = [
        {(round(x - left, 3), round(y, 3)) for x, y in panel}
        for left, panel in zip(lefts, panels, strict=True)
    ]
    # One body ended in 2017; the others stay where they are.
    assert within[1] == within[2] < within[0]
    assert len(within[0] - within[1]) == len(existing[0] - existing[1]) == 1


@pytest.mark.parametrize("lang", ["id", "en"])
@pytest.mark.parametrize("study", ["public", "casework"])
def test_no_text_is_cut_off_and_no_name_covers_another(drawn, request, study, lang):
    axes = drawn(request.getfixturevalue(study), lang=lang)
    for text, box in boxes(axes):
        assert 0 < box.x0 < box.x1 < 842, text
        assert 0 < box.y0 < box.y1 < 595, text
    for (_text, one), (_other, other) in combinations(boxes(axes, names_only=True), 2):
        assert not one.overlaps(other)


@pytest.mark.parametrize("period", ["2018-2019", "2017-2020", "2015-2020"])
def test_two_to_six_years_fit(drawn, public, period):
    axes = drawn(public, period)
    first, last = map(int, period.split("-"))
    headings = [text.text for text in written(axes) if text.size == 11]
    assert headings == [str(year) for year in range(first, last + 1)]
    for _text, box in boxes(axes):
        assert 0 < box.x0 < box.x1 < 842


def test_a_renamed_office_bears_its_name_of_the_year(drawn, public):
    names = [text.text for text in written(drawn(public), names_only=True)]
    assert names.count("P2TP2A") == 2
    assert names.count("ULPPA") == 1


def test_few_names_stand_in_a_panel(drawn, casework):
    names = written(drawn(casework), names_only=True)
    assert 3 * 6 <= len(names) <= 3 * 12


def test_the_legend_explains_every_line(files, public):
    said = " ".join(texts(files["svg"]))
    for label in (
        "Change",
        "Type of tie",
        "Sector",
        "new: not seen",
        "kept: seen",
        "no longer seen",
    ):
        assert label in said
    assert "Pratiwi" in said
    assert "statements in open sources, not counts of cases" in said
    assert "Width of lines" not in said


# --- what must not leave the office -------------------------------------------------------


@pytest.mark.parametrize("lang", ["id", "en"])
def test_invented_data_say_so(casework, lang):
    said = " ".join(texts(multiples(casework, "svg", lang=lang)))
    assert said.count("SINTETIS / SYNTHETIC") == 2


def test_only_the_public_view_is_drawn(history):
    with pytest.raises(DisclosureError, match="public view"):
        multiples(history, "svg")


def test_hostile_names_are_only_names(hostile_study):
    svg = ElementTree.fromstring(multiples(hostile_study, "svg", "2018-2019"))  # noqa: S314
    tags = {element.tag.removeprefix(SVG) for element in svg.iter()}
    marks = {"g", "path", "use", "clipPath", "rect", "text", "tspan"}
    assert tags <= {"svg", "defs", "style"} | marks


@pytest.mark.parametrize("period", ["2019", "2013-2019"])
def test_too_few_or_too_many_years_are_refused(public, period):
    with pytest.raises(NotEnoughData, match="2 to 6 years"):
        multiples(public, "svg", period)


def test_hidden_counts_look_alike(tmp_path):
    pictures = set()
    for hidden in ((1, 4), (4, 2)):
        counts = {"ab": (20, 30), "bc": (15, 15), "cd": (50, 40), "da": hidden}
        rows = [
            f"{tie[0]},{tie[1]},{year},{count}"
            for tie, each in counts.items()
            for year, count in enumerate(each, 2018)
        ]
        path = tmp_path / "log.csv"
        path.write_text("\n".join(["source,target,year,weight", *rows]))
        pictures.add(multiples(ng.protect(ng.build_history(ng.read_records(path))), "svg"))
    assert len(pictures) == 1
