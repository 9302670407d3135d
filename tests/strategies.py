"""Hypothesis networks: small, directed, weighted, often in parts and with isolates."""

from __future__ import annotations

import pandas as pd
from hypothesis import settings
from hypothesis import strategies as st

from netgov.network import Network

few = settings(max_examples=25, deadline=None)

COUNTS = (1.0, 2.0, 3.0, 4.0, 6.0)
RATIONALS = (*COUNTS, 0.5, 0.1, 2.5)


@st.composite
def networks(
    draw: st.DrawFn, least: int = 1, most: int = 9, weights: tuple[float, ...] = COUNTS
) -> Network:
    """Return a network of `least` to `most` actors in up to three groups."""
    names = [f"a{i}" for i in range(draw(st.integers(least, most)))]
    pairs = [(i, j) for i in names for j in names if i != j]
    # Half of the cells stay empty, so that parts, isolates and open paths are common.
    cell = st.one_of(st.just(0.0), st.sampled_from(weights))
    cells = draw(st.lists(cell, min_size=len(pairs), max_size=len(pairs)))
    rows = [(i, j, w) for (i, j), w in zip(pairs, cells, strict=True) if w]
    groups = draw(st.lists(st.integers(0, 2), min_size=len(names), max_size=len(names)))
    ties = pd.DataFrame(rows, columns=["source", "target", "weight"])
    return Network.of(ties, dict(zip(names, groups, strict=True)), names)
