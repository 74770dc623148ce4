"""Lists of government websites: the official registry's files and corrections, as rows of the catalogue.

The registry (全国政府网站基本信息数据库) has a file per province with 网站名称, 首页网址, 主办单位 and 标识码, the
code of a site: ten characters, the first six the code of its organiser’s division (GB/T 2260; 国办发〔2017〕47号,
政府网站发展指引). Which columns and names mean what is in ``data/registry.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import msgspec

from crawler.catalogue.hosts import parse_host
from crawler.catalogue.locate import locate
from crawler.catalogue.portals import LEVEL_ORDER, address_key
from crawler.catalogue.table import Division, table
from crawler.facts import load_toml

#: A row of the catalogue as it stands in ``portals.csv``, by column.
Row = dict[str, str]


class Unread(msgspec.Struct):
    """A row of a list that says nothing the catalogue can hold. ``why`` names what is wrong with it."""

    line: int
    why: str


class ColumnsMissing(ValueError):
    """A list has no column that can be an address or a name. The message names the columns that it has."""


def read_list(rows: Sequence[Sequence[str]], source: str) -> Iterator[Row | Unread]:
    """The portals of a list whose first row that names an address column is its header.

    Raises :class:`ColumnsMissing`.
    """
    start, columns = _header(rows)
    for line, cells in enumerate(rows[start + 1 :], start + 2):
        values = {key: cells[at].strip() for key, at in columns.items() if at < len(cells)}
        if any(values.values()):
            yield _read(values, line, source)


def _header(rows: Sequence[Sequence[str]]) -> tuple[int, dict[str, int]]:
    synonyms = {word: key for key, words in _facts()["columns"].items() for word in words}
    for number, cells in enumerate(rows[:10]):
        names = [re.sub(r"\s|\(.*\)|（.*）", "", cell).lstrip("\ufeff").lower() for cell in cells]
        found: dict[str, int] = {}
        for at, name in enumerate(names):
            if name in synonyms:
                found.setdefault(synonyms[name], at)
        if {"home_url", "name"} <= found.keys():
            return number, found
    first = " ".join(cell.strip() for cell in rows[0])[:80] if rows else ""
    raise ColumnsMissing(
        f"no columns of names and addresses (网站名称, 首页网址 or name, home_url); it begins {first!r}"
    )


def _read(values: Mapping[str, str], line: int, source: str) -> Row | Unread:
    name, url = values.get("name", ""), _address(values.get("home_url", ""))
    if not url:
        return Unread(line, f"{values.get('home_url', '') or 'no address'}: not an http or https address ({name})")
    organiser = re.sub(r"\s", "", values.get("organiser", "") or name)
    division = _division(values, organiser)
    if division is None:
        return Unread(line, f"{organiser or url}: no division by its code or name")
    if not name:
        return Unread(line, f"{url}: no name")
    stated = values.get("level", "")
    return {
        "division_code": division.code,
        "level": stated if stated in LEVEL_ORDER else _level(organiser, name, division),
        "province": division.province,
        "city": division.city,
        "county": division.county,
        "name": name,
        "home_url": url,
        "trust": "",
        "flags": values.get("flags", ""),
        "platform": values.get("platform", ""),
        "checked_on": "",
        "source": source,
    }


def _address(text: str) -> str:
    """The first address of a cell with its scheme; "" when it holds none."""
    url = re.split(r"[\s,;，；、]", text.strip(), maxsplit=1)[0]
    if url and "://" not in url:
        url = f"http://{url}"
    if parse_host(url) is None or "." not in address_key(url):
        return ""
    return url if "/" in url.split("://", 1)[1] else f"{url}/"


def _division(values: Mapping[str, str], organiser: str) -> Division | None:
    """By the code that the list states, else by the organiser's name, as it is today."""
    for code in (values.get("division_code", ""), values.get("site_code", "")[:6]):
        known = table().get(code)
        if known is not None:
            today = table().today(known)
            return today[0] if len(today) == 1 else known
    return locate(organiser) or locate(values.get("name", ""))


def _level(organiser: str, name: str, division: Division) -> str:
    for text in (organiser, name):
        for kind, pattern in _levels():
            if pattern.search(text):
                return division.level if kind == "government" else kind
    return "department"


@cache
def _levels() -> list[tuple[str, re.Pattern[str]]]:
    return [(entry["level"], re.compile(entry["pattern"])) for entry in _facts()["levels"]]


def _facts() -> dict[str, Any]:
    return load_toml("registry.toml")


def merge_rows(rows: Iterable[Row]) -> list[Row]:
    """The rows of several lists in order, each address once."""
    found: dict[str, Row] = {}
    for row in rows:
        found.setdefault(address_key(row["home_url"]), row)
    return list(found.values())
