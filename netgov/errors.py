"""Every error that netgov raises on purpose, in both languages."""

from __future__ import annotations

from collections.abc import Iterable

from netgov.words import DEFAULT_LANGUAGE, LANGUAGES, Words, _

_LONGEST_VALUE = 60


class Phrase:
    """A sentence marked with ``_`` and its facts, to be said in either language.

    Values out of a file go through `shown` first. A fact may be a phrase itself.
    """

    def __init__(self, sentence: str, **facts: object) -> None:
        self.sentence = sentence
        self.facts = facts

    def say(self, lang: str) -> str:
        """Return the sentence in one of the `LANGUAGES`."""
        said = {
            name: fact.say(lang) if isinstance(fact, Phrase) else _told(fact)
            for name, fact in self.facts.items()
        }
        return Words(lang)(self.sentence, **said)


def _told(fact: object) -> object:
    return printable(fact, "?") if isinstance(fact, str) else fact


def printable(text: str, instead: str) -> str:
    """Return a text with something instead of the signs that a terminal would obey."""
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() else instead for sign in text)


class NetgovError(Exception):
    """Something the user can mend: what is wrong, where, and what to do.

    Parameters
    ----------
    sentence, facts
        Those of a `Phrase`.
    """

    def __init__(self, sentence: str, **facts: object) -> None:
        super().__init__(sentence)
        self.phrase = Phrase(sentence, **facts)

    def __str__(self) -> str:
        return self.say("en")

    def say(self, lang: str) -> str:
        """Return the sentence in one of the `LANGUAGES`."""
        return self.phrase.say(lang)


class RecordsError(NetgovError):
    """A file or folder that cannot be used."""


class NothingKnown(RecordsError):
    """A file in which no table of the schema is to be found."""


class NotEnoughData(NetgovError):
    """A measure or test that these data cannot carry."""


class DisclosureError(NetgovError):
    """Output that could point to a child."""


class EngineError(NetgovError):
    """A database that refuses or is out of reach."""


class UnknownName(NetgovError):
    """A name that is not among the known ones."""

    @classmethod
    def among(
        cls, sentence: str, name: object, known: Iterable[str], **facts: object
    ) -> UnknownName:
        """Return the error for a wrong name; the sentence has {name}, {near} and {known}.

        ``facts``: what else it has. Nothing is near to what is no text.
        """
        known = sorted(known)
        near = nearest(name, known) if isinstance(name, str) else ""
        return cls(
            sentence, name=shown(name), near=near or "-", known=", ".join(known), **facts
        )


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the most alike of some names, blank if there are none."""
    import difflib  # costs more than the whole of `netgov --help`

    return "".join(difflib.get_close_matches(name, list(known), n=1, cutoff=0.0))


def shown(value: object) -> str:
    """Return a value as an error may show it: short, printable, long numbers masked."""
    import re
    import unicodedata

    # Far more than is shown, and little enough for any pattern.
    text = str(value)[: 5 * _LONGEST_VALUE]
    text = "".join(c if unicodedata.category(c)[0] != "C" else "?" for c in text)
    # Long numbers name people, written in one or in groups; a date with its hour is neither.
    long = r"\d{7,}|\d(?:[ .-]{0,2}\d){8,}"
    text = re.sub(
        long, lambda found: f"{found[0][:4]}…({sum(map(str.isdigit, found[0]))})", text
    )
    text = re.sub(r"[\w.+-]{1,64}@", "…@", text)
    return f"'{text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 1] + '…'}'"


def speak(lang: str | None = None) -> Words:
    """Return the words of a language; Indonesian unless asked."""
    lang = lang or DEFAULT_LANGUAGE
    if lang not in LANGUAGES:
        sentence = _("There is no language called {name}. The nearest is {near}; all: {known}.")
        raise UnknownName.among(sentence, lang, LANGUAGES)
    return Words(lang)
