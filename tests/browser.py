"""One Chromium for the whole session, pages that remember what they said and asked for, and
a server on this computer that counts who asks it for something."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
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
# Pages are ready in well under a second; a busy machine may take longer.
_PATIENCE = 20


class Visit(NamedTuple):
    """An open page; ``said`` holds its console messages and errors, ``asked`` its requests."""

    page: Any
    said: list[str]
    asked: list[str]

    def go(self, address: str | Path) -> Visit:
        """Load a page and forget what was heard of the one before."""
        self.said.clear()
        self.asked.clear()
        self.page.goto(address.as_uri() if isinstance(address, Path) else address)
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
    """Skip a test for want of a browser, or fail it where there has to be one."""
    tell = pytest.fail if os.environ.get("NETGOV_BROWSER") == "required" else pytest.skip
    tell(f"{what} is not installed, so pages cannot be looked at")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The browser."""
    program = next(filter(None, map(shutil.which, _NAMES)), None)
    if program is None:
        lacking("Chromium")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        lacking("Playwright")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=_ARGUMENTS)
        yield browser
        browser.close()


Open = Callable[..., Visit]


def _opened(browser: Any, size: tuple[int, int], **wishes: Any) -> Visit:
    viewport = dict(zip(("width", "height"), size, strict=True))
    page, said, asked = browser.new_context(viewport=viewport, **wishes).new_page(), [], []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    return Visit(page, said, asked)


@pytest.fixture
def visit(chromium: Any) -> Iterator[Open]:
    """Return the opener of pages; each is closed when the test ends."""
    with ExitStack() as stack:

        def opened(address: str | Path, size: tuple[int, int] = DESK, **wishes: Any) -> Visit:
            seen = _opened(chromium, size, **wishes)
            stack.callback(seen.page.context.close)
            return seen.go(address)

        yield opened


@pytest.fixture(scope="session")
def revisit(chromium: Any) -> Iterator[Open]:
    """Return the opener of pages by way of one page for each size, which is quicker."""
    kept: dict[tuple[int, int], Visit] = {}

    def opened(address: str | Path, size: tuple[int, int] = DESK) -> Visit:
        if size not in kept:
            kept[size] = _opened(chromium, size, has_touch=size != DESK)
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
