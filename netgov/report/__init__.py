"""The report: gather content, render it, and write the folder that people take away."""

from netgov.report.page import write_report
from netgov.report.tables import report_tables, yearly

__all__ = ["report_tables", "write_report", "yearly"]
