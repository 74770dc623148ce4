"""Families whose lists come from interfaces, each as a whole portal: what a crawl must ask to see all of them."""

from __future__ import annotations

import json
import re
from hashlib import md5

from tests.standin.handmade import COLUMN_TAGS, Site, html_answer, json_answer, rows, window
from tests.standin.pages import Answer
from tests.standin.places import PLACES
from tests.standin.server import Asked

_UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"
Fields = dict[str, str]


def _hash(number: int) -> str:
    return md5(str(number).encode(), usedforsecurity=False).hexdigest()


def jpaas_directory(place: str) -> Site:
    """大汉 JPaaS: every department has its own columns, whose lists are units; titles name only the portal."""
    site = Site(place, "jpaas", names=False)
    site.home(首页="/", 政府信息公开="/zfxxgk/index.html")
    lists = {}
    links = ""
    for number, agency in enumerate(site.agencies):
        folder = f"/zfxxgk/dw{number}"
        column = f"{folder}/xxgknb/"
        lists[f"p{number}"] = column, site.plant(agency, lambda n, c=column: f"{c}art/2023/art_{_hash(n)}.html")
        site.hub(f"{folder}/index.html", f"{column}index.html")
        told = "'webId':'9','tplSetId':'q','pageType':'column','tagId':'%s','pageId':'p%d'"
        units = "".join(
            f'<script url="{_UNIT}" queryData="{{{told % (tag, number)}}}"></script>' for tag in ("导航", "分页列表")
        )
        site.page(f"{column}index.html", units, "年报")
        links += f'<li><a href="{folder}/index.html">{agency.unit}</a></li>'
    site.page("/zfxxgk/index.html", '<a href="/zfxxgk/bm/index.html">部门和乡镇信息公开</a>', "政府信息公开")
    site.page("/zfxxgk/bm/index.html", f"<ul>{links}</ul>", "部门和乡镇")

    def answer(_: Asked, fields: Fields) -> Answer:
        column, items = lists[fields["pageId"]]
        asked = json.loads(fields.get("paramJson", '{"pageNo":1,"pageSize":"2"}'))
        shown = window(items, int(asked["pageNo"]), 2)
        pager = f'<div class="pagination" count="{len(items)}" rows="2"></div>'
        return json_answer({"success": True, "data": {"html": f"<ul>{rows(shown, column)}</ul>{pager}"}})

    site.answers(_UNIT, answer)
    return site


def ucap_search(place: str) -> Site:
    """开普: an empty column that asks the search interface for its channel, in JSONP, twenty rows at a time."""
    site = Site(place, "ucap", departments=5, towns=4)
    site.home(首页="/", 信息公开="/k/zfxxgk/index.shtml")
    site.hub("/k/zfxxgk/index.shtml", "/k/c100777/nianbao.shtml")
    items = site.plant_all(lambda n: f"/k/c100777/202301/c{n}/content.shtml")
    channel = _hash(1)
    script = (
        f"<script>var channelId='{channel}'; $.ajax({{url:'/common/search/'+channelId, dataType:'jsonp'}})</script>"
    )
    site.page("/k/c100777/nianbao.shtml", f"<ul id=l></ul>{script}", "政府信息公开年报", COLUMN_TAGS)

    def answer(_: Asked, fields: Fields) -> Answer:
        shown = window(items, int(fields["page"]), 20)
        found = [{"title": i.title, "url": i.path, "publishedTimeStr": f"{i.day} 09:00:00"} for i in shown]
        return json_answer({"code": 200, "data": {"total": len(items), "results": found}}, "cb")

    site.answers(f"/common/search/{channel}", answer)
    return site


def epoint_settings(place: str) -> Site:
    """新点: a disclosure page that learns from the site's settings how to ask, and posts JSON."""
    site = Site(place, "epoint")
    site.home(首页="/", 政务公开="/zwgk/zwgk.html")
    site.hub("/zwgk/zwgk.html", "/dynamic/zwgk/govInfoPub.html?categorynum=003009")
    site.page(
        "/dynamic/zwgk/govInfoPub.html?categorynum=003009", "<div id=list></div>", "政府信息公开年报", COLUMN_TAGS
    )
    items = site.plant_all(lambda n: f"/zwgk/003009/20230120/{_hash(n)[:8]}-1f.html")
    settings = (
        'var siteInfo={"siteGuid":"7eb5f7f1-9041-43ad","projectName":"/EWB"};function f(a){if(a<b){return "<div>"}}'
    )
    site.answers("/js/webBuilderCommon.js", lambda *_: Answer(settings.encode(), {"content-type": "text/javascript"}))

    def answer(asked: Asked, _: Fields) -> Answer:
        body = json.loads(asked.body)
        shown = window(items, body["pageIndex"] + 1, 10)  # this server counts its pages from nought
        found = [{"infourl": i.path, "realtitle": i.title, "infodate": i.day} for i in shown]
        return json_answer({"custom": json.dumps({"data": found, "total": len(items)}, ensure_ascii=False)})

    site.answers("/EWB/rest/lightfrontaction/getgovinfolist", answer)
    return site


def external_script(place: str) -> Site:
    """A column whose interface only an external script knows; its rows have a number and no address."""
    site = Site(place, "external")
    site.home(首页="/", 政务公开="/zwgk.html")
    site.hub("/zwgk.html", "/nb.html")
    items = site.plant_all(lambda n: f"/show/{n}.html")
    numbers = {item.path.rpartition("/")[2].removesuffix(".html"): item for item in items}
    scripts = "".join(f"<script src='/js/{name}.js'></script>" for name in ("jquery.min", "nianbao"))
    site.page("/nb.html", f"<ul id=l data-channel='31'></ul>{scripts}", "政府信息公开年报", COLUMN_TAGS)
    script = """function load(n) { $.getJSON('/api/page', {cid: $('#l').data('channel'), pageNo: n, pageSize: 6},
      function (r) { $.each(r.rows, function (i, x) {
        add('<a href="/show/' + x.id + '.html">' + x.title + '</a>'); }); }); }"""
    site.answers("/js/nianbao.js", lambda *_: Answer(script.encode(), {"content-type": "text/javascript"}))

    def answer(_: Asked, fields: Fields) -> Answer:
        listed = list(numbers.items()) if fields["cid"] == "31" else []
        shown = listed[(int(fields["pageNo"]) - 1) * 6 :][:6]
        found = [{"id": number, "title": item.title, "date": item.day} for number, item in shown]
        return json_answer({"total": len(listed), "rows": found})

    site.answers("/api/page", answer)
    return site


def aspnet_postbacks(place: str) -> Site:
    """ASP.NET: pages by post-back, each valid only with the state of the page before; the last one repeats itself."""
    site = Site(place, "aspnet", names=False)
    site.home(首页="/", 政务公开="/zwgk.aspx")
    site.hub("/zwgk.aspx", "/List.aspx?cid=45")
    items = site.plant_all(lambda n: f"/show.aspx?id={n}")
    last = -(-len(items) // 4)

    def render(page: int) -> Answer:
        state = f'<input type="hidden" name="__VIEWSTATE" value="VS{page}"><input name="kw"><input type=submit name=s>'
        pager = "<a href=\"javascript:__doPostBack('ctl00$Next','')\">下一页</a>"
        listed = f"<ul>{rows(window(items, page, 4))}</ul>"
        return site.framed(f'<form method="post" action="List.aspx?cid=45">{state}{listed}{pager}</form>', "")

    def answer(asked: Asked, fields: Fields) -> Answer:
        if asked.method == "GET":
            return render(1)
        shown = re.fullmatch(r"VS(\d+)", fields["__VIEWSTATE"])
        if shown is None or fields["__EVENTTARGET"] != "ctl00$Next":
            return Answer(b"invalid postback", status=500)
        return render(min(int(shown[1]) + 1, last))

    site.answers("/List.aspx", answer)
    return site


def trs_service(place: str) -> Site:
    """拓尔思 list2.trsapi: the first rows in the page, all of them from a service that is posted a form."""
    site = Site(place, "trs", departments=4)
    site.home(首页="/", 政务公开="/zwgk/")
    site.hub("/zwgk/", "/zwgk/zfxxgknb/")
    items = site.plant_all(lambda n: f"/zwgk/zfxxgknb/202301/t20230120_{n}.htm")
    script = (
        "<script>var SiteInfo = { searchId: 220105 };</script><script>require(['list2.trsapi'], function(m) { m("
        '{ listArgs: { channelid: SiteInfo.searchId, classsql: "" || "chnlid=4910", sortfield: "-docreltime" },'
        f" pagebar: {{ prepage: 5, recordCount: '{len(items)}' }} }}) }});</script>"
    )
    listed = f"<ul>{rows(items[:5], '/zwgk/zfxxgknb/')}</ul>"
    site.page("/zwgk/zfxxgknb/", listed + script, "政府信息公开年报", COLUMN_TAGS)

    def answer(_: Asked, fields: Fields) -> Answer:
        if (fields["channelid"], fields["classsql"]) != ("220105", "chnlid=4910"):
            return json_answer({"data": [], "count": 0})
        shown = window(items, int(fields["page"]), 8)
        found = [{"doctitle": i.title, "docpuburl": site.base + i.path, "docreltime": i.day} for i in shown]
        return json_answer({"count": len(items), "data": found})

    site.answers("/fjdzapp/search", answer)
    return site


def hanweb_module(place: str) -> Site:
    """大汉 disclosure module: a table posted for, page by page."""
    site = Site(place, "hanweb")
    site.home(首页="/", 信息公开="/col/col101/index.html")
    site.hub("/col/col101/index.html", "/col/col155/index.html")
    items = site.plant_all(lambda n: f"/art/2023/1/20/art_155_{n}.html")
    script = (
        "<script>$.post('/module/xxgk/search.jsp', 'infotypeId=A0700&jdid=12&divid=div1201&area=11330000')</script>"
    )
    site.page("/col/col155/index.html", f"<div id=div1201></div>{script}", "政府信息公开年报")

    def answer(_: Asked, fields: Fields) -> Answer:
        page, last = int(fields["currpage"]), -(-len(items) // 6)
        shown = window(items if fields["infotypeId"] == "A0700" else [], page, 6)
        return html_answer(
            f"<ul>{rows(shown)}</ul><div>共{last}页 第{page}页 <a onclick='go({page + 1})'>下一页</a></div>"
        )

    site.answers("/module/xxgk/search.jsp", answer)
    return site


def on_the_prefectures_host(place: str, prefecture: str) -> Site:
    """A county whose disclosure lies in a directory of its prefecture's site; rows say only the year."""
    site = Site(place, "shared", names=False)
    host = f"http://www.{PLACES[prefecture].host}"
    folder = f"/gk/{place}"
    site.home(首页="/", 政务公开=f"{host}{folder}/index.html")
    links = ""
    for number, agency in enumerate(site.agencies):
        column = f"{folder}/dw{number}/gknb"
        items = site.plant(agency, lambda n, c=column: f"{c}/202301/t20230120_{n}.html", host=host)
        years = "".join(f'<li><a href="{i.path}">{i.report.year}年度报告</a><span>{i.day}</span></li>' for i in items)
        site.page(f"{column}/index.html", f"<ul>{years}</ul>", "公开年报", host=host)
        site.page(
            f"{folder}/dw{number}/index.html", f'<a href="{column}/index.html">公开年报</a>', agency.name, host=host
        )
        links += f'<a href="{folder}/dw{number}/index.html">{agency.unit}</a> '
    aside = f'<a href="{host}/gk/others/gknb/index.html">公开年报</a>'
    site.page(f"{folder}/index.html", f"<div>{links}</div>{aside}", f"{site.place.name}政府信息公开", host=host)
    site.page("/gk/others/gknb/index.html", "<p>暂无内容</p>", "公开年报", host=host)
    return site
