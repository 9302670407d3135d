"""Inference beside R's sna and the plain way in numpy."""

from __future__ import annotations

import numpy as np
import pandas as pd
from clock import of_r, seconds, show
from networks import random_network
from resampling import bootstraps

import netgov as ng


def inference() -> None:
    """Measure tests against chance, and draws of cases."""
    permuted()
    bootstraps()
    qaps()


def permuted() -> None:
    """Measure a thousand draws of each null, with all that `permute` tells."""
    _ = ng.permute  # loads what it needs
    for actors, ties, goal in ((50, 300, "≤ 0.06"), (500, 3_000, "≤ 0.4")):
        net = random_network(actors, ties)
        for null in ng.NULLS:
            took = seconds(
                lambda n=net, u=null: ng.permute(n, "broker_roles", null=u, times=1000), 1.0
            )
            task = f"permute broker_roles, null {null}, {actors} actors, CPU seconds"
            show(task, took, goal if null == "groups" else "")


def qaps() -> None:
    """Measure QAP and MRQAP: who is in contact with whom, on who shares a group."""
    _ = ng.qap, ng.mrqap  # loads what they need
    qap_of_two(500, "≥ 500", "≥ 40")
    mrqap_of_three(50, "≥ 100")


def of_matrices(net: ng.Network) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return who has a tie with whom, and who shares a group with whom."""
    names, codes = net.actors.index, net.codes
    ties = pd.DataFrame((net.matrix.toarray() > 0) * 1.0, names, names)
    return ties, pd.DataFrame((codes[:, None] == codes) * 1.0, names, names)


def qap_of_two(actors: int, beside_sna: str, beside_loop: str) -> None:
    """Measure a thousand draws of the correlation of two matrices."""
    net = random_network(actors, 6 * actors)
    ties, same = of_matrices(net)
    ours = seconds(lambda: ng.qap(ties, same, times=1000))
    task = f"QAP, 1,000 draws, {actors} actors"
    show(f"{task}, milliseconds", 1000 * ours, "")
    x, y, off = ties.to_numpy(), same.to_numpy(), ~np.eye(actors, dtype=bool)
    rng = np.random.default_rng(1)

    def by_loop() -> None:
        for _turn in range(20):
            order = rng.permutation(actors)
            np.corrcoef(x[off], y[np.ix_(order, order)][off])

    show(f"{task}, numpy loop: peer / netgov", 50 * seconds(by_loop) / ours, beside_loop)

    def by_product() -> None:
        for _turn in range(20):
            order = rng.permutation(actors)
            (x * y[np.ix_(order, order)]).sum()

    show(f"{task}, numpy products alone: peer / netgov", 50 * seconds(by_product) / ours, "")
    if told := of_r(net, "qap"):
        show(f"{task}, sna: peer / netgov", 10 * told["qap"] / ours, beside_sna)


def mrqap_of_three(actors: int, beside_sna: str) -> None:
    """Measure a thousand draws of a regression on two matrices."""
    net = random_network(actors, 6 * actors)
    ties, same = of_matrices(net)
    predictors = {"returned": ties.T, "same": same}
    ours = seconds(lambda: ng.mrqap(ties, predictors, times=1000))
    task = f"MRQAP, 1,000 draws, {actors} actors, 2 predictors"
    show(f"{task}, milliseconds", 1000 * ours, "")
    off = ~np.eye(actors, dtype=bool)
    y, x = ties.to_numpy()[off], [one.to_numpy() for one in predictors.values()]
    rng = np.random.default_rng(1)

    def by_loop() -> None:
        for one, other in (x, x[::-1]):
            for _turn in range(50):
                order = rng.permutation(actors)
                moved = one[np.ix_(order, order)][off]
                design = np.column_stack([np.ones(len(y)), other[off], moved])
                np.linalg.lstsq(design, y, rcond=None)

    show(f"{task}, numpy loop: peer / netgov", 20 * seconds(by_loop) / ours, "")
    if told := of_r(net, "mrqap"):
        show(f"{task}, sna: peer / netgov", 10 * told["mrqap"] / ours, beside_sna)
