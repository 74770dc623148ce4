"""The cases of the gate: documents with what a reader should find in them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from typing import Any

from crawler.records import Context, Document
from tests.accuracy.shapes import pages
from tests.golden import CASES as GOLDEN
from tests.golden import SHARED
from tests.standin.bodies import BODIES
from tests.standin.boxes import BOXES
from tests.standin.families import FAMILIES
from tests.standin.pages import Encoding, StandInPage
from tests.standin.portals import Plan, build
from tests.standin.sample import PLANS

CASES = Path(__file__).parent / "cases"

#: The identity fields that are scored, each as printed in the dataset.
FIELDS = (
    "kind", "is_report", "title", "agency", "agency_kind", "year", "division_code", "township", "published_on",
    "signed_on", "index_number", "document_number", "publisher", "source", "form_era", "provenance",
)  # fmt: skip

_STANDIN_PLACES = ("qinghe", "hewan", "shiqiao", "yunling", "songping", "liutang", "shazhou")
_STANDIN_YEARS = (2009, 2013, 2016, 2018, 2020, 2022)
_ENCODINGS: tuple[Encoding, ...] = ("utf-8", "gbk", "gbk-under-utf8", "utf8-under-gbk", "utf-16")


@dataclass
class Case:
    """A document and its truth. ``truth`` has only the fields that the case speaks of; None is *not stated*.

    ``lines`` are the body's lines in order; ``whole`` says that nothing else may be in the body; ``absent`` are
    strings that must not turn up in it; ``cells`` the texts of its tables' cells; ``sections`` its numbered sections
    as ``(level, number, heading)``.
    """

    name: str
    group: str
    document: Document
    truth: dict[str, Any]
    context: Context = field(default_factory=Context)
    lines: tuple[str, ...] = ()
    whole: bool = False
    absent: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    sections: tuple[tuple[int, str, str], ...] = ()


def hard_cases() -> Iterator[Case]:
    """The hand-made pages: ``NAME.json`` says what is true of ``NAME.html`` or ``NAME.txt``."""
    for path in sorted(CASES.glob("*.json")):
        facts = json.loads(path.read_text(encoding="utf-8"))
        page = next(candidate for candidate in sorted(path.parent.glob(f"{path.stem}.*")) if candidate != path)
        media = "text/html" if page.suffix == ".html" else "text/plain"
        yield Case(
            path.stem,
            "hard",
            Document(
                page.read_bytes(),
                url=facts.get("url", ""),
                headers={"content-type": facts.get("content_type", f"{media}; charset=utf-8")},
                name=page.name,
            ),
            facts["truth"],
            Context(**facts.get("context", {})),
            tuple(facts.get("lines", ())),
            bool(facts.get("lines")),
            tuple(facts.get("absent", ())),
            tuple(facts.get("cells", ())),
        )


def golden_cases() -> Iterator[Case]:
    """The golden cases whose documents are here."""
    for path in sorted(GOLDEN.glob("*.json")):
        case = json.loads(path.read_text(encoding="utf-8"))
        source = SHARED / case["document"]
        if not source.is_file():
            continue
        facts = case["facts"]
        truth = {"kind": facts["kind"], "is_report": facts["kind"] == "report"}
        if truth["is_report"]:
            truth |= {name: facts.get(name) for name in FIELDS if name not in truth}
        yield Case(path.stem, "golden", Document(source.read_bytes(), url=case["url"], name=source.name), truth)


def standin_cases(seeds: tuple[str, ...] = ("1", "2", "3")) -> Iterator[Case]:
    """The pages of stand-in portals: every family with every kind of body, box and encoding, for each seed."""
    for seed in seeds:
        for number, (family, encoding) in enumerate(zip(FAMILIES, cycle(_ENCODINGS), strict=False)):
            plan = Plan(
                _STANDIN_PLACES[(number + int(seed)) % len(_STANDIN_PLACES)],
                family,
                _STANDIN_YEARS,
                encoding,
                departments=2,
                streets=1,
                bodies=tuple(BODIES),
                boxes=tuple(BOXES),
                viewer=number % 2 == 0,
                in_column=True,
                seed=seed,
            )
            yield from _portal_cases(plan, f"{family}-{seed}")


def shape_cases(count: int) -> Iterator[Case]:
    """Pages whose text, markup and surroundings are drawn by chance (``shapes.py``), the same ones each time."""
    for seed, text, html, markup, added in pages(count):
        yield Case(
            f"shape-{seed}-{markup}",
            "shapes",
            Document(html.encode(), url=f"http://www.stand-in.gov.cn/zwgk/{seed}.html"),
            {"kind": "report", "is_report": True, "title": text.title, "agency": text.agency, "year": text.year},
            Context(portal_name="青河县人民政府"),
            tuple(line.text for line in text.lines if not line.rows),
            whole=True,
            absent=added,
            cells=tuple(cell for line in text.lines for row in line.rows for cell in row if cell),
            sections=tuple(text.sections),
        )


def sample_cases() -> Iterator[Case]:
    """The pages of the sample province that ships with the project: the fast part of the stand-in."""
    for plan in PLANS:
        yield from _portal_cases(plan, f"sample-{plan.family}")


def _portal_cases(plan: Plan, name: str) -> Iterator[Case]:
    portal = build(plan)
    context = Context(portal_name=portal.place.government)
    for number, page in enumerate(portal.pages.values()):
        yield _standin_case(page, f"{name}-{number}", context)


def _standin_case(page: StandInPage, name: str, context: Context) -> Case:
    told = page.truth
    truth: dict[str, Any] = {"is_report": told.is_report}
    document = Document(page.answer.body, url=page.url, headers=page.answer.headers, status=page.answer.status)
    if not told.is_report:
        return Case(name, "standin", document, truth, context)
    for field_name in FIELDS:
        if hasattr(told, field_name) and field_name not in ("kind", "is_report"):
            truth[field_name] = getattr(told, field_name) or None
    truth |= {"kind": "report", "form_era": told.era}
    lines = (*told.lines, *told.signature)
    cells = tuple(cell.raw for cell in told.cells if cell.raw)
    return Case(name, "standin", document, truth, context, lines, False, told.boilerplate, cells)


def digest() -> str:
    """A digest of the hand-made cases and of what shapes are drawn from: changed on purpose or not at all."""
    whole = hashlib.sha256()
    shapes = CASES.parent / "shapes"
    for path in (*sorted(CASES.iterdir()), shapes.with_suffix(".py"), shapes.with_suffix(".toml")):
        whole.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return whole.hexdigest()[:16]
