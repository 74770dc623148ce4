"""Whose applications a report tells of where a sentence does not say so: 全县收到90件。县政府收到9件。办结9件."""

from __future__ import annotations

from crawler.report.statistics.items import Item


class Asked:
    """The applications received that were told of so far.

    ``governs``: the report is a government's. What became of applications is told of those received, also where the
    sentence does not say whose; a bureau or township that tells again what was received, 全县 first, tells of its own,
    and a government that has just told of its own seat's goes on about them.
    """

    def __init__(self, *, governs: bool) -> None:
        self._governs = governs
        #: All applications received.
        self.most: Item | None = None
        self._own = 0.0  # so many at most the sentence before told of as the government's own

    def take(self, item: Item, *, whose: bool) -> None:
        """Takes a figure, and gives it its scope; ``whose``: the sentence says whose it is."""
        if not item.measure.startswith("applications_") or item.scope == "other":
            return
        most, all_of_them = self.most, item.measure == "applications_received" and item.label is None
        own = all_of_them and not self._governs and most is not None and most.scope == "region"
        if own and not whose and most is not None and item.figure.value != most.figure.value:
            self.most = item
        elif most is not None and not whose and item.figure.value <= most.figure.value:
            item.scope = "agency" if item.figure.value <= self._own else most.scope
        elif all_of_them and item.figure.value >= (most.figure.value if most is not None else 1):
            self.most = item

    def end(self, counted: list[Item], *, whose: bool) -> None:
        """Ends a sentence that ``counted`` these, and says whose they are."""
        told = [item for item in counted if item.measure.startswith("applications_")]
        if self._governs and whose and told:
            alone = all(item.scope == "agency" for item in told)
            self._own = sum(item.figure.value for item in told) if alone else 0.0
