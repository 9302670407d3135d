"""What is said of rules beside the record: each chance beside its own number."""

import numpy as np
import pandas as pd
import pytest

import netgov as ng
from netgov.findings import about_matrices
from netgov.words import Words

BODIES = [*"abcdef"]


def said(found, recorded, required, names=("mandated", "same_sector"), lang="en"):
    """Return what is said of rules, given their row of a table of `compare_matrices`."""
    columns = ["correlation", "p_alone", "coefficient", "q"]
    table = pd.DataFrame(np.nan, ["intercept", *names], columns)
    table.loc["mandated"] = found
    net = ng.keep_internal(ng.build_history(ng.read_records("examples/casework")))["2019"]
    matrices = {"recorded": recorded, **dict.fromkeys(names, required)}
    return " ".join(map(str, about_matrices(table, "recorded", matrices, net, Words(lang))))


@pytest.fixture
def matrices():
    """Contact of all pairs with a rule, and of some others, strong there."""
    recorded, required = (pd.DataFrame(0.0, BODIES, BODIES) for _matrix in range(2))
    required.loc["a", ["b", "c"]] = recorded.loc["a", ["b", "c"]] = 1
    recorded.loc["d", ["e", "f"]] = 9
    return recorded, required


def test_alone_a_rule_has_its_correlation_and_its_own_chance(matrices):
    text = said([0.3, 0.01, 2.0, 0.4], *matrices, names=["mandated"])
    assert "more of it on record than chance would have it: some for 2 of these 2" in text
    assert "(correlation 0.3, p = 0.01)" in text
    assert "q" not in text.replace("require", "")


def test_beside_others_it_has_its_coefficient_and_q(matrices):
    text = said([0.3, 0.3, 0.00312, 0.0002], *matrices)
    assert "cannot be told from chance: there is some for 2 of these 2 pairs" in text
    assert "(correlation 0.3, p = 0.3)" in text
    assert "With same sector held equal there is more contact where a rule" in text
    assert "(coefficient 0.00312, q < 0.001)" in text
    assert "turns round" not in text


def test_where_both_differ_in_direction_it_is_said(matrices):
    text = said([0.31, 0.0004, -2.0, 0.01], *matrices)
    assert "more of it on record than chance would have it" in text
    assert "p < 0.001" in text
    assert "there is less contact where a rule requires it than chance would have it" in text
    assert "turns round" in text


def test_more_pairs_with_less_contact_is_no_contradiction(matrices):
    text = said([-0.2, 0.01, -1.0, 0.3], *matrices)
    assert "less of it on record than chance would have it (correlation -0.2, p = 0.01)" in text
    assert "though for a larger share of the pairs: some for 2 of these 2" in text
    assert "held equal it cannot be told from chance (coefficient -1, q = 0.3)" in text


def test_bodies_left_out_are_counted(matrices):
    recorded, required = matrices
    recorded.loc["f"] = recorded["f"] = np.nan
    text = said([0.3, 0.01, 2.0, 0.4], recorded, required)
    assert text.startswith(
        "Bodies left out, since one of the matrices knows nothing of them: 1"
    )


def test_indonesian_says_the_same(matrices):
    text = said([0.31, 0.0004, -2.0, 0.01], *matrices, lang="id")
    assert "lebih banyak daripada menurut kebetulan" in text
    assert "p < 0,001" in text
    assert "berbalik" in text
