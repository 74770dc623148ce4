"""Golden cases: what the reading of a real document gave when somebody had checked it by eye.

A case is a file ``cases/NAME.json`` with facts only (fields, headings, counts, a hash of the body), never the text.
Its document lies in the folder ``shared`` beside the checkout and is found by its path there and its SHA-256.

``python -m tests.golden shared/seeds/x.txt`` writes a new case to look over and commit.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import msgspec

from crawler.records import Document
from crawler.report.read import read_document

CASES = Path(__file__).parent / "cases"
SHARED = Path(__file__).resolve().parents[3] / "shared"

FIELDS = (
    "title", "agency", "agency_kind", "year", "division_code", "province", "city", "county", "township",
    "published_on", "signed_on", "due_on", "days_late", "index_number", "document_number", "publisher", "source",
    "form_era", "format", "encoding", "script_repaired", "provenance", "body_sha256",
)  # fmt: skip


def facts_of(document: Document) -> dict[str, Any]:
    """The facts of a document's reading that a case keeps."""
    reading = read_document(document)
    facts: dict[str, Any] = {"kind": reading.kind}
    report = reading.report
    if report is None:
        return facts
    record = msgspec.to_builtins(report)
    facts |= {field: record[field] for field in FIELDS if record[field] is not None}
    facts["characters"] = len(report.body)
    facts["lines"] = report.body.count("\n") + 1
    facts["headings"] = [f"{s.level} {s.number} {s.heading}".rstrip() for s in report.sections]
    facts["findings"] = sorted(finding.rule for finding in report.findings)
    facts["statistics"] = len(report.statistics)
    facts["table_cells"] = len(report.table_cells)
    return facts


def write_case(path: Path, url: str = "") -> Path:
    """Writes the case of a document under ``shared``; the file to look over."""
    body = path.read_bytes()
    case = {
        "document": str(path.resolve().relative_to(SHARED)),
        "url": url,
        "sha256": hashlib.sha256(body).hexdigest(),
        "facts": facts_of(Document(body, url=url, name=path.name)),
    }
    target = CASES / f"{path.stem}.json"
    target.write_text(json.dumps(case, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return target
