"""A few seconds of fuzzing in the default suite; ``python -m tests.fuzz`` runs for longer."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from crawler.reading.web.tokens import attributes_of, tokens_of, unescape
from crawler.records import Document
from crawler.report.read import read_document
from tests.fuzz.cases import PIECES
from tests.fuzz.runner import read_case

markup = st.lists(st.sampled_from(PIECES) | st.text(max_size=20), max_size=30).map("".join)
repeatable = settings(max_examples=80, derandomize=True, deadline=None, database=None)


#: Longer runs found these to take half a minute, or never to end.
FOUND = (931, 2173, 23947, 210111, 263234)


@pytest.mark.parametrize("number", (*range(1, 41), *FOUND))
def test_a_damaged_page_is_read(number: int) -> None:
    outcome = read_case(number)
    assert not outcome.error
    assert outcome.seconds < 5


@repeatable
@given(st.binary(max_size=2_000))
def test_any_bytes_are_read(body: bytes) -> None:
    read_document(Document(body, "http://www.stand-in.gov.cn/a.html"))


@repeatable
@given(markup)
def test_any_markup_is_read(html: str) -> None:
    title = "<title>某某县民政局2022年政府信息公开工作年度报告</title>"
    reading = read_document(Document((title + html).encode("utf-8", "replace")))
    page = reading.page
    for grid in page.grids:
        assert len({len(row) for row in grid.rows}) == 1
    for link in page.links:
        assert -1 <= link.block <= len(page.blocks)
    for zone in page.zones:
        assert 0 <= zone.start < zone.end <= len(page.blocks)


@repeatable
@given(markup)
def test_tokens_hold_all_that_the_tree_holds(html: str) -> None:
    body = LexborHTMLParser(html.encode("utf-8", "replace").decode()).body
    if body is None or "<plaintext" in html or "<script" in html:
        return  # raw text is one token
    texts, tags = [], []
    for text, token in tokens_of(body.html or ""):
        opening, leaf, content = token.partition(">")
        texts.append(unescape(text))
        if token[:1] not in "!/":
            tags.append(opening.partition(" ")[0])
            attributes_of(opening.partition(" ")[2])
            texts.append(unescape(content.rpartition("</")[0]) if leaf else "")
    nodes = [node for node in body.traverse(include_text=True) if node.tag not in ("-comment",)]
    if any(node.tag in ("template", "style", "svg", "math") for node in nodes):
        return
    assert tags == [node.tag for node in nodes if node.tag != "-text"]
    assert "".join(texts) == "".join(node.text_content or "" for node in nodes if node.tag == "-text")
