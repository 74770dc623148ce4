from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from scrapy.cmdline import execute
from scrapy.utils.project import get_project_settings
from sqlite_utils import Database

from crawler.dataset.schema import open_dataset
from crawler.records import Attachment, Finding, Report, Section, Statistic, TableCell

ROOT = Path(__file__).resolve().parents[2]
MONDAY = "2024-04-01T20:00:00Z"
TUESDAY = "2024-04-02T20:00:00Z"
WEDNESDAY = "2024-04-03T20:00:00Z"
PORTAL = "www.yunhe.gov.cn/"

_WORDS = "本年度主动公开政府信息条收到依申请公开件均已按时答复行政复议诉讼无政策解读回应关切平台建设监督保障"


def sentence(rng: random.Random, length: int = 40) -> str:
    return "".join(rng.choice(_WORDS) for _ in range(length)) + "。"


def make_report(
    number: int = 1, *, sections: int = 3, cells: int = 7, body: str | None = None, **fields: object
) -> Report:
    """A made-up report: the same for the same number, of realistic shape."""
    rng = random.Random(number)
    parts = [
        Section(at, 1, f"{at + 1}、", f"第{at + 1}部分", "\n".join(sentence(rng) for _ in range(4)))
        for at in range(sections)
    ]
    text = body if body is not None else "\n".join(f"{part.number}{part.heading}\n{part.body}" for part in parts)
    report = Report(
        url=f"http://www.yunhe.gov.cn/nb/{number}.html",
        title=f"云河市第{number}局2023年政府信息公开工作年度报告",
        agency=f"云河市第{number}局",
        agency_kind="department",
        year=2023,
        division_code="990100",
        province="青岚省",
        city="云河市",
        published_on="2024-01-20",
        days_late=-11,
        form_era="standard2021",
        encoding="utf-8",
        provenance="official",
        body=text,
        body_sha256=hashlib.sha256(text.encode()).hexdigest(),
        raw_sha256=hashlib.sha256(f"{number} {text}".encode()).hexdigest(),
        fetched_at=MONDAY,
        reader_version="1",
        origins={"agency": "title", "year": "title"},
        sections=parts,
        statistics=[
            Statistic("applications_received", "收到申请12件。", 12, unit="件", section_position=1),
            Statistic("fees", "没有发生收费。", 0, unit="元"),
            Statistic("disclosed", "网站公开100条。", 100, label="网站", unit="条"),
        ],
        table_cells=[
            TableCell("requests", "received", "natural_person", "3", 3, "number"),
            TableCell("requests", "received", "business", "", None, "blank"),
            TableCell("requests", "received", "total", "3", 3, "number"),
            *(TableCell("annex2014", f"row_{at}", "value", str(at), at, "number") for at in range(cells - 3)),
        ],
        findings=[Finding("late", "晚于期限发布", "note", "2024-01-20")],
        attachments=[Attachment(f"http://www.yunhe.gov.cn/nb/{number}.pdf", "附件", "application/pdf")],
    )
    for name, value in fields.items():
        setattr(report, name, value)
    return report


@pytest.fixture
def dataset(tmp_path: Path) -> Iterator[Database]:
    """A dataset with one run (1) and one portal, outside a transaction."""
    database = open_dataset(tmp_path / "reports.db")
    add_run_and_portal(database)
    yield database
    database.close()


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    """A dataset with one run (1) and one portal, inside a transaction as the writer gives it."""
    database = open_dataset(tmp_path / "reports.db")
    add_run_and_portal(database)
    database.begin()
    yield database
    database.rollback()
    database.close()


def add_run_and_portal(database: Database) -> None:
    with database.atomic():
        for at in (MONDAY, TUESDAY, WEDNESDAY):
            database.execute("INSERT INTO runs (started_at) VALUES (?)", [at])
        database.execute(
            "INSERT INTO portals (id, division_code, level, province, city, name, home_url)"
            " VALUES (?, '990100', 'prefecture', '青岚省', '云河市', '云河市人民政府', 'http://www.yunhe.gov.cn/')",
            [PORTAL],
        )


class Scrapy:
    """Runs the project's commands in this process: exit status, standard output, standard error."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys

    def __call__(self, *words: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            execute(["scrapy", *words], get_project_settings())
        output = self.capsys.readouterr()
        return int(ended.value.code or 0), output.out, output.err


@pytest.fixture
def scrapy(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Scrapy:
    monkeypatch.chdir(ROOT)
    return Scrapy(capsys)
