"""Keeps what points at blocks of a page right: links, images and zones, when blocks move and at the end."""

from __future__ import annotations

from itertools import accumulate

from crawler.records import Page

#: A container with less text than this is no candidate for a body.
SMALLEST_ZONE = 80
#: One with less than that is kept where a larger one has its classes: a part of a text that was cut in several.
SMALLEST_PART = 12


def follow_blocks(page: Page, start: int, mapping: list[int]) -> None:
    """A table's blocks, from ``start`` to the end, became others: whatever points at them follows.

    ``mapping`` gives for each of the old blocks the index of the one that holds it now.
    """
    after = len(page.blocks)

    def moved(index: int) -> int:
        if index < start:
            return index
        offset = index - start
        return mapping[offset] if offset < len(mapping) else after

    # All three lists grow with the page, so only their ends can point into the table.
    for links in (page.links, page.images):
        for link in reversed(links):
            if 0 <= link.block < start:
                break
            if link.block >= 0:
                link.block = moved(link.block)
    for zone in reversed(page.zones):
        if zone.end <= start:
            break
        zone.start, zone.end = moved(zone.start), moved(zone.end)


def measure_zones(page: Page) -> None:
    """Counts the text of each zone, drops those that hold next to nothing, and tells grids their blocks."""
    lengths = [len(block.text) for block in page.blocks]
    if page.grids:
        for index, block in enumerate(page.blocks):
            if block.grid >= 0:
                grid = page.grids[block.grid]
                grid.block = index
                lengths[index] = len("".join([cell.text for row in grid.rows for cell in row]))
    chars = list(accumulate(lengths, initial=0))
    links = list(accumulate([block.link_chars for block in page.blocks], initial=0))
    last = len(page.blocks)
    large, parts = [], []
    for zone in page.zones:
        start, end = zone.start, min(zone.end, last)
        if end <= start:
            continue
        zone.end = end
        zone.chars = chars[end] - chars[start]
        zone.link_chars = links[end] - links[start]
        if zone.name or zone.chars >= SMALLEST_ZONE:
            large.append(zone)
        else:
            parts.append(zone)
    if parts:
        alike = {(zone.hint, zone.depth) for zone in large if zone.hint}
        parts = [zone for zone in parts if (zone.hint, zone.depth) in alike]
    page.zones = large + parts
