"""Articles whose text only their script asks for: read as the script shows them."""

from __future__ import annotations

import json

import pytest

from crawler.platforms.shells import as_shown
from crawler.records import Context, Document
from crawler.walk.examination import Examination, Hints
from crawler.walk.examine import examine

BASE = "http://www.geng.gov.cn"
ARTICLE = f"{BASE}/open/detail.html?id=71"
TITLE = "庚县财政局2022年政府信息公开工作年度报告"
TEXT = (
    "<p>一、总体情况</p><p>2022年，庚县财政局主动公开政府信息31条，未收到政府信息公开申请。</p>"
    "<p>二、主动公开政府信息情况</p><p>全年公开规范性文件2件，更新办事指南9份，答复咨询14件。</p>"
    "<p>三、收到和处理政府信息公开申请情况</p><p>2022年未收到政府信息公开申请，没有上年结转的申请。</p>"
    "<p>四、政府信息公开行政复议、行政诉讼情况</p><p>没有因政府信息公开引起的行政复议和行政诉讼。</p>"
    "<p>五、存在的主要问题及改进情况</p><p>公开栏更新不够及时，将按月核对清单，落实到人。</p>"
    "<p>六、其他需要报告的事项</p><p>本年度没有收取信息处理费，没有其他需要报告的事项。</p>"
)
SHELL = """<html><head><meta charset="gbk"><title>信息详情</title></head><body><h2 id="t"></h2><div id="c"></div>
<script src="/js/hits.js"></script><script>
var id = (location.search.match(/id=(\\d+)/) || [])[1];
$.get('/api/hits?id=' + id, function () {});
%s
</script></body></html>"""
ASKS = [
    "$.getJSON('/api/content/' + id, function (r) { $('#t').text(r.data.title); $('#c').html(r.data.content); });",
    "fetch(`/api/content/${id}`).then(r => r.json()).then(r => { c = document.getElementById('c');"
    " c.innerHTML = r.data.x; });",
    "$('#c').load('/api/content/' + id);",
]


def _examined(document: Document, **hints: object) -> Examination:
    context = Context(portal_name="庚县人民政府", anchor=TITLE)
    return examine(document, context, Hints(follow=False, **hints))  # type: ignore[arg-type]


def _shell(script: str) -> Document:
    return Document((SHELL % script).encode(), ARTICLE, {"content-type": "text/html; charset=gbk"})


@pytest.mark.parametrize("script", ASKS)
def test_an_empty_article_asks_for_what_its_script_shows(script: str) -> None:
    (fetch,) = _examined(_shell(script)).asks
    assert (fetch.method, fetch.url) == ("GET", f"{BASE}/api/content/71")
    assert fetch.headers["Referer"] == ARTICLE


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ({"data": {"title": TITLE, "publishTime": "2023-01-12 09:00:00", "content": TEXT}}, "application/json"),
        ({"article": {"docTitle": TITLE, "pubDate": "2023-01-12", "body": {"html": TEXT}}}, "application/json"),
        (TEXT, "text/html"),
    ],
)
def test_the_page_is_read_with_the_text_of_the_answer(answer: object, kind: str) -> None:
    body = answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)
    piece = Document(body.encode(), f"{BASE}/api/content/71", {"content-type": f"{kind}; charset=utf-8"})
    shown = as_shown(_shell(ASKS[0]), [piece])
    assert shown is not None
    report = _examined(shown).reading.report
    assert report is not None
    assert (report.agency, report.year, report.title) == ("庚县财政局", 2022, TITLE)
    assert "主动公开政府信息31条" in report.body
    assert report.published_on == ("2023-01-12" if kind == "application/json" else None)


@pytest.mark.parametrize(
    "answer", ['{"code": 404, "data": null}', '{"data": {"title": "x", "content": ""}}', "<p>无</p>"]
)
def test_an_answer_without_an_article_leaves_the_page_as_it_is(answer: str) -> None:
    assert as_shown(_shell(ASKS[0]), [Document(answer.encode(), f"{BASE}/api/content/71")]) is None


def test_a_script_that_is_not_in_the_page_is_asked_for_first() -> None:
    body = "<html><body><div id='c'></div><script src='/js/detail.js'></script></body></html>"
    document = Document(body.encode(), ARTICLE)
    assert _examined(document).scripts == [f"{BASE}/js/detail.js"]
    script = "$.getJSON('/api/content?id=' + location.search.slice(4), function (r) { $('#c').html(r.content); });"
    (fetch,) = _examined(document, scripts={f"{BASE}/js/detail.js": script}).asks
    assert fetch.url == f"{BASE}/api/content?id=71"


def test_an_article_that_shows_its_text_asks_for_nothing() -> None:
    shown = Document((SHELL % ASKS[0]).replace('<div id="c">', f'<h1>{TITLE}</h1><div id="c">{TEXT}').encode(), ARTICLE)
    examined = _examined(shown)
    assert (examined.asks, examined.scripts) == ([], [])
    assert examined.reading.report is not None


def test_an_article_in_a_frame_of_its_page_is_asked_for_and_read() -> None:
    outer = f"<html><body><h1>{TITLE}</h1><p>发布时间：2023-01-12</p><iframe src='body_71.html'></iframe></body></html>"
    outer += "<!-- no script -->"
    document = Document(outer.encode(), f"{BASE}/open/71.html", {"content-type": "text/html; charset=utf-8"})
    asks = _examined(document).asks
    assert [(ask.method, ask.url) for ask in asks] == [("GET", f"{BASE}/open/body_71.html")]
    inside = f"<html><head><title>正文</title></head><body>{TEXT}</body></html>"
    shown = as_shown(
        document, [Document(inside.encode("gbk"), asks[0].url, {"content-type": "text/html; charset=gbk"})]
    )
    assert shown is not None
    report = _examined(shown).reading.report
    assert report is not None and (report.agency, report.year) == ("庚县财政局", 2022)
    assert "未收到政府信息公开申请" in report.body


def test_an_empty_page_with_a_frame_of_another_site_asks_for_nothing() -> None:
    outer = f"<html><body><h1>{TITLE}</h1><iframe src='http://weather.example.com/i.html'></iframe></body></html>"
    assert _examined(Document(outer.encode(), f"{BASE}/open/71.html", {"content-type": "text/html"})).asks == []
