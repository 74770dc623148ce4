"""Puts blocks of one page into another; whatever points at the other's blocks goes on pointing at the same ones."""

from __future__ import annotations

import msgspec

from crawler.records import Block, Grid, Page, Zone


def insert_blocks(page: Page, at: int, blocks: list[Block], grids: list[Grid], name: str = "") -> None:
    """Inserts ``blocks``, whose ``grid`` is an index into ``grids``, before block ``at`` of the page.

    Containers that end or lie around there then hold them too; with a ``name`` they are a zone of their own.
    """
    count = len(blocks)
    for links in (page.links, page.images):
        for link in links:
            if link.block >= at:
                link.block += count
    for zone in page.zones:
        zone.start += count * (zone.start >= at)
        zone.end += count * (zone.end >= at)
    for grid in page.grids:
        grid.block += count * (grid.block >= at)
    added = []
    for offset, block in enumerate(blocks):
        if block.grid >= 0:
            page.grids.append(msgspec.structs.replace(grids[block.grid], block=at + offset))
            added.append(msgspec.structs.replace(block, grid=len(page.grids) - 1))
        else:
            added.append(msgspec.structs.replace(block))
    page.blocks[at:at] = added
    chars = sum(len(block.text) for block in added)
    for zone in page.zones:
        if zone.start <= at and zone.end >= at + count:
            zone.chars += chars
    if name:
        page.zones.append(Zone(name, at, at + count, chars=chars))


def order_grids(page: Page) -> None:
    """Numbers a page's grids in the order in which they stand: a table over several is read part by part."""
    order = sorted(range(len(page.grids)), key=lambda index: page.grids[index].block)
    places = {old: new for new, old in enumerate(order)}
    page.grids = [page.grids[index] for index in order]
    for block in page.blocks:
        if block.grid >= 0:
            block.grid = places[block.grid]
