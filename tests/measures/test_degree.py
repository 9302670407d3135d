from __future__ import annotations

from known import Reference, same

from netgov.measures.degree import in_degree, in_strength, out_degree, out_strength, partners
from netgov.network import Network


def test_information_network(knoke: Network) -> None:
    assert out_degree(knoke).tolist() == [4, 7, 6, 4, 8, 3, 3, 6, 3, 5]
    assert in_degree(knoke).tolist() == [5, 8, 4, 5, 8, 1, 9, 2, 5, 2]


def test_contacts_of_four_actors(tiny: Network) -> None:
    assert in_strength(tiny).to_dict() == {"P": 1, "D": 14, "S": 0, "H": 9}
    assert out_strength(tiny).to_dict() == {"P": 12, "D": 8, "S": 4, "H": 0}


def test_mutual_contact_is_one_partner(tiny: Network) -> None:
    assert partners(tiny).to_dict() == {"P": 2, "D": 3, "S": 1, "H": 2}


def test_money_never_reaches_wro(knokm: Network) -> None:
    for measure in (in_degree, out_degree, partners, in_strength, out_strength):
        assert measure(knokm)["WRO"] == 0


def test_diane_has_most_partners(kite: Network) -> None:
    assert partners(kite).idxmax() == "Diane"
    assert partners(kite).max() == 6


def test_degrees_as_sna(reference: Reference) -> None:
    same(in_degree(reference.net), reference.numbers("sna.degree_in"))
    same(out_degree(reference.net), reference.numbers("sna.degree_out"))


def test_strengths_as_sna_and_igraph(reference: Reference) -> None:
    for package in ("sna", "igraph"):
        same(in_strength(reference.net), reference.numbers(f"{package}.strength_in"))
        same(out_strength(reference.net), reference.numbers(f"{package}.strength_out"))


def test_partners_are_the_skeleton_row_sums(reference: Reference) -> None:
    matrix = reference.net.matrix.toarray()
    same(partners(reference.net), ((matrix + matrix.T) > 0).sum(axis=1))
