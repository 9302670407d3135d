"""How Sphinx makes the site out of the pages that GitHub shows too: ``make docs``.

The source folder is the root of the repository, so that a link from a page to the README, the
data or an example is the same in both places.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from netgov import __version__

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

project = "netgov"
author = "The netgov authors"
release = version = __version__
root_doc = "docs/index"
include_patterns = [
    "*.md",
    "docs/*.md",
    "docs/decisions/*.md",
    "data/*.md",
    "examples/README.md",
    "examples/casework/README.md",
    "tests/reference/README.md",
    "netgov/drawing/page/NOTICE.md",
]
exclude_patterns = ["**/node_modules", "**/.*", "docs/_build", "out"]

# What the sidebar lists below a page, under captions. It stands here and not in the pages,
# where GitHub would show it as code.
TWICE = ["guide", "spreadsheet", "tables", "exports", "inference", "scale", "privacy"]
SIDEBAR = {
    root_doc: {
        "Bahasa Indonesia": [
            "Apa itu netgov </README.id>",
            *(f"{page}.id" for page in TWICE),
        ],
        "English": ["What netgov is </README>", *(f"{page}.en" for page in TWICE)],
        "Rujukan / Reference": [
            "Perintah / Commands <cli>",
            "Data <data>",
            "Ukuran / Measures <measures>",
            "Kesenjangan / Gaps <gaps>",
            "glossary",
            "api",
        ],
        "Data, contoh / examples": [
            "Data Pekanbaru </data/README>",
            "Sumber / Sources </data/SOURCES>",
            "Lisensi / Licence </data/LICENSE>",
            "Data latihan / Practice data </examples/casework/README>",
            "Contoh / Worked examples </examples/README>",
        ],
        "netgov": [
            "Berkontribusi / Contributing <contributing>",
            "Keputusan / Decisions <decisions/index>",
            "Perubahan / Changes </CHANGELOG>",
            "Jaringan acuan / Reference networks </tests/reference/README>",
            "Pemberitahuan / Notice </netgov/drawing/page/NOTICE>",
        ],
    },
    "docs/decisions/index": {"Decisions": ["0*"]},
}

# What furo says around an Indonesian page.
AROUND = {
    "Back to top": "Kembali ke atas",
    "Home": "Beranda",
    "Next": "Berikutnya",
    "On this page": "Di halaman ini",
    "Previous": "Sebelumnya",
    "Search": "Cari",
}

extensions = ["myst_parser", "sphinx.ext.autodoc", "numpydoc"]
myst_enable_extensions = ["dollarmath"]
myst_heading_anchors = 3
nitpicky = True
# No list of other projects' names is fetched, so that the site is built without a network.
nitpick_ignore_regex = [
    ("py:class", r"(?!netgov).*"),
    # What nobody makes or holds who uses netgov, and what a docstring only mentions.
    ("py:class", r".*\.(AnyNetwork|Distances|Phrase|Result|Words)"),
    ("py:obj", r".*"),
]
default_role = "py:obj"
add_module_names = False
autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
python_maximum_signature_line_length = 80
python_use_unqualified_type_names = True
numpydoc_show_class_members = False
numpydoc_validation_checks = {"PR01", "PR02", "PR03", "RT01", "SS03", "GL06", "GL07", "YD01"}
# What a method takes and returns is said in its one sentence.
numpydoc_validation_exclude = {r"\.[A-Z]\w+"}

language = "en"
html_theme = "furo"
html_title = "netgov"
html_static_path = ["static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sphinx = False
html_math_renderer = "mathml"
html_additional_pages = {"index": "door.html"}
templates_path = ["static"]


def setup(app: Sphinx) -> None:
    """Add what no setting can say."""
    app.add_html_math_renderer("mathml", (_inline, None), (_displayed, None))
    app.connect("source-read", _with_sidebar)
    app.connect("autodoc-process-signature", _without_construction)
    app.connect("html-page-context", _in_its_language)


def _with_sidebar(_app: Sphinx, page: str, source: list[str]) -> None:
    for caption, pages in SIDEBAR.get(page, {}).items():
        options = f":hidden:\n:glob:\n:caption: {caption}"
        source[0] += "\n".join(["", "```{toctree}", options, "", *pages, "```", ""])


def _without_construction(
    _app: Sphinx, what: str, name: str, _thing: object, _options: object, *signature: str
) -> tuple[str, ...]:
    """Show how a class is called for the one that users call."""
    return ("", "") if what == "class" and name != "netgov.Rules" else signature


def _in_its_language(
    _app: Sphinx, page: str, _template: str, context: dict[str, Any], _tree: nodes.document
) -> None:
    """Say what stands around an Indonesian page in Indonesian, also to screen readers."""
    if page.endswith(".id"):
        context["language"] = "id"
        context["_"] = context["gettext"] = lambda text: AROUND.get(text, text)


def _inline(writer: HTML5Translator, node: nodes.math) -> None:
    writer.body.append(_mathml(node, "inline"))
    _done()


def _displayed(writer: HTML5Translator, node: nodes.math_block) -> None:
    writer.body.append(_mathml(node, "block"))
    _done()


def _done() -> None:
    from docutils.nodes import SkipNode

    raise SkipNode


def _mathml(node: nodes.Element, display: str) -> str:
    """Return a formula as browsers show it by themselves, without a script or a font."""
    from latex2mathml.converter import convert
    from sphinx.util.logging import getLogger

    # Between dollars GitHub wants backticks, MyST does not.
    formula = node.astext().strip("`")
    mathml: str = convert(formula, display=display)
    # A stroke of \not that stands by itself is drawn beside what it should strike out.
    for unknown in re.findall(r"\\\w+|&#x029F8;", mathml):
        getLogger(__name__).warning("%s of %s is not known", unknown, formula, location=node)
    return mathml
