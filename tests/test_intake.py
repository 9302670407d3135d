"""What a folder, a workbook or a file may hold, and how columns are named."""

from importlib.resources import files

import pytest
from folder import TABLES

import netgov as ng
from netgov.errors import RecordsError, UnknownName
from netgov.settings import ready_names

LOG = "no_register;tanggal;perujuk;dirujuk ke\nR/1;2019-03-04;Unit Layanan;Puskesmas\n"
ODD = "Nomor;Kapan;Siapa;Ke mana\nR/1/B;2019-03-04;;Puskesmas\nR/2;2019-03-05;Polresta;Unit\n"
ALONE = dict.fromkeys(TABLES, None)


def weights(records):
    history = ng.build_history(records)
    return history[history.whole].ties["weight"].to_dict()


@pytest.mark.parametrize("name", ["edges/referrals.csv", "rujukan.csv", "Log Maret 2019.tsv"])
def test_a_log_is_found_under_any_name(folder, name):
    records = ng.read_records(folder({name: LOG}))
    assert name in records.counts.index
    assert records.evidence.iloc[-1][["source", "target"]].tolist() == ["unit", "health"]


def test_files_that_hold_nothing_known_are_passed_over_and_told(folder):
    records = ng.read_records(folder({"belanja.csv": "barang;harga\nkertas;1\n"}))
    passed = records.changes[records.changes["code"] == "file_passed_over"]
    assert passed["file"].tolist() == ["belanja.csv"]


def test_a_damaged_file_in_a_folder_refuses_it(folder):
    with pytest.raises(RecordsError, match=r"log\.csv\.gz is cut off"):
        ng.read_records(folder({"log.csv.gz": b"\x1f\x8b\x08\x00"}))


def test_what_excel_and_systems_leave_behind_is_not_looked_at(folder):
    more = {"~$log.xlsx": b"x", ".hidden.csv": LOG, "notes.txt": LOG, "a.json": LOG}
    assert set(ng.read_records(folder(more)).evidence["table"]) == {"evidence"}


def test_two_tables_of_bodies_are_refused(folder):
    twice = {"aktor.csv": TABLES["actors.csv"]}
    with pytest.raises(RecordsError, match=r"actors\.csv and aktor\.csv both hold actors"):
        ng.read_records(folder(twice))


def test_a_file_alone_needs_no_table_of_bodies(folder):
    records = ng.read_records(folder({**ALONE, "log.csv": LOG}) / "log.csv")
    assert records.actors["name_id"].tolist() == ["Puskesmas", "Unit Layanan"]
    assert set(records.actors["sector"]) == {"unknown"}


def test_names_meet_names_abbreviations_and_aliases(folder):
    rows = ["UL", "unit layanan", "Service unit", "P2TP2A", "Polres Ta"]
    log = "case,date,source,target\n" + "".join(
        f"K{turn},2019-03-04,{name},Puskesmas\n" for turn, name in enumerate(rows)
    )
    aliases = "alias,actor\nP2TP2A,unit\nPolres Ta,police\nundecided,\n"
    records = ng.read_records(folder({"log.csv": log, "aliases.csv": aliases}))
    counted = records.evidence[records.evidence["table"] == "referrals"]
    assert counted["source"].tolist() == ["unit"] * 4 + ["police"]
    assert records.unknown.empty


def test_an_alias_of_nobody_is_refused(folder):
    with pytest.raises(RecordsError, match="near: unit"):
        ng.read_records(folder({"aliases.csv": "alias,actor\nP2TP2A,unitt\n"}))


def test_an_alias_sheet_is_filled_in_and_handed_back(folder):
    from netgov.quality import quality_files
    from netgov.words import Words

    path = folder({"log.csv": LOG.replace("Unit Layanan", "Unit Layanann")})
    before = ng.read_records(path)
    assert before.unknown["suggestion"].tolist() == ["unit"]
    assert "aliases.xlsx" in quality_files(before, Words("id"))
    sheet = path.parent / "sheet.csv"
    before.unknown.assign(actor=before.unknown["suggestion"]).to_csv(sheet, index=False)
    after = ng.read_records(path, aliases=sheet)
    assert after.unknown.empty
    assert after.evidence.iloc[-1]["source"] == "unit"


@pytest.mark.parametrize("lang", ["id", "en"])
def test_an_alias_sheet_written_as_a_table_is_read_beside_its_notes(folder, lang):
    path = folder({"log.csv": LOG.replace("Unit Layanan", "Unit Layanann")})
    unknown = ng.read_records(path).unknown
    sheet = path.parent / "names.xlsx"
    ng.write_table(unknown.assign(actor=unknown["suggestion"]), sheet, lang)
    assert ng.read_records(path, aliases=sheet).unknown.empty


# --- settings ---------------------------------------------------------------------------------

MAPPED = """[columns]
case = "Nomor"
date = "Kapan"
source = "Siapa"
target = "Ke mana"

[fill.source]
value = "Masyarakat"
where = "case"
has = "/B"
"""


def test_headings_of_any_name_are_mapped_and_blanks_filled(folder):
    path = folder({**ALONE, "log.csv": ODD, "netgov.toml": MAPPED})
    for records in (ng.read_records(path), ng.read_records(path / "log.csv")):
        assert weights(records) == {
            ("masyarakat", "puskesmas", "referral"): 1,
            ("polresta", "unit", "referral"): 1,
        }
        assert "filled_in" in set(records.changes["code"])


def test_a_mapping_file_is_chosen_by_its_path_or_name(folder):
    path = folder({**ALONE, "log.csv": ODD, "map.toml": MAPPED})
    assert len(ng.read_records(path / "log.csv", columns=path / "map.toml").evidence) == 2
    with pytest.raises(UnknownName, match="nearest is primero"):
        ng.read_records(path / "log.csv", columns="primer")


def test_a_column_about_persons_is_never_mapped(folder):
    mapped = '[columns]\nsource = "Nama Ibu"\n'
    with pytest.raises(RecordsError, match="names a column about persons"):
        ng.read_records(folder({"netgov.toml": mapped}))


@pytest.mark.parametrize("name", ready_names())
def test_ready_mappings_say_that_they_are_assumptions(name):
    text = (files("netgov") / "mappings" / f"{name}.toml").read_text("utf-8")
    assert "ASUMSI / ASSUMPTION" in text


def test_transitions_of_primero(folder):
    agencies = "transitioned_by_user_agency,transitioned_to_user_agency"
    rows = f"""record_id,created_at,transitioned_by,{agencies},status
uuid-1,2019-05-01T08:00:00Z,budi,unit-a,health-b,accepted
"""
    path = folder({**ALONE, "t.csv": rows}) / "t.csv"
    records = ng.read_records(path, columns="primero")
    assert weights(records) == {("unit-a", "health-b", "referral"): 1}
    assert "transitioned_by" in set(records.unread["column"])


def test_a_table_like_simfoni(folder):
    rows = "Tahun Entri;Instansi Penginput;Jenis Layanan;Jumlah\n2019;UPT PPA;kesehatan;12\n"
    path = folder({**ALONE, "t.csv": rows}) / "t.csv"
    records = ng.read_records(path, columns="simfoni")
    assert weights(records) == {("masyarakat", "upt-ppa", "reporting"): 12}
