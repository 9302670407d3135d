"""Which findings hold however the network is built, and which hang on a choice."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from netgov.captions import heading
from netgov.captions.values import called, is_closed
from netgov.inference import HEADLINES, Sensitivity
from netgov.proof import NAMED_AT_MOST, arrow, first_named
from netgov.rules import Rules
from netgov.words import Words, _


def about_sensitivity(
    found: Sensitivity, labels: pd.Series[str], words: Words, rules: Rules | None = None
) -> Iterator[str]:
    """Yield which findings hold under nearly all settings, and on which choice others hang."""
    if len(found.settings) == 1:
        yield words(_("No choice in building the network makes a difference in these data."))
        return
    sentence = _("Tried: {settings} settings, every combination of {choices}.")
    varied = words.together(heading(choice, words).lower() for choice in found.choices)
    yield words(sentence, settings=words.number(len(found.settings), 0), choices=varied)
    share = found.findings["holds"]
    firm = share >= (rules or Rules()).firm
    if firm.any():
        held = found.findings[firm].reset_index().to_dict("records")
        told = (_with_what_it_says(row, labels, words) for row in held)
        sentence = _("Hold under nearly all settings: {findings}.")
        yield words(sentence, findings="; ".join(told))
    hung = found.findings[~firm & share.notna()].reset_index()
    for choice, rows in hung.groupby("choice", sort=False):
        yield _hung(str(choice), rows, labels, words)
    if (hung["choice"] == "window").any():
        sentence = _(
            "Years differ also because the work changes: what hangs on the years alone may "
            "well be right for some of them."
        )
        yield words(sentence)


def _hung(choice: str, findings: pd.DataFrame, labels: pd.Series[str], words: Words) -> str:
    """Say which findings hang on a choice above all, and how far they hold."""
    told = [
        words(
            _("{finding} (under {share} of the settings)"),
            finding=_with_what_it_says(row, labels, words),
            share=_percent(row["holds"], words),
        )
        for row in findings.to_dict("records")
    ]
    sentence = _("Hang on several choices at once: {findings}.")
    if choice:
        sentence = _("Hang on a choice, above all on that of {choice}: {findings}.")
    return words(sentence, choice=heading(choice, words).lower(), findings="; ".join(told))


def _with_what_it_says(row: Mapping[Any, Any], labels: pd.Series[str], words: Words) -> str:
    said = what_it_says(row["finding"], row["base"], labels, words)
    return f"{words(HEADLINES[row['finding']].label)}: {said}"


def what_it_says(finding: str, text: str, labels: pd.Series[str], words: Words) -> str:
    """Return what a finding says with bodies, links and values as readers know them."""
    card = HEADLINES[finding]

    def name(one: str) -> str:
        return words(card.values[one]) if one in card.values else str(labels.get(one, one))

    groups = card.parts(text)
    if card.of == "link":
        each = [arrow(source, target, labels) for source, target in groups]
    else:
        each = [words.together(map(name, group)) for group in groups]
    return first_named(each) if len(each) > NAMED_AT_MOST else words.either(each)


def value_of(choice: str, value: Any, words: Words) -> str:
    """Return what a value of a choice means."""
    if choice == "threshold":
        return words(_("at least {count}"), count=value)
    return str(called(choice, value, words) if is_closed(choice) else value)


def sensitivity_list(found: Sensitivity, labels: pd.Series[str], words: Words) -> pd.DataFrame:
    """Return findings and what they hang on as a screen shows them."""
    rows = []
    for row in found.findings.reset_index().to_dict("records"):
        name, choice = row["finding"], row["choice"]
        at = value_of(choice, row["at"], words)
        rows.append(
            {
                "finding": words(HEADLINES[name].label),
                "base": what_it_says(name, row["base"], labels, words),
                "holds": _percent(row["holds"], words),
                "one_by_one": _percent(row["one_by_one"], words),
                "settings": row["settings"],
                "undefined": row["undefined"],
                "choice": f"{heading(choice, words)}: {at}" if choice else "",
                "instead": what_it_says(name, row["instead"], labels, words),
            }
        )
    return pd.DataFrame(rows)


def setting_list(found: Sensitivity, labels: pd.Series[str], words: Words) -> pd.DataFrame:
    """Return what findings say under each setting as a screen shows it."""
    said = {
        name: [what_it_says(str(name), text, labels, words) for text in found.settings[name]]
        for name in found.findings.index
    }
    return found.settings.assign(**said)


def _percent(share: float, words: Words) -> str:
    """Return a share rounded down, so that 100% is all; blank if there is nothing to share."""
    return "" if math.isnan(share) else words.percent(math.floor(100 * share) / 100)
