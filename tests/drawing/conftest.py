"""The shipped study as scenes and pages, and a hostile one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import hostile
import pytest
from browser import Open, Served, Visit

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
def look(visit: Open, maps: dict[str, Path]) -> Callable[..., Visit]:
    """Return the opener of the shipped map."""

    def opened(lang: str = "id", **wishes: object) -> Visit:
        return visit(maps[lang], **wishes).ready()

    return opened


@pytest.fixture(scope="session")
def hostile_study(served: Served, tmp_path_factory: pytest.TempPathFactory) -> ProtectedHistory:
    """A study with hostile text in every cell, read as any other."""
    folder = hostile.write(tmp_path_factory.mktemp("hostile"), served.address)
    return ng.protect(ng.build_history(ng.read_records(folder)))


@pytest.fixture
def study(folder: Callable[..., Path]) -> Callable[..., ProtectedHistory]:
    """Return the maker of small studies, read from a folder with some files changed."""

    def made(changes: dict[str, str] | None = None) -> ProtectedHistory:
        return ng.protect(ng.build_history(ng.read_records(folder(changes))))

    return made
