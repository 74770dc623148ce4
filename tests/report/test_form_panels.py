"""Statutory tables as pages for small screens show them: cards, closed panels, a table folded into two halves."""

from __future__ import annotations

from random import Random

import pytest

from tests.report.form_checks import compare, draw, read
from tests.report.form_tables import filled, html_of, html_report, tables
from tests.standin.forms import Table

_PRINTS = ("0", "3", "17", "/")
#: How a card shows a column and its figure.
_ITEMS = {
    "list": "<li><span>{0}</span><em>{1}</em></li>",
    "definitions": "<dt>{0}</dt><dd>{1}</dd>",
    "colon": "<p>{0}：{1}</p>",
    "figure first": "<div><b>{1}</b><span>{0}</span></div>",
}


def _requests(era: str) -> Table:
    return next(table for table in tables(era, Random(era), _PRINTS) if table.form == "requests")


@pytest.mark.parametrize("item", _ITEMS.values(), ids=_ITEMS.keys())
@pytest.mark.parametrize("era", ["standard2021", "trial2019"])
def test_a_card_for_each_row(era: str, item: str) -> None:
    made = _requests(era)
    heads, *rows = filled(made)[2:]
    html = "".join(
        f"<div><h4>{row[2]}</h4>"
        + "".join(item.format(head, figure) for head, figure in zip(heads[3:], row[3:], strict=True))
        + "</div>"
        for row in rows
    )
    report = read(html_report(era, [("requests", html)]), "report.html")
    right, total, misread = compare(report, [made])
    assert (right, misread) == (total, [])


def test_a_card_for_each_kind_of_item_whatever_it_counts() -> None:
    html = "".join(
        f"<div><h4>{label}</h4><ul>" + "".join(f"<li>{text}</li>" for text in texts) + "</ul></div>"
        for label, texts in (
            ("规章", ("本年制发件数：0", "本年废止件数：1", "现行有效件数：4")),
            ("行政规范性文件", ("本年制发件数：7", "本年废止件数：2", "现行有效件数：36")),
            ("行政许可", ("本年处理决定数量：1,280",)),
        )
    )
    report = read(html_report("standard2021", [("proactive", html)]), "report.html")
    found = {(cell.row_key, cell.column_key): cell.value for cell in report.table_cells}
    assert found == {
        ("rules", "issued"): 0, ("rules", "repealed"): 1, ("rules", "in_force"): 4, ("licences", "decisions"): 1280,
        ("normative_documents", "issued"): 7, ("normative_documents", "repealed"): 2,
        ("normative_documents", "in_force"): 36,
    }  # fmt: skip


def test_tables_in_closed_panels_are_read_and_copies_and_other_tables_there_are_not() -> None:
    made, _, _ = draw("plain", "standard2021", "as_printed")
    other = _requests("standard2021")
    panels = [(table.form, f'<div style="display:none">{html_of(table.rows)}</div>') for table in made]
    panels[-1] = (panels[-1][0], html_of(made[-1].rows) + panels[-1][1])
    hidden = f'<div style="display:none">{html_of(other.rows)}<table><tr><td>a<td>1<tr><td>b<td>2</table></div>'
    report = read(html_report("standard2021", [*panels, ("requests", hidden)]), "report.html")
    right, total, misread = compare(report, made)
    assert (right, misread) == (total, [])
    assert "a\t1" not in report.body


def test_a_table_folded_into_two_halves_side_by_side() -> None:
    made = _requests("standard2021")
    head, *rows = [[row[2], *row[3:]] for row in filled(made)[2:]]
    half = (len(rows) + 1) // 2
    rows.append([""] * len(head))
    lines = [head + head, *(left + right for left, right in zip(rows[:half], rows[half:], strict=True))]
    html = "".join("<tr>" + "".join(f"<td>{text}</td>" for text in line) + "</tr>" for line in lines)
    report = read(html_report("standard2021", [("requests", f"<table>{html}</table>")]), "report.html")
    right, total, misread = compare(report, [made])
    assert (right, misread) == (total, [])


def test_names_in_two_languages_are_known_by_the_chinese_one() -> None:
    made = _requests("standard2021")
    html = html_of(made.rows).replace("自然人", "自然人 Natural person").replace("总计", "བསྡོམས་རྩིས 总计")
    html = html.replace("商业企业", "商业企业<br>Enterprise").replace("法律服务机构", "法律服务机构 Law firm")
    report = read(html_report("standard2021", [("requests", html)]), "report.html")
    right, total, misread = compare(report, [made])
    assert (right, misread) == (total, [])


@pytest.mark.parametrize(("heads", "own"), [(("镇街", "部门", "合计"), 2), (("合计", "本级", "下级"), 0)])
def test_of_the_annexs_columns_for_parts_and_the_whole_the_whole_is_read(heads: tuple[str, ...], own: int) -> None:
    labels = ["主动公开政府信息数", "收到申请数", "申请办结数", "申请答复数", "举报投诉数量"]
    rows = [[label, "件", *(str(10 * number + at) for at in range(3))] for number, label in enumerate(labels)]
    lines = [["统计指标", "单位", *heads], *rows]
    html = "".join("<tr>" + "".join(f"<td>{text}</td>" for text in line) + "</tr>" for line in lines)
    report = read(html_report("annex2014", [("annex2014", f"<table>{html}</table>")]), "report.html")
    assert [c.value for c in report.table_cells if c.column_key == "value"] == [float(row[2 + own]) for row in rows]


def test_several_figures_under_heads_that_say_nothing_are_none_of_them_the_value() -> None:
    labels = ["主动公开政府信息数", "收到申请数", "申请办结数", "申请答复数", "举报投诉数量"]
    lines = [["统计指标", "甲镇", "乙镇"], *([label, str(n), str(n + 7)] for n, label in enumerate(labels))]
    html = "".join("<tr>" + "".join(f"<td>{text}</td>" for text in line) + "</tr>" for line in lines)
    report = read(html_report("annex2014", [("annex2014", f"<table>{html}</table>")]), "report.html")
    assert not [cell for cell in report.table_cells if cell.form == "annex2014"]
    assert sum(finding.rule == "unknown_row" for finding in report.findings) == len(labels)
