"""The language of the run: help, options and errors said in it."""

from __future__ import annotations

import errno
import gettext
import os
import sys
import warnings
from collections.abc import Sequence
from typing import Any, NoReturn

import click

from netgov.errors import NetgovError
from netgov.words import DEFAULT_LANGUAGE, DOMAIN, LOCALE, Words, _


class Speech:
    """The language of this run: ``--lang``, else ``NETGOV_LANG``, else Indonesian."""

    words = Words(DEFAULT_LANGUAGE)


def speak_in(words: Words) -> None:
    """Say everything in one language from here on."""
    Speech.words = words
    # click says "Usage" and "Missing argument" through gettext too: lend it our catalogue.
    os.environ["LANGUAGE"] = words.lang
    gettext.bindtextdomain(DOMAIN, LOCALE)
    gettext.textdomain(DOMAIN)


def asked_language(arguments: Sequence[str]) -> str | None:
    """Return the language asked for, before click reads the line: its help needs it too."""
    for turn, argument in enumerate(arguments):
        if argument == "--lang":
            return "".join(arguments[turn + 1 : turn + 2])
        if argument.startswith("--lang="):
            return argument.partition("=")[2]
    return None


class _Spoken:
    """Help that is said in the language of the run."""

    _sentence: str | None = None

    @property
    def help(self) -> str | None:
        return Speech.words(self._sentence) if self._sentence else self._sentence

    @help.setter
    def help(self, sentence: str | None) -> None:
        self._sentence = sentence


class SpokenOption(_Spoken, click.Option):
    """An option with spoken help."""


class _Explained(_Spoken):
    """A command whose ``--help`` is explained in the language of the run too."""

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option: click.Option | None = super().get_help_option(ctx)  # type: ignore[misc]
        if option:
            option.help = Speech.words(_("Show this message and exit."))
        return option


class SpokenCommand(_Explained, click.Command):
    """A command with spoken help."""


class SpokenGroup(_Explained, click.Group):
    """The one place where errors become sentences for the reader."""

    command_class = SpokenCommand

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; say what went wrong and leave with 1, or what to beware of."""
        warnings.showwarning = _warn
        try:
            return super().invoke(ctx)
        except NetgovError as error:
            fail(error)
        except OSError as error:
            if error.errno == errno.EPIPE:  # nobody reads on; click leaves without a word
                raise
            sentence = _("The result cannot be printed ({reason}); name a file with -o.")
            fail(NetgovError(sentence, reason=error.strerror))


def _warn(message: Warning | str, *_where: object, **_how: object) -> None:
    """Say a warning as a sentence, without the line of code that it comes from."""
    click.echo(Speech.words(_("Note: {what}"), what=message), err=True)


def fail(error: NetgovError) -> NoReturn:
    """Say an error to the reader and leave with 1."""
    words = Speech.words
    click.echo(words(_("Error: {what}"), what=error.say(words.lang)), err=True)
    sys.exit(1)
