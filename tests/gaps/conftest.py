"""The maker of small studies."""

import pytest
from made import build


@pytest.fixture
def study():
    """Return the maker of small studies: signs and duties in a line each."""
    return build
