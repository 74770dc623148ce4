"""List interfaces (列表接口) that compute their answers, as rules for the server."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from tests.standin.families import FAMILIES, HanwebWindows
from tests.standin.pages import Answer
from tests.standin.portals import Portal
from tests.standin.server import Asked, Rule

#: Servers cut answers off when too many rows are asked for at once.
MOST_ROWS = 100


def dataproxy(portal: Portal) -> Rule:
    """hanweb's dataproxy.jsp by startrecord and endrecord, in the query or in the body of a POST."""
    family = FAMILIES["hanweb-windows"]
    assert isinstance(family, HanwebWindows)

    async def handler(request: Asked) -> Answer:
        asked = parse_qs(urlsplit(request.target).query) | parse_qs(request.body.decode("latin-1"))
        rows = portal.lists.get(int(asked.get("columnid", ["0"])[0]), [])
        first = int(asked.get("startrecord", ["1"])[0])
        last = min(int(asked.get("endrecord", ["15"])[0]), first + MOST_ROWS - 1)
        answer = family.window(rows, first, last)
        return Answer(answer.encode(), {"content-type": "text/xml; charset=UTF-8"})

    return Rule("dataproxy", portal.host, handler, "/module/web/jpage/dataproxy.jsp")
