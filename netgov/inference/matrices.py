"""Whether two matrices of the same actors go together, and what others leave of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any, Final, NoReturn, TypeVar

import numpy as np
import pandas as pd

from netgov.draws import TIMES
from netgov.errors import NetgovError, NotEnoughData, UnknownName, shown
from netgov.inference.result import (
    TWO_SIDED,
    Inference,
    Tell,
    judged,
    need_alternative,
    need_times,
    silent,
)
from netgov.kernels.matrix_draws import (
    as_it_is,
    correlations,
    is_constant,
    known_sides,
    orders,
)
from netgov.kernels.partial_fits import FITS, Fits
from netgov.kernels.semi_partialling import Fit, Regression, observed, refits, regression
from netgov.words import _

OUTCOMES: Final = tuple(FITS)
INTERCEPT: Final = "intercept"

Cells = TypeVar("Cells", np.ndarray, pd.DataFrame)


def qap(
    y: pd.DataFrame,
    x: pd.DataFrame,
    *,
    times: int = TIMES,
    seed: int = 0,
    alternative: str = TWO_SIDED,
    tell: Tell = silent,
) -> Inference:
    """Test whether two matrices go together more, or less, than chance would have it.

    The correlation (Pearson) of the cells off the diagonal is put beside those after the actors
    of one matrix were shuffled, rows and columns together: so each matrix keeps its shape, and
    only who stands where is left to chance (QAP).

    Parameters
    ----------
    y, x
        Square frames whose rows and columns are the same actors, in any order, such as
        `matrix_named` gives. A cell that is NaN is not known: a pair is read where both
        matrices know it, in each draw anew. Actors of whom no pair is known to both stay out
        of the test, see `unknown_actors`; those of whom only the row, or only the column, is
        known to both are shuffled among themselves, so that each draw reads as many pairs.
    times, seed
        How many draws, and the number they begin with.
    alternative
        Which ``p`` is: "two-sided", "greater" or "less".
    tell
        Called with how many more draws are done.

    Returns
    -------
    Inference
        Its table has one row, ``x``: ``observed`` is the correlation.

    Raises
    ------
    NotEnoughData
        If a matrix is the same everywhere, or the matrices do not hold the same actors.
    UnknownName
        If there is no such alternative.
    NetgovError
        If there is no draw, or the seed is below 0.

    References
    ----------
    krackhardt_dyads1988

    Examples
    --------
    >>> import pandas as pd
    >>> names = ["P", "S", "D", "H"]
    >>> sent = pd.DataFrame(0.0, names, names)
    >>> sent.loc["P", "D"], sent.loc["D", "H"], sent.loc["S", "D"] = 10, 7, 4
    >>> found = qap(sent, sent.T, times=99)
    >>> float(found.table.loc["x", "observed"].round(4))
    -0.2865
    """
    need_alternative(alternative)
    rng = need_times(times, seed)
    of_y, of_x = _of_known(_aligned([("y", y), ("x", x)]))
    dealt = orders(known_sides([of_y, of_x]), times, rng)
    found = correlations(of_y, of_x, chain([as_it_is(len(of_y))], dealt))
    seen = next(found)
    if np.isnan(seen).any():
        sentence = _("Of the pairs that both matrices know, all are the same in one of them.")
        raise NotEnoughData(sentence)
    rows = []
    for some in found:
        rows.append(some[:, None])
        tell(len(some))
    draws = np.concatenate(rows)
    index = pd.Index(["x"], name="matrix")
    table = judged(index, seen, draws, alternative)
    return Inference(table, "qap", times, seed, draws, alternative)


def mrqap(
    y: pd.DataFrame,
    xs: Mapping[str, pd.DataFrame],
    *,
    outcome: str = "linear",
    times: int = TIMES,
    seed: int = 0,
    alternative: str = TWO_SIDED,
    tell: Tell = silent,
) -> Inference:
    """Regress one matrix on others, and test what each adds beside the others.

    Double semi-partialling: what the other predictors leave of a predictor is shuffled, rows
    and columns together, the regression is fitted again, and its t or z put beside the one
    observed. With one predictor this is the test of `qap`. Actors without ties stay. Where all
    matrices are symmetric each pair counts once.

    Parameters
    ----------
    y
        What is to be explained, as in `qap`.
    xs
        What explains it: matrices by what to call them.
    outcome
        "linear": least squares, t. "logit": whether there is a tie, any value above 0; logistic
        regression, z. "count": how many contacts; Poisson regression with log link, its t by
        the dispersion found (quasi-likelihood), since contacts come in clusters.
    times, seed, alternative, tell
        As in `qap`.

    Returns
    -------
    Inference
        Its table is indexed by ``matrix``, the intercept first: ``coefficient``,
        ``correlation`` of each predictor alone with what is explained, and ``observed``, the t
        or z that is tested. Nothing is tested of the intercept: its p is NaN. Cells that one
        of the matrices does not know are left out of all, as are, in each draw, those not
        known after the shuffle. Actors of whom nothing is known to all, or one side, are dealt
        with as there. A draw whose fit has no end, since what was shuffled parts the
        ties from the rest, counts as further off than any other.

    Raises
    ------
    NotEnoughData
        If a matrix is the same everywhere, the others tell a predictor wholly, there are too
        few cells, the matrices do not hold the same actors, or the fit has no end.
    UnknownName
        If there is no such outcome or alternative.
    NetgovError
        If there is no draw, the seed is below 0, or a matrix is called "intercept".

    References
    ----------
    dekker2007, krackhardt_dyads1988, wedderburn1974

    Examples
    --------
    >>> import pandas as pd
    >>> names = ["P", "S", "D", "H"]
    >>> sent = pd.DataFrame(0.0, names, names)
    >>> sent.loc["P", "D"], sent.loc["D", "H"], sent.loc["S", "D"] = 10, 7, 4
    >>> mrqap(sent, {"returned": sent.T}, times=99).table["coefficient"].round(3).to_dict()
    {'intercept': 2.251, 'returned': -0.287}
    """
    need_alternative(alternative)
    rng = need_times(times, seed)
    fit, names = _fit_named(outcome), [*xs]
    if not names:
        sentence = _("Nothing is there to explain with; name at least one more matrix.")
        raise NotEnoughData(sentence)
    if INTERCEPT in names:
        sentence = _("The table has a row of its own called {name}; call the matrix otherwise.")
        raise NetgovError(sentence, name=INTERCEPT)
    explained, *explaining = _of_known(_aligned([("y", y), *xs.items()]))
    explained = _as_outcome(explained, outcome)
    built = regression(explained, np.array(explaining))
    _need_told(built, names)
    seen = observed(built, fit)
    if outcome != "linear":
        _need_end(seen)
    rows = []
    kinds = known_sides([explained, *explaining])
    for some in refits(built, fit, orders(kinds, times, rng, built.step)):
        rows.append(some.statistics)
        tell(len(some.statistics))
    draws = np.concatenate(rows)
    table = judged(pd.Index(names, name="matrix"), seen.statistics[1:], draws, alternative)
    table.insert(0, "correlation", [_alone(explained, one) for one in explaining])
    return Inference(
        _with_intercept(table, seen),
        "semi-partialling",
        times,
        seed,
        np.insert(draws, 0, np.nan, axis=1),
        alternative,
    )


def compare_matrices(
    y: pd.DataFrame,
    xs: Mapping[str, pd.DataFrame],
    *,
    outcome: str = "linear",
    times: int = TIMES,
    seed: int = 0,
    alternative: str = TWO_SIDED,
    tell: Tell = silent,
) -> Inference:
    """Put what a predictor says alone beside what it adds to the others.

    Parameters
    ----------
    y, xs, outcome, times, seed, alternative
        As in `mrqap`.
    tell
        Called with how many more draws are done, of every test.

    Returns
    -------
    Inference
        The result of `mrqap` with one column more, ``p_alone``: the chance of each
        ``correlation`` by `qap`, not adjusted for the others.

    Raises
    ------
    NotEnoughData
        As in `mrqap`, or if of the pairs that what is explained and one predictor know, all
        are the same in one of them.
    UnknownName
        If there is no such outcome or alternative.
    NetgovError
        If there is no draw, the seed is below 0, or a matrix is called "intercept".

    References
    ----------
    dekker2007, krackhardt_dyads1988, wedderburn1974

    Examples
    --------
    >>> import netgov as ng
    >>> history = ng.build_history(ng.read_records("data"))
    >>> named = {x: ng.matrix_named(history, None, x) for x in ("mandated", "same_sector")}
    >>> recorded = ng.matrix_named(history, None, "recorded")
    >>> found = ng.compare_matrices(recorded, named, times=99).table
    >>> found.loc["mandated", ["correlation", "p_alone", "coefficient", "q"]].round(2).tolist()
    [0.29, 0.02, 0.31, 0.02]
    """
    asked: dict[str, Any] = {"times": times, "seed": seed, "alternative": alternative}
    found = mrqap(y, xs, outcome=outcome, tell=tell, **asked)
    explained = y if outcome != "logit" else _presence(y)
    chances = {
        name: qap(explained, x, tell=tell, **asked).table["p"].iloc[0] for name, x in xs.items()
    }
    table = found.table.copy()
    table.insert(2, "p_alone", pd.Series(chances))
    return replace(found, table=table)


def unknown_actors(matrices: Sequence[pd.DataFrame]) -> pd.Index[Any]:
    """Return the actors of whom no pair is known to all of some matrices of the same actors.

    Such an actor was not observed, so there is nothing to shuffle it with: dealt into the place
    of others it would take their pairs out of every draw, and the draws, of fewer pairs, would
    vary more than what was observed.
    """
    actors = matrices[0].index
    cells = [
        matrix.reindex(index=actors, columns=actors).to_numpy(float) for matrix in matrices
    ]
    found: pd.Index[Any] = actors[known_sides(cells) == 0]
    return found


def _of_known(cells: Sequence[np.ndarray]) -> list[np.ndarray]:
    """Return the cells of the actors of whom a pair is known."""
    known = known_sides(cells) > 0
    return [one[np.ix_(known, known)] for one in cells]


def _fit_named(outcome: str) -> Fit:
    if outcome not in FITS:
        sentence = _("There is no outcome {name}. The nearest is {near}; all: {known}.")
        raise UnknownName.among(sentence, outcome, FITS)
    return FITS[outcome]


def _aligned(matrices: Sequence[tuple[str, pd.DataFrame]]) -> list[np.ndarray]:
    """Return the cells of matrices that hold the same actors, in the order of the first."""
    actors = matrices[0][1].index
    cells = []
    for name, frame in matrices:
        _need_same_actors(name, frame, actors)
        found = _numbers(name, frame.reindex(index=actors, columns=actors))
        if is_constant(found):
            _refuse_constant(name)
        cells.append(found)
    return cells


def _refuse_constant(name: str) -> NoReturn:
    sentence = _("The matrix {name} says the same of all pairs; nothing goes with it.")
    raise NotEnoughData(sentence, name=shown(name))


def _need_same_actors(name: str, frame: pd.DataFrame, actors: pd.Index[Any]) -> None:
    for labels in (frame.index, frame.columns):
        if labels.has_duplicates:
            sentence = _("{actor} stands twice in the matrix {name}; keep one.")
            twice = shown(labels[labels.duplicated()][0])
            raise NotEnoughData(sentence, actor=twice, name=shown(name))
        if len(odd := labels.symmetric_difference(actors)):
            sentence = _(
                "The matrices do not hold the same actors: {actor} is missing in one of them, "
                "see {name}. Rows and columns of all must have the same names."
            )
            raise NotEnoughData(sentence, actor=shown(odd[0]), name=shown(name))


def _numbers(name: str, frame: pd.DataFrame) -> np.ndarray:
    """Return cells as numbers, NaN where not known."""
    try:
        cells = frame.to_numpy(dtype=float, na_value=np.nan)
    except (TypeError, ValueError) as error:
        sentence = _("The matrix {name} holds cells that are no numbers.")
        raise NotEnoughData(sentence, name=shown(name)) from error
    if np.isinf(cells).any():
        sentence = _("The matrix {name} holds cells that are no numbers.")
        raise NotEnoughData(sentence, name=shown(name))
    return cells


def _as_outcome(cells: np.ndarray, outcome: str) -> np.ndarray:
    """Return what a kind of outcome explains: whether there is a tie, or the cells."""
    if outcome == "count" and (cells < 0).any():
        sentence = _("A count is never below 0; use the linear outcome.")
        raise NotEnoughData(sentence)
    if outcome != "logit":
        return cells
    ties = _presence(cells)
    if is_constant(ties):
        _refuse_constant("y")
    return ties


def _presence(cells: Cells) -> Cells:
    """Return 1 where there is a tie, 0 where there is none, NaN where that is not known."""
    # An unknown cell is not above 0, and 0 times it is unknown.
    return (cells > 0) + 0.0 * cells


def _need_told(built: Regression, names: Sequence[str]) -> None:
    """Refuse a regression without enough cells, or with predictors that others tell."""
    if len(built.rows) <= len(names) + 1:
        sentence = _(
            "Pairs that all matrices know: {count}, too few for {predictors} predictors."
        )
        raise NotEnoughData(sentence, count=len(built.rows), predictors=len(names))
    if len(told := built.told_by_others):
        sentence = _(
            "These predictors say together what one of them says alone: {names}. Leave one out."
        )
        raise NotEnoughData(sentence, names=", ".join(names[place] for place in told))


def _need_end(seen: Fits) -> None:
    if not np.isfinite(seen.statistics).all():
        sentence = _(
            "The regression has no end, since the predictors part the ties from the pairs "
            "without any. Take one of them out, or use the linear outcome."
        )
        raise NotEnoughData(sentence)


def _alone(explained: np.ndarray, explaining: np.ndarray) -> float:
    """Return the correlation of two matrices as they are."""
    return float(next(correlations(explained, explaining, [as_it_is(len(explained))]))[0])


def _with_intercept(table: pd.DataFrame, seen: Fits) -> pd.DataFrame:
    """Return the table with coefficients, and the intercept, of which nothing is tested."""
    table = table.reindex(pd.Index([INTERCEPT, *table.index], name=table.index.name))
    table.insert(0, "coefficient", seen.coefficients)
    table.loc[INTERCEPT, "observed"] = seen.statistics[0]
    return table.assign(draws=table["draws"].fillna(0).astype(int))
