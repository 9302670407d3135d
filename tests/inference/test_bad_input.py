"""What is no name, no network, no study, or no year of one: each is answered in a sentence."""

from pathlib import Path

import pandas as pd
import pytest

import netgov as ng
from netgov.errors import NetgovError, NotEnoughData, UnknownName
from netgov.history import need_history

DATA = Path(__file__).parent.parent.parent / "data"
NO_NAMES = [None, 5, 3.5, b"in_degree", ["in_degree"], float("nan")]


@pytest.fixture(scope="module")
def records():
    return ng.read_records(DATA)


@pytest.fixture(scope="module")
def history(records):
    return ng.build_history(records)


@pytest.mark.parametrize("name", NO_NAMES)
def test_what_is_no_text_is_no_name_of_a_measure(history, name):
    with pytest.raises(UnknownName, match=r"no measure called .*nearest is -; all: actor_ei"):
        ng.measure(history[2019], name)


@pytest.mark.parametrize("name", NO_NAMES)
def test_what_is_no_text_has_nothing_near(name):
    error = UnknownName.among("{name}, {near}, {known}", name, ["b", "a"])
    assert str(error).endswith(", -, a, b")


@pytest.mark.parametrize("choice", ["alternative", "null"])
def test_what_is_no_text_is_no_choice_of_a_test(history, choice):
    with pytest.raises(UnknownName, match="'5'"):
        ng.permute(history[2019], "betweenness", times=9, **{choice: 5})


def test_no_network_is_refused_with_what_was_given_and_the_way_to_one(records, history):
    for given in (history, records, None, history[2019].ties):
        sentence = rf"{type(given).__name__} is no network: .*history\[2019\]"
        with pytest.raises(NetgovError, match=sentence):
            ng.measure(given, "betweenness")


def test_a_study_is_taken_read_or_built_and_a_view_stays_one(records, history):
    public = ng.protect(history)
    assert need_history(history) is history
    assert need_history(public) is public
    assert need_history(records).records is records


@pytest.mark.parametrize("kind", ["network", "ties", "path", "nothing"])
def test_what_is_no_study_is_refused_with_what_is_one(history, kind):
    net = history[2019]
    given = {"network": net, "ties": net.ties, "path": str(DATA), "nothing": None}[kind]
    with pytest.raises(
        NetgovError, match=f"{type(given).__name__} is no study: .*read_records"
    ):
        need_history(given)


@pytest.mark.parametrize("year", [1999, "2016", 2020, (2016, 2016)])
def test_a_year_outside_the_study_is_refused_with_the_years_of_it(history, year):
    with pytest.raises(NotEnoughData, match="not a year of the study, which covers 2017–2019"):
        history.within(year)


@pytest.mark.parametrize("years", ["2015-2019", "2019-2020", "2016-2020", "1990-1999"])
def test_a_span_beyond_the_study_is_refused_and_not_cut(history, years):
    with pytest.raises(NotEnoughData, match="reaches beyond the study, which covers 2017–2019"):
        history.within(years)


def test_years_within_the_study_are_taken_as_asked(history):
    for year, period in (
        (None, (2017, 2019)),
        (2018, (2018, 2018)),
        ("2017-2018", (2017, 2018)),
    ):
        assert history.within(year) == history.asked(year) == period


@pytest.mark.parametrize(
    "asked",
    [{"times": 2.5}, {"times": "10"}, {"times": True}, {"seed": None}, {"times": 10**6}],
)
def test_draws_and_seeds_are_whole_numbers_within_reason(tiny, asked):
    with pytest.raises(NetgovError, match=r"whole number|at most"):
        ng.permute(tiny, "reciprocity", **asked)


def test_the_row_of_the_intercept_is_no_matrix():
    names = ["A", "B", "C"]
    one = pd.DataFrame([[0, 1, 0], [2, 0, 0], [0, 4, 0]], names, names, dtype=float)
    with pytest.raises(NetgovError, match="row of its own"):
        ng.mrqap(one, {"intercept": one.T}, times=9)
