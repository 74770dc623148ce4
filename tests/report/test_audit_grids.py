"""Tables of an agency's own making: totals that their parts make raise nothing, others do."""

from __future__ import annotations

import pytest

from crawler.records import Grid, GridCell
from crawler.report.audits.grids import audit_grids


def told(table: str) -> list[str]:
    rows = [line.split("|") for line in table.strip().split("\n")]
    cells = [[GridCell(text, number, at) for at, text in enumerate(row)] for number, row in enumerate(rows)]
    return [finding.message for finding in audit_grids([Grid(cells)])]


#: A right table, and what makes it wrong.
TABLES = [
    ("类别|数量（条）|占比\n机构|24|12%\n法规|36|18%\n动态|140|70%\n合计|200|100%", "机构|24", "机构|42"),
    ("类别|数量|占比\n机构|24|12%\n法规|36|18%\n动态|140|70%\n合计|200|100%", "18%", "28%"),
    ("渠道|条数\n合计|90\n网站|60\n微信|30", "合计|90", "合计|99"),
    ("序号|单位|件数\n合计||12\n1|甲镇|5\n2|乙镇|7", "甲镇|5", "甲镇|6"),
    ("序号|类别|条数\n1|文件|31\n2|动态|62\n|合计|93", "|31", "|13"),
    ("类别|数量\n网站|60\n其中：动态|22\n微信|30\n合计|90", "网站|60", "网站|66"),
    ("单位|网站|微信|合计\n教育局|12|8|20\n民政局|9||9\n财政局|7|3|10", "|3|10", "|3|13"),
    ("方式|一季度|二季度\n当面|2|/\n网络|11|4\n总 计|13|4", "网络|11", "网络|1"),
]


@pytest.mark.parametrize(("table", "right", "wrong"), TABLES)
def test_a_total_is_the_sum_of_its_parts(table: str, right: str, wrong: str) -> None:
    assert told(table) == []
    assert len(told(table.replace(right, wrong, 1))) == 1


@pytest.mark.parametrize(
    "table",
    [
        "类别|数量\n网站|60\n其中：动态|22\n公告|18\n公示|20\n微信|30\n合计|90",
        "类别|数量\n网站|60\n其中：动态|22\n微信|31\n其中：原创|18\n合计|90",  # two of them: not told apart
        "类别|数量\n业务|60\n许可|40\n处罚|20\n综合|30\n合计|90",  # 60 is what two rows below it make
        "单位|办结率|平均天数\n甲镇|98%|12\n乙镇|96%|14\n合计|97%|13",
        "年份|条数\n2019|40\n2020|55\n2021|70",
        "指标|数量\n公开信息|812\n咨询|30\n申请|4\n合计|4",  # of something else
        "项目|数量\n网站|若干\n微信|30\n合计|90",
    ],
)
def test_what_is_no_sum_raises_nothing(table: str) -> None:
    assert told(table) == []
