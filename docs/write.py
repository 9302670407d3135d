"""Write the pages of the documentation that come from the code.

``make pages`` runs this; a test holds each page against what it would write today.
"""

from __future__ import annotations

import csv
import inspect
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import click

from netgov import cli
from netgov.captions import CAPTIONS, definition, heading, unit
from netgov.cli.speech import speak_in
from netgov.errors import speak
from netgov.gaps import GAP_KINDS
from netgov.measures import FAMILIES, MEASURES, Measure
from netgov.reading import NOTES
from netgov.rules import Rules
from netgov.schema import CHANGES, PROBLEMS, TABLES, Column
from netgov.tables import DESCRIBED
from netgov.words import LANGUAGES, Words
from netgov.works import works_cited

ROOT = Path(__file__).parent.parent
_NOTICE = "<!-- Written by docs/write.py (make pages); change the code instead. -->\n\n"
_GLOSSARY = (
    "Istilah yang dipakai netgov, laporan, dan petanya. / The terms that netgov, its reports "
    "and its maps use."
)
ENGLISH, INDONESIAN = speak("en"), speak("id")


def data_page() -> str:
    """Return the page of tables and columns, from `schema.TABLES`."""
    lines = [
        "# Data: tables and columns",
        "",
        "A data folder holds the tables below as CSV (UTF-8; separators `,` `;` `|` or tab). "
        "Headings and values are recognised without regard to case, blanks and underscores, in "
        "both languages. `SOURCES.md` lists the sources that `citation` names by number, and "
        "`netgov.toml` says what the folder is:",
        "",
        "```toml",
        (ROOT / "data" / "netgov.toml").read_text(encoding="utf-8").strip(),
        "```",
        "",
    ]
    for table in TABLES.values():
        fault = "refuses the file" if table.refuses else "is set aside with its reason"
        also = ", ".join(f"`{name}`" for name in table.also)
        lines += [
            f"## {table.path}",
            "",
            f"{table.meaning}. A faulty row {fault}. The file or sheet may also be called "
            f"{also}.",
            "",
            "| column | cells | meaning | also read as |",
            "|---|---|---|---|",
            *(_column(column) for column in table.columns),
            "",
        ]
    lines += ["## Why a row is set aside", ""]
    lines += ["| code | what is wrong, and what to do |", "|---|---|"]
    lines += [f"| `{code}` | {remedy} |" for code, remedy in PROBLEMS.items()]
    lines += ["", "## What is done to rows that are used", ""]
    lines += ["| code | what was done |", "|---|---|"]
    lines += [f"| `{code}` | {done} |" for code, done in {**CHANGES, **NOTES}.items()]
    return "\n".join(lines) + "\n"


def _column(column: Column) -> str:
    if isinstance(column.type, Mapping):
        kind = ", ".join(
            f"`{key}`" + (f" ({', '.join(term.also)})" if term.also else "")
            for key, term in column.type.items()
        )
        kind += f"; blank: `{column.blank}`" if column.blank else ""
    else:
        kind = {"slug": "short name"}.get(column.type, column.type)
        kind += ", 0 too" if kind in {"count", "weight"} and column.within[0] == 0 else ""
        kind += f" of {TABLES[column.names].path}" if column.names else ""
    must = ", needed" if column.required else ""
    also = ", ".join(f"`{heading}`" for heading in column.headings)
    return f"| `{column.name}` | {kind}{must} | {column.meaning} | {also} |"


def measures_page() -> str:
    """Return the page of measures, from their cards."""
    lines = [
        "# Measures",
        "",
        "Every measure reads the directed network of one period; layers are added up. To "
        "measure one layer, joined bodies, other groups or contact without its amount, make "
        'that network first: `ng.view(net, layer="referral", level="parent", '
        'group="level", binary=True)`, or `netgov measure` with `--layer`, `--level`, '
        "`--group`, `--binary`. The list is also printed by `netgov list measures`; with `-o` "
        "it has all that stands here.",
        "",
        "In the formulas $`w_{ij}`$ is the weight from i to j, $`a_{ij}`$ whether "
        "there is any, $`n`$ the number of actors, $`m`$ that of ties, $`d(i, j)`$ the "
        "length of the shortest path, on which a tie is as long as 1/weight.",
        "",
    ]
    for family in FAMILIES:
        cards = [card for card in MEASURES.values() if card.family == family]
        lines += [f"- {family}: " + ", ".join(f"[`{c.name}`](#{c.name})" for c in cards)]
    for card in MEASURES.values():
        lines += ["", *_measure(card)]
    lines += ["", "## References", ""]
    used = {key for card in MEASURES.values() for key in card.cites}
    lines += [f"- `{key}`: {work}" for key, work in works_cited().items() if key in used]
    return "\n".join(lines) + "\n"


def _measure(card: Measure) -> list[str]:
    lines = [
        f"## `{card.name}`",
        "",
        f"**{ENGLISH(card.label)}** / **{INDONESIAN(card.label)}** "
        f"({ENGLISH(DESCRIBED[card.of])})",
        "",
        f"{ENGLISH(card.plain)} / {INDONESIAN(card.plain)}",
        "",
        f"- formula: $`{card.formula}`$",
        f"- unit: {card.unit or 'none'}",
    ]
    if card.isolates:
        lines.append(f"- an actor without ties gets: {card.isolates}")
    if card.needs:
        lines.append(f"- needs: {', '.join(card.needs)}")
    if card.up_to:
        lines.append(f"- takes at most {card.up_to:,} actors, since it compares all pairs")
    if card.many:
        varies = "groups" if "groups" in card.needs else "weights"
        lines.append(f"- over many draws of {varies} at once: `measure_many`")
    if card.parts:
        parts = (f"`{part}` {ENGLISH(label)}" for part, label in card.parts.items())
        lines.append(f"- columns: {', '.join(parts)}")
    return [*lines, f"- sources: {', '.join(card.cites)}"]


def gaps_page() -> str:
    """Return the page of kinds of gap, from their cards and `Rules`."""
    rules = Rules()
    lines = [
        "# Gaps",
        "",
        "A gap is a place to look, not a verdict. Its priority is 100 × severity × the mean of "
        "four parts: cases affected (ln(1 + cases) / ln(1 + the largest number in the list), "
        f"{rules.cases_unknown} if unknown), force of the rule, confidence and reach.",
        "",
        "| part | value |",
        "|---|---|",
        *(f"| force: {rank} | {force} |" for rank, force in rules.force.items()),
        f"| force: no rule | {rules.no_rule} |",
        f"| confidence: documented | {rules.documented} |",
        f"| confidence: filled in by interpretation | {rules.inferred} |",
        f"| confidence: article not read (`[verify]`) | {rules.unverified} |",
        f"| reach: under the city | {rules.reach_city} |",
        f"| reach: vertical agency | {rules.reach_vertical} |",
        f"| reach: outside government | {rules.reach_outside} |",
        "",
        "The lower of the two ends counts for reach, the lowest of the rows behind a gap for "
        "confidence.",
        "",
    ]
    for kind in GAP_KINDS.values():
        doc = inspect.getdoc(kind.find) or ""
        lines += [
            f"## `{kind.name}`",
            "",
            f"**{ENGLISH(kind.label)}** / **{INDONESIAN(kind.label)}**",
            "",
            f"{ENGLISH(kind.plain)} / {INDONESIAN(kind.plain)}",
            "",
            f"- fires on: {doc}",
            f"- says: {ENGLISH(kind.says)} / {INDONESIAN(kind.says)}",
            f"- needs: {', '.join(kind.needs) or 'ties'}",
            "",
        ]
    return "\n".join(lines)


def cli_page() -> str:
    """Return the page of commands, as ``--help`` prints them in both languages."""
    lines = ["# Command line", ""]
    for name in ["", *cli.netgov.commands]:
        lines += [f"## netgov {name}".rstrip(), ""]
        for lang in LANGUAGES:
            lines += ["```text", _help(name, lang).rstrip(), "```", ""]
    return "\n".join(lines)


def glossary_page() -> str:
    """Return the page of terms, from ``data/glossary.csv``."""
    lines = ["# Glosarium / Glossary", "", _GLOSSARY, ""]
    lines += ["| Indonesia | English | catatan / note |", "|---|---|---|"]
    with (ROOT / "data" / "glossary.csv").open(encoding="utf-8", newline="") as file:
        lines += ["| {id} | {en} | {note} |".format_map(term) for term in csv.DictReader(file)]
    return "\n".join(lines) + "\n"


def decisions_page() -> str:
    """Return the list of decisions with the question that each answers."""
    lines = [
        "# Decisions",
        "",
        "Each is half a page: the question, the choice, what was refused.",
    ]
    lines += ["", "| decision | question |", "|---|---|"]
    for page in sorted((ROOT / "docs" / "decisions").glob("0*.md")):
        title, _, text = page.read_text(encoding="utf-8").partition("\n")
        question = text.partition("**Question.** ")[2].partition("\n\n")[0]
        lines += [f"| [{title.lstrip('# ')}]({page.name}) | {' '.join(question.split())} |"]
    return "\n".join(lines) + "\n"


_TABLES = {
    "en": """# Tables

*Bahasa Indonesia: [Tabel](tables.id.md)*

What each table of netgov holds. A report writes them as sheets of `tables.xlsx`, whose first
sheet says what stands here, and as `tables/*.csv`, described in `tables/datapackage.json`;
commands and `ng.write_table` write one to the file that is named. Its suffix chooses the form:

| suffix | for | numbers | beside the cells |
|---|---|---|---|
| `.xlsx` | Excel, LibreOffice | as they are | definitions on the first sheet |
| `.csv` | programs (UTF-8 with its mark, comma) | as they are | `NAME.datapackage.json` |
| `.json` | programs; `pd.read_json(path, orient="table")` | as they are | `schema` |
| `.md` | web pages and notes | as readers write them | caption, definitions |
| `.tex` | LaTeX papers with booktabs | as readers write them | caption, label, definitions |

Programs read columns by their name, people by their heading. Blank means not defined or not
known; 0 means none. In LaTeX and Markdown what is said in both languages stands in the reader's
alone, and what every row says of itself, such as that the data are invented, stands once beside
the table. The first line of a `.tex` file names the packages it needs:

```python
>>> from pathlib import Path
>>> from tempfile import TemporaryDirectory
>>> import netgov as ng
>>> public = ng.protect(ng.build_history(ng.read_records("data")))
>>> central = ng.measure(public[2019], "partners", "betweenness").nlargest(5, "partners")
>>> with TemporaryDirectory() as folder:
...     path = Path(folder, "central.tex")
...     path = ng.write_table(central, path, "en", caption="Most partners")
...     print("\\n".join(path.read_text(encoding="utf-8").splitlines()[:4]))
% In the preamble: \\usepackage{array,booktabs}
\\begin{table}[htbp]
\\centering\\footnotesize\\setlength{\\tabcolsep}{3pt}
\\caption{Most partners}\\label{tab:central}

```
""",
    "id": """# Tabel

*English: [Tables](tables.en.md)*

Isi setiap tabel netgov. Laporan menulisnya sebagai lembar `tables.xlsx`, yang lembar pertamanya
memuat keterangan di halaman ini, dan sebagai `tables/*.csv`, dengan keterangan dalam
`tables/datapackage.json`; perintah dan `ng.write_table` menulis satu tabel ke berkas yang
disebut. Akhiran berkas menentukan bentuknya:

| akhiran | untuk | angka | di samping isi sel |
|---|---|---|---|
| `.xlsx` | Excel, LibreOffice | apa adanya | definisi di lembar pertama |
| `.csv` | program (UTF-8 dengan tandanya, koma) | apa adanya | `NAMA.datapackage.json` |
| `.json` | program; `pd.read_json(path, orient="table")` | apa adanya | `schema` |
| `.md` | halaman web dan catatan | seperti ditulis pembaca | judul, definisi |
| `.tex` | makalah LaTeX dengan booktabs | seperti ditulis pembaca | judul, label, definisi |

Program membaca kolom menurut namanya, orang menurut judulnya. Kosong berarti tidak terdefinisi
atau tidak diketahui; 0 berarti tidak ada. Dalam LaTeX dan Markdown, keterangan yang ada dalam
dua bahasa hanya ditulis dalam bahasa pembaca, dan keterangan yang sama pada setiap baris,
misalnya bahwa datanya buatan, ditulis sekali di samping tabel. Baris pertama berkas `.tex`
menyebut paket yang diperlukan.
""",
}
_COLUMNS = {
    "en": ("column", "heading", "unit", "meaning"),
    "id": ("nama", "judul kolom", "satuan", "arti"),
}


def tables_page(words: Words) -> str:
    """Return the page of all tables and their columns, from `CAPTIONS` and the cards."""
    lines = [_TABLES[words.lang]]
    for name, caption in CAPTIONS.items():
        lines += [f"## {words(caption.title)}", "", f"`{name}`. {words(caption.holds)}", ""]
        lines += [f"| {' | '.join(_COLUMNS[words.lang])} |", "|---|---|---|---|"]
        measures = [card.columns for card in MEASURES.values() if card.of == caption.measures]
        for column in (*caption.columns, *(one for columns in measures for one in columns)):
            told = (heading(column, words), unit(column, words, name))
            meaning = definition(column, words, name)
            lines.append(f"| `{column}` | {' | '.join(told)} | {meaning} |")
        lines.append("")
    return "\n".join(lines)


def _help(name: str, lang: str) -> str:
    speak_in(Words(lang))
    command = cli.netgov.commands[name] if name else cli.netgov
    settings = {**cli.netgov.context_settings, "terminal_width": 88}
    with click.Context(cli.netgov, info_name="netgov", **settings) as outer:
        if not name:
            return cli.netgov.get_help(outer)
        with click.Context(command, parent=outer, info_name=name, terminal_width=88) as inner:
            return command.get_help(inner)


def datapackage() -> str:
    """Return the Data Package v2 description of the shipped data, from `schema.TABLES`."""
    package = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "netgov-pekanbaru",
        "title": "Child-protection governance in Pekanbaru: statements, rules, bodies",
        "description": (
            "What public sources say of who works with whom for the children of Pekanbaru, "
            "2017-2019 and around, and what rules expect. Statements are not counts."
        ),
        "version": "1.0.0",
        "licenses": [
            {
                "name": "CC-BY-4.0",
                "title": "Creative Commons Attribution 4.0",
                "path": "https://creativecommons.org/licenses/by/4.0/",
            }
        ],
        "sources": [{"title": "SOURCES.md", "path": "SOURCES.md"}],
        "resources": [
            _resource(name) for name in TABLES if (ROOT / "data" / TABLES[name].path).exists()
        ],
    }
    return json.dumps(package, ensure_ascii=False, indent=2) + "\n"


def _resource(name: str) -> dict[str, object]:
    table = TABLES[name]
    columns = [column for column in table.columns if column.name in _header(table.path)]
    schema: dict[str, object] = {"fields": [_field(column) for column in columns]}
    if table.key:
        schema["primaryKey"] = [table.key]
    keys = [
        {
            "fields": [column.name],
            "reference": {
                "resource": "" if column.names == name else column.names,
                "fields": [TABLES[column.names].key],
            },
        }
        for column in table.columns
        if column.names
    ]
    if keys:
        schema["foreignKeys"] = keys
    return {
        "name": name,
        "type": "table",
        "path": table.path,
        "description": table.meaning,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def _header(path: str) -> list[str]:
    """Return the columns that a table of the shipped data has; others are optional."""
    first = (ROOT / "data" / path).read_text(encoding="utf-8").partition("\n")[0]
    return first.split(",")


def _field(column: Column) -> dict[str, object]:
    kinds = {"year": "integer", "number": "number"}
    field: dict[str, object] = {
        "name": column.name,
        "type": "string"
        if isinstance(column.type, Mapping)
        else kinds.get(column.type, "string"),
        "description": column.meaning,
    }
    constraints: dict[str, object] = {"required": True} if column.required else {}
    if isinstance(column.type, Mapping):
        constraints["enum"] = list(column.type)
    if constraints:
        field["constraints"] = constraints
    return field


PAGES: Mapping[str, Callable[[], str]] = {
    "docs/data.md": lambda: _NOTICE + data_page(),
    "docs/measures.md": lambda: _NOTICE + measures_page(),
    "docs/gaps.md": lambda: _NOTICE + gaps_page(),
    "docs/cli.md": lambda: _NOTICE + cli_page(),
    "docs/tables.id.md": lambda: _NOTICE + tables_page(INDONESIAN),
    "docs/tables.en.md": lambda: _NOTICE + tables_page(ENGLISH),
    "docs/glossary.md": lambda: _NOTICE + glossary_page(),
    "docs/decisions/index.md": lambda: _NOTICE + decisions_page(),
    "data/datapackage.json": datapackage,
}


def stale() -> Iterator[str]:
    """Yield the pages that are not what the code would write today."""
    for path, write in PAGES.items():
        page = ROOT / path
        if not page.exists() or page.read_text(encoding="utf-8") != write():
            yield path


def main() -> None:
    """Write every page."""
    for path, write in PAGES.items():
        (ROOT / path).write_text(write(), encoding="utf-8", newline="\n")
        print(path)


if __name__ == "__main__":
    main()
