"""The report in its four forms: one content, each opens, and both languages say the same."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from collections import Counter
from dataclasses import fields, is_dataclass
from html.parser import HTMLParser
from pathlib import Path

import docx
import hostile
import openpyxl
import pytest
from pypdf import PdfReader

import netgov as ng
from netgov.cases import NEVER_MEET, NEVER_REFER
from netgov.errors import NetgovError, UnknownName, speak
from netgov.gaps import GAP_KINDS
from netgov.period import Period
from netgov.report import FORMS, need_forms, report_tables, results_of
from netgov.report.gathering import gather
from netgov.report.pieces import Items, Link, Numbered, Picture, Prose, Report, Section
from netgov.report.plain import escaped
from netgov.rules import Rules
from netgov.terms import LAYERS, SECTORS, STRENGTHS
from netgov.words import LANGUAGES

DATA = Path(__file__).parent.parent / "data"
SECTIONS_OF_ALL = {
    *("summary", "data", "network", "central", "gaps", "governance", "limits", "proofs"),
    *("method", "glossary"),
}


def report_of(view, lang, period=None) -> Report:
    return gather(results_of(view, period or view.whole, Rules(), speak(lang)))


@pytest.fixture(scope="module")
def internal(casework):
    """The practice data as the office sees them: every section is there."""
    return ng.keep_internal(casework)


@pytest.fixture(scope="module")
def masked(casework):
    """The practice data as everybody may see them."""
    return ng.protect(casework)


@pytest.fixture(scope="module", params=["public", "masked", "internal"])
def view(request):
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="module")
def told(view):
    """The report in both languages."""
    return {lang: report_of(view, lang) for lang in LANGUAGES}


@pytest.fixture(scope="module", params=LANGUAGES)
def written(request, internal, tmp_path_factory):
    """The folder with all forms, and the report it comes from."""
    lang = request.param
    folder = tmp_path_factory.mktemp("forms") / lang
    ng.write_report(internal, path=folder, lang=lang, forms=FORMS)
    return folder, report_of(internal, lang)


# --- what is told --------------------------------------------------------------------------


def lines(section: Section):
    return [
        one
        for piece in section.pieces
        if isinstance(piece, Items | Prose)
        for one in piece.lines
    ]


def section(report: Report, name: str) -> Section:
    return next(section for section in report.sections if section.name == name)


def proofs_of(report: Report):
    (proofs,) = section(report, "proofs").pieces
    return proofs.lines


def test_every_report_has_the_sections_that_all_data_carry(told):
    for report in told.values():
        assert {each.name for each in report.sections} >= SECTIONS_OF_ALL


def test_the_office_reads_of_cases_staff_and_meetings_and_nobody_else_of_staff(
    internal, masked
):
    office = {each.name for each in report_of(internal, "en").sections}
    everybody = {each.name for each in report_of(masked, "en").sections}
    assert office - everybody >= {"capacity", "meetings"}
    assert "pathways" in office & everybody


def test_the_summary_has_five_findings_three_links_and_what_cannot_be_said(told):
    for report in told.values():
        pieces = section(report, "summary").pieces
        findings, _head, links, _by_year, _left_out, _head2, limits = pieces
        assert (len(findings.lines), len(links.lines), len(limits.lines)) == (5, 3, 4)
        assert all(line.proof for line in [*findings.lines, *links.lines])
        assert len({line.lead for line in links.lines}) == 3


def test_every_finding_leads_to_its_proof(told):
    for report in told.values():
        proofs = proofs_of(report)
        numbers = {line.proof for each in report.sections for line in lines(each) if line.proof}
        assert numbers == set(range(1, len(proofs) + 1))
        assert all("tables/" in line.text for _mark, line in proofs)


def test_the_value_of_a_proof_is_the_one_the_sentence_tells(view):
    """A gap is proved by its priority, which the list of gaps tells."""
    for lang in LANGUAGES:
        results = results_of(view, view.whole, Rules(), speak(lang))
        tables = report_tables(results)
        findings = [one for told in results.findings.values() for one in told if one.measure]
        assert len(findings) > 10
        for finding in findings:
            assert finding.value in finding.text
            assert finding.table in tables


def test_a_finding_on_statements_names_its_sources(public):
    report = report_of(public, "en")
    first = section(report, "central").pieces[0].lines[0]
    proof = proofs_of(report)[first.proof - 1][1]
    assert first.text == "Most partners: Polresta (11)."
    assert "Value: 11" in proof.text
    assert "public statements: " in proof.text
    assert len(proof.links) > 3
    assert any(link.address.startswith("https://") for link in proof.links)


def test_the_loss_carries_its_limits_and_its_cases(internal):
    proofs = proofs_of(report_of(internal, "en"))
    (loss,) = (line.text for _mark, line in proofs if "without a further step" in line.lead)
    assert "Value: 11%" in loss
    assert "Limits: 11% – 16%" in loss
    assert "cases: 1,416" in loss


def test_contacts_behind_a_finding_are_for_the_office(internal, masked):
    """A sum of counts of which some are hidden could tell them."""
    office, everybody = (
        " ".join(
            line.text for _mark, line in section(report_of(v, "en"), "proofs").pieces[0].lines
        )
        for v in (internal, masked)
    )
    assert "contacts on record: " in office
    assert "contacts on record: " not in everybody


def test_thin_data_make_no_sentence(public):
    report = report_of(public, "en", Period(2035, 2035))
    assert lines(section(report, "central"))[0].text == "Too few ties to compare bodies."
    assert not {"brokers", "pathways", "change"} & {each.name for each in report.sections}


# --- both languages ------------------------------------------------------------------------


class Page(HTMLParser):
    """The numbers of a page by section, whichever the decimal mark."""

    def __init__(self, text: str, lang: str) -> None:
        super().__init__()
        self.lang, self.at, self.found = lang, "", dict[str, Counter[str]]()
        self.skipped = 0
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        if tag == "section":
            self.at = dict(attrs)["id"]
            self.found[self.at] = Counter()
        self.skipped += tag in ("code", "style")

    def handle_endtag(self, tag):
        if tag == "section":
            self.at = ""
        self.skipped -= tag in ("code", "style")

    def handle_data(self, data):
        if self.at and not self.skipped:
            thousands, decimal = {"id": ".,", "en": ",."}[self.lang]
            number = rf"\d{{1,3}}(?:\{thousands}\d{{3}})+|\d+(?:\{decimal}\d+)?"
            alone = rf"(?<![\w.,])(?:{number})(?!\w)"
            found = (one.replace(thousands, "") for one in re.findall(alone, data))
            self.found[self.at].update(one.replace(decimal, ".") for one in found)


def test_both_languages_hold_the_same_numbers(view, tmp_path):
    pages = {
        lang: Page(
            (ng.write_report(view, path=tmp_path / lang, lang=lang) / "report.html").read_text(
                encoding="utf-8"
            ),
            lang,
        ).found
        for lang in LANGUAGES
    }
    assert pages["id"].keys() == pages["en"].keys()
    for name, numbers in pages["id"].items():
        if name not in WORDED:
            assert numbers == pages["en"][name], name


# Where works are cited, whose numbers are names; and the bodies with their names.
WORDED = {"method", "glossary"}


def test_both_languages_have_the_same_pieces(told):
    one, other = told.values()
    for here, there in zip(one.sections, other.sections, strict=True):
        assert here.name == there.name
        assert [type(piece) for piece in here.pieces] == [type(piece) for piece in there.pieces]


def texts(piece):
    """Yield every text of a piece but the names of sources, which are as published."""
    if isinstance(piece, str):
        yield piece
    elif isinstance(piece, tuple | list):
        for part in piece:
            yield from texts(part)
    elif is_dataclass(piece) and not isinstance(piece, Link):
        for part in fields(piece):
            yield from texts(getattr(piece, part.name))


def test_nothing_is_left_in_english(told):
    """Whatever both languages say alike is a name, a number or a formula; works are cited."""
    one, other = (
        {
            text
            for each in report.sections
            for piece in each.pieces
            if not isinstance(piece, Numbered) or piece.anchor == "proof"
            for text in texts(piece)
        }
        for report in told.values()
    )
    in_words = r"\b[a-z]{3,} [a-z]{3,} [a-z]{3,}\b"
    assert {text for text in one & other if re.search(in_words, text)} == set()


def test_the_workbook_says_closed_lists_in_the_language_of_its_reader(internal, tmp_path):
    """Keys such as "referral" are for programs, which read CSV and JSON."""
    folder = ng.write_report(internal, path=tmp_path / "out", lang="id")
    book = openpyxl.load_workbook(folder / "tables.xlsx", read_only=True)
    cells = {
        cell
        for sheet in book.worksheets[1:]
        for row in sheet.iter_rows(values_only=True)
        for cell in row
    }
    english = {*LAYERS, *SECTORS, *STRENGTHS, *GAP_KINDS, NEVER_MEET, NEVER_REFER, "persistent"}
    assert not cells & english
    assert {"Rujukan", "Kesehatan", "Lewat tenggat"} <= cells


# --- the forms -----------------------------------------------------------------------------


def test_the_pdf_opens_and_its_first_page_is_the_summary(written):
    folder, report = written
    pdf = PdfReader(folder / "report.pdf")
    first, second = (pdf.pages[at].extract_text() for at in (0, 1))
    titles = [each.title for each in report.sections]
    assert titles[0] in first
    assert titles[1] not in first
    assert titles[1] in second
    assert pdf.metadata.title == report.name
    whole = " ".join(" ".join(page.extract_text().split()) for page in pdf.pages)
    for title in titles:
        assert title in whole


def test_every_page_of_an_internal_pdf_says_so(written):
    folder, report = written
    for page in PdfReader(folder / "report.pdf").pages:
        assert report.internal in page.extract_text()


def test_the_word_document_opens_and_says_the_same(written):
    folder, report = written
    document = docx.Document(folder / "report.docx")
    told = [paragraph.text for paragraph in document.paragraphs]
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert headings == [each.title for each in report.sections]
    for each in report.sections:
        for line in lines(each):
            assert any(line.text in paragraph for paragraph in told), line.text
    assert report.internal in document.sections[0].header.paragraphs[0].text
    pictures = [
        piece for each in report.sections for piece in each.pieces if isinstance(piece, Picture)
    ]
    described = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert described == [piece.alternative for piece in pictures]


def test_links_to_proofs_in_word_lead_somewhere(written):
    folder, _report = written
    with zipfile.ZipFile(folder / "report.docx") as parts:
        text = parts.read("word/document.xml").decode("utf-8")
    anchors = set(re.findall(r'w:anchor="([^"]+)"', text))
    assert anchors
    assert anchors <= set(re.findall(r'<w:bookmarkStart [^>]*w:name="([^"]+)"', text))


def test_markdown_says_the_same_and_its_pictures_are_there(written):
    folder, report = written
    text = (folder / "report.md").read_text(encoding="utf-8")
    for each in report.sections:
        assert f"\n## {escaped(each.title)}\n" in text
        for line in lines(each):
            assert escaped(line.text) in text
    for picture in re.findall(r"\]\((pictures/[^)]+)\)", text):
        assert (folder / picture).is_file()


def test_tables_in_markdown_have_as_many_cells_as_columns(written):
    folder, _report = written
    text = (folder / "report.md").read_text(encoding="utf-8")
    for table in re.findall(r"(?:^\|.*\|\n?)+", text, re.MULTILINE):
        assert len({len(re.findall(r"(?<!\\)\|", row)) for row in table.splitlines()}) == 1


@pytest.mark.parametrize("form", FORMS)
def test_the_same_input_gives_the_same_bytes(public, form):
    one, two = (FORMS[form].write(report_of(public, "id", Period(2018, 2018))) for _ in "ab")
    assert one == two


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_no_day_or_machine_is_in_the_metadata(written, form):
    folder, _report = written
    content = (folder / f"report.{form}").read_bytes()
    if form == "docx":
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            assert {part.date_time[0] for part in parts.infolist()} == {1980}
            about = parts.read("docProps/core.xml").decode("utf-8")
        assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", about)) == {"2026-01-01T00:00:00Z"}
        assert "python-docx" not in about
    else:
        assert "/CreationDate" not in PdfReader(io.BytesIO(content)).metadata


def test_hostile_text_stays_text_in_every_form(hostile_study, served, tmp_path):
    folder = ng.write_report(hostile_study, path=tmp_path / "out", lang="id", forms=FORMS)
    document = docx.Document(folder / "report.docx")
    told = hostile.visible(
        " ".join(
            [paragraph.text for paragraph in document.paragraphs]
            + [
                cell.text
                for table in document.tables
                for row in table.rows
                for cell in row.cells
            ]
        )
    )
    texts = [hostile.visible(text) for text in hostile.strings(served.address)]
    shown = [text for text in texts if text in told]
    assert len(shown) > len(texts) / 2
    text = (folder / "report.md").read_text(encoding="utf-8")
    for mark in ("<script", "<img", "<svg", "<style", "](javascript"):
        assert not re.search(rf"(?<!\\){re.escape(mark)}", text)
    assert PdfReader(folder / "report.pdf").pages


# --- asking --------------------------------------------------------------------------------


def test_a_form_that_does_not_exist_is_refused_with_the_nearest(public, tmp_path):
    with pytest.raises(UnknownName, match="The nearest is docx"):
        ng.write_report(public, path=tmp_path / "out", forms=["dox"])
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(("form", "extra"), [("pdf", "pdf"), ("docx", "office")])
def test_a_missing_extra_is_told_with_the_line_that_installs_it(monkeypatch, form, extra):
    monkeypatch.setattr("netgov.report.folder.find_spec", lambda _name: None)
    with pytest.raises(NetgovError, match=re.escape(f'pip install "netgov[{extra}]"')):
        need_forms([form])
    assert need_forms(["html", "md", "html"]) == ("html", "md")


def test_only_the_forms_asked_for_are_written(public, tmp_path):
    folder = ng.write_report(public, path=tmp_path / "out", forms=["md"])
    assert {path.name for path in folder.glob("report.*")} == {"report.md"}


def test_the_report_itself_needs_no_extra(tmp_path):
    """HTML and Markdown work where neither typst nor python-docx is installed."""
    code = (
        "import sys\n"
        "sys.modules['typst'] = sys.modules['docx'] = None\n"
        "import netgov as ng\n"
        f"view = ng.protect(ng.build_history(ng.read_records({str(DATA)!r})))\n"
        f"ng.write_report(view, path={str(tmp_path / 'out')!r}, forms=['html', 'md'])\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
    assert {path.name for path in (tmp_path / "out").glob("report.*")} == {
        "report.html",
        "report.md",
    }
