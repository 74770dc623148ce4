"""Local forms of the statistics (地方统计表), used from 2008 to 2018: two columns of figures, rows of their own."""

from __future__ import annotations

import pytest

from crawler.records import Report
from tests.report.pages import LINES, TITLE, article, report_of

ROWS = """
主动公开信息数|条|120|640
其中：1.网站公开|条|118|630
2.政府公报公开|条|2|10
受理依申请公开信息总数|条|9|31
其中：1.当面申请数|条|3|12
2.传真申请数|条|0|
3.电子邮件申请数|条|4|9
4.网上申请数|条|1|6
5.信函申请数|条|0|/
6.其它形式申请数|条|1|4
对申请的答复总数|条|9|31
其中：1.同意公开答复数|条|8|29
2.同意部分公开答复数|条|0|1
3.否决公开答复数|条|1|1
行政复议数|件|0|0
行政诉讼数|件|0|1
行政申诉、举报数|件|2|2
""".strip().splitlines()
HEAD = "指标名称|计量单位|2013年度|历年累计"


def below(html: str) -> Report:
    """A report with the annex below its text."""
    return report_of(article(*LINES).replace("</div>", f"<p>附件：统计表</p>{html}</div>"), title=TITLE)


def table(rows: list[str], head: str = HEAD) -> str:
    cells = [f"<tr>{''.join(f'<td>{cell}' for cell in row.split('|'))}" for row in (head, *rows)]
    return f"<table>{''.join(cells)}</table>"


def read(rows: list[str], head: str = HEAD) -> Report:
    return report_of(article(*LINES) + f"<p>附件：统计表</p>{table(rows, head)}", title=TITLE)


def cells(report: Report, column: str) -> dict[str, tuple[str, float | None, str]]:
    return {c.row_key: (c.raw, c.value, c.state) for c in report.table_cells if c.column_key == column}


def test_what_another_organ_has_is_told_in_any_words() -> None:
    report = read([*ROWS[:-3], "4.“非本机关政府信息”数|条|0|2", *ROWS[-3:]])
    assert cells(report, "cumulative")["answered_not_this_organ"] == ("2", 2, "number")
    assert not [f for f in report.findings if f.rule == "unknown_row"]


def test_the_year_and_all_years_so_far_are_two_columns() -> None:
    report = read(ROWS)
    of_year, so_far = cells(report, "value"), cells(report, "cumulative")
    assert len(of_year) == len(so_far) == len(ROWS)
    assert (of_year["applications_email"], so_far["applications_email"]) == (("4", 4, "number"), ("9", 9, "number"))
    assert (so_far["applications_fax"], so_far["applications_letter"]) == (("", None, "blank"), ("/", None, "na"))
    assert (of_year["complaints"], of_year["answered_refused"]) == (("2", 2, "number"), ("1", 1, "number"))
    assert report.form_era == "annex2014"
    assert not [f for f in report.findings if f.rule in ("unknown_row", "sum_mismatch", "identity_broken")]


def test_later_rows_are_known_too() -> None:
    rows = """
主动公开文件数|条|2543|78967
其中：1、政府网站公开数|条|2543|78967
受理政府信息依申请公开总数|条|3|5
其中：1、当面申请数|条|1|1
2、网上申请数|条|0|1
3、信函、传真申请数|条|2|3
对申请的答复总数|条|3|5
其中：1、同意公开答复数|条|2|4
4、其他类型答复数|条|1|1
政府信息公开收费减免金额|元|0|0
""".strip().splitlines()
    report = read(rows)
    of_year = {key: raw for key, (raw, _, _) in cells(report, "value").items()}
    assert of_year == {
        "disclosed": "2543",
        "channel_website": "2543",
        "applications": "3",
        "applications_in_person": "1",
        "applications_online": "0",
        "applications_letter_fax": "2",
        "answered": "3",
        "answered_granted": "2",
        "answered_other": "1",
        "fees_waived": "0",
    }
    assert not [f for f in report.findings if f.rule in ("unknown_row", "sum_mismatch")]


@pytest.mark.parametrize(("printed", "message"), [("7", "3+1+4+1=9，不等于所列 7"), ("12", "3+1+4+1=9，不等于所列 12")])
def test_the_ways_of_applying_that_only_local_forms_have_are_in_the_sum(printed: str, message: str) -> None:
    rows = [row.replace("总数|条|9|31", f"总数|条|{printed}|31") if row.startswith("受理") else row for row in ROWS]
    found = [f.message for f in read(rows).findings if f.rule == "sum_mismatch"]
    assert len(found) == 1
    assert message in found[0]


def test_parts_that_fall_short_prove_nothing_where_a_row_was_not_understood() -> None:
    rows = [row.replace("电子邮件申请数", "政务服务窗口代收数") for row in ROWS]
    report = read(rows)
    assert [f.rule for f in report.findings if f.rule in ("unknown_row", "sum_mismatch")] == ["unknown_row"]


def test_one_column_of_figures_is_the_years() -> None:
    rows = [row.rpartition("|")[0] for row in ROWS]
    report = read(rows, "指标名称|单位|数量")
    assert cells(report, "value")["disclosed"] == ("120", 120, "number")
    assert cells(report, "cumulative") == {}


def test_the_year_is_a_part_of_all_years_so_far() -> None:
    rows = [row.replace("120|640", "640|120") for row in ROWS]
    found = [f.message for f in read(rows).findings if f.rule == "sum_mismatch"]
    assert found == [
        "统计表“主动公开政府信息数”行：“数量” 640 大于“历年累计” 120",
        "统计表“历年累计”列：“政府网站公开政府信息数” 630 大于“主动公开政府信息数” 120",
    ]


@pytest.mark.parametrize(
    "head", ["指标名称|单位|2013年|2012年", "指标名称|单位|2012年度|2013年度", "指标|单位|上年|本年"]
)
def test_the_year_before_is_a_column_of_its_own_wherever_it_stands(head: str) -> None:
    first = head.endswith("2012年")
    rows = [f"主动公开信息数|条|{'7|5' if first else '5|7'}", f"受理申请总数|条|{'/|3' if first else '3|/'}"]
    report = read([*rows, *ROWS[4:14]], head)
    of_year, before = cells(report, "value"), cells(report, "previous")
    assert (of_year["disclosed"][1], before["disclosed"][1]) == (7, 5)
    assert (of_year["applications"][2], before["applications"][1]) == ("na", 3)


def test_a_group_may_have_its_figure_in_a_row_of_its_own() -> None:
    rows = "".join(f"<tr><td>{row.replace('|', '</td><td>')}</td></tr>" for row in ROWS[:-3])
    rows = rows.replace("<td>主动", '<td colspan="2">主动')
    group = "<tr><td rowspan=2>行政复议</td><td>数量</td><td>3</td></tr>"
    table = f"<table>{rows}{group}<tr><td>维持具体行政行为数</td><td>2</td></tr></table>"
    got = cells(report_of(article(*LINES) + f"<p>附件：统计表</p>{table}", title=TITLE), "value")
    assert (got["reviews"][1], got["reviews_upheld"][1]) == (3, 2)


#: A form in parts, each under a heading of its own; groups stand beside the labels, and not all rows are known ones.
PARTS = (
    ("人员配置", ["1.从事信息公开工作人员数|不填|4", "其中：⑴专职人员数|不填|1", "⑵兼职人员数|不填|3"]),
    ("公开的内容", ["2.公开信息总数★|310|45", "其中：⑴规范性文件类信息数|20|6", "⑵规划计划类信息数|9|2"]),
    ("申请情况", ["3.政府信息公开申请数|7|2", "其中：⑴网上申请数|5|", "⑵当面申请数|2|0"]),
    ("行政复议", ["4.与信息公开事务相关的行政复议申请数||", "其中：Ⅰ维持行为数|1|0", "Ⅱ纠错数|0|0"]),
    ("收费", ["5.与信息公开相关的收费金额|0|0"]),
)


def test_a_local_form_in_parts_with_groups_beside_its_labels_is_read() -> None:
    parts = ""
    for group, rows in PARTS:
        lines = ["".join(f"<td>{cell}" for cell in row.split("|")) for row in rows]
        lines[0] = f"<td rowspan={len(rows)}>{group}{lines[0]}"
        head = "<tr><td colspan=2>指 标<td>累计数<td>18年发生数"
        parts += f"<p>{group}情况</p><table>{head}{''.join(f'<tr>{line}' for line in lines)}</table>"
    report = report_of(article(*LINES) + f"<p>附表</p>{parts}", title=TITLE)
    values, so_far = cells(report, "value"), cells(report, "cumulative")
    assert {key: value[0] for key, value in values.items()} == {
        "staff": "4",
        "staff_full_time": "1",
        "staff_part_time": "3",
        "disclosed": "45",
        "applications": "2",
        "normative_documents_disclosed": "6",
        "applications_online": "",
        "applications_in_person": "0",
        "reviews": "",
        "reviews_upheld": "0",
        "reviews_corrected": "0",
        "fees": "0",
    }
    assert {key: value[0] for key, value in so_far.items()} == {
        "disclosed": "310",
        "normative_documents_disclosed": "20",
        "applications": "7",
        "applications_online": "5",
        "applications_in_person": "2",
        "reviews": "",
        "reviews_upheld": "1",
        "reviews_corrected": "0",
        "fees": "0",
    }
    unknown = [finding.evidence for finding in report.findings if finding.rule == "unknown_row"]
    assert unknown == ["⑵规划计划类信息数 | 2 | 9"]


@pytest.mark.parametrize("unit", ["（{}）", " （单位：{}）", "，单位：{}", "/{}", "[{}]", "{}"])
def test_a_unit_in_the_label_is_the_rows(unit: str) -> None:
    rows = [("收到申请数", "件"), ("当面申请数", "件"), ("申请答复数", "件"), ("召开政府信息公开工作会议数", "次")]
    rows += [("依申请公开信息收取的费用", "万元"), ("主动公开政府信息数（内容相同的计1条）", "条")]
    lines = "".join(f"<tr><td>{label}{unit.format(name)}<td>3" for label, name in rows)
    report = below(f"<table><tr><td>指标<td>数量{lines}</table>")
    units = {key: raw for key, (raw, _, _) in cells(report, "unit").items()}
    assert list(units.values()) == [name for _, name in rows]
    assert {value for _, value, _ in cells(report, "value").values()} == {3}


ANNEX = """
一、主动公开情况
（一）主动公开政府信息数|条|31
制发规范性文件总数|件|2
二、回应解读情况
（一）回应公众关注热点或重大舆情数|次|4
三、依申请公开情况
（一）收到申请数|件|5
1.当面申请数|件|1
2.传真申请数|件|0
3.网络申请数|件|4
（二）申请办结数|件|5
八、机构建设和保障经费情况
（一）政府信息公开工作专门机构数|个|1
""".strip().splitlines()


def test_small_parts_before_the_annex_is_told_are_parts_of_it() -> None:
    report = below("".join(table([], row) if "|" in row else f"<p>{row}</p>" for row in ANNEX))
    assert [value for _, value, _ in cells(report, "value").values()] == [5, 1, 0, 4, 5, 1, 31, 2, 4]
    assert not [f for f in report.findings if f.rule in ("unknown_row", "tables_missing", "section_numbering")]


def test_lines_beside_a_table_are_rows_of_the_annex_and_its_headings_no_chapters() -> None:
    first, last = ("".join(f"<p>{row.replace('|', ' ')}</p>" for row in rows) for rows in (ANNEX[:6], ANNEX[11:]))
    report = below(f"{first}{table(ANNEX[7:11], ANNEX[6])}{last}<p>（二）举办各类培训班数 次 3</p>")
    assert len(cells(report, "value")) == 10
    assert not [f for f in report.findings if f.rule in ("unknown_row", "tables_missing", "section_numbering")]


@pytest.mark.parametrize(
    ("head", "own"),
    [
        ("代码|本期实际", 1),
        ("代码|本年累计", 1),
        ("代码|完成情况", 1),
        ("行次|上年同期|本年实际", 2),
        ("本期实际|本年累计", 1),
        ("本年累计|本期实际|代码", 0),
        ("本期|历年累计", 0),
        ("完成|审核", -1),
    ],
)
def test_the_head_says_which_column_is_the_years(head: str, own: int) -> None:
    labels = ["主动公开信息数", "网站公开", "受理申请总数", "当面申请数", "传真申请数", "行政复议数"]
    columns = head.split("|")
    figures = [
        [f"{place:02}" if name in ("代码", "行次") else f"{at}{place * 3}" for at, name in enumerate(columns)]
        for place in range(1, 7)
    ]
    rows = [f"{label}|条|{'|'.join(line)}" for label, line in zip(labels, figures, strict=True)]
    report = below(table(rows, f"指标|单位|{head}"))
    found = [raw for raw, _, _ in cells(report, "value").values()]
    assert found == ([line[own] for line in figures] if own >= 0 else [])
    assert bool([f for f in report.findings if f.rule == "unknown_row"]) == (own < 0)


CODED = """
指标名称 计量单位 代码 本期实际
主动公开信息数 条 01 25
其中：网站公开 条 02 5
申请总数 条 03 6
其中：1.当面申请数 条 04 1
2.传真申请数 条 05 0
3.网上申请数 条 06 5
行政复议数 件 07
""".strip().splitlines()


@pytest.mark.parametrize("shape", ["<pre>{}</pre>", "<p>{}</p>"])
@pytest.mark.parametrize("cells_apart", [False, True])
def test_lines_with_two_figures_are_read_by_their_head(shape: str, cells_apart: bool) -> None:
    lines = [cell for line in CODED for cell in line.split()] if cells_apart else CODED
    between = "\n" if shape.startswith("<pre") else "</p><p>"
    report = below(shape.format(between.join(lines)))
    found = {key: raw for key, (raw, _, _) in cells(report, "value").items()}
    assert list(found.values()) == ["25", "5", "6", "1", "0", "5"]
    said = [finding.evidence for finding in report.findings if finding.rule == "tables_missing"]
    assert said == ["行政复议数"]  # which of its two cells is left blank, no one knows


@pytest.mark.parametrize("apart", ["", "</p><p>"])
def test_an_annex_that_ran_together_is_not_read_and_that_is_said(apart: str) -> None:
    rows = [line.replace(" ", "") for line in CODED] + [
        "接受培训人员数人次082",
        "举办培训班数次093",
        "行政诉讼案件数件100",
    ]
    report = below(f"<p>{apart.join(rows)}</p>")
    assert report.table_cells == []
    assert [finding.rule for finding in report.findings].count("tables_missing") == 1


def test_prose_below_the_name_of_an_annex_that_is_a_file_claims_no_lost_table() -> None:
    report = below("<p><a href=/a.xls>政府信息公开情况统计表</a></p><p>全年主动公开政府信息数12条,申请总数3件。</p>")
    assert not [finding for finding in report.findings if finding.rule == "tables_missing"]


@pytest.mark.parametrize("first", [1, 6])
def test_a_column_that_counts_the_rows_holds_no_figures_whatever_its_head_says(first: int) -> None:
    # The print of units and figures ran into the labels: all that stands apart is the row's number.
    lines = (row.split("|") for row in ROWS)
    rows = [f"<tr><td>{n}<td colspan=3>{label}" for n, (label, *_) in enumerate(lines, first)]
    body = article(*LINES) + f"<p>附件：统计表</p><table><tr><td>号<td colspan=3>数{''.join(rows)}</table>"
    assert not report_of(body, title=TITLE).table_cells


def test_figures_beside_numbers_of_rows_are_read_though_one_number_was_misread() -> None:
    numbered = [f"{3 if n == 8 else n}|{row}" for n, row in enumerate(ROWS, 1)]
    report = read(numbered, head="|" + HEAD)
    assert cells(report, "value")["disclosed"][1] == 120 and len(cells(report, "value")) == len(ROWS)


@pytest.mark.parametrize(("first", "read_of"), [("12", 0), ("", 7)])
def test_numbers_of_rows_before_labels_that_stand_last_are_no_figures(first: str, read_of: int) -> None:
    labels = [row.split()[0] for row in CODED[1:]]
    rows = [f"{int(first) + at if first else at * at}|{label}" for at, label in enumerate(labels)]
    report = below(table(rows[1:], rows[0]))
    assert len(cells(report, "value")) == read_of


def test_a_figure_that_ran_into_its_label_is_said_to_be_unread_and_turns_no_other_row() -> None:
    glued = ["制发规范性文件总数件21", "举报投诉数量件4", "申请答复数件33", "举办培训班数次2", "接受培训人员数人次50"]
    lines = "".join(f"<tr><td>{code + 20}<td colspan=3>{row}" for code, row in enumerate(glued))
    lines += "".join("<tr><td>{2}<td>{0}<td>{1}<td>3".format(*row.split()) for row in CODED[1:])
    report = below(f"<table>{lines}</table>")
    assert [raw for raw, _, _ in cells(report, "value").values()] == ["3"] * 7
    assert [finding.rule for finding in report.findings].count("unknown_row") == len(glued)
