"""Counted contact: referral logs, attendance lists and ties become signs of contact."""

import csv
import datetime as dt
import io
import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import few

import netgov as ng
from netgov.errors import RecordsError
from netgov.export import WRITERS

LOG = ["case", "date", "source", "target", "layer", "status", "closed"]
MET = ["date", "meeting", "actor", "stand_in"]
# Three meetings worked by hand in GAPS.md, and who was stood in for.
MEETINGS = [("2019-01-10", "ABC"), ("2019-02-10", "AC"), ("2019-03-10", "BCD")]
STAND_INS = {("2019-01-10", "B"), ("2019-02-10", "C"), ("2019-03-10", "D")}


def text(head, rows):
    """Return a table as CSV."""
    file = io.StringIO()
    csv.writer(file).writerows([head, *rows])
    return file.getvalue()


@pytest.fixture
def read(tmp_path):
    """Read files of some names and texts together, or one alone."""

    def reader(files, **asked):
        for name, content in files.items():
            (tmp_path / name).write_text(content, encoding="utf-8")
        path = tmp_path / next(iter(files)) if len(files) == 1 else tmp_path
        return ng.read_records(path, **asked)

    return reader


def codes(records):
    return records.problems[["row", "code"]].to_numpy().tolist()


def ties(records, year=2019):
    return ng.build_history(records)[year].ties


# --- referrals --------------------------------------------------------------------------------


def test_contacts_and_distinct_cases_are_counted_apart(read):
    rows = [
        ["K1", "2019-01-01", "A", "B", "", "", ""],
        ["K1", "2019-01-05", "A", "B", "", "", ""],
        ["K2", "2019-01-06", "A", "B", "", "", ""],
        ["", "2019-01-07", "A", "B", "", "", ""],
        ["", "2019-01-08", "A", "B", "", "", ""],
    ]
    tie = ties(read({"log.csv": text(LOG, rows)})).loc["a", "b", "referral"]
    assert (tie["weight"], tie["cases"]) == (5, 3)


def test_a_recap_counts_as_many_cases(read):
    rows = [["2019", "A", "B", "7"], ["2019", "A", "B", "5"]]
    tie = ties(read({"log.csv": text(["tahun", "asal", "tujuan", "jumlah"], rows)}))
    assert tie.loc[("a", "b", "referral"), ["weight", "cases"]].tolist() == [12, 12]


def test_answers_and_their_delay(read):
    head = ["case", "date", "source", "target", "answered"]
    rows = [
        ["K1", "2019-01-01", "A", "B", "2019-01-03"],
        ["K2", "2019-01-01", "A", "B", "2019-01-11"],
        ["K3", "2019-01-01", "A", "B", ""],
        ["K4", "2019", "A", "B", "2019-06-01"],
    ]
    tie = ties(read({"log.csv": text(head, rows)})).loc["a", "b", "referral"]
    assert (tie["answered"], tie["days"]) == (3, 6)


def test_an_answer_of_a_year_alone_tells_no_delay(read):
    head = ["case", "date", "source", "target", "answered"]
    records = read({"log.csv": text(head, [["K1", "2018-12-20", "A", "B", "2019"]])})
    assert "date_dropped" in set(records.changes["code"])
    assert math.isnan(ties(records, 2018).loc[("a", "b", "referral"), "days"])


def test_without_answers_on_record_nothing_is_known_of_them(read):
    rows = [["K1", "2019-01-01", "A", "B", "", "", ""]]
    assert math.isnan(ties(read({"log.csv": text(LOG, rows)}))["answered"].item())


def test_a_log_without_case_numbers_says_so_once(read):
    rows = [[f"2019-01-{day:02}", "A", "B"] for day in range(1, 21)]
    records = read({"log.csv": text(["date", "source", "target"], rows)})
    (change,) = records.changes.to_dict("records")
    assert (change["code"], change["rows"]) == ("no_case_column", 20)


def test_rows_that_differ_in_what_is_not_known_are_no_copies(read):
    rows = [["K1", "2019-03-01", "A", "B", "", status, ""] for status in ("Tahap 1", "Tahap 2")]
    assert read({"log.csv": text(LOG, rows)}).counts.iloc[0].tolist() == [2, 2, 0]


ACTORS = """id,name_id,sector,level,successor,active_from,active_to
a,A,social,city,,,
young,Muda,social,city,,2018,
old,Lama,social,city,new,,
new,Baru,social,city,,,
"""


def test_rows_that_no_network_shows_are_told(read):
    rows = [
        ["K1", "2017-03-01", "A", "Muda", "", "", ""],
        ["K2", "2019-03-01", "A", "Muda", "", "", ""],
        ["K3", "2015-03-01", "A", "Baru", "", "", ""],
        ["K4", "2019-03-01", "Lama", "Baru", "", "", ""],
    ]
    years = '[study]\nyears = "2017-2019"\n'
    files = {"actors.csv": ACTORS, "log.csv": text(LOG, rows), "netgov.toml": years}
    records = read(files)
    assert codes(records) == [[5, "self_referral"]]
    told = records.changes.set_index("code")["rows"].to_dict()
    assert (told["body_absent"], told["outside_study"]) == (1, 1)
    history = ng.build_history(records)
    spans = [history[2017], history[2019], history[2017, 2019]]
    assert [net.ties["weight"].sum() for net in spans] == [0, 1, 1]


def test_the_study_has_the_years_of_what_was_counted(read):
    stated = "source,target,layer,year_from,strength\na,new,referral,1999,present\n"
    rows = [["K1", "2019-03-01", "A", "Baru", "", "", ""]]
    files = {"actors.csv": ACTORS, "evidence.csv": stated, "log.csv": text(LOG, rows)}
    assert read(files).study.period == (2019, 2019)


def test_an_office_meets_once_whatever_its_name(read):
    rows = [["2019-01-10", "Rakor", body, ""] for body in ("A", "Muda", "Lama", "Baru")]
    weights = ties(read({"actors.csv": ACTORS, "rapat.csv": text(MET, rows)}))["weight"]
    assert set(weights) == {0.5}
    assert len(weights) == 6


def test_why_a_case_was_not_referred_makes_no_tie(read):
    head = ["case", "date", "source", "target", "reason"]
    rows = [
        ["K1", "2019-01-01", "A", "B", ""],
        ["K2", "2019-01-01", "A", "C", "sudah dilayani"],
        ["K3", "2019-01-01", "A", "", "Referral declined by survivor"],
        ["K4", "2019-01-01", "A", "", ""],
    ]
    records = read({"log.csv": text(head, rows)})
    assert codes(records) == [[5, "missing_actor"]]
    assert records.not_referred["reason"].tolist() == ["already served", "declined"]
    assert len(ties(records)) == 1


def test_unknown_layer_and_status_are_told_and_the_row_is_used(read):
    rows = [["K1", "2019-01-01", "A", "B", "telepathy", "who knows", ""]]
    records = read({"log.csv": text(LOG, rows)})
    assert ties(records).index.tolist() == [("a", "b", "referral")]
    assert set(records.changes["code"]) == {"referral_assumed", "unknown_left_out"}


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (["K1", "2019-01-01", "A", "-", "", "", ""], "missing_actor"),
        (["K1", "2019-01-01", "n/a", "B", "", "", ""], "missing_actor"),
        (["K1", "2019-01-01", "A", "a", "", "", ""], "self_referral"),
        (["K1", "", "A", "B", "", "", ""], "missing_date"),
        (["K1", "31/04/2019", "A", "B", "", "", ""], "bad_date"),
        (["K1", "1989-12-31", "A", "B", "", "", ""], "bad_date"),
        (["K1", "2091-01-01", "A", "B", "", "", ""], "future_date"),
        (["K1", "#REF!", "A", "B", "", "", ""], "formula_error"),
        (["K1", "2019-01-01", "A" * 201, "B", "", "", ""], "long_name"),
        (["K1", "2019-01-01", "A", "0812 3456 7890", "", "", ""], "personal_data"),
        (["K9", "2019-02-02", "X", "Y", "", "", ""], "duplicate_row"),
    ],
)
def test_a_faulty_row_is_set_aside_with_its_reason(read, row, code):
    sound = ["K9", "2019-02-02", "X", "Y", "", "", ""]
    records = read({"log.csv": text(LOG, [sound, row])})
    assert codes(records) == [[3, code]]
    assert "3456" not in records.problems["value"].item()


def test_na_is_a_name(read):
    rows = [["K1", "2019-01-01", "NA", "B", "", "", ""]]
    assert "na" in read({"log.csv": text(LOG, rows)}).actors.index


def test_a_number_of_a_person_as_case_refuses_the_file(read):
    rows = [["1471075201110001", "2019-01-01", "A", "B", "", "", ""]]
    with pytest.raises(RecordsError, match=r"1471…\(16\)") as refused:
        read({"log.csv": text(LOG, rows)})
    assert "1471075201110001" not in str(refused.value)


def test_copies_are_found_across_files_and_told_with_their_place(read):
    rows = [["K1", "2019-01-01", "A", "B", "", "", ""]]
    again = [["K1", "1 Januari 2019", "a", "B.", "", "", ""], ["K2", *rows[0][1:]]]
    records = read({"rujukan 1.csv": text(LOG, rows), "rujukan 2.csv": text(LOG, again)})
    (problem,) = records.problems.to_dict("records")
    assert (problem["file"], problem["row"]) == ("rujukan 2.csv", 2)
    assert problem["known"] == "2 (rujukan 1.csv)"


def test_only_the_days_asked_for_are_used_and_that_is_no_loss(read):
    rows = [[f"K{n}", f"{2015 + n % 5}-06-01", "A", "B", "", "", ""] for n in range(60)]
    asked = {"since": dt.date(2018, 1, 1), "until": dt.date(2018, 12, 31)}
    records = read({"log.csv": text(LOG, rows)}, **asked)
    assert records.counts.iloc[0].tolist() == [60, 12, 48]
    assert set(records.problems["code"]) == {"outside_period"}


def test_case_numbers_become_codes_that_only_the_key_makes_again(read, tmp_path):
    from netgov.identity import write_key

    key = write_key(tmp_path / "netgov.key")
    rows = [["K1", "2019-01-01", "A", "B", "", "", ""]]
    made = [read({"log.csv": text(LOG, rows)}, key_file=key) for _turn in range(2)]
    first, again = (records.evidence["case"].item() for records in made)
    assert first == again
    assert len(first) == 16
    assert read({"log.csv": text(LOG, rows)}).evidence["case"].item() != first


# --- meetings ---------------------------------------------------------------------------------


def attendance(stand_ins=()):
    return text(
        MET,
        [
            [day, "Rakor", actor, "ya" if (day, actor) in stand_ins else ""]
            for day, actors in MEETINGS
            for actor in actors
        ],
    )


@pytest.mark.parametrize(
    ("stand_ins", "expected"),
    [
        ((), {"ab": 0.5, "ac": 1.5, "bc": 1, "bd": 0.5, "cd": 0.5}),
        (STAND_INS, {"ab": 0.25, "ac": 1, "bc": 0.75, "bd": 0.25, "cd": 0.25}),
    ],
    ids=["heads", "stand-ins"],
)
def test_each_meeting_shares_its_weight_over_the_pairs(read, stand_ins, expected):
    weights = ties(read({"rapat.csv": attendance(stand_ins)}))["weight"]
    for (one, other), weight in expected.items():
        assert weights[one, other, "coordination"] == weights[other, one, "coordination"]
        assert weights[one, other, "coordination"] == pytest.approx(weight)
    assert len(weights) == 2 * len(expected)


def test_a_body_is_there_once_and_with_its_head_if_the_head_came(read):
    rows = [
        ["2019-01-10", "Rakor", "A", "ya"],
        ["2019-01-10", "rakor ", "a", "tidak"],
        ["2019-01-10", "Rakor", "B", "tidak"],
    ]
    records = read({"rapat.csv": text(MET, rows)})
    assert records.counts.iloc[0].tolist() == [3, 3, 0]
    assert ties(records)["weight"].tolist() == [1, 1]


def test_a_meeting_of_one_body_makes_no_tie(read):
    records = read({"rapat.csv": text(MET, [["2019-01-10", "Rakor", "A", ""]])})
    assert ties(records).empty


def test_a_meeting_of_more_bodies_than_exist_is_a_misread_column(read):
    rows = [["2019-01-10", "Rakor", f"A{n}", ""] for n in range(501)]
    with pytest.raises(RecordsError, match="more than 500 bodies at one meeting"):
        read({"rapat.csv": text(MET, rows)})


# --- laws -------------------------------------------------------------------------------------

NAMES = ["Polsek A", "polsek a", "POLSEK A.", "Dinas B", "Dinas  B", "C", "", "-"]
DAYS = ["2018-05-01", "3 Mei 2019", "04/05/2019", "25/05/2019", "2019", "", "x", "2091-01-01"]
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["K1", "K2", "K3", ""]),
        st.sampled_from(DAYS),
        st.sampled_from(NAMES),
        st.sampled_from(NAMES),
        st.sampled_from(["", "rujukan", "koordinasi", "?"]),
        st.sampled_from(["", "selesai", "?"]),
        st.sampled_from(["", "2019-12-31", "2000-01-01", "?"]),
    ),
    min_size=1,
    max_size=12,
)
LEFT_OUT = {"?", "2000-01-01"}
SOUND = ("K0", "2019-01-01", "Dinas B", "Polsek A", "", "", "")


def made(folder, rows):
    path = folder / "log.csv"
    path.write_text(text(LOG, rows), encoding="utf-8")
    return ng.read_records(path)


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("logs")


@few
@given(ROWS)
def test_rows_in_are_rows_used_and_rows_set_aside(place, rows):
    records = made(place, [SOUND, *rows])
    read, used, aside = records.counts.iloc[0]
    # A row of nothing but blanks is no row.
    assert read == 1 + sum(any(row) for row in rows)
    assert read == used + aside
    assert aside == len(records.problems) == records.problems["row"].nunique()
    assert used == len(records.evidence) + len(records.not_referred)


@few
@given(ROWS, st.randoms(use_true_random=False))
def test_no_order_of_rows_changes_the_network(place, rows, random):
    history = ng.build_history(made(place, [SOUND, *rows]))
    shuffled = [SOUND, *rows]
    random.shuffle(shuffled)
    other = ng.build_history(made(place, shuffled))
    assert history.whole == other.whole
    whole, again = history[history.whole], other[other.whole]
    assert whole.actors.equals(again.actors)
    assert whole.ties.equals(again.ties)


@few
@given(ROWS)
def test_what_was_used_written_again_reads_the_same(place, rows):
    # What is left out of a row cannot be written again, and may have told it from another.
    rows = [tuple("" if cell in LEFT_OUT else cell for cell in row) for row in rows]
    records = made(place, [SOUND, *rows])
    names = records.actors["name_id"]
    used = records.evidence.sort_values("row", kind="stable")
    dates = {"day": "%Y-%m-%d", "month": "%Y-%m", "year": "%Y"}
    again = [
        (
            row["case"],
            row["date"].strftime(dates[row["grain"]]),
            names[row["source"]],
            names[row["target"]],
            row["layer"],
            row["status"],
            "" if str(row["closed"]) == "NaT" else row["closed"].strftime("%Y-%m-%d"),
        )
        for row in used.to_dict("records")
    ]
    other = made(place, again)
    assert other.counts.iloc[0]["rejected"] == 0
    history, same = ng.build_history(records), ng.build_history(other)
    assert history[history.whole].ties.equals(same[same.whole].ties)


# --- ties counted elsewhere -------------------------------------------------------------


COUNTED = """source,target,year,weight,cases,answered,closed,median_days
A,B,2018,10,8,6,4,3.5
A,B,2019,20,15,0,,
B,A,2019,5,5,5,5,0
"""


def test_counts_of_answers_travel_with_a_tie_and_medians_are_never_joined(tmp_path):
    file = tmp_path / "ties.csv"
    file.write_text(COUNTED, encoding="utf-8")
    history = ng.build_history(ng.read_records(file))
    years = {
        year: history[year].ties.reset_index().set_index("source") for year in (2018, 2019)
    }
    assert years[2018].loc["a", ["answered", "days"]].tolist() == [6, 3.5]
    assert years[2019].loc["b", ["answered", "days"]].tolist() == [5, 0]
    span = history[2018, 2019].ties.reset_index().set_index("source")
    assert span.loc["a", "answered"] == 6
    assert math.isnan(span.loc["a", "days"])
    assert span.loc["b", "days"] == 0


def test_the_median_of_an_office_and_its_successor_is_not_defined(tmp_path):
    head = "id,name_id,name_en,sector,level,reach,successor"
    bodies = "old,Lama,Old,social,city,city,new\nnew,Baru,New,social,city,city,\n"
    bodies += "b,B,B,social,city,city,\nc,C,C,social,city,city,\n"
    (tmp_path / "actors.csv").write_text(f"{head}\n{bodies}", encoding="utf-8")
    rows = "old,b,2019,4,3,2\nnew,b,2019,4,1,9\nb,new,2019,4,2,5\n"
    file = tmp_path / "ties.csv"
    file.write_text(f"source,target,year,weight,answered,median_days\n{rows}", "utf-8")
    told = ties(ng.read_records(tmp_path))[["answered", "days"]]
    assert told.fillna(-1).to_numpy().tolist() == [[4, -1], [2, 5]]


@pytest.mark.parametrize(
    ("counted", "answered", "days"),
    [("10,3.5", 12, math.nan), ("0,", 2, 10), (",3.5", 2, math.nan), (",", 2, 10)],
)
def test_answers_of_logs_and_counts_add_up_and_days_are_of_one_of_them(
    read, counted, answered, days
):
    log = "date,source,target,case,answered\n"
    log += "".join(f"2019-01-01,A,B,{case},2019-01-11\n" for case in (1, 2))
    head = "source,target,year,weight,answered,median_days\n"
    records = read({"referrals.csv": log, "ties.csv": f"{head}A,B,2019,20,{counted}\n"})
    tie = ties(records).iloc[0]
    assert (tie["weight"], tie["answered"]) == (22, answered)
    assert tie["days"] == pytest.approx(days, nan_ok=True)


def test_a_median_alone_is_told(read):
    records = read({"ties.csv": "source,target,year,weight,median_days\nA,B,2019,20,0\n"})
    assert ties(records).iloc[0][["answered", "days"]].fillna(-1).tolist() == [-1, 0]


def test_counts_of_answers_are_read_as_offices_write_them(read):
    head = "asal;tujuan;tahun;jumlah;jumlah_dijawab;jumlah_selesai;median_hari\n"
    rows = "A;B;2019;2000;1.250.000;0;3,5\nA;C;2019;2000;1.250;0;3,5\nB;C;2019;9;1,5;x;-1\n"
    records = read({"ties.csv": head + rows})
    assert codes(records) == [[2, "more_than_contacts"], [4, "bad_amount"]]
    told = records.evidence[["answers", "ends", "median_days"]]
    assert told.to_numpy().tolist() == [[1250, 0, 3.5]]


def test_counted_ties_are_read_alike_from_parquet(tmp_path):
    frame = pd.read_csv(io.StringIO(COUNTED))
    frame.to_parquet(tmp_path / "ties.parquet", index=False)
    (tmp_path / "ties.csv").write_text(COUNTED, encoding="utf-8")
    one, other = (ng.read_records(tmp_path / f"ties.{kind}") for kind in ("csv", "parquet"))
    assert other.problems.empty
    assert one.evidence.drop(columns="file").equals(other.evidence.drop(columns="file"))


def test_no_more_contacts_can_be_answered_than_there_were(tmp_path):
    file = tmp_path / "ties.csv"
    file.write_text(COUNTED + "B,C,2019,2,2,3,0,1\n", encoding="utf-8")
    problems = ng.read_records(file).problems
    assert problems[["row", "column", "code"]].values.tolist() == [
        [5, "answered", "more_than_contacts"]
    ]


def test_a_log_with_days_of_answers_is_no_table_of_counts(tmp_path):
    file = tmp_path / "any.csv"
    file.write_text(
        "date,source,target,count,answered,closed\n2019-01-02,A,B,2,2019-01-05,2019-02-01\n",
        encoding="utf-8",
    )
    signs = ng.read_records(file).evidence
    assert signs["table"].tolist() == ["referrals"]
    assert signs["answered"].notna().all()


def test_what_is_told_in_public_does_not_depend_on_answers_counted(tmp_path):
    rows = [f"{a},{b},2019,{n},{n}," for n, (a, b) in enumerate(pairs(), start=30)]
    told = []
    for turn, more in enumerate(("1,1,2.5", "7,0,90")):
        folder = tmp_path / str(turn)
        folder.mkdir()
        heading = "source,target,year,weight,cases,answered,closed,median_days\n"
        text = heading + "".join(f"{row}{more}\n" for row in rows)
        (folder / "ties.csv").write_text(text, encoding="utf-8")
        view = ng.protect(ng.build_history(ng.read_records(folder / "ties.csv")))
        out = ng.write_report(view, 2019, folder / "out", "en")
        for form in WRITERS:
            ng.write_network(view[2019], out / f"as{form}")
        ng.write_table(ng.measure(view[2019]), out / "measures.csv", "en")
        files = [file for file in out.rglob("*") if file.is_file()]
        told.append({file.relative_to(out): file.read_bytes() for file in files})
    assert len(told[0]) > len(WRITERS)
    assert told[0] == told[1]


def pairs():
    return [(a, b) for a in "ABCDE" for b in "ABCDE" if a != b]
