"""Tables for papers: Markdown and LaTeX, in the reader's language and its numbers."""

import re
import shutil
import subprocess

import pandas as pd
import pytest
from awkward import AWKWARD, FRAME
from browser import lacking

import netgov as ng
from netgov.captions import HEADINGS
from netgov.tables import WRITERS, as_text
from netgov.words import LANGUAGES, Words


@pytest.fixture
def written(tmp_path):
    def write(suffix, frame=FRAME, lang="id", **facts):
        path = ng.write_table(frame, tmp_path / f"table{suffix}", lang, **facts)
        return path.read_text("utf-8")

    return write


@pytest.mark.parametrize(
    ("lang", "number", "head"),
    [("id", "1.234,5", "Sentralitas keantaraan"), ("en", "1,234.5", "Betweenness")],
)
@pytest.mark.parametrize("suffix", [".md", ".tex"])
def test_what_people_read_is_in_their_language(written, suffix, lang, number, head):
    text = written(suffix, lang=lang)
    assert number in text
    assert head in text
    assert number in as_text(FRAME, Words(lang))


def test_markdown_has_the_caption_above_and_the_definitions_below(written):
    lines = written(".md", lang="en").splitlines()
    assert lines[0] == "**Actors and their measures**"
    assert lines[3].startswith("|:")
    assert lines[-1] == "- *Indonesian name*: Name in Indonesian."


def test_markdown_stays_one_row_a_line(written):
    lines = written(".md", pd.DataFrame({"text": ["a | b\nc", "d"], "x": [1, 2]})).splitlines()
    bars = [line for line in lines if line.startswith("|")]
    assert len(bars) == 4
    assert "a \\| b c" in bars[2]


def test_of_two_languages_the_readers_stays_on_paper(written):
    frame = pd.DataFrame({"text_id": ["satu"], "text_en": ["single"], "name_en": ["sole"]})
    assert "single" not in written(".md", frame)
    assert "satu" not in written(".tex", frame, "en")
    assert "sole" in written(".md", frame)  # nobody says it in Indonesian


def test_what_every_row_is_is_said_once(written):
    told = written(".tex", FRAME.assign(data="SINTETIS / SYNTHETIC"))
    assert told.count("SINTETIS / SYNTHETIC") == 1
    assert "SINTETIS / SYNTHETIC" in written(".md", FRAME.assign(data="SINTETIS / SYNTHETIC"))


def test_a_network_stands_from_top_to_bottom(public, written):
    told = written(".md", ng.measure(public[public.whole], "density", "components"), "en")
    assert re.search(r"^\| Density +\| +0\.\d+ \|$", told, re.MULTILINE)


def test_caption_and_label_can_be_chosen(written):
    told = written(".tex", caption="Who & whom", label="tab:who")
    assert r"\caption{Who \& whom}\label{tab:who}" in told
    assert r"\label{tab:table}" in written(".tex")
    assert r"\caption" not in written(".tex", caption="")


def test_latex_is_escaped(written):
    text = written(".tex")
    assert r"50\% \& \{x\}\_\#\$\textasciitilde{}\textasciicircum{}\textbackslash{}" in text
    assert r"\toprule" in text


def test_a_row_that_begins_with_a_bracket_does_not_go_with_the_rule_above(written):
    assert "\n{[}1{]} & " in written(".tex", pd.DataFrame({"citation": ["[1]"], "x": [1]}))


def test_a_long_table_goes_over_pages_and_a_broad_one_across(written):
    short = written(".tex")
    assert r"\begin{table}" in short
    assert "longtable" not in short
    long = written(".tex", pd.concat([FRAME] * 30))
    assert long.startswith("% Di pembuka dokumen: \\usepackage{array,booktabs,longtable}\n")
    broad = pd.DataFrame({f"column_{turn}": ["words " * 4] for turn in range(12)})
    assert r"\begin{landscape}" in written(".tex", broad)


@pytest.mark.parametrize("keys", [["measure", "actor"], ["matrix"], ["finding"]])
def test_each_part_of_a_broad_table_says_what_its_rows_are(written, keys):
    texts = [*keys, *(f"column_{turn}" for turn in range(12))]
    told = written(".tex", pd.DataFrame({key: ["words " * 4] for key in texts}), "en")
    heads = [line for line in told.splitlines() if "column" in line and line.endswith(r" \\")]
    called = " & ".join(HEADINGS[key] for key in keys)
    assert len({*heads}) > 1
    assert [head for head in heads if not head.startswith(called)] == []


def test_p_and_q_are_told_in_small_letters(written):
    table = pd.DataFrame({"year": [2018], "p": [0.1], "q": [0.2]})
    assert not re.search(r"\bP ", written(".md", table))


# --- the structure of LaTeX ---------------------------------------------------------------

_BARE = re.compile(r"(?<!\\)[#$%^_~]|(?<!\\)&")


def sound(tex):
    """Hold a table against the rules of LaTeX."""
    first, *lines = tex.splitlines()
    assert first.startswith("% ")
    opened = []
    for what, name in re.findall(r"\\(begin|end)\{(\w+)\}", "\n".join(lines)):
        if what == "begin":
            opened.append(name)
        else:
            assert opened.pop() == name
    assert opened == []
    bare = re.sub(r"\\[{}]", "", "\n".join(lines))
    assert bare.count("{") == bare.count("}")
    columns = 0
    for line in lines:
        if found := re.findall(r"p\{\\dimexpr ([\d.]+)", line):
            columns = len(found)
            assert sum(map(float, found)) < 1.01
        elif line.endswith(r" \\"):
            assert len(re.findall(r"(?<!\\)&", line)) == columns - 1
            plain = re.sub(r"\$\\?\w+\$|\$-\$", "", line.removesuffix(r" \\"))
            assert set(_BARE.findall(plain)) <= {"&"}
            assert not line.startswith(("[", "*"))
    return columns > 0


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_table_of_a_study_is_sound_latex(made, lang):
    for _name, frame in made:
        assert sound(WRITERS[".tex"](frame.head(60), Words(lang)).decode())


def test_awkward_values_are_sound_latex(written):
    assert sound(written(".tex", AWKWARD))
    assert "\x07" not in written(".tex", AWKWARD)


def test_latex_compiles(made, tmp_path):
    if shutil.which("pdflatex") is None:
        lacking("pdflatex")
    gaps = next(frame for name, frame in made if name == "gaps")
    ties = next(frame for name, frame in made if name == "ties")
    packages = r"\usepackage{array,booktabs,longtable,pdflscape}"
    parts = [
        WRITERS[".tex"](frame.head(rows), Words(lang)).decode()
        for frame, rows in ((gaps, 8), (ties, 60), (FRAME, 2))
        for lang in LANGUAGES
    ]
    page = "\n".join(
        [r"\documentclass{article}", packages, r"\begin{document}", *parts, r"\end{document}"]
    )
    (tmp_path / "paper.tex").write_text(page, encoding="utf-8")
    done = subprocess.run(
        ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "paper.tex"],  # noqa: S607
        cwd=tmp_path, capture_output=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-2000:].decode("utf-8", "replace")
