"""What each duty could have shown: exposure, reasons, shares and the status of each."""

import math

import pytest
from made import build, build_log, cases, contact, declined, duty, statement

import netgov as ng
from netgov.gaps import fit


def held(count, body="A", **more):
    """Return cases 1 to count that E brings to a body, a day each."""
    return [contact(case, case, "E", body, **more) for case in range(1, count + 1)]


def sent(count, source="A", target="B", first=1, **more):
    """Return cases that one body refers to another."""
    return [
        contact(case, 100 + case, source, target, **more)
        for case in range(first, first + count)
    ]


def row(history, name="one"):
    register = ng.register(history, 2019)
    return register[register["duty"] == name].iloc[0]


ONE = [duty("one", "A", "B")]


def test_exposure_is_the_cases_held_and_not_the_ties():
    one = row(build_log([*held(12), *sent(5)], ONE, share=0.5))
    assert (one["exposed"], one["referred"], one["expected"]) == (12, 5, 6)
    assert one["status"] == "met"


def test_a_body_that_held_no_case_is_unexposed_and_no_gap():
    history = build_log(held(6, "C"), ONE)
    assert row(history)["status"] == "unexposed"
    assert ng.find_gaps(history, 2019)["kind"].isin(["unrecorded"]).sum() == 0


def test_a_body_that_held_cases_and_sent_none_is_a_gap_with_its_cases():
    history = build_log(held(6), ONE)
    gap = ng.find_gaps(history, 2019).set_index("kind").loc["unrecorded"]
    assert (gap["cases"], row(history)["status"]) == (6, "gap")
    assert gap["text_en"] == "A must refer to B (Rule, Pasal 1); no record for 2019."
    assert gap["note_en"] == "Cases that the rule concerns: 6."


def test_without_counts_exposure_is_not_known_and_the_gap_stays():
    history = build([statement("C", "D")], ONE)
    assert math.isnan(row(history)["exposed"])
    assert row(history)["status"] == "gap"


def test_a_rule_concerns_its_kind_of_case():
    contacts = [*held(4, case_type="hak asuh"), *sent(2, case_type="hak asuh")]
    other = [contact(f"x{turn}", turn, "E", "A", case_type="lain") for turn in range(9)]
    one = row(build_log([*contacts, *other], ONE, case_type="Hak Asuh"))
    assert (one["exposed"], one["referred"]) == (4, 2)


def test_a_rule_on_a_service_concerns_the_cases_that_ask_for_it():
    contacts = [*held(4), *sent(3, service="kesehatan"), *sent(1, target="C", first=4)]
    one = row(build_log(contacts, ONE, service="kesehatan"))
    assert (one["exposed"], one["referred"]) == (3, 3)


@pytest.mark.parametrize(
    ("reason", "exposed", "excused", "unavailable"),
    [
        *((reason, 8, 4, 0) for reason in ("own service", "already served", "declined")),
        ("not applicable", 8, 4, 0),
        ("unavailable", 12, 0, 4),
        ("", 12, 0, 0),
    ],
)
def test_reasons_explain_and_are_counted_apart(reason, exposed, excused, unavailable):
    why = [declined(case, 200, "A", "B", reason) for case in range(9, 13)]
    one = row(build_log([*held(12), *sent(5)], ONE, not_referred=why))
    found = one[["exposed", "excused", "unavailable"]].tolist()
    assert found == [exposed, excused, unavailable]


def test_a_want_of_service_is_named_as_the_reason():
    why = [declined(case, 200, "A", "B", "unavailable") for case in (1, 2)]
    gaps = ng.find_gaps(build_log(held(6), ONE, not_referred=why), 2019)
    note = gaps.set_index("kind").loc["unrecorded"]["note_en"]
    assert note.endswith("Not referred since the service was unavailable: 2.")


def test_a_case_that_was_referred_after_all_is_not_excused():
    why = [declined(1, 50, "A", "B", "own service")]
    one = row(build_log([*held(3), *sent(1)], ONE, not_referred=why))
    assert (one["exposed"], one["referred"], one["excused"]) == (3, 1, 0)


def test_meeting_meets_a_duty_to_coordinate_and_no_duty_to_refer(folder):
    mandates = (
        "duty,kind,source,target,layer,legal_basis,article,in_force_from\n"
        "talk,must,office,health,coordination,Rule,1,2010\n"
        "send,must,office,health,referral,Rule,2,2010\n"
    )
    meetings = "date,meeting,actor\n2019-03-01,Rapat,Dinas\n2019-03-01,Rapat,Puskesmas\n"
    referrals = "case,date,source,target\n1,2019-01-01,Polresta,Dinas\n"
    tables = {
        "edges/mandates.csv": mandates,
        "edges/meetings.csv": meetings,
        "edges/referrals.csv": referrals,
    }
    history = ng.build_history(ng.read_records(folder(tables)))
    status = ng.register(history, 2019).set_index("duty")["status"]
    assert status.to_dict() == {"talk": "met", "send": "gap"}


def test_records_of_referral_alone_cannot_show_authority_or_money():
    duties = [duty("command", "A", "B", "authority"), duty("pay", "A", "C", "funding")]
    history = build_log(held(6), duties)
    assert ng.register(history, 2019)["status"].tolist() == ["not examined"] * 2
    assert ng.find_gaps(history, 2019)["kind"].isin(["unrecorded"]).sum() == 0


def test_counts_without_case_numbers_are_as_many_cases():
    one = row(build([cases("E", "A", 20), cases("A", "B", 7)], ONE))
    assert (one["exposed"], one["referred"]) == (20, 7)


def test_a_case_that_is_known_only_as_not_referred_was_held():
    why = [declined(case, 20, "A", "B", "unavailable") for case in range(10)]
    one = row(build_log([contact("x", 0, "C", "D")], ONE, not_referred=why))
    assert (one["exposed"], one["unavailable"], one["status"]) == (10, 10, "gap")


def test_lines_without_a_number_explain_as_many_cases():
    why = [{**declined("", 200, "A", "B", "own service"), "weight": 8.0}]
    history = build_log([*held(10), *sent(1)], ONE, not_referred=why)
    one = row(history)
    assert one["excused"] == 8
    assert one["exposed"] == 10  # the ten are numbered, so none of them is known to be meant


def test_the_kind_of_a_case_is_known_from_any_of_its_rows():
    rows = []
    for case in range(10):
        rows += [
            contact(case, case, "D", "E", case_type="hak asuh"),
            contact(case, 20, "E", "A"),
        ]
    one = row(build_log(rows, ONE, case_type="hak asuh"))
    assert (one["exposed"], one["status"]) == (10, "gap")


def test_an_alternative_that_may_or_is_undated_meets_the_duty_too():
    for line in (duty("one", "A", "B", kind="may"), duty("one", "A", "B", first=float("nan"))):
        history = build_log([*held(20), *sent(20)], [line, duty("one", "A", "C")])
        assert "met" in ng.register(history, 2019)["status"].tolist()
        assert "unrecorded" not in set(ng.find_gaps(history, 2019)["kind"])


def test_an_alternative_that_is_out_of_force_meets_nothing():
    duties = [duty("one", "A", "B", last=2017), duty("one", "A", "C")]
    contacts = [*held(40), *sent(30), *sent(10, target="C", first=31)]
    gaps = ng.find_gaps(build_log(contacts, duties, share=0.8), 2019)
    short = gaps[gaps["kind"] == "short"].iloc[0]
    assert short["text_en"] == "10 of about 32 expected referrals from A to C."


def test_each_sender_of_a_duty_is_tested_for_itself():
    duties = [duty("all", "A", "E"), duty("all", "B", "E")]
    contacts = [
        *(contact(f"a{n}", n, "D", "A") for n in range(40)),
        *(contact(f"a{n}", 100, "A", "E") for n in range(40)),
        *(contact(f"b{n}", n, "D", "B") for n in range(40)),
        *(contact(f"b{n}", 100, "B", "E") for n in range(4)),
    ]
    gaps = ng.find_gaps(build_log(contacts, duties, share=0.8), 2019)
    assert gaps.loc[gaps["kind"] == "short", "source"].tolist() == ["B"]


def test_two_duties_of_one_tie_are_two_gaps():
    duties = [duty("half", "A", "B"), duty("most", "A", "B")]
    gaps = ng.find_gaps(build_log([*held(40), *sent(5)], duties, share=[0.5, 0.8]), 2019)
    short = gaps[gaps["kind"] == "short"]
    assert sorted(short.index) == ["short.A.B.referral", "short.A.B.referral.2"]
    assert sorted(short["cases"]) == [15, 27]


def test_one_way_in_one_layer_leaves_the_duties_of_others():
    duties = [
        duty("there", "A", "B"),
        duty("back", "B", "A"),
        duty("say", "B", "A", "reporting"),
    ]
    gaps = ng.find_gaps(build([cases("A", "B", 8)], duties), 2019)
    found = gaps[["kind", "source", "target", "layer"]].to_numpy().tolist()
    assert ["one_way", "A", "B", "referral"] in found
    assert ["unrecorded", "B", "A", "reporting"] in found


def test_a_kind_that_hardly_any_row_tells_leaves_exposure_unknown():
    typed = contact("t", 0, "E", "A", case_type="lain")
    one = row(build_log([typed, *held(20)], ONE, case_type="hak asuh"))
    assert math.isnan(one["exposed"])
    assert one["status"] == "gap"


@pytest.mark.parametrize("year", [2010, 2018, 2030])
def test_a_year_of_which_nothing_is_told_makes_no_gap(year):
    history = build_log(held(20), ONE, years=(2018, 2019))
    assert ng.register(history, year)["status"].tolist() == ["not examined"]
    assert ng.find_gaps(history, year).empty


# --- short --------------------------------------------------------------------------------

WORKED = {"A": (40, 0.8, 22), "B": (25, 0.6, 12), "C": (30, 0.5, 14), "D": (12, 1.0, 11)}


def worked():
    """Return the worked example: four duties, each to E, of 40, 25, 30 and 12 cases."""
    contacts = [
        row
        for body, (count, _share, referred) in WORKED.items()
        for row in (
            *(contact(f"{body}{n}", n, "E", body) for n in range(count)),
            *(contact(f"{body}{n}", 200, body, "E") for n in range(referred)),
        )
    ]
    duties = [duty(body, body, "E") for body in WORKED]
    return build_log(contacts, duties, share=[share for _n, share, _x in WORKED.values()])


def test_the_worked_example_of_fewer_than_expected():
    gaps = ng.find_gaps(worked(), 2019)
    short = gaps[gaps["kind"] == "short"].set_index("source")
    assert sorted(short.index) == ["A", "D"]
    assert short["cases"].round(6).to_dict() == {"A": 10, "D": 1}
    assert short.at["A", "severity"] == pytest.approx(0.3125)
    assert short.at["A", "text_en"] == "22 of about 32 expected referrals from A to E."
    assert "p 0.000304485; q 0.000608971" in short.at["A", "parts"]


def test_the_worked_example_of_priority():
    """Severity .3125, 10 cases of at most 20, ministerial, documented, vertical: 25.7."""
    came = [contact(n, 3 * n, "E", "A") for n in range(1, 41)]
    twenty = [contact(f"C{n}", 6 * n, "E", "C") for n in range(20)]
    duties = [
        *(duty("short", "A", "B"), duty("none", "C", "D")),
        *(duty("in", "E", body, kind="may") for body in "AC"),
    ]
    history = build_log(
        [*came, *sent(22), *twenty], duties, {"B": {"reach": "vertical"}}, share=0.8
    )
    gap = ng.find_gaps(history, 2019).set_index("kind").loc["short"]
    parts = ["part_cases", "part_force", "part_confidence", "part_reach"]
    assert (gap["severity"], gap["cases"]) == (pytest.approx(0.3125), pytest.approx(10))
    assert gap[parts].astype(float).round(4).tolist() == [0.7876, 0.8, 1, 0.7]
    assert round(gap["priority"], 1) == 25.7


def test_fit_is_the_share_of_the_expected_that_was_referred():
    expected = {body: n * share for body, (n, share, _x) in WORKED.items()}
    found = sum(min(x, expected[body]) for body, (_n, _s, x) in WORKED.items())
    assert fit(ng.register(worked(), 2019)) == pytest.approx(found / sum(expected.values()))


def test_a_share_is_never_invented():
    gaps = ng.find_gaps(build_log([*held(40), *sent(1)], ONE), 2019)
    assert "short" not in set(gaps["kind"])


def test_alternatives_of_a_duty_count_together():
    either = [duty("one", "A", "B"), duty("one", "A", "C")]
    contacts = [*held(40), *sent(16), *sent(16, target="C", first=17)]
    gaps = ng.find_gaps(build_log(contacts, either, share=0.8), 2019)
    assert "short" not in set(gaps["kind"])


@pytest.mark.parametrize(
    ("staff", "said"),
    [
        ({"B": (1, 1)}, "Likely cause: B uses"),
        ({"A": (9, 9), "B": (9, 9)}, "Likely cause: A does not send"),
        ({}, "Cause: the data cannot tell."),
    ],
    ids=["receiver overloaded", "sender not sending", "unknown"],
)
def test_the_cause_of_a_weak_link(staff, said):
    actors = {body: {"staff": n, "capacity": pace} for body, (n, pace) in staff.items()}
    gaps = ng.find_gaps(build_log([*held(40), *sent(22)], ONE, actors, share=0.8), 2019)
    assert said in gaps.set_index("kind").loc["short"]["note_en"]


# --- duties that nobody holds any more ------------------------------------------------------

ENDED = {"B": {"active_to": 2018.0}}


def test_a_duty_of_a_body_that_ended_without_an_heir_has_lost_its_owner():
    history = build([statement("C", "D")], ONE, ENDED)
    gap = ng.find_gaps(history, 2019).set_index("kind").loc["lost_owner"]
    assert gap["text_en"] == "B ended in 2018; no successor holds Rule, Pasal 1."
    assert (gap["severity"], gap["source"], gap["target"]) == (1, "A", "B")
    assert "lost_owner" not in set(ng.find_gaps(history, 2018)["kind"])


def test_a_renamed_body_has_not_lost_its_duties():
    renamed = {"B": {"active_to": 2018.0, "successor": "C"}, "C": {"active_from": 2019.0}}
    gaps = ng.find_gaps(build([statement("C", "D")], ONE, renamed), 2019)
    assert "lost_owner" not in set(gaps["kind"])


def test_a_duty_of_an_office_to_its_own_later_name_is_none():
    renamed = {"A": {"successor": "B"}, "B": {"active_to": 2018.0}}
    gaps = ng.find_gaps(build([statement("C", "D")], ONE, renamed), 2019)
    assert "lost_owner" not in set(gaps["kind"])


def test_a_living_alternative_keeps_the_duty():
    either = [*ONE, duty("one", "A", "C")]
    gaps = ng.find_gaps(build([statement("C", "D")], either, ENDED), 2019)
    assert "lost_owner" not in set(gaps["kind"])


# --- practice without a rule ----------------------------------------------------------------


def unmandated(history):
    gaps = ng.find_gaps(history, 2019)
    return gaps[gaps["kind"] == "unmandated"].set_index(["source", "target"])


def test_contact_without_a_rule_is_worth_an_agreement():
    found = unmandated(
        build([cases("A", "C", 15), cases("A", "D", 4), statement("B", "C")], ONE)
    )
    assert found["severity"].to_dict() == {("A", "C"): 0.75, ("B", "C"): 0.3}
    assert found["text_en"].iloc[0] == "Contact without a rule found; worth an agreement?"


def test_a_permission_is_a_rule_and_a_unit_needs_none_to_meet_its_parent():
    may = [duty("one", "A", "C", kind="may")]
    family = {"A": {"parent": "D"}}
    history = build([cases("A", "C", 15), cases("A", "D", 9), cases("D", "A", 9)], may, family)
    assert unmandated(history).empty


def test_it_is_told_in_the_layer_of_most_signs_the_first_by_name_of_several():
    signs = [statement("A", "C", layer=layer) for layer in ("referral", "authority")]
    assert unmandated(build(signs, ONE))["layer"].item() == "authority"
    more = [*signs, statement("A", "C", layer="referral")]
    assert unmandated(build(more, ONE))["layer"].item() == "referral"


def test_a_rule_that_came_later_is_none_yet():
    later = [duty("one", "A", "C", first=2022)]
    assert len(unmandated(build([cases("A", "C", 15)], later))) == 1


# --- reading it -------------------------------------------------------------------------------


def test_a_gap_shows_the_rows_behind_it():
    from netgov.gaps import rows_behind

    history = build([statement("A", "B", "absent")], ONE)
    behind = rows_behind(history, ng.find_gaps(history, 2019), "1", "en")
    assert behind["table"].tolist() == ["mandates", "evidence"]
    assert behind["row"].tolist() == [2, 2]
    assert behind["text"].iloc[0] == "Rule, Pasal 1"
    assert behind["year"].tolist() == ["2010–", "2019–2019"]


def test_counted_rows_are_shown_without_a_case():
    from netgov.gaps import rows_behind

    history = build_log([*held(40), *sent(22)], ONE, share=0.8)
    gaps = ng.find_gaps(history, 2019)
    behind = rows_behind(history, gaps, "short.A.B.referral", "en")
    assert len(behind) == 1 + 22
    assert "case" not in behind
    assert behind["file"].iloc[-1] == "edges/referrals.csv"
