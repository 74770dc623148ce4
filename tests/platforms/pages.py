"""Made-up portal pages, read as the crawl reads them."""

from __future__ import annotations

from crawler.reading import read_page
from crawler.records import Document, Page


def page_of(html: str, url: str, *, encoding: str = "utf-8", content_type: str = "text/html") -> Page:
    return read_page(Document(html.encode(encoding), url, {"content-type": content_type}))


def portal(body: str, *, title: str = "某县人民政府", head: str = "") -> str:
    """A page with the navigation and the footer that every portal has."""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title>{head}</head><body>
    <div class="nav"><ul>
      <li><a href="/">首页</a></li><li><a href="/xwzx/">新闻中心</a></li>
      <li><a href="/zwgk/">政务公开</a></li><li><a href="/hdjl/">互动交流</a></li>
    </ul></div>
    {body}
    <div class="footer"><ul>
      <li><a href="http://www.example.gov.cn/">省人民政府</a></li><li><a href="http://www.people.example.com/">人民网</a></li>
    </ul><p>版权所有：某县人民政府 ICP备00000001号 <a href="/wzdt/">网站地图</a></p></div>
    </body></html>"""
