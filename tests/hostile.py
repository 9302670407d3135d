"""A data folder whose every text cell tries to run a script, load something or break out.

Written from the schema, so that a new column of text is hostile too.
"""

from __future__ import annotations

import csv
import json
import unicodedata
from pathlib import Path

import pytest
from browser import Served

import netgov as ng
from netgov.privacy import ProtectedHistory
from netgov.schema import TABLES, Column

# Each sets window.hurt if it ever runs, or asks {server} for something.
KINDS = (
    "<script>window.hurt=1</script>",
    "</script><script>window.hurt=2</script>",
    "<img src={server}/x onerror=window.hurt=3>",
    "<svg onload=window.hurt=4><a xlink:href='javascript:window.hurt=4'>a</a></svg>",
    "javascript:window.hurt=5",
    '" onmouseover="window.hurt=6" x="',
    "' onfocus='window.hurt=7' autofocus '",
    "<!-- <script> -->",
    "]]></style><style>@import '{server}/y';</style>",
    "&lt;b&gt; &amp;quot; &#60;script&#62;",
    "line\u2028and paragraph\u2029end",
    "\u202eright to left override\u202c",
    "{{{{ 7 * 7 }}}} {{% raw %}} ${{window.hurt=8}} `${{1}}`",
    "/*NETGOV-DATA*/ /*NETGOV-SCRIPT*/ /*NETGOV-STYLE*/ /*NETGOV-VIS*/",
    "$\\frac{{1}}{{2}}$ \\input{{x}} %s %(x)s {{name}}",
    "__proto__ constructor",
    "A very long name " * 20 + "Z" * 120,
)

_NO_ENDS = str.maketrans("", "", "<>")


@pytest.fixture(scope="session")
def hostile_study(served: Served, tmp_path_factory: pytest.TempPathFactory) -> ProtectedHistory:
    """The folder, read as any other."""
    folder = write(tmp_path_factory.mktemp("hostile"), served.address)
    return ng.protect(ng.build_history(ng.read_records(folder)))


def strings(server: str) -> list[str]:
    """Return the hostile strings, told which server they may try to reach."""
    return [kind.format(server=server).strip() for kind in KINDS]


def visible(text: str) -> str:
    """Return a text as it looks: without signs that nobody sees, runs of blanks as one."""
    seen = (sign for sign in text if sign.isspace() or unicodedata.category(sign)[0] != "C")
    return " ".join("".join(seen).split())


def write(folder: Path, server: str) -> Path:
    """Write the folder: one actor, alias, statement, rule and source for each string."""
    hostile = strings(server)
    for name, table in TABLES.items():
        path = folder / table.path
        path.parent.mkdir(parents=True, exist_ok=True)
        rows = [_row(name, table.columns, turn, text) for turn, text in enumerate(hostile)]
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0], quoting=csv.QUOTE_ALL)
            writer.writeheader()
            writer.writerows(rows)
    sources = [
        f"[{turn}] **{text}**. {text} <{_address(text)}> Read: page. Dibaca: halaman."
        for turn, text in enumerate(hostile)
    ]
    (folder / "SOURCES.md").write_text("\n\n".join(sources), encoding="utf-8")
    title = json.dumps(" + ".join(hostile))
    study = f'[study]\ntitle_id = {title}\ntitle_en = {title}\nyears = "2019"\n'
    (folder / "netgov.toml").write_text(study, encoding="utf-8")
    return folder


def _row(table: str, columns: tuple[Column, ...], turn: int, text: str) -> dict[str, object]:
    """Return a row with the string wherever text may stand."""
    neighbour = (turn + 1) % len(KINDS)
    named = {"id": f"a{turn}", "actor": f"a{turn}", "source": f"a{turn}"}
    plain = {
        **named,
        "target": f"a{neighbour}",
        # What the body is called has the whole string; every second source is unnumbered.
        "citation": f"[{turn}] {text}" if turn % 2 else text,
        "sector": ("government", "police", "health")[turn % 3],
        "level": ("city", "province")[turn % 2],
        "layer": "coordination" if table == "mandates" else "referral",
        "strength": ("present", "weak")[turn % 2],
        "kind": "must",
        "rank": "law",
        "value": turn,
        "year": 2019,
        "year_from": 2019,
        "year_to": 2019,
        "in_force_from": 2010,
    }
    if table == "mandates":
        plain["target"] = f"a{(turn + 2) % len(KINDS)}"
    return {column.name: plain.get(column.name, _cell(column, text)) for column in columns}


def _address(text: str) -> str:
    """Return the text as an address, of the web if it is no address of its own."""
    return text if text.startswith("javascript:") else f"https://{text.translate(_NO_ENDS)}"


def _cell(column: Column, text: str) -> str:
    return text if column.type == "text" and column.name != "id" else ""
