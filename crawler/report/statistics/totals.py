"""What was counted so far (截至、累计), told apart from what was counted in the year once all figures are read."""

from __future__ import annotations

from crawler.records import Statistic
from crawler.report.statistics.items import Item


class Totals:
    """Totals of one report of which their own words do not say whether they are of the year."""

    def __init__(self) -> None:
        self._so_far: list[Statistic] = []  # counted until the end of the year, or in all
        self._new: list[Statistic] = []  # totals of what was new in the year

    def add(self, statistic: Statistic, item: Item) -> None:
        """Takes a statistic and the item that it was made of."""
        if item.period == "year" and item.so_far:
            self._so_far.append(statistic)
        elif item.period == "year" and item.new and statistic.label is None:
            self._new.append(statistic)

    def settle(self, statistics: list[Statistic]) -> None:
        """What was counted so far and exceeds the year's own figure among ``statistics`` is cumulative."""
        for statistic in self._so_far:
            sentence = [other for other in statistics if other.quote == statistic.quote]
            parts = [other.value or 0 for other in sentence if other.measure == statistic.measure]
            if sum(parts) == 2 * (statistic.value or 0):
                continue  # 网站公开10条，公众号发布20条，累计30条
            for other in sentence:
                part = (other.value or 0) < (statistic.value or 0)
                if part and (other.measure, other.period) == (statistic.measure, "cumulative"):
                    statistic.period = "cumulative"  # 截至年底累计9000条，自开通以来发布动态2500条
            for other in statistics:
                whole = other.label == statistic.label or other in self._new
                same = whole and (other.measure, other.period) == (statistic.measure, "year")
                if same and other not in self._so_far and (other.value or 0) < (statistic.value or 0):
                    statistic.period = "cumulative"
