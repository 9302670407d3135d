"""Permutation tests: published values, laws, and p-values that are even under each null.

Random results are compared within 4 standard errors; seeds are fixed.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from known import AWKWARD, network, same
from scipy.stats import chisquare

import netgov as ng
from netgov.errors import NetgovError, NotEnoughData, UnknownName
from netgov.inference import permuting
from netgov.inference.permuting import NULLS, permute
from netgov.inference.result import ALTERNATIVES, draws_needed, judged
from netgov.kernels.nulls import scattered_ties
from netgov.measures import MEASURES, measure, measure_many
from netgov.network import Network

ROLES = ["coordinator", "itinerant", "representative", "gatekeeper", "liaison"]
CHANCES = ["p", "mid_p", "p_greater", "p_lesser", "q"]
every_null = pytest.mark.parametrize("null", NULLS)


def within(found: pd.Series, exact: object, times: int) -> None:
    """Assert shares of draws to be within 4 standard errors of the exact ones."""
    exact = np.asarray(exact, dtype=float)
    error = np.sqrt(exact * (1 - exact) / times) + 1 / times
    assert (np.abs(np.asarray(found) - exact) <= 4 * error).all()


# --- published values --------------------------------------------------------------------


@pytest.fixture(scope="module")
def all_groups() -> np.ndarray:
    """Every way to deal groups of 4, 3 and 3 to ten actors: 4,200."""
    ways = []
    for first in combinations(range(10), 4):
        left = [actor for actor in range(10) if actor not in first]
        for second in combinations(left, 3):
            codes = np.full(10, 2)
            codes[[*first]], codes[[*second]] = 0, 1
            ways.append(codes)
    return np.array(ways)


def test_all_groups_of_knoke_give_the_published_chances(knoke: Network, all_groups) -> None:
    """Sums of roles: .33 .66 .51 .26 .86 in 1,000 draws; exactly .328 .657 .502 .256 .863."""
    every = measure_many(knoke, "broker_roles", groups=all_groups).sum(axis=1)
    seen = measure(knoke, "broker_roles").sum().to_numpy()
    exact = (every >= seen).mean(axis=0)[:5]
    same(exact.round(4), [0.3281, 0.6567, 0.5019, 0.2562, 0.8629])
    sums = [f"broker_totals.{role}" for role in ROLES]
    table = permute(knoke, sums, times=4000, alternative="greater").table
    within(table["p"], exact, 4000)
    within(table["p"], [0.33, 0.66, 0.51, 0.26, 0.86], 1000)


def test_each_role_of_each_body_has_its_exact_chance(knoke: Network, all_groups) -> None:
    every = measure_many(knoke, "broker_roles", groups=all_groups)
    seen = measure(knoke, "broker_roles").to_numpy()
    found = permute(knoke, "broker_roles", times=4000).table
    tested = found["p"].notna().to_numpy()
    for column, exact in (("p_greater", every >= seen), ("p_lesser", every <= seen)):
        shares = exact.mean(axis=0).T.ravel()
        within(found[column][tested], shares[tested], 4000)


def test_the_mayor_of_knoke_is_no_coordinator_beyond_chance(knoke: Network) -> None:
    """In sna z = 4.46 for this role; p is .033, and nothing once all are adjusted for."""
    table = permute(knoke, "broker_roles", times=4000, alternative="greater").table
    mayor = table.loc[("broker_roles.coordinator", "MAYR")]
    within(mayor["p"], 1 / 30, 4000)
    assert table["q"].min() > 0.05


def test_scattered_ties_of_knoke_have_the_published_spread(knoke: Network) -> None:
    found = permute(knoke, "broker_totals.total", "ties", times=1000).table.iloc[0]
    assert abs(found["sd"] - 8.422) < 4 * 8.422 / np.sqrt(2 * 1000)
    assert abs(found["mean"] - 720 * 0.5444**2 * 0.4556) < 4 * 8.422 / np.sqrt(1000) + 1


def test_e_i_of_knoke_is_what_chance_gives(knoke: Network) -> None:
    groups = permute(knoke, "ei", times=4000).table.loc["ei.index"]
    assert abs(groups["sd"] - 0.0827) < 4 * 0.0827 / np.sqrt(2 * 4000)
    assert groups["p"] > 0.9
    ties = permute(knoke, "ei", "ties", times=1000).table.loc["ei.index"]
    expected = measure(knoke, "ei").iloc[0]  # from the formulas
    assert abs(ties["mean"] - expected["ei.expected"]) < 4 * 0.0858 / np.sqrt(1000)
    assert abs(ties["sd"] - expected["ei.sd"]) < 4 * 0.0858 / np.sqrt(2 * 1000)


# --- laws --------------------------------------------------------------------------------


@every_null
def test_smaller_and_larger_share_what_is_equal(null: str, knoke: Network) -> None:
    found = permute(knoke, "broker_roles", null, times=60)
    table = found.table
    equal = np.isclose(found.draws, table["observed"].to_numpy()).sum(axis=0)
    tested = table["p"].notna().to_numpy()
    same(
        (table["p_greater"] + table["p_lesser"])[tested],
        (1 + (1 + equal) / (found.times + 1))[tested],
    )


@every_null
def test_the_table_is_that_of_the_draws(null: str, knoke: Network) -> None:
    names = ["broker_roles.liaison", "actor_ei"]
    found = permute(knoke, names, null, times=40)
    assert (found.null, found.times, found.seed) == (null, 40, 0)
    assert found.draws.shape == (40, 20)
    assert found.table.index.names == ["measure", "actor"]
    assert [*found.table.index] == [
        (name, body) for name in names for body in knoke.actors.index
    ]
    same(found.table["observed"], measure(knoke, *names).T.to_numpy().ravel())
    same(found.table["mean"], np.nanmean(found.draws, axis=0))
    same(found.table["sd"], np.nanstd(found.draws, axis=0, ddof=1))
    assert (found.table["draws"] == (~np.isnan(found.draws)).sum(axis=0)).all()


@every_null
def test_the_same_seed_gives_the_same_bytes(null: str, knoke: Network) -> None:
    one, again, other = (
        permute(knoke, "broker_roles", null, times=30, seed=seed) for seed in (1, 1, 2)
    )
    assert one.draws.tobytes() == again.draws.tobytes()
    pd.testing.assert_frame_equal(one.table, again.table)
    assert one.draws.tobytes() != other.draws.tobytes()


def test_what_is_not_drawn_is_not_tested(knoke: Network) -> None:
    """All roles together do not depend on groups, so that they are 1 in p would be no news."""
    table = permute(knoke, "broker_roles", times=50).table
    total = table.loc["broker_roles.total"]
    assert total[CHANCES].isna().all(axis=None)
    assert (total["mean"] == total["observed"]).all()
    assert (total["draws"] == 50).all()


def test_roles_are_adjusted_together_and_their_total_apart(knoke: Network) -> None:
    table = permute(knoke, "broker_roles", "ties", times=200).table
    total = table.index.get_level_values("measure") == "broker_roles.total"
    for family in (table[total], table[~total]):
        tested = family["p"].dropna().to_numpy()
        order = np.sort(tested) * len(tested) / np.arange(1, len(tested) + 1)
        same(np.sort(family["q"].dropna()), np.minimum.accumulate(order[::-1])[::-1])


def test_the_alternative_chooses_p(knoke: Network) -> None:
    both, greater, less = (
        permute(knoke, "transitivity", times=99, alternative=one).table.iloc[0]
        for one in ("two-sided", "greater", "less")
    )
    assert greater["p"] == both["p_greater"] < both["p_lesser"] == less["p"]
    same(both["p"], 2 * greater["p"])
    same(greater["mid_p"] + less["mid_p"], 1)


def test_actors_and_the_network_are_tested_side_by_side(knoke: Network) -> None:
    """Each number has its own draws, and a blank actor where it is of the network."""
    names = ["actor_ei", "broker_totals.liaison"]
    found = permute(knoke, names, times=40)
    assert [*found.table.index[-2:]] == [("actor_ei", "WEST"), ("broker_totals.liaison", "")]
    alone = permute(knoke, names[1], times=40)
    assert alone.table.index.names == ["measure"]
    same(found.draws[:, -1], alone.draws[:, 0])
    assert found.table["p"].iloc[-1] == alone.table["p"].iloc[0]


@pytest.mark.parametrize("name", ["betweenness", "constraint", "pagerank", "in_harmonic"])
@pytest.mark.parametrize("null", ["ties", "degrees"])
def test_networks_drawn_are_measured_together_as_one_by_one(
    name: str, null: str, monkeypatch
) -> None:
    monkeypatch.setattr(permuting, "_NETWORKS", 7)
    together = permute(AWKWARD["heavy tail"], name, null, times=20).draws
    monkeypatch.setitem(MEASURES, name, replace(MEASURES[name], many=None))
    same(together, permute(AWKWARD["heavy tail"], name, null, times=20).draws)


def test_the_result_tells_which_alternative_p_is_of(knoke: Network) -> None:
    for alternative in ALTERNATIVES:
        found = permute(knoke, "transitivity", times=9, alternative=alternative)
        assert found.alternative == alternative


@pytest.mark.parametrize("alternative", ALTERNATIVES)
@pytest.mark.parametrize("tested", [1, 7, 72])
def test_one_number_of_many_shows_in_as_many_draws_as_are_needed(
    alternative: str, tested: int
) -> None:
    """One lies beyond every draw, the others in the middle: its q is the least that can be."""
    far = -9.0 if alternative == "less" else 9.0
    seen = np.array([far] + [0.0] * (tested - 1))

    def least(times: int) -> float:
        draws = np.tile(np.linspace(-1, 1, times)[:, None], tested)
        return judged(pd.RangeIndex(tested), seen, draws, alternative)["q"].min()

    need = draws_needed(tested, 0.05, alternative)
    assert least(need) <= 0.05 < least(need - 2)


def test_whoever_waits_is_told_of_every_draw(knoke: Network) -> None:
    for null in NULLS:
        done: list[int] = []
        permute(knoke, "broker_roles.liaison", null, times=70, tell=done.append)
        assert sum(done) == 70


def test_a_network_made_quickly_is_the_network(knoke: Network) -> None:
    """Every measure of actors or the network gives what it gives of the same ties."""
    net = network(
        "a-b 4, b-c 2, c-a 6, a-d 1, d-b 2", "a b c d e", a="x", b="x", c="y", d="y", e="y"
    )
    cells = np.array([0 * 5 + 2, 1 * 5 + 0, 2 * 5 + 1, 3 * 5 + 1, 3 * 5 + 2])
    weights = np.array([2.0, 4, 1, 6, 2])
    other = permuting._retied(net, cells, weights)
    ends = net.actors.index.to_numpy()
    ties = pd.DataFrame(
        {"source": ends[cells // 5], "target": ends[cells % 5], "weight": weights}
    )
    usual = Network.of(ties, net.groups, net.actors)
    for card in MEASURES.values():
        if card.of in ("actor", "network"):
            same(card.function(other), card.function(usual))


# --- p-values are even under the null ----------------------------------------------------


def _random(rng: np.random.Generator, actors: int = 8, ties: int = 18) -> Network:
    """Return a network with ties in cells chosen evenly, and even weights."""
    cells = rng.choice(actors * (actors - 1), ties, replace=False)
    rows, columns = np.divmod(cells, actors - 1)
    columns += columns >= rows
    frame = pd.DataFrame(
        {"source": rows, "target": columns, "weight": rng.integers(1, 9, ties)}
    )
    return Network.of(
        frame, dict(enumerate(rng.permutation([0, 0, 0, 0, 1, 1, 1, 1]))), range(8)
    )


@pytest.mark.parametrize(
    ("null", "name"),
    [("groups", "ei.index"), ("ties", "reciprocity.weighted"), ("degrees", "transitivity")],
)
def test_p_is_even_where_chance_made_the_network(null: str, name: str) -> None:
    """Each rank of what was observed among nine draws comes as often; p of chi-square > 0.001.

    A network whose ties lie anywhere is, for its degrees, any of them; so it is of each null.
    Where draws are equal to what was observed its rank is drawn among theirs.
    """
    rng, ranks = np.random.default_rng(11), np.zeros(10)
    for seed in range(120):
        row = permute(_random(rng), name, null, times=9, seed=seed).table.iloc[0]
        above = round(10 * (1 - row["p_lesser"]))
        level = round(10 * (row["p_greater"] + row["p_lesser"] - 1))
        ranks[above + rng.integers(level)] += 1
    assert chisquare(ranks).pvalue > 0.001


def test_hidden_structure_is_found() -> None:
    """Ties mostly answered, and mostly inside groups, stand out under each null."""
    rng = np.random.default_rng(3)
    pairs = [
        (i, j) for i in range(12) for j in range(i) if rng.random() < 0.6 - 0.5 * ((i ^ j) & 1)
    ]
    frame = pd.DataFrame(pairs + [pair[::-1] for pair in pairs], columns=["source", "target"])
    net = Network.of(frame, {i: i % 2 for i in range(12)}, range(12))
    for null, name in (
        *(("groups", "ei.index"), ("ties", "ei.index")),
        *(("ties", "reciprocity.edgewise"), ("degrees", "reciprocity.edgewise")),
    ):
        assert permute(net, name, null, times=199).table["q"].iloc[0] <= 0.05


# --- what cannot be tested ---------------------------------------------------------------


def test_the_usual_null_deals_groups_where_all_measures_need_them(knoke: Network) -> None:
    assert permute(knoke, "broker_roles", times=2).null == "groups"
    assert permute(knoke, "transitivity", times=2).null == "degrees"
    assert permute(knoke, ["actor_ei", "betweenness"], times=2).null == "degrees"


@pytest.mark.parametrize(
    ("asked", "error", "says"),
    [
        ({"measure": "betweeness"}, UnknownName, "nearest is betweenness"),
        ({"measure": "bridge"}, NotEnoughData, "not a measure of actors or the network"),
        ({"measure": "community"}, NotEnoughData, "names groups"),
        ({"measure": "betweenness", "null": "degree"}, UnknownName, "nearest is degrees"),
        ({"measure": "betweenness", "null": "groups"}, NotEnoughData, "not depend on groups"),
        ({"measure": "betweenness", "alternative": "more"}, UnknownName, "nearest is"),
        ({"measure": "betweenness", "times": 0}, NetgovError, "at least one draw"),
        ({"measure": "in_degree"}, NotEnoughData, "same in every draw"),
        ({"measure": "out_strength"}, NotEnoughData, "same in every draw"),
        ({"measure": "density", "null": "ties"}, NotEnoughData, "same in every draw"),
        ({"measure": "broker_roles.total"}, NotEnoughData, "same in every draw"),
    ],
)
def test_a_wrong_question_is_refused_with_a_remedy(asked, error, says, knoke: Network) -> None:
    with pytest.raises(error, match=says):
        permute(knoke, **{"times": 5, **asked})


def test_groups_must_be_given_for_roles() -> None:
    with pytest.raises(NotEnoughData, match="have no groups"):
        permute(network("a-b, b-c"), "broker_roles")


@every_null
@pytest.mark.parametrize("net", AWKWARD.values(), ids=AWKWARD.keys())
@pytest.mark.parametrize("name", ["broker_roles", "actor_ei", "ei", "broker_totals"])
def test_awkward_networks_give_a_table_or_a_reason(null: str, net: Network, name: str) -> None:
    before = pd.util.hash_pandas_object(net.ties.astype(str)).tolist(), str(net.groups)
    try:
        table = permute(net, name, null, times=5).table
    except NotEnoughData as reason:
        assert "Choose another" in str(reason)  # noqa: PT017  either is right
    else:
        assert table["p"].notna().any()
        assert ((table["p"] > 0) & (table["p"] <= table["q"]) | table["p"].isna()).all()
    assert (
        pd.util.hash_pandas_object(net.ties.astype(str)).tolist(),
        str(net.groups),
    ) == before


def test_undefined_draws_are_left_out_and_counted() -> None:
    """Closeness is defined where all are reached, which few draws of a thin network are."""
    net = network("a-b, b-c, c-d, d-a, a-c")
    row = permute(net, "mean_distance", "ties", times=100).table.iloc[0]
    assert row["draws"] == 100
    table = permute(net, "out_closeness", "ties", times=100).table
    assert table["draws"].between(1, 99).all()
    assert table["p"].notna().all()


@pytest.mark.parametrize("null", NULLS.values(), ids=NULLS)
def test_a_null_says_what_it_varies_in_both_languages(null) -> None:
    for said in (null.leaves, null.varies):
        words = {ng.words.Words(lang)(said) for lang in ng.words.LANGUAGES}
        assert len(words) == 2


def test_scattered_ties_are_those_of_the_null(knoke: Network) -> None:
    """The draws of a test are measures of the networks that the null draws."""
    (ties,) = scattered_ties(knoke.matrix, 8, np.random.default_rng(4))
    drawn = [permuting._retied(knoke, *one) for one in zip(*ties, strict=True)]
    found = permute(knoke, "transitivity", "ties", times=8, seed=4)
    same(found.draws[:, 0], [measure(net, "transitivity").iloc[0, 0] for net in drawn])
