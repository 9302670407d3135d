"""Change over years: which ties hold, begin, end and come back, and which grow or fade.

Bodies are compared under the last name of their line, so a renamed office changes nothing.
Years are compared only where a tie could show in both: both bodies exist, and the kind of
evidence that shows the tie was kept that year. A year without a log ends no referrals.
"""

from __future__ import annotations

from collections.abc import Hashable
from functools import cached_property
from itertools import pairwise
from typing import Any, Final, TypeAlias

import numpy as np
import pandas as pd

from netgov.counting import TIE, amounts
from netgov.history import History
from netgov.kernels.binomial import binomial_p_values
from netgov.kernels.chance import adjusted
from netgov.period import Period
from netgov.rules import Rules
from netgov.terms import LAYERS
from netgov.views import View, need_view

Years: TypeAlias = "int | str | tuple[int, int] | None"

# The kinds of evidence; the tables not named here are counts of contacts.
_KINDS: Final = ("statement", "contact", "meeting")
_TABLES: Final = {"evidence": "statement", "meetings": "meeting"}
# A log covers a part of the year if it is silent for longer than a month at one end, and so
# long that contacts spread over the year would leave such a silence once in a hundred times.
_SILENT_DAYS: Final = 31
_SILENT_BY_CHANCE: Final = 0.01


def change(
    history: History,
    period: Years = None,
    rules: Rules | None = None,
    *,
    ends_only: bool = False,
) -> pd.DataFrame:
    """Return how each tie changes over the years of a period.

    Parameters
    ----------
    history
        A study. Of its public view, small counts stay hidden and the others are rounded.
    period
        Years to compare; the whole study unless given.
    rules
        Thresholds other than the usual ones: ``min_cases`` is the fewest cases tested,
        ``alpha`` the largest q of a trend.
    ends_only
        Whether to compare the first year of the period with the last, whatever lies between.

    Returns
    -------
    DataFrame
        Indexed by (source, target, layer), in actor order: every tie of any year, with

        - a column for each year, such as "2019": the contacts counted, with shares of
          meetings attended together; 0 where the tie could show and does not; NaN where it
          shows and is hidden or stated without a count, or could not show;
        - ``hidden``: number of years whose count is too small to be told;
        - ``first``, ``last``, ``years``: the first and last year it shows, and how many do;
        - ``status``: "persistent" (shows in every year in which it could), "ended" (not in
          the last of them), "returning" (absent between), "new" (not in the first of them,
          ever since it began); blank if it could show in one year only;
        - ``ratio``: cases in the last year that can be compared per case in the first,
          allowing for caseload; NaN if there were none in the first;
        - ``p``, ``q``: of the test, alone and over all ties tested; NaN if not tested;
        - ``trend``: "growing", "fading", "level"; blank if not tested.

    Raises
    ------
    DisclosureError
        If the public view tells of so few ties in a year that it must not be published.

    Notes
    -----
    If the source kept sending the same share of its cases over a tie, the x1 of x0 + x1 cases
    that fall into the later year are binomial with the share e1/(e0 + e1), where e are the
    cases of all ties of the source in the year. The test is exact and two-sided
    [przyborowski1940]; a q of at most ``alpha`` makes a trend, so that no more than that share
    of those told should be chance [benjamini1995]. A tie that is most of its source's caseload
    can hardly differ from it and stays level. Cases are counted, not contacts, since contacts
    of one case come together.

    Statements and meetings are no counts of cases and have no trend; nor has a tie with a
    hidden count at either end or a source without cases in either year. A year whose log
    covers a part of it is not compared; the public view does not tell which those are.
    """
    course, rules = _course(history, period, ends_only=ends_only), rules or Rules()
    return history.keep((change, course.years, rules), lambda _: _changes(course, rules))


def _changes(course: _Course, rules: Rules) -> pd.DataFrame:
    return pd.concat(
        [
            course.weights.rename(columns=str),
            _lives(course.seen.to_numpy(), course.sought.to_numpy(), course),
            _trends(course, rules),
        ],
        axis=1,
    )


def turnover(history: History, period: Years = None) -> pd.DataFrame:
    """Return how many ties are kept, new and ended from each year to the next.

    Parameters
    ----------
    history
        A study.
    period
        Years to compare; the whole study unless given.

    Returns
    -------
    DataFrame
        Indexed by (years, layer), such as ("2018–2019", "all"): ``actors`` that exist in both
        years; of the ties between them that could show in both, those ``kept``, ``new`` and
        ``ended``; and ``jaccard``, the share kept of the three together [snijders2010], NaN
        if there are none.

    Raises
    ------
    DisclosureError
        If the public view tells of so few ties in a year that it must not be published.
    """
    course = _course(history, period)
    return history.keep((turnover, course.years), lambda _: _turnover(course))


def _turnover(course: _Course) -> pd.DataFrame:
    layers = course.ties.get_level_values("layer")
    rows = {}
    for before, year in pairwise(course.years):
        both = course.actors[before].intersection(course.actors[year])
        for layer in ("all", *(name for name in LAYERS if name in set(layers))):
            became = course.steps.loc[(layers == layer) | (layer == "all"), year]
            counts = {step: int((became == step).sum()) for step in ("kept", "new", "ended")}
            total = sum(counts.values())
            rows[str(Period(before, year)), layer] = {
                "actors": len(both),
                **counts,
                "jaccard": counts["kept"] / total if total else float("nan"),
            }
    columns = ["actors", "kept", "new", "ended", "jaccard"]
    index = pd.MultiIndex.from_tuples(rows, names=["years", "layer"])
    return pd.DataFrame(list(rows.values()), index=index, columns=columns)


def steps(history: History, period: Years = None) -> pd.DataFrame:
    """Return what each tie became from each year to the next, for pictures.

    Indexed by (source, target, layer), in actor order; a column for each year, which holds
    "kept", "new" or "ended" against the year before, "seen" where there is no year before to
    compare with, and "" where the tie does not show and did not.
    """
    return _course(history, period).steps


def coverage(history: History, period: Years = None) -> pd.DataFrame:
    """Return what the data speak of in each year, to judge which years are alike.

    Parameters
    ----------
    history
        A study.
    period
        Years to tell of; the whole study unless given.

    Returns
    -------
    DataFrame
        Indexed by year: number of ``statements``; ``contacts`` counted, ``hidden`` counts that
        are too small to be told, ``meetings`` (shares of those attended together), all added
        up over ties; ``first`` and ``last`` day with a contact, which the public view does not
        tell; and ``whole``, whether contacts are on record throughout the year. Of the public
        view this is whether there are any.
    """
    return _course(history, period).coverage


class _Course:
    """The ties of a period, year by year; a column of each frame is a year."""

    def __init__(self, history: History, period: Period, step: int) -> None:
        self.years = range(period.first, period.last + 1, step)
        self.signs = {
            year: _by_kind(history.records.signs_in(Period(year, year))) for year in self.years
        }
        self.actors = {year: history[year].actors.index for year in self.years}
        # A statement of many years may name bodies that never existed at one time.
        named = history[period].ties.index
        shown = {year: named.isin(history[year].ties.index) for year in self.years}
        self.seen = pd.DataFrame(shown, index=named).loc[lambda seen: seen.any(axis=1)]
        self.ties = self.seen.index

    @cached_property
    def coverage(self) -> pd.DataFrame:
        """What the data speak of in each year."""
        rows = {year: _covered(self.signs[year], year) for year in self.years}
        return pd.DataFrame.from_dict(rows, orient="index").rename_axis("year")

    @cached_property
    def exist(self) -> pd.DataFrame:
        """Whether both bodies exist."""
        ends = [self.ties.get_level_values(end) for end in TIE[:2]]
        both = {
            year: ends[0].isin(actors) & ends[1].isin(actors)
            for year, actors in self.actors.items()
        }
        return pd.DataFrame(both, index=self.ties)

    @cached_property
    def sought(self) -> pd.DataFrame:
        """Whether the tie could show: both bodies exist, and its kind of evidence was kept."""
        kept = pd.DataFrame(
            {
                "statement": True,  # sources are open for every year
                "contact": self.coverage["whole"],
                "meeting": self.coverage["meetings"] > 0,
            }
        )
        signs = pd.concat(self.signs.values())
        signs = signs[signs["strength"] != "absent"]
        shows = pd.DataFrame(index=self.ties)
        for kind in _KINDS:
            of_kind = pd.MultiIndex.from_frame(signs.loc[signs["kind"] == kind, TIE])
            shows[kind] = self.ties.isin(of_kind)
        return self.exist & (shows.astype(int).dot(kept.astype(int).T) > 0)

    @cached_property
    def steps(self) -> pd.DataFrame:
        """What each tie became since the year before."""
        seen, sought = self.seen, self.sought
        became = {year: seen[year].map({True: "seen", False: ""}) for year in self.years}
        for before, year in pairwise(self.years):
            comparable = sought[before] & sought[year]
            for was, now, step in ((1, 1, "kept"), (0, 1, "new"), (1, 0, "ended")):
                found = comparable & (seen[before] == was) & (seen[year] == now)
                became[year] = became[year].mask(found, step)
        return pd.DataFrame(became, index=self.ties)

    @cached_property
    def counted(self) -> dict[int, pd.DataFrame]:
        """Contacts and meetings of each tie that has any in a year."""
        return self._cells("contact", "meeting")

    @cached_property
    def weights(self) -> pd.DataFrame:
        """What is counted of each tie; NaN if it shows without a number to be told."""
        nothing = self.seen.astype(float).mask(self.seen | ~self.sought)
        told = {
            year: cells["weight"].where(cells["hidden"] == 0).reindex(self.ties)
            for year, cells in self.counted.items()
        }
        return pd.DataFrame(told, index=self.ties).fillna(nothing)

    @cached_property
    def hidden(self) -> pd.Series[int]:
        """Number of years whose count is too small to be told."""
        years = [
            (cells["hidden"].reindex(self.ties) > 0).astype(int)
            for cells in self.counted.values()
        ]
        return sum(years[1:], start=years[0])

    @cached_property
    def cases(self) -> tuple[np.ndarray, np.ndarray]:
        """Cases of each tie, and of all ties of its source; NaN in years not to be compared."""
        sources = self.ties.get_level_values("source")
        own, of_source = [], []
        for year, cells in self._contacts.items():
            known = self.exist[year].to_numpy() & bool(self.coverage.at[year, "whole"])
            cases = cells["cases"].reindex(self.ties).to_numpy()
            shown = self.ties.isin(cells.index)
            own.append(np.where(known, np.where(shown, cases, 0.0), np.nan))
            # A hidden count is part of the caseload: half of the most it may be.
            load = cells["cases"].fillna(cells["weight"]).groupby(level="source").sum()
            of_source.append(np.where(known, load.reindex(sources, fill_value=0.0), np.nan))
        return np.column_stack(own), np.column_stack(of_source)

    @property
    def _contacts(self) -> dict[int, pd.DataFrame]:
        """Contacts of each tie that has any in a year."""
        met = any((signs["kind"] == "meeting").any() for signs in self.signs.values())
        return self._cells("contact") if met else self.counted

    def _cells(self, *kinds: str) -> dict[int, pd.DataFrame]:
        """Return the counted contact of some kinds, added up for each tie."""
        return {
            year: amounts(signs[signs["kind"].isin(kinds)])
            for year, signs in self.signs.items()
        }


def _course(history: History, years: Years, *, ends_only: bool = False) -> _Course:
    period = history.asked(years)
    step = max(1, period.last - period.first) if ends_only else 1
    if isinstance(history, View):
        for year in range(period.first, period.last + 1, step):
            need_view(history, Period(year, year))
    return history.keep((_Course, period, step), lambda history: _Course(history, period, step))


def _by_kind(signs: pd.DataFrame) -> pd.DataFrame:
    """Return signs of contact with their kind; nothing is hidden but in the public view."""
    kind = signs["table"].map(_TABLES).fillna("contact")
    return signs.assign(kind=kind, hidden=signs.get("hidden", 0))


def _covered(signs: pd.DataFrame, year: int) -> dict[str, Any]:
    """Return what the data speak of in one year."""
    contacts = signs[signs["kind"] == "contact"]
    hidden = contacts["hidden"] > 0
    first, last = contacts["date"].min(), _ends(contacts).max()
    return {
        "statements": int((signs["kind"] == "statement").sum()),
        "contacts": float(contacts["weight"][~hidden].sum()),
        "hidden": int(hidden.sum()),
        "meetings": float(signs["weight"][signs["kind"] == "meeting"].sum()),
        "first": first,
        "last": last,
        "whole": len(contacts) > 0
        and not _is_part(first, last, contacts["weight"].sum(), year),
    }


def _ends(contacts: pd.DataFrame) -> pd.Series[Any]:
    """Return the last day that each contact may have been on."""
    days, grain = contacts["date"], contacts["grain"]
    moments = days.to_numpy()
    day, month, year = (np.timedelta64(1, unit) for unit in ("D", "M", "Y"))
    for span, kind, step in (("month", "M8[M]", month), ("year", "M8[Y]", year)):
        ends = (moments.astype(kind) + step).astype("M8[D]") - day
        days = days.mask(grain == span, ends.astype(moments.dtype))
    return days


def _is_part(first: pd.Timestamp, last: pd.Timestamp, contacts: float, year: int) -> bool:
    """Whether a log seems to cover a part of the year only."""
    begin, end = pd.Timestamp(year, 1, 1), pd.Timestamp(year, 12, 31)
    length = (end - begin).days + 1
    return any(
        silent.days > _SILENT_DAYS
        and (1 - silent.days / length) ** contacts < _SILENT_BY_CHANCE
        for silent in (first - begin, end - last)
        if not pd.isna(silent)
    )


def _lives(seen: np.ndarray, sought: np.ndarray, course: _Course) -> pd.DataFrame:
    """Return when ties show, and whether they hold, begin, end or come back."""
    years = np.array(course.years)
    looked = sought | seen
    first, last = _first(seen), _last(seen)
    between = (years >= years[first][:, None]) & (years <= years[last][:, None])
    status = np.select(
        [
            looked.sum(axis=1) < 2,
            last < _last(looked),
            (seen == looked).all(axis=1),
            (between & looked & ~seen).any(axis=1),
        ],
        ["", "ended", "persistent", "returning"],
        "new",
    )
    lives: dict[str, Any] = {
        "hidden": course.hidden,
        "first": years[first],
        "last": years[last],
        "years": seen.sum(axis=1),
        "status": status.astype(object),
    }
    return pd.DataFrame(lives, index=course.ties)


def _trends(course: _Course, rules: Rules) -> pd.DataFrame:
    """Return whether ties grow or fade beside the caseload of their sources."""
    cases, loads = course.cases
    known = ~np.isnan(loads)
    ends = np.column_stack([_first(known), _last(known)])
    x0, x1 = np.take_along_axis(cases, ends, axis=1).T
    e0, e1 = np.take_along_axis(loads, ends, axis=1).T
    enough = x0 + x1 >= rules.min_cases
    tested = (known.sum(axis=1) > 1) & enough & (e0 > 0) & (e1 > 0)
    p, q, ratio = np.full((3, len(cases)), np.nan)
    p[tested] = _p_values(x0[tested], x1[tested], e0[tested], e1[tested])
    q[tested] = adjusted(p[tested])
    told = tested & (x0 > 0)
    ratio[told] = (x1[told] / e1[told]) / (x0[told] / e0[told])
    more = x1 * e0 > x0 * e1
    trend = np.select(
        [~tested, q > rules.alpha, more], ["", "level", "growing"], "fading"
    ).astype(object)
    columns: dict[Hashable, Any] = {"ratio": ratio, "p": p, "q": q, "trend": trend}
    return pd.DataFrame(columns, index=course.ties)


def _p_values(x0: np.ndarray, x1: np.ndarray, e0: np.ndarray, e1: np.ndarray) -> np.ndarray:
    """Return how likely cases fall so unevenly into two years if the share sent is the same."""
    return binomial_p_values(x1.round(), x0.round() + x1.round(), e1 / (e0 + e1))


def _first(marked: np.ndarray) -> np.ndarray:
    """Return the place of the first true cell of each row."""
    place: np.ndarray = marked.argmax(axis=1)
    return place


def _last(marked: np.ndarray) -> np.ndarray:
    """Return the place of the last true cell of each row."""
    place: np.ndarray = marked.shape[1] - 1 - marked[:, ::-1].argmax(axis=1)
    return place
