"""Signs of contact added up: contacts, distinct cases, answers and how long they took."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from netgov.assembly import whole_signs
from netgov.terms import STRENGTHS

if TYPE_CHECKING:
    from pandas.core.groupby import DataFrameGroupBy

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
        ``answered`` (contacts of which an answer is known), ``days`` to the answer (median of
        rows with both days; of contact counted elsewhere only where one row tells all),
        ``hidden`` (parts too small to be told), and of all signs the strongest ``strength``
        and the lowest ``confidence``. Where there are statements only, the first four are not
        defined.
    """
    keys = list(by)
    groups = signs.groupby(keys, sort=False)
    told = {
        "confidence": groups["confidence"].min(),
        "strength": groups["rank"].max().map(dict(enumerate(STRENGTHS))).astype(object),
        **_amounts(signs, keys, groups),
    }
    # Statements and the public view hold no answers, so that none need be looked for.
    found = pd.DataFrame({**told, "days": float("nan"), "answered": float("nan")})
    if signs[["answered", "answers", "median_days"]].notna().any(axis=None):
        by_cell = [signs[key] for key in keys]
        days = _delays(signs).groupby(by_cell, sort=False).median()
        elsewhere = groups["median_days"].count() > 0
        found["days"] = days.mask(elsewhere).fillna(_told_days(signs, keys))
        found["answered"] = _answered(signs).groupby(by_cell, sort=False).sum(min_count=1)
    return found


def amounts(signs: pd.DataFrame, by: Sequence[str] = TIE) -> pd.DataFrame:
    """Return ``weight``, ``hidden`` and ``cases`` of each cell alone, as `tally` has them."""
    keys = list(by)
    return pd.DataFrame(_amounts(signs, keys, signs.groupby(keys, sort=False)))


def _amounts(
    signs: pd.DataFrame, keys: list[str], groups: DataFrameGroupBy[Any, Any]
) -> dict[str, pd.Series[Any]]:
    weight = groups["weight"].sum(min_count=1)
    hidden = groups["hidden"].sum() if "hidden" in signs else pd.Series(0, weight.index)
    cases = distinct_cases(signs, keys)
    # All cells of counted contact show cases, in the same order as a rule.
    cases = cases if cases.index.equals(weight.index) else cases.reindex(weight.index)
    return {"weight": weight, "hidden": hidden, "cases": cases}


def added_up(signs: pd.DataFrame) -> pd.DataFrame:
    """Return signs of which the counted ones are one a tie, year and kind; statements stay."""
    counted = signs["weight"].notna()
    by = [*TIE, "year_from", "table"]
    cells = tally(signs[counted], by).reset_index()
    cells = cells.assign(year_to=cells["year_from"], file="", row=0)
    whole = whole_signs(cells.drop(columns=["answered", "days"]))
    parts = [signs[~counted], whole.assign(hidden=cells["hidden"])] if len(cells) else [signs]
    return pd.concat(parts, ignore_index=True)


def cases_in(signs: pd.DataFrame) -> float:
    """Return how many distinct cases some signs of contact show; NaN for statements alone."""
    return float(distinct_cases(signs.assign(all=0), ["all"]).sum(min_count=1))


def distinct_cases(signs: pd.DataFrame, by: Sequence[str] = TIE) -> pd.Series[Any]:
    """Return how many distinct cases each cell shows; cells of statements alone are left out.

    All rows without a number are one unknown case; counts without numbers are as many cases.
    """
    keys = list(by)
    told = signs[[*keys, "case", "cases"]]
    numbered, recaps = told["case"] != "", told["cases"].notna()
    unknown = ~numbered & ~recaps & (signs["table"] == "referrals")
    each = [told[recaps]]
    if numbered.any():
        cases = told[numbered].drop_duplicates([*keys, "case"])
        each = [cases.assign(cases=1.0), *each]
    if unknown.any():
        each.append(told[unknown].drop_duplicates(keys).assign(cases=1.0))
    return pd.concat(each).groupby(keys, sort=False)["cases"].sum()


def _answered(signs: pd.DataFrame) -> pd.Series[Any]:
    """Return of how many contacts each row knows an answer; NaN where none is looked for."""
    weights = signs["weight"].where(signs["answered"].notna(), 0.0)
    return weights.where(signs["table"] == "referrals", signs["answers"])


def _told_days(signs: pd.DataFrame, keys: list[str]) -> pd.Series[Any]:
    """Return the median of cells that one row tells whole; medians of parts make none."""
    alone = contacts(signs).drop_duplicates(keys, keep=False)
    return alone.set_index(keys)["median_days"]


def _delays(signs: pd.DataFrame) -> pd.Series[Any]:
    """Return the days from each contact to its answer, NaN where there is none."""
    days = (signs["answered"] - signs["date"]).dt.days.astype(float)
    return days.where(signs["grain"] == "day")
