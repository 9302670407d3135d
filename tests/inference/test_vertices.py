"""Measures of a network when its actors are drawn anew."""

import numpy as np
import pandas as pd
import pytest

import netgov as ng
from netgov.errors import NotEnoughData, UnknownName


def test_the_standard_error_of_density_is_near_that_of_its_authors(knoke):
    """Snijders & Borgatti 1999 draw as here; independent ties give sqrt(pq/n(n-1))."""
    found = ng.vertex_bootstrap(knoke, "density", times=300, seed=1).network.loc["density"]
    n = len(knoke.actors)
    independent = (found["value"] * (1 - found["value"]) / (n * (n - 1))) ** 0.5
    assert independent < found["sd"] < 3 * independent
    assert found["mean"] == pytest.approx(found["value"], abs=0.03)
    assert found["high"] - found["value"] == pytest.approx(1.96 * found["sd"])


def test_a_complete_network_stays_complete():
    pairs = [(one, other) for one in "ABCD" for other in "ABCD" if one != other]
    net = ng.Network.of(pd.DataFrame(pairs, columns=["source", "target"]))
    found = ng.vertex_bootstrap(net, "density", times=20).network.loc["density"]
    assert (found[["value", "mean", "sd"]] == [1, 1, 0]).all()


def test_ties_of_a_pair_stay_together():
    """In a network where every tie is returned, so it is in each draw."""
    pairs = [(one, other) for one, other in zip("ABCDEFGH", "BCDEFGHA", strict=True)]
    pairs += [pair[::-1] for pair in pairs]
    net = ng.Network.of(pd.DataFrame(pairs, columns=["source", "target"]))
    found = ng.vertex_bootstrap(net, "reciprocity.edgewise", times=50)
    assert np.nanmin(found.draws["reciprocity.edgewise"]) == 1


def test_groups_go_with_their_actors(tiny):
    net = tiny.regrouped(["X", "X", "X", "X"])
    found = ng.vertex_bootstrap(net, "ei", times=10).network
    assert found.loc["ei.index", "mean"] == -1


def test_one_seed_one_result(knoke):
    one, other, third = (
        ng.vertex_bootstrap(knoke, "reciprocity", times=20, seed=seed).network
        for seed in (1, 1, 2)
    )
    assert one.equals(other)
    assert not one.equals(third)


def test_who_waits_is_told_of_every_draw(tiny):
    told = []
    ng.vertex_bootstrap(tiny, "density", times=7, tell=told.append)
    assert np.sum(told) == 7


@pytest.mark.parametrize(
    ("names", "error"),
    [((), NotEnoughData), (("betweenness",), NotEnoughData), (("dense",), UnknownName)],
)
def test_what_cannot_be_done_is_said(tiny, names, error):
    with pytest.raises(error):
        ng.vertex_bootstrap(tiny, names, times=2)


def test_two_actors_are_too_few():
    net = ng.Network.of(pd.DataFrame({"source": ["A"], "target": ["B"]}))
    with pytest.raises(NotEnoughData, match="Fewer than 3 actors"):
        ng.vertex_bootstrap(net, "density", times=2)
