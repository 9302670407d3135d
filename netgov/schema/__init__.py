"""Each table and column of the records, stated once.

Checking, ``netgov check``, the Excel template, ``docs/data.md`` and ``data/datapackage.json``
come from here. A heading or value is recognised without regard to case, blanks, underscores
and language.
"""

from collections.abc import Mapping
from typing import Final

from netgov.schema.contacts import CONTACTS
from netgov.schema.model import Column, Table, plain
from netgov.schema.problems import CHANGES, PROBLEMS, Change, Fault
from netgov.schema.reference import REFERENCE

TABLES: Final[Mapping[str, Table]] = {**REFERENCE, **CONTACTS}

__all__ = [
    "CHANGES",
    "CONTACTS",
    "PROBLEMS",
    "REFERENCE",
    "TABLES",
    "Change",
    "Column",
    "Fault",
    "Table",
    "plain",
]
