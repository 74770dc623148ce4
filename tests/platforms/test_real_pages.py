"""Saved pages of real portals; they lie beside the checkout and are never copied into it."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.platforms import read_listing, recognise
from crawler.platforms.discover import find_leads
from crawler.reading import read_page
from crawler.records import Document, Page

REAL = Path(__file__).resolve().parents[3] / "shared" / "real"
pytestmark = pytest.mark.skipif(not REAL.is_dir(), reason="the saved real pages are not here")


def _page(name: str, url: str) -> Page:
    return read_page(Document((REAL / f"{name}.html").read_bytes(), url))


def test_the_report_column_of_pingtan_gives_its_ten_static_rows() -> None:
    page = _page("pingtan_zfxxgknb_list", "https://www.pingtan.gov.cn/zwgk/zfxxgk/zfxxgknb/nlist.htm")
    listing = read_listing(page)
    assert listing is not None
    assert (recognise(page), listing.column, listing.total, len(listing.entries)) == ("trs", True, 20, 10)
    assert all(entry.date and "年度政府信息公开工作年度报告" in entry.title for entry in listing.entries)
    (service,) = listing.more
    assert (service.method, service.url) == ("POST", "https://www.pingtan.gov.cn/fjdzapp/search")
    assert {"channelid=200210", "classsql=chnlid%3D1813", "page=1"} <= set(service.body.split("&"))
    reports = [lead for lead in find_leads(page, ["平潭综合实验区"], listing=listing) if lead.kind == "report"]
    assert len(reports) == 10


def test_the_disclosure_list_of_handan_pages_to_its_end() -> None:
    page = _page("handan_xxgk_list", "http://hdzfxxgk.hd.gov.cn/zfwj/jinqixxgk/index.html")
    listing = read_listing(page)
    assert listing is not None
    assert [entry.date for entry in listing.entries] == ["2020-08-05"]
    assert (listing.total, len(listing.more), listing.column) == (6348, 55, False)
    assert listing.more[-1].url == "http://hdzfxxgk.hd.gov.cn/zfwj/jinqixxgk/index_55.html"


def test_the_home_page_of_yichun_leads_to_its_report_column_first() -> None:
    page = _page("yichun_home", "http://www.yichun.gov.cn/")
    assert read_listing(page) is None
    leads = find_leads(page, ["宜春市", "宜春市人民政府"])
    assert leads[0].url.endswith("/zfxxgknb/redirect_firstChannel.shtml")
    assert leads[1].score < leads[0].score - 0.2
    # Beside it the departments' own sites, which come last.
    assert sum(lead.why != "部门或乡镇的网站" for lead in leads) < 12
    assert leads[-1].why == "部门或乡镇的网站"
    assert all("公开" in lead.text or lead.kind == "directory" for lead in leads)


@pytest.mark.parametrize(
    "name",
    [
        "pingtan_report_2023",
        "wanzai_2015_gongbao",
        "wanzai_2022_gongbao",
        "nfra_merged_cells",
        "gne_sxmu_vsb",
        "handan_xxgk_detail",
    ],
)
def test_an_article_is_no_list(name: str) -> None:
    assert read_listing(_page(name, "http://www.example.gov.cn/a/b.html")) is None
