"""Turns the pages of a list that only a click turns (翻页), in a browser: what each adds is put to the first."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from crawler.facts import load_toml

if TYPE_CHECKING:
    from playwright.async_api import Page

#: So many times a page's list is turned at most.
MOST_TURNS = 30
#: What a script of ours may take on a page, in seconds: the page may be busy without end.
_SECONDS = 5.0

#: The links of the page: what was shown before is not new.
_LINKS = "() => [...document.querySelectorAll('a[href]')].map(a => a.href + ' ' + a.textContent.trim())"

#: Clicks what leads to the next page. False where nothing does, or where a link with an address does: that is followed
#: as every link is.
_TURN = r"""pattern => {
  const named = new RegExp(pattern, 'i');
  const called = /(^|[\s_-])next([\s_-]|$)/i, moving = /swiper|slick|carousel|slide|banner/i;
  const off = e => e.closest(':disabled, [aria-disabled=true], .disabled, .is-disabled, [class*="-disabled"]');
  const named_so = [...document.querySelectorAll('a, button, li, span, div')].filter(e => {
    if (e.children.length > 2 || !e.getClientRects().length || off(e) || moving.test(e.className)) return false;
    const text = e.textContent.trim();
    if (text) return text.length < 12 && named.test(text);
    return named.test(e.title || e.getAttribute('aria-label') || '') || called.test(e.className);
  });
  const ways = named_so.filter(e => !named_so.some(inner => inner !== e && e.contains(inner)));
  const address = e => e.closest('a[href]')?.getAttribute('href') ?? '';
  if (!ways.length || ways.some(e => !/^\s*(#|javascript:|$)/i.test(address(e)))) return false;
  ways[0].click();
  return true;
}"""

#: The list that holds the links that were not there before, "" where there are none.
_NEW = r"""known => {
  const seen = new Set(known);
  const fresh = [...document.querySelectorAll('a[href]')].filter(a => !seen.has(a.href + ' ' + a.textContent.trim()));
  if (!fresh.length) return '';
  let box = fresh[0].parentElement;
  while (!fresh.every(a => box.contains(a))) box = box.parentElement;
  return (box.closest('ul, ol, dl, table') ?? box).outerHTML;
}"""


async def turn_pages(page: Page, settled: Callable[[], Awaitable[object]], left: Callable[[], bool]) -> list[str]:
    """The HTML of what every further page of the list on ``page`` shows, in order.

    ``settled`` waits until the page is quiet, ``left`` says whether there is time. What could be had is given where a
    page fails in between.
    """
    from playwright.async_api import Error

    found: list[str] = []
    known: list[str] = []
    pattern: str = load_toml("platforms.toml")["rows"]["next"]
    try:
        while len(found) < MOST_TURNS and left():
            known += await asyncio.wait_for(page.evaluate(_LINKS), _SECONDS)
            if not await asyncio.wait_for(page.evaluate(_TURN, pattern), _SECONDS):
                break
            await settled()
            rows = await asyncio.wait_for(page.evaluate(_NEW, known), _SECONDS)
            if not rows:
                break
            found.append(rows)
    except (Error, TimeoutError):
        return found
    return found
