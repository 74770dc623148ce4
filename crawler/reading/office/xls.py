"""XLS: the sheets of a BIFF8 or BIFF5 workbook (MS-XLS), read record by record from its stream."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from crawler.reading.office.number_format import BUILT_IN, plain_number, print_number
from crawler.reading.office.sheet import MAX_CELLS, MAX_COLUMNS, Sheet
from crawler.reading.ole import Ole

_BOF, _EOF, _CONTINUE, _FILEPASS = 0x0809, 0x000A, 0x003C, 0x002F
_BOUNDSHEET, _SST, _FORMAT, _XF, _CODEPAGE, _DATEMODE = 0x0085, 0x00FC, 0x041E, 0x00E0, 0x0042, 0x0022
_LABELSST, _LABEL, _RSTRING, _NUMBER, _RK, _MULRK = 0x00FD, 0x0204, 0x00D6, 0x0203, 0x027E, 0x00BD
_FORMULA, _STRING, _BOOLERR, _MERGED = 0x0006, 0x0207, 0x0205, 0x00E5
_ROW, _COLINFO = 0x0208, 0x007D
_BIFF8 = 0x0600
_MOST_STRINGS = 200_000
_MOST_SHEETS = 60
_CODEPAGES = {936: "gb18030", 950: "big5", 1200: "utf-16-le", 54936: "gb18030", 65001: "utf-8"}


class XlsError(Exception):
    """No workbook, or an encrypted one (the message begins with ``encrypted``)."""


class OldBook(Exception):
    """A workbook of Excel 2, 3 or 4: one sheet, in records of another shape."""


Record = tuple[int, list[bytes]]
#: BOF records of Excel 2 to 4.
_OLD_BOF = (0x0009, 0x0209, 0x0409)


def xls_sheets(body: bytes) -> list[Sheet]:
    """The sheets of a workbook in order; raises :class:`XlsError` or ``OleError`` where there is none to read."""
    if body[:2] in (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00"):
        stream = body  # a bare stream, as some exporters write
    else:
        ole = Ole(body)
        stream = ole.read("workbook") or ole.read("book")
        if not stream and "encryptedpackage" in ole.streams:
            raise XlsError("encrypted package")
    if len(stream) >= 8 and struct.unpack_from("<H", stream)[0] in _OLD_BOF:
        raise OldBook(f"BOF {struct.unpack_from('<H', stream)[0]:04x}")
    if len(stream) < 8 or struct.unpack_from("<H", stream)[0] != _BOF:
        raise XlsError("no workbook stream of Excel 5 or later")
    book = _Book(stream)
    return book.sheets


def _records(stream: bytes, start: int = 0) -> Iterator[Record]:
    """The records from a place on: type and parts (its own data and that of the CONTINUE records after it)."""
    at = start
    pending: Record | None = None
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        data = stream[at + 4 : at + 4 + length]
        at += 4 + length
        if kind == _CONTINUE and pending is not None:
            pending[1].append(data)
            continue
        if pending is not None:
            yield pending
        pending = (kind, [data])
    if pending is not None:
        yield pending


class _Book:
    """A workbook's globals, then each of its sheets."""

    def __init__(self, stream: bytes) -> None:
        self.stream = stream
        self.sheets: list[Sheet] = []
        self.strings: list[str] = []
        self.codes = dict(BUILT_IN)
        self.styles: list[int] = []
        self.encoding = "gb18030"
        self.since_1904 = False
        self.biff8 = struct.unpack_from("<H", stream, 4)[0] == _BIFF8
        starts: list[int] = []
        for kind, parts in _records(stream):
            data = parts[0]
            if kind == _EOF:
                break
            if kind == _FILEPASS:
                raise XlsError("encrypted workbook")
            try:
                self._global(kind, data, parts, starts)
            except (struct.error, IndexError):
                continue  # a record cut short says nothing
        read = 0
        for sheet, start in zip(self.sheets, starts, strict=True):
            if read < MAX_CELLS:
                self._read_sheet(sheet, start)
            else:
                sheet.cut = True
            read += len(sheet.cells)

    def _global(self, kind: int, data: bytes, parts: list[bytes], starts: list[int]) -> None:
        if kind == _BOUNDSHEET and len(self.sheets) < _MOST_SHEETS:
            start, state, sort, length = struct.unpack_from("<LBBB", data)
            name = self._short(data[7:], length)
            if sort == 0:  # a worksheet; charts and macros are none
                starts.append(start)
                self.sheets.append(Sheet(name, hidden=bool(state & 3)))
        elif kind == _SST:
            self.strings = shared_strings(parts)
        elif kind == _FORMAT:
            number, length = struct.unpack_from("<HB" if not self.biff8 else "<HH", data)
            self.codes[number] = self._short(data[4 if self.biff8 else 3 :], length)
        elif kind == _XF:
            self.styles.append(struct.unpack_from("<HH", data)[1])
        elif kind == _CODEPAGE:
            page = struct.unpack_from("<H", data)[0]
            self.encoding = _CODEPAGES.get(page, "gb18030")
        elif kind == _DATEMODE:
            self.since_1904 = struct.unpack_from("<H", data)[0] == 1

    def _short(self, data: bytes, length: int) -> str:
        """A string without formatting: BIFF8 with a flag byte for 16-bit characters, before that in a code page."""
        if not self.biff8:
            return data[:length].decode(self.encoding, "replace")
        if data[:1] and data[0] & 1:
            return data[1 : 1 + 2 * length].decode("utf-16-le", "replace")
        return data[1 : 1 + length].decode("latin-1")

    def _read_sheet(self, sheet: Sheet, start: int) -> None:
        waiting: tuple[int, int] | None = None
        depth = 0
        for kind, parts in _records(self.stream, start):
            data = parts[0]
            if kind == _BOF:
                depth += 1
            elif kind == _EOF:
                depth -= 1
                if depth <= 0:
                    return
            elif sheet.full:
                sheet.cut = True
                return
            elif depth == 1:  # deeper are embedded charts
                try:
                    waiting = self._cell(sheet, kind, data, waiting)
                except (struct.error, IndexError):
                    continue

    def _cell(self, sheet: Sheet, kind: int, data: bytes, waiting: tuple[int, int] | None) -> tuple[int, int] | None:
        """Reads one record; a formula whose result is a text waits for the STRING record that follows."""
        if kind == _MERGED:
            (count,) = struct.unpack_from("<H", data)
            for at in range(2, 2 + 8 * count, 8):
                top, bottom, left, right = struct.unpack_from("<4H", data, at)
                if top <= bottom and left <= right and len(sheet.merges) < MAX_CELLS:
                    sheet.merges.append((top, left, bottom, right))
            return waiting
        if kind == _ROW:
            if struct.unpack_from("<H", data, 12)[0] & 0x20:
                sheet.hidden_rows.add(struct.unpack_from("<H", data)[0])
            return waiting
        if kind == _COLINFO:
            first, last, _, _, flags = struct.unpack_from("<5H", data)
            if flags & 1:
                sheet.hidden_columns.update(range(first, min(last + 1, MAX_COLUMNS)))
            return waiting
        if kind == _STRING and waiting is not None:
            length = struct.unpack_from("<H", data)[0]
            sheet.put(*waiting, self._short(data[2:], length))
            return None
        if kind not in (_LABELSST, _LABEL, _RSTRING, _NUMBER, _RK, _MULRK, _FORMULA, _BOOLERR):
            return waiting
        row, column, style = struct.unpack_from("<3H", data)
        if kind == _LABELSST:
            sheet.put(row, column, self.strings[struct.unpack_from("<L", data, 6)[0]])
        elif kind in (_LABEL, _RSTRING):
            sheet.put(row, column, self._short(data[8:], struct.unpack_from("<H", data, 6)[0]))
        elif kind == _NUMBER:
            sheet.put(row, column, self._number(struct.unpack_from("<d", data, 6)[0], style))
        elif kind == _RK:
            sheet.put(row, column, self._number(rk_number(struct.unpack_from("<L", data, 6)[0]), style))
        elif kind == _MULRK:
            for offset in range((len(data) - 6) // 6):
                style, packed = struct.unpack_from("<HL", data, 4 + 6 * offset)
                sheet.put(row, column + offset, self._number(rk_number(packed), style))
        elif kind == _BOOLERR:
            value, is_error = data[6], data[7]
            sheet.put(row, column, "" if is_error else ("TRUE" if value else "FALSE"))
        elif data[12:14] == b"\xff\xff":  # a formula's result that is no number
            return (row, column) if data[6] == 0 else None
        else:
            sheet.put(row, column, self._number(struct.unpack_from("<d", data, 6)[0], style))
        return None

    def _number(self, value: float, style: int) -> str:
        code = self.codes.get(self.styles[style], "") if style < len(self.styles) else ""
        return print_number(value, code, since_1904=self.since_1904) if code else plain_number(value)


def rk_number(packed: int) -> float:
    """A number in four bytes: the upper 30 bits of a double or an integer, perhaps times 100."""
    if packed & 2:
        value = float((packed if packed < 0x80000000 else packed - 0x100000000) >> 2)
    else:
        value = struct.unpack("<d", b"\0\0\0\0" + struct.pack("<L", packed & 0xFFFFFFFC))[0]
    return value / 100 if packed & 1 else value


def shared_strings(parts: list[bytes]) -> list[str]:
    """The strings of an SST record. Where one goes over into a CONTINUE record, that begins with a new flag byte."""
    reader = _Parts(parts)
    strings: list[str] = []
    try:
        _, count = struct.unpack("<LL", reader.take(8))
        for _ in range(min(count, _MOST_STRINGS)):
            length, flags = struct.unpack("<HB", reader.take(3))
            runs = struct.unpack("<H", reader.take(2))[0] if flags & 8 else 0
            extra = struct.unpack("<L", reader.take(4))[0] if flags & 4 else 0
            strings.append(reader.characters(length, flags & 1))
            reader.take(4 * runs + extra)
    except (struct.error, IndexError):
        return strings  # cut short: what came before is whole
    return strings


class _Parts:
    """Reads on over the parts of a record."""

    def __init__(self, parts: list[bytes]) -> None:
        self.parts = parts
        self.part = 0
        self.at = 0

    def take(self, count: int) -> bytes:
        out = b""
        while len(out) < count:
            piece = self.parts[self.part][self.at : self.at + count - len(out)]
            self.at += len(piece)
            out += piece
            if len(out) < count:
                self.part, self.at = self.part + 1, 0
                if self.part >= len(self.parts):
                    return out
        return out

    def characters(self, count: int, wide: int) -> str:
        out = ""
        while count > 0:
            width = 2 if wide else 1
            left = (len(self.parts[self.part]) - self.at) // width
            step = min(count, left)
            raw = self.parts[self.part][self.at : self.at + step * width]
            out += raw.decode("utf-16-le" if wide else "latin-1", "replace")
            self.at += step * width
            count -= step
            if count > 0:
                self.part += 1
                wide = self.parts[self.part][0] & 1
                self.at = 1
        return out
