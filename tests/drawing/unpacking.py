"""The map page taken apart without a browser: its scripts, styles, policy and data.

The browser tests read the same data as ``data.js`` unpacks them.
"""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from html.parser import HTMLParser
from typing import Any

from netgov.drawing.packing import unpacked


class Parts(HTMLParser):
    """The scripts, styles, policy and attributes of a page.

    ``scripts`` and ``styles`` are pairs of attributes and text, in the order of the page.
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self.scripts: list[tuple[dict[str, str | None], str]] = []
        self.styles: list[tuple[dict[str, str | None], str]] = []
        self.attributes: list[tuple[str, str, str | None]] = []
        self.policy = ""
        self._within: list[tuple[dict[str, str | None], str]] | None = None
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = dict(attrs)
        self.attributes += [(tag, name, value) for name, value in attrs]
        self._within = {"script": self.scripts, "style": self.styles}.get(tag)
        if self._within is not None:
            self._within.append((facts, ""))
        if facts.get("http-equiv") == "Content-Security-Policy":
            self.policy = str(facts["content"])

    def handle_endtag(self, _tag: str) -> None:
        self._within = None

    def handle_data(self, data: str) -> None:
        if self._within is not None:
            facts, text = self._within[-1]
            self._within[-1] = facts, text + data

    def block(self, name: str) -> str:
        """Return what stands in the script of an id."""
        [text] = [text for facts, text in self.scripts if facts.get("id") == name]
        return text

    @property
    def engine(self) -> str:
        """The drawing engine, unpacked as the page itself does it."""
        packed = base64.b64decode(self.block("engine"))
        return zlib.decompress(packed, wbits=-zlib.MAX_WBITS).decode("utf-8")

    def told(self, lang: str) -> dict[str, Any]:
        """Return the data of the page in one of its languages."""
        return unpacked(json.loads(self.block("data")), lang)


def policy_hash(text: str) -> str:
    """Return how a policy names a script or style."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
