"""The public view: bodies without names, no counts, and no way round it."""

import math
import zipfile

import pytest
from folder import TABLES

import netgov as ng
from netgov.days import first_day, last_day
from netgov.errors import DisclosureError
from netgov.privacy import ProtectedHistory, ProtectedNetwork

HIDDEN = {
    "actors.csv": TABLES["actors.csv"]
    .replace("level,reach", "level,reach,publish,confidential")
    .replace("Puskesmas,Health centre", "Klinik Mawar,Rose clinic")
    .replace("health,kecamatan,city", "health,kecamatan,city,no,")
    .replace("social,city,city", "social,city,city,,yes"),
    "aliases.csv": "alias,actor\nRose House,health\n",
}


def content(path):
    """Return all bytes of a file, those inside a zip unpacked."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as box:
            return b"".join(box.read(name) for name in box.namelist())
    return path.read_bytes()


@pytest.fixture
def shielded(folder):
    return ng.protect(ng.build_history(ng.read_records(folder(HIDDEN))))


def test_unpublished_and_confidential_bodies_lose_their_names(shielded):
    actors = shielded[2019].actors
    assert {"health_unnamed", "social_unnamed"} <= set(actors.index)
    assert not {"health", "unit"} & set(actors.index)
    assert shielded[2019].names("en")["health_unnamed"] == "Health: body not named"
    assert shielded[2019].names("id")["health_unnamed"] != "Health: body not named"


def test_the_shape_stays_when_each_sector_has_one(folder, shielded):
    open_view = ng.build_history(ng.read_records(folder(HIDDEN, "open")))
    assert len(shielded[2019].ties) == len(open_view[2019].ties)
    assert ng.register(shielded, 2019)["status"].tolist() == (
        ng.register(open_view, 2019)["status"].tolist()
    )


@pytest.mark.parametrize("lang", ["id", "en"])
def test_no_file_holds_a_hidden_name(shielded, tmp_path, lang):
    out = ng.write_report(shielded, 2019, tmp_path / "out", lang)
    for path in out.rglob("*"):
        if path.is_file():
            for name in ("Klinik Mawar", "Rose clinic", "Rose House", "Unit Layanan", "UL,"):
                assert name.encode() not in content(path), (path.name, name)


def test_every_year_and_every_smaller_network_is_protected(public):
    assert isinstance(public, ProtectedHistory)
    assert isinstance(public[2019], ProtectedNetwork)
    assert isinstance(public[2019].layer("referral").binary(), ProtectedNetwork)


def test_without_hidden_bodies_nothing_changes(folder):
    history = ng.build_history(ng.read_records(folder()))
    assert ng.protect(history)[2019].ties.equals(history[2019].ties)


# --- counts -----------------------------------------------------------------------------------


@pytest.fixture
def counted(tmp_path):
    """Return the public and the whole network of a log with some cases on each tie."""

    def make(cases, rows=()):
        lines = [
            f"K{pair}-{turn},2019-03-04,{pair[0]},{pair[1]}"
            for pair, count in cases.items()
            for turn in range(count)
        ]
        path = tmp_path / "log.csv"
        path.write_text("\n".join(["case,date,source,target", *lines, *rows]))
        history = ng.build_history(ng.read_records(path))
        return ng.protect(history)[2019].ties, history[2019].ties

    return make


MANY = {"ab": 7, "bc": 8, "cd": 12}


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_few_cases_keep_their_tie_and_lose_their_number(counted, count):
    ties, _whole = counted({**MANY, "da": count})
    hidden = ties.loc["d", "a", "referral"]
    assert (hidden["hidden"], hidden["weight"]) == (1, 2)
    assert math.isnan(hidden["cases"])


@pytest.mark.parametrize(("count", "told"), [(5, 5), (7, 5), (8, 10), (12, 10), (13, 15)])
def test_other_counts_are_rounded(counted, count, told):
    ties, whole = counted({**MANY, "da": count})
    assert whole.loc[("d", "a", "referral"), ["weight", "cases"]].tolist() == [count, count]
    assert ties.loc[("d", "a", "referral"), ["weight", "cases"]].tolist() == [told, told]


def test_cases_are_counted_and_not_rows(counted):
    again = [f"Kda-{turn % 2},2019-04-{turn:02},d,a" for turn in range(1, 25)]
    ties, whole = counted({**MANY, "da": 1}, again)
    assert whole.loc[("d", "a", "referral"), ["weight", "cases"]].tolist() == [25, 2]
    assert ties.loc[("d", "a", "referral"), "hidden"] == 1


def test_rows_without_a_case_are_one_case_together(counted):
    unknown = [f",2019-05-{turn:02},d,a" for turn in range(1, 13)]
    _ties, whole = counted(MANY, unknown)
    assert whole.loc[("d", "a", "referral"), ["weight", "cases"]].tolist() == [12, 1]


@pytest.mark.parametrize("told", [1, 2])
def test_one_or_two_told_ties_are_not_published(counted, told):
    many = dict(list(MANY.items())[:told])
    with pytest.raises(DisclosureError, match="give the others"):
        counted({**many, "da": 3})


def test_two_hidden_counts_look_alike_in_every_file(tmp_path):
    files = []
    for count in (1, 4):
        counts = {**MANY, "da": count}
        rows = [f"{s},{t},2019,{n}" for (s, t), n in counts.items()]
        path = tmp_path / f"log{count}.csv"
        path.write_text("\n".join(["source,target,year,weight", *rows]))
        history = ng.protect(ng.build_history(ng.read_records(path)))
        out = ng.write_report(history, path=tmp_path / f"out{count}")
        files.append({p.name: p.read_bytes() for p in out.rglob("*") if p.is_file()})
    assert files[0] == files[1]


@pytest.mark.parametrize(
    ("since", "until", "told"),
    [
        ("2019-01-01", "2019-12-31", True),
        ("2019-01-01", None, True),
        (None, "2019-12-31", True),
        ("2019-01-01", "2019-03-31", False),
        ("2019-03-01", "2019-03-01", False),
        ("2019-01-02", None, False),
        (None, "2019-02-28", False),
    ],
)
def test_only_whole_years_are_published(tmp_path, since, until, told):
    path = tmp_path / "log.csv"
    rows = [f"K{turn},2019-{turn % 12 + 1:02},A,B" for turn in range(24)]
    path.write_text("\n".join(["case,date,source,target", *rows]))
    asked = {"since": since and first_day(since), "until": until and last_day(until)}
    history = ng.build_history(ng.read_records(path, **asked))
    refusal = "give the others" if told else "whole years"
    with pytest.raises(DisclosureError, match=refusal):
        ng.protect(history)


def test_a_name_like_a_person_is_not_published(tmp_path):
    path = tmp_path / "log.csv"
    path.write_text("case,date,source,target\nK1,2019-03-04,Ibu Siti,Puskesmas A\n")
    with pytest.raises(DisclosureError, match="look like persons"):
        ng.protect(ng.build_history(ng.read_records(path)))


def test_maps_and_reports_refuse_the_open_view(history, tmp_path):
    with pytest.raises(DisclosureError):
        ng.scene(history)
    with pytest.raises(DisclosureError):
        ng.write_report(history, path=tmp_path / "out")
