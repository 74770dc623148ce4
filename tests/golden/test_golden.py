"""Every golden case still gives its facts."""

import hashlib
import json
from pathlib import Path

import pytest

from crawler.records import Document
from tests.golden import CASES, SHARED, facts_of

CASE_FILES = sorted(CASES.glob("*.json"))


@pytest.mark.parametrize("case_file", CASE_FILES, ids=lambda path: path.stem)
def test_a_golden_case_gives_its_facts(case_file: Path) -> None:
    case = json.loads(case_file.read_text(encoding="utf-8"))
    path = SHARED / case["document"]
    if not path.is_file():
        pytest.skip(f"the document {case['document']} is not here: no folder 'shared' beside the checkout")
    body = path.read_bytes()
    assert hashlib.sha256(body).hexdigest() == case["sha256"], "the document is not the one that was checked"
    assert facts_of(Document(body, url=case["url"], name=path.name)) == case["facts"]


def test_there_are_golden_cases() -> None:
    assert len(CASE_FILES) >= 15, "golden cases were lost"
