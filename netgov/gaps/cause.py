"""Why a tie is weak, where staff numbers can tell."""

from __future__ import annotations

from netgov.errors import Phrase
from netgov.gaps.cards import Percent
from netgov.gaps.situation import Situation
from netgov.words import _


def cause(now: Situation, source: str, target: str) -> Phrase:
    """Say whether the receiver is overloaded, the sender does not send, or it is unknown."""
    load = now.load
    if load.get(target, 0.0) > now.rules.full_load:
        sentence = _("Likely cause: {target} uses {load} of its capacity.")
        return Phrase(sentence, target=target, load=Percent(load[target]))
    if target in load and load.get(source, 1.0) < now.rules.light_load:
        sentence = _(
            "Likely cause: {source} does not send, though it uses only {load} of its capacity "
            "and {target} has room."
        )
        return Phrase(sentence, source=source, target=target, load=Percent(load[source]))
    return Phrase(_("Cause: the data cannot tell."))
