from __future__ import annotations

import importlib.util
import time
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.reading.pdf.document import read_pdf
from crawler.records import Page
from tests.reading.pdf_files import (
    Leaf,
    build,
    stream,
    typeset,
    wrap,
)
from tests.reading.pdf_pages import PROSE, lines_on, prose, report_of, rules

pytest.importorskip("pypdfium2", reason="needs the extra: pip install gov-reports[pdf]")

pytestmark = pytest.mark.usefixtures("no_recognition")


def test_without_the_library_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    page = read_pdf(b"%PDF-1.4")
    assert [finding.rule for finding in page.findings] == ["unread_format"]
    assert "pip install gov-reports[pdf]" in page.findings[0].message


@pytest.mark.parametrize("body", [b"", b"%PDF-1.4", b"%PDF-1.7\n" + bytes(3000), b"hello" * 100])
def test_what_is_no_pdf_is_a_finding(body: bytes) -> None:
    assert rules(read_pdf(body)) == {"broken_file"}


def test_a_file_of_empty_pages_is_a_finding() -> None:
    assert rules(read_pdf(build([Leaf(), Leaf()]))) == {"empty_file"}


def test_a_file_behind_a_password_is_a_finding() -> None:
    lock = f"/Encrypt<</Filter/Standard/V 2/R 3/Length 128/P -4/O<{'ab' * 32}>/U<{'cd' * 32}>>>/ID[<aa><aa>]"
    assert rules(read_pdf(build([Leaf()], trailer=lock))) == {"encrypted"}


def test_a_file_cut_short_gives_what_it_has_and_never_raises() -> None:
    body = typeset(report_of("hewan", 2023))
    for length in range(0, len(body), len(body) // 25):
        page = read_pdf(body[:length])
        assert page.blocks or page.findings


@cache
def _short_report() -> bytes:
    return typeset(report_of("hewan", 2023, size=2))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 100_000), st.binary(min_size=1, max_size=12)), max_size=12))
def test_a_file_with_bytes_overwritten_never_raises(changes: list[tuple[int, bytes]]) -> None:
    body = bytearray(_short_report())
    for at, new in changes:
        at %= len(body)
        body[at : at + len(new)] = new
    assert isinstance(read_pdf(bytes(body)), Page)


def test_only_the_first_pages_of_ten_thousand_are_read() -> None:
    leaf = Leaf()
    lines_on(leaf, [PROSE[:20]] * 3)
    pages = [leaf] * 10_000
    body = build(pages)
    begin = time.process_time()
    page = read_pdf(body)
    assert time.process_time() - begin < 10
    assert "truncated" in rules(page)


def test_a_decompression_bomb_is_not_unpacked() -> None:
    body = build([Leaf()], extra=[stream(bytes(60_000_000))])
    assert len(body) < 200_000
    assert rules(read_pdf(body)) == {"hostile_file"}


def test_a_picture_that_is_large_when_unpacked_is_no_bomb() -> None:
    picture = stream(bytes(60_000_000), "/Type/XObject/Subtype/Image/Width 6000/Height 10000/ColorSpace/DeviceGray")
    leaf = Leaf()
    lines_on(leaf, wrap(PROSE * 3, 430, 16, 0))
    assert not read_pdf(build([leaf], extra=[picture])).findings


@pytest.mark.parametrize("resources", ["/Resources<</XObject<</X 6 0 R>>>>", "/Resources 7 0 R"])
def test_forms_that_multiply_are_not_followed(resources: str) -> None:
    form = stream(b"/X Do /X Do", f"/Type/XObject/Subtype/Form/BBox[0 0 500 500]{resources}")
    leaf = Leaf()
    leaf.operators.append("/X Do")
    body = build([leaf], extra=[form, b"<</XObject 8 0 R>>", b"<</X 6 0 R>>"])
    assert rules(read_pdf(body)) == {"hostile_file"}


def test_a_letterhead_made_of_forms_is_drawn() -> None:
    forms = [stream(b"/Y Do " * 9, "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</Y 7 0 R>>>>")]
    forms.append(stream(b"0 0 m 9 9 l S", "/Type/XObject/Subtype/Form/BBox[0 0 9 9]"))
    leaf = Leaf()
    leaf.operators.append("/X Do")
    lines_on(leaf, wrap(PROSE * 3, 430, 16, 0))
    page = read_pdf(build([leaf], extra=forms))
    assert "".join(prose(page)) == PROSE * 3


@pytest.mark.parametrize("size", [(1e9, 1e9), (0.0, 0.0), (-595.0, 842.0), (1e-9, 5.0)])
def test_pages_of_impossible_size_never_raise(size: tuple[float, float]) -> None:
    leaf = Leaf(width=size[0], height=size[1])
    leaf.operators.append("BT /F 1e30 Tf 1 0 0 1 1e38 -1e38 Tm <4E00> Tj ET 1e38 1e38 m -1e38 1e38 l S")
    assert isinstance(read_pdf(build([leaf])), Page)


def test_a_page_of_a_hundred_thousand_lines_is_bounded() -> None:
    leaf = Leaf()
    leaf.operators = [f"{n % 590} {n % 830} m {n % 590} {n % 830 + 9} l S" for n in range(100_000)]
    lines_on(leaf, wrap(PROSE * 3, 430, 16, 0))
    begin = time.process_time()
    page = read_pdf(build([leaf]))
    assert time.process_time() - begin < 5
    assert "truncated" in rules(page)
    assert PROSE[:10] in "".join(prose(page))
