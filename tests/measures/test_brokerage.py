from __future__ import annotations

from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from known import AWKWARD, Reference, network
from strategies import few, networks

from netgov.errors import NotEnoughData
from netgov.kernels import products
from netgov.measures import brokerage
from netgov.measures.brokerage import ROLES, broker_roles
from netgov.network import Network


def counted_one_by_one(net: Network) -> pd.DataFrame:
    """Return the roles by three loops over the definition."""
    tied, group = net.matrix.toarray() > 0, net.codes
    roles = np.zeros((len(group), len(ROLES)), dtype=int)
    for a, v, b in permutations(range(len(group)), 3):
        if tied[a, v] and tied[v, b] and not tied[a, b]:
            like = group[a] == group[v], group[v] == group[b], group[a] == group[b]
            role = {
                (True, True, True): "coordinator",
                (False, False, True): "itinerant",
                (True, False, False): "representative",
                (False, True, False): "gatekeeper",
                (False, False, False): "liaison",
            }[like]
            roles[v, [list(ROLES).index(role), -1]] += 1
    return pd.DataFrame(roles, index=net.actors.index, columns=list(ROLES))


def test_information_network(knoke: Network) -> None:
    roles = broker_roles(knoke)
    assert roles.sum().tolist() == [5, 13, 16, 19, 18, 71]
    assert roles.loc["MAYR"].tolist() == [5, 2, 7, 7, 6, 27]
    assert roles.loc["COMM"].tolist() == [0, 6, 7, 3, 5, 21]
    assert roles.loc["NEWS"].tolist() == [0, 0, 0, 5, 1, 6]


@pytest.mark.parametrize(
    ("role", "a", "v", "b"),
    [
        ("coordinator", "x", "x", "x"),
        ("itinerant", "x", "y", "x"),
        ("representative", "x", "x", "y"),
        ("gatekeeper", "x", "y", "y"),
        ("liaison", "x", "y", "z"),
    ],
)
def test_each_role_by_its_groups(role: str, a: str, v: str, b: str) -> None:
    roles = broker_roles(network("a-v, v-b", a=a, v=v, b=b)).loc["v"]
    assert roles[roles > 0].to_dict() == {role: 1, "total": 1}


def test_a_closed_path_is_not_brokered() -> None:
    assert broker_roles(network("a-v, v-b, a-b", a="x", v="x", b="x")).to_numpy().sum() == 0


def test_a_tie_back_leaves_the_path_open() -> None:
    assert broker_roles(network("a-v, v-b, b-a", a="x", v="y", b="z"))["total"].tolist() == [
        1,
        1,
        1,
    ]


def test_contact_to_and_fro_is_no_path() -> None:
    assert broker_roles(network("a-v, v-a", a="x", v="y")).to_numpy().sum() == 0


def test_one_group_has_coordinators_only() -> None:
    roles = broker_roles(AWKWARD["one group"])
    assert roles["coordinator"].equals(roles["total"])


def test_without_groups_it_says_so() -> None:
    with pytest.raises(NotEnoughData, match="no groups"):
        broker_roles(network("a-b, b-c"))


def test_roles_as_sna(reference: Reference) -> None:
    assert broker_roles(reference.net).to_numpy().tolist() == reference["sna.brokerage"]["raw"]


@few
@given(networks())
def test_roles_as_counted_one_by_one(net: Network) -> None:
    pd.testing.assert_frame_equal(broker_roles(net), counted_one_by_one(net))


@few
@given(networks())
def test_roles_sum_to_the_open_two_paths(net: Network) -> None:
    roles = broker_roles(net)
    assert roles.drop(columns="total").sum(axis=1).equals(roles["total"])


@pytest.mark.parametrize("dense", [0, 1000])
def test_large_networks_are_counted_the_sparse_way(
    reference: Reference, monkeypatch: pytest.MonkeyPatch, dense: int
) -> None:
    whole = broker_roles(reference.net)
    monkeypatch.setattr(brokerage, "DENSE", 0)
    monkeypatch.setattr(products, "DENSE", dense)
    monkeypatch.setattr(products, "DENSE_BLOCK", 100)
    monkeypatch.setattr(products, "SPARSE_BLOCK", 100)
    pd.testing.assert_frame_equal(broker_roles(reference.net), whole)
