"""Draws the tables of a report in a shape, reads it and compares what was read with what was printed."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random

from crawler.records import Document, Report
from crawler.report.read import read_document
from tests.report.form_shapes import HTML, NO_BLANKS, TEXT
from tests.report.form_tables import LABELS, html_report, meant, relabelled, tables, text_report, without_blanks
from tests.standin.forms import Table


def read(body: bytes, name: str) -> Report:
    report = read_document(Document(body, name=name)).report
    assert report is not None
    return report


def draw(shape: str, era: str, label: str) -> tuple[list[Table], bytes, str]:
    """Tables in a shape, the file that holds them and its name."""
    rng = Random(f"{shape}|{era}|{label}")
    made = relabelled(tables(era, rng), LABELS[label])
    if shape in NO_BLANKS:
        made = without_blanks(made)
    if shape in HTML:
        return made, html_report(era, [(table.form, HTML[shape](table, rng)) for table in made]), "report.html"
    return made, text_report(era, [(table.form, TEXT[shape](table, rng)) for table in made]), "report.txt"


def compare(report: Report, made: Iterable[Table]) -> tuple[int, int, list[object]]:
    """``(right, all, misread)`` cells of a report against the tables that it prints."""
    got = {(c.form, c.row_key, c.column_key): (c.value, c.state) for c in report.table_cells}
    truth = {cell[:3]: cell[4:] for table in made for cell in map(meant, table.cells)}
    right = sum(got.get(place) == wanted for place, wanted in truth.items())
    misread = [(place, got[place], truth.get(place)) for place in got if got[place] != truth.get(place)]
    return right, len(truth), misread
