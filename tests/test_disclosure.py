"""What a stranger can work out of public files: nothing about a count that is hidden.

The stranger of ``attacker.py`` and the audit of netgov know nothing of each other, so each
shows whether the other sees all there is.
"""

import dataclasses
import math
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import dedent

import numpy as np
import pandas as pd
import pytest
from attacker import (
    Cell,
    Stranger,
    attack,
    cells_told,
    claims,
    frames,
    news,
    picture_in,
    sizes_of_partners,
    tables,
    widths_drawn,
)
from click.testing import CliRunner
from folder import write
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

import netgov as ng
from netgov.cli import netgov
from netgov.errors import DisclosureError
from netgov.masking import Masking
from netgov.views import ProtectedHistory, ProtectedNetwork

LAYERS = ("referral", "coordination")


def some(examples):
    # A report takes a second, too long to look for a smaller example.
    phases = (Phase.explicit, Phase.generate)
    return settings(max_examples=examples, deadline=None, phases=phases)


# --- studies ----------------------------------------------------------------------------------


@st.composite
def studies(draw):
    """Return the count of each cell of a year or two, at least three of them not small."""
    bodies = [f"b{n:02}" for n in range(draw(st.integers(5, 12)))]
    years = st.sampled_from(draw(st.sampled_from([[2019], [2018, 2019]])))
    body, layer = st.sampled_from(bodies), st.sampled_from(LAYERS)
    cells = st.builds(Cell, body, body, layer, years).filter(lambda c: c.source != c.target)
    small_or_not = st.one_of(st.integers(1, 4), st.integers(1, 40))
    counts = draw(st.dictionaries(cells, small_or_not, min_size=8, max_size=30))
    for ends in pairwise(bodies[:4]):
        counts[Cell(*ends, "referral", 2019)] = draw(st.integers(5, 40))
    return counts


def as_told(count):
    return None if count < 5 else max(5.0, 5.0 * round(count / 5))


def counted(path, counts):
    """Write a table of counted ties."""
    rows = [f"{','.join(map(str, cell))},{count}" for cell, count in counts.items()]
    path.write_text("\n".join(["source,target,layer,year,weight", *rows]))
    return ng.build_history(ng.read_records(path))


def logged(path, counts, letter="K", month=3, *, backwards=False):
    """Write a log with a row for each case."""
    rows = [
        f"{letter}{at}/{turn},{cell.year}-{month:02}-{turn % 28 + 1:02},{','.join(cell[:3])}"
        for at, (cell, count) in enumerate(counts.items())
        for turn in range(count)
    ]
    rows = rows[::-1] if backwards else rows
    path.write_text("\n".join(["case,date,source,target,layer", *rows]))
    return ng.build_history(ng.read_records(path))


def files(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


RING = {
    Cell("a", "b", "referral", 2019): 7,
    Cell("b", "c", "referral", 2019): 8,
    Cell("c", "d", "referral", 2019): 12,
}
SMALL = Cell("d", "a", "referral", 2019)
WITH_SMALL = {**RING, SMALL: 3}


# --- the stranger reads everything ------------------------------------------------------------


def looks_of_hidden(page):
    """Return how ties of hidden counts alone look, for each picture and number of counts."""
    looks = {}
    for frame in frames(page):
        for tie in frame["ties"]:
            if tie["amount"] is None:
                said = [sign["text"] for sign in tie["signs"]]
                look = (tie["weight"], tie["width"], tie["strength"], tie["contested"], *said)
                looks.setdefault((frame["key"], len(said)), set()).add(look)
    return looks


READ = {"report.html", "map.html", "network.graphml", "md ties", "tex ties"} | {
    f"{kind} {table}" for kind in ("csv", "xlsx") for table in ("ties", "actors")
}


@some(8)
@given(studies(), st.sampled_from([counted, logged]), st.sampled_from(["id", "en"]))
def test_a_stranger_with_all_public_files_learns_nothing_of_a_hidden_count(
    counts, written, lang
):
    with TemporaryDirectory() as folder:
        public = ng.protect(written(Path(folder, "log.csv"), counts))
        out = ng.write_report(public, path=Path(folder, "out"), lang=lang)
        for name in ("ties.tex", "ties.md"):
            ng.write_table(public[public.whole].ties, out / name, lang)
        figure = ng.draw(ng.scene(public, lang=lang), out / "figure.svg")

        assert cells_told(out / "map.html") == {c: as_told(n) for c, n in counts.items()}
        assert {one.file for one in claims(out)} >= READ
        assert attack(out) == (set(), [])
        assert all(len(looks) == 1 for looks in looks_of_hidden(out / "map.html").values())
        assert all(len(sizes) == 1 for sizes in sizes_of_partners(out / "map.html").values())
        drawn = sorted(tie["width"] / 2 for tie in frames(out / "map.html")[0]["ties"])
        for picture in (picture_in(out / "report.html"), figure.read_text("utf-8")):
            assert widths_drawn(picture) == pytest.approx(drawn)


@pytest.fixture
def leaky(tmp_path):
    """Write a report, change one of its files so that it tells the truth, and attack it."""

    def leak(name, old, new):
        history = counted(tmp_path / "log.csv", WITH_SMALL)
        out = ng.write_report(ng.protect(history), path=tmp_path / "out", lang="en")
        content = (out / name).read_text("utf-8")
        assert old in content
        (out / name).write_text(content.replace(old, new), "utf-8")
        return attack(out)[0], ng.audit(out, history).solved

    return leak


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("tables/ties.csv", "d,a,referral,,,1", "d,a,referral,3,,1"),
        ("tables/ties.csv", "d,a,referral,,,1", "d,a,referral,,3,1"),
        ("tables/actors.csv", "unknown,unknown,unknown,1,1,2,10,2,", "x,x,x,1,1,2,10,3,"),
        (
            "network.graphml",
            '<data key="hidden">1</data>',
            '<data key="hidden">1</data><data key="weight">3</data>',
        ),
    ],
)
def test_what_the_stranger_solves_the_audit_names(leaky, name, old, new):
    solved, named = leaky(name, old, new)
    assert solved == {SMALL}
    assert [*map(tuple, named[["source", "target", "layer"]].to_numpy())] == [SMALL[:3]]
    assert named["how"].tolist() == [name]


# --- two studies that tell the same -----------------------------------------------------------


@st.composite
def twins(draw):
    """Return two studies that differ in hidden counts, and within what is rounded away."""
    one = draw(studies())
    alike = {
        cell: [n for n in range(1, 43) if as_told(n) == as_told(one[cell])] for cell in one
    }
    return one, {cell: draw(st.sampled_from(ns)) for cell, ns in alike.items()}


@pytest.mark.parametrize("lang", ["id", "en"])
@some(3)
@given(pair=twins())
def test_what_is_hidden_changes_no_byte(lang, pair):
    one, other = pair
    with TemporaryDirectory() as folder:
        here, there = Path(folder, "here"), Path(folder, "there")
        here.mkdir(), there.mkdir()
        histories = (
            logged(here / "log.csv", one),
            logged(there / "Rekap 2019.csv", other, "X-", 11, backwards=True),
        )
        outs = [
            ng.write_report(ng.protect(history), path=place / "out", lang=lang)
            for history, place in zip(histories, (here, there), strict=True)
        ]
        told, told_again = map(files, outs)
        assert told.keys() == told_again.keys()
        assert [name for name in told if told[name] != told_again[name]] == []


# --- totals known from elsewhere --------------------------------------------------------------


def city(seed):
    """Return a year of a city: few bodies have most ties, and two counts of five are small.

    That is twice as many as in the practice data, where one of five is.
    """
    bodies = (20, 30, 40)[seed % 3]
    rng, names = np.random.default_rng(seed), [f"b{n:02}" for n in range(bodies)]
    likely = 1 / np.arange(5, bodies + 5)
    counts = {}
    while len(counts) < 10 * bodies - 100:
        ends = rng.choice(names, 2, replace=False, p=likely / likely.sum())
        cell = Cell(*map(str, ends), "referral", 2019)
        counts.setdefault(cell, int(np.ceil(rng.lognormal(1.6, 1.2))))
    return counts


def totals(counts):
    """Yield what each body sent and received: its cells and their sum."""
    for side, end in (("sent", "source"), ("received", "target")):
        for body in sorted({getattr(cell, end) for cell in counts}):
            own = [cell for cell in counts if getattr(cell, end) == body]
            yield body, side, own, sum(counts[cell] for cell in own)


def annual_report(path, counts, bodies=None):
    rows = [
        f"2019,{body},{side},{total}"
        for body, side, _own, total in totals(counts)
        if bodies is None or body in bodies
    ]
    path.write_text("\n".join(["year,actor,side,total", *rows]))
    return path


def solved_by(counts, known):
    """Return the hidden cells, and those the stranger solves who knows some totals."""
    stranger = Stranger.reading({cell: as_told(n) for cell, n in counts.items()})
    for _body, _side, own, total in known:
        stranger.learns(own, total)
    hidden = [cell for cell, n in counts.items() if n < 5]
    return hidden, stranger.solved(hidden)


def test_all_totals_of_six_cities_give_few_away_and_the_audit_names_exactly_those(tmp_path):
    all_hidden = all_solved = 0
    for seed in range(6):
        counts = city(seed)
        history = counted(tmp_path / f"city{seed}.csv", counts)
        out = ng.write_network(ng.protect(history)[2019], tmp_path / f"city{seed}.graphml")
        named = ng.audit(out, history, annual_report(tmp_path / "known.csv", counts)).solved
        hidden, solved = solved_by(counts, totals(counts))
        assert {*map(tuple, named[["source", "target"]].to_numpy())} == {c[:2] for c in solved}
        all_hidden, all_solved = all_hidden + len(hidden), all_solved + len(solved)
    assert 0 < all_solved <= 0.05 * all_hidden


def test_a_body_with_one_hidden_tie_is_given_away_by_its_total(tmp_path):
    history = counted(tmp_path / "log.csv", {**WITH_SMALL, Cell(*"ac", "referral", 2019): 2})
    out = ng.write_report(ng.protect(history), path=tmp_path / "out")
    known = annual_report(tmp_path / "known.csv", WITH_SMALL, {"d"})
    asked = ["audit", str(out), str(tmp_path / "log.csv")]
    safe, told = (
        CliRunner().invoke(netgov, [*asked, *more]) for more in ([], ["--known", str(known)])
    )
    assert (safe.exit_code, told.exit_code) == (0, 1)
    assert [line.split()[:2] for line in told.output.splitlines() if "2019" in line] == [
        ["d", "a"]
    ]


# --- exact counts -----------------------------------------------------------------------------


def exactly(history):
    """Return the public view with exact counts, where so many are told that there is one."""
    try:
        return ng.protect(history, exact=True)
    except DisclosureError as error:
        assume("So few would give the others away" not in str(error))
        raise


@some(8)
@given(studies())
def test_exact_totals_leave_each_small_count_as_open_as_if_rounded(counts):
    with TemporaryDirectory() as folder:
        public = exactly(counted(Path(folder, "log.csv"), counts))
        out = ng.write_report(public, path=Path(folder, "out"))
        told, page = cells_told(out / "map.html"), out / "map.html"
        found = list(claims(out))
        known = [one for one in found if one.file.endswith("totals")]

        small = {cell for cell, count in counts.items() if count < 5}
        assert told.keys() == counts.keys()
        assert all(told[cell] in {None, count} for cell, count in counts.items())
        assert not any(told[cell] for cell in small)
        assert news(told, [one for one in found if one not in known]) == []
        assert all(len(looks) == 1 for looks in looks_of_hidden(page).values())

        stranger = Stranger(
            {c: (1, math.inf) if n is None else (n, n) for c, n in told.items()}
        )
        for one in known:
            cells = [cell for cell in counts if one.fits(cell)]
            assert one.number == sum(counts[cell] for cell in cells)
            stranger.learns(cells, one.number)
        for least, most in map(stranger.span, small):
            assert most - least >= 4
            assert most >= 5


def test_exact_counts_that_hide_nothing_are_told_with_every_total(tmp_path):
    counts = {**RING, SMALL: 6}
    public = ng.protect(counted(tmp_path / "log.csv", counts), exact=True)
    out = ng.write_report(public, path=tmp_path / "out", lang="en")
    assert cells_told(out / "map.html") == counts
    [(_name, rows)] = tables(out / "tables" / "totals.csv")
    sent = {row["actor"]: row["total"] for row in rows if row["side"] == "sent"}
    assert sent == {"a": "7", "b": "8", "c": "12", "d": "6"}


def test_a_larger_count_that_is_hidden_for_a_smaller_one_looks_like_it(tmp_path):
    ring = {Cell(*f"{s}{t}", "referral", 2019): 9 + n
            for n, (s, t) in enumerate(["ab", "ac", "bc", "ba", "cb"])}  # fmt: skip
    counts = {**ring, Cell(*"ca", "referral", 2019): 1}
    public = ng.protect(counted(tmp_path / "log.csv", counts), exact=True)
    out = ng.write_report(public, path=tmp_path / "out")
    rows = {
        tuple(row[c] for c in ("weight", "cases", "hidden", "strength", "confidence"))
        for _name, table in tables(out / "tables" / "ties.csv")
        for row in table
        if row["hidden"] != "0"
    }
    assert len(rows) == 1
    assert all(len(looks) == 1 for looks in looks_of_hidden(out / "map.html").values())


# --- traps ------------------------------------------------------------------------------------


def test_if_all_counts_are_small_nothing_is_published_and_it_is_said_why(tmp_path):
    with pytest.raises(DisclosureError, match="Ties of 2019 with 5 cases or more: 0"):
        ng.protect(counted(tmp_path / "log.csv", dict.fromkeys(RING, 3)))


def test_one_child_in_forty_rows_is_one_child(tmp_path):
    path = tmp_path / "log.csv"
    logged(path, RING)
    again = "".join(f"\nZ,2019-{n % 12 + 1:02}-{n % 28 + 1:02},d,a,referral" for n in range(40))
    path.write_text(path.read_text() + again)
    out = ng.write_report(
        ng.protect(ng.build_history(ng.read_records(path))), None, tmp_path / "o"
    )
    assert cells_told(out / "map.html")[SMALL] is None
    assert attack(out) == (set(), [])


@pytest.mark.parametrize("rules", [{"mask_below": 2}, {"mask_below": 0}, {"round_to": 0}])
def test_rules_that_hide_too_little_are_refused(tmp_path, rules):
    with pytest.raises(DisclosureError, match="Public output"):
        ng.protect(counted(tmp_path / "log.csv", RING), ng.Rules(**rules))


# --- the list of releases ---------------------------------------------------------------------

YEARS = {
    cell._replace(year=year): count + year % 10
    for year in (2018, 2019, 2020)
    for cell, count in RING.items()
}


@pytest.fixture
def release(tmp_path):
    """Publish a network of some years, each time from records read anew."""

    def publish(period, rules=None, *, exact=False, suffix=""):
        history = counted(tmp_path / "log.csv", YEARS)
        net = ng.protect(history, rules, exact=exact)[period]
        return ng.write_network(net, tmp_path / f"net{suffix}.graphml")

    return publish


TOLD_BEFORE = (2018, 2019)


@pytest.mark.parametrize(
    ("period", "how"),
    [
        ((2018, 2019), {"rules": ng.Rules(mask_below=6)}),
        ((2018, 2019), {"rules": ng.Rules(round_to=10)}),
        ((2018, 2019), {"exact": True}),
        (2020, {"exact": True}),
        (2018, {}),
        (2019, {}),
        ((2019, 2020), {}),
        ((2018, 2020), {}),
    ],
)
def test_a_release_that_could_be_compared_is_refused_and_not_written(release, period, how):
    release(TOLD_BEFORE)
    with pytest.raises(DisclosureError, match="published"):
        release(period, suffix="2", **how)
    assert not list(release(TOLD_BEFORE).parent.glob("net2*"))


@pytest.mark.parametrize("period", [TOLD_BEFORE, 2020])
def test_the_same_years_and_quite_other_ones_may_follow(release, period):
    before = release(TOLD_BEFORE).read_bytes()
    after = release(period, suffix="2").read_bytes()
    assert (before == after) is (period == TOLD_BEFORE)


@pytest.mark.parametrize(
    "damage", ["", "{", "[]", '{"releases": [{"first": 2018}]}', '{"releases": "none"}']
)
def test_a_damaged_list_refuses(release, damage):
    [ledger] = release(TOLD_BEFORE).parent.glob("*releases.json")
    ledger.write_text(damage)
    with pytest.raises(DisclosureError, match="cannot be read"):
        release(TOLD_BEFORE)


def test_statements_enter_nothing(tmp_path):
    data = write(tmp_path / "data", {})
    for year in (2018, (2018, 2019), 2019):
        public = ng.protect(ng.build_history(ng.read_records(data)))
        ng.write_network(public[year], tmp_path / "net.graphml")
    assert not list(tmp_path.rglob("*releases*"))


# --- none but the public view -----------------------------------------------------------------


@pytest.fixture
def history(tmp_path):
    """Return a small study, with every count."""
    return counted(tmp_path / "log.csv", WITH_SMALL)


@pytest.mark.parametrize(
    ("writer", "what"),
    [
        (lambda shown, out: ng.write_report(shown, path=out), "history"),
        (lambda shown, out: ng.draw(ng.scene(shown), out), "history"),
        (lambda shown, out: ng.draw(ng.scene(shown), out), "net"),
        (ng.draw_multiples, "history"),
        (ng.write_network, "net"),
    ],
    ids=["report", "picture", "picture of a year", "multiples", "network"],
)
def test_writers_refuse_what_is_not_protected(tmp_path, writer, what):
    history, out = counted(tmp_path / "log.csv", YEARS), tmp_path / "out.svg"
    with pytest.raises(DisclosureError, match="protect"):
        writer(history[2019] if what == "net" else history, out)
    assert not out.exists()


CALLS = """\
    write_report({history})
    scene({history})
    scene({net})
    draw_multiples({history}, "years.svg")
    write_network({net}, "net.graphml")
"""
TYPED = (
    dedent("""\
        from netgov.drawing import draw_multiples, scene
        from netgov.export import write_network
        from netgov.history import History
        from netgov.network import Network
        from netgov.report import write_report
        from netgov.views import ProtectedHistory, ProtectedNetwork


        def everybody(history: ProtectedHistory, net: ProtectedNetwork) -> None:
        """)
    + CALLS.format(history="history", net="net")
    + "\n\ndef nobody(open_: History, whole: Network) -> None:\n"
    + CALLS.format(history="open_", net="whole")
)
# Only netgov is looked at, or the test would wait for half a minute.
MYPY = """\
[mypy]
[mypy-pandas.*,numpy.*,scipy.*,matplotlib.*,networkx.*,jinja2.*,babel.*,rapidfuzz.*]
follow_imports = skip
ignore_missing_imports = True
"""


def test_the_type_checker_refuses_what_is_not_protected(tmp_path):
    (tmp_path / "mypy.ini").write_text(MYPY)
    (tmp_path / "calls.py").write_text(TYPED)
    config = [
        "--config-file",
        str(tmp_path / "mypy.ini"),
        "--cache-dir",
        str(tmp_path / "kept"),
    ]
    # Apart from this process, whose limits mypy would change.
    said = subprocess.run(
        [sys.executable, "-m", "mypy", *config, "--follow-imports", "silent", "calls.py"],
        check=False,
        capture_output=True,
        text=True,
        cwd=tmp_path,
    ).stdout
    wrong = [line for line in said.splitlines() if "[arg-type]" in line]
    first = TYPED.splitlines().index("    write_report(open_)") + 1
    assert [int(line.rsplit("calls.py:", 1)[1].split(":")[0]) for line in wrong] == [
        *range(first, first + 5)
    ]
    assert "Found 5 errors" in said


FORGERIES = {
    "network": lambda raw, _net: ProtectedNetwork(raw[2019].actors, raw[2019].ties),
    "network of ties": lambda raw, _net: ProtectedNetwork.of(raw[2019].ties.reset_index()),
    "history": lambda raw, _net: ProtectedHistory(raw.records),
    "public view again": lambda _raw, net: ng.protect(net),
    "without seal": lambda _raw, net: dataclasses.replace(net, seal=None),
    "other ties": lambda raw, net: dataclasses.replace(net, ties=raw[2019].ties),
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_no_public_view_is_made_by_hand(history, forgery):
    with pytest.raises(DisclosureError):
        FORGERIES[forgery](history, ng.protect(history)[2019])


def test_a_network_with_weights_from_elsewhere_is_of_no_view(history, tmp_path):
    public = ng.protect(history)[2019]
    assert isinstance(public.without("a").layer("referral"), ProtectedNetwork)
    other = public.reweighted(history[2019].ties["weight"])
    with pytest.raises(DisclosureError):
        ng.write_network(other, tmp_path / "net.graphml")


# --- a network by itself ----------------------------------------------------------------------


def bare(counts, **more):
    rows = [(*cell[:3], count) for cell, count in counts.items()]
    frame = pd.DataFrame(rows, columns=["source", "target", "layer", "weight"])
    return ng.Network.of(frame.assign(**more))


@some(15)
@given(studies(), st.randoms(use_true_random=False))
def test_a_bare_network_is_masked_tie_by_tie_whatever_the_order_of_rows(counts, random):
    counts = {cell._replace(year=0): count for cell, count in counts.items()}
    mixed = dict(random.sample(sorted(counts.items()), len(counts)))
    public, again = (ng.protect(bare(one)) for one in (counts, mixed))
    told = public.ties.assign(weight=public.ties["weight"].where(public.ties["hidden"] == 0))
    assert [*told.index] == sorted(cell[:3] for cell in counts)
    numbers = told["weight"].replace(np.nan, None).to_dict()
    assert numbers == {cell[:3]: as_told(count) for cell, count in counts.items()}
    pd.testing.assert_frame_equal(public.ties, again.ties)
    assert [*public.actors.index] == [*again.actors.index] == sorted(public.actors.index)


def test_protecting_a_network_leaves_it_as_it_was():
    net = bare(WITH_SMALL)
    before = net.actors.copy(), net.ties.copy()
    ng.protect(net)
    for own, kept in zip((net.actors, net.ties), before, strict=True):
        pd.testing.assert_frame_equal(own, kept)


def test_statements_in_a_network_pass_as_they_are():
    strengths = ["", "", "", "weak"]
    net = bare({**RING, SMALL: 1}, strength=strengths, cases=[7, 8, 12, math.nan])
    ties = ng.protect(net).ties
    assert ties.loc[SMALL[:3], ["weight", "hidden", "strength"]].tolist() == [1, 0, "weak"]
    assert ties.loc[("a", "b", "referral"), "weight"] == 5


def test_secret_bodies_of_a_network_are_one_and_their_cases_counted_once_at_least():
    actors = pd.DataFrame(
        {"sector": ["health", "social", "social", "social", "police"]}, index=[*"abcde"]
    )
    actors["confidential"] = ["no", "yes", "yes", "no", "no"]
    ties = [("a", "b", 3), ("a", "c", 4), ("a", "d", 9), ("d", "e", 20), ("e", "a", 14)]
    frame = pd.DataFrame(ties, columns=["source", "target", "weight"])
    public = ng.protect(ng.Network.of(frame.assign(cases=frame["weight"]), actors=actors))
    assert set(public.actors.index) == {"a", "d", "e", "social_unnamed"}
    # Three and four cases may be four children: too few to tell.
    assert public.ties.loc[("a", "social_unnamed", "tie"), "hidden"] == 1
    assert public.ties["hidden"].sum() == 1


# --- the rules in numbers ---------------------------------------------------------------------


@pytest.mark.parametrize("whole", range(45))
def test_a_share_is_told_of_ten_cases_of_which_none_are_few(whole):
    for part in range(whole + 1):
        told = Masking().rate(part, whole)
        open_ = whole >= 10 and not {part, whole - part} & {1, 2, 3, 4}
        assert math.isnan(told) is not open_
        if open_:
            assert told * 20 == pytest.approx(round(told * 20))
            assert abs(told - part / whole) <= 0.025 + 1e-12


@given(st.integers(3, 12), st.integers(1, 12))
def test_a_told_count_stands_for_all_counts_that_are_told_so(least, step):
    masking = Masking(ng.Rules(mask_below=least, round_to=step))
    counts = np.arange(1, 90)
    cells = pd.DataFrame({"weight": counts, "cases": counts}, dtype=float).assign(
        source="a", target="b", layer="tie", year=2019
    )
    told = masking.masked(cells).cells
    assert (told["hidden"] == (counts < least)).all()
    for number, same in told[told["hidden"] == 0].groupby("weight"):
        if same.index.max() < len(counts) - 1:
            assert masking.between(number) == (counts[same.index[0]], counts[same.index[-1]])


def test_exact_counts_stand_for_themselves():
    assert Masking(exact=True).between(17) == (17, 17)
