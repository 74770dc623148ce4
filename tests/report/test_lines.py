"""Lines that portals add: labels with values, buttons, footers; and prose that looks a little like them."""

from __future__ import annotations

import time

import pytest

from crawler.report.portal.breadcrumb import is_location, location_parts
from crawler.report.portal.labels import field_of, labelled, value_of
from crawler.report.portal.lines import ends_report, fold, is_boilerplate, is_edge


def test_folding_takes_white_space_and_full_width_ascii() -> None:
    assert fold("索 引\u3000号：ＡＢ１２ ") == "索引号:AB12"


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("索 引 号：", "index_number"),
        ("【发文字号】", "document_number"),
        ("发布日期", "published"),
        ("[公开机构]", "publisher"),
        ("来源", "source"),
        ("点击数", "ignored"),
        ("名 称", "title"),
        ("总体情况", None),
    ],
)
def test_labels_fill_fields_whatever_is_around_them(label: str, field: str | None) -> None:
    assert field_of(label) == field


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("某局 [ 打印 ] [ 关闭 ]", "某局"),
        (" [ 打印 ]", ""),
        ("某局", "某局"),
        ("请选择", ""),
        ("无", ""),
        (" — ", ""),
        ("本站原创", ""),
        ("[某局]", "某局"),
        ("文号", ""),
    ],
)
def test_what_stands_for_nothing_is_no_value(value: str, expected: str) -> None:
    assert value_of(value) == expected


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        ("索引号：QH001/2023-00012", {"index_number": "QH001/2023-00012"}),
        ("索引号：QH001/2023-00012 某某属性：有效", {"index_number": "QH001/2023-00012"}),
        ("某某网 www.x.gov.cn 2023年01月31日 09时58分 来源:某局网站", {"source": "某局网站"}),
        ("来源：青河县民政局 发布时间：2023-01-31 点击数：36", {"source": "青河县民政局", "published": "2023-01-31"}),
        ("发布日期：2023-01-31来源：民政局字体：大 中 小", {"published": "2023-01-31", "source": "民政局"}),
        ("文 号： 发布机构：青河县民政局", {"document_number": "", "publisher": "青河县民政局"}),
        ("[索引号] : QH-1", {"index_number": "QH-1"}),
        ("2023-01-31 来源:民政局", {"published": "2023-01-31", "source": "民政局"}),
    ],
)
def test_a_line_of_metadata_is_read_into_its_fields(line: str, fields: dict[str, str]) -> None:
    found = {field: value for _, field, value in labelled(line)}
    assert {field: found.get(field) for field in fields} == fields


@pytest.mark.parametrize(
    "line",
    [
        "一、总体情况",
        "我局通过以下渠道公布信息来源:门户网站、公开栏。",
        "全年主动公开政府信息36条。",
        "来源：" + "长" * 300,
        "主要做法如下:",
    ],
)
def test_prose_is_no_line_of_metadata(line: str) -> None:
    assert labelled(line) == []


@pytest.mark.parametrize(
    "line",
    [
        "【字体：大 中 小】", "[打印本页] [关闭窗口]", "分享到：", "扫一扫在手机打开当前页", "相关阅读",
        "上一篇：某局报告", "附件下载：", "您现在的位置：首页 > 政务公开", "首页 > 政务公开 > 年报", "浏览次数：36次",
        "责任编辑：张三", "某ICP备12345678号 网站标识码：1234560001", "版权所有 某县人民政府", "返回顶部",
        "相关解读：", "| | |", "保护视力色：", "您是第 3600 位访客",
    ],
)  # fmt: skip
def test_whole_lines_of_the_portal_are_told(line: str) -> None:
    assert is_boilerplate(line) and is_edge(line)


@pytest.mark.parametrize(
    "line",
    [
        "我局在门户网站首页开设了专栏,浏览次数达到36次。",
        "一、概述",
        "将有关文件上传供群众下载。",
        "(一)政策解读",
        "增设打印、复印服务",
    ],
)
def test_lines_of_a_report_are_not(line: str) -> None:
    assert not is_boilerplate(line)


def test_some_lines_are_the_portals_only_at_the_edges() -> None:
    assert is_edge("政策解读") and not is_boilerplate("政策解读")
    assert is_edge("附件1：") and not is_boilerplate("附件1：")


@pytest.mark.parametrize("line", ["相关阅读", "扫一扫在手机打开", "责任编辑：某人", "下一篇：某报告", "版权所有：某县"])
def test_some_lines_end_a_report(line: str) -> None:
    assert ends_report(line)


@pytest.mark.parametrize(
    ("line", "columns"),
    [
        ("首页 > 部门信息公开 > 县水务局 > 年度报告", ["首页", "部门信息公开", "县水务局", "年度报告"]),
        ("首页>>政务公开>>柳湾镇", ["首页", "政务公开", "柳湾镇"]),
        ("首页 » 年报", ["首页", "年报"]),
        ("位置 → 首页 → 柳湾镇 → 年报", ["位置", "首页", "柳湾镇", "年报"]),
        ("您的位置 首页 > 柳湾镇", ["您的位置 首页", "柳湾镇"]),
        ("首页 > 新闻中心 > 政务服务 > 民政局", []),  # the site's menu
    ],
)
def test_a_line_says_where_the_page_lies(line: str, columns: list[str]) -> None:
    assert is_location(line)
    assert location_parts(line) == columns


@pytest.mark.parametrize("line", ["首页改版情况", "位置 → 民政局", "您的位置很重要", "部门信息公开 > 县水务局", "首页"])
def test_other_lines_do_not(line: str) -> None:
    assert not is_location(line)


@pytest.mark.parametrize(
    "word", ["关闭窗口", "打印本页", "微信公众号", "是否有用", "浏览次数12", "大中小", "[打印][关闭]"]
)
def test_no_line_of_buttons_takes_long(word: str) -> None:
    line = (word * 240)[:236] + "错字"
    started = time.process_time()
    assert not is_boilerplate(line)
    is_edge(line)
    assert time.process_time() - started < 0.5


def test_a_box_whose_labels_only_the_style_sheet_sets_apart_is_read_by_its_labels_and_its_date() -> None:
    line = "索引号A1/2023-1发布机构青河县民政局文号发布日期2023-01-13"
    fields = {field: value for _, field, value in labelled(line)}
    assert fields == {
        "index_number": "A1/2023-1",
        "publisher": "青河县民政局",
        "document_number": "",
        "published": "2023-01-13",
    }
    assert not labelled("发布机构名称和发布日期应当与信息来源一致")
