"""The report and the map in a real browser: alone, quiet, inert, and showing what is there."""

import os
import random
import re
import shutil
import threading
import time
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise

import pytest
from folder import TABLES, write

import netgov as ng

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
DESKTOP, PHONE, SMALL_PHONE = (1366, 768), (390, 844), (360, 640)

HOSTILE = [
    "<script>window.hit=1</script>",
    "<img src=x onerror=window.hit=1>",
    "</script><script>window.hit=1</script>",
    "<!--<script>window.hit=1//-->",
    '" onmouseover="window.hit=1',
    "' autofocus onfocus='window.hit=1",
    "javascript:window.hit=1",
    "<svg onload=window.hit=1>",
    "{{7*7}}${7*7}",
    "&lt;b&gt;&amp;",
    "one\u2028window.hit=1\u2029two",
    "\u202efdp.exe",
    "<style>*{display:none}</style>",
]


@pytest.fixture(scope="module")
def browser():
    if not CHROMIUM:
        if os.environ.get("NETGOV_BROWSER") == "required":
            pytest.fail("chromium is required here and is not installed")
        pytest.skip("these tests need Debian's chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as tool:
        running = tool.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield running
        running.close()


@pytest.fixture(scope="module", params=["id", "en"])
def shipped(request, public, tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages") / request.param
    return ng.write_report(public, path=folder, lang=request.param)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """A study in which every text attacks."""
    folder = tmp_path_factory.mktemp("hostile")
    quoted = [text.replace('"', '""') for text in HOSTILE]
    actors = ["id,name_id,name_en,abbrev,sector,level,function_id,function_en"]
    for turn, text in enumerate(quoted):
        cells = ",".join(f'"{text}"' for _column in range(3))
        actors.append(f'a{turn},{cells},social,city,"{text}","{text}"')
    rows = [f'a{turn},"{text}"' for turn, text in enumerate(quoted)]
    evidence = ["source,target,layer,year_from,strength,text_id,text_en,citation"]
    mandates = [
        "duty,kind,source,target,layer,legal_basis,article,in_force_from,text_id,text_en"
    ]
    for turn, text in enumerate(quoted):
        target = f"a{(turn + 1) % len(quoted)}"
        evidence.append(f'a{turn},{target},referral,2019,weak,"{text}","{text}","{text}"')
        rule = f'"{text}","{text}",2010,"{text}","{text}"'
        mandates.append(f"d{turn},must,{target},a{turn},referral,{rule}")
    tables = {
        "actors.csv": "\n".join(actors),
        "aliases.csv": "\n".join(["actor,alias", *rows]),
        "edges/evidence.csv": "\n".join(evidence),
        "edges/mandates.csv": "\n".join(mandates),
        "legal_bases.csv": None,
        "SOURCES.md": f"[1] **{HOSTILE[1]}**. {HOSTILE[0]} <javascript:> Read: a. Dibaca: a.\n",
        "netgov.toml": f"[study]\nyears = \"2019\"\ntitle_id = '''{HOSTILE[2]}'''\n",
    }
    data = write(folder / "data", {**dict.fromkeys(TABLES), **tables})
    history = ng.protect(ng.build_history(ng.read_records(data)))
    return ng.write_report(history, path=folder / "out", lang="id")


class Opened:
    """A page with all that it said and asked for."""

    def __init__(self, browser, path, size=DESKTOP):
        self.told, self.asked = [], []
        self.page = browser.new_context(
            viewport={"width": size[0], "height": size[1]}
        ).new_page()
        self.page.on("console", lambda message: self.told.append(message.text))
        self.page.on("pageerror", lambda error: self.told.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(path if isinstance(path, str) else path.as_uri())

    def ready(self):
        """Wait until the map is drawn; the page's policy forbids waiting inside it."""
        until = time.monotonic() + 20
        while self.page.evaluate("document.documentElement.dataset.ready") != "1":
            assert time.monotonic() < until, self.told
            time.sleep(0.02)
        self.page.wait_for_timeout(150)
        return self.page

    def asked_elsewhere(self):
        return [url for url in self.asked[1:] if not url.startswith(("data:", "blob:"))]

    def close(self):
        self.page.context.close()


@pytest.fixture
def opened(browser):
    pages = []

    def open_page(path, size=DESKTOP):
        pages.append(Opened(browser, path, size))
        return pages[-1]

    yield open_page
    for page in pages:
        page.close()


# --- alone and quiet ------------------------------------------------------------------------


def test_the_map_asks_for_nothing_and_says_nothing(opened, shipped):
    seen = opened(shipped / "map.html")
    page = seen.ready()
    page.click("#to-table")
    page.click("#to-map")
    page.fill("#search", "DP3A")
    page.keyboard.press("Enter")
    page.click("#zoom-in")
    page.wait_for_timeout(100)
    assert (seen.told, seen.asked_elsewhere()) == ([], [])


def test_the_report_asks_for_nothing_and_shows_its_picture(opened, shipped):
    seen = opened(shipped / "report.html")
    page = seen.page
    assert page.evaluate("document.querySelector('figure img').naturalWidth") > 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert (seen.told, seen.asked_elsewhere()) == ([], [])
    links = page.eval_on_selector_all("a[href]", "all => all.map(a => a.getAttribute('href'))")
    assert all(re.match(r"https?://|#|map\.html$", link) for link in links)
    levels = page.eval_on_selector_all("h1,h2,h3", "all => all.map(h => +h.tagName[1])")
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.fixture(scope="module")
def server(shipped):
    """Serve the folder on this machine and count what is asked for."""
    asked = []

    class Counting(BaseHTTPRequestHandler):
        def __init__(self, folder, *rest):
            self.folder = folder
            super().__init__(*rest)

        def do_GET(self):
            asked.append(self.path)
            file = self.folder / self.path.strip("/")
            body = file.read_bytes() if file.is_file() else b"<img src='/counted.png'>"
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_ignored):
            pass

    running = ThreadingHTTPServer(("127.0.0.1", 0), partial(Counting, shipped))
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{running.server_port}", asked
    running.shutdown()
    running.server_close()


def test_a_server_that_counts_sees_the_page_alone(opened, server):
    address, asked = server
    opened(f"{address}/control.html").page.wait_for_timeout(300)
    assert "/counted.png" in asked
    asked.clear()
    opened(f"{address}/map.html").ready()
    opened(f"{address}/report.html").page.wait_for_timeout(300)
    assert asked == ["/map.html", "/report.html"]


# --- inert ----------------------------------------------------------------------------------


def test_hostile_text_stays_text_on_the_map(opened, hostile):
    seen = opened(hostile / "map.html")
    page = seen.ready()
    assert page.title().startswith(HOSTILE[2])
    for turn, text in enumerate(HOSTILE):
        page.evaluate(f"netgov.pick('actor', 'a{turn}')")
        shown = page.text_content("#panel")
        assert text in shown, text
    page.evaluate("netgov.pick('tie', 't0')")
    assert HOSTILE[0] in page.text_content("#panel")
    page.fill("#search", "script")
    assert HOSTILE[0] in page.text_content("#results")
    page.click("#to-table")
    for tab in ("#tab-actor", "#tab-tie", "#tab-gap"):
        page.click(tab)
        assert HOSTILE[1] in page.text_content("#tables")
    assert page.evaluate("window.hit") is None
    assert page.evaluate("document.querySelectorAll('#app img, #app script').length") == 0
    assert (seen.told, seen.asked_elsewhere()) == ([], [])


def test_hostile_text_stays_text_in_the_report(opened, hostile):
    seen = opened(hostile / "report.html")
    body = seen.page.text_content("body")
    for text in HOSTILE:
        assert text in body, text
    assert seen.page.evaluate("window.hit") is None
    assert (
        seen.page.evaluate("document.querySelectorAll('main script, main style').length") == 0
    )
    assert not seen.page.eval_on_selector_all("a[href^='javascript']", "all => all.length")
    assert (seen.told, seen.asked_elsewhere()) == ([], [])


# --- what is shown --------------------------------------------------------------------------

LABELS = """() => {
  const net = netgov.network, scale = net.getScale();
  return Object.values(net.body.nodes)
    .filter((node) => !node.options.hidden && node.options.label)
    .map((node) => {
      const box = node.shape.labelModule.size;
      const at = net.canvasToDOM({ x: box.left, y: box.top });
      return [node.options.label, at.x, at.y, box.width * scale, box.height * scale,
              node.options.font.size * scale];
    });
}"""


def overlapping(labels):
    def apart(one, other):
        across = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
        down = min(one[2] + one[4], other[2] + other[4]) - max(one[2], other[2])
        return across <= 1 or down <= 1

    return [
        (one[0], other[0])
        for turn, one in enumerate(labels)
        for other in labels[:turn]
        if not apart(one, other)
    ]


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_labels_can_be_read(opened, shipped, size):
    labels = opened(shipped / "map.html", size).ready().evaluate(LABELS)
    assert len(labels) == 72
    assert overlapping(labels) == []
    assert min(label[5] for label in labels) >= 11


@pytest.mark.parametrize("size", [PHONE, SMALL_PHONE], ids=["390", "360"])
def test_a_phone_scrolls_in_one_direction_only(opened, shipped, size):
    page = opened(shipped / "map.html", size).ready()
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    page.click("#to-table")
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    assert page.evaluate("document.querySelector('#search').offsetHeight") >= 40


def test_the_counts_are_those_of_what_is_drawn(opened, shipped):
    page = opened(shipped / "map.html").ready()
    chance = random.Random(1)  # noqa: S311  which filters to click
    for _turn in range(20):
        chance.choice(page.query_selector_all(".side input")).click()
        told = [int(n) for n in re.findall(r"\d+", page.text_content("#counts"))]
        shown = page.evaluate("['actors', 'ties', 'gaps'].map((of) => netgov.shown[of].size)")
        drawn = page.evaluate(
            "Object.values(netgov.network.body.nodes).filter(n => !n.options.hidden).length"
        )
        assert told == shown
        assert drawn == shown[0]


def test_an_actor_is_found_by_another_name_with_the_keyboard_alone(opened, shipped):
    page = opened(shipped / "map.html").ready()
    page.focus("#search")
    page.keyboard.type("DP3APM")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.evaluate("netgov.focus.item.id") == "dpppa"
    panel = page.text_content("#panel")
    assert "Dinas Pemberdayaan" in panel or "City office for women" in panel
    assert "Permen" in panel or "UU " in panel
    page.keyboard.press("Escape")
    assert page.evaluate("netgov.focus") is None


def test_a_gap_tells_its_article_and_a_tie_its_sources(opened, shipped):
    page = opened(shipped / "map.html").ready()
    gap = page.evaluate("netgov.data.gaps.find((gap) => gap.article).id")
    page.evaluate(f"netgov.pick('gap', '{gap}')")
    assert page.evaluate("netgov.focus.item.article") in page.text_content("#panel")
    page.evaluate("netgov.pick('tie', 't0')")
    assert "[1] Pratiwi & Rury" in page.text_content("#panel")
    assert "https://jom.unri.ac.id" in page.text_content("#panel")


def test_single_points_of_failure_wait_until_asked_for(opened, shipped):
    page = opened(shipped / "map.html").ready()
    assert not page.evaluate("netgov.choice.kind.has('fragile')")
    assert page.evaluate("netgov.choice.kind.has('unrecorded')")


def test_the_page_speaks_one_language(opened, shipped):
    page = opened(shipped / "map.html").ready()
    lang = page.evaluate("document.documentElement.lang")
    assert page.text_content("#to-table") == {"id": "Tabel", "en": "Table"}[lang]
    words = page.evaluate("Object.values(netgov.data.words)")
    assert ("Sector" in words) == (lang == "en")


def test_tables_sort_and_hold_every_row(opened, shipped):
    page = opened(shipped / "map.html").ready()
    page.click("#to-table")
    assert page.locator("#tables table tbody tr").count() >= 72
    header = page.locator("#tables th button").nth(1)
    header.click()
    first = page.text_content("#tables tbody tr")
    header.click()
    assert page.text_content("#tables tbody tr") != first


def test_a_reader_without_scripts_sees_the_picture(browser, shipped):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((shipped / "map.html").as_uri())
    assert page.locator("noscript img, main.unscripted img").first.is_visible()
    context.close()


def test_two_loads_show_the_same(opened, shipped):
    shots = [opened(shipped / "map.html") for _turn in range(2)]
    pictures = [seen.ready().screenshot() for seen in shots]
    assert pictures[0] == pictures[1]
