"""Keeps what this run asked for: reports of the wanted years that hold something."""

from __future__ import annotations

from typing import Any, Self

import msgspec
from scrapy.crawler import Crawler

from crawler.fetch.outcomes import Outcome
from crawler.records import Report
from crawler.walk.examination import Examined


class SelectPipeline:
    """Takes a report off its page when it is not to be stored; the page itself goes on to be marked.

    ``reports/other_year`` and ``reports/empty`` in the stats count what was left out.
    """

    def __init__(self, crawler: Crawler, years: frozenset[int] | None) -> None:
        self._crawler = crawler
        self._years = years

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """For the spider that has a selection of years."""
        spider: Any = crawler.spider
        return cls(crawler, spider.session.selection.years)

    def process_item(self, item: Examined) -> Examined:
        """The item, without its report where that is not wanted."""
        report = item.examination.reading.report if item.examination is not None else None
        if report is None:
            return item
        if self._years is not None and report.year not in self._years:
            return self._without_report(item, "other_year", "" if report.year is None else str(report.year))
        if not _holds_something(report):
            return self._without_report(item, "empty", "a report without text and attachments")
        return item

    def _without_report(self, item: Examined, key: str, detail: str) -> Examined:
        self._crawler.stats.inc_value(f"reports/{key}")
        assert item.examination is not None
        item.examination.reading.report = None
        item.visit = msgspec.structs.replace(item.visit, outcome=Outcome("skipped", key, detail))
        return item


def _holds_something(report: Report) -> bool:
    return bool(report.body.strip() or report.table_cells or report.attachments)
