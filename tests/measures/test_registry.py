from __future__ import annotations

import pandas as pd
import pytest
from known import network

from netgov.errors import NetgovError, NotEnoughData, UnknownName
from netgov.measures import MEASURES, measure
from netgov.measures.brokerage import ROLES, broker_roles
from netgov.measures.paths import betweenness
from netgov.measures.registry import measure_card
from netgov.network import Network


def test_measures_stand_side_by_side(knoke: Network) -> None:
    frame = measure(knoke, "betweenness", "broker_roles", "cutpoint")
    roles = [f"broker_roles.{role}" for role in ROLES]
    assert list(frame) == ["betweenness", *roles, "cutpoint"]
    assert frame.index.equals(knoke.actors.index)
    pd.testing.assert_series_equal(frame["betweenness"], betweenness(knoke))
    assert (
        frame["broker_roles.gatekeeper"].tolist() == broker_roles(knoke)["gatekeeper"].tolist()
    )


def test_one_part_alone(knoke: Network) -> None:
    frame = measure(knoke, "broker_roles.liaison", "in_degree", "broker_roles.total")
    assert list(frame) == ["broker_roles.liaison", "in_degree", "broker_roles.total"]


def test_a_name_asked_for_twice_comes_once(knoke: Network) -> None:
    assert list(measure(knoke, "in_degree", "in_degree")) == ["in_degree"]


def test_without_names_all_measures_of_actors(knoke: Network) -> None:
    cards = [card for card in MEASURES.values() if card.of == "actor"]
    assert list(measure(knoke)) == [column for card in cards for column in card.columns]


def test_without_names_and_groups_all_that_need_none() -> None:
    frame = measure(network("a-b, b-c"))
    assert "betweenness" in frame
    assert not any(column.startswith("broker_roles") for column in frame)


def test_a_measure_asked_for_by_name_says_what_it_lacks() -> None:
    with pytest.raises(NotEnoughData, match="no groups"):
        measure(network("a-b, b-c"), "broker_roles")


def test_network_measures_are_one_row(knoke: Network) -> None:
    frame = measure(knoke, "density", "components")
    assert frame.shape == (1, 3)
    assert list(frame) == ["density", "components.weak", "components.strong"]
    assert list(frame.index) == [0]


@pytest.mark.parametrize(
    ("wrong", "near"),
    [
        ("betweeness", "betweenness"),
        ("broker_roles.gatekeper", "broker_roles.gatekeeper"),
        ("betweenness.total", "betweenness"),
        ("betweenness.", "betweenness"),
    ],
)
def test_a_wrong_name_is_answered_with_the_nearest(
    knoke: Network, wrong: str, near: str
) -> None:
    with pytest.raises(UnknownName, match=f"The nearest is {near}; all: "):
        measure(knoke, wrong)


def test_measures_of_different_things_do_not_join(knoke: Network) -> None:
    with pytest.raises(NetgovError, match="betweenness and density do not describe the same"):
        measure(knoke, "betweenness", "density")


def test_a_second_measure_of_a_name_is_refused() -> None:
    with pytest.raises(NetgovError, match="two measures called betweenness"):
        measure_card(
            of="actor", label="x", plain="x.", unit="", formula="x", cites=("gould1989",)
        )(betweenness)
