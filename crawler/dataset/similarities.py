"""Compares the reports' texts (文字雷同): with the agency's own last report, and with other agencies' reports.

Done at the end of a run for what is new or changed, and for what that concerns; interrupted, it goes on the next time.
What is stored follows from the reports alone, not from their order: ``own_past`` always; ``other_agency`` where the
reports were compared in one go. Later reports may make a wording common: earlier pairs then stay as they were found.

Pairs of other agencies: the best ``PAIRS_MAX`` with at least ``SHARE_MIN`` of the first's text, of as many agencies as
there are.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from typing import Any, Literal, NamedTuple, TypeVar

import msgspec
from sqlite_utils import Database

from crawler.dataset import wordings
from crawler.dataset.agencies import current_code
from crawler.dataset.lookup import Hits, Lookup
from crawler.dataset.wordings import HITS_MIN, Row, Texts
from crawler.dataset.years import replace_findings
from crawler.records import Finding, Severity
from crawler.report.copied_share import Match, compare

T = TypeVar("T")

#: From this share on a pair of two agencies is kept, and this many of them a report.
SHARE_MIN = 0.2
PAIRS_MAX = 5
#: Two agencies may well have a sentence or two in common: less than this (masked characters) is no copy.
_CHARACTERS_MIN = 80
#: From this share on it is said in a finding, and from the second on as a warning: half of the text is where one
#: city's official scoring takes points off.
SHARE_NOTED = 0.3
SHARE_WARNED = 0.5
#: No more reports than so many are compared with one.
_COMPARED_MAX = 10

#: Reports to a transaction: what an interruption loses, at most.
_BATCH = 50

Kind = Literal["own_past", "other_agency"]
#: Runs an operation on the dataset in a transaction of its own.
Run = Callable[[Callable[[Database], T]], T]


class Pair(msgspec.Struct, gc=False):
    """A row of ``similarities`` to be."""

    other_id: int
    kind: Kind
    match: Match


class _Identity(NamedTuple):
    """What tells whether two reports are two agencies', and which was first."""

    agency: str | None
    division_code: str | None
    url: str
    year: int | None
    day: str | None


def update_similarities(run: Run[int]) -> int:
    """Bring ``similarities`` and the findings ``copied_text`` up to date; how many reports were compared.

    In many short transactions, each by ``run``, so that other writes get their turn.
    """
    reading = _Reading()
    run(reading.begin)
    while run(reading.some):
        pass
    run(_settle)
    compared, comparison = 0, _Comparison()
    while done := run(comparison.some):
        compared += done
    return compared


class _Reading:
    """One update's reading of what is new or changed."""

    def __init__(self) -> None:
        self._lookup: Lookup | None = None

    def begin(self, db: Database) -> int:
        """Find what is to be read."""
        wordings.find_changes(db.conn)
        if wordings.any_compared(db.conn):
            self._lookup = Lookup(db.conn)
        return 0

    def some(self, db: Database) -> int:
        """Read some of it; how many."""
        rows = wordings.in_state(db.conn, "unread", _BATCH)
        for row in rows:
            wordings.read_report(db.conn, row.report_id, self._lookup)
        return len(rows)


def _settle(db: Database) -> int:
    wordings.settle(db.conn)
    return 0


class _Comparison:
    """One update's comparing, after everything was read: no text changes meanwhile."""

    def __init__(self) -> None:
        self._texts: Texts | None = None
        self._lookup: Lookup | None = None

    def some(self, db: Database) -> int:
        """Compare some of what is to be compared, the new ones first; how many."""
        self._texts = self._texts or Texts(db.conn)
        self._lookup = self._lookup or Lookup(db.conn)
        rows = wordings.in_state(db.conn, "new", _BATCH) or wordings.in_state(db.conn, "stale", _BATCH)
        for row in rows:
            self._compare(db.conn, self._texts, self._lookup, row)
        return len(rows)

    def _compare(self, connection: sqlite3.Connection, texts: Texts, lookup: Lookup, row: Row) -> None:
        pairs: list[Pair] = []
        text = texts.get(row.report_id)
        if row.past_id is not None:
            match = compare(text.wording, texts.get(row.past_id))
            if match is not None:
                pairs.append(Pair(row.past_id, "own_past", match))
        if row.agency is not None and text.wording.is_enough:
            hits = lookup.find(row.agency, text.wording)
            pairs += _others(connection, texts, row.report_id, hits)
        _store(connection, row, pairs)


def _others(connection: sqlite3.Connection, texts: Texts, report_id: int, hits: Hits) -> list[Pair]:
    """The best pairs with other agencies' reports: the best of each agency, then its other years."""
    least = max(1.0, HITS_MIN * hits.keys)
    near = [(count, one) for one, count in hits.reports.items() if count >= least]
    near.sort(key=lambda entry: (-entry[0], entry[1]))
    if not near:
        return []
    own = _identity(connection, report_id)
    found: list[tuple[float, int, str, Pair, _Identity]] = []
    for _, other_id in near[:_COMPARED_MAX]:
        other = _identity(connection, other_id)
        if _same_agency(own, other):
            continue
        match = compare(texts.get(report_id).wording, texts.get(other_id), hits.common)
        if match is not None and match.share >= SHARE_MIN and match.characters >= _CHARACTERS_MIN:
            away = abs((own.year or 0) - (other.year or 0))
            found.append((-match.share, away, other.url, Pair(other_id, "other_agency", match), other))
    found.sort(key=lambda entry: entry[:3])
    best: dict[tuple[str | None, str | None], Pair] = {}
    more: list[Pair] = []
    for *_, pair, other in found:
        if best.setdefault((other.division_code, other.agency), pair) is not pair:
            more.append(pair)
    return [*best.values(), *more][:PAIRS_MAX]


def _store(connection: sqlite3.Connection, row: Row, pairs: list[Pair]) -> None:
    connection.execute("DELETE FROM similarities WHERE report_id = ?", (row.report_id,))
    connection.executemany(
        "INSERT INTO similarities (report_id, other_id, share, kind, sentences, copied, passages)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            (
                row.report_id,
                pair.other_id,
                round(pair.match.share, 4),
                pair.kind,
                pair.match.sentences,
                pair.match.copied,
                json.dumps(pair.match.passages, ensure_ascii=False),
            )
            for pair in pairs
        ),
    )
    findings = _store_findings(connection, row.report_id, pairs)
    connection.execute(
        "UPDATE wordings SET state = 'compared', past_id = ?, findings = ? WHERE report_id = ?",
        (row.past_id, findings, row.report_id),
    )


def _store_findings(connection: sqlite3.Connection, report_id: int, pairs: list[Pair]) -> int:
    """At most one finding of each kind: of the past, and of the other agency with the greatest share; how many."""
    own = _identity(connection, report_id)
    found: dict[Kind, Finding] = {}
    for pair in pairs:
        if pair.kind in found or pair.match.share < SHARE_NOTED:
            continue
        other = _identity(connection, pair.other_id)
        if pair.kind == "other_agency" and _is_earlier(own, other):
            continue  # the other one copied
        whose = "本机关" if pair.kind == "own_past" else other.agency or "其他机关"
        year = f"{other.year}年度" if other.year is not None else "年度"
        message = (
            f"与{whose}{year}报告文字雷同：占自有文字的{pair.match.share:.0%}"
            f"（{pair.match.sentences}句中的{pair.match.copied}句）"
        )
        severity: Severity = "warning" if pair.match.share >= SHARE_WARNED else "note"
        found[pair.kind] = Finding("copied_text", message, severity, " / ".join(pair.match.passages[:3]))
    replace_findings(connection, report_id, "copied_text", found.values())
    return len(found)


def _identity(connection: sqlite3.Connection, report_id: int) -> _Identity:
    row = connection.execute(
        "SELECT agency, division_code, url, year, coalesce(published_on, signed_on) FROM reports WHERE id = ?",
        (report_id,),
    ).fetchone()
    one = _Identity(*row)
    return one._replace(division_code=current_code(one.division_code, one.year)) if one.division_code else one


def _is_earlier(one: _Identity, other: _Identity) -> bool:
    """Whether one report was there before the other, as far as year and day tell."""
    if one.year != other.year and one.year is not None and other.year is not None:
        return one.year < other.year
    return one.day is not None and other.day is not None and one.day < other.day


def _same_agency(one: _Identity, other: _Identity) -> bool:
    """Whether two names of one place may be one agency's: 人社局 and 人力资源和社会保障局."""
    if one.division_code != other.division_code or not one.agency or not other.agency:
        return False
    short, long = sorted((one.agency, other.agency), key=len)
    signs = iter(long)
    return all(sign in signs for sign in short)


def pairs_of(db: Database, report_id: int) -> dict[str, Any] | None:
    """A report with its ``similarities``, the greatest share first and with whose they are; None if it is not there."""
    found = next(db.query("SELECT id, url, agency, year, title FROM reports WHERE id = ?", [report_id]), None)
    if found is None:
        return None
    pairs = db.query(
        "SELECT s.*, r.agency, r.year, r.url FROM similarities AS s JOIN reports AS r ON r.id = s.other_id"
        " WHERE s.report_id = ? ORDER BY s.kind = 'other_agency', s.share DESC, r.url",
        [report_id],
    )
    return found | {"similarities": [pair | {"passages": json.loads(pair["passages"])} for pair in pairs]}
