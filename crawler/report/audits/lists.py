"""Lists of parts in a sentence (分项清单): what a text itself sets out as a whole and its parts, whatever is counted.

Every sentence with several figures of one unit is read as a chain of wholes and parts: 297条，其中…类36条、…类4条;
35件，当面21件、网上9件; 网站147条、微信216条，共计668条. A chain that makes its whole, or any other figure that its
section names before it, is right. What is printed is compared, and nothing else is read from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from crawler.records import Section
from crawler.report.audits.chains import MOST, SentenceLists
from crawler.report.audits.items import Listing, Part, is_total
from crawler.report.audits.lines import joined
from crawler.report.audits.members import LONGEST_HEADING, Members
from crawler.report.audits.shared import Shared
from crawler.report.audits.wording import pattern, plain

_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?]?")
_LONGEST = 3000
#: A line that begins so is of what the line before it is of.
_OF_WHICH = "其中"


def read_lists(sections: list[Section], year: int | None) -> Iterator[Listing]:
    """The lists in the prose of a report's sections, in order."""
    before: list[Part] = []
    totals: list[Part] = []
    first: list[Part] = []  # what the first sentence of the level-1 section counts: all that its parts are of
    members = Members()
    for (heading, level, lines), (_, below, _) in pairwise([*joined(sections), ("", 1, [])]):
        if level == 1:
            yield from members.end()
            members, totals, first = Members(), [], []
        if len(pattern("unit").findall("\n".join(lines))) < (2 if level == below == 1 else 1):
            before = []
            continue
        opening = f"{heading}：" if level > 1 and not lines[0].startswith(f"{heading}：") else ""
        if level == 1 or not pattern("goes_on").match(f"{heading}："):
            before, opening = [], ""
        elif not pattern("by_channel").search(heading):
            before = [*first, *before]  # （二）公开内容。…: a list of what was counted before
        elif all(part not in first for part in before):
            before = []  # channels overlap: nothing but the total right before them is theirs
        about, leads = False, heading if level > 1 else ""
        for line in lines:
            known: list[Part] = []
            about = pattern("about").search(heading + line) is not None or (about and line.startswith(_OF_WHICH))
            begins = True
            shared = Shared()
            for sentence in _SENTENCE.findall(line):
                if not pattern("unit").search(sentence) or len(sentence) > _LONGEST:
                    members.skip(sentence.strip())
                    before = before if len(sentence) <= LONGEST_HEADING else []
                    continue
                if not before and sentence.startswith(_OF_WHICH):
                    before = totals[-1:]  # 公开85条。各项制度得到落实。其中，…
                quote = sentence.strip()
                reader = SentenceLists(plain(opening + quote, year), quote, before, known, totals, begins)
                opening, first = "", first or reader.items
                if about:
                    yield from reader.lists()
                    yield from shared.add(reader.items, quote, opens=reader.opens)
                    yield from members.add(reader.items, quote, leads)
                leads = ""
                goes_on = reader.goes_on or reader.carries or members.running
                before = [*before[-MOST:], *reader.items] if goes_on else reader.items
                begins = False
                known = [*known[-MOST:], *reader.all]
                totals = [*totals[-MOST:], *(part for part in reader.items if is_total(part) or "结转" in part.label)]
            if about:
                yield from shared.end()
    yield from members.end()
