"""Signs of contact added up: contacts, distinct cases, answers and how long they took."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import pandas as pd

from netgov.terms import STRENGTHS

TIE: Final = ["source", "target", "layer"]


def contacts(signs: pd.DataFrame) -> pd.DataFrame:
    """Return the signs that were counted and are no meetings attended together."""
    return signs[signs["weight"].notna() & (signs["table"] != "meetings")]


def tally(signs: pd.DataFrame, by: Sequence[str] = TIE) -> pd.DataFrame:
    """Add up signs of contact.

    Parameters
    ----------
    signs
        Rows of `Records.evidence`.
    by
        Columns that tell one cell from another.

    Returns
    -------
    DataFrame
        Indexed by ``by``, in order of appearance: ``weight`` (contacts, and shares of meetings
        of those that attended together), ``cases`` (distinct ones; not defined for meetings),
        ``answered`` (rows of which both the day and an answer are known), ``days`` to the
        answer (median of those rows), ``hidden`` (parts too small to be told), and of all
        signs the strongest ``strength`` and the lowest ``confidence``. Where there are
        statements only, the first four are not defined.
    """
    keys = list(by)
    groups = signs.groupby(keys, sort=False)
    found = groups.agg(rank=("rank", "max"), confidence=("confidence", "min"))
    found["strength"] = found.pop("rank").map(dict(enumerate(STRENGTHS))).astype(object)
    found["weight"] = groups["weight"].sum(min_count=1)
    found["hidden"] = groups["hidden"].sum() if "hidden" in signs else 0
    found["cases"] = distinct_cases(signs, keys).reindex(found.index)
    found["days"] = _delays(signs).groupby([signs[key] for key in keys], sort=False).median()
    found["answered"] = _answered(signs, keys)
    return found


def cases_in(signs: pd.DataFrame) -> float:
    """Return how many distinct cases some signs of contact show; NaN for statements alone."""
    return float(distinct_cases(signs.assign(all=0), ["all"]).sum(min_count=1))


def distinct_cases(signs: pd.DataFrame, by: Sequence[str] = TIE) -> pd.Series[Any]:
    """Return how many distinct cases each cell shows; cells of statements alone are left out.

    All rows without a number are one unknown case; counts without numbers are as many cases.
    """
    keys = list(by)
    numbered = signs.loc[signs["case"] != "", [*keys, "case"]].drop_duplicates()
    recaps = signs[signs["cases"].notna()]
    unknown = signs[
        (signs["case"] == "") & signs["cases"].isna() & (signs["table"] == "referrals")
    ]
    counted = [
        numbered.groupby(keys, sort=False).size(),
        recaps.groupby(keys, sort=False)["cases"].sum(),
        unknown.groupby(keys, sort=False).size().clip(upper=1),
    ]
    each = pd.concat([one.astype(float) for one in counted if len(one)] or [counted[1]])
    return each.groupby(level=keys, sort=False).sum()


def _answered(signs: pd.DataFrame, keys: list[str]) -> pd.Series[Any] | float:
    """Return how many contacts were answered; not defined if no answer is on record at all."""
    if signs["answered"].isna().all():
        return float("nan")
    weights = signs["weight"].where(signs["answered"].notna(), 0.0)
    logged = weights.where(signs["table"] == "referrals")
    return logged.groupby([signs[key] for key in keys], sort=False).sum(min_count=1)


def _delays(signs: pd.DataFrame) -> pd.Series[Any]:
    """Return the days from each contact to its answer, NaN where there is none."""
    days = (signs["answered"] - signs["date"]).dt.days.astype(float)
    return days.where(signs["grain"] == "day")
