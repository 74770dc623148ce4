"""Tables with level lines only (只有横线的表格): the lines part the rows, and where all rows leave room is a column.

Several level lines of one width below each other that no upright line meets are such a table. The columns are those of
the rows that end in figures, and where shorter lines begin or end; each gets an upright line through the rows whose
print leaves it room, so that the table is one with lines like any other.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise
from statistics import median

import msgspec

from crawler.reading.pdf.lines import lines_of, runs_of
from crawler.reading.pdf.sheet import Glyph, Rule
from crawler.reading.pdf.text import glyph_text

#: So many level lines, and so many rows with figures or with as many words; a row is no higher and no lower, in points.
_LEAST_LINES, _LEAST_ROWS, _HIGHEST, _LOWEST = 4, 2, 90.0, 4.0
#: How far lines of one table may begin and end apart; how far print may reach over a column's edge, in points.
_SAME, _OVER = 3.5, 1.0
#: A gap in a word by which two of narrow columns are told apart, in ems.
_GAP = 0.3
#: How far from a column its edge may stand, in points.
_BESIDE = 2.0
#: Print that is larger by this factor is a heading between two tables; so is what differs that much at the edge.
_LARGER = 1.15
#: Bounds of what is looked at; a page of a report has less.
_MOST_LINES, _MOST_TABLES = 400, 6
_FIGURE = re.compile(r"[-+]?\d[\d,.%％]*|[/／\\—–-]{1,2}|无")


class _Word(msgspec.Struct):
    """A run of glyphs without a gap as wide as between the cells of a row."""

    glyphs: list[Glyph]

    @property
    def x0(self) -> float:
        return self.glyphs[0].x0

    @property
    def x1(self) -> float:
        return max(glyph.x1 for glyph in self.glyphs)

    def stands_across(self, x: float) -> bool:
        """Whether a place lies within the word, and in no gap of it by which two columns could be told apart."""
        if self.x0 >= x - _OVER or self.x1 <= x + _OVER:
            return False
        after = next(at for at, glyph in enumerate(self.glyphs) if glyph.x1 > x + _OVER)
        if not after:
            return True
        left, right = self.glyphs[after - 1].x1, self.glyphs[after].x0
        return right < x - _OVER or right - left < _GAP * self.glyphs[after].size


class _Band(msgspec.Struct):
    """What is printed between two level lines: its words, line by line, and how large the print is (0 for none)."""

    top: float
    bottom: float
    words: list[_Word]
    size: float

    @property
    def has_figures(self) -> bool:
        """Whether its last word is a figure with something before it."""
        if len(self.words) < 2:
            return False
        last = max(self.words, key=lambda word: word.x0)
        return bool(_FIGURE.fullmatch("".join(glyph_text(glyph.text) for glyph in last.glyphs)))

    def leaves_room(self, x: float) -> bool:
        """Whether no word stands across a place."""
        return not any(word.stands_across(x) for word in self.words)


def upright_lines(horizontal: list[Rule], vertical: list[Rule], glyphs: list[Glyph]) -> list[Rule]:
    """The upright lines that a page's tables with level lines only would have."""
    if len(horizontal) < _LEAST_LINES or len(horizontal) > _MOST_LINES or len(vertical) > _MOST_LINES:
        return []
    free = [
        rule
        for rule in horizontal
        if not any(
            rule.start - _SAME <= line.at <= rule.end + _SAME and line.start - _SAME <= rule.at <= line.end + _SAME
            for line in vertical
        )
    ]
    found: list[Rule] = []
    for _ in range(_MOST_TABLES):
        if len(free) < _LEAST_LINES:
            break
        widest = max(free, key=lambda rule: rule.end - rule.start)
        inside = [rule for rule in free if widest.start - _SAME <= rule.start and rule.end <= widest.end + _SAME]
        free = [rule for rule in free if rule not in inside]
        found += _of_width(widest, inside, glyphs)
    return found


def _of_width(widest: Rule, rules: list[Rule], glyphs: list[Glyph]) -> list[Rule]:
    """The upright lines of the tables whose level lines are ``rules``."""
    within = [glyph for glyph in glyphs if widest.start - _SAME <= (glyph.x0 + glyph.x1) / 2 <= widest.end + _SAME]
    ys: list[float] = []
    for rule in sorted(rules):
        if not ys or rule.at - ys[-1] > _LOWEST:
            ys.append(rule.at)
    bands = _bands(ys, within)
    sizes = [band.size for band in bands if band.size]
    if len(ys) < _LEAST_LINES or not sizes:
        return []
    usual = median(sizes)
    found: list[Rule] = []
    run: list[_Band] = []
    for band in [*bands, None]:
        if band is not None and band.bottom - band.top <= _HIGHEST and band.size <= _LARGER * usual:
            run.append(band)
            continue
        if len(run) >= _LEAST_LINES - 1:
            found += _columns(run, [rule for rule in rules if run[0].top <= rule.at <= run[-1].bottom], widest, within)
        run = []
    return found


def _bands(ys: list[float], glyphs: list[Glyph]) -> list[_Band]:
    inside: list[list[Glyph]] = [[] for _ in pairwise(ys)]
    for glyph in glyphs:
        at = bisect_right(ys, (glyph.y0 + glyph.y1) / 2) - 1
        if 0 <= at < len(inside):
            inside[at].append(glyph)
    return [_band(top, bottom, own) for (top, bottom), own in zip(pairwise(ys), inside, strict=True)]


def _band(top: float, bottom: float, glyphs: list[Glyph]) -> _Band:
    words = [_Word(run) for line in lines_of(glyphs) for run in runs_of(line)]
    return _Band(top, bottom, words, median(glyph.size for glyph in glyphs) if glyphs else 0.0)


def _columns(bands: list[_Band], rules: list[Rule], widest: Rule, glyphs: list[Glyph]) -> list[Rule]:
    """The upright lines of one table; none where it has no columns of figures."""
    counted = [band for band in bands if band.has_figures]
    alike = {len(band.words) for band in counted}
    if not counted or sum(len(band.words) in alike for band in bands) < _LEAST_ROWS:
        return []
    spans = _spans(counted)
    ends = sorted(
        {x for rule in rules for x in (rule.start, rule.end) if widest.start + _SAME < x < widest.end - _SAME}
    )
    first, last = bands[0], bands[-1]
    above = [glyph for glyph in glyphs if (glyph.y0 + glyph.y1) / 2 < first.top]
    below = [glyph for glyph in glyphs if (glyph.y0 + glyph.y1) / 2 > last.bottom]
    places = _places(_with_head(spans, bands), ends, bands)
    if above and first.top - min(glyph.y0 for glyph in above) <= _HIGHEST:
        cut = _band(min(glyph.y0 for glyph in above) - 1, first.top, above)
        bands = [*_cut_row(cut, first, places, spans[0][0]), *bands]
    if below and max(glyph.y1 for glyph in below) - last.bottom <= _HIGHEST:
        cut = _band(last.bottom, max(glyph.y1 for glyph in below) + 1, below)
        bands = [*bands, *_cut_row(cut, last, places, spans[0][0])]
    # A part with a head of its own has columns of its own; so has each where no row fills all columns.
    common = len(spans) <= max(len(band.words) for band in counted)
    found: list[Rule] = []
    for part in _parts(bands):
        own = _spans([band for band in part if band.has_figures])
        headed = any(len(band.words) == len(own) and not band.has_figures for band in part)
        if common and (len(own) == len(spans) or not headed):
            found += _drawn(part, places, rules)
        else:
            found += _drawn(part, _places(_with_head(own, part), ends, part), rules)
    return found


def _with_head(spans: list[tuple[float, float]], bands: list[_Band]) -> list[tuple[float, float]]:
    """The spans of columns with the words of rows that have one for each: a head may stand beside its figures."""
    whole = [sorted((word.x0, word.x1) for word in band.words) for band in bands if len(band.words) == len(spans)]
    columns = [list(column) for column in zip(spans, *whole, strict=True)]
    wide = [(min(x0 for x0, _ in column), max(x1 for _, x1 in column)) for column in columns]
    return wide if all(a[1] < b[0] for a, b in pairwise(wide)) else spans


def _parts(bands: list[_Band]) -> list[list[_Band]]:
    """The bands in runs that begin with those of one word."""
    parts: list[list[_Band]] = [[]]
    for band in bands:
        if len(band.words) < 2 and any(other.has_figures for other in parts[-1]):
            parts.append([])
        parts[-1].append(band)
    return parts


def _spans(bands: list[_Band]) -> list[tuple[float, float]]:
    """From where to where words stand, over all these rows."""
    spans: list[tuple[float, float]] = []
    for x0, x1 in sorted((word.x0, word.x1) for band in bands for word in band.words):
        if spans and x0 <= spans[-1][1] + _OVER:
            spans[-1] = (spans[-1][0], max(spans[-1][1], x1))
        else:
            spans.append((x0, x1))
    return spans


def _places(spans: list[tuple[float, float]], ends: list[float], bands: list[_Band]) -> list[float]:
    """Where columns part: between the spans, where a shorter level line ends if one does; and at its other end."""
    between = [(a[1], b[0]) for a, b in pairwise(spans)]
    heads = [band for band in bands if len(band.words) > 1 and not band.has_figures]
    within = [x for x in ends if not any(left < x < right for left, right in between)]
    return [*within, *(_place(left, right, ends, heads) for left, right in between)]


def _place(left: float, right: float, ends: list[float], heads: list[_Band]) -> float:
    """Where two columns part: in the middle, or beside one of them where fewer words of the head stand across."""
    drawn = next((x for x in ends if left < x < right), None)
    if drawn is not None:
        return drawn
    places = [(left + right) / 2, min(left + _BESIDE, right), max(right - _BESIDE, left)]
    return min(places, key=lambda x: sum(not band.leaves_room(x) for band in heads))


def _drawn(bands: list[_Band], places: list[float], rules: list[Rule]) -> list[Rule]:
    """The upright lines at these places, along rows that leave them room; rows with no line between them are one."""
    found = []
    for x in places:
        across = {rule.at for rule in rules if rule.start < x - _SAME and rule.end > x + _SAME}
        runs: list[list[_Band]] = []
        for band in bands:
            if runs and not any(abs(at - band.top) <= _LOWEST for at in across):
                runs[-1].append(band)
            else:
                runs.append([band])
        found += [Rule(x, band.top, band.bottom) for run in runs if all(b.leaves_room(x) for b in run) for band in run]
    return found


def _cut_row(band: _Band, beside: _Band, edges: list[float], start: float) -> list[_Band]:
    """What stands before the first line of a page (after the last) as a row, where a page break cut the table there."""
    alike = not beside.size or 1 / _LARGER < band.size / beside.size < _LARGER
    placed = band.has_figures or (len(band.words) == 1 and abs(band.words[0].x0 - start) <= _OVER)
    return [band] if alike and placed and all(map(band.leaves_room, edges)) else []
