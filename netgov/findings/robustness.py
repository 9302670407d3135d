"""Which findings hold however the network is built, and which hang on a choice."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any, Final

import pandas as pd

from netgov.captions import heading
from netgov.captions.values import called, is_closed
from netgov.inference import HEADLINES, Sensitivity
from netgov.proof import NAMED_AT_MOST, Basis, Finding, arrow, first_named
from netgov.rules import Rules
from netgov.words import Words, _

# Of fewer settings a percentage would say more than there is; one of many is not none.
_FEW: Final = 20
_LEAST_TOLD: Final = 0.01
_FIRM: Final = _("Hold under nearly all settings: {findings}.")
_SELDOM: Final = _("Too few other settings show them to say whether they hold: {findings}.")
_HUNG: Final = _("Hang on a choice, above all on that of {choice}: {findings}.")
_SEVERAL: Final = _("Hang on several choices at once: {findings}.")
_UNTOUCHED: Final = _("None of these choices touches: {findings}.")
# How findings can stand, in the order in which it is told, and what is counted of them.
_STANDINGS: Final[Mapping[str, str]] = {
    _FIRM: _("Findings that hold under nearly all settings"),
    _SELDOM: _("Findings that few settings show"),
    _HUNG: _("Findings that hang on a choice"),
    _SEVERAL: _("Findings that hang on several choices"),
    _UNTOUCHED: _("Findings that no choice touches"),
}
_Row = Mapping[Any, Any]


def about_sensitivity(
    found: Sensitivity, labels: pd.Series[str], words: Words, rules: Rules | None = None
) -> Iterator[Finding]:
    """Yield which findings hold under nearly all settings, and on which choice others hang."""
    if len(found.settings) == 1:
        sentence = _("No choice in building the network makes a difference in these data.")
        yield Finding(words(sentence))
        return
    yield _tried(found, words)
    firm = (rules or Rules()).firm
    alike: dict[tuple[str, str], list[_Row]] = {}
    for row in found.findings.reset_index().to_dict("records"):
        standing = _standing(row, firm)
        choice = row["choice"] if standing == _HUNG else ""
        alike.setdefault((standing, choice), []).append(row)
    for standing in _STANDINGS:
        for (one, choice), rows in alike.items():
            if one == standing:
                yield _together(standing, choice, rows, found, labels, words)
    if (_HUNG, "window") in alike:
        sentence = _(
            "Years differ also because the work changes: what hangs on the years alone may "
            "well be right for some of them."
        )
        yield Finding(words(sentence))


def _tried(found: Sensitivity, words: Words) -> Finding:
    """Say what was tried, and what counts as the same."""
    sentence = _(
        "Tried: {settings} settings, every combination of {choices}. For each finding, those "
        "that come to the same network count once."
    )
    choices = words.together(heading(choice, words).lower() for choice in found.choices)
    count = words.number(len(found.settings), 0)
    text = words(sentence, settings=count, choices=choices)
    if "level" in found.choices:
        joined = _(
            "Where units are joined, the body that a unit belongs to counts as the same answer."
        )
        text = f"{text} {words(joined)}"
    return Finding(text, measure=words(_("Settings tried")), value=count, table="settings")


def _standing(row: _Row, firm: float) -> str:
    """Return how a finding stands, one of the keys of `_STANDINGS`."""
    if not row["settings"]:
        return _UNTOUCHED
    if row["holds"] < firm:
        return _HUNG if row["choice"] else _SEVERAL
    return _FIRM if _shown(row) >= firm * row["settings"] else _SELDOM


def _shown(row: _Row) -> int:
    """Return how many of the other settings show a finding at all."""
    return int(row["settings"] - row["undefined"])


def _together(
    standing: str,
    choice: str,
    rows: list[_Row],
    found: Sensitivity,
    labels: pd.Series[str],
    words: Words,
) -> Finding:
    """Say of the findings that stand alike what they say, and how far they hold."""
    told = "; ".join(_told(standing, row, labels, words) for row in rows)
    on = heading(choice, words).lower() if choice else ""
    return Finding(
        words(standing, findings=told, choice=on),
        measure=words(_STANDINGS[standing]) + (f": {on}" if on else ""),
        value=f"{words.number(len(rows))} / {words.number(len(found.findings))}",
        basis=Basis(words(_("settings: {count}"), count=words.number(len(found.settings), 0))),
        table="sensitivity",
    )


def _told(standing: str, row: _Row, labels: pd.Series[str], words: Words) -> str:
    """Return what a finding says, and in how many settings where they are not nearly all."""
    said = what_it_says(row["finding"], row["base"], labels, words)
    finding = f"{words(HEADLINES[row['finding']].label)}: {said}"
    if standing in (_HUNG, _SEVERAL):
        held, shown = _held(row), _shown(row)
        sentence = _("{finding} (in {share} of the settings)")
        if _is_few(held, shown):
            sentence = _("{finding} (in {held} of {shown} settings)")
        facts = {"held": words.number(held), "shown": words.number(shown)}
        return words(sentence, finding=finding, share=_percent(row["holds"], words), **facts)
    if standing == _SELDOM:
        sentence = _("{finding} (shown in {shown} of {count} settings)")
        facts = {"shown": words.number(_shown(row)), "count": words.number(row["settings"])}
        return words(sentence, finding=finding, **facts)
    return finding


def _held(row: _Row) -> int:
    """Return in how many settings a finding says the same."""
    return round(row["holds"] * _shown(row)) if _shown(row) else 0


def _is_few(some: int, every: int) -> bool:
    """Whether a percentage would say more than there is, or that there is none."""
    return every < _FEW or 0 < some < _LEAST_TOLD * every


def _percent(share: float, words: Words) -> str:
    """Return a share rounded down, so that 100% is all."""
    return words.percent(math.floor(100 * share) / 100)


# --- tables in words -------------------------------------------------------------------------


def what_it_says(finding: str, text: str, labels: pd.Series[str], words: Words) -> str:
    """Return what a finding says with bodies, links and values as readers know them."""
    card = HEADLINES[finding]

    def name(one: str) -> str:
        return words(card.values[one]) if one in card.values else str(labels.get(one, one))

    answers = card.parts(text)
    if card.of == "link":
        each = [arrow(source, target, labels) for source, target in answers]
    else:
        each = [words.together(map(name, bodies)) for bodies in answers]
    if len(each) > NAMED_AT_MOST:
        return first_named(each)
    on_a_par = card.of == "bodies" and all(len(bodies) == 1 for bodies in answers)
    return words.together(each) if on_a_par else words.either(each)


def value_of(choice: str, value: Any, words: Words) -> str:
    """Return what a value of a choice means."""
    if choice == "threshold":
        return words(_("at least {count}"), count=value)
    return str(called(choice, value, words) if is_closed(choice) else value)


def sensitivity_table(found: Sensitivity, labels: pd.Series[str], words: Words) -> pd.DataFrame:
    """Return findings and what they hang on, in words but for numbers."""
    rows = found.findings.reset_index()
    said = {
        column: [
            what_it_says(finding, text, labels, words)
            for finding, text in zip(rows["finding"], rows[column], strict=True)
        ]
        for column in ("base", "instead")
    }
    changed = zip(rows["choice"], rows["at"], strict=True)
    at = [value_of(choice, value, words) if choice else "" for choice, value in changed]
    names = [words(HEADLINES[finding].label) for finding in rows["finding"]]
    choices = [heading(choice, words) if choice else "" for choice in rows["choice"]]
    told = rows.assign(finding=names, **said, choice=choices, at=at)
    return told.set_index("finding")


def sensitivity_list(found: Sensitivity, labels: pd.Series[str], words: Words) -> pd.DataFrame:
    """Return how far findings hold, as broad as a screen; `about_sensitivity` says why."""
    told = sensitivity_table(found, labels, words)
    holds = [_of_settings(row, words) for row in found.findings.to_dict("records")]
    return told[["base", "holds", "instead"]].assign(holds=holds)


def _of_settings(row: _Row, words: Words) -> str:
    """Return in how many of the settings that show it a finding holds; blank if none does."""
    held, shown = _held(row), _shown(row)
    if not shown or not _is_few(held, shown):
        return _percent(row["holds"], words) if shown else ""
    return words(_("{some} of {count}"), some=words.number(held), count=words.number(shown))


def setting_list(found: Sensitivity, labels: pd.Series[str], words: Words) -> pd.DataFrame:
    """Return what findings say under each setting, in words."""
    said = {
        name: [what_it_says(str(name), text, labels, words) for text in found.settings[name]]
        for name in found.findings.index
    }
    return found.settings.assign(**said)
