"""Tables for programs: CSV with its description, and JSON with its schema."""

import csv
import io
import json
import math
import stat

import frictionless
import openpyxl
import pandas as pd
import pytest
from awkward import AWKWARD, FRAME, HOSTILE, LONG
from numpy.testing import assert_array_equal

import netgov as ng
from netgov.errors import NetgovError, UnknownName
from netgov.tables import WRITERS, package, safe_text
from netgov.tables.told import flat
from netgov.words import Words


@pytest.fixture
def written(tmp_path):
    def write(suffix, frame=FRAME, lang="id"):
        return ng.write_table(frame, tmp_path / f"table{suffix}", lang)

    return write


def read(path):
    return json.loads(path.read_text("utf-8"))


def valid(descriptor):
    report = frictionless.validate(str(descriptor))
    assert report.valid, report.flatten(["path", "rowNumber", "fieldName", "message"])
    return True


@pytest.mark.parametrize("text", HOSTILE)
def test_text_that_a_spreadsheet_would_run_is_disarmed(text):
    assert safe_text(text) == f"'{text}"


@pytest.mark.parametrize("value", ["Dinas", "a=b", "", -1, 1.5, None, True])
def test_other_values_stay_as_they_are(value):
    assert safe_text(value) is value


def test_csv_is_for_programs(written):
    content = written(".csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")  # Excel takes it for UTF-8
    assert b"\r" not in content
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows[0] == ["actor", "betweenness", "name_id"]
    assert rows[1][:2] == ["a", "1234.5"]
    assert rows[2] == ["b", "", "'=1+1"]


def test_beside_a_csv_file_stands_what_its_columns_tell(written):
    path = written(".csv", lang="en")
    told = read(path.with_suffix(".datapackage.json"))
    [resource] = told["resources"]
    assert resource["path"] == "table.csv"
    assert resource["schema"]["fields"][1] == {
        "name": "betweenness",
        "type": "number",
        "title": "Betweenness",
        "description": ng.MEASURES["betweenness"].plain,
        "unit": "pairs of actors",
    }
    assert valid(path.with_suffix(".datapackage.json"))


def test_both_files_are_open_to_the_same_people(written):
    path = written(".csv")
    modes = {stat.S_IMODE(one.stat().st_mode) for one in path.parent.iterdir()}
    assert len(list(path.parent.iterdir())) == 2
    assert len(modes) == 1


def test_awkward_values_fit_their_description(written):
    path = written(".csv", AWKWARD)
    assert valid(path.with_suffix(".datapackage.json"))
    back = pd.read_csv(path)
    assert back["exact"].tolist()[0] == 0.1 + 0.2
    assert back["long"].tolist() == [LONG, "line one\nline two", "bell \x07"]
    assert back["text"].tolist()[::2] == ['said "yes", twice', "Ñandú – 雪 🙂"]
    assert back["day"].tolist()[::2] == ["2019-12-31", "2020-02-29"]


def test_all_tables_of_a_study_fit_one_description(made, tmp_path):
    tables = {f"{name}-{turn}": frame for turn, (name, frame) in enumerate(made)}
    for name, frame in tables.items():
        (tmp_path / f"{name}.csv").write_bytes(WRITERS[".csv"](frame, Words("id")))
    descriptor = tmp_path / "datapackage.json"
    descriptor.write_bytes(package(tables, Words("id"), "Semua tabel"))
    told = read(descriptor)
    assert told["title"] == "Semua tabel"
    assert "INTERNAL" in told["description"]
    assert [one["path"] for one in told["resources"]] == [f"{name}.csv" for name in tables]
    fields = [f for one in told["resources"] for f in one["schema"]["fields"]]
    assert all(field["title"] and field["description"] for field in fields)
    assert valid(descriptor)


@pytest.mark.parametrize("lang", ["id", "en"])
def test_json_holds_the_schema_and_no_nan(written, lang):
    told = read(written(".json", lang=lang))
    assert told["data"][1] == {"actor": "b", "betweenness": None, "name_id": "=1+1"}
    names = [field["name"] for field in told["schema"]["fields"]]
    assert names == ["actor", "betweenness", "name_id"]
    assert all(field["title"] != field["name"] for field in told["schema"]["fields"])


def test_json_is_exact(written):
    rows = read(written(".json", AWKWARD))["data"]
    assert [row["exact"] for row in rows] == [0.1 + 0.2, None, 1e-17]
    assert [row["flag"] for row in rows] == [True, None, False]
    assert [row["mixed"] for row in rows] == [1, 2.5, None]
    assert [row["motley"] for row in rows] == [1, "two", None]
    assert rows[0]["moment"] == "2019-12-31T12:30:00"
    assert rows[2]["text"] == "Ñandú – 雪 🙂"


REMARKS = ("Drawn 20 times & more.", "Made with: netgov missing DATA --seed 0")


@pytest.mark.parametrize("suffix", WRITERS)
def test_remarks_go_with_a_table(tmp_path, suffix):
    path = tmp_path / f"table{suffix}"
    plain = ng.write_table(FRAME, path, "en").read_bytes()
    assert ng.write_table(FRAME, path, "en", remarks=()).read_bytes() == plain
    ng.write_table(FRAME, path, "en", remarks=REMARKS)
    if suffix == ".xlsx":
        notes = openpyxl.load_workbook(path)["Notes"]
        told = [str(row[0].value) for row in notes]
    elif suffix in (".csv", ".json"):
        beside = path.with_suffix(".datapackage.json") if suffix == ".csv" else path
        told = json.loads(beside.read_text("utf-8"))["description"].split("\n\n")
    else:
        lines = path.read_text("utf-8").replace("\\", "").replace("{}", "").splitlines()
        told = [line.removeprefix("par ") for line in lines]
    assert [remark for remark in REMARKS if remark not in told] == []


def test_pandas_reads_the_json_of_every_table_back(made):
    for _name, frame in made:
        told, whole = WRITERS[".json"](frame, Words("id")), flat(frame)
        back = pd.read_json(io.BytesIO(told), orient="table", precise_float=True)
        assert list(back.columns) == list(whole.columns)
        assert len(back) == len(whole)
        for column in whole.select_dtypes("number"):
            assert_array_equal(back[column].astype(float), whole[column].astype(float))


def test_what_is_not_finite_is_blank_in_json(written):
    rows = read(written(".json", pd.DataFrame({"x": [math.inf, 1.5]})))["data"]
    assert rows == [{"x": None}, {"x": 1.5}]


def test_an_unknown_suffix_names_the_known_ones(tmp_path):
    with pytest.raises(UnknownName, match=r"'\.xls'\. The nearest is \.xlsx"):
        ng.write_table(FRAME, tmp_path / "table.xls")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("suffix", list(WRITERS))
def test_the_same_table_gives_the_same_bytes(suffix):
    writer = WRITERS[suffix]
    assert writer(AWKWARD, Words("id")) == writer(AWKWARD, Words("id"))


@pytest.mark.parametrize("suffix", list(WRITERS))
def test_a_table_without_rows_is_written_too(suffix):
    assert WRITERS[suffix](FRAME.head(0), Words("en"))


@pytest.mark.parametrize("suffix", WRITERS)
def test_numbers_too_long_to_be_written_out_are_told_all_the_same(tmp_path, suffix):
    frame = pd.DataFrame({"number": [1e308, 10.0**30, 1.5]})
    assert ng.write_table(frame, tmp_path / f"table{suffix}", "en").is_file()


@pytest.mark.parametrize("suffix", WRITERS)
def test_headings_in_several_rows_become_one(tmp_path, suffix):
    frame = pd.DataFrame({("in", "2019"): [1], ("in", "2020"): [2]})
    text = ng.write_table(frame, tmp_path / f"table{suffix}", "en").read_bytes()
    assert suffix == ".xlsx" or b"in 2019" in text


def test_an_index_named_as_a_column_is_refused(tmp_path):
    frame = pd.DataFrame({"actor": ["a"]}, pd.Index(["b"], name="actor"))
    with pytest.raises(NetgovError, match="share a name, 'actor'"):
        ng.write_table(frame, tmp_path / "table.csv")


def test_a_description_of_something_else_is_left_as_it_is(tmp_path):
    beside = tmp_path / "table.datapackage.json"
    beside.write_text('{"resources": [{"path": "other.csv"}]}', encoding="utf-8")
    with pytest.raises(NetgovError, match="left as it is"):
        ng.write_table(FRAME, tmp_path / "table.csv")
    assert [path.name for path in tmp_path.iterdir()] == [beside.name]


def test_a_table_and_its_description_are_written_together_or_not_at_all(tmp_path):
    (tmp_path / "table.datapackage.json").mkdir()
    with pytest.raises(NetgovError):
        ng.write_table(FRAME, tmp_path / "table.csv")
    assert not (tmp_path / "table.csv").exists()


@pytest.mark.parametrize(
    ("ask", "frames"),
    [
        (lambda view: ng.permute(view[2019], "betweenness", times=2), "table"),
        (lambda view: ng.bootstrap(view, "in_strength", times=2), "table, network"),
        (
            lambda view: ng.missing_registers(view[2019], ["disdik"], "partners", times=2),
            "table",
        ),
        (
            lambda view: ng.compare_years(view, 2018, 2019, "in_strength", times=2),
            "measures.table, ties, alike.table",
        ),
        (list, "DataFrame"),
    ],
)
def test_of_a_result_the_frames_that_it_holds_are_named(tmp_path, casework, ask, frames):
    with pytest.raises(NetgovError, match=frames):
        ng.write_table(ask(ng.keep_internal(casework)), tmp_path / "t.csv")
    assert not [*tmp_path.iterdir()]


def test_a_view_marks_rows_sets_the_mode_and_names_bodies_for_readers(tmp_path, casework):
    office = ng.keep_internal(casework)
    table = ng.measure(office[2019], "partners")
    text = ng.write_table(table, tmp_path / "t.md", "en", view=office)
    assert "UPT PPA" in text.read_text(encoding="utf-8")
    assert "INTERN" in text.read_text(encoding="utf-8")
    assert text.stat().st_mode & 0o777 == 0o600
    cells = ng.write_table(table, tmp_path / "t.csv", "en", view=ng.protect(casework))
    assert pd.read_csv(cells)["actor"].str.contains("upt_ppa").any()
    assert cells.stat().st_mode & 0o777 == 0o644
