"""What points to a person is not read, not shown, not kept."""

import base64
import hmac
import os
import stat
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import few

from netgov.errors import NetgovError, RecordsError
from netgov.identity import (
    KEY_BYTES,
    case_code,
    is_identity,
    looks_like_person,
    names_person,
    new_key,
    read_key,
    straight,
    visible,
    write_key,
)
from netgov.schema import TABLES
from netgov.writing import write_file


def cells(text):
    return [cell.strip() for line in text.strip().splitlines() for cell in line.split(" | ")]


# --- headings ---------------------------------------------------------------------------

PERSONAL = cells("""
    Nama | NAMA | Nama Korban | nama_anak | NamaKorban | namakorban | Nama Lengkap | Name
    N.I.K. | NIK | N I K | n-i-k | ＮＩＫ | NIK Anak | No. KK | Nomor KK | No KTP | NISN
    Alamat | Alamat Rumah | Address | RT/RW | Kelurahan dan alamat | Domisili
    No. HP | No.HP | HP Orang Tua | No. Telp/HP | Telepon | WhatsApp | No. WhatsApp
    Phone number
    E-mail | e-mail pengirim | Email | Surel
    Tanggal Lahir | Tgl. Lahir | TTL | Tempat/Tgl Lahir | tanggallahir | Date of birth | DOB
    Umur | Usia (th) | Age | Jenis Kelamin | L/P | JK | Sex | Gender
    Sekolah | Nama Sekolah | School | Kelas | Agama | Pekerjaan
    Nama Orang Tua | orangtua | Parent | Guardian | Nama Ibu | Ayah | Wali
    Keterangan | Catatan | Remarks | Notes | Kronologi | Kronologi Singkat | Uraian
    Chronology
    Foto | Photo | Korban | Anak | Child's name | Pelapor | Terlapor | Saksi | Inisial
    Nama Korban/Instansi | Nama Anak dan Instansi | Nama Instansi dan Nama Korban
    Nama Instansi / No HP | Alamat Instansi
""")
IMPERSONAL = cells("""
    Nama Instansi | Nama Instansi Perujuk | Nama Instansi Pelapor Korban
    nama_instansi_tujuan
    Nama Lengkap Instansi | Nama Lembaga | Nama Dinas | Nama Kegiatan | Nama Rapat
    Service name
    Jumlah | Jumlah Anak | Jumlah Korban | Jml. Korban | Jumlah KK | JUMLAH_ANAK
    Total korban
    Number of children | Count of victims | Banyaknya anak
    Instansi Pelapor | Instansi Perujuk Anak | Layanan yang dibutuhkan korban | Kasus Anak
    Jenis Kekerasan Anak | Tanggal | Status | Asal | Tujuan | No. Register | Kode Kasus | -
""")


@pytest.mark.parametrize("heading", PERSONAL)
def test_a_column_about_persons_is_known_by_its_heading(heading):
    assert is_identity(heading)
    assert is_identity(f" {heading.upper()}: ")
    assert is_identity(f"\u200b{heading}\u00a0".replace(" ", "\u00a0"))


@pytest.mark.parametrize("heading", IMPERSONAL)
def test_bodies_and_counts_are_no_persons(heading):
    assert not is_identity(heading)


@pytest.mark.parametrize("table", [name for name in TABLES if TABLES[name].counted])
def test_no_column_of_the_schema_is_about_persons(table):
    for column in TABLES[table].columns:
        assert not any(map(is_identity, (column.name, *column.headings))), column.name


# --- numbers and addresses --------------------------------------------------------------

PROVINCES = [
    *("11", "12", "13", "14", "15", "16", "17", "18", "19", "21", "31", "32", "33", "34"),
    *("35", "36", "51", "52", "53", "61", "62", "63", "64", "65", "71", "72", "73", "74"),
    *("75", "76", "81", "82", "91", "92", "93", "94", "95", "96", "97"),
]


def nik(province="14", day="12", month="11", rest="110001"):
    return f"{province}7107{day}{month}{rest}"


@pytest.mark.parametrize("province", PROVINCES)
def test_a_nik_of_each_province_is_found(province):
    assert names_person(nik(province))


@pytest.mark.parametrize("day", [1, 9, 10, 31, 41, 49, 50, 71])
@pytest.mark.parametrize("month", [1, 9, 10, 12])
def test_a_nik_of_each_day_is_found(day, month):
    assert names_person(nik(day=f"{day:02}", month=f"{month:02}"))


@pytest.mark.parametrize(
    "number",
    [
        *(nik(province) for province in ("00", "10", "20", "22", "37", "54", "77", "83", "98")),
        *(nik(day=day) for day in ("00", "32", "40", "72", "99")),
        *(nik(month=month) for month in ("00", "13", "99")),
        nik()[:15],
        nik() + "1",
        "1" + nik(),
    ],
)
def test_other_long_numbers_are_no_nik(number):
    assert not names_person(number)


WAYS = {
    "bare": "{0}{1}{2}{3}",
    "blanks": "{0} {1} {2} {3}",
    "dots": "{0}.{1}.{2}.{3}",
    "dashes": "{0}-{1}-{2}-{3}",
    "long dashes": "{0}–{1}—{2}−{3}",
    "wide gaps": "{0} - {1} - {2} - {3}",
    "hard blanks": "{0}\u00a0{1}\u2009{2}\u202f{3}",
    "hidden signs": "{0}\u200b{1}\u2060{2}\ufe0f{3}",
    "in words": "NIK:{0}{1}{2}{3}, Pekanbaru",
    "before letters": "{0}{1}{2}{3}A",
    "after a number": "No. 7 {0}{1}{2}{3}",
    "as a float": "{0}{1}{2}{3}.0",
}


@pytest.mark.parametrize("way", WAYS)
@given(
    province=st.sampled_from(PROVINCES),
    day=st.integers(1, 31),
    girl=st.sampled_from([0, 40]),
    month=st.integers(1, 12),
    rest=st.from_regex(r"[0-9]{6}", fullmatch=True),
)
@few
def test_a_nik_is_found_however_it_is_written(way, province, day, girl, month, rest):
    digits = nik(province, f"{day + girl:02}", f"{month:02}", rest)
    written = WAYS[way].format(digits[:4], digits[4:8], digits[8:12], digits[12:])
    assert names_person(written)


@pytest.mark.parametrize("zero", "０٠०")
def test_digits_of_other_scripts_hide_no_nik(zero):
    assert names_person("".join(chr(ord(zero) + int(digit)) for digit in nik()))


PERSONS = cells("""
    081234567890 | 08123456789 | 0812345678 | 0812345678901 | HP 081234567890 (ibu)
    0812-3456-7890 | 0812 3456 7890 | 0812.3456.7890 | 0812-345-6789 | 0813 6543210
    0812–3456–7890 | 0812 - 3456 - 7890 | (0812) 3456-7890 | 0812 34567890
    +6281234567890 | 6281234567890 | +62 812-3456-7890 | 62 812 3456 7890 | +62-812-3456-7890
    +62 (0)812 3456 7890 | (+62) 812 3456 7890 | 081２34567890
    a@b.id | ibu.ani+1@gmail.com | surel: ani@kota.go.id. | ANI＠GMAIL.COM
    1.47107520111E+15 | 1,471E+15
""")
HARMLESS = cells("""
    RIAU/101/2023 | 08-2019-0001 | 20190312/UPTD PPA/2019 | 2019.03.12.0001 | 08/2019/0001
    LP/B/123/IV/2019/SPKT | LP/08/IV/2019 | 001/A-R/UPTD PPA/2019 | 2019-08-12-0001 | 0812
    2019-03-12 10:30:15 | 12-03-2019 10.30.15 | 2019-03-12T10:30:15.123456+07:00
    08.12.2019 10.30
    12-03-2019 05-04-2019 | 12-03-2019 - 05-04-2019 | 12/03/2019 s/d 05/04/2019
    0761-22222 | 0761 123456 | (0761) 33944 | 0812345 | 08123456 | 110 | 129
    P2TP2A Riau | SMPN 3 | RT 08 RW 12 | 100.000.000.000 | 2019031200010001
    20190312000100010001
    @dp3a | a @ b | 1.5E+3 | 0000000000000000 | 081234567890123456789
""")


@pytest.mark.parametrize("text", PERSONS)
def test_numbers_and_addresses_of_persons_are_found(text):
    assert names_person(text)


@pytest.mark.parametrize("text", ["", *HARMLESS])
def test_numbers_of_registers_days_and_offices_are_no_alarm(text):
    assert not names_person(text)


@given(
    st.sampled_from(["0", "62", "+62"]),
    st.from_regex(r"8[0-9]{8,12}", fullmatch=True),
    st.sampled_from(["{}", "HP: {}", "({})", "{} (ibu)"]),
)
@few
def test_every_mobile_number_is_found(start, number, around):
    assert names_person(around.format(start + number))


@given(st.dates(), st.integers(0, 9999), st.sampled_from(["UPTD PPA", "B-R", "SPKT"]))
@few
def test_no_register_number_is_an_alarm(day, number, unit):
    for written in (
        f"{day:%Y%m%d}/{unit}/{day:%Y}",
        f"{number:04}/{unit}/{day.month}/{day.year:04}",
        f"{day.month:02}-{day.year:04}-{number:04}",
        f"{day.year:04}.{day.month:02}.{day.day:02}.{number:04}",
        f"{day.isoformat()} 10:30:00",
    ):
        assert not names_person(written), written


# --- names ------------------------------------------------------------------------------

PEOPLE = cells("""
    Ibu Ani | IBU ANI | Bu Ani | Bapak Budi | Bpk. Budi | bpk budi | Pak Budi | Sdr. Budi
    Sdri Ani
    dr. Sari | Dr. Sari | drg. Sari | Dra. Sari | Hj. Siti | H. Ahmad | Prof. Ahmad
    Bripka Andi
    Ani Wijaya, S.H. | Ani Wijaya, SH | Ani,S.H | Ani Wijaya S.H. | Rina, S.Psi. | Rina S.Psi
    RINA S.PSI | Rina S. Psi | Budi, M.H. | Budi, S.H., M.H. | Sari, S.Sos., M.Si
    Sari, M.Psi
""")
INSTITUTIONS = cells("""
    RS Ibu dan Anak | RSUD dr. Soetomo | Praktik dr. Sari | Klinik dr. Sari | Ibu-ibu PKK
    Polsek Tampan | Unit PPA Polresta | Kantor Hukum Budi, S.H. | LBH Ani Wijaya, S.H.
    SMPN 3 Pekanbaru | SD Ibu Kartini | Madrasah Hj. Siti | Panti H. Ahmad
    Dinas Sosial, Kota
    Masyarakat | NA | Drainase Kota | Irna | Tnunggal | Ibunda | MUI, Riau | Gereja, MUI
    Hotel Pakning
""")


@pytest.mark.parametrize("name", PEOPLE)
def test_this_looks_like_a_person(name):
    assert looks_like_person(name)


@pytest.mark.parametrize("name", INSTITUTIONS)
def test_this_does_not_look_like_a_person(name):
    assert not looks_like_person(name)


# --- cases ------------------------------------------------------------------------------

KEY, OTHER = b"k" * KEY_BYTES, b"o" * KEY_BYTES
cases = st.text(min_size=1).filter(str.strip)


@given(cases)
@few
def test_the_code_is_the_hmac_of_the_case(case):
    written = unicodedata.normalize("NFKC", case.strip()).encode("utf-8", "surrogatepass")
    digest = hmac.new(KEY, written, "sha256").digest()
    assert case_code(case, KEY) == base64.b32encode(digest).decode()[:16]


@given(cases, cases)
@few
def test_codes_differ_with_the_key_and_the_case_alone(one, other):
    assert case_code(one, KEY) == case_code(f" {one}\u00a0", KEY)
    assert case_code(one, KEY) != case_code(one, OTHER)
    same = unicodedata.normalize("NFKC", one.strip()) == unicodedata.normalize(
        "NFKC", other.strip()
    )
    assert (case_code(one, KEY) == case_code(other, KEY)) == same


@given(st.from_regex(r"[A-Z0-9/.-]{2,20}", fullmatch=True))
@few
def test_a_code_shows_nothing_of_the_case(case):
    code = case_code(case, KEY)
    assert len(code) == 16
    assert set(code) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
    if len(case) > 4:
        assert case not in code


def test_half_a_sign_of_a_broken_file_has_a_code_too():
    assert len(case_code("RIAU/\ud800", KEY)) == 16


# --- keys -------------------------------------------------------------------------------

posix = pytest.mark.skipif(os.name != "posix", reason="modes are those of POSIX")


def test_a_key_is_written_for_its_owner_alone_and_read_back(tmp_path):
    path = write_key(tmp_path / "new" / "kunci")
    assert len(read_key(path)) == KEY_BYTES
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_no_two_keys_are_alike():
    assert len({new_key() for _turn in range(50)}) == 50


def test_a_key_is_never_overwritten(tmp_path):
    path = write_key(tmp_path / "kunci")
    before = path.read_bytes()
    with pytest.raises(NetgovError, match="kunci exists already"):
        write_key(path)
    assert path.read_bytes() == before


@posix
@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660, 0o666, 0o601, 0o620])
def test_a_key_that_others_can_open_is_refused(tmp_path, mode):
    path = write_file(tmp_path / "kunci", KEY, mode=mode)
    with pytest.raises(RecordsError, match=r"Others can read the key kunci.*chmod 600 kunci"):
        read_key(path)


@posix
@pytest.mark.parametrize("mode", [0o600, 0o400])
def test_a_key_of_its_owner_is_read(tmp_path, mode):
    assert read_key(write_file(tmp_path / "kunci", KEY, mode=mode)) == KEY


@pytest.mark.parametrize("size", [0, 31, 33, 1_000_000])
def test_a_file_of_another_length_is_no_key(tmp_path, size):
    path = write_file(tmp_path / "kunci", b"k" * size, mode=0o600)
    with pytest.raises(RecordsError, match="kunci holds no key of netgov"):
        read_key(path)


def test_a_key_that_is_not_there_or_a_folder_is_told(tmp_path):
    for path in (tmp_path / "kunci", tmp_path):
        with pytest.raises(RecordsError, match=f"key {path.name} cannot be opened") as caught:
            read_key(path)
        assert str(tmp_path) not in caught.value.say("en") + caught.value.say("id")


# --- text -------------------------------------------------------------------------------


@given(st.text(st.one_of(st.characters(), st.sampled_from(" \u00a0\u200b\u0301e\ufe0f\u3164"))))
@few
def test_what_is_visible_stays_so(text):
    seen = visible(text)
    assert visible(seen) == seen
    assert seen == seen.strip()
    assert "  " not in seen
    assert straight(straight(text)) == straight(text)


@pytest.mark.parametrize(
    "text",
    [
        "a" * 200_000 + "1234567890",
        "a@" * 100_000,
        "1 " * 100_000,
        "08 " * 70_000,
        "0812-" * 40_000,
        "+62" * 70_000,
        ", S" * 70_000,
        "1." + "1" * 200_000,
        "nama " * 40_000,
        "aB" * 100_000,
        "ﷺ" * 20_000,
    ],
    ids=lambda text: text[:6],
)
@pytest.mark.parametrize("asked", [is_identity, names_person, looks_like_person])
def test_a_book_in_a_cell_is_soon_searched(asked, text):
    start = time.process_time()
    asked(text)
    assert time.process_time() - start < 2
