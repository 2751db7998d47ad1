"""The report: one self-contained page for people who were not in the room."""

from results.report.writing import report_html, write_report

__all__ = ["report_html", "write_report"]
