"""Every sentence of netgov exists in both languages, and the catalogue is that of the code."""

import importlib.util
import re
import string
from pathlib import Path

import pytest

from netgov.errors import speak
from netgov.words import LOCALE, Words

ROOT = Path(__file__).parent.parent
PLACE = re.compile(r"%\(\w+\)[sd]|%[sd]")


@pytest.fixture(scope="module")
def collector():
    spec = importlib.util.spec_from_file_location("collector", ROOT / "docs" / "words.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def catalogue(collector):
    return collector.collected()


def places(sentence):
    fields = [name for _text, name, _spec, _conversion in string.Formatter().parse(sentence)]
    return sorted(filter(None, fields)) + sorted(PLACE.findall(sentence))


def spoken(message):
    return message.string if isinstance(message.string, tuple) else (message.string,)


def test_every_sentence_has_its_indonesian(catalogue):
    missing = [m.id for m in catalogue if m.id and not all(spoken(m))]
    assert missing == []


def test_both_languages_have_the_same_places_to_fill(catalogue):
    different = [
        english[-1]
        for message in catalogue
        for english in [message.id if isinstance(message.id, tuple) else (message.id,)]
        for sentence in spoken(message)
        if message.id and places(sentence) != places(english[-1])
    ]
    assert different == []


def test_the_catalogue_on_disk_is_that_of_the_code(collector, catalogue):
    """After a sentence was added or changed, run ``make words``."""
    po, mo = collector.written(catalogue)
    assert collector.CATALOGUE.read_bytes() == po
    assert collector.CATALOGUE.with_suffix(".mo").read_bytes() == mo


def test_no_sentence_is_a_formatted_string():
    """An f-string inside _() would be translated after it was filled, that is never."""
    for path in (ROOT / "netgov").rglob("*.py"):
        assert not re.search(r"\b_\(\s*f[\"']", path.read_text(encoding="utf-8")), path


@pytest.mark.parametrize(
    ("lang", "number", "share", "listed", "chosen"),
    [
        ("id", "1.234,5", "12%", "a, b, dan c", "a, b, atau c"),
        ("en", "1,234.5", "12%", "a, b, and c", "a, b, or c"),
    ],
)
def test_numbers_and_lists_follow_the_language(lang, number, share, listed, chosen):
    words = Words(lang)
    assert words.number(1234.5) == number
    assert words.percent(0.123) == share
    assert words.together("abc") == listed
    assert words.either("abc") == chosen


def test_what_is_not_defined_is_blank():
    assert Words("id").number(float("nan")) == ""


def test_indonesian_is_the_language_unless_asked():
    assert speak().lang == "id"
    assert speak("en")("Referral") == "Referral"
    assert speak("id")("Referral") == "Rujukan"


def test_the_catalogue_travels_with_the_package():
    assert (Path(LOCALE) / "id" / "LC_MESSAGES" / "netgov.mo").is_file()
