"""Which files an export writes, who may open them, and what they say of themselves."""

import hashlib
import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from programs import graphml, told

import netgov as ng
from netgov.attack import audit
from netgov.cli import main
from netgov.errors import DisclosureError, NetgovError, UnknownName
from netgov.export import WRITERS, parts_of, write_networks
from netgov.period import Period
from netgov.records import INTERNAL, SYNTHETIC
from netgov.releases import enter_release
from netgov.writing import write_files

CASEWORK = Path(__file__).parent.parent.parent / "examples" / "casework"
NAMES = ["dinsos", "dpppa", "polresta", "rsud", "upt-ppa"]


@pytest.fixture
def counts(tmp_path):
    """A table of counts for three years, of which 3 are hidden in each."""
    rows = [
        f"{source},{target},{layer},{year},{weight}"
        for year in (2017, 2018, 2019)
        for source, target, layer, weight in (
            ("dinsos", "upt_ppa", "referral", 12), ("polresta", "upt_ppa", "referral", 31),
            ("upt_ppa", "rsud", "referral", 17), ("dpppa", "dinsos", "referral", 3),
            ("rsud", "upt_ppa", "reporting", 8), ("rsud", "polresta", "reporting", 2),
        )
    ]  # fmt: skip
    path = tmp_path / "in" / "rekap.csv"
    path.parent.mkdir()
    path.write_text("\n".join(["source,target,layer,year,weight", *rows]), encoding="utf-8")
    return path


def history(path):
    return ng.build_history(ng.read_records(path))


def written(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize(
    ("suffix", "names"),
    [
        (".csv", ["net.edges.csv", "net.nodes.csv"]),
        (".dl", ["net.codes.csv", "net.dl"]),
        *((suffix, [f"net{suffix}"]) for suffix in sorted(WRITERS.keys() - {".csv", ".dl"})),
    ],
)
def test_each_form_has_its_files_and_the_one_with_the_ties_is_returned(
    public, tmp_path, suffix, names
):
    path = ng.write_network(public[2019], tmp_path / f"net{suffix.upper()}")
    assert sorted(written(tmp_path)) == names
    assert path.name in names
    assert "codes" not in path.name
    assert "nodes" not in path.name


@pytest.mark.parametrize("suffix", WRITERS)
def test_every_file_says_that_it_is_invented_and_for_the_office(casework, tmp_path, suffix):
    office = ng.keep_internal(casework)
    ng.write_network(office[2019], tmp_path / f"net{suffix}")
    for name, content in written(tmp_path).items():
        said = content.decode("utf-8").replace("&#8211;", "–")
        if name == "net.dl":  # labels of 18 signs, without a place for more
            assert {"referral_INTERNAL_", "reporting_INTERNAL"} <= set(said.split())
        else:
            assert INTERNAL in said
            assert SYNTHETIC in said
        assert (
            stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600 or sys.platform == "win32"
        )


@pytest.mark.parametrize("suffix", [".csv", ".graphml", ".json"])
def test_the_audit_reads_what_was_written(counts, tmp_path, suffix):
    study, out = history(counts), tmp_path / "out"
    safe = ng.protect(study)
    ng.write_network(safe[2017, 2019], out / f"net{suffix}")
    found = audit(out, study)
    assert (found.numbers, len(found.solved), found.unread) == (4, 0, [])
    office = ng.keep_internal(study)
    ng.write_network(office[2018], tmp_path / "raw" / f"net{suffix}")
    raw = audit(tmp_path / "raw", study)
    assert raw.solved["source"].tolist() == ["dpppa", "rsud"]
    assert set(raw.solved["year"]) == {"2018"}
    assert raw.internal


@pytest.mark.parametrize("suffix", sorted(WRITERS.keys() - {".dl"}))
def test_the_audit_knows_a_file_for_the_office(casework, tmp_path, suffix):
    ng.write_network(ng.keep_internal(casework)[2019], tmp_path / f"net{suffix}")
    assert audit(tmp_path, casework).internal == sorted(written(tmp_path))


def test_two_runs_write_the_same_bytes_whatever_the_seed_of_hashes(casework, tmp_path):
    code = """
import sys, netgov as ng
from netgov.export import WRITERS
view = ng.protect(ng.build_history(ng.read_records(sys.argv[1])))
for suffix in WRITERS:
    ng.write_network(view[view.whole], sys.argv[2] + suffix)
"""
    view = ng.protect(casework)
    for suffix in WRITERS:
        ng.write_network(view[view.whole], tmp_path / "here" / f"net{suffix}")
    (tmp_path / "there").mkdir()
    arguments = [sys.executable, "-c", code, CASEWORK, tmp_path / "there" / "net"]
    subprocess.run(arguments, check=True, env={**os.environ, "PYTHONHASHSEED": "2"})
    assert digests(tmp_path / "there") == digests(tmp_path / "here")


def digests(folder):
    return {
        name: hashlib.sha256(content).hexdigest() for name, content in written(folder).items()
    }


# --- several files -------------------------------------------------------------------------


def test_each_year_and_layer_has_a_file_with_its_ties_alone(counts, tmp_path):
    view = ng.protect(history(counts))
    parts = parts_of(view, view.whole, tmp_path / "out" / "net.graphml", ["layer", "year"])
    files = write_networks(parts)
    assert [path.name for path in files] == [
        f"net-{year}-{layer}.graphml"
        for year in (2017, 2018, 2019)
        for layer in ("referral", "reporting")
    ]
    for path in files:
        _net, year, layer = path.stem.split("-")
        actors, ties = graphml(path)
        assert sorted(actors) == NAMES
        assert ties == [tie for tie in told(view[int(year)]) if tie.layer == layer]


def test_layers_are_chosen_by_what_people_call_them_and_bodies_joined(casework, tmp_path):
    view = ng.protect(casework)
    parts = parts_of(
        view,
        Period(2018, 2019),
        tmp_path / "n.gml",
        ["year"],
        ["rujukan", "reporting"],
        "parent",
    )
    assert [path.name for path in parts] == ["n-2018.gml", "n-2019.gml"]
    joined = ng.view(view[2019], level="parent").only(["referral", "reporting"])
    assert told(parts[tmp_path / "n-2019.gml"]) == told(joined)


def test_a_study_without_ties_has_one_file_and_not_none(folder, tmp_path):
    head = "source,target,layer,year_from,year_to,strength,citation,confidence"
    absent = f"{head}\nunit,health,referral,2019,,absent,[2],documented\n"
    view = ng.protect(history(folder({"edges/evidence.csv": absent})))
    parts = parts_of(view, view.whole, tmp_path / "n.graphml", ["layer"])
    assert [path.name for path in write_networks(parts)] == ["n.graphml"]


def test_what_is_not_known_is_named(public, tmp_path):
    path, whole = tmp_path / "n.gml", public.whole
    for asked in ({"each": ["month"]}, {"layers": ["referal"]}, {"level": "unti"}):
        with pytest.raises(UnknownName):
            parts_of(public, whole, path, **asked)
    with pytest.raises(UnknownName, match=r"'\.graphm'\. The nearest is \.graphml"):
        ng.write_network(public[2019], tmp_path / "n.graphm")
    with pytest.raises(DisclosureError):
        ng.write_network(ng.Network(public[2019].actors, public[2019].ties), path)


def test_a_year_that_tells_too_little_is_refused_and_nothing_is_written(counts, tmp_path):
    few = counts.read_text("utf-8").splitlines()
    counts.write_text(
        "\n".join(row for row in few if ",2018,1" not in row and ",2018,8" not in row)
    )
    view = ng.protect(history(counts))
    with pytest.raises(DisclosureError, match="Ties of 2018"):
        parts_of(view, view.whole, tmp_path / "out" / "net.csv", ["year"])


def test_years_are_entered_as_releases_all_or_none(counts, tmp_path):
    view = ng.protect(history(counts))
    enter_release(view, Period(2018, 2019), tmp_path / "report")
    (ledger,) = view.records.origin.ledgers[:1]
    before = ledger.read_bytes()
    parts = parts_of(view, view.whole, tmp_path / "out" / "net.csv", ["year"])
    with pytest.raises(DisclosureError, match="2018 overlaps 2018–2019"):
        write_networks(parts)
    assert ledger.read_bytes() == before
    assert not (tmp_path / "out").exists() or not list((tmp_path / "out").iterdir())
    ledger.unlink()
    write_networks(parts)
    entered = json.loads(ledger.read_text("utf-8"))["releases"]
    assert [one["first"] for one in entered] == [2017, 2018, 2019]


def test_what_was_read_is_not_replaced_by_a_file_of_the_pair(tmp_path):
    log = tmp_path / "rekap.edges.csv"
    rows = [f"{s},{t},2019,9" for s, t in ("AB", "BC", "CA")]
    log.write_text("\n".join(["source,target,year,weight", *rows]), encoding="utf-8")
    view = ng.protect(history(log))
    with pytest.raises(NetgovError, match="was read and would be replaced"):
        ng.write_network(view[2019], tmp_path / "rekap.csv")
    assert not (tmp_path / "rekap.nodes.csv").exists()


def test_if_the_second_file_cannot_be_replaced_the_first_is_put_back(tmp_path, monkeypatch):
    one, two, new = (tmp_path / name for name in ("a.csv", "b.csv", "new.csv"))
    write_files({one: b"old a", two: b"old b"})
    replace = Path.replace

    def refused(self, target):
        if target == two:
            raise PermissionError(13, "Permission denied")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", refused)
    with pytest.raises(NetgovError, match=r"'b\.csv' cannot be written"):
        write_files({one: b"new a", new: b"new", two: b"new b"})
    assert written(tmp_path) == {"a.csv": b"old a", "b.csv": b"old b"}


def test_a_folder_in_the_place_of_one_file_leaves_the_others_alone(tmp_path):
    (tmp_path / "b.csv").mkdir()
    with pytest.raises(NetgovError, match=r"'b\.csv' cannot be written"):
        write_files({tmp_path / "a.csv": b"a", tmp_path / "b.csv": b"b"})
    assert [path.name for path in tmp_path.iterdir()] == ["b.csv"]


# --- the command ---------------------------------------------------------------------------


@pytest.fixture
def run(capsys, monkeypatch, tmp_path):
    """Type a command in English; return exit status, and what is told as an error."""
    monkeypatch.chdir(tmp_path)

    def typed(*arguments):
        with pytest.raises(SystemExit) as left:
            main([*map(str, arguments), "--lang", "en"])
        return left.value.code or 0, capsys.readouterr().err

    return typed


def test_the_command_writes_what_the_suffix_says(run, counts):
    assert run("export", counts, "-o", "net.csv", "--year", "2019") == (
        0,
        "Written: net.edges.csv\nWritten: net.nodes.csv\n",
    )
    ties = pd.read_csv("net.edges.csv")
    assert (len(ties), ties["weight"].isna().sum(), set(ties["year"])) == (6, 2, {2019})


def test_the_command_writes_a_file_for_each_year_and_layer(run, counts):
    told = run("export", counts, "-o", "n.net", "--each", "year", "--each", "layer",
               "--layer", "rujukan", "--audience", "internal")  # fmt: skip
    names = [f"n-{year}-referral.net" for year in (2017, 2018, 2019)]
    assert told == (0, "".join(f"Written: {name}\n" for name in names))


def test_the_command_refuses_an_unknown_form_before_it_reads(run):
    status, told = run("export", "nowhere", "-o", "net.xgml")
    assert status == 1
    assert "There is no network file of kind '.xgml'. The nearest is .gml" in told
