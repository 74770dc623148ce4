"""An archive (压缩包) that stands in the place of a report page: the report in it. Pure."""

from __future__ import annotations

from crawler.platforms.titles import report_year_in
from crawler.reading.packed import Packed, unpack
from crawler.records import Context, Document, Finding, Page, Reading
from crawler.report.read import read_document


def read_archive(document: Document, context: Context) -> Reading:
    """The reading of the report in an archive: of several the one of the year of the link that led here, the longest.

    Findings name what else is in it; where there is no report, the page of the archive itself says what was wrong.
    """
    packed = unpack(document)
    readings = [read_document(inner, context) for inner in packed.documents]
    reports = [(reading, reading.report) for reading in readings if reading.report is not None]
    if not reports:
        return _without_report(document, packed, readings)
    year = report_year_in(context.anchor)
    best, report = max(reports, key=lambda pair: (year is None or pair[1].year == year, len(pair[1].body)))
    report.findings += packed.findings
    for other, _ in reports:
        if other is not best:
            report.findings.append(_left_out(other))
    report.origins["body"] = f"attachment:{report.url}"
    best.page.url = report.url = document.url
    return best


def _left_out(reading: Reading) -> Finding:
    report = reading.report
    assert report is not None
    return Finding("unread_attachment", f"压缩包内另有一份报告:{report.title}", "warning", report.url)


def _without_report(document: Document, packed: Packed, readings: list[Reading]) -> Reading:
    page = Page(url=document.url, format="archive", size=len(document.body), findings=packed.findings)
    for reading in readings:
        page.findings += [finding for finding in reading.page.findings if finding not in page.findings]
    kinds = ", ".join(sorted({reading.kind for reading in readings})) or "nothing"
    return Reading(page, "other", f"an archive of {kinds}")
