"""``scrapy catalogue import`` as users call it: lists as they are published, a diff, nothing written unasked."""

import csv
import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from crawler.catalogue.registry import ColumnsMissing, Unread, read_list
from crawler.dataset.reports import store_report
from crawler.dataset.schema import open_dataset
from crawler.facts import DATA
from crawler.records import Report
from tests.reading.office_files import sheet_of, xlsx
from tests.standin.forms import Cell

COLUMNS = "division_code,level,province,city,county,name,home_url,trust,flags,platform,checked_on,source"
CATALOGUE = f"""{COLUMNS}
621100,prefecture,甘肃省,定西市,,定西市人民政府,http://www.dingxi.gov.cn/,A,,hanweb,2026-04-26,anyi2026
621102,county,甘肃省,定西市,安定区,安定区人民政府,http://www.anding.gov.cn/,C,,hanweb,2026-04-26,anyi2026
"""
HEADER = ["序号", "网站名称", "首页网址", "主办单位", "网站标识码", "办公地址"]
REGISTRY = [
    HEADER,
    ["1", "定西市人民政府门户网站", "https://dingxi.gov.cn", "定西市人民政府办公室", "6211000001", "某路1号"],
    ["2", "安定区人民政府", "www.anding-new.gov.cn", "定西市安定区人民政府办公室", "6211020001", ""],
    ["3", "市民政局网站", "http://mzj.dingxi.gov.cn/index.html", "定西市民政局", "6211000012", ""],
    ["4", "会师镇政府", "http://hsz.huining.gov.cn", "会宁县会师镇人民政府", "6204220099", ""],
    ["5", "坏的一行", "暂无", "定西市民政局", "6211000013", ""],
]


def as_csv(rows: list[list[str]]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue()


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    path = tmp_path / "portals.csv"
    path.write_text(CATALOGUE, encoding="utf-8")
    return path


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "scrapy", "catalogue", *map(str, arguments)]
    return subprocess.run(command, cwd=DATA.parent, capture_output=True, text=True, timeout=60, check=False)


def rows_of(path: Path) -> dict[str, dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return {row["home_url"]: row for row in csv.DictReader(file)}


def test_a_registry_file_is_shown_as_a_diff_and_written_only_when_asked(tmp_path: Path, catalogue: Path) -> None:
    listed = tmp_path / "甘肃.csv"
    listed.write_bytes(as_csv(REGISTRY).encode("gb18030"))
    shown = run("import", listed, "--catalogue", catalogue)
    assert shown.returncode == 0
    assert catalogue.read_text(encoding="utf-8") == CATALOGUE
    added = [line for line in shown.stdout.splitlines() if line.startswith("+6")]
    assert len(added) == 3
    assert "2 added, 1 changed, 1 unchanged, 1 not understood" in shown.stderr
    assert "line 6: 暂无: not an http or https address (坏的一行)" in shown.stderr

    assert run("import", listed, "--catalogue", catalogue, "--apply").returncode == 0
    rows = rows_of(catalogue)
    assert rows["http://www.anding-new.gov.cn/"]["level"] == "county"
    assert rows["http://www.anding-new.gov.cn/"]["source"] == "anyi2026 registry"
    assert rows["http://mzj.dingxi.gov.cn/index.html"]["level"] == "department"
    assert rows["http://hsz.huining.gov.cn/"]["level"] == "township"
    assert "http://www.anding.gov.cn/" not in rows
    again = run("import", listed, "--catalogue", catalogue, "--apply")
    assert (again.stdout, "0 added, 0 changed, 4 unchanged" in again.stderr) == ("", True)


def test_spreadsheets_and_packages_are_read_as_the_csv_is(tmp_path: Path, catalogue: Path) -> None:
    plain, sheet, package = tmp_path / "a.csv", tmp_path / "a.xlsx", tmp_path / "a.zip"
    plain.write_text(as_csv(REGISTRY), encoding="utf-8-sig")
    sheet.write_bytes(
        xlsx({"甘肃省": sheet_of([[Cell(text) for text in row] for row in REGISTRY], before=("全国政府网站基本信息",))})
    )
    with zipfile.ZipFile(package, "w") as out:
        out.writestr("甘肃/甘肃省.csv", as_csv(REGISTRY))
    outputs = [run("import", file, "--catalogue", catalogue) for file in (plain, sheet, package)]
    assert [ended.returncode for ended in outputs] == [0, 0, 0]
    assert len({ended.stdout for ended in outputs}) == 1


def test_sites_that_a_crawl_found_are_added_as_what_they_are(tmp_path: Path, catalogue: Path) -> None:
    database = tmp_path / "reports.db"
    db = open_dataset(database)
    with db.conn:
        db.conn.execute("INSERT INTO runs (started_at, state, arguments) VALUES ('2026-01-01', 'finished', '')")
        for year in (2021, 2022):
            for host, agency, kind in (
                ("www.dingxi.gov.cn", "定西市民政局", "department"),
                ("jyj.dingxi.gov.cn", "定西市教育局", "department"),
                ("pub.dingxi.gov.cn", f"定西市第{year}局", "department"),
            ):
                report = Report(
                    f"http://{host}/{year}.html", agency=agency, agency_kind=kind, year=year, division_code="621100"
                )
                store_report(db, report, 1, "2026-01-01T00:00:00Z")
    db.close()
    shown = run("import", database, "--catalogue", catalogue)
    assert shown.returncode == 0
    (line,) = [line for line in shown.stdout.splitlines() if line.startswith("+6")]
    assert line.startswith("+621100,department,甘肃省,定西市,,定西市教育局,http://jyj.dingxi.gov.cn/,")
    assert line.endswith(",crawl")


@pytest.mark.parametrize(
    ("name", "body", "says"),
    [
        ("gone.csv", None, "gone.csv: No such file"),
        ("empty.csv", b"", "is empty"),
        ("other.csv", "姓名,电话\n甲,1\n".encode(), "no columns of names and addresses"),
        ("broken.zip", b"PK\x03\x04broken", "not a ZIP that can be read"),
        ("binary.csv", b"\x00\x01\x02", "is not text"),
    ],
)
def test_what_is_no_list_is_named_and_changes_nothing(
    tmp_path: Path, catalogue: Path, name: str, body: bytes | None, says: str
) -> None:
    if body is not None:
        (tmp_path / name).write_bytes(body)
    ended = run("import", tmp_path / name, "--catalogue", catalogue, "--apply")
    assert ended.returncode == 2
    assert says in ended.stderr
    assert ended.stderr.count("\n") == 1
    assert catalogue.read_text(encoding="utf-8") == CATALOGUE


def test_nothing_understood_ends_with_1_and_an_unknown_subcommand_with_2(tmp_path: Path, catalogue: Path) -> None:
    listed = tmp_path / "list.csv"
    listed.write_text("name,home_url\n某站,nowhere\n", encoding="utf-8")
    assert run("import", listed, "--catalogue", catalogue).returncode == 1
    assert run("improt", listed).returncode == 2


def test_the_division_is_taken_from_the_code_of_the_site_or_the_name_of_its_organiser() -> None:
    rows = [
        ["name", "home_url", "主办单位", "标识码"],
        ["三元区政府", "http://a.gov.cn", "三明市三元区人民政府", "3504030001"],
        ["靖远县人民政府", "http://b.gov.cn", "", ""],
        ["市场监管总局", "http://c.gov.cn", "国家市场监督管理总局", "bm30000001"],
    ]
    first, second, third = read_list(rows, "registry")
    assert not isinstance(first, Unread)
    assert (first["division_code"], first["county"]) == ("350404", "三元区")
    assert not isinstance(second, Unread)
    assert (second["division_code"], second["level"]) == ("620421", "county")
    assert isinstance(third, Unread)
    with pytest.raises(ColumnsMissing, match="甲 乙"):
        list(read_list([["甲", "乙"]], "registry"))
