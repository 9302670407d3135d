"""The k-cores of a network, peeled off from the outside."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array


def core_numbers(matrix: csr_array) -> np.ndarray:
    """Return for each actor the largest k of a part in which each receives k ties.

    Actors are taken away one after the other, always one that receives fewest ties from those
    left; time grows with the number of ties. The transpose gives cores by ties sent, a
    symmetric matrix those by partners.
    """
    starts, targets = matrix.indptr.tolist(), matrix.indices.tolist()
    left = np.bincount(matrix.indices, minlength=matrix.shape[0]).tolist()
    waiting: list[list[int]] = [[] for _count in range(max(left, default=-1) + 1)]
    for actor, count in enumerate(left):
        waiting[count].append(actor)
    cores = [-1] * len(left)
    for k, actors in enumerate(waiting):
        # The list grows while it is read; who lost ties since stands in a lower one, too.
        for actor in actors:
            if cores[actor] >= 0:
                continue
            cores[actor] = k
            for other in targets[starts[actor] : starts[actor + 1]]:
                if left[other] > k:
                    left[other] -= 1
                    waiting[left[other]].append(other)
    return np.array(cores, dtype=int)
