"""The report in a browser: it loads nothing, runs nothing, and reads and prints well."""

from __future__ import annotations

import re
from itertools import pairwise

import hostile
import pytest
from browser import DESK, PHONE, SMALL_PHONE

import netgov as ng
from netgov.errors import speak

LINKS = "[...document.links].map((link) => link.getAttribute('href'))"
HEADINGS = """[...document.querySelectorAll("h1, h2, h3")]
    .map((each) => [each.tagName, each.textContent])"""


@pytest.fixture(scope="module")
def reports(public, tmp_path_factory):
    """The report of the shipped study in both languages."""
    folder = tmp_path_factory.mktemp("reports")
    return {
        lang: ng.write_report(public, path=folder / lang, lang=lang) / "report.html"
        for lang in ("id", "en")
    }


@pytest.fixture
def seen(revisit, reports):
    """The Indonesian report, opened."""
    return revisit(reports["id"])


@pytest.mark.parametrize("lang", ["id", "en"])
def test_the_report_asks_for_nothing_and_says_nothing(revisit, reports, lang):
    seen = revisit(reports[lang])
    assert seen.said == []
    assert [address for address in seen.asked if not address.startswith("data:")] == [
        reports[lang].as_uri()
    ]
    assert seen.run("document.documentElement.lang") == lang


def test_the_report_holds_no_script(seen):
    assert seen.run("document.scripts.length") == 0


def test_it_is_styled_by_its_own_style(seen):
    assert seen.run("getComputedStyle(document.body).maxWidth") != "none"


def kind(link):
    """Return where a link leads."""
    if re.match(r"https?://", link):
        return "web"
    return {"#": "here", "map.html": "map"}.get("#" if link.startswith("#") else link, link)


def test_links_lead_to_the_web_to_the_map_or_within_the_page(seen):
    links = seen.run(LINKS)
    assert len(links) > 100
    assert {kind(link) for link in links} == {"web", "here", "map"}
    for link in links:
        if kind(link) == "here":
            assert seen.page.locator(link).count() == 1


def test_links_to_the_web_tell_nobody_where_the_reader_came_from(seen):
    rels = seen.run(
        "[...document.links].filter((link) => link.protocol.startsWith('http'))"
        ".map((link) => link.rel)"
    )
    assert set(rels) == {"noopener noreferrer"}
    assert seen.page.get_attribute("meta[name=referrer]", "content") == "no-referrer"


def test_the_picture_shows(seen):
    [width, alternative] = seen.run(
        "(() => { const picture = document.querySelector('figure img');"
        " return [picture.naturalWidth, picture.alt]; })()"
    )
    assert width > 0
    assert alternative


def test_headings_are_in_order(seen):
    headings = seen.run(HEADINGS)
    levels = [int(tag[1]) for tag, _text in headings]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert all(text.strip() for _tag, text in headings)


def test_headings_are_said_in_the_language_of_the_report(revisit, reports):
    for lang, path in reports.items():
        told = [text for _tag, text in revisit(path).run(HEADINGS)]
        assert speak(lang)("Gaps between mandate and practice") in told


@pytest.mark.parametrize("size", [DESK, PHONE, SMALL_PHONE], ids=str)
def test_it_never_scrolls_sideways(revisit, reports, size):
    seen = revisit(reports["id"], size)
    assert seen.run("document.documentElement.scrollWidth - window.innerWidth") <= 0


def test_it_prints(seen):
    printed = seen.page.pdf(format="A4")
    assert printed.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) > 3


def test_hostile_text_is_only_text(visit, served, hostile_study):
    folder = ng.write_report(hostile_study, path=served.folder / "report", lang="id")
    served.asked.clear()
    seen = visit(f"{served.address}/{folder.name}/report.html")
    assert seen.said == []
    assert served.asked == ["/report/report.html"]
    assert seen.run("window.hurt") is None
    assert (
        seen.run("document.querySelectorAll('script, iframe, [onerror], [onload]').length") == 0
    )
    assert seen.run("getComputedStyle(document.body).maxWidth") != "none"
    told = hostile.visible(seen.run("document.body.textContent"))
    texts = map(hostile.visible, hostile.strings(served.address))
    assert [text for text in texts if text not in told] == []
    assert {kind(link) for link in seen.run(LINKS)} == {"web", "here", "map"}
