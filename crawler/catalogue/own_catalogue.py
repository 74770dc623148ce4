"""The operator's own catalogue: ``-a portals=FILE.csv``.

Columns at least ``division_code``, ``name`` and ``home_url``; optional ``province``, ``city``, ``county``, ``level``,
``platform``, ``entry_urls`` (separated by spaces or semicolons), ``browser`` (yes: its pages show nothing without their
scripts) and ``note``; others are ignored. UTF-8 with or without a byte order mark, or GB18030, as spreadsheets in China
write it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from pathlib import Path

from crawler.catalogue.errors import CatalogueError, hint, near_matches
from crawler.catalogue.hosts import parse_host
from crawler.catalogue.portals import LEVEL_ORDER, Portal, assign_ids
from crawler.catalogue.table import table

REQUIRED = ("division_code", "name", "home_url")
#: What an operator may write in the column ``browser``; blank is no.
SWITCH = {
    "yes": True,
    "1": True,
    "true": True,
    "是": True,
    "": False,
    "no": False,
    "0": False,
    "false": False,
    "否": False,
}
#: No catalogue of portals is larger; a database or an archive given by mistake is.
MAX_BYTES = 64 * 1024 * 1024


def load_catalogue(path: Path) -> list[Portal]:
    """The portals of an operator's file, in its order, the gaps filled from the divisions by code.

    Rows that repeat a ``home_url`` for the same division are one portal. Raises :class:`CatalogueError`, one
    line that names file, line and column.
    """
    rows = csv.DictReader(io.StringIO(_read(path), newline=""), strict=True)
    try:
        columns = [(column or "").strip().lower() for column in rows.fieldnames or ()]
        _check_columns(path, columns)
        rows.fieldnames = columns
        found: dict[tuple[str, str], Portal] = {}
        for row in rows:
            cells = {key: (value or "").strip() for key, value in row.items() if isinstance(key, str)}
            if any(cells.values()):
                portal = _Row(path, rows.line_num, cells).portal()
                first = found.setdefault((portal.address, portal.division_code), portal)
                first.entry_urls = list(dict.fromkeys(first.entry_urls + portal.entry_urls))
    except csv.Error as error:
        raise CatalogueError(f"portals={path}: line {rows.line_num}: not a CSV table: {error}") from error
    if not found:
        raise CatalogueError(f"portals={path}: no portals in it, only the row of column names")
    return assign_ids(found.values())


def _read(path: Path) -> str:
    try:
        if path.is_dir():
            raise CatalogueError(f"portals={path}: is a folder, not a CSV file")
        if path.stat().st_size > MAX_BYTES:
            raise CatalogueError(f"portals={path}: too large for a catalogue ({path.stat().st_size:,} bytes)")
        content = path.read_bytes()
    except FileNotFoundError:
        raise CatalogueError(f"portals={path}: no such file") from None
    except OSError as error:
        raise CatalogueError(f"portals={path}: cannot be read: {error.strerror}") from error
    if not content.strip():
        raise CatalogueError(f"portals={path}: is empty")
    if b"\0" in content:
        raise CatalogueError(f"portals={path}: is not text; save it as CSV in UTF-8 or GB18030")
    text = decoded(content)
    if text is None:
        raise CatalogueError(f"portals={path}: is neither UTF-8 nor GB18030 text")
    return text


def decoded(content: bytes) -> str | None:
    """The text of a list as spreadsheets in China write it: UTF-8 or GB18030; None when it is neither."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _check_columns(path: Path, columns: list[str]) -> None:
    for column in REQUIRED:
        if column not in columns:
            near = near_matches(column, columns, 1)
            raise CatalogueError(
                f"portals={path}: line 1: column {column} is missing{hint(near)}; needed are {', '.join(REQUIRED)}"
            )
    repeated = {column for column in columns if column and columns.count(column) > 1}
    if repeated:
        raise CatalogueError(f"portals={path}: line 1: column {', '.join(sorted(repeated))} appears twice")


class _Row:
    """One row of the file with the errors it can raise."""

    def __init__(self, path: Path, line: int, cells: Mapping[str, str]) -> None:
        self.path, self.line, self.cells = path, line, cells

    def get(self, column: str) -> str:
        return self.cells.get(column, "")

    def error(self, column: str, problem: str) -> CatalogueError:
        return CatalogueError(f"portals={self.path}: line {self.line}, column {column}: {problem}")

    def portal(self) -> Portal:
        """The portal of this row, without its id."""
        code = self.get("division_code")
        if code and not re.fullmatch(r"[1-9][0-9]{5}", code):
            raise self.error(
                "division_code", f"{code!r} is not a code of six digits such as 620421; a township has its county's"
            )
        division = table().get(code)
        names = [self.get(column) for column in ("province", "city", "county")]
        if division is not None:
            known = (division.province, division.city, division.county)
            names = [given or filled for given, filled in zip(names, known, strict=True)]
        elif not any(names):
            raise self.error(
                "division_code",
                f"{code or 'empty'}: no such division; give its province, city or county for a place of your own",
            )
        if not self.get("name"):
            raise self.error("name", "is empty")
        level = division.level if division else _level_of(names)
        return Portal(
            id="",
            division_code=code,
            # Another word than ours (市级) says nothing that the code or the names do not.
            level=self.get("level") if self.get("level") in LEVEL_ORDER else level,
            province=_full_province(names[0]),
            city=names[1],
            county=names[2],
            name=self.get("name"),
            home_url=self.url("home_url", self.get("home_url")),
            platform=self.get("platform"),
            entry_urls=[self.url("entry_urls", url) for url in re.split(r"[\s;；]+", self.get("entry_urls")) if url],
            browser=self.switch("browser"),
            note=self.get("note"),
            source="operator",
        )

    def switch(self, column: str) -> bool:
        """A yes or no; :class:`CatalogueError` for another word."""
        word = self.get(column)
        if word.lower() not in SWITCH:
            raise self.error(column, f"{word!r} is neither yes nor no")
        return SWITCH[word.lower()]

    def url(self, column: str, url: str) -> str:
        """The address if it can be crawled; :class:`CatalogueError` otherwise."""
        if not url:
            raise self.error(column, "is empty")
        if "://" not in url:
            raise self.error(column, f"{url!r} has no http:// or https:// before it")
        if any(character.isspace() for character in url) or parse_host(url) is None:
            raise self.error(column, f"{url!r} is not an http or https address without credentials")
        scheme, rest = url.split("://", 1)
        return url if "/" in rest or "?" in rest else f"{scheme}://{rest}/"


def _full_province(name: str) -> str:
    """甘肃 → 甘肃省, so that rows of one province have one name; other names stay as they are."""
    provinces = [row for row in table().by_name.get(name, ()) if row.level == "province"]
    return provinces[-1].name if provinces else name


def _level_of(names: list[str]) -> str:
    return "county" if names[2] else "prefecture" if names[1] else "province"
