"""Which findings hold whichever way the network is built, and which hang on a choice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import pandas as pd

from netgov.history import History, need_history
from netgov.inference.building import build
from netgov.inference.choices import (
    Choices,
    Setting,
    find_choices,
    need_choices,
    settings_of,
)
from netgov.inference.headlines import HEADLINES, Headline, Said
from netgov.inference.result import Tell, silent
from netgov.period import Period
from netgov.rules import Rules

FINDINGS: Final = (
    *("base", "holds", "one_by_one", "settings", "undefined"),
    *("choice", "overturned", "at", "instead"),
)


@dataclass(frozen=True, eq=False, repr=False)
class Sensitivity:
    """What findings say under every setting.

    Attributes
    ----------
    findings
        Indexed by finding, of those that the usual setting shows. ``base``, what it says
        there: one body or value, a set of bodies with commas between them, or "from > to" for
        a link; after a bar what would do as well, such as bodies on a par. ``holds``, the
        share of the other settings in which at least one of these is an answer too, of those
        that show the finding; ``one_by_one``, the same share of the settings in which one
        choice alone differs from the usual ones. ``settings``, how many others there are, and
        ``undefined``, how many of them show no such finding. ``choice``, the one that
        overturns it most often, ``overturned``, in what share of the changes of that choice
        alone, and ``at``, to which of its values it is changed then most often; blank if none
        does. ``instead``, what it says most often where it does not hold. Settings that leave
        a finding the same network to read, or the same rows of evidence, count once.
    settings
        One row a setting, the usual one first: the value of each choice that is varied, and
        what each finding says there, blank where it cannot be made.
    choices
        The choices that are varied, each with its values, the usual one first.
    """

    findings: pd.DataFrame
    settings: pd.DataFrame
    choices: Choices

    def __repr__(self) -> str:
        return (
            f"<Sensitivity of {len(self.findings)} findings: {len(self.settings)} settings "
            f"of {len(self.choices)} choices>"
        )


def sensitivity(
    history: History,
    year: int | str | Period | None = None,
    *,
    choices: Choices | None = None,
    rules: Rules | None = None,
    tell: Tell = silent,
) -> Sensitivity:
    """Return what the findings of a report hang on: every choice in building the network.

    Each finding is made anew under every setting, that is every combination of the choices
    that it depends on. At the level of parents it holds when it names the bodies to which the
    units belong. A year by itself is a smaller study, and may differ from the whole since the
    work changed: where the years overturn a finding, see `change` before doubting it.

    Parameters
    ----------
    history
        The networks of a study, or the view of it that an audience may see.
    year
        The years of the usual setting; the whole study unless given.
    choices
        The values of each choice that is varied, the usual one first, such as
        ``{"threshold": [1, 3], "level": ["unit", "parent"]}``; unless given all those of
        `find_choices` that make a difference.
    rules
        Thresholds other than the usual ones.
    tell
        Called with how many more settings are done.

    Returns
    -------
    Sensitivity

    Raises
    ------
    UnknownName
        If there is no such choice or value.
    """
    history = need_history(history)
    period, rules = history.within(year), rules or Rules()
    asked = find_choices(history, period) if choices is None else choices
    varied = need_choices(asked)
    grid = settings_of(varied, period)
    said = _said(history, rules, grid, tell)
    shown = {name: card for name, card in HEADLINES.items() if said[name][grid[0]].said}
    rows = {name: _row(card, said[name], grid, varied) for name, card in shown.items()}
    findings = pd.DataFrame.from_dict(rows, orient="index", columns=[*FINDINGS])
    varied = {name: values for name, values in varied.items() if len(values) > 1}
    return Sensitivity(
        findings.astype({"settings": int, "undefined": int}).rename_axis("finding"),
        _every_setting(grid, said, list(varied), shown),
        varied,
    )


class _Saying(NamedTuple):
    """What a finding says under a setting.

    ``into`` are the bodies that units are part of there; ``read`` is the number of what the
    finding reads of the study, the same for settings that make no difference to it.
    """

    said: Said
    into: Mapping[Any, Any]
    read: int


# By setting; choices that the finding does not depend on are the usual ones.
_Sayings = Mapping[Setting, _Saying]


def _said(
    history: History, rules: Rules, grid: list[Setting], tell: Tell
) -> Mapping[str, _Sayings]:
    """Return what each finding says under each setting, made once for all that are alike."""
    found: dict[str, dict[Setting, _Saying]] = {name: {} for name in HEADLINES}
    numbers: dict[Hashable, int] = {}
    made: dict[tuple[str, int], Said] = {}
    for setting in grid:
        built = build(history, setting, rules)
        for name, card in HEADLINES.items():
            if _own(setting, card, grid[0]) == setting:
                read = numbers.setdefault(card.key(built), len(numbers))
                if (name, read) not in made:
                    made[name, read] = card.rule(built)
                found[name][setting] = _Saying(made[name, read], built.into, read)
        tell(1)
    return found


def _own(setting: Setting, card: Headline, usual: Setting) -> Setting:
    """Return a setting with what a finding does not depend on as it usually is."""
    kept = {name: getattr(setting, name) for name in card.hangs_on}
    return usual._replace(**kept)


def _every_setting(
    grid: list[Setting],
    said: Mapping[str, _Sayings],
    varied: list[str],
    shown: Mapping[str, Headline],
) -> pd.DataFrame:
    """Return what each finding says under each setting."""
    rows = [
        {name: _written(getattr(setting, name)) for name in varied}
        | {
            name: card.text(said[name][_own(setting, card, grid[0])].said)
            for name, card in shown.items()
        }
        for setting in grid
    ]
    return pd.DataFrame(rows, index=pd.RangeIndex(1, len(rows) + 1, name="setting"))


def _written(value: Any) -> Any:
    return str(value) if isinstance(value, Period) else value


# --- what becomes of one finding -------------------------------------------------------------


def _row(
    card: Headline, sayings: _Sayings, grid: list[Setting], varied: Choices
) -> dict[str, Any]:
    """Return how far a finding holds, as `Sensitivity.findings` has it."""
    usual = grid[0]
    base = sayings[usual].said
    others = _others(sayings, usual)
    holds = {
        setting: card.same(card.at_level(base, one.into), one.said)
        for setting, one in others.items()
        if one.said
    }
    single = {setting: held for setting, held in holds.items() if _differ(setting, usual) == 1}
    otherwise = Counter(card.text(others[s].said) for s, held in holds.items() if not held)
    held = {others[setting].read: held for setting, held in holds.items()}
    return {
        "base": card.text(base),
        "holds": _share(holds),
        "one_by_one": _share(single),
        "settings": len(others),
        "undefined": len(others) - len(holds),
        **_overturning(card, sayings, {sayings[usual].read: True, **held}, varied),
        "instead": max(otherwise, key=otherwise.__getitem__, default=""),
    }


def _others(sayings: _Sayings, usual: Setting) -> _Sayings:
    """Return one setting for all that a finding may read otherwise than usual.

    Of those that make no difference to it, the setting with the fewest changes stands.
    """
    one_each: dict[int, Setting] = {}
    for setting in sorted(sayings, key=lambda setting: _differ(setting, usual)):
        one_each.setdefault(sayings[setting].read, setting)
    return {setting: sayings[setting] for setting in one_each.values() if setting != usual}


def _differ(setting: Setting, usual: Setting) -> int:
    return sum(one != other for one, other in zip(setting, usual, strict=True))


def _share(holds: Mapping[Setting, bool]) -> float:
    return sum(holds.values()) / len(holds) if holds else float("nan")


def _overturning(
    card: Headline, sayings: _Sayings, held: Mapping[int, bool], varied: Choices
) -> dict[str, Any]:
    """Return the choice that overturns a finding most often when it alone is changed.

    ``held`` is whether it holds, by the number of what it reads, of what shows it.
    """
    most: dict[str, Any] = {"choice": "", "overturned": 0.0, "at": ""}
    for choice in (name for name in varied if name in card.hangs_on):
        changed = _changed(choice, varied[choice][0], sayings, held)
        fallen = Counter(value for value, holds in changed if not holds)
        share = fallen.total() / len(changed) if changed else 0.0
        if share > most["overturned"]:
            at = max(fallen, key=fallen.__getitem__)
            most = {"choice": choice, "overturned": share, "at": str(at)}
    return most


def _changed(
    choice: str, usual: Any, sayings: _Sayings, held: Mapping[int, bool]
) -> list[tuple[Any, bool]]:
    """Return each change of a choice from its usual value, and whether the finding still holds.

    Only changes of settings under which it holds can overturn it; those that make the same
    difference count once.
    """
    changes: dict[tuple[int, int], tuple[Any, bool]] = {}
    for setting, one in sayings.items():
        before = sayings[setting._replace(**{choice: usual})].read
        if before != one.read and held.get(before) and one.read in held:
            change = getattr(setting, choice), held[one.read]
            changes.setdefault((before, one.read), change)
    return [*changes.values()]
