"""The public view: bodies without names, no counts, and no way round it."""

import json
import math
import zipfile

import pytest
from click.testing import CliRunner
from folder import TABLES

import netgov as ng
from netgov.cli import netgov
from netgov.days import first_day, last_day
from netgov.errors import DisclosureError, NetgovError
from netgov.privacy import ProtectedHistory, ProtectedNetwork
from netgov.releases import enter_releases

HIDDEN = {
    "actors.csv": TABLES["actors.csv"]
    .replace("level,reach", "level,reach,publish,confidential")
    .replace("Puskesmas,Health centre", "Klinik Mawar,Rose clinic")
    .replace("health,kecamatan,city", "health,kecamatan,city,no,")
    .replace("social,city,city", "social,city,city,,yes"),
    "aliases.csv": "alias,actor\nRose House,health\n",
}


def content(path):
    """Return all bytes of a file, those inside a zip unpacked."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as box:
            return b"".join(box.read(name) for name in box.namelist())
    return path.read_bytes()


@pytest.fixture
def shielded(folder):
    return ng.protect(ng.build_history(ng.read_records(folder(HIDDEN))))


def test_unpublished_and_confidential_bodies_lose_their_names(shielded):
    actors = shielded[2019].actors
    assert {"health_unnamed", "social_unnamed"} <= set(actors.index)
    assert not {"health", "unit"} & set(actors.index)
    assert shielded[2019].names("en")["health_unnamed"] == "Health: body not named"
    assert shielded[2019].names("id")["health_unnamed"] != "Health: body not named"


def test_the_shape_stays_when_each_sector_has_one(folder, shielded):
    open_view = ng.build_history(ng.read_records(folder(HIDDEN, "open")))
    assert len(shielded[2019].ties) == len(open_view[2019].ties)
    assert ng.register(shielded, 2019)["status"].tolist() == (
        ng.register(open_view, 2019)["status"].tolist()
    )


@pytest.mark.parametrize("lang", ["id", "en"])
def test_no_file_holds_a_hidden_name(shielded, tmp_path, lang):
    out = ng.write_report(shielded, 2019, tmp_path / "out", lang)
    for path in out.rglob("*"):
        if path.is_file():
            for name in ("Klinik Mawar", "Rose clinic", "Rose House", "Unit Layanan", "UL,"):
                assert name.encode() not in content(path), (path.name, name)


def test_every_year_and_every_smaller_network_is_protected(public):
    assert isinstance(public, ProtectedHistory)
    assert isinstance(public[2019], ProtectedNetwork)
    assert isinstance(public[2019].layer("referral").binary(), ProtectedNetwork)


def test_without_hidden_bodies_nothing_changes(folder):
    history = ng.build_history(ng.read_records(folder()))
    assert ng.protect(history)[2019].ties.equals(history[2019].ties)


# --- counts -----------------------------------------------------------------------------------


@pytest.fixture
def counted(tmp_path):
    """Return the public and the whole network of a log with some cases on each tie."""

    def make(cases, rows=()):
        lines = [
            f"K{pair}-{turn},2019-03-04,{pair[0]},{pair[1]}"
            for pair, count in cases.items()
            for turn in range(count)
        ]
        path = tmp_path / "log.csv"
        path.write_text("\n".join(["case,date,source,target", *lines, *rows]))
        history = ng.build_history(ng.read_records(path))
        return ng.protect(history)[2019].ties, history[2019].ties

    return make


MANY = {"ab": 7, "bc": 8, "cd": 12}


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_few_cases_keep_their_tie_and_lose_their_number(counted, count):
    ties, _whole = counted({**MANY, "da": count})
    hidden = ties.loc["d", "a", "referral"]
    assert (hidden["hidden"], hidden["weight"]) == (1, 2)
    assert math.isnan(hidden["cases"])


@pytest.mark.parametrize(("count", "told"), [(5, 5), (7, 5), (8, 10), (12, 10), (13, 15)])
def test_other_counts_are_rounded(counted, count, told):
    ties, whole = counted({**MANY, "da": count})
    assert whole.loc[("d", "a", "referral"), ["weight", "cases"]].tolist() == [count, count]
    assert ties.loc[("d", "a", "referral"), ["weight", "cases"]].tolist() == [told, told]


def test_cases_are_counted_and_not_rows(counted):
    again = [f"Kda-{turn % 2},2019-04-{turn:02},d,a" for turn in range(1, 25)]
    ties, whole = counted({**MANY, "da": 1}, again)
    assert whole.loc[("d", "a", "referral"), ["weight", "cases"]].tolist() == [25, 2]
    assert ties.loc[("d", "a", "referral"), "hidden"] == 1


def test_rows_without_a_case_are_one_case_together(counted):
    unknown = [f",2019-05-{turn:02},d,a" for turn in range(1, 13)]
    _ties, whole = counted(MANY, unknown)
    assert whole.loc[("d", "a", "referral"), ["weight", "cases"]].tolist() == [12, 1]


@pytest.mark.parametrize("told", [1, 2])
def test_one_or_two_told_ties_are_not_published(counted, told):
    many = dict(list(MANY.items())[:told])
    with pytest.raises(DisclosureError, match="give the others"):
        counted({**many, "da": 3})


def test_two_hidden_counts_look_alike_in_every_file(tmp_path):
    files = []
    for count in (1, 4):
        counts = {**MANY, "da": count}
        rows = [f"{s},{t},2019,{n}" for (s, t), n in counts.items()]
        path = tmp_path / f"log{count}.csv"
        path.write_text("\n".join(["source,target,year,weight", *rows]))
        history = ng.protect(ng.build_history(ng.read_records(path)))
        out = ng.write_report(history, path=tmp_path / f"out{count}")
        files.append({p.name: p.read_bytes() for p in out.rglob("*") if p.is_file()})
    assert files[0] == files[1]


@pytest.mark.parametrize(
    ("since", "until", "told"),
    [
        ("2019-01-01", "2019-12-31", True),
        ("2019-01-01", None, True),
        (None, "2019-12-31", True),
        ("2019-01-01", "2019-03-31", False),
        ("2019-03-01", "2019-03-01", False),
        ("2019-01-02", None, False),
        (None, "2019-02-28", False),
    ],
)
def test_only_whole_years_are_published(tmp_path, since, until, told):
    path = tmp_path / "log.csv"
    rows = [f"K{turn},2019-{turn % 12 + 1:02},A,B" for turn in range(24)]
    path.write_text("\n".join(["case,date,source,target", *rows]))
    asked = {"since": since and first_day(since), "until": until and last_day(until)}
    history = ng.build_history(ng.read_records(path, **asked))
    refusal = "give the others" if told else "whole years"
    with pytest.raises(DisclosureError, match=refusal):
        ng.protect(history)


def test_a_name_like_a_person_is_not_published(tmp_path):
    path = tmp_path / "log.csv"
    path.write_text("case,date,source,target\nK1,2019-03-04,Ibu Siti,Puskesmas A\n")
    with pytest.raises(DisclosureError, match="look like persons"):
        ng.protect(ng.build_history(ng.read_records(path)))


# --- what is told of times and answers --------------------------------------------------------


@pytest.fixture
def usual(tmp_path):
    """Return the usual delays of a log with one tie of some waits in days, None if open."""

    def make(waits, rows_each=1):
        rows = [
            f"K{s}{t}{n},2019-03-04,{s},{t}," for s, t in ("AB", "BC", "CA") for n in range(7)
        ]
        for case, wait in enumerate(waits):
            day = "" if wait is None else f"2019-{3 + wait // 28:02}-{1 + wait % 28:02}"
            rows += [f"L{case},2019-03-01,D,A,{day}"] * rows_each
        path = tmp_path / "log.csv"
        path.write_text("\n".join(["case,date,source,target,answered", *rows]))
        view = ng.protect(ng.build_history(ng.read_records(path)))
        return ng.public_pathways(view).delays

    return make


def test_a_year_without_cases_has_no_usual_delays(casework):
    found = ng.public_pathways(ng.protect(casework), ng.Period(2016, 2016))
    assert found.delays.empty


def test_a_median_needs_ten_answered_cases(usual):
    assert usual(range(1, 11)).loc["d", "a", "referral"]["median"] == 5
    assert usual(range(1, 10)).empty
    assert usual([None] * 11 + [37]).empty


def test_a_median_is_never_that_of_one_child_far_from_the_others(usual):
    for last in (37, 91):
        assert usual([None] * 12 + list(range(1, 10)) + [last]).empty


@pytest.mark.parametrize("open_", [5, 8, 12])
def test_shares_are_of_cases_and_not_of_rows(tmp_path, usual, open_):
    shares = usual([*range(1, 13), *([None] * open_)])["answered"]
    assert shares.tolist() == [round(20 * 12 / (12 + open_)) / 20]
    assert math.isnan(usual([*range(1, 13), None])["answered"].iloc[0])


# --- names that may be those of secret bodies -------------------------------------------------


@pytest.mark.parametrize("written", ["Klinik-Mawar", "Klinik Mawwar", "klinik mawar (ODHA)"])
def test_a_name_like_that_of_a_secret_body_blocks_publishing(folder, written):
    log = "\n".join(
        ["case,date,source,target"]
        + [f"K{t}{n},2019-03-04,police,{t}" for t in ("unit", "office") for n in range(6)]
        + [f"L{n},2019-03-05,{written},police" for n in range(6)]
        + [f"M{n},2019-03-05,unit,police" for n in range(6)]
    )
    records = ng.read_records(folder({**HIDDEN, "edges/referrals.csv": log}))
    if any(name == written for name in records.actors["name_id"]):
        with pytest.raises(DisclosureError, match="not to be named"):
            ng.protect(ng.build_history(records))
    else:  # it was joined to the secret body by its spelling
        public = ng.protect(ng.build_history(records))
        assert not any("mawar" in str(slug) for slug in public[2019].actors.index)


@pytest.mark.parametrize("title", ["Anak 1471015502100001", "Hubungi 081234567890"])
def test_a_title_with_a_number_of_a_person_blocks_publishing(folder, title):
    settings = f'[study]\ntitle_id = "{title}"\n'
    records = ng.read_records(folder({"netgov.toml": settings}))
    with pytest.raises(DisclosureError, match="number or address of a person"):
        ng.protect(ng.build_history(records))


def test_level_and_reach_of_a_secret_body_are_not_told(shielded):
    told = shielded[2019].actors.loc[["health_unnamed", "social_unnamed"]]
    assert set(told["level"]) | set(told["reach"]) == {"unknown"}


# --- what a hidden tie means for duties -------------------------------------------------------


def test_a_body_with_hidden_ties_alone_is_not_said_to_have_had_no_case(folder):
    log = "\n".join(
        ["case,date,source,target"]
        + [f"K{s}{n},2019-03-04,{s},police" for s in ("office", "health") for n in range(6)]
        + [f"M{n},2019-03-05,police,office" for n in range(6)]
        + ["L1,2019-03-05,office,unit"]
    )
    public = ng.protect(ng.build_history(ng.read_records(folder({"edges/referrals.csv": log}))))
    duties = ng.register(public, 2019).set_index("duty")
    assert duties.loc["d1", "status"] != "unexposed"


@pytest.mark.parametrize("kinds", [0, 4, 5, 20])
def test_how_many_cases_of_a_kind_a_told_tie_holds_shows_in_no_duty(folder, kinds):
    def rows(s, t):
        return [
            f"K{s}{t}{n},2019-03-04,{s},{t},{'persetubuhan' if n < kinds else 'penelantaran'}"
            for n in range(20)
        ]

    log = [
        row
        for pair in (("unit", "police"), ("police", "office"), ("office", "unit"))
        for row in rows(*pair)
    ]
    mandates = TABLES["edges/mandates.csv"].replace("article,", "article,case_type,", 1)
    mandates = "\n".join(
        line.replace(",Pasal 1", ",Pasal 1,persetubuhan")
        .replace(",Pasal 2", ",Pasal 2,")
        .replace("[verify]", "[verify],")
        for line in mandates.splitlines()
    )
    files = {
        "edges/referrals.csv": "\n".join(["case,date,source,target,case_type", *log]),
        "edges/mandates.csv": mandates,
    }
    public = ng.protect(ng.build_history(ng.read_records(folder(files))))
    duties = ng.register(public, 2019).set_index("duty")
    assert duties.loc["d1", "status"] == "gap"


# --- releases ---------------------------------------------------------------------------------


def test_two_hidden_counts_that_become_one_told_number_are_no_second_release(tmp_path):
    rows = [f"{s},{t},2019,9" for s, t in ("AB", "BC", "CA")]
    (tmp_path / "log.csv").write_text(
        "\n".join(["source,target,year,weight", *rows, "Pos P,B,2019,4", "Pos Q,B,2019,4"])
    )
    aliases = tmp_path / "alias.csv"
    aliases.write_text("alias,actor\nPos P,Pos PQ\nPos Q,Pos PQ\n")

    def release(**asked):
        records = ng.read_records(tmp_path / "log.csv", **asked)
        return ng.write_report(ng.protect(ng.build_history(records)), path=tmp_path / "out")

    release()
    release()
    with pytest.raises(DisclosureError, match="joined to other bodies"):
        release(aliases=aliases)


@pytest.fixture
def published(tmp_path):
    """Publish of three years, of which one tells of two ties, what tells of some periods."""
    few = [f"{s},{t},2018,9" for s, t in ("AB", "BC")]
    rows = [f"{s},{t},{y},9" for s, t in ("AB", "BC", "CA") for y in (2016, 2017, 2019)]
    log = tmp_path / "log.csv"
    log.write_text("\n".join(["source,target,year,weight", *rows, *few]))

    def publish(*periods):
        view = ng.protect(ng.build_history(ng.read_records(log)))
        enter_releases(view, map(view.asked, periods), tmp_path / "table.csv")
        [listed] = tmp_path.glob("*releases.json")
        told = json.loads(listed.read_text())["releases"]
        return [(one["first"], one["last"]) for one in told]

    return publish


@pytest.mark.parametrize(
    ("periods", "entered"),
    [
        ([2017, 2019], [(2017, 2017), (2019, 2019)]),
        ([2019, "2016-2017"], [(2016, 2017), (2019, 2019)]),
        ([2017, 2017], [(2017, 2017)]),
        ([None, 2017], [(2016, 2019)]),
        (["2016-2017", 2017, 2019], [(2016, 2017), (2019, 2019)]),
    ],
)
def test_every_period_that_is_told_is_entered_or_within_one_that_is(
    published, periods, entered
):
    assert published(*periods) == entered
    assert published(*reversed(periods)) == entered


@pytest.mark.parametrize(
    "periods", [["2016-2017", "2017-2018"], ["2016-2017", 2016, "2017-2019"]]
)
def test_periods_that_cross_are_not_told_side_by_side(published, tmp_path, periods):
    with pytest.raises(DisclosureError, match="overlaps"):
        published(*periods)
    assert not list(tmp_path.glob("*releases.json"))


def test_a_span_within_a_longer_one_is_told_if_each_year_may_be(published):
    assert published("2016-2017", 2016) == [(2016, 2017)]
    with pytest.raises(DisclosureError, match="2016–2017 overlaps 2016–2019"):
        published(None, "2016-2017")


@pytest.mark.parametrize("before", [2017, "2016-2017"])
def test_none_of_several_periods_is_entered_if_one_cannot_be(published, before):
    entered = published(before)
    with pytest.raises(DisclosureError, match="published before"):
        published(2019, "2017-2018")
    assert published(before) == entered


def test_a_file_of_a_data_folder_belongs_to_the_releases_of_that_folder(folder):
    log = "\n".join(
        ["case,date,source,target"]
        + [
            f"K{s}{n},2019-03-04,{s},police"
            for s in ("office", "health", "unit")
            for n in range(6)
        ]
    )
    data = folder({"edges/referrals.csv": log})

    def release(path, rules=None):
        public = ng.protect(ng.build_history(ng.read_records(path)), rules)
        return ng.write_network(public[2019], data.parent / "network.graphml")

    release(data)
    with pytest.raises(DisclosureError, match="another part of the records"):
        release(data / "edges" / "referrals.csv", ng.Rules(mask_below=4))


def test_what_was_read_is_never_written_over(tmp_path):
    log = tmp_path / "log.csv"
    rows = [f"{s},{t},2019,9" for s, t in ("AB", "BC", "CA")]
    log.write_text("\n".join(["source,target,year,weight", *rows]))
    before = log.read_bytes()
    for audience in ("public", "internal"):
        asked = ["measure", str(log), "--audience", audience, "-o", str(log)]
        assert CliRunner().invoke(netgov, asked).exit_code == 1
        assert log.read_bytes() == before


def test_a_frame_of_no_view_is_for_its_owner(tmp_path, history):
    import os

    path = ng.write_table(history[2019].ties, tmp_path / "raw.csv")
    assert os.name != "posix" or path.stat().st_mode & 0o077 == 0


def test_maps_and_reports_refuse_the_open_view(history, tmp_path):
    with pytest.raises(DisclosureError):
        ng.scene(history)
    with pytest.raises(DisclosureError):
        ng.write_report(history, path=tmp_path / "out")


@pytest.mark.parametrize("name", ["kesenjangan.xlsx", "edges/ukuran.csv"])
def test_nothing_is_written_among_the_records_that_would_be_read_as_one(folder, name):
    """A table of gaps beside the log would be taken for contact."""
    data = folder()
    view = ng.protect(ng.build_history(ng.read_records(data)))
    with pytest.raises(NetgovError, match="read as one of them"):
        ng.write_network(view[2019], (data / name).with_suffix(".csv"))
    assert not (data / name).exists()
    assert ng.write_network(view[2019], data / "hasil" / "net.csv").is_file()
