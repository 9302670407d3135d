"""Files appear whole or not at all."""

import errno
import os

import pytest

from netgov.errors import NetgovError
from netgov.writing import write_file, write_folder


@pytest.fixture
def full_disk(monkeypatch):
    def refuse(_handle):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", refuse)


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

    def refuse(_handle):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

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
    try:
        (tmp_path / "link").symlink_to(tmp_path / "real")
    except OSError:
        pytest.skip("links need rights on this system")
    for write in (lambda p: write_file(p, b""), lambda p: write_folder(p, {})):
        with pytest.raises(NetgovError, match="is a link"):
            write(tmp_path / "link")
