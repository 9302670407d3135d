"""The report: gather content, render it, and write the folder that people take away."""

from netgov.report.folder import FORMS, need_forms, report_in, write_agenda, write_report
from netgov.report.parts import write_reports
from netgov.report.results import Results, results_of, yearly
from netgov.report.tables import report_tables

__all__ = [
    "FORMS",
    "Results",
    "need_forms",
    "report_in",
    "report_tables",
    "results_of",
    "write_agenda",
    "write_report",
    "write_reports",
    "yearly",
]
