"""What the components do to the downloader's slots, in one place.

Slots have no public interface in Scrapy 2.19 (its own AutoThrottle reaches into them too); Scrapy is pinned for
that reason.
"""

from __future__ import annotations

from time import monotonic

from scrapy.core.downloader import Downloader
from twisted.python.failure import Failure

#: A delay in seconds for slots that had none: a slot without delay cannot be held.
_LEAST = 0.001


def lengthen(downloader: Downloader, site: str, delay: float) -> None:
    """The site's delay becomes at least ``delay`` seconds, for good."""
    kept = downloader.per_slot_settings.setdefault(site, {})
    kept["delay"] = max(delay, kept.get("delay", downloader._delay))
    slot = downloader.slots.get(site)
    if slot is not None:  # else: Scrapy collects idle slots and makes them anew from the settings
        slot.delay = kept["delay"]


def count_from_now(downloader: Downloader, site: str) -> None:
    """The site's delay counts from this moment, unless it is held for longer."""
    slot = downloader.slots.get(site)
    if slot is not None:
        slot.lastseen = max(slot.lastseen, monotonic())


def hold(downloader: Downloader, site: str, seconds: float) -> bool:
    """Sends nothing to the site for so many seconds; False if that is no longer than its delay."""
    slot = downloader.slots.get(site)
    if slot is None or seconds <= slot.delay:
        return False
    slot.delay = slot.delay or _LEAST
    slot.lastseen = max(slot.lastseen, monotonic() + seconds - slot.delay)
    if slot.latercall is not None:  # already set, for the usual delay
        slot.latercall.cancel()
        slot.latercall = None
        downloader._process_queue(slot)
    return True


def drain(downloader: Downloader, site: str, error: Exception) -> None:
    """Ends the requests that wait in the site's slot with ``error``; one that is under way goes on."""
    slot = downloader.slots.get(site)
    while slot is not None and slot.queue:
        _, waiting = slot.queue.popleft()
        waiting.errback(Failure(error))  # type: ignore[no-untyped-call]
