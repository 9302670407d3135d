"""What points to a person: columns never read, numbers never shown, case ids made keyed codes.

Behind each record stands a child. A column of names is not loaded; a number of a person in a
column that is read refuses the file or the row; the number of a case leaves the reader only
as a code that nobody without the key can make again.
"""

from __future__ import annotations

import base64
import hmac
import re
import unicodedata
from pathlib import Path
from typing import Final

from netgov.errors import NetgovError, RecordsError
from netgov.schema import plain
from netgov.words import _
from netgov.writing import write_file

KEY_BYTES: Final = 32
_MOST_DIGITS_TOLD: Final = 8  # 31-02-2019 has as many
_LONGEST_TOLD: Final = 20
_TOLD_OF_NAME: Final = 3
_CODE_BYTES: Final = 10  # sixteen signs of base32, so two cases in millions do not meet


# Signs that take no room, beside controls and marks of format: fillers, blanks of Braille.
_UNSEEN: Final = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u2800\u3164\ufe00-\ufe0f\uffa0"
    "\U000e0100-\U000e01ef]"
)
_STRAIGHT: Final = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-") | dict.fromkeys("’‘ʼ`´′", "'"))


def visible(text: str) -> str:
    """Return text without signs that nobody sees, blanks as one, letters in one form."""
    if not text.isascii():
        text = _UNSEEN.sub("", unicodedata.normalize("NFKC", text))
    if not text.isprintable():
        text = "".join(sign for sign in text if sign.isspace() or not _is_control(sign))
        # What stood apart may now be one letter.
        text = unicodedata.normalize("NFKC", text)
    return " ".join(text.split())


def _is_control(sign: str) -> bool:
    return unicodedata.category(sign)[0] == "C"


def straight(text: str) -> str:
    """Return text with dashes and apostrophes as a keyboard writes them."""
    return text.translate(_STRAIGHT)


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_PERSONAL: Final = _set(
    """nama name namalengkap nik kk nokk ktp nisn nis nip paspor passport
    alamat address domisili rt rw
    telepon telpon telp tlp hp nohp handphone wa whatsapp phone mobile email surel
    lahir birth birthday dob ttl umur usia age kelamin jk gender sex agama religion suku
    sekolah school kelas pekerjaan occupation disabilitas disability
    orangtua ortu ayah ibu parent parents father mother wali guardian inisial initial initials
    narahubung catatan keterangan remark remarks note notes kronologi kronologis chronology
    uraian narrative foto photo gambar koordinat latitude longitude
    lhr almt biodata kontak cp klien penyintas abh suami istri keluarga panggilan birthdate
    tkp lokasi diagnosa ket deskripsi"""
)
# Also when blanks are left out, or letters stand apart: "NamaKorban", "E-mail ibu".
_PERSONAL_WITHIN: Final = (
    *("orangtua", "tgllahir", "tanggallahir", "tempatlahir", "jeniskelamin", "notelp", "nohp"),
    *("namaanak", "namakorban", "email"),
)
_SEX: Final = ("l", "p")  # laki-laki, perempuan
# Whose a column is: alone it names one ("Korban"), with a matter it does not ("Kasus anak").
_WHOSE: Final = _set(
    """anak child children korban victim survivor pelaku perpetrator tersangka saksi witness
    pelapor terlapor reporter"""
)
_MATTERS: Final = _set("kasus case kekerasan violence rujukan referral services jenis bentuk")
# A heading that begins so counts people instead of naming one.
_COUNTING: Final = _set("jumlah jml total banyak banyaknya count")
_NUMBER_OF: Final = ("number", "of")
# "Nama instansi" names a body.
_NAMING: Final = _set("nama name")
_BODIES: Final = _set(
    """instansi lembaga dinas kantor organisasi unit kegiatan rapat acara layanan aktor badan
    agency organisation organization institution actor service meeting event office"""
)
# These point to a person in whatever heading they stand.
_ALWAYS: Final = _set("nama name nik nokk ktp nisn hp nohp handphone wa whatsapp telp telepon")

# Codes of the provinces, as the Ministry of Home Affairs gives them.
_PROVINCES: Final = "1[1-9]|21|3[1-6]|5[1-3]|6[1-5]|7[1-6]|8[12]|9[1-7]"
_NIK: Final = re.compile(r"(?<!\d)\d(?:[ .-]{0,3}\d){15}(?!\d)")
_NIK_DIGITS: Final = re.compile(
    rf"(?:{_PROVINCES})\d{{4}}(?:0[1-9]|[12]\d|3[01]|4[1-9]|[56]\d|7[01])(?:0[1-9]|1[0-2])\d{{6}}"
)
# "12-03-2019 - 05-04-2019" has sixteen digits too.
_TWO_DAYS: Final = re.compile(
    r"(?:\d\d[ .-]){2}(?:19|20)\d\d[ .-]+(?:\d\d[ .-]){2}(?:19|20)\d\d"
)
# Excel shows a number of sixteen digits so, once it has taken it for an amount.
_MANGLED: Final = re.compile(r"\d[.,]\d+E\+?1[45]", re.IGNORECASE)
# In groups as people write them: 0812-3456-7890. The register number 08-2019-0001 is none.
_MOBILE: Final = re.compile(
    r"(?<!\d)(?:\+?62[ .-]{0,3}(?:0[ .-]{0,3})?|0)8"
    r"(?:\d{8,12}|\d{2,3}[ .-]{1,3}\d{3,5}(?:[ .-]{0,3}\d{2,5}){1,2})(?!\d)"
)
# What none of the patterns below can do without; searching it first spares them.
_MAYBE: Final = re.compile(r"@|\d(?:[ .,()-]{0,6}\d){8}|E\+?1[45]", re.IGNORECASE)
_BETWEEN_DIGITS: Final = re.compile(r"(?<=\d)[\W_]{1,3}(?=\d)")
_BARE_MOBILE: Final = re.compile(r"(?<!\d)(?:0062|62|0)?8[1-9]\d{7,11}(?!\d)")
_MOBILE_LENGTH: Final = range(9, 14)  # digits from the 8 on
# One sign before the @ will do; asking for all of them takes forever in a long text.
_EMAIL: Final = re.compile(r"[\w.+-]@[\w-]+\.\w")

_POLICE: Final = "kompol|akp|akbp|iptu|ipda|aiptu|aipda|bripka|briptu|bripda"
_TITLES: Final = re.compile(
    r"(?:(?:ibu|bu|bapak|bpk|pak|sdr|sdri|saudara|saudari|ny|tn|dr|drg|drs|dra|ir|hj|prof|"
    rf"ust|ustad|ustadz|brigadir|{_POLICE})\b\.?|h\.)\s*\w",
    re.IGNORECASE,
)
# After a comma "SH" will do; without one only S.H. is a degree.
_DEGREES: Final = re.compile(
    r"(?:,\s*[SM]\.?|\s[SM]\.)\s?"
    r"(?:H|Psi|Sos|Kom|Pd|E|Ag|ST|T|IP|Kep|Kes|KM|Si|A|M|Hum|Kn|Sc)\b",
    re.IGNORECASE,
)
_INSTITUTIONS: Final = re.compile(
    r"\b(?:rs\w*|rumah|klinik|puskesmas|posyandu|polsek|polres\w*|polda|unit|upt\w*|dinas|"
    r"kantor|balai|badan|lembaga|yayasan|lbh|pkk|patbm|sdn?|sdit|slb|smp\w*|sma\w*|smk\w*|mts\w*|"
    r"tk|paud|sekolah|madrasah|pesantren|universitas|pengadilan|kejaksaan|kelurahan|kecamatan|"
    r"panti|pusat|forum|komunitas|praktik|hospital|clinic|school|office|agency|court|foundation)\b",
    re.IGNORECASE,
)


# Kin, the child itself, and people who work for a body but are none.
_KIN: Final = re.compile(
    r"(?:orang ?tua|ortu|ayah|bapak|ibu|mama|mamak|bunda|nenek|kakek|paman|tante|om|kakak|adik|"
    r"keluarga|anak|korban|inisial|pdt|ustz|ustadzah|haji|hajah|bidan|perawat|psikolog|tetangga|"
    r"pelapor|saksi|teman|pacar|suami|istri|abang|mertua|sepupu|wali)\b\.?[\s:(]+\w",
    re.IGNORECASE,
)
# In the name of somebody, somebody's age, a rank of the police with a name.
_WITHIN: Final = re.compile(
    r"\ba\.\s?n\.?\s|\ban\.\s|\(\d{1,2}\s?(?:th|thn|tahun)\b|"
    rf"\b(?:{_POLICE})\b\.?\s+\w|\w\s(?:bin|binti)\s\w|\brumah\b.*\b(?:jl|jalan|rt)\b",
    re.IGNORECASE,
)


def is_identity(heading: str) -> bool:
    """Whether a column of this heading holds what can point to a person."""
    seen = visible(heading)
    # NamaKorban is two words, WhatsApp one.
    words = _words(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", seen))
    if not words or words[0] in _COUNTING or (*words[:2],) == _NUMBER_OF:
        return False
    if words[0] in _NAMING and not _BODIES.isdisjoint(words[1:2]):
        return not _ALWAYS.isdisjoint(words[2:])
    joined, all_words = plain(seen), {*words, *_words(seen)}
    if (*words,) == _SEX or joined in _PERSONAL | _WHOSE:
        return True
    if any(part in joined for part in _PERSONAL_WITHIN):
        return True
    of_body, whose = bool(_BODIES & all_words), bool(_WHOSE & all_words)
    personal = _PERSONAL - _NAMING if of_body and not whose else _PERSONAL
    if personal & all_words:
        return True
    return whose and not of_body and not _MATTERS & all_words


def _words(heading: str) -> list[str]:
    return re.findall(r"[^\W_]+", heading.casefold())


def names_person(text: str, *, is_name: bool = False) -> bool:
    """Whether a text holds a NIK, a mobile number or an e-mail address.

    ``is_name``: the text is a name, which holds no register numbers, so that digits parted by
    any signs and numbers that lost their leading 0 count too.
    """
    if not is_name and text.isascii() and not _MAYBE.search(text):
        return False  # most numbers of cases, at once
    text = straight(visible(text)).replace("(", "").replace(")", "")
    if is_name:
        text = _BETWEEN_DIGITS.sub("", text)
        if _BARE_MOBILE.search(text):
            return True
    if not _MAYBE.search(text):
        return False
    return bool(
        _EMAIL.search(text)
        or _MANGLED.search(text)
        or any(_is_mobile(found[0]) for found in _MOBILE.finditer(text))
        or any(_is_nik(found) for found in _NIK.findall(text))
    )


def _is_nik(written: str) -> bool:
    return bool(_NIK_DIGITS.fullmatch(_digits(written))) and not _TWO_DAYS.fullmatch(written)


def _is_mobile(written: str) -> bool:
    digits = _digits(written)
    return len(digits) - digits.index("8") in _MOBILE_LENGTH


def _digits(written: str) -> str:
    """Return the digits of a text, of whatever script, as 0 to 9."""
    return "".join(str(int(sign)) for sign in written if sign.isdecimal())


def masked(text: str) -> str:
    """Return what may be told of a text that holds a number or address of a person."""
    digits = [sign for sign in visible(text) if sign.isdecimal()]
    if not digits:
        return "'…@…'"
    return f"'{''.join(digits[:4])}…({len(digits)})'"


def veiled(text: str) -> str:
    """Return what may be told of a cell of a store: digits of a day or count, else its start.

    Enough to find it again where it lies, too little to name anybody.
    """
    seen = visible(text)
    digits = sum(map(str.isdecimal, seen))
    if not seen or (digits <= _MOST_DIGITS_TOLD and not any(map(str.isalpha, seen))):
        return f"'{seen[:_LONGEST_TOLD]}'" if seen else ""
    start = "" if names_person(seen, is_name=True) else seen[:_TOLD_OF_NAME]
    return f"'{start}…({len(seen)})'"


def looks_like_person(name: str) -> bool:
    """Whether the name of a body rather looks like that of a person."""
    if _KIN.match(name) or _WITHIN.search(name):
        return True
    titled = _TITLES.match(name) or _DEGREES.search(name)
    return bool(titled) and not _INSTITUTIONS.match(name)


# --- case ids ---------------------------------------------------------------------------


def new_key() -> bytes:
    """Return a fresh key."""
    import secrets

    return secrets.token_bytes(KEY_BYTES)


def read_key(path: Path) -> bytes:
    """Return the key in a file that only its owner can read.

    Raises
    ------
    RecordsError
        If it cannot be read, others can read it too, or it holds no key.
    """
    import os

    try:
        mode = path.stat().st_mode
        key = b"" if path.is_fifo() else _first(path)  # a pipe may never answer
    except OSError as error:
        sentence = _(
            "The key {file} cannot be opened ({reason}); make one with netgov key new."
        )
        raise RecordsError(sentence, file=path.name, reason=error.strerror) from None
    if os.name == "posix" and mode & 0o077:
        sentence = _(
            "Others can read the key {file}; take their rights away: chmod 600 {file}."
        )
        raise RecordsError(sentence, file=path.name)
    if len(key) != KEY_BYTES:
        sentence = _("{file} holds no key of netgov; make one with netgov key new.")
        raise RecordsError(sentence, file=path.name)
    return key


def _first(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(KEY_BYTES + 1)


def write_key(path: Path) -> Path:
    """Write a fresh key to a file that does not exist yet, readable by its owner alone."""
    if path.exists():
        sentence = _("{file} exists already; a lost key cannot be made again, so it stays.")
        raise NetgovError(sentence, file=path.name)
    return write_file(path, new_key(), mode=0o600)


def case_code(case: str, key: bytes) -> str:
    """Return the keyed code of a case: the same for the same key, and no way back.

    A plain hash would be no protection: all plausible numbers are tried in a fifth of a second.
    """
    written = unicodedata.normalize("NFKC", case.strip()).encode("utf-8", "surrogatepass")
    digest = hmac.digest(key, written, "sha256")
    return base64.b32encode(digest[:_CODE_BYTES]).decode("ascii")
