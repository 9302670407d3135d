"""The one place that writes files: whole or not at all.

What is written comes into being beside its goal as ``out.1f0c9a2b-4711-9d3e77c0.part``: the
machine, the process, a random number. A ``.part`` is of no use to anybody; an ``.old`` is the
set before, on its way out. Of what a killed run left the next one puts right what is so called.
"""

from __future__ import annotations

import ctypes
import datetime
import errno
import os
import platform
import re
import secrets
import shutil
import sys
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

from netgov.errors import NetgovError, UnknownName, shown
from netgov.words import _

Choice = TypeVar("Choice")

# Lists what netgov wrote into a folder, so that nothing else is ever replaced with it.
MARK: Final = ".netgov"
# File managers leave these behind unasked.
_LITTER: Final = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})

# The day that documents bear as that of their making, so that the same input gives the same
# bytes.
MADE: Final = datetime.datetime(2026, 1, 1)

# Who may open a file.
OF_ALL: Final = 0o644
OF_OWNER: Final = 0o600

_MACHINE: Final = f"{zlib.crc32(platform.node().encode(errors='replace')):08x}"
_LEFT: Final = re.compile(r"[0-9a-f]{8}-\d+-[0-9a-f]{8}\.(?:part|old)")
# Of a run on another machine nobody can say whether it lives; no write takes so long.
_STALE_AFTER: Final = 600  # seconds
_LONGEST_STEM: Final = 200  # bytes, of 255 that a name may have; the rest takes up to 41

_SWAPPED: Final = frozenset({errno.EEXIST, errno.ENOTEMPTY, errno.ENOENT})  # by another run
# On Windows nothing that is open can be moved, be it in Excel or for a moment by a virus guard.
_OPEN: Final = frozenset({5, 32, 33})
_PAUSES: Final = (0, 0.05, 0.1, 0.2, 0.4)  # seconds

_AT_FDCWD: Final = -100  # paths as they are, from the current folder
_SWAP: Final = 2  # RENAME_EXCHANGE of Linux, RENAME_SWAP of macOS


def by_suffix(known: Mapping[str, Choice], path: Path, sentence: str) -> Choice:
    """Return what belongs to the suffix of a file; the sentence refuses an unknown one."""
    if not path.suffix:
        told = _("{path} does not say what kind of file to write; end it with one of: {known}.")
        raise NetgovError(told, path=shown(path.name), known=", ".join(known))
    if path.suffix.lower() not in known:
        raise UnknownName.among(sentence, path.suffix, known)
    return known[path.suffix.lower()]


def write_file(path: Path, content: bytes, mode: int = OF_ALL) -> Path:
    """Write a file by way of a temporary one beside it, so that no torn file is ever seen."""
    write_files({path: content}, mode)
    return path


def write_files(files: Mapping[Path, bytes], mode: int = OF_ALL) -> None:
    """Write files that belong together: all are complete before the first takes its place.

    If one cannot be replaced, those before it are put back as they were, where the drive can
    give a file two names.
    """
    ready: dict[Path, Path] = {}
    try:
        for path, content in files.items():
            with _said(path):
                _need_place(path)
                if path.is_dir():
                    raise OSError(errno.EISDIR, os.strerror(errno.EISDIR))
                ready[path] = _beside(path)
                _put(ready[path], content, mode)
        _put_in_place(ready)
    finally:
        for temporary in ready.values():
            _discard(temporary)
    for folder in {path.parent for path in files}:
        _sync(folder)


def write_folder(folder: Path, files: Mapping[str, bytes], mode: int = OF_ALL) -> Path:
    """Write a folder as a whole: built aside, then swapped with the one before.

    Raises
    ------
    NetgovError
        If a folder of that name holds files that netgov did not write, or nothing can be
        written there.
    """
    return write_each(folder, files, files.items(), mode)


def write_each(
    folder: Path, names: Iterable[str], files: Iterable[tuple[str, bytes]], mode: int = OF_ALL
) -> Path:
    """Write a folder as `write_folder` does, of files that are made one after the other.

    Raises
    ------
    NetgovError
        As `write_folder`.
    """
    with _said(folder):
        _need_place(folder)
        _patiently(_need_own, folder)
        aside = _beside(folder)
        try:
            _build(aside, names, files, mode)
            _patiently(_need_own, folder)  # somebody may have put a note there meanwhile
            _patiently(_swap, aside, folder)
            _sync(folder.parent)
        finally:
            _discard(aside)
    return folder


def need_place(path: Path) -> None:
    """Refuse beforehand what could not be written or replaced afterwards.

    Raises
    ------
    NetgovError
    """
    with _said(path):
        _need_place(path)
        if path.is_dir():
            _patiently(_need_own, path)


def _put(path: Path, content: bytes, mode: int) -> None:
    """Write a new file that only its owner can open before it is complete."""
    with open(path, "xb", opener=partial(os.open, mode=OF_OWNER)) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    path.chmod(mode)  # not at creation, where the umask of the user would take from it


def _put_in_place(ready: Mapping[Path, Path]) -> None:
    """Put complete files in the places of others; if one cannot be, undo those before it."""
    there = {path for path in ready if path.exists()}
    kept = {path: _second_name(path) for path in there if len(ready) > 1}
    placed: list[Path] = []
    try:
        for path, temporary in ready.items():
            with _said(path):
                _patiently(temporary.replace, path)
            placed.append(path)
    except BaseException:
        for path in placed:
            with suppress(OSError):
                kept[path].replace(path) if path in there else path.unlink()
        raise
    finally:
        for old in kept.values():
            _discard(old)


def _second_name(path: Path) -> Path:
    """Give a file a second name under which it outlasts its replacement, where that can be."""
    second = _beside(path)
    with suppress(OSError):
        second.hardlink_to(path)
    return second


def _build(
    aside: Path, names: Iterable[str], files: Iterable[tuple[str, bytes]], mode: int
) -> None:
    """Write the files and their list; nobody else can look in before they are complete."""
    aside.mkdir(mode=0o700)
    listed = "\n".join(sorted([MARK, *names])).encode("utf-8")
    # The list comes first: without it the remains of a killed run would belong to nobody.
    _put(aside / MARK, listed, mode)
    for name, content in files:
        (aside / name).parent.mkdir(parents=True, exist_ok=True)
        _put(aside / name, content, mode)
    for inner, _folders, _names in os.walk(aside, topdown=False):
        Path(inner).chmod(mode | (mode & 0o444) >> 2)  # who may read may enter
        _sync(Path(inner))


def _sync(folder: Path) -> None:
    """Make the names in a folder outlast a power cut, where the system can."""
    with suppress(OSError):  # Windows opens no folder, and some network drives refuse
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _patiently(step: Callable[..., object], *paths: Path) -> None:
    """Look or move, and try again for a while if another run or program is in the way."""
    for pause in _PAUSES:
        time.sleep(pause)
        try:
            step(*paths)
            return
        except OSError as error:
            if pause == _PAUSES[-1] or not (error.errno in _SWAPPED or _is_in_use(error)):
                raise


def _is_in_use(error: OSError) -> bool:
    return error.errno == errno.EBUSY or getattr(error, "winerror", None) in _OPEN


def _swap(aside: Path, folder: Path) -> None:
    """Put a folder in the place of another, which is then aside or gone."""
    if _exchange(aside, folder):
        return
    # Not every system or drive can; and if it was something else, these steps will tell what.
    before = aside.with_suffix(".old")
    try:
        with suppress(FileNotFoundError):
            folder.rename(before)
        aside.rename(folder)
    finally:
        _settle(before, folder)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two names in one step; False if that cannot be, for whatever reason."""
    a, b, refused = os.fsencode(one), os.fsencode(other), -1
    with suppress(AttributeError, OSError):  # a C library older than this call, or out of reach
        if sys.platform == "linux":
            refused = ctypes.CDLL(None).renameat2(_AT_FDCWD, a, _AT_FDCWD, b, _SWAP)
        elif sys.platform == "darwin":
            refused = ctypes.CDLL(None).renamex_np(a, b, _SWAP)
    return refused == 0


def _settle(before: Path, folder: Path) -> None:
    """End a swap, also of another run: the old set goes back, or away if there is a new."""
    if not before.is_dir() or before.is_symlink():
        return
    if folder.exists():
        _sync(folder.parent)
        with suppress(OSError):  # half deleted it must not be put back one day
            _discard(before.rename(_beside(folder)))
    else:
        before.rename(folder)


def _beside(path: Path) -> Path:
    """Return a free name beside a goal that tells who is at work on it."""
    token = f"{_MACHINE}-{os.getpid()}-{secrets.token_hex(4)}"
    return path.with_name(f"{_stem(path)}.{token}.part")


def _stem(path: Path) -> str:
    """Return how names beside a goal begin: its own name unless that is too long."""
    name = os.fsencode(path.name)
    if len(name) <= _LONGEST_STEM:
        return path.name
    return f"{name[:_LONGEST_STEM].decode('utf-8', 'ignore')}~{zlib.crc32(name):08x}"


def _tidy(path: Path) -> None:
    """Put right what killed runs left of this file or folder."""
    begin = f"{_stem(path)}."
    with suppress(OSError):  # it may be another run that tidies or swaps, or a closed folder
        near = [at for at in path.parent.iterdir() if at.name.startswith(begin)]
        left = [at for at in near if _LEFT.fullmatch(at.name, len(begin))]
        for beside in sorted(left, key=lambda at: -at.lstat().st_mtime):
            if beside.suffix == ".old":
                _settle(beside, path)
            elif _is_abandoned(beside):
                _discard(beside)


def _is_abandoned(beside: Path) -> bool:
    """Return whether no run is at work on a temporary file or folder any more."""
    machine, process, _number = beside.stem.rpartition(".")[2].split("-")
    if machine == _MACHINE and os.name != "nt":  # there os.kill does not ask but kill
        try:
            os.kill(int(process), 0)
        except (ProcessLookupError, OverflowError):
            return True
        except PermissionError:  # it lives, and is somebody else's
            return False
    return time.time() - beside.lstat().st_mtime > _STALE_AFTER


def _discard(left: Path) -> None:
    """Remove a temporary file or folder; with anything in it that is not ours it stays."""
    with suppress(OSError):
        if not left.is_dir() or left.is_symlink():
            left.unlink(missing_ok=True)
        elif not _foreign(left):
            # The list goes last, see `_build`.
            for inner in [path for path in left.iterdir() if path.name != MARK]:
                shutil.rmtree(inner) if inner.is_dir() else inner.unlink()
            shutil.rmtree(left)


def _need_place(path: Path) -> None:
    """Refuse what is no place to write to, and make it ready."""
    if path.is_symlink():
        sentence = _("{path} is a link to another place; name the place itself.")
        raise NetgovError(sentence, path=_named(path))
    if path.name in {"", ".."}:  # the ground one stands on cannot be swapped
        raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))
    if path.exists() and not (path.is_file() or path.is_dir()):  # /dev/null and the like
        raise OSError(errno.EEXIST, os.strerror(errno.EEXIST))
    path.parent.mkdir(parents=True, exist_ok=True)
    _tidy(path)


def _need_own(folder: Path) -> None:
    """Refuse to replace a folder that holds anything netgov did not write."""
    at = folder.stat().st_ino if folder.exists() else 0
    foreign = _foreign(folder)
    if foreign and not (folder.exists() and folder.stat().st_ino == at):
        raise FileNotFoundError(errno.ENOENT, "swapped by another run while we looked")
    if foreign or folder.is_file():
        sentence = _(
            "{path} holds {file}, which netgov did not write, so it is left as it is; move "
            "that file or name another folder with -o."
        )
        file = shown(min(foreign, default=folder.name))
        raise NetgovError(sentence, path=_named(folder), file=file)


def _foreign(folder: Path) -> set[str]:
    """Return what lies in a folder and was not written by netgov; links never were."""
    mark, own = folder / MARK, {MARK}
    if mark.is_file() and not mark.is_symlink():
        own.update(mark.read_text("utf-8", "replace").split("\n"))
    found = set()
    for path in _inside(folder) if folder.is_dir() else ():
        told = path.relative_to(folder).as_posix()
        known = path.is_file() and (told in own or path.name in _LITTER)
        if path.is_symlink() or not (known or path.is_dir()):
            found.add(told)
    return found


def _inside(folder: Path) -> Iterator[Path]:
    """Yield all that lies in a folder; ``rglob`` takes one it may not open for an empty one."""
    for path in folder.iterdir():
        yield path
        if path.is_dir() and not path.is_symlink():
            yield from _inside(path)


@contextmanager
def _said(path: Path) -> Iterator[None]:
    """Turn a refusal of the system into a sentence."""
    try:
        yield
    except OSError as error:
        sentence = _("{path} cannot be written ({reason}); check rights and free space.")
        if _is_in_use(error):
            sentence = _(
                "{path} cannot be replaced ({reason}): it may be open in another program or "
                "protected; close it there, or name another place with -o."
            )
        reason = error.strerror or type(error).__name__
        raise NetgovError(sentence, path=_named(path), reason=reason) from None


def _named(path: Path) -> str:
    """Return the name of a path as an error may show it, also that of "."."""
    return shown(path.absolute().name or path)
