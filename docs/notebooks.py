"""Write the notebooks of `examples` from their scripts and run them: ``make notebooks``.

A notebook keeps what its cells print and show, so that it can be read without being run. It
holds no times, versions and paths of the machine that ran it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import jupytext
import nbformat
from nbclient import NotebookClient

EXAMPLES = Path(__file__).parent.parent / "examples"
_KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def told(script: Path) -> nbformat.NotebookNode:
    """Return the notebook of a script, before it is run; cells are numbered for good."""
    book = jupytext.read(script, fmt="py:percent")
    book.metadata = nbformat.from_dict({"kernelspec": _KERNEL})
    for number, cell in enumerate(book.cells, start=1):
        cell.id, cell.metadata = f"cell-{number}", nbformat.from_dict({})
    return book


def run(script: Path) -> nbformat.NotebookNode:
    """Return the notebook of a script with what its cells print and show."""
    book = told(script)
    where = {"metadata": {"path": str(script.parent)}}
    NotebookClient(
        book, kernel_name="python3", record_timing=False, coalesce_streams=True, resources=where
    ).execute()
    book.metadata = nbformat.from_dict({"kernelspec": _KERNEL})
    return book


def write(scripts: Iterable[Path]) -> None:
    """Write the notebook of each script beside it."""
    for script in scripts:
        path = script.with_suffix(".ipynb")
        text = nbformat.writes(run(script))
        path.write_text(f"{text}\n", encoding="utf-8", newline="\n")
        print(path.name)


if __name__ == "__main__":
    write([Path(name) for name in sys.argv[1:]] or sorted(EXAMPLES.glob("*.py")))
