"""A scene on paper: names that cover nothing, lines that go round what is not theirs."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import combinations, pairwise

import numpy as np
import pytest

import netgov as ng
from netgov.drawing.curves import along, courses, cut
from netgov.drawing.figure import paint
from netgov.drawing.ink import extent, ink, reach, ring_radius
from netgov.drawing.lettering import width, wrapped
from netgov.drawing.paper import WIDTH, laid_out
from netgov.drawing.routes import occupied, routes

STUDIES = pytest.mark.parametrize(
    "study", [("public", "id"), ("public", "en"), ("casework", "id"), ("casework", "en")]
)


@pytest.fixture(scope="module")
def papers(public, casework):
    """Return what lays out a study in a language; each is done once."""
    histories, made = {"public": public, "casework": ng.protect(casework)}, {}

    def paper(study):
        if study not in made:
            name, lang = study
            scene = ng.scene(histories[name], lang=lang)
            made[study] = scene, laid_out(scene, inked(scene))
        return made[study]

    return paper


def inked(scene):
    return ink(scene.sectors, [], greyscale=False)


def meet(one, other):
    return bool(
        one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
    )


@pytest.fixture(scope="module")
def crowd(tmp_path_factory):
    """A study of 300 bodies and 1,000 ties."""
    draw = np.random.default_rng(5)
    levels = ("national", "province", "city", "kecamatan", "kelurahan")
    bodies = [f"b{n},A body of protection {n},police,{levels[n % 5]}" for n in range(300)]
    pairs = {(int(a), int(b)) for a, b in draw.integers(0, 300, (1000, 2)) if a != b}
    ties = [f"b{a},b{b},2019,{10 + a % 30}" for a, b in sorted(pairs)]
    folder = tmp_path_factory.mktemp("crowd")
    (folder / "actors.csv").write_text("\n".join(["id,name_id,sector,level", *bodies]))
    (folder / "log.csv").write_text("\n".join(["source,target,year,weight", *ties]))
    history = ng.protect(ng.build_history(ng.read_records(folder)))
    return ng.scene(history, lang="en", clustered=False)


# --- names -------------------------------------------------------------------------------


@STUDIES
def test_every_body_has_a_name_that_covers_no_other(papers, study):
    scene, paper = papers(study)
    assert {name.mark.slug for name in paper.names} == {mark.slug for mark in scene.actors}
    for one, other in combinations(paper.names, 2):
        assert not any(meet(a, b) for a in one.boxes for b in other.boxes)


@STUDIES
def test_no_name_covers_a_mark_or_the_name_of_a_level(papers, study):
    scene, paper = papers(study)
    sectors = inked(scene).sectors
    for mark in paper.marks.values():
        across, down = extent(mark, sectors[mark.sector])
        body = mark.x - across, mark.y - down, mark.x + across, mark.y + down
        assert not any(meet(box, body) for name in paper.names for box in name.boxes)
    for heading in paper.headings:
        assert not any(meet(box, heading) for name in paper.names for box in name.boxes)


@STUDIES
def test_names_are_of_one_size_and_within_the_page(papers, study):
    _scene, paper = papers(study)
    [size] = {name.size for name in paper.names}
    assert 5.8 <= size <= 7
    boxes = np.vstack([name.boxes for name in paper.names])
    assert boxes.min() >= 0
    assert boxes[:, 2].max() <= WIDTH
    assert boxes[:, 3].max() <= paper.height


def test_of_a_crowd_the_largest_are_named_and_the_others_told(crowd):
    paper = laid_out(crowd, inked(crowd))
    named = {name.mark.slug for name in paper.names}
    radii = {slug: mark.radius for slug, mark in paper.marks.items()}
    left_out = len(radii) - len(named)
    assert 50 < len(named) < 300
    assert {name.size for name in paper.names} == {5.8}
    assert np.mean([radii[slug] for slug in named]) > np.mean(list(radii.values()))
    assert f"want of room {left_out} small marks" in paint(crowd, "svg").decode()


def test_names_stand_outside_the_rings_of_their_marks(papers):
    scene, _paper = papers(("public", "en"))
    [slug] = {mark.slug for mark in scene.actors if mark.short == "Walikota"}
    gap = replace(scene.gaps[0], kind="dead_end", source=slug, target="")
    paper = laid_out(replace(scene, gaps=[*scene.gaps, gap]), inked(scene))
    [name] = [name for name in paper.names if name.mark.slug == slug]
    far = ring_radius(paper.marks[slug], 1)
    ring = name.mark.x - far, name.mark.y - far, name.mark.x + far, name.mark.y + far
    assert paper.rings == {slug: ["dead_end"]}
    assert not any(meet(box, ring) for box in name.boxes)


# --- lines -------------------------------------------------------------------------------


def passed_over(course, ends, ground, numbers):
    """Return the marks of others that a line passes over."""
    columns, rows = along(course).astype(int).T
    inside = (rows < ground.shape[0]) & (columns < ground.shape[1])
    return (
        set(ground[rows[inside], columns[inside]].tolist()) - {numbers[e] for e in ends} - {0}
    )


@STUDIES
def test_lines_pass_over_fewer_marks_than_straight_ones(papers, study):
    _scene, paper = papers(study)
    size = int(paper.height) + 1, int(WIDTH) + 1
    ground = occupied(paper.marks, [], np.empty((0, 4)), size)
    numbers = {slug: turn for turn, slug in enumerate(paper.marks, 1)}
    drawn = straight = 0
    for each, course in [*paper.gaps, *paper.ties]:
        ends = each.source, each.target
        direct = courses(course[0], course[2], [0])[0]
        drawn += len(passed_over(course, ends, ground, numbers))
        straight += len(passed_over(direct, ends, ground, numbers))
    assert drawn < straight / 2


@STUDIES
def test_lines_between_the_same_two_stay_apart(papers, study):
    _scene, paper = papers(study)
    between = defaultdict(list)
    for each, course in [*paper.gaps, *paper.ties]:
        between[frozenset((each.source, each.target))].append(along(course)[48])
    several = [middles for middles in between.values() if len(middles) > 1]
    assert several
    for middles in several:
        for one, other in combinations(middles, 2):
            assert np.hypot(*(one - other)) > 2


@STUDIES
def test_no_line_leaves_the_page(papers, study):
    _scene, paper = papers(study)
    points = np.vstack([along(course) for _each, course in [*paper.gaps, *paper.ties]])
    assert points.min() >= 0
    assert points[:, 0].max() <= WIDTH
    assert points[:, 1].max() <= paper.height + 1


def test_any_number_of_lines_finds_a_way(papers):
    _scene, paper = papers(("public", "en"))
    pair = tuple(list(paper.marks)[:2])
    ground = np.zeros((int(paper.height) + 1, int(WIDTH) + 1), dtype=int)
    found = routes([pair, pair[::-1]] * 8, paper.marks, ground)
    assert len({tuple(course[1].round(3)) for course in found}) == 16


def test_a_line_seen_from_its_other_end_has_the_opposite_way():
    start, end = np.array([10.0, 20.0]), np.array([90.0, 50.0])
    for way in (0, 1, -3):
        forth, back = courses(start, end, [way])[0], courses(end, start, [-way])[0]
        assert forth == pytest.approx(back[::-1])


def test_what_is_cut_off_a_line_leaves_the_rest_where_it_was():
    [course] = courses(np.array([0.0, 0.0]), np.array([100.0, 0.0]), [2])
    [[left]] = cut(course[None], np.array([10.0]), [np.array([25.0])])
    assert np.hypot(*(left[0] - course[0])) == pytest.approx(10, abs=0.01)
    assert np.hypot(*(left[2] - course[2])) == pytest.approx(25, abs=0.01)
    for point in along(left):
        assert np.linalg.norm(along(course) - point, axis=1).min() < 1


def test_a_line_ends_at_the_outline_of_a_mark(scene):
    sectors = {sector.shape: sector for sector in scene.sectors}
    mark = replace(scene.actors[0], x=0, y=0, radius=10)
    up, left, aslant = np.array([0, -1]), np.array([-1, 0]), np.array([1, 1])
    assert reach(mark, sectors["circle"], aslant) == pytest.approx(10, rel=0.02)
    square, diamond = sectors["square"], sectors["diamond"]
    assert reach(mark, square, aslant) == pytest.approx(reach(mark, square, left) * 2**0.5)
    assert reach(mark, diamond, up) == pytest.approx(reach(mark, diamond, aslant) * 2**0.5)
    triangle = sectors["triangle"]
    assert reach(mark, triangle, up) == pytest.approx(2 * reach(mark, triangle, left))


# --- letters -----------------------------------------------------------------------------


def test_texts_wrap_into_their_room_without_a_loss():
    text = "One sentence of several words, and another " * 6 + "Z" * 200
    lines = wrapped(text, 6, 120)
    assert all(width(line, 6) <= 120 for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert wrapped("", 6, 120) == []


def test_what_exceeds_the_lines_ends_in_three_dots():
    lines = wrapped("word " * 200, 6, 120, most=2)
    assert len(lines) == 2
    assert lines[-1].endswith(" …")
    assert all(width(line, 6) <= 120 for line in lines)


def test_bold_letters_are_wider_and_large_ones_in_proportion():
    assert width("Dinas Sosial", 6, "bold") > width("Dinas Sosial", 6)
    sizes = [width("Dinas Sosial", size) / size for size in (5.8, 7, 9)]
    assert all(one == pytest.approx(other, rel=0.01) for one, other in pairwise(sizes))
