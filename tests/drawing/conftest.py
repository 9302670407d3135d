"""The shipped study as scenes and maps, and small ones."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from browser import DESK, Open, Visit

import netgov as ng
from netgov.drawing import Scene
from netgov.privacy import ProtectedHistory


@pytest.fixture(scope="session")
def scenes(public: ProtectedHistory) -> dict[str, Scene]:
    """The shipped study in both languages."""
    return {lang: ng.scene(public, lang=lang) for lang in ("id", "en")}


@pytest.fixture(scope="session")
def scene(scenes: dict[str, Scene]) -> Scene:
    """The shipped study in Indonesian."""
    return scenes["id"]


@pytest.fixture(scope="session")
def maps(scenes: dict[str, Scene], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Its maps in both languages."""
    folder = tmp_path_factory.mktemp("maps")
    return {lang: ng.draw(each, folder / f"{lang}.html") for lang, each in scenes.items()}


@pytest.fixture
def look(revisit: Open, maps: dict[str, Path]) -> Callable[..., Visit]:
    """Return the opener of the shipped map."""

    def opened(lang: str = "id", size: tuple[int, int] = DESK) -> Visit:
        return revisit(maps[lang], size).ready()

    return opened


@pytest.fixture
def study(folder: Callable[..., Path]) -> Callable[..., ProtectedHistory]:
    """Return the maker of small studies, read from a folder with some files changed."""

    def made(changes: dict[str, str] | None = None) -> ProtectedHistory:
        return ng.protect(ng.build_history(ng.read_records(folder(changes))))

    return made
