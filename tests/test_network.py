"""The network of one period as a value."""

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from strategies import networks

import netgov as ng
from netgov.errors import NetgovError, NotEnoughData, UnknownName
from netgov.kernels.distances import as_written, exact_distances

EDGES = pd.DataFrame(
    {
        "source": ["a", "a", "b", "b", "c"],
        "target": ["b", "b", "a", "b", "a"],
        "layer": ["referral", "funding", "referral", "referral", "referral"],
        "weight": [2, 1, 3, 5, 0.5],
    }
)


def made(**settings):
    return ng.Network.of(
        EDGES, groups={"a": 1, "b": 1, "c": 2, "d": 2}, actors="abcd", **settings
    )


def of_weights(*weights):
    """Return a path of ties of these weights."""
    names = [str(turn) for turn in range(len(weights) + 1)]
    return pd.DataFrame({"source": names[:-1], "target": names[1:], "weight": weights})


# --- the door for a bare edge frame -----------------------------------------------------------


def test_layers_are_summed_isolates_kept_and_ties_to_oneself_left_out():
    net = made()
    assert net.matrix.toarray().tolist() == [
        [0, 3, 0, 0],
        [3, 0, 0, 0],
        [0.5, 0, 0, 0],
        [0] * 4,
    ]
    assert net.actors.index.tolist() == list("abcd")
    assert repr(net) == "<Network without years: 4 actors, 4 ties in 2 layers, 1 isolates>"


def test_rows_of_one_tie_are_added_up():
    twice = ng.Network.of(pd.concat([EDGES, EDGES]))
    assert twice.ties.loc[("a", "b", "referral"), "weight"] == 4


def test_columns_may_be_the_index_and_weights_may_be_missing():
    indexed = EDGES.drop(columns=["weight", "layer"]).set_index(["source", "target"])
    assert ng.Network.of(indexed).ties["weight"].tolist() == [2, 1, 1]
    assert ng.Network.of(indexed).ties.index.names == ["source", "target", "layer"]


def test_an_actor_frame_keeps_its_columns():
    actors = pd.DataFrame({"level": ["city"] * 3}, index=list("cba"))
    assert ng.Network.of(EDGES, actors=actors).actors["level"].tolist() == ["city"] * 3


def test_no_ties_at_all():
    empty = ng.Network.of(EDGES.head(0), actors="ab")
    assert empty.matrix.shape == (2, 2)
    assert len(ng.Network.of(EDGES.head(0)).actors) == 0


@pytest.mark.parametrize("weight", [0, -1, float("nan"), float("inf"), "many"])
def test_a_weight_that_is_none_is_refused(weight):
    with pytest.raises(NotEnoughData, match="is not a positive number"):
        ng.Network.of(EDGES.astype({"weight": object}).assign(weight=weight))


def test_strangers_and_missing_groups_are_refused():
    with pytest.raises(NotEnoughData, match="'c' has ties but is not among the actors"):
        ng.Network.of(EDGES, actors="ab")
    with pytest.raises(NotEnoughData, match="'c' has no group"):
        ng.Network.of(EDGES, groups={"a": 1, "b": 1})
    with pytest.raises(UnknownName, match="no column called 'target'"):
        ng.Network.of(EDGES.drop(columns="target"))


def test_without_groups_there_are_no_codes():
    with pytest.raises(NotEnoughData, match="have no groups"):
        _ = ng.Network.of(EDGES).codes


# --- exact distances --------------------------------------------------------------------------


def test_distances_are_integers_over_one_unit():
    distances = exact_distances(map(Fraction, (1, 2, 3)))
    assert distances.lengths == [6, 3, 2]
    assert [Fraction(length) / distances.unit for length in distances.lengths] == [
        1, Fraction(1, 2), Fraction(1, 3),
    ]  # fmt: skip


def test_tenths_in_two_layers_are_three_tenths():
    ties = pd.DataFrame(
        {"source": "aab", "target": "bbc", "layer": ["x", "y", "x"], "weight": [0.1, 0.2, 0.3]}
        | {"source": list("aab"), "target": list("bbc")}
    )
    assert len(set(ng.Network.of(ties).distances.lengths)) == 1


def test_weights_are_the_numbers_that_were_written():
    assert as_written(0.1) == Fraction(1, 10)
    assert as_written(0.1 + 0.2) == Fraction(3, 10)
    assert as_written(1 / 3) == Fraction(1, 3)
    assert as_written(1.5e-7) == Fraction(15, 10**8)
    assert as_written(123456.0000001) == Fraction(1234560000001, 10**7)


def test_large_whole_weights_are_added_up_exactly():
    ties = {"source": "aa", "target": "bb", "layer": "xy", "weight": [2.0**53, 1.0]}
    ties = {name: list(values) for name, values in ties.items()}
    assert ng.Network.of(pd.DataFrame(ties)).distances.weights == [2**53 + 1]


def test_without_a_common_unit_lengths_are_fractions():
    weights = [Fraction(10**9 + turn) for turn in range(100)]
    lengths, unit = exact_distances(weights)
    assert unit == 1
    assert [1 / length for length in lengths] == weights


def test_no_ties_have_no_distances():
    assert exact_distances([]).lengths == []


@given(networks())
@settings(max_examples=40, deadline=None)
def test_every_length_is_the_reciprocal_of_its_weight(net):
    lengths, unit = net.distances
    for length, weight in zip(lengths, net.matrix.data, strict=True):
        assert float(Fraction(length) / unit) == pytest.approx(1 / weight)


# --- other networks ---------------------------------------------------------------------------


def test_one_layer_keeps_all_actors():
    assert made().layer("funding").matrix.sum() == 1
    assert len(made().layer("funding").actors) == 4
    with pytest.raises(UnknownName, match="The nearest is funding"):
        made().layer("fundings")


def test_binary_has_one_tie_a_pair():
    net = made().binary()
    assert net.matrix.toarray().tolist() == [[0, 1, 0, 0], [1, 0, 0, 0], [1, 0, 0, 0], [0] * 4]


def test_without_an_actor():
    assert made().without("a").matrix.nnz == 0
    assert made().without("a").groups.tolist() == [1, 2, 2]
    with pytest.raises(UnknownName, match="no actor called 'z'"):
        made().without("z")


def test_other_weights_for_the_same_ties():
    assert made().reweighted([1, 1, 1, 1]).matrix.sum() == 4
    with pytest.raises(NotEnoughData):
        made().reweighted([1, 1, 1, 0])


def test_other_groups_keep_the_views_that_do_not_depend_on_them():
    net = made()
    before = net.matrix, net.flat
    for groups in ({"a": 1, "b": 2, "c": 3, "d": 4}, [1, 2, 3, 4]):
        other = net.regrouped(groups)
        assert other.matrix is before[0]
        assert other.flat is before[1]
        assert other.codes.tolist() == [0, 1, 2, 3]
    assert net.codes.tolist() == [0, 0, 1, 1]
    with pytest.raises(NotEnoughData, match="'b' has no group"):
        net.regrouped([1, None, 2, 3])


def test_units_join_their_office_and_offices_stay():
    actors = pd.DataFrame(
        {"parent": ["office", "office", "mayor", "", "mayor"]},
        index=["unit", "group", "office", "mayor", "court"],
    )
    ties = pd.DataFrame(
        {
            "source": ["unit", "group", "unit", "office", "court"],
            "target": ["court", "court", "group", "mayor", "unit"],
            "weight": [1, 2, 4, 8, 16],
        }
    )
    merged = ng.Network.of(ties, actors=actors).merged("parent")
    assert merged.ties["weight"].to_dict() == {
        ("office", "mayor", "tie"): 11.0,
        ("mayor", "office", "tie"): 16.0,
    }


def test_merging_by_sector_makes_one_actor_a_sector(history):
    merged = history[2019].merged("sector")
    assert set(merged.actors.index) == set(history[2019].actors["sector"])
    assert merged.names("id")["health"] == "health"
    with pytest.raises(UnknownName, match="no column called 'sektor'"):
        history[2019].merged("sektor")


def test_merging_loses_only_what_becomes_internal(history):
    net = history[2017, 2019]
    merged = net.merged("parent")
    parents = net.actors["parent"].to_dict()
    heads = set(parents.values())
    into = {a: (p if p and a not in heads else a) for a, p in parents.items()}
    outside = sum(
        weight
        for (source, target, _layer), weight in net.ties["weight"].items()
        if into[source] != into[target]
    )
    assert merged.ties["weight"].sum() == outside


def test_graphs_carry_weight_and_distance():
    assert made().flat.edges["a", "b"] == {"weight": 3.0, "distance": 1}
    assert made().flat.edges["c", "a"]["distance"] == 6
    assert set(made().multi["a"]["b"]) == {"referral", "funding"}


@given(networks())
@settings(max_examples=30, deadline=None)
def test_nothing_writes_on_a_network(net):
    before = [pd.util.hash_pandas_object(frame).sum() for frame in (net.ties, net.actors)]
    weights = net.matrix.toarray().copy()
    _ = (
        net.flat,
        net.multi,
        net.distances,
        net.binary().matrix,
        net.merged("level") if "level" in net.actors else None,
    )
    assert [
        pd.util.hash_pandas_object(frame).sum() for frame in (net.ties, net.actors)
    ] == before
    assert np.array_equal(weights, net.matrix.toarray())


# --- years ------------------------------------------------------------------------------------


def test_a_history_is_a_mapping_of_years(history):
    assert list(history) == [2017, 2018, 2019]
    assert repr(history[2019]).startswith("<Network 2019: 71 actors, 58 ties in 5 layers")
    assert history["2017-2019"] is history[2017, 2019]
    assert repr(history) == "<History 2017–2019>"


@pytest.mark.parametrize("year", ["soon", "201", "2019-2017", "2019-20", ""])
def test_what_is_no_year_is_refused(history, year):
    with pytest.raises(NetgovError, match="not a year or a span of years"):
        history[year]


def test_a_year_before_every_source_is_an_empty_network(history):
    assert len(history[2035].ties) == 0
    assert len(history[2035].actors) > 0
