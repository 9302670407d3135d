from __future__ import annotations

from itertools import permutations
from math import comb

import networkx as nx
import numpy as np
import pandas as pd
from hypothesis import given
from known import AWKWARD, Reference, network, same
from strategies import few, networks

from netgov.measures.cohesion import (
    bridge,
    components,
    cutpoint,
    density,
    dyad_census,
    reciprocated,
    reciprocity,
    transitivity,
    triad_census,
)
from netgov.network import Network


def test_density(knoke: Network, knokm: Network) -> None:
    assert density(knoke).round(4).tolist() == [0.5444]
    assert density(knokm).round(4).tolist() == [0.2444]


def test_density_as_sna(reference: Reference) -> None:
    same(density(reference.net), reference["sna.density"])


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


# --- ties ----------------------------------------------------------------------------------


def test_reciprocated_ties(tiny: Network) -> None:
    told = reciprocated(tiny)
    assert told.index.equals(tiny.pairs)
    assert told[told].index.tolist() == [("P", "D"), ("D", "P")]


def test_bridges_as_igraph(reference: Reference) -> None:
    ends = {frozenset(pair) for pair in reference["igraph.bridges_weak"]}
    told = bridge(reference.net)
    assert {frozenset(pair) for pair in told[told].index} == ends


@few
@given(networks())
def test_a_bridge_keeps_two_parts_together(net: Network) -> None:
    whole = components(net)["weak"].item()
    for (source, target), told in bridge(net).items():
        ends = net.ties.index.to_frame()[["source", "target"]].apply(frozenset, axis=1)
        left = Network.of(net.ties[(ends != {source, target}).to_numpy()], None, net.actors)
        assert (components(left)["weak"].item() > whole) == told


# --- census --------------------------------------------------------------------------------


def test_census_of_the_bodies(knoke: Network, knokm: Network) -> None:
    assert dyad_census(knoke).iloc[0].tolist() == [17, 15, 13]
    assert dyad_census(knokm).iloc[0].tolist() == [1, 20, 24]
    information = [3, 13, 12, 1, 13, 3, 10, 4, 7, 0, 14, 4, 2, 1, 24, 9]
    assert triad_census(knoke).iloc[0].tolist() == information
    money = [20, 48, 2, 10, 13, 7, 1, 1, 14, 0, 0, 3, 0, 1, 0, 0]
    assert triad_census(knokm).iloc[0].tolist() == money


def test_triads_as_sna_and_networkx(reference: Reference) -> None:
    ours = triad_census(reference.net).iloc[0].to_dict()
    assert ours == nx.triadic_census(reference.net.flat)
    if reference.directed:
        assert ours == reference["sna.triad_census"]


@few
@given(networks())
def test_triads_as_networkx_on_random_networks(net: Network) -> None:
    if len(net.actors) >= 3:
        assert triad_census(net).iloc[0].to_dict() == nx.triadic_census(net.flat)
    assert triad_census(net).sum(axis=1).item() == comb(len(net.actors), 3)
    assert dyad_census(net).sum(axis=1).item() == comb(len(net.actors), 2)


def test_triads_of_many_actors_are_whole_numbers() -> None:
    names = list(range(50_000))
    net = Network.of(pd.DataFrame({"source": [0], "target": [1]}), None, names)
    told = triad_census(net).iloc[0]
    assert told["012"] == 49_998
    assert told["003"] == comb(50_000, 3) - 49_998


# --- transitivity --------------------------------------------------------------------------


def test_transitivity_of_the_bodies(knoke: Network, knokm: Network) -> None:
    same(transitivity(knoke), 146 / 217)
    same(transitivity(knokm), 21 / 32)


def test_transitivity_as_sna(reference: Reference) -> None:
    same(transitivity(reference.net), reference["sna.gtrans_weak"])


@few
@given(networks())
def test_transitivity_as_defined(net: Network) -> None:
    tied = net.matrix.toarray() > 0
    paths = [
        tied[a, b] for a, v, b in permutations(range(len(tied)), 3) if tied[a, v] and tied[v, b]
    ]
    same(transitivity(net), np.mean(paths) if paths else np.nan)
