"""What goes wrong with a crawl's arguments, in one line that says what to do."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class ArgumentError(ValueError):
    """An argument of the crawl cannot be followed. The message is one line and names the argument."""

    def __init__(self, message: str) -> None:
        super().__init__(" ".join(message.split()))


class CatalogueError(ArgumentError):
    """A catalogue file cannot be used. The message names the file, and the line and column where it can."""


def near_matches(word: str, known: Iterable[str], count: int = 3) -> list[str]:
    """The known words most like ``word``, best first.

    Two-character names differ in half of their characters after one slip, hence the low cut-off; a word with
    the same beginning is preferred.
    """
    names = list(dict.fromkeys(known))
    close = difflib.get_close_matches(word, names, n=count * 4, cutoff=0.5)
    return sorted(close, key=lambda name: (not name.startswith(word[:1]), close.index(name)))[:count]


def hint(near: Iterable[str]) -> str:
    """``"; did you mean 甘肃 or 甘南?"``, or nothing when there is nothing near."""
    words = list(near)
    return f"; did you mean {' or '.join(words)}?" if words else ""
