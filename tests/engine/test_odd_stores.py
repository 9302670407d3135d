"""Stores that are badly written: read as a file is, or refused in one sentence."""

from __future__ import annotations

import io

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from logs import odd_days, refusal, refused, same_ties

import netgov as ng
from netgov.checking import NOTHING
from netgov.errors import EngineError, NetgovError
from netgov.identity import names_person
from netgov.reading.cells import EDGES

HEAD = "no,kasus,tanggal,asal,tujuan,dijawab\n"
ROWS = "".join(f"{at},K{at},2019-03-{at:02d},Dinsos,RSUD,\n" for at in range(1, 21))


@pytest.fixture
def both(tmp_path):
    """What an engine adds up of a text, and what is read of it row by row."""

    def of(text):
        file, mapping = tmp_path / "log.csv", tmp_path / "m.toml"
        file.write_bytes(text.encode())
        mapping.write_text('[columns]\nanswered = "dijawab"\n', encoding="utf-8")
        asked = {"columns": mapping, "accept_loss": True}
        return ng.aggregate(file, **asked), ng.read_records(file, **asked)

    return of


def used(aggregate, records):
    ours = [aggregate.accounts.used, int(aggregate.ties["weight"].sum())]
    assert ours == [int(records.counts["used"].sum()), int(records.evidence["weight"].sum())]
    return ours[0]


@pytest.mark.parametrize("title", ['"Register\nrujukan",,,,,\n', '"a\nb\nc"\n\n', "Register\n"])
def test_a_title_may_hold_several_lines(both, title):
    assert used(*both(title + HEAD + ROWS)) == 20


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_as_any_program_ends_them(both, end):
    assert used(*both(("Register\n" + HEAD + ROWS).replace("\n", end))) == 20


def test_lines_that_do_not_all_end_alike_are_told(tmp_path):
    rows = ROWS.replace(",\n", ",2019-04-01\n")
    for text in (HEAD.replace("\n", "\r\n") + rows, HEAD + rows.replace("\n", "\r", 9)):
        (tmp_path / "log.csv").write_bytes(text.encode())
        assert "do not all end in the same way" in refused(tmp_path / "log.csv")


def test_headings_without_rows_are_told_as_such(tmp_path):
    (tmp_path / "log.csv").write_text(HEAD)
    assert "holds no records" in refused(tmp_path / "log.csv")


def test_a_heading_may_hold_several_lines(both):
    assert used(*both(HEAD.replace("kasus", '"nomor\nkasus"') + ROWS)) == 20


def test_the_order_of_day_and_month_is_that_of_most_records(both):
    rows = "".join(f"{at},K{at},13/05/2018,A Satu,B Dua,\n" for at in range(10))
    rows += "11,K11,05/14/2018,A Satu,B Dua,\n12,K12,06/15/2018,A Satu,B Dua,\n"
    rows += "22,K22,03/04/2018,C Tiga,D Empat,05/04/2018\n"
    aggregate, records = both(HEAD + rows)
    assert used(aggregate, records) == 11
    assert aggregate.ties.set_index("source").at["C Tiga", "median_days"] == 2


def test_blanks_round_a_case_number_are_no_part_of_it(both):
    cases = [case for sign in EDGES for case in (f"K 1{sign}", f"{sign}K 1")]
    rows = "".join(f'1,"{case}",2019-03-01,Dinsos,RSUD,\n' for case in ["K\u00a01", *cases])
    aggregate, records = both(HEAD + rows)
    assert records.evidence["case"].nunique() == 1
    assert aggregate.ties["cases"].tolist() == [1]


def test_blanks_of_any_kind_are_no_case_number(both):
    rows = "".join(f'1,"{sign}",2019-03-01,Dinsos,RSUD,\n1,"-{sign}",2019-03-01,Dinsos,RSUD,\n'
                   for sign in EDGES)  # fmt: skip
    aggregate, _records = both(HEAD + ROWS + rows)
    assert aggregate.accounts.changes.set_index("code").at["no_case", "rows"] == 2 * len(EDGES)


def test_a_day_with_its_hour_is_the_day_that_is_read_in_a_file(both):
    rows = "".join(
        f'{at},K{at},"{day}",Badan {at},RSUD,2019-04-01\n' for at, day in enumerate(odd_days())
    )
    aggregate, records = both(HEAD + rows)
    delays = aggregate.ties.set_index("source")["median_days"]
    evidence = records.evidence
    waited = (evidence["answered"] - evidence["date"]).dt.days
    names = records.actors["name_id"].reindex(evidence["source"]).to_numpy()
    assert delays.to_dict() == dict(zip(names, waited, strict=True))
    assert len(delays) == used(aggregate, records) > 100


@pytest.mark.parametrize("column", ["dijawab", "status", "layer", "reason", "count"])
def test_an_error_of_a_spreadsheet_anywhere_sets_the_record_aside(both, column):
    text = HEAD.replace("dijawab", column) + ROWS + "21,K21,2019-04-01,Dinsos,RSUD,#N/A\n"
    aggregate, records = both(text)
    assert used(aggregate, records) == 20
    assert aggregate.accounts.problems["code"].tolist() == ["formula_error"]


@pytest.mark.parametrize("word", sorted(NOTHING | {"Nihil", "SDA", "Tidak Ada"}))
def test_a_word_for_nothing_is_no_case_number(both, word):
    cell = word.replace('"', '""')
    aggregate, records = both(HEAD + ROWS + f'21,"{cell}",2019-04-01,Dinsos,RSUD,\n')
    assert used(aggregate, records) == 21
    assert aggregate.accounts.changes.set_index("code").at["no_case", "rows"] == 1


# Sixteen digits of a NIK of nobody: no such day of birth in no such district.
NIK = "1499994104990000"
NUMBERS = [
    "081234567890", "0812-3456-7890", "(0812) 3456-7890", "0812–3456–7890", "+62 812 345 678",
    "+62 (812) 3456 7890", "62812-3456-7890", "0812 345 6789", "0812-345-67", "08-2019-0001",
    "ibu@contoh.id", "é@contoh.id", "ibu.é@contoh.id", "K@1", "3,20112E+15", "3.2E+15",
    NIK, "-".join(NIK), f"{NIK[:6]} {NIK[6:12]} {NIK[12:]}", NIK.replace("4", "４"),
    f"({NIK})", "\u2011".join((NIK[:6], NIK[6:])), f"K{NIK}", f"{NIK}1", "9999994104990000",
    "12-03-2019 - 05-04-2019", "1101-KS-00000001", "KPL/2019/0001", "2019.0001.0002.0003",
    "12-03-2019 05-04-2019 081234567890", "081234567890 (12-03-2019 - 05-04-2019)",
    f"{NIK} 12-03-2019 - 05-04-2019", "12.03.2019-05.04.2019 ibu@contoh.id", "a@b.c",
    "LP 12-03-2019 05-04-2019", f"（{NIK[:6]}）{NIK[6:]}", f"{NIK[:6]}﹣{NIK[6:]}", f"{NIK})",
    "٠٨١٢٣٤٥٦٧٨٩٠", "0812\u00a03456\u00a07890", "LP/B/123/III/2019/SPKT",
]  # fmt: skip


@pytest.mark.parametrize("case", NUMBERS)
def test_a_number_of_a_person_is_told_from_one_of_a_case_as_in_a_file(both, case):
    text = HEAD + ROWS + f'21,"{case}",2019-03-01,Dinsos,RSUD,\n'
    if names_person(case):
        with pytest.raises(EngineError, match="numbers or addresses of persons"):
            both(text)
    else:
        assert used(*both(text)) == 21


@pytest.mark.parametrize("sign", ["\u00ad", "\u2060", "-\u200b"])
def test_a_day_that_nobody_can_see_is_missing(both, sign):
    aggregate, records = both(HEAD + ROWS + f"21,K21,{sign},Dinsos,RSUD,\n")
    assert used(aggregate, records) == 20
    assert aggregate.accounts.problems["code"].tolist() == ["missing_date"]


def test_a_number_with_a_fraction_is_a_whole_one_if_it_is_one(tmp_path):
    # As pandas writes them: one blank cell makes whole numbers fractions.
    log = pd.DataFrame({"kasus": [*map(float, range(19)), np.nan]})
    log = log.assign(tanggal="2019-03-21", asal=10403001.0, tujuan="RSUD", jumlah=1e7)
    log.assign(dijawab="2019-03-21").to_parquet(tmp_path / "log.parquet")
    mapping = tmp_path / "m.toml"
    mapping.write_text('[columns]\nanswered = "dijawab"\ncount = "jumlah"\n', encoding="utf-8")
    ties = ng.aggregate(tmp_path / "log.parquet", columns=mapping).ties
    assert ties["source"].tolist() == ["10403001"]
    assert ties["weight"].tolist() == [200_000_000]
    assert ties["median_days"].tolist() == [0]


def test_an_error_of_a_spreadsheet_is_no_case_number(both):
    aggregate, records = both(HEAD + ROWS + "21,#REF!,2019-04-01,Dinsos,RSUD,\n")
    assert used(aggregate, records) == 20
    assert aggregate.accounts.problems["code"].tolist() == ["formula_error"]


def test_only_an_hour_may_follow_a_day(both):
    rows = ROWS.replace("2019-03-01", "2019-03-01 10:11:12")
    rows += "30,K30,2019-03-04 1x:yz,Dinsos,RSUD,\n"
    rows += "31,K31,2019-03-04 10:11:12 dan 2019-03-06,Dinsos,RSUD,\n"
    assert used(*both(HEAD + rows)) == 20


def test_hours_far_down_are_no_days_of_their_own(tmp_path):
    days = pd.date_range("2019-01-01", periods=300_000, freq="min").strftime("%Y-%m-%d %H:%M")
    rows = "".join(f"9,K{at},{day},Dinsos,RSUD,\n" for at, day in enumerate(days))
    (tmp_path / "log.csv").write_text(HEAD + ROWS * 100 + rows)
    assert ng.aggregate(tmp_path / "log.csv").accounts.used == 302_000


def test_rows_left_blank_are_no_records(both):
    blanks = ",,,,,\n" * 9 + " , ,,\u00a0,  ,\n" * 20
    aggregate, records = both(HEAD + ROWS + blanks)
    assert used(aggregate, records) == 20
    assert aggregate.accounts.counts["in"].tolist() == [20]


def test_a_log_that_says_so_on_every_row_is_invented(both):
    head, mark = HEAD.replace("dijawab", "dijawab,data"), "SINTETIS / SYNTHETIC"
    rows = ROWS.replace("RSUD,", f"RSUD,,{mark}")
    aggregate, records = both(head + rows)
    assert records.study.synthetic
    assert set(aggregate.ties["data"]) == {mark}
    with pytest.raises(NetgovError, match="do not say SYNTHETIC"):
        both(head + rows + "40,K40,2019-03-01,Dinsos,RSUD,,\n")


def test_what_else_stands_under_the_heading_data_is_no_word(both):
    rows = "".join(f"{at},K{at},2019-03-01,Dinsos,RSUD,,catatan {at}\n" for at in range(9))
    aggregate, records = both(HEAD.replace("dijawab", "dijawab,data") + rows)
    assert used(aggregate, records) == 9
    assert not records.study.synthetic
    assert "data" not in aggregate.ties


def test_a_full_disk_is_no_damaged_file(tmp_path):
    resource = pytest.importorskip("resource")
    (tmp_path / "log.csv").write_text(HEAD + ROWS * 7_000)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 16, limits[1]))
    try:
        with pytest.raises(EngineError, match="more memory or room on the disk"):
            ng.aggregate(tmp_path / "log.csv")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


# --- Parquet and folders ----------------------------------------------------------------


def frame(**columns):
    log = {
        "no": [2.0, 1.0, np.nan],
        "kasus": ["K1"] * 3,
        "tanggal": pd.to_datetime(["2019-03-01"] * 3),
        "asal": ["A Satu", "B Dua", "C Tiga"],
        "tujuan": ["B Dua", "C Tiga", "A Satu"],
    }
    return pd.DataFrame(log | columns)


def test_numbers_of_records_may_be_kept_as_fractions(tmp_path):
    file = tmp_path / "log.parquet"
    frame().to_parquet(file)
    steps = ng.aggregate(file, hand_overs=True, record="no").ties
    assert list(zip(steps["source"], steps["target"], strict=True)) == [
        ("B Dua", "A Satu"),
        ("C Tiga", "B Dua"),
    ]


def test_whole_numbers_are_read_whatever_holds_them(tmp_path):
    whole = frame(asal=[1, 2, 3], tujuan=[7, 7, 7], jumlah=[1, 12, 3], tanggal=[2019] * 3)
    found = []
    for kind in ("int64", "float64", pd.ArrowDtype(pa.decimal128(22, 3)), "Int32", "str"):
        columns = dict.fromkeys(("asal", "tujuan", "jumlah", "tanggal"), kind)
        whole.astype(columns).to_parquet(tmp_path / "log.parquet")
        found.append(ng.aggregate(tmp_path / "log.parquet").ties)
    assert found[0]["weight"].tolist() == [1, 12, 3]
    assert all(one.equals(found[0]) for one in found)


def test_what_is_no_number_is_read_as_in_a_file(tmp_path):
    numbers = pa.array([1.0, 3.0, float("nan")])
    for name in ("jumlah", "kasus", "no"):
        table = pa.Table.from_pandas(frame(), preserve_index=False)
        others = [column for column in table.column_names if column != name]
        table = table.select(others).append_column(name, numbers)
        pq.write_table(table, tmp_path / "log.parquet")
        asked = {"accept_loss": True}
        records = ng.read_records(tmp_path / "log.parquet", **asked)
        asked |= {"hand_overs": name == "no", "record": "no"}
        found = ng.aggregate(tmp_path / "log.parquet", **asked)
        assert (
            found.accounts.used == int(records.counts["used"].sum()) == 3 - (name == "jumlah")
        )


def test_cells_padded_to_a_width_are_read_without_it(both):
    rows = "".join(f"{at},K{at},2019-03-{at:02d},Dinsos,RSUD,\n" for at in range(1, 10))
    text = "\n".join(
        ",".join(cell.ljust(12) for cell in row.split(",")) for row in rows.split()
    )
    aggregate, records = both(HEAD + text + "\n" + ",".join([" " * 12] * 6) + "\n")
    assert used(aggregate, records) == 9
    assert aggregate.accounts.changes.empty


def test_a_workbook_among_the_parts_is_not_passed_over(tmp_path):
    (tmp_path / "01.csv").write_text(HEAD + ROWS)
    (tmp_path / "02.xlsx").write_bytes(b"PK")
    (tmp_path / "~$02.xlsx").write_bytes(b"")
    assert "02.xlsx lies among the parts" in refused(tmp_path)


def test_a_renaming_hands_nothing_over(tmp_path):
    (tmp_path / "bodies.csv").write_text(
        "id,name_id,sector,level,reach,successor\nold,Badan Lama,social,city,city,new\n"
        "new,Dinas Baru,social,city,city,\npolice,Polsek,police,city,city,\n"
    )
    (tmp_path / "log.csv").write_text(
        "kasus,tanggal,asal,tujuan\nK1,2017-03-01,Polsek,Badan Lama\n"
        "K1,2018-03-01,Polsek,Dinas Baru\nK1,2019-03-01,Dinas Baru,Polsek\n"
    )
    found = ng.aggregate(tmp_path / "log.csv", actors=tmp_path / "bodies.csv", hand_overs=True)
    assert found.ties[["source", "target", "year"]].values.tolist() == [["new", "police", 2019]]


@pytest.mark.parametrize("numbers", [["R-1", "R-2", "R-3"], [None] * 3])
def test_record_numbers_that_are_none_are_refused(tmp_path, numbers):
    frame(no=numbers).to_parquet(tmp_path / "log.parquet")
    with pytest.raises(EngineError, match="'no' holds no whole number"):
        ng.aggregate(tmp_path / "log.parquet", hand_overs=True, record="no")


def test_real_and_invented_parts_are_never_mixed(tmp_path):
    (tmp_path / "a.csv").write_text("SINTETIS / SYNTHETIC\n" + HEAD + ROWS)
    (tmp_path / "b.csv").write_text(HEAD + ROWS)
    assert "do not say SYNTHETIC" in refused(tmp_path)


@pytest.mark.parametrize("cells", [[["K1"]] * 3, [{"a": 1}] * 3, [b"K1"] * 3])
def test_lists_and_bytes_are_no_case_numbers(tmp_path, cells):
    frame(kasus=cells).to_parquet(tmp_path / "log.parquet")
    assert "'kasus' holds lists or bytes" in refused(tmp_path / "log.parquet")


def test_two_columns_equal_but_for_case_are_refused(tmp_path):
    frame(Asal=["X"] * 3).to_parquet(tmp_path / "log.parquet")
    assert "stands there twice" in refused(tmp_path / "log.parquet")


def test_folders_may_not_hide_a_column(tmp_path):
    for key, kind in (("kasus=1", "parquet"), ("asal=2", "csv")):
        place = tmp_path / kind / key
        place.mkdir(parents=True)
        if kind == "csv":
            frame().to_csv(place / "p.csv", index=False)
        else:
            frame().to_parquet(place / "p.parquet")
        assert "the name of its folder tells the column" in refused(tmp_path / kind)


def test_folders_must_be_divided_alike(tmp_path):
    for place in (tmp_path / "tahun=2019", tmp_path / "lain=1"):
        place.mkdir()
        frame().to_csv(place / "p.csv", index=False)
    assert "have not the same columns" in refused(tmp_path)


@pytest.mark.parametrize("text", [(HEAD + ROWS).replace(",", ";"), "Register\n" + HEAD + ROWS])
def test_parts_must_be_saved_alike(tmp_path, text):
    (tmp_path / "01.csv").write_text(HEAD + ROWS)
    (tmp_path / "02.csv").write_text(text)
    assert "not saved in the same way" in refused(tmp_path)


@pytest.mark.parametrize("text", ["\n\n\n", '"' + HEAD])
def test_what_is_no_table_is_refused_in_words(tmp_path, text):
    (tmp_path / "log.csv").write_bytes(text.encode())
    assert "log.csv" in refused(tmp_path / "log.csv")


# --- folders --------------------------------------------------------------------------------


def log_in(folder, kind="csv", rows=ROWS):
    folder.mkdir(parents=True)
    log = pd.read_csv(io.StringIO(HEAD + rows), dtype=str)
    getattr(log, f"to_{kind}")(folder / f"log.{kind}", index=False)
    return folder


def ends(source):
    ties = ng.aggregate(source).ties
    return ties[["source", "target", "cases"]].to_numpy().tolist()


@pytest.mark.parametrize("kind", ["csv", "parquet"])
@pytest.mark.parametrize("name", ["c1", "0", "kasus1", "column 2"])
def test_the_name_of_a_folder_takes_the_place_of_no_column(tmp_path, name, kind):
    log_in(tmp_path / "hive" / f"{name}=ZZZ", kind)
    assert ends(tmp_path / "hive") == [["Dinsos", "RSUD", 20]]


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_folders_above_the_source_tell_nothing(tmp_path, kind):
    folder = log_in(tmp_path / "asal=LAIN" / "lake", kind)
    assert ends(folder / f"log.{kind}") == [["Dinsos", "RSUD", 20]]
    assert ends(folder) == [["Dinsos", "RSUD", 20]]
    other = log_in(tmp_path / "asal=LAIN" / "parted" / "tahun=2019", kind).parent
    assert "lies in the folder 'asal=LAIN', whose name would tell a column" in refused(other)


def test_a_folder_called_as_home_is_not_home(tmp_path, monkeypatch):
    log_in(tmp_path / "~")
    home = log_in(tmp_path / "home", rows=ROWS.replace("Dinsos", "RAHASIA"))
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.chdir(tmp_path)
    assert ends("~/log.csv") == [["Dinsos", "RSUD", 20]]


# --- what nobody recorded ------------------------------------------------------------------


def test_answers_are_blank_in_a_year_in_which_nobody_recorded_any(both):
    text = "tanggal,asal,tujuan,kasus,dijawab\n"
    text += "2018-03-01,Dinsos,RSUD,K1,2018-03-04\n2018-03-01,Dinsos,Polres,K2,\n"
    text += "2019-03-01,Dinsos,RSUD,K3,\n"
    aggregate, records = both(text)
    same_ties(aggregate, records)
    told = aggregate.ties.set_index(["target", "year"])["answered"].astype(float)
    assert told.sort_index().fillna(-1).to_dict() == {
        ("Polres", 2018): 0,
        ("RSUD", 2018): 1,
        ("RSUD", 2019): -1,
    }
    assert aggregate.ties["closed"].isna().all()


def test_a_contact_without_a_day_is_told_as_part_of_no_hand_over(tmp_path):
    log = tmp_path / "log.csv"
    text = "tanggal,asal,tujuan,kasus\n2019-03-01,Dinsos,RSUD,K1\n2019-04,RSUD,LBH,K1\n"
    text += "2019-05-03,LBH,Polres,K1\n2019-05-04,LBH,Polres,\n"
    log.write_text(text, encoding="utf-8")
    changes = ng.aggregate(log, hand_overs=True).accounts.changes.set_index("code")["rows"]
    assert changes[["no_step_of_case", "no_step_of_day"]].tolist() == [1, 1]
    assert "no_step_of_day" not in ng.aggregate(log).accounts.changes["code"].tolist()


@pytest.mark.parametrize(
    ("row", "asked", "told"),
    [
        ("2019-03-01,Dinsos,RSUD,,", {"hand_overs": True}, "no case with a number and days"),
        ("2019-03,Dinsos,RSUD,K1,", {"hand_overs": True}, "no case with a number and days"),
        ("2019-03-01,Dinsos,RSUD,K1,tidak dirujuk", {}, "none of its records tells"),
    ],
)
def test_a_table_without_rows_is_not_given(tmp_path, row, asked, told):
    log = tmp_path / "log.csv"
    log.write_text(f"tanggal,asal,tujuan,kasus,status\n{row}\n", encoding="utf-8")
    assert told in str(refusal(lambda: ng.aggregate(log, **asked)))


def test_hand_overs_need_case_numbers(tmp_path):
    log = tmp_path / "log.csv"
    log.write_text("tanggal,asal,tujuan\n2019-03-01,Dinsos,RSUD\n", encoding="utf-8")
    told = str(refusal(lambda: ng.aggregate(log, hand_overs=True)))
    assert "there is no column of case numbers" in told


def test_the_sign_that_parts_words_is_refused_with_its_column(tmp_path):
    log = tmp_path / "log.csv"
    log.write_text("tanggal,asal,tujuan\n2019-03-01,Din\x1fsos,RSUD\n", encoding="utf-8")
    assert refused(log).startswith("'asal': a name or word holds the sign with the number 31")
