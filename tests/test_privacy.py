"""The public view: bodies without names, no counts, and no way round it."""

import zipfile

import pytest
from folder import TABLES

import netgov as ng
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


def test_counts_of_cases_are_not_published(folder):
    from dataclasses import replace

    records = ng.read_records(folder())
    counted = replace(records, evidence=records.evidence.assign(cases=3.0))
    with pytest.raises(DisclosureError, match="small counts point to children"):
        ng.protect(ng.build_history(counted))


def test_maps_and_reports_refuse_the_open_view(history, tmp_path):
    with pytest.raises(DisclosureError):
        ng.scene(history)
    with pytest.raises(DisclosureError):
        ng.write_report(history, path=tmp_path / "out")
