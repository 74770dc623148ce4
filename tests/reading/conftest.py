from __future__ import annotations

import pytest

from crawler.reading import ocr


@pytest.fixture
def no_recognition(monkeypatch: pytest.MonkeyPatch) -> None:
    """Recognising pictures has tests of its own; here it is as if its extra were not installed."""
    monkeypatch.setattr(ocr, "available", lambda: "pip install gov-reports[ocr]")
