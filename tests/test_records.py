"""A data folder: what is used, what is set aside, what is refused, and lines of names."""

import pytest
from folder import TABLES
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import netgov as ng
from netgov.errors import RecordsError

EVIDENCE = "edges/evidence.csv"
MANDATES = "edges/mandates.csv"


def changed(table, old, new):
    assert old in TABLES[table]
    return {table: TABLES[table].replace(old, new)}


# --- what is read ---------------------------------------------------------------------------


def test_indonesian_headings_and_values_read_the_same(folder):
    indonesian = {
        "actors.csv": TABLES["actors.csv"]
        .replace("id,name_id,name_en", "kode,Nama,nama inggris")
        .replace(",sector,level,reach", ",Sektor,Tingkat,Jangkauan")
        .replace("social,city,city", "Sosial,Kota,kota")
        .replace("police,city,vertical", "Kepolisian,Kota,Instansi Vertikal"),
        EVIDENCE: TABLES[EVIDENCE]
        .replace("source,target,layer", "Asal,Tujuan,Jenis Relasi")
        .replace("year_from,year_to,strength", "tahun dari,tahun_sampai,KEKUATAN")
        .replace("referral", "Rujukan")
        .replace(",weak,", ",lemah,")
        .replace(",absent,", ",tidak ada,")
        .replace(",strong,", ",kuat,")
        .replace(",present,", ",ada,"),
        MANDATES: TABLES[MANDATES]
        .replace("duty,kind,source", "kewajiban,sifat,asal")
        .replace("must", "wajib")
        .replace("may", "boleh"),
    }
    english, other = ng.read_records(folder()), ng.read_records(folder(indonesian, "id"))
    for table in ("actors", "evidence", "mandates"):
        assert getattr(english, table).equals(getattr(other, table)), table


def test_columns_of_no_table_are_not_loaded(folder):
    secret = TABLES[EVIDENCE].replace("confidence\n", "confidence,nama_anak\n", 1)
    records = ng.read_records(folder({EVIDENCE: secret}))
    assert "nama_anak" not in records.evidence


def test_only_actors_and_evidence_are_needed(folder):
    rest = dict.fromkeys([MANDATES, "legal_bases.csv", "SOURCES.md"])
    records = ng.read_records(folder(rest))
    assert len(records.mandates) == 0
    assert ng.find_gaps(ng.build_history(records))["kind"].tolist()


def test_the_years_are_those_of_the_evidence_unless_the_folder_says(folder):
    assert ng.read_records(folder()).study.period == (2018, 2019)
    said = {"netgov.toml": '[study]\nyears = "2017-2019"\ntitle_id = "Uji"\nsynthetic = true\n'}
    study = ng.read_records(folder(said, "said")).study
    assert (study.period, study.title("en"), study.synthetic) == ((2017, 2019), "Uji", True)


def test_sources_are_read_and_only_web_addresses_kept(folder):
    evil = TABLES["SOURCES.md"].replace("https://example.org/1", "javascript:alert(1)")
    records = ng.read_records(folder({"SOURCES.md": evil}))
    assert records.sources.loc[1, "short"] == "One 2019"
    assert (records.sources["address"] == "").all()
    assert records.cite("[1] [2]") == "[1] One 2019; [2] Two 2019"


def test_confidence_is_a_number_and_unread_articles_count_less(folder):
    records = ng.read_records(folder())
    assert records.evidence["confidence"].tolist() == [1.0, 1.0, 0.6, 1.0]
    assert records.mandates["confidence"].tolist() == [0.6, 0.6, 0.5]


# --- what is set aside ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "code", "column"),
    [
        ("unit,police,referral,2019", "unit,polise,referral,2019", "unknown_name", "target"),
        ("unit,police,referral,2019", "unit,,referral,2019", "missing_value", "target"),
        ("unit,police,referral,2019", "unit,unit,referral,2019", "self_referral", "target"),
        ("unit,police,referral,2019", "unit,police,telepathy,2019", "unknown_value", "layer"),
        ("present", "fine", "unknown_value", "strength"),
        ("2019,2019,present", "201x,2019,present", "bad_year", "year_from"),
        ("2019,2019,present", "2019.5,2019,present", "bad_year", "year_from"),
        ("2019,2019,present", "2019,2018,present", "years_crossed", "year_to"),
        ("2019,2019,present", ",,present", "missing_year", "year_from"),
    ],
)
def test_a_faulty_row_is_set_aside_with_its_reason(folder, old, new, code, column):
    records = ng.read_records(folder(changed(EVIDENCE, old, new)))
    problem = records.problems.iloc[0]
    assert (problem["code"], problem["column"], problem["row"]) == (code, column, 2)
    assert records.counts.loc[EVIDENCE].tolist() == [4, 3, 1]
    assert 2 not in set(records.evidence["row"])


def test_strict_refuses_any_faulty_row(folder):
    path = folder(changed(EVIDENCE, "present", "fine"))
    with pytest.raises(RecordsError, match="row 2, column strength: 'fine'"):
        ng.read_records(path, strict=True)


def test_losing_a_tenth_of_many_rows_is_refused_unless_accepted(folder):
    head, *rows = TABLES[EVIDENCE].splitlines()
    many = "\n".join([head, *rows * 12, *["unit,police,nothing,2019,2019,present,,"] * 6])
    with pytest.raises(RecordsError, match="6 of 54 rows"):
        ng.read_records(folder({EVIDENCE: many}))
    kept = ng.read_records(folder({EVIDENCE: many}, "again"), accept_loss=True)
    assert kept.counts.loc[EVIDENCE].tolist() == [54, 48, 6]


CELLS = st.sampled_from(
    ["unit", "police", "", "stranger", "referral", "rujukan", "x y", "2019", "="]
)


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(*[CELLS] * 6), max_size=8))
def test_rows_in_are_rows_used_and_rows_set_aside(folder, rows):
    head = "source,target,layer,year_from,year_to,strength"
    sound = "unit,police,referral,2019,2019,present"
    text = "\n".join([head, sound, *(",".join(row) for row in rows)])
    records = ng.read_records(folder({EVIDENCE: text}))
    read, used, rejected = records.counts.loc[EVIDENCE]
    assert read == used + rejected == 1 + sum(any(row) for row in rows)
    assert used == len(records.evidence)
    assert rejected == len(records.problems)


# --- what is refused ------------------------------------------------------------------------


LAYER = changed(MANDATES, "unit,police,referral", "unit,police,telepathy")
STRANGER = changed(MANDATES, "d1,must,unit", "d1,must,uni")
NO_RULE = changed(MANDATES, ",Rule,Pasal 1", ",Rul,Pasal 1")
TWICE = changed("actors.csv", "police,Polresta", "unit,Polresta")
ORPHAN = changed("actors.csv", ",office,social", ",offic,social")
BLANKS = changed("actors.csv", "health,Puskesmas", "health centre,Puskesmas")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        (LAYER, ["edges/mandates.csv", "row 3", "layer", "'telepathy'", "referral, reporting"]),
        (STRANGER, ["edges/mandates.csv", "row 2", "source", "'uni'", "near: unit"]),
        (NO_RULE, ["edges/mandates.csv", "row 2", "legal_basis", "'Rul'", "legal_bases.csv"]),
        (changed(MANDATES, "duty,kind", "duty,art"), ["edges/mandates.csv", "kind", "sifat"]),
        (
            changed(EVIDENCE, "strength", "power"),
            ["edges/evidence.csv", "strength", "kekuatan"],
        ),
        (
            changed(EVIDENCE, "year_to", "Year From"),
            ["edges/evidence.csv", "stands there twice"],
        ),
        (TWICE, ["actors.csv", "row 4", "'unit'"]),
        (ORPHAN, ["actors.csv", "parent", "near: office"]),
        (BLANKS, ["actors.csv", "row 5", "'health centre'"]),
        ({"actors.csv": None}, ["edges/evidence.csv", "actors.csv"]),
        ({EVIDENCE: None}, ["no records of contact", "edges/evidence.csv"]),
        ({EVIDENCE: TABLES[EVIDENCE].splitlines()[0]}, ["edges/evidence.csv", "no rows"]),
        (
            {EVIDENCE: TABLES[EVIDENCE].replace("unit", "uni").replace("2018", "x")},
            ["none of its 4 rows", "row 2", "source", "'uni'", "near: unit"],
        ),
        ({"netgov.toml": "[study\n"}, ["netgov.toml"]),
        ({"netgov.toml": '[study]\nyears = "soon"\n'}, ["'soon'", "2017-2019"]),
    ],
)
def test_a_faulty_file_is_refused_with_one_sentence(folder, changes, told):
    with pytest.raises(ng.errors.NetgovError) as refused:
        ng.read_records(folder(changes))
    for part in told:
        assert part in str(refused.value)
    assert "\n" not in str(refused.value)
    assert refused.value.say("id") != str(refused.value)


def test_an_empty_folder_and_no_folder_are_sentences(tmp_path):
    with pytest.raises(RecordsError, match=r"no records of contact.*edges/referrals\.csv"):
        ng.read_records(tmp_path)
    with pytest.raises(RecordsError, match="no file or folder 'nowhere'"):
        ng.read_records(tmp_path / "nowhere")


def test_successors_in_a_circle_are_refused(folder):
    circle = """id,name_id,sector,level,successor
unit,U,social,city,office
office,O,government,city,unit
police,P,police,city,
health,H,health,city,
"""
    with pytest.raises(RecordsError, match="circle"):
        ng.read_records(folder({"actors.csv": circle}))


def test_messages_mask_long_numbers_and_stay_short(folder):
    number = "1471010101010001"
    bad = changed(MANDATES, "unit,police,referral", f"unit,{number},referral")
    with pytest.raises(RecordsError) as refused:
        ng.read_records(folder(bad))
    assert number not in str(refused.value)
    assert "1471…(16)" in str(refused.value)


# --- lines of names -------------------------------------------------------------------------

LINE = {
    "actors.csv": """id,name_id,sector,level,successor,first_seen,active_from,active_to
new,Unit Baru,social,city,,2020,2020,
old,Unit Lama,social,city,middle,2014,,2018
middle,Unit Tengah,social,city,new,2019,,2020
police,Polresta,police,city,,2018,,
later,Kantor,police,city,,,2021,
""",
    EVIDENCE: """source,target,layer,year_from,year_to,strength
old,police,referral,2017,2017,present
middle,police,referral,2019,2019,weak
old,middle,referral,2018,2018,present
later,police,referral,2019,2019,present
""",
    MANDATES: None,
}


def test_renamed_offices_are_one_body_under_the_name_of_the_year(folder):
    history = ng.build_history(ng.read_records(folder(LINE)))
    assert [history[year].names("id")["new"] for year in (2017, 2019, 2020)] == [
        "Unit Lama", "Unit Tengah", "Unit Baru",
    ]  # fmt: skip
    assert history[2020].actors.loc["new", "formerly"] == "Unit Lama; Unit Tengah"
    whole = history[2017, 2019]
    assert whole.ties.index.tolist() == [("new", "police", "referral")]
    assert whole.ties["strength"].item() == "present"


def test_a_body_is_absent_before_its_founding_and_not_before_it_was_seen(folder):
    history = ng.build_history(ng.read_records(folder(LINE)))
    assert "later" not in history[2019].actors.index
    assert "later" in history[2021].actors.index
    assert "police" in history[2017].actors.index


def test_an_open_line_has_no_end_and_a_closed_one_has(folder):
    ended = LINE["actors.csv"].replace(",2020,2020,", ",2020,2020,2022")
    history = ng.build_history(ng.read_records(folder({**LINE, "actors.csv": ended})))
    assert "new" in history[2022].actors.index
    assert "new" not in history[2023].actors.index


# --- statements become ties -----------------------------------------------------------------


def test_statements_weigh_one_and_the_strongest_is_told(folder):
    more = TABLES[EVIDENCE] + "unit,police,referral,2019,2019,strong,[2],inferred\n"
    net = ng.build_history(ng.read_records(folder({EVIDENCE: more})))[2019]
    tie = net.ties.loc[("unit", "police", "referral")]
    assert (tie["weight"], tie["strength"], tie["confidence"]) == (1.0, "strong", 0.6)
    assert ("unit", "health", "referral") not in net.ties.index
    assert "health" in net.actors.index


def test_a_blank_year_is_open_on_its_side(folder):
    history = ng.build_history(ng.read_records(folder()))
    assert ("office", "unit", "authority") in history[2010].ties.index
    assert ("office", "unit", "authority") not in history[2020].ties.index


def test_shuffled_rows_give_the_same_network(folder):
    head, *rows = TABLES[EVIDENCE].splitlines()
    turned = {EVIDENCE: "\n".join([head, *reversed(rows)])}
    nets = [
        ng.build_history(ng.read_records(folder(c, n)))[2019]
        for c, n in ((None, "a"), (turned, "b"))
    ]
    assert nets[0].ties.sort_index().equals(nets[1].ties.sort_index())
