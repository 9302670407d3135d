"""The one place that writes files: whole or not at all."""

from __future__ import annotations

import glob
import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TypeVar

from netgov.errors import NetgovError, UnknownName, shown
from netgov.words import _

Choice = TypeVar("Choice")

# Lists what netgov wrote into a folder, so that nothing else is ever replaced with it.
_MARK: Final = ".netgov"
# What a killed run leaves beside its goal is removed once no run can still be at it.
_STALE_AFTER: Final = 600  # seconds
# File managers leave these behind unasked.
_LITTER: Final = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})


def by_suffix(known: Mapping[str, Choice], path: Path, sentence: str) -> Choice:
    """Return what belongs to the suffix of a file; the sentence refuses an unknown one."""
    if path.suffix.lower() not in known:
        raise UnknownName.among(sentence, path.suffix, known)
    return known[path.suffix.lower()]


def write_file(path: Path, content: bytes) -> Path:
    """Write a file by way of a temporary one beside it, so that no torn file is ever seen."""
    with _said(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        _need_no_link(path)
        _remove_stale(path)
        handle, temporary = tempfile.mkstemp(
            prefix=f"{path.name}.", suffix=".part", dir=path.parent
        )
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).chmod(0o644)
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    return path


def write_folder(folder: Path, files: Mapping[str, bytes]) -> Path:
    """Write a folder as a whole: built aside, then swapped with the one before.

    Raises
    ------
    NetgovError
        If a folder of that name holds files that netgov did not write, or nothing can be
        written there.
    """
    with _said(folder):
        _need_no_link(folder)
        _need_own(folder)
        folder.parent.mkdir(parents=True, exist_ok=True)
        _remove_stale(folder)
        aside = Path(
            tempfile.mkdtemp(prefix=f"{folder.name}.", suffix=".part", dir=folder.parent)
        )
        try:
            aside.chmod(0o755)
            listed = "\n".join(sorted([_MARK, *files])).encode("utf-8")
            for name, content in {_MARK: listed, **files}.items():
                write_file(aside / name, content)
            _swap(aside, folder)
        except BaseException:
            shutil.rmtree(aside, ignore_errors=True)
            raise
    return folder


def _swap(aside: Path, folder: Path) -> None:
    """Put a folder in the place of another; if that fails the other stays."""
    before = aside.with_suffix(".old")
    if folder.exists():
        folder.rename(before)
    try:
        aside.rename(folder)
    except BaseException:
        if before.exists():
            before.rename(folder)
        raise
    shutil.rmtree(before, ignore_errors=True)


def _remove_stale(path: Path) -> None:
    """Remove the temporaries of this file or folder that a killed run left long ago."""
    for left in path.parent.glob(f"{glob.escape(path.name)}.????????.part"):
        if time.time() - left.lstat().st_mtime > _STALE_AFTER:
            shutil.rmtree(left) if left.is_dir() else left.unlink()


def _need_own(folder: Path) -> None:
    """Refuse to replace a folder that holds anything netgov did not write."""
    mark = folder / _MARK
    ours = mark.read_text("utf-8", "replace").splitlines() if mark.is_file() else []
    found = [path for path in folder.rglob("*") if not path.is_dir()] if folder.is_dir() else []
    names = {path.relative_to(folder).as_posix() for path in found if path.name not in _LITTER}
    foreign = names - set(ours)
    if foreign or folder.is_file():
        sentence = _(
            "{path} holds {file}, which netgov did not write, so it is left as it is; move "
            "that file or name another folder with -o."
        )
        file = shown(min(foreign, default=folder.name))
        raise NetgovError(sentence, path=_named(folder), file=file)


def _need_no_link(path: Path) -> None:
    if path.is_symlink():
        sentence = _("{path} is a link to another place; name the place itself.")
        raise NetgovError(sentence, path=_named(path))


@contextmanager
def _said(path: Path) -> Iterator[None]:
    """Turn a refusal of the system into a sentence."""
    try:
        yield
    except OSError as error:
        sentence = _("{path} cannot be written ({reason}); check rights and free space.")
        reason = error.strerror or type(error).__name__
        raise NetgovError(sentence, path=_named(path), reason=reason) from None


def _named(path: Path) -> str:
    """Return the name of a path as an error may show it, also that of "."."""
    return shown(path.absolute().name or path)
