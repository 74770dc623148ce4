"""Another place, township or bureau that a report's text names, and what makes it a legitimate guest (客) there.

A report speaks of its own agency, of what lies above and under it, and of its partners. Any other name of the kind is
left over from elsewhere, unless it was met, visited, helped, asked, compared, merged, or is one of a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.facts import patterns
from crawler.report.audits.names import Home
from crawler.report.audits.place_names import longest_place, places_in
from crawler.report.text.figures import BRACKETS, fold_sentence

_SENTENCE = re.compile(r"[^。；！？：]+")
_CLAUSE = re.compile(r"[^，]+")
#: A name that stands farther into the clause that opens a sentence is not what the sentence tells of.
_FAR = 40
_TOWN = re.compile(r"镇|乡|街|苏木")
_TITLE = re.compile(r"《[^《》]*》?")

_pattern = patterns("audits.toml", "foreign_agency")


def mentioned(line: str, home: Home) -> Iterator[tuple[str, int, bool]]:
    """The names in a line that no report of the home has a reason to name, with where they stand, and whether it is
    surely told of them what only a report's own agency is told of.
    """
    others = any(home.foreign(name, line[:at], line[end:]) for at, end, name in places_in(line))
    if not (others or home.town or home.office):
        return
    for sentence in _SENTENCE.finditer(fold_sentence(line)):
        words = _TITLE.sub(lambda title: "《" + "　" * (len(title.group()) - 1), sentence.group())
        if "向" in words and (asked := _pattern("asked_of_us").search(words)):
            words = words[: asked.start("own")] + "　" * len(asked["own"]) + words[asked.end() :]
        if not (others or home.office or _TOWN.search(words)):
            continue  # a township's report tells of no other one here
        yield from ((name, sentence.start() + at, True) for name, at in _due(words, home))
        begins = _pattern("begins").match(words)
        first = begins.end() if begins else 0
        for clause in _CLAUSE.finditer(words):
            told = _Told(words, home, clause, opens=clause.start() <= first < clause.end())
            led = _pattern("clause_begins").match(words, clause.start(), clause.end())
            begin = max(led.end() if led else clause.start(), first)
            for name, at, end in _named(told, begin, home, others=others):
                if not told.guest(at, end, begin):
                    # A sister may do something for all that no list has; a far place may not.
                    tells = not home.another_bureau(name) or _pattern("tells").search(words, end) is not None
                    tells = tells or home.tells_of_own(words, end)
                    # A county's seat may lie in a district of its prefecture.
                    seat = line.endswith("地址：", 0, sentence.start()) and home.district_beside(name)
                    above = words[begin:at]  # 西宁市城北区水务局: behind what it lies in
                    sure = longest_place(above) == above and tells and not seat
                    yield name, sentence.start() + at, sure


class _Told:
    """A clause of a sentence: whether it ``opens`` the sentence, and which names are guests in it."""

    def __init__(self, words: str, home: Home, clause: re.Match[str], *, opens: bool) -> None:
        self.words, self.opens, self.start, self.end = words, opens, clause.start(), clause.end()
        self.home = home

    def guest(self, at: int, end: int, begin: int) -> bool:
        """Whether the name from ``at`` to ``end`` is met, one of a list, or told of as a guest; the clause tells from
        ``begin`` on.
        """
        while inner := longest_place(self.words[end : self.end]):
            end += len(inner)  # 常州市金坛区
        office = _pattern("office").match(self.words, end, self.end)
        behind = office.end() if office else end
        if _pattern("met").search(self.words, self.start, at) or _pattern("joined").match(self.words, behind):
            return True
        due = _pattern("due").match(self.words, end) is not None
        if self.home.beside(self.words[behind : self.end]):
            return True
        if not due and _pattern("contrast").search(self.words, behind):
            return True
        if at == begin and _pattern("companion").match(self.words, behind):
            return _pattern("ourselves").search(self.words) is not None
        words = self.words[:at] + "　" * (behind - at) + self.words[behind:]  # 泰来县 is no 来县, 会同县 no 会同
        words = _pattern("not_told").sub(lambda none: "　" * len(none.group()), words)
        reasons = ("guest",) if due else ("guest", "ourselves")
        if self.opens and at - self.start < _FAR:
            return any(_pattern(key).search(words, 0, self.end) for key in reasons)
        own = self.home.tells_of_own(self.words, behind, counted=True)  # what it did is told, whoever was met before
        start = self.start if own else max(0, self.words.rfind("，", 0, max(0, self.start - 1)))
        until = self.words.find("，", self.end + 1)
        until = until if until > 0 else len(self.words)
        return any(_pattern(key).search(words, start, until) for key in (*reasons, "apart"))


def _due(words: str, home: Home) -> Iterator[tuple[str, int]]:
    """The other names in a sentence where only the report's own place or agency can be meant, and where they stand."""
    for match in _pattern("ours").finditer(words):
        key = match.lastgroup if match.lastgroup != "inner" else "name"
        clause = words[words.rfind("，", 0, match.start()) + 1 : words.find("，", match.end()) % (len(words) + 1)]
        if key == "sister":  # by whom it is done is no reason itself: 由X镇党政办答复
            clause = words.replace(match.group(), "")
        if _pattern("guest").search(BRACKETS.sub("", clause)):
            continue
        said = match[key or 0]
        name = home.leading(said)[0]
        if not name and (match["inner"] or match["sister"]) and home.another_bureau(said):
            name = said
        if name:
            yield name, match.start(key or 0)


def _named(told: _Told, first: int, home: Home, *, others: bool) -> Iterator[tuple[str, int, int]]:
    """The other places that a clause names, or the township or bureau that it begins with from ``first`` on."""
    clause = told.words[told.start : told.end]
    places = [
        (name, told.start + at, told.start + end)
        for at, end, name in (places_in(clause) if others else ())
        if home.foreign(name, clause[:at], clause[end:])
    ]
    yield from places
    begun = "" if any(at == first for _, at, _ in places) else told.words[first : told.end]
    name = home.neighbour(begun)
    if not name and (name := home.sister(begun)):
        # What a bureau has its own people do is told in its own report; a partner does it for others.
        done = _pattern("within").sub("", begun[len(name) :])
        partner = _pattern("partner").search(done) is not None and begun[len(name)] != "将"
        # Amid a sentence a sister is told of for many reasons, but not as whose disclosures are counted.
        own = home.tells_of_own(begun, len(name), counted=True)
        name = name if own or (told.opens and not partner) else ""
    if name:
        yield name, first, first + len(name)
