"""The reading beside other tools on the same pages: body kept, boilerplate leaked, tables kept, milliseconds.

``python -m tests.accuracy --compare`` writes the table into ``crawler/report/README.md``. The other tools are no
dependencies of the project: whichever can be imported takes part (``pip install readability-lxml lxml_html_clean gne
resiliparse magic-html`` into an environment of one's own), the others are named as missing; magic-html needs Python
3.12.
"""

from __future__ import annotations

import platform
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module, metadata
from pathlib import Path

from crawler.reading.decode import decode
from crawler.report.read import read_document
from tests.accuracy.corpus import Case
from tests.accuracy.score import sentences, squeeze

README = Path(__file__).resolve().parents[2] / "crawler" / "report" / "README.md"
BEGIN, END = "<!-- comparison: begin -->", "<!-- comparison: end -->"

Extract = Callable[[str], str]


@dataclass(frozen=True)
class Tool:
    """Another tool: its distribution on PyPI, and what makes its extractor (imported when it takes part)."""

    name: str
    distribution: str
    load: Callable[[], Extract]


def _trafilatura() -> Extract:
    extract = import_module("trafilatura").extract
    return lambda html: extract(html, include_comments=False, include_tables=True) or ""


def _text_of(html: str) -> str:
    """The text of a tool's HTML, with its lines and the cells of its tables set apart."""
    tree = import_module("lxml.html").fromstring(html or "<p></p>")
    for element in tree.iter("td", "th", "tr", "p", "br", "div", "li"):
        element.tail = ("\t" if element.tag in ("td", "th") else "\n") + (element.tail or "")
    return str(tree.text_content())


def _readability() -> Extract:
    document = import_module("readability").Document
    return lambda html: _text_of(document(html).summary())


def _gne() -> Extract:
    extractor = import_module("gne").GeneralNewsExtractor()
    return lambda html: str(extractor.extract(html)["content"])


def _magic_html() -> Extract:
    extractor = import_module("magic_html").GeneralExtractor()
    return lambda html: _text_of(extractor.extract(html, base_url="http://x.gov.cn/")["html"])


def _resiliparse() -> Extract:
    extract = import_module("resiliparse.extract.html2text").extract_plain_text
    return lambda html: str(extract(html, main_content=True, alt_texts=False))


TOOLS = (
    Tool("trafilatura", "trafilatura", _trafilatura),
    Tool("readability-lxml", "readability-lxml", _readability),
    Tool("GNE", "gne", _gne),
    Tool("magic-html", "magic-html", _magic_html),
    Tool("resiliparse", "resiliparse", _resiliparse),
)


@dataclass
class Result:
    """What one tool reached: sums over the pages."""

    kept: int = 0
    sentences: int = 0
    leaked: int = 0
    boilerplate: int = 0
    cells: int = 0
    tables: int = 0
    failed: int = 0
    seconds: float = 0.0

    def row(self, name: str, pages: int) -> str:
        """The tool's row of the table."""
        return (
            f"| {name} | {self.kept / self.sentences:.1%} | {self.leaked / self.boilerplate:.1%} "
            f"| {self.cells / self.tables:.1%} | {self.seconds / pages * 1000:.1f} | {self.failed or ''} |"
        )


def measure(cases: list[Case], extract: Callable[[Case], str]) -> Result:
    """One tool on all pages. A page on which it raises counts as failed, with nothing kept."""
    result = Result()
    for case in cases:
        started = time.process_time()
        try:
            found = extract(case)
        except Exception:  # noqa: BLE001 (another's code: whatever it raises is its result on this page)
            found = ""
            result.failed += 1
        result.seconds += time.process_time() - started
        flat = squeeze(found)
        wanted = sentences(case.lines)
        result.sentences += len(wanted)
        result.kept += sum(sentence in flat for sentence in wanted)
        result.boilerplate += len(case.absent)
        result.leaked += sum(squeeze(text) in flat for text in case.absent)
        printed = Counter(squeeze(cell) for line in found.splitlines() for cell in re.split(r"\t|\s?\|\s?", line))
        cells = Counter(squeeze(cell) for cell in case.cells)
        result.tables += cells.total()
        result.cells += sum(min(count, printed[cell]) for cell, count in cells.items())
    return result


def write_comparison(cases: list[Case]) -> str:
    """Measures all tools on the report pages among ``cases`` and writes the table; returns it."""
    pages = [case for case in cases if case.lines and case.absent and case.document.name[-4:] != ".txt"]
    texts = {id(case): _text(case) for case in pages}
    rows = [measure(pages, _ours).row("**gov-reports** (whole reading)", len(pages))]
    versions, missing = [], []
    for tool in TOOLS:
        try:
            extract = tool.load()
        except ImportError:
            missing.append(tool.name)
            continue
        versions.append(f"{tool.name} {metadata.version(tool.distribution)}")
        rows.append(measure(pages, lambda case, extract=extract: extract(texts[id(case)])).row(tool.name, len(pages)))
    table = "\n".join(_lines(len(pages), rows, versions, missing))
    old = README.read_text(encoding="utf-8")
    before, _, rest = old.partition(BEGIN)
    README.write_text(f"{before}{BEGIN}\n{table}\n{END}{rest.partition(END)[2]}", encoding="utf-8")
    return table


def _ours(case: Case) -> str:
    reading = read_document(case.document, case.context)
    return reading.report.body if reading.report else ""


def _text(case: Case) -> str:
    """The page decoded as it should be: the other tools are not to fail on a lying charset."""
    return decode(case.document.body, case.document.headers.get("content-type", "")).text


def _lines(pages: int, rows: list[str], versions: list[str], missing: list[str]) -> Iterator[str]:
    yield f"{datetime.now():%Y-%m-%d}, {pages} report pages, Python {platform.python_version()}, one core."
    yield f"Versions: {', '.join(versions)}." + (f" Not installable here: {', '.join(missing)}." if missing else "")
    yield ""
    yield "| | sentences kept | boilerplate leaked | table cells kept apart | ms a page | failed |"
    yield "|---|--:|--:|--:|--:|--:|"
    yield from rows
