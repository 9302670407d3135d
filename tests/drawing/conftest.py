"""The shipped study, the practice data and invented crowds, as scenes and as maps."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from browser import DESK, Open, Visit
from crowd import crowd

import netgov as ng
from netgov.drawing import Scene
from netgov.privacy import ProtectedHistory

# So many actors, ties a year, and years.
CROWDS = {
    "seven": (7, 12, (2019,)),
    "forty": (40, 120, (2019,)),
    "forty-years": (40, 120, (2016, 2017, 2018, 2019)),
    "crowd": (150, 450, (2019,)),
    "thousand": (1000, 3200, (2019,)),
}
_PATIENCE = 120  # seconds that another process may take to make a map


@pytest.fixture(scope="session")
def scenes(public: ProtectedHistory) -> dict[str, Scene]:
    """The shipped study in both languages."""
    return {lang: ng.scene(public, lang=lang) for lang in ("id", "en")}


@pytest.fixture(scope="session")
def scene(scenes: dict[str, Scene]) -> Scene:
    """The shipped study in Indonesian."""
    return scenes["id"]


@pytest.fixture(scope="session")
def once(
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[[str, Callable[[Path], object]], Path]:
    """Return the maker of files that are made once, by whichever test process comes first."""
    home = tmp_path_factory.getbasetemp()
    home = home.parent if "PYTEST_XDIST_WORKER" in os.environ else home

    def made(name: str, make: Callable[[Path], object]) -> Path:
        path, mine = home / name, home / f"{name} is being made"
        limit = time.monotonic() + _PATIENCE
        while not path.exists():
            assert time.monotonic() < limit, f"nobody has made {name}"
            try:
                mine.mkdir()
            except FileExistsError:
                time.sleep(0.05)
                continue
            try:
                make(unfinished := home / f"unfinished-{name}")
                unfinished.replace(path)
            finally:
                mine.rmdir()
        return path

    return made


@pytest.fixture(scope="session")
def drawn(
    once: Callable[..., Path],
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[..., Path]:
    """Return the maker of maps: of "data", "casework" or one of the `CROWDS`."""

    def study(name: str) -> ProtectedHistory:
        if name == "data":
            return request.getfixturevalue("public")
        if name == "casework":
            return ng.protect(request.getfixturevalue("casework"))
        return crowd(tmp_path_factory.mktemp(name) / "data", *CROWDS[name])

    def made(name: str = "data", lang: str = "id") -> Path:
        return once(
            f"{name}-{lang}.html", lambda path: ng.draw(ng.scene(study(name), lang=lang), path)
        )

    return made


@pytest.fixture
def look(revisit: Open, drawn: Callable[..., Path]) -> Callable[..., Visit]:
    """Return the opener of maps, at a link within the page if one is given."""

    def opened(
        study: str = "data", lang: str = "id", size: tuple[int, int] = DESK, link: str = ""
    ) -> Visit:
        return revisit(f"{drawn(study, lang).as_uri()}{link}", size).ready()

    return opened


@pytest.fixture
def study(folder: Callable[..., Path]) -> Callable[..., ProtectedHistory]:
    """Return the maker of small studies, read from a folder with some files changed."""

    def made(changes: dict[str, str] | None = None) -> ProtectedHistory:
        return ng.protect(ng.build_history(ng.read_records(folder(changes))))

    return made
