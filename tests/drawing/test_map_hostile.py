"""A study that attacks in every cell, and links that attack: all of it is only text."""

from __future__ import annotations

import csv
import io
import json
import re
from urllib.parse import quote

import hostile
import pytest
from defusedxml import ElementTree
from folder import TABLES
from reader import TABS, find, place_of, read, saved, shown, text_of

import netgov as ng

# What starts a formula in a spreadsheet.
FORMULAS = ("=1+1", "+1+1", "-1+1", "@SUM(1)", "|calc", "%0", "=HYPERLINK('x')")
SVG = "{http://www.w3.org/2000/svg}"
STRANGE_ELEMENTS = "document.querySelectorAll('#app :is(script, style, img, iframe)').length"
# How the page opens when a link says nothing that it knows.
USUAL = {"period": 0, "layout": 0, "size": 0, "lonely": True, "focus": None, "table": False}
VIEW = """() => {
    const { period, layout, size, lonely } = netgov.choice;
    const focus = netgov.focus && netgov.focus.item.id;
    return { period, layout, size, lonely, focus, table: netgov.inTable };
}"""


@pytest.fixture(scope="module")
def attacking(hostile_study, served):
    """The map of a study that is hostile in every cell."""
    return ng.draw(ng.scene(hostile_study), served.folder / "hostile.html")


@pytest.fixture
def attacked(revisit, served, attacking):
    """It in a browser, whole and silent to the end."""
    served.asked.clear()
    yield (seen := revisit(f"{served.address}/{attacking.name}").ready())
    assert seen.run("window.hurt") is None
    assert seen.said == []
    assert served.asked == ["/hostile.html"]
    assert seen.run(STRANGE_ELEMENTS) == 0
    assert seen.run("[...document.links].map((link) => link.hash)") == ["#main"]


@pytest.fixture
def texts(served):
    """What is to be read on it."""
    return [hostile.visible(text) for text in hostile.strings(served.address)]


def untold(texts, told):
    """Return the texts that are not among what was told."""
    return [text for text in texts if text not in told]


# --- on the screen -----------------------------------------------------------------------


def test_hostile_names_are_found_and_shown_as_they_are(attacked, texts):
    """Acceptance 3: in the search and in the panel, also of the other language."""
    for _language in range(2):
        for text in texts:
            attacked.page.fill("#search", text)
            assert text in read(attacked, "#results")
            attacked.page.keyboard.press("Enter")
            assert text == read(attacked, "#panel h2")
            assert text == read(attacked, "#panel .about")
            assert text in read(attacked, "#panel .part:last-child .small")  # the aliases
        attacked.page.click("#language")


@pytest.mark.parametrize("kind", ["tie", "gap"])
def test_hostile_statements_and_rules_are_shown_as_they_are(attacked, texts, kind):
    """Acceptance 3: in the panels of lines."""
    told = ""
    for item in attacked.run(f"netgov.rows.{kind}.map((row) => row.id)"):
        attacked.run("([kind, id]) => netgov.pick(kind, id)", [kind, item])
        told += read(attacked, "#panel")
    assert untold(texts, told) == []


def test_hostile_tables_and_title_are_shown_as_they_are(attacked, texts):
    """Acceptance 3: in the tables and in the titles of page and window."""
    attacked.page.click("#to-table")
    for tab in TABS:
        attacked.page.click(f"#tab-{tab}")
        assert untold(texts, read(attacked, f"#table-{tab} tbody")) == [], tab
    assert read(attacked, "#title") == " + ".join(texts)
    assert " + ".join(texts) in hostile.visible(attacked.run("document.title"))


def test_hostile_labels_and_hints_are_text(attacked, texts):
    """Acceptance 3: on the canvas and beside the pointer, of actors and of ties."""
    nodes = "Object.values(netgov.network.body.nodes)"
    painted = hostile.visible(" ".join(attacked.run(f"{nodes}.map((n) => n.options.label)")))
    assert all(text[:10] in painted for text in texts)
    canvas = attacked.page.locator("#canvas").bounding_box()
    for place, text in enumerate(texts[:4]):
        at = place_of(attacked, f"a{place}")
        attacked.page.mouse.move(canvas["x"] + at["x"], canvas["y"] + at["y"])
        told = "document.querySelector('.vis-tooltip')?.textContent"
        attacked.until(f"{told} === {json.dumps(text)}")
    assert attacked.run("document.querySelector('.vis-tooltip').children.length") == 0


def test_ids_that_mean_something_to_scripts_are_only_ids(study, visit, tmp_path):
    """Acceptance 3: such ids are allowed in the tables, and none is lost or confused."""
    odd = {"unit": "__proto__", "office": "constructor", "police": "toString", "health": "0"}
    columns = {  # where ids stand
        "actors.csv": r"(?m)^\w+|office",
        "edges/evidence.csv": r"\w+",
        "edges/mandates.csv": r"\w+",
    }
    tables = {
        name: re.sub(ids, lambda found: odd.get(found[0], found[0]), TABLES[name])
        for name, ids in columns.items()
    }
    drawn = ng.scene(study(tables))
    seen = visit(ng.draw(drawn, tmp_path / "map.html")).ready()
    assert [mark.slug for mark in drawn.actors] == list(odd.values())
    assert shown(seen)["actors"] == sorted(odd.values())
    assert shown(seen)["ties"] == sorted(tie.name for tie in drawn.ties)
    for mark in drawn.actors:
        find(seen, mark.name)
        assert text_of(seen, "#panel h2") == mark.name
    assert seen.said == []


# --- in files ----------------------------------------------------------------------------


def test_hostile_texts_are_text_in_a_saved_drawing(attacked, texts):
    """Acceptance 3: the SVG holds the known elements and attributes, the rest is text."""
    root = ElementTree.fromstring(saved(attacked, "save_svg"))
    parts = ["svg", "title", "rect", "text", "g", "path", "circle", "polygon"]
    assert {element.tag.removeprefix(SVG) for element in root.iter()} == set(parts)
    names = {name for element in root.iter() for name in element.attrib}
    assert not [name for name in names if name.startswith("on") or "href" in name]
    told = hostile.visible(" ".join(root.itertext()))
    assert " + ".join(texts) in told
    assert all(text[:10] in told for text in texts)


def test_a_saved_drawing_runs_nothing(attacked, visit, tmp_path):
    """Acceptance 3: opened by itself, without our policy."""
    (path := tmp_path / "drawing.svg").write_bytes(saved(attacked, "save_svg"))
    seen = visit(path)
    assert seen.run("window.hurt") is None
    assert seen.said == []
    assert seen.asked == [path.as_uri()]


@pytest.mark.parametrize("tab", TABS)
def test_hostile_cells_stay_in_their_cells_in_a_saved_table(attacked, texts, tab):
    """Acceptance 3: every row has the cells of its header, and none is a formula."""
    attacked.page.click("#language")
    text = saved(attacked, f"save_{tab}s").decode("utf-8-sig")
    head, *rows = csv.reader(io.StringIO(text, newline=""))
    assert len(rows) == attacked.run(f"netgov.shown.{tab}s.size")
    assert {len(row) for row in rows} == {len(head)}
    assert untold(texts, hostile.visible(" ".join(map(" ".join, rows)))) == []
    assert not [cell for row in rows for cell in row if cell.startswith(tuple("=+-@|%\t\r"))]


def test_cells_that_a_spreadsheet_would_compute_are_text(study, visit, tmp_path):
    """Acceptance 3: formulas come out with the sign that keeps them from running."""
    rows = [
        f'"b{turn}","{text}","{text}","","","police","city","city"'
        for turn, text in enumerate(FORMULAS)
    ]
    head = "id,name_id,name_en,abbrev,parent,sector,level,reach"
    contact = "source,target,layer,year_from,year_to,strength,citation,confidence"
    contact += "\nb0,b1,referral,2019,2019,present,[1],documented"
    tables = {"actors.csv": "\n".join([head, *rows]), "edges/evidence.csv": contact}
    history = study({**tables, "edges/mandates.csv": None, "legal_bases.csv": None})
    seen = visit(ng.draw(ng.scene(history, lang="en"), tmp_path / "map.html")).ready()
    text = saved(seen, "save_actors").decode("utf-8-sig")
    _head, *rows = csv.reader(io.StringIO(text, newline=""))
    assert {row[0] for row in rows} == {f"'{text}" for text in FORMULAS}


# --- in links ----------------------------------------------------------------------------

STRANGERS = ("__proto__", "<img src=x onerror=window.hurt=1>")
FIELDS = ("actor", "tie", "gap", "year", "lang", "layout", "size", "view")
ATTACKS = [f"{field}={quote(stranger)}" for field in FIELDS for stranger in STRANGERS]
ATTACKS += [
    "actor=",
    "year=1e9",
    "year=-1",
    "year=2018%00",
    "%E0%A4%A",
    "=&&==&#",
    "x" * 20_000,
]


def test_links_that_say_nothing_known_open_the_usual_view(look):
    """Acceptance 3: whatever a link holds, the page opens as if it held nothing."""
    seen = look()
    for attack in ATTACKS:
        seen.run("(hash) => { window.location.hash = hash; }", attack)
        seen.page.wait_for_timeout(1)
        assert seen.run(VIEW) == USUAL, attack
    assert seen.run("netgov.data.lang") == "id"
    assert seen.run("window.hurt") is None
    assert seen.said == []


def test_links_with_unknown_filters_hide_what_they_leave_out(look):
    """A filter that names nothing known shows nothing of its kind, and no more than that."""
    seen = look(link="#layer=__proto__,constructor&sector=police,%3Cb%3E&kind=toString")
    assert seen.run("[netgov.shown.ties.size, netgov.shown.gaps.size]") == [0, 0]
    assert seen.run("[...netgov.choice.sector]") == ["police"]
    find(seen, "Polresta")
    assert seen.run("netgov.focus.item.id") == "polresta"
    assert seen.said == []
