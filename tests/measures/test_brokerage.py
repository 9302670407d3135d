from __future__ import annotations

from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from known import AWKWARD, Reference, network, same
from strategies import few, networks

from netgov.errors import NotEnoughData
from netgov.kernels import intermediaries, role_draws, roles
from netgov.measures import measure_many
from netgov.measures.brokerage import (
    ROLES,
    broker_activity,
    broker_credit,
    broker_exclusivity,
    broker_roles,
    broker_roles_z,
)
from netgov.network import Network

MEASURES = [broker_roles, broker_credit, broker_activity, broker_exclusivity]
every_measure = pytest.mark.parametrize("measure", MEASURES, ids=lambda one: one.__name__)

OF_GROUPS = {
    (True, True, True): "coordinator",
    (False, False, True): "itinerant",
    (True, False, False): "representative",
    (False, True, False): "gatekeeper",
    (False, False, False): "liaison",
}


def listed(net: Network) -> pd.DataFrame:
    """Return every open path by three loops over the definition: v, role and intermediaries."""
    tied, group = net.matrix.toarray() > 0, net.codes
    rows = []
    for a, v, b in permutations(range(len(group)), 3):
        if tied[a, v] and tied[v, b] and not tied[a, b]:
            like = group[a] == group[v], group[v] == group[b], group[a] == group[b]
            rows.append((v, OF_GROUPS[tuple(map(bool, like))], (tied[a] & tied[:, b]).sum()))
    paths = pd.DataFrame(rows, columns=["v", "role", "between"])
    return paths.assign(v=net.actors.index[paths["v"].astype(int)])


def by_role(net: Network, worth: pd.Series) -> pd.DataFrame:
    """Sum over the listed paths of each actor and role."""
    paths = listed(net)
    sums = worth.groupby([paths["v"], paths["role"]]).sum().unstack(fill_value=0)
    sums = sums.reindex(index=net.actors.index, columns=list(ROLES), fill_value=0)
    return sums.assign(total=sums.sum(axis=1))


def the_sparse_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """Count small networks as if they were large, few paths at a time."""
    for module, name, value in (
        (roles, "DENSE", -1),
        (roles, "DENSE_IF_CROWDED", -1),
        (roles, "CELLS_A_TIE", 0),
        (intermediaries, "PATHS", 20),
        (intermediaries, "TABLE", 300),
        (role_draws, "CELLS", 1000),
    ):
        monkeypatch.setattr(module, name, value)


# --- what is known ------------------------------------------------------------------------


def test_roles_in_the_information_network(knoke: Network) -> None:
    found = broker_roles(knoke)
    assert found.sum().tolist() == [5, 13, 16, 19, 18, 71]
    assert found.loc["MAYR"].tolist() == [5, 2, 7, 7, 6, 27]
    assert found.loc["COMM"].tolist() == [0, 6, 7, 3, 5, 21]
    assert found.loc["NEWS"].tolist() == [0, 0, 0, 5, 1, 6]


def test_roles_beside_chance_in_the_information_network(knoke: Network) -> None:
    found = broker_roles_z(knoke).loc["MAYR"].round(4).tolist()
    assert found == [4.4565, 0.2855, 2.2776, 2.2776, 1.9950, 3.5423]


def test_credit_in_the_information_network(knoke: Network) -> None:
    found = broker_credit(knoke)
    assert found.loc["MAYR"].round(5).tolist()[:5] == [2.08333, 1.5, 4.16667, 3, 3.75]
    assert found.sum().round(5).tolist() == [2.08333, 6.91667, 8.66667, 7, 9.33333, 34]


def test_links_across_groups_in_the_information_network(knoke: Network) -> None:
    assert broker_activity(knoke).tolist() == [2, 15, 7, 1, 20, 0, 6, 0, 2, 0]
    alone = broker_exclusivity(knoke)
    assert alone[alone > 0].to_dict() == {"EDUC": 2, "MAYR": 4}


def test_roles_as_sna(reference: Reference) -> None:
    assert broker_roles(reference.net).to_numpy().tolist() == reference["sna.brokerage"]["raw"]


def test_roles_beside_chance_as_sna(reference: Reference) -> None:
    z, sd = (
        np.array(reference["sna.brokerage"][key], object).astype(float) for key in ("z", "sd")
    )
    same(broker_roles_z(reference.net), np.where(sd > 0, z, np.nan))


# --- small cases --------------------------------------------------------------------------


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
    found = broker_roles(network("a-v, v-b", a=a, v=v, b=b)).loc["v"]
    assert found[found > 0].to_dict() == {role: 1, "total": 1}


def test_a_closed_path_is_not_brokered() -> None:
    assert broker_roles(network("a-v, v-b, a-b", a="x", v="x", b="x")).to_numpy().sum() == 0


def test_a_tie_back_leaves_the_path_open() -> None:
    found = broker_roles(network("a-v, v-b, b-a", a="x", v="y", b="z"))
    assert found["total"].tolist() == [1, 1, 1]


def test_contact_to_and_fro_is_no_path() -> None:
    assert broker_roles(network("a-v, v-a", a="x", v="y")).to_numpy().sum() == 0


def test_one_group_has_coordinators_only() -> None:
    found = broker_roles(AWKWARD["one group"])
    assert found["coordinator"].equals(found["total"])


def test_one_group_or_single_members_have_no_other_role_to_stand_out_in() -> None:
    one = broker_roles_z(AWKWARD["one group"]).notna().all()
    assert one[one].index.tolist() == ["coordinator", "total"]
    single = broker_roles_z(AWKWARD["singleton groups"]).notna().all()
    assert single[single].index.tolist() == ["liaison", "total"]


def test_credit_is_shared_and_only_a_sole_link_is_exclusive() -> None:
    groups = {"a": "x", "u": "x", "v": "y", "b": "y", "c": "y"}
    net = network("a-u, u-b, a-v, v-b, v-c", **groups)
    credit, alone = broker_credit(net)["total"], broker_exclusivity(net)
    assert credit[credit > 0].to_dict() == {"u": 0.5, "v": 1.5}
    assert alone[alone > 0].to_dict() == {"v": 1}


@pytest.mark.parametrize("measure", [*MEASURES, broker_roles_z])
def test_without_groups_it_says_so(measure: object) -> None:
    with pytest.raises(NotEnoughData, match="no groups"):
        measure(network("a-b, b-c"))


# --- laws ---------------------------------------------------------------------------------


@few
@given(networks())
def test_roles_and_credit_as_listed_one_by_one(net: Network) -> None:
    between = listed(net)["between"]
    same(broker_roles(net), by_role(net, between * 0 + 1))
    same(broker_credit(net), by_role(net, 1 / between.astype(float)))
    alone = by_role(net, (between == 1).astype(int))
    across = ["representative", "gatekeeper", "liaison"]
    same(broker_exclusivity(net), alone[across].sum(axis=1))
    same(broker_activity(net), broker_roles(net)[across].sum(axis=1))


@few
@given(networks())
def test_roles_sum_to_the_open_two_paths(net: Network) -> None:
    for found in (broker_roles(net), broker_credit(net)):
        same(found.drop(columns="total").sum(axis=1), found["total"])


@few
@given(networks())
def test_credit_sums_to_the_brokered_pairs(net: Network) -> None:
    tied = net.matrix.toarray() > 0
    brokered = (tied @ tied) & ~tied & ~np.eye(len(tied), dtype=bool)
    same(broker_credit(net)["total"].sum(), brokered.sum())


@few
@given(networks(least=3))
def test_a_network_without_gaps_has_no_broker(net: Network) -> None:
    everyone = [(a, b) for a, b in permutations(net.actors.index, 2)]
    ties = pd.DataFrame(everyone, columns=["source", "target"])
    full = Network.of(ties, net.groups, net.actors)
    assert all(measure(full).to_numpy().sum() == 0 for measure in MEASURES)
    assert broker_roles_z(full).isna().all(axis=None)


# --- large networks -----------------------------------------------------------------------


@every_measure
def test_large_networks_are_counted_the_sparse_way(
    reference: Reference, monkeypatch: pytest.MonkeyPatch, measure: object
) -> None:
    groups = reference.net.codes
    for codes in (groups, np.arange(len(groups)), groups * 0):
        net = reference.net.regrouped(codes)
        with monkeypatch.context() as patch:
            whole = measure(net)
            the_sparse_way(patch)
            same(measure(net), whole)


@every_measure
def test_draws_of_large_networks(
    reference: Reference, monkeypatch: pytest.MonkeyPatch, measure: object
) -> None:
    rng = np.random.default_rng(3)
    groups = rng.permuted(np.tile(reference.net.codes, (3, 1)), axis=1)
    whole = measure_many(reference.net, measure.__name__, groups=groups)
    the_sparse_way(monkeypatch)
    same(measure_many(reference.net, measure.__name__, groups=groups), whole)
    monkeypatch.setattr(role_draws, "FEW_PATHS", 0)
    monkeypatch.setattr(role_draws, "PATHS_A_TIE", 0)
    same(measure_many(reference.net, measure.__name__, groups=groups), whole)
    assert measure_many(reference.net, measure.__name__, groups=groups[:0]).size == 0
    monkeypatch.setattr(roles, "DENSE", 100)
    same(measure_many(reference.net, measure.__name__, groups=groups), whole)


@pytest.mark.parametrize("measure", [*MEASURES, broker_roles_z])
def test_groups_may_have_any_number(knoke: Network, measure: object) -> None:
    wide = np.array([knoke.codes * 1000 - 500, np.arange(10) * 70])
    narrow = np.array([knoke.codes, np.arange(10)])
    found, expected = (
        measure_many(knoke, measure.__name__, groups=groups) for groups in (wide, narrow)
    )
    same(found, expected)


def test_a_hub_of_thousands_is_counted() -> None:
    names = [f"a{i}" for i in range(3000)]
    out = pd.DataFrame({"source": "hub", "target": names})
    ties = pd.concat([out, out.rename(columns={"source": "target", "target": "source"})])
    net = Network.of(ties, {name: i % 2 for i, name in enumerate(["hub", *names])})
    assert broker_roles(net).loc["hub", "total"] == 3000 * 2999
    assert broker_exclusivity(net)["hub"] == 2 * 1500 * 1500
