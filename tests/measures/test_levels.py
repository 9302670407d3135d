"""One layer, one level, other groups; and what the level changes."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from known import same

import netgov as ng
from netgov.errors import NetgovError, NotEnoughData, UnknownName
from netgov.measures import compare_levels, measure, view
from netgov.network import Network

ACTORS = pd.DataFrame(
    {"parent": ["city", "city", "", "", ""], "sector": ["a", "a", "b", "b", "a"]},
    index=["unit", "post", "police", "ward", "city"],
)
TIES = pd.DataFrame(
    [
        ("unit", "post", "referral", 3),  # inside the city
        ("unit", "police", "referral", 5),
        ("post", "police", "referral", 2),
        ("police", "city", "reporting", 4),
        ("ward", "unit", "reporting", 1),
        ("city", "unit", "authority", 7),  # inside the city
    ],
    columns=["source", "target", "layer", "weight"],
)


@pytest.fixture
def city() -> Network:
    return Network.of(TIES, ACTORS["sector"], ACTORS)


def test_options_narrow_the_network_in_their_order(city: Network) -> None:
    net = view(city, layer="referral", level="parent", group="sector", binary=True)
    assert net.groups.tolist() == ["a", "b", "b"]
    assert list(net.actors.index) == ["city", "police", "ward"]
    assert net.ties["weight"].to_dict() == {("city", "police", "referral"): 1.0}


def test_without_options_the_network_is_as_it_was(city: Network) -> None:
    assert view(city) is city


def test_weights_of_joined_units_are_added_up(city: Network) -> None:
    assert view(city, layer="referral", level="parent").ties["weight"].tolist() == [7.0]


@pytest.mark.parametrize("name", ["referral", "rujukan", "Merujuk", " REFERRAL "])
def test_a_layer_goes_by_what_people_call_it(city: Network, name: str) -> None:
    assert len(view(city, layer=name).ties) == 3


def test_groups_come_from_a_column(city: Network) -> None:
    assert view(city, group="sector").groups.tolist() == ["a", "a", "b", "b", "a"]
    with pytest.raises(
        NotEnoughData,
        match="column parent makes no groups: it is blank for 'police' and 2 others",
    ):
        view(city, group="parent")


@pytest.mark.parametrize(
    ("option", "near"),
    [({"layer": "referal"}, "referral"), ({"level": "parents"}, "parent"),
     ({"group": "sectr"}, "sector")],
)  # fmt: skip
def test_a_wrong_name_is_answered_with_the_nearest(
    city: Network, option: dict[str, str], near: str
) -> None:
    with pytest.raises(UnknownName, match=f"The nearest is {near}") as told:
        view(city, **option)
    assert f"mirip {near}" in told.value.say("id")


def test_share_of_the_volume_that_becomes_internal(city: Network) -> None:
    shares = compare_levels(city, "in_degree").loc["internal"]
    same(shares["value"], [3 / 10, 0, 1, 10 / 22])
    assert list(shares.index) == ["referral", "reporting", "authority", "all"]
    assert shares["count"].tolist() == [3, 2, 1, 6]


def test_ranks_of_the_bodies_that_stand_at_both_levels(city: Network) -> None:
    told = compare_levels(city, "in_strength", "out_strength").loc["rank"]
    units, bodies = measure(city), measure(city.merged("parent"))
    common = ["police", "ward", "city"]
    for name in ("in_strength", "out_strength"):
        expected = units.loc[common, name].rank().corr(bodies.loc[common, name].rank())
        same(told.at[name, "value"], expected)
    assert told["count"].tolist() == [3, 3]


def test_nothing_to_join_changes_nothing(knoke: Network) -> None:
    net = Network.of(knoke.ties, knoke.groups, knoke.actors.assign(parent=""))
    told = compare_levels(net)
    assert told.loc["internal", "value"].tolist() == [0, 0]
    defined = told.loc["rank", "value"].dropna()
    same(defined, np.ones(len(defined)))
    assert len(defined) > 10


def test_what_has_no_order_has_no_correlation(city: Network) -> None:
    nothing = Network.of(TIES.head(0), ACTORS["sector"], ACTORS)
    assert compare_levels(nothing, "in_degree")["value"].isna().all()
    assert (
        compare_levels(city.layer("authority"), "betweenness").loc["rank", "value"].isna().all()
    )


def test_only_measures_of_actors_are_compared(city: Network) -> None:
    with pytest.raises(NetgovError, match="density is not a measure of actors"):
        compare_levels(city, "density")


def test_levels_of_the_public_evidence(public: ng.History) -> None:
    net = public[public.whole]
    told = compare_levels(net, "partners")
    merged = net.merged("parent")
    inside = 1 - merged.ties["weight"].sum() / net.ties["weight"].sum()
    same(told.at[("internal", "all"), "value"], inside)
