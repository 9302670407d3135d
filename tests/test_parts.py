"""The parts of a study: every tie in one of them or counted beside, each count of the whole."""

from __future__ import annotations

import pickle
from collections import Counter

import country
import pytest
from country import ties_of

import netgov as ng
from netgov.cases import case_log, end_of_data
from netgov.errors import NotEnoughData, UnknownName
from netgov.parts import Parts
from netgov.views import is_told


@pytest.fixture
def parts(tmp_path):
    """Divide a country by district; keywords change its tables."""

    def divided(by="district", make=country.public, **changes):
        view = make(country.country(tmp_path / "data", **changes))
        return Parts(view, by, view.whole)

    return divided


def internal(folder):
    return ng.keep_internal(ng.build_history(ng.read_records(folder)))


def ties(view):
    return [*view[view.whole].ties.index]


def bodies(view):
    return {*view[view.whole].actors.index}


VIEWS = pytest.mark.parametrize("make", [country.public, internal])

# --- what is in a part ---------------------------------------------------------------------


@VIEWS
def test_every_tie_is_in_one_part_or_counted_beside(parts, make):
    divided = parts(make=make)
    found = Counter(tie for view in divided.values() for tie in ties(view))
    whole = ties(divided.view)
    assert {*found} <= {*whole}
    assert {*found.values()} == {1}
    assert len(found) + sum(divided.beside) == len(whole)
    assert divided.beside == (1, 0, 1)  # from Arum to Bahari; from the province to the ministry


@VIEWS
def test_a_part_tells_cells_of_the_whole_in_the_same_manner(parts, make):
    divided = parts(make=make)
    whole = divided.view[divided.view.whole].ties
    for view in divided.values():
        assert type(view) is type(divided.view)
        assert view.masking == divided.view.masking
        part = view[view.whole].ties
        assert part.equals(whole.loc[part.index])


def test_bodies_of_all_join_where_they_have_a_tie_or_a_duty(parts):
    divided = parts(duties=[("d1", "b_police", "ministry")])
    arum, cendana, bahari = divided.values()
    own = {f"a_{sector}" for sector in country.SECTORS}
    assert bodies(arum) == own | {"province"}
    assert bodies(bahari) >= {"province", "ministry"}
    assert "ministry" not in bodies(cendana)
    assert [names["id"] for names in divided.names] == [
        "Kabupaten Arum", "Kabupaten Cendana", "Kota Bahari",
    ]  # fmt: skip


def test_a_duty_that_may_be_met_elsewhere_stays_with_the_whole(parts):
    duties = [
        ("here", "a_social", "a_justice"),
        ("alternatives", "a_social", "a_police"),
        ("alternatives", "a_social", "b_police"),
        ("above", "province", "ministry"),
    ]
    arum, *others = parts(duties=duties).values()
    assert [*arum.records.mandates["duty"]] == ["here"]
    assert not any(len(view.records.mandates) for view in others)


def test_a_number_of_no_part_has_no_view(parts):
    divided = parts()
    for turn in (-1, len(divided)):
        assert turn not in divided
        assert divided.get(turn) is None


def test_ties_outside_a_part_are_told_as_a_number(parts):
    assert [view.part.outside for view in parts().values()] == [1, 0, 1]


def test_who_has_contact_elsewhere_alone_is_not_said_to_have_had_no_case(parts):
    """What a duty could have shown is what the whole knows of it."""
    held = [("a_education", "b_social", 30)]
    told = [tie for tie in ties_of("a") if "a_education" not in tie]
    divided = parts(
        ties=[*told, *held, *ties_of("b")],
        names={key: country.DISTRICTS[key] for key in "ab"},
        duties=[("d", "a_education", "a_justice")],
    )
    arum = divided[0]
    assert arum.exposure(arum.whole)["exposed"].isna().all()
    assert [*ng.find_gaps(arum)["kind"]].count("unrecorded") == 1


def test_one_name_in_two_spellings_is_one_part(parts):
    names = {"a": "Kab. Arum", "b": "kab arum", "c": "Kota 10", "d": "Kota 2"}
    divided = parts(names=names)
    assert [one["en"] for one in divided.names] == ["Kab. Arum", "Kota 2", "Kota 10"]


def test_a_part_travels_to_another_process(parts):
    for view in parts().values():
        there = pickle.loads(pickle.dumps(view))  # noqa: S301  our own
        assert ties(there) == ties(view)
        assert there.masking.rules == view.masking.rules


# --- what a part may tell ------------------------------------------------------------------


def test_a_body_without_a_name_is_in_no_part_but_its_sector(parts):
    """In a district it would mostly stand for the one shelter that everybody there knows."""
    divided = parts(unnamed="a_health")
    assert divided.beside.unnamed == 2
    assert not any("health_unnamed" in bodies(view) for view in divided.values())
    by_sector = Parts(divided.view, "sector", divided.period)
    held = [view for view in by_sector.values() if "health_unnamed" in bodies(view)]
    assert [view.part.names["en"] for view in held] == ["Health"]


def test_a_body_without_a_name_tells_no_district(parts):
    view = parts(unnamed="a_health").view
    assert view.records.actors.at["health_unnamed", "district"] == ""


def test_a_part_of_which_too_little_may_be_told_says_so(parts):
    few = [("c_social", "c_police", 30), ("c_police", "c_health", 30)]
    many = [("b_social", "b_police", 30)] + [
        (f"b_{one}", "b_justice", 2) for one in ("social", "police", "health")
    ]
    divided = parts(ties=[*ties_of("a"), *many, *few])
    arum, cendana, bahari = divided
    assert [*divided.untold] == [cendana, bahari]
    assert divided.untold[cendana].say("en") == "Ties of 2019: 2; that is no network."
    assert "Ties of 2019 with 5 cases or more: 1" in divided.untold[bahari].say("en")
    assert [is_told(view, view.whole) for view in divided.values()] == [True, False, False]
    assert arum not in divided.untold


def test_totals_stay_with_the_whole(tmp_path):
    history = ng.build_history(ng.read_records(country.country(tmp_path / "data")))
    view = ng.protect(history, exact=True)
    assert len(view.totals_in(view.whole))
    for part in Parts(view, "district", view.whole).values():
        assert part.totals_in(part.whole).empty


# --- cases ---------------------------------------------------------------------------------


def test_usual_delays_of_a_part_are_those_of_the_whole(casework):
    view = ng.protect(casework)
    whole = ng.public_pathways(view).delays
    divided = Parts(view, "level", view.whole)
    told = [divided[turn] for turn in divided if turn not in divided.untold]
    found = [ng.public_pathways(part).delays for part in told]
    assert sum(map(len, found))
    for delays in found:
        assert delays.equals(whole.loc[delays.index])


def test_the_office_follows_the_cases_that_stayed_to_the_end_of_all_data(casework):
    view = ng.keep_internal(casework)
    divided = Parts(view, "level", view.whole)
    log = case_log(view)
    told = [part for part in divided.values() if len(case_log(part))]
    assert told
    for part in told:
        own = case_log(part)
        assert own.equals(log[log["case"].isin(own["case"])])
        assert end_of_data(part) == end_of_data(view)


# --- what is refused -----------------------------------------------------------------------


def test_a_column_that_is_not_there_is_told_with_the_nearest(parts):
    with pytest.raises(UnknownName, match=r"no column 'distrik' .* nearest is district"):
        parts("distrik")


@pytest.mark.parametrize("name", ["District", "kabupaten", "Kabupaten/Kota"])
def test_a_column_goes_by_each_of_its_headings(parts, name):
    divided = parts(name)
    assert divided.column.name == "district"
    assert [one["en"] for one in divided.names] == sorted(country.DISTRICTS.values())


def test_a_column_that_is_blank_is_told(public):
    with pytest.raises(NotEnoughData, match=r"No body has a value of district, .* actors.csv"):
        Parts(public, "district", public.whole)


def test_a_number_of_a_person_makes_no_part(parts):
    """The door leaves it out."""
    divided = parts(names={**country.DISTRICTS, "a": "0812-3456-7890"})
    assert [one["en"] for one in divided.names] == ["Kabupaten Cendana", "Kota Bahari"]
