"""Loads the files of ``data/``: facts about the field, kept out of the code, read once and checked."""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parent.parent / "data"


class FactsError(Exception):
    """A file of ``data/`` is missing or not what it should be. The message names the file."""


def data_path(name: str) -> Path:
    """The path of a file in ``data/``; :class:`FactsError` when it is not there."""
    path = DATA / name
    if not path.is_file():
        raise FactsError(f"data/{name} is missing: the project's facts are incomplete, get a whole copy")
    return path


@cache
def load_toml(name: str) -> dict[str, Any]:
    """A TOML file of ``data/`` as a dict. Callers treat it as read-only: it is loaded once per process.

    A text over several lines is one without the line ends and the blanks around them: long patterns are set so.
    """
    try:
        with data_path(name).open("rb") as file:
            facts: dict[str, Any] = _joined(tomllib.load(file))
            return facts
    except tomllib.TOMLDecodeError as error:
        raise FactsError(f"data/{name}: {error}") from error


def _joined(value: Any) -> Any:
    """A value with the lines of each text in it joined."""
    if isinstance(value, str):
        return "".join(map(str.strip, value.split("\n"))) if "\n" in value else value
    if isinstance(value, list):
        return [_joined(one) for one in value]
    return {key: _joined(one) for key, one in value.items()} if isinstance(value, dict) else value


def compiled(table: Mapping[str, Any], key: str, flags: int = 0) -> re.Pattern[str]:
    """The regular expression under a ``key`` of a table of facts.

    A list of expressions is one of alternatives. A class of characters under ``<key>_begins``, one of which all that is
    found begins with, lets a search pass over all others at once.
    """
    value, begins = table[key], table.get(f"{key}_begins")
    wording = value if isinstance(value, str) else "|".join(f"(?:{one})" for one in value)
    return re.compile(f"(?={begins})(?:{wording})" if begins else wording, flags)


def patterns(name: str, *part: str, flags: int = 0) -> Callable[[str], re.Pattern[str]]:
    """The regular expressions (:func:`compiled`) of a ``part`` of a TOML file by their keys, each compiled when first
    asked for.
    """

    @cache
    def pattern(key: str) -> re.Pattern[str]:
        table: Any = load_toml(name)
        for one in part:
            table = table[one]
        return compiled(table, key, flags)

    return pattern


@cache
def load_csv(name: str) -> tuple[dict[str, str], ...]:
    """A CSV file of ``data/`` (UTF-8, first row = column names) as a tuple of rows."""
    with data_path(name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))
