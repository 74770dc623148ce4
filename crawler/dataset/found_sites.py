"""Sites of departments and townships (部门、乡镇网站) that a crawl came upon: hosts of reports that no portal has."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Collection
from urllib.parse import urlsplit

from crawler.catalogue.registry import Row
from crawler.catalogue.table import table

#: The level of a site by the kind of agency whose reports it has.
_LEVELS = {"department": "department", "institution": "department", "township": "township", "subdistrict": "township"}
#: A host is one agency's own when so much of its reports are; the rest are its subordinates'.
_OWN = 0.8


def found_sites(db: sqlite3.Connection, known_hosts: Collection[str]) -> list[Row]:
    """Rows for the catalogue, by host, of the hosts that are not in ``known_hosts`` (names without ``www.``)."""
    schemes: dict[str, str] = {}
    seen: dict[str, Counter[tuple[str, str, str]]] = defaultdict(Counter)
    for url, agency, kind, code in db.execute("SELECT url, agency, agency_kind, division_code FROM reports"):
        parts = urlsplit(url)
        if parts.hostname and parts.hostname.removeprefix("www.") not in known_hosts and agency and code:
            schemes[parts.netloc] = parts.scheme
            seen[parts.netloc][agency, kind, code] += 1
    rows = []
    for netloc, agencies in sorted(seen.items()):
        (agency, kind, code), count = agencies.most_common(1)[0]
        division = table().get(code)
        if kind in _LEVELS and division is not None and count >= _OWN * agencies.total():
            rows.append(
                {
                    "division_code": code,
                    "level": _LEVELS[kind],
                    "province": division.province,
                    "city": division.city,
                    "county": division.county,
                    "name": agency,
                    "home_url": f"{schemes[netloc]}://{netloc}/",
                    "trust": "",
                    "flags": "",
                    "platform": "",
                    "checked_on": "",
                    "source": "crawl",
                }
            )
    return rows
