"""Where the links of a page stand: what is known of the page once, not of each link."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

import msgspec

from crawler.platforms.rows import is_column
from crawler.platforms.titles import fold

_GOVERNMENT = re.compile(r"(?:人民政府|政府|门户网站|政府网)$")


class Place(msgspec.Struct):
    """The page of the links. ``names`` matches the names of its portal, ``within``: it lies in the disclosure tree,
    ``directory``: it is called a directory of departments or townships.
    """

    url: str
    site: str
    column: bool
    within: bool
    names: re.Pattern[str] | None
    #: Of a column of reports: what it is called, and the folder that it is ("": another address).
    name: str = ""
    folder: str = ""
    #: Whether it says of units what they are there for (机构职能), not what they disclose.
    functions: bool = False
    directory: bool = False


def stems_of(portal_names: Sequence[str]) -> re.Pattern[str] | None:
    """What matches the names of a portal, with 人民政府 and without; None where it has none."""
    stems = {fold(name) for name in portal_names if name}
    stems |= {_GOVERNMENT.sub("", name) for name in stems}
    stems.discard("")
    if not stems:
        return None
    return re.compile("|".join(re.escape(stem) for stem in sorted(stems, key=len, reverse=True)))


def own_folder(url: str) -> str:
    """The folder that a column is, with its host; "" where its address is another one."""
    parts = urlsplit(url)
    folder, _, name = parts.path.rpartition("/")
    return f"{parts.netloc}{folder}/" if folder and not parts.query and (not name or name.startswith("index.")) else ""


def lies_in(url: str, folder: str) -> bool:
    """Whether the address lies in the folder, however deep."""
    parts = urlsplit(url)
    return bool(folder) and f"{parts.netloc}{parts.path}".startswith(folder)


def is_home_of_other_host(url: str, page_url: str) -> bool:
    """Whether the address is the home page of another host than the page's."""
    here, there = urlsplit(page_url), urlsplit(url)
    return here.netloc != there.netloc and there.path in ("", "/") and not there.query


def is_below(url: str, folder: str) -> bool:
    """Whether the address is that of a column in a folder below."""
    parts = urlsplit(url)
    here = f"{parts.netloc}{parts.path.rpartition('/')[0]}/"
    return here != folder and here.startswith(folder) and is_column(url)
