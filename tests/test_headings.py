"""Headings are known without regard to case, blanks, punctuation and language."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import few

from netgov.headings import positions, recognise, spellings
from netgov.schema import TABLES, plain

COUNTED = [name for name in TABLES if TABLES[name].counted]


def known(headings, table="referrals", renamed=None, given=()):
    return recognise(headings, [table], {table: renamed or {}}, given)


@pytest.mark.parametrize(
    "headings",
    [
        ["date", "source", "target"],
        ["Tanggal", "Asal", "Tujuan"],
        ["TGL. RUJUKAN", "Instansi  Perujuk", "Instansi-Tujuan"],
        ["Hari/Tanggal", "Rujukan dari", "Dirujuk ke"],
        ["ＤＡＴＥ", "from_actor", "to actor"],
        ["Tanggal:", "Nama Instansi Perujuk", "Nama Instansi Tujuan"],
        ["created_at", "service_referred_from", "to_user_agency"],
        ["Tahun", "pelimpahan\ndari", "Lembaga Penerima"],
    ],
)
def test_a_referral_log_is_known_by_what_offices_write(headings):
    found = known(headings)
    assert found.missing == ()
    assert found.columns == {"date": (0,), "source": (1,), "target": (2,)}


@pytest.mark.parametrize("name", TABLES)
def test_each_heading_of_a_table_stands_for_one_column(name):
    told = {}
    for column in TABLES[name].columns:
        for spelling in spellings(name, column.name):
            assert told.setdefault(spelling, column.name) == column.name


@pytest.mark.parametrize("name", TABLES)
def test_a_table_with_its_own_headings_lacks_nothing(name):
    headings = [column.name for column in TABLES[name].columns]
    found = recognise(headings, TABLES, {})
    assert known(headings, name).missing == ()
    assert len(known(headings, name).columns) == len(headings)
    assert (found.table, found.missing) == (name, ())


@pytest.mark.parametrize("name", COUNTED)
@given(data=st.data())
@few
def test_any_spelling_in_any_order_is_known(name, data):
    columns = data.draw(st.permutations(TABLES[name].columns))
    dress = st.sampled_from(
        [str.upper, str.title, lambda text: text.replace("_", " "), lambda text: f" {text}. "]
    )
    written = [
        data.draw(dress)(data.draw(st.sampled_from((column.name, *column.headings))))
        for column in columns
    ]
    found = known(written, name)
    assert found.columns == {column.name: (turn,) for turn, column in enumerate(columns)}
    assert sorted(positions(found)) == list(range(len(columns)))


def test_what_is_missing_is_told_unless_it_is_given():
    assert known(["date", "target"]).missing == ("source",)
    assert known(["date", "target"], given=["source"]).missing == ()


def test_a_heading_that_stands_twice_stands_at_both_places():
    found = known(["date", "Asal", "asal", "target"])
    assert found.columns["source"] == (1, 2)
    assert sorted(positions(found)) == [0, 1, 2, 3]


def test_the_name_of_the_schema_goes_before_other_headings():
    assert known(["tanggal", "date", "source", "target"]).columns["date"] == (1,)


def test_blank_headings_and_signs_are_no_columns():
    assert known(["", " ", "#", "…", "date"]).columns == {"date": (4,)}


@pytest.mark.parametrize("heading", ["Nama", "Nama Korban", "NIK", "Keterangan", "Umur"])
def test_a_column_about_persons_is_not_read_even_when_asked_for(heading):
    found = known(["date", heading, "target"], renamed={"source": heading})
    assert found.missing == ("source",)
    assert 1 not in positions(found)


def test_bodies_have_names():
    found = known(["id", "nama", "sektor", "tingkat", "catatan"], "actors")
    assert found.columns["name_id"] == (1,)
    assert known(["alias", "aktor", "Catatan"], "aliases").columns["note"] == (2,)


def test_a_mapping_file_decides():
    headings = ["Tgl Terima", "Pengirim Kasus", "tujuan", "asal"]
    found = known(headings, renamed={"date": "TGL_TERIMA", "source": "pengirim kasus"})
    assert found.columns == {"date": (0,), "source": (1,), "target": (2,)}
    assert known(["asal"], renamed={"source": "pengirim"}).columns == {}


def test_a_heading_that_a_mapping_file_gives_away_is_no_other_column():
    headings = ["tgl", "tanggal", "source", "target"]
    found = known(headings, renamed={"closed": "Tanggal"})
    assert found.columns == {"closed": (1,), "date": (0,), "source": (2,), "target": (3,)}


@pytest.mark.parametrize(
    ("headings", "table"),
    [
        (["tanggal", "asal", "tujuan", "no register"], "referrals"),
        (["tanggal", "kegiatan", "instansi", "sebagai"], "meetings"),
        (["tahun", "asal", "tujuan", "bobot"], "ties"),
        (["alias", "aktor"], "aliases"),
        (["date", "source"], "referrals"),
        (["date", "source", "target", "weight", "answered", "closed"], "referrals"),
        (["date", "source", "target", "count", "answered", "closed"], "referrals"),
        (["date", "source", "target", "count", "cases", "answered"], "referrals"),
        (["tanggal", "asal", "tujuan", "jumlah", "tanggal_dijawab"], "referrals"),
        (["year", "source", "target", "weight", "answered", "closed"], "ties"),
        (["tahun", "asal", "tujuan", "jumlah", "jumlah_dijawab", "median_hari"], "ties"),
        (["date", "source", "target", "weight", "cases", "answered", "median_days"], "ties"),
        (["date", "source", "target", "weight"], "ties"),
    ],
)
def test_the_table_that_lacks_least_is_taken(headings, table):
    assert recognise(headings, ["referrals", "meetings", "ties", "aliases"], {}).table == table


@given(st.lists(st.text(max_size=12), max_size=8))
@few
def test_any_headings_are_looked_through(headings):
    for name in COUNTED:
        found = known(headings, name)
        for column, places in found.columns.items():
            assert {plain(headings[at]) for at in places} <= set(spellings(name, column))
        assert set(found.missing).isdisjoint(found.columns)
