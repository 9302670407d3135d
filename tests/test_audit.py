"""The audit as people meet it: totals from elsewhere, odd tables, files of others."""

import io
import zipfile

import country
import pandas as pd
import pytest
from click.testing import CliRunner
from country import ties_of

import netgov as ng
from netgov.attack import audit
from netgov.cli import netgov
from netgov.cli.speech import Speech
from netgov.errors import RecordsError
from netgov.known_totals import known_totals
from netgov.masking import Masking
from netgov.parts import Parts
from netgov.report import FORMS
from netgov.rules import Rules
from netgov.trail import trail_of
from netgov.words import Words

# Puskesmas has a single tie of few cases; of the two of Polsek one is hidden.
COUNTS = """asal,tujuan,tahun,jumlah
Polsek Contoh,UPT PPA,2019,23
UPT PPA,RSUD Contoh,2019,12
UPT PPA,Dinas Sosial,2019,8
Polsek Contoh,RSUD Contoh,2019,6
Polsek Contoh,Dinas Sosial,2019,2
Puskesmas Contoh,UPT PPA,2019,3
"""
ONLY = ("puskesmas-contoh", "upt-ppa", "referral", "2019")


@pytest.fixture(autouse=True)
def in_indonesian(monkeypatch):
    """Let the commands speak as they do unless asked, whatever was asked before."""
    monkeypatch.setattr(Speech, "words", Words("id"))


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    home = tmp_path_factory.mktemp("audit")
    (home / "rekap.csv").write_text(COUNTS, encoding="utf-8")
    ng.write_report(ng.protect(history(home)), path=home / "out", lang="id")
    return home


def history(home):
    return ng.build_history(ng.read_records(home / "rekap.csv"))


@pytest.fixture
def attack(home, tmp_path):
    """Return the audit of the report with totals that are known."""

    def with_totals(text, code="utf-8"):
        known = tmp_path / "totals.csv"
        known.write_bytes(text.encode(code))
        return audit(home / "out", history(home), known)

    return with_totals


def ties(found):
    return [tuple(row) for row in found.solved.drop(columns="how").itertuples(index=False)]


def test_the_report_by_itself_gives_nothing_away(home):
    found = audit(home / "out", history(home))
    assert (ties(found), found.hidden, found.unread) == ([], 2, [])
    assert found.numbers > 20


@pytest.mark.parametrize(
    "totals",
    [
        "year,source,total\n2019,Puskesmas Contoh,3\n",
        "tahun;instansi;arah;jumlah\n2019;Puskesmas Contoh;dikirim;3\n",
        "year\tactor\ttotal\n2019\tpuskesmas-contoh\t3.0\n",
        "\ufeffyear,source,layer,cases\n2019,PUSKESMAS CONTOH,rujukan,3\n",
        "year,source,target,contacts\n2019,Puskesmas Contoh,UPT PPA,3\n",
    ],
)
def test_a_body_with_one_tie_is_given_away_by_its_total(attack, totals):
    assert ties(attack(totals)) == [ONLY]


def test_a_wrong_total_is_named_and_hides_no_right_one(attack):
    found = attack(
        "year,actor,side,total\n2019,Puskesmas Contoh,sent,3\n2019,UPT PPA,received,90\n"
    )
    assert (ties(found), found.contradicted) == ([ONLY], ["3"])


def test_totals_about_no_counted_tie_are_named(attack):
    found = attack("year,source,layer,total\n2018,UPT PPA,,3\n2019,UPT PPA,authority,3\n")
    assert (ties(found), found.strange) == ([], ["2", "3"])


def test_a_total_of_cases_is_no_total_of_contacts(tmp_path):
    rows = [f"K{s}{t}{n},2019-03-04,{s},{t}" for s, t in ("AB", "BC", "CA") for n in range(7)]
    rows += [f"K0,2019-05-0{n},D,A" for n in (1, 2, 3)]
    (tmp_path / "rekap.csv").write_text("\n".join(["case,date,source,target", *rows]))
    ng.write_report(ng.protect(history(tmp_path)), path=tmp_path / "out")
    known = tmp_path / "totals.csv"
    for heading, total, solved in (
        *(("cases", 1, 1), ("cases", 3, 0), ("contacts", 3, 1), ("contacts", 1, 0)),
        *(("total", 1, 1), ("total", 3, 1), ("total", 2, 0)),
    ):
        known.write_text(f"year,source,{heading}\n2019,D,{total}\n")
        assert len(audit(tmp_path / "out", history(tmp_path), known).solved) == solved, heading


@pytest.mark.parametrize(
    "totals",
    [
        "",
        "year,total\n2019,3\n",
        "year,source,total\n2019,Puskesmas Contoh,1.234\n",
        "year,source,total\n2019,Puskesmas Contoh,-3\n",
        "year,source,total\n2019,Puskesmas Contoh,inf\n",
        "year,source,total\n2019,Puskesmas Contoh,\n",
        "year,source,total\n2019,Klinik Lain,3\n",
        "year,source,total\n2019x,Puskesmas Contoh,3\n",
        "year,source,layer,total\n2019,Puskesmas Contoh,lain,3\n",
        "year,actor,side,total\n2019,Puskesmas Contoh,atas,3\n",
        "year,source,total\n2019,,3\n",
        "year,source,total,jumlah\n2019,Puskesmas Contoh,3,4\n",
    ],
)
def test_a_total_that_cannot_be_understood_is_refused_with_its_place(attack, totals):
    with pytest.raises(RecordsError, match=r"[Rr]ow|columns"):
        attack(totals)


def test_a_table_in_another_code_is_refused(attack):
    with pytest.raises(RecordsError, match="UTF-8"):
        attack("year,source,total\n2019,Café,3\n", "cp1252")


def test_no_totals_file_is_a_sentence(tmp_path, home):
    with pytest.raises(RecordsError, match="cannot be read"):
        known_totals(tmp_path / "none.csv", {})


# --- what was written ----------------------------------------------------------------------


@pytest.mark.parametrize("suffix", ["csv", "json", "xlsx", "md", "tex"])
@pytest.mark.parametrize("lang", ["id", "en"])
def test_raw_counts_are_found_in_every_kind_of_table(home, tmp_path, suffix, lang):
    raw = history(home)[2019].ties[["weight", "cases"]]
    path = ng.write_table(raw, tmp_path / f"ties.{suffix}", lang)
    assert len(audit(path, history(home), masking=Masking()).solved) == 2


def test_a_raw_table_of_one_year_of_several_is_found(tmp_path):
    counts = COUNTS + "Polsek Contoh,UPT PPA,2018,9\n"
    (tmp_path / "rekap.csv").write_text(counts, encoding="utf-8")
    path = ng.write_table(history(tmp_path)[2019].ties, tmp_path / "raw.csv")
    assert len(audit(path, history(tmp_path)).solved) == 2


def test_the_total_of_a_shelter_is_that_of_the_body_without_a_name(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "actors.csv").write_text(
        "id,name_id,sector,level,reach,confidential\n"
        + "\n".join(f"{b},Dinas {b},government,city,city,no" for b in "abc")
        + "\nmawar,Rumah Mawar,social,city,non-state,yes\n"
    )
    (tmp_path / "data" / "ties.csv").write_text(
        "source,target,year,weight\na,b,2019,9\nb,c,2019,9\nc,a,2019,9\nmawar,a,2019,3\n"
    )
    study = ng.build_history(ng.read_records(tmp_path / "data"))
    out = ng.write_report(ng.protect(study), path=tmp_path / "out")
    known = tmp_path / "totals.csv"
    known.write_text("year,source,total\n2019,Rumah Mawar,3\n")
    found = audit(out, study, known)
    assert ties(found) == [("social_unnamed", "a", "referral", "2019")]
    assert "Mawar" not in "".join(found.network.labels("id"))


def test_raw_strengths_are_found_too(home, tmp_path):
    path = ng.write_table(
        ng.measure(history(home)[2019], "in_strength", "out_strength"), tmp_path / "s.csv"
    )
    assert ties(audit(path, history(home))) == [ONLY]


@pytest.mark.parametrize("suffix", ["csv", "json", "xlsx", "md", "tex"])
@pytest.mark.parametrize("lang", ["id", "en"])
def test_raw_strengths_beside_other_measures_are_found(home, tmp_path, suffix, lang):
    tested = ng.permute(history(home)[2019], ["in_degree", "out_strength"], "ties", times=9)
    path = ng.write_table(tested.table, tmp_path / f"tests.{suffix}", lang)
    assert ties(audit(path, history(home), masking=Masking())) == [ONLY]


def long_table(path, **numbers):
    row = {"measure": "out_strength", "actor": "puskesmas-contoh", "low": 2.0, **numbers}
    pd.DataFrame([row]).to_csv(path, index=False)
    return path


@pytest.mark.parametrize("column", ["value", "observed", "before", "after"])
def test_a_strength_is_read_wherever_a_row_tells_it(home, tmp_path, column):
    numbers = {"value": {}, "observed": {}}.get(column, {"before": 0.0, "after": 0.0})
    found = audit(long_table(tmp_path / "t.csv", **numbers | {column: 3.0}), history(home))
    assert ties(found) == [ONLY]


def test_a_change_between_two_years_is_no_strength(home, tmp_path):
    path = long_table(tmp_path / "t.csv", before=5.0, after=8.0, observed=3.0)
    assert (ties(found := audit(path, history(home))), found.numbers) == ([], 2)


@pytest.mark.parametrize("suffix", ["csv", "json", "xlsx", "md", "tex"])
def test_a_table_without_a_number_of_contacts_is_named_as_not_read(home, tmp_path, suffix):
    shape = ng.measure(history(home)[2019], "in_degree", "betweenness")
    path = ng.write_table(shape, tmp_path / f"shape.{suffix}", "en")
    named = f"{path.name} [Actors]" if suffix == "xlsx" else path.name
    assert audit(path, history(home)).unread == [named]


def test_a_table_without_numbers_hides_nothing(home, tmp_path):
    none = ng.measure(history(home)[2019], "in_degree").iloc[:0]
    names = history(home)[2019].actors[["name_id", "sector"]].assign(year=2019)
    for turn, frame in enumerate((none, names)):
        path = ng.write_table(frame, tmp_path / f"{turn}.csv")
        assert audit(path, history(home)).unread == []


def test_raw_networks_and_maps_are_found_by_their_numbers_and_their_mark(home, tmp_path):
    office = ng.keep_internal(history(home))
    for path in (
        ng.write_network(office[2019], tmp_path / "network.graphml"),
        ng.draw(ng.scene(office, year=2019), tmp_path / "map.html"),
    ):
        found = audit(path, history(home))
        assert (len(found.solved), found.internal) == (2, [path.name])


@pytest.mark.parametrize("kind", ["svg", "pdf", "png"])
def test_a_picture_for_the_office_is_known_by_its_mark(home, tmp_path, kind):
    office = ng.keep_internal(history(home))
    path = ng.draw(ng.scene(office, year=2019), tmp_path / f"figure.{kind}")
    found = audit(path, history(home))
    assert (found.internal, found.unread) == ([path.name], [path.name])


def test_a_report_for_the_office_is_known_by_its_mark_in_every_form(home, tmp_path):
    office = ng.keep_internal(history(home))
    out = ng.write_report(office, path=tmp_path / "out", forms=FORMS)
    told = set(audit(out, history(home)).internal)
    assert {f"report.{form}" for form in FORMS} <= told
    pictures = {path.relative_to(out).as_posix() for path in (out / "pictures").iterdir()}
    assert pictures <= told


def test_files_that_were_changed_or_added_are_named_as_not_read(home, tmp_path):
    out = ng.write_report(ng.protect(history(home)), path=tmp_path / "out")
    with (out / "report.html").open("a", encoding="utf-8") as page:
        page.write("<p>23 anak</p>")
    (out / "foto.png").write_bytes(b"\x89PNG")
    assert audit(out, history(home)).unread == ["foto.png", "report.html"]


def test_how_counts_were_hidden_is_taken_from_the_trail_or_the_list(home, tmp_path):
    log = tmp_path / "rekap.csv"
    log.write_text(COUNTS.replace(",2\n", ",31\n"), encoding="utf-8")
    public = ng.protect(history(tmp_path), Rules(mask_below=7))
    out = ng.write_report(public, path=tmp_path / "out")
    assert audit(out, history(tmp_path)).hidden == 2
    trail_of(out).unlink()
    assert audit(out, history(tmp_path)).hidden == 2


def bomb():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", bytes(300_000_000))
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("t.xlsx", b"PK\x03\x04 broken"),
        ("t.json", b"{"),
        ("t.json", b"[" * 100_000),
        ("t.csv", b"\xff\xfe\x00"),
        ("n.graphml", b'<!DOCTYPE g [<!ENTITY a "b">]><graphml>&a;</graphml>'),
        ("m.html", b'<script type="application/json" id="data">{"tree": 1}</script>'),
        ("x.unknown", b""),
    ],
)
def test_what_cannot_be_read_is_one_sentence(home, tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(RecordsError):
        audit(tmp_path / name, history(home))


def test_a_workbook_that_unpacks_without_end_is_refused(home, tmp_path):
    (tmp_path / "t.xlsx").write_bytes(bomb())
    with pytest.raises(RecordsError, match="unpacks to more"):
        audit(tmp_path / "t.xlsx", history(home))


def test_the_command_names_the_ties_and_leaves_with_one(home, tmp_path):
    known = tmp_path / "totals.csv"
    known.write_text("year,source,total\n2019,Puskesmas Contoh,3\n")
    out, data = str(home / "out"), str(home / "rekap.csv")
    told = CliRunner().invoke(netgov, ["audit", out, data, "--known", str(known)])
    assert told.exit_code == 1
    assert "Puskesmas Contoh" in told.output
    assert "Jumlah tersembunyi yang dapat dihitung kembali: 1" in told.output
    assert CliRunner().invoke(netgov, ["audit", out, data]).exit_code == 0


def test_a_damaged_trail_is_no_obstacle(home, tmp_path):
    out = ng.write_report(ng.protect(history(home)), path=tmp_path / "out")
    part = '{"parts": {".": {"column": "district", "names": %s, "outside": 0}}}'
    parts = ('{"parts": {".": 1}}', '{"parts": 1}', part % '"Kota"', part % '{"en": "City"}')
    for text in ("{", "[]", '{"mask_below": "x"}', *parts):
        trail_of(out).write_text(text)
        assert audit(out, history(home)).solved.empty


# --- parts ---------------------------------------------------------------------------------


@pytest.fixture(params=["by", "part"])
def of_arum(request, tmp_path):
    """The audit of files about one district, in a folder of all or of that alone."""
    ends = ("a_health", "a_social"), ("a_health", "a_police"), ("a_health", "a_education")
    few = [
        ("a_health", "a_justice", 1),
        ("a_health", "b_police", 5),
        ("b_social", "b_justice", 2),
    ]
    law = [("a_justice", "a_social", 28), ("a_justice", "a_police", 3)]
    counted = [*((*pair, 28) for pair in ends), *few, *law]
    view = country.public(
        country.country(tmp_path / "data", [*ties_of("a")[:2], *ties_of("b"), *counted])
    )
    out = tmp_path / "out"
    if request.param == "by":
        ng.write_reports(view, path=out, processes=1)
    else:
        parts = Parts(view, "district", view.whole)
        ng.write_report(parts[parts.turn_of("kabupaten arum")], path=out)
    inner = out / "kabupaten-arum" if request.param == "by" else out

    def read(*files, folder=out):
        for number, text in enumerate(files):
            (inner / f"{number}.csv").write_text(text)
        return ties(audit(folder, ng.build_history(ng.read_records(tmp_path / "data"))))

    read.inner = inner
    return read


def test_a_number_of_a_part_is_about_its_own_ties(of_arum):
    strength = "actor,out_strength\na_health,{}\n"
    true, hidden = 3 * 28 + 1, [("a_health", "a_justice", "referral", "2019")]
    assert of_arum(strength.format(true)) == hidden
    assert of_arum(strength.format(true), folder=of_arum.inner) == hidden
    # What is told of the district, and by chance true of the whole country.
    assert of_arum(strength.format(3 * 30)) == []


def test_a_tie_is_itself_in_a_file_of_any_part(of_arum):
    found = of_arum("source,target,layer,year,weight\nb_social,b_justice,referral,2019,2\n")
    assert found == [("b_social", "b_justice", "referral", "2019")]


def test_the_true_count_of_a_tie_that_is_told_helps_to_work_out_another(of_arum):
    total = "actor,out_strength\na_justice,31\n"
    tie = "source,target,layer,year,weight\na_justice,a_social,referral,2019,{}\n"
    assert of_arum(total, tie.format(30)) == []
    found = of_arum(total, tie.format(28))
    assert found == [("a_justice", "a_police", "referral", "2019")]
