"""The list of sources that citations name by number."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pandas as pd

from netgov.errors import RecordsError
from netgov.reading import read_text
from netgov.words import _

SOURCES_FILE: Final = "SOURCES.md"


def read_sources(path: Path) -> pd.DataFrame:
    """Read entries: ``[1] **Short**. Text <address> Read: page. Dibaca: halaman.``."""
    text = read_text(path).replace("\r\n", "\n") if path.is_file() else ""
    entry = re.compile(
        r"^\[(?P<number>\d{1,9})\] (?:\*\*(?P<short>.*?)\*\*\. )?(?P<text>.*?)"
        r" (?:<(?P<address>[^>]*)>|\([^()]*\))"
        r" Read: (?P<read_en>.*?)\. Dibaca: (?P<read_id>.*?)\.$",
        re.MULTILINE,
    )
    rows = [match.groupdict() for match in entry.finditer(text)]
    columns = ["number", "short", "text", "address", "read_en", "read_id"]
    frame = pd.DataFrame(rows, columns=columns, dtype=object).fillna("")
    # Any other address could run in the browser of a reader who clicks on it.
    of_the_web = frame["address"].str.match(r"https?://")
    frame["address"] = frame["address"].where(of_the_web, "")
    frame = frame.astype({"number": int}).set_index("number").sort_index()
    if frame.index.has_duplicates:
        sentence = _("{file}: two sources bear the number [{number}]; give one another number.")
        number = frame.index[frame.index.duplicated()][0]
        raise RecordsError(sentence, file=path.name, number=number)
    return frame
