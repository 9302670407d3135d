from __future__ import annotations

from pathlib import Path

import known
import pytest
from folder import write
from hypothesis import settings

import netgov as ng
from netgov.network import Network
from netgov.privacy import ProtectedHistory

pytest_plugins = ["browser", "hostile"]


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name contents by their turn: packed ones hold the time, and each worker has its own."""
    return argname if isinstance(val, bytes) else None


# The same examples in each run: what fails here fails everywhere.
settings.register_profile("netgov", derandomize=True)
settings.load_profile("netgov")


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


DATA = Path(__file__).parent.parent / "data"


@pytest.fixture(scope="session")
def pekanbaru() -> ng.Records:
    """The public evidence of Pekanbaru, as shipped."""
    return ng.read_records(DATA)


@pytest.fixture(scope="session")
def casework() -> ng.History:
    """The practice data, with everything that single cases tell."""
    return ng.build_history(ng.read_records(DATA.parent / "examples" / "casework"))


@pytest.fixture(scope="session")
def history(pekanbaru: ng.Records) -> ng.History:
    """Its years, with every name."""
    return ng.build_history(pekanbaru)


@pytest.fixture(scope="session")
def public(history: ng.History) -> ProtectedHistory:
    """Its years as they may be shown."""
    return ng.protect(history)


@pytest.fixture
def folder(tmp_path):
    """Write a small data folder; keywords change its tables: ``folder({"actors.csv": …})``."""

    def make(changes=None, name="data"):
        return write(tmp_path / name, changes or {})

    return make
