"""The binary file of Word 97 to 2003 (MS-DOC): its text by pieces and the formatting that reading needs."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator

import msgspec

from crawler.reading.office.numbering import symbol
from crawler.reading.ole import Ole

#: Where the FIB keeps the place and length of a structure of the table stream: 0x9A + 8 × its index (MS-DOC 2.5.6).
_FOOT, _STYLES, _CHARACTERS, _PARAGRAPHS, _PIECES, _LISTS, _OVERRIDES = 0, 1, 12, 13, 33, 73, 74
_BASE = 0x9A
_WORD_97 = 193
_MOST_CHARACTERS = 6_000_000
_MOST_RUNS = 400_000
_SPRM_SIZES = (1, 1, 2, 4, 2, 2, 0, 3)
_VANISH, _DELETED, _SYMBOL, _HUGE, _HUGE_2, _TABLE, _TABS = 0x083C, 0x0800, 0x6A09, 0x6645, 0x6646, 0xD608, 0xC615


class Word97Error(Exception):
    """No document that this reader knows. ``encrypted`` and ``old`` (Word 95 and before) say which kind."""

    def __init__(self, message: str, kind: str = "broken") -> None:
        super().__init__(message)
        self.kind = kind


class Segment(msgspec.Struct):
    """A stretch of visible text: its characters, where the first is stored and how many bytes each takes."""

    text: str
    start: int
    width: int


class Run(msgspec.Struct):
    """A paragraph's formatting: ``style`` its number in the style sheet, ``changes`` the SPRMs over it."""

    style: int = 0
    changes: bytes = b""


class WordFile:
    """A Word document in memory. ``tables`` is the table stream that its FIB names."""

    def __init__(self, body: bytes) -> None:
        ole = Ole(body)
        self.main = ole.read("worddocument")
        if len(self.main) < 0x1AA:
            encrypted = "encryptedpackage" in ole.streams
            raise Word97Error("no text stream", "encrypted" if encrypted else "broken")
        magic, version = struct.unpack_from("<HH", self.main)
        (flags,) = struct.unpack_from("<H", self.main, 10)
        if magic != 0xA5EC or version < _WORD_97:
            raise Word97Error(f"Word version {version}", "old" if version < _WORD_97 else "broken")
        if flags & 0x100:
            raise Word97Error("encrypted", "encrypted")
        self.tables = ole.read("1table" if flags & 0x200 else "0table")
        self.data = ole.read("data")
        #: Characters of the body, footnotes, headers, macros, comments, endnotes, text boxes, in this order.
        self.counts = struct.unpack_from("<7l", self.main, 0x4C)
        if any(count < 0 for count in self.counts) or not self.tables:
            raise Word97Error("impossible lengths")
        self._hidden = list(self._find_hidden())
        self._pieces = list(self._find_pieces())
        self._starts: list[int] = []
        self._runs: list[Run] = []
        self._find_paragraphs()

    def structure(self, index: int) -> bytes:
        """A structure of the table stream by its index in the FIB; b"" where there is none."""
        at = _BASE + 8 * index
        if at + 8 > len(self.main):
            return b""
        start, length = struct.unpack_from("<LL", self.main, at)
        return self.tables[start : start + length]

    def after(self, index: int) -> bytes:
        """The table stream from a structure on, for those whose length does not count all that belongs to them."""
        (start,) = struct.unpack_from("<L", self.main, _BASE + 8 * index)
        return self.tables[start : start + 2_000_000]

    @property
    def styles(self) -> bytes:
        """The style sheet (STSH)."""
        return self.structure(_STYLES)

    @property
    def lists(self) -> bytes:
        """The lists (PlfLst) and the levels after them; b"" where there are none."""
        return self.after(_LISTS) if self.structure(_LISTS) else b""

    @property
    def overrides(self) -> bytes:
        """The uses of lists (PlfLfo)."""
        return self.structure(_OVERRIDES)

    # -- text ---------------------------------------------------------------------------------------------

    def _find_pieces(self) -> Iterator[tuple[int, int, int, int]]:
        """Pieces of the text as (first, last character, where stored, bytes per character); MS-DOC 2.8.35."""
        raw = self.structure(_PIECES)
        at = 0
        while at + 3 <= len(raw) and raw[at] == 1:  # property modifiers of the pieces; not needed
            at += 3 + struct.unpack_from("<H", raw, at + 1)[0]
        if at + 5 > len(raw) or raw[at] != 2:
            raise Word97Error("no piece table")
        plc = raw[at + 5 : at + 5 + struct.unpack_from("<L", raw, at + 1)[0]]
        count = (len(plc) - 4) // 12
        places = struct.unpack_from(f"<{count + 1}L", plc)
        for number in range(count):
            (packed,) = struct.unpack_from("<L", plc, 4 * (count + 1) + 8 * number + 2)
            compressed = bool(packed & 0x40000000)
            start = (packed & 0x3FFFFFFF) // 2 if compressed else packed & 0x3FFFFFFF
            if places[number] < places[number + 1] <= _MOST_CHARACTERS:
                yield places[number], places[number + 1], start, 1 if compressed else 2

    def text(self, first: int, last: int) -> Iterator[Segment]:
        """The visible text from one character to another, in order."""
        for begin, end, start, width in self._pieces:
            low, high = max(begin, first), min(end, last)
            if low < high:
                yield from self._visible(start + (low - begin) * width, start + (high - begin) * width, width)

    def _visible(self, start: int, end: int, width: int) -> Iterator[Segment]:
        for low, high, instead in self._hidden:
            if high <= start or low >= end:
                continue
            if low > start:
                yield self._decode(start, low, width)
            kept = instead or "\x07" * self._decode(max(low, start), min(high, end), width).text.count("\x07")
            if kept:  # the mark of a cell stays, whatever it looks like
                yield Segment(kept, min(high, end) - width * len(kept), width)
            start = min(high, end)
        if start < end:
            yield self._decode(start, end, width)

    def _decode(self, start: int, end: int, width: int) -> Segment:
        raw = self.main[start:end]
        if width == 1:
            return Segment(raw.decode("cp1252", "replace"), start, 1)
        # Surrogates stay apart here, so that a character's place can be counted; lone ones are dropped later.
        return Segment(raw.decode("utf-16-le", "surrogatepass" if len(raw) % 2 == 0 else "replace"), start, 2)

    # -- formatting ---------------------------------------------------------------------------------------

    def _pages(self, index: int) -> Iterator[tuple[int, bytes]]:
        """The 512-byte formatting pages (FKP) that a PLC names, each with the count in its last byte."""
        plc = self.structure(index)
        count = (len(plc) - 4) // 8
        for number in range(max(count, 0)):
            (page,) = struct.unpack_from("<L", plc, 4 * (count + 1) + 4 * number)
            raw = self.main[(page & 0x3FFFFF) * 512 :][:512]
            if len(raw) == 512:
                yield raw[511], raw

    def _find_paragraphs(self) -> None:
        found: list[tuple[int, Run]] = []
        for count, raw in self._pages(_PARAGRAPHS):
            if 4 * (count + 1) + 13 * count > 511:
                continue
            places = struct.unpack_from(f"<{count + 1}L", raw)
            for number in range(count):
                at = raw[4 * (count + 1) + 13 * number] * 2
                found.append((places[number], _paragraph_run(raw, at)))
            if len(found) > _MOST_RUNS:
                break
        found.sort(key=lambda pair: pair[0])
        self._starts = [start for start, _ in found]
        self._runs = [run for _, run in found]

    def run_at(self, place: int) -> Run:
        """The formatting of the paragraph whose mark is stored at ``place``."""
        at = bisect_right(self._starts, place) - 1
        return self._runs[at] if at >= 0 else Run()

    def _find_hidden(self) -> Iterator[tuple[int, int, str]]:
        """Stretches (from, to, what is shown instead) of hidden and deleted text and of signs of symbol fonts."""
        number = 0
        for count, raw in self._pages(_CHARACTERS):
            if 5 * count + 4 > 511:
                continue
            places = struct.unpack_from(f"<{count + 1}L", raw)
            for at in range(count):
                number += 1
                offset = raw[4 * (count + 1) + at] * 2
                if not offset or number > _MOST_RUNS:
                    continue
                changes = raw[offset + 1 : offset + 1 + raw[offset]]
                instead = None
                for code, operand in sprms(changes):
                    if code in (_VANISH, _DELETED) and operand[:1] == b"\x01":
                        instead = ""
                    elif code == _SYMBOL and len(operand) == 4:
                        instead = symbol("wingdings", struct.unpack_from("<H", operand, 2)[0])
                if instead is not None and places[at] < places[at + 1]:
                    yield places[at], places[at + 1], instead

    def huge(self, changes: bytes) -> bytes:
        """A paragraph's SPRMs; where they only point into the data stream (wide tables), those found there."""
        for code, operand in sprms(changes):
            if code in (_HUGE, _HUGE_2) and len(operand) == 4:
                (at,) = struct.unpack("<L", operand)
                if at + 2 <= len(self.data):
                    (length,) = struct.unpack_from("<H", self.data, at)
                    return changes + self.data[at + 2 : at + 2 + length]
        return changes


def _paragraph_run(raw: bytes, at: int) -> Run:
    """A PapxInFkp (MS-DOC 2.9.174): its length in words, in a second byte where the first is 0."""
    if not at or at > 508:
        return Run()
    length = raw[at] * 2 - 1
    start = at + 1
    if raw[at] == 0:
        length, start = raw[at + 1] * 2, at + 2
    body = raw[start : start + length]
    return Run(struct.unpack_from("<H", body)[0], body[2:]) if len(body) >= 2 else Run()


def sprms(changes: bytes) -> Iterator[tuple[int, bytes]]:
    """The single property modifiers of a grpprl: code and operand (MS-DOC 2.2.5.1)."""
    at = 0
    while at + 2 < len(changes):
        (code,) = struct.unpack_from("<H", changes, at)
        at += 2
        size = _SPRM_SIZES[code >> 13]
        if size:
            yield code, changes[at : at + size]
        elif code == _TABLE:
            size = 1 + struct.unpack_from("<H", changes + b"\0\0", at)[0]
            yield code, changes[at + 2 : at + size]
        else:
            size = 1 + changes[at]
            if code == _TABS and changes[at] == 255:
                return  # its length is not told; nothing needed comes after it
            yield code, changes[at + 1 : at + size]
        at += size
