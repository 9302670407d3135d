"""The two languages of netgov: Indonesian, the default, and English.

A sentence is written once, in English, where it is said, and marked with ``_``. Its
Indonesian stands in ``locale/id/LC_MESSAGES/netgov.po``; ``make words`` collects the marked
sentences and compiles the catalogue that is read here.
"""

from __future__ import annotations

import gettext
import math
import os
from collections.abc import Iterable
from functools import cached_property, lru_cache
from typing import Final, Literal

LANGUAGES: Final = {"id": "Bahasa Indonesia", "en": "English"}
DEFAULT_LANGUAGE: Final = "id"
# pathlib would cost `netgov --help` a tenth of its time.
LOCALE: Final = os.path.join(os.path.dirname(__file__), "locale")  # noqa: PTH118, PTH120
DOMAIN: Final = "netgov"
# Longer ones are told by their power of ten.
_LONGEST_NUMBER: Final = 1e15


def _(sentence: str) -> str:
    """Mark a sentence for translation; it is translated where it is said."""
    return sentence


@lru_cache(4096)  # reports and maps say the same numbers again and again
def _number(value: float, digits: int, lang: str) -> str:
    from babel.numbers import format_decimal, get_decimal_symbol

    if abs(value) >= _LONGEST_NUMBER:
        return f"{value:.6g}".replace(".", get_decimal_symbol(lang))
    pattern = "#,##0." + "#" * digits if digits else "#,##0"
    return str(format_decimal(value, format=pattern, locale=lang))


class Words:
    """One language: sentences, numbers and lists as its readers write them."""

    def __init__(self, lang: str) -> None:
        self.lang = lang

    def __repr__(self) -> str:
        return f"<Words {self.lang}>"

    @cached_property
    def _catalogue(self) -> gettext.NullTranslations:
        # English sentences are their own keys, so English needs no catalogue.
        return gettext.translation(DOMAIN, LOCALE, [self.lang], fallback=self.lang == "en")

    def __call__(self, sentence: str, **facts: object) -> str:
        """Return the sentence in this language, with the facts filled in."""
        spoken = self._catalogue.gettext(sentence) if sentence else ""
        return spoken.format(**facts) if facts else spoken

    def number(self, value: float | None, digits: int = 3) -> str:
        """Return a number with this language's decimal mark; blank if not defined."""
        if value is None or math.isnan(value):
            return ""
        return _number(value + 0, digits, self.lang)  # never "-0"

    def percent(self, share: float) -> str:
        """Return a share between 0 and 1 as a whole percentage; blank if not defined."""
        if math.isnan(share):
            return ""
        from babel.numbers import format_percent

        return str(format_percent(share, locale=self.lang))

    def together(self, items: Iterable[str]) -> str:
        """Return "a, b and c"."""
        return self._listed(items, "standard")

    def either(self, items: Iterable[str]) -> str:
        """Return "a, b or c"."""
        return self._listed(items, "or")

    def _listed(self, items: Iterable[str], style: Literal["standard", "or"]) -> str:
        from babel.lists import format_list

        return str(format_list(list(items), style=style, locale=self.lang))
