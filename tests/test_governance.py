"""The governance scorecard: modes by known shapes, dimensions by what is on record."""

from dataclasses import replace
from pathlib import Path

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from known import REFERENCE_NAMES, reference
from strategies import few

import netgov as ng
from netgov.errors import NotEnoughData, speak
from netgov.findings import about_governance
from netgov.governance import (
    ASPECTS,
    DIMENSIONS,
    MODES,
    dimensions,
    governance_mode,
    scorecard,
)
from netgov.network import Network
from netgov.terms import LAYERS
from netgov.works import works_cited

SHARED, LEAD, ADMINISTRATIVE = MODES
SERVICES = [f"s{turn}" for turn in range(10)]


def network(*ties, actors=None):
    """Return the network of (source, target, layer)."""
    return Network.of(pd.DataFrame(ties, columns=["source", "target", "layer"]), actors=actors)


def star(hub, layer, others=SERVICES):
    return [(hub, other, layer) for other in others]


def ring(layer, step=1):
    """Return the ties of each body to the one so many steps on, and back."""
    turned = SERVICES[step:] + SERVICES[:step]
    pairs = list(zip(SERVICES, turned, strict=True))
    return [(a, b, layer) for a, b in [*pairs, *((b, a) for a, b in pairs)]]


SHAPES = {
    "a hub that steers and refers": (
        [*star("hub", "coordination"), *star("hub", "referral")],
        LEAD,
        "hub",
    ),
    "a member of the flow that steers": (
        [*star("s0", "coordination", SERVICES[1:]), *ring("referral")],
        LEAD,
        "s0",
    ),
    "an office outside the flow that coordinates": (
        [*star("office", "coordination"), *ring("referral")],
        ADMINISTRATIVE,
        "office",
    ),
    "an office outside the flow that commands and pays": (
        [*star("office", "authority"), *star("office", "funding"), *ring("referral")],
        ADMINISTRATIVE,
        "office",
    ),
    "all deal with their neighbours on equal terms": (
        [tie for step in (1, 2) for layer in LAYERS for tie in ring(layer, step)],
        SHARED,
        "",
    ),
    "all but one deal with each other": (
        [
            (a, b, layer)
            for layer in ("referral", "coordination")
            for a in SERVICES
            for b in SERVICES
            # Everybody has another one to whom there is no tie.
            if a != b and SERVICES.index(a) // 2 != SERVICES.index(b) // 2
        ],
        SHARED,
        "",
    ),
}


@pytest.mark.parametrize(("ties", "mode", "actor"), SHAPES.values(), ids=SHAPES.keys())
def test_a_known_shape_has_its_mode(ties, mode, actor):
    modes = governance_mode(network(*ties), times=300)
    assert modes["rank"].idxmin() == mode
    assert modes.at[mode, "actor"] == actor
    assert modes.at[mode, "fits"] > 0.95


def test_those_who_are_commanded_do_not_steer():
    upward = [(service, "office", "authority") for service in SERVICES]
    modes = governance_mode(network(*upward, *ring("referral")), times=50)
    assert modes.at[ADMINISTRATIVE, "actor"] != "office"


def test_where_all_deal_with_all_nothing_tells_the_modes_apart():
    everybody = [(a, b, layer) for layer in LAYERS for a in "ABCD" for b in "ABCD" if a != b]
    modes = governance_mode(network(*everybody), times=20)
    assert modes["fits"].tolist() == [0.5, 0.5, 0.5]
    assert modes["sd"].tolist() == [0.0, 0.0, 0.0]
    assert modes["rank"].tolist() == [1, 2, 3]


def test_a_body_that_stands_for_many_carries_no_mode():
    ties = [*star("schools", "coordination"), *star("schools", "referral")]
    net = network(*ties)
    many = net.actors.assign(
        aggregate=["yes" if a == "schools" else "no" for a in net.actors.T]
    )
    modes = governance_mode(Network(many, net.ties), times=20)
    assert modes.at[LEAD, "actor"] in SERVICES


@pytest.mark.parametrize(
    ("ties", "lacking"),
    [
        (star("hub", "coordination"), "referral"),
        (star("hub", "referral"), "coordination authority funding"),
        (star("hub", "reporting"), "coordination authority funding referral"),
    ],
)
def test_a_mode_whose_layers_are_missing_has_no_data(ties, lacking):
    modes = governance_mode(network(*ties), times=20)
    assert (
        modes.loc[[LEAD, ADMINISTRATIVE], ["fits", "value", "expected", "sd"]]
        .isna()
        .all(axis=None)
    )
    assert modes["lacks"].tolist() == ["", lacking, lacking]
    assert modes.at[SHARED, "fits"] == 0
    assert modes["rank"].isna().all()


@pytest.mark.parametrize(
    "ties",
    [
        [],
        [("A", "B", "referral"), ("B", "C", "referral")],
        [("A", "B", layer) for layer in ("referral", "coordination", "funding")],
    ],
)
def test_so_few_ties_have_no_mode(ties):
    with pytest.raises(NotEnoughData, match="at least 3 ties"):
        governance_mode(network(*ties, actors="ABCDE"))


# --- laws --------------------------------------------------------------------------------

bodies = st.sampled_from("ABCDEF")
some_ties = st.lists(
    st.tuples(bodies, bodies, st.sampled_from(list(LAYERS))).filter(
        lambda tie: tie[0] != tie[1]
    ),
    min_size=8,
    max_size=40,
    unique=True,
).filter(lambda ties: len({end for tie in ties for end in tie[:2]}) >= 3)


@few
@given(some_ties)
def test_scores_are_shares_and_ranks_are_complete(ties):
    modes = governance_mode(network(*ties), times=20)
    known = modes["fits"].dropna()
    assert known.between(0, 1).all()
    assert modes["value"].dropna().between(0, 1).all()
    ranks = sorted(modes["rank"].dropna())
    assert ranks == ([1, 2, 3] if len(known) == 3 else [])


@few
@given(some_ties, st.permutations("ABCDEF"))
def test_new_names_change_nothing_but_the_names(ties, names):
    named = dict(zip("ABCDEF", names, strict=True))
    ties_named = [(named[a], named[b], layer) for a, b, layer in ties]
    modes = governance_mode(network(*ties, actors="ABCDEF"), times=20)
    renamed = governance_mode(network(*ties_named, actors=names), times=20)
    expected = modes.assign(actor=[named.get(actor, "") for actor in modes["actor"]])
    pd.testing.assert_frame_equal(renamed, expected)


@few
@given(some_ties, st.randoms(use_true_random=False))
def test_neither_the_order_of_rows_nor_bodies_without_ties_count(ties, random):
    modes = governance_mode(network(*ties), times=20)
    mixed = random.sample(ties, len(ties))
    other = governance_mode(network(*mixed, actors=[*"FEDCBA", "alone"]), times=20)
    pd.testing.assert_frame_equal(other.drop(columns="actor"), modes.drop(columns="actor"))


def test_the_same_seed_gives_the_same_and_another_one_another(history):
    net = history[2019]
    first = governance_mode(net, times=100)
    pd.testing.assert_frame_equal(first, governance_mode(net, times=100))
    assert not first.equals(governance_mode(net, times=100, seed=1))


@pytest.mark.parametrize("name", REFERENCE_NAMES)
def test_shared_is_one_less_the_centralisation_of_networkx(name):
    """Freeman's centralisation of degrees, by the degrees that networkx counts."""
    net = reference(name).net
    degrees = np.array([d for _n, d in nx.Graph(net.flat).degree() if d])
    n = len(degrees)
    expected = (degrees.max() - degrees).sum() / ((n - 1) * (n - 2))
    assert governance_mode(net, times=1).at[SHARED, "value"] == pytest.approx(1 - expected)


def test_random_networks_are_drawn_evenly():
    """Where each of three bodies has the same chance, the expected value is that by hand."""
    # Of the three pairs of A, B and C two coordinate: a path, whose middle has both others.
    net = network(
        ("A", "B", "coordination"), ("A", "C", "coordination"), ("A", "B", "referral")
    )
    modes = governance_mode(net, times=4000)
    # The middle takes part in the one referral in two of three draws, else an end does.
    assert modes.at[LEAD, "expected"] == pytest.approx(2 / 3 * 1 + 1 / 3 * 1 / 2, abs=0.02)
    assert modes.at[SHARED, "fits"] > 0


# --- dimensions --------------------------------------------------------------------------

CASEWORK = Path(__file__).parent.parent / "examples" / "casework"


@pytest.fixture(scope="module")
def casework():
    return ng.build_history(ng.read_records(CASEWORK))


@pytest.fixture(scope="module", params=["data", "data, public", "casework", "casework, public"])
def any_history(request, history, public, casework):
    if request.param.startswith("data"):
        return public if "public" in request.param else history
    return ng.protect(casework) if "public" in request.param else casework


def with_evidence(history, evidence):
    return ng.build_history(replace(history.records, evidence=evidence))


def row(frame, aspect):
    return frame[frame["aspect"] == aspect].iloc[0]


def test_every_aspect_has_its_row_in_both_languages(any_history):
    told = dimensions(any_history)
    assert told["aspect"].tolist() == [aspect.name for aspect in ASPECTS]
    assert list(dict.fromkeys(told.index)) == list(DIMENSIONS)
    for part in ("dimension", "aspect", "measure", "value_text", "why"):
        assert told[[f"{part}_id", f"{part}_en"]].ne("").all(axis=None)
    shares = told.loc[told["unit"] == "share", "value"].dropna()
    assert shares.between(0, 1).all()
    assert (told["value_text_en"] == "no data").equals(told["value"].isna())


def test_each_statement_of_the_period_speaks_once_and_to_one_side(any_history):
    told = dimensions(any_history)[lambda rows: rows["aspect"] != "prehistory"]
    quoted = " ".join(told["rows_for"] + " " + told["rows_against"]).split()
    signs = any_history.records.signs_in(any_history.whole)
    stated = signs.index[signs["weight"].isna()]
    assert sorted(map(int, quoted)) == sorted(stated)


def test_statements_stand_on_the_side_that_their_strength_says(history):
    told = dimensions(history)
    strength = history.records.evidence["strength"]
    for side, values in (("for", {"present", "strong"}), ("against", {"weak", "absent"})):
        rows = [int(one) for one in " ".join(told[f"rows_{side}"]).split()]
        assert set(strength.loc[rows]) <= values
        assert told[f"speaks_{side}"].ne("").equals(told[f"rows_{side}"].ne(""))
    assert "Oktafien & Marta" in row(told, "dialogue")["speaks_against"]


def test_what_has_neither_number_nor_statement_has_no_data(history, casework):
    told = dimensions(history)
    assert not row(told, "meetings")["data"]
    assert row(told, "meetings")["value_text_en"] == "no data"
    resources = row(told, "resources")
    assert np.isnan(resources["value"])
    assert resources["data"]
    public = dimensions(ng.protect(casework))
    without = public.loc[~public["data"], "aspect"]
    assert {"presence", "meetings", "small_wins"} <= set(without)


def test_the_planted_meetings_and_stand_ins_are_counted(casework):
    """By the README of the practice data: 45 meetings in three years, and who came."""
    told = dimensions(casework)
    assert row(told, "meetings")["value"] == 15
    for year, stand_ins, attended in ((2017, 15, 96), (2018, 36, 99), (2019, 45, 92)):
        came = row(dimensions(casework, year), "presence")["value"]
        assert came == pytest.approx(1 - stand_ins / attended)


def test_the_mandated_pairs_are_those_of_the_register(history):
    seen = ng.gaps.mandated_pairs(history, history.whole)
    share = seen.isin(["positive", "weak"]).mean()
    assert row(dimensions(history), "commitment")["value"] == pytest.approx(share)


# --- the card ----------------------------------------------------------------------------


def test_the_card_says_what_fits_and_that_it_is_no_verdict(any_history):
    card = scorecard(any_history)
    said = list(map(str, about_governance(card, speak("en"))))
    best = card.modes["rank"].idxmin()
    assert said[0].startswith(f"The position of the bodies fits best: {best}; second: ")
    assert said[0].endswith("a reading of the known ties, not a verdict.")
    assert said[-1].endswith("they are not added up to a grade.")
    rests_on_statements = any("public statements, which" in sentence for sentence in said)
    assert rests_on_statements != any_history.records.counted
    assert all(map(str, about_governance(card, speak("id"))))


def test_records_without_contact_have_a_card_all_the_same(history):
    card = scorecard(with_evidence(history, history.records.evidence.head(0)))
    assert card.modes.empty
    said = " ".join(map(str, about_governance(card, speak("en"))))
    assert "at least 3 ties" in said
    assert "No data on: Resources; " in said
    # The rules are there all the same.
    assert row(card.dimensions, "ground_rules")["value"] > 0
    assert row(card.dimensions, "commitment")["value"] == 0


def test_a_missing_layer_is_named(casework):
    evidence = casework.records.evidence
    others = with_evidence(casework, evidence[evidence["layer"] != "referral"])
    said = next(about_governance(scorecard(others), speak("en")))
    assert str(said).startswith("No tie of referral is on record")


def test_nothing_is_written_on(any_history):
    records = any_history.records
    frames = (records.evidence, records.actors, records.mandates, any_history[2019].ties)
    before = [pd.util.hash_pandas_object(frame.astype(str)).sum() for frame in frames]
    scorecard(any_history, 2019)
    after = [pd.util.hash_pandas_object(frame.astype(str)).sum() for frame in frames]
    assert after == before


def test_the_works_it_rests_on_are_cited():
    assert {"ansell2008", "provan2008"} <= set(works_cited())
