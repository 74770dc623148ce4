"""Records in an answer that is XML: elements of one name, each with fields of its own, as JSON would hold them.

Only what is plain: an element's attributes, and the texts of elements inside that hold nothing but text.
"""

from __future__ import annotations

import re
from html import unescape

from crawler.records import Page

_ELEMENT = re.compile(r"<([A-Za-z_][\w.-]*)((?:\s[^<>]*)?)(?:/>|>((?:<!\[CDATA\[.*?\]\]>|[^<])*)</\1\s*>)", re.DOTALL)
_OPENS = re.compile(r"<([A-Za-z_][\w.-]*)(?:\s[^<>]*)?>(?=\s*<(?!!\[CDATA))")
_ATTRIBUTE = re.compile(r"""([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
#: Records of one answer, at most.
_MOST = 20_000


def records_of_xml(page: Page) -> dict[str, object] | None:
    """``{"rows": […], "total": …}``: the records, and what single fields beside them say; None where it is no XML."""
    text = page.scripts[0] if page.format == "data" and page.scripts else ""
    if not text.lstrip("\ufeff \t\r\n").startswith("<"):
        return None
    parents: dict[str, int] = {}
    for name in _OPENS.findall(text):
        parents[name] = parents.get(name, 0) + 1
    record = max((name for name, count in parents.items() if count > 1), key=lambda name: parents[name], default="")
    rows: list[dict[str, str]] = []
    if record:
        inner = re.compile(rf"<{re.escape(record)}((?:\s[^<>]*)?)>(.*?)</{re.escape(record)}\s*>", re.DOTALL)
        for attributes, body in inner.findall(text)[:_MOST]:
            rows.append(
                {**_attributes(attributes), **{name: _plain(value) for name, _, value in _ELEMENT.findall(body)}}
            )
        text = inner.sub("", text)
    else:
        rows = [found for name, given, _ in _ELEMENT.findall(text)[:_MOST] if len(found := _attributes(given)) > 1]
    beside = {name: _plain(value) for name, _, value in _ELEMENT.findall(text) if value} if record else {}
    return {**beside, "rows": rows} if rows else None


def _attributes(text: str) -> dict[str, str]:
    return {name: unescape(double or single) for name, double, single in _ATTRIBUTE.findall(text)}


def _plain(value: str) -> str:
    cdata = _CDATA.search(value)
    return cdata[1].strip() if cdata is not None else unescape(value).strip()
