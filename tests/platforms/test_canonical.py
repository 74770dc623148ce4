from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.platforms.canonical import canonical, is_media, twin_key

BASE = "http://www.jia.gov.cn/zwgk/index.html"


@pytest.mark.parametrize(
    ("written", "one_form"),
    [
        ("HTTP://WWW.Jia.gov.cn:80/a//b/../c/./x.html#top", "http://www.jia.gov.cn/a/c/x.html"),
        ("https://www.jia.gov.cn:443", "https://www.jia.gov.cn/"),
        ("http://www.jia.gov.cn:8080/a", "http://www.jia.gov.cn:8080/a"),
        ("x.html;jsessionid=A1B2.node1?id=3", "http://www.jia.gov.cn/zwgk/x.html?id=3"),
        ("x.jsp?PHPSESSID=q&id=3&utm_source=wx&amp;n=1", "http://www.jia.gov.cn/zwgk/x.jsp?id=3&n=1"),
        ("//xxgk.jia.gov.cn/a/", "http://xxgk.jia.gov.cn/a/"),
        ("..\\xxgk\\年报.html", "http://www.jia.gov.cn/xxgk/%E5%B9%B4%E6%8A%A5.html"),
        ("/a b/c.html", "http://www.jia.gov.cn/a%20b/c.html"),
        ("/s?q=%d5%fe%b8%ae", "http://www.jia.gov.cn/s?q=%D5%FE%B8%AE"),
        ("/a%zz", "http://www.jia.gov.cn/a%25zz"),
        ("/../../a", "http://www.jia.gov.cn/a"),
    ],
)
def test_an_address_has_one_form(written: str, one_form: str) -> None:
    assert canonical(written, BASE) == one_form


@pytest.mark.parametrize(
    "written",
    [
        "",
        "#",
        "#top",
        "javascript:void(0)",
        "JavaScript:;",
        "mailto:a@jia.gov.cn",
        "data:text/html,x",
        "tel:12345",
        "http://[bad",
        "http://",
        "file:///etc/passwd",
        "http://a:notaport/",
    ],
)
def test_what_is_no_address_of_a_page_is_dropped(written: str) -> None:
    assert canonical(written, BASE) == ""


@pytest.mark.parametrize(
    "twin",
    [
        "https://www.jia.gov.cn/xxgk/",
        "http://jia.gov.cn/xxgk",
        "http://www.jia.gov.cn/xxgk/index.html",
        "http://m.jia.gov.cn/xxgk/index.shtml",
        "http://www.jia.gov.cn/xxgk/?print=1",
        "http://www.jia.gov.cn/xxgk/#a",
    ],
)
def test_twins_of_a_page_meet(twin: str) -> None:
    assert twin_key(twin) == twin_key("http://www.jia.gov.cn/xxgk/")


def test_different_pages_do_not_meet() -> None:
    pages = ["/xxgk/", "/xxgk/index_1.html", "/xxgk/?page=2", "/xxgk/?page=3", "/", "/xxgk/a.html"]
    assert len({twin_key(f"http://www.jia.gov.cn{page}") for page in pages}) == len(pages)


def test_media_are_told_by_their_names() -> None:
    assert is_media("http://www.jia.gov.cn/a/b.JPG")
    assert not is_media("http://www.jia.gov.cn/a/b.pdf")
    assert not is_media("http://www.jia.gov.cn/a.zip/b")


@given(st.text(max_size=60))
def test_no_text_breaks_it_and_the_form_is_stable(text: str) -> None:
    once = canonical(text, BASE)
    assert once == "" or (once.startswith("http") and once.isascii())
    assert canonical(once, BASE) == once
