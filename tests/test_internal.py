"""What is for the office alone: marked, closed to others, and still without any child."""

import io
import json
import os
import zipfile
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from test_attack import SECRETS, as_csv, leaked, planted, unpacked

import netgov as ng
from netgov.cli import netgov
from netgov.cli.speech import Speech
from netgov.errors import DisclosureError
from netgov.identity import case_code, new_key
from netgov.records import INTERNAL
from netgov.trail import trail_of
from netgov.views import InternalHistory, InternalNetwork
from netgov.words import Words

CASEWORK = Path(__file__).parent.parent / "examples" / "casework"


@pytest.fixture(autouse=True)
def in_indonesian(monkeypatch):
    """Let the commands speak as they do unless asked, whatever was asked before."""
    monkeypatch.setattr(Speech, "words", Words("id"))


@pytest.fixture(scope="module")
def office():
    return ng.keep_internal(ng.build_history(ng.read_records(CASEWORK)))


@pytest.fixture(scope="module")
def out(office, tmp_path_factory):
    return ng.write_report(office, 2019, tmp_path_factory.mktemp("office") / "out", "en")


def files(folder):
    return [path for path in folder.rglob("*") if path.is_file() and path.name != ".netgov"]


def test_the_office_sees_counts_and_bodies_as_they_are(office):
    history = ng.build_history(office.records)
    assert isinstance(office, InternalHistory)
    assert isinstance(office[2019].layer("referral"), InternalNetwork)
    assert office[2019].ties.equals(history[2019].ties)
    assert office[2019].ties["cases"].min() < 5


def test_every_page_and_table_says_for_whom_it_is(out):
    for path in files(out):
        content = path.read_bytes()
        if path.suffix == ".csv":
            heading, *rows = content.decode("utf-8").splitlines()
            assert heading.endswith("audience")
            assert all(row.endswith(INTERNAL) for row in rows)
        else:
            assert INTERNAL.encode() in unpacked(content), path.name


def test_every_sheet_of_the_workbook_says_so_in_each_row(out):
    book = openpyxl.load_workbook(io.BytesIO((out / "tables.xlsx").read_bytes()))
    notes, *sheets = book.worksheets
    assert INTERNAL in [row[0] for row in notes.iter_rows(values_only=True)]
    for sheet in sheets:
        heading, *rows = sheet.iter_rows(values_only=True)
        assert heading[-1] == "For whom", sheet.title
        assert {row[-1] for row in rows} == ({INTERNAL} if rows else set()), sheet.title


@pytest.mark.skipif(os.name != "posix", reason="rights of files are kept by folders there")
def test_only_the_owner_can_open_anything(office, out, tmp_path):
    picture = ng.scene(office, year=2019, lang="id")
    written = [
        *files(out),
        trail_of(out),
        ng.draw(picture, tmp_path / "map.html"),
        ng.draw(picture, tmp_path / "figure.svg"),
        ng.draw_multiples(office, tmp_path / "years.png"),
        ng.write_network(office[2019], tmp_path / "network.graphml"),
    ]
    assert {path.stat().st_mode & 0o777 for path in written} == {0o600}
    assert {path.stat().st_mode & 0o777 for path in (out, out / "tables")} == {0o700}


@pytest.mark.parametrize("suffix", ["svg", "html"])
def test_map_and_figure_say_it_large(office, tmp_path, suffix):
    path = ng.draw(ng.scene(office, year=2019, lang="id"), tmp_path / f"picture.{suffix}")
    shown = path.read_text(encoding="utf-8")
    assert f">{INTERNAL}<" in shown


def test_no_original_number_of_a_case_and_no_code_leaves_the_reader(tmp_path, out):
    numbers = {
        line.split(",")[0]
        for path in (CASEWORK / "edges").glob("*referral*.csv")
        for line in path.read_text(encoding="utf-8").splitlines()[2:]
    }
    assert len(numbers) > 1000
    content = b"".join(unpacked(path.read_bytes()) for path in files(out))
    assert not [number for number in numbers if number and number.encode() in content]


def test_nothing_that_points_to_a_person_is_shown_in_the_office_either(tmp_path):
    key = tmp_path / "key"
    key.write_bytes(new_key())
    key.chmod(0o600)
    log = tmp_path / "log.csv"
    log.write_text(as_csv(*planted()), encoding="utf-8")
    records = ng.read_records(log, accept_loss=True, key_file=key)
    view = ng.keep_internal(ng.build_history(records))
    folder = ng.write_report(view, path=tmp_path / "out")
    content = b"".join(unpacked(path.read_bytes()) for path in files(folder))
    content += trail_of(folder).read_bytes()
    assert leaked(content, SECRETS) == set()
    assert not any(code.encode() in content for code in records.evidence["case"] if code)
    assert case_code("PKU-7731/0Polresta0", key.read_bytes()).encode() not in content


def test_a_body_that_looks_like_a_person_has_no_name_in_the_office(tmp_path):
    log = tmp_path / "log.csv"
    log.write_text("case,date,source,target\nK1,2019-03-04,Ibu Siti Aminah,Puskesmas A\n")
    view = ng.keep_internal(ng.build_history(ng.read_records(log)))
    assert not any("siti" in str(slug) for slug in view[2019].actors.index)
    out = ng.write_report(view, path=tmp_path / "out")
    assert not any(b"Siti" in unpacked(path.read_bytes()) for path in files(out))


def test_a_view_is_asked_for_and_never_made_by_hand(office):
    with pytest.raises(DisclosureError, match="keep_internal"):
        InternalHistory(office.records)
    with pytest.raises(DisclosureError, match="keep_internal"):
        InternalNetwork.of(office[2019].ties.reset_index())


@pytest.mark.parametrize(
    ("command", "name"),
    [
        (("report",), "out"),
        (("map",), "map.html"),
        (("figure",), "figure.pdf"),
        (("measure",), "measures.csv"),
        (("levels",), "levels.xlsx"),
        (("gaps",), "gaps.json"),
        (("pathways", "delays"), "delays.csv"),
    ],
)
def test_each_command_writes_for_the_office_if_asked(tmp_path, command, name):
    verb, *what = command
    out = tmp_path / name
    asked = [verb, str(CASEWORK), *what, "--year", "2019", "--audience", "internal"]
    told = CliRunner().invoke(netgov, [*asked, "-o", str(out)])
    assert told.exit_code == 0, told.output
    content = b"".join(
        unpacked(p.read_bytes()) for p in ([out] if out.is_file() else files(out))
    )
    # A PDF says it in its metadata, and JSON writes a stroke with another before it.
    said = [INTERNAL.encode(code) for code in ("utf-8", "utf-16-be")]
    assert any(mark in content.replace(rb"\/", b"/") for mark in said)
    if os.name == "posix":
        assert out.stat().st_mode & 0o077 == 0


def test_the_office_is_not_told_that_counts_are_hidden_from_it(tmp_path):
    for wish in (["--exact"], ["--mask-below", "10"]):
        asked = ["report", str(CASEWORK), "--audience", "internal", *wish]
        told = CliRunner().invoke(netgov, [*asked, "-o", str(tmp_path / "out")])
        assert told.exit_code == 1
        assert "hapus --mask-below dan --exact" in told.output


def test_a_check_for_the_office_says_so_too(tmp_path):
    log = tmp_path / "log.csv"
    log.write_text("case,date,source,target\nK1,2019-03-04,A,B\nK2,31/02/2019,A,B\n")
    asked = ["check", str(log), "--accept-loss", "--out", str(tmp_path / "out")]
    assert CliRunner().invoke(netgov, asked).exit_code == 0
    for path in files(tmp_path / "out"):
        content = unpacked(path.read_bytes())
        # The alias sheet goes back to netgov, and nothing was changed.
        if path.name not in {"aliases.xlsx", "changes.csv"}:
            assert INTERNAL.encode() in content, path.name


# --- the audit trail -----------------------------------------------------------------------


@pytest.fixture
def told(tmp_path, monkeypatch):
    """Return the trail of a public report of a log with a faulty row."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    rows = [f"K{s}{t}{n},2019-03-04,{s},{t}" for s, t in ("AB", "BC", "CA") for n in range(7)]
    rows += ["K0,2019-03-05,A,C", "K99,31/02/2019,A,B"]
    log = tmp_path / "log.csv"
    log.write_text("\n".join(["case,date,source,target", *rows]))
    public = ng.protect(ng.build_history(ng.read_records(log)))
    out = ng.write_report(public, path=tmp_path / "out")
    return out, json.loads(trail_of(out).read_text(encoding="utf-8"))


def test_the_trail_lies_beside_the_folder_and_says_what_was_done(told):
    out, trail = told
    assert trail_of(out) == out.with_name("out.audit.json")
    assert trail["rows"] == {"in": 23, "used": 22, "rejected": {"bad_date": 1}, "changed": {}}
    assert (trail["mask_below"], trail["round_to"], trail["exact"]) == (5, 5, False)
    assert (trail["hidden"], trail["audience"], trail["key_id"]) == (1, "public", "")
    assert trail["written"] == "2023-11-14T22:13:20+00:00"
    assert trail["about"] == INTERNAL
    assert {"networkx", "pandas"} <= set(trail["libraries"])


def test_the_trail_holds_the_fingerprints_of_what_went_in_and_came_out(told):
    from hashlib import sha256

    out, trail = told
    assert trail["inputs"] == {
        "log.csv": sha256((out.parent / "log.csv").read_bytes()).hexdigest()
    }
    written = {path.relative_to(out).as_posix(): path for path in files(out)}
    assert trail["outputs"] == {
        name: sha256(path.read_bytes()).hexdigest() for name, path in written.items()
    }


def test_public_files_hold_nothing_of_the_trail(told):
    out, trail = told
    content = b"".join(unpacked(path.read_bytes()) for path in files(out))
    for secret in (trail["inputs"]["log.csv"], "log.csv", trail["written"], str(out.parent)):
        assert secret.encode() not in content


def test_the_key_is_known_by_a_name_that_gives_nothing_away(tmp_path):
    key = tmp_path / "key"
    CliRunner().invoke(netgov, ["key", "new", str(key)])
    log = tmp_path / "log.csv"
    log.write_text("case,date,source,target\nK1,2019-03-04,A,B\n")
    one, two = (ng.read_records(log, key_file=key).origin.key_id for _turn in range(2))
    assert one == two
    assert len(one) == 8
    assert key.read_bytes().hex()[:8] != one


def test_workbooks_hold_no_time_and_no_author(out):
    with zipfile.ZipFile(out / "tables.xlsx") as book:
        about = book.read("docProps/core.xml").decode()
    assert "2026-01-01T00:00:00Z" in about
    assert "<dc:creator></dc:creator>" in about
