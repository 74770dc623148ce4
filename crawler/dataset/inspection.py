"""What a dataset knows of one portal, for a person: columns, lists with totals, reports, what was passed over."""

from __future__ import annotations

from typing import Any

from sqlite_utils import Database

Row = dict[str, Any]

_LISTS = """
SELECT lists.platform, lists.column_name AS column, list.url, list.method, lists.total, lists.list_rows AS rows,
    lists.reports, lists.broken_at
FROM lists JOIN pages list ON list.id = lists.page_id
WHERE lists.portal_id = ? ORDER BY coalesce(lists.first_id, lists.page_id), lists.page_id
"""
_COLUMNS = """
SELECT kind, anchor AS text, url, state, outcome, error AS reason, priority FROM pages
WHERE portal_id = ? AND kind IN ('home', 'column', 'list') ORDER BY fetched_at IS NULL, id
"""
_REPORTS = """
SELECT year, agency, agency_kind, title, published_on, form_era, format, length(body) AS characters, url,
    (SELECT count(*) FROM table_cells WHERE report_id = reports.id) AS cells,
    (SELECT group_concat(DISTINCT rule) FROM findings WHERE report_id = reports.id) AS findings
FROM reports WHERE portal_id = ? ORDER BY id
"""
_PASSED_OVER = """
SELECT kind, anchor AS text, url, state,
    coalesce(
        outcome,
        CASE WHEN kind = 'other' THEN 'a later resort, not needed'
        WHEN kind = 'column' AND priority < 1 THEN 'a link that is not understood, left for another run'
        ELSE 'left for another run' END
    ) AS outcome,
    error AS reason
FROM pages
WHERE portal_id = ? AND (state NOT IN ('done', 'unchanged') OR outcome <> 'ok') ORDER BY state = 'pending', id
"""


def portal_record(db: Database, portal_id: str) -> Row:
    """Everything that the dataset knows of the portal ``portal_id``, as the last run left it; JSON-ready."""
    run = _rows(
        db,
        "SELECT outcome, detail, pages, requests, reports_new FROM run_portals WHERE portal_id = ?"
        " ORDER BY run_id DESC LIMIT 1",
        portal_id,
    )
    lists = _rows(db, _LISTS, portal_id)
    families = sorted({row["platform"] for row in lists if row["platform"] != "generic"})
    return {
        **(run[0] if run else {"outcome": None, "detail": None, "pages": 0, "requests": 0, "reports_new": 0}),
        "platforms": families or (["generic"] if lists else []),
        "columns": _rows(db, _COLUMNS, portal_id),
        "lists": lists,
        "reports": _rows(db, _REPORTS, portal_id),
        "passed_over": _rows(db, _PASSED_OVER, portal_id),
    }


def _rows(db: Database, query: str, portal_id: str) -> list[Row]:
    return list(db.query(query, (portal_id,)))
