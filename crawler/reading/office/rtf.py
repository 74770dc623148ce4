"""RTF (often under the name .doc) to a Page: paragraphs, printed list numbers, tables with merged cells.

Read by tokens: groups, control words, hexadecimal bytes in the document's code page, Unicode escapes. Format: Rich
Text Format 1.9.1.
"""

from __future__ import annotations

import re

import msgspec

from crawler.reading.compose import Composer
from crawler.reading.tables import RawCell
from crawler.records import Page

_TOKEN = re.compile(rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|([^\\{}]+)")
_CODEPAGES = {936: "gb18030", 950: "big5", 54936: "gb18030", 65001: "utf-8", 10008: "gb18030", 1252: "cp1252"}
#: Groups whose text is none of the document's.
_SKIPPED = frozenset(
    "fonttbl colortbl stylesheet listtable listoverridetable rsidtbl generator info header headerl headerr headerf"
    " footer footerl footerr footerf pict object objdata nonshppict fldinst annotation atnid atnauthor xmlnstbl"
    " themedata colorschememapping datastore latentstyles mmathPr private1 pgptbl revtbl bkmkstart bkmkend filetbl"
    " pnseclvl".split()
)
#: Groups that begin with ``\\*`` (a reader may skip them) and yet hold text that is printed.
_KEPT = frozenset(("shptxt", "shpinst", "shprslt", "shp", "fldrslt", "pntext", "listtext", "footnote"))
_SIGNS = {
    "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•",
    "tab": "\t", "emspace": "\u3000", "enspace": " ", "line": "\n", "softline": "\n",
}  # fmt: skip
_ESCAPES = {b"~": "\u00a0", b"_": "-", b"-": "", b"\n": "\r", b"\r": "\r"}
_DEEPEST = 2000
_NEAR = 60


class State(msgspec.Struct):
    """What a group inherits."""

    skip: bool = False
    hidden: bool = False
    number: bool = False
    skip_after_unicode: int = 1


class Definition(msgspec.Struct):
    """A row's cells as ``\\cellx`` defines them: right edges and how each is merged."""

    edges: list[int] = []
    across: list[int] = []
    down: list[int] = []
    left: int = 0
    next_across: int = 0
    next_down: int = 0


def read_rtf(body: bytes, url: str) -> Page:
    """The page of an RTF document; never raises. Its format is told as ``doc``: that is what such files are called."""
    composer = Composer(url, "doc")
    reader = _Reader(composer)
    reader.read(body)
    return composer.done()


class _Reader:
    def __init__(self, composer: Composer) -> None:
        self.composer = composer
        self.state = State()
        self.stack: list[State] = []
        self.encoding = "gb18030"
        self.bytes = bytearray()
        self.parts: list[str] = []
        self.pending_skip = 0
        self.starred = False
        self.center = False
        self.in_table = False
        self.definition = Definition()
        self.cells: list[str] = []
        self.rows: list[tuple[list[str], Definition]] = []

    def read(self, body: bytes) -> None:
        """Reads all tokens; what is no token is skipped."""
        for found in _TOKEN.finditer(body):
            word, argument, byte, escape, brace, plain = found.groups()
            if byte is not None:
                if self.pending_skip:
                    self.pending_skip -= 1
                else:
                    self.bytes.append(int(byte, 16))
                continue
            if plain is not None:
                plain = plain.replace(b"\r", b"").replace(b"\n", b"")
                gone = min(self.pending_skip, len(plain))
                self.pending_skip -= gone
                self.bytes += plain[gone:]
                continue
            self._flush()
            if word is not None:
                self._word(word.decode("ascii"), int(argument) if argument is not None else None)
            elif escape is not None:
                self._escape(escape)
            elif not self._brace(brace):
                break
            if self.composer.full:
                break
        self._flush()
        self._paragraph()
        self._end_table()

    def _flush(self) -> None:
        """The bytes gathered become text: a character may stand in several ``\\'xx``."""
        if self.bytes:
            if not self.state.skip and not self.state.hidden:
                self.parts.append(self.bytes.decode(self.encoding, "replace"))
            self.bytes.clear()

    def _brace(self, brace: bytes) -> bool:
        self.pending_skip = 0
        self.starred = False
        if brace == b"{":
            if len(self.stack) >= _DEEPEST:
                return False
            self.stack.append(self.state)
            self.state = msgspec.structs.replace(self.state)
        elif self.stack:
            self.state = self.stack.pop()
        return True

    def _escape(self, sign: bytes) -> None:
        if sign == b"*":
            self.starred = True
        elif sign in (b"\\", b"{", b"}"):
            self.bytes += sign
        elif not self.state.skip:
            kept = _ESCAPES.get(sign, "")
            if kept == "\r":
                self._paragraph()
            else:
                self.parts.append(kept)

    def _word(self, word: str, argument: int | None) -> None:
        starred, self.starred = self.starred, False
        if word in _SKIPPED or (starred and word not in _KEPT):
            self.state.skip = True
        elif word in ("listtext", "pntext"):
            self.state.number = True
        elif word == "u" and argument is not None:
            self._unicode(argument)
        elif word == "uc":
            self.state.skip_after_unicode = min(max(argument or 0, 0), 8)
        elif word == "ansicpg" and argument is not None:
            self.encoding = _CODEPAGES.get(argument, "gb18030")
        elif word in ("v", "deleted"):
            self.state.hidden = argument != 0
        elif word == "plain":
            self.state.hidden = False
        elif word == "bin":
            self.pending_skip = 0
        elif not self.state.skip:
            self._content(word, argument)

    def _unicode(self, code: int) -> None:
        if not self.state.skip and not self.state.hidden:
            self.parts.append(chr(code & 0xFFFF))
        self.pending_skip = self.state.skip_after_unicode

    def _content(self, word: str, argument: int | None) -> None:
        """Control words that print or lay out something."""
        if word in _SIGNS:
            if self.state.number and word in ("tab", "bullet"):
                self._end_number()
            elif not self.state.hidden:
                self.parts.append(_SIGNS[word])
        elif word in ("par", "sect", "page"):
            self._paragraph()
        elif word == "pard":
            self.center = self.in_table = False
        elif word == "qc":
            self.center = True
        elif word in ("ql", "qr", "qj"):
            self.center = False
        elif word == "intbl":
            self.in_table = True
        elif word == "cell":
            self.cells.append(self._text())
        elif word == "row":
            self.rows.append((self.cells, msgspec.structs.replace(self.definition)))
            self.cells = []
        else:
            self._define(word, argument or 0)

    def _end_number(self) -> None:
        """The gap after a list's number (一、) is none of the text; after a bare figure it is a space."""
        last = "".join(self.parts)[-1:]
        self.parts.append(" " if last.isascii() and last.isalnum() else "")

    def _define(self, word: str, argument: int) -> None:
        definition = self.definition
        if word == "trowd":
            self.definition = Definition([], [], [])
        elif word == "trleft":
            definition.left = argument
        elif word in ("clmgf", "clmrg"):
            definition.next_across = 1 if word == "clmgf" else 2
        elif word in ("clvmgf", "clvmrg"):
            definition.next_down = 3 if word == "clvmgf" else 1
        elif word == "cellx" and len(definition.edges) < 200:
            definition.edges.append(argument)
            definition.across.append(definition.next_across)
            definition.down.append(definition.next_down)
            definition.next_across = definition.next_down = 0

    def _text(self) -> str:
        text = "".join(self.parts).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        self.parts.clear()
        return text

    def _paragraph(self) -> None:
        if self.in_table:
            self.parts.append("\n")
            return
        text = self._text()
        if self.rows or self.cells:
            self._end_table()
        lines = text.split("\n")
        for at, line in enumerate(lines):
            self.composer.line(line, "p" if at == len(lines) - 1 else "br", center=self.center)

    def _end_table(self) -> None:
        rows, self.rows = self.rows, []
        if self.cells:
            rows.append((self.cells, Definition()))
            self.cells = []
        if not rows:
            return
        places: list[int] = []
        for edge in sorted({edge for _, definition in rows for edge in (definition.left, *definition.edges)}):
            if not places or edge - places[-1] > _NEAR:
                places.append(edge)
        self.composer.begin_table()
        above: dict[int, RawCell] = {}
        for cells, definition in rows:
            self.composer.begin_row()
            above = self._row(cells, definition, places, above)
        self.composer.end_table()

    def _row(
        self, cells: list[str], definition: Definition, places: list[int], above: dict[int, RawCell]
    ) -> dict[int, RawCell]:
        composer = self.composer
        known = len(definition.edges) == len(cells)
        edges = [definition.left, *definition.edges]
        columns = [min(range(len(places)), key=lambda at: abs(places[at] - edge)) for edge in edges] if known else []
        current: dict[int, RawCell] = {}
        for number, text in enumerate(cells):
            left, right = (columns[number], columns[number + 1]) if known else (number, number + 1)
            across = definition.across[number] if known else 0
            down = definition.down[number] if known else 0
            begun = composer.tables.open[-1].rows[-1]
            if across == 2 and begun and not text.strip():
                begun[-1].colspan += right - left
            elif down == 1 and left in above:
                above[left].rowspan += 1
                current[left] = above[left]
            else:
                raw = composer.begin_cell(right - left)
                for line in text.split("\n"):
                    composer.line(line)
                composer.end_cell()
                if down:
                    current[left] = raw
        return current
