"""Lists that state more than they have, that only their head pages, and columns that only a sitemap numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import pytest

from tests.e2e.harness import Nights, planted, two_nights
from tests.standin.handmade import COLUMN_TAGS, Planted, Site, rows, window
from tests.standin.pages import Answer, StandInPage, Truth
from tests.standin.server import NOT_FOUND, Asked

pytestmark = pytest.mark.slow

#: Slower than reading, so that the end of a list is seen in time.
DELAY = 0.2
COLUMN, SIZE, STATED = "/zwgk/gknb/", 6, 120


def overstated(place: str, kind: str, beyond: Callable[[Sequence[Planted]], str | None]) -> Site:
    """A list of three pages that states 120; ``beyond`` makes the rows of a page after the last (None: no page)."""
    site = Site(place, kind, departments=2, towns=2)
    items = site.plant_all(lambda n: f"{COLUMN}t{n}.html")
    site.home(政府信息公开年报=COLUMN)

    def answer(asked: Asked, fields: dict[str, str]) -> Answer:
        if "/t" in asked.target:
            return site.portal.pages[site.base + asked.target].answer
        page = int(fields.get("page", "1"))
        found = window(items, page, SIZE)
        shown = rows(found) if found else beyond(window(items, 3, SIZE))
        if shown is None:
            return NOT_FOUND
        links = "".join(f'<a href="{COLUMN}?page={n}">{n}</a> ' for n in (1, 2, 3, STATED))
        pager = f"<div>{links}第{page}页 共{STATED}页</div>"
        return site.framed(f"<ul>{shown}</ul>{pager}", "政府信息公开年报", COLUMN_TAGS)

    site.answers(COLUMN, answer)
    return site


def head_pages() -> Site:
    """The next page of its list is named in the head alone."""
    site = Site("liutang", "head", departments=2, towns=2)
    items = site.plant_all(lambda n: f"{COLUMN}t{n}.html")
    site.home(政府信息公开年报=COLUMN)
    for page in (1, 2, 3):
        following = f'<link rel="next" href="{COLUMN}index_{page + 1}.html">' if page < 3 else ""
        path = COLUMN if page == 1 else f"{COLUMN}index_{page}.html"
        site.page(path, f"<ul>{rows(window(items, page, SIZE))}</ul>", "政府信息公开年报", COLUMN_TAGS + following)
    return site


def numbered() -> Site:
    """Columns are numbers; nothing but the sitemap leads to them, among eighty others that are news."""
    site = Site("songping", "numbered", departments=1, towns=1)
    site.home(新闻中心="/col/col10/index.html")
    items = site.plant_all(lambda n: f"/art/2023/1/20/art_77_{n}.html")
    dated = [f"/art/{year}/1/9/art_77_{year}.html" for year in (2019, 2020, 2021)]
    news = [f"/art/{2019 + n % 4}/{n % 12 + 1}/3/art_{n % 80 + 100}_{n}.html" for n in range(2000)]
    columns = [f"/col/col{n}/index.html" for n in (*range(100, 180), 77)]
    locations = "".join(f"<url><loc>{site.base}{path}</loc></url>" for path in (*columns, *dated, *news))
    url = f"{site.base}/sitemap.xml"
    answer = Answer(f"<urlset>{locations}</urlset>".encode(), {"content-type": "application/xml"})
    site.portal.pages[url] = StandInPage(url, answer, Truth("data", ""))
    site.page("/col/col77/index.html", f"<ul>{rows(items)}</ul>", "政府信息公开年报", COLUMN_TAGS)
    return site


def short() -> Site:
    """A list that states forty rows and has no way to more than those of its one page."""
    site = Site("shazhou", "short", departments=1, towns=1)
    items = site.plant_all(lambda n: f"{COLUMN}t{n}.html")
    site.home(政府信息公开年报=COLUMN)
    site.page(COLUMN, f"<ul>{rows(items)}</ul><div>共 40 条记录</div>", "政府信息公开年报", COLUMN_TAGS)
    return site


MADE = (
    overstated("hewan", "last again", rows),
    overstated("shiqiao", "empty", lambda last: ""),
    overstated("yunling", "gone", lambda last: None),
    head_pages(),
    numbered(),
    short(),
)
SITES = {site.portal.plan.family: site for site in MADE}


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nights]:
    with two_nights(tmp_path_factory.mktemp("pagers"), MADE, DOWNLOAD_DELAY=DELAY) as crawled:
        yield crawled


def test_every_report_is_found_and_nothing_else(nights: Nights) -> None:
    assert nights.first.status == 0, nights.first.output[-3000:]
    assert nights.second.status == 0, nights.second.output[-3000:]
    wanted = planted([site.portal for site in MADE])
    assert nights.place.rows("SELECT url FROM reports ORDER BY url") == [(url,) for url in sorted(wanted)]


@pytest.mark.parametrize("name", ["last again", "empty", "gone"])
def test_two_pages_without_a_new_row_are_the_end_of_a_list(nights: Nights, name: str) -> None:
    pages = [f"{COLUMN}?page={n}" for n in range(2, STATED + 1)]
    first = [target for target in nights.targets(SITES[name]) if target in pages]
    # Up to page 5; on a busy machine some more are asked for before page 5 has been read.
    assert first == pages[: len(first)] and 4 <= len(first) <= 8
    left = nights.place.rows(
        "SELECT count(*) FROM pages WHERE outcome = 'beyond_end' AND state = 'skipped' AND url LIKE ?",
        (f"{SITES[name].base}%",),
    )
    assert left == [(len(pages) - len(first),)]
    # The pages beyond wait for a week; those that were asked for are looked at every night, as lists are.
    assert set(nights.targets(SITES[name], night=2)) & set(pages) <= set(first)


def test_a_list_that_states_more_than_it_shows_is_named_in_the_summary(nights: Nights) -> None:
    _, detail = nights.place.outcomes(1)[SITES["short"].portal.home]
    assert "list short" in detail and "40 rows" in detail
    assert "list short" in nights.first.output
    assert "1 lists state more rows" in nights.first.output


def test_columns_by_number_are_tried_likeliest_first_and_not_all(nights: Nights) -> None:
    asked = [target for target in nights.targets(SITES["numbered"]) if target.startswith("/col/")]
    assert asked.index("/col/col77/index.html") <= 2
    assert len(asked) <= 45
