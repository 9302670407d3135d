"""The public view of a study: nothing public is computed from anything else.

Bodies that must not be named are joined, within their sector, into one body that has no
name. Cited public statements pass unchanged. Counted contact becomes one cell for each
source, target, layer and year: cells of few cases keep their tie and lose their number, the
others are rounded. Every other figure is a sum of such cells, never a second count.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from typing import Any, Final

import pandas as pd

from netgov.assembly import whole_signs
from netgov.counting import TIE, tally
from netgov.errors import DisclosureError, speak
from netgov.exposure import exposure, unknown
from netgov.history import History
from netgov.identity import looks_like_person, names_person
from netgov.network import Network
from netgov.period import Period
from netgov.records import Records
from netgov.rules import Rules
from netgov.schema import TABLES
from netgov.terms import SECTORS
from netgov.words import LANGUAGES, Words, _

# What a body without a name does not tell.
_UNTOLD: Final[dict[str, Any]] = {
    **dict.fromkeys(("abbrev", "parent", "successor", "services", "citation"), ""),
    **dict.fromkeys(("function_id", "function_en"), ""),
    **dict.fromkeys(
        ("staff", "capacity", "first_seen", "active_from", "active_to"), float("nan")
    ),
    "publish": "yes",
    "confidential": "no",
    "aggregate": "yes",
}
# With so few told ties a total gives the hidden ones away.
_TOO_FEW: Final = 2
# Public output refuses to tell of fewer cases than this.
_LEAST: Final = 3
# What stands in a text where it mentioned such a body.
_MENTIONED: Final = "[…]"


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class ProtectedNetwork(Network):
    """A network that may leave the office. Only `protect` leads to one.

    Attributes
    ----------
    history, period
        The study and the years it was taken from.
    """

    history: ProtectedHistory
    period: Period


class ProtectedHistory(History):
    """The public view of a study, made by `protect`: every year is a `ProtectedNetwork`."""

    def __init__(
        self, records: Records, rules: Rules | None = None, exposed: pd.DataFrame | None = None
    ) -> None:
        super().__init__(records)
        self.rules = rules or Rules()
        self._exposed = exposed

    def exposure(self, period: Period) -> pd.DataFrame:
        """Return 0 where a duty had no cases to tell of, else that their number is not known.

        Told cases are those of published ties: hidden ones must not show in what is a gap.
        """
        nothing_told = unknown(self.records)
        if self._exposed is None:
            return nothing_told
        asked = range(period.first, period.last + 1)
        years = [year for year in asked if year in self._exposed]
        told = self._exposed[years]
        none = told.notna().any(axis=1) & ~(told > 0).any(axis=1)
        return nothing_told.assign(exposed=none.map({True: 0.0, False: math.nan}))

    def _network(self, period: Period) -> ProtectedNetwork:
        whole = super()._network(period)
        return ProtectedNetwork(
            whole.actors, whole.ties, whole.groups, whole.label, history=self, period=period
        )


def protect(history: History, rules: Rules | None = None) -> ProtectedHistory:
    """Return the public view of a study.

    Actors with ``publish`` no or ``confidential`` yes become, together with the others of
    their sector, one body "not named"; every table speaks of that body from then on, and no
    text mentions them by a name that the tables of actors and aliases hold. Counts of cases
    are masked and rounded as `Rules.mask_below` and `Rules.round_to` say.

    Raises
    ------
    DisclosureError
        If a body looks like a person, the period cuts a year, or so few ties could be told
        that their sums would give the hidden ones away.
    """
    records, rules = history.records, rules or Rules()
    if records.doubtful:
        sentence = _(
            "Names that look like persons: {count}, so nothing is published. netgov check "
            "lists them under person_like; add the bodies to the table of actors or aliases."
        )
        raise DisclosureError(sentence, count=len(records.doubtful))
    if records.counted and not records.window.is_of_years:
        sentence = _(
            "Public output speaks of whole years, since two reports of parts of a year give "
            "hidden counts away; let --from begin a year, such as 2019-01-01, and --to end one."
        )
        raise DisclosureError(sentence)
    if rules.mask_below < _LEAST:
        sentence = _("Public output hides counts below {least} at least; raise mask_below.")
        raise DisclosureError(sentence, least=_LEAST)
    named = _without_names(records)
    public = ProtectedHistory(_masked(named, rules), rules, _exposed(named, rules))
    need_protected(public)
    return public


def published(records: Records, rules: Rules) -> Records:
    """Return records with the counted contact of published cells alone, row by row.

    For figures that are told of such cells, never to be shown: hidden ties must not move them.
    """
    return _open_cells(_without_names(records), rules)


def _open_cells(named: Records, rules: Rules) -> Records:
    counted = named.evidence["weight"].notna()
    signs = _present(named.evidence[counted], named)
    keys = [*TIE, "year_from", "counts"]
    cases = tally(signs, keys)["cases"]
    told = cases.index[cases >= rules.mask_below]
    kept = pd.MultiIndex.from_frame(signs[keys]).isin(told)
    return replace(
        named,
        evidence=named.evidence.loc[signs.index[kept]],
        not_referred=named.not_referred.head(0),
        meetings=named.meetings.head(0),
    )


def _exposed(records: Records, rules: Rules) -> pd.DataFrame | None:
    """Return for each duty and year the cases of published ties that it concerns.

    As few as a cell may not tell are none.
    """
    if not records.counted:
        return None
    told = _open_cells(records, rules)
    years = range(records.study.period.first, records.study.period.last + 1)
    found = {year: exposure(told, Period(year, year))["exposed"] for year in years}
    return pd.DataFrame(found).where(lambda n: (n >= rules.mask_below) | n.isna(), 0.0)


def _masked(records: Records, rules: Rules) -> Records:
    """Return records whose counted contact is one masked cell for each tie and year.

    Problems and changes of the logs stay in the office; what was done to public statements
    may be told.
    """
    evidence = records.evidence
    counted = evidence["weight"].notna()
    stated = evidence[~counted]
    cells = _cells(_present(evidence[counted], records), rules)
    public = pd.concat([stated.assign(hidden=0), cells], ignore_index=True)
    told = set(public["source"]) | set(public["target"])
    # A body that only a log names is public for its contact alone.
    listed = (records.actors["sector"] != "unknown") | records.actors.index.isin(told)
    return replace(
        records,
        actors=records.actors[listed],
        aliases=_impersonal(records.aliases) if not len(cells) else records.aliases.head(0),
        evidence=public.astype({"hidden": int, "rank": int})[[*evidence.columns, "hidden"]],
        problems=_of_statements(records.problems, stated),
        changes=_of_statements(records.changes, stated),
        counts=_of_statements(records.counts.reset_index(), stated),
        meetings=records.meetings.head(0),
        not_referred=records.not_referred.head(0),
        unread=records.unread.head(0),
        unknown=records.unknown.head(0),
    )


def _impersonal(aliases: pd.DataFrame) -> pd.DataFrame:
    """Return the aliases that are no names or numbers of persons."""
    personal = [
        looks_like_person(name) or names_person(name, is_name=True) for name in aliases["alias"]
    ]
    return aliases[~pd.Series(personal, index=aliases.index, dtype=bool)]


def _of_statements(rows: pd.DataFrame, stated: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that speak of sheets of statements."""
    sheets = set(zip(stated["file"], stated["sheet"], strict=True))
    rows = rows if "sheet" in rows else rows.assign(sheet="")
    own = [place in sheets for place in zip(rows["file"], rows["sheet"], strict=True)]
    return rows[pd.Series(own, index=rows.index, dtype=bool)]


def _present(signs: pd.DataFrame, records: Records) -> pd.DataFrame:
    """Return signs between different bodies, each under the name it bears today."""
    ends = {end: signs[end].map(records.lineage) for end in ("source", "target")}
    signs = signs.assign(**ends, counts=signs["table"].replace("referrals", "ties"))
    return signs[signs["source"] != signs["target"]]


def _cells(signs: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """Return one cell for each tie and year: hidden if of few cases, else rounded.

    Meetings are no cases and lists of them name bodies alone, so their weights pass.
    """
    keys = [*TIE, "year_from", "counts"]
    # By their names: the order of rows would tell which contact came first.
    cells = tally(signs, keys).reset_index().sort_values(keys, ignore_index=True)
    meetings = cells["counts"] == "meetings"
    hidden = ~meetings & (cells["cases"] < rules.mask_below)
    least = math.ceil(rules.mask_below / rules.round_to) * rules.round_to
    for number in ("weight", "cases"):
        near = (cells[number] / rules.round_to).round() * rules.round_to
        cells[number] = cells[number].where(meetings, near.clip(lower=least))
    cells["weight"] = cells["weight"].mask(hidden, rules.hidden_weight)
    cells["cases"] = cells["cases"].mask(hidden)
    told = cells.drop(columns=["answered", "days"]).assign(
        table=cells["counts"], file="", row=0, year_to=cells["year_from"]
    )
    return whole_signs(told).assign(hidden=hidden.astype(int))


def told_weight(weight: float, hidden: int, rules: Rules) -> float:
    """Return what may be told of a weight: the sum of its told parts, NaN if there are none."""
    told = weight - hidden * rules.hidden_weight
    return told if told > 0 else float("nan")


def weight_text(weight: float, hidden: int, rules: Rules, words: Words) -> str:
    """Return a weight as readers see it: "40", "1–4" or "≥ 40 (+3 hidden)"."""
    told = told_weight(weight, hidden, rules)
    if not hidden:
        return words.number(told)
    if math.isnan(told):
        return f"1–{hidden * (rules.mask_below - 1)}"
    sentence = _("≥ {sum} (+{count} hidden)")
    return words(sentence, sum=words.number(told), count=hidden)


def need_protected(history: History, period: Period | None = None) -> None:
    """Refuse to publish anything but the public view, or a period that tells too little."""
    if not isinstance(history, ProtectedHistory):
        sentence = _(
            "Public output needs the public view of the records: pass protect(history)."
        )
        raise DisclosureError(sentence)
    period = period or history.whole
    cells = history.records.signs_in(period)
    told = cells[cells["cases"].notna()].groupby(TIE).ngroups
    if 1 <= told <= _TOO_FEW:
        sentence = _(
            "Ties of {year} with {least} cases or more: {count}. So few would give the others "
            "away by their sums, so nothing is published; take a longer period."
        )
        facts = {"count": told, "least": history.rules.mask_below, "year": str(period)}
        raise DisclosureError(sentence, **facts)


def _without_names(records: Records) -> Records:
    actors = records.actors
    secret = actors[(actors["publish"] == "no") | (actors["confidential"] == "yes")].index
    # Its earlier and later names would tell which body it is.
    line = actors.index.to_series().map(records.lineage)
    hidden = actors[line.isin(line[secret])]
    if hidden.empty:
        return records
    unnamed = {slug: f"{sector}_unnamed" for slug, sector in hidden["sector"].items()}
    while set(unnamed.values()) & set(actors.index):
        unnamed = {slug: f"{name}_" for slug, name in unnamed.items()}
    stand_ins = hidden.groupby(hidden.index.map(unnamed), sort=False).first().assign(**_UNTOLD)
    for lang in LANGUAGES:
        words = speak(lang)
        sectors = [words(SECTORS[sector].label) for sector in stand_ins["sector"]]
        named = [words(_("{sector}: body not named"), sector=sector) for sector in sectors]
        stand_ins[f"name_{lang}"] = named
    rest = actors.drop(index=hidden.index)

    def renamed(frame: pd.DataFrame, *columns: str) -> pd.DataFrame:
        new = {column: frame[column].replace(unnamed) for column in columns}
        return frame.assign(**new)

    known = ~records.aliases["actor"].isin(unnamed)
    joined = replace(
        records,
        actors=renamed(pd.concat([rest, stand_ins]).rename_axis("id"), "parent", "successor"),
        evidence=renamed(records.evidence, "source", "target"),
        mandates=renamed(records.mandates, "source", "target"),
        aliases=records.aliases[known],
        figures=records.figures[~records.figures["actor"].isin(unnamed)],
    )
    return _without_mentions(joined, _names(records, hidden, rest))


def _names(records: Records, hidden: pd.DataFrame, rest: pd.DataFrame) -> re.Pattern[str]:
    """Return what finds the bodies of ``hidden`` in a text, however their words are joined."""

    def borne(actors: pd.DataFrame) -> set[str]:
        aliases = records.aliases["alias"][records.aliases["actor"].isin(actors.index)]
        written = actors[["name_id", "name_en", "abbrev"]].to_numpy().ravel()
        return {*actors.index, *written, *aliases}

    spelled = map(_spelled, sorted(borne(hidden) - borne(rest), key=len, reverse=True))
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(filter(None, spelled))})(?![^\W_])")


def _spelled(name: str) -> str:
    """Return the pattern of a name; of a single word, which may be a common one, as written."""
    words = re.findall(r"[^\W_]+", name)
    return r"(?i:" + r"[\W_]*".join(words) + ")" if len(words) > 1 else "".join(words)


def _without_mentions(records: Records, names: re.Pattern[str]) -> Records:
    def hushed(frame: pd.DataFrame, table: str) -> pd.DataFrame:
        texts = [c.name for c in TABLES[table].columns if c.type == "text" and c.name in frame]
        new = {text: frame[text].str.replace(names, _MENTIONED, regex=True) for text in texts}
        return frame.assign(**new)

    sources = records.sources.replace(names, _MENTIONED, regex=True)
    telling = records.sources["address"].str.contains(names.pattern, case=False, regex=True)
    mandates = hushed(records.mandates, "mandates")
    # Duties that differed in nothing but a name stay apart.
    altered = mandates["duty"] != records.mandates["duty"]
    numbered = (
        mandates["duty"] + " " + (pd.factorize(records.mandates["duty"])[0] + 1).astype(str)
    )
    titles = {
        lang: names.sub(_MENTIONED, title) for lang, title in records.study.titles.items()
    }
    return replace(
        records,
        actors=hushed(records.actors, "actors"),
        evidence=hushed(records.evidence, "evidence"),
        mandates=mandates.assign(duty=mandates["duty"].mask(altered, numbered)),
        aliases=hushed(records.aliases, "aliases"),
        legal_bases=hushed(records.legal_bases.reset_index(), "legal_bases").set_index(
            "legal_basis"
        ),
        figures=hushed(records.figures, "figures"),
        sources=sources.assign(address=records.sources["address"].mask(telling, "")),
        study=replace(records.study, titles=titles),
    )
