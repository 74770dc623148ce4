"""Which CMS family made a page, by the fingerprints of ``data/platforms.toml``."""

from __future__ import annotations

import re
from functools import cache

import msgspec

from crawler.facts import load_toml
from crawler.records import Page

#: Weights of the kinds of evidence, and how much is needed to believe.
_SCRIPT, _GENERATOR, _ADDRESS, _ZONE, _LINKS = 5, 4, 2, 1, 2
_ENOUGH = 2
#: So many links are looked at, and so many of one shape count as evidence.
_SAMPLE, _LINKS_NEEDED = 150, 3


class Fingerprint(msgspec.Struct):
    """How a family shows itself: patterns for script text, generator, addresses and zone names."""

    name: str
    chinese: str
    scripts: re.Pattern[str] | None
    generator: re.Pattern[str] | None
    addresses: re.Pattern[str] | None
    zones: re.Pattern[str] | None


def _compiled(patterns: list[str]) -> re.Pattern[str] | None:
    return re.compile("|".join(patterns), re.IGNORECASE) if patterns else None


@cache
def fingerprints() -> tuple[Fingerprint, ...]:
    """The families of ``data/platforms.toml``, in its order (the more telling first)."""
    return tuple(
        Fingerprint(
            family["name"],
            family["chinese"],
            *(_compiled(family.get(kind, [])) for kind in ("scripts", "generator", "addresses", "zones")),
        )
        for family in load_toml("platforms.toml")["family"]
    )


def recognise(page: Page) -> str:
    """The name of the family that made ``page``, or ``generic``. Own words (scripts, generator) weigh most."""
    scores = {print_.name: _score(page, print_) for print_ in fingerprints()}
    name = max(scores, key=lambda key: scores[key])
    return name if scores[name] >= _ENOUGH else "generic"


def _score(page: Page, family: Fingerprint) -> int:
    score = 0
    if family.scripts and any(family.scripts.search(script) for script in page.scripts):
        score += _SCRIPT
    if family.generator and family.generator.search(page.meta.get("generator", "")):
        score += _GENERATOR
    if family.addresses:
        score += _ADDRESS * bool(family.addresses.search(page.url))
        seen = 0
        for link in page.links[:_SAMPLE]:
            seen += family.addresses.search(link.url) is not None
            if seen == _LINKS_NEEDED:
                score += _LINKS
                break
    if family.zones and any(family.zones.search(zone.name) for zone in page.zones):
        score += _ZONE
    return score
