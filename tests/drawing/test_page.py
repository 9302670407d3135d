"""The map as a file, read without a browser: sealed, inert, complete, always the same."""

from __future__ import annotations

import base64
import datetime
import hashlib
import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import hostile
import numpy as np
import pandas as pd
import pytest

import netgov as ng
from netgov.drawing import page as module
from netgov.drawing.page import inert_json
from netgov.errors import NetgovError

ROOM = Path(ng.__file__).parent
SOURCES = sorted(
    path
    for folder in (ROOM / "drawing" / "page", ROOM / "templates")
    for path in folder.iterdir()
    if path.suffix in {".js", ".j2"}
)
# Ways by which text could become markup or a script.
FORBIDDEN = (
    "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function",
    "setTimeout(\"", "srcdoc", "javascript:", "|safe", "| safe",
)  # fmt: skip


class Parts(HTMLParser):
    """The scripts, styles, policy and attributes of a page."""

    def __init__(self, html):
        super().__init__()
        self.scripts, self.styles, self.attributes = [], [], []
        self.policy, self._into = "", None
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attributes):
        facts = dict(attributes)
        self.attributes += [(tag, *pair) for pair in attributes]
        self._into = {"script": self.scripts, "style": self.styles}.get(tag)
        if self._into is not None:
            self._into.append([facts, ""])
        if facts.get("http-equiv") == "Content-Security-Policy":
            self.policy = facts["content"]

    def handle_endtag(self, _tag):
        self._into = None

    def handle_data(self, text):
        if self._into is not None:
            self._into[-1][1] += text


@pytest.fixture(scope="module")
def page(maps):
    return maps["id"].read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def parts(page):
    return Parts(page)


@pytest.fixture(scope="module")
def data(parts):
    return json.loads(parts.scripts[0][1])


def sha256(text):
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


# --- sealed ------------------------------------------------------------------------------


def test_the_policy_allows_the_scripts_and_style_of_the_page_and_nothing_else(parts):
    [(facts, _data), *scripts] = parts.scripts
    assert facts == {"type": "application/json", "id": "data"}
    assert all(facts == {} for facts, _script in scripts)
    rules = dict(rule.strip().split(" ", 1) for rule in parts.policy.split(";"))
    assert rules == {
        "default-src": "'none'",
        "script-src": " ".join(sha256(script) for _facts, script in scripts),
        "style-src": " ".join(sha256(style) for _facts, style in parts.styles),
        "img-src": "data: blob:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    assert (len(scripts), len(parts.styles)) == (2, 1)


def test_the_page_names_no_address_of_the_web(page, parts):
    rest = page
    for _facts, script in (parts.scripts[0], parts.scripts[1]):
        rest = rest.replace(script, "")
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
        assert "href" not in text


def test_every_script_of_the_folder_is_in_the_page_once():
    folder = ROOM / "drawing" / "page"
    order = (folder / "order.txt").read_text(encoding="utf-8").split()
    assert sorted(order) == sorted(path.name for path in folder.glob("*.js"))


def test_markers_must_stand_in_the_page_once():
    assert module._put("a <x> b", "<x>", "<x><x>") == "a <x><x> b"
    for page in ("none", "<x> and <x>"):
        with pytest.raises(AssertionError, match="once"):
            module._put(page, "<x>", "part")


def test_a_title_that_looks_like_a_marker_stays_a_title(study):
    title = "/*NETGOV-SCRIPT*/ </script> & co"
    history = study({"netgov.toml": f"[study]\ntitle_en = '{title}'\n"})
    page = ng.drawing.map_page(ng.scene(history, lang="en"), "data:,")
    assert "<title>/&#42;NETGOV-SCRIPT*/ &lt;/script&gt; &amp; co · " in page
    assert json.loads(Parts(page).scripts[0][1])["title"] == title


def test_another_drawing_engine_is_refused(monkeypatch, tmp_path):
    other = tmp_path / module._VIS
    other.parent.mkdir(parents=True)
    other.write_text("alert(1)", encoding="utf-8")
    monkeypatch.setattr(module, "files", lambda _package: tmp_path)
    with pytest.raises(NetgovError, match=r"pyvis==0\.3\.2"):
        module._vis_network()
    other.unlink()
    with pytest.raises(NetgovError, match=r"pyvis==0\.3\.2"):
        module._vis_network()


# --- inert -------------------------------------------------------------------------------


@pytest.mark.parametrize("text", hostile.strings("http://127.0.0.1"))
def test_hostile_text_in_the_data_is_only_text(text):
    block = inert_json({"name": text, text: [text]})
    assert not set("<>&\u2028\u2029") & set(block)
    assert json.loads(block) == {"name": text, text: [text]}


def test_a_hostile_study_leaves_the_page_as_it_was(hostile_study, parts):
    page = ng.drawing.map_page(ng.scene(hostile_study), "data:,")
    found = Parts(page)
    assert [facts for facts, _text in found.scripts] == [facts for facts, _ in parts.scripts]
    assert found.scripts[1:] == parts.scripts[1:]
    assert found.styles == parts.styles
    assert found.policy == parts.policy


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (np.int64(3), 3),
        (np.float64(0.5), 0.5),
        (np.bool_(True), True),
        (np.str_("x"), "x"),
        (np.array([1, 2]), [1, 2]),
        (pd.Series([1.5, np.nan]), [1.5, None]),
        (float("nan"), None),
        (np.float32("nan"), None),
        (np.datetime64("NaT", "s"), None),
        (pd.NA, None),
        (pd.NaT, None),
        (None, None),
        (pd.Timestamp("2019-07-22"), "2019-07-22T00:00:00"),
        (np.datetime64("2019-07-22"), "2019-07-22"),
        (datetime.date(2019, 7, 22), "2019-07-22"),
        ({7: ("a", 1)}, {"7": ["a", 1]}),
    ],
    ids=repr,
)
def test_values_of_tables_become_values_of_json(value, shown):
    assert json.loads(inert_json(value)) == shown


@pytest.mark.parametrize(
    "value", [object(), {1, 2}, b"bytes", 1j], ids=lambda v: type(v).__name__
)
def test_other_values_are_refused_with_their_place(value):
    with pytest.raises(NetgovError, match=r"data\.actors\.walikota"):
        inert_json({"actors": {"walikota": [value]}})


def test_infinite_numbers_are_refused():
    with pytest.raises(ValueError, match="JSON"):
        inert_json(float("inf"))


# --- complete ----------------------------------------------------------------------------


def test_no_actor_tie_or_gap_is_lost(data, scene):
    assert [node["id"] for node in data["nodes"]] == [mark.slug for mark in scene.actors]
    drawn = [gap.name for gap in scene.gaps if gap.target]
    assert [edge["id"] for edge in data["edges"]] == [t.name for t in scene.ties] + drawn
    lines = {line.name: line for line in (*scene.ties, *scene.gaps)}
    for edge in data["edges"]:
        line = lines[edge["id"]]
        assert (edge["from"], edge["to"]) == (line.source, line.target)
    assert len(data["actors"]) == len(scene.actors)
    assert len(data["ties"]) == len(scene.ties)
    assert len(data["gaps"]) == len(scene.gaps)


def test_parallel_lines_are_bent_apart(data):
    bends = [(e["from"], e["to"], e["smooth"]["roundness"]) for e in data["edges"]]
    assert len(set(bends)) == len(bends)
    assert {bend for *_pair, bend in bends} >= {0.13, 0.26}


def test_physics_are_off_and_every_actor_has_its_place(data, scene):
    assert data["options"]["physics"] == {"enabled": False}
    places = {node["id"]: (node["x"], node["y"]) for node in data["nodes"]}
    assert places == {mark.slug: (mark.x, mark.y) for mark in scene.actors}
    assert set(data["portrait"]["places"]) == set(places)


def test_only_what_is_meant_to_leave_leaves(data):
    """A page sent on carries all its data, so each of its fields is there on purpose."""
    fields = {name: set(data[name][0]) for name in ("actors", "ties", "gaps")}
    assert fields == {
        "actors": {
            "id", "name", "short", "aliases", "sector", "sectorLabel", "level", "levelLabel",
            "about", "note", "isolate", "values",
        },
        "ties": {
            "id", "source", "target", "layer", "layerLabel", "weight", "strength", "contested",
            "signs",
        },
        "gaps": {
            "id", "kind", "source", "target", "sentence", "article", "confidence", "severity",
            "priority", "priorityValue", "notes",
        },
    }  # fmt: skip
    assert set(data["ties"][0]["signs"][0]) == {
        "text", "strength", "years", "citation", "address",
    }  # fmt: skip


def test_readers_without_scripts_see_the_picture(page):
    unscripted = page.partition("<noscript>")[2].partition("</noscript>")[0]
    address = re.search(r'<img src="data:image/svg\+xml;base64,([^"]+)"', unscripted)[1]
    assert b"Polresta" in base64.b64decode(address)


def test_a_large_network_is_drawn_with_straight_lines(scene):
    options = module._options(many=True)
    assert options["interaction"]["hideEdgesOnDrag"]
    assert module._edge("t0", 3, (), many=True)["smooth"] == {"enabled": False}


# --- always the same ---------------------------------------------------------------------

DRAWN = """
import sys, netgov as ng
history = ng.protect(ng.build_history(ng.read_records(sys.argv[1])))
ng.draw(ng.scene(history, lang="id"), sys.argv[2])
"""


def test_the_map_is_the_same_file_in_another_process_and_locale(maps, tmp_path):
    """Whatever the hash seed and the code page; written in UTF-8 with \\n."""
    folder = Path(__file__).parents[2]
    path = tmp_path / "again.html"
    setting = {**os.environ, "PYTHONHASHSEED": "7", "PYTHONUTF8": "0", "LC_ALL": "C"}
    subprocess.run(
        [sys.executable, "-c", DRAWN, str(folder / "data"), str(path)],
        check=True, cwd=folder, env=setting,
    )  # fmt: skip
    assert path.read_bytes() == maps["id"].read_bytes()
    assert b"\r" not in path.read_bytes()


def test_drawing_leaves_the_network_as_it_was(public, scene, tmp_path):
    net = public[public.whole]
    before = [frame.copy() for frame in (net.actors, net.ties, scene.values)]
    ng.draw(scene, tmp_path / "map.html")
    after = (net.actors, net.ties, scene.values)
    assert all(one.equals(other) for one, other in zip(before, after, strict=True))
