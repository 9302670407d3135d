from __future__ import annotations

import numpy as np
from hypothesis import given
from known import AWKWARD, Reference, network, same
from strategies import few, networks

from netgov.measures.cohesion import components, cutpoint, density, reciprocity
from netgov.network import Network


def test_density(knoke: Network, knokm: Network) -> None:
    assert density(knoke).round(4).tolist() == [0.5444]
    assert density(knokm).round(4).tolist() == [0.2444]


def test_reciprocity_of_the_information_network(knoke: Network) -> None:
    shares = reciprocity(knoke).round(5).loc[0]
    assert shares[["dyadic", "nonnull", "edgewise"]].tolist() == [0.66667, 0.53125, 0.69388]


def test_weight_matched_by_weight_back(tiny: Network) -> None:
    # Only P and D answer each other: min(10, 1) in both directions, of 24 contacts.
    assert reciprocity(tiny)["weighted"].item() == 2 / 24


def test_components(knoke: Network, knokm: Network) -> None:
    assert components(knoke).loc[0].tolist() == [1, 1]
    assert components(knokm).loc[0].tolist() == [2, 8]


def test_the_tail_of_the_kite_hangs_on_two(kite: Network) -> None:
    cut = cutpoint(kite)
    assert list(cut.index[cut]) == ["Heather", "Ike"]


def test_nothing_to_divide_is_not_defined() -> None:
    assert density(AWKWARD["one actor"]).isna().all()
    without_ties = reciprocity(AWKWARD["isolates only"]).loc[0]
    assert without_ties["dyadic"] == 1
    assert without_ties.drop("dyadic").isna().all()
    assert reciprocity(AWKWARD["one actor"]).isna().all(axis=None)
    assert components(AWKWARD["empty"]).loc[0].tolist() == [0, 0]


def test_a_network_is_named_by_its_label() -> None:
    net = network("a-b")
    labelled = Network(net.actors, net.ties, label="2019")
    assert list(density(labelled).index) == ["2019"]


def test_cutpoints_as_the_others(reference: Reference) -> None:
    ours = np.flatnonzero(cutpoint(reference.net)) + 1
    assert ours.tolist() == sorted(np.atleast_1d(reference["sna.cutpoints_weak"]).tolist())
    for package in ("igraph", "networkx"):
        theirs = np.atleast_1d(reference[f"{package}.articulation_points_weak"])
        assert ours.tolist() == sorted(theirs.tolist())


def test_density_as_the_others(reference: Reference) -> None:
    for package in ("sna", "igraph"):
        same(density(reference.net), [reference[f"{package}.density"]])


def test_reciprocity_as_the_others(reference: Reference) -> None:
    ours = reciprocity(reference.net).loc[0]
    same(ours["dyadic"], reference["sna.grecip_dyadic"])
    same(ours["nonnull"], float(reference["sna.grecip_dyadic.nonnull"]))
    same(ours["edgewise"], float(reference["sna.grecip_edgewise"]))
    same(ours["edgewise"], float(reference["igraph.reciprocity_default"]))
    same(ours["nonnull"], float(reference["igraph.reciprocity_ratio"]))


def test_components_as_sna(reference: Reference) -> None:
    ours = components(reference.net).loc[0]
    assert ours["weak"] == reference["sna.components_weak"]["n"]
    assert ours["strong"] == reference["sna.components_strong"]["n"]


@few
@given(networks(least=2))
def test_a_cutpoint_raises_the_number_of_parts_among_the_others(net: Network) -> None:
    cut = cutpoint(net)
    parts = components(net)["weak"].item()
    for actor in net.actors.index:
        rest = components(net.without(actor))["weak"].item()
        alone = net.flat.degree(actor) == 0
        assert cut[actor] == (rest > parts - alone)
