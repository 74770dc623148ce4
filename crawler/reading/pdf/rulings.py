"""The ruling lines of a page (表格线): put together by where they lie, and in groups that touch: each group a table."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from crawler.reading.pdf.sheet import Rule

#: Lines nearer to each other than this are one, in points; also how far apart lines that touch may be.
SNAP = 2.0
TOUCH = 3.5
#: No column or row is narrower than this.
NARROWEST = 4.0
#: A row of one line is no higher than this.
TALLEST_ROW = 45.0
#: More lines than this on a page are a drawing.
MAX_RULES = 3_000


class Group(NamedTuple):
    """Level and upright lines that touch one another."""

    horizontal: list[Rule]
    vertical: list[Rule]


def merge_rules(rules: list[Rule]) -> list[Rule]:
    """Lines that lie on one another or follow on as one each: double lines, dashes, a line drawn cell by cell."""
    merged: list[Rule] = []
    cluster: list[Rule] = []
    for rule in sorted(rules):
        if cluster and (rule.at - cluster[-1].at > SNAP or rule.at - cluster[0].at > 2 * SNAP):
            merged.extend(_joined(cluster))
            cluster = []
        cluster.append(rule)
    merged.extend(_joined(cluster))
    return [rule for rule in merged if rule.end - rule.start > NARROWEST] if len(merged) <= MAX_RULES else []


def _joined(cluster: list[Rule]) -> list[Rule]:
    out: list[list[float]] = []
    for rule in sorted(cluster, key=lambda r: r.start):
        if out and rule.start - out[-1][2] <= TOUCH:
            length, new = out[-1][2] - out[-1][1], rule.end - rule.start
            total = max(length + new, 0.01)
            out[-1][0] = (out[-1][0] * length + rule.at * new) / total
            out[-1][2] = max(out[-1][2], rule.end)
        else:
            out.append([rule.at, rule.start, rule.end])
    return [Rule(at, start, end) for at, start, end in out]


def groups_of(horizontal: list[Rule], vertical: list[Rule], guessed: list[Rule]) -> list[Group]:
    """Lines that touch one another, directly or through others; the upright ones that are ``guessed`` are not drawn."""
    parent = list(range(len(horizontal) + len(vertical)))

    def find(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    heights = [rule.at for rule in horizontal]  # sorted by merge_rules, but for what averaging moved
    order = sorted(range(len(heights)), key=heights.__getitem__)
    sorted_heights = [heights[i] for i in order]
    for number, line in enumerate(vertical):
        first = bisect_right(sorted_heights, line.start - TOUCH)
        last = bisect_right(sorted_heights, line.end + TOUCH)
        for index in order[first:last]:
            rule = horizontal[index]
            if rule.start - TOUCH <= line.at <= rule.end + TOUCH:
                parent[find(len(horizontal) + number)] = find(index)
    groups: dict[int, Group] = {}
    for i, rule in enumerate(horizontal):
        groups.setdefault(find(i), Group([], [])).horizontal.append(rule)
    for i, rule in enumerate(vertical):
        groups.setdefault(find(len(horizontal) + i), Group([], [])).vertical.append(rule)
    tables = [group for group in groups.values() if group.horizontal and group.vertical]
    lone = [group.horizontal[0] for group in groups.values() if not group.vertical]
    sides = [group.vertical[0] for group in groups.values() if not group.horizontal]
    for group in tables:
        _take_sides(group, sides)
        if not any(rule in guessed for rule in group.vertical):
            _take_rows(group, lone)
    return tables


def _take_rows(group: Group, lone: list[Rule]) -> None:
    """Adds the lines of rows that nothing connects: one cell over the whole width of a table without a frame."""
    found = True
    while found:
        found = False
        x0, y0, x1, y1 = extent_of(group)
        for rule in lone:
            near = min(abs(rule.at - y0), abs(rule.at - y1)) <= TALLEST_ROW
            if near and abs(rule.start - x0) <= TOUCH and abs(rule.end - x1) <= TOUCH and rule not in group.horizontal:
                group.horizontal.append(rule)
                found = True
                break


def _take_sides(group: Group, lone: list[Rule]) -> None:
    """Adds the upright lines beside a table that are as high as it: the sides of cells that span a whole page."""
    for rule in lone:
        x0, y0, x1, y1 = extent_of(group)
        beside = min(abs(rule.at - x0), abs(rule.at - x1)) <= (x1 - x0) / 2 and not x0 <= rule.at <= x1
        if beside and abs(rule.start - y0) <= TALLEST_ROW and abs(rule.end - y1) <= TALLEST_ROW:
            group.vertical.append(rule)


def extent_of(group: Group) -> tuple[float, float, float, float]:
    """The box around a group: left, top, right, bottom."""
    xs = [x for rule in group.horizontal for x in (rule.start, rule.end)] + [rule.at for rule in group.vertical]
    ys = [y for rule in group.vertical for y in (rule.start, rule.end)] + [rule.at for rule in group.horizontal]
    return min(xs), min(ys), max(xs), max(ys)
