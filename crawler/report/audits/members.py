"""Lists whose parts are told one by one (逐项分述): under numbers or headings of their own, of a total before them.

公开信息389条。 一是通过网站发布246条。二是通过公告栏发布118条。; 1.政府网站。公开173条。 2.公示栏。公开30条. What such
members tell besides (其中…, what is counted otherwise) is their own.
"""

from __future__ import annotations

from collections.abc import Iterator

from crawler.report.audits.items import TEXTS, Listing, Part, is_part, name_of, on_channel
from crawler.report.audits.wording import pattern

#: 1.政府网站。 as a sentence, of what the next one tells; behind it what was counted before is still meant.
LONGEST_HEADING = 14
#: How nearly members must make a total to be its parts.
_NEAR = 0.2


class Members:
    """The members of one section, down to its next list."""

    def __init__(self) -> None:
        self._totals: list[Part] = []
        self._parts: list[Part] = []
        self._quotes: list[str] = []
        self._members = 0
        self._whole = True
        self._heading = ""
        self._channels: list[Part] = []  # of the sentences before, as long as they tell of channels
        self._told = ""

    @property
    def running(self) -> bool:
        """Whether members have been told of."""
        return bool(self._parts)

    def add(self, items: list[Part], quote: str, heading: str = "") -> Iterator[Listing]:
        """Takes a sentence with its figures; ``heading``: of the subsection that it begins, if any.

        Yields the list that ends before it.
        """
        if not items:
            return
        yield from self._behind(items, quote)
        heading, self._heading = heading or self._heading, ""
        channel = on_channel(heading)
        numbered = channel or (heading and on_channel(items[0].label)) or pattern("number").match(quote) is not None
        if not numbered or not (self._totals or self._parts):
            yield from self.end()
            if _is_total(items[0]) and not any(on_channel(part.label) for part in items):
                self._totals.append(items[0])
            return
        for at, member in enumerate(_apart(items)):
            led = _led(member)
            if not led or not (len(led) == 1 or all(on_channel(part.label) for part in led)):
                self._whole = False
                return
            if channel and not at and not on_channel(led[0].label):
                led[0] = Part(led[0].figure, f"{heading}：{led[0].label}")
            self._parts += led
            self._members += 1
        self._quotes.append(quote)

    def _behind(self, items: list[Part], quote: str) -> Iterator[Listing]:
        """The channels of the sentences before, of which this one tells the total: 全年两个平台合计发布543条."""
        channels = [part for part in items if on_channel(part.label)]
        if channels:  # 其他方式公开43条: one of them
            channels = [part for part in items if part in channels or pattern("other").match(name_of(part))]
        if len(items) == 1 and not channels and pattern("sum_of_channels").search(quote):
            total = sum(part.figure.value for part in self._channels)
            if len(self._channels) > 1 and abs(total - items[0].figure.value) <= _NEAR * total:
                words = items[0].label
                yield Listing(items[0].figure, self._channels, self._told + quote, [], words, strong=True, summed=True)
        same = channels and len({part.figure.unit for part in (*channels, *self._channels)}) == 1
        self._channels = [*(self._channels if same else []), *channels]
        self._told = self._told + quote if same else quote

    def skip(self, quote: str) -> None:
        """Takes a sentence without figures: 1.政府网站。 leads the next one."""
        if pattern("number").match(quote) is not None:
            self._heading = quote if len(quote) <= LONGEST_HEADING else ""
            self._whole = self._whole and not (self._parts and not self._heading)

    def end(self) -> Iterator[Listing]:
        """The list of the members so far."""
        parts, total = self._parts, sum(part.figure.value for part in self._parts)
        if self._whole and self._members > 1 and self._totals:
            whole = min(self._totals, key=lambda part: abs(part.figure.value - total))
            off = total - whole.figure.value
            again = any(part.figure.value in (off, whole.figure.value) for part in parts)
            channels = [on_channel(part.label) for part in parts]
            alike = all(channels) or (not any(channels) and len({part.figure.unit for part in (whole, *parts)}) == 1)
            if alike and not again and abs(off) <= _NEAR * whole.figure.value:
                yield Listing(whole.figure, parts, "".join(self._quotes), [], whole.label, strong=True, apart=True)
        self._parts, self._quotes, self._members, self._whole = [], [], 0, True


def _is_total(part: Part) -> bool:
    return part.figure.unit in TEXTS and not on_channel(part.label) and pattern("total").search(part.label) is not None


def _apart(items: list[Part]) -> list[list[Part]]:
    """The figures of the members of a sentence: 一是网站165条，其中动态112条；二是微信96条."""
    members: list[list[Part]] = []
    for part in items:
        if not members or (part.label[:1] == "；" and pattern("number").match(part.label, 1)):
            members.append([])
        members[-1].append(part)
    return members


def _led(items: list[Part]) -> list[Part]:
    """The figures of a member that are its own: those before one that opens a list of their parts."""
    led: list[Part] = []
    for part in items:
        other = part.figure.unit not in TEXTS or pattern("otherwise").search(part.label)
        if other or (led and (not is_part(part) or pattern("opens").search(part.label))):
            break
        led.append(part)
    return led
