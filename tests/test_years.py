"""Change over years: plain laws, examples by hand, and the shipped years counted again."""

import csv
import math
from itertools import pairwise, permutations
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

import netgov as ng
from netgov.errors import DisclosureError
from netgov.years import change, coverage, steps, turnover

DATA = Path(__file__).parent.parent / "data"
YEARS = (2017, 2018, 2019)
ACTORS = "id,name_id,name_en,abbrev,parent,sector,level,reach,successor,active_from,active_to"
few = settings(max_examples=5, deadline=None)


@pytest.fixture(scope="session")
def log(tmp_path_factory):
    """Return the maker of studies: yearly counts of each tie, such as ``ab=(8, 0, 4)``."""
    place = tmp_path_factory.mktemp("logs")

    def made(first=YEARS[0], **counts):
        rows = [
            f"{tie[0]},{tie[1]},{year},{count}"
            for tie, each in counts.items()
            for year, count in enumerate(each, first)
            if count
        ]
        path = place / "log.csv"
        path.write_text("\n".join(["source,target,year,weight", *rows]))
        return ng.build_history(ng.read_records(path))

    return made


@pytest.fixture
def bodies(tmp_path):
    """Return the maker of studies with a table of bodies: "slug,successor,from,to"."""

    def made(actors, ties="", **tables):
        rows = []
        for actor in actors:
            slug, successor, start, end = actor.split(",")
            rows.append(f"{slug},{slug},{slug},,,social,city,city,{successor},{start},{end}")
        head = "source,target,layer,year,weight\n"
        files = {"actors.csv": "\n".join([ACTORS, *rows]), **tables}
        files |= {"edges/ties.csv": head + ties} if ties else {}
        files["netgov.toml"] = '[study]\nyears = "2017-2019"\n'
        for name, text in files.items():
            path = tmp_path / "study" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return ng.build_history(ng.read_records(tmp_path / "study"))

    return made


def of(frame, pair, layer="referral"):
    return frame.loc[(*pair, layer)]


# --- what becomes of a tie ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("counts", "status", "first", "last", "years"),
    [
        ((5, 6, 7), "persistent", 2017, 2019, 3),
        ((0, 6, 7), "new", 2018, 2019, 2),
        ((0, 0, 7), "new", 2019, 2019, 1),
        ((5, 6, 0), "ended", 2017, 2018, 2),
        ((0, 6, 0), "ended", 2018, 2018, 1),
        ((5, 0, 7), "returning", 2017, 2019, 2),
    ],
)
def test_each_tie_has_its_life(log, counts, status, first, last, years):
    tie = of(change(log(ab=counts, cd=(9, 9, 9))), "ab")
    assert tie[["status", "first", "last", "years"]].tolist() == [status, first, last, years]
    assert tie[["2017", "2018", "2019"]].tolist() == list(counts)


def test_steps_and_turnover_of_three_years(log):
    history = log(ab=(5, 6, 0), bc=(0, 6, 7), cd=(5, 0, 7), da=(1, 1, 1))
    assert steps(history).to_numpy().tolist() == [
        ["seen", "kept", "ended"],
        ["", "new", "kept"],
        ["seen", "ended", "new"],
        ["seen", "kept", "kept"],
    ]
    table = turnover(history)
    assert table.index.names == ["years", "layer"]
    assert table.loc[("2017–2018", "all")].tolist() == [4, 2, 1, 1, 0.5]
    assert table.loc[("2018–2019", "referral")].tolist() == [4, 2, 1, 1, 0.5]


def test_one_year_alone_changes_nothing(log):
    history = log(ab=(5, 6, 7), cd=(9, 9, 9))
    table = change(history, 2018)
    assert set(table["status"]) == set(table["trend"]) == {""}
    assert turnover(history, 2018).empty
    assert set(steps(history, 2018)[2018]) == {"seen"}


def test_without_ties_nothing_is_similar(bodies):
    absent = "source,target,layer,year_from,year_to,strength,citation,confidence\n"
    absent += "a,b,referral,2017,2019,absent,[1],documented\n"
    history = bodies(["a,,,", "b,,,"], **{"edges/evidence.csv": absent})
    assert change(history).empty
    assert turnover(history)["kept"].tolist() == [0, 0]
    assert turnover(history)["jaccard"].isna().all()


counts = st.tuples(*[st.sampled_from((0, 0, 3, 8, 20))] * 3)
studies = st.fixed_dictionaries(dict.fromkeys(map("".join, permutations("abcd", 2)), counts))
# A year without any count is a year without a log.
ALWAYS = {"xy": (6, 6, 6), "yx": (7, 7, 7), "xz": (9, 9, 9)}


@few
@given(studies)
def test_kept_and_ended_are_the_ties_of_the_year_before(log, study):
    history = log(**study, **ALWAYS)
    table = turnover(history).xs("all", level="layer")
    for before, year in pairwise(YEARS):
        row = table.loc[f"{before}–{year}"]
        assert row["kept"] + row["ended"] == len(history[before].ties)
        assert row["kept"] + row["new"] == len(history[year].ties)


@few
@given(studies)
def test_swapped_years_swap_new_and_ended_growing_and_fading(log, study):
    mirrored = {pair: each[::-1] for pair, each in study.items()}
    one, other = log(**study, **ALWAYS), log(**mirrored, **ALWAYS)
    there, back = (turnover(history).xs("all", level="layer") for history in (one, other))
    swapped = back.iloc[::-1].rename(columns={"new": "ended", "ended": "new"})
    assert there.to_numpy().tolist() == swapped[there.columns].to_numpy().tolist()
    forth, reverse = change(one), change(other).reindex(change(one).index)
    assert forth["p"].to_numpy() == pytest.approx(reverse["p"].to_numpy(), nan_ok=True)
    turned = reverse["trend"].replace({"growing": "fading", "fading": "growing"})
    assert forth["trend"].tolist() == turned.tolist()


@few
@given(studies)
def test_other_names_give_the_same_rows(log, study):
    names = dict(zip("abcdxyz", "zyxwcba", strict=True))
    renamed = {
        "".join(names[slug] for slug in pair): each
        for pair, each in {**study, **ALWAYS}.items()
    }
    one, other = change(log(**study, **ALWAYS)), change(log(**renamed))
    one.index = one.index.map(lambda tie: (names[tie[0]], names[tie[1]], tie[2]))
    assert_frame_equal(one, other.reindex(one.index), check_names=False)


def test_what_is_read_is_not_written_on(log):
    history = log(ab=(5, 6, 0), bc=(0, 6, 7), cd=(5, 0, 7))
    before = {year: history[year].ties.copy() for year in YEARS}
    steps_before = steps(history).copy()
    change(history)
    turnover(history)
    assert_frame_equal(steps(history), steps_before)
    for year in YEARS:
        assert_frame_equal(history[year].ties, before[year])


# --- bodies that come and go --------------------------------------------------------------


def test_a_new_name_changes_nothing(bodies):
    def ties(*names):
        years = zip(names, YEARS, strict=True)
        return "".join(
            f"{name},b,referral,{y},8\nb,{name},referral,{y},9\n" for name, y in years
        )

    same = bodies(["new,,,", "b,,,"], ties("new", "new", "new"))
    plain = change(same), turnover(same), steps(same)
    renamed = bodies(
        ["old,mid,,2017", "mid,new,2018,2018", "new,,2019,", "b,,,"], ties("old", "mid", "new")
    )
    for one, other in zip(
        plain, (change(renamed), turnover(renamed), steps(renamed)), strict=True
    ):
        assert_frame_equal(one, other)
    assert set(plain[0]["status"]) == {"persistent"}


@pytest.mark.parametrize(
    ("window", "counts", "status"),
    [
        ("2018,", (0, 8, 9), "persistent"),
        ("2019,", (0, 0, 9), ""),
        (",2018", (8, 9, 0), "persistent"),
        (",2018", (8, 0, 0), "ended"),
        ("2018,", (0, 0, 9), "new"),
    ],
)
def test_a_tie_is_sought_only_while_both_bodies_exist(bodies, window, counts, status):
    rows = [f"a,b,referral,{year},{n}\n" for year, n in zip(YEARS, counts, strict=True) if n]
    rows += [f"b,c,referral,{year},20\n" for year in YEARS]
    history = bodies([f"a,,{window}", "b,,,", "c,,,"], "".join(rows))
    tie = of(change(history), "ab")
    assert tie["status"] == status
    absent = [y for y in YEARS if "a" not in history[y].actors.index]
    assert tie[[str(y) for y in absent]].isna().all()
    assert not set(steps(history).loc[("a", "b", "referral"), absent]) - {""}
    assert turnover(history).loc[("2018–2019", "all"), "actors"] == 3 - (
        2018 in absent or 2019 in absent
    )


# --- growth and fading --------------------------------------------------------------------


def two_sided(x, n, share):
    """Add up the chances of all outcomes no likelier than the one seen."""
    chances = [math.comb(n, k) * share**k * (1 - share) ** (n - k) for k in range(n + 1)]
    return sum(chance for chance in chances if chance <= chances[x] * (1 + 1e-7))


def benjamini_hochberg(p_values):
    """Return the least q of each p and all larger ones, with q = p · tests / rank."""
    ranked = sorted(p_values)
    q = [p * len(ranked) / rank for rank, p in enumerate(ranked, 1)]
    return [min(q[ranked.index(p) :]) for p in p_values]


# The source sends 120 cases in one year and 110 in the next.
DECLINE = {"ab": (24, 9), "ac": (60, 51), "ad": (36, 50)}


def test_trends_allow_for_the_caseload_of_the_source(log):
    table = change(log(first=2018, **DECLINE))
    tie = of(table, "ab")
    assert tie["ratio"] == pytest.approx((9 / 110) / (24 / 120))
    p_values = [two_sided(x1, x0 + x1, 110 / 230) for x0, x1 in DECLINE.values()]
    assert table["p"].tolist() == pytest.approx(p_values)
    assert table["q"].tolist() == pytest.approx(benjamini_hochberg(p_values))
    assert table["trend"].tolist() == ["level", "level", "level"]


def test_a_caseload_that_doubles_makes_no_tie_grow(log):
    table = change(log(first=2018, ab=(40, 80), ac=(60, 120), ad=(20, 40)))
    assert table["ratio"].tolist() == [1, 1, 1]
    assert set(table["trend"]) == {"level"}


def test_ties_grow_fade_or_are_too_few_to_tell(log):
    history = log(ab=(60, 40, 10), ac=(10, 40, 60), ad=(2, 0, 2))
    assert change(history)["trend"].tolist() == ["fading", "growing", ""]
    more = change(history, rules=ng.Rules(min_cases=4))
    assert of(more, "ad")["trend"] == "level"
    assert math.isnan(of(change(log(first=2018, ab=(0, 30), ac=(50, 20))), "ab")["ratio"])


def test_statements_and_meetings_are_no_counts(bodies):
    stated = "source,target,layer,year_from,year_to,strength,citation,confidence\n"
    stated += "a,b,referral,2017,2018,strong,[1],documented\n"
    met = "date,meeting,actor\n" + "".join(
        f"{year}-0{month}-02,Rapat,{slug}\n"
        for year in YEARS
        for month in range(1, 9)
        for slug in "ac"
    )
    tables = {"edges/evidence.csv": stated, "edges/meetings.csv": met}
    table = change(bodies(["a,,,", "b,,,", "c,,,"], **tables))
    tie, together = of(table, "ab"), of(table, "ac", "coordination")
    assert tie[["2017", "2018"]].isna().all()
    assert (tie["2019"], tie["status"]) == (0, "ended")
    assert together[["2017", "2018", "2019"]].tolist() == [8, 8, 8]
    assert table[["ratio", "p", "q"]].isna().all(axis=None)
    assert set(table["trend"]) == {""}


# --- years of unlike coverage -------------------------------------------------------------


def test_a_year_before_the_log_makes_no_tie_new(bodies):
    rows = [f"{tie[0]},{tie[1]},referral,{y},9\n" for tie in ("ab", "bc") for y in (2018, 2019)]
    history = bodies(["a,,,", "b,,,", "c,,,"], "".join(rows))
    assert coverage(history)["whole"].tolist() == [False, True, True]
    table = change(history)
    assert set(table["status"]) == {"persistent"}
    assert table["2017"].isna().all()
    assert turnover(history).loc["2017–2018", ["kept", "new", "ended"]].sum(axis=None) == 0
    assert steps(history)[2018].tolist() == ["seen", "seen"]


def test_a_log_of_half_a_year_is_told_from_a_quiet_one(tmp_path):
    def history(*months):
        days = [f"2018-{month:02}-{day:02}" for month in range(1, 13) for day in range(1, 29)]
        days += [f"2019-{month:02}-{day:02}" for month in months for day in range(1, 29)]
        rows = [f"K{turn},{day},a,{'bc'[turn % 2]}" for turn, day in enumerate(days)]
        path = tmp_path / "log.csv"
        path.write_text("\n".join(["case,date,source,target", *rows]))
        return ng.build_history(ng.read_records(path))

    half = history(1, 2, 3, 4, 5, 6)
    table = coverage(half)
    assert table["whole"].tolist() == [True, False]
    assert (str(table.at[2019, "first"].date()), str(table.at[2019, "last"].date())) == (
        "2019-01-01",
        "2019-06-28",
    )
    assert table["contacts"].tolist() == [336, 168]
    assert set(change(half)["trend"]) == {""}
    quiet = history(1, 2, 12)
    assert coverage(quiet)["whole"].tolist() == [True, True]
    assert set(change(quiet)["trend"]) == {"level"}


def test_counts_of_whole_years_and_months_cover_them(log):
    assert coverage(log(ab=(500, 500, 500)))["whole"].all()


# --- the public view ----------------------------------------------------------------------

TOLD = {"ab": (20, 30, 40), "bc": (15, 15, 15), "cd": (50, 40, 30)}


@pytest.fixture(scope="module")
def guarded(log):
    return [
        ng.protect(log(**TOLD, da=few, db=(few[0], 9, 9))) for few in ((1, 4, 2), (4, 1, 3))
    ]


def test_hidden_counts_look_alike_in_every_table(guarded):
    one, other = guarded
    for table in (change, turnover, steps, coverage):
        assert_frame_equal(table(one), table(other))


def test_a_hidden_count_keeps_its_tie_and_loses_its_number(guarded):
    tie = of(change(guarded[0]), "da")
    assert tie[["2017", "2018", "2019", "p", "q", "ratio"]].isna().all()
    assert tie[["hidden", "years", "status", "trend"]].tolist() == [3, 3, "persistent", ""]
    half = of(change(guarded[0]), "db")
    assert (half["hidden"], half["2018"], half["trend"]) == (1, 10, "")
    assert coverage(guarded[0])["hidden"].tolist() == [2, 1, 1]


def test_the_public_view_tells_no_day(guarded):
    assert coverage(guarded[0])[["first", "last"]].isna().all(axis=None)


def test_no_cell_of_a_hidden_tie_and_year_holds_its_weight():
    study = DATA.parent / "examples" / "casework"
    public = ng.protect(ng.build_history(ng.read_records(study)))
    table = change(public)
    for year in public:
        hidden = public[year].ties.query("hidden > 0").index
        assert len(hidden) > 0
        assert table.loc[hidden, str(year)].isna().all()
        told = table[str(year)].dropna()
        counted = told[told.index.get_level_values("layer") != "coordination"]
        assert set(counted % 5) == {0}


def test_a_year_that_tells_of_few_ties_is_not_published(log):
    public = ng.protect(log(ab=(20, 30, 40), bc=(0, 15, 15), cd=(0, 40, 30), da=(3, 3, 3)))
    with pytest.raises(DisclosureError, match="Ties of 2017"):
        change(public)
    assert len(change(public, "2018-2019")) == 4


# --- the shipped studies ------------------------------------------------------------------


def rows_of(name):
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def plain():
    """Return the ties of each year, read from the CSV files without netgov."""
    office = dict.fromkeys(("p2tp2a_pku", "ulppa_pku"), "upt_ppa_pku")
    actors = {actor["id"]: actor for actor in rows_of("actors.csv")}
    assert {old for old, actor in actors.items() if actor["successor"]} == set(office)

    def exists(slug, year):
        if slug in office.values():
            return True
        start, end = (actors[slug][column] for column in ("active_from", "active_to"))
        return int(start or year) <= year <= int(end or year)

    ties = {year: set() for year in YEARS}
    for row in rows_of("edges/evidence.csv"):
        source, target = (office.get(row[end], row[end]) for end in ("source", "target"))
        for year in YEARS:
            dated = row["year_from"] or row["year_to"]
            touches = dated and int(row["year_from"] or year) <= year <= int(
                row["year_to"] or year
            )
            both = exists(source, year) and exists(target, year) and source != target
            if touches and both and row["strength"] != "absent":
                ties[year].add((source, target, row["layer"]))
    return ties, exists


def test_the_turnover_of_pekanbaru_is_that_of_its_files(history, plain):
    ties, exists = plain
    table = turnover(history)
    for before, year in pairwise(YEARS):
        for layer in table.loc[f"{before}–{year}"].index:
            then, now = (
                {
                    tie
                    for tie in ties[at]
                    if layer in ("all", tie[2])
                    and all(exists(end, y) for end in tie[:2] for y in (before, year))
                }
                for at in (before, year)
            )
            row = table.loc[(f"{before}–{year}", layer)]
            counts = [len(then & now), len(now - then), len(then - now)]
            assert row[["kept", "new", "ended"]].tolist() == counts
    assert table.loc[("2017–2018", "all"), ["kept", "new", "ended"]].tolist() == [16, 0, 12]
    assert table.loc[("2018–2019", "all"), ["kept", "new", "ended"]].tolist() == [16, 42, 0]


def test_the_ties_of_pekanbaru_are_those_of_its_files(history, public, plain):
    ties, _exists = plain
    table = change(history)
    assert set(table.index) == set.union(*ties.values())
    for tie, row in table.iterrows():
        seen = [year for year in YEARS if tie in ties[year]]
        assert [row["first"], row["last"], row["years"]] == [min(seen), max(seen), len(seen)]
        if row["status"] == "persistent":
            assert len(seen) == 3
    office = table.loc["upt_ppa_pku"]
    assert set(office["status"]) == {"persistent", "new"}  # under three names
    assert change(public)["status"].value_counts().equals(table["status"].value_counts())
    statements = coverage(history)["statements"]
    assert statements[2018] < statements[2017] < statements[2019]


@pytest.fixture(scope="module")
def casework():
    return ng.build_history(ng.read_records(DATA.parent / "examples" / "casework"))


def test_the_planted_ties_are_found(casework):
    table = change(casework)
    fading = of(table, ("upt_ppa", "lbh"))
    assert fading[["2017", "2018", "2019"]].tolist() == [63, 54, 29]
    assert (fading["status"], fading["trend"]) == ("persistent", "fading")
    stopped = of(table, ("disdik", "upt_ppa"))
    assert stopped[["2017", "2018", "2019", "status"]].tolist() == [15, 0, 0, "ended"]
    assert of(change(ng.protect(casework)), ("upt_ppa", "lbh"))["trend"] == "fading"


def test_rows_stand_in_the_order_of_bodies(casework):
    table = change(casework)
    assert list(table.index) == [
        tie for tie in casework[2017, 2019].ties.index if tie in set(table.index)
    ]
    assert isinstance(table.index, pd.MultiIndex)


# --- the ends of a period alone -----------------------------------------------------------


def test_the_ends_alone_are_a_change_of_two_years(log):
    history = log(ab=(20, 99, 20), ac=(20, 99, 80), bc=(0, 50, 0))
    ends = change(history, (2017, 2019), ends_only=True)
    assert [column for column in ends if column.isdecimal()] == ["2017", "2019"]
    assert ("b", "c", "referral") not in ends.index  # it shows between them alone
    assert of(ends, ("a", "c"))["status"] == "persistent"
    assert of(ends, ("a", "b"))["ratio"] == pytest.approx((20 / 100) / (20 / 40))


def test_the_ends_of_two_years_are_all_there_is(casework):
    assert_frame_equal(
        change(casework, (2018, 2019), ends_only=True), change(casework, (2018, 2019))
    )
