"""Means and variances of brokerage by chance, against every network there is."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from known import Reference, same

from netgov.kernels.role_moments import actor_moments, shuffled_means, sum_moments
from netgov.kernels.roles import role_counts
from netgov.measures import measure_many
from netgov.measures.brokerage import ROLES, SUMS, broker_totals
from netgov.network import Network

GROUPINGS = [(0, 0, 0, 0), (0, 0, 0, 1), (0, 1, 0, 1), (0, 1, 2, 0), (0, 1, 2, 3), (0, 1, 2)]


def role_of(a: int, v: int, b: int) -> int:
    if a == v == b:
        return 0
    if a == b:
        return 1
    return 2 if a == v else 3 if v == b else 4


def all_networks(actors: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the cells of every network, source, target, network, and how many ties it has."""
    cells = list(permutations(range(actors), 2))
    number = np.arange(1 << len(cells))
    tied = np.zeros((actors, actors, len(number)), dtype=np.int8)
    for place, (source, target) in enumerate(cells):
        tied[source, target] = number >> place & 1
    return tied, tied.sum(axis=(0, 1), dtype=int)


def counted(tied: np.ndarray, groups: tuple[int, ...]) -> np.ndarray:
    """Return the roles of each actor in each network: actor, role, network."""
    roles = np.zeros((len(groups), 6, tied.shape[2]))
    for a, v, b in permutations(range(len(groups)), 3):
        path = tied[a, v] & tied[v, b] & (1 - tied[a, b])
        roles[v, role_of(groups[a], groups[v], groups[b])] += path
        roles[v, 5] += path
    return roles


def moments(values: np.ndarray, chance: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    mean = values @ chance
    return mean, np.sqrt((values - mean[..., None]) ** 2 @ chance)


@pytest.mark.parametrize("groups", GROUPINGS)
def test_moments_over_every_network(groups: tuple[int, ...]) -> None:
    tied, ties = all_networks(len(groups))
    cells, roles, sizes = (
        len(groups) * (len(groups) - 1),
        counted(tied, groups),
        np.bincount(groups),
    )
    for density in (0.1, 0.5, 0.65, 0.9):
        chance = density**ties * (1 - density) ** (cells - ties)
        same(sum_moments(sizes, density), moments(roles.sum(axis=0), chance))
        same(actor_moments(sizes[list(groups)], density), moments(roles, chance))


@pytest.mark.parametrize("groups", [(0, 0, 0, 1, 1), (0, 0, 1, 1, 2)])
def test_moments_over_every_network_of_five(groups: tuple[int, ...]) -> None:
    tied, ties = all_networks(5)
    chance = 0.3**ties * 0.7 ** (20 - ties)
    sums = counted(tied, groups).sum(axis=0)
    same(sum_moments(np.bincount(groups), 0.3), moments(sums, chance))


def test_moments_over_random_networks() -> None:
    groups = (0,) * 5 + (1,) * 4 + (2,) * 2 + (3,)
    tied = (np.random.default_rng(1).random((12, 12, 20_000)) < 0.3).astype(np.int8)
    sums = counted(tied, groups).sum(axis=0)
    mean, sd = sum_moments(np.bincount(groups), 0.3)
    same(mean, sums.mean(axis=1), rtol=0.02)
    same(sd, sums.std(axis=1), rtol=0.03)


def test_mean_of_sums_as_sna(reference: Reference) -> None:
    theirs = reference["sna.brokerage"]
    frame = broker_totals(reference.net)
    assert frame[list(ROLES)].iloc[0].tolist() == theirs["global_raw"]
    same(frame[[f"{role}_expected" for role in ROLES]].iloc[0], theirs["global_expected"])


def test_sums_in_the_information_network(knoke: Network) -> None:
    frame = broker_totals(knoke)
    assert list(frame) == list(SUMS)
    assert frame[list(ROLES)].iloc[0].tolist() == [5, 13, 16, 19, 18, 71]
    z = (frame["gatekeeper"] - frame["gatekeeper_expected"]) / frame["gatekeeper_sd"]
    same(frame["gatekeeper_z"], z)


def test_sums_without_chance_have_no_distance_from_it(knoke: Network) -> None:
    one = broker_totals(knoke.regrouped(["all"] * 10)).filter(like="_z").iloc[0]
    assert one.index[one.notna()].tolist() == ["coordinator_z", "total_z"]


def test_sums_over_draws_whose_groups_have_other_sizes(knoke: Network) -> None:
    draws = np.array([knoke.codes, np.arange(10) // 5, np.arange(10)])
    found = measure_many(knoke, "broker_totals", groups=draws)[:, 0]
    same(found, [broker_totals(knoke.regrouped(draw)).iloc[0] for draw in draws])


def test_mean_over_shuffled_groups_in_the_information_network(knoke: Network) -> None:
    found = shuffled_means(71, np.bincount(knoke.codes))
    assert found.round(3).tolist() == [3.55, 15.383, 15.383, 15.383, 21.3, 71]


@pytest.mark.parametrize(
    "groups", [(0, 0, 0, 1, 1), (0, 0, 1, 1, 2), (0,) * 5, (0, 1, 2, 3, 4)]
)
def test_mean_over_every_shuffle(tiny_part: Network, groups: tuple[int, ...]) -> None:
    shuffles = np.array(list(permutations(groups)))
    sums = [role_counts(tiny_part.matrix, codes).sum(axis=0) for codes in shuffles]
    same(shuffled_means(sums[0][-1], np.bincount(groups)), np.mean(sums, axis=0))


@pytest.fixture
def tiny_part(knoke: Network) -> Network:
    """Return five of the ten bodies."""
    net = knoke
    for actor in ("UWAY", "WELF", "WEST", "WRO", "NEWS"):
        net = net.without(actor)
    return net
