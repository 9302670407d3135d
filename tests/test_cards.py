"""Every measure on every awkward network, and what each card must say."""

from __future__ import annotations

import inspect
import re
import tomllib
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from known import AWKWARD

import netgov
from netgov.measures import FAMILIES, MEASURES, Measure, measure
from netgov.measures.registry import Result
from netgov.network import Network

ROOM = Path(netgov.__file__).parent
REFERENCES = tomllib.loads((ROOM / "references.toml").read_text("utf-8"))
# Not families of measures: the cards themselves, and what is done with any of them.
WITHOUT_CARDS = {"__init__", "draws", "levels", "registry"}

every_card = pytest.mark.parametrize("card", MEASURES.values(), ids=MEASURES.keys())
every_awkward = pytest.mark.parametrize("net", AWKWARD.values(), ids=AWKWARD.keys())


def fingerprint(net: Network) -> tuple[object, ...]:
    """Return what changes if anything of the network is written on."""
    frames = (net.actors, net.ties, pd.DataFrame({"groups": net.groups}))
    hashes = [pd.util.hash_pandas_object(frame.astype(str)).tolist() for frame in frames]
    names = [(list(frame), frame.index.names, frame.dtypes.tolist()) for frame in frames]
    arrays = (net.matrix.data, net.matrix.indices, net.matrix.indptr, net.codes, *net.ends)
    flat = [*net.flat.nodes(data=True), *net.flat.edges(data=True)]
    return hashes, names, [a.tobytes() for a in arrays], tuple(net.distances), str(flat)


def expected_index(card: Measure, net: Network) -> pd.Index:
    return {
        "actor": net.actors.index,
        "tie": net.pairs,
        "network": pd.Index([net.label or 0]),
        "set": pd.RangeIndex(len(card.function(net))),
    }[card.of]


def columns(card: Measure, result: Result) -> list[str]:
    if isinstance(result, pd.Series):
        return [str(result.name)]
    return [f"{card.name}.{column}" for column in result]


@every_awkward
@every_card
def test_every_measure_on_every_awkward_network(card: Measure, net: Network) -> None:
    before = fingerprint(net)
    result = card.function(net)
    assert result.index.equals(expected_index(card, net))
    assert columns(card, result) == card.columns
    numbers = pd.DataFrame(result).select_dtypes(["number", "bool"])
    assert not (numbers.to_numpy(dtype=float) == float("inf")).any()
    assert card.of == "set" or numbers.shape[1] == len(card.columns)
    assert fingerprint(net) == before


@every_awkward
def test_all_measures_together_on_every_awkward_network(net: Network) -> None:
    frame = measure(net)
    assert frame.index.equals(net.actors.index)
    assert list(frame.columns) == [
        column for card in MEASURES.values() if card.of == "actor" for column in card.columns
    ]


@every_card
def test_isolates_get_what_the_card_says(card: Measure) -> None:
    if card.of != "actor":
        assert card.isolates == ""
        return
    net = AWKWARD["isolates first and last"]
    got = measure(net, card.name).loc[["a", "e"]].astype(float).to_numpy()
    known = {"0": 0, "no": 0, "not defined": float("nan")}
    if card.isolates in known:
        assert pd.Series(got.ravel()).equals(
            pd.Series([float(known[card.isolates])] * got.size)
        )
    elif card.isolates == "below 0 or not defined":
        assert not (got >= 0).any()
    else:
        assert (got > 0).all()


@every_card
def test_every_card_speaks(card: Measure) -> None:
    assert card.label
    assert card.formula
    assert re.fullmatch(r"[A-Z].{10,90}\.", card.plain)
    assert "(" not in card.plain
    assert all(card.parts.values())


@every_card
def test_every_source_is_known_and_named_in_the_docstring(card: Measure) -> None:
    assert card.cites
    assert set(card.cites) <= set(REFERENCES)
    said = inspect.getdoc(card.function) or ""
    cited = re.search(r"References\n-+\n(.+)\n", said)
    assert cited is not None
    assert cited[1] == ", ".join(card.cites)


def cited(file: Path) -> set[str]:
    """Return the keys of the works that a file cites, [in brackets] or under References."""
    text = file.read_text("utf-8")
    entries = re.findall(r"^ *References\n *-+\n((?: *[\w, ]+\n)+)", text, re.MULTILINE)
    return {*re.findall(r"\[([a-z_]+\d{4})\]", text), *re.findall(r"\w+", " ".join(entries))}


def test_every_work_that_is_cited_anywhere_is_known() -> None:
    unknown = {file.name: cited(file) - {*REFERENCES} for file in ROOM.rglob("*.py")}
    assert {name: keys for name, keys in unknown.items() if keys} == {}
    assert {"besag1989", "garwood1936", "snijders1999", "wedderburn1974"} <= {
        *cited(ROOM / "kernels" / "nulls.py"),
        *cited(ROOM / "kernels" / "chance.py"),
        *cited(ROOM / "inference" / "vertices.py"),
        *cited(ROOM / "inference" / "matrices.py"),
    }


def test_every_file_of_measures_is_registered() -> None:
    files = {path.stem for path in (ROOM / "measures").glob("*.py")} - WITHOUT_CARDS
    assert set(FAMILIES) == files
    assert {card.family for card in MEASURES.values()} == files


def test_references_stand_in_order() -> None:
    assert list(REFERENCES) == sorted(REFERENCES)


@pytest.mark.parametrize("key", REFERENCES)
def test_every_reference_is_complete(key: str) -> None:
    entry = REFERENCES[key]
    assert key.endswith(str(entry["year"]))
    assert entry["authors"]
    assert entry["title"]
    assert entry.get("journal") or entry.get("publisher")


def weighted(seed: int) -> Network:
    """Return a random network of three groups with weights of 1 to 8."""
    rng = np.random.default_rng(seed)
    source, target = np.nonzero((rng.random((14, 14)) < 0.25) & ~np.eye(14, dtype=bool))
    weight = rng.integers(1, 9, len(source))
    ties = pd.DataFrame({"source": source, "target": target, "weight": weight})
    return Network.of(ties, {actor: actor % 3 for actor in range(14)}, range(14))


@every_card
def test_a_card_says_which_columns_know_how_strong_ties_are(card: Measure) -> None:
    nets = [weighted(seed) for seed in range(4)]
    pairs = [(frame(card.function(net)), frame(card.function(net.binary()))) for net in nets]
    for column in card.columns:
        part = column.partition(".")[2] or column
        alike = all(one[part].equals(other[part]) for one, other in pairs)
        assert alike is not card.weighs(column), column


def frame(result: Result) -> pd.DataFrame:
    """Return a result with its numbers rounded, so that last digits do not matter."""
    return pd.DataFrame(result).round(9)
