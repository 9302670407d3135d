"""What is dealt, scattered and switched: what stays, and that nothing is favoured.

Each test of evenness asks a chi-square for p > 0.001: of a thousand seeds one fails a right
programme. The seeds are fixed.
"""

from __future__ import annotations

from collections import Counter
from itertools import combinations, permutations

import numpy as np
import pytest
from hypothesis import given
from known import AWKWARD
from scipy.sparse import csr_array
from scipy.stats import chisquare
from strategies import few, networks

from netgov.kernels import nulls
from netgov.kernels.cells import tie_rows
from netgov.kernels.nulls import Ties, dealt_groups, scattered_ties, switched_ties
from netgov.network import Network

RARE = 0.001


def matrix_of(n: int, ties: tuple[tuple[int, int], ...], weights: object = 1.0) -> csr_array:
    rows, columns = zip(*ties, strict=True)
    return csr_array((np.full(len(ties), 1.0) * weights, (rows, columns)), shape=(n, n))


def all_of(draws: list[Ties]) -> Ties:
    return Ties(*map(np.concatenate, zip(*draws, strict=True)))


def drawn(draw, matrix: csr_array, times: int, seed: int = 0) -> Ties:
    return all_of([*draw(matrix, times, np.random.default_rng(seed))])


def with_degrees(out: tuple[int, ...], into: tuple[int, ...]) -> list[tuple]:
    """Return every network in which the actors send and receive so many ties."""
    cells = [*permutations(range(len(out)), 2)]
    return [
        ties
        for ties in combinations(cells, sum(out))
        if all(
            [sum(end == actor for end in ends) for actor in range(len(out))] == [*degrees]
            for ends, degrees in zip(zip(*ties, strict=True), (out, into), strict=True)
        )
    ]


def evenly(seen: Counter, possible: list) -> bool:
    assert set(seen) <= set(possible)
    return chisquare([seen[one] for one in possible]).pvalue > RARE


# --- groups ------------------------------------------------------------------------------


def test_groups_are_dealt_evenly():
    codes = np.array([0, 0, 1, 1, 2])
    dealt = dealt_groups(codes, 9000, np.random.default_rng(1))
    assert evenly(Counter(map(tuple, dealt.tolist())), [*{*permutations(codes.tolist())}])


# --- ties --------------------------------------------------------------------------------


def test_ties_are_scattered_evenly():
    """Three ties of four actors: 220 networks, each as often."""
    found = drawn(scattered_ties, matrix_of(4, ((0, 1), (1, 2), (2, 3))), 22_000)
    cells = [row * 4 + column for row, column in permutations(range(4), 2)]
    assert evenly(Counter(map(tuple, found.cells.tolist())), [*combinations(cells, 3)])


def test_weights_are_dealt_evenly_over_scattered_ties():
    matrix = matrix_of(4, ((0, 1), (1, 2), (2, 3)), [1, 2, 3])
    found = drawn(scattered_ties, matrix, 6000)
    assert evenly(Counter(map(tuple, found.weights.tolist())), [*permutations([1, 2, 3])])


# --- degrees -----------------------------------------------------------------------------

DEGREES = {
    "a ring of three, which no switch changes": ((1, 1, 1), (1, 1, 1)),
    "a ring of three beside a fixed actor": ((3, 1, 1, 1), (0, 2, 2, 2)),
    "one tie each": ((1, 1, 1, 1), (1, 1, 1, 1)),
    "two ties each": ((2, 2, 2, 2), (2, 2, 2, 2)),
    "unlike degrees": ((2, 1, 1, 1), (1, 1, 1, 2)),
    "senders and receivers": ((2, 2, 1, 1), (1, 1, 2, 2)),
}


@pytest.mark.parametrize("degrees", DEGREES.values(), ids=DEGREES.keys())
def test_switching_reaches_all_networks_of_the_degrees_evenly(degrees):
    every, n = with_degrees(*degrees), len(degrees[0])
    found = drawn(switched_ties, matrix_of(n, every[0]), 300 * len(every), seed=2)
    possible = [tuple(row * n + column for row, column in ties) for ties in every]
    assert evenly(Counter(map(tuple, found.cells.tolist())), possible)


@given(networks(least=2))
@few
def test_switching_keeps_degrees_and_what_each_sends(net: Network):
    matrix, n = net.matrix, len(net.actors)
    found = drawn(switched_ties, matrix, 5)
    for cells, weights in zip(*found, strict=True):
        assert (np.diff(cells) > 0).all()
        rows, columns = np.divmod(cells, n)
        assert (rows != columns).all()
        assert rows.tolist() == tie_rows(matrix).tolist()
        assert np.bincount(columns, minlength=n).tolist() == matrix.count_nonzero(0).tolist()
        for sender in range(n):
            sent = matrix.data[matrix.indptr[sender] : matrix.indptr[sender + 1]]
            assert sorted(weights[rows == sender]) == sorted(sent)


def test_the_weights_of_a_sender_are_dealt_over_its_ties():
    matrix = matrix_of(4, ((0, 1), (0, 2), (0, 3), (1, 0)), [1, 2, 3, 9])
    found = drawn(switched_ties, matrix, 6000)
    assert (found.weights[:, 3] == 9).all()
    sent = Counter(map(tuple, found.weights[:, :3].tolist()))
    assert evenly(sent, [*permutations([1, 2, 3])])


def attempt(ties: list[list[int]], first: int, second: int) -> None:
    """Switch two ties, or turn three round, as the chain is defined."""
    there = {*map(tuple, ties)}
    (a, b), (c, d) = ties[first], ties[second]
    if not {(a, d), (c, b)} & there and a != d and c != b:
        ties[first][1], ties[second][1] = d, b
    elif b == c and (d, a) in there and not {(b, a), (d, b), (a, d)} & there:
        third = ties.index([d, a])
        ties[first][1], ties[second][1], ties[third][1] = d, a, b


@pytest.mark.parametrize(("actors", "ties"), [(5, 7), (9, 30), (20, 60)])
def test_walks_side_by_side_are_the_walks_one_by_one(actors, ties):
    """Networks are switched together; each goes where it would go alone."""
    cells = np.random.default_rng(5).choice(actors * (actors - 1), ties, replace=False)
    rows, columns = np.divmod(np.sort(cells), actors - 1)
    columns += columns >= rows
    together = nulls._Walks(rows, columns, actors, 3)
    together.go(nulls._BLOCK, np.random.default_rng(6))
    picks = np.random.default_rng(6).integers(0, ties, (nulls._BLOCK, 2, 3), np.int32)
    for walk, found in enumerate(together.receivers.reshape(3, -1).tolist()):
        alone = [*map(list, zip(rows.tolist(), columns.tolist(), strict=True))]
        for first, second in picks[:, :, walk].tolist():
            attempt(alone, first, second)
        assert [receiver for _sender, receiver in alone] == found


# --- all ---------------------------------------------------------------------------------

both = pytest.mark.parametrize("draw", [scattered_ties, switched_ties])


@both
@pytest.mark.parametrize("net", AWKWARD.values(), ids=AWKWARD.keys())
def test_as_many_ties_and_weights_in_awkward_networks(draw, net: Network):
    matrix = net.matrix
    before = matrix.data.tobytes(), matrix.indices.tobytes()
    found = drawn(draw, matrix, 3)
    assert found.cells.shape == found.weights.shape == (3, matrix.nnz)
    assert (np.sort(found.weights, axis=1) == np.sort(matrix.data)).all()
    assert (matrix.data.tobytes(), matrix.indices.tobytes()) == before


@both
def test_draws_come_in_blocks_and_none_is_lost(draw, monkeypatch, knoke: Network):
    monkeypatch.setattr(nulls, "_MOST", 4)
    monkeypatch.setattr(nulls, "_BLOCK", 4)
    sizes = [len(some.cells) for some in draw(knoke.matrix, 10, np.random.default_rng(0))]
    assert sizes == [4, 4, 2]
