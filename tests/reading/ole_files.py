"""Word 97 and Excel 97 files for tests, built from their bytes: compound file, FIB, pieces, formatting pages, BIFF."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass

from tests.reading.office_files import placed
from tests.standin.forms import Cell, Table
from tests.standin.reports import ReportText

_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_NUMBER = re.compile(r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+\.)")


def _padded(data: bytes, size: int) -> bytes:
    return data + b"\0" * (-len(data) % size)


def ole(streams: dict[str, bytes]) -> bytes:
    """A compound file (version 3) of these streams; small ones lie in the mini stream, as the format asks."""
    mini = b""
    mini_fat: list[int] = []
    starts: dict[str, int] = {}
    for name, data in streams.items():
        if len(data) < 4096:
            starts[name] = len(mini_fat) if data else _END
            count = -(-len(data) // 64)
            mini_fat += [len(mini_fat) + n + 1 for n in range(count - 1)] + [_END] * (count > 0)
            mini += _padded(data, 64)
    sectors: list[bytes] = []
    fat: list[int] = []

    def store(data: bytes) -> int:
        if not data:
            return _END
        first = len(sectors)
        pieces = [_padded(data, 512)[at : at + 512] for at in range(0, len(data), 512)]
        sectors.extend(pieces)
        fat.extend([first + n + 1 for n in range(len(pieces) - 1)] + [_END])
        return first

    for name, data in streams.items():
        if len(data) >= 4096:
            starts[name] = store(data)
    mini_start = store(mini)
    mini_fat_start = store(struct.pack(f"<{len(mini_fat)}L", *mini_fat))
    entries = [_entry("Root Entry", 5, _FREE, _FREE, 1 if streams else _FREE, mini_start, len(mini))]
    for number, (name, data) in enumerate(streams.items(), 1):
        right = number + 1 if number < len(streams) else _FREE
        entries.append(_entry(name, 2, _FREE, right, _FREE, starts[name], len(data)))
    directory = store(_padded(b"".join(entries), 512))
    count = 1
    while count * 128 < len(fat) + count:
        count += 1
    fat_sectors = list(range(len(fat), len(fat) + count))
    fat += [_FAT] * count
    table = struct.pack(f"<{len(fat)}L", *fat)
    table += b"\xff" * (count * 512 - len(table))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    head += struct.pack("<9L", 0, count, directory, 0, 4096, mini_fat_start, -(-len(mini_fat) // 128), _END, 0)
    head += struct.pack("<109L", *fat_sectors, *[_FREE] * (109 - count))
    return head + b"".join(sectors) + table


def _entry(name: str, kind: int, left: int, right: int, child: int, start: int, size: int) -> bytes:
    raw = name.encode("utf-16-le") + b"\0\0"
    return (
        raw.ljust(64, b"\0") + struct.pack("<HBB3L", len(raw), kind, 1, left, right, child) + b"\0" * 36
        + struct.pack("<LLL", start, size, 0)
    )  # fmt: skip


# -- Word ---------------------------------------------------------------------------------------------------


@dataclass
class Para:
    """A paragraph: its text with its mark at the end, and its SPRMs. ``hidden`` is the part that is not shown."""

    text: str
    sprms: bytes = b""
    hidden: tuple[int, int] | None = None


CENTER = struct.pack("<HB", 0x2403, 1)
IN_TABLE = struct.pack("<HB", 0x2416, 1)


def numbered(level: int) -> bytes:
    """The SPRMs of a paragraph in the first list, on a level."""
    return struct.pack("<HBHH", 0x260A, level, 0x460B, 1)


def row_end(edges: list[int], across: list[int], down: list[int]) -> Para:
    """The mark that ends a table row, with the row's definition."""
    cells = b"".join(struct.pack("<H18x", a | d << 5) for a, d in zip(across, down, strict=True))
    operand = struct.pack(f"<B{len(edges)}h", len(edges) - 1, *edges) + cells
    definition = struct.pack("<HH", 0xD608, len(operand) + 1) + operand
    return Para("\x07", IN_TABLE + struct.pack("<HB", 0x2417, 1) + definition)


def word_table(rows: list[list[Cell]]) -> list[Para]:
    """A table as Word 97 stores it: cells and row ends, merged cells down by flags, across by their edges."""
    paragraphs: list[Para] = []
    above: dict[int, Cell] = {}
    for row in placed(rows):
        edges, down, column, current = [0], [], 0, {}
        while column < len(row):
            place = row[column]
            cell = place[0] if place else Cell("")
            goes_on = cell.rowspan > 1 and above.get(column) is cell
            if cell.rowspan > 1:
                current[column] = cell
            down.append(1 if goes_on else 3 if cell.rowspan > 1 else 0)
            paragraphs.append(Para(("" if goes_on else cell.text) + "\x07", IN_TABLE))
            column += cell.colspan
            edges.append(column * 600)
        above = current
        paragraphs.append(row_end(edges, [0] * len(down), down))
    return paragraphs


def _level(pattern: str, code: int, places: bytes) -> bytes:
    raw = pattern.encode("utf-16-le")
    return struct.pack("<LBB9sBLLBBBB", 1, code, 0, places, 2, 0, 0, 0, 0, 0, 0) + struct.pack("<H", len(pattern)) + raw


def _lists() -> tuple[bytes, bytes, bytes]:
    """PlfLst, the levels behind it, and PlfLfo of one list: 一、 / （一） / 1."""
    head = struct.pack("<HLL18sBB", 1, 77, 0, b"\0" * 18, 0, 0)
    levels = _level("\x00、", 39, b"\1") + _level("（\x01）", 37, b"\2") + _level("\x02.", 0, b"\1")
    levels += _level("", 255, b"") * 6
    return head, levels, struct.pack("<LLLLBBBBL", 1, 77, 0, 0, 0, 0, 0, 0, 0xFFFFFFFF)


def doc(
    paragraphs: list[Para], *, notes: str = "", headers: str = "", boxes: str = "", flags: int = 0x200,
    version: int = 193, narrow: bool = False, huge: bool = False,
) -> bytes:  # fmt: skip
    """A Word 97 file. ``narrow`` stores the text with one byte a character, ``huge`` keeps long SPRMs in ``Data``."""
    body = "".join(paragraph.text for paragraph in paragraphs)
    text = body + notes + headers + boxes
    width, encoding = (1, "cp1252") if narrow else (2, "utf-16-le")
    start = 0x600
    main = _padded(b"\0" * start + text.encode(encoding), 512)
    data = b""
    places, pages, at = [start], b"", start
    hidden: list[tuple[int, int]] = []
    for paragraph in paragraphs:
        sprms = paragraph.sprms
        if huge and len(sprms) > 100:
            data += b"\0" * 4
            pointer = struct.pack("<HL", 0x6646, len(data))
            data += struct.pack("<H", len(sprms)) + sprms
            sprms = pointer
        papx = struct.pack("<H", 0) + sprms
        papx = struct.pack("<BB", 0, -(-len(papx) // 2)) + _padded(papx, 2)
        offset = (511 - len(papx)) & ~1
        end = at + len(paragraph.text) * width
        page = struct.pack("<LLB12x", at, end, offset // 2).ljust(offset, b"\0") + papx
        pages += page.ljust(511, b"\0") + b"\1"
        if paragraph.hidden:
            hidden.append(tuple(at + width * place for place in paragraph.hidden))  # type: ignore[arg-type]
        at = end
        places.append(at)
    first = len(main) // 512
    count = len(paragraphs)
    plc_papx = struct.pack(f"<{count + 1}L{count}L", *places, *range(first, first + count))
    edges = sorted({start, *(place for pair in hidden for place in pair), at})
    runs = [any(low <= edge < high for low, high in hidden) for edge in edges[:-1]]
    chpx = struct.pack("<BHB", 3, 0x083C, 1)
    page = struct.pack(f"<{len(edges)}L", *edges) + bytes(250 if run else 0 for run in runs)
    pages += (page.ljust(500, b"\0") + chpx).ljust(511, b"\0") + bytes([len(runs)])
    plc_chpx = struct.pack("<LLL", start, at, first + count)
    packed = start * 2 | 0x40000000 if narrow else start
    pieces = struct.pack("<LL", 0, len(text)) + struct.pack("<HLH", 0, packed, 0)
    clx = b"\x02" + struct.pack("<L", len(pieces)) + pieces
    head, levels, uses = _lists()
    fib = bytearray(main[:start])
    struct.pack_into("<HH", fib, 0, 0xA5EC, version)
    struct.pack_into("<H", fib, 10, flags)
    struct.pack_into("<7l", fib, 0x4C, len(body), len(notes), len(headers), 0, 0, 0, len(boxes))
    tables = b"\0" * 16
    for index, content, behind in (
        (12, plc_chpx, b""),
        (13, plc_papx, b""),
        (33, clx, b""),
        (73, head, levels),
        (74, uses, b""),
    ):
        struct.pack_into("<LL", fib, 0x9A + 8 * index, len(tables), len(content))
        tables += content + behind
    return ole({"WordDocument": bytes(fib) + main[start:] + pages, "1Table": tables, "Data": data or b"\0"})


def doc_report(report: ReportText, *, huge: bool = False) -> bytes:
    """A report as a Word 97 file with automatic numbers and real tables."""
    paragraphs = [Para(report.title + "\r", CENTER)]
    for item in report.items:
        if isinstance(item, Table):
            paragraphs += word_table(item.rows)
            continue
        found = _NUMBER.match(item.text) if item.kind.startswith("h") else None
        if found:
            paragraphs.append(Para(item.text[found.end() :] + "\r", numbered(int(item.kind[1]) - 1)))
        else:
            paragraphs.append(Para(item.text + "\r"))
    return doc(paragraphs, huge=huge)


# -- Excel --------------------------------------------------------------------------------------------------


def _record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _string(text: str) -> bytes:
    return struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")


def xls_sheet(rows: list[list[Cell]], strings: list[str], *, top: int = 0) -> bytes:
    """The records of a sheet that is one table; texts go to ``strings``."""
    out, merges = b"", []
    for number, row in enumerate(placed(rows), top):
        for column, place in enumerate(row):
            if place is None or not place[1]:
                continue
            cell = place[0]
            if re.fullmatch(r"\d+", cell.text):
                out += _record(0x027E, struct.pack("<3HL", number, column, 0, int(cell.text) << 2 | 2))
            elif re.fullmatch(r"\d+\.\d+", cell.text):
                out += _record(0x0203, struct.pack("<3Hd", number, column, 0, float(cell.text)))
            elif cell.text:
                strings.append(cell.text)
                out += _record(0x00FD, struct.pack("<3HL", number, column, 0, len(strings) - 1))
            if cell.rowspan > 1 or cell.colspan > 1:
                merges.append((number, number + cell.rowspan - 1, column, column + cell.colspan - 1))
    merged = struct.pack("<H", len(merges)) + b"".join(struct.pack("<4H", *merge) for merge in merges)
    return out + (_record(0x00E5, merged) if merges else b"")


def xls(
    sheets: dict[str, bytes], strings: list[str], *, hidden: frozenset[str] = frozenset(), extra: bytes = b""
) -> bytes:
    """A BIFF8 workbook of these sheets; the strings are cut over CONTINUE records as Excel cuts them."""
    packed, part = [], struct.pack("<LL", len(strings), len(strings))
    for text in strings:
        piece = _string(text)
        if len(part) + len(piece) > 900:  # the cut goes through the string: what follows has a flag byte of its own
            keep = max((900 - len(part) - 3) // 2, 1)
            packed.append(part + piece[: 3 + 2 * keep])
            part = b"\1" + piece[3 + 2 * keep :]
        else:
            part += piece
    packed.append(part)
    sst = _record(0x00FC, packed[0]) + b"".join(_record(0x003C, more) for more in packed[1:])
    names = {name: _string(name)[2:] for name in sheets}
    bounds = sum(4 + 7 + len(raw) for raw in names.values())
    globals_size = 4 + 16 + len(extra) + bounds + len(sst) + 4
    out, at, bodies = b"", globals_size, b""
    for name, content in sheets.items():
        body = _record(0x0809, struct.pack("<HH12x", 0x0600, 0x10)) + content + _record(0x000A)
        out += _record(0x0085, struct.pack("<LBBB", at, name in hidden, 0, len(name)) + names[name])
        bodies += body
        at += len(body)
    stream = _record(0x0809, struct.pack("<HH12x", 0x0600, 0x05)) + extra + out + sst + _record(0x000A) + bodies
    return ole({"Workbook": stream})
