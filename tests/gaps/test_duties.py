"""Gaps between a duty and the evidence of it, by the worked examples of the definitions."""

import pytest
from made import cases, duty, statement

import netgov as ng


def kinds(history, year=2019):
    """Return the gaps as (kind, source, target)."""
    gaps = ng.find_gaps(history, year)
    return sorted(gaps[["kind", "source", "target"]].itertuples(index=False, name=None))


def of_kind(history, kind):
    gaps = ng.find_gaps(history, 2019)
    return gaps[gaps["kind"] == kind]


EITHER = [duty("either", "A", "B"), duty("either", "A", "C")]


def test_one_alternative_met_suffices(study):
    history = study([cases("A", "C", 1)], EITHER)
    assert of_kind(history, "unrecorded").empty


def test_an_either_or_duty_is_one_gap_that_names_all(study):
    gaps = of_kind(study([], EITHER), "unrecorded")
    assert gaps[["source", "target"]].to_numpy().tolist() == [["A", "B"]]
    assert gaps["text_en"].item().startswith("A must refer to B or C (Rule, Pasal 1);")
    assert gaps["text_en"].item().endswith("no public evidence for 2019.")


def test_duties_of_one_pair_share_a_gap(study):
    history = study([], [duty("one", "A", "B"), duty("two", "A", "B", "reporting")])
    assert kinds(history) == [("unrecorded", "A", "B")]


@pytest.mark.parametrize(("confidence", "rows"), [([0.5, 1.0], "3 2"), ([0.5, 0.5], "2 3")])
def test_the_surest_of_several_rules_leads_and_the_first_of_equals(study, confidence, rows):
    both = [duty("one", "A", "B"), duty("two", "A", "B", "reporting")]
    gap = of_kind(study([], both, confidence=confidence), "unrecorded")
    assert gap["mandate_rows"].item() == rows


@pytest.mark.parametrize("strength", ["weak", "present", "strong"])
@pytest.mark.parametrize("layer", ["referral", "coordination"])
def test_evidence_in_any_layer_even_weak_leaves_no_unrecorded_gap(study, strength, layer):
    history = study([statement("A", "B", strength, layer)], [duty("one", "A", "B")])
    assert of_kind(history, "unrecorded").empty


def test_evidence_of_the_other_direction_does_not_count(study):
    history = study([statement("B", "A")], [duty("one", "A", "B")])
    assert len(of_kind(history, "unrecorded")) == 1


def test_a_report_of_no_contact_is_quoted(study):
    history = study([statement("A", "B", "absent")], [duty("one", "A", "B")])
    gap = of_kind(history, "unrecorded").iloc[0]
    assert gap["note_en"] == "[1] reports none."
    assert gap["statement_rows"] == "2"
    assert of_kind(history, "weak_statement").empty


@pytest.mark.parametrize(
    "line",
    [
        duty("one", "A", "B", kind="may"),
        duty("one", "A", "B", first=2022),
        duty("one", "A", "B", first=2010, last=2018),
        duty("one", "A", "B", first=float("nan")),
    ],
    ids=["permissive", "not yet in force", "no longer in force", "start not known"],
)
def test_what_does_not_bind_makes_no_gap(study, line):
    assert kinds(study([], [line])) == []


def test_a_body_not_yet_founded_owes_nothing(study):
    history = study([], [duty("one", "A", "B")], actors={"B": {"active_from": 2020}})
    assert kinds(history) == []
    assert ng.register(history, 2019)["status"].item() == "not in force"


def test_a_renamed_body_keeps_its_duties_and_its_evidence(study):
    renamed = {"B": {"successor": "C", "active_to": 2018}, "C": {"active_from": 2019}}
    met = study([statement("A", "C")], [duty("one", "A", "B")], actors=renamed)
    assert ng.register(met, 2019)["status"].item() == "met"
    assert kinds(study([], [duty("one", "A", "B")], actors=renamed)) == [
        ("unrecorded", "A", "C")
    ]


def test_a_duty_of_a_body_to_its_own_successor_is_none(study):
    history = study([], [duty("one", "A", "B")], actors={"A": {"successor": "B"}})
    assert kinds(history) == []


def test_contact_between_the_parents_makes_half_a_gap(study):
    parents = {"A": {"parent": "C"}, "B": {"parent": "D"}}
    gap = of_kind(study([statement("C", "D")], [duty("one", "A", "B")], parents), "unrecorded")
    assert gap["severity"].item() == 0.5
    assert gap["note_en"].item() == "Contact is seen between C and D."


def test_priority_is_the_mean_of_its_parts(study):
    vertical = {"B": {"reach": "vertical"}}
    gap = of_kind(study([], [duty("one", "A", "B")], vertical), "unrecorded").iloc[0]
    parts = ["part_cases", "part_force", "part_confidence", "part_reach"]
    assert gap[parts].tolist() == [0.5, 0.8, 1.0, 0.7]
    assert gap["priority"] == pytest.approx(75.0)


def test_a_rule_of_unknown_rank_counts_half(study):
    gap = of_kind(study([], [duty("one", "A", "B")], rank=""), "unrecorded").iloc[0]
    assert gap["part_force"] == 0.5


MUTUAL = [duty("there", "A", "B"), duty("back", "B", "A")]


def test_one_side_alone_is_one_way_and_replaces_unrecorded(study):
    assert kinds(study([cases("A", "B", 12)], MUTUAL)) == [
        ("fragile", "A", "B"),
        ("one_way", "A", "B"),
    ]
    assert kinds(study([statement("A", "B")], MUTUAL)) == [
        ("fragile", "A", "B"),
        ("one_way", "A", "B"),
    ]


def test_an_answer_however_rare_is_not_one_way(study):
    history = study([cases("A", "B", 12), cases("B", "A", 3)], MUTUAL)
    assert of_kind(history, "one_way").empty


def test_a_few_cases_do_not_make_one_way(study):
    history = study([cases("A", "B", 4)], MUTUAL)
    assert of_kind(history, "one_way").empty
    assert len(of_kind(history, "unrecorded")) == 1


def test_without_a_mutual_duty_nothing_is_one_way(study):
    assert of_kind(study([cases("A", "B", 12)], MUTUAL[:1]), "one_way").empty


def test_a_duty_met_elsewhere_is_not_one_way(study):
    either = [*MUTUAL, duty("back", "B", "C")]
    history = study([cases("A", "B", 12), statement("B", "C")], either)
    assert of_kind(history, "one_way").empty


def test_the_register_gives_every_mandate_one_status(study):
    lines = [
        duty("met", "A", "B"),
        duty("gap", "A", "C"),
        duty("may", "A", "D", kind="may"),
        duty("undated", "A", "E", first=float("nan")),
        duty("later", "B", "C", first=2022),
    ]
    mandates = ng.register(study([statement("A", "B")], lines), 2019)
    assert mandates.set_index("duty")["status"].to_dict() == {
        "met": "met",
        "gap": "gap",
        "may": "may",
        "undated": "start not known",
        "later": "not in force",
    }
    assert mandates.set_index("duty")["seen"]["met"] == "positive"
