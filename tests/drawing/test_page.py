"""The map as a file, read without a browser: sealed, inert, complete, always the same."""

from __future__ import annotations

import base64
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from types import SimpleNamespace

import pytest
from hostile import visible
from unpacking import Parts, policy_hash

import netgov as ng
from netgov.drawing import map_page, payload
from netgov.drawing import page as module
from netgov.drawing.lines import bow
from netgov.drawing.page_words import PAGE_WORDS
from netgov.errors import NetgovError
from netgov.words import LANGUAGES

ROOM = Path(ng.__file__).parent
PAGE = ROOM / "drawing" / "page"
SOURCES = sorted(
    path
    for folder in (PAGE, ROOM / "templates")
    for path in folder.iterdir()
    if path.suffix in {".js", ".j2"}
)
# Ways by which text could become markup or a script.
FORBIDDEN = (
    "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function",
    "setTimeout(\"", "srcdoc", "javascript:", "|safe", "| safe",
)  # fmt: skip
# The one address that a script sets: of the file it has just made.
OWN_FILE = r"anchor\.href( = URL\.createObjectURL\(blob\);|\))"


@pytest.fixture(scope="module")
def page(drawn):
    return drawn().read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def parts(page):
    return Parts(page)


@pytest.fixture(scope="module", params=LANGUAGES)
def data(parts, request):
    return parts.told(request.param)


# --- sealed ------------------------------------------------------------------------------


def test_the_policy_allows_the_scripts_and_style_of_the_page_and_nothing_else(parts):
    (data, _block), (engine, _packed), (ours, script) = parts.scripts
    assert data == {"type": "application/json", "id": "data"}
    assert engine == {"type": "text/plain", "id": "engine"}
    assert ours == {}
    [(_facts, style)] = parts.styles
    rules = dict(rule.strip().split(" ", 1) for rule in parts.policy.split(";"))
    assert rules == {
        "default-src": "'none'",
        "script-src": f"{policy_hash(parts.engine)} {policy_hash(script)}",
        "style-src": policy_hash(style),
        "img-src": "data: blob:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }


def test_the_drawing_engine_is_that_of_pyvis_to_the_letter(parts):
    shipped = (files("pyvis") / module._VIS).read_text(encoding="utf-8")
    assert parts.engine == shipped
    assert "vis-network" in parts.engine[:300]


def test_the_page_names_no_address_of_the_web(page, parts):
    """Acceptance 4: but for the name of the language of drawings, and for what is data."""
    rest = page.replace(parts.block("data"), "")
    addresses = set(re.findall(r"https?://[^\s\"'<>`]*", rest))
    assert addresses == {"http://www.w3.org/2000/svg"}


def test_nothing_but_data_and_anchors_is_linked_to(parts):
    linked = [value for _tag, name, value in parts.attributes if name in {"href", "src"}]
    assert {link.partition(",")[0].partition(";")[0] for link in linked} == {
        "data:", "data:image/svg+xml", "#main",
    }  # fmt: skip


def test_no_attribute_is_a_script_or_a_style(parts):
    assert not [name for _tag, name, _value in parts.attributes if name.startswith("on")]
    assert not [name for _tag, name, _value in parts.attributes if name == "style"]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_our_sources_hold_nothing_that_turns_text_into_markup(path):
    text = path.read_text(encoding="utf-8")
    assert [word for word in FORBIDDEN if word in text] == []
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text)
    if path.suffix == ".js":
        assert "</script" not in text.lower()
        assert "<!--" not in text
    if path.suffix == ".js" and ".min." not in path.name:
        assert "href" not in re.sub(OWN_FILE, "", text)


@pytest.mark.parametrize("entry", ["start.js", "map.css"])
def test_every_script_and_style_of_the_folder_is_built_in(entry):
    """From the entry each file is reached, by imports that name files or the one package."""
    reached, asked = set(), {entry}
    while asked:
        reached.add(name := asked.pop())
        text = (PAGE / name).read_text(encoding="utf-8")
        imported = re.findall(r"^@?import (?:.* from )?\"(.+)\";$", text, re.MULTILINE)
        asked |= {Path(other).name for other in imported if other != "fflate"} - reached
    suffix = Path(entry).suffix
    assert reached == {path.name for path in PAGE.glob(f"*{suffix}")} - {f"map.min{suffix}"}


def test_markers_must_stand_in_the_page_once():
    assert module._put("a <x> b", "<x>", "<x><x>") == "a <x><x> b"
    for page in ("none", "<x> and <x>"):
        with pytest.raises(AssertionError, match="once"):
            module._put(page, "<x>", "part")


def test_a_title_that_looks_like_a_marker_stays_a_title(study):
    title = "/*NETGOV-SCRIPT*/ </script> & co"
    history = study({"netgov.toml": f"[study]\ntitle_en = '{title}'\n"})
    page = map_page(ng.scene(history, lang="en"))
    assert "<title>/&#42;NETGOV-SCRIPT*/ &lt;/script&gt; &amp; co · " in page
    assert Parts(page).told("en")["title"] == title


def test_another_drawing_engine_is_refused(monkeypatch, tmp_path):
    other = tmp_path / module._VIS
    other.parent.mkdir(parents=True)
    other.write_text("alert(1)", encoding="utf-8")
    found = SimpleNamespace(submodule_search_locations=[str(tmp_path)])
    monkeypatch.setattr(module, "find_spec", lambda _package: found)
    module._vis_network.cache_clear()
    with pytest.raises(NetgovError, match=r"pyvis==0\.3\.2"):
        module._vis_network()
    other.unlink()
    with pytest.raises(NetgovError, match=r"pyvis==0\.3\.2"):
        module._vis_network()
    monkeypatch.setattr(module, "find_spec", lambda _package: None)
    with pytest.raises(NetgovError, match=r"pyvis==0\.3\.2"):
        module._vis_network()


def test_a_hostile_study_leaves_the_page_as_it_was(hostile_study, parts):
    """Acceptance 3: scripts, style and policy are the same to the letter."""
    found = Parts(map_page(ng.scene(hostile_study)))
    assert [facts for facts, _text in found.scripts] == [facts for facts, _ in parts.scripts]
    assert found.scripts[1:] == parts.scripts[1:]
    assert found.styles == parts.styles
    assert found.policy == parts.policy


@pytest.mark.parametrize(
    ("name", "most"), [("seven", 520), ("forty", 560), ("forty-years", 560), ("thousand", 1300)]
)
def test_the_file_is_small_enough_to_be_sent(drawn, name, most):
    """Acceptance 5: in kilobytes of 1,000 bytes, with 7, 40 and 1,000 actors."""
    assert drawn(name).stat().st_size <= most * 1000


def test_a_page_too_large_to_be_read_says_so_and_is_written_all_the_same(study, monkeypatch):
    monkeypatch.setattr(module, "_HEAVY", 3)
    with pytest.warns(UserWarning, match="A map of 4 bodies opens slowly"):
        page = map_page(ng.scene(study(), lang="en"))
    assert len(Parts(page).told("en")["actors"]) == 4


# --- complete ----------------------------------------------------------------------------


def frames(scene) -> Iterator[tuple[object, object]]:
    """Yield the picture of each period of a scene."""
    return (scene.of(period) for period in scene.stage.periods)


def test_no_actor_tie_or_gap_is_lost(data, scenes):
    scene = scenes[data["lang"]]
    assert [node["id"] for node in data["nodes"]] == [mark.slug for mark in scene.actors]
    assert len(data["frames"]) == len(scene.stage.periods) == 4
    for told, frame in zip(data["frames"], frames(scene), strict=True):
        assert told["key"] == frame.period
        assert [actor["id"] for actor in told["actors"]] == [m.slug for m in frame.actors]
        assert [tie["id"] for tie in told["ties"]] == [tie.name for tie in frame.ties]
        assert [gap["id"] for gap in told["gaps"]] == [gap.name for gap in frame.gaps]


def test_every_line_of_every_period_joins_its_two_actors(data, scenes):
    lines = {
        line.name: (line.source, line.target)
        for frame in frames(scenes[data["lang"]])
        for line in frame.lines
    }
    assert {edge["id"]: (edge["from"], edge["to"]) for edge in data["edges"]} == lines
    assert len(data["edges"]) == len(lines)


def test_the_sentence_of_a_gap_comes_back_whole(data, scenes):
    """In the page a sentence has marks for the names of its two bodies."""
    for told, frame in zip(data["frames"], frames(scenes[data["lang"]]), strict=True):
        short = {actor["id"]: actor["short"] for actor in told["actors"]}
        for item, gap in zip(told["gaps"], frame.gaps, strict=True):
            names = {"{s}": short[gap.source], "{t}": short.get(gap.target, ""), "{b}": "{"}
            whole = re.sub(
                r"\{[stb]\}", lambda mark, names=names: names[mark[0]], item["sentence"]
            )
            assert whole == gap.sentence


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Dinas must tell Dinas Sosial.", "{s} must tell {t}."),
        ("Dinas Sosial must tell Dinas.", "{t} must tell {s}."),
        ("{s} is no Dinas", "{b}s} is no {s}"),
        ("Nobody is named.", "Nobody is named."),
    ],
)
def test_a_name_within_another_and_a_brace_are_not_mistaken(sentence, told):
    assert payload._unnamed(sentence, "Dinas", "Dinas Sosial") == told


def test_parallel_lines_are_bent_apart(data):
    bends = [(e["from"], e["to"], e["smooth"]["roundness"]) for e in data["edges"]]
    assert len(set(bends)) == len(bends)
    assert {bend for *_pair, bend in bends} >= {bow(0), bow(1)}


def test_physics_are_off_and_every_actor_has_its_place(data, scene):
    assert data["options"]["physics"] == {"enabled": False}
    places = {node["id"]: [node["x"], node["y"]] for node in data["nodes"]}
    assert places == {mark.slug: [mark.x, mark.y] for mark in scene.actors}
    assert [layout["key"] for layout in data["layouts"]] == ["levels", "clusters"]
    assert data["layouts"][0]["desk"]["places"] == list(places.values())
    for layout in data["layouts"]:
        for sheet in ("desk", "phone"):
            assert len(layout[sheet]["places"]) == len(places)


def test_only_what_is_meant_to_leave_leaves(data):
    """A page sent on carries all its data, so each of its fields is there on purpose."""
    assert set(data) == {
        "lang", "title", "notice", "marks", "sources", "words", "large", "radii", "sizedBy",
        "doubted", "layouts", "sectors", "layers", "kinds", "measures", "actors", "untold",
        "frames", "nodes", "edges", "options",
    }  # fmt: skip
    assert set(data["actors"][0]) == {
        "id", "aliases", "sector", "sectorLabel", "level", "levelLabel", "about",
    }  # fmt: skip
    fields = {name: set(data["frames"][0][name][0]) for name in ("actors", "ties", "gaps")}
    assert fields == {
        "actors": {"id", "name", "short", "label", "note", "isolate", "values", "ranks"},
        "ties": {
            "id", "layer", "weight", "amount", "strength", "width", "contested", "signs",
            "rule",
        },
        "gaps": {
            "id", "kind", "source", "target", "sentence", "article", "confidence", "severity",
            "priority", "note",
        },
    }  # fmt: skip
    assert set(data["frames"][0]["ties"][0]["signs"][0]) == {
        "text", "strength", "years", "citation", "address",
    }  # fmt: skip


def test_readers_without_scripts_see_the_picture(page):
    unscripted = page.partition("<noscript>")[2].partition("</noscript>")[0]
    address = re.search(r'<img src="data:image/svg\+xml;base64,([^"]+)"', unscripted)[1]
    assert b"Polresta" in base64.b64decode(address)


# --- words -------------------------------------------------------------------------------


def test_both_languages_have_the_same_words(parts):
    """Acceptance 20: the same keys, and no sentence of one language left in the other."""
    one, other = (parts.told(lang)["words"] for lang in ("id", "en"))
    assert list(one) == list(other) == list(PAGE_WORDS)
    assert other == PAGE_WORDS
    # What is the same in both languages holds no word, or is one of these.
    same = {text for text in one.values() if text in other.values()}
    assert {text for text in same if visible(re.sub(r"\{\w+\}|\W", "", text))} == set()


def test_every_word_is_said_and_every_word_said_exists():
    """Acceptance 20: scripts and page ask for the keys that there are, and for each of them."""
    sources = [path.read_text(encoding="utf-8") for path in SOURCES if ".min." not in path.name]
    quoted_or_key = r"(?<=[\"'])\w+(?=[\"'])|\b\w+(?=:)"
    assert set(PAGE_WORDS) - set(re.findall(quoted_or_key, "\n".join(sources))) == set()
    named = r"data-(?:word|label)=\"(\w+)\"|\bword\(\s*\"(\w+)\""
    said = {key for text in sources for pair in re.findall(named, text) for key in pair if key}
    assert said - set(PAGE_WORDS) == set()


# --- always the same ---------------------------------------------------------------------

DRAWN = """
import locale, sys, netgov as ng
assert locale.getencoding() == "ANSI_X3.4-1968"
history = ng.protect(ng.build_history(ng.read_records(sys.argv[1])))
ng.draw(ng.scene(history, lang="id"), sys.argv[2])
"""


def test_the_map_is_the_same_file_in_another_process_and_locale(drawn, tmp_path):
    """Acceptance 10 and 18: whatever the hash seed and the code page; UTF-8 with \\n."""
    folder = Path(__file__).parents[2]
    path = tmp_path / "again.html"
    setting = {**os.environ, "PYTHONHASHSEED": "7", "PYTHONUTF8": "0", "LC_ALL": "C"}
    subprocess.run(
        [sys.executable, "-c", DRAWN, str(folder / "data"), str(path)],
        check=True, cwd=folder, env=setting,
    )  # fmt: skip
    assert path.read_bytes() == drawn().read_bytes()
    assert b"\r" not in path.read_bytes()
    path.read_text(encoding="utf-8")
