from __future__ import annotations

import known
import pytest

from netgov.network import Network


@pytest.fixture(scope="session")
def knoke() -> Network:
    """Information among ten bodies of Indianapolis: dense and strongly connected."""
    return known.bodies(known.INFORMATION)


@pytest.fixture(scope="session")
def knokm() -> Network:
    """Money among the same bodies: sparse, WRO without any."""
    return known.bodies(known.MONEY)


@pytest.fixture(scope="session")
def tiny() -> Network:
    """Four actors and five ties, worked by hand."""
    return known.tiny()


@pytest.fixture(scope="session")
def kite() -> Network:
    """Krackhardt's kite: the centre, the broker and the end of the tail differ."""
    return known.kite()


@pytest.fixture(scope="session", params=known.REFERENCE_NAMES)
def reference(request: pytest.FixtureRequest) -> known.Reference:
    """Each of the twelve published networks."""
    return known.reference(request.param)
