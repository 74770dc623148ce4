"""Styles, lists and table rows of a Word 97 document: what a paragraph is, from its style and its own settings."""

from __future__ import annotations

import struct

import msgspec

from crawler.facts import load_toml
from crawler.reading.office.numbering import Counters, Level
from crawler.reading.office.word97_file import Run, WordFile, sprms

_IN_TABLE, _ROW_END, _NESTING, _INNER_CELL, _INNER_ROW_END = 0x2416, 0x2417, 0x6649, 0x244B, 0x244C
_LEVEL, _LIST, _ALIGN, _ALIGN_2, _OUTLINE = 0x260A, 0x460B, 0x2403, 0x2461, 0x2640
_TABLE, _DOWN, _ACROSS = 0xD608, 0xD62B, 0x5624
#: Numbers of built-in styles (MS-DOC 2.9.271): heading 1–9, title, contents 1–9.
_HEADINGS = frozenset((*range(1, 10), 62))
_CONTENTS = frozenset(range(19, 28))
_DEEPEST = 12
_MOST_LISTS = 2000


class Look(msgspec.Struct):
    """A paragraph as far as reading needs it. ``use`` is the number of its list's use (0: none)."""

    in_table: bool = False
    row_end: bool = False
    nesting: int = 0
    inner_cell: bool = False
    inner_row_end: bool = False
    use: int = 0
    level: int = 0
    center: bool = False
    heading: bool = False
    contents: bool = False
    row: Row | None = None


class Row(msgspec.Struct):
    """A table row's definition: the ``edges`` of its cells in twips; per cell, how it is merged.

    ``across``: 1 begins a merge with the cells to its right, 2 belongs to the one on its left; ``down``: 3 begins a
    merge with the cells below, 1 goes on with the one above.
    """

    edges: list[int] = []
    across: list[int] = []
    down: list[int] = []


class Looks:
    """The looks of a document's paragraphs and the running numbers of its lists."""

    def __init__(self, file: WordFile) -> None:
        self.file = file
        self.counters = Counters()
        self._styles = _read_styles(file.styles)
        self._known: dict[int, Look] = {}
        self._lists = _read_lists(file.lists)
        self._uses = _read_uses(file.overrides)

    def of(self, run: Run) -> Look:
        """The look of a paragraph."""
        look = msgspec.structs.replace(self._of_style(run.style, 0))
        _apply(self.file.huge(run.changes), look)
        return look

    def _of_style(self, number: int, depth: int) -> Look:
        if number in self._known:
            return self._known[number]
        style = self._styles.get(number)
        if style is None or depth > _DEEPEST:
            return Look()
        builtin, base, changes = style
        look = msgspec.structs.replace(self._of_style(base, depth + 1))
        _apply(changes, look)
        look.heading = look.heading or builtin in _HEADINGS
        look.contents = builtin in _CONTENTS
        self._known[number] = look
        return look

    def number(self, look: Look) -> str:
        """The automatic number before the next paragraph of this look; "" where it has none or a bullet."""
        if not 0 < look.use <= len(self._uses):
            return ""
        key, starts = self._uses[look.use - 1]
        levels = self._lists.get(key)
        if not levels:
            return ""
        for level, start in starts.items():
            self.counters.restart(str(key), str(look.use), level, start)
        return self.counters.next(str(key), levels, look.level)


def _apply(changes: bytes, look: Look) -> None:
    """Sets on a look what the SPRMs say."""
    for code, operand in sprms(changes):
        if not operand:
            continue
        value = operand[0]
        if code == _IN_TABLE:
            look.in_table = bool(value)
        elif code == _ROW_END:
            look.row_end = bool(value)
        elif code == _NESTING:
            look.nesting = value
        elif code == _INNER_CELL:
            look.inner_cell = bool(value)
        elif code == _INNER_ROW_END:
            look.inner_row_end = bool(value)
        elif code == _LEVEL:
            look.level = value
        elif code == _LIST:
            use = struct.unpack("<H", operand)[0]
            look.use = use if use < 2047 else 0
        elif code in (_ALIGN, _ALIGN_2):
            look.center = value == 1
        elif code == _OUTLINE:
            look.heading = value < 9
        elif code == _TABLE:
            look.row = _read_row(operand)
        elif code == _DOWN and look.row is not None and len(operand) >= 2:
            if value < len(look.row.down):
                look.row.down[value] = operand[1] & 3
        elif code == _ACROSS and look.row is not None:
            for cell in range(value, min(operand[1], len(look.row.across))):
                look.row.across[cell] = 1 if cell == value else 2


def _read_row(operand: bytes) -> Row:
    """A TDefTableOperand: count, edges, then 20 bytes a cell of which the first word tells the merges."""
    count = operand[0]
    if len(operand) < 1 + 2 * (count + 1) or count > 64:
        return Row()
    edges = list(struct.unpack_from(f"<{count + 1}h", operand, 1))
    across, down = [0] * count, [0] * count
    for cell in range(count):
        at = 1 + 2 * (count + 1) + 20 * cell
        if at + 2 > len(operand):
            break
        (flags,) = struct.unpack_from("<H", operand, at)
        across[cell] = 2 if flags & 2 else flags & 1
        down[cell] = flags >> 5 & 3
    return Row(edges, across, down)


def _read_styles(raw: bytes) -> dict[int, tuple[int, int, bytes]]:
    """Paragraph styles by number: built-in number, base style, SPRMs (STSH, MS-DOC 2.9.271)."""
    styles: dict[int, tuple[int, int, bytes]] = {}
    if len(raw) < 6:
        return styles
    length, count, base_size = struct.unpack_from("<3H", raw)
    at = 2 + length
    for number in range(count):
        if at + 2 > len(raw):
            break
        (size,) = struct.unpack_from("<H", raw, at)
        style = raw[at + 2 : at + 2 + size]
        at += 2 + size + (size & 1)
        if len(style) < base_size + 2 or base_size < 10:
            continue
        builtin, kind = struct.unpack_from("<2H", style)
        if kind & 15 != 1:
            continue
        place = base_size + 2 + 2 * struct.unpack_from("<H", style, base_size)[0] + 2
        changes = b""
        if place + 4 <= len(style):
            (size,) = struct.unpack_from("<H", style, place)
            changes = style[place + 4 : place + 2 + size]
        styles[number] = (builtin & 0xFFF, kind >> 4, changes)
    return styles


def _read_lists(raw: bytes) -> dict[int, list[Level]]:
    """The levels of every list by its id: PlfLst, and the LVLs that follow it."""
    lists: dict[int, list[Level]] = {}
    if len(raw) < 2:
        return lists
    count = min(struct.unpack_from("<H", raw)[0], _MOST_LISTS)
    at = 2 + 28 * count
    try:
        for number in range(count):
            (key,) = struct.unpack_from("<L", raw, 2 + 28 * number)
            simple = raw[2 + 28 * number + 26] & 1
            levels = []
            for _ in range(1 if simple else 9):
                level, at = _read_level(raw, at)
                levels.append(level)
            lists[key] = levels
    except (struct.error, IndexError):
        return lists  # cut short: the lists before are whole
    return lists


def _read_level(raw: bytes, at: int) -> tuple[Level, int]:
    """One LVL (MS-DOC 2.9.148) and where the next begins."""
    start, code, flags = struct.unpack_from("<LBB", raw, at)
    characters, paragraph, limit = struct.unpack_from("<BBB", raw, at + 24)
    at += 28 + characters + paragraph
    (length,) = struct.unpack_from("<H", raw, at)
    text = raw[at + 2 : at + 2 + 2 * length].decode("utf-16-le", "replace")
    pattern = "".join(f"%{ord(sign) + 1}" if ord(sign) < 9 else sign for sign in text)
    name = str(load_toml("office.toml")["nfc"].get(str(code), "decimal"))
    restart = limit if flags & 8 else -1
    return Level(start, name, pattern, restart, bool(flags & 4)), at + 2 + 2 * length


def _read_uses(raw: bytes) -> list[tuple[int, dict[int, int]]]:
    """The uses of lists in order: list id and, per level, where it starts anew (PlfLfo, MS-DOC 2.9.178)."""
    uses: list[tuple[int, dict[int, int]]] = []
    if len(raw) < 4:
        return uses
    count = min(struct.unpack_from("<L", raw)[0], _MOST_LISTS)
    try:
        overrides = []
        for number in range(count):
            uses.append((struct.unpack_from("<L", raw, 4 + 16 * number)[0], {}))
            overrides.append(raw[4 + 16 * number + 12])
        at = 4 + 16 * count
        for (_, starts), many in zip(uses, overrides, strict=True):
            at += 4
            for _ in range(many):
                start, flags = struct.unpack_from("<LL", raw, at)
                at += 8
                if flags & 0x20:
                    level, at = _read_level(raw, at)
                    start = level.start
                if flags & 0x10:
                    starts[flags & 15] = start
    except (struct.error, IndexError):
        return uses
    return uses
