"""What an agency calls itself (自称): 我镇 in a bureau's report, 我局 in a township's, is left over from elsewhere.

Bureaus and townships are asked so; and every agency, whether its 我县 is a county. A report that says 我镇 more often
than anything else was perhaps not read as whose it is, unless its title names its agency. What is quoted is somebody
else's; 本镇 may be each of many.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from crawler.catalogue.table import table
from crawler.facts import load_toml
from crawler.records import Section
from crawler.report.audits.names import Home

_WORDS = re.compile(r"我|本[镇乡街局]")
#: Before 本镇 in its sentence: each township's own (各镇在本镇公示栏公布).
_EACH = re.compile(r"(?:各|每|所属|下属|辖|[乡镇街局]级|乡镇|[镇街]道?办)[^。；\n]*$")
#: So many years before its report a place may have been called otherwise: a town may say 我乡, a district 我县.
_LATELY = 3
_QUOTED = re.compile(r"[“《][^“”《》\n]*[”》]")


@cache
def _selves(*, places: bool) -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    """What agencies or their ``places`` are called, each with what the name of one that may be called so holds."""
    facts = load_toml("audits.toml")["foreign_agency"]["selves"]
    of_kind = (entry for entry in facts if entry.get("place", False) is places)
    return tuple((re.compile(entry["word"]), re.compile(entry["of"])) for entry in of_kind)


@cache
def _any_self(*, places: bool) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{word.pattern})" for word, _ in _selves(places=places)))


def other_selves(sections: list[Section], home: Home, *, titled: bool) -> Iterator[tuple[str, str, int]]:
    """The words by which another kind of agency calls itself in a report, each with its line and where in it.

    ``titled``: the report's title names whose it is.
    """
    if home.town or home.office:
        yield from _other(sections, home.agency, places=False, titled=titled)
    if home.division.name in home.agency:
        yield from _other(sections, _chain(home), places=True, titled=titled)


def _other(sections: list[Section], names: str, *, places: bool, titled: bool) -> Iterator[tuple[str, str, int]]:
    """Those of one kind, by what the ``names`` hold that the agency and its places have."""
    found: list[tuple[str, str, int]] = []
    own = 0
    for section in sections:
        said = f"{section.heading}\n{section.body}"
        if not _WORDS.search(said):
            continue
        for line in said.split("\n"):
            words = (
                _QUOTED.sub(lambda quoted: "　" * len(quoted.group()), line) if "”" in line or "》" in line else line
            )
            for match in _any_self(places=places).finditer(words):
                if any(one.fullmatch(match.group()) and of.search(names) for one, of in _selves(places=places)):
                    own += 1
                elif match.group()[0] == "我" or not _EACH.search(words, 0, match.start()):
                    found.append((match.group(), line, match.start()))
    if titled or len(found) <= own:
        yield from found


def _chain(home: Home) -> str:
    """The names of an agency, of what it lies in, and of what its place was called about the time of its report."""
    place = home.division
    named = table().by_name.get(place.short, ())
    year = home.year or place.valid_from
    lately = [row.name for row in named if row.valid_from - 1 <= year <= row.valid_to + _LATELY]
    return "".join((place.province, place.city, place.name, *lately, home.agency))
