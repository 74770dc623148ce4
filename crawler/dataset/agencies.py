"""Whose report a stored one is, the same in every year: what the view coverage says in SQL (``sql/coverage.sql``)."""

from __future__ import annotations

import sqlite3
from functools import lru_cache
from hashlib import blake2b

from crawler.catalogue import divisions


@lru_cache(maxsize=20_000)
def current_code(code: str, year: int | None) -> str:
    """Today's code of a division that only got another code or level since (350403 of 2017 → 350404), else ``code``."""
    before, now = divisions.at(code, year), divisions.successor(code, year)
    return now.code if before is not None and now is not None and before.short == now.short else code


def agency_number(connection: sqlite3.Connection, report_id: int) -> int | None:
    """The agency of a stored report as a number of 48 bits; None where the report does not name it.

    A government is told by its place, whichever of its offices reports; every other agency by place and name.
    """
    kind, agency, code, year, portal_id, portal_name, portal_code = connection.execute(
        "SELECT r.agency_kind, r.agency, r.division_code, r.year, r.portal_id, p.name, p.division_code"
        " FROM reports AS r LEFT JOIN portals AS p ON p.id = r.portal_id WHERE r.id = ?",
        (report_id,),
    ).fetchone()
    if not agency:
        return None
    code = current_code(code, year) if code else None
    if kind != "government":
        name = f"{code or portal_code or portal_id or ''}|{agency}"
    elif portal_name and portal_name in agency:
        name = f"government|{portal_code or portal_id}"
    else:
        name = f"government|{code or f'{portal_id}|{agency}'}"
    return int.from_bytes(blake2b(name.encode(), digest_size=6).digest(), "big")
