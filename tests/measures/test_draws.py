"""Measures over many draws equal the same measures one draw after the other."""

from __future__ import annotations

import numpy as np
import pytest
from known import AWKWARD, Reference, network, same

from netgov.errors import NotEnoughData, UnknownName
from netgov.measures import MEASURES, draws, measure_many
from netgov.measures.registry import Measure
from netgov.network import Network

BATCHED = {name: card for name, card in MEASURES.items() if card.many is not None}
every_batch = pytest.mark.parametrize("card", BATCHED.values(), ids=BATCHED.keys())


def drawn(card: Measure, net: Network, times: int = 4) -> dict[str, np.ndarray]:
    """Return shuffled groups or resampled weights, some of them 0, as the card asks."""
    rng = np.random.default_rng(7)
    if "groups" in card.needs:
        return {"groups": np.array([rng.permutation(net.codes) for _turn in range(times)])}
    # The larger weights hold 0.1 and 7 at once, so that lengths are awkward too.
    expected = np.tile(net.matrix.data, (times, 1))
    return {"weights": np.where(expected % 1 == 0, rng.poisson(expected), expected)}


def one_by_one(card: Measure, net: Network, given: dict[str, np.ndarray]) -> np.ndarray:
    ((varies, drawn),) = given.items()
    found = draws._one_by_one(net, card, varies, drawn)
    return found.reshape(*found.shape[:2], len(card.columns))


@every_batch
def test_many_equal_one_by_one_on_published_networks(
    card: Measure, reference: Reference
) -> None:
    given = drawn(card, reference.net)
    same(
        measure_many(reference.net, card.name, **given), one_by_one(card, reference.net, given)
    )


@pytest.mark.parametrize("net", AWKWARD.values(), ids=AWKWARD.keys())
@every_batch
def test_many_equal_one_by_one_on_awkward_networks(card: Measure, net: Network) -> None:
    given = drawn(card, net)
    found = measure_many(net, card.name, **given)
    rows = 1 if card.of == "network" else len(net.actors)
    assert found.shape == (4, rows, len(card.columns))
    same(found, one_by_one(card, net, given))


@every_batch
def test_no_draw_at_all(card: Measure, tiny: Network) -> None:
    varies = "groups" if "groups" in card.needs else "weights"
    none = {varies: np.zeros((0, len(tiny.actors) if varies == "groups" else tiny.matrix.nnz))}
    if varies == "groups":
        none = {varies: none[varies].astype(int)}
    rows = 1 if card.of == "network" else len(tiny.actors)
    assert measure_many(tiny, card.name, **none).shape == (0, rows, len(card.columns))


def test_any_measure_can_be_drawn() -> None:
    net = network("a-b 4, b-c 2, a-c 1")
    found = measure_many(net, "cutpoint", weights=np.array([[4, 1, 2], [4, 0, 2]]))
    assert found[:, :, 0].tolist() == [[0, 0, 0], [0, 1, 0]]


def test_measures_of_groups_can_be_drawn_by_weights_too() -> None:
    net = network("a-b 4, b-c 2, a-c 1", a="x", b="x", c="y")
    drawn = measure_many(net, "broker_roles", weights=np.array([[4, 1, 2], [4, 0, 2]]))
    (representative,) = [
        place
        for place, part in enumerate(MEASURES["broker_roles"].parts)
        if part == "representative"
    ]
    assert drawn[:, 1, representative].tolist() == [0, 1]


@pytest.mark.parametrize(
    ("name", "given", "says"),
    [
        ("betweenness", {}, "give weights="),
        ("broker_roles", {}, "give groups="),
        (
            "broker_roles",
            {"weights": np.ones((1, 2)), "groups": np.ones((1, 3), int)},
            "nothing else",
        ),
        ("betweenness", {"weights": np.ones((1, 5))}, r"shape '?\(1, 5\)"),
        ("betweenness", {"weights": np.ones(2)}, "shape"),
        ("betweenness", {"weights": np.array([[1, -1]])}, "below 0"),
        ("betweenness", {"weights": np.array([[1, np.nan]])}, "not a number"),
    ],
)
def test_wrong_draws_say_what_is_needed(name: str, given: dict, says: str) -> None:
    with pytest.raises(NotEnoughData, match=says):
        measure_many(network("a-b, b-c", a="x", b="y", c="y"), name, **given)


def test_a_wrong_name_is_answered_with_the_nearest(tiny: Network) -> None:
    with pytest.raises(UnknownName, match="The nearest is betweenness"):
        measure_many(tiny, "betweeness", weights=np.ones((1, 5)))
