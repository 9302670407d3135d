"""The folder to start from: recognised, filled in and read back without a word."""

import datetime as dt
import io
import re
import zipfile

import openpyxl
import pandas as pd
import pytest

import netgov as ng
from netgov.checking import converted
from netgov.errors import NetgovError, UnknownName
from netgov.headings import recognise
from netgov.identity import is_identity
from netgov.period import Period
from netgov.reading import Raw
from netgov.schema import CONTACTS, TABLES
from netgov.settings import read_settings
from netgov.template import SHEETS, WORKBOOK, choices, heading, template_files, write_template
from netgov.words import LANGUAGES, Words
from netgov.writing import write_folder

REFERRAL = {
    "case": "2019-017",
    "date": dt.date(2019, 3, 21),
    "source": "Dinas Contoh",
    "target": "UPTD",
    "service": "pendampingan",
    "answered": dt.date(2019, 3, 25),
    "count": 1,
}
MEETING = {"date": dt.date(2019, 5, 2), "meeting": "Rapat koordinasi"}
BODIES = {"dinas": "Dinas Contoh", "uptd": "UPTD Contoh", "polres": "Polres Contoh"}
MANDATE = {
    "duty": "sop-contoh-1",
    "source": "dinas",
    "target": "uptd",
    "legal_basis": "SOP Contoh",
    "days": 3,
    "in_force_from": 2018,
}


@pytest.fixture(params=sorted(LANGUAGES))
def lang(request):
    return request.param


def opened(lang):
    return openpyxl.load_workbook(io.BytesIO(template_files(lang)[WORKBOOK]))


def columns():
    return [(table, column) for table in SHEETS for column in TABLES[table].columns]


class Office:
    """Somebody who fills in the template, by the columns of the schema."""

    def __init__(self, folder, lang):
        self.folder = write_template(folder, lang)
        self.words = Words(lang)
        self.book = openpyxl.load_workbook(self.folder / WORKBOOK)

    def choice(self, table, column, turn=0):
        known = choices(TABLES[table].column(column), self.words)
        return known[turn % len(known)]

    def add(self, table, **cells):
        sheet = self.book[table]
        row = 2
        while any(cell.value is not None for cell in sheet[row]):
            row += 1
        for at, column in enumerate(TABLES[table].columns, start=1):
            if column.name in cells:
                sheet.cell(row, at).value = cells[column.name]

    def bodies(self):
        for turn, (slug, name) in enumerate(BODIES.items()):
            closed = {c: self.choice("actors", c, turn) for c in ("sector", "level", "reach")}
            abbrev = {"abbrev": "UPTD"} if slug == "uptd" else {}
            self.add("actors", id=slug, name_id=name, **closed, **abbrev)

    def records(self):
        self.book.save(self.folder / WORKBOOK)
        return ng.read_records(self.folder)


@pytest.fixture
def office(tmp_path, lang):
    return Office(tmp_path / "data", lang)


def test_the_same_bytes_each_time(lang):
    assert template_files(lang) == template_files(lang)
    assert template_files() == template_files("id")
    assert template_files("id") != template_files("en")


def test_a_language_that_is_not_there_is_refused():
    with pytest.raises(UnknownName, match="no language called 'jv'"):
        template_files("jv")


# --- headings and dropdowns ---------------------------------------------------------------


@pytest.mark.parametrize("table", SHEETS)
def test_every_heading_is_recognised(table, lang):
    row = [cell.value for cell in opened(lang)[table][1]]
    found = recognise(row, TABLES, {})
    assert found.table == table
    at = {column.name: (turn,) for turn, column in enumerate(TABLES[table].columns)}
    assert found.columns == at
    assert found.missing == ()


def test_headings_are_in_the_language_of_the_office():
    said = {name: heading(TABLES["referrals"].column(name), Words("id")) for name in REFERRAL}
    assert said == {
        "case": "Kasus",
        "date": "Tanggal",
        "source": "Asal",
        "target": "Tujuan",
        "service": "Layanan",
        "answered": "Tanggal dijawab",
        "count": "Jumlah",
    }
    # What holds a text in English is headed in English; nothing else is.
    english = [c.name for _t, c in columns() if heading(c, Words("id")).endswith(" en")]
    assert english == ["function_en", "text_en"]
    for _table, column in columns():
        own = column.name.replace("_", " ").capitalize()
        assert heading(column, Words("en")) == own


def test_no_column_points_to_a_person(lang):
    for table in set(SHEETS) & set(CONTACTS):
        assert not any(is_identity(cell.value) for cell in opened(lang)[table][1])


def test_every_heading_tells_both_languages_what_it_is_for(lang):
    book = opened(lang)
    for table in SHEETS:
        for cell, column in zip(book[table][1], TABLES[table].columns, strict=True):
            note = cell.comment.text.casefold()
            for one in map(Words, LANGUAGES):
                assert one(column.meaning).casefold() in note
            assert ("★" in note) == column.required
            colour = cell.fill.start_color.rgb
            assert colour == ("FF0B3C6F" if column.required else "FFE7E5E4")


def test_lists_are_in_the_language_of_the_office():
    level = choices(TABLES["actors"].column("level"), Words("id"))
    assert level[:5] == ["nasional", "provinsi", "kota", "kecamatan", "kelurahan"]
    assert choices(TABLES["meetings"].column("stand_in"), Words("id")) == [
        "pimpinan hadir",
        "diwakili",
    ]
    assert choices(TABLES["mandates"].column("kind"), Words("id")) == ["wajib", "boleh"]
    assert choices(TABLES["mandates"].column("kind"), Words("en")) == ["must", "may"]


def test_dropdowns_hold_the_lists_and_fit_into_a_cell_check(lang):
    book = opened(lang)
    for table in SHEETS:
        checks = {str(v.sqref): v for v in book[table].data_validations.dataValidation}
        for at, column in enumerate(TABLES[table].columns, start=1):
            values = choices(column, Words(lang))
            if values:
                letter = openpyxl.utils.get_column_letter(at)
                formula = checks[f"{letter}2:{letter}2001"].formula1
                assert formula == f'"{",".join(values)}"'
                assert len(formula) <= 257
                assert not any("," in value for value in values)


@pytest.mark.parametrize("table", SHEETS)
def test_every_value_of_a_list_is_read_as_what_it_says(table, lang):
    words = Words(lang)
    for column in TABLES[table].columns:
        values = choices(column, words)
        if values:
            cells = {
                heading(c, words): values if c is column else "" for c in TABLES[table].columns
            }
            frame = pd.DataFrame(cells, index=range(2, len(values) + 2))
            read = converted(Raw(WORKBOOK, table, frame, (), {}, ()), table, {})
            assert read.frame[column.name].tolist() == list(column.type)


# --- there and back -----------------------------------------------------------------------


def test_the_untouched_template_is_refused_for_want_of_rows(tmp_path, lang):
    folder = write_template(tmp_path / "data", lang)
    with pytest.raises(NetgovError, match="holds headings and no rows; add at least one row"):
        ng.read_records(folder)


def test_what_is_filled_in_is_read_without_a_word(office):
    office.bodies()
    layer = office.choice("referrals", "layer")
    status = office.choice("referrals", "status", turn=4)
    office.add("referrals", **REFERRAL, layer=layer, status=status)
    for turn, body in enumerate(("Dinas Contoh", "UPTD", "Polres Contoh")):
        role = office.choice("meetings", "role", min(turn, 1))
        stand_in = office.choice("meetings", "stand_in")
        office.add("meetings", **MEETING, actor=body, role=role, stand_in=stand_in)
    kind, duty = office.choice("mandates", "kind"), office.choice("mandates", "layer")
    office.add("mandates", **MANDATE, kind=kind, layer=duty)
    records = office.records()
    assert records.problems.empty
    assert records.changes.empty
    assert records.unread.empty
    assert records.doubtful == ()
    assert records.counts["used"].to_dict() == {
        (WORKBOOK, "actors"): 3,
        (WORKBOOK, "mandates"): 1,
        (WORKBOOK, "referrals"): 1,
        (WORKBOOK, "meetings"): 3,
    }
    assert sorted(records.actors.index) == sorted(BODIES)
    assert records.mandates.iloc[0][["kind", "layer", "days"]].tolist() == [
        "must",
        "referral",
        3,
    ]
    assert records.meetings["role"].tolist() == ["organiser", "participant", "participant"]
    sign = records.evidence[records.evidence["layer"] == "referral"].iloc[0]
    assert sign[["source", "target", "status"]].tolist() == ["dinas", "uptd", "completed"]
    assert sign["answered"] == dt.datetime(2019, 3, 25)
    assert not records.study.synthetic
    assert records.study.title(office.words.lang)


def test_records_of_contact_alone_are_read_without_a_word(office):
    office.add("referrals", **REFERRAL)
    records = office.records()
    assert records.problems.empty
    assert records.changes.empty
    assert len(records.actors) == 2


@pytest.mark.parametrize(("written", "grain"), [("2019", "year"), ("2019-03", "month")])
def test_a_year_or_month_alone_is_read_as_the_note_says(office, written, grain):
    office.add("referrals", **{**REFERRAL, "date": written, "answered": None})
    records = office.records()
    assert records.evidence["grain"].tolist() == [grain]
    assert records.changes.empty


def test_the_guide_is_no_table_and_warns_of_persons(lang):
    book = opened(lang)
    guide = book.worksheets[0]
    assert [sheet.title for sheet in book.worksheets[1:]] == list(SHEETS)
    assert not any(cell.value for row in guide.iter_rows() for cell in row)
    with zipfile.ZipFile(io.BytesIO(template_files(lang)[WORKBOOK])) as archive:
        said = archive.read("xl/drawings/drawing1.xml").decode()
    assert re.search(r"\bNIK\b", said)
    for one in map(Words, LANGUAGES):
        assert one("Never enter what points to a person") in said


def test_no_column_is_hidden(lang):
    # A column that somebody hides is read, and told: the template must not do it itself.
    for sheet in opened(lang).worksheets:
        assert sheet.sheet_state == "visible"
        assert not any(column.hidden for column in sheet.column_dimensions.values())


# --- the settings and the folder ----------------------------------------------------------


def test_the_settings_are_read_and_so_are_their_examples(tmp_path, lang):
    text = template_files(lang)["netgov.toml"].decode()
    path = tmp_path / "netgov.toml"
    path.write_text(text, encoding="utf-8")
    told = read_settings(path)
    assert (told.years, told.synthetic, told.renamed) == (None, False, {})
    assert set(told.titles) == set(LANGUAGES)
    commented = re.compile(r"^# (?=\[|\w+ = )", re.MULTILINE)
    path.write_text(commented.sub("", text), encoding="utf-8")
    told = read_settings(path)
    assert told.years == Period(2017, 2019)
    assert told.renamed == {
        "referrals": {"date": "Tgl surat", "source": "Instansi yang mengirim"}
    }


@pytest.mark.parametrize("name", sorted(template_files()))
def test_what_was_filled_in_is_never_replaced(tmp_path, name):
    folder = write_template(tmp_path / "data")
    for other in template_files():
        if other != name:
            (folder / other).unlink()
    (folder / name).write_bytes(b"a week of work")
    with pytest.raises(NetgovError, match=f"'data' holds '{name}' already"):
        write_template(folder)
    assert (folder / name).read_bytes() == b"a week of work"


def test_a_folder_of_somebody_else_is_left_alone(tmp_path):
    (tmp_path / "thesis.docx").write_bytes(b"years of work")
    with pytest.raises(NetgovError, match="did not write"):
        write_template(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.docx"]


def test_no_other_output_takes_the_place_of_the_records(tmp_path):
    folder = write_template(tmp_path / "data")
    assert sorted(path.name for path in folder.iterdir()) == sorted(template_files())
    with pytest.raises(NetgovError, match="did not write"):
        write_folder(folder, {"report.html": b""})
    assert (folder / WORKBOOK).exists()
