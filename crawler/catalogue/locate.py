"""Which division the name of an agency (机关名称) or a title begins with: 定西市民政局 → 621100.

The text is walked from its beginning, one place name after the other (甘肃省 靖远县), each the longest that
fits and each within the one before; a name that several places share is settled by the portal the text was
found on. No regular expressions: an index by the first two characters, about ten microseconds a call.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from crawler.catalogue.table import Division, Table, table
from crawler.facts import load_toml

#: Characters that may stand before an agency's name in a title: a year, quotation marks, white space.
LEADING = "0123456789〇○年度 \u3000\u00a0\t\r\n“”\"'《【[（("
TODAY = 9998


class Locator:
    """The index over a table's names, and the words of ``data/places.toml`` that guard it."""

    def __init__(self, places: Table) -> None:
        agencies = load_toml("places.toml")["agencies"]
        self._table = places
        self._prefixes: tuple[str, ...] = tuple(agencies["prefixes"])
        self._not_after_short: tuple[str, ...] = tuple(agencies["not_after_short_name"])
        self._everyday = frozenset(agencies["everyday_words"])
        self._zones: tuple[str, ...] = tuple(agencies["zones"])
        self._own: tuple[tuple[str, list[list[str]]], ...] = tuple(
            sorted(agencies["own"].items(), key=lambda item: -len(item[0]))
        )
        branches = agencies["branches"]
        self._state: tuple[str, ...] = tuple(branches["state"])
        self._branches: tuple[str, ...] = tuple(branches["endings"])
        self._organs = frozenset(branches["organs"])
        self._regions: tuple[str, ...] = tuple(branches["regions"])
        self._own_not: tuple[str, ...] = tuple(agencies["own_not"]["words"])
        self._own_but: tuple[str, ...] = tuple(agencies["own_not"]["but"])
        self._lengths: dict[str, tuple[int, ...]] = {}
        lengths: dict[str, set[int]] = {}
        for name in places.by_name:
            lengths.setdefault(name[:2], set()).add(len(name))
        for start, found in lengths.items():
            self._lengths[start] = tuple(sorted(found, reverse=True))

    def locate(self, text: str, near: str, year: int | None) -> Division | None:
        """See :func:`locate`."""
        here = self._table.at(near, year) if near else None
        text = text.lstrip(LEADING)
        if text.startswith(self._prefixes):  # hardly a name does
            for prefix in self._prefixes:
                text = text.removeprefix(prefix)
        when = TODAY if year is None else year
        found, rest = self._walk(text, here, when)
        if len(found) == 1 or (not found and text.startswith(self._state)):
            return self._branch(found, rest, here, when) or (found[0] if found else None)
        if found or here is None:
            return None
        if rest.startswith(self._zones):
            return here
        own = self._own_government(text, here, year)
        return own and (self._branch([own], text, here, when) or own)

    def _branch(self, places: list[Division], name: str, here: Division | None, year: int) -> Division | None:
        """The place that a branch's name has after the organ it belongs to: 公安局城厢分局, 国家能源局山西监管办公室,
        中心鹿邑县管理部 (the place in full, where the ending is not that of a branch).

        ``places`` are where that organ is; [] for one of the state.
        """
        short = not places or name.endswith(self._branches)
        for index, sign in enumerate(name):
            if sign in self._organs and not (rest := name[index + 1 :]).startswith(self._regions):
                found, _ = self._walk(rest.removeprefix("驻"), here, year, places)
                if len(found) == 1 and found != places and (short or found[0].name in rest):
                    return found[0]
        return None

    def _walk(
        self, text: str, here: Division | None, year: int, places: list[Division] | None = None
    ) -> tuple[list[Division], str]:
        """The places the text begins with (one, or several that cannot be told apart) and the text after.

        They lie in ``places``, where there are any.
        """
        places = places or []
        while True:
            for length in self._lengths.get(text[:2], ()):
                name = text[:length]
                within = self._within(self._table.by_name.get(name, ()), places, year)
                within = _nearest(within, here) if not places else within
                within = [p for p in within if self._stands(p, name, text[length:], here, bool(places))]
                if within:
                    places, text = within, text[length:]
                    break
            else:
                return places, text

    @staticmethod
    def _within(named: Sequence[Division], places: list[Division], year: int) -> list[Division]:
        """Those of the places of a name that lie in ``places`` (if any) and are nearest to the year."""
        if places:
            named = [row for row in named if any(_contains(place, row) for place in places)]
        if len(named) < 2:
            return list(named)
        distance = min(row.distance(year) for row in named)
        return [row for row in named if row.distance(year) == distance]

    def _stands(self, place: Division, name: str, rest: str, here: Division | None, inside: bool) -> bool:
        """Whether a match is really the place: short and vague names need more evidence than full ones."""
        if place.name == name and not (len(name) == 2 and place.level == "county"):
            return True
        if place.name != name and rest.startswith(self._not_after_short):
            return False
        if place.level != "county":
            return here is None or place.province == here.province
        if place.name == name:
            # 城区, 矿区, 滦县: two characters say little without a neighbourhood.
            return inside or name.endswith(("县", "市")) or (here is not None and _same_prefecture(place, here))
        if name in self._everyday:
            return inside and rest.startswith(self._branches)
        if inside or here is None or place.code == here.code or _contains(here, place):
            return True
        # 朝阳川镇 on another county's portal is no town of 朝阳区.
        return place.province == here.province and not any(kind in rest[:3] for kind in "镇乡街")

    def names_no_level(self, text: str) -> bool:
        """See :func:`names_no_level`."""
        return text.startswith(self._own_not) and not text.startswith(self._own_but)

    def _own_government(self, text: str, here: Division, year: int | None) -> Division | None:
        """市民政局 on a county's or a prefecture's portal: the nearest government of that kind."""
        if self.names_no_level(text):
            return None
        chain: list[Division] = [here]
        while chain[-1].parent and (above := self._table.at(chain[-1].parent, year)) is not None:
            chain.append(above)
        for word, kinds in self._own:
            if text.startswith(word) and len(text) > len(word):
                for level, ending in kinds:
                    for place in chain:
                        if place.level == level and place.name.endswith(ending):
                            return place
        return None


def _contains(place: Division, row: Division) -> bool:
    """Whether ``row`` lies in ``place``, by names, so that rows of different years can be compared."""
    if row.province != place.province or row.level == place.level:
        return False
    if place.level == "province":
        return True
    return place.level == "prefecture" and row.level == "county" and row.city == place.city


def _same_prefecture(place: Division, here: Division) -> bool:
    return place.province == here.province and place.city == here.city


def _nearest(named: list[Division], here: Division | None) -> list[Division]:
    """The places of one name that are closest to the portal's: above or at it, its prefecture, its province.

    Without a portal, a name that is also a province's means the province (海南海事局 is not 乌海市海南区's).
    """
    if len(named) < 2:
        return named
    if here is None:
        return [row for row in named if row.level == "province"] or named
    for close in (
        [row for row in named if row.code == here.code],
        [row for row in named if _contains(row, here)],
        [row for row in named if _same_prefecture(row, here)],
        [row for row in named if row.province == here.province],
    ):
        if close:
            return close
    return named


@cache
def _locator(places: Table) -> Locator:
    return Locator(places)


def locate(text: str, near: str = "", year: int | None = None) -> Division | None:
    """The division that an agency's name or a title begins with, as it was in ``year`` (None: today).

    ``near`` is the code of the portal the text was found on. It settles names that several places share
    (鼓楼区): the portal's own county or what lies above it, then its prefecture, then its province; it also
    gives a meaning to 市民政局 and 高新区管委会, which name no place. A name that was not in use in ``year`` means
    the nearest year in which it was. None when the text begins with no place (民政局, 北京路街道), or with one
    of several that cannot be told apart. Names from the province down may stand before it (甘肃省靖远县…), as
    may 中共, a year or a quotation mark. Zones (开发区) under a prefecture are the prefecture.
    """
    return _locator(table()).locate(text, near, year)


def names_no_level(text: str) -> bool:
    """Whether a name begins with a word that only looks like a level's: 市场监督管理局, 区划办 (not 市政府办公室)."""
    return _locator(table()).names_no_level(text)
