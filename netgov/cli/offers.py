"""What a shell offers when the tab key is pressed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Final

import click

from netgov.words import LANGUAGES

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

SHELLS: Final = ("bash", "zsh", "fish")

Offer = Callable[[click.Context, click.Parameter, str], "list[CompletionItem]"]


def _offer(names: Callable[[], Iterable[str]], *, several: bool = False) -> Offer:
    """Return what offers some names, ``several`` with commas between.

    They are looked up only when the tab key is pressed.
    """

    def begun_as(
        _ctx: click.Context, _param: click.Parameter, begun: str
    ) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        before, comma, last = begun.rpartition(",") if several else ("", "", begun)
        offered = (name for name in names() if name.startswith(last))
        return [CompletionItem(f"{before}{comma}{name}") for name in offered]

    return begun_as


def _audiences() -> Iterable[str]:
    from netgov.quality import AUDIENCES

    return AUDIENCES


def _engines() -> Iterable[str]:
    from netgov.engine import ENGINES

    return ENGINES


def _levels() -> Iterable[str]:
    from netgov.measures.levels import LEVELS

    return LEVELS


def _layers() -> Iterable[str]:
    from netgov.terms import LAYERS

    return LAYERS


def _measures() -> Iterable[str]:
    from netgov.measures import MEASURES

    return MEASURES


def _kinds() -> Iterable[str]:
    from netgov.gaps import GAP_KINDS

    return GAP_KINDS


def _matrices() -> Iterable[str]:
    from netgov.inference import MATRICES

    return MATRICES


def _outcomes() -> Iterable[str]:
    from netgov.inference import OUTCOMES

    return OUTCOMES


def _nulls() -> Iterable[str]:
    from netgov.inference import NULLS

    return NULLS


def _alternatives() -> Iterable[str]:
    from netgov.inference.result import ALTERNATIVES

    return ALTERNATIVES


def _forms() -> Iterable[str]:
    from netgov.report import FORMS

    return FORMS


alternatives = _offer(_alternatives)
audiences = _offer(_audiences)
engines = _offer(_engines)
forms = _offer(_forms, several=True)
kinds = _offer(_kinds)
languages = _offer(lambda: LANGUAGES)
layers = _offer(_layers)
levels = _offer(_levels)
lists = _offer(lambda: ("measures", "gaps"))
matrices = _offer(_matrices)
measures = _offer(_measures)
nulls = _offer(_nulls)
outcomes = _offer(_outcomes)
shells = _offer(lambda: SHELLS)
