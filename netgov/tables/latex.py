"""Tables in LaTeX with booktabs: a float, or pages of longtable for what is long or broad.

Columns have set widths, so that no table is broader than the text and headings break.
"""

from __future__ import annotations

import math
import re
from typing import Final, NamedTuple

import pandas as pd

from netgov.tables.folding import blocks, breadths
from netgov.tables.paper import Note, Paper, on_paper
from netgov.tables.told import About
from netgov.words import Words, _

_UPRIGHT: Final = 76  # signs in small print across the text of an article
_ACROSS: Final = 124  # the same on a page turned sideways
# What is tried in turn: the page, and the signs that a line of a cell may have.
_TRIED: Final = ((_UPRIGHT, 34), (_UPRIGHT, 20), (_ACROSS, 34))
_HEADING: Final = 8
_ROWS: Final = 40  # lines that a float may have
_NOTE_LINE: Final = 100  # signs in a line of the notes
_RAGGED: Final = {"left": "right", "right": "left"}  # what is not ragged is aligned
_MAY_BREAK: Final = "\u200b"
# pandas escapes neither captions nor signs that the usual fonts lack or show as others. A row
# that begins with [ or * would be read as going with the end of the row before.
_SIGNS: Final = str.maketrans(
    {
        **{sign: f"\\{sign}" for sign in "&%$#_{}"},
        **{sign: f"{{{sign}}}" for sign in "[]*"},
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "<": r"\textless{}",
        ">": r"\textgreater{}",
        "|": r"\textbar{}",
        '"': "''",
        "≥": r"$\geq$",
        "≤": r"$\leq$",
        "→": r"$\rightarrow$",
        "−": "$-$",
        "×": r"$\times$",
        "Σ": r"$\Sigma$",
        "∞": r"$\infty$",
        _MAY_BREAK: r"\allowbreak{}",
    }
)


class _Layout(NamedTuple):
    """How a table is set: the breadth of its columns and page in signs, and its parts."""

    broad: list[int]
    page: int
    parts: list[list[int]]


def latex(frame: pd.DataFrame, words: Words, known: About | None = None) -> bytes:
    """Return a table for a LaTeX paper; its first line says what the paper must load."""
    paper = on_paper(frame, words, known)
    layout = _layout(paper)
    paper = paper._replace(texts=_breakable(paper.texts, layout.broad))
    across = layout.page == _ACROSS
    if not across and _lines(paper, layout.broad) <= _ROWS:
        packages, body = "array,booktabs", _float(paper, layout)
    else:
        packages, body = "array,booktabs,longtable", _pages(paper, layout, words)
    if across:
        packages += ",pdflscape"
        body = [r"\begin{landscape}", *body, r"\end{landscape}"]
    first = words(_("In the preamble: {line}"), line=rf"\usepackage{{{packages}}}")
    return "\n".join([f"% {first}", *body, ""]).encode()


def _layout(paper: Paper) -> _Layout:
    """Return the table upright if it fits, else across, in as many parts as it takes."""
    for page, longest in _TRIED:
        broad = breadths(paper.texts, longest, _HEADING)
        parts = blocks(paper.keys, broad, page)
        if len(parts) == 1:
            break
    return _Layout(broad, page, parts)


def _lines(paper: Paper, broad: list[int]) -> int:
    """Return how many lines a table and its notes take."""
    heights = (
        max(math.ceil(len(text) / breadth) for text, breadth in zip(row, broad, strict=True))
        for row in paper.texts.to_numpy().tolist()
    )
    below = [*(note.says for note in paper.notes), *paper.about.remarks]
    return sum(heights) + sum(map(len, below)) // _NOTE_LINE


def _breakable(texts: pd.DataFrame, broad: list[int]) -> pd.DataFrame:
    """Let addresses and keys that no column can hold break at their signs."""

    def broken(text: str, breadth: int) -> str:
        if len(text) <= breadth:
            return text
        parts = text.split(" ")
        return " ".join(
            re.sub(r"([/._?=&:-]|\w{12})(?=.)", rf"\1{_MAY_BREAK}", part)
            if len(part) > breadth
            else part
            for part in parts
        )

    columns = {
        place: [broken(text, broad[place]) for text in texts.iloc[:, place]]
        for place in range(texts.shape[1])
    }
    return pd.DataFrame(columns, index=texts.index, dtype=object).set_axis(
        texts.columns, axis=1
    )


def _float(paper: Paper, layout: _Layout) -> list[str]:
    return [
        r"\begin{table}[htbp]",
        r"\centering\footnotesize\setlength{\tabcolsep}{3pt}",
        *_caption(paper.about),
        rf"\begin{{tabular}}{{{_columns(paper, layout, layout.parts[0])}}}",
        r"\toprule",
        _row(list(paper.texts.columns)),
        r"\midrule",
        *map(_row, paper.texts.to_numpy().tolist()),
        r"\bottomrule",
        r"\end{tabular}",
        *_below(paper),
        r"\end{table}",
    ]


def _pages(paper: Paper, layout: _Layout, words: Words) -> list[str]:
    # A row of the first table, but none of its content.
    caption = [rf"{line}\tabularnewline" for line in _caption(paper.about)]
    lines = [r"{\footnotesize\setlength{\tabcolsep}{3pt}"]
    for part in layout.parts:
        lines += _long(paper, layout, part, caption, words)
        caption = []
    return [*lines, *_below(paper), r"\par}"]


def _long(
    paper: Paper, layout: _Layout, part: list[int], caption: list[str], words: Words
) -> list[str]:
    """Return some columns as a table over many pages, its headings on each."""
    texts = paper.texts.iloc[:, part]
    head = [r"\toprule", _row(list(texts.columns)), r"\midrule"]
    more = _escaped(words(_("continued on the next page")))
    return [
        rf"\begin{{longtable}}{{{_columns(paper, layout, part)}}}",
        *caption,
        *head,
        r"\endfirsthead",
        *head,
        r"\endhead",
        rf"\midrule\multicolumn{{{len(part)}}}{{r}}{{\emph{{{more}}}}}\\",
        r"\endfoot",
        r"\bottomrule",
        r"\endlastfoot",
        *map(_row, texts.to_numpy().tolist()),
        r"\end{longtable}",
    ]


def _caption(about: About) -> list[str]:
    """Return the line of the caption, if there is one, with its label."""
    if not about.caption:
        return []
    label = rf"\label{{{about.label}}}" if about.label else ""
    return [rf"\caption{{{_escaped(about.caption)}}}{label}"]


def _columns(paper: Paper, layout: _Layout, part: list[int]) -> str:
    """Return the columns, each with its part of the breadth of the text."""
    whole = max(layout.page, sum(layout.broad[place] + 2 for place in part))
    return "".join(
        rf">{{\ragged{_RAGGED[paper.sides[place]]}\arraybackslash}}"
        rf"p{{\dimexpr {(layout.broad[place] + 2) / whole:.3f}\linewidth-2\tabcolsep\relax}}"
        for place in part
    )


def _row(cells: list[str]) -> str:
    return " & ".join(map(_escaped, cells)) + r" \\"


def _below(paper: Paper) -> list[str]:
    """Return what stands below a table: what the data are, and what the columns tell."""
    said = [rf"{_escaped(paper.said)}.\par"] if paper.said else []
    # Two hyphens of an option would be set as one dash.
    told = [_escaped(remark).replace("--", "-{}-") for remark in paper.about.remarks]
    remarks = [rf"\par {remark}" for remark in told]
    lines = [*said, *map(_note, paper.notes), *remarks]
    if not lines:
        return []
    return [r"\par\smallskip\noindent\parbox{\linewidth}{\raggedright", *lines, "}"]


def _note(note: Note) -> str:
    term, unit, says = map(_escaped, note)
    return rf"\emph{{{term}}}" + (f" ({unit})" if unit else "") + f": {says}"


def _escaped(text: str) -> str:
    return text.translate(_SIGNS)
