"""Directories and units that a portal calls as no other does: found all the same, and the rest is shown."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.e2e.harness import Nights, planted, two_nights
from tests.standin.handmade import COLUMN_TAGS, Site, rows

pytestmark = pytest.mark.slow

DECOYS = tuple(f"第{n}类单位一览廊" for n in range(1, 16))


def oddly_named(place: str) -> Site:
    """The government's own reports are called as everywhere; the units hang on two words that no rule knows."""
    site = Site(place, "oddly named", departments=4, towns=2)
    site.home(首页="/", 政务公开="/zwgk/")
    own, *units = site.agencies
    items = site.plant(own, lambda n: f"/zwgk/nb1/{n}.html")
    decoys = "".join(f'<li><a href="/d{n}/">{text}</a></li>' for n, text in enumerate(DECOYS))
    site.page(
        "/zwgk/",
        f'<ul><li><a href="/zwgk/nb1/">政府信息公开年报</a></li><li><a href="/ck/">条块公开窗</a></li></ul>'
        f"<h3>其他</h3><ul>{decoys}</ul>",
        "政务公开",
    )
    site.page("/zwgk/nb1/", f"<ul>{rows(items)}</ul>", "政府信息公开年报", COLUMN_TAGS)
    links = ""
    for number, unit in enumerate(units):
        folder = f"/ck/u{number}/"
        links += f'<li><a href="{folder}">{unit.unit}</a></li>'
        items = site.plant(unit, lambda n, folder=folder: f"{folder}nb/{n}.html")
        site.page(folder, f'<ul><li><a href="{folder}nb/">公开的年度账</a></li></ul>', unit.unit)
        site.page(f"{folder}nb/", f"<ul>{rows(items)}</ul>", "年度账")
    site.page("/ck/", f"<ul>{links}</ul>", "条块公开窗")
    for number, text in enumerate(DECOYS):
        site.page(f"/d{number}/", f"<p>{text}</p>", text)
    return site


SITE = oddly_named("hewan")


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nights]:
    with two_nights(tmp_path_factory.mktemp("unknown"), [SITE]) as crawled:
        yield crawled


def test_what_lies_below_words_that_no_rule_knows_is_found(nights: Nights) -> None:
    assert nights.first.status == 0, nights.first.output[-3000:]
    wanted = [(url, truth.agency, truth.year) for url, truth in planted([SITE.portal]).items()]
    assert nights.after_first == sorted(wanted)
    assert nights.requests <= 2.5 * len(wanted)


def test_what_was_not_tried_stays_due_and_is_not_counted_as_left_over(nights: Nights) -> None:
    tried = {target for night in (1, 2) for target in nights.targets(SITE, night=night)}
    left = nights.place.rows("SELECT url FROM pages WHERE kind = 'column' AND priority < 1 AND state = 'pending'")
    paths = {str(url).removeprefix(SITE.base) for (url,) in left}
    assert paths and not paths & tried
    assert nights.place.outcomes(1)[SITE.portal.home] == ("reached", "None")


def test_the_second_night_tries_some_more_of_them(nights: Nights) -> None:
    second = [target for target in nights.targets(SITE, night=2) if target.startswith("/d")]
    assert 0 < len(second) <= 6
    assert not set(second) & set(nights.targets(SITE, night=1))
