"""The form is told by its tables and outline, never by its year alone."""

from __future__ import annotations

import pytest

from crawler.report.cleaning.body import find_body
from crawler.report.cleaning.clean import clean_body
from crawler.report.eras import form_era
from tests.report.pages import LINES, page_of

PROSE = "".join(f"<p>{line}</p>" for line in LINES)
TABLES = {
    "standard2021": "<tr><td>信息内容<td>本年制发件数<td>本年废止件数<td>现行有效件数<tr><td>规章<td>0<td>0<td>0",
    "trial2019": "<tr><td>信息内容<td>本年新制作数量<td>本年新公开数量<td>对外公开总数量<tr><td>规章<td>0<td>0<td>0",
    "annex2014": "<tr><td>主动公开政府信息数<td>条<td>36"
    "<tr><td>制发规范性文件总数<td>件<td>0<tr><td>收到申请数<td>件<td>0",
}
TEXTS = [f"第{number}部分,{LINES[2]}" for number in range(6)]
OUTLINE = (
    "一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况", "五、{}存在的主要问题及改进情况", "六、其他需要报告的事项",
)  # fmt: skip


def era(html: str, year: int | None) -> str:
    page = page_of(f"<div id=zoom>{html}</div>")
    return form_era(page, clean_body(page, find_body(page), ""), year)


@pytest.mark.parametrize("form", TABLES)
@pytest.mark.parametrize("year", [2012, 2020, 2023, None])
def test_tables_decide_whatever_the_year(form: str, year: int | None) -> None:
    assert era(f"{PROSE}<table>{TABLES[form]}</table>", year) == form


@pytest.mark.parametrize(
    ("five", "year", "form"),
    [
        ("", 2022, "standard2021"),
        ("", 2020, "trial2019"),
        ("政府信息公开工作", 2020, "trial2019"),
        ("政府信息公开工作", None, "trial2019"),
        ("政府信息公开工作", 2022, "standard2021"),
        ("", None, "standard2021"),
    ],
)
def test_the_outline_decides_where_the_tables_are_lost(five: str, year: int | None, form: str) -> None:
    html = "".join(f"<p>{line.format(five)}</p><p>{text}</p>" for line, text in zip(OUTLINE, TEXTS, strict=True))
    assert era(html, year) == form


def test_in_the_first_year_of_the_forms_headings_that_reports_always_had_are_none_of_theirs() -> None:
    html = "".join(f"<p>{line.format('')}</p><p>{text}</p>" for line, text in zip(OUTLINE, TEXTS, strict=True))
    assert era(html, 2018) == "trial2019"
    old = html.replace("收到和处理政府信息公开申请情况", "依申请公开情况").replace(
        "政府信息公开行政复议、行政诉讼", "复议诉讼"
    )
    assert [era(old, 2018), era(old, 2019)] == ["narrative", "trial2019"]


def test_the_annex_may_be_printed_as_lines() -> None:
    words = ("主动公开政府信息数", "制发规范性文件总数", "收到申请数", "申请办结数", "按时办结数", "接受培训人员数")
    assert era(PROSE + "".join(f"<p>{word} 件 0</p>" for word in words), 2016) == "annex2014"


def test_prose_alone_is_narrative() -> None:
    assert era(PROSE, 2022) == "narrative"
