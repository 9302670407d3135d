"""The command line as typed, in both languages."""

import filecmp
import json
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from folder import TABLES

import netgov as ng
from netgov.cli import main, netgov
from netgov.words import LANGUAGES, Words

DATA = str(Path(__file__).parent.parent / "data")


@pytest.fixture
def run(capsys, monkeypatch, tmp_path):
    """Type a command; return exit status, what is printed, and what is told as an error."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "90")
    monkeypatch.delenv("NETGOV_LANG", raising=False)

    def typed(*arguments):
        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        return left.value.code or 0, printed.out, printed.err

    return typed


COMMANDS = [
    *("report", "open", "agenda", "audit", "check", "init", "key", "measure", "levels", "gaps"),
    *("pathways", "map", "figure", "export", "list", "completion", "sensitivity"),
    *("test", "bootstrap", "qap", "missing", "compare", "aggregate"),
]


def test_every_verb_is_a_command():
    assert sorted(netgov.commands) == sorted(COMMANDS)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_is_told_in_the_language_asked_for(run, lang, command):
    status, told, _err = run(*filter(None, [command]), "--help", "--lang", lang)
    assert status == 0
    spoken = netgov.commands[command] if command else netgov
    told_flat = " ".join(told.split())
    assert Words(lang)(spoken._sentence) in told_flat
    for option in spoken.params:
        if getattr(option, "_sentence", None):
            assert Words(lang)(option._sentence) in told_flat
    assert told.startswith({"id": "Cara pakai:", "en": "Usage:"}[lang])


def test_indonesian_unless_asked_otherwise(run, monkeypatch):
    assert "Tidak ada" in run("list", "nothing")[2]
    assert "There is no" in run("--lang", "en", "list", "nothing")[2]
    assert "There is no" in run("list", "nothing", "--lang=en")[2]
    monkeypatch.setenv("NETGOV_LANG", "en")
    assert "There is no" in run("list", "nothing")[2]
    assert "Tidak ada" in run("list", "nothing", "--lang", "id")[2]


def test_an_unknown_language_is_a_sentence(run, monkeypatch):
    assert run("list", "--lang", "fr")[0] == 1
    monkeypatch.setenv("NETGOV_LANG", "fr")
    status, _out, err = run("list")
    assert status == 1
    assert "'fr'" in err


def test_wrong_usage_is_status_two_in_both_languages(run):
    assert run("report")[0] == 2
    assert "Belum ada argumen" in run("report")[2]
    assert "Missing argument" in run("--lang", "en", "report")[2]
    assert run("reprot")[0] == 2
    assert run("report", DATA, "--years", "2019")[0] == 2


@pytest.mark.parametrize("suffix", ["csv", "json", "xlsx", "md", "tex"])
@pytest.mark.parametrize("command", [["measure", DATA, "partners"], ["gaps", DATA], ["list"]])
def test_tables_go_to_a_file_of_any_kind(run, tmp_path, command, suffix):
    status, _out, err = run(*command, "-o", f"table.{suffix}")
    assert (status, "table" in err) == (0, True)
    assert (tmp_path / f"table.{suffix}").stat().st_size > 0


def test_an_unknown_suffix_is_a_sentence_and_leaves_nothing(run, tmp_path):
    for command in (["gaps", DATA], ["map", DATA], ["figure", DATA]):
        status, _out, err = run(*command, "-o", "table.doc")
        assert (status, "'.doc'" in err) == (1, True)
    assert list(tmp_path.iterdir()) == []


def test_map_and_figure_name_each_other(run, tmp_path):
    for lang in LANGUAGES:
        status, _out, err = run("map", DATA, "-o", "map.pdf", "--lang", lang)
        assert (status, "netgov figure" in err, ".html" in err) == (1, True, True)
        status, _out, err = run("figure", DATA, "-o", "map.html", "--lang", lang)
        assert (status, "netgov map" in err, ".pdf, .png, .svg" in err) == (1, True, True)
    assert list(tmp_path.iterdir()) == []


def test_a_figure_is_what_the_options_ask_for(run, tmp_path, public):
    asked = ("--year", "2019", "--layer", "referral", "--layer", "reporting", "--greyscale")
    status, out, _err = run("figure", DATA, "-o", "f.svg", *asked, "--text", "path")
    scene = ng.scene(public, year=2019, layers=("referral", "reporting"), lang="id")
    drawn = ng.draw(scene, tmp_path / "same.svg", greyscale=True, text="path")
    assert (status, "f.svg" in out) == (0, True)
    assert (tmp_path / "f.svg").read_bytes() == drawn.read_bytes()


def test_a_figure_of_each_year_is_one_file(run, tmp_path, public):
    assert run("figure", DATA, "-o", "years.svg", "--multiples", "--lang", "en")[0] == 0
    drawn = ng.draw_multiples(public, tmp_path / "same.svg", lang="en")
    assert (tmp_path / "years.svg").read_bytes() == drawn.read_bytes()


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--layer", "refferal"], "referral"),
        (["--text", "outline"], "path"),
        (["--multiples", "--greyscale", "--layer", "referral"], "--layer, --greyscale"),
        (["--multiples", "--text", "path"], "--text path"),
        (["--multiples", "--year", "2019"], "2"),
    ],
)
def test_what_a_figure_cannot_show_is_a_sentence(run, tmp_path, options, told):
    status, _out, err = run("figure", DATA, "-o", "figure.pdf", *options)
    assert (status, len(err.splitlines())) == (1, 1)
    assert told in err
    assert list(tmp_path.iterdir()) == []


def test_a_table_without_file_is_printed(run):
    status, told, _err = run("measure", DATA, "partners", "--year", "2019", "--lang", "en")
    assert status == 0
    assert told.splitlines()[0].split() == ["Actor", "Partners"]
    assert len(told.splitlines()) == 2 + 71


def test_measures_of_the_network_are_one_row(run):
    told = run("measure", DATA, "density", "components", "--lang", "en")[1]
    assert told.splitlines()[-1].split()[0] == "2017–2019"
    assert told.count("2017–2019") == 1


def measured(run, tmp_path, *options):
    assert run("measure", DATA, *options, "-o", "m.json")[0] == 0
    return pd.DataFrame(json.loads((tmp_path / "m.json").read_text("utf-8"))["data"])


def test_measures_of_one_layer_level_and_group(run, tmp_path, public):
    whole = measured(run, tmp_path, "partners", "broker_roles").set_index("actor")
    layer = measured(run, tmp_path, "partners", "--layer", "rujukan")
    assert layer["partners"].sum() < whole["partners"].sum()
    parents = measured(run, tmp_path, "partners", "--level", "parent")
    assert set(parents["actor"]) == set(public[public.whole].merged("parent").actors.index)
    groups = measured(run, tmp_path, "broker_roles", "--group", "level").set_index("actor")
    assert groups["broker_roles.total"].equals(whole["broker_roles.total"])
    assert not groups["broker_roles.liaison"].equals(whole["broker_roles.liaison"])
    binary = measured(run, tmp_path, "in_strength", "in_degree", "--binary")
    assert (binary["in_strength"] == binary["in_degree"]).all()


@pytest.mark.parametrize(
    ("options", "near"),
    [
        (["--layer", "referal"], "referral"), (["--level", "unt"], "unit"),
        (["--group", "sektor"], "sector"),
    ],
)  # fmt: skip
def test_wrong_options_of_measures_are_sentences(run, options, near):
    for lang, said in (("id", "Yang paling mirip"), ("en", "The nearest is")):
        status, _out, err = run("measure", DATA, *options, "--lang", lang)
        assert (status, f"{said} {near}" in err) == (1, True), err


@pytest.mark.parametrize(
    ("lang", "said"), [("id", "Kolom parent tidak dapat"), ("en", "The column parent makes no")]
)
def test_a_column_that_makes_no_groups_is_named(run, lang, said):
    status, _out, err = run(
        "measure", DATA, "broker_roles", "--group", "parent", "--lang", lang
    )
    assert (status, said in err) == (1, True), err


def test_levels_compare_units_with_their_bodies(run, tmp_path):
    told = run("levels", DATA, "partners", "--lang", "en")[1]
    assert "all relations" in told
    assert run("levels", DATA, "-o", "levels.xlsx")[0] == 0
    assert run("levels", DATA, "density", "--lang", "en")[0] == 1


def test_a_wrong_name_gets_the_nearest(run):
    status, _out, err = run("measure", DATA, "betweeness", "--lang", "en")
    assert status == 1
    assert "The nearest is betweenness" in err


def test_gaps_are_listed_by_priority(run, tmp_path):
    run("gaps", DATA, "--year", "2018", "-o", "gaps.json")
    gaps = json.loads((tmp_path / "gaps.json").read_text("utf-8"))["data"]
    assert sum(gap["kind"] == "unrecorded" for gap in gaps) == 42
    priorities = [gap["priority"] for gap in gaps]
    assert priorities == sorted(priorities, reverse=True)


def test_check_tells_what_was_set_aside(run):
    status, told, _err = run("check", DATA, "--lang", "en")
    assert status == 0
    assert "missing_year" in told
    assert "give at least one" in told
    assert run("check", DATA, "--strict")[0] == 1


def test_list_shows_cards(run):
    told = run("list", "gaps", "--lang", "en")[1]
    assert "unrecorded" in told
    assert "betweenness" not in told
    assert "betweenness" in run("list")[1]


@pytest.mark.parametrize(
    "typed",
    [
        *(("measure", "--year", "1999"), ("test", "betweenness", "--year", "1999")),
        *(("report", "--year", "1999"), ("sensitivity", "--year", "1800")),
        *(("gaps", "--year", "2015-2019"), ("map", "--year", "2019-2020")),
        ("qap", "recorded:1999", "mandated"),
    ],
)
def test_years_outside_the_study_are_refused_with_those_of_the_study(run, tmp_path, typed):
    status, _told, err = run(typed[0], DATA, *typed[1:], "--lang", "en")
    assert status == 1
    assert "the study, which covers 2017–2019" in err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("year", ["2019", "2017-2019", "2017–2018"])
def test_years_and_spans_of_years(run, tmp_path, year):
    assert run("report", DATA, "-o", "out", "--year", year)[0] == 0
    assert (tmp_path / "out" / "report.html").is_file()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "changes",
    [
        {"edges/mandates.csv": TABLES["edges/mandates.csv"].replace("referral", "telepathy")},
        {"edges/mandates.csv": TABLES["edges/mandates.csv"].replace(",unit,", ",uni,")},
        {"edges/evidence.csv": TABLES["edges/evidence.csv"].replace("strength", "power")},
        {"actors.csv": None},
        {"actors.csv": b"\xff\xfe\x00"},
        {"actors.csv": b""},
    ],
    ids=["layer", "actor", "column", "table", "encoding", "empty"],
)
def test_bad_input_is_one_sentence_and_no_output(run, tmp_path, folder, changes, lang):
    path = folder(changes)
    goals = {"report": "out", "map": "out.html", "figure": "out.pdf", "gaps": "out.csv"}
    for command, goal in {**goals, "measure": "out.csv"}.items():
        status, out, err = run(command, path, "-o", goal, "--lang", lang)
        assert status == 1
        assert out == ""
        assert len(err.splitlines()) == 1
        assert "Traceback" not in err
    assert [p.name for p in tmp_path.iterdir()] == ["data"]


def test_the_same_input_gives_the_same_bytes_everywhere(tmp_path):
    """Two processes that differ in hash seed, time zone and locale."""
    for name, seed, zone, locale in (
        ("a", "1", "Asia/Jakarta", "C"),
        ("b", "77", "UTC", "C.UTF-8"),
    ):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale}
        subprocess.run(
            [sys.executable, "-m", "netgov", "report", DATA, "-o", tmp_path / name],
            check=True, capture_output=True, env=environment,
        )  # fmt: skip
    ours = sorted(
        p.relative_to(tmp_path / "a") for p in (tmp_path / "a").rglob("*") if p.is_file()
    )
    same, different, missing = filecmp.cmpfiles(
        tmp_path / "a", tmp_path / "b", ours, shallow=False
    )
    assert (different, missing) == ([], [])
    assert len(same) == len(ours) > 10


def test_help_loads_click_alone():
    code = (
        "import sys; from netgov.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = ('pandas', 'numpy', 'networkx', 'babel', 'jinja2')\n"
        "print([name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"
