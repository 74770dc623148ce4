"""Names of places and agencies in a report, told apart from its own: the chain it stands in, what it was and became.

A division is known by the table (行政区划); a township or sub-district, of which no table is kept, by the shape of its
name and only beside another of its kind; a bureau by what it does.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

import msgspec

from crawler.catalogue import divisions
from crawler.catalogue.divisions import Division
from crawler.catalogue.portals import shipped_portals
from crawler.catalogue.table import table
from crawler.facts import load_toml, patterns
from crawler.report.audits.place_names import cuts_place, longest_place, places_of

#: How soon behind a bureau's name its own work is told.
_SOON = 12
_OFFICE = re.compile(r"(?:党政|综合)?办(?:公室)?$")
#: The end of a division's name, with its government's, within what stands before 镇: 崆峒区柳湖.
_DIVISION = re.compile(r"(?<=..)[省市州盟县区旗](?![省市州盟县区旗])(?:人民政府)?(?=..)")
#: What the names of bureaus have in common.
_BUREAU = re.compile(r"(?:和|与|及|(?<=城)市|管理|监督|局$|委(?:员会)?$|(?:服务)?中心$|办(?:公室)?$)")

_pattern = patterns("audits.toml", "foreign_agency")


class Home(msgspec.Struct, frozen=True):
    """Whose report it is: its ``division`` in the report's ``year``, its ``agency``, and its ``town`` without the kind
    (石桥 of 石桥镇人民政府; ``""`` where it is no township's), what a bureau is called behind its place (民政局), and
    the ``place`` as the agency's name has it: a district may have been a 新区 before.
    """

    division: Division
    year: int | None
    agency: str
    town: str
    office: str
    place: str

    @staticmethod
    def of(division_code: str | None, year: int | None, agency: str) -> Home | None:
        """The home of a report; None where its place is not known."""
        division = divisions.at(division_code, year) if division_code else None
        if division is None:
            return None
        new = f"{division.name[:-1]}新区"
        place = new if new in agency else division.name
        return Home(division, year, agency, _town(agency), _office(place, agency), place)

    def other(self, words: str, *, asked: bool) -> str:
        """The other place or agency that ``words`` name where the report's own name is due; else ``""``. Where one may
        be ``asked`` about the report is also who keeps the county's portal.
        """
        place = divisions.locate(words, self.division.code, self.year)
        if place is not None and place.name in words and not self.related(place.name):
            return place.name
        bureau = words if _OFFICE.sub("", words) == words or _bureau(words) else _OFFICE.sub("", words)
        if asked and _pattern("keeper").search(bureau):
            return ""
        return bureau if self.another_bureau(bureau) or self.another_town(bureau) else ""

    def leading(self, words: str) -> tuple[str, int]:
        """The other place or agency that ``words`` begin with, and the length of its whole name; else ``("", 0)``."""
        place = longest_place(words)
        office = _pattern("office").match(words, len(place))
        end = office.end() if office else len(place)
        name = words[:end]
        if not name or _pattern("no_name").search(name, len(place)):  # a known place may begin with 原, 从 or 将
            return "", 0
        if place and not (_pattern("common").match(place) and not self.same_bureau(name[len(place) :])):
            inner = longest_place(words[len(place) :]) or place
            if not (self.related(inner) or self.related(place)):
                return inner, end
        return (name, end) if self.another_town(name) and not cuts_place(words, end) else ("", 0)

    def other_host(self, host: str) -> str:
        """The place whose portal a host is, if that is another's; else ``""``."""
        names = _hosts().get(host, ())
        return names[0] if names and not any(self.related(name) for name in names) else ""

    def foreign(self, name: str, before: str, behind: str) -> bool:
        """Whether a full name, between the words ``before`` and ``behind`` it, is that of a place that the report has
        no tie with; one that is a common word too only with the agency's own kind of bureau.
        """
        if self.related(name) or before.endswith(self.division.name):
            return False
        if not _pattern("common").match(name):
            return True
        office = _pattern("office").match(behind)
        return office is not None and self.same_bureau(office.group())

    def other_short(self, name: str) -> bool:
        """Whether a portal or an account is called by another place's short name, or by it and a title: 靖远发布,
        平安靖远.
        """
        name = _pattern("title").sub("", name)
        for length in (4, 3, 2):
            rows = [row for row in table().by_name.get(name[:length], ()) if row.short == name[:length]]
            ours = length + 1 < len(name) and _within(
                name[length:], self.office
            )  # called by what one's own bureau is for
            if rows and name[:length] not in _everyday() and (ours or _pattern("titled").fullmatch(name, length)):
                return not (name[:length] in self.agency or any(self.related(row.name) for row in rows))
        return False

    def beside(self, words: str) -> bool:
        """Whether words behind another name go on to the report's own: …与韩村镇联治."""
        own = (self.town, self.division.name)
        return any(name and re.search(f"[与和同对向给为来到]{name}", words) for name in own)

    def neighbour(self, words: str) -> str:
        """The other township that words begin with in a township's report; else ``""``."""
        office = _pattern("office").match(words) if self.town else None
        name = office.group() if office else ""
        if not name or name == words or _pattern("no_name").search(name):
            return ""  # a whole clause tells nothing of it: it is part of an address
        return name if self.another_town(name) and not cuts_place(words, len(name)) else ""

    def sister(self, words: str) -> str:
        """The other bureau of the county that words begin with in a bureau's report; else ``""``."""
        place = self.place_length(words) if self.office else 0
        office = _pattern("office").match(words, place) if place else None
        name = words[: office.end()] if office else ""
        keeper = _pattern("keeper").search(name) is not None
        only_own = keeper or _pattern("hall").search(self.office)
        if only_own and not self.tells_of_own(words, len(name), counted=keeper and place < 2):
            return ""
        # Behind a county-level city's 市 may be its prefecture's bureau, which has work here of its own.
        if place == 1 and self.division.name.endswith("市") and self.division.level == "county":
            name = name if _pattern("tells").search(words, len(name), len(name) + _SOON) else ""
        return name if self.another_bureau(name) else ""

    def tells_of_own(self, words: str, at: int, *, counted: bool = False) -> bool:
        """Whether words go on at ``at`` as only an agency's own report does, or (``counted``) with its figures."""
        keys = ("own_count",) if counted else ("own_count", "own_work")
        return any(_pattern(key).match(words, at) for key in keys)

    def own_papers(self, title: str) -> str:
        """The other bureau of the county whose own guide or rules for openness a title names; else ``""``."""
        papers = _pattern("papers_of").match(title) if self.office else None
        return papers["name"] if papers and self.another_bureau(papers["name"]) else ""

    def related(self, name: str) -> bool:
        """Whether a place of this name is the agency's own, lies above or under it, or became it."""
        home = self.division
        if name in (home.province, home.city, home.name) or name in places_of(self.agency):
            return True
        today = table().today(home)
        ours = {row.code for row in today} | {home.code}
        above = {row.parent for row in today} | {home.parent}
        for row in table().by_name.get(name, ()):
            # A code was given anew to another county when a prefecture counted its own over again.
            if (ours | above) & ({later.code for later in table().today(row)} or {row.code}):
                return True
            if home.level == "province" and row.province == home.province:
                return True
            if home.level == "prefecture" and row.province == home.province and home.name in (row.city, row.name):
                return True
        return False

    def district_beside(self, name: str) -> bool:
        """Whether a place of this name is a district of the prefecture that the report's own lies in."""
        return name.endswith("区") and any(row.city == self.division.city for row in table().by_name.get(name, ()))

    def another_town(self, name: str) -> bool:
        """Whether, in a township's report, another township is named."""
        other = _town(name) if self.town else ""
        return bool(other) and other not in self.town and self.town not in name[self.place_length(name) :]

    def another_bureau(self, name: str) -> bool:
        """Whether, in a bureau's report, another of its county is named; a short form or an older name is the same."""
        at = self.place_length(name)
        if not (at and self.office and _bureau(name)):
            return False
        kinds, ours = _kinds_of(name[at:]), _kinds_of(self.office)
        if (kinds and ours) or any(map(_pattern("part").search, (name, self.office))):
            return bool(kinds and ours) and not kinds & ours
        one, other = (_BUREAU.sub("", words) for words in (name[at:], self.office))
        return bool(one) and not (one[0] in other or other[:1] in one or len(set(one) & set(other)) > 1)

    def place_length(self, words: str) -> int:
        """How far the report's own place goes at the beginning of words, with what it lies in or by its kind alone
        (遂宁市安居区, 区); 0 where they do not begin with it.
        """
        home = self.division
        at = 0
        for above in (home.province, home.city):
            if above not in ("", home.name) and words.startswith(above, at):  # a prefecture is its own city
                at += len(above)
        if words.startswith(self.place, at):
            return at + len(self.place)
        return 0 if at or not words.startswith(home.name[-1]) else 1

    def same_bureau(self, office: str) -> bool:
        """Whether an office is the agency's own of another place: 住建局 in 玉泉区住房和城乡建设局's report."""
        return same_bureau(office, self.office)


def same_bureau(office: str, agency: str) -> bool:
    """Whether an office, named without its place, is that of an agency or a short form of it: 住建局."""
    if not (_bureau(office) and _bureau(agency)):
        return False
    one = _BUREAU.sub("", office)
    return len(one) > 1 and _within(one, agency)


@lru_cache(maxsize=512)
def _kinds_of(bureau: str) -> frozenset[int]:
    """Which kinds of bureaus a name without its place says that it is, one that was joined of several all of them."""
    kinds: list[str] = load_toml("audits.toml")["foreign_agency"]["bureaus"]
    return frozenset(at for at, kind in enumerate(kinds) if re.search(kind, bureau))


@cache
def _hosts() -> dict[str, list[str]]:
    """The names of the counties and prefectures whose portals the catalogue knows, by host."""
    found: dict[str, list[str]] = {}
    for portal in shipped_portals():
        division = table().get(portal.division_code)
        if division and division.level != "province":
            # The id begins with the address, which would be made anew for each portal: a tenth of a first reading.
            host = portal.id.partition("#")[0].partition("/")[0]
            found.setdefault(host, []).append(division.name)
    return found


@cache
def _everyday() -> frozenset[str]:
    """Short names that are words of every agency too: “平安发布” is no account of 平安区."""
    return frozenset(load_toml("places.toml")["agencies"]["everyday_words"])


def _town(name: str) -> str:
    """The name of a township without its kind, where words are one's name: 石桥镇人民政府 → 石桥; else ``""``."""
    match = _pattern("town").match(name)
    return _DIVISION.split(match["stem"])[-1] if match else ""


def _office(place: str, agency: str) -> str:
    office = agency.rpartition(place)[2]
    return office if _bureau(office) else ""


def _bureau(name: str) -> bool:
    return _pattern("bureau").search(name) is not None


def _within(short: str, long: str) -> bool:
    """Whether the characters of ``short`` stand in ``long`` in their order: 人社 in 人力资源社会保障."""
    rest = iter(long)
    return all(char in rest for char in short)
