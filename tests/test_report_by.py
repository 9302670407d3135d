"""A report for each part of a study: whole or not at all, the same bytes whoever writes it."""

from __future__ import annotations

import json
import re
import stat
from html import unescape
from pathlib import Path

import country
import pytest
from country import ties_of
from test_cli import run  # noqa: F401  the fixture

import netgov as ng
from netgov.errors import DisclosureError, NetgovError, NotEnoughData
from netgov.parts import Parts
from netgov.report import parts as reports
from netgov.report import report_in

FOLDERS = ["kabupaten-arum", "kabupaten-cendana", "kota-bahari"]


def files(folder: Path) -> dict[str, bytes]:
    """Return what lies in a folder, by name."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


@pytest.fixture(scope="module")
def view(tmp_path_factory):
    return country.public(country.country(tmp_path_factory.mktemp("country") / "data"))


@pytest.fixture(scope="module")
def folder(view, tmp_path_factory):
    """The folder of the country, in English."""
    out = tmp_path_factory.mktemp("reports") / "out"
    return ng.write_reports(view, "district", path=out, lang="en", processes=1)


def rows(folder: Path) -> list[list[str]]:
    """Return the cells of the rows of the page that lists the reports."""
    page = (folder / "index.html").read_text(encoding="utf-8")
    lines = page.partition("<tbody>")[2].partition("</tbody>")[0].split("</tr>")[:-1]
    cells = [re.split(r"</t[hd]>", line)[:-1] for line in lines]
    return [[unescape(re.sub(r"<[^>]*>", "", cell)).strip() for cell in row] for row in cells]


# --- what is written -----------------------------------------------------------------------


def test_each_part_has_a_report_and_a_map(folder):
    pages = [f"{part}/{page}" for part in FOLDERS for page in ("map.html", "report.html")]
    assert sorted(files(folder)) == sorted([".netgov", "index.html", *pages])
    assert report_in(folder) == folder / "index.html"


def test_a_part_too_large_for_a_page_is_listed_with_the_reason(tmp_path):
    ties = [tie for key in country.DISTRICTS for tie in ties_of(key)]
    ties += [("a_social", "ministry", 30)]  # so one district has a body more than the others
    view = country.public(country.country(tmp_path / "data", ties))
    parts = Parts(view, "district", view.asked(None))
    most = max(len(part.records.actors_in(parts.period)) for part in parts.values()) - 1
    rules = ng.Rules(most_bodies=most)
    asked = {"lang": "en", "rules": rules}
    out = ng.write_reports(view, "district", path=tmp_path / "out", processes=1, **asked)
    why = {name: told for name, *_counts, told in rows(out)}
    assert f"One page shows at most {most} bodies" in why["Kabupaten Arum"]
    assert "--by district" in why["Kabupaten Arum"]
    written = sorted(page.parent.name for page in out.glob("*/report.html"))
    assert written == ["kabupaten-cendana", "kota-bahari"]
    # The part by itself is refused by the same count.
    with pytest.raises(NotEnoughData, match=f"One page shows at most {most} bodies"):
        ng.write_report(parts[0], path=tmp_path / "alone", **asked)


def test_the_page_lists_bodies_ties_and_contacts_of_each(folder, view):
    told = Parts(view, "district", view.whole)
    for row, part in zip(rows(folder), told.values(), strict=True):
        net = part[part.whole]
        assert row[:3] == [part.part.names["en"], str(len(net.actors)), str(len(net.ties))]
        assert row[3] == f"{net.ties['weight'].sum():.0f}"
    page = (folder / "index.html").read_text(encoding="utf-8")
    assert re.findall(r'<a href="([^"]*)"', page) == [f"{one}/report.html" for one in FOLDERS]
    assert (
        "between bodies of different reports: 1; between bodies that work for several: 1"
        in page
    )


def test_no_rules_are_no_0_gaps_and_bodies_without_a_district_are_counted(folder, view):
    parts = Parts(view, "district", view.whole)
    assert all(part.records.mandates.empty for part in parts.values())
    page = (folder / "index.html").read_text(encoding="utf-8")
    gaps = {row[4] for row in rows(folder)}
    assert "0" not in gaps
    assert ("–" in gaps) == ("Gaps “–”" in page)
    blank = (view.records.actors["district"].fillna("") == "").sum()
    told = re.findall(r"Bodies without a value in the column [^:]+: (\d+)", page)
    assert told == [str(parts.shared)]
    assert 0 < parts.shared <= blank


def test_a_page_that_lists_no_report_is_not_written(view, tmp_path):
    with pytest.raises(NotEnoughData, match="None of the parts by name_id tells enough"):
        ng.write_reports(view, "name_id", path=tmp_path / "out", processes=1)
    assert not (tmp_path / "out").exists()


def test_a_report_names_its_part_and_what_is_outside_it(folder):
    page = (folder / "kabupaten-arum" / "report.html").read_text(encoding="utf-8")
    assert "<h1>Kabupaten Arum</h1>" in page
    assert "Other ties of its bodies: 1." in page
    assert "b_police" not in page
    assert "tables.xlsx" not in page


def test_a_report_is_that_of_its_part_by_itself(folder, view, tmp_path):
    part = Parts(view, "district", view.whole)[0]
    alone = ng.write_report(part, path=tmp_path / "alone", lang="en")
    for page in ("report.html", "map.html"):
        assert (alone / page).read_bytes() == (folder / FOLDERS[0] / page).read_bytes()


def test_two_processes_write_the_same_bytes_as_one(folder, view, tmp_path):
    out = ng.write_reports(view, "district", path=tmp_path / "out", lang="en", processes=2)
    assert files(out) == files(folder)


def test_the_trail_lies_beside_and_knows_every_file(folder):
    trail = json.loads((folder.parent / "out.audit.json").read_text(encoding="utf-8"))
    assert [*trail["outputs"]] == sorted({*files(folder)} - {".netgov"})


def test_what_is_for_the_office_says_so_on_every_page(tmp_path):
    records = ng.read_records(country.country(tmp_path / "data"))
    view = ng.keep_internal(ng.build_history(records))
    out = ng.write_reports(view, "district", path=tmp_path / "out", processes=1)
    for name, content in files(out).items():
        assert stat.S_IMODE((out / name).stat().st_mode) == 0o600
        assert name == ".netgov" or b"INTERN" in content
        assert name == ".netgov" or b"SINTETIS" in content


def test_the_list_stands_in_the_order_of_its_language(public, tmp_path):
    out = ng.write_reports(public, "level", path=tmp_path / "out", lang="en", processes=1)
    names = [row[0] for row in rows(out)]
    assert names == sorted(names)
    assert "Level not stated" not in names  # that of bodies without a name alone


# --- privacy -------------------------------------------------------------------------------


def test_hidden_counts_move_nothing(tmp_path):
    written = []
    for few in (1, 4):
        ties = [*ties_of("a"), *ties_of("b"), ("a_social", "a_justice", few)]
        ties += [("b_social", "c_police", 5 - few), ("c_social", "c_police", few)]
        view = country.public(country.country(tmp_path / f"{few}" / "data", ties))
        path = tmp_path / f"{few}" / "out"
        written.append(files(ng.write_reports(view, "district", path=path, processes=1)))
    assert written[0] == written[1]
    assert b"(+1 disembunyikan)" in written[0]["index.html"]


def test_a_part_that_tells_too_little_has_no_report_but_a_reason(tmp_path):
    ties = [*ties_of("a"), *ties_of("b"), ("c_social", "c_police", 30)]
    view = country.public(country.country(tmp_path / "data", ties))
    out = ng.write_reports(view, "district", path=tmp_path / "out", lang="en", processes=1)
    assert {name.partition("/")[0] for name in files(out)} == {
        ".netgov", "index.html", "kabupaten-arum", "kota-bahari",
    }  # fmt: skip
    cendana = rows(out)[1]
    assert cendana[0] == "Kabupaten Cendana"
    assert cendana[-1] == "No report. Ties of 2019: 1; that is no network."


def test_all_reports_are_one_release_of_the_whole(tmp_path):
    data = country.country(tmp_path / "data", synthetic=False)
    view = country.public(data)
    ng.write_reports(view, "district", path=tmp_path / "by", processes=1)
    first = (data / "netgov-releases.json").read_bytes()
    assert len(json.loads(first)["releases"]) == 1
    part = Parts(view, "district", view.whole)[0]
    ng.draw(ng.scene(view), tmp_path / "whole.svg")
    ng.draw(ng.scene(part), tmp_path / "part.svg")
    assert (data / "netgov-releases.json").read_bytes() == first
    exact = ng.protect(ng.build_history(ng.read_records(data)), exact=True)
    with pytest.raises(DisclosureError, match="was published with counts below 5 hidden"):
        ng.write_reports(exact, "district", path=tmp_path / "exact", processes=1)
    assert not (tmp_path / "exact").exists()


def test_the_audit_finds_nothing_in_the_folder(tmp_path):
    few = [
        ("a_social", "a_justice", 2),
        ("b_social", "b_health", 3),
        ("a_health", "b_health", 4),
    ]
    ties = [*ties_of("a"), *ties_of("b"), *few]
    history = ng.build_history(ng.read_records(country.country(tmp_path / "data", ties)))
    path = tmp_path / "out"
    ng.write_reports(ng.protect(history), "district", path=path, processes=1)
    found = ng.audit(path, history)
    assert found.hidden == 3
    assert found.solved.empty


# --- names ---------------------------------------------------------------------------------

AWKWARD = {
    "a": "CON",
    "b": "../../etc",
    "c": "<script>alert(1)</script>",
    "d": "Kota ../ Bahari",
    "e": "kota bahari!",
    "f": "Ж",
    "g": "Lpt1",
    "h": "a" * 190,
    "i": "(Sleman) 2",
    "j": "Sleman",
    "k": "Sleman!",
}


def test_folders_bear_names_that_every_system_takes(tmp_path):
    view = country.public(country.country(tmp_path / "data", names=AWKWARD))
    parts = Parts(view, "district", view.whole)
    named = reports._folders(parts, parts.untold).values()
    assert len({*named}) == len(AWKWARD)
    assert all(re.fullmatch(r"[a-z0-9-]{1,60}", name) for name in named)
    assert not {"con", "lpt1", ""} & {*named}


def test_a_name_is_text_and_no_command(tmp_path):
    names = {key: AWKWARD[key] for key in "bc"}
    view = country.public(country.country(tmp_path / "data", names=names))
    out = ng.write_reports(view, "district", path=tmp_path / "out", processes=1)
    for name, content in files(out).items():
        assert b"<script>alert" not in content, name
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "out", "out.audit.json"]
    assert [row[0] for row in rows(out)] == sorted(names.values())


# --- what goes wrong -----------------------------------------------------------------------


@pytest.mark.parametrize("processes", [1, 2])
def test_what_fails_half_way_leaves_nothing(view, tmp_path, monkeypatch, processes):
    def failing(*_arguments):
        raise NotEnoughData("Nothing here.")

    told = "Nothing here" if processes == 1 else "ended before its time"
    monkeypatch.setattr(reports, "html", failing)
    monkeypatch.setattr(reports, "_begin", int)  # no number is how texts are kept
    with pytest.raises(NetgovError, match=told):
        ng.write_reports(view, "district", path=tmp_path / "out", processes=processes)
    assert not [*tmp_path.iterdir()]


def test_the_command_writes_them(run, tmp_path):  # noqa: F811
    data, out = country.country(tmp_path / "data"), tmp_path / "out"
    status, printed, told = run("report", data, "--by", "sector", "-o", out, "--lang", "en")
    assert (status, printed) == (0, f"Written: {out / 'index.html'}\n")
    assert told == "Writing reports: 1 …\n"
    assert [row[0] for row in rows(out) if row[-1].startswith("No report")] != []


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--by", "district", "--format", "md"), "With --by reports are written as html alone"),
        (("--processes", "2"), "--processes goes with --by"),
    ],
)
def test_options_that_do_not_go_together_are_refused(run, tmp_path, options, said):  # noqa: F811
    status, _printed, told = run("report", tmp_path, *options, "--lang", "en")
    assert status == 1
    assert said in told


# --- in the browser ------------------------------------------------------------------------


def test_the_list_is_sorted_by_a_click_and_asks_for_nothing(revisit, folder):
    seen = revisit(folder / "index.html")
    names = "[...document.querySelectorAll('tbody th')].map(cell => cell.innerText)"
    listed = ["Kabupaten Arum", "Kabupaten Cendana", "Kota Bahari"]
    assert seen.run(names) == listed
    heads = seen.page.locator("thead button")
    heads.nth(0).click()
    assert seen.run(names) == listed[::-1]
    heads.nth(0).click()
    assert seen.run(names) == listed
    assert seen.said == []
    assert len(seen.asked) <= 1
