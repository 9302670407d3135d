"""The folder that people take away: the report in the forms asked for, with all beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Final, NamedTuple

from netgov.drawing import map_page
from netgov.errors import NetgovError, UnknownName, speak
from netgov.export import graphml
from netgov.period import Period
from netgov.releases import enter_release, need_release
from netgov.report.gathering import agenda_report, gather
from netgov.report.html import html
from netgov.report.pdf import pdf
from netgov.report.pieces import Report
from netgov.report.plain import markdown
from netgov.report.results import results_of
from netgov.report.tables import report_tables
from netgov.report.word import docx
from netgov.rules import Rules
from netgov.sizes import need_one_page
from netgov.tables import WRITERS, package, workbook
from netgov.trail import digest, write_trail
from netgov.views import View, need_view
from netgov.words import _
from netgov.writing import by_suffix, write_file, write_folder


class Form(NamedTuple):
    """A form of the report: what makes its files, and the package and extra that needs."""

    write: Callable[[Report], Mapping[str, bytes]]
    package: str = ""
    extra: str = ""


FORMS: Final[Mapping[str, Form]] = {
    "html": Form(lambda report: {"report.html": html(report)}),
    "pdf": Form(lambda report: {"report.pdf": pdf(report)}, "typst", "pdf"),
    "docx": Form(lambda report: {"report.docx": docx(report)}, "docx", "office"),
    "md": Form(markdown),
}


#: The page of a folder of reports that lists them.
INDEX: Final = "index.html"


def report_in(folder: Path) -> Path:
    """Return the report in a folder, as a page if there is one; of several what lists them.

    Raises
    ------
    NetgovError
        If there is none.
    """
    for page in (folder / name for name in (INDEX, *(f"report.{form}" for form in FORMS))):
        if page.is_file():
            return page
    sentence = _("There is no report in {folder}; write one: netgov report DATA -o {folder}")
    raise NetgovError(sentence, folder=str(folder))


def need_forms(names: Iterable[str]) -> tuple[str, ...]:
    """Return the forms of a report, each once; refuse those that cannot be made.

    Raises
    ------
    UnknownName
        If there is no such form.
    NetgovError
        If a form needs a package that is not installed.
    """
    asked = tuple(dict.fromkeys([names] if isinstance(names, str) else names))
    if not asked:
        sentence = _("Name at least one form of the report: {known}.")
        raise NetgovError(sentence, known=", ".join(FORMS))
    for name in asked:
        if name not in FORMS:
            sentence = _("There is no form called {name}. The nearest is {near}; all: {known}.")
            raise UnknownName.among(sentence, name, FORMS)
        form = FORMS[name]
        if form.package and find_spec(form.package) is None:
            sentence = _(
                'A report as {form} needs the package {package}; run: pip install "{line}"'
            )
            line = f"netgov[{form.extra}]"
            raise NetgovError(sentence, form=name, package=form.package, line=line)
    return asked


def write_agenda(
    history: View,
    year: int | Period | None = None,
    path: str | Path = "agenda.docx",
    lang: str | None = None,
    rules: Rules | None = None,
) -> Path:
    """Write the agenda for a meeting by itself: the first agreements and room for decisions.

    Parameters
    ----------
    history, year
        See `write_report`.
    path
        The file; its suffix chooses the form: .docx, .pdf, .html or .md.
    lang, rules
        See `write_report`.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    DisclosureError
        If the history is no view, or the period tells too little.
    NotEnoughData
        If no agreement of the city could close a gap.
    UnknownName
        If the suffix is none of these.
    """
    path, words = Path(path), speak(lang)
    sentence = _("There is no agenda of kind {name}. The nearest is {near}; all: {known}.")
    form = by_suffix({f".{name}": name for name in FORMS}, path, sentence)
    need_forms([form])
    period = history.asked(year)
    need_view(history, period)
    agenda = agenda_report(history, period, rules or Rules(), words)
    (content,) = FORMS[form].write(agenda).values()
    enter_release(history, period, path)
    return write_file(path, content, history.mode)


def write_report(
    history: View,
    year: int | Period | None = None,
    path: str | Path = "out",
    lang: str | None = None,
    rules: Rules | None = None,
    *,
    forms: Iterable[str] = ("html",),
    tell: Callable[[str], object] = lambda _step: None,
) -> Path:
    """Write report, map, tables and network of a year or span of years.

    Parameters
    ----------
    history
        A view of a study, as `protect` or `keep_internal` makes it.
    year
        A year or `Period`; the whole study unless given.
    path
        The folder: the report, ``map.html``, ``tables.xlsx``, ``tables/*.csv`` with their
        ``datapackage.json``, and ``network.graphml``. A folder that netgov wrote before is
        replaced as a whole. Beside it the audit trail is written, ``out.audit.json``, for the
        office alone.
    lang
        Language of every text; Indonesian unless given.
    rules
        Thresholds other than the usual ones.
    forms
        What the report is written as: any of "html", "pdf", "docx", "md".
    tell
        Called with a sentence before each step, for whoever waits.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    DisclosureError
        If the history is no view, the period tells too little, or an earlier release could be
        compared with this one.
    NotEnoughData
        If there are more bodies than one page can show, ``rules.most_bodies``.
    UnknownName
        If there is no such form.
    NetgovError
        If a form needs a package that is not installed, or the folder cannot be written or
        holds files of somebody else.
    """
    words, rules, forms = speak(lang), rules or Rules(), need_forms(forms)
    period = history.asked(year)
    need_view(history, period)
    need_one_page(history, period, rules)
    need_release(history, period, Path(path))
    tell(words(_("Measuring {period} and looking for gaps …"), period=period))
    results = results_of(history, period, rules, words)
    tables = report_tables(results)
    tell(words(_("Drawing the map …")))
    written = {"map.html": map_page(results.drawn).encode("utf-8")}
    tell(words(_("Writing report and tables …")))
    report = gather(results)
    for form in forms:
        written |= FORMS[form].write(report)
    written |= {
        "tables.xlsx": workbook(tables, words, notice=report.notice),
        "network.graphml": graphml(history[period]),
        **{f"tables/{name}.csv": WRITERS[".csv"](t, words) for name, t in tables.items()},
        "tables/datapackage.json": package(tables, words, report.name),
    }
    enter_release(history, period, Path(path))
    folder = write_folder(Path(path), written, history.mode)
    digests = {name: digest(content) for name, content in written.items()}
    write_trail(folder, history, period, words.lang, rules, digests)
    return folder
