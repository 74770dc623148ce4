"""The day of publication (发布日期) in every shape that portals print it, beside the day of the signature."""

from __future__ import annotations

import pytest

from crawler.records import Document, Report
from crawler.report.read import read_document
from tests.report.test_box_shapes import BODY, TITLE

LINES = """
<p>发布时间：<span>2022</span>-<span>01</span>-<span>20</span></p>
<p>发布时间：2022-01-20 09:15</p>
<p>发布时间：2022-01-20 09:15:00.0</p>
<p>时间:[2022/1/20]</p>
<p>[2022-01-20]</p>
<p>【2022-01-20】【字号：大 中 小】</p>
<p>【发布时间：2022-01-20】</p>
<p>(2022-01-20 09:15)</p>
<p>日期：2022.01.20</p>
<p>日期:2022年1月20日&nbsp;星期四</p>
<p>发布日期：2022年01月20日 09时15分</p>
<p>发布时间:20220120</p>
<p>发布时间：22-01-20</p>
<p>公开日期：2022年1月20</p>
<p>时　　间：２０２２－０１－２０</p>
<p>时间：2022 - 01 - 20</p>
<p>发布时间：二〇二二年一月二十日</p>
<p>发布时间：Thu Jan 20 09:15:00 CST 2022</p>
<p>发布日期：2022-01-20T09:15:00+08:00</p>
<p>发布日期：/Date(1642641300000)/</p>
<p>发布时间：1642641300</p>
<p>发表于 2022-01-20</p>
<p>发布于：2022-01-20</p>
<p><span>发布时间</span><span>2022-01-20</span></p>
<p>发布时间：<i></i></p><p>2022-01-20</p>
<p>2022-01-20 09:15 来源：柳溪县人民政府 点击：5</p>
<p>2022年01月20日 09:15</p>
<p>柳溪县水利局 2022-01-20 09:15</p>
<p>浏览量：5 | 2022-01-20</p>
<p>[大] [中] [小] 打印 发布时间：2022-01-20 来源：本网</p>
<div><span>2022-01-20</span><span>09:15</span><span>柳溪县政府网</span><em>小</em><em>大</em></div>
<table><tr><th>公文名称<td>年报<tr><th>发文单位<td>柳溪县水利局<tr><th>上网日期<td>2022-01-20</table>
<p>本网讯　2022年1月20日　柳溪县</p>
<p>本文由 柳溪县水利局 于 2022-01-20 发布</p>
<p>[ 索引号 ] LX-2022-1</p><p>[ 发布日期 ] 2022-01-20</p>
<p><span>原创</span><span>柳溪县水利局</span><em>2022-01-20</em></p>
<p>来源：柳溪县人民政府 2022-01-20 09:15</p>
<p>2022年01月20日09:15 | 柳溪门户网 www.example.cn | 字号:大 小</p>
<p>发稿时间：2022-01-20 来源： 作者：</p>
<p>信息提供日期 : 2022-01-20 16:48 来源 : 柳溪县水利局</p>
<time datetime="2022-01-20T09:15">2022-01-20</time>
""".strip().splitlines()

TAGS = (
    "2022-01-20 09:15:00",
    "2022-01-20T09:15:00+08:00",
    "2022/1/20 9:15:00",
    "2022年1月20日",
    "20220120",
    "20220120091500",
    "1642641300000",
    "/Date(1642641300000)/",
    "Thu Jan 20 09:15:00 CST 2022",
)


def read(line: str = "", head: str = "") -> Report:
    html = (
        f"<html><head><meta charset='utf-8'>{head}<title>{TITLE}</title></head><body>"
        f"<div class='main'><h1>{TITLE}</h1>{line}"
        + "".join(f"<p>{text}</p>" for text in BODY)
        + "<p align='right'>柳溪县水利局</p><p align='right'>2022年1月18日</p></div></body></html>"
    )
    reading = read_document(Document(html.encode(), headers={"content-type": "text/html; charset=utf-8"}))
    assert reading.report is not None, reading.why
    return reading.report


@pytest.mark.parametrize("line", LINES)
def test_a_line_gives_the_day(line: str) -> None:
    report = read(line)

    assert (report.published_on, report.signed_on) == ("2022-01-20", "2022-01-18")
    assert report.body.startswith("根据《中华人民共和国政府信息公开条例》")


@pytest.mark.parametrize("name", ["PubDate", "publishdate", "article:published_time"])
@pytest.mark.parametrize("content", TAGS)
def test_a_meta_tag_gives_the_day(name: str, content: str) -> None:
    assert read(head=f'<meta name="{name}" content="{content}">').published_on == "2022-01-20"


def test_the_day_of_the_signature_is_not_the_day_of_publication() -> None:
    report = read()

    assert (report.published_on, report.signed_on) == (None, "2022-01-18")


def test_the_page_says_it_better_than_its_meta_tag() -> None:
    assert (
        read("<p>发布日期：2022-01-20</p>", '<meta name="PubDate" content="2022-01-25">').published_on == "2022-01-20"
    )


@pytest.mark.parametrize(
    ("above", "day"),
    [
        ("<p>发布：2022-01-20　查阅：85</p>", "2022-01-20"),
        ("<p>2022年3月3日 星期四</p>", None),
        ("<p>2022-03-03</p>", None),
    ],
)
def test_a_line_above_the_title_gives_the_day_but_not_the_day_of_today(above: str, day: str | None) -> None:
    html = f"<meta charset='utf-8'><title>{TITLE}</title>{above}<h1>{TITLE}</h1><div id='zoom'>" + "".join(
        f"<p>{text}</p>" for text in BODY
    )
    reading = read_document(Document(html.encode()))
    assert reading.report is not None and reading.report.published_on == day


def test_a_day_behind_the_text_is_not_that_of_publication() -> None:
    news = "<div><p>相关稿件</p><ul><li>县里部署工作（2022-02-01）</li></ul></div>"
    html = f"<meta charset='utf-8'><title>{TITLE}</title><div id='zoom'>" + "".join(f"<p>{t}</p>" for t in BODY) + news
    reading = read_document(Document(html.encode()))
    assert reading.report is not None and reading.report.published_on is None
