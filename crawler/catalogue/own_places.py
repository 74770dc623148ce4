"""Places of the operator's own: divisions that a list of portals names and the shipped table does not know.

A county that is newer than the table, or one that is made up for a trial, has a code and names in the list alone.
"""

from __future__ import annotations

from collections.abc import Iterable

from crawler.catalogue.portals import Portal
from crawler.catalogue.table import Division, Level, shipped
from crawler.facts import load_toml

#: A row of the list does not say since when: whatever year a report is of, the place is taken to be there.
_SINCE = 1980


def own_places(portals: Iterable[Portal]) -> tuple[Division, ...]:
    """The divisions of portals whose codes the table does not have, by code; a code's first row names it."""
    known = {division.code for division in shipped()}
    found: dict[str, Division] = {}
    for portal in portals:
        if portal.division_code and portal.division_code not in known:
            found.setdefault(portal.division_code, _place(portal))
    return tuple(found[code] for code in sorted(found))


def _place(portal: Portal) -> Division:
    level: Level = "county" if portal.county else "prefecture" if portal.city else "province"
    name = portal.county or portal.city or portal.province
    code = portal.division_code
    parents = {"county": f"{code[:4]}00" if portal.city else f"{code[:2]}0000", "prefecture": f"{code[:2]}0000"}
    return Division(
        code=code,
        level=level,
        name=name,
        short=_short(name),
        province=portal.province,
        city="" if level == "province" else portal.city,
        parent=parents.get(level, ""),
        valid_from=_SINCE,
    )


def _short(name: str) -> str:
    short = name.removesuffix(next((e for e in load_toml("places.toml")["endings"] if name.endswith(e)), ""))
    return short if len(short) > 1 else name
