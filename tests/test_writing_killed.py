"""A kill, a full disk or a second run at any moment: the folder is one set, whole."""

import json
import os
import random
import shutil
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from netgov.errors import NetgovError
from netgov.writing import write_file, write_folder

DATA = Path(__file__).parent.parent / "data"
posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL, fork or rlimit")


def start(code, *arguments, **settings):
    """Start Python with a piece of code that knows two sets of files."""
    return subprocess.Popen(
        [sys.executable, "-c", SETS + textwrap.dedent(code), *map(str, arguments)],
        text=True,
        **settings,
    )


SETS = """
import itertools, os, sys
from pathlib import Path
from netgov import writing

def files(kind, turn):
    numbers = range({"A": 15, "B": 12}[kind])
    names = [f"tables/{n}.csv" if n % 3 else f"{n}.html" for n in numbers]
    # Every file tells its set, its turn and its name over and over, so that no mixture passes.
    return {name: f"{kind} {turn} {name} ".encode() * 2000 for name in names}
"""
KNOWN = {}
exec(SETS, KNOWN)  # noqa: S102
files = KNOWN["files"]


def the_set(folder):
    """Return which set a folder is, after looking at every byte of it."""
    found = {p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if p.is_file()}
    assert sorted(found) == (folder / ".netgov").read_text("utf-8").split("\n")
    kind, turn = found["0.html"].read_text("utf-8").split(" ")[:2]
    whole = files(kind, turn)
    del found[".netgov"]
    assert {name: path.read_bytes() for name, path in found.items()} == whole
    return kind, int(turn)


def names(folder):
    return sorted(path.name for path in folder.iterdir())


# --- kills --------------------------------------------------------------------------------


@posix
def test_twenty_kills_at_random_moments(tmp_path):
    """Sets A and B in turn, killed somewhere in the first third of a second."""
    moments = random.Random(20)  # noqa: S311
    out, seen, aside = tmp_path / "out", set(), 0
    write_folder(out, files("A", 0))
    for _kill in range(20):
        code = """
            print("ready", flush=True)
            for turn in itertools.count(1):
                writing.write_folder(Path(sys.argv[1]), files("AB"[turn % 2], turn))
        """
        run = start(code, out, stdout=subprocess.PIPE)
        assert run.stdout.readline() == "ready\n"
        time.sleep(moments.uniform(0, 0.3))
        run.kill()
        run.communicate()
        seen.add(the_set(out))
        aside += names(tmp_path) != ["out"]
    write_folder(out, files("B", 99))
    assert the_set(out) == ("B", 99)
    assert names(tmp_path) == ["out"]
    assert len(seen) > 1
    assert aside, "hardly a kill came in the midst of writing"


# Dies at each line of writing.py in turn, and looks at what the next run finds and does.
EVERY_LINE = """
    import errno, json, linecache
    DIED, CLEANING = 77, 78
    writing.os.fsync = lambda handle: None
    work, way = Path(sys.argv[1]), sys.argv[2]
    if way == "two steps":
        writing._exchange = lambda one, other: False
    out = work / "out"
    OLD, NEW = ({"one.html": b"old"}, {"one.html": b"new", "sub/two.csv": b"new"})

    def full(handle):
        raise OSError(errno.ENOSPC, "full")

    def state():
        if not out.exists():
            return "none"
        found = {p.relative_to(out).as_posix(): p.read_bytes() for p in out.rglob("*.*")
                 if p.is_file() and p.name != ".netgov"}
        return "old" if found == OLD else "new" if found == NEW else f"torn {found}"

    def die_at(line):
        left = [line]
        def trace(frame, event, _argument):
            if frame.f_code.co_filename != writing.__file__:
                return None
            left[0] -= event == "line"
            if not left[0]:
                if way != "interrupt":
                    os._exit(DIED)
                called = linecache.getline(writing.__file__, frame.f_lineno)
                while frame:
                    called += frame.f_code.co_name
                    frame = frame.f_back
                raise KeyboardInterrupt(called)
            return trace
        sys.settrace(trace)
        try:
            writing.write_folder(out, NEW)
        except KeyboardInterrupt as stop:
            os._exit(CLEANING if "_discard" in str(stop) else DIED)
        os._exit(0)

    told = []
    for line in itertools.count(1):
        writing.write_folder(out, OLD)
        child = os.fork()
        if not child:
            die_at(line)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        killed, left = state(), len(list(work.iterdir())) - out.exists()
        left = 0 if code == CLEANING else left
        keep, writing.os.fsync = writing.os.fsync, full
        try:
            writing.write_folder(out, {"three.html": b""})
        except writing.NetgovError:
            pass
        writing.os.fsync = keep
        told.append([killed, state(), left, sorted(p.name for p in work.iterdir())])
        if not code:
            break
    print(json.dumps(told))
"""


@posix
@pytest.mark.parametrize("way", ["one step", "two steps", "interrupt"])
def test_a_kill_at_any_line_leaves_a_whole_set(tmp_path, way):
    if way != "two steps":
        need_exchange(tmp_path)
    run = start(EVERY_LINE, tmp_path, way, stdout=subprocess.PIPE)
    told = json.loads(run.communicate()[0])
    killed = [kill[0] for kill in told]
    assert len(told) > 100
    # Only between two renames there may be no folder, and the next run puts it back at once,
    # though the disk is full and it comes to nothing itself.
    assert set(killed) == {"old", "new"} | ({"none"} if way == "two steps" else set())
    assert {kill[1] for kill in told} == {"old", "new"}
    # Ctrl-C leaves nothing beside it, unless it comes while that is being removed.
    most = {"one step": 1, "two steps": 2, "interrupt": 0}[way]
    assert {kill[2] for kill in told} == set(range(most + 1))
    assert [kill[3] for kill in told if kill[3] != ["out"]] == []


def need_exchange(folder):
    from netgov.writing import _exchange

    for name in "ab":
        (folder / name).mkdir()
    done = _exchange(folder / "a", folder / "b")
    for name in "ab":
        (folder / name).rmdir()
    if not done:
        pytest.skip("this system or file system cannot exchange two names")


def test_a_kill_between_two_renames_is_put_right_by_the_next_run(tmp_path, monkeypatch):
    code = """
        writing._exchange = lambda one, other: False
        rename = Path.rename
        def last(self, target):
            rename(self, target)
            os._exit(77)
        Path.rename = last
        writing.write_folder(Path(sys.argv[1]), files("B", 1))
    """
    out = tmp_path / "out"
    write_folder(out, files("A", 0))
    assert start(code, out).wait() == 77
    assert [name.rpartition(".")[2] for name in names(tmp_path)] == ["old", "part"]
    monkeypatch.setattr(os, "fsync", no_space)
    with pytest.raises(NetgovError, match="cannot be written"):
        write_folder(out, files("B", 2))
    assert the_set(out) == ("A", 0)
    if os.name != "nt":  # there only its age tells that a leftover is nobody's
        assert names(tmp_path) == ["out"]


@posix
def test_a_real_report_is_killed_while_it_writes(tmp_path):
    out = tmp_path / "out"
    write_folder(out, files("A", 0))
    caught = 0
    for moment in (0, 0.004, 0.02):  # seconds after the first trace of writing
        run = report(out)
        while names(tmp_path) == ["out"] and run.poll() is None:
            pass
        time.sleep(moment)
        run.kill()
        run.communicate()
        caught += names(tmp_path) != ["out"]
        if (out / "report.html").exists():  # the new set
            listed = (out / ".netgov").read_text("utf-8").split("\n")
            found = [p.relative_to(out).as_posix() for p in out.rglob("*") if p.is_file()]
            assert sorted(found) == listed
            assert (out / "report.html").read_text("utf-8").rstrip().endswith("</html>")
        else:
            assert the_set(out) == ("A", 0)
    assert caught, "no kill came in the midst of writing"
    write_folder(out, files("B", 1))
    assert names(tmp_path) == ["out"]


def report(out, before=""):
    code = f"""
        {before}
        from netgov.__main__ import start
        sys.argv = ["netgov", "report", {str(DATA)!r}, "-o", {str(out)!r}, "--lang", "en"]
        start()
    """
    return start(code, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


# --- a full disk --------------------------------------------------------------------------


def no_space(_handle):
    import errno

    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@posix
def test_a_report_that_cannot_be_written_is_one_sentence(tmp_path):
    """No file may grow beyond 100 kB, in the midst of which the map breaks off."""
    write_folder(tmp_path / "out", files("A", 0))
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))"
    run = report(tmp_path / "out", limit)
    printed, said = run.communicate()
    assert (run.returncode, printed) == (1, "")
    assert said.splitlines()[-1] == (
        "Error: 'out' cannot be written (File too large); check rights and free space."
    )
    assert the_set(tmp_path / "out") == ("A", 0)
    assert names(tmp_path) == ["out"]


@pytest.fixture
def small_disk(tmp_path):
    """A disk of one megabyte, where tests may mount one."""
    mount, place = shutil.which("mount"), tmp_path / "disk"
    place.mkdir()
    kind = ["-t", "tmpfs", "-o", "size=1m", "tmpfs", place]
    if not mount or subprocess.run([mount, *kind], check=False, capture_output=True).returncode:
        pytest.skip("mounting a small disk needs rights")
    yield place
    subprocess.run([shutil.which("umount"), place], check=True)


def test_a_disk_that_is_really_full(small_disk):
    out = small_disk / "out"
    write_folder(out, files("A", 0))
    with pytest.raises(NetgovError, match=r"'out' cannot be written \(No space left"):
        write_folder(out, {name: content * 2 for name, content in files("B", 1).items()})
    with pytest.raises(NetgovError, match=r"'0\.html' cannot be written \(No space left"):
        write_file(small_disk / "0.html", bytes(2**20))
    assert the_set(out) == ("A", 0)
    assert names(small_disk) == ["out"]


def test_the_root_of_a_disk_cannot_be_swapped(small_disk):
    with pytest.raises(NetgovError, match=r"'disk' cannot be replaced .*name another place"):
        write_folder(small_disk, {"one.txt": b"1"})
    assert names(small_disk) == []
    assert names(small_disk.parent) == ["disk"]


# --- two at once --------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["one step", "two steps"])
@pytest.mark.parametrize("places", [["out"], ["out", "out.old", "out.part"]])
def test_runs_at_the_same_time_do_not_hurt_each_other(tmp_path, way, places):
    code = """
        if sys.argv[1] == "two steps":
            writing._exchange = lambda one, other: False
        for turn in range(9):
            writing.write_folder(Path(sys.argv[2]), files("AB"[turn % 2], turn))
            writing.write_file(Path(sys.argv[2]).with_suffix(".csv"), b"0" * 100_000)
    """
    runs = [start(code, way, tmp_path / places[run % len(places)]) for run in range(3)]
    assert [run.wait() for run in runs] == [0, 0, 0]
    assert {the_set(tmp_path / place) for place in places} == {("A", 8)}
    assert names(tmp_path) == sorted([*places, "out.csv"])
