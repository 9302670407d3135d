"""Captions of the tables of a network: its actors, ties, measures and change over years."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from netgov.captions.meaning import (
    ACTOR,
    ACTORS,
    CASES,
    CONFIDENCE,
    CONTACTS,
    ENDS,
    FROM_0_TO_1,
    HIDDEN,
    MEETINGS,
    SHARE,
    TIE,
    TIES,
    YEAR,
    Caption,
    Meaning,
    of_input,
)
from netgov.terms import LAYERS
from netgov.words import _

_PAIRS: Final = _("pairs of actors")

OF_NETWORKS: Final[Mapping[str, Caption]] = {
    "actors": Caption(
        _("Actors"),
        _("Actors and their measures"),
        _("One row is one body: what is known of it, and its measures in the network."),
        {
            **ACTOR,
            **of_input("actors", "name_id", "name_en", "abbrev", "sector", "level", "reach"),
        },
        measures="actor",
    ),
    "ties": Caption(
        _("Ties"),
        _("Ties between actors"),
        _("One row is all contact of one kind from one body to another in the period."),
        {
            **TIE,
            "weight": Meaning(
                _(
                    "Contacts counted, with shares of meetings attended together; a tie known "
                    "from statements alone weighs 1."
                ),
                CONTACTS,
            ),
            "cases": Meaning(
                _("Distinct cases among the contacts; blank where none were counted."), CASES
            ),
            **HIDDEN,
            "strength": Meaning(_("Strongest word that a source has for the tie.")),
            **CONFIDENCE,
        },
    ),
    "network": Caption(
        _("Network"),
        _("Measures of the whole network"),
        _("The one row is the network of the period; each column is a measure of it."),
        {"years": Meaning(_("Years that the network covers."))},
        measures="network",
    ),
    "pairs": Caption(
        _("Measures of ties"),
        _("Measures of ties"),
        _("One row is one ordered pair of bodies with contact of any kind."),
        ENDS,
        measures="tie",
    ),
    "key_players": Caption(
        _("Key players"),
        _("Key players: sets of actors that matter together"),
        _("One row is one set of bodies."),
        {},
        measures="set",
    ),
    "years": Caption(
        _("Years"),
        _("The network year by year"),
        _("One row is one year; the last row is all years together."),
        {
            "year": Meaning(_("The year, or all years together."), YEAR),
            "actors": Meaning(_("Bodies that exist then."), ACTORS),
            "ties": Meaning(_("Ties of all kinds of relation, each kind by itself."), TIES),
            **dict.fromkeys(LAYERS, Meaning(_("Ties of this kind of relation."), TIES)),
            "pairs": Meaning(
                _("Pairs of bodies between which a rule in force expects contact."), _PAIRS
            ),
            "positive": Meaning(_("Of these, pairs with evidence of contact."), _PAIRS),
            "weak": Meaning(_("Of these, pairs whose contact is called weak."), _PAIRS),
            "none": Meaning(_("Of these, pairs without public evidence of contact."), _PAIRS),
        },
    ),
    "totals": Caption(
        _("Totals"),
        _("Contacts that each body sent and received"),
        _("One row is what one body sent, or received, of one kind in one year."),
        {
            "year": Meaning(_("The year."), YEAR),
            "layer": TIE["layer"],
            "side": Meaning(_("Whether the body sent or received.")),
            **ACTOR,
            "total": Meaning(_("All contacts of it; blank where hidden."), CONTACTS),
            "least": Meaning(_("What its ties that may be told add up to."), CONTACTS),
        },
    ),
    "change": Caption(
        _("Change of ties"),
        _("How each tie changes over the years"),
        _("One row is one tie of any year, with its contacts in each year."),
        {
            **TIE,
            **HIDDEN,
            "first": Meaning(_("First year in which the tie shows."), YEAR),
            "last": Meaning(_("Last year in which the tie shows."), YEAR),
            "years": Meaning(_("In how many years it shows."), _("years")),
            "status": Meaning(
                _(
                    "persistent: shows whenever it could; ended: not in the last year; "
                    "returning: absent between; new: not in the first year."
                )
            ),
            "ratio": Meaning(
                _(
                    "Cases in the last year that can be compared per case in the first, "
                    "allowing for the caseload."
                )
            ),
            "p": Meaning(
                _("Chance of so much change if nothing had changed but the caseload."),
                FROM_0_TO_1,
            ),
            "q": Meaning(
                _("The same, allowing for the number of ties tested; blank if not tested."),
                FROM_0_TO_1,
            ),
            "trend": Meaning(_("growing, fading or level; blank if not tested.")),
        },
    ),
    "turnover": Caption(
        _("Turnover of ties"),
        _("Ties kept, new and ended from year to year"),
        _("One row is a step from one year to the next, for one kind of relation or all."),
        {
            "years": Meaning(_("The two years compared.")),
            "layer": Meaning(_("Kind of relation, or all.")),
            "actors": Meaning(_("Bodies that exist in both years."), ACTORS),
            "kept": Meaning(_("Ties that show in both years."), TIES),
            "new": Meaning(_("Ties that show in the second year alone."), TIES),
            "ended": Meaning(_("Ties that show in the first year alone."), TIES),
            "jaccard": Meaning(_("Ties kept, as a share of those kept, new and ended."), SHARE),
        },
    ),
    "coverage": Caption(
        _("What the data cover"),
        _("What the data speak of in each year"),
        _("One row is one year."),
        {
            "year": Meaning(_("The year."), YEAR),
            "statements": Meaning(_("Statements of sources about the year."), _("statements")),
            "contacts": Meaning(_("Contacts counted in the year."), CONTACTS),
            **HIDDEN,
            "meetings": Meaning(_("Shares of meetings attended together, added up."), MEETINGS),
            "first": Meaning(_("First day with a contact.")),
            "last": Meaning(_("Last day with a contact.")),
            "whole": Meaning(_("Whether contacts are on record throughout the year.")),
        },
    ),
    "levels": Caption(
        _("Two levels compared"),
        _("Units and the bodies they belong to, compared"),
        _("One row is one kind of relation or one measure."),
        {
            "aspect": Meaning(
                _(
                    "What is compared: contact inside one body, or the order of bodies by a "
                    "measure."
                )
            ),
            "about": Meaning(_("Kind of relation, or measure.")),
            "value": Meaning(
                _(
                    "Share of contact that stays inside one body, or rank correlation of both "
                    "levels (Spearman)."
                ),
                _("share, or -1 to 1"),
            ),
            "count": Meaning(_("How many ties or bodies were compared.")),
        },
    ),
    "solved": Caption(
        _("Counts worked out"),
        _("Hidden counts that can be worked out"),
        _("One row is one hidden count that files, or totals from elsewhere, give away."),
        {
            **TIE,
            "year": Meaning(_("The year."), YEAR),
            "how": Meaning(_("The file that tells it, or known totals.")),
        },
    ),
}
