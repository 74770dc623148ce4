"""What the fields of a record hold, in answers of list interfaces: texts, days, and fields known by their ends."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from crawler.facts import load_toml
from crawler.platforms.base import whole
from crawler.platforms.rows import date_in

_TAGS = re.compile(r"<[^<>]*>")
#: Seconds and milliseconds since 1970 that are days between 2001 and 2065.
_SECONDS, _MILLISECONDS = (10**9, 3 * 10**9), (10**12, 3 * 10**12)
_BEIJING = timedelta(hours=8)


def text_of(value: Any) -> str:
    """A text without tags, "" for anything else."""
    return _TAGS.sub("", value).strip() if isinstance(value, str) else ""


def day_of(value: Any) -> str:
    """The day (YYYY-MM-DD) that a text prints or that a number of seconds or milliseconds is, or ""."""
    if isinstance(value, str) and not value.isdecimal():
        return date_in(value)
    number = whole(str(value)[:9]) if isinstance(value, (int, str)) and not isinstance(value, bool) else None
    if number is None:
        return ""
    seconds = int(value)
    if _MILLISECONDS[0] <= seconds < _MILLISECONDS[1]:
        seconds //= 1000
    if not _SECONDS[0] <= seconds < _SECONDS[1]:
        return ""
    return (datetime.fromtimestamp(seconds, UTC) + _BEIJING).date().isoformat()


def by_end(item: dict[str, Any], kind: str) -> str:
    """The first text whose key ends like those of a title, an address or a date."""
    end = _ends(kind)
    return next((text for key, value in item.items() if end.search(key) and (text := text_of(value))), "")


@cache
def _ends(kind: str) -> re.Pattern[str]:
    return re.compile(load_toml("platforms.toml")["answers"]["ends"][kind])
