"""A settings file says what is meant, or a sentence says what is wrong with it."""

import pytest

from netgov.errors import NetgovError, RecordsError, UnknownName
from netgov.period import Period
from netgov.settings import (
    Fill,
    Settings,
    Study,
    chosen_settings,
    read_settings,
    ready_names,
    ready_settings,
)


@pytest.fixture
def said(tmp_path):
    """Read settings out of a file."""

    def read(text):
        path = tmp_path / "netgov.toml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_settings(path)

    return read


def test_without_a_file_nothing_is_set(tmp_path):
    assert read_settings(tmp_path / "netgov.toml") == Settings()


def test_an_empty_file_sets_nothing(said):
    settings = said("# nothing\n")
    assert (settings.years, settings.synthetic) == (None, False)
    assert (settings.renamed, settings.fills) == ({}, {})


def test_a_study_has_titles_years_and_whether_it_is_invented(said):
    settings = said("""
        [study]
        title_id = "Siapa dengan siapa"
        title_en = "Who with whom"
        years = "2017-2019"
        synthetic = true
    """)
    assert settings.titles == {"id": "Siapa dengan siapa", "en": "Who with whom"}
    assert settings.years == Period(2017, 2019)
    assert settings.synthetic is True


def test_a_mark_at_the_start_of_the_file_does_no_harm(said):
    assert said('\ufeff[study]\ntitle_id = "Judul"\r\n').titles["id"] == "Judul"


@pytest.mark.parametrize(
    ("years", "period"), [("2019", Period(2019, 2019)), ('"2017 – 2019"', Period(2017, 2019))]
)
def test_years_are_one_or_a_span(said, years, period):
    assert said(f"[study]\nyears = {years}").years == period


@pytest.mark.parametrize(
    ("titles", "spoken"),
    [
        ({"id": "Judul", "en": "Title"}, ("Judul", "Title")),
        ({"id": "Judul", "en": ""}, ("Judul", "Judul")),
        ({"en": "Title"}, ("Title", "Title")),
        ({}, ("", "")),
    ],
)
def test_a_title_stands_in_for_one_that_is_missing(titles, spoken):
    study = Study(titles, Period(2019, 2019))
    assert (study.title("id"), study.title("en")) == spoken


# --- columns ----------------------------------------------------------------------------


def test_headings_for_all_tables_go_to_each_table_that_has_the_column(said):
    renamed = said('[columns]\nsource = "Pengirim Kasus"\nmeeting = "Judul Rapat"').renamed
    assert renamed["referrals"] == {"source": "Pengirim Kasus"}
    assert renamed["ties"] == {"source": "Pengirim Kasus"}
    assert renamed["meetings"] == {"meeting": "Judul Rapat"}
    assert "actors" not in renamed


def test_headings_of_one_table_go_to_it_alone(said):
    renamed = said('[columns.referrals]\ndate = "Tgl Terima"\ncase = "No LP"').renamed
    assert renamed == {"referrals": {"date": "Tgl Terima", "case": "No LP"}}


@pytest.mark.parametrize(
    "text",
    [
        '[columns]\ndate = "Hari"\n[columns.referrals]\ndate = "Tgl Terima"',
        'columns.referrals.date = "Tgl Terima"\ncolumns.date = "Hari"',
    ],
)
def test_what_is_said_of_one_table_goes_before_what_is_said_of_all(said, text):
    renamed = said(text).renamed
    assert renamed["referrals"]["date"] == "Tgl Terima"
    assert renamed["meetings"]["date"] == "Hari"


@pytest.mark.parametrize(
    "text",
    [
        '[columns]\nsource = "Nama"',
        '[columns]\nsource = "Nama Korban"',
        '[columns.referrals]\ncase = "N.I.K."',
        '[columns.referrals]\nservice = "Kronologi Singkat"',
        '[columns.meetings]\nactor = "No. HP"',
        '[columns.ties]\ncases = "Umur"',
    ],
)
def test_a_column_about_persons_is_refused(said, text):
    with pytest.raises(RecordsError, match=r"netgov\.toml.*a column about persons.*never read"):
        said(text)


@pytest.mark.parametrize(
    "text",
    [
        '[columns]\nsource = "Nama Instansi Perujuk"',
        '[columns]\ncount = "Jumlah Anak"',
        '[columns.referrals]\nservice = "Layanan yang dibutuhkan korban"',
        '[columns.actors]\nname_id = "Nama"',
        '[columns.evidence]\ntext_id = "Uraian"',
    ],
)
def test_bodies_counts_and_statements_are_not_refused(said, text):
    assert said(text).renamed


# --- blanks -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "fill"),
    [
        ('target = "UPT PPA"', Fill("UPT PPA")),
        ('target = { value = "UPT PPA" }', Fill("UPT PPA")),
        (
            'target = { value = "UPT PPA", where = "case", has = "/R/" }',
            Fill("UPT PPA", "case", "/R/"),
        ),
    ],
)
def test_a_blank_means_what_the_file_says_always_or_somewhere(said, text, fill):
    assert said(f"[fill]\n{text}").fills == {"target": fill}


# --- what is wrong ----------------------------------------------------------------------

WRONG = {
    "no TOML": ("[study", r"cannot be read"),
    "twice": ("[study]\n[study]", r"cannot be read"),
    "too long": ("x = " + "1" * 5000, r"cannot be read"),
    "too deep": ("x = " + "[" * 5000 + "]" * 5000, r"cannot be read"),
    "no text": (b"\xff\xfe\x00\x81", r"is not UTF-8"),
    "section": ('[colums]\ndate = "Hari"', r"'colums'.*nearest is columns"),
    "loose": ('title_id = "Judul"', r"'title_id'.*all: columns, fill, study"),
    "study": ("study = 1", r"study is '1'; write it as a table: \[study\]"),
    "columns": ('columns = "date"', r"write it as a table: \[columns\]"),
    "fill": ("fill = []", r"write it as a table: \[fill\]"),
    "years": ('[study]\nyears = "2019-2017"', r"'2019-2017' is not a year"),
    "year": ("[study]\nyears = true", r"'True' is not a year"),
    "list": ("[study]\nyears = [2017, 2019]", r"is not a year"),
    "synthetic": ('[study]\nsynthetic = "true"', r"synthetic is 'true'; write true or false"),
    "column": ('[columns]\ndat = "Hari"', r"no column called 'dat'\. The nearest is date"),
    "own column": ('[columns.meetings]\ntarget = "Ke"', r"no column called 'target'"),
    "table": ('[columns.referal]\ndate = "Hari"', r"no table called 'referal'.*referrals"),
    "heading": ("[columns]\ndate = 3", r"column date is '3'; write its heading in quotes"),
    "blank": ('[columns]\ndate = " "', r"write its heading in quotes"),
    "nested": ("[columns.referrals]\ndate = { a = 1 }", r"write its heading in quotes"),
    "filled": ('[fill]\ntarge = "UPT"', r"no column called 'targe'\. The nearest is target"),
    "number": ("[fill]\ntarget = 3", r"\[fill\] target cannot be used"),
    "nothing": ('[fill]\ntarget = " "', r"\[fill\] target cannot be used"),
    "half": ('[fill]\ntarget = { value = "U", where = "case" }', r"cannot be used"),
    "other half": ('[fill]\ntarget = { value = "U", has = "R" }', r"cannot be used"),
    "more": ('[fill]\ntarget = { value = "U", when = "R" }', r"cannot be used"),
    "valueless": ('[fill]\ntarget = { where = "case", has = "R" }', r"cannot be used"),
    "where": (
        '[fill]\ntarget = { value = "U", where = "kasus", has = "R" }',
        r"no column called 'kasus'",
    ),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_wrong_is_told_in_a_sentence(said, wrong):
    text, match = WRONG[wrong]
    with pytest.raises(RecordsError, match=match) as caught:
        said(text)
    for lang in ("id", "en"):
        sentence = caught.value.say(lang)
        assert "netgov.toml" in sentence
        assert "{" not in sentence.replace("'{", "")
        assert len(sentence) < 600
    assert caught.value.say("id") != caught.value.say("en")


def test_numbers_of_persons_in_a_settings_file_are_masked(said):
    with pytest.raises(RecordsError) as caught:
        said('[columns]\n1471075201110001 = "Hari"')
    assert "1471075201110001" not in caught.value.say("id") + caught.value.say("en")


# --- settings that come with netgov -----------------------------------------------------


def test_each_mapping_that_comes_with_netgov_can_be_read():
    for name in ready_names():
        settings = ready_settings(name)
        assert settings is not None
        assert settings.renamed
        assert chosen_settings(name) == settings


@pytest.mark.parametrize("name", ["", "README", "../data/netgov", "/etc/passwd", "x"])
def test_no_other_name_is_a_mapping(name):
    assert ready_settings(name) is None


def test_a_file_is_chosen_by_its_path(tmp_path):
    path = tmp_path / "kolom.toml"
    path.write_text('[columns]\ndate = "Hari"', encoding="utf-8")
    assert chosen_settings(path).renamed["referrals"] == {"date": "Hari"}
    assert chosen_settings(str(path)) == chosen_settings(path)


def test_a_mapping_that_is_not_known_is_told_with_the_nearest():
    with pytest.raises(UnknownName, match="no mapping called 'simfony'") as caught:
        chosen_settings("simfony")
    assert isinstance(caught.value, NetgovError)
    for name in ready_names():
        assert name in caught.value.say("id")
