"""One Chromium for the whole session, pages that remember what they said and asked for, and
a server on this computer that counts who asks it for something."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple

import pytest

DESK, PHONE, SMALL_PHONE = (1366, 768), (390, 844), (360, 640)
_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
_ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
]
_AXE = Path(__file__).parent / "web" / "node_modules" / "axe-core" / "axe.min.js"
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Pages are ready in well under a second; a busy machine may take longer.
_PATIENCE = 20


class Visit(NamedTuple):
    """An open page; ``said`` holds its console messages and errors, ``asked`` its requests."""

    page: Any
    said: list[str]
    asked: list[str]

    def go(self, address: str | Path) -> Visit:
        """Load a page and forget what was heard of the one before."""
        address = address.as_uri() if isinstance(address, Path) else address
        if "#" in address:  # else a link within the page that is open would not load it anew
            self.page.goto("about:blank")
        self.said.clear()
        self.asked.clear()
        self.page.goto(address)
        return self

    def run(self, script: str, argument: Any = None) -> Any:
        """Return the value of an expression in the page."""
        return self.page.evaluate(script, argument)

    def until(self, expression: str) -> None:
        """Wait until an expression is true; Playwright's own way needs eval in the page."""
        limit = time.monotonic() + _PATIENCE
        while not self.run(expression):
            assert time.monotonic() < limit, (expression, self.said)
            time.sleep(0.01)

    def ready(self) -> Visit:
        """Wait until a map has drawn itself."""
        self.until("document.documentElement.dataset.ready === '1'")
        return self


class Served(NamedTuple):
    """A folder on a server of this computer, and the paths it was asked for."""

    folder: Path
    address: str
    asked: list[str]


def lacking(what: str) -> None:
    """Skip a test for want of a program to look with, or fail it where it has to be there."""
    tell = pytest.fail if os.environ.get("NETGOV_TOOLS") == "required" else pytest.skip
    tell(f"{what} is not installed, so what was written cannot be looked at")


def faults(seen: Visit) -> list[str]:
    """Return the rules of access that a page breaks, and where; its policy must be off."""
    if not _AXE.exists():
        lacking("axe-core")
    if not seen.run("Boolean(window.axe)"):
        seen.page.add_script_tag(content=_AXE.read_text(encoding="utf-8"))
    judged = "(tags) => axe.run(document, { runOnly: tags, resultTypes: ['violations'] })"
    return [
        f"{rule['id']}: {place['html'][:120]}"
        for rule in seen.run(judged, _RULES)["violations"]
        for place in rule["nodes"]
    ]


class Lacking(Exception):
    """What would be needed to look at pages."""


@contextmanager
def running() -> Iterator[Any]:
    """Lend the browser while it runs."""
    program = next(filter(None, map(shutil.which, _NAMES)), None)
    if program is None:
        raise Lacking("Chromium")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError as missing:
        raise Lacking("Playwright") from missing
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The browser."""
    with ExitStack() as stack:
        try:
            browser = stack.enter_context(running())
        except Lacking as what:
            lacking(str(what))
        yield browser


Open = Callable[..., Visit]


def blank(browser: Any, size: tuple[int, int] = DESK, **wishes: Any) -> Visit:
    """Return a page of its own, on which nothing is loaded yet."""
    viewport = dict(zip(("width", "height"), size, strict=True))
    page, said, asked = browser.new_context(viewport=viewport, **wishes).new_page(), [], []
    page.set_default_timeout(_PATIENCE * 1000)
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    return Visit(page, said, asked)


@pytest.fixture
def visit(chromium: Any) -> Iterator[Open]:
    """Return the opener of pages; each is closed when the test ends."""
    with ExitStack() as stack:

        def opened(address: str | Path, size: tuple[int, int] = DESK, **wishes: Any) -> Visit:
            seen = blank(chromium, size, **wishes)
            stack.callback(seen.page.context.close)
            return seen.go(address)

        yield opened


@pytest.fixture(scope="session")
def revisit(chromium: Any) -> Iterator[Open]:
    """Return the opener of pages by way of one page for each size, which is quicker."""
    kept: dict[tuple[int, int], Visit] = {}

    def opened(address: str | Path, size: tuple[int, int] = DESK) -> Visit:
        if size not in kept:
            kept[size] = blank(chromium, size, has_touch=size != DESK)
        return kept[size].go(address)

    yield opened
    for seen in kept.values():
        seen.page.context.close()


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server that answers from a folder and notes every path it is asked for."""
    folder, asked = tmp_path_factory.mktemp("served"), []

    class Handler(SimpleHTTPRequestHandler):
        def parse_request(self) -> bool:
            understood = super().parse_request()
            asked.append(self.path)
            return understood

        def do_POST(self) -> None:  # a beacon posts
            self.send_response(204)
            self.end_headers()

        def end_headers(self) -> None:
            # A page that is opened again is asked for again.
            self.send_header("Cache-Control", "no-store")
            super().end_headers()

        def log_message(self, *_what: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=folder)) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield Served(folder, f"http://127.0.0.1:{server.server_port}", asked)
        server.shutdown()
        thread.join()


# Seven ways by which a page could reach out.
REACHING_OUT = """(address) => {
    const put = (tag, facts) =>
        document.body.append(Object.assign(document.createElement(tag), facts));
    const quietly = (act) => { try { act(); } catch { /* refused, as it should be */ } };
    put("img", { src: `${address}/image` });
    put("script", { src: `${address}/script` });
    put("iframe", { src: `${address}/frame` });
    put("link", { rel: "stylesheet", href: `${address}/style` });
    quietly(() => fetch(`${address}/fetch`).catch(() => {}));
    quietly(() => navigator.sendBeacon(`${address}/beacon`, "x"));
    quietly(() => new EventSource(`${address}/events`));
}"""
WAYS = {"/image", "/script", "/frame", "/style", "/fetch", "/beacon", "/events"}
