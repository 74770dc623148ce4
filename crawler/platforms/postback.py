"""Lists whose pages are turned by a form: ASP.NET post-backs, and forms with a page number that a script sends.

A post-back carries the state of the page that it is sent from (``__VIEWSTATE``), so a list is walked page after page,
each from the one before: the same page is then never asked for twice. A form with a field for the page's number
(``pageNo``) is the same for all pages, so all are asked for at once where their number is known.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from crawler.facts import load_toml
from crawler.platforms.asking import names
from crawler.platforms.base import CHOICE, MAX_MORE, Fetch, whole
from crawler.platforms.paging import Pager, read_pager
from crawler.records import Form, Page

_TARGET, _ARGUMENT, _STATE = "__EVENTTARGET", "__EVENTARGUMENT", "__VIEWSTATE"
_POST_BACK = re.compile(r"__doPostBack\s*\(\s*[\"']([^\"']*)[\"']\s*,\s*[\"']([^\"']*)[\"']")
#: The argument of a post-back that turns to a page (``2``, ``Page$2``); a tree's name its nodes (``s2\\财政局``).
_NUMBER = re.compile(r"(?:\w*\$)?(\d{1,5})")
_CALL_NUMBER = re.compile(
    r"^\s*(?:return\s+)?[\w$.]*page[\w$.]*\s*\((?:[^()]*,)?\s*[\"']?(\d{1,5})[\"']?\s*[,)]", re.IGNORECASE
)


@cache
def _next_text() -> re.Pattern[str]:
    return re.compile(load_toml("platforms.toml")["rows"]["next"], re.IGNORECASE)


def control_of(body: str) -> str:
    """The control of a page that a post-back comes from; "" where a form is none."""
    return dict(parse_qsl(body)).get(_TARGET, "") if _STATE in body else ""


def still_to_choose(controls: Sequence[str], request: Fetch | None) -> list[str]:
    """The controls by which something (a unit, a year) may be chosen on the page that ``request`` gave.

    Each state of such a page has post-backs of its own. So a choice is made once, in the order of the menus: what
    stands before the control that led here has been chosen, and a page that was turned to offers nothing new.
    """
    known = list(dict.fromkeys(controls))
    here = control_of(request.body) if request is not None else ""
    if not here:
        return known
    return known[known.index(here) + 1 :] if here in known else []


def is_walked(page: Page, request: Fetch | None) -> bool:
    """Whether post-backs lead from each page of the list on ``page`` to the next: no other page of it need be asked."""
    if request is not None and control_of(request.body) and CHOICE not in request.headers:
        return True
    return any(control_of(fetch.body) for fetch in form_pages(page, request, read_pager(page)))


def form_pages(page: Page, request: Fetch | None, pager: Pager) -> list[Fetch]:
    """The further pages of the list that a form of ``page`` leads to; none where it has no such form."""
    for form in page.forms:
        if _STATE in form.fields:
            following = _following(form, request, pager)
            return [following] if following is not None else []
        if fetches := _numbered(form, request, pager):
            return fetches
    return []


def _following(form: Form, request: Fetch | None, pager: Pager) -> Fetch | None:
    """The post-back for the next page."""
    current = _page_shown(request, pager)
    if pager.pages is not None and current >= pager.pages:
        return None
    by_text: tuple[str, str] | None = None
    for script, text in form.calls:
        call = _POST_BACK.search(script)
        if call is None:
            continue
        number = _NUMBER.fullmatch(call[2])
        if number is not None and int(number[1]) == current + 1:
            return _post(form, call[1], call[2])
        if (whole(text) == current + 1 or _next_text().search(text)) and by_text is None and number is None:
            by_text = (call[1], call[2])
    return None if by_text is None else _post(form, *by_text)


def _page_shown(request: Fetch | None, pager: Pager) -> int:
    """Which page of the list is shown: what the caption says, else what was asked for, else the first."""
    if pager.current:
        return pager.current
    asked = dict(parse_qsl(request.body, keep_blank_values=True)) if request is not None else {}
    number = _NUMBER.fullmatch(asked.get(_ARGUMENT, ""))
    return int(number[1]) if number is not None else 1


def _post(form: Form, target: str, argument: str) -> Fetch:
    fields = {name: value for name, value in form.fields.items() if name not in (_TARGET, _ARGUMENT)}
    body = urlencode([(_TARGET, target), (_ARGUMENT, argument), *fields.items()])
    return Fetch(form.url, "POST", body, {"Referer": form.url})


def _numbered(form: Form, request: Fetch | None, pager: Pager) -> list[Fetch]:
    """The form's request for every page but the one shown."""
    field = next((name for name in form.fields if name.rpartition(".")[2].lower() in names("page")), None)
    if field is None:
        return []
    linked = [int(call[1]) for script, _ in form.calls if (call := _CALL_NUMBER.search(script))]
    if not linked:
        return []
    last = min(max(*linked, pager.pages or 0, 0), MAX_MORE)
    shown = pager.current or (whole(form.fields[field]) if request is not None else None) or 1
    return [_send(form, field, number) for number in range(1, last + 1) if number not in (1, shown)]


def _send(form: Form, field: str, number: int) -> Fetch:
    query = urlencode({**form.fields, field: str(number)})
    if form.method == "POST":
        return Fetch(form.url, "POST", query, {"Referer": form.url})
    parts = urlsplit(form.url)
    return Fetch(urlunsplit(parts._replace(query=f"{parts.query}&{query}" if parts.query else query)))
