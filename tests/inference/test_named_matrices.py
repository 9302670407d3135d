"""Matrices with a name hold what they say."""

import numpy as np
import pytest
from known import same

import netgov as ng
from netgov.errors import NetgovError, NotEnoughData, UnknownName
from netgov.inference import qap


def test_named_matrices_hold_what_they_say(history):
    period = history.whole
    named = {name: ng.matrix_named(history, None, name) for name in ("recorded", "mandated")}
    net = history[period]
    same(named["recorded"], net.matrix.toarray())
    same(ng.matrix_named(history, None, "referral"), net.layer("referral").matrix.toarray())
    from netgov.gaps import mandated_pairs

    pairs = mandated_pairs(history, period).index
    either = named["mandated"] + ng.matrix_named(history, None, "permitted")
    ruled = either.stack()
    assert {*ruled.index[ruled > 0]} == {*pairs}
    sectors = net.actors["sector"].to_numpy()
    same(ng.matrix_named(history, None, "same_sector"), sectors[:, None] == sectors)


def test_a_unit_and_its_body_are_one(folder):
    study = ng.build_history(ng.read_records(folder()))
    found = ng.matrix_named(study, None, "same_parent")
    assert found.loc["unit", "office"] == found.loc["office", "unit"] == 1
    assert found.to_numpy()[~np.eye(4, dtype=bool)].sum() == 2


def test_what_is_not_known_of_an_actor_is_not_compared(folder):
    from folder import TABLES

    actors = TABLES["actors.csv"].replace("kecamatan,city", "unknown,city")
    study = ng.build_history(ng.read_records(folder({"actors.csv": actors})))
    levels = ng.matrix_named(study, None, "same_level")
    assert levels["health"].isna().all()
    assert levels.loc["health"].isna().all()
    assert levels.loc["unit", "office"] == 1


def test_another_year_is_read_on_the_actors_of_the_period(folder):
    from folder import TABLES

    actors = TABLES["actors.csv"].replace("city,city\n", "city,city,\n", 1)
    rows = actors.splitlines()
    dated = [f"{rows[0]},active_from", rows[1], *(f"{row}," for row in rows[2:])]
    dated[4] = f"{rows[4]},2019"
    study = ng.build_history(ng.read_records(folder({"actors.csv": "\n".join(dated)})))
    found = ng.matrix_named(study, 2019, "recorded:2018")
    assert [*found.index] == ["unit", "office", "police", "health"]
    assert found["health"].isna().all()
    assert found.loc["police", "unit"] == 1
    assert found.loc["unit", "police"] == 0


def test_meetings_attended_together_are_symmetric_and_for_the_office_alone(casework):
    found = ng.matrix_named(casework, None, "co_attendance")
    assert found.equals(found.T)
    pairs = ng.pathways(casework).coordination["meetings"]
    assert found.loc[pairs.index[0]] == pairs.iloc[0]
    with pytest.raises(NotEnoughData, match="the public view has none"):
        ng.matrix_named(ng.protect(casework), None, "co_attendance")


def test_a_public_view_tells_of_no_year_that_tells_too_little(folder):
    from netgov.errors import DisclosureError

    rows = "\n".join(
        f"K{turn},{2018 + (turn > 8)}-03-{turn + 1:02},{source},{target},referral"
        for turn, (source, target) in enumerate(
            [("unit", "police")] * 9
            + [("unit", "police"), ("unit", "health"), ("police", "health")] * 6
        )
    )
    log = f"case_id,date,from_actor,to_actor,relation\n{rows}\n"
    study = folder({"edges/referrals.csv": log})
    view = ng.protect(ng.build_history(ng.read_records(study)))
    with pytest.raises(DisclosureError):
        ng.matrix_named(view, None, "recorded:2018")


def test_a_matrix_nobody_knows_is_refused_with_the_nearest(history):
    with pytest.raises(UnknownName, match="nearest is same_sector"):
        ng.matrix_named(history, None, "samesector")


def test_rules_are_far_more_often_on_record_than_chance(history):
    """The shipped evidence: what rules require is what sources report."""
    named = (ng.matrix_named(history, None, name) for name in ("recorded", "mandated"))
    assert qap(*named).table.loc["x", "p"] < 0.01


def test_a_study_comes_first_and_a_name_last(history):
    with pytest.raises(NetgovError, match="str is no study"):
        ng.matrix_named("recorded", history, 2019)
    with pytest.raises(UnknownName, match="no matrix called"):
        ng.matrix_named(history, None, 2019)
