"""Loads the files of ``data/``: facts about the field, kept out of the code, read once and checked."""

from __future__ import annotations

import csv
import tomllib
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
    """A TOML file of ``data/`` as a dict. Callers treat it as read-only: it is loaded once per process."""
    try:
        with data_path(name).open("rb") as file:
            return tomllib.load(file)
    except tomllib.TOMLDecodeError as error:
        raise FactsError(f"data/{name}: {error}") from error


@cache
def load_csv(name: str) -> tuple[dict[str, str], ...]:
    """A CSV file of ``data/`` (UTF-8, first row = column names) as a tuple of rows."""
    with data_path(name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))
