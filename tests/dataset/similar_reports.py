"""Reports whose texts are compared, and what the dataset then says of them."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import TypeVar

from sqlite_utils import Database

from crawler.dataset.reports import store_report
from crawler.dataset.similarities import update_similarities
from crawler.records import Report
from tests.dataset.conftest import MONDAY, make_report

#: Signs that no wording of the form has; sentences made of them have nothing in common by chance.
_SIGNS = "春雨桥灯麦船窗纸茶鼓羊糖竹墨绳梯镜瓦帆琴棋盐炉扇箱鞋帽珠伞笔杯碗筷盆锅铃锁刀针线布丝棉麻油酒醋姜葱蒜豆米面"

T = TypeVar("T")
Row = tuple[str, str, float, str]


def compare(database: Database) -> int:
    """Compares what is new, as a run does; how many reports."""

    def run(operation: Callable[[Database], int]) -> int:
        with database.atomic():
            return operation(database)

    return update_similarities(run)


def sentences(seed: int, count: int = 10) -> list[str]:
    rng = Random(seed)
    return ["".join(rng.choice(_SIGNS) for _ in range(rng.randint(24, 48))) + f"{seed}次。" for _ in range(count)]


def report(agency: str, year: int, texts: list[str], published_on: str | None = None, /, **fields: object) -> Report:
    body = "\n".join([f"现将云河市{agency}{year}年度政府信息公开工作情况报告如下。", "一、总体情况", *texts])
    return make_report(
        **{
            "body": body,
            "url": f"http://www.yunhe.gov.cn/{agency}/{year}.html",
            "title": f"云河市{agency}{year}年政府信息公开工作年度报告",
            "agency": f"云河市{agency}",
            "year": year,
            "published_on": published_on or f"{year + 1}-01-20",
            "findings": [],
        }
        | fields,
    )


def put(database: Database, *reports: Report, seen_at: str = MONDAY) -> None:
    with database.atomic():
        for one in reports:
            store_report(database, one, 1, seen_at)


def rows(database: Database) -> list[Row]:
    """(report, other, share, kind), each report by agency and year."""
    found = database.execute(
        "SELECT substr(r.agency, 4) || r.year, substr(o.agency, 4) || o.year, s.share, s.kind FROM similarities AS s"
        " JOIN reports AS r ON r.id = s.report_id JOIN reports AS o ON o.id = s.other_id ORDER BY 1, 4 DESC, 3 DESC, 2"
    ).fetchall()
    return [(one, other, round(share, 1), kind) for one, other, share, kind in found]


def findings(database: Database) -> list[tuple[str, str, str]]:
    return database.execute(
        "SELECT substr(r.agency, 4) || r.year, f.severity, f.message FROM findings AS f JOIN reports AS r"
        " ON r.id = f.report_id WHERE f.rule = 'copied_text' ORDER BY 1, 2 DESC, 3"
    ).fetchall()
