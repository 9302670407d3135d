"""What roles to expect by chance: ties independent of each other, groups as they are.

Every tie exists with probability d, the density. An open path a, v, b then has probability
d² (1 - d), and two that share a tie vary together. All arrays end in the six roles:
coordinator, itinerant, representative, gatekeeper, liaison and all.
"""

from __future__ import annotations

import numpy as np


def actor_moments(sizes: np.ndarray, density: float) -> tuple[np.ndarray, np.ndarray]:
    """Return mean and standard deviation of each actor's roles.

    `sizes` is the size of each actor's own group, along the last axis; axes before it are
    other divisions into groups.
    """
    n, own = sizes.shape[-1], sizes.astype(np.int64)
    others, rest = own - 1, n - own
    # Sums over the other groups of N², of N³, and what follows from them.
    squares = own.sum(axis=-1, keepdims=True) - own**2
    cubes = (own**2).sum(axis=-1, keepdims=True) - own**3
    alike = squares - rest
    apart = rest**2 - squares
    paths = [others * (others - 1), alike, rest * others, rest * others, apart]
    # Pairs of paths through v that share one of their two ties.
    crossed = rest * others * (rest - 1 + others - 1)
    sharing = [
        2 * others * (others - 1) * (others - 2),
        2 * (cubes - 3 * squares + 2 * rest),
        crossed,
        crossed,
        2 * (rest**3 - 2 * rest * squares + cubes - apart),
    ]
    every = np.full_like(own, n - 1)
    paths.append(every * (every - 1))
    sharing.append(2 * every * (every - 1) * (every - 2))
    open_path = density**2 * (1 - density)
    mean = open_path * np.stack(paths, axis=-1)
    shared = density**3 * (1 - density) ** 3 * np.stack(sharing, axis=-1)
    return mean, np.sqrt(mean * (1 - open_path) + shared)


def standardized(values: np.ndarray, mean: np.ndarray, sd: np.ndarray) -> np.ndarray:
    """Return the distance from the mean in standard deviations; NaN where nothing varies."""
    distance = np.full(values.shape, np.nan)
    np.divide(values - mean, sd, out=distance, where=sd > 0)
    return distance


def sum_moments(groups: np.ndarray, density: float) -> tuple[np.ndarray, np.ndarray]:
    """Return mean and standard deviation of the sum of each role over all actors.

    `groups` is the size of each group. A path of a role is a triple a, v, b with three cells
    of the matrix: ties a to v and v to b, and the gap a to b. If a cell is a tie of T such
    triples and the gap of G, then d³ (1 - d) ((1 - d) T - d G)², summed over the cells, is the
    covariance of all pairs of triples, once for each cell they share. Two sorts share more
    than one and are put right: a triple with itself, three cells; and with the triple in which
    a and v, or v and b, have changed places, two cells, of which never both are open.
    """
    d, gap = density, 1 - density
    open_path = d**2 * gap
    triples = role_triples(groups)
    sharing = np.array(
        [
            sum(
                float(np.sum(cells * (gap * ties - d * gaps) ** 2))
                for cells, ties, gaps in role
            )
            for role in _cells(groups)
        ]
    )
    itself = open_path * (1 - open_path) - 2 * (d * gap) ** 3 - d**5 * gap
    # Whether the role stays the same if a and v, and if v and b, change places.
    changed = np.array([2, 0, 1, 1, 2, 2])
    variance = d**3 * gap * sharing + triples * (itself + changed * open_path**2)
    return open_path * triples, np.sqrt(np.maximum(variance, 0))


def shuffled_means(total: float, groups: np.ndarray) -> np.ndarray:
    """Return the exact mean of each role's sum if the groups are dealt anew to the actors."""
    triples = role_triples(groups)
    means: np.ndarray = total * triples / max(triples[-1], 1)
    return means


def role_triples(groups: np.ndarray) -> np.ndarray:
    """Return how many triples of actors a, v, b are of each role; `groups` holds the sizes."""
    sizes, n = groups.astype(np.int64), int(groups.sum())
    pairs = sizes * (sizes - 1)
    one, mixed, every = pairs @ (sizes - 2), pairs @ (n - sizes), n * (n - 1) * (n - 2)
    return np.array([one, mixed, mixed, mixed, every - one - 3 * mixed, every])


def _cells(groups: np.ndarray) -> list[list[tuple[np.ndarray, ...]]]:
    """Return for each role how many cells are ties and gaps of how many triples.

    The cells of a group with itself, then those of two groups; groups of one size together.
    """
    size, times = np.unique(groups.astype(np.int64), return_counts=True)
    n, other = int(groups.sum()), size[:, None]
    within = times * size * (size - 1)
    between = (np.outer(times, times) - np.diag(times)) * size * other
    outward = times * size * (n - size)
    third = n - size - other
    none = np.zeros_like(size)
    mixed: list[tuple[np.ndarray, ...]]
    mixed = [(within, n - size, none), (outward, size - 1, size - 1)]
    return [
        [(within, 2 * (size - 2), size - 2)],
        [(within, none, n - size), (between, size + other - 2, none)],
        mixed,
        mixed,
        [(between, 2 * third, third)],
        [(np.array(n * (n - 1)), np.array(2 * (n - 2)), np.array(n - 2))],
    ]
