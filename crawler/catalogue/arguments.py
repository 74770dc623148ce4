"""The spider's arguments that name no place: ``years``, ``shard``, ``archive``, and which arguments there are."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path

from crawler.catalogue.errors import ArgumentError, hint, near_matches

PLACES = ("province", "city", "county", "division")
KNOWN = (*PLACES, "years", "portals", "shard", "archive")
#: The 《条例》 was made in 2007; no report on an earlier year falls under it.
FIRST_YEAR = 2007
ARCHIVE_ENDINGS = (".warc", ".warc.gz")


def normal(arguments: Mapping[str, str]) -> dict[str, str]:
    """The arguments without full-width forms and surrounding space; empty ones and unknown names are errors."""
    cleaned = {}
    for name, value in arguments.items():
        if name not in KNOWN:
            near = near_matches(name, KNOWN, 2)
            raise ArgumentError(f"{name}=: no such argument{hint(near)}; there are {', '.join(KNOWN)}")
        text = str(value).strip()
        cleaned[name] = text if name in ("portals", "archive") else unicodedata.normalize("NFKC", text)
        if not text:
            raise ArgumentError(f"{name}=: is empty")
    return cleaned


def parse_years(text: str, last: int) -> frozenset[int]:
    """``2019``, ``2019-2024`` or ``2016,2018-2020`` as the set of report years from 2007 to ``last``."""
    years: set[int] = set()
    for part in re.split(r"[,、;]", text):
        match = re.fullmatch(r"\s*([0-9]{4})\s*(?:[-–—~至]\s*([0-9]{4})\s*)?", part)
        if match is None:
            raise ArgumentError(f"years={text}: {part.strip()!r} is no year; write 2019, 2019-2024 or 2016,2018-2020")
        first, final = int(match[1]), int(match[2] or match[1])
        if first > final:
            raise ArgumentError(f"years={text}: {first} is after {final}; did you mean {final}-{first}?")
        if first < FIRST_YEAR or final > last:
            raise ArgumentError(f"years={text}: reports are from {FIRST_YEAR} to {last}")
        years.update(range(first, final + 1))
    return frozenset(years)


def parse_shard(text: str) -> tuple[int, int]:
    """``2/4`` as (2, 4): the second of four shards, counted from 1."""
    match = re.fullmatch(r"([0-9]{1,6})\s*/\s*([0-9]{1,6})", text)
    if match is None:
        raise ArgumentError(f"shard={text}: write it like 2/4, the second of four")
    number, count = int(match[1]), int(match[2])
    if not 1 <= number <= count:
        example = f"; did you mean {count}/{number}?" if 1 <= count < number else ""
        raise ArgumentError(f"shard={text}: the shards of {count} are 1/{count} to {count}/{count}{example}")
    return number, count


def find_archive(text: str) -> Path:
    """The WARC file, or the folder that has at least one, which the crawl is served from."""
    path = Path(text).expanduser()
    try:
        if path.is_dir():
            if any(file.name.endswith(ARCHIVE_ENDINGS) for file in path.iterdir()):
                return path
            raise ArgumentError(f"archive={text}: no .warc or .warc.gz file in that folder")
        if not path.is_file():
            raise ArgumentError(f"archive={text}: no such file or folder")
    except OSError as error:
        raise ArgumentError(f"archive={text}: cannot be read: {error.strerror}") from error
    if not path.name.endswith(ARCHIVE_ENDINGS):
        raise ArgumentError(f"archive={text}: not a .warc or .warc.gz file")
    return path
