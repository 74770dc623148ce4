"""What an agency calls itself (自称): 我镇 in a bureau's report, 我局 in a township's, is left over from elsewhere.

Only bureaus and townships are asked. A report that says 我镇 more often than anything else was perhaps not read as
whose it is, unless its title names its agency. What is quoted is somebody else's; 本镇 may be each of many.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from crawler.facts import load_toml
from crawler.records import Section
from crawler.report.audits.names import Home

_WORDS = re.compile(r"我|本[镇乡街局]")
#: Before 本镇 in its sentence: each township's own (各镇在本镇公示栏公布).
_EACH = re.compile(r"(?:各|每|所属|下属|辖|[乡镇街局]级|乡镇|[镇街]道?办)[^。；\n]*$")
_QUOTED = re.compile(r"[“《][^“”《》\n]*[”》]")


@cache
def _selves() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    """What agencies call themselves, each with what the name of one that may do so holds."""
    facts = load_toml("audits.toml")["foreign_agency"]["selves"]
    return tuple((re.compile(entry["word"]), re.compile(entry["of"])) for entry in facts)


@cache
def _any_self() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{word.pattern})" for word, _ in _selves()))


def other_selves(sections: list[Section], home: Home, *, titled: bool) -> Iterator[tuple[str, str, int]]:
    """The words by which another kind of agency calls itself in a report, each with its line and where in it.

    ``titled``: the report's title names whose it is.
    """
    if not (home.town or home.office):
        return
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
            for match in _any_self().finditer(words):
                if _is_own(match.group(), home.agency):
                    own += 1
                elif match.group()[0] == "我" or not _EACH.search(words, 0, match.start()):
                    found.append((match.group(), line, match.start()))
    if titled or len(found) <= own:
        yield from found


def _is_own(word: str, agency: str) -> bool:
    return any(one.fullmatch(word) and of.search(agency) for one, of in _selves())
