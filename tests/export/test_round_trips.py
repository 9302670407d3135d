"""What is written reads back as equal ties in every program."""

import datetime as dt
import json
import re

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from programs import FULL, PAJEK, graphml, network, told, ucinet

import netgov as ng
from netgov.errors import NetgovError
from netgov.export import WRITERS
from netgov.export.matrices import LONGEST_LABEL, codes

LONG = "Unit Pelaksana Teknis Dinas Pemberdayaan dan Perlindungan "
SLUGS = [
    *("NA", "1", "0012", "*Arcs", "=SUM(A1)", "@x", "'quoted", 'di"nas', "dinas <&>", "null"),
    *("Dinas é 名 🙂", "a\\b", "tail\\", "comma,semicolon;", LONG + "A", LONG + "B", "data:"),
]  # fmt: skip
# Values of every sort, cyclically over the actors.
VALUES = {
    "name_id": [None, float("nan"), "Dinas 'x' \"y\" <&>", "two\nlines", "=1+1", "'=1"],
    "level": [1, 2.5, np.int64(3), True, None],
    "sector": [dt.date(2019, 1, 2), pd.Timestamp(2019, 1, 2, 3), pd.NaT, pd.NA, "social"],
    "reach": ["é\u202e\x00\x0b", " ", "\u2028city", "{a} [b]", "&#233; &amp;"],
    "secret": ["stays in the office"],
}


def awkward_actors():
    columns = {
        name: [values[turn % len(values)] for turn in range(len(SLUGS))]
        for name, values in VALUES.items()
    }
    return pd.DataFrame(columns, index=SLUGS, dtype=object)


@pytest.fixture(scope="module")
def awkward():
    """A network of awkward names, cells and numbers."""
    weights = [1, 2.5, 1e-7, 0.1 + 0.2, 1e22, np.int64(7), 123456789.123456789]
    ties = pd.DataFrame(
        {
            "source": SLUGS,
            "target": SLUGS[1:] + SLUGS[:1],
            "layer": [
                ("referral", "a b", "rujukan <&>")[turn % 3] for turn in range(len(SLUGS))
            ],
            "weight": pd.Series(
                [weights[turn % 7] for turn in range(len(SLUGS))], dtype=object
            ),
            "strength": [("strong", "")[turn % 2] for turn in range(len(SLUGS))],
            "confidence": [(1, 0.6, float("nan"))[turn % 3] for turn in range(len(SLUGS))],
        }
    )
    return ng.keep_internal(ng.Network.of(ties, actors=awkward_actors()))


@pytest.fixture(scope="module")
def networks(awkward, casework, public):
    practice = ng.protect(casework)
    return {
        "awkward": awkward,
        "hidden counts": practice[practice.whole],
        "statements": public[2019],
        "merged": ng.view(practice[2019], level="parent"),
        "no ties": ng.keep_internal(
            ng.Network.of(pd.DataFrame({"source": [], "target": []}), actors=["a", "b"])
        ),
    }


NETWORKS = ["awkward", "hidden counts", "statements", "merged", "no ties"]


@pytest.mark.parametrize("reader", FULL)
@pytest.mark.parametrize("name", NETWORKS)
def test_every_attribute_of_every_tie_comes_back(networks, tmp_path, name, reader):
    suffix, read = FULL[reader]
    actors, ties = read(ng.write_network(networks[name], tmp_path / f"net{suffix}"))
    assert ties == told(networks[name])
    assert sorted(actors) == sorted(map(str, networks[name].actors.index))


@pytest.mark.parametrize("reader", FULL)
def test_actors_keep_their_named_attributes_as_texts_and_no_others(networks, tmp_path, reader):
    suffix, read = FULL[reader]
    net = networks["statements"]
    actors, _ties = read(ng.write_network(net, tmp_path / f"net{suffix}"))
    named = ["name_id", "name_en", "abbrev", "sector", "level", "reach"]
    for slug, row in net.actors[named].iterrows():
        assert {name: actors[slug][name] for name in named} == row.to_dict()
    known = {*named, "id", "label", "year"}  # `id` and `label` as programs have them
    assert {name for actor in actors.values() for name in actor} <= known


@pytest.mark.parametrize("reader", FULL)
def test_awkward_cells_come_back_as_plain_texts(awkward, tmp_path, reader):
    suffix, read = FULL[reader]
    actors, _ties = read(ng.write_network(awkward, tmp_path / f"net{suffix}"))
    cells = {
        name: [actors[slug][name] for slug in SLUGS[:6]]
        for name in ("name_id", "level", "sector", "reach")
    }
    assert cells == {
        "name_id": ["", "", "Dinas 'x' \"y\" <&>", "two lines", "=1+1", "'=1"],
        "level": ["1", "2.5", "3", "True", "", "1"],
        "sector": ["2019-01-02", "2019-01-02T03:00:00", "", "", "social", "2019-01-02"],
        "reach": ["é", "", "city", "{a} [b]", "&#233; &amp;", "é"],
    }


@pytest.mark.parametrize("name", NETWORKS)
def test_the_pair_of_tables_becomes_the_same_network(networks, tmp_path, name):
    net = networks[name]
    again = network(ng.write_network(net, tmp_path / "net.csv"))
    columns = ["weight", "strength", "confidence", "hidden"]
    pd.testing.assert_frame_equal(
        again.ties[columns].sort_index(),
        net.ties[columns].sort_index(),
        check_dtype=False,
        check_index_type=False,
        rtol=1e-12,  # what is told of a tie with hidden parts is a difference of two numbers
    )
    assert list(again.actors.index) == sorted(map(str, net.actors.index))


@pytest.mark.parametrize("reader", PAJEK)
@pytest.mark.parametrize("name", NETWORKS)
def test_pajek_keeps_weights_layers_and_what_is_hidden(networks, tmp_path, name, reader):
    actors, ties = PAJEK[reader](ng.write_network(networks[name], tmp_path / "net.net"))
    assert actors == [_in_pajek(slug) for slug in sorted(map(str, networks[name].actors.index))]
    assert ties == sorted(
        (*map(_in_pajek, tie[:3]), 1.0 if tie.weight is None else tie.weight, tie.hidden > 0)
        for tie in told(networks[name])
    )


def _in_pajek(name):
    return name.replace('"', "'").replace("\\", "/")


@pytest.mark.parametrize("name", NETWORKS)
def test_ucinet_has_a_matrix_for_each_layer_and_one_of_what_is_hidden(networks, tmp_path, name):
    net = networks[name]
    labels, matrices = ucinet(ng.write_network(net, tmp_path / "net.dl"))
    table = pd.read_csv(tmp_path / "net.codes.csv", dtype=str, keep_default_na=False)
    assert table["code"].tolist() == labels
    ids = table["id"].str.removeprefix("'").tolist()
    assert ids == sorted(map(str, net.actors.index))
    endings = {"audience": "_INTERNAL", "data": "_SYNTHETIC"}
    mark = "".join(end for column, end in endings.items() if column in table)
    layers = sorted({tie.layer for tie in told(net)})
    kinds = codes(f"{layer}{end}{mark}" for layer in layers for end in ("", "_hidden"))
    blank = np.zeros((len(ids), len(ids)))
    found = []
    for layer in layers:
        weights, hidden = (
            np.array(matrices.get(kinds[f"{layer}{end}{mark}"], blank))
            for end in ("", "_hidden")
        )
        found += [
            (ids[row], ids[column], layer, weights[row, column], hidden[row, column])
            for row, column in np.argwhere(weights + hidden)
        ]
    assert sorted(found) == sorted(
        (*tie[:3], 1.0 if tie.weight is None else tie.weight, tie.hidden) for tie in told(net)
    )


def test_labels_of_ucinet_fit_and_differ_also_in_capitals():
    names = [
        *SLUGS,
        "na",
        "Na",
        LONG[:18],
        LONG[:18].lower(),
        *(f"Puskesmas Kota {n}" for n in range(120)),
    ]
    found = codes(names)
    assert len({code.lower() for code in found.values()}) == len(names)
    assert all(re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", code) for code in found.values())
    assert max(map(len, found.values())) == LONGEST_LABEL
    assert codes(["dpppa", "upt_ppa"]) == {"dpppa": "dpppa", "upt_ppa": "upt_ppa"}


# --- what each form needs ------------------------------------------------------------------


def test_gexf_tells_no_day_no_version_and_no_number_that_is_none(networks, tmp_path):
    path = ng.write_network(networks["hidden counts"], tmp_path / "net.gexf")
    text = path.read_text("utf-8")
    assert "<creator>netgov</creator>" in text
    assert "<description>SINTETIS / SYNTHETIC 2017–2019</description>" in text
    assert not re.search(r"lastmodified|NetworkX|\bnan\b", text)


def test_gml_is_ascii(awkward, tmp_path):
    path = ng.write_network(awkward, tmp_path / "net.gml")
    assert path.read_bytes().isascii()
    assert {data["name_id"] for _slug, data in nx.read_gml(path).nodes(data=True)} > {"=1+1"}


def test_no_cell_of_a_table_is_a_formula_and_each_can_be_had_back(awkward, tmp_path):
    ng.write_network(awkward, tmp_path / "net.csv")
    rows = (tmp_path / "net.nodes.csv").read_text("utf-8").splitlines()
    cells = [row.split(",")[0] for row in rows]
    assert {"'=SUM(A1)", "'@x", "''quoted", "NA", "0012"} < set(cells)
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_gephi_knows_the_headings(public, tmp_path):
    path = ng.write_network(public[2019], tmp_path / "net.csv")
    heads = [p.read_text("utf-8").partition("\n")[0].split(",") for p in
             (path, tmp_path / "net.nodes.csv")]  # fmt: skip
    assert heads[0][:5] == ["source", "target", "type", "layer", "weight"]
    assert heads[1][:2] == ["id", "label"]


def test_actors_that_a_file_cannot_tell_apart_are_refused(tmp_path):
    for names in (["a\x0b", "a"], ["\x00", "b"]):
        ties = pd.DataFrame({"source": names[:1], "target": names[1:]})
        net = ng.keep_internal(ng.Network.of(ties))
        with pytest.raises(NetgovError, match="blank or the name of another"):
            ng.write_network(net, tmp_path / "net.csv")
    assert not list(tmp_path.iterdir())


def test_numbers_in_json_are_numbers(awkward, tmp_path):
    told = json.loads(ng.write_network(awkward, tmp_path / "n.json").read_text("utf-8"))
    kinds = {(name, type(cell)) for tie in told["edges"] for name, cell in tie.items()}
    assert kinds == {
        *((name, str) for name in ("source", "target", "layer", "strength", "key")),
        ("weight", float), ("confidence", float), ("hidden", int),
    }  # fmt: skip


def test_every_form_has_readers_here():
    read = {suffix for suffix, _read in FULL.values()} | {".net", ".dl"}
    assert read == set(WRITERS)


def test_in_a_binary_network_a_hidden_count_is_contact_like_any_other(networks, tmp_path):
    net = networks["hidden counts"].binary()
    _actors, ties = graphml(ng.write_network(net, tmp_path / "net.graphml"))
    assert ties == told(net)
    assert {(tie.weight, tie.hidden) for tie in ties} == {(1.0, 0)}
