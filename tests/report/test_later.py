"""A later page of a report on several pages, met alone, is told by its pager and its text."""

from __future__ import annotations

import pytest

from crawler.records import Reading
from tests.report.pages import read

URL = "http://www.stand-in.gov.cn/zwgk/202301/t20230131_1_1.html"
FIRST = "http://www.stand-in.gov.cn/zwgk/202301/t20230131_1.html"
PAGER = "<div><a href=t20230131_1.html>上一页</a> <a href=t20230131_1.html>1</a> <b>2</b></div>"
NO_PAGER = "<div><a href=/>返回首页</a></div>"
REST = """<p>三、依申请公开政府信息办理情况</p><p>全年共受理政府信息公开申请3件,均已按时答复。</p>
<p>四、因政府信息公开申请行政复议、提起行政诉讼的情况</p><p>全年没有发生行政复议和行政诉讼。</p>
<p>五、存在的主要问题</p><p>公开的内容还不够全面,今后将加强培训,提高公开的质量。</p>"""
GUIDE = """<p>三、依申请公开</p><p>本指南所称申请人应当填写申请表,公开机关自收到之日起20个工作日内答复。</p>
<p>四、收费标准</p><p>不收取费用。</p><p>五、监督和救济</p><p>申请人可以申请行政复议或者提起行政诉讼。</p>"""
MEETING = """<p>三、会议要求</p><p>会议强调,各部门要高度重视,全年完成任务36件。</p>
<p>四、下一步打算</p><p>各部门要把责任落实到人,把任务落实到天。</p>"""


def page(body: str, pager: str = PAGER, title: str = "青河县人民政府") -> Reading:
    return read(f"<div id=zoom>{body}</div>{pager}", url=URL, title=title)


def test_a_later_page_alone_is_a_report_that_says_what_it_lacks() -> None:
    reading = page(REST)
    assert reading.kind == "report" and reading.why == "page 2 of one"
    assert reading.parts is not None and (reading.parts.number, reading.parts.first) == (2, FIRST)
    assert reading.report is not None
    assert "one_of_several" in {finding.rule for finding in reading.report.findings}


@pytest.mark.parametrize(
    ("body", "pager", "title"),
    [
        pytest.param(REST, NO_PAGER, "青河县人民政府", id="no pager"),
        pytest.param(GUIDE, PAGER, "青河县人民政府", id="the rest of a guide"),
        pytest.param(REST, PAGER, "青河县2022年法治政府建设年度报告", id="another report's"),
        pytest.param(REST, PAGER, "青河县民政局政府信息公开指南", id="a guide by its title"),
        pytest.param(MEETING, PAGER, "青河县人民政府", id="news"),
    ],
)
def test_a_later_page_of_anything_else_is_none(body: str, pager: str, title: str) -> None:
    assert page(body, pager, title).report is None
