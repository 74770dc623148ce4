"""A portal whose every path is the same empty shell: menu, list and articles are drawn by its script."""

from __future__ import annotations

import json

from tests.standin.handmade import Planted, Site, html_answer, json_answer, window
from tests.standin.pages import Answer, StandInPage, Truth
from tests.standin.server import Asked, Rule

COLUMN = "/zwgk/gknb/"
SHELL = (
    '<!DOCTYPE html><html><head><meta charset="utf-8"><title>县人民政府</title>'
    '<link rel="stylesheet" href="/static/app.css"><script src="/static/app.js"></script></head>'
    '<body><img src="/static/logo.png"><div id="app"></div></body></html>'
)
_SCRIPT = """
function draw(html, title) {
  document.getElementById('app').innerHTML = html;
  if (title) document.title = title;
}
function row(r) { return '<li><a href="' + r.path + '">' + r.title + '</a><span>' + r.day + '</span></li>'; }
async function ask(url) { return (await fetch(url, {headers: {'X-Requested-With': 'XMLHttpRequest'}})).json(); }
window.addEventListener('load', async () => {
  fetch('http://www.elsewhere.com/count').catch(() => 0);
  fetch('/private/visits').catch(() => 0);
  const path = location.pathname;
  if (path === '/') {
    draw('<ul><li><a href="%(column)s">政府信息公开年报</a></li><li><a href="/news/">新闻中心</a></li></ul>');
  } else if (path.startsWith('%(column)s') && !path.includes('/t')) {
    let page = Number((path.match(/index_(\\d+)/) || [0, '1'])[1]);
    const show = async () => {
      const list = await ask('/api/list?page=' + page);
      const link = n => '<a href="%(column)sindex_' + n + '.html">' + n + '</a>';
      const button = '<button' + (page > list.pages.length ? ' disabled' : '') + '>下一页</button>';
      const pager = %(clicks)s ? button : list.pages.map(link).join(' ');
      draw('<ul>' + list.rows.map(row).join('') + '</ul><div>' + pager + '</div>', '政府信息公开年报');
      document.querySelector('button')?.addEventListener('click', () => { page += 1; show(); });
    };
    await show();
  } else if (path.includes('/t')) {
    const article = await ask('/api/article?path=' + encodeURIComponent(path));
    draw(article.html, article.title);
  } else {
    draw('<p>没有内容</p>');
  }
});
"""


def scripted(place: str, *, clicks: bool = False) -> tuple[Site, list[Rule]]:
    """The portal, and the rules that answer for its paths. Its reports are known as those of other portals are.

    ``clicks``: the pages of its list have no addresses, a button turns them.
    """
    site = Site(place, "scripted", departments=2, towns=2)
    items = site.plant_all(lambda n: f"{COLUMN}t{n}.html")
    host = f"www.{site.place.host}"
    articles = {item.path: _article(site, item) for item in items}
    site.page("/", "")
    size = 7
    pages = -(-len(items) // size)

    async def answer(asked: Asked) -> Answer:
        path, _, query = asked.target.partition("?")
        if path == "/static/app.js":
            script = _SCRIPT % {"column": COLUMN, "clicks": json.dumps(clicks)}
            return Answer(script.encode(), {"content-type": "text/javascript; charset=utf-8"})
        if path == "/robots.txt":
            return Answer(b"User-agent: *\nDisallow: /private/\n", {"content-type": "text/plain"})
        if path == "/api/list":
            number = int(query.removeprefix("page="))
            found = [{"path": i.path, "title": i.title, "day": i.day} for i in window(items, number, size)]
            return json_answer({"rows": found, "pages": list(range(2, pages + 1))})
        if path == "/api/article":
            return json_answer(articles[query.removeprefix("path=").replace("%2F", "/")])
        return html_answer(SHELL)

    return site, [Rule("scripted", host, answer)]


def challenged(place: str) -> tuple[Site, list[Rule]]:
    """A portal behind a challenge whose script would let a browser in."""
    site = Site(place, "challenged")
    site.page("/", "")
    body = '<html><head><script src="/static/solve.js" r="m">$_ts={};</script></head><body></body></html>'

    async def answer(asked: Asked) -> Answer:
        if asked.target == "/robots.txt":
            return Answer(b"", {"content-type": "text/plain"}, 404)
        return Answer(body.encode(), {"content-type": "text/html"}, 412)

    return site, [Rule("challenged", f"www.{site.place.host}", answer)]


def _article(site: Site, item: Planted) -> dict[str, str]:
    """What the interface gives of an article: the part of the page that the script draws."""
    page: StandInPage = site.portal.pages[site.base + item.path]
    html = page.answer.body.decode()
    assert page.truth == Truth("report", item.title, True, item.report.agency.name, year=item.report.year)
    main = html[html.index("<main>") : html.index("</main>")].removeprefix("<main>")
    return json.loads(json.dumps({"html": main, "title": item.title}))  # type: ignore[no-any-return]
