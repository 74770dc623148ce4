"""Looking a text up in the index of wordings: which other agencies' reports share sentences with it."""

from __future__ import annotations

import sqlite3
from collections import Counter
from typing import NamedTuple

from crawler.report.copied import Wording

#: A wording of more than this share of all agencies is everyone's: no evidence, and no part of a text's own.
_COMMON_SHARE = 0.1
#: But never one of so few agencies, and always one of more than these.
_COMMON_LEAST, _COMMON_MOST = 5, 50
#: So many reports of a wording are looked at; one that has more is everyone's too.
_POSTINGS_MAX = 400
#: So many of everyone's wordings are remembered, that their rows are not read again.
_REMEMBERED = 200_000


class Hits(NamedTuple):
    """What was found: for each other agency's report how many keys it shares; which keys are everyone's.

    ``keys`` is the number of keys that are not.
    """

    reports: Counter[int]
    common: set[int]
    keys: int


class Lookup:
    """The index as of its making: what is everyone's depends on how many agencies there are."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        (agencies,) = connection.execute("SELECT count(DISTINCT agency) FROM wordings").fetchone()
        self._agencies_max = min(max(_COMMON_SHARE * agencies, _COMMON_LEAST), _COMMON_MOST)
        self._known: set[int] = set()

    def find(self, agency: int, wording: Wording) -> Hits:
        """The other agencies' reports that share wordings with a text of ``agency``.

        Reads at most so many rows a key, whatever the number of reports.
        """
        reports: Counter[int] = Counter()
        common: set[int] = set()
        keys = wording.keys()
        for key in keys:
            if key in self._known:
                common.add(key)
                continue
            rows = self._connection.execute(
                "SELECT agency, report_id FROM wording_keys WHERE key = ? LIMIT ?", (key, _POSTINGS_MAX + 1)
            ).fetchall()
            if self._is_common(rows):
                common.add(key)
                if len(self._known) < _REMEMBERED:
                    self._known.add(key)
            else:
                reports.update(report_id for owner, report_id in rows if owner != agency)
        return Hits(reports, common, len(keys) - len(common))

    def _is_common(self, rows: list[tuple[int, int]]) -> bool:
        if len(rows) <= self._agencies_max:
            return False
        return len(rows) > _POSTINGS_MAX or len({agency for agency, _ in rows}) > self._agencies_max
