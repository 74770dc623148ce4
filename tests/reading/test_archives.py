"""Packages that are hostile or broken, as the reader of DOCX meets them."""

from __future__ import annotations

import time
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.reading.archives import Archive, ArchiveError
from crawler.reading.office.docx import read_docx
from crawler.records import Page
from tests.reading.office_files import W, docx, docx_report, p, report_of, texts, zip_of


def rules(page: Page) -> list[str]:
    return [finding.rule for finding in page.findings]


def test_a_zip_bomb_costs_little_and_says_so() -> None:
    bomb = zip_of({"word/document.xml": b"<w:document>" + b"\0" * 90_000_000})
    tracemalloc.start()
    begun = time.process_time()
    page = read_docx(bomb, "")
    seconds, (_, peak) = time.process_time() - begun, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert rules(page) == ["zip_bomb"] and not page.blocks
    assert seconds < 2 and peak < 100_000_000


def test_an_entity_bomb_is_refused() -> None:
    inner = ["lol", *(f"&l{n};" * 10 for n in range(9))]
    lol = "".join(f'<!ENTITY l{n} "{text}">' for n, text in enumerate(inner))
    bomb = f'<?xml version="1.0"?><!DOCTYPE d [{lol}]><w:document {W}><w:body><w:p>&l9;</w:p></w:body></w:document>'
    secret = (
        f'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]><w:document {W}><w:body>'
        "<w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>"
    )
    for content in (bomb, secret, bomb.encode("utf-16")):
        page = read_docx(zip_of({"word/document.xml": content}), "")
        assert rules(page) == ["entity_bomb"] and not page.blocks


def test_a_cut_file_is_read_as_far_as_it_goes() -> None:
    report = report_of(2011)
    body = docx_report(report)
    page = read_docx(body[: len(body) // 2 + 500], "")
    assert "truncated" in rules(page)
    whole = texts(read_docx(body, ""))
    assert texts(page) and all(line in "".join(whole) for line in texts(page)[:-1])


def test_encrypted_members_are_named_as_such() -> None:
    body = bytearray(docx(p("正文")))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = body.find(signature)
        while at >= 0:
            body[at + offset] |= 1
            at = body.find(signature, at + 4)
    assert rules(read_docx(bytes(body), "")) == ["encrypted"]


def test_names_with_paths_write_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    body = zip_of(
        {"../../evil.txt": "x", "/etc/evil": "x", "word/document.xml": f"<w:document {W}>{p('正文')}</w:document>"}
    )
    assert texts(read_docx(body, "")) == ["正文"]
    assert not list(tmp_path.iterdir())


def test_deep_nesting_ends() -> None:
    deep = "<w:tbl><w:tr><w:tc>" * 2000 + p("深") + "</w:tc></w:tr></w:tbl>" * 2000
    boxes = "<w:p><w:r><w:pict><w:txbxContent>" * 60 + p("框") + "</w:txbxContent></w:pict></w:r></w:p>" * 60
    assert read_docx(docx(deep), "").format == "docx"
    assert read_docx(docx(boxes), "").format == "docx"


@pytest.mark.parametrize("body", [b"", b"PK\x03\x04", b"PK\x05\x06" + b"\0" * 18, b"not a zip", zip_of({"a.txt": "x"})])
def test_what_is_no_docx_gives_a_finding(body: bytes) -> None:
    page = read_docx(body, "")
    assert rules(page)[-1:] == ["broken_file"] and not page.blocks


SAMPLE = docx_report(report_of(2023))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(SAMPLE) - 1), st.integers(0, 255)), min_size=1, max_size=20))
def test_no_damage_to_the_bytes_raises(damage: list[tuple[int, int]]) -> None:
    body = bytearray(SAMPLE)
    for at, value in damage:
        body[at] = value
    assert read_docx(bytes(body), "").format == "docx"


def test_a_directory_of_a_million_names_is_refused_before_it_is_listed() -> None:
    body = docx(p("正文"))
    at = body.rfind(b"PK\x05\x06")
    lying = body[: at + 12] + (50_000_000).to_bytes(4, "little") + body[at + 16 :]
    assert rules(read_docx(lying, "")) == ["zip_bomb"]


def test_many_members_share_one_budget() -> None:
    body = zip_of({f"part{n}.xml": b"x" * 11_000_000 for n in range(8)})
    archive = Archive(body)
    with pytest.raises(ArchiveError) as caught:
        for name in archive.names:
            archive.read(name)
    assert caught.value.rule == "zip_bomb"


def test_an_unknown_compression_is_a_finding() -> None:
    body = bytearray(zip_of({"word/document.xml": "<x/>"}))
    for signature, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        at = body.find(signature)
        body[at + offset : at + offset + 2] = (97).to_bytes(2, "little")
    assert rules(read_docx(bytes(body), "")) == ["broken_file"]
