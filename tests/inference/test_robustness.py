"""Findings under every setting: each choice planted once, so that it is named."""

from dataclasses import replace

import pandas as pd
import pytest
from made import build, cases, duty, statement

import netgov as ng
from netgov.errors import NetgovError, UnknownName, speak
from netgov.findings import (
    about_sensitivity,
    sensitivity_list,
    sensitivity_table,
    setting_list,
)
from netgov.findings.robustness import what_it_says
from netgov.inference import HEADLINES, find_choices, settings_of
from netgov.records import Study
from netgov.views import is_told
from netgov.words import LANGUAGES, Words

# D receives most, from three bodies of whom none sends five; then B, from one that sends ten.
THREE_TO_D = [cases(source, "D", 4) for source in "ABC"]
TEN_TO_B = [cases("A", "B", 10)]


def of_years(history, first, last):
    """Return the study with other years."""
    study = Study({"en": "Toy"}, ng.Period(first, last))
    return ng.build_history(replace(history.records, study=study))


def finding(found, name):
    return found.findings.loc[name].to_dict()


# --- which choices there are -----------------------------------------------------------------


def test_a_choice_without_a_difference_is_none():
    assert find_choices(build([statement("A", "B"), statement("B", "C")])) == {}


@pytest.mark.parametrize(
    ("signs", "choice", "values"),
    [
        ([*THREE_TO_D, *TEN_TO_B], "threshold", [1, 5]),
        ([cases("A", "B", 1), cases("B", "C", 1)], "threshold", [1, 2]),
        (
            [cases("A", "B", 9), cases("B", "C", 9, "coordination")],
            "layers",
            ["all", "no coordination"],
        ),
        (
            [cases("A", "B", 9), cases("B", "C", 9, "reporting")],
            "layers",
            ["all", "referral"],
        ),
        (
            [cases("A", "B", 9), statement("B", "C", layer="authority")],
            "layers",
            ["all", "counted"],
        ),
        ([statement("A", "B"), statement("B", "C", "weak")], "statements", ["all", "not weak"]),
        ([cases("A", "B", 9), statement("B", "C")], "statements", ["all", "none"]),
    ],
)
def test_each_value_of_a_choice_changes_the_network(signs, choice, values):
    assert find_choices(build(signs))[choice] == values


def test_the_windows_are_the_whole_each_year_and_all_but_the_first_and_last():
    history = of_years(build([statement("A", "B")]), 2017, 2019)
    whole, *parts = find_choices(history)["window"]
    assert whole == ng.Period(2017, 2019)
    assert [str(part) for part in parts] == ["2017", "2018", "2019", "2018–2019", "2017–2018"]
    assert "window" not in find_choices(history, 2018)
    assert len(find_choices(history, "2018-2019")["window"]) == 3


def test_units_make_a_level():
    history = build([statement("A", "B")], actors={"C": {"parent": "A"}})
    assert find_choices(history) == {"level": ["unit", "parent"]}


def test_settings_are_every_combination_the_usual_one_first():
    period = ng.Period(2019, 2019)
    first, *others = settings_of({"threshold": [1, 2, 5], "level": ["unit", "parent"]}, period)
    assert first == (period, 1, "all", "unit", "all")
    assert len({first, *others}) == 6


def test_what_is_absent_makes_no_choice():
    assert find_choices(build([cases("A", "B", 9), statement("B", "C", "absent")])) == {}


# --- a finding that hangs on one choice is told so -------------------------------------------


def test_a_finding_that_hangs_on_the_threshold():
    found = ng.sensitivity(build([*THREE_TO_D, *TEN_TO_B]))
    assert finding(found, "in_strength") == {
        "base": "D",
        "holds": 0.0,
        "one_by_one": 0.0,
        "settings": 1,
        "undefined": 0,
        "choice": "threshold",
        "overturned": 1.0,
        "at": "5",
        "instead": "B",
    }
    assert finding(found, "out_strength")["holds"] == 1
    assert finding(found, "out_strength")["choice"] == ""


def test_a_finding_that_hangs_on_the_years():
    signs = [cases("A", "B", 20, year=2018), cases("A", "C", 9, year=2019)]
    found = ng.sensitivity(of_years(build(signs), 2018, 2019))
    row = finding(found, "in_strength")
    assert (row["base"], row["holds"], row["choice"], row["at"]) == ("B", 0.5, "window", "2019")


def test_a_finding_that_hangs_on_the_relations():
    meetings = [cases("A", other, 9, "coordination") for other in "BCD"]
    found = ng.sensitivity(build([*meetings, cases("B", "C", 9), cases("B", "E", 9)]))
    row = finding(found, "out_strength")
    assert (row["base"], row["instead"], row["choice"]) == ("A", "B", "layers")


def test_a_finding_that_hangs_on_statements():
    stated = [statement("A", other, "weak") for other in "BCD"]
    found = ng.sensitivity(build([*stated, statement("B", "C"), statement("B", "E")]))
    row = finding(found, "out_strength")
    assert (row["base"], row["choice"], row["at"]) == ("A", "statements", "not weak")


def test_mandated_pairs_hang_on_the_threshold_too():
    duties = [duty("d1", "A", "B"), duty("d2", "C", "D")]
    found = ng.sensitivity(build([cases("A", "B", 3), cases("C", "D", 9)], duties))
    assert finding(found, "mandated")["base"] == "half or less"
    three = [*duties, duty("d3", "A", "C")]
    found = ng.sensitivity(build([cases("A", "B", 3), cases("C", "D", 9)], three))
    row = finding(found, "mandated")
    assert (row["instead"], row["choice"], row["at"]) == ("more than half", "threshold", "5")


def test_the_first_link_to_repair_is_told_as_a_link():
    duties = [duty("d1", "A", "B"), duty("d2", "C", "D")]
    signs = [statement("C", "D"), statement("E", "A", "weak")]
    found = ng.sensitivity(build(signs, duties))
    assert finding(found, "first_link")["base"] == "A > B"
    gaps = ng.find_gaps(build(signs, duties))
    assert gaps.iloc[0][["source", "target"]].tolist() == ["A", "B"]


def test_of_bodies_on_a_par_one_in_common_is_enough():
    # B and D receive 12 each; of ties of 5 and more those of B alone are left.
    history = build([*THREE_TO_D, cases("A", "B", 12)])
    row = finding(ng.sensitivity(history), "in_strength")
    assert (row["base"], row["holds"], row["choice"]) == ("B | D", 1.0, "")


def test_a_set_of_three_counts_only_whole():
    card = HEADLINES["key_set"]
    assert card.same((tuple("ABC"),), (tuple("CBA"), tuple("ABD")))
    assert not card.same((tuple("ABC"),), (tuple("ABD"),))
    joined = card.at_level((tuple("ABC"),), {"A": "E", "B": "E", "C": "C"})
    assert joined == (("E", "C"),)
    assert card.same(joined, (tuple("CDE"),))


def test_a_link_the_other_way_round_is_another():
    card = HEADLINES["first_link"]
    assert card.same((("A", "B"),), (("A", "B"),))
    assert not card.same((("A", "B"),), (("B", "A"),))


def test_a_choice_that_makes_no_difference_to_a_finding_counts_once():
    # In 2018 nothing is weak, so that the two uses of statements read the same there.
    signs = [cases("A", "B", 20, year=2018), statement("A", "C", "weak")]
    history = of_years(build(signs), 2018, 2019)
    choices = {"window": ["2018-2019", 2018], "statements": ["all", "not weak"]}
    found = ng.sensitivity(history, choices=choices)
    assert len(found.settings) == 4
    row = finding(found, "in_strength")
    # Without the weak tie the whole study has two ties less one, as 2018 has: one network.
    assert (row["settings"], row["holds"]) == (1, 1.0)


def test_a_choice_that_changes_no_network_overturns_nothing():
    history = build([*THREE_TO_D, *TEN_TO_B])
    found = ng.sensitivity(history, choices={"threshold": [1, 2, 3, 5], "level": ["unit"]})
    row = finding(found, "in_strength")
    assert len(found.settings) == 4
    assert (row["settings"], row["overturned"], row["at"]) == (1, 1.0, "5")


def test_a_finding_about_a_unit_holds_where_its_body_is_found():
    signs = [statement("A", other) for other in "BCD"]
    found = ng.sensitivity(build(signs, actors={"A": {"parent": "E"}}))
    assert finding(found, "out_strength")["holds"] == 1
    assert found.settings["out_strength"].tolist() == ["A", "E"]


def test_settings_that_do_not_show_a_finding_are_counted_apart():
    meetings = [cases("A", "B", 9, "coordination"), cases("B", "C", 9, "coordination")]
    found = ng.sensitivity(build([*meetings, cases("D", "E", 9)]))
    row = finding(found, "broker_roles.total")
    assert (row["base"], row["settings"], row["undefined"]) == ("B", 1, 1)
    assert pd.isna(row["holds"])


def test_what_the_usual_setting_does_not_show_is_no_finding():
    found = ng.sensitivity(build([statement("A", "B"), statement("A", "C")]))
    assert {"mandated", "first_link", "key_set"}.isdisjoint(found.findings.index)
    assert found.findings.index.isin(HEADLINES).all()


def test_bodies_that_stand_for_many_are_not_compared():
    signs = [cases(source, "E", 4) for source in "ABC"] + [*THREE_TO_D, *TEN_TO_B]
    found = ng.sensitivity(build(signs, actors={"E": {"aggregate": "yes"}}))
    assert finding(found, "in_strength")["base"] == "D"


# --- laws ------------------------------------------------------------------------------------

FEW = {
    "window": ["2017-2019", 2018],
    "threshold": [1, 5],
    "layers": ["all", "referral"],
    "level": ["unit", "parent"],
}


@pytest.fixture(scope="module")
def practice(casework):
    return ng.sensitivity(casework, choices=FEW)


def test_the_shares_are_those_of_the_settings(practice):
    told = practice.settings
    for name in ("partners", "betweenness", "in_strength", "key_set"):
        units = told[told["level"] == "unit"]
        base, others = units[name].iloc[0], units[name].iloc[1:]
        without_level = {choice: FEW[choice] for choice in FEW if choice != "level"}
        assert base == told[name].iloc[0]
        assert len(others) == len(settings_of(without_level, ng.Period(2017, 2019))) - 1
    assert (practice.findings["holds"] <= 1).all()
    assert (practice.findings["undefined"] <= practice.findings["settings"]).all()


def test_a_finding_is_asked_once_of_settings_that_are_alike_to_it(practice):
    assert practice.findings.loc["partners", "settings"] == 2**4 - 1
    assert practice.findings.loc["first_link", "settings"] == 1
    by_window = practice.settings.groupby("window")["first_link"].nunique()
    assert by_window.tolist() == [1, 1]


def test_the_usual_setting_says_what_the_measures_say(practice, casework):
    values = ng.measure(casework[casework.whole], "in_strength", "betweenness")
    base = practice.findings["base"]
    assert base["in_strength"] == values["in_strength"].idxmax()
    assert base["betweenness"] == values["betweenness"].idxmax()
    best = ng.scorecard(casework).modes["rank"].idxmin()
    assert base["mode"] == best
    players = ng.key_players(casework[casework.whole], 3)["members"]
    assert base["key_set"].split(" | ") == players.tolist()


def test_one_choice_alone_gives_the_same_share_both_ways(casework):
    found = ng.sensitivity(casework, choices={"threshold": [1, 2, 5]}).findings
    pd.testing.assert_series_equal(found["holds"], found["one_by_one"], check_names=False)


def test_the_same_study_gives_the_same_bytes_and_is_left_as_it_was():
    history = build([*THREE_TO_D, *TEN_TO_B, statement("B", "E", "weak")])
    before = history.records.evidence.copy()
    tables = [ng.sensitivity(history).findings.to_csv() for _turn in range(2)]
    assert tables[0] == tables[1]
    pd.testing.assert_frame_equal(history.records.evidence, before)
    assert history[2019].ties.loc[("B", "E", "referral"), "weight"] == 1


def test_who_waits_is_told_of_each_setting():
    told = []
    found = ng.sensitivity(build([*THREE_TO_D, *TEN_TO_B]), tell=told.append)
    assert sum(told) == len(found.settings) == 2
    assert repr(found).startswith("<Sensitivity of ")
    assert repr(found).endswith("2 settings of 1 choices>")


@pytest.mark.parametrize(
    ("asked", "error", "told"),
    [
        ({"treshold": [1]}, UnknownName, "threshold"),
        ({"layers": ["referal"]}, UnknownName, "referral"),
        ({"level": ["parents"]}, UnknownName, "parent"),
        ({"threshold": [0]}, NetgovError, "from 1 on"),
        ({"threshold": []}, NetgovError, "no value"),
        ({"window": ["last year"]}, NetgovError, "not a year"),
    ],
)
def test_a_choice_that_is_none_is_refused(asked, error, told):
    with pytest.raises(error, match=told):
        ng.sensitivity(build([statement("A", "B")]), choices=asked)


# --- the public view -------------------------------------------------------------------------


def test_the_public_view_is_built_of_what_it_shows(casework):
    public = ng.protect(casework)
    found = ng.sensitivity(public, choices={"threshold": [1, 5], "level": ["unit", "parent"]})
    values = ng.measure(public[public.whole], "in_strength")["in_strength"]
    assert found.findings.loc["in_strength", "base"] == values.idxmax()
    # A hidden count weighs 2, so that no tie falls below that.
    assert find_choices(public)["threshold"] == [1, 5]


TIES = """source,target,layer,year,weight
unit,police,referral,2018,20
police,health,referral,2018,20
health,unit,referral,2018,20
office,unit,referral,2018,20
unit,police,referral,2019,2
"""


def test_years_that_tell_too_little_are_no_setting_in_public(folder):
    data = folder({"edges/evidence.csv": None, "edges/ties.csv": TIES})
    history = ng.build_history(ng.read_records(data))
    public = ng.protect(history)
    assert ng.Period(2019, 2019) in find_choices(history)["window"]
    assert not is_told(public, ng.Period(2019, 2019))
    assert ng.Period(2019, 2019) not in find_choices(public)["window"]


# --- in words --------------------------------------------------------------------------------


@pytest.fixture
def planted():
    history = build([*THREE_TO_D, *TEN_TO_B], actors={"D": {"abbrev": "Dinas"}})
    return ng.sensitivity(history), history[2019]


def told(found, net, lang="en"):
    """Return what is said of the findings."""
    return [str(one) for one in about_sensitivity(found, net.labels(lang), speak(lang))]


def test_the_sentences_name_what_holds_and_what_hangs_on_which_choice(planted):
    tried, firm, seldom, hung = told(*planted)
    assert tried.startswith(
        "Tried: 2 settings, every combination of fewest contacts of a tie. For each finding, "
    )
    assert firm.startswith("Hold under nearly all settings: ")
    assert "Makes the most contact: A" in firm
    assert seldom.startswith("Too few other settings show them to say whether they hold: ")
    assert "Cuts off the most others if lost: Dinas (shown in 0 of 1 settings)" in seldom
    assert hung.startswith("Hang on a choice, above all on that of fewest contacts of a tie: ")
    assert hung.endswith("Receives the most contact: Dinas (in 0 of 1 settings).")


def test_a_sentence_carries_how_many_findings_stand_so(planted):
    found, net = planted
    tried, firm, *_others = about_sensitivity(found, net.labels("en"), speak("en"))
    assert (tried.value, tried.table) == ("2", "settings")
    assert firm.measure == "Findings that hold under nearly all settings"
    assert firm.value.endswith(f" / {len(found.findings)}")


def test_what_few_settings_show_is_not_called_firm():
    """It holds in each setting that shows it, but half of them do not show it."""
    triangle = [cases("A", "B", 9), cases("B", "C", 9), cases("D", "B", 9)]
    meetings = [cases("A", "C", 9, "coordination", 2018)]
    history = of_years(build([*triangle, *meetings]), 2018, 2019)
    found = ng.sensitivity(history, choices={"window": ["2018-2019", 2019, 2018]})
    row = finding(found, "broker_roles.total")
    assert (row["base"], row["holds"], row["undefined"], row["settings"]) == ("B", 1.0, 1, 2)
    (seldom,) = [one for one in told(found, history[2019]) if one.startswith("Too few")]
    assert "Most often joins two without a tie: B (shown in 1 of 2 settings)" in seldom


@pytest.mark.parametrize(
    ("holds", "settings", "cell", "sentence"),
    [
        (0.75, 4, "3 of 4", "(in 3 of 4 settings)"),
        (0.5, 20, "50%", "(in 50% of the settings)"),
        (0.0, 40, "0%", "(in 0% of the settings)"),
        (1 / 400, 400, "1 of 400", "(in 1 of 400 settings)"),
        (0.899, 1000, "89%", "(in 89% of the settings)"),
    ],
)
def test_few_settings_are_counted_and_many_told_in_per_cent(
    planted, holds, settings, cell, sentence
):
    found, net = planted
    row = found.findings.loc[["in_strength"]].assign(holds=holds, settings=settings)
    found = replace(found, findings=row)
    assert sensitivity_list(found, net.labels("en"), speak("en"))["holds"].tolist() == [cell]
    assert told(found, net)[-1].endswith(f"Receives the most contact: Dinas {sentence}.")


def test_joined_units_come_with_how_they_count(practice, casework):
    tried, *_others = told(practice, casework[2019])
    assert tried.endswith(
        "Where units are joined, the body that a unit belongs to counts as the same answer."
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_tables_are_told_in_both_languages(planted, lang):
    found, net = planted
    words, labels = Words(lang), net.labels(lang)
    assert len(told(found, net, lang)) == 4
    table = sensitivity_table(found, labels, words)
    assert [*table.columns] == [*found.findings.columns]
    row = table.loc[words(HEADLINES["in_strength"].label)]
    assert (row["base"], row["instead"], row["holds"]) == ("Dinas", "B", 0)
    assert row["at"] == {"id": "paling sedikit 5", "en": "at least 5"}[lang]
    assert setting_list(found, labels, words)["in_strength"].tolist() == ["Dinas", "B"]


def test_bodies_on_a_par_are_told_together_and_sets_as_either_or():
    labels, english = pd.Series({"a": "A"}), speak("en")
    assert what_it_says("partners", "a | b", labels, english) == "A and b"
    sets = what_it_says("key_set", "a, b, c | a, b, d", labels, english)
    assert sets == "A, b, and c or A, b, and d"


def test_years_come_with_a_warning():
    signs = [cases("A", "B", 20, year=2018), cases("A", "C", 9, year=2019)]
    history = of_years(build(signs), 2018, 2019)
    *_others, last = told(ng.sensitivity(history), history[2019])
    assert last.startswith("Years differ also because the work changes")


def test_without_a_choice_that_is_said():
    history = build([statement("A", "B"), statement("B", "C")])
    found = ng.sensitivity(history)
    assert found.findings["holds"].isna().all()
    assert told(found, history[2019]) == [
        "No choice in building the network makes a difference in these data."
    ]


def test_what_no_choice_touches_is_said():
    duties = [duty("d1", "A", "B")]
    history = build([statement("A", "C")], duties, actors={"C": {"parent": "E"}})
    found = ng.sensitivity(history)
    assert [*found.choices] == ["level"]
    (untouched,) = [one for one in told(found, history[2019]) if one.startswith("None of")]
    assert "Mandated pairs without evidence: more than half" in untouched
