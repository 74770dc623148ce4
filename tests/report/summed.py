"""The sums that an audit finds wrong in a text."""

from __future__ import annotations

from crawler.records import TableCell
from crawler.report.audits.sums import audit_sums
from crawler.report.audits.tables import tables_of
from crawler.report.text.outline import read_sections


def sums(text: str, cells: list[TableCell] | None = None) -> list[str]:
    sections = read_sections(["一、工作情况", *text.split("\n")])
    return [finding.message for finding in audit_sums(sections, 2016, tables_of(cells or []))]
