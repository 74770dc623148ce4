"""Full-text search in Chinese: the index of reports and the queries that find words of any length.

FTS5's tokenizers either take a whole run of Chinese characters for one word or find nothing shorter than
three characters. Here every Chinese character is a token of its own, and a word is a phrase: 公开 is searched
as ``"公 开"``. In plain SQL, put a space between the characters and the whole in double quotes::

    SELECT r.agency, r.year FROM reports_fts JOIN reports AS r ON r.id = reports_fts.rowid
    WHERE reports_fts MATCH '"公 开"' ORDER BY reports_fts.rank
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

from sqlite_utils import Database

_HAN = r"\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
#: A Chinese character, or a run of anything else.
_PIECE = re.compile(rf"[{_HAN}]|[^{_HAN}]+")
_INSERT = "INSERT INTO reports_fts (rowid, title, agency, body) VALUES (?, ?, ?, ?)"
#: What would end a phrase, or the whole expression.
_QUOTES = {ord('"'): " ", 0: " "}
_INDEXED = "SELECT title, agency, body FROM reports WHERE id = ?"
# A contentless index can forget a row only when told what the row was.
_DELETE = "INSERT INTO reports_fts (reports_fts, rowid, title, agency, body) VALUES ('delete', ?, ?, ?, ?)"


class Hit(NamedTuple):
    """A report that was found: ``rank`` is FTS5's (smaller is better), ``excerpt`` the text around a hit."""

    report_id: int
    title: str
    agency: str | None
    year: int | None
    rank: float
    excerpt: str


def spaced(text: str | None) -> str:
    """``text`` with blanks around each Chinese character, as it is indexed."""
    return " ".join(_PIECE.findall(text or ""))


def match_expression(words: str) -> str:
    """The FTS5 expression that finds all ``words`` (separated by blanks), each as a phrase.

    >>> match_expression("信息公开 GDP")
    '"信 息 公 开" "GDP"'

    Empty for a query without words; punctuation and FTS5's own operators are taken literally.
    """
    phrases = (" ".join(spaced(word.translate(_QUOTES)).split()) for word in words.split())
    return " ".join(f'"{phrase}"' for phrase in phrases if phrase)


def search(db: Database, words: str, limit: int = 20) -> Iterator[Hit]:
    """Reports that contain all ``words``, best first; none for a query without words."""
    expression = match_expression(words)
    if not expression:
        return
    rows = db.conn.execute(
        "SELECT r.id, r.title, r.agency, r.year, reports_fts.rank, r.body FROM reports_fts"
        " JOIN reports AS r ON r.id = reports_fts.rowid WHERE reports_fts MATCH ?"
        " ORDER BY reports_fts.rank LIMIT ?",
        (expression, limit),
    )
    for report_id, title, agency, year, rank, body in rows:
        yield Hit(report_id, title, agency, year, rank, _excerpt(body, words.split()))


def _excerpt(body: str, words: list[str], around: int = 40) -> str:
    places = [place for word in words if (place := body.find(word)) >= 0]
    start = max(0, min(places) - around) if places else 0
    return body[start : start + 2 * around].replace("\n", " ")


def index(connection: sqlite3.Connection, report_id: int, title: str, agency: str | None, body: str) -> None:
    """Add a report that is not in the index."""
    connection.execute(_INSERT, (report_id, spaced(title), spaced(agency), spaced(body)))


def reindex(connection: sqlite3.Connection, report_id: int, title: str, agency: str | None, body: str) -> None:
    """Index a report anew if its text is another; called while its row still holds what was indexed."""
    stored = connection.execute(_INDEXED, (report_id,)).fetchone()
    if stored != (title, agency, body):
        connection.execute(_DELETE, (report_id, *map(spaced, stored)))
        index(connection, report_id, title, agency, body)


def unindex(connection: sqlite3.Connection, report_id: int) -> None:
    """Take a report out of the index; called while its row still holds what was indexed."""
    stored = connection.execute(_INDEXED, (report_id,)).fetchone()
    if stored is not None:
        connection.execute(_DELETE, (report_id, *map(spaced, stored)))
