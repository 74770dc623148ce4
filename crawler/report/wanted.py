"""Which files belong to a report page (附件、图片版): what it links to; where it has no text, what it shows."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, unquote, urljoin, urlsplit

from crawler.facts import load_toml
from crawler.reading import ocr
from crawler.records import Attachment, Page, Reading, Report

#: So many files of one page are fetched: a page with more is a download page.
FILES_MAX = 20
#: A report page with less text than this, and no sections, has its report in a file.
_THIN = 200
#: What a viewer's address calls the file that it shows, and which files are shown so.
_VIEWED = ("file", "url", "src", "path")
_FRAMED = re.compile(r"\.(?:pdf|docx?|ofd|wps)$", re.I)


def lacks_body(report: Report) -> bool:
    """Whether the page itself does not hold its report's text."""
    return len(report.body) < _THIN and not report.sections and not report.table_cells


def wanted_files(reading: Reading) -> list[Attachment]:
    """The files of a report page that are to be fetched: what it links to and, where it has no text, its pictures."""
    report = reading.report
    if report is None or reading.page.format not in ("html", "text"):
        return []
    wanted = {attachment.url: attachment for attachment in report.attachments}
    if lacks_body(report):
        for framed in framed_files(reading.page):
            wanted.setdefault(framed.url, framed)
        for picture in pictures_of(reading.page)[: ocr.PAGES_MAX]:
            wanted.setdefault(picture.url, picture)
        return list(wanted.values())[: max(FILES_MAX, ocr.PAGES_MAX)]
    return list(wanted.values())[:FILES_MAX]


def framed_files(page: Page) -> list[Attachment]:
    """The files that a page shows in a frame, by themselves or in a viewer (``viewer.html?file=/a.pdf``)."""
    found = {}
    for frame in page.frames:
        try:
            query = parse_qs(urlsplit(frame).query)
            shown = [urljoin(frame, value) for name in _VIEWED for value in query.get(name, [])]
            shown = [url for url in (frame, *shown) if urlsplit(url).hostname]
        except ValueError:  # what a page prints as an address need not be one
            continue
        for url in shown:
            if _FRAMED.search(urlsplit(url).path) and url.startswith(("http:", "https:")):
                found[url] = Attachment(url, _file_name(url))
    return list(found.values())


def pictures_of(page: Page) -> list[Attachment]:
    """The pictures of a page's article, in order: those of its named containers, without the portal's ornaments."""
    ornaments = load_toml("files.toml")["pictures"]["other"]
    found = [
        image
        for image in page.images
        if not any(sign in f"{path_of(image.url)} {image.text}".lower() for sign in ornaments)
    ]
    inside = [
        image for image in found if any(zone.name and zone.start <= image.block <= zone.end for zone in page.zones)
    ]
    pictures = {image.url: image.text for image in inside or found if image.url.startswith(("http:", "https:"))}
    return [Attachment(url, text or _file_name(url)) for url, text in pictures.items()]


def path_of(url: str) -> str:
    """The path of what a page prints as an address: it need not be one that can be parsed."""
    return url.partition("?")[0].partition("#")[0].partition("://")[2].partition("/")[2]


def _file_name(url: str) -> str:
    return unquote(path_of(url)).rpartition("/")[2][:200]
