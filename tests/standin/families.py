"""The CMS families: what their addresses look like, and how each prints a list and its paging."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from hashlib import md5
from html import escape

from tests.standin.family import Column, Family, ListPage, Row


def _cut(title: str) -> str:
    """A title as lists cut it short; the whole of it is in the title attribute."""
    return title[:24] + "..." if len(title) > 27 else title


class Hanweb(Family):
    """大汉 JCMS: the first records stand in the page as XML, the rest come from dataproxy.jsp."""

    key = template = "hanweb"
    per_page = 10

    def column_path(self, column: Column) -> str:
        return f"/col/col{column.number}/index.html"

    def article_path(self, column: Column, number: int, day: date) -> str:
        return f"/art/{day.year}/{day.month}/{day.day}/art_{column.number}_{number}.html"

    def _records(self, rows: list[Row]) -> str:
        items = (
            f"<record><![CDATA[<li><a href='{row.path}' title='{row.title}' target=\"_blank\">{_cut(row.title)}</a>"
            f"<span>{row.day.isoformat()}</span></li>]]></record>"
            for row in rows
        )
        return "<recordset>" + "\n".join(items) + "</recordset>"

    def _proxy(self, column: Column) -> str:
        return (
            f"/module/web/jpage/dataproxy.jsp?appid=1&webid=99&columnid={column.number}"
            f"&unitid={column.number + 40000}&webname=stand-in&permissiontype=0"
        )

    def _next_group(self, column: Column, number: int, groups: int) -> str:
        """The address of the group of records after ``number`` (from 0), where there is one."""
        if number + 1 >= groups:
            return ""
        return f'<nextgroup><![CDATA[<a href="{self._proxy(column)}&page={number + 1}"></a>]]></nextgroup>\n'

    def list_pages(self, column: Column, rows: list[Row], side: str) -> Iterator[ListPage]:
        groups = max(1, -(-len(rows) // self.per_page))
        unit = column.number + 40000
        settings = (
            f"totalRecord:{len(rows)},proxyUrl:'/module/web/jpage/dataproxy.jsp',perPage:{self.per_page},groupSize:1,"
            f"ajaxParam:{{columnid:{column.number},unitid:'{unit}',webid:99,appid:1,permissiontype:0}}"
        )
        island = (
            f'<div id="{unit}"><script type="text/xml"><datastore>\n{self._next_group(column, 0, groups)}'
            f"{self._records(rows[: self.per_page])}</datastore></script></div>\n"
            '<script type="text/javascript" src="/script/jpage.js"></script>\n'
            f'<script type="text/javascript">var jpage_{unit} = {{{settings}}};</script>'
        )
        yield ListPage(self.column_path(column), self.list_content(column, island if rows else "", "", side))
        for number in range(1, groups):
            shown = rows[number * self.per_page : (number + 1) * self.per_page]
            yield ListPage(
                f"{self._proxy(column)}&page={number}",
                f"<datastore><totalrecord>{len(rows)}</totalrecord><totalpage>{groups}</totalpage>"
                f"{self._next_group(column, number, groups)}{self._records(shown)}</datastore>",
                raw=True,
            )


class HanwebWindows(Hanweb):
    """JCMS that prints no address of the next group: its interface wants startrecord and endrecord."""

    def _next_group(self, column: Column, number: int, groups: int) -> str:
        return ""

    def list_pages(self, column: Column, rows: list[Row], side: str) -> Iterator[ListPage]:
        yield next(super().list_pages(column, rows, side))

    def window(self, rows: list[Row], first: int, last: int) -> str:
        """The interface's answer: the rows ``first`` to ``last``, counted from 1."""
        shown = self._records(rows[first - 1 : last])
        return f"<datastore><totalrecord>{len(rows)}</totalrecord>{shown}</datastore>"


class Trs(Family):
    """拓尔思 WCM: index.html, index_1.html … through createPageHTML, counted from 0."""

    key = template = "trs"
    per_page = 6

    def column_path(self, column: Column) -> str:
        return f"/zwgk/zfxxgk/{column.slug}/"

    def article_path(self, column: Column, number: int, day: date) -> str:
        return f"{self.column_path(column)}{day:%Y%m}/t{day:%Y%m%d}_{number}.html"

    def row(self, number: int, row: Row) -> str:
        folder, _, name = row.path.rpartition("/")
        near = f"./{folder.rpartition('/')[2]}/{name}"
        href = row.path if row.path.startswith("http") else near
        title = escape(row.title)
        return f'<li><span>{row.day.isoformat()}</span><a href="{href}" title="{title}">{title}</a></li>'

    def page_target(self, column: Column, page: int, pages: int) -> str:
        return self.column_path(column) + ("" if page == 1 else f"index_{page - 1}.html")

    def pager(self, column: Column, page: int, pages: int, total: int) -> str:
        return f'<div class="page"><script>createPageHTML({pages}, {page - 1}, "index", "html");</script></div>'


class TrsPager(Trs):
    """The same with a pager of another name (吉林): its arguments are named."""

    def pager(self, column: Column, page: int, pages: int, total: int) -> str:
        options = f"size:{pages}, current:{page - 1}, prefix:'index',suffix:'html',visible:5,beforeEnd:2"
        return f'<div class="page"><script>Pager({{{options}}});</script></div>'


class Vsb(Family):
    """博达 webber: pages are counted downwards; the column itself is the newest page."""

    key = template = "vsb"
    per_page = 5
    metas = False

    def column_path(self, column: Column) -> str:
        return f"/{column.slug}.htm"

    def article_path(self, column: Column, number: int, day: date) -> str:
        return f"/info/{column.number}/{number}.htm"

    def row(self, number: int, row: Row) -> str:
        return (
            f'<li id="line_u9_{number - 1}"><a href="{escape(row.path)}" target="_blank" '
            f'title="{escape(row.title)}">{escape(row.title)}</a><span>{row.day:%Y/%m/%d}</span></li>'
        )

    def page_target(self, column: Column, page: int, pages: int) -> str:
        return self.column_path(column) if page == 1 else f"/{column.slug}/{pages - page + 1}.htm"

    def pager(self, column: Column, page: int, pages: int, total: int) -> str:
        links = '<span class="NextDisabled">下页</span><span class="NextDisabled">尾页</span>'
        if page < pages:
            following, final = (
                self.page_target(column, page + 1, pages),
                self.page_target(column, pages, pages),
            )
            links = f'<a href="{following}" class="Next">下页</a><a href="{final}" class="Next">尾页</a>'
        return (
            f'<table cellspacing=0 class="headStyle"><tr><td nowrap align=left id=fanye{column.number}>'
            f"共{total}条&nbsp;&nbsp;{page}/{pages}&nbsp;</td><td nowrap align=left>{links}</td></tr></table>"
        )


class Lonsun(Family):
    """龙讯: lists by organ with 索引号, pages from a label interface that answers with a piece of HTML."""

    key = template = "lonsun"
    per_page = 6

    def column_path(self, column: Column) -> str:
        return f"/public/column/{column.number}?type=4&catId=9{column.number}&action=list"

    def article_path(self, column: Column, number: int, day: date) -> str:
        return f"/public/{column.number}/{number}.html"

    def row(self, number: int, row: Row) -> str:
        title = escape(row.title)
        return (
            f'<tr><td>{number}</td><td><a class="title" href="{row.path}" title="{title}">{title}</a></td>'
            f"<td>{row.index_number}</td><td>{row.day.isoformat()}</td></tr>"
        )

    def page_target(self, column: Column, page: int, pages: int) -> str:
        return self.column_path(column) if page == 1 else f"{self.column_path(column)}&pageIndex={page}"


class Ucap(Family):
    """开普 UCAP: /cNNNNNN/list.shtml, further pages list_2.shtml."""

    key = template = "ucap"
    per_page = 7

    def column_path(self, column: Column) -> str:
        return f"/zwgk/{column.slug}/c{column.number}/list.shtml"

    def article_path(self, column: Column, number: int, day: date) -> str:
        name = md5(f"{column.number}/{number}".encode(), usedforsecurity=False).hexdigest()
        return f"/zwgk/{column.slug}/c{column.number}/{day:%Y%m}/{name}.shtml"

    def row(self, number: int, row: Row) -> str:
        day = f'<span class="date">{row.day:%Y.%m.%d}</span>'
        return f'<li><h4><a href="{row.path}" target="_blank">{escape(row.title)}</a>{day}</h4></li>'

    def page_target(self, column: Column, page: int, pages: int) -> str:
        base = self.column_path(column)
        return base if page == 1 else base.replace("list.shtml", f"list_{page}.shtml")


class Tables(Family):
    """A home-made ASP site of the 2000s: layout tables, list.asp?id=&page=."""

    key = "generic"
    template = "tables"
    per_page = 6
    metas = False

    def column_path(self, column: Column) -> str:
        return f"/list.asp?id={column.number}"

    def article_path(self, column: Column, number: int, day: date) -> str:
        return f"/show.asp?id={number}"

    def nav_item(self, name: str, path: str) -> str:
        return f"<TD><A href='{path}'>{name}</A></TD>"

    def row(self, number: int, row: Row) -> str:
        day = f"<TD align=right>({row.day.isoformat()})</TD>"
        return f"<TR><TD>·<A href='{row.path}' target=_blank>{row.title}</A></TD>{day}</TR>"

    def page_target(self, column: Column, page: int, pages: int) -> str:
        return self.column_path(column) + ("" if page == 1 else f"&page={page}")

    def pager(self, column: Column, page: int, pages: int, total: int) -> str:
        links = ["[首页]", "[上一页]"]
        if page < pages:
            links.append(f"<A href='{self.page_target(column, page + 1, pages)}'>[下一页]</A>")
        return f"<CENTER>共{total}条 第{page}/{pages}页 {' '.join(links)}</CENTER>"


class SiteServer(Family):
    """百容 SiteServer: columns and articles are numbers in folders of their own, a row is one link around a card."""

    key = "generic"
    per_page = 5

    def column_path(self, column: Column) -> str:
        return f"/channels/{4000 + column.number}.html"

    def article_path(self, column: Column, number: int, day: date) -> str:
        return f"/contents/{4000 + column.number}/{100_000 + number}.html"

    def row(self, number: int, row: Row) -> str:
        note = "编制依据、总体情况和有关数据见全文，欢迎社会各界查阅，如有疑问请与本单位办公室联系。"
        when = f'<p><i class="hot">主题分类：综合政务</i> <i class="date">日期：{row.day.isoformat()}</i></p>'
        title = f"<h2>{escape(row.title)}</h2>"
        return f'<li><a href="..{escape(row.path)}">{title}<div class="note"><p>{note}</p>{when}</div></a></li>'

    def page_target(self, column: Column, page: int, pages: int) -> str:
        first = self.column_path(column)
        return first if page == 1 else first.replace(".html", f"_{page}.html")


class Modern(Family):
    """A responsive site of today, of no known family."""

    key = "generic"


FAMILIES: dict[str, Family] = {
    "hanweb": Hanweb(),
    "hanweb-windows": HanwebWindows(),
    "trs": Trs(),
    "vsb": Vsb(),
    "lonsun": Lonsun(),
    "ucap": Ucap(),
    "tables": Tables(),
    "modern": Modern(),
    "siteserver": SiteServer(),
    "trs-pager": TrsPager(),
}
