"""How many bodies are taken at once, and one part of a country alone."""

from __future__ import annotations

import json
from itertools import pairwise

import country
import pandas as pd
import pytest
from test_cli import run  # noqa: F401  the fixture

import netgov as ng
from netgov.errors import NotEnoughData
from netgov.parts import Parts
from netgov.sizes import need_at_most, need_one_page

BODIES = 17  # of the invented country


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return country.country(tmp_path_factory.mktemp("country") / "data")


@pytest.fixture(scope="module")
def view(data):
    return country.public(data)


def test_a_page_is_refused_above_the_limit_and_not_at_it(view):
    need_one_page(view, view.whole, ng.Rules(most_bodies=BODIES))
    with pytest.raises(NotEnoughData, match=r"at most 16 bodies; there are 17.*--by district"):
        need_one_page(view, view.whole, ng.Rules(most_bodies=BODIES - 1))


def test_a_report_of_too_many_writes_nothing(view, tmp_path):
    with pytest.raises(NotEnoughData, match="One page shows at most 16"):
        ng.write_report(view, path=tmp_path / "out", rules=ng.Rules(most_bodies=BODIES - 1))
    assert not (tmp_path / "out").exists()


def test_all_pairs_are_refused_above_the_limit(view):
    net = view[view.whole]
    need_at_most(net, BODIES)
    with pytest.raises(NotEnoughData, match="at most 16; there are 17"):
        need_at_most(net, BODIES - 1)


# --- a crowd that is one too many ------------------------------------------------------------


@pytest.fixture(scope="module")
def crowd(tmp_path_factory):
    """A table of one body more than a page shows, each with a tie to the next in two years."""
    names = [f"b{turn}" for turn in range(ng.Rules().most_bodies + 1)]
    lines = ["from_actor,to_actor,relation,year,weight,cases"]
    lines += [
        f"{one},{other},referral,{year},{year - 2000},{year - 2000}"
        for year in (2018, 2019)
        for one, other in pairwise(names)
    ]
    file = tmp_path_factory.mktemp("crowd") / "ties.csv"
    file.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return file


@pytest.mark.parametrize(
    "typed",
    [
        ("map",),
        ("figure",),
        ("figure", "--multiples"),
        ("report",),
        ("export", "-o", "network.dl"),
        ("qap", "recorded:2018", "recorded:2019"),
        ("missing", "out_degree", "--without", "b7"),
        ("compare", "2018", "2019", "in_degree", "--audience", "internal"),
        ("bootstrap", "density", "--actors"),
        ("measure", "fragmentation"),
        ("test", "in_degree"),
    ],
    ids=" ".join,
)
def test_what_shows_or_compares_all_is_refused_with_what_to_do(run, crowd, typed, tmp_path):  # noqa: F811
    command, *more = typed
    status, _out, err = run(command, crowd, *more, "--lang", "en")
    told = " ".join(err.split())
    assert status == 1
    assert "at most 2000" in told
    assert "--part" in told
    assert list(tmp_path.iterdir()) == []


def test_more_draws_than_memory_holds_are_refused_with_how_many_are_not(run, crowd):  # noqa: F811
    more = ("--null", "ties", "--times", "30000", "--lang", "en")
    status, _out, err = run("test", crowd, "in_degree", *more)
    assert status == 1
    assert "30000 draws of 2001 numbers would fill the memory; at most 24987" in err


def test_what_is_left_out_of_the_measures_is_said(run, crowd):  # noqa: F811
    status, out, _err = run("measure", crowd, "--top", "1", "--lang", "en")
    assert status == 0
    assert "Left out" in out
    assert "fragmentation" in out
    assert "Left out" not in run("measure", crowd, "in_degree", "--lang", "en")[1]


def test_gaps_of_a_crowd_are_told_with_what_was_not_examined(run, crowd):  # noqa: F811
    status, out, _err = run("gaps", crowd, "--min-severity", "0.99", "--lang", "en")
    assert status == 0
    assert "more bodies than can be compared in all pairs" in out


def test_a_screen_shows_no_more_rows_than_anybody_reads(run, crowd):  # noqa: F811
    status, out, _err = run("measure", crowd, "in_degree", "--lang", "en")
    assert status == 0
    assert "Shown: 2,000 of 2,001 rows; -o writes all of them." in out
    assert "Shown" not in run("measure", crowd, "in_degree", "--top", "9", "--lang", "en")[1]


# --- one part -------------------------------------------------------------------------------


def test_a_part_tells_what_its_report_tells(run, data, view, tmp_path):  # noqa: F811
    file = tmp_path / "strengths.csv"
    part = ("--part", "district=kabupaten arum")
    assert run("measure", data, "in_strength", *part, "-o", file)[0] == 0
    parts = Parts(view, "district", view.whole)
    arum = next(parts[turn] for turn, name in enumerate(parts.names) if "Arum" in name["en"])
    expected = ng.measure(arum[view.whole], "in_strength")["in_strength"]
    written = pd.read_csv(file, index_col=0)["in_strength"]
    assert written.to_dict() == expected.to_dict()


def test_the_trail_of_a_part_tells_which(run, data, tmp_path):  # noqa: F811
    assert run("report", data, "--part", "district=Kota Bahari", "-o", tmp_path / "out")[0] == 0
    told = json.loads((tmp_path / "out.audit.json").read_text(encoding="utf-8"))
    assert told["parts"]["."]["names"] == {"id": "Kota Bahari", "en": "Kota Bahari"}


def test_a_map_of_a_part_bears_its_name_and_shows_no_other(run, data, tmp_path):  # noqa: F811
    file = tmp_path / "map.html"
    assert run("map", data, "--part", "district=Kota Bahari", "-o", file)[0] == 0
    page = file.read_text(encoding="utf-8")
    assert "Kota Bahari" in page
    assert "Badan police c" not in page


def test_a_value_of_a_list_goes_by_its_name_in_either_language(run, data):  # noqa: F811
    found = [
        run("measure", data, "partners", "--part", f"level={name}", "--audience", "internal")
        for name in ("City", "Kota", "city")  # the last as the table of bodies has it
    ]
    assert found[0][0] == 0
    assert found[0] == found[1] == found[2]


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("Kota Bahari", "Write a part as COLUMN=VALUE"),
        ("district=", "Write a part as COLUMN=VALUE"),
        ("district=Bahari", "No body has district 'Bahari'. The nearest is Kota Bahari."),
        ("distrik=Kota Bahari", "There is no column 'distrik'"),
    ],
)
def test_a_part_that_there_is_not_is_answered_with_what_there_is(run, data, part, said):  # noqa: F811
    status, _out, err = run("measure", data, "partners", "--part", part, "--lang", "en")
    assert status == 1
    assert said in " ".join(err.split())


def test_a_part_that_tells_too_little_is_refused_as_its_report_is(run, tmp_path):  # noqa: F811
    ties = [*country.ties_of("a"), *country.ties_of("b"), ("c_social", "c_police", 9)]
    data = country.country(tmp_path / "data", ties)
    part = ("--part", "district=Kabupaten Cendana")
    status, _out, err = run("measure", data, "partners", *part, "--lang", "en")
    assert status == 1
    assert "that is no network" in err
