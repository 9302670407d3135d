"""Attacks: what a stranger reads out of public files, and what a hostile file can do.

A test marked `open_` shows an attack that worked on the day it was written; take the mark away
with the mend.
"""

import base64
import hashlib
import io
import json
import os
import subprocess
import sys
import time
import zipfile
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import door
import pytest
from click.testing import CliRunner
from folder import write
from hypothesis import given, settings
from hypothesis import strategies as st

import netgov as ng
from netgov import cli
from netgov.days import last_day
from netgov.errors import DisclosureError, NetgovError, shown, speak
from netgov.export import graphml
from netgov.identity import case_code, looks_like_person, new_key, read_key
from netgov.quality import quality_files, quality_text
from netgov.reading.sheetxml import marks_of
from netgov.report import report_tables, results_of
from netgov.report.gathering import gather
from netgov.report.pieces import Picture
from netgov.words import Words

# --- tools ------------------------------------------------------------------------------------

RING = [("Polresta", "RSUD"), ("RSUD", "LBH"), ("LBH", "Polresta")]
LOG = ("no_kasus", "tanggal", "asal", "tujuan", "status", "alasan")


def told(ends=RING, cases=6, day="2019-03"):
    """Return rows of ties that may be told."""
    return [
        (f"{s}{t}{n}", f"{day}-{n + 1:02}", s, t, "", "") for s, t in ends for n in range(cases)
    ]


def log(*more, headings=LOG):
    """Return a log that may be published, with more rows below."""
    return "\n".join(",".join(row) for row in [headings, *told(), *more])


@pytest.fixture
def read(tmp_path):
    """Write a file and read its records."""

    def reader(content, name="log.csv", **asked):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return ng.read_records(path, **asked)

    return reader


def protected(records):
    return ng.protect(ng.build_history(records))


def shape(history):
    """Return all that public files are made from, without the slow painting."""
    whole = history.whole
    results = results_of(history, whole, ng.Rules(), speak("en"))
    drawn = results.drawn
    pictured = (drawn.title, drawn.period, drawn.actors, drawn.ties, drawn.gaps)
    pieces = [piece for section in gather(results).sections for piece in section.pieces]
    return (
        {name: table.to_csv() for name, table in report_tables(results).items()},
        repr(pictured),
        repr([piece for piece in pieces if not isinstance(piece, Picture)]),
        graphml(history[whole]),
    )


def tells(history, *words):
    """Return which words public files would hold; no diff of whole files if a test fails."""
    said = repr(shape(history)).casefold()
    return {word for word in words if word.casefold() in said}


def unpacked(content):
    """Return bytes with those inside a zip and behind base64."""
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as box:
            content = b"\n".join(name.encode() + box.read(name) for name in box.namelist())
    marked = b"base64,"
    for piece in content.split(marked)[1:]:
        signs = piece.split(b'"', 1)[0].split(b")", 1)[0]
        content += base64.b64decode(signs + b"===", validate=False)
    return content


def forms(secret):
    """Yield the shapes in which a secret could leave."""
    raw = secret.encode()
    yield from (raw, secret.lower().encode(), secret.encode("utf-16-le"))
    yield base64.b64encode(raw).rstrip(b"=")[:-1]
    for kind in ("md5", "sha1", "sha256"):
        digest = hashlib.new(kind, raw).digest()
        yield from (digest.hex().encode(), base64.b32encode(digest)[:16])
        yield base64.b64encode(digest)[:16]


def leaked(content, secrets):
    return {secret for secret in secrets for form in forms(secret) if form in content}


# --- planted secrets --------------------------------------------------------------------------

SECRETS = (
    *("SITIRAHASIA", "1471015502100001", "1471011203090007", "081234567890", "s.r@contoh.id"),
    *("Jalan Melur 17", "PKU-7731/0", "2010-02-15", "dipukulayah"),
)
WHOSE = ("Nama Korban", "NIK", "No KK", "No HP", "E-mail", "Alamat", "Kronologi", "Tgl Lahir")


def planted():
    """Return rows with a secret in every column that is not read, and in some that are."""
    name, nik, family, phone, mail, street, _case, birth, story = SECRETS
    private = [name, nik, family, phone, mail, street, story, birth]
    rows = [
        [
            f"PKU-7731/0{s}{n}",
            f"2019-03-0{n + 1}",
            s,
            t,
            f"layanan {name}",
            "",
            story,
            "",
            "",
        ]
        for s, t in RING
        for n in range(6)
    ]
    faulty = [
        ["K1", name, "Polresta", "RSUD", "", "", "", "", ""],
        ["K2", "2019-03-01", phone, "RSUD", "", "", "", "", ""],
        ["K3", "2019-03-01", "RSUD", f"x {mail}", "", nik, "", mail, phone],
        ["K4", "2019-03-01", "RSUD", "LBH", nik, "", nik, mail, family],
        ["Mengetahui", "", "", "", name, "", "", "", ""],
    ]
    headings = (*door.HEADINGS[:5], "Status", "Jenis Kasus", "Hasil", "Alasan", *WHOSE)
    return headings, [[*row, *private] for row in (*rows, *faulty)]


def as_book(headings, table):
    def dress(book):
        book.properties.creator = book.properties.title = SECRETS[0]
        book.worksheets[0].row_dimensions[3].hidden = True
        hidden = book.create_sheet(SECRETS[-1])
        hidden.append([SECRETS[0]])
        hidden.sheet_state = "hidden"

    return door.book({SECRETS[0]: [[SECRETS[0]], headings, *table]}, dress)


def as_json(headings, table):
    return door.json_lines([*headings, SECRETS[0]], [[*row, SECRETS[-1]] for row in table])


def as_parquet(headings, table):
    return door.parquet({name: [row[at] for row in table] for at, name in enumerate(headings)})


def as_csv(headings, table):
    return door.csv([[SECRETS[0]], headings, *table], ",")


def as_zip(headings, table):
    return door.zipped({f"{SECRETS[0]}/{SECRETS[-1]}.csv": as_csv(headings, table)})


@pytest.mark.parametrize(
    ("pack", "suffix"),
    [
        (as_csv, "csv"),
        (as_book, "xlsx"),
        (as_json, "jsonl"),
        (as_parquet, "parquet"),
        (as_zip, "zip"),
    ],
    ids=lambda one: getattr(one, "__name__", one),
)
def test_no_secret_of_a_file_is_published(read, tmp_path, pack, suffix):
    records = read(pack(*planted()), f"{SECRETS[-1]} SITIRAHASIA.{suffix}", accept_loss=True)
    out = ng.write_report(protected(records), path=tmp_path / "out")
    content = b"".join(unpacked(p.read_bytes()) for p in out.rglob("*") if p.is_file())
    content += quality_files(records, Words("id"), rows=False)["quality.json"]
    assert leaked(content, SECRETS) == set()
    assert str(tmp_path).encode() not in content


@pytest.mark.parametrize("lang", ["id", "en"])
def test_a_check_for_the_office_masks_numbers_and_skips_columns_about_persons(read, lang):
    records = read(as_csv(*planted()), accept_loss=True)
    files = quality_files(records, Words(lang))
    content = b"".join(map(unpacked, files.values()))
    content += quality_text(records, Words(lang)).encode()
    # A name stands in a column of days, so it is the offending value.
    assert leaked(content, SECRETS) <= {"SITIRAHASIA"}


@pytest.mark.parametrize(
    "number",
    [
        "1471015502100001",
        "1471 0155 0210 0001",
        "081234567890",
        "1471/0155/0210/0001",
        "0812 - 3456 - 7890",
        "1471_0155_0210_0001",
    ],
)
def test_numbers_are_masked_in_a_column_of_days_too(read, number):
    problems = read(log(("K", number, "RSUD", "LBH", "", ""))).problems
    assert number[-4:] not in problems["value"].iloc[0]


def test_codes_of_cases_and_the_key_stand_in_no_file(read, tmp_path):
    key = tmp_path / "key"
    key.write_bytes(new_key())
    key.chmod(0o600)
    records = read(log(), key_file=key)
    code = case_code("PolrestaRSUD0", key.read_bytes())
    assert code in set(records.evidence["case"])
    content = b"".join([*map(unpacked, quality_files(records, Words("id")).values())])
    content += repr(shape(protected(records))).encode()
    assert code.encode() not in content
    assert key.read_bytes().hex().encode() not in content


# --- hidden counts ----------------------------------------------------------------------------

BODIES = ("UPT PPA", "Polresta", "RSUD", "Dinsos", "LBH")
NEAR = {5: (5, 7), 10: (8, 12), 15: (13, 15)}


@st.composite
def twins(draw):
    """Return two logs that differ in nothing that may be told."""
    pairs = [(s, t) for s in BODIES for t in BODIES if s != t]
    chosen = draw(st.lists(st.sampled_from(pairs), min_size=5, max_size=9, unique=True))
    cells = [
        (s, t, y) for s, t in chosen for y in draw(st.sampled_from([[2019], [2018, 2019]]))
    ]
    logs = []
    sizes = draw(
        st.lists(st.sampled_from([0, 5, 10]), min_size=len(cells), max_size=len(cells))
    )
    for letter in "KX":
        rows = []
        for at, ((source, target, year), size) in enumerate(zip(cells, sizes, strict=True)):
            least, most = NEAR.get(size if at > 2 else 5, (1, 4))
            for turn in range(draw(st.integers(least, most))):
                day = f"{year}-{draw(st.integers(1, 12)):02}-{turn + 1:02}"
                status = draw(st.sampled_from(["selesai", "diterima", ""]))
                rows.append((f"{letter}{at}/{turn}", day, source, target, status, ""))
        logs.append(rows)
    return logs


@cache
def publish(rows):
    """Return the fingerprint of what would be published of some rows."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "log.csv"
        path.write_text("\n".join(",".join(row) for row in [LOG, *rows]))
        made = repr(shape(protected(ng.read_records(path, accept_loss=True))))
    return hashlib.sha256(made.encode()).hexdigest()


@settings(max_examples=2, deadline=None)
@given(twins())
def test_logs_that_tell_the_same_look_the_same(logs):
    assert publish(tuple(logs[0])) == publish(tuple(logs[1]))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(
            told(),
            [(f"x{n}", *row[1:]) for n, row in enumerate(told())],
            id="numbers of cases",
        ),
        pytest.param(told(), [(*row[:4], "selesai", "") for row in told()], id="status"),
        pytest.param(told(), told(cases=7), id="rounded"),
        pytest.param(
            [*told(), *told(day="2018-03")],
            [*told(day="2018-03"), *told()],
            id="order of years",
        ),
        pytest.param(
            [*told(), *(("a", "2019-03-01", "RSUD", n, "", "") for n in ("UPT", "UPT", "Upt"))],
            [*told(), *(("a", "2019-03-01", "RSUD", n, "", "") for n in ("UPT", "Upt", "Upt"))],
            id="spelling",
        ),
        pytest.param(
            told(),
            [*told(), ("z", "2019-03-01", "RSUD", "Panti X", "tidak dirujuk", "")],
            id="not referred",
        ),
        pytest.param(
            told(),
            [*told(), ("z", "2021-03-01", "RSUD", "LBH", "tidak dirujuk", "")],
            id="year of a case not referred",
        ),
    ],
)
def test_what_public_output_must_not_tell_changes_no_file(one, other):
    first, second = (
        tuple((f"{n}-{row[0]}", *row[1:]) for n, row in enumerate(rows))
        for rows in (one, other)
    )
    assert publish(first) == publish(second)


def test_no_window_is_finer_than_the_cells(tmp_path):
    path = tmp_path / "log.csv"
    quarters = [*told(day="2019-02"), *told(day="2019-05")]
    hidden = [(f"x{m}{n}", f"2019-{m}-0{n + 1}", "UPT", "RSUD", "", "") for m in ("02", "05")
              for n in range(4)]  # fmt: skip
    rows = [(f"{n}", *row[1:]) for n, row in enumerate([*quarters, *hidden])]
    path.write_text("\n".join(",".join(row) for row in [LOG, *rows]))
    with pytest.raises(DisclosureError):
        protected(ng.read_records(path, until=last_day("2019-03-31")))


# --- a check for the public -------------------------------------------------------------------


@pytest.fixture
def public_check(tmp_path):
    """Return what a check for the public prints of a log."""

    def check(*more, name="Rekap SITIRAHASIA.csv", options=()):
        path = tmp_path / name
        path.write_text(log(*more))
        arguments = ["check", str(path), "--audience", "public", *options]
        said = CliRunner().invoke(cli.netgov, arguments)
        return said.output

    return check


def test_a_check_for_the_public_names_no_file(public_check):
    assert "SITIRAHASIA" not in public_check()


def test_a_check_for_the_public_names_no_row(public_check):
    said = public_check(told()[0], name="log.csv")
    assert "mengulang baris 2" not in said
    assert "repeats row 2" not in said


def test_a_strict_check_for_the_public_quotes_no_cell(public_check):
    row = ("K", "SITIRAHASIA", "RSUD", "LBH", "", "")
    assert "SITIRAHASIA" not in public_check(row, name="log.csv", options=["--strict"])


def test_a_check_for_the_public_does_not_count_hidden_cases(read):
    files = [
        quality_files(read(log(*[(f"z{n}", "2019-03-01", "UPT", "RSUD", "", "")
                                 for n in range(cases)])), Words("id"), rows=False)
        for cases in (1, 4)
    ]  # fmt: skip
    assert files[0] == files[1]


def test_a_workbook_of_statements_does_not_count_its_log(read):
    actors = [["id", "name_id", "sector", "level"]]
    actors += [[name, name, "ngo", "city"] for name in ("Polresta", "RSUD", "LBH")]
    statements = [
        ["source", "target", "layer", "year_from", "year_to", "strength", "citation"],
        ["RSUD", "LBH", "referral", 2019, 2019, "weak", "[1]"],
    ]
    counts = []
    for hidden in (1, 4):
        rows = [
            (f"z{n}", f"2019-04-0{n + 1}", "RSUD", "Polresta", "", "") for n in range(hidden)
        ]
        sheets = {"actors": actors, "evidence": statements, "referrals": [LOG, *told(), *rows]}
        records = protected(read(door.book(sheets), "book.xlsx")).records
        counts.append(records.counts["in"].sum())
    assert counts[0] == counts[1]


# --- bodies and persons that must not be named ------------------------------------------------

SHELTER = "rumah,Rumah Aman Mawar,Rose shelter,KARTINI,,social,city,city,yes,,\n"
LISTED = (
    "id,name_id,name_en,abbrev,successor,sector,level,reach,confidential,active_from,active_to\n"
    + "".join(f"{n},{n},{n},,,ngo,city,city,,,\n" for n in ("Polresta", "RSUD", "LBH"))
)
NOTHING = dict.fromkeys(
    ("actors.csv", "edges/evidence.csv", "edges/mandates.csv", "legal_bases.csv", "SOURCES.md")
)


def study(folder, **files):
    """Return the public view of a folder with a log and some tables."""
    tables = {"actors.csv": LISTED, "edges/referrals.csv": log(), **files}
    return protected(ng.read_records(write(folder, NOTHING | tables)))


@pytest.mark.parametrize(
    "form", ["Rumah  Aman Mawar", "rumah aman mawar.", "ROSE SHELTER", "kartini"]
)
def test_a_shelter_is_found_in_any_spelling_of_a_log(tmp_path, form):
    shelter = "rumah,Rumah Aman Mawar,Rose shelter,KARTINI,,social,city,city,yes,,\n"
    rows = log(*[(f"s{n}", f"2019-05-0{n + 1}", "RSUD", form, "", "") for n in range(6)])
    history = study(tmp_path, **{"actors.csv": LISTED + shelter, "edges/referrals.csv": rows})
    assert tells(history, "Mawar", "Rose shelter", "KARTINI") == set()


def test_the_body_before_a_shelter_does_not_tell_its_name(tmp_path):
    shelters = (
        "lama,Rumah Aman Melati,Jasmine,,baru,social,city,city,,2010,2018\n"
        "baru,Rumah Aman Mawar,Rose,,,social,city,city,yes,2019,\n"
    )
    rows = log(*[(f"s{n}", f"2019-05-0{n + 1}", "RSUD", "baru", "", "") for n in range(6)])
    history = study(tmp_path, **{"actors.csv": LISTED + shelters, "edges/referrals.csv": rows})
    assert tells(history, "Melati") == set()


def test_a_slug_like_that_of_a_body_not_named_is_no_crash(tmp_path):
    shelters = SHELTER + "social_unnamed,Panti Umum,Home,,,social,city,city,,,\n"
    assert len(study(tmp_path, **{"actors.csv": LISTED + shelters})[2019].actors) == 5


PRIVATE = ("1471015502100001", "081234567890", "siti@contoh.id", "Ibu Siti Rahasia")


def test_an_alias_that_names_a_person_is_not_published(tmp_path):
    aliases = f"alias,actor\n{PRIVATE[3]},RSUD\n"
    assert tells(study(tmp_path, **{"aliases.csv": aliases}), *PRIVATE) == set()


@pytest.mark.parametrize("secret", PRIVATE[:3])
def test_an_alias_that_is_a_number_of_a_person_refuses_the_table(tmp_path, secret):
    with pytest.raises(NetgovError) as refused:
        study(tmp_path, **{"aliases.csv": f"alias,actor\n{secret},RSUD\n"})
    assert secret not in str(refused.value)


def test_a_list_of_children_is_not_taken_for_aliases(tmp_path):
    register = "Nama Lain,Aktor,Catatan\nSiti Rahasia,RSUD,dipukul\n"
    assert tells(study(tmp_path, **{"daftar anak.csv": register}), "Siti Rahasia") == set()


def test_a_statement_with_a_number_of_a_person_is_not_published(tmp_path):
    said = " ".join(PRIVATE[:3])
    statements = (
        "source,target,layer,year_from,year_to,strength,text_id,text_en,citation\n"
        f"RSUD,LBH,referral,2019,2019,weak,hubungi {said},call {said},[1]\n"
    )
    history = study(tmp_path, **{"edges/evidence.csv": statements})
    assert tells(history, *PRIVATE[:3]) == set()


@pytest.mark.parametrize(
    "name",
    [
        *("Ibu Siti", "Bpk. Umar", "Siti, S.H.", "Sdri Mawar", "Siti S.Pd", "Briptu Rina"),
        *(
            name
            for name in (
                *("Ibu Siti (SDN 12)", "Bpk Ahmad Kelurahan Sukajadi", "Orang tua Siti"),
                *("Keluarga korban", "a.n. Siti", "UPT PPA a.n. Siti", "Ayah kandung"),
                *("Nenek korban", "Anak Siti", "Mama Siti", "inisial S", "SR (14 th)"),
            )
        ),
    ],
)
def test_a_name_that_points_to_a_person_is_doubted(name):
    assert looks_like_person(name)


@pytest.mark.parametrize("name", ["RS Ibu dan Anak", "LPA", "UPT PPA", "Dinas PPPA", "SDN 12"])
def test_a_body_is_not_taken_for_a_person(name):
    assert not looks_like_person(name)


# --- hostile files ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headings",
    [
        pytest.param(("Asal (\x1b[31m)", "Status (\x1b]0;x\x07)"), id="heading"),
        pytest.param(("Asal (\u202e)", "Status"), id="bidi"),
    ],
)
def test_no_heading_commands_the_terminal(read, headings):
    named = ("no_kasus", "tanggal", headings[0], "tujuan", headings[1], "alasan")
    rows = [*told(cases=28), ("K", "2019-01-01", "polresta", "RSUD", "lari", "")]
    said = quality_text(read("\n".join(",".join(row) for row in [named, *rows])), Words("id"))
    assert not {"\x1b", "\x07", "\u202e"} & set(said)


@pytest.mark.skipif(os.name == "nt", reason="no such names there")
def test_no_file_name_commands_the_terminal(read):
    said = quality_text(read(log(), "a\x1b[31m.csv"), Words("id"))
    assert "\x1b" not in said


def test_half_a_sign_in_a_key_is_no_crash(read):
    lines = [json.dumps(dict(zip(LOG, row, strict=True)) | {"\ud800": 1}) for row in told()]
    try:
        records = read("\n".join(lines), "log.jsonl")
        quality_files(records, Words("id"))
    except NetgovError:
        pass


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "@SUM(1)", "+1", "-1", "|calc", "%0A", "\t=1", "\uff1d1", "=cmd|' /C x'!A0"],
)
def test_no_cell_of_a_check_is_a_formula(read, cell):
    records = read(log(("K", f'"{cell}"', "RSUD", "LBH", "", "")), "=1+1.csv")
    for name, content in quality_files(records, Words("id")).items():
        if name.endswith(".csv"):
            lines = content.decode().splitlines()
            starts = {part.lstrip('"')[:1] for line in lines for part in line.split(",")}
            assert not starts & set("=+@-|%\t")


def seconds(step, *arguments):
    start = time.process_time()
    step(*arguments)
    return time.process_time() - start


def test_a_long_cell_is_shown_at_once():
    assert seconds(shown, "a" * 8_000) < 0.05


def test_a_torn_worksheet_is_searched_at_once():
    assert seconds(marks_of, b"<sheetData>" + b"<c " * 5_000) < 0.05


def test_many_large_meetings_are_refused_before_their_pairs_are_made(tmp_path):
    rows = [f"2019-03-{m + 1:02},Rapat {m},Dinas {n}" for m in range(12) for n in range(450)]
    path = tmp_path / "meetings.csv"
    path.write_text("\n".join(["tanggal,kegiatan,instansi", *rows]))
    with pytest.raises(NetgovError, match="pairs of bodies"):
        ng.read_records(path)


# --- keys and cases ---------------------------------------------------------------------------


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no such files there")
def test_a_pipe_is_no_key(tmp_path):
    os.mkfifo(tmp_path / "pipe", 0o600)
    line = "import sys; from pathlib import Path; from netgov.identity import read_key;"
    line += "read_key(Path(sys.argv[1]))"
    run = [sys.executable, "-c", line, str(tmp_path / "pipe")]
    done = subprocess.run(run, capture_output=True, timeout=0.8, check=False)
    assert b"RecordsError" in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="rights of POSIX")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o602])
def test_a_key_behind_a_link_needs_its_rights_too(tmp_path, mode):
    key, link = tmp_path / "key", tmp_path / "link"
    key.write_bytes(new_key())
    link.symlink_to(key)
    key.chmod(mode)
    with pytest.raises(NetgovError):
        read_key(link)


@pytest.mark.parametrize("other", ["\uff2b1", " K1 "])
def test_spellings_of_one_case_are_one_case(other):
    key = new_key()
    assert case_code("K1", key) == case_code(other, key)
