"""Captions of the tables of inference: tests, intervals and what holds under other choices."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from netgov.captions.meaning import (
    ACTOR,
    CASES,
    CONTACTS,
    FROM_0_TO_1,
    SHARE,
    Caption,
    Meaning,
)
from netgov.words import _

DRAWS: Final = _("draws")
SETTINGS: Final = _("settings")
MEASURE: Final = {"measure": Meaning(_("Key of what is measured."))}
MEASURED: Final = Meaning(_("What was measured."))
RANK: Final = {
    "rank": Meaning(
        _("Rank on record among single bodies; 1 is the largest, equal ones share the best.")
    ),
    "rank_low": Meaning(_("Best rank within the limits; equal ones have the best of theirs.")),
    "rank_high": Meaning(
        _("Worst rank within the limits; equal ones have the worst of theirs.")
    ),
}
DRAWN: Final = {"draws": Meaning(_("Number of draws of which the number is defined."), DRAWS)}
TESTED: Final = {
    "observed": MEASURED,
    "mean": Meaning(_("Mean of the draws.")),
    "sd": Meaning(_("Standard deviation of the draws.")),
    "p": Meaning(
        _("Share of draws as far off as what was measured, which counts among them."),
        FROM_0_TO_1,
    ),
    "mid_p": Meaning(
        _("The same, draws equal to what was measured counted half."), FROM_0_TO_1
    ),
    "p_greater": Meaning(_("Share of draws at least as large."), FROM_0_TO_1),
    "p_lesser": Meaning(_("Share of draws at most as large."), FROM_0_TO_1),
    "q": Meaning(
        _(
            "Chance (p) adjusted for how many numbers were tested together, after Benjamini "
            "and Hochberg."
        ),
        FROM_0_TO_1,
    ),
    **DRAWN,
}

OF_INFERENCE: Final[Mapping[str, Caption]] = {
    "tests": Caption(
        _("Tests"),
        _("Measures tested against chance"),
        _("One row is one measure of one body, or of the network."),
        {**MEASURE, **ACTOR, **TESTED},
    ),
    "limits": Caption(
        _("Limits"),
        _("How sure measures and ranks of bodies are"),
        _(
            "One row is one measure of one body, with limits: cases were drawn anew again and "
            "again; or, where there are statements alone, each source was left out once."
        ),
        {
            **MEASURE,
            **ACTOR,
            "value": MEASURED,
            "low": Meaning(
                _(
                    "Lower limit: where the middle 95 % of the draws of cases begin; with each "
                    "source left out once, the least."
                )
            ),
            "high": Meaning(
                _(
                    "Upper limit: where the middle 95 % of the draws of cases end; with each "
                    "source left out once, the most."
                )
            ),
            **RANK,
            "top": Meaning(
                _(
                    "Share of draws, or of sources left out, with which it is among the first, "
                    "3 unless asked."
                ),
                SHARE,
            ),
            "group": Meaning(
                _("Group, numbered from the top; bodies of one group cannot be told apart.")
            ),
            "cases": Meaning(
                _("Cases it sent or received; of fewer than 20 there are no limits."), CASES
            ),
            "stability": Meaning(
                _(
                    "CS coefficient of the measure: largest share of cases that can be left "
                    "out with ranks alike; from 0.5 on ranks hold, below 0.25 they do not."
                ),
                SHARE,
            ),
            **DRAWN,
            "citation": Meaning(_("Source whose loss moves the value most.")),
        },
    ),
    "network_limits": Caption(
        _("Limits, network"),
        _("How sure measures of the network are"),
        _("One row is one measure of the network; cases, or bodies, were drawn anew."),
        {
            **MEASURE,
            "value": MEASURED,
            "mean": Meaning(_("Mean of the draws.")),
            "sd": Meaning(_("Standard deviation of the draws: the standard error.")),
            "low": Meaning(
                _(
                    "Lower limit: where the middle 95 % of the draws of cases begin; with "
                    "bodies drawn, the value less 1.96 standard errors."
                )
            ),
            "high": Meaning(
                _(
                    "Upper limit: where the middle 95 % of the draws of cases end; with bodies "
                    "drawn, the value and 1.96 standard errors."
                )
            ),
            **DRAWN,
        },
    ),
    "matrices": Caption(
        _("Matrices"),
        _("What explains who is in contact with whom"),
        _(
            "One row is one matrix of all pairs, and what it adds to the others in a "
            "regression; the draws shuffle who stands where."
        ),
        {
            "matrix": Meaning(
                _("Name of the matrix; the intercept is what none of them says.")
            ),
            "coefficient": Meaning(
                _(
                    "How much more of what is explained there is for 1 more of it, the others "
                    "held equal; in logarithms of odds or of counts for those outcomes."
                )
            ),
            "correlation": Meaning(
                _("How closely it alone goes with what is explained."), _("-1 to 1")
            ),
            "p_alone": Meaning(
                _("Chance of such a correlation, of it alone, if bodies are shuffled."),
                FROM_0_TO_1,
            ),
            **TESTED,
            "observed": Meaning(
                _("The coefficient over its standard error, t or z, which is what is tested."),
                called=_("t or z"),
            ),
            "p": TESTED["p"]._replace(called=_("Chance (p), others held equal")),
            "q": TESTED["q"]._replace(called=_("q")),
        },
    ),
    "missing": Caption(
        _("Missing registers"),
        _("What bodies without a register leave open"),
        _(
            "One row is one measure of one body, with the limits that hold if bodies without a "
            "register send like the others."
        ),
        {
            **MEASURE,
            **ACTOR,
            "observed": Meaning(_("What was measured of the ties on record.")),
            "mirrored": Meaning(
                _("The same if bodies without a register sent each as much as it sent them.")
            ),
            "low": Meaning(_("Least of all fillings and draws; more draws can only lower it.")),
            "high": Meaning(_("Most of all fillings and draws; more draws can only raise it.")),
            **RANK,
        },
    ),
    "year_measures": Caption(
        _("Measures of two years"),
        _("How measures changed between two years"),
        _("One row is one measure of one body, or of the network where the body is blank."),
        {
            **MEASURE,
            **ACTOR,
            "before": Meaning(_("What was measured in the earlier year.")),
            "after": Meaning(_("What was measured in the later year.")),
            **TESTED,
            "observed": Meaning(
                _("What was measured in the later year less the earlier."), called=_("Change")
            ),
            "mean": Meaning(
                _("Mean of the changes of all draws."), called=_("Change by chance alone")
            ),
        },
    ),
    "year_likeness": Caption(
        _("Likeness of two years"),
        _("How alike the ties of two years are"),
        _("One row is the correlation of the weights of both years."),
        {
            "years": Meaning(_("The two years that are compared.")),
            **TESTED,
            "observed": Meaning(
                _("Correlation of the weights of the pairs in both years; 1 is the same."),
                called=_("Likeness"),
            ),
            "mean": Meaning(_("Mean of the draws."), called=_("Likeness by chance alone")),
        },
    ),
    "sensitivity": Caption(
        _("Findings and choices"),
        _("Findings under other choices in building the network"),
        _("One row is one finding, and how far it holds when the network is built otherwise."),
        {
            "finding": Meaning(_("The finding.")),
            "base": Meaning(
                _("What it says under the usual setting; after a bar what would do as well.")
            ),
            "holds": Meaning(
                _(
                    "Share of the other settings showing it in which it says the same; of "
                    "several answers one in common is enough."
                ),
                SHARE,
            ),
            "one_by_one": Meaning(
                _("The same share of settings that differ from the usual one in one choice."),
                SHARE,
            ),
            "settings": Meaning(
                _(
                    "How many other settings were tried; those that leave it the same network "
                    "to read count once."
                ),
                SETTINGS,
            ),
            "undefined": Meaning(_("How many of them do not show such a finding."), SETTINGS),
            "choice": Meaning(_("Choice that overturns it most often; blank if none does.")),
            "overturned": Meaning(
                _("In what share of the changes of that choice alone it is overturned."), SHARE
            ),
            "at": Meaning(_("Value of that choice under which it mostly falls.")),
            "instead": Meaning(_("What it says most often where it does not hold.")),
        },
    ),
    "settings": Caption(
        _("Settings"),
        _("What findings say under each setting"),
        _("One row is one way to build the network, the usual one first."),
        {
            "setting": Meaning(_("Number of the setting; 1 is the usual one.")),
            "window": Meaning(_("Years of which contacts make ties.")),
            "threshold": Meaning(
                _("Ties on which fewer contacts were counted are left out."), CONTACTS
            ),
            "layers": Meaning(_("Kinds of relation that make ties.")),
            "level": Meaning(_("Whether units stand by themselves or are joined.")),
            "statements": Meaning(_("What becomes of ties that a source only states.")),
            **{
                finding: Meaning(_("What the finding says there; blank if it is not shown."))
                for finding in (
                    *("mandated", "partners", "betweenness", "broker_roles.total"),
                    *("out_strength", "in_strength", "cutpoint", "key_set", "mode"),
                    "first_link",
                )
            },
        },
    ),
}
