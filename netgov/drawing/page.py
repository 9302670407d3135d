"""The interactive map: one self-contained HTML file around vis-network.

The page is ours, its data an inert JSON block, and its content policy allows nothing but its
own two scripts and style.
"""

from __future__ import annotations

import base64
import hashlib
import warnings
import zlib
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from netgov.drawing.packing import inert_json, packed
from netgov.drawing.payload import payload
from netgov.drawing.preview import preview
from netgov.drawing.scene import Scene
from netgov.errors import NetgovError
from netgov.records import INTERNAL
from netgov.words import LANGUAGES, _

_PAGE: Final = files("netgov.drawing") / "page"
_VIS: Final = "templates/lib/vis-9.1.2/vis-network.min.js"
_HEAVY: Final = 3000  # actors
# Known builds of vis-network 9.1.2, as shipped in pyvis 0.3.2.
_VIS_BUILDS: Final = frozenset(
    {"1f20f0736f32cb9bedf8f6383b25cfea2f839e1abe80d6e8040b4d5bea378c69"}
)


def map_page(scene: Scene) -> str:
    """Return the map page of a scene, which opens in the scene's language.

    It holds the pictures of all years of the scene's stage, in all languages.

    Warns
    -----
    UserWarning
        If there are more than 3,000 actors.
    """
    if len(scene.actors) > _HEAVY:
        sentence = _(
            "A map of {count} bodies opens slowly and can hardly be read; "
            "a map of one layer or of fewer bodies says more."
        )
        count = scene.words.number(len(scene.actors))
        warnings.warn(scene.words(sentence, count=count), stacklevel=3)
    style, script = (_part(name) for name in ("map.min.css", "map.min.js"))
    vis = _vis_network()
    languages = sorted(LANGUAGES, key=lambda lang: lang != scene.words.lang)
    period = scene.stage.period
    told = {lang: payload(scene.of(period, lang)) for lang in languages}
    page = _template().render(
        lang=scene.words.lang,
        title=f"{scene.title} · {scene.period}",
        notice=scene.caption,
        internal=INTERNAL if scene.internal else "",
        csp=_policy([vis, script], style),
        picture=data_uri(preview(scene)),
    )
    parts = {
        "STYLE": style,
        "ENGINE": _deflated(vis),
        "SCRIPT": script,
        "DATA": inert_json(packed(told)),
    }
    for name, part in parts.items():
        page = _put(page, f"/*NETGOV-{name}*/", part)
    return page


def data_uri(svg: bytes) -> str:
    """Return an SVG as the address of an image that needs no other file."""
    return f"data:image/svg+xml;base64,{base64.b64encode(svg).decode('ascii')}"


def framed(scene: Scene) -> str:
    """Return the map page in a frame of its own, apart from the notebook around it."""
    return Markup(
        '<iframe srcdoc="{page}" title="{title}" width="100%" height="640" '
        'sandbox="allow-scripts allow-downloads allow-modals" '
        'style="border: 1px solid #d5dde6; border-radius: 8px"></iframe>'
    ).format(page=map_page(scene), title=scene.title)


@cache
def _template() -> Template:
    return Environment(
        loader=PackageLoader("netgov.drawing", "page"),
        autoescape=True,
        finalize=_unmarked,
        undefined=StrictUndefined,
    ).get_template("map.html.j2")


@cache
def _part(name: str) -> str:
    return (_PAGE / name).read_text(encoding="utf-8")


def _unmarked(value: object) -> Markup:
    """Escape text, also so that none of it can be taken for a marker of the page."""
    return escape(value).replace("/*", Markup("/&#42;"))


def _put(page: str, marker: str, part: str) -> str:
    """Put a part where its marker stands, which must be exactly once."""
    before, found, after = page.partition(marker)
    if not found or marker in after:
        raise AssertionError(f"{marker} must stand in the page once")
    return before + part + after


@cache
def _vis_network() -> str:
    # Found, not imported: pyvis would bring all of IPython along.
    found = find_spec("pyvis")
    folders = (found and found.submodule_search_locations) or ()
    places = [Path(folder) / _VIS for folder in folders]
    script = next((place.read_bytes() for place in places if place.is_file()), b"")
    if hashlib.sha256(script).hexdigest() not in _VIS_BUILDS:
        sentence = _(
            "The drawing engine vis-network 9.1.2 was not found in pyvis; "
            "install pyvis 0.3.2: pip install pyvis==0.3.2"
        )
        raise NetgovError(sentence)
    # Browsers read \r\n as \n, and the policy's hash is of what they read.
    return script.decode("utf-8").replace("\r\n", "\n")


@cache
def _deflated(script: str) -> str:
    """Return a script as the page unpacks it, in a third of its size."""
    packer = zlib.compressobj(level=9, wbits=-zlib.MAX_WBITS)
    packed = packer.compress(script.encode("utf-8")) + packer.flush()
    return base64.b64encode(packed).decode("ascii")


def _policy(scripts: list[str], style: str) -> str:
    ours = " ".join(map(_sha, scripts))
    return (
        f"default-src 'none'; script-src {ours}; style-src {_sha(style)}; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )


@cache
def _sha(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"
