"""Two registers of one referral: two lines, one contact, and what both registers miss."""

import csv
import datetime as dt
import io
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import hypergeom
from strategies import few

import netgov as ng
from netgov.cases.registers import ASSUMPTIONS, hidden_volume, reconcile
from netgov.registers import match_lines

HEAD = ["case", "date", "source", "target", "recorded_by"]
ANSWERED = ["case", "date", "source", "target", "status", "answered", "closed", "outcome"]


def text(rows, head=HEAD):
    """Return a log as CSV."""
    file = io.StringIO()
    csv.writer(file).writerows([head, *rows])
    return file.getvalue()


def written(folder, files, **asked):
    for name, content in files.items():
        (folder / name).write_text(content, encoding="utf-8")
    return ng.read_records(folder, **asked)


@pytest.fixture
def read(tmp_path):
    """Read logs, given as texts by file name."""
    return lambda files, **asked: written(tmp_path, files, **asked)


def registers(records):
    return records.evidence["register"].tolist()


def told(records):
    """Return how many rows each change was made to."""
    return records.changes.groupby("code")["rows"].sum().to_dict()


def weights(records):
    ties = ng.build_history(records)[2019].ties
    return {end[:2]: weight for end, weight in ties["weight"].items()}


# --- two logs, one contact --------------------------------------------------------------------


def kept_by(owner, rows, head):
    """Return a log of which every line stands in the register of one body."""
    return text([[*row, owner] for row in rows], [*head, "Dicatat oleh"])


@pytest.fixture
def two_logs():
    """Four referrals at A and four at B; three are the same, and one A sent twice."""
    sent = [
        ["K1", "2019-03-01", "Dinas A", "B", "", "", "", ""],
        ["K2", "2019-03-01", "Dinas A", "B", "in progress", "2019-03-09", "", ""],
        ["K3", "2019-03-01", "Dinas A", "B", "", "", "", ""],
        ["K3", "2019-05-01", "Dinas A", "B", "", "", "", ""],
    ]
    received = [
        [
            "K1",
            "2019-03-04",
            "dinas a",
            "B",
            "completed",
            "2019-03-05",
            "2019-04-01",
            "resolved",
        ],
        [
            "K2",
            "2019-03-15",
            "Dinas A",
            "B",
            "completed",
            "2019-03-16",
            "2019-04-02",
            "resolved",
        ],
        ["K3", "2019-05-02", "Dinas A", "B", "", "", "", ""],
        ["K4", "2019-03-01", "Dinas A", "B", "", "", "", ""],
    ]
    return {
        "pengirim.csv": kept_by("DINAS A", sent, ANSWERED),
        "penerima.csv": kept_by("B", received, ANSWERED),
    }


def test_a_referral_in_two_registers_is_one_contact(read, two_logs):
    records = read(two_logs)
    assert weights(records) == {("dinas-a", "b"): 5}
    own = records.evidence.sort_values(["file", "row"])[["file", "row", "register"]]
    assert own.to_numpy().tolist() == [
        ["penerima.csv", 5, "receiver"],
        ["pengirim.csv", 2, "both"],
        ["pengirim.csv", 3, "both"],
        ["pengirim.csv", 4, "sender"],
        ["pengirim.csv", 5, "both"],
    ]


def test_both_lines_are_used_and_it_is_told_once(read, two_logs):
    records = read(two_logs)
    assert records.problems.empty
    assert records.counts.to_dict("index") == {
        name: {"in": 4, "used": 4, "rejected": 0} for name in ("penerima.csv", "pengirim.csv")
    }
    (change,) = records.changes[records.changes["code"] == "second_register"].to_dict("records")
    assert (change["file"], change["row"], change["rows"]) == ("penerima.csv", 2, 3)
    assert change["column"] == "Dicatat oleh"


def test_the_receiver_tells_what_the_sender_left_blank(read, two_logs):
    signs = read(two_logs).evidence.query("register == 'both'")
    days = [signs[column].dt.strftime("%m-%d").fillna("") for column in ("answered", "closed")]
    assert list(zip(*days, strict=True)) == [("03-05", "04-01"), ("03-09", "04-02"), ("", "")]
    assert signs["status"].tolist() == ["completed", "in progress", ""]
    assert signs["outcome"].tolist() == ["resolved", "resolved", ""]


def test_an_answer_before_the_sender_wrote_is_not_taken(read):
    rows = [
        ["K1", "2019-03-05", "A", "B", "", "A"],
        ["K1", "2019-03-01", "A", "B", "2019-03-02", "B"],
    ]
    records = read({"log.csv": text(rows, [*HEAD[:4], "answered", "recorded_by"])})
    assert registers(records) == ["both"]
    assert records.evidence["answered"].isna().all()


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (["", "2019-03-01", "A", "B", "A"], ["", "2019-03-01", "A", "B", "B"]),
        (["K1", "2019-03", "A", "B", "A"], ["K1", "2019-03", "A", "B", "B"]),
        (["K1", "2019-03-01", "A", "B", "A"], ["K1", "2019-03-16", "A", "B", "B"]),
        (["K1", "2019-03-01", "A", "B", "A"], ["K2", "2019-03-01", "A", "B", "B"]),
        (["K1", "2019-03-01", "A", "B", "A"], ["K1", "2019-03-01", "C", "B", "B"]),
    ],
    ids=["no case", "no day", "15 days apart", "another case", "another source"],
)
def test_other_lines_are_two_contacts(read, first, second):
    records = read({"log.csv": text([first, second])})
    assert registers(records) == ["sender", "receiver"]
    assert "second_register" not in told(records)


def test_how_far_lines_may_lie_apart_is_a_rule(read):
    rows = [["K1", "2019-03-01", "A", "B", "A"], ["K1", "2019-03-16", "A", "B", "B"]]
    records = read({"log.csv": text(rows)}, rules=ng.Rules(register_days=15))
    assert registers(records) == ["both"]


def test_a_copy_is_a_copy_in_one_register_alone(read):
    line = ["K1", "2019-03-01", "A", "B"]
    records = read({"log.csv": text([[*line, one] for one in ("A", "A", "B", "B")])})
    assert records.problems[["row", "code", "known"]].to_numpy().tolist() == [
        [3, "duplicate_row", "2"],
        [5, "duplicate_row", "4"],
    ]
    assert registers(records) == ["both"]


def test_a_line_that_says_why_nobody_was_asked_is_no_referral(read):
    rows = [
        ["K1", "2019-03-01", "A", "B", "", "A"],
        ["K1", "2019-03-01", "A", "B", "tidak tersedia", "B"],
        ["K2", "2019-03-01", "A", "", "tidak tersedia", ""],
    ]
    records = read({"log.csv": text(rows, [*HEAD[:4], "alasan", "recorded_by"])})
    assert registers(records) == ["sender"]
    assert records.not_referred["register"].tolist() == ["receiver", ""]


def test_a_line_set_aside_confirms_nothing(read):
    rows = [["K1", "2019-03-01", "A", "B", "A"], ["K1", "2091-03-01", "A", "B", "B"]]
    assert registers(read({"log.csv": text(rows)})) == ["sender"]


# --- whose register ---------------------------------------------------------------------------


def test_a_third_body_tells_of_neither_end_and_takes_no_part(read):
    rows = [
        ["K1", "2019-03-01", "A", "B", "Dinas PPPA"],
        ["K1", "2019-03-02", "A", "B", "B"],
        ["K2", "2019-03-01", "A", "B", "Ibu Sari"],
        ["K3", "2019-03-01", "B", "A", "A"],
    ]
    records = read({"log.csv": text(rows)})
    assert registers(records) == ["", "receiver", "", "receiver"]
    assert sorted(records.actors.index) == ["a", "b"]
    assert records.unknown[["alias", "rows"]].to_numpy().tolist() == [["A", 4], ["B", 4]]
    assert records.doubtful == ()
    assert told(records) == {"third_register": 2}
    assert weights(records) == {("a", "b"): 3, ("b", "a"): 1}


def test_a_blank_owner_is_no_problem(read):
    rows = [["K1", "2019-03-01", "A", "B", owner] for owner in ("", "-")]
    rows[1][0] = "K2"
    records = read({"log.csv": text(rows)})
    assert (registers(records), told(records)) == (["", ""], {})


def test_records_without_registers_say_nothing_of_them(pekanbaru, public):
    for records in (pekanbaru, public.records):
        assert set(records.evidence["register"]) == {""}
        assert reconcile(records.evidence).empty


def test_the_public_view_tells_no_register(read):
    rows = [
        [f"K{n}", "2019-03-01", "A", target, owner]
        for target in ("B", "C", "D")
        for n in range(12)
        for owner in ("A", target)
    ]
    evidence = ng.protect(ng.build_history(read({"log.csv": text(rows)}))).records.evidence
    assert set(evidence["register"]) == {""}
    assert evidence["weight"].tolist() == [10, 10, 10]


RENAMED = """id,name_id,abbrev,sector,level,successor
b,B,,social,city,
old,Lembaga Lama,P2TP2A,social,city,new
new,UPTD Baru,UPTD,social,city,
"""
ALIASES = "alias,actor\nKantor Bu De,new\n"


def test_an_office_keeps_its_register_under_any_name(read):
    rows = [
        ["K1", "2019-03-01", "Lembaga Lama", "B", "UPTD"],
        ["K1", "2019-03-02", "UPTD Baru", "B", "b"],
        ["K2", "2019-03-01", "P2TP2A", "B", "Kantor Bu De"],
        ["K3", "2019-03-01", "B", "UPTD", "P2TP2A"],
    ]
    files = {"actors.csv": RENAMED, "aliases.csv": ALIASES, "log.csv": text(rows)}
    assert registers(read(files)) == ["both", "sender", "receiver"]


# --- laws of matching -------------------------------------------------------------------------

LINES = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 25), st.booleans()), min_size=1, max_size=14
)


def matched(lines, within=14):
    referrals, days, of_sender = (np.array(part) for part in zip(*lines, strict=True))
    first, second = match_lines(referrals, days, of_sender, within)
    return list(zip(first.tolist(), second.tolist(), strict=True))


def one_by_one(lines, within=14):
    """Match as the definition reads: try all pairs, the nearest first, then in record order."""
    pairs = [
        (abs(lines[one][1] - lines[other][1]), one, other)
        for one in range(len(lines))
        for other in range(len(lines))
        if lines[one][2] and not lines[other][2] and lines[one][0] == lines[other][0]
    ]
    used, found = set(), []
    for apart, one, other in sorted(pairs):
        if apart <= within and not used & {one, other}:
            used |= {one, other}
            found.append((one, other))
    return found


@few
@given(LINES, st.sampled_from([0, 1, 5, 14, 10**6]))
def test_lines_match_as_the_definition_reads(lines, within):
    assert matched(lines, within) == one_by_one(lines, within)


@few
@given(LINES, LINES, st.randoms(use_true_random=False))
def test_rows_of_other_cases_change_nothing(lines, others, random):
    others = [(referral + 3, day, side) for referral, day, side in others]
    places = sorted(random.sample(range(len(lines) + len(others)), len(lines)))
    random.shuffle(others)
    own, rest = dict(zip(places, lines, strict=True)), iter(others)
    mixed = [own.get(at) or next(rest) for at in range(len(lines) + len(others))]
    of_own = [(places.index(a), places.index(b)) for a, b in matched(mixed) if a in own]
    assert of_own == matched(lines)


def test_no_lines_make_no_pairs():
    none = np.array([], dtype=np.int64)
    assert [len(part) for part in match_lines(none, none, none.astype(bool), 14)] == [0, 0]


def test_days_of_one_case_do_not_reach_into_the_next():
    assert matched([(0, 25, True), (1, 0, False), (1, 25, True), (2, 0, False)], 10) == []


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("logs")


@few
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["K1", "K2", "", "K3"]),
            st.sampled_from(
                ["2019-03-01", "2019-03-02", "2019-03-12", "2019-03", "2019-04-20"]
            ),
            st.sampled_from(["A", "B"]),
            st.sampled_from(["B", "C", "A"]),
            st.sampled_from(["A", "B", "C", "", "Dinas"]),
        ),
        max_size=14,
    )
)
def test_no_row_is_lost_and_no_contact_told_twice(place, rows):
    sound = ("K0", "2019-01-01", "A", "C", "A")
    records = written(place, {"log.csv": text([sound, *rows])})
    read, used, aside = records.counts.iloc[0]
    second = told(records).get("second_register", 0)
    assert read == 1 + len(rows) == used + aside
    assert used == len(records.evidence) + second
    assert registers(records).count("both") == second
    assert sum(weights(records).values()) == used - second
    lines = [(row[0] + row[2] + row[3], row) for row in dict.fromkeys([sound, *rows])]
    sides = [
        (key, dt.date.fromisoformat(row[1]).toordinal(), row[4] == row[2])
        for key, row in lines
        if row[0] and len(row[1]) == 10 and row[2] != row[3] and row[4] in row[2:4]
    ]
    assert second == len(one_by_one(sides))


# --- what neither register holds --------------------------------------------------------------


def test_the_worked_example():
    volume = hidden_volume(80, 60, 40)
    assert volume.confirmed == 0.4
    assert round(volume.estimate, 1) == 119.5
    assert round(volume.sd, 2) == 7.48
    assert (round(volume.low, 1), round(volume.high, 1)) == (104.8, 134.2)
    assert round(volume.unseen, 1) == 19.5


@pytest.mark.parametrize(("total", "sender", "receiver"), [(60, 40, 30), (100, 70, 55)])
def test_over_all_draws_the_estimate_and_its_variance_are_true(total, sender, receiver):
    """Two registers that hold more than all contacts together leave no bias [chapman1951]."""
    draws = range(sender + receiver - total, receiver + 1)
    chances = np.array([hypergeom.pmf(both, total, sender, receiver) for both in draws])
    volumes = [hidden_volume(sender, receiver, both) for both in draws]
    estimates = np.array([volume.estimate for volume in volumes])
    assert chances @ estimates == pytest.approx(total)
    variances = np.array([volume.sd**2 for volume in volumes])
    assert chances @ variances == pytest.approx(chances @ (estimates - total) ** 2)


@given(st.integers(7, 60), st.integers(0, 60), st.integers(0, 60))
def test_what_is_unseen_is_what_both_may_have_missed(both, sender, receiver):
    volume = hidden_volume(both + sender, both + receiver, both)
    assert volume.unseen == pytest.approx(sender * receiver / (both + 1), abs=1e-9)
    assert volume == hidden_volume(both + receiver, both + sender, both)
    if not sender or not receiver:
        assert (volume.sd, volume.unseen) == (0, pytest.approx(0, abs=1e-9))


def test_of_few_matches_nothing_is_estimated():
    volume = hidden_volume(10, 9, 6)
    assert volume.confirmed == 6 / 13
    assert all(map(math.isnan, volume[1:]))
    assert all(map(math.isnan, hidden_volume(0, 0, 0)))


def signs(*counted):
    """Return signs of contact: source, target, layer, register, how many."""
    rows = [row[:4] for row in counted for _turn in range(row[4])]
    frame = pd.DataFrame(rows, columns=["source", "target", "layer", "register"])
    return frame.assign(case="K", grain="day")


def test_registers_are_held_against_each_other_tie_by_tie():
    found = reconcile(
        signs(
            ("a", "b", "referral", "both", 40),
            ("c", "b", "referral", "receiver", 3),
            ("a", "b", "referral", "sender", 40),
            ("a", "b", "referral", "receiver", 20),
            ("a", "b", "coordination", "sender", 2),
            ("d", "b", "referral", "", 9),
        )
    )
    assert found.index.tolist() == [
        ("a", "b", "referral"),
        ("c", "b", "referral"),
        ("a", "b", "coordination"),
    ]
    assert found[["sender", "receiver", "both"]].to_numpy().tolist() == [
        [80, 60, 40],
        [0, 3, 0],
        [2, 0, 0],
    ]
    assert tuple(found.iloc[0, 3:]) == hidden_volume(80, 60, 40)
    # Of c there is one register alone; of a and b there are two, and one lacks these lines.
    assert found["confirmed"].tolist() == [0.4, pytest.approx(float("nan"), nan_ok=True), 0]


def test_lines_that_nobody_could_match_are_not_held_against_a_register():
    some = signs(("a", "b", "referral", "both", 2), ("a", "b", "referral", "sender", 4))
    some.loc[2, "case"], some.loc[3, "grain"] = "", "month"
    before = some.copy(deep=True)
    assert reconcile(some).iloc[0].tolist()[:4] == [4, 2, 2, 0.5]
    pd.testing.assert_frame_equal(some, before)


def test_the_registers_of_two_files(read, two_logs):
    found = reconcile(read(two_logs).evidence).loc["dinas-a", "b", "referral"]
    assert found[["sender", "receiver", "both", "confirmed"]].tolist() == [4, 4, 3, 0.6]
    assert math.isnan(found["estimate"])


def test_what_is_assumed_is_said():
    assert "independently" in ASSUMPTIONS[0]
    assert "lower bound" in ASSUMPTIONS[1]
