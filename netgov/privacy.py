"""What may leave the office: `protect` makes the public view, the source of all public output.

Bodies that must not be named are joined, within their sector, into one body that has no name.
Cited public statements pass unchanged. Counted contact becomes one cell for each source,
target, layer and year, as `Masking` lets it be told. Every other figure is a sum of such cells,
never a second count. `keep_internal` makes the view of the office itself.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final, NoReturn, overload

import pandas as pd

from netgov.assembly import whole_signs
from netgov.counting import TIE, tally
from netgov.errors import DisclosureError
from netgov.history import History
from netgov.identity import looks_like_person, names_person
from netgov.masking import Masked, Masking
from netgov.network import Network
from netgov.records import Records
from netgov.rules import Rules
from netgov.settings import SETTINGS_FILE
from netgov.sources import SOURCES_FILE
from netgov.unnamed import (
    like_secret,
    public_bodies,
    secret_bodies,
    stand_ins,
    without_names,
)
from netgov.views import (
    SEAL,
    InternalHistory,
    InternalNetwork,
    ProtectedHistory,
    ProtectedNetwork,
    need_enough,
    need_view,
)
from netgov.words import _

__all__ = [
    "InternalHistory",
    "InternalNetwork",
    "ProtectedHistory",
    "ProtectedNetwork",
    "keep_internal",
    "protect",
    "true_cells",
]


@overload
def protect(
    study: History, rules: Rules | None = None, *, exact: bool = False
) -> ProtectedHistory: ...


@overload
def protect(
    study: Network, rules: Rules | None = None, *, exact: bool = False
) -> ProtectedNetwork: ...


def protect(
    study: History | Network, rules: Rules | None = None, *, exact: bool = False
) -> ProtectedHistory | ProtectedNetwork:
    """Return the public view of a study, or of one network.

    Actors with ``publish`` no or ``confidential`` yes become, together with the others of
    their sector, one body "not named"; every table speaks of that body from then on, and no
    text mentions them by a name that the tables of actors and aliases hold. Counts of cases
    are masked and rounded as `Rules.mask_below` and `Rules.round_to` say.

    Parameters
    ----------
    study
        All years of a study, or a network by itself. Of a network without counts of cases a
        weight is taken for as many cases; ties with a strength and no cases are statements or
        meetings and pass.
    rules
        Thresholds other than the usual ones.
    exact
        Tell counts that are not hidden as they are, with totals; see `Masking`.

    Returns
    -------
    ProtectedHistory or ProtectedNetwork

    Raises
    ------
    DisclosureError
        If a body looks like a person, the period cuts a year, or so few ties could be told
        that their sums would give the hidden ones away.
    """
    if isinstance(study, ProtectedHistory | ProtectedNetwork):
        sentence = _("This is the public view already; protect the records themselves.")
        raise DisclosureError(sentence)
    masking = Masking(rules or Rules(), exact)
    masking.need_sound()
    if isinstance(study, Network):
        return _protected_network(study, masking)
    return _protected_study(study.records, masking)


def _protected_study(records: Records, masking: Masking) -> ProtectedHistory:
    _need_publishable(records)
    named = without_names(records, secret_bodies(records.actors))
    signs = _present(named)
    masked = masking.masked(_cells(signs))
    public = ProtectedHistory(
        _public(named, masked),
        masking,
        masked,
        told_cases=_open_cells(named, signs, masked),
        bodies=public_bodies(records),
        seal=SEAL,
    )
    need_view(public)
    return public


def _need_publishable(records: Records) -> None:
    """Refuse records that cannot be published, whatever is masked."""
    if records.doubtful:
        _refuse_persons(len(records.doubtful))
    if alike := like_secret(records, secret_bodies(records.actors)):
        sentence = _(
            "Names that may be bodies not to be named: {count}, so nothing is published; say "
            "in the alias sheet which bodies they are: netgov check DATA --out FOLDER, then "
            "--aliases."
        )
        raise DisclosureError(sentence, count=len(alike))
    if personal := _personal_texts(records):
        sentence = _(
            "{where} holds a number or address of a person; take it out before publishing."
        )
        raise DisclosureError(sentence, where=personal[0])
    if records.counted and not records.window.is_of_years:
        sentence = _(
            "Public output speaks of whole years, since two reports of parts of a year give "
            "hidden counts away; let --from begin a year, such as 2019-01-01, and --to end one."
        )
        raise DisclosureError(sentence)


def _personal_texts(records: Records) -> list[str]:
    """Return where a title or the text of a source holds a number of a person."""
    titles = [SETTINGS_FILE for title in records.study.titles.values() if names_person(title)]
    texts = records.sources["text"] if len(records.sources) else ()
    return titles + [SOURCES_FILE for text in texts if names_person(text)]


def _refuse_persons(count: int) -> NoReturn:
    sentence = _(
        "Names that look like persons: {count}, so nothing is published. netgov check "
        "lists them under person_like; add the bodies to the table of actors or aliases."
    )
    raise DisclosureError(sentence, count=count)


@overload
def keep_internal(study: History, rules: Rules | None = None) -> InternalHistory: ...


@overload
def keep_internal(study: Network, rules: Rules | None = None) -> InternalNetwork: ...


def keep_internal(
    study: History | Network, rules: Rules | None = None
) -> InternalHistory | InternalNetwork:
    """Return a study, or one network, for the office alone: counts and bodies as they are.

    Everything that is written of it says that it must not be passed on, and can be read by its
    owner alone. Bodies of a study that look like persons have no name here either; a network
    with such names is refused.

    Parameters
    ----------
    study
        All years of a study, or a network by itself.
    rules
        Thresholds other than the usual ones.

    Returns
    -------
    InternalHistory or InternalNetwork
    """
    masking = Masking(rules or Rules())
    if isinstance(study, Network):
        _need_no_person(study)
        return InternalNetwork(
            study.actors, study.ties, study.groups, study.label, masking=masking, seal=SEAL
        )
    records = study.records
    names = records.actors["name_id"]
    persons = names.index[names.isin(records.doubtful)]
    kept = _beside_logs(records, records.evidence[records.evidence["weight"].isna()])
    return InternalHistory(without_names(kept, persons), masking, seal=SEAL)


def _open_cells(named: Records, signs: pd.DataFrame, masked: Masked) -> Records:
    counted = masked.cells[masked.cells["cases"].notna()]
    told = pd.MultiIndex.from_frame(counted[_CELL])
    kept = pd.MultiIndex.from_frame(signs[_CELL]).isin(told)
    return replace(
        named,
        evidence=named.evidence.loc[signs.index[kept]],
        not_referred=named.not_referred.head(0),
        meetings=named.meetings.head(0),
    )


def _public(records: Records, masked: Masked) -> Records:
    """Return records whose counted contact is one masked cell for each tie and year.

    Problems and changes of the logs stay in the office; what was done to public statements
    may be told.
    """
    evidence = records.evidence
    stated = evidence[evidence["weight"].isna()]
    cells = _as_signs(masked.cells)
    public = pd.concat([stated.assign(hidden=0), cells], ignore_index=True)
    told = set(public["source"]) | set(public["target"])
    # A body that only a log names is public for its contact alone.
    listed = (records.actors["sector"] != "unknown") | records.actors.index.isin(told)
    return replace(
        _beside_logs(records, stated),
        actors=records.actors[listed],
        aliases=_impersonal(records.aliases) if not len(cells) else records.aliases.head(0),
        evidence=public.astype({"hidden": int, "rank": int})[[*evidence.columns, "hidden"]],
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


def _beside_logs(records: Records, stated: pd.DataFrame) -> Records:
    """Return records that tell of their statements alone what became of rows."""
    return replace(
        records,
        problems=_of_statements(records.problems, stated),
        changes=_of_statements(records.changes, stated),
        counts=_of_statements(records.counts.reset_index(), stated),
    )


def _of_statements(rows: pd.DataFrame, stated: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that speak of sheets of statements."""
    sheets = set(zip(stated["file"], stated["sheet"], strict=True))
    rows = rows if "sheet" in rows else rows.assign(sheet="")
    own = [place in sheets for place in zip(rows["file"], rows["sheet"], strict=True)]
    return rows[pd.Series(own, index=rows.index, dtype=bool)]


def true_cells(records: Records) -> pd.DataFrame:
    """Return the cells of counted contact as they are, for the audit; bodies as in public."""
    return _cells(_present(without_names(records, secret_bodies(records.actors))))


def _present(records: Records) -> pd.DataFrame:
    """Return counted signs between different bodies, each under the name it bears today."""
    signs = records.evidence[records.evidence["weight"].notna()]
    signs = signs[records.both_exist(signs)]
    ends = {end: signs[end].map(records.lineage) for end in ("source", "target")}
    counts = signs["table"].replace("referrals", "ties")
    signs = signs.assign(**ends, year=signs["year_from"], counts=counts)
    return signs[signs["source"] != signs["target"]]


_CELL: Final = [*TIE, "year", "counts"]


def _cells(signs: pd.DataFrame) -> pd.DataFrame:
    """Return one cell for each tie and year, by name.

    The order of rows would tell which contact came first.
    """
    cells = tally(signs, _CELL).reset_index()
    return cells.sort_values(_CELL, ignore_index=True)


def _as_signs(cells: pd.DataFrame) -> pd.DataFrame:
    """Return masked cells as signs of contact."""
    told = cells.drop(columns=["answered", "days"]).assign(
        table=cells["counts"], file="", row=0, year_from=cells["year"], year_to=cells["year"]
    )
    return whole_signs(told).assign(hidden=cells["hidden"])


# --- one network -------------------------------------------------------------------------


def _protected_network(net: Network, masking: Masking) -> ProtectedNetwork:
    """Return the public view of a network by itself; actors and ties by name."""
    _need_no_person(net)
    net = _joined(net)
    ties = net.ties.sort_index(key=lambda names: names.map(str))
    beside = ties["cases"].isna() & (ties["strength"] != "")
    known = ties["cases"].fillna(ties["weight"]).mask(beside)
    cells = ties.assign(cases=known, year=net.label).reset_index()
    masked = masking.masked(cells).cells.set_index(TIE)
    told = masked.assign(hidden=masked["hidden"] + ties["hidden"])[[*ties.columns]]
    counted, open_ = (int(cases.notna().sum()) for cases in (known, masked["cases"]))
    need_enough(counted, open_, net.label, masking)
    actors = net.actors.sort_index(key=lambda names: names.map(str))
    return ProtectedNetwork(
        actors,
        told.assign(days=math.nan, answered=math.nan),
        None if net.groups is None else net.groups[actors.index],
        net.label,
        masking=masking,
        seal=SEAL,
    )


def _need_no_person(net: Network) -> None:
    if persons := sum(map(looks_like_person, _strangers(net))):
        _refuse_persons(persons)


def _strangers(net: Network) -> list[str]:
    """Return the names of actors of which no table says what they are."""
    if "sector" not in net.actors:
        return [str(name) for name in net.actors.index]
    return net.names("id")[net.actors["sector"].isin(["", "unknown"])].tolist()


def _joined(net: Network) -> Network:
    """Return a network whose secret bodies have no name; of joined ties the fewest cases."""
    secret = secret_bodies(net.actors)
    if secret.empty:
        return net
    if "sector" not in net.actors:
        sentence = _("Bodies that must not be named need a sector; add the column sector.")
        raise DisclosureError(sentence)
    into, bodies = stand_ins(net.actors.loc[secret], net.actors.index)
    joined = net.joined(net.actors.index.to_series().replace(into))
    actors = pd.concat([net.actors.drop(index=secret), bodies]).loc[joined.actors.index]
    # Some cases may be the same; told as many as there are at least.
    ties = net.ties["cases"].reset_index().replace(dict.fromkeys(TIE[:2], into))
    fewest = ties.groupby(TIE)["cases"].max()
    cases = fewest.reindex(joined.ties.index)
    return replace(joined, actors=actors, ties=joined.ties.assign(cases=cases))
