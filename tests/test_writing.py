"""Files appear whole or not at all."""

import errno
import os
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from netgov import writing
from netgov.errors import NetgovError
from netgov.writing import write_file, write_folder

posix = pytest.mark.skipif(os.name == "nt", reason="Windows knows no such rights")


def refuse(*_arguments):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.fixture
def full_disk(monkeypatch):
    monkeypatch.setattr(os, "fsync", refuse)


@pytest.fixture
def no_exchange(monkeypatch):
    monkeypatch.setattr(writing, "_exchange", lambda _one, _other: False)


@pytest.fixture(scope="session")
def dead():
    """The number of a process that has ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def link(path, target, is_folder=False):
    try:
        path.symlink_to(target, is_folder)
    except OSError:
        pytest.skip("links need rights on this system")


def rights(path):
    return stat.S_IMODE(path.stat().st_mode)


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_written_into_folders_that_do_not_exist_yet(tmp_path):
    path = write_file(tmp_path / "a" / "b" / "c.txt", b"new")
    assert path.read_bytes() == b"new"
    assert names(path.parent) == ["c.txt"]


def test_a_full_disk_leaves_the_old_file_whole(tmp_path, full_disk):
    (tmp_path / "c.txt").write_bytes(b"old")
    with pytest.raises(NetgovError, match=r"'c\.txt' cannot be written \(No space left"):
        write_file(tmp_path / "c.txt", b"new")
    assert (tmp_path / "c.txt").read_bytes() == b"old"
    assert names(tmp_path) == ["c.txt"]


def test_a_folder_is_replaced_as_a_whole(tmp_path):
    write_folder(tmp_path / "out", {"one.txt": b"1", "sub/two.txt": b"2"})
    write_folder(tmp_path / "out", {"three.txt": b"3"})
    assert names(tmp_path / "out") == [".netgov", "three.txt"]
    assert names(tmp_path) == ["out"]


def test_a_full_disk_leaves_the_old_folder_whole(tmp_path, monkeypatch):
    write_folder(tmp_path / "out", {"one.txt": b"1"})
    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(NetgovError, match="No space left"):
        write_folder(tmp_path / "out", {"two.txt": b"2"})
    assert names(tmp_path / "out") == [".netgov", "one.txt"]
    assert names(tmp_path) == ["out"]


def test_a_folder_of_somebody_else_is_left_alone(tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.docx").write_bytes(b"years of work")
    with pytest.raises(NetgovError, match="did not write"):
        write_folder(tmp_path / "out", {"one.txt": b"1"})
    assert names(tmp_path / "out") == ["thesis.docx"]


def test_a_note_put_into_our_folder_is_not_lost(tmp_path):
    write_folder(tmp_path / "out", {"one.txt": b"1"})
    (tmp_path / "out" / "my notes.txt").write_bytes(b"remember")
    with pytest.raises(NetgovError, match=r"'my notes\.txt', which netgov did not write"):
        write_folder(tmp_path / "out", {"two.txt": b"2"})
    assert (tmp_path / "out" / "my notes.txt").read_bytes() == b"remember"


def test_litter_of_file_managers_does_not_count(tmp_path):
    write_folder(tmp_path / "out", {"one.txt": b"1"})
    (tmp_path / "out" / "Thumbs.db").write_bytes(b"")
    write_folder(tmp_path / "out", {"two.txt": b"2"})
    assert names(tmp_path / "out") == [".netgov", "two.txt"]


def test_an_empty_folder_may_be_used(tmp_path):
    (tmp_path / "out").mkdir()
    write_folder(tmp_path / "out", {"one.txt": b"1"})
    assert names(tmp_path / "out") == [".netgov", "one.txt"]


def test_a_file_of_that_name_is_left_alone(tmp_path):
    (tmp_path / "out").write_bytes(b"file")
    with pytest.raises(NetgovError):
        write_folder(tmp_path / "out", {"one.txt": b"1"})
    assert (tmp_path / "out").read_bytes() == b"file"


def test_links_are_not_followed(tmp_path):
    (tmp_path / "real").mkdir()
    link(tmp_path / "link", tmp_path / "real", is_folder=True)
    for write in (lambda p: write_file(p, b""), lambda p: write_folder(p, {})):
        with pytest.raises(NetgovError, match="is a link"):
            write(tmp_path / "link")


# --- foreign things inside ----------------------------------------------------------------


@pytest.mark.parametrize("name", ["one.txt", ".netgov", "more", "Thumbs.db"])
def test_a_link_in_our_folder_was_not_written_by_netgov(tmp_path, name):
    out = write_folder(tmp_path / "out", {"one.txt": b"1"})
    away = tmp_path / "away"
    if name == "more":
        away.mkdir()
    else:
        away.write_text("one.txt\nmore\n.netgov")
        (out / name).unlink(missing_ok=True)
    link(out / name, away, name == "more")
    with pytest.raises(NetgovError, match="which netgov did not write"):
        write_folder(out, {"two.txt": b"2"})
    assert (out / name).is_symlink()
    assert away.exists()


def test_a_list_that_names_files_elsewhere_reaches_none_of_them(tmp_path):
    precious = tmp_path / "precious.txt"
    precious.write_bytes(b"years of work")
    out = write_folder(tmp_path / "a" / "out", {"one.txt": b"1"})
    tricks = [".netgov", "one.txt", "../../precious.txt", str(precious), "..", "/", ""]
    (out / ".netgov").write_text("\n".join(tricks))
    write_folder(out, {"two.txt": b"2"})
    assert precious.read_bytes() == b"years of work"
    assert names(out) == [".netgov", "two.txt"]


def test_a_second_name_of_a_file_keeps_its_content(tmp_path):
    out = write_folder(tmp_path / "out", {"one.txt": b"1"})
    (tmp_path / "kept.txt").hardlink_to(out / "one.txt")
    write_folder(out, {"one.txt": b"2"})
    assert (tmp_path / "kept.txt").read_bytes() == b"1"


def test_a_note_put_there_while_the_folder_is_built_is_not_lost(tmp_path, monkeypatch):
    out = write_folder(tmp_path / "out", {"one.txt": b"1"})
    build = writing._build

    def slowly(*arguments):
        build(*arguments)
        (out / "my notes.txt").write_bytes(b"remember")

    monkeypatch.setattr(writing, "_build", slowly)
    with pytest.raises(NetgovError, match=r"'my notes\.txt', which netgov did not write"):
        write_folder(out, {"two.txt": b"2"})
    assert names(out) == [".netgov", "my notes.txt", "one.txt"]
    assert names(tmp_path) == ["out"]


@posix
def test_what_is_no_file_is_left_alone(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for write in (lambda p: write_file(p, b""), lambda p: write_folder(p, {})):
        with pytest.raises(NetgovError, match="'pipe' cannot be written"):
            write(tmp_path / "pipe")
    out = write_folder(tmp_path / "out", {"one.txt": b"1"})
    (out / "one.txt").unlink()
    os.mkfifo(out / "one.txt")
    with pytest.raises(NetgovError, match=r"'one\.txt', which netgov did not write"):
        write_folder(out, {})


@pytest.mark.skipif(not hasattr(os, "geteuid") or not os.geteuid(), reason="root may see all")
def test_a_folder_that_may_not_be_opened_is_not_taken_for_empty(tmp_path):
    out = write_folder(tmp_path / "out", {"one.txt": b"1"})
    (out / "mine").mkdir(mode=0)
    with pytest.raises(NetgovError, match="Permission denied"):
        write_folder(out, {"two.txt": b"2"})
    (out / "mine").rmdir()


@pytest.mark.parametrize("path", [".", ".."])
def test_the_folder_one_stands_in_cannot_be_swapped(tmp_path, monkeypatch, path):
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    with pytest.raises(NetgovError, match=r"cannot be replaced .*name another place"):
        write_folder(Path(path), {"one.txt": b"1"})
    assert names(tmp_path) == ["here"]
    assert names(tmp_path / "here") == []


# --- leftovers of killed runs -------------------------------------------------------------


def beside(path, process, ending, machine=writing._MACHINE):
    return path.with_name(f"{path.name}.{machine}-{process}-0123abcd.{ending}")


def leave(path, files):
    """Leave a folder as a killed run does, with its list."""
    write_folder(path, files)
    return path


@posix
def test_leftovers_of_a_killed_run_are_removed(tmp_path, dead):
    leave(beside(tmp_path / "out", dead, "part"), {"a/one.txt": b"1"})
    leave(beside(tmp_path / "out", dead + 2**22, "part"), {})
    beside(tmp_path / "out", 10**30, "part").mkdir()
    beside(tmp_path / "c.txt", dead, "part").write_bytes(b"torn")
    write_folder(tmp_path / "out", {"one.txt": b"1"})
    write_file(tmp_path / "c.txt", b"new")
    assert names(tmp_path) == ["c.txt", "out"]


def test_leftovers_of_a_run_on_another_machine_are_removed_when_old(tmp_path):
    paths = [tmp_path / "c.txt", beside(tmp_path / "c.txt", 1, "part", "00000000")]
    paths[1].write_bytes(b"half")
    write_file(paths[0], b"new")
    assert names(tmp_path) == [path.name for path in paths]
    long_ago = time.time() - 3600
    os.utime(paths[1], (long_ago, long_ago))
    write_file(paths[0], b"new")
    assert names(tmp_path) == ["c.txt"]


@pytest.mark.parametrize("process", [os.getpid(), os.getppid()], ids=["own", "parent"])
def test_a_run_that_lives_keeps_its_temporaries(tmp_path, process):
    path = leave(beside(tmp_path / "out", process, "part"), {"one.txt": b"1"})
    write_folder(tmp_path / "out", {"two.txt": b"2"})
    assert names(path) == [".netgov", "one.txt"]


@posix
def test_a_run_of_somebody_else_keeps_its_temporaries(tmp_path, monkeypatch):
    def is_theirs(_process, _signal):
        raise PermissionError

    monkeypatch.setattr(os, "kill", is_theirs)
    path = leave(beside(tmp_path / "out", 4711, "part"), {})
    write_folder(tmp_path / "out", {"two.txt": b"2"})
    assert path.exists()


@pytest.mark.parametrize(
    "name",
    ["out.old", "out.part", "out.abcd1234.part", "out.0123abcd-1-0123abcd.part.txt",
     "out2.0123abcd-1-0123abcd.part", "0123abcd-1-0123abcd.part"],
)  # fmt: skip
def test_names_that_only_look_like_ours_are_left_alone(tmp_path, name):
    (tmp_path / name).mkdir()
    (tmp_path / name / "thesis.docx").write_bytes(b"years of work")
    for _twice in range(2):
        write_folder(tmp_path / "out", {"one.txt": b"1"})
    assert names(tmp_path / name) == ["thesis.docx"]


@pytest.mark.parametrize("ending", ["old", "part"])
def test_a_leftover_into_which_somebody_put_a_file_stays(tmp_path, dead, ending):
    path = leave(beside(tmp_path / "out", dead, ending), {"one.txt": b"1"})
    (path / "thesis.docx").write_bytes(b"years of work")
    write_folder(tmp_path / "out2", {})
    (tmp_path / "out2").rename(tmp_path / "out")
    write_folder(tmp_path / "out", {"two.txt": b"2"})
    assert len(list(tmp_path.rglob("thesis.docx"))) == 1
    assert names(tmp_path / "out") == [".netgov", "two.txt"]


def test_a_link_called_like_a_leftover_is_not_followed(tmp_path, dead):
    precious = leave(tmp_path / "precious", {"one.txt": b"1"})
    link(beside(tmp_path / "out", dead, "old"), precious, is_folder=True)
    link(beside(tmp_path / "out", dead, "part"), precious, is_folder=True)
    write_folder(tmp_path / "out", {"two.txt": b"2"})
    assert names(precious) == [".netgov", "one.txt"]
    assert not (tmp_path / "out").is_symlink()


def test_the_newest_old_set_returns_even_if_this_run_fails(tmp_path, dead, full_disk):
    for days, process in enumerate((dead, dead + 1, dead + 2)):
        path = beside(tmp_path / "out", process, "old")
        path.mkdir()
        (path / ".netgov").write_text(".netgov\nset.txt")
        (path / "set.txt").write_text(f"{days} days old")
        past = time.time() - days * 86400 - 5
        os.utime(path, (past, past))
    with pytest.raises(NetgovError, match="No space left"):
        write_folder(tmp_path / "out", {"two.txt": b"2"})
    assert (tmp_path / "out" / "set.txt").read_text() == "0 days old"
    assert names(tmp_path) == ["out"]


# --- swapping -----------------------------------------------------------------------------


def test_where_names_cannot_be_exchanged_two_steps_do(tmp_path, no_exchange):
    for content in (b"1", b"2"):
        write_folder(tmp_path / "out", {"one.txt": content})
    assert (tmp_path / "out" / "one.txt").read_bytes() == b"2"
    assert names(tmp_path) == ["out"]


@pytest.mark.skipif(sys.platform != "linux", reason="every file system there can")
def test_linux_exchanges_in_one_step_or_says_no(tmp_path):
    (tmp_path / "a").mkdir()
    assert not writing._exchange(tmp_path / "a", tmp_path / "b")
    assert names(tmp_path) == ["a"]


@pytest.mark.parametrize("system", ["win32", "freebsd14", "darwin"])
def test_a_system_that_cannot_exchange_says_no(tmp_path, monkeypatch, system):
    if system == sys.platform:
        pytest.skip("this one can")
    monkeypatch.setattr(sys, "platform", system)
    assert not writing._exchange(tmp_path / "a", tmp_path / "b")


def failing(monkeypatch, method, fails, error):
    """Let a method of Path fail where ``fails`` says so; return the calls that did."""
    real, failed = getattr(Path, method), []

    def sometimes(self, target):
        if fails(self, target):
            failed.append(self.name)
            raise error
        return real(self, target)

    monkeypatch.setattr(Path, method, sometimes)
    return failed


def test_the_old_folder_returns_if_the_new_cannot_move_in(tmp_path, no_exchange, monkeypatch):
    write_folder(tmp_path / "out", {"one.txt": b"1"})
    error = OSError(errno.EIO, "Input/output error")
    failing(monkeypatch, "rename", lambda path, _target: path.suffix == ".part", error)
    with pytest.raises(NetgovError, match="Input/output error"):
        write_folder(tmp_path / "out", {"two.txt": b"2"})
    assert names(tmp_path / "out") == [".netgov", "one.txt"]
    assert names(tmp_path) == ["out"]


@pytest.fixture
def open_in_excel(monkeypatch):
    """Windows does not move what is open; ``no_exchange`` goes with it."""
    error = PermissionError(errno.EACCES, "Permission denied")
    error.winerror = 32
    monkeypatch.setattr(writing, "_PAUSES", (0, 0.001, 0.002))
    return error


def test_a_folder_open_elsewhere_stays_and_the_sentence_says_so(
    tmp_path, no_exchange, monkeypatch, open_in_excel
):
    write_folder(tmp_path / "out", {"one.txt": b"1"})
    failed = failing(monkeypatch, "rename", lambda path, _: path.name == "out", open_in_excel)
    with pytest.raises(NetgovError, match=r"'out' cannot be replaced.*open in another program"):
        write_folder(tmp_path / "out", {"two.txt": b"2"})
    assert names(tmp_path / "out") == [".netgov", "one.txt"]
    assert names(tmp_path) == ["out"]
    assert failed == ["out"] * 3


def test_a_file_open_elsewhere_stays_and_the_sentence_says_so(
    tmp_path, monkeypatch, open_in_excel
):
    (tmp_path / "c.xlsx").write_bytes(b"old")
    failing(monkeypatch, "replace", lambda *_: True, open_in_excel)
    with pytest.raises(NetgovError, match=r"'c\.xlsx' cannot be .*open in another program"):
        write_file(tmp_path / "c.xlsx", b"new")
    assert (tmp_path / "c.xlsx").read_bytes() == b"old"
    assert names(tmp_path) == ["c.xlsx"]


def test_what_is_open_for_a_moment_is_waited_for(tmp_path, monkeypatch, open_in_excel):
    turns = iter([True, True, False])
    failed = failing(monkeypatch, "replace", lambda *_: next(turns), open_in_excel)
    write_file(tmp_path / "c.xlsx", b"new")
    assert len(failed) == 2


def test_missing_rights_are_not_taken_for_an_open_file(tmp_path, monkeypatch):
    error = PermissionError(errno.EACCES, "Permission denied")
    failing(monkeypatch, "replace", lambda *_: True, error)
    with pytest.raises(NetgovError, match=r"written \(Permission denied\); check rights"):
        write_file(tmp_path / "c.txt", b"new")


@posix
@pytest.mark.parametrize("fixture", [None, "no_exchange"])
def test_names_are_made_to_outlast_a_power_cut(tmp_path, monkeypatch, request, fixture):
    """The new files, then their folder, then the swap, and only then the old set goes."""
    if fixture:
        request.getfixturevalue(fixture)
    write_folder(tmp_path / "out", {"one.txt": b"1"})
    said, sync, discard = [], os.fsync, writing._discard

    def kinds(handle):
        is_folder = stat.S_ISDIR(os.fstat(handle).st_mode)
        same = is_folder and os.path.samestat(os.fstat(handle), tmp_path.stat())
        said.append("place" if same else "folder" if is_folder else "file")
        sync(handle)

    monkeypatch.setattr(os, "fsync", kinds)
    monkeypatch.setattr(writing, "_discard", lambda left: (said.append("gone"), discard(left)))
    write_folder(tmp_path / "out", {"one.txt": b"1"})
    assert said[:4] == ["file", "file", "folder", "place"]
    assert "gone" in said[4:]


# --- names and rights ---------------------------------------------------------------------


@pytest.mark.parametrize("name", ["a" * 240, "é" * 120, "仕" * 80, "a" * 251 + ".csv"])
def test_long_names_leave_room_for_temporary_ones(tmp_path, no_exchange, name):
    for content in (b"1", b"2"):
        write_file(tmp_path / "x" / name, content)
        write_folder(tmp_path / "y" / name, {"one.txt": content})
    assert names(tmp_path / "x") == names(tmp_path / "y") == [name]


def test_long_names_that_differ_at_the_end_do_not_meet(tmp_path, dead):
    one, other = (tmp_path / ("a" * 239 + end) for end in "bc")
    left = writing._beside(one).with_suffix(".old")
    leave(tmp_path / "left", {"one.txt": b"1"}).rename(left)
    write_folder(other, {"two.txt": b"2"})
    assert names(tmp_path) == sorted([other.name, left.name])
    write_folder(one, {"two.txt": b"2"})
    assert names(tmp_path) == [one.name, other.name]


def test_a_name_too_long_for_the_system_is_a_sentence(tmp_path):
    for write in (lambda p: write_file(p, b""), lambda p: write_folder(p, {})):
        with pytest.raises(NetgovError, match="cannot be written"):
            write(tmp_path / ("a" * 300))
    assert names(tmp_path) == []


@posix
@pytest.mark.parametrize("umask", [0, 0o077, 0o027])
def test_rights_are_as_asked_whatever_the_umask(tmp_path, umask):
    before = os.umask(umask)
    try:
        for mode, entered in ((0o644, 0o755), (0o600, 0o700)):
            assert rights(write_file(tmp_path / "c.txt", b"", mode)) == mode
            out = write_folder(tmp_path / "out", {"one.txt": b"1", "a/b/c.txt": b"2"}, mode)
            for path in out.rglob("*"):
                assert rights(path) == (entered if path.is_dir() else mode), path
            assert rights(out) == entered
    finally:
        os.umask(before)


@posix
def test_nobody_else_sees_a_file_before_it_is_complete(tmp_path, monkeypatch):
    seen, sync = set(), os.fsync

    def look(handle):
        if stat.S_ISREG(os.fstat(handle).st_mode):
            seen.update(rights(path) for path in tmp_path.iterdir())
            seen.add(stat.S_IMODE(os.fstat(handle).st_mode))
        sync(handle)

    monkeypatch.setattr(os, "fsync", look)
    before = os.umask(0)
    try:
        write_file(tmp_path / "c.txt", b"secret")
        (tmp_path / "c.txt").unlink()
        write_folder(tmp_path / "out", {"one.txt": b"secret"})
    finally:
        os.umask(before)
    assert seen == {0o600, 0o700}
