"""Lines to paragraphs (段落): what begins one, what goes on over the end of a line, a column or a page.

Chinese typesetting says it plainly: a paragraph begins two characters in, its lines are full but for the last, titles
stand in the middle, signature and date at the right.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import takewhile
from statistics import median

import msgspec

from crawler.reading.pdf.lattice import Table
from crawler.reading.pdf.lines import Line
from crawler.reading.pdf.text import run_on
from crawler.reading.titles import may_go_on
from crawler.records import Block

#: In ems: how far in a paragraph begins, how far from the margin a full line may end, what stands in the middle.
INDENT = 1.0
ALMOST_FULL = 2.3
CENTRE = 0.9
_FROM_MARGINS = 2.6
#: A change of size that begins another paragraph.
_OTHER_SIZE = 1.12
#: A gap between lines, over what is usual, that parts paragraphs.
_WIDE_LEADING = 1.55
_ENDED = re.compile(r"[。！？；：:;!?][”\"）)】》]?$")
_SENTENCE_END = re.compile(r"[。！？；;!?][”\"）)】》]?$")
_CLAUSE = re.compile("[，。；]")
_NUMBERED = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、．.]|[（(][一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十]{1,3}[章节部条]|附件?\d*[：:])"
)
_OPENING, _CLOSING = "（《“【〔", "，。、；：）》”】〕"


class Frame(msgspec.Struct):
    """The margins between which a page, or one of its columns, is set."""

    left: float
    right: float


class Part(msgspec.Struct):
    """What stands one below the other between the same margins: a page, or a column of one."""

    items: list[Line | Table]
    frame: Frame
    sheet: int


def frame_of(lines: list[Line], default: Frame | None) -> Frame:
    """The margins of some lines; ``default`` is the document's, for pages with too few lines to tell."""
    if not lines:
        return default or Frame(0.0, 0.0)
    size = median(line.size for line in lines)
    lefts = _often([line.x0 for line in lines], size * 0.4)
    rights = _often([_right(line) for line in lines], size * 0.9)
    left = min(lefts) if lefts else min(line.x0 for line in lines)
    right = max(rights) if rights else max(line.x1 for line in lines)
    right = max(right, left)
    if default is not None:
        # A page may be shifted a little; one further in is a page of first lines, or of a signature alone.
        if len(lines) < 4 or not lefts or left > default.left + 1.2 * size:
            left = default.left
        if len(lines) < 4 or not rights or right < default.right - 1.5 * size:
            right = default.right
    return Frame(left, right)


def _right(line: Line) -> float:
    """Where a line ends, closing signs apart: they may hang over the margin."""
    inside = [glyph.x1 for glyph in line.glyphs if glyph.text not in _CLOSING]
    return max(inside, default=line.x1)


def _often(values: list[float], width: float) -> list[float]:
    """The values that others share within ``width``: those of at least two lines and a tenth of all."""
    counted: Counter[int] = Counter(round(value / max(width, 0.5)) for value in values)
    needed = max(2, len(values) // 10)
    return [
        value
        for value in values
        if sum(counted[round(value / max(width, 0.5)) + step] for step in (-1, 0, 1)) >= needed
    ]


def is_centred(line: Line, frame: Frame) -> bool:
    """Whether a line stands in the middle of its frame, away from both margins."""
    before, after = line.x0 - frame.left, frame.right - line.x1
    return abs(before - after) <= 2 * CENTRE * line.size and min(before, after) > _FROM_MARGINS * line.size


def is_right(line: Line, frame: Frame) -> bool:
    """Whether a line stands at the right, as a signature or its date does."""
    width = frame.right - frame.left
    return line.x0 > frame.left + 0.4 * width and line.x1 > frame.left + 0.6 * width and not is_centred(line, frame)


class Flow:
    """Sets parts one after the other into blocks.

    ``body_size`` and ``leading`` are in points; ``indent`` is how far in paragraphs begin, in ems, 0 where they do not.
    """

    def __init__(self, body_size: float, leading: float, indent: float) -> None:
        self.body_size = body_size
        self.leading = leading
        self.indent = indent
        self.blocks: list[Block] = []
        self.tables: list[tuple[int, Table]] = []
        #: Where each part begins: number of its sheet, block.
        self.starts: list[tuple[int, int]] = []
        self._last: Line | None = None
        self._frame = Frame(0.0, 0.0)

    def add(self, part: Part) -> None:
        """Adds a part: its first line may go on with the last one of the part before."""
        self.starts.append((part.sheet, len(self.blocks)))
        for item in part.items:
            if isinstance(item, Table):
                self.tables.append((len(self.blocks), item))
                self.blocks.append(Block("", "table", grid=len(self.tables) - 1))
                self._last = None
            else:
                self._line(item, part.frame)
                self._last, self._frame = item, part.frame

    def _line(self, line: Line, frame: Frame) -> None:
        last = self._last
        centred = self._is_title(line, frame)
        if last is None or not self.blocks:
            self._begin(line, centred)
        elif centred and self.blocks[-1].center and self._same_title(last, line):
            self.blocks[-1].text = run_on(self.blocks[-1].text, line.text)
        elif centred or self.blocks[-1].center or self._begins(last, self._frame, line, frame):
            self._begin(line, centred)
        else:
            self.blocks[-1].text = run_on(self.blocks[-1].text, line.text)

    def _begin(self, line: Line, centred: bool) -> None:
        self.blocks.append(Block(line.text, "p", center=centred))

    def _is_title(self, line: Line, frame: Frame) -> bool:
        if is_centred(line, frame):
            return True
        before, after = line.x0 - frame.left, frame.right - line.x1
        return line.size > _OTHER_SIZE * self.body_size and abs(before - after) <= 2 * CENTRE * line.size

    def _same_title(self, last: Line, line: Line) -> bool:
        """Whether a centred line goes on with the title above it."""
        return (
            last.sheet == line.sheet
            and 1 / _OTHER_SIZE < line.size / last.size < _OTHER_SIZE
            and line.y0 - last.y0 < 2.6 * max(line.size, last.size)
            and (line.size > _OTHER_SIZE * self.body_size or len(self.blocks) == 1)
            and may_go_on(last.text, line.text)
        )

    def _begins(self, last: Line, last_frame: Frame, line: Line, frame: Frame) -> bool:
        size = line.size
        if not 1 / _OTHER_SIZE < size / last.size < _OTHER_SIZE and max(size, last.size) > 1.05 * self.body_size:
            return True
        if is_right(line, frame) or is_right(last, last_frame):
            return True
        if len(line.pieces) > 2 or len(last.pieces) > 2:
            return True  # columns of a table without lines
        if last.x1 + _held_together(last, line) < last_frame.right - ALMOST_FULL * last.size:
            return True
        indent = line.x0 - frame.left
        if indent > INDENT * size:
            if abs(indent / size - self.indent) < 0.6:
                return True
            # A hanging indent: the line above began at the same place and broke off at the margin.
            same = abs(indent - (last.x0 - last_frame.left)) < 0.5 * size
            return not same or bool(_ENDED.search(last.text)) or bool(_NUMBERED.match(line.text))
        if line.sheet == last.sheet and 0 < self.leading * _WIDE_LEADING < line.y0 - last.y0:
            return True
        if not self.indent and (_NUMBERED.match(line.text) or self._under_heading(last, line)):
            return True
        if _SENTENCE_END.search(last.text):
            return not self.indent or bool(_NUMBERED.match(line.text))
        return False

    def _under_heading(self, last: Line, line: Line) -> bool:
        """Whether the line above is a heading by itself that happens to be full, and this one a sentence."""
        heading = self.blocks[-1].text == last.text and _NUMBERED.match(last.text) and not _CLAUSE.search(last.text)
        return bool(heading and _CLAUSE.search(line.text))


def _held_together(last: Line, line: Line) -> float:
    """How wide the beginning of a line is that could not have been parted, if the line before ends no sentence.

    A number, an address or an English word goes to the next line as a whole, and so do the signs around it.
    """
    if _SENTENCE_END.search(last.text):
        return 0.0
    run = list(takewhile(lambda glyph: glyph.text.isascii() or glyph.text in _OPENING, line.glyphs))
    if not run:
        return 0.0
    after = line.glyphs[len(run) : len(run) + 1]
    return (after if after and after[0].text in _CLOSING else run)[-1].x1 - run[0].x0
