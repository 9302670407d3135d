"""What a folder says of itself in ``netgov.toml``: the study, its columns, its blanks."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from netgov.errors import NetgovError, RecordsError, UnknownName, shown
from netgov.headings import Renamed
from netgov.identity import is_identity
from netgov.period import Period
from netgov.reading import read_text
from netgov.schema import CONTACTS, TABLES, plain
from netgov.words import LANGUAGES, _

SETTINGS_FILE: Final = "netgov.toml"
_SECTIONS: Final = ("study", "columns", "fill")


@dataclass(frozen=True)
class Study:
    """What the data are: their titles, their years, whether they are invented."""

    titles: Mapping[str, str]
    period: Period
    synthetic: bool = False

    def title(self, lang: str) -> str:
        """Return the title in one language, or the other one if it has none."""
        return self.titles.get(lang) or next(iter(self.titles.values()), "")


@dataclass(frozen=True)
class Fill:
    """What a blank cell means: always, or where another cell of the row holds some text."""

    value: str
    where: str = ""
    has: str = ""


@dataclass(frozen=True)
class Settings:
    """What a settings file says.

    ``renamed``: for each table the headings of its columns; ``fills``: what a blank cell of a
    column means; ``titles``, ``years`` and ``synthetic`` make the `Study`.
    """

    titles: Mapping[str, str] = field(default_factory=dict)
    years: Period | None = None
    synthetic: bool = False
    renamed: Mapping[str, Renamed] = field(default_factory=dict)
    fills: Mapping[str, Fill] = field(default_factory=dict)


def read_settings(path: Path) -> Settings:
    """Read a settings file; without it nothing is set.

    Raises
    ------
    RecordsError
        If it is no TOML, or a value in it cannot be used.
    """
    if not path.is_file():
        return Settings()
    return _settings(read_text(path), path.name)


def ready_settings(name: str) -> Settings | None:
    """Return the settings that come with netgov for a known export, None for other names."""
    if name not in ready_names():
        return None
    place = files("netgov") / "mappings" / f"{name}.toml"
    return _settings(place.read_text("utf-8"), f"{name}.toml")


def ready_names() -> list[str]:
    """Return the names of the settings that come with netgov."""
    names = (place.name for place in (files("netgov") / "mappings").iterdir())
    return sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml"))


def chosen_settings(asked: str | Path) -> Settings:
    """Return the settings of a file, or those that come with netgov under a name."""
    path = Path(asked)
    if path.is_file():
        return read_settings(path)
    ready = ready_settings(str(asked))
    if ready is None:
        sentence = _("There is no mapping called {name}. The nearest is {near}; all: {known}.")
        raise UnknownName.among(sentence, str(asked), ready_names())
    return ready


def _settings(text: str, file: str) -> Settings:
    try:
        return _checked(tomllib.loads(text), file)
    # Beside its own error tomllib lets numbers too long and tables too deep through.
    except (ValueError, RecursionError) as error:
        sentence = _("{file} cannot be read ({reason}); compare it with data/netgov.toml.")
        raise RecordsError(sentence, file=file, reason=shown(error)) from None
    except RecordsError:
        raise
    except NetgovError as error:
        raise RecordsError(_("{file}: {what}"), file=file, what=error.phrase) from None


def _checked(said: Mapping[str, Any], file: str) -> Settings:
    for name in said:
        if name not in _SECTIONS:
            sentence = _(
                "There is no table called {name}. The nearest is {near}; all: {known}."
            )
            raise UnknownName.among(sentence, name, _SECTIONS)
    study, columns, fills = (_table(said, name) for name in _SECTIONS)
    return Settings(
        titles={lang: str(study.get(f"title_{lang}", "")) for lang in LANGUAGES},
        years=Period.of(study["years"]) if "years" in study else None,
        synthetic=_flag(study.get("synthetic", False), file),
        renamed=_renamed(columns, file),
        fills={name: _fill(name, told, file) for name, told in fills.items()},
    )


def _table(said: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    table = said.get(name, {})
    if not isinstance(table, Mapping):
        sentence = _("{name} is {value}; write it as a table: [{name}].")
        raise NetgovError(sentence, name=name, value=shown(table))
    return table


def _flag(value: object, file: str) -> bool:
    if not isinstance(value, bool):
        sentence = _("{file}: synthetic is {value}; write true or false without quotes.")
        raise RecordsError(sentence, file=file, value=shown(value))
    return value


def _renamed(columns: Mapping[str, Any], file: str) -> dict[str, dict[str, str]]:
    """Return for each table the headings of its columns: [columns], or [columns.referrals]."""
    renamed: dict[str, dict[str, str]] = {}
    # What is said of one table overrides what is said of all.
    for name, told in sorted(columns.items(), key=lambda said: isinstance(said[1], Mapping)):
        if isinstance(told, Mapping):
            if name not in TABLES:
                sentence = _(
                    "There is no table called {name}. The nearest is {near}; all: {known}."
                )
                raise UnknownName.among(sentence, name, TABLES)
            renamed.setdefault(name, {}).update(_mapped(told, [name], file))
        else:
            for table in CONTACTS:
                if name in _columns([table]):
                    renamed.setdefault(table, {}).update(_mapped({name: told}, [table], file))
            _need_column(name, list(CONTACTS))
    return renamed


def _mapped(told: Mapping[str, Any], tables: list[str], file: str) -> dict[str, str]:
    for name, heading in told.items():
        _need_column(name, tables)
        if not isinstance(heading, str) or not plain(heading):
            sentence = _("{file}: the column {column} is {value}; write its heading in quotes.")
            raise RecordsError(sentence, file=file, column=name, value=shown(heading))
        if is_identity(heading) and any(TABLES[table].counted for table in tables):
            sentence = _(
                "{file}: {column} = {value} names a column about persons, and such a column "
                "is never read; choose another."
            )
            raise RecordsError(sentence, file=file, column=name, value=shown(heading))
    return dict(told)


def _columns(tables: list[str]) -> list[str]:
    return [column.name for table in tables for column in TABLES[table].columns]


def _need_column(name: str, tables: list[str]) -> None:
    if name not in _columns(tables):
        sentence = _("There is no column called {name}. The nearest is {near}; all: {known}.")
        raise UnknownName.among(sentence, name, set(_columns(tables)))


def _fill(name: str, told: object, file: str) -> Fill:
    """Read ``target = "UPT PPA"``, or a table with ``value``, ``where`` and ``has``."""
    _need_column(name, list(CONTACTS))
    table: Mapping[str, Any] = told if isinstance(told, Mapping) else {"value": told}
    parts = {part: table.get(part, "") for part in ("value", "where", "has")}
    sound = all(isinstance(part, str) for part in parts.values()) and set(table) <= set(parts)
    if not sound or not parts["value"].strip() or bool(parts["where"]) != bool(parts["has"]):
        sentence = _(
            "{file}: [fill] {column} cannot be used; write a value, or value, where and has."
        )
        raise RecordsError(sentence, file=file, column=name)
    if parts["where"]:
        _need_column(parts["where"], list(CONTACTS))
    return Fill(**parts)
